from __future__ import annotations

from datetime import date

import pytest

from geo.citations import numbered_sources
from geo.errors import UnknownIncidentError
from geo.incidents import locate, places_of
from geo.movements import movements_in_words
from geo.schema import MovementStatus
from geo.summaries import (
    compare_from_day_zero,
    counts_by_type,
    related,
    say_number,
    status_on,
    statuses,
    statuses_on,
    strength_steps,
    who_says,
)
from geo.tables import read_dataset
from tests.worlds import incident, world, write_world


def rows(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ((None, 30, None, ""), "30"),
        ((30, 30, 30, ""), "30"),
        ((25, 34, 41, ""), "34 (25-41)"),
        ((22, None, 23, ""), "22-23"),
        ((None, None, 6, ""), "up to 6"),
        ((None, 17500, None, ""), "17,500"),
        ((0, 0, 0, ""), "0"),
        ((None, None, None, ""), ""),
        ((None, None, None, "dozens"), "dozens"),
        ((50, None, None, "more than 50"), "more than 50"),
        ((12000, 12000, 12000, "about 12,000"), "about 12,000"),
        ((19, 19, 19, "final count"), "19 (final count)"),
        ((0, 0, 0, "nobody"), "0 (nobody)"),
        ((1, 2, 2, "two in both towns together"), "2 (1-2; two in both towns together)"),
        ((3, 3, 4, "under 3.5 per cent"), "3 (3-4; under 3.5 per cent)"),
        ((None, 1000, None, "11,000 or 10,001"), "1,000 (11,000 or 10,001)"),
    ],
)
def test_a_number_is_said_as_far_as_it_is_known(number, words):
    low, best, high, said = number
    assert say_number(low, best, high, said) == words


def test_an_open_upper_end_is_said_in_words():
    assert say_number(50, None, None, open_upper=True) == "at least 50"
    assert say_number(None, 50, None, open_upper=True) == "at least 50"
    assert say_number(50, 50, None, "more than 50", open_upper=True) == "more than 50"
    assert say_number(2000, None, None, "thousands", open_upper=True) == "thousands"
    assert say_number(None, 50, None, "dozens", open_upper=True) == "at least 50 (dozens)"
    assert say_number(None, None, None, open_upper=True) == ""


def test_incidents_are_counted_by_type_and_say_where_the_period_is_not_certain(located):
    assert rows(counts_by_type(located, "month"), "period", "event_type", "incidents", "uncertain") == [
        (date(2004, 3, 1), "clash", 1, 0),
        (date(2004, 3, 1), "riot_arson", 1, 0),
        (date(2004, 3, 1), "troop_movement", 1, 0),
        (date(2011, 1, 1), "political", 1, 1),
        (date(2011, 7, 1), "security_operation", 1, 1),
        (date(2012, 5, 1), "explosion", 1, 0),
        (date(2023, 5, 1), "clash", 1, 0),
        (date(2023, 6, 1), "protest", 1, 0),
    ]
    assert counts_by_type(located, "year")["incidents"].sum() == 8
    assert rows(counts_by_type(located, "day").head(1), "period", "uncertain") == [(date(2004, 3, 17), 1)]
    assert counts_by_type(located.iloc[:0]).empty


def test_totals_are_not_counted_beside_their_parts(tmp_path):
    tables = world()
    tables["incidents"].append(
        incident("all_march", "Whole riots", "2004-03-17", "2004-03-19", "days", "kosovo", "country", "total",
                 "Not coded", episode="march_2004")
    )  # fmt: skip
    dataset = read_dataset(write_world(tmp_path, tables))
    located = locate(dataset, _Known(dataset))
    assert "total" not in set(counts_by_type(located)["event_type"])
    assert "all_march" not in set(compare_from_day_zero(located, dataset, "march_2004", "may_2023")["id"])


def test_strength_is_a_step_line_of_the_plotted_figures_in_the_order_of_their_days(tiny):
    assert rows(strength_steps(tiny), "id", "first_day", "until", "number", "text", "plotted", "publisher") == [
        ("k1", date(2004, 3, 1), date(2023, 5, 29), 17500, "about 17,500", True, "Daily Two"),
        ("k3", date(2023, 1, 1), None, 4000, "more than 4,000", False, "Agency One"),
        ("k2", date(2023, 5, 30), None, 3800, "3,800", True, "The Force"),
    ]


def test_two_episodes_are_laid_side_by_side_from_their_day_zero(tiny, located):
    assert rows(compare_from_day_zero(located, tiny, "may_2023", "march_2004"), "episode", "day", "last_day", "id") == [
        ("may_2023", 0, 0, "town_hall"),
        ("march_2004", 0, 1, "bridge_clash"),
        ("march_2004", 1, 2, "houses_burned"),
        ("march_2004", 2, 2, "reserve_2004"),
        ("may_2023", 7, 11, "sit_in"),
    ]
    with pytest.raises(UnknownIncidentError) as caught:
        compare_from_day_zero(located, tiny, "may_2023", "june")
    assert str(caught.value) == 'There is no episode "june"; look up its id in episodes.csv.'


def test_conflicting_figures_stand_side_by_side_and_parts_under_their_whole(tiny):
    assert rows(who_says(tiny, "town_hall"), "level", "measure", "whom", "number", "as_of", "publisher", "url") == [
        (0, "injured", "soldiers", "at least 50", "2023-05-29", "Agency One", "https://example.org/agency"),
        (0, "injured", "soldiers", "30", "2023-05-31", "The Force", "https://example.org/force"),
        (1, "injured", "Italian soldiers", "11", "2023-05-31", "The Force", "https://example.org/force"),
        (1, "injured", "Hungarian soldiers", "19", "2023-05-31", "The Force", "https://example.org/force"),
    ]


