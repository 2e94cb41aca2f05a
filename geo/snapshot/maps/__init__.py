"""One map in its frame: ground, areas, arrows, symbols, labels, insets and scales."""
