"""The sentences of a page: what it is called, what it shows of how much, and the same told without a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.material import read_material
from geo.snapshot.selection import select
from geo.snapshot.wording import (
    LOCAL_TIME,
    TOLD_ONE_BY_ONE,
    count_words,
    days_of,
    say_made,
    say_numbers,
    say_published,
    say_sources_short,
    say_what,
    say_when,
    sources_of,
    suggested_title,
    text_twin,
)
from geo.views import view_of
from tests.materials import MARCH, spec_for
from tests.worlds import incident, world, write_world

MANY = TOLD_ONE_BY_ONE + 1


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return read_material(write_world(tmp_path_factory.mktemp("data") / "world"))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Return one more incident than are told one by one, two of them in a village, and no area."""
    tables = world()
    tables["incidents"] = [
        incident(f"n{number:02}", f"Clash {number}", "2004-03-17", "2004-03-17", "day",
                 "svinjare" if number < 2 else "zvecan", "settlement", "clash", "Violent demonstration")
        for number in range(MANY)
    ]  # fmt: skip
    for name in ("attestations", "figures", "movements", "relations", "chapters", "statements", "areas"):
        tables[name] = []
    return read_material(write_world(tmp_path_factory.mktemp("data") / "crowded", tables))


def chosen(material, **told):
    """Select a view; names are English unless others are asked for."""
    return select(material, view_of({"names": ["en"]} | {n: [v] if isinstance(v, str) else v for n, v in told.items()}))


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({}, "Kosovo: incidents and troop movements, 2004-2023"),
        ({"names": "sq,sr-Latn"}, "Kosova / Kosovo: incidents and troop movements, 2004-2023"),
        ({"names": "sr-Cyrl", "type": "clash"}, "Косово: clashes, 2004-2023"),
        ({"type": "clash", "from": "2023-05-01", "to": "2023-05-31"}, "Kosovo: clash, 1-31 May 2023"),
        ({"type": ["clash", "political"]}, "Kosovo: clashes, political step, 2004-2023"),
        ({"episode": "", "from": "2011-01-01", "to": "2012-12-31"},
         "Kosovo: incidents, 1 January 2011 - 31 December 2012"),
        ({"layer": "incidents"}, "Kosovo: incidents, 2004-2023"),
        ({"municipality": "zvecan_municipality", "type": "explosion"},
         "Municipality of Zvečan: explosion, 1-31 May 2012"),
        ({"layer": "areas"}, "Kosovo: Serb-majority areas, 2004-2023"),
        ({"layer": "none"}, "Kosovo: no incident, 2004-2023"),
        ({"from": "2010-01-01", "to": "2010-01-31"}, "Kosovo: no incident, 1-31 January 2010"),
    ],
)  # fmt: skip
def test_a_title_says_place_subject_and_dates(small, told, title):
    assert suggested_title(small, chosen(small, **told)) == title


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (MARCH, "Kosovo: March 2004"),
        ({"episode": "march_2004"}, "Kosovo: March 2004"),
        ({"episode": "march_2004", **MARCH}, "Kosovo: March 2004"),
        ({"episode": "march_2004", "from": "2004-03-18", "to": "2004-03-18"}, "Kosovo: March 2004 (18 March 2004)"),
        ({"mode": "cumulative", **MARCH}, "Kosovo: March 2004 (everything until 19 March 2004)"),
        ({"episode": ["march_2004", "may_2023"]}, "Kosovo: incidents and troop movements, 2004-2023"),
    ],
)
def test_one_episode_gives_a_page_its_name(small, told, title):
    assert suggested_title(small, chosen(small, **told)) == title


def test_an_episode_whose_title_has_no_year_gets_its_dates(tmp_path):
    tables = world()
    tables["episodes"][0]["title"] = "The riots"
    material = read_material(write_world(tmp_path / "world", tables))
    assert suggested_title(material, chosen(material, **MARCH)) == "Kosovo: The riots (17-19 March 2004)"


def test_a_data_set_of_another_region_is_called_by_the_name_of_the_program(tmp_path):
    tables = world()
    tables["places"] = [row for row in tables["places"] if row["id"] not in ("kosovo", "germany")]
    tables["incidents"] = [row for row in tables["incidents"] if row["place"] != "kosovo"]
    for name in ("attestations", "figures", "movements", "relations", "chapters", "statements", "areas"):
        tables[name] = []
    material = read_material(write_world(tmp_path / "world", tables))
    assert suggested_title(material, chosen(material, type="clash")) == "Incident Atlas: clashes, 2004-2023"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (MARCH, "17-19 March 2004."),
        ({"from": "2004-03-17", "to": "2004-03-17"}, "17 March 2004."),
        ({"mode": "cumulative", **MARCH}, "Everything until 19 March 2004."),
        ({}, "All dates; what is shown lies in 17 March 2004 - 9 June 2023."),
        ({"q": "nothing of the kind"}, "All dates; what is shown lies in 1 January 2004 - 31 December 2023."),
    ],
)
def test_the_window_is_told_with_the_time_zone_of_its_days(small, told, words):
    assert say_when(small, chosen(small, **told)) == f"{words} {LOCAL_TIME}"
    assert "UTC+1" in LOCAL_TIME


