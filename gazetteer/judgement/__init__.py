"""Which places bear a name, which of them is meant, and when nothing tells; the reason always in words."""
