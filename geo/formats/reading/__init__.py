"""Readers: files of other projects, of GIS programs and of spreadsheets become rows of the flat table of incidents."""
