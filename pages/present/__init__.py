"""Pages for whoever presents."""
