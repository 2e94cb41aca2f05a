"""What relative words look like: the patterns that `gazetteer.wording.expressions` reads, and nothing else.

Each lead is the key of its reader, letters of which one must be in the text (so that most patterns need not be tried),
and a pattern. Of several that fit a text the one that begins first counts; where two begin at the same letter, the one
that stands first here. All are matched without regard to case, on one line.
"""

from __future__ import annotations

import re

from gazetteer.wording.quantities import CONVERSION, LENGTH, TIME, UNIT

WINDS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
_WIND = (
    r"(?:(?:north|south|east|west)(?:[\s-]?(?:north|south|east|west)){0,2}(?:ern(?:most)?|erly|wards?)?|"
    r"(?-i:[NSEW]\.?(?:[NSEW]\.?){0,2})(?!\w))"
)
WIND_ENDING = re.compile(r"ern(?:most)?$|erly$|wards?$")
#: words before a direction: how far the place then is, as a share of the usual
DUE = {"due": 1.0, "directly": 1.0, "straight": 1.0, "exactly": 1.0, "immediately": 0.5, "right": 0.5, "just": 0.5,
       "slightly": 0.5, "a little": 0.5, "further": 1.5, "well": 1.5, "far": 1.5}  # fmt: skip
EXACTLY = frozenset({"due", "directly", "straight", "exactly"})
_DUE = "|".join(DUE).replace(" ", r"\s+")
_TURNED = (
    rf"(?:(?:to|in|on|towards?)\s+(?:the|a)\s+)?(?:(?P<due>{_DUE})\s+)?(?P<wind>{_WIND}|[nsew]{{1,3}}\b)"
    r"(?:\s+(?:direction|side))?\s+(?:of|from)\s+"
)
_FROM = (
    r"(?:(?P<radius>[\s-]*radius\s+(?:of|around|from))|(?P<inside>inside|into)|(?P<of>of)|"
    r"(?P<way>down|up|along)(?=\s+the\b)|"
    r"(?:from|outside(?:\s+of)?|off|out\s+of|beyond|past|before|short\s+of|(?:down|up)(?:stream|river)\s+(?:of|from)))\s+"
)
_AWAY = (
    r"[,\s-]*(?:(?:by\s+(?:road|car|rail|air)|as\s+the\s+crow\s+flies|drive|ride|walk|hike)\b[,\s]*)?"
    r"(?:(?:further\s+)?away\b[,\s]*)?"
)
_ANCHOR = r"(?:(?:the\s+)?(?:city\s+|town\s+)?(?:centre|center|middle|heart)\s+of\s+|downtown\s+)?(?P<anchor>.+)"
_AFTER = rf"{_AWAY}(?:{_TURNED}|{_FROM}){_ANCHOR}"

