"""How sure: who says so, who denies it, what was only threatened, asked or supposed."""
