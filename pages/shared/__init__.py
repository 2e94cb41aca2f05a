"""What several pages need: the cached tables, the state of the link, the filters, the map mount."""
