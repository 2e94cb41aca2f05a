"""Map, timeline and table of the same incidents."""
