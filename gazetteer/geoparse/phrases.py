"""What a number counts: the noun phrase behind it and the kind of its head word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gazetteer.geoparse.numbers import NUMBER, find_numbers
from gazetteer.geoparse.wordset import listed, word_set

if TYPE_CHECKING:
    from gazetteer.geoparse.numbers import Number
    from gazetteer.geoparse.reading import Span

Kind = Literal[
    "person", "troops", "police", "home", "religious", "vehicle", "death", "injury", "arrest", "none", "other", "unit"
]

_HEADS: dict[str, Kind] = {}
for _head, _words in {
    "person": "people persons person civilian civilians man men woman women child children boy boys girl girls youth "
    "youths teenager teenagers student students pupils protester protesters demonstrator demonstrators "
    "marchers rioters "
    "attacker attackers gunman gunmen assailant assailants suspect suspects victim victims worker workers "
    "farmer farmers "
    "resident residents villager villagers inhabitants refugee refugees migrants passenger passengers driver drivers "
    "journalist journalists reporter reporters monk monks nun nuns priest priests family families relatives members "
    "member officials official militants militant rebels rebel fighters fighter snipers sniper believers pilgrims "
    "supporters fans voters detainees prisoners inmates hostages hostage citizens minors returnees brothers sisters "
    "pedestrian pedestrians bystander bystanders mourners shepherd miners miner teacher teachers staff individuals "
    "elderly serb serbs albanian albanians roma others",
    "troops": "troops troop soldier soldiers peacekeepers peacekeeper reinforcements personnel carabinieri servicemen "
    "serviceman servicemembers marines paratroopers gendarmes gendarme guardsmen reservists commandos conscripts "
    "servicewomen infantrymen engineers airmen sailors medics sappers",
    "police": "police policeman policemen policewoman policewomen officer officers constables",
    "home": "house houses home homes apartments flats buildings dwellings properties shops",
    "religious": "church churches monastery monasteries mosque mosques shrines cathedral cathedrals chapels",
    "vehicle": "vehicle vehicles car cars truck trucks lorries lorry bus buses jeeps",
    "death": "deaths fatalities dead",
    "injury": "injuries injured wounded",
    "arrest": "arrests",
    "unit": "metre metres meter meters kilometre kilometres kilometer kilometers km mile miles hour hours "
    "minute minutes "
    "second seconds day days week weeks month months year years percent per euro euros dollar dollars pounds degrees "
    "times points votes seats points mandates countries states nations nationalities municipalities towns villages "
    "village town settlement city community force neighbourhood feet hectares tonnes tons litres kilos "
    "kilograms kg decades centuries generations others' party parties side sides",
}.items():
    for _word in _words.split():
        _HEADS[_word] = _head  # type: ignore[assignment]

_STOP = word_set(
    "were was is are be been being has have had who that which whom whose to in on at from with by for into "
    "near after "
    "before during when while as since until over under including among between against outside inside around across "
    "said would will could may might must can also still already not but so then than later died fled arrived marched "
    "gathered protested rallied took left lost sustained suffered killed injured wounded hurt arrested detained shot "
    "burned burnt torched sent deployed stayed remain remained live lived came went joined clashed attacked attended "
    "blocked stormed threw received returned withdrew because if out up off down per reported demonstrated"
)
_PRE = word_set("more additional extra further other the of these them those all new its their his her such as many")
_TOKEN = re.compile(r"[ \u00a0]+(?:\(?(?P<word>[^\W\d_](?:[^\W_]|['’.-](?=\w))*))(?P<end>[\"”')]*[,.;:!?)]?)")
_JOIN = frozenset({"and", "or"})
_ADJECTIVES = frozenset({"serb", "albanian", "roma", "student", "family", "police", "refugee"})
_STATES = frozenset({"dead", "injured", "wounded"})
#: a plural that is not in the lists
_OTHER = re.compile(r" (?:[a-z-]+ )?(?P<noun>[a-z]{3,}[^\Ws]s)\b")
_MOST_WORDS = 8
_NAME_PLURAL = re.compile(r"[A-ZČĆŠŽĐ][\w-]+(?:ans|ians|ards|rs|bs|ts|es|ns)$")
_ONE = "|".join(
    listed(
        "person civilian man woman child boy girl youth teenager student protester demonstrator attacker gunman "
        "assailant suspect worker farmer resident villager refugee passenger driver journalist monk nun priest "
        "official militant rebel fighter sniper hostage pedestrian bystander miner teacher soldier peacekeeper "
        "serviceman shepherd "
        "gendarme policeman policewoman officer Serb Albanian pensioner lieutenant sergeant toddler baby"
    )
)
_SECOND = (
    r" and (?:(?:an? |another )?(?:[\w’'-]+ ){0,2}?)"
    r"(?:man|woman|boy|girl|soldier|officer|policeman|civilian|teenager|child)\b"
)
_SINGLE = re.compile(
    r"\b(?P<article>[Aa]n|[Aa]|[Aa]nother|[Tt]he)(?= )(?: (?!and\b|of\b|in\b|to\b)[\w’'-]+){0,3}? "
    rf"(?P<head>{_ONE})\b(?! (?:said|told|spokes|shop|school))(?P<second>{_SECOND})?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts.

    `start` and `end` run from the number to the last word of what is counted; `kind` is "none" where the number stands
    alone ("six were injured", "Spain an extra 40").
    """

    number: Number
    start: int
    end: int
    whom: str
    kind: Kind
    singular: bool = False


