"""One view divided: every part is a view of its own, none is lost, and too many are told in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SnapshotError
from geo.filters import apply
from geo.snapshot.sheets.periods import (
    MOST_MAPS,
    MOST_PAGES,
    before_and_after,
    episodes_of,
    maps_of,
    parts_of,
    window_of,
)
from geo.views import Every, Mode, view_of
from tests.materials import MARCH, material_of
from tests.worlds import incident, place, world

BY_TIME = (Every.DAY, Every.WEEK, Every.MONTH, Every.YEAR)
#: days between which the incidents of the tiny world and the ends of the calendar lie
DAYS = st.dates(date(2003, 12, 1), date(2024, 2, 1)) | st.sampled_from([date(1, 1, 2), date.max, date(2004, 3, 17)])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return incidents from 17 March 2004 to 9 June 2023, as the tiny world has them."""
    return material_of(tmp_path_factory.mktemp("data") / "world")


@pytest.fixture(scope="module")
def spring(tmp_path_factory):
    """Return a clash on each of six days of the spring of 2004, in two municipalities and outside of them."""
    tables = world()
    tables["places"] += [
        place("leposavic_municipality", "Municipality of Leposavić", "Komuna e Leposaviqit", "Opština Leposavić",
              "Општина Лепосавић", "A/ADM2", 43.1, 20.8, radius_m=8000),
        place("leposavic", "Leposavić", "Leposaviq", "Leposavić", "Лепосавић", "P/PPLA2", 43.104, 20.803,
              municipality="leposavic_municipality"),
    ]  # fmt: skip
    days = {"2004-02-29": "zvecan", "2004-03-01": "zvecan", "2004-03-07": "leposavic", "2004-03-08": "leposavic",
            "2004-03-31": "svinjare", "2004-04-01": "zvecan"}  # fmt: skip
    tables["incidents"] = [
        incident(f"on_{day}", f"Clash of {day}", day, day, "day", where, "settlement", "clash", "Violent demonstration",
                 episode="march_2004" if "03-0" in day else "")
        for day, where in days.items()
    ]  # fmt: skip
    for name in ("attestations", "figures", "movements", "relations", "chapters", "statements"):
        tables[name] = []
    return material_of(tmp_path_factory.mktemp("data") / "spring", tables)


def view(first="", last="", **told):
    window = {"from": [first], "to": [last]} if first else {}
    return view_of(window | {name: [value] if isinstance(value, str) else value for name, value in told.items()})


def shown(material, one):
    return apply(material.incidents, one.filters, one.window).ids


def spans(parts):
    """Return the windows of parts as texts."""
    return [tuple(day.isoformat() for day in part.view.window) for part in parts]


def test_a_window_becomes_its_days_and_a_quiet_one_in_between_is_seen(spring):
    parts = parts_of(spring, view("2004-03-05", "2004-03-10", every="day"))
    assert [(part.name, part.words) for part in parts] == [
        ("2004-03-07", "7 March 2004"),
        ("2004-03-08", "8 March 2004"),
    ]
    parts = parts_of(spring, view("2004-02-27", "2004-03-07", every="day"))
    assert [part.name for part in parts] == ["2004-02-29", *(f"2004-03-0{day}" for day in range(1, 8))]
    assert [len(shown(spring, part.view)) for part in parts] == [1, 1, 0, 0, 0, 0, 0, 1]


def test_a_part_is_a_view_of_its_own_window_with_everything_else_as_it_was(spring):
    whole = view("2004-03-07", "2004-03-08", type="clash", names="en", mode="cumulative", paper="a3", every="day")
    first, *_ = parts_of(spring, replace(whole, window=whole.handles))
    days = (date(2004, 3, 7), date(2004, 3, 7))
    assert first.view == replace(whole, window=days, handles=days, mode=Mode.WINDOW)


def test_weeks_begin_on_monday_but_no_earlier_than_the_window(spring):
    parts = parts_of(spring, view("2004-02-28", "2004-04-03", every="week"))
    assert spans(parts) == [
        ("2004-02-28", "2004-02-29"),
        ("2004-03-01", "2004-03-07"),
        ("2004-03-08", "2004-03-14"),
        ("2004-03-15", "2004-03-21"),
        ("2004-03-22", "2004-03-28"),
        ("2004-03-29", "2004-04-03"),
    ]
    assert (parts[1].name, parts[1].words) == ("2004-03-01", "1-7 March 2004")


