"""Whole tables of place names: CSV files of unknown make in, the same rows with places beside them out."""
