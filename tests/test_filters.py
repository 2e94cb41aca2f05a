from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import FilterError
from geo.filters import CASUALTIES, CRITERIA, LISTS, Filters, Shown, Sieve, apply, facets, say_filters
from geo.schema import ActorKind, EventType, PlacePrecision

MARCH = (date(2004, 3, 17), date(2004, 3, 19))


def ids(located, filters, window=None):
    return apply(located, filters, window).ids


def test_no_filter_shows_everything_and_hides_nothing(located):
    assert apply(located, Filters(), None) == Shown(tuple(located.index), {}, 8)


def test_a_table_taken_apart_once_gives_the_same_answers_again_and_again(located):
    sieve = Sieve(located)
    asked = [Filters(), Filters(event_types=("clash",), text="bridge"), Filters(casualties="killed"), Filters()]
    for filters in asked:
        assert apply(sieve, filters, MARCH) == apply(located, filters, MARCH)
        assert facets(sieve, filters, MARCH) == facets(located, filters, MARCH)


def test_of_very_many_incidents_only_the_number_is_told():
    assert Shown((), {"window": 1_200}, 10_000_000, unlisted=9_998_800).sentence() == (
        "9,998,800 of 10,000,000 shown; 1,200 outside the window"
    )


def test_an_incident_is_in_the_window_if_any_of_its_possible_days_is(located):
    assert ids(located, Filters(), (date(2011, 9, 30), date(2011, 9, 30))) == ("year_of_talks", "searches")
    assert ids(located, Filters(), (date(2004, 3, 18), date(2004, 3, 18))) == ("bridge_clash", "houses_burned")
    assert ids(located, Filters(), (date(1999, 1, 1), date(1999, 12, 31))) == ()


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(episodes=("may_2023",)), ("town_hall", "sit_in")),
        (Filters(episodes=("", "may_2023")), ("year_of_talks", "searches", "blast", "town_hall", "sit_in")),
        (Filters(event_types=("clash", "protest")), ("bridge_clash", "town_hall", "sit_in")),
        (Filters(actor_kinds=("peacekeepers",)), ("reserve_2004", "town_hall")),
        (Filters(municipalities=("zvecan_municipality",)), ("blast", "town_hall", "sit_in")),
        (Filters(place_precisions=("region", "country")), ("reserve_2004", "year_of_talks", "searches")),
        (Filters(sources=("force", "paper")), ("bridge_clash", "houses_burned", "reserve_2004", "town_hall")),
        (Filters(source_kinds=("official",)), ("town_hall",)),
        (Filters(casualties="killed"), ("bridge_clash",)),
        (Filters(casualties="injured_or_killed"), ("bridge_clash", "town_hall")),
        (Filters(event_types=("nothing of this kind",)), ()),
    ],
)
def test_each_criterion_shows_what_meets_it(located, filters, shown):
    assert ids(located, filters) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("frasher", ("houses_burned",)),
        ("Свињаре", ("houses_burned",)),
        ("ZVECAN", ("blast", "town_hall", "sit_in")),
        ("kfor", ("town_hall",)),
        ("clash hall", ("town_hall",)),
        ("clash atlantis", ()),
    ],
)
def test_a_search_finds_titles_actors_and_every_name_of_a_place(located, text, shown):
    assert ids(located, Filters(text=text)) == shown


def test_a_search_for_nothing_but_signs_hides_nothing(located):
    assert ids(located, Filters(text=" !? ")) == tuple(located.index)


def test_each_hidden_incident_counts_for_the_first_criterion_that_hides_it(located):
    filters = Filters(event_types=("clash",), place_precisions=("exact",), casualties="killed")
    shown = apply(located, filters, (date(2004, 1, 1), date(2012, 12, 31)))
    assert shown == Shown(("bridge_clash",), {"window": 2, "event_types": 5}, 8)
    assert shown.sentence() == "1 of 8 shown; 2 outside the window; 5 hidden by the choice of event types"


def test_the_sentence_says_how_much_is_known_of_the_places_that_are_hidden(located):
    shown = apply(located, Filters(place_precisions=("exact", "settlement", "near")), None)
    assert shown.hidden == {"place_precisions": 4}
    assert shown.hidden_precisions == {"municipality": 1, "region": 1, "country": 2}
    assert shown.sentence() == (
        "4 of 8 shown; 1 hidden because only the municipality is known; 1 hidden because only the region is known; "
        "2 hidden because only the country is known"
    )


