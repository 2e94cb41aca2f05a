"""The printed page: a view becomes marks in millimetres; the same marks become SVG, PDF, PNG, PPTX and animation."""
