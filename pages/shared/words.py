"""Words of the pages: data made harmless as text, and what codes are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.dates import say_date, say_window
from geo.language import translator
from pages.shared import link

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.candidates import Resolution
    from gazetteer.places import Place
    from gazetteer.relative import Located
    from geo.filters import Shown

TRANSLATIONS = (
    "The words of these pages are English. The Albanian and Serbian ones are a draft and need a native reader; what is "
    "not translated yet stays English."
)
NAMING_POLICY = (
    "Each place has an Albanian, a Serbian (Latin and Cyrillic) and an English name. The choice of names in the "
    "sidebar "
    "changes them on every page, in every table, download and file name at once; by default the Albanian and the "
    "Serbian name stand together. Titles and summaries are texts of the data set and keep the names they were written "
    "with."
)
OFFLINE = (
    "Everything on these pages is read from files on the computer that runs the program: tables, place names, "
    "outlines, charts and map. Nothing is loaded from the internet and nothing is sent there, unless you choose an "
    "online base map or open the link of a source."
)
_MARK = re.compile(r"([!-/:-@\[-`{-~])")
#: where Streamlit looks at a text once more after Markdown was read, in spite of backslashes: emoji and icon codes,
#: arrows, bare addresses
_READ_AGAIN = re.compile(r"(?<=:)(?=\S)|(?<=[-<>=~!])(?=[-<>=~])|(?=@)|(?<=www)(?=\.)", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # has no width and changes no word
_IN_ADDRESS = re.compile(r"[\s<>()\[\]\\`|]")

#: feature code of GeoNames -> words
_FEATURES = {
    "PPL": "settlement", "PPLC": "capital", "PPLG": "seat of government", "PPLA": "seat of a district",
    "PPLA2": "seat of a municipality", "PPLX": "part of a town", "ADM1": "first-order division", "ADM2": "municipality",
    "PCLI": "country", "RGN": "region", "BDG": "bridge", "MSTY": "monastery", "PSTB": "border crossing",
    "CH": "church", "MSQE": "mosque", "MNMT": "monument", "CMTY": "burial place", "FT": "fortress", "CSTL": "castle",
    "RUIN": "ruin", "MUS": "museum", "STM": "river", "LK": "lake", "RSV": "reservoir", "FLLS": "waterfall",
    "SPNG": "spring", "CNL": "canal", "DAM": "dam", "MT": "mountain", "MTS": "mountains", "PASS": "pass",
    "GRGE": "gorge", "PLN": "plain", "RD": "road", "RR": "railway", "RSTN": "railway station", "INSM": "military base",
    "CMPRF": "refugee camp", "PRN": "prison", "MN": "mine", "PS": "power station", "MFG": "factory",
    "HSP": "hospital", "CTHSE": "courthouse", "ADMF": "administrative building", "UNIV": "university",
    "AIRP": "airport", "AIRF": "airfield", "RSRT": "resort", "SPA": "spa", "SQR": "square", "FCL": "building",
}  # fmt: skip
_FEATURE_CLASSES = {
    "A": "administrative area", "H": "water", "L": "area", "P": "settlement", "R": "road or railway",
    "S": "spot or building", "T": "mountain or hill", "U": "undersea feature", "V": "forest or heath",
}  # fmt: skip
_LANGUAGES = {
    "en": "English", "sq": "Albanian", "sr": "Serbian", "sr-Latn": "Serbian, Latin script",
    "sr-Cyrl": "Serbian, Cyrillic script", "de": "German", "fr": "French", "it": "Italian", "tr": "Turkish",
    "hr": "Croatian", "bs": "Bosnian", "mk": "Macedonian", "ru": "Russian",
}  # fmt: skip
_LOOSEN = {
    "window": "widen the time window or show all dates",
    "episodes": "choose more episodes or none",
    "event_types": "choose more event types or none",
    "actor_kinds": "choose more kinds of actor or none",
    "municipalities": "choose more municipalities or none",
    "place_precisions": "allow places that are known less precisely",
    "sources": "choose more sources or none",
    "source_kinds": "choose more kinds of source or none",
    "casualties": "do not ask for casualties",
    "text": "search for fewer or other words",
}


def tr(text: str) -> str:
    """Say a text of the pages in the language that this viewer reads; English where it is not translated."""
    return translator(link.language())(text)


def plain(text: str) -> str:
    """Return a text of the data so that Streamlit's Markdown shows it as it is, in one line.

    Every sign of ASCII punctuation gets a backslash; a word joiner, which nobody sees, keeps emoji codes, arrows and
    bare addresses from being read afterwards.
    """
    return _MARK.sub(r"\\\1", _READ_AGAIN.sub(_WORD_JOINER, " ".join(text.split())))


def link_to(words: str, address: str) -> str:
    """Return a Markdown link with the words as plain text; without an http address only the words."""
    if not address.startswith(("https://", "http://")):
        return plain(words)
    safe = _IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", address)
    return f"[{plain(words)}](<{safe}>)"


def say_feature(place: Place) -> str:
    """Say what kind of place it is, for example "settlement" or "municipality"."""
    return _FEATURES.get(place.feature_code, _FEATURE_CLASSES.get(place.feature_class, place.feature_code))


def say_resolution(found: Resolution) -> str:
    """Say in one or two sentences what a toponym was resolved to."""
    reason = f"{found.reason[:1].upper()}{found.reason[1:]}." if found.reason else ""
    if found.status == "resolved":
        return f'"{found.toponym}" is found. {reason}'
    if found.status == "ambiguous":
        return (
            f'"{found.toponym}" is ambiguous, so no place is picked. {reason} Say what else is known, or choose below.'
        )
    return f'"{found.toponym}" is not known. {reason} Try another spelling or a larger place nearby.'


def say_located(located: Located) -> str:
    """Say in one or two sentences where a name, or a place told by its distance from another, is."""
    if located.expression is None:
        return say_resolution(located.anchors[0])
    reason = f"{located.reason[:1].upper()}{located.reason[1:]}."
    note = f" {located.note[:1].upper()}{located.note[1:]}." if located.note else ""
    if located.status == "resolved":
        told = "is found" if located.relation == "at" else "is a place told by another one"
        return f'"{located.text}" {told}. {reason}{note}'
    return f'"{located.text}" cannot be placed. {reason}{note}'


def say_language(tag: str) -> str:
    """Say a language, given its tag."""
    return _LANGUAGES.get(tag, tag)


def say_published(published: str, basis: str) -> str:
    """Say when a source was published and how that is known."""
    if not published:
        return "undated"
    return f"{say_date(published, published)} ({basis})"


def count(number: int, one: str, many: str) -> str:
    """Say a number of things, for example "1 incident" or "1,204 incidents"."""
    return f"{number:,} {one if number == 1 else many}"


def say_shown(window: tuple[date, date] | None, shown: Shown) -> str:
    """Say the time window and what the filters show and hide, ready for Markdown."""
    days = say_window(window)
    return plain(f"{days[:1].upper()}{days[1:]}. {shown.sentence()}.")


def what_to_loosen(shown: Shown) -> str:
    """Say in one sentence how an empty result gets rows again."""
    if not shown.hidden:
        return "The data folder holds no incidents."
    strongest = sorted(shown.hidden, key=lambda criterion: -shown.hidden[criterion])
    return f"No incident fits all choices. To see more, {', or '.join(_LOOSEN[criterion] for criterion in strongest)}."