def test_every_criterion_and_precision_has_words_for_what_it_hides():
    for criterion in CRITERIA:
        assert Shown((), {criterion: 1}, 1, {"near": 1}).sentence().startswith("0 of 1 shown; 1 ")
    for precision in PlacePrecision:
        assert "because" in Shown((), {"place_precisions": 1}, 1, {str(precision): 1}).sentence()


FILTERS = st.builds(
    Filters,
    episodes=st.lists(st.sampled_from(["", "march_2004", "may_2023", "x"]), max_size=2).map(tuple),
    event_types=st.lists(st.sampled_from(list(EventType)), max_size=3).map(tuple),
    actor_kinds=st.lists(st.sampled_from(list(ActorKind)), max_size=3).map(tuple),
    municipalities=st.lists(st.sampled_from(["zvecan_municipality", "x"]), max_size=1).map(tuple),
    place_precisions=st.lists(st.sampled_from(list(PlacePrecision)), max_size=4).map(tuple),
    sources=st.lists(st.sampled_from(["agency", "paper", "x"]), max_size=2).map(tuple),
    source_kinds=st.lists(st.sampled_from(["agency", "news"]), max_size=2).map(tuple),
    casualties=st.sampled_from(CASUALTIES),
    text=st.sampled_from(["", "clash", "Звечан", "?"]),
)
WINDOWS = st.none() | st.tuples(
    st.dates(date(2003, 1, 1), date(2024, 1, 1)), st.dates(date(2003, 1, 1), date(2024, 1, 1))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(FILTERS, WINDOWS)
def test_shown_and_hidden_are_all_and_a_facet_counts_what_its_option_would_show(located, filters, window):
    shown = apply(located, filters, window)
    assert len(shown.ids) + sum(shown.hidden.values()) == shown.total == len(located)
    assert sum(shown.hidden_precisions.values()) == shown.hidden.get("place_precisions", 0)
    for criterion, options in facets(located, filters, window).items():
        for option, count in options.items():
            value = option if criterion == "casualties" else (option,)
            values = {name: getattr(filters, name) for name in filters.__slots__} | {criterion: value}
            assert len(ids(located, Filters(**values), window)) == count, (criterion, option)


def test_facets_list_every_option_that_occurs_even_if_it_would_show_nothing(located):
    counted = facets(located, Filters(event_types=("clash",)), MARCH)
    assert tuple(counted) == (*LISTS, "casualties")
    assert counted["event_types"] == {
        "clash": 1, "explosion": 0, "political": 0, "protest": 0, "riot_arson": 1, "security_operation": 0,
        "troop_movement": 1,
    }  # fmt: skip
    assert counted["episodes"] == {"": 0, "march_2004": 1, "may_2023": 0}
    assert counted["municipalities"] == {"zvecan_municipality": 0}
    assert counted["actor_kinds"] == {
        "crowd": 1, "government": 0, "international_police": 1, "kosovo_police": 0, "peacekeepers": 0, "protesters": 0,
    }  # fmt: skip
    assert counted["casualties"] == {"any": 1, "injured_or_killed": 1, "killed": 1}


def test_an_empty_table_can_be_filtered(located):
    empty = located.iloc[:0]
    filters = Filters(event_types=("clash",), sources=("paper",), casualties="killed", text="clash")
    assert apply(empty, filters, MARCH) == Shown((), {}, 0)
    assert facets(empty, filters, MARCH)["event_types"] == {}


def test_a_casualty_filter_that_does_not_exist_is_refused():
    with pytest.raises(FilterError) as caught:
        Filters(casualties="hurt")
    assert str(caught.value) == '"hurt" is no casualty filter; use one of: any, injured_or_killed, killed.'


def test_a_filter_is_said_in_words():
    assert say_filters(Filters(), None) == "all dates; no other filter"
    filters = Filters(
        episodes=("", "may_2023"), event_types=("riot_arson", "clash"), casualties="injured_or_killed", text=" bridge "
    )
    assert say_filters(filters, MARCH, {"may_2023": "May 2023"}) == (
        "17-19 March 2004; episodes: none, May 2023; event types: riot arson, clash; "
        'only with persons injured or killed; text: "bridge"'
    )
