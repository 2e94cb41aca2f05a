"""Sheets become files: SVG, PDF, PNG, PPTX, animation, interactive map and a folder of data."""
