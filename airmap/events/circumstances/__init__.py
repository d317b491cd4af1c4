"""When, where, how far, how long and how many."""
