"""A large selection on the map: what it asks for, what it draws, and what it says while nothing has come."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np
from playwright.sync_api import expect

from geo.engine.drawn import Bin, Cells, Points
from geo.engine.feed import drawn_message
from geo.incident_table import cells_of
from geo.minutes import EPOCH
from tests.browser.visit import Map, Visit, visiting
from tests.framed import Served, days_counted, feed_map, feed_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Frame

SPAN = (date(2020, 1, 1), date(2022, 1, 1))
#: from this zoom on every incident has its symbol
NEAR = 11
INKED = """() => {
    const canvas = document.querySelector(".leaflet-atlas-incidents-pane canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, k) => k % 4 === 3 && value).length;
}"""
CENTRES = [(42.66, 21.16), (42.89, 20.87), (42.21, 20.74)]
DATASETS = [{"title": "First set", "light": "#0072B2", "dark": "#4BA3DB", "notice": "Covers towns only."},
            {"title": "Second set", "light": "#D55E00", "dark": "#F0803C", "notice": ""}]  # fmt: skip


@dataclass
class World:
    """Incidents at three places, one on every second day of two years; and how the server answers just now."""

    keys: dict[str, int] = field(default_factory=lambda: {"all": 1, "few": 10})
    refuses: bool = False
    waits: Event | None = None
    sets: int = 1

    def rows(self, key: str) -> tuple[Any, Any, Any, Any]:
        """Return first days, cells and data sets of a selection."""
        step = 2 * self.keys[key]
        day = np.arange((SPAN[0] - EPOCH).days + 1, (SPAN[1] - EPOCH).days, step, dtype=np.int32)
        place = np.array([CENTRES[k % 3] for k in range(len(day))])
        x, y = cells_of(place[:, 0], place[:, 1])
        return day, x, y, (np.arange(len(day)) % self.sets).astype(np.uint8)

    def feed(self, key: str) -> dict[str, Any]:
        """Return what the map is told of a selection."""
        day = self.rows(key)[0]
        return feed_of(key, days_counted(day, day, unplaced=7))

    def answer(self, key: str, box: tuple[float, ...], zoom: float) -> bytes:
        """Answer with cells by month from afar, with points that can be chosen from near by."""
        if self.waits:
            self.waits.wait(20)
        if self.refuses:
            raise ValueError("The data set was taken away: choose another.")
        day, x, y, sets = self.rows(key)
        if zoom < NEAR:
            said: Points | Cells = _cells(day, x, y, sets)
            return drawn_message(said, (box[0], box[1], box[2], box[3]), zoom)
        zero = np.zeros(len(day), dtype=np.uint8)
        said = Points(sets, np.arange(len(day)), day, day, zero + 2, zero + 1, x, y)
        source = {"title": "Paper", "publisher": "", "url": ""}
        details = [{"id": f"row-{k}", "title": f"Incident {k}", "date": str(EPOCH + timedelta(days=int(one))),
                    "place_name": "Town", "summary": "What happened.", "sources": [source]}
                   for k, one in enumerate(day)]  # fmt: skip
        return drawn_message(said, (box[0], box[1], box[2], box[3]), zoom, details, self.sets)


def _cells(day: Any, x: Any, y: Any, sets: Any) -> Cells:
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    borders = [(month + k).astype("datetime64[D]").astype(np.int32) for k in (0, 1)]
    keys = np.stack([sets, x >> 10, y >> 10, *borders])
    found, n = np.unique(keys, axis=1, return_counts=True)
    return Cells(found[0], found[1], found[2], found[3], found[4], n, level=14, bin=Bin.MONTH)


@dataclass
class Fed:
    """A reader in front of a fed map."""

    visit: Visit
    served: Served
    map: Map
    frame: Frame

    def settled(self) -> Fed:
        """Wait until the view is drawn as it is wanted."""
        self.frame.wait_for_function("() => atlas.feed.settled()")
        self.map.painted()
        return self

    def look(self, latitude: float, longitude: float, zoom: float) -> Fed:
        """Move the map."""
        script = "(to) => { atlas.map.setView(to, to[2], { animate: false }); }"
        self.frame.evaluate(script, [latitude, longitude, zoom])
        self.frame.page.wait_for_timeout(250)  # the rest that the map takes before it asks
        return self

    def spot(self) -> tuple[float, float]:
        """Return where on the page the cell of the first place lies."""
        script = "(at) => { const p = atlas.map.latLngToContainerPoint(at); return [p.x, p.y]; }"
        x, y = self.frame.evaluate(script, CENTRES[0])
        return x + 3, y  # the place lies at the western edge of its cell

    def inked(self) -> int:
        """Count the pixels that the canvas of the incidents shows."""
        return int(self.frame.evaluate(INKED))

    def choose(self, feed: dict[str, Any]) -> None:
        """Have the page around the map show another selection."""
        self.visit.page.evaluate("(data) => { show(data); }", self.served.mounted(feed))


@contextmanager
def fed(browser: Browser, world: World, settings: dict[str, Any] | None = None, **members: Any) -> Iterator[Fed]:
    """Open a map that a world feeds."""
    feed = world.feed("all")
    page = feed_map(feed, SPAN, **members)
    with serving(page, feed, world.answer) as served, visiting(browser, served.address, **(settings or {})) as visit:
        visit.page.goto(served.address)
        element = visit.page.locator("iframe").element_handle()
        assert element is not None
        frame = element.content_frame()
        assert frame is not None
        yield Fed(visit, served, Map(frame), frame)
        assert visit.outside == []
        assert [fault for fault in visit.faults if "503" not in fault] == []


def test_cells_are_counted_said_and_opened_by_a_click(browser: Browser) -> None:
    with fed(browser, World()) as reader:
        reader.settled()
        assert reader.map.heading() == "1 January 2020 – 31 December 2021; 365 incidents, drawn as cells"
        legend = reader.map.part("legend").inner_text()
        assert "counted by month" in legend
        assert "7 incidents are known only by municipality, region or country and are not drawn." in legend
        assert "touches" not in legend
        reader.visit.page.mouse.move(*reader.spot())
        expect(reader.map.part("tip")).to_have_text("122 incidents in this cellCounted by month.")
        reader.map.type_window(date(2020, 1, 10), date(2020, 2, 29))
        assert "Months that the window touches count whole." in reader.map.part("legend").inner_text()
        before = reader.frame.evaluate("atlas.map.getZoom()")
        reader.visit.page.mouse.click(*reader.spot())
        assert reader.frame.evaluate("atlas.map.getZoom()") == before + 2


def test_near_by_every_incident_has_its_symbol_its_place_in_the_list_and_its_card(browser: Browser) -> None:
    with fed(browser, World()) as reader:
        reader.settled().look(*CENTRES[0], 12).settled()
        reader.map.ids = reader.frame.evaluate("atlas.payload.incidents.map((one) => one.id)")
        reader.map.type_window(date(2020, 1, 1), date(2020, 1, 31))
        assert reader.map.heading() == "1–31 January 2020; 15 incidents"
        assert reader.map.drawn()["points"] == [f"row-{k}" for place in range(3) for k in range(place, 15, 3)]
        assert reader.map.listed() == [f"row-{k}" for k in range(15)]
        reader.map.select("row-3")
        card = reader.map.card()
        assert "Incident 3" in card
        assert "Town" in card
        assert "Paper" in card
        # the window alone needs nothing new, and what is selected outlives another answer
        asked = len(reader.served.asked)
        reader.map.type_window(date(2020, 1, 1), date(2020, 6, 30))
        assert len(reader.served.asked) == asked
        reader.look(42.3, 20.8, 12).settled()
        assert (len(reader.served.asked), reader.map.selected()) == (asked + 1, "row-3")


def test_the_map_asks_for_a_little_more_than_it_shows_and_not_again_for_a_small_pan(browser: Browser) -> None:
    with fed(browser, World()) as reader:
        reader.settled().look(*CENTRES[0], 9.5).settled()
        key, (west, south, east, north), zoom = reader.served.asked[-1]
        shown = [float(degrees) for degrees in reader.frame.evaluate("atlas.map.getBounds().toBBoxString()").split(",")]
        assert (key, zoom) == ("all", 9.5)
        assert west < shown[0] < shown[2] < east
        assert south < shown[1] < shown[3] < north
        asked = len(reader.served.asked)
        reader.look(CENTRES[0][0] + 0.05, CENTRES[0][1] + 0.05, 9.5).settled()
        assert len(reader.served.asked) == asked
        reader.look(CENTRES[0][0] + 0.05, CENTRES[0][1] + 0.05, 10).settled()
        assert len(reader.served.asked) == asked + 1


def test_another_selection_counts_at_once_and_the_old_picture_stays_until_the_new_is_there(browser: Browser) -> None:
    world = World()
    with fed(browser, world) as reader:
        reader.settled()
        before = reader.inked()
        assert before > 0
        world.waits = Event()
        reader.choose(world.feed("few"))
        expect(reader.map.part("count")).to_have_text(re.compile("^37 incidents"))
        expect(reader.map.part("feed-note").locator("span")).to_have_text("Loading …")
        assert reader.inked() == before
        world.waits.set()
        reader.settled()
        expect(reader.map.part("feed-note")).to_be_hidden()
        reader.visit.page.mouse.move(*reader.spot())
        expect(reader.map.part("tip")).to_contain_text("13 incidents in this cell")
        assert [key for key, _, _ in reader.served.asked] == ["all", "few"]


def test_a_failure_is_a_sentence_and_can_be_tried_again(browser: Browser) -> None:
    world = World(refuses=True)
    with fed(browser, world) as reader:
        note = reader.map.part("feed-note")
        expect(note).to_contain_text("The data set was taken away: choose another.")
        world.refuses = False
        note.get_by_role("button", name="Try again").press("Enter")
        reader.settled()
        expect(note).to_be_hidden()
        assert reader.inked() > 0


def test_the_next_incident_is_the_next_day_that_has_any(browser: Browser) -> None:
    with fed(browser, World()) as reader:
        reader.settled()
        windows = []
        for name in ("Next incident", "Next incident", "Previous incident"):
            reader.frame.get_by_role("button", name=name).press("Enter")
            windows.append(reader.map.window())
        assert windows == [(day, day) for day in (date(2020, 1, 2), date(2020, 1, 4), date(2020, 1, 2))]
        assert reader.map.heading() == "2 January 2020; 1 incident, drawn as cells"


def test_the_list_of_cells_does_for_who_uses_no_mouse(browser: Browser) -> None:
    with fed(browser, World()) as reader:
        reader.settled()
        reader.map.tab("list").click()
        cells = reader.map.part("list").get_by_role("button")
        expect(cells).to_have_count(3)
        expect(cells.first).to_have_text(re.compile(r"^122 incidentsaround 42\.\d\d° N, 2[01]\.\d\d° E: zoom in$"))
        cells.first.press("Enter")
        reader.frame.page.wait_for_timeout(250)
        reader.settled()
        assert reader.frame.evaluate("document.activeElement.dataset.part") == "list"


def test_several_data_sets_have_their_own_ramps_and_are_named(browser: Browser) -> None:
    with fed(browser, World(sets=2), datasets=DATASETS) as reader:
        reader.settled()
        assert reader.map.part("legend").locator(".ramp-title").all_inner_texts() == ["First set", "Second set"]
        assert "First set: Covers towns only." in reader.map.part("about").inner_text()
        reader.visit.page.mouse.move(*reader.spot())
        expect(reader.map.part("tip")).to_have_text(
            "122 incidents in this cellFirst set: 61Second set: 61Counted by month."
        )


def test_a_file_on_its_own_says_why_it_draws_nothing(browser: Browser, tmp_path: Any) -> None:
    path = tmp_path / "map.html"
    path.write_text(feed_map(World().feed("all"), SPAN), encoding="utf-8")
    with visiting(browser, path.as_uri()) as visit:
        visit.page.goto(path.as_uri())
        alone = Map(visit.page)
        expect(alone.part("feed-note")).to_contain_text("inside the running atlas only")
        assert alone.heading().endswith("365 incidents")


def test_nothing_of_the_legend_is_wider_than_a_phone(browser: Browser) -> None:
    phone = {"viewport": {"width": 390, "height": 844}}
    with fed(browser, World(sets=2), phone, datasets=DATASETS) as reader:
        reader.settled()
        reader.map.part("panel-toggle").click()
        reader.map.tab("legend").click()
        pane = reader.map.part("legend-pane")
        wide, room = pane.evaluate("(pane) => [pane.scrollWidth, pane.clientWidth]")
        assert wide <= room