_ROADS = r"(?:road|highway|motorway|freeway|expressway|railway|railroad|rail\s+line|route)"
_ROAD_KINDS = r"(?:\b(?:main|old|new|busy|regional|mountain|dirt|local|major|international|narrow|key|supply)\s+){0,3}"
_ON = r"(?:\b(?:on|along|off|at|down|up|by)\s+)"
_ROAD = rf"{_ON}?(?:\b(?:the|a)\s+)?{_ROAD_KINDS}(?:\b{_ROADS}|\bway|\ben\s+route)"
#: "Zubin Potok-Mitrovica", "Peja to Klina" at the beginning of a text
_PAIR = r"(?!(?:just|off|beside|near|next|close|outside)\b)(?:[^\s,;]+\s)?[^\s,;]+?(?:\s?[-–—/]|\s+to\s)"
_LEADING = r"(?:\s+(?:that\s+|which\s+)?(?:leading|leads|running|runs|going|goes|heading))?"
_BORDERS = r"(?:border|boundary|frontier|demarcation\s+line)"
_BY_BORDER = r"(?:\b(?:on|along|at|near|from|to)\s+)"
_EDGES = r"(?:outskirts?|edges?|fringes?|periphery|suburbs?|margins?|environs|entrance|approaches|limits)"
_HALFWAY = r"\b(?:half-?\s?way|mid-?\s?way|equidistant)"
#: what "near" means, as a share of the usual: pattern -> closeness
NEAR = {
    (
        r"next\s+to|beside|alongside|by(?=\s+the\b)|adjacent\s+to|right\s+by|opposite|in\s+front\s+of|behind|"
        r"(?:directly\s+)?across\s+from|(?:just\s+)?a\s+stone's\s+throw\s+(?:away\s+)?from"
    ): 0.5,
    (
        r"near(?:\s+to|by)?|close\s+(?:to|by)|in\s+the\s+(?:immediate|close)\s+(?:vicinity|proximity)\s+of|"
        r"within\s+(?:walking\s+distance|sight|earshot|range)\s+of|bordering|"
        r"on\s+the\s+(?!far|other|opposite)[\w-]+\s+side\s+of"
    ): 1.0,
    (
        r"around|surrounding|above|below|overlooking|at\s+the\s+foot\s+of|on\s+the\s+(?:slopes|shores?|banks?)\s+of|"
        r"in\s+the\s+(?:general\s+)?(?:vicinity|neighbou?rhood|proximity)\s+of"
    ): 1.5,
    (
        r"not\s+(?:too\s+|very\s+)?far\s+(?:away\s+)?from|(?:down|up)(?:stream|river)\s+(?:of|from)|in\s+the\s+"
        r"(?:(?:wider|general|greater)\s+)?(?:area|surroundings|countryside|hills)\s+(?:of|around|above|near|surrounding)|"
        r"(?:a\s+)?(?:short|quick)\s+(?:drive|walk|ride|distance)\s+(?:away\s+)?from|minutes\s+(?:away\s+)?from"
    ): 2.0,
}  # fmt: skip

#: "the X area", tried where nothing else fits
AREA = re.compile(
    r"^(?:in\s+|around\s+)?(?:the\s+)?(?P<anchor>.+?)\s+(?:area|surroundings|countryside)$", re.IGNORECASE
)
#: "eastern Kosovo", the same
PART_OF = re.compile(
    r"^(?:in\s+|from\s+)?(?P<wind>(?:north|south)[\s-]?(?:east|west)(?:ern)?|(?:north|south|east|west)ern)\s+(?P<anchor>\S.*)$",
    re.IGNORECASE,
)
#: what may follow an anchor: "... on the road to B", "... towards B"
TRAIL = re.compile(
    rf",?\s+{_ON}(?:the\s+)?(?:[\w-]+\s+){{0,2}}(?:{_ROADS}|way){_LEADING}\s+(?:to|towards?|into|from)\s+(?P<road>.+)$|"
    r",?\s+(?:towards?|in\s+the\s+direction\s+of|heading\s+(?:to|for))\s+(?P<course>.+)$|"
    rf",?\s+{_ON}(?:the|a)\s+.*\b{_ROADS}\b.*$",
    re.IGNORECASE,
)
NEGATIVE = re.compile(rf"(?:^|\s)[-−](?=\d[\d.,]*\s?{UNIT})", re.IGNORECASE)

_LENGTHS = ("m", "klick", "yard", "yd", "f")
_TIMES = ("hour", "hr", "min")
_UNITS = ("kilomet", "miles", "met", "yards")
_SIDES = ("across", "over", "side", "bank")
_LINES = ("border", "boundary", "frontier", "demarcation")
_WAYS = ("road", "way", "rail", "route")
_RIMS = ("outskirt", "edge", "fringe", "periphery", "suburb", "margin", "environs", "entrance", "approaches", "limits",
         "side", "bank")  # fmt: skip
_NEARBY = ("near", "clos", "next", "side", "along", "by", "adjacent", "opposite", "front", "behind", "across", "stone",
           "vicinity", "proximity", "within", "border", "around", "surround", "above", "below", "overlook", "foot",
           "slope", "shore", "bank", "neighb", "far", "stream", "river", "area", "country", "hill", "short", "quick",
           "minute")  # fmt: skip

