"""Pages for whoever briefs others."""
