"""English words that place something relative to a name, read without knowing any place."""
