"""A toponym goes in, a place comes out. Knows no incidents, no maps, no pages."""

from gazetteer.candidates import Candidate, Hints, Resolution
from gazetteer.errors import GazetteerError
from gazetteer.names import search_key
from gazetteer.places import Place, Places, Toponym, read_places
from gazetteer.policy import DEFAULT_POLICY, NamePolicy, display_name
from gazetteer.resolve import Gazetteer, open_gazetteer

__all__ = [
    "DEFAULT_POLICY",
    "Candidate",
    "Gazetteer",
    "GazetteerError",
    "Hints",
    "NamePolicy",
    "Place",
    "Places",
    "Resolution",
    "Toponym",
    "display_name",
    "open_gazetteer",
    "read_places",
    "search_key",
]