def quantities(text: str, sentence: Span) -> list[Quantity]:
    """Return the numbers of a sentence that count something, in order."""
    found = []
    for number in find_numbers(text, sentence.start, sentence.end):
        end, whom, kind = _counted(text, number.end, sentence.end)
        unit = _UNIT_OF.search(text, max(sentence.start, number.start - 24), number.start) if kind == "none" else None
        if unit:
            end, whom, kind = number.end, unit["unit"], "troops"
        if kind != "unit" and not (kind == "none" and not whom and _is_no_count(text, number, sentence)):
            found.append(Quantity(number, number.start, end, whom, kind))
    return found


def singles(text: str, sentence: Span) -> list[tuple[re.Match[str], Kind]]:
    """Return phrases like "a sniper" or "another young man", with the kind of their head word."""
    return [
        (match, _HEADS.get(match["head"].lower(), "person"))
        for match in _SINGLE.finditer(text, sentence.start, sentence.end)
    ]


def burned_kind(words: str) -> Kind:
    """Return what is meant by a number that stands for a noun told just before ("houses were looted and 15 burned")."""
    kinds = [_HEADS.get(word.lower(), "none") for word in re.findall(r"[A-Za-z]+", words)]
    return next((kind for kind in reversed(kinds) if kind in {"home", "religious", "vehicle"}), "none")


def _counted(text: str, start: int, stop: int) -> tuple[int, str, Kind]:
    """Return where the counted phrase ends, its words, and the kind of its head."""
    position = head_end = start
    kind: Kind = "none"
    first: int | None = None
    joined = False
    for _ in range(_MOST_WORDS):
        match = _TOKEN.match(text, position, stop)
        if match is None or _breaks_off(text, match, stop, kind):
            break
        lowered = match["word"].lower()
        if lowered in _JOIN:
            joined = kind != "none"
        elif first is None and lowered not in _PRE:
            first = match.start("word")
        this = _kind(text, match, stop) if kind == "none" or lowered not in _STATES else None
        if this:
            kind = this if not joined or kind in {"person", "unit"} or this == "troops" else kind
            head_end, joined = match.end("word"), False
        position = match.end("word")
        if match["end"] or (kind != "none" and not joined and not _extends(text, match.end(), stop)):
            break
    if kind == "none":
        adjectives = text[first:position].strip() if first and _followed_by_number(text, position, stop) else ""
        if adjectives:
            return position, adjectives, "none"
        noun = _OTHER.match(text, start, stop)
        if noun and noun["noun"] not in _STOP and noun["noun"] not in _PRE:
            return noun.end("noun"), noun.group().strip(), "other"
        return start, "", "none"
    return head_end, text[first or start : head_end].strip(), kind


def _breaks_off(text: str, match: re.Match[str], stop: int, kind: Kind) -> bool:
    """Tell whether a word no longer belongs to what is counted."""
    lowered = match["word"].lower()
    if lowered in {"a", "an", "another"}:
        return True
    if lowered in _JOIN:
        leads_on = kind == "none" or _goes_on(text, match.end(), stop, kind)
        return not leads_on or NUMBER.match(text, match.end() + 1, stop) is not None
    return lowered in _STOP or (lowered.endswith("ed") and kind != "none")