LEADS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("length", _LENGTHS, rf"{LENGTH}{CONVERSION}{_AFTER}"),
    ("time", _TIMES, rf"{TIME}{_AFTER}"),
    ("no number", _UNITS, rf"\b(?P<unit>kilomet(?:er|re)s|miles|met(?:er|re)s|yards)\b{_AFTER}"),
    ("across", _SIDES, (
        r"(?:\bjust\s+)?\b(?:across|over|on\s+the\s+(?:other|opposite|far)\s+(?:side|bank)\s+of)\s+(?:the\s+)?"
        rf"(?P<what>[^,;]+?)\s+from\s+{_ANCHOR}"
    )),
    ("border", _LINES, (
        rf"(?<!['\w]){_BY_BORDER}?(?:\bthe\s+)?(?:[\w-]+\s+){{0,2}}?\b{_BORDERS}(?:\s+line)?\s+(?:between|with|to|from)\s+"
        r"[^,;]+(?P<after>.*)"
    )),
    ("border", _LINES, (
        rf"{_BY_BORDER}?\bthe\s+(?:[^\s,;]+\s+){{0,3}}?{_BORDERS}(?:\s+(?:line|area|zone))?(?P<after>$|,.*)"
    )),
    ("between", ("between", "way"), (
        rf"(?:\b(?:about|roughly|approximately)\s+)?(?P<halfway>{_HALFWAY}\s+)?(?:\bin\s+)?\bbetween\s+(?P<rest>.+)"
    )),
    ("between", ("way", "equi"), rf"(?P<halfway>{_HALFWAY})\s+from\s+(?P<rest>.+)"),
    ("halfway", ("way",), rf"{_HALFWAY}\s+(?P<rest>(?:along|down|up|on)\s+.+)"),
    ("road", _WAYS, (
        rf"{_ROAD}(?:\s+(?:that\s+|which\s+)?(?:links?|linking|connects?|connecting|joins?|joining|between)|"
        rf"{_LEADING}\s+(?:from|out\s+of|between))\s+(?P<rest>.+)"
    )),
    ("road to", _WAYS, rf"{_ROAD}{_LEADING}\s+(?:to|towards?|into|for|in\s+the\s+direction\s+of)\s+(?P<rest>.+)"),
    ("road pair", _WAYS, (
        rf"(?:{_ON}(?:the\s+|a\s+)?|\b(?:the|a)\s+|^(?={_PAIR})){_ROAD_KINDS}(?P<rest>(?:[^\s,;]+\s+){{0,6}}?[^\s,;]+)\s+"
        rf"{_ROAD_KINDS}{_ROADS}\b(?P<after>.*)"
    )),
    ("way", ("from",), r"\bfrom\s+(?P<rest>[^,;]+?\s+(?:to|towards?)\s+.+)"),
    ("outskirts", _RIMS, (
        r"(?:\b(?:in|on|at|from|near|around)\s+)?(?:\b(?:the|an?)\s+)?(?:\bvery\s+)?"
        rf"\b(?:(?P<wind>{_WIND})\s+(?:side|bank|{_EDGES})|{_EDGES})\s+(?:of|to|into)\s+{_ANCHOR}"
    )),
    ("outskirts", _RIMS, (
        r"(?:^|\b(?:in|on|at|from)\s+)(?P<anchor>[^,;]+?)'s?\s+"
        rf"(?:(?P<wind>{_WIND})\s+(?:side|{_EDGES})|{_EDGES})\b"
    )),
    ("outside", ("outside",), r"(?P<just>\b(?:just|right|immediately)\s+)?\boutside\s+(?:of\s+)?(?P<anchor>.+)"),
    ("part", ("the",), (
        rf"(?:\b(?:in|on|at|from|into)\s+)?\bthe\s+(?:far\s+|extreme\s+)?(?P<wind>{_WIND})"
        rf"(?:\s+(?:parts?|half|corner|end|area|region|tip))?\s+of\s+{_ANCHOR}"
    )),
    ("direction", (" of ", " from "), (
        rf"(?:\bto\s+the\s+)?(?:\b(?P<due>{_DUE})\s+)?\b(?P<wind>{_WIND})\s+(?:of|from)\s+{_ANCHOR}"
    )),
    ("near", _NEARBY, rf"(?:\b(?:very|quite|just|somewhere|right)\s+)?\b(?P<near>{'|'.join(NEAR)})\s+{_ANCHOR}"),
)  # fmt: skip
