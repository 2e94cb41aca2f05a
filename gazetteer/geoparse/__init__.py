"""A news text goes in; its toponyms, dates, counts and draft incidents come out."""

from gazetteer.geoparse.read import read_text
from gazetteer.geoparse.reading import Count, DateMention, Draft, Mention, Reading, Relation, Role, Span

__all__ = ["Count", "DateMention", "Draft", "Mention", "Reading", "Relation", "Role", "Span", "read_text"]