def _kind(text: str, match: re.Match[str], stop: int) -> Kind | None:
    """Return the kind of a head word; None for a word that is none, or only describes the next one ("Serb village")."""
    word = match["word"]
    if word.lower() in _ADJECTIVES and _noun_follows(text, match.end(), stop):
        return None
    return _HEADS.get(word.lower()) or ("person" if _NAME_PLURAL.match(word) and word[-2:] != "us" else None)


def _noun_follows(text: str, position: int, stop: int) -> bool:
    """Tell whether a small word follows that may be a noun."""
    match = _TOKEN.match(text, position, stop)
    return match is not None and match["word"].islower() and match["word"] not in _STOP | _JOIN


def _extends(text: str, position: int, stop: int) -> bool:
    """Tell whether another head follows at once ("police officers", "KFOR soldiers")."""
    match = _TOKEN.match(text, position, stop)
    return match is not None and (match["word"].lower() in _HEADS or match["word"].lower() in _JOIN)


def _goes_on(text: str, position: int, stop: int, kind: Kind) -> bool:
    """Tell whether "and" leads on to a second head under the same number ("guards and army drivers")."""
    for _ in range(2):
        match = _TOKEN.match(text, position, stop)
        if match is None or match["word"].lower() in _STOP or match["word"].lower() in {"a", "an", "the", "another"}:
            return False
        if NUMBER.match(text, position + 1, stop):
            return False
        this = _HEADS.get(match["word"].lower())
        if this:
            return this == kind or {this, kind} <= {"person", "troops", "police"}
        if match["end"]:
            return False
        position = match.end("word")
    return False


def _followed_by_number(text: str, position: int, stop: int) -> bool:
    return bool(re.compile(r" (?:and|or) (?=\S)").match(text, position, stop)) and bool(
        NUMBER.match(text, position + 5, stop) or NUMBER.match(text, position + 4, stop)
    )


_BEFORE_NO_COUNT = re.compile(
    r"(?:\baged?|\bages|resolution|\b[Nn]o\.?|article|law|chapter|page|\bat|[$€£§#]|\baged \d+ and|January|"
    r"February|March|April|May|"
    r"June|July|August|September|October|November|December|\b[A-Z][a-z]{2}\.?|\bby|\bNumber|\broad|Highway|\bM|\bpar\.|"
    r"between [\w ]{0,12})\s*$"
)
_AFTER_NO_COUNT = re.compile(
    r"\s*(?:January|February|March|April|May|June|July|August|September|October|November|December|a\.m|p\.m|"
    r"o'clock|percent|"
    r"per cent|%|km|years? old)"
)
_ALONE = re.compile(
    r"(?:\s+(?:of (?:them|whom|these|those)\b|were|was|are|had|have|has|others?\b|in\b|on\b|to\b|from\b|"
    r"and\b|dead\b|died\b|"
    r"injured\b|wounded\b|killed\b|arrested\b|more\b|seriously\b|critically\b|slightly\b|lightly\b|"
    r"severely\b|fled\b|hurt\b|missing\b|across\b|throughout\b|so far\b|since\b))"
    r"|\s*(?:[.,;)]|$)"
)
_UNIT_OF = re.compile(r"\b(?P<unit>battalion|company|contingent|unit|regiment|brigade|detachment) of $", re.IGNORECASE)
_LOWEST_YEAR, _HIGHEST_YEAR = 1800, 2099


def _is_no_count(text: str, number: Number, sentence: Span) -> bool:
    """Tell a number that stands alone and counts nobody: a year, an age, the number of a resolution."""
    before = text[max(sentence.start, number.start - 24) : number.start]
    plain = text[number.start : number.end].isdigit()
    if plain and before.rstrip().endswith(",") and text[number.end : number.end + 1] == ",":
        return True  # "the driver, 54, said"
    if plain and _LOWEST_YEAR <= int(text[number.start : number.end]) <= _HIGHEST_YEAR:
        return True
    if _BEFORE_NO_COUNT.search(before) or _AFTER_NO_COUNT.match(text, number.end, sentence.end):
        return True
    if text[number.start : number.end].lower() in {"one", "both", "zero", "a few", "many", "several"}:
        return not re.compile(r"\s+(?:of (?:them|whom)|was|were)\b").match(text, number.end, sentence.end)
    return not _ALONE.match(text, number.end, sentence.end)