def test_the_days_of_what_is_shown_are_those_that_its_dates_may_mean(small):
    days = [day.isoformat() for day in days_of(small, chosen(small, type=["security_operation", "political"]))]
    assert days == ["2011-01-01", "2011-12-31"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "8 of 8 shown."),
        (MARCH, "3 of 8 shown; 5 outside the window."),
        ({"type": "clash", **MARCH},
         "1 of 8 shown; 5 outside the window; 2 hidden by the choice of event types. Filters: event types: clash."),
        ({"source": "agency", "q": "hall"},
         ("1 of 8 shown; 6 hidden by the choice of sources; 1 without the words searched for. "
          'Filters: sources: Troops hurt in clash; text: "hall".')),
        ({"municipality": "zvecan_municipality", "names": "sr-Latn"},
         "3 of 8 shown; 5 hidden by the choice of municipalities. Filters: municipalities: Opština Zvečan."),
        ({"q": "nothing of the kind"},
         '0 of 8 shown; 8 without the words searched for. Filters: text: "nothing of the kind".'),
    ],
)  # fmt: skip
def test_what_is_shown_is_told_with_what_is_hidden_and_why(small, told, words):
    assert say_what(small, chosen(small, **told)) == words


def test_a_page_says_as_of_when_its_data_is_and_when_it_was_made(small, crowded, tmp_path):
    version = small.dataset.version
    assert say_made(spec_for(small)) == (f"Data as of 1 January 2024, version {version}", "Made on 22 November 2026")
    tables = world()
    tables["changes"] = []
    unlogged = read_material(write_world(tmp_path / "world", tables))
    assert say_made(spec_for(unlogged))[0] == f"Data, version {unlogged.dataset.version}"
    assert crowded.dataset.version not in (version, unlogged.dataset.version)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""),
        ([7], "7"),
        ([1, 2], "1, 2"),
        ([8, 3, 5, 7, 6], "3, 5-8"),
        (range(1, 129), "1-128"),
        ([9, 10, 11, 99, 100, 102], "9-11, 99, 100, 102"),
    ],
)
def test_runs_of_numbers_are_joined(numbers, words):
    assert say_numbers(numbers) == words


@given(numbers=st.sets(st.integers(1, 400)))
def test_numbers_that_are_said_can_be_read_again(numbers):
    read = []
    for run in filter(None, say_numbers(numbers).split(", ")):
        first, _, last = run.partition("-")
        read += range(int(first), int(last or first) + 1)
    assert read == sorted(numbers)


@given(numbers=st.lists(st.integers(1, 400), unique=True))
def test_the_order_of_numbers_does_not_matter(numbers):
    assert say_numbers(numbers) == say_numbers(sorted(numbers)) == say_numbers(reversed(numbers))


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (12_345, "12,345 entries")]
)
def test_one_of_a_kind_is_told_in_the_singular(number, words):
    assert count_words(number, "entry", "entries") == words


def test_the_text_twin_tells_every_incident_with_number_date_place_and_how_well_the_place_is_known(small):
    selection = chosen(small, type=["clash", "explosion"])
    assert text_twin(small, selection, "A title") == (
        f"Map. A title. All dates; what is shown lies in 17 March 2004 - 29 May 2023. {LOCAL_TIME} "
        "3 of 8 shown; 5 hidden by the choice of event types. Filters: event types: clash, explosion. "
        "Shown by type: clash: 2; explosion: 1. "
        "1: 17-18 March 2004, Ibar bridge (exact): Crowds clash at the bridge. "
        "2: May 2012, Zvečan (near): Device explodes near a town. "
        "3: 29 May 2023, Zvečan (exact): Clash at the town hall. "
        "Areas drawn: Serb-majority: northern municipality: 1."
    )


def test_the_text_twin_says_it_when_nothing_is_shown(small):
    twin = text_twin(small, chosen(small, **{"from": "2010-01-01", "to": "2010-12-31"}), "A title")
    assert twin.endswith("0 of 8 shown; 8 outside the window. No incident is shown.")


def test_many_incidents_are_told_by_place_with_a_count(crowded):
    twin = text_twin(crowded, chosen(crowded), "A title")
    assert twin.endswith(f"Shown by type: clash: {MANY}. By place: Svinjare 2, Zvečan {MANY - 2}.")


def test_as_many_incidents_as_can_be_told_one_by_one_are(crowded, monkeypatch):
    monkeypatch.setattr("geo.snapshot.wording.TOLD_ONE_BY_ONE", MANY)
    twin = text_twin(crowded, chosen(crowded), "A title")
    assert "By place" not in twin
    assert twin.endswith(f"{MANY}: 17 March 2004, Zvečan (settlement): Clash {MANY - 1}.")


def test_the_text_twin_keeps_hostile_titles_as_they_are_written(tmp_path):
    tables = world()
    tables["incidents"][0]["title"] = "<b>Crowds</b> #clash [at](javascript:x)"
    material = read_material(write_world(tmp_path / "world", tables))
    assert "Ibar bridge (exact): <b>Crowds</b> #clash [at](javascript:x)." in text_twin(
        material, chosen(material, **MARCH), "A title"
    )


def test_sources_are_numbered_in_the_order_in_which_a_reader_meets_them(small):
    assert sources_of(chosen(small).entries) == {"paper": 1, "agency": 2, "force": 3}
    assert sources_of(chosen(small, episode="may_2023").entries) == {"agency": 1, "force": 2}
    assert sources_of([]) == {}


def test_the_foot_of_a_page_names_its_sources_by_the_numbers_of_the_whole_document(small):
    numbers = sources_of(chosen(small).entries)
    assert say_sources_short(small, chosen(small, episode="may_2023").entries, numbers) == [
        "2 Agency One, 30 May 2023",
        "3 The Force, 31 May 2023",
    ]


@pytest.mark.parametrize(
    ("published", "words"),
    [("2004-03-18", "18 March 2004"), ("2004-03", "March 2004"), ("2004", "2004"), ("", "undated")],
)
def test_a_source_is_dated_as_far_as_it_dates_itself(published, words):
    assert say_published({"published": published}) == words