def test_months_end_with_their_last_day_also_in_leap_years(spring):
    parts = parts_of(spring, view("2004-01-10", "2005-12-31", every="month"))
    assert spans(parts) == [("2004-02-01", "2004-02-29"), ("2004-03-01", "2004-03-31"), ("2004-04-01", "2004-04-30")]


def test_years_are_those_of_the_calendar(small):
    parts = parts_of(small, view("2010-06-01", "2012-05-31", every="year"))
    assert spans(parts) == [("2011-01-01", "2011-12-31"), ("2012-01-01", "2012-05-31")]
    assert [part.words for part in parts] == ["1 January - 31 December 2011", "1 January - 31 May 2012"]


def test_an_incident_of_several_days_is_on_the_page_of_each(small):
    parts = parts_of(small, view(every="day", **MARCH))
    assert [shown(small, part.view) for part in parts] == [
        ("bridge_clash",),
        ("bridge_clash", "houses_burned"),
        ("houses_burned", "reserve_2004"),
    ]


def test_without_a_window_the_days_of_the_shown_incidents_are_divided(small):
    assert window_of(small, view()) == (date(2004, 3, 17), date(2023, 6, 9))
    assert window_of(small, view(type="clash")) == (date(2004, 3, 17), date(2023, 5, 29))
    assert spans(parts_of(small, view(episode="may_2023", every="month"))) == [
        ("2023-05-29", "2023-05-31"),
        ("2023-06-01", "2023-06-09"),
    ]


def test_everything_so_far_begins_with_the_first_shown_incident_and_ends_with_the_window(small):
    so_far = view("2011-01-01", "2011-12-31", mode="cumulative", every="year")
    assert window_of(small, so_far) == (date(2004, 3, 17), date(2011, 12, 31))
    assert spans(parts_of(small, so_far))[0] == ("2004-03-17", "2004-12-31")


def test_episodes_come_in_the_order_of_their_dates_under_their_titles(small):
    assert [(part.name, part.words) for part in parts_of(small, view(every="episode"))] == [
        ("march_2004", "March 2004"),
        ("may_2023", "May 2023"),
    ]
    assert [part.name for part in episodes_of(small, view(type="protest"))] == ["may_2023"]
    assert [part.name for part in episodes_of(small, view(episode=["march_2004", ""]))] == ["march_2004"]
    assert [part.name for part in episodes_of(small, view(**MARCH))] == ["march_2004"]


def test_municipalities_are_called_as_the_view_names_places(spring):
    named = {
        policy: [(part.name, part.words) for part in parts_of(spring, view(names=policy, every="municipality"))]
        for policy in ("en", "sr-Cyrl")
    }
    assert named == {
        "en": [("leposavic_municipality", "Municipality of Leposavić"),
               ("zvecan_municipality", "Municipality of Zvečan")],
        "sr-Cyrl": [("leposavic_municipality", "Општина Лепосавић"), ("zvecan_municipality", "Општина Звечан")],
    }  # fmt: skip
    one = parts_of(spring, view(municipality="zvecan_municipality", every="municipality"))
    assert [shown(spring, part.view) for part in one] == [("on_2004-02-29", "on_2004-03-01", "on_2004-04-01")]


def test_before_and_after_meet_in_the_middle_unless_a_day_is_given(spring):
    parts = before_and_after(spring, view("2004-03-01", "2004-03-31"))
    assert [(part.name, part.words) for part in parts] == [
        ("before", "Before: 1-15 March 2004"),
        ("after", "After: 16-31 March 2004"),
    ]
    assert spans(before_and_after(spring, view("2004-03-01", "2004-03-31", split="2004-03-31"))) == [
        ("2004-03-01", "2004-03-30"),
        ("2004-03-31", "2004-03-31"),
    ]
    assert spans(before_and_after(spring, view("2004-03-07", "2004-03-08"))) == [
        ("2004-03-07", "2004-03-07"),
        ("2004-03-08", "2004-03-08"),
    ]


