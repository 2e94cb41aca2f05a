"""Accepted drafts become rows that the data package's own checks take."""

from datetime import date

import pandas as pd
import pytest

from gazetteer import open_gazetteer
from gazetteer.geoparse import read_text
from geo.checks import all_faults, read_cells
from geo.consistency import ROW_CHECKS
from geo.drafts import DRAFT_TABLES, TextSource, draft_rows, kind_of
from geo.schema import TABLES
from geo.store.drafted import flat_drafts

TEXT = """Two men were killed and at least five injured when gunmen opened fire near Podujevo on Tuesday night,
police said.

Norway will send 90 soldiers to Kosovo, Denmark an extra 40. Serbia requested to deploy troops in Kosovo last month."""
SOURCE = TextSource("text_1", "Shots at night", "Own test text")


@pytest.fixture(scope="module")
def reading():
    return read_text(TEXT, open_gazetteer(), date(2023, 2, 3))


@pytest.fixture(scope="module")
def tables(reading):
    return draft_rows(reading, range(len(reading.drafts)), SOURCE)


@pytest.mark.parametrize("name", DRAFT_TABLES)
def test_every_row_passes_the_checks_of_its_table(tables, name):
    table = TABLES[name]
    assert list(tables[name].columns) == [column.name for column in table.columns]
    for cells in tables[name].to_dict("records"):
        row, faults = read_cells(table.columns, cells, date(2023, 2, 4))
        assert faults == []
        assert all_faults(ROW_CHECKS.get(name, ()), row) == []


def test_a_shooting_becomes_an_incident_with_its_figures(tables):
    incident = tables["incidents"].iloc[0].to_dict()
    assert {name: value for name, value in incident.items() if value} == {
        "id": "2023-01-31-armed-attack-podujevo",
        "title": "Shooting (2 killed, at least 5 injured)",
        "event_date_start": "2023-01-31",
        "event_date_end": "2023-02-01",
        "date_precision": "night",
        "date_prec": "1",
        "time_precision": "1",
        "place": "podujevo",
        "place_as_written": "near Podujevo",
        "place_precision": "near",
        "radius_m": incident["radius_m"],
        "where_prec": "2",
        "geo_precision": "2",
        "event_type": "armed_attack",
        "sub_event_type": "Armed clash",
        "actor1": "gunmen",
        "actor1_kind": "armed_group",
        "actor2": "men",
        "actor2_kind": "civilians",
        "summary": "Shooting (2 killed, at least 5 injured), according to police. "
        "Drafted from a text and accepted by a reader.",
        "confidence": "medium",
        "content_note": "true",
    }
    figures = tables["figures"][["measure", "whom", "low", "best", "high", "open_upper", "claimed_by"]]
    assert figures.to_numpy().tolist() == [
        ["killed", "men", "2", "2", "2", "false", "police"],
        ["injured", "men", "5", "5", "", "true", "police"],
    ]


def test_movements_carry_sender_status_and_number(tables):
    movements = tables["movements"][["countries", "best", "requested_on", "announced_on", "final_status", "kfor"]]
    assert movements.to_numpy().tolist() == [
        ["Norway", "90", "", "2023-02-02", "announced", "false"],
        ["Denmark", "40", "", "2023-02-02", "announced", "false"],
        ["Serbia", "", "2023-01", "", "requested", "false"],
    ]


def test_only_accepted_drafts_become_rows(reading):
    tables = draft_rows(reading, [0], SOURCE)
    assert {name: len(table) for name, table in tables.items()} == {
        "sources": 1,
        "incidents": 1,
        "attestations": 1,
        "figures": 2,
        "movements": 0,
    }
    assert isinstance(tables["movements"], pd.DataFrame)


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        ("NATO-led peacekeepers", "peacekeepers"),
        ("Kosovo police", "kosovo_police"),
        ("UN police", "international_police"),
        ("masked gunmen", "armed_group"),
        ("ethnic Serbs", "civilians"),
        ("ethnic Albanians", "civilians"),
        ("angry crowd", "crowd"),
        ("bears", "unknown"),
    ],
)
def test_an_actor_has_a_kind(actor, kind):
    assert kind_of(actor) == kind


def test_drafts_become_flat_rows_that_a_data_set_of_ones_own_keeps(reading):
    gazetteer = open_gazetteer()
    table, left = flat_drafts(reading, range(len(reading.drafts)), SOURCE, gazetteer)
    rows = {row["id"]: row for row in table.to_pylist()}
    shooting = rows["2023-01-31-armed-attack-podujevo"]
    place = gazetteer.place("podujevo")
    assert len(rows) + len(left) == len(reading.drafts)
    where_and_when = ("first_day", "last_day", "date_precision", "place", "place_precision")
    assert [shooting[name] for name in where_and_when] == [
        date(2023, 1, 31), date(2023, 2, 1), "night", "podujevo", "near",
    ]  # fmt: skip
    assert (shooting["latitude"], shooting["longitude"]) == (place.latitude, place.longitude)
    assert [shooting[f"killed_{end}"] for end in ("low", "best", "high")] == [2, 2, 2]
    assert [shooting[f"injured_{end}"] for end in ("low", "best", "high")] == [5, 5, None]
    assert (shooting["source"], shooting["source_kind"]) == ("Own test text: Shots at night", "news")
    assert shooting["cell_x"] is not None
    assert "gunmen" in shooting["search_text"]


def test_a_draft_without_a_place_is_named_and_not_kept():
    nowhere = read_text("PRISTINA, 3 February 2023 - Four soldiers were injured on Monday.", open_gazetteer())
    bare = [at for at, draft in enumerate(nowhere.drafts) if draft.place is None]
    table, left = flat_drafts(nowhere, bare, SOURCE, open_gazetteer())
    assert (table.num_rows, len(left)) == (0, len(bare))
    assert bare
