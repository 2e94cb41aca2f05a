"""What a page is made of: marks in millimetres, type, paper, and where a place stands on it."""