def test_an_incident_without_figures_has_an_empty_table_of_the_same_columns(tiny):
    empty, full = who_says(tiny, "blast"), who_says(tiny, "town_hall")
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("ask", [who_says, related])
def test_an_unknown_incident_is_named(tiny, ask):
    with pytest.raises(UnknownIncidentError) as caught:
        ask(tiny, "nothing")
    assert str(caught.value) == 'There is no incident "nothing"; look up its id in incidents.csv.'
    assert isinstance(caught.value, LookupError)


def test_links_are_told_from_both_ends_with_the_days_between(tiny):
    told = {name: [link.sentence() for link in related(tiny, name)] for name in tiny.tables["incidents"]["id"]}
    assert {name: links for name, links in told.items() if links} == {
        "bridge_clash": ["answered by: Reserve battalion sent (+2 days)"],
        "reserve_2004": ["answers: Crowds clash at the bridge (-2 days)"],
        "town_hall": ["followed by: Sit-in through the week (+7 days)"],
        "sit_in": ["follows: Clash at the town hall (-7 days)"],
    }


def test_days_are_not_counted_from_a_date_of_which_the_day_is_not_known(tmp_path):
    tables = world()
    tables["relations"] = [
        {"incident": "blast", "relation": "context", "other": "searches"},
        {"incident": "houses_burned", "relation": "part_of", "other": "reserve_2004"},
    ]
    dataset = read_dataset(write_world(tmp_path, tables))
    assert [link.sentence() for link in related(dataset, "searches")] == [
        "context of: Device explodes near a town (May 2012)"
    ]
    assert [link.sentence() for link in related(dataset, "houses_burned")] == [
        "part of: Reserve battalion sent (+1 day)"
    ]


def test_the_statuses_of_a_movement_are_listed_with_their_dates(tiny):
    assert rows(statuses(tiny), "movement", "status", "on", "last_day", "dated") == [
        ("reserve_2004", "requested", "2004-03-17", date(2004, 3, 17), True),
        ("reserve_2004", "announced", "2004-03-18", date(2004, 3, 18), True),
        ("reserve_2004", "arrived", "2004-03-20", date(2004, 3, 20), True),
        ("reserve_2004", "withdrawn", "2004-05", date(2004, 5, 31), True),
    ]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2004, 3, 16), None),
        (date(2004, 3, 17), MovementStatus.REQUESTED),
        (date(2004, 3, 19), MovementStatus.ANNOUNCED),
        (date(2004, 3, 20), MovementStatus.ARRIVED),
        (date(2004, 5, 30), MovementStatus.ARRIVED),
        (date(2004, 5, 31), MovementStatus.WITHDRAWN),
        (date(2024, 1, 1), MovementStatus.WITHDRAWN),
    ],
)
def test_a_movement_has_the_status_that_is_certain_on_a_day(tiny, day, status):
    assert status_on(tiny, "reserve_2004", day) == status


def test_an_unknown_movement_is_named(tiny):
    with pytest.raises(UnknownIncidentError) as caught:
        status_on(tiny, "town_hall", date(2023, 1, 1))
    assert str(caught.value) == 'There is no movement "town_hall"; look up its id in movements.csv.'


def test_a_final_status_without_a_date_counts_from_the_day_of_the_incident(tmp_path):
    tables = world()
    tables["movements"][0].update(
        withdrawn_on="", arrived_on="", requested_on="", announced_on="", final_status="refused"
    )
    dataset = read_dataset(write_world(tmp_path, tables))
    assert rows(statuses(dataset), "status", "on", "dated") == [("refused", "2004-03-19", False)]
    assert statuses_on(dataset, date(2004, 3, 18)) == {}
    assert statuses_on(dataset, date(2004, 3, 19)) == {"reserve_2004": MovementStatus.REFUSED}
    assert movements_in_words(dataset) == {"reserve_2004": "reserve battalion (Germany), 600; refused (day not known)"}


def test_sources_are_numbered_in_the_order_in_which_they_are_met(tiny, located):
    numbered = numbered_sources(tiny, located, ["town_hall", "bridge_clash"])
    assert rows(numbered, "number", "source", "text") == [
        (1, "agency", '"Troops hurt in clash", Agency One, 30 May 2023, https://example.org/agency.'),
        (2, "force", '"Statement on reserves", The Force, 31 May 2023, https://example.org/force.'),
        (3, "paper", '"Bridge closed", Daily Two, 18 March 2004, https://example.org/paper.'),
    ]
    assert numbered_sources(tiny, located, ["blast"]).empty


def test_a_citation_says_how_its_date_is_known(tmp_path):
    tables = world()
    tables["sources"][1].update(
        title="[Report on the bridge]", author="A. Writer", published="2004-03", published_basis="derived", url="",
        accessed="2025-01-02",
    )  # fmt: skip
    tables["sources"][0].update(published="", published_basis="undated")
    dataset = read_dataset(write_world(tmp_path, tables))
    cited = numbered_sources(dataset, locate(dataset, _Known(dataset)), ["bridge_clash", "sit_in"])
    assert cited["text"].to_list() == [
        "A. Writer, [Report on the bridge], Daily Two, March 2004 (derived) (accessed 2 January 2025).",
        '"Troops hurt in clash", Agency One, undated, https://example.org/agency.',
    ]


class _Known:
    def __init__(self, dataset):
        self._places = places_of(dataset)

    def place(self, identifier):
        return self._places[identifier]
