"""What the map shows in a window is what the tables say, in every mode; play and pause; troops by the clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from geo.filters import Filters, apply
from geo.movements import statuses_on

WINDOWS = [
    (date(2004, 3, 17), date(2004, 3, 17)),
    (date(2004, 3, 18), date(2004, 3, 23)),
    (date(2008, 5, 1), date(2008, 5, 31)),
    (date(2011, 7, 26), date(2011, 11, 27)),
    (date(2023, 5, 29), date(2023, 6, 5)),
    (date(2010, 1, 1), date(2010, 1, 31)),
]


#: the end of the strip is reached and nothing plays any more
ENDED = "() => !atlas.clock.state.playing && atlas.clock.state.to === atlas.clock.domain.to"


def ids_of(incidents, window):
    """Return the ids that the tables show for a window without any filter."""
    return set(apply(incidents, Filters(), window).ids)


@pytest.mark.parametrize("mode", ["window", "cumulative", "fading"])
def test_every_mode_shows_what_the_tables_give_for_its_span(lone_map, incidents, mode):
    lone_map.part("mode").select_option(mode)
    first_day = lone_map.domain()[0]
    shown, wanted = {}, {}
    for window in WINDOWS:
        lone_map.type_window(*window)
        listed, drawn = lone_map.listed(), lone_map.drawn()
        on_map = {name for way in ("points", "discs", "areas", "listed", "movements") for name in drawn[way]}
        shown[window] = (set(listed), len(listed), lone_map.part("count").inner_text().split()[0])
        span = (first_day, window[1]) if mode == "cumulative" else window
        ids = ids_of(incidents, span)
        wanted[window] = (ids, len(ids), str(len(ids)))
        assert ids <= on_map
    assert shown == wanted
    assert len({len(ids) for ids, _, _ in wanted.values()}) > 3


def test_the_page_counts_what_the_map_shows_in_every_mode(visit, incidents):
    chart = visit.open("?from=2023-05-26&to=2023-06-30").map()
    shown = {}
    for mode in ("cumulative", "fading", "window"):
        chart.part("mode").select_option(mode)
        shown[mode] = len(chart.painted().listed())
        visit.expect_shown(shown[mode])
    so_far = len(ids_of(incidents, (chart.domain()[0], date(2023, 6, 30))))
    inside = len(ids_of(incidents, (date(2023, 5, 26), date(2023, 6, 30))))
    assert shown == {"cumulative": so_far, "fading": inside, "window": inside}


def test_nothing_plays_by_itself(lone_map):
    lone_map.painted()
    before = (lone_map.clock(), lone_map.frame.evaluate("() => atlas.frames()"))
    lone_map.frame.wait_for_timeout(1200)
    assert (lone_map.clock(), lone_map.frame.evaluate("() => atlas.frames()")) == before
    assert before[0]["playing"] is False


def test_play_advances_until_pause_and_then_stands_still(lone_map):
    lone_map.type_window(date(2004, 3, 16), date(2004, 3, 17))
    lone_map.part("step").select_option("day")
    lone_map.part("play").click()
    expect(lone_map.part("play")).to_have_accessible_name("Pause")
    start = lone_map.clock()["to"]
    lone_map.frame.wait_for_function("(start) => atlas.clock.state.to > start + 720", arg=start)
    lone_map.part("play").click()
    expect(lone_map.part("play")).to_have_accessible_name("Play")
    stopped = lone_map.clock()
    lone_map.frame.wait_for_timeout(400)
    assert lone_map.clock() == stopped
    assert stopped["to"] - stopped["from"] == 2 * 24 * 60


@pytest.mark.parametrize(("step", "speed"), [("year", "4"), ("month", "4")])
def test_play_stops_at_the_end(lone_map, step, speed):
    last = lone_map.domain()[1]
    lone_map.type_window(last - timedelta(days=200), last - timedelta(days=100))
    lone_map.part("step").select_option(step)
    lone_map.part("speed").select_option(speed)
    lone_map.part("play").click()
    lone_map.frame.wait_for_function(ENDED)
    assert lone_map.window()[1] == last
    expect(lone_map.part("play")).to_have_accessible_name("Play")


def test_playing_by_incident_stops_after_the_last_one(lone_map):
    lone_map.type_window(date(2025, 1, 1), lone_map.domain()[1])
    lone_map.select(lone_map.ids[-2])
    lone_map.part("speed").select_option("4")
    lone_map.part("play").click()
    lone_map.frame.wait_for_function("() => !atlas.clock.state.playing")
    assert lone_map.selected() == lone_map.ids[-1]


def arrows(chart, day):
    """Return the status that the map gives every movement at the end of a window that ends on a day."""
    chart.type_window(date(2023, 5, 26), day)
    return chart.frame.evaluate(
        """() => Object.fromEntries(Atlas.movementsIn(atlas.payload, atlas.incidents.mask, atlas.clock.span())
        .map(({ movement, step }) => [atlas.payload.incidents[movement.row].id, step.status]))"""
    )


def test_a_troop_movement_is_announced_before_it_has_arrived(lone_map):
    days = [date(2023, 10, 2), date(2023, 10, 3), date(2023, 10, 12), date(2023, 10, 13)]
    stood = {day: arrows(lone_map, day).get("2023-10-03-romania") for day in days}
    assert list(stood.values()) == [None, "announced", "announced", "arrived"]
    drawn = lone_map.drawn()["movements"]
    assert "2023-10-03-romania" in drawn


def test_the_map_gives_every_movement_the_status_that_the_tables_give_on_that_day(lone_map, shipped):
    lone_map.part("mode").select_option("cumulative")
    for day in (date(2004, 3, 19), date(2011, 8, 1), date(2022, 12, 31), date(2023, 6, 4), date(2023, 10, 13)):
        lone_map.type_window(lone_map.domain()[0], day)
        stood = lone_map.frame.evaluate(
            """() => Object.fromEntries(atlas.payload.movements.map((movement) => [
            atlas.payload.incidents[movement.row].id, Atlas.statusOn(movement, atlas.clock.state.to - 1)?.status]))"""
        )
        wanted = {name: str(status) for name, status in statuses_on(shipped, day).items()}
        certain = {name: status for name, status in stood.items() if status is not None}
        assert {name: certain.get(name) for name in wanted} == wanted


def test_a_refused_request_moves_nobody(lone_map):
    lone_map.type_window(date(2022, 12, 1), date(2023, 1, 8))
    said = lone_map.frame.evaluate(
        """() => Atlas.movementsIn(atlas.payload, atlas.incidents.mask, atlas.clock.span())
        .map((item) => [atlas.payload.incidents[item.movement.row].id, item.step.status,
          Atlas.movementWords(item, atlas.payload)])"""
    )
    refused = {name: words for name, status, words in said if status == "refused"}
    assert list(refused) == ["2022-12-serbia-request"]
    assert "refused" in refused["2022-12-serbia-request"].lower()
    card = lone_map.select("2022-12-serbia-request").card()
    assert "Refused" in card
    assert "Arrived" not in card
