"""How well the reader finds and places toponyms, on public corpora of English news.

Usage::

    python tests/benchmarks/corpora.py FOLDER [--misses]

FOLDER holds the corpora as they are published: LGL, TR-News, GeoVirus and GeoWebNews as XML, with `article`, `text` and
`toponym` (or `location`) with its characters and coordinates. They cannot be shipped here. For each file one line is
printed: toponyms with coordinates, the share that was found at all, the share that was found and placed within 161 km
(100 miles), the share of our places that are toponyms of the corpus and within 161 km of it, documents a second.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2]))

from gazetteer import open_gazetteer
from gazetteer.candidates import distance_km
from gazetteer.geoparse.reading import Role
from gazetteer.geoparse.sentences import sentences
from gazetteer.geoparse.toponyms import find_toponyms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer import Gazetteer
    from gazetteer.geoparse.reading import Mention

REACH_KM = 161.0


@dataclass(frozen=True, slots=True)
class Gold:
    """One toponym as the corpus has it; without a point it only counts for precision."""

    start: int
    end: int
    text: str
    point: tuple[float, float] | None


@dataclass(slots=True)
class Tally:
    """What was counted over a corpus."""

    documents: int = 0
    placed: int = 0
    found: int = 0
    near: int = 0
    exact: int = 0
    given: int = 0
    right: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        """Return the figures of a corpus."""
        return (
            f"{self.documents:4} documents, {self.placed:5} toponyms with a point: "
            f"found {_share(self.found, self.placed)}, found and within 161 km {_share(self.near, self.placed)} "
            f"(same characters {_share(self.exact, self.placed)}); "
            f"precision {_share(self.right, self.given)} of {self.given}; "
            f"{self.documents / self.seconds if self.seconds else 0:,.0f} documents/s"
        )


def articles(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Give the text and the toponyms of each article of a corpus."""
    for article in ET.parse(path).getroot().iter("article"):  # noqa: S314 (a file of the person who runs this)
        text = article.findtext("text") or ""
        yield (
            text,
            [gold for kind in ("toponym", "location") for node in article.iter(kind) if (gold := _gold(node, text))],
        )


def _gold(node: ET.Element, text: str) -> Gold | None:
    values = {child.tag: (child.text or "").strip() for child in node.iter()}
    phrase = values.get("phrase") or values.get("extractedName") or values.get("name") or ""
    if not values.get("start") or not phrase:
        return None
    start = int(values["start"])
    # GeoVirus counts from one
    start = next((at for at in (start, start - 1, start + 1) if text[at : at + len(phrase)] == phrase), start)
    latitude, longitude = values.get("lat") or values.get("latitude"), values.get("lon") or values.get("longitude")
    point = (float(latitude), float(longitude)) if latitude and longitude else None
    return Gold(start, start + len(phrase), phrase, point)


def measure(path: Path, gazetteer: Gazetteer, *, misses: bool) -> Tally:
    """Read every article of a corpus and count."""
    tally = Tally()
    for text, golds in articles(path):
        begun = time.perf_counter()
        mentions, _ = find_toponyms(text, gazetteer, sentences(text))
        tally.seconds += time.perf_counter() - begun
        tally.documents += 1
        _count(tally, golds, mentions, misses=misses)
    return tally


def _count(tally: Tally, golds: Sequence[Gold], mentions: Sequence[Mention], *, misses: bool) -> None:
    for gold in golds:
        if gold.point is None:
            continue
        tally.placed += 1
        mention = next((one for one in mentions if _overlap(gold, one)), None)
        near = mention is not None and _is_near(gold, mention)
        tally.found += mention is not None
        tally.near += near
        tally.exact += near and mention is not None and (mention.span.start, mention.span.end) == (gold.start, gold.end)
        if misses and not near:
            _say(f"   missed {gold.text!r} {gold.point}: {_told(mention)}")
    for mention in mentions:
        if mention.role is Role.PEOPLE or mention.resolution.best is None:
            continue
        gold_here = next((gold for gold in golds if _overlap(gold, mention)), None)
        right = gold_here is not None and (gold_here.point is None or _is_near(gold_here, mention))
        tally.given += 1
        tally.right += right
        if misses and gold_here is None:
            _say(f"   not in the corpus: {_told(mention)}")


def _overlap(gold: Gold, mention: Mention) -> bool:
    return gold.start < mention.span.end and mention.span.start < gold.end


def _is_near(gold: Gold, mention: Mention) -> bool:
    place = mention.resolution.best
    return bool(place and gold.point and distance_km(gold.point, (place.latitude, place.longitude)) <= REACH_KM)


def _told(mention: Mention | None) -> str:
    if mention is None:
        return "not found"
    best = mention.resolution.best
    return f"{mention.span.text!r} {best.id if best else mention.resolution.status}: {mention.resolution.reason[:110]}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def main(arguments: Sequence[str]) -> int:
    """Measure every XML file of a folder."""
    if not arguments or not (folder := Path(arguments[0])).is_dir():
        _say(__doc__ or "")
        return 2
    gazetteer = open_gazetteer()
    for path in sorted(folder.glob("*.xml")):
        _say(f"{path.stem}: {measure(path, gazetteer, misses='--misses' in arguments).line()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
