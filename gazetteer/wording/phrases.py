"""The words around relative expressions: which name stands before them, and in how many ways a name may be read."""

from __future__ import annotations

import re

MOST_SPLITS = 4
_SUBJECT_PASSES = 8
_BLANKS = re.compile(r"\s+")
_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u200b": " "})
_EDGE = " \t\"'.,;:()[]{}–—-"

_THINGS = (
    r"villages?|towns?|city|cities|hamlets?|settlements?|places?|points?|spots?|areas?|suburbs?|locations?|sites?|"
    r"checkpoints?|roadblocks?|barricades?|roads?|bridges?|forests?|woods?|woodland|hills?|fields?|houses?|bases?|camps?|"
    r"monaster(?:y|ies)|church(?:es)?|posts?|crossings?|regions?|valleys?|mountains?|communit(?:y|ies)|enclaves?|"
    r"municipalit(?:y|ies)|quarters?|districts?|neighbou?rhoods?|people|capital"
)
_ADJECTIVE = r"(?:(?-i:[a-z][\w'-]*|[A-Z]\w*-[a-z]+)|Serb(?:ian)?|Albanian|Roma|Turkish|Bosniak)"
#: what may stand between a name and the words that place it
_FILLER = re.compile(
    r"(?:^|[\s,;:(\[–—-]+)(?:which|that|is|are|was|were|be|been|lies?|lying|lay|located|situated|stands?|standing|stood|"
    r"sits?|sitting|found|set|somewhere|in|at|on|from|to|of|and|just|"
    r"at\s+(?:a|the)\s+(?:point|place|spot|location|distance(?:\s+of)?)|"
    rf"(?:an?|the|another|one|some|several|its|their)\s+(?:{_ADJECTIVE},?\s+){{0,3}}(?:{_THINGS}))$",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"(?:^|[,;:]\s*|\b(?:in|at|of|to|from|near|around|outside|the|an?)\s+)$", re.IGNORECASE)
