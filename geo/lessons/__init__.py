"""Lessons: stories as files that can be shown and handed out, made from the same facts as the map."""
