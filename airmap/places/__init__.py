"""Names to places: candidates weighed against the text, gazetteers of the user, what a place covers."""