_BUILDINGS = (
    r"hall|school|church|monastery|building|station|bridge|crossing|checkpoint|base|camp|hospital|court|courthouse|"
    r"prison|centre|center|square|mosque|cemetery|post|barracks|headquarters|offices?|house|hotel|market|plant|mine|dam|"
    r"airport|gate|barricade|roadblock|village|town|city|hamlet|settlement|municipality|suburb|quarter"
)
_SPOT = re.compile(rf"\b(?:{_BUILDINGS})\s+(?:in|at|of|near)\s+(?=\S)", re.IGNORECASE)
_SPOT_AT = re.compile(
    r"^(?:the\s+)?(?:border\s+)?(?P<what>border|crossing|checkpoint|bridge|monastery|lake|airport|dam)(?:\s+point)?\s+"
    r"(?:at|of|in|near)\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_BORDER_CROSSING = re.compile(r"\bborder[\s-]+(crossing|checkpoint)(?:\s+point)?\b", re.IGNORECASE)
_KINDS_AFTER = frozenset({
    "airport", "base", "bridge", "camp", "church", "checkpoint", "crossing", "dam", "lake", "monastery", "mountain",
    "municipality", "pass", "river", "road", "station", "valley", "village",
})  # fmt: skip
#: an article before a common noun; "The Hague" and "the Jarinje crossing" keep theirs
_ARTICLE = re.compile(r"^[Tt]he\s+(?=[a-z])")
_CUT = re.compile(r"[,;:]\s|\s[(\[–—-]|\s(?:that|which|who|where)\s")
_DETERMINERS = frozenset({"a", "an", "his", "its", "that", "the", "their", "this"})
_INSIDE = re.compile(r"^(?:deep\s+)?(?:inside|within|throughout|all\s+over|across|somewhere\s+in)\s+", re.IGNORECASE)
_JOINTS = frozenset({"i", "e", "të", "së", "de", "la", "of", "the"})
_CAPITAL = re.compile(
    r"^(?:the\s+)?(?:(?P<owner>.+?)(?:'s?)?\s+)?capital(?:\s+city)?(?:\s+of\s+(?P<country>[^,]+?))?"
    r"(?:,?\s+(?P<name>(?-i:\W?[A-ZÀ-ÖØ-ÞĀ-ŽЀ-Я]).*))?$",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"^(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:villages|towns|cities|municipalities|settlements|communities|crossings)\s+"
    r"(?:of|at)\s+",
    re.IGNORECASE,
)
_AND = re.compile(r",?\s+and\s+", re.IGNORECASE)
_TO = re.compile(r"\s+(?:to|towards?|into|and|with)\s+|\s*[-–—/]\s*", re.IGNORECASE)


def tidy(text: str) -> str:
    """Put quotation marks and blanks into one form."""
    return _BLANKS.sub(" ", text.translate(_MARKS)).strip(" \t\"'.,;:")


def subject_of(before: str) -> str:
    """Return what stands before relative words without the filling in between; "" if that is no name."""
    subject = before
    for _ in range(_SUBJECT_PASSES):
        shorter = _FILLER.sub("", subject.rstrip(_EDGE)).rstrip(_EDGE)
        if shorter == subject:
            break
        subject = shorter
    if subject.endswith(("'s", "'")):
        return ""
    subject = subject.strip(_EDGE)
    return f"{subject})" if "(" in subject and ")" not in subject else subject


def last_name(text: str) -> str:
    """Return the name a text ends with: capitalised words that make up all of it or follow a preposition or comma."""
    words = text.split()
    start = len(words)
    if start > 1 and words[-1] in _KINDS_AFTER:
        start -= 1
    while start and (
        words[start - 1].lstrip(_EDGE)[:1].isupper() or (words[start - 1] in _JOINTS and start < len(words))
    ):
        start -= 1
    while start < len(words) and words[start].lower() in _JOINTS | _DETERMINERS:
        start += 1
    before = " ".join(words[:start])
    return " ".join(words[start:]).strip(" ,.;:") if _IN_WORDS.search(f"{before} " if before else "") else ""


def name_readings(text: str) -> list[str]:
    """Return the ways in which the words after a relative expression may be a name, likeliest first.

    A news sentence goes on after the name ("north of Pristina, police said"): the later readings cut it off.
    """
    if text.isalpha():
        return [text]
    whole = _ARTICLE.sub("", _PLURAL.sub("", text.strip(_EDGE.replace("(", "").replace(")", ""))))
    head, *tail = _CUT.split(whole, maxsplit=1)
    goes_on = any(word[0].islower() and word not in _JOINTS | _KINDS_AFTER for word in " ".join(tail).split())
    readings = [head, whole] if goes_on else [whole]
    readings += [*other_readings(whole), head, _first_name(whole)]
    return [reading for reading in dict.fromkeys(one.strip() for one in readings) if reading.strip(_EDGE)]


def other_readings(text: str) -> list[str]:
    """Return other ways to name a place: "the border crossing at Jarinje" is "Jarinje crossing"."""
    spot = _SPOT_AT.match(text)
    shorter = _INSIDE.sub("", _BORDER_CROSSING.sub(r"\1", text))
    what = spot["what"].replace("border", "crossing") if spot else ""
    return [*([f"{spot['name']} {what}"] if spot else []), *([shorter] if shorter != text else [])]


def home_of(text: str) -> str:
    """Return the name in "the city hall in Zvečan" that says where a building is; "" if there is none."""
    building = _SPOT.search(text)
    return _first_name(text[building.end() :]) if building else ""


def is_common(text: str) -> bool:
    """Tell whether words are a common noun ("the law"), not a name in small letters."""
    first, _, rest = text.partition(" ")
    return first.lower() in _DETERMINERS and bool(rest) and not any(letter.isupper() for letter in rest)


def capital_of(text: str) -> tuple[str, str] | None:
    """Read "the capital, Pristina", "Kosovo's capital", "the capital of Kosovo".

    Returns
    -------
    tuple of str
        The name of the capital and that of the country, each "" if it is not given; None if no capital is spoken of.
    """
    found = _CAPITAL.match(text.strip(_EDGE)) if "capital" in text.lower() else None
    if not found:
        return None
    return (found["name"] or "").strip(_EDGE), (found["country"] or found["owner"] or "").strip(_EDGE)


def split_and(text: str) -> tuple[tuple[str, ...], ...]:
    """Return every way to read "A and B" or "A, B and C" as names, likeliest first."""
    text = _PLURAL.sub("", text)
    pairs = [pair for pair in _pairs(_AND, text) if all(pair)]
    head, _, last = text.rpartition(" and ")
    listed = tuple(filter(None, (part.strip(_EDGE) for part in (*head.split(","), last))))
    splits = [listed, *pairs] if head and "," in head.strip(_EDGE) else pairs
    return tuple(dict.fromkeys(splits))[:MOST_SPLITS]


def split_to(text: str) -> tuple[tuple[str, ...], ...]:
    """Return every way to read "A to B", "A and B" or "A-B" as two names; words count before dashes."""
    pairs = [pair for pair in _pairs(_TO, text) if all(pair)]
    return tuple(dict.fromkeys(pairs))[:MOST_SPLITS]


def _pairs(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    cuts = sorted(pattern.finditer(text), key=lambda cut: not cut.group().strip(" ,").isalpha())
    return [(text[: cut.start()].strip(_EDGE), text[cut.end() :].strip(_EDGE)) for cut in cuts]


def _first_name(text: str) -> str:
    """Return the capitalised words a text begins with, and a word that says what they name ("Jarinje crossing")."""
    words = text.split()
    start = 1 if words and words[0].lower() == "the" else 0
    end = start
    for place, word in enumerate(words[start:], start=start):
        if word[0].isupper() or word[0].isdigit():
            end = place + 1
        elif word not in _JOINTS:
            end += 1 if end == place > start and word.strip(_EDGE) in _KINDS_AFTER else 0
            break
        if word[-1] in ",;:":
            break
    return " ".join(words[start:end]).strip(_EDGE)