@pytest.mark.parametrize("split", ["2004-03-01", "2004-02-29", "2004-04-01", "0001-01-01"])
def test_a_day_that_leaves_one_side_empty_divides_nothing(spring, split):
    with pytest.raises(SnapshotError, match=r"does not divide 1-31 March 2004; choose a day after the first one\."):
        before_and_after(spring, view("2004-03-01", "2004-03-31", split=split))


def test_one_day_has_no_before_and_after(spring):
    with pytest.raises(SnapshotError) as caught:
        before_and_after(spring, view("2004-03-07", "2004-03-07"))
    assert str(caught.value) == "7 March 2004 is one day, and a map before and one after need two; widen the window."


def test_a_page_has_one_map_two_or_several(spring):
    march = {"first": "2004-03-01", "last": "2004-03-31"}
    assert [(part.name, part.words, part.view) for part in maps_of(spring, view(**march))] == [("", "", view(**march))]
    assert [part.name for part in maps_of(spring, view(**march, maps="before-after"))] == ["before", "after"]
    several = maps_of(spring, view(**march, maps="multiples", every="week"))
    assert spans(several)[0] == ("2004-03-01", "2004-03-07")
    assert len(several) == 5


def test_too_many_parts_are_counted_and_refused(small):
    assert len(parts_of(small, view(every="year"))) == 20 < MOST_PAGES
    with pytest.raises(SnapshotError) as caught:
        parts_of(small, view("0001-01-02", "9999-12-31", every="day"))
    assert str(caught.value) == (
        "One map for every day would be 7,024 maps, and at most 60 are made; choose a shorter window or longer steps."
    )
    with pytest.raises(SnapshotError, match="every year would be 20 maps, and at most 12 are made"):
        maps_of(small, view(maps="multiples", every="year"))


def test_as_many_parts_as_may_be_are_made(spring):
    days = view("2004-02-29", "2004-04-01", every="day")
    assert len(parts_of(spring, days, 33)) == 33
    with pytest.raises(SnapshotError, match="would be 33 maps, and at most 32 are made"):
        parts_of(spring, days, 32)
    assert MOST_MAPS == 12


@pytest.mark.parametrize("every", Every)
def test_a_view_that_shows_nothing_is_told_in_a_sentence(spring, every):
    with pytest.raises(SnapshotError) as caught:
        parts_of(spring, view("2010-01-01", "2010-12-31", every=every.value))
    assert str(caught.value) == (
        f"No incident is shown, so there is no {every.value} to make a page of; widen the window."
    )


def test_nothing_at_all_cannot_be_divided(spring):
    for divide in (parts_of, before_and_after, window_of):
        with pytest.raises(SnapshotError, match=r"Nothing is shown, .* choose a time window or fewer filters\."):
            divide(spring, view(type="protest", mode="cumulative"))


@pytest.mark.parametrize("every", BY_TIME)
def test_the_calendar_has_a_first_and_a_last_day(small, every):
    for first, last in (("9999-12-01", "9999-12-31"), ("0001-01-02", "0001-01-31")):
        with pytest.raises(SnapshotError, match="No incident is shown"):
            parts_of(small, view(first, last, every=every.value))


@settings(deadline=None)
@given(ends=st.tuples(DAYS, DAYS).map(sorted), every=st.sampled_from(BY_TIME))
def test_parts_follow_each_other_without_a_gap_and_lose_no_incident(small, ends, every):
    whole = view(*(day.isoformat() for day in ends), every=every.value)
    try:
        parts = parts_of(small, whole, 8000)
    except SnapshotError:
        assert shown(small, whole) == ()
        return
    windows = [part.view.window for part in parts]
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in pairwise(windows))
    assert ends[0] <= windows[0][0]
    assert windows[-1][1] <= ends[1]
    assert all(every is not Every.WEEK or window[0].weekday() == 0 for window in windows[1:])
    assert shown(small, parts[0].view)
    assert shown(small, parts[-1].view)
    covered = replace(whole, window=(windows[0][0], windows[-1][1]))
    assert shown(small, covered) == shown(small, whole)
