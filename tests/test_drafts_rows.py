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
