"""Names that are no places: organisations, peoples, persons, newspapers, agreements, and words that stand for nothing.

`nonplaces.csv` holds what texts on Kosovo name most, as search keys; it is asked only where no curated place bears the
whole name.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_suffix(".csv")
_ORGANISATION = "an organisation, not a place"
_PEOPLE = "people or a language, not a place"
_PERSON = "a person, not a place"
LEGEND = "a place of legends and stories; give the country if a town of that name is meant"
#: what a whole name is, by the list that holds it
_WHOLE = {
    "nothing": "no name of a place", "acronym": _ORGANISATION, "organisation": _ORGANISATION,
    "newspaper": "a newspaper or agency, not a place", "people": _PEOPLE, "surname": _PERSON, "legend": LEGEND,
}  # fmt: skip
_OPENINGS = re.compile(
    r"^(?:the )?(?:(?:university|ministry|government|parliament|(?:municipal )?assembly|army|embassy|bank|league|"
    r"institute|court|bishop|eparchy|diocese|union|association|party|republic police) of|fc|kf|fk|kk|kb|bc|rk) "
)
_EVENT_OPENINGS = re.compile(
    r"^(?:the )?(?:battle|treaty|peace|agreement|siege|congress|declaration|fall) of |^resolution \d"
)
_TITLES = re.compile(
    r"^(?:mr|mrs|ms|dr|prof|president|presidenti|predsednik|(?:deputy )?prime minister|minister|ambassador|colonel|"
    r"general|captain|major|sergeant|commander|mayor|bishop|patriarch|king|queen|prince|pope|imam|father|mother|"
    r"sultan|tsar|car|knez|kralj|mbreti)"
    r"(?: of)? "
)
_PLAIN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){1,3}")


def other_name(key: str) -> str:
    """Say what a whole text (as search key) names if it is known to be no place; "" if it is not."""
    if not any(map(str.isalpha, key)):
        return _WHOLE["nothing"]
    return next((reason for kind, reason in _WHOLE.items() if key in _words(kind)), "")


def looks_like_body(key: str) -> str:
    """Say what a text (as search key) seems to name, by its first and last words, if not a place; "" otherwise."""
    first, *between, last = key.split() if " " in key else ("", "")
    if not first or last in _words("place_noun"):
        return ""
    if last in _words("street") or not _words("street").isdisjoint(between):
        return "a street, and streets are not listed"
    if last in _words("event") or _EVENT_OPENINGS.match(key):
        return "an event or agreement, not a place"
    church = last in _words("church") and not _words("faith").isdisjoint((first, *between))
    if church or last in _words("body") or first in _words("acronym") or _OPENINGS.match(key):
        return _ORGANISATION
    return _PEOPLE if last in _words("people") else ""


def looks_like_person(text: str, key: str) -> str:
    """Say that a text seems to name a person, going by given names, surnames and titles; "" otherwise."""
    words = key.split()
    if not _PLAIN.fullmatch(text.strip()) or words[-1] in _words("place_noun") or not _words("joint").isdisjoint(words):
        return ""
    named = words[0] in _words("given_name") or words[-1] in _words("surname")
    return _PERSON if named or _TITLES.match(key) else ""


@cache
def _words(kind: str) -> frozenset[str]:
    return _lists()[kind]


@cache
def _lists() -> dict[str, frozenset[str]]:
    with _LIST.open(encoding="utf-8", newline="") as lines:
        return {row["kind"]: frozenset(row["words"].split("|")) for row in csv.DictReader(lines)}
