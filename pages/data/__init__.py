"""Any spelling in, a place out."""
