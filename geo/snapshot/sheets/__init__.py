"""Whole sheets: a map with title, legend, sources and proof around it, series, and the tables behind it."""
