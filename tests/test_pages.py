"""Timeline, table, sources and method, and what holds for every page, run as the app runs them."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from openpyxl import load_workbook

from gazetteer.policy import DEFAULT_POLICY
from gazetteer.resolve import Gazetteer
from geo.filters import Filters, apply
from geo.incidents import locate, places_of
from geo.notices import COVERAGE_NOTICE, STATUS_FOOTNOTES
from geo.tables import read_dataset
from pages.shared import charts
from pages.shared.downloads import downloads
from pages.shared.words import link_to, plain
from tests.opened import HOSTILE, open_page, read_as_markdown, table_with
from tests.worlds import world, write_world

TIMELINE, TABLE = "pages/explore/timeline.py", "pages/explore/table.py"
NAMES, TEXT, METHOD = "pages/data/place_names.py", "pages/data/read_text.py", "pages/about/method.py"


@pytest.fixture
def tiny_app(world_folder, monkeypatch):
    """Return how to open a page over the tiny world."""
    monkeypatch.setenv("ATLAS_DATA", str(world_folder))
    return open_page


@pytest.fixture
def hostile_app(tmp_path, monkeypatch):
    """Return how to open a page over a world whose every free text is markup."""
    rows_of = world()
    for incident in rows_of["incidents"]:
        incident |= {"title": HOSTILE, "summary": HOSTILE, "disagreement": HOSTILE}
    for source in rows_of["sources"]:
        source |= {"title": HOSTILE, "publisher": HOSTILE, "note": HOSTILE}
    for place in rows_of["places"]:
        place |= {"name_sq": HOSTILE}
    for episode in rows_of["episodes"]:
        episode |= {"title": HOSTILE}
    for figure in rows_of["figures"]:
        figure |= {"whom": HOSTILE, "note": HOSTILE}
    for step in rows_of["strength"]:
        step |= {"said": HOSTILE, "note": HOSTILE}
    rows_of["changes"][0] |= {"what": HOSTILE, "why": HOSTILE}
    monkeypatch.setenv("ATLAS_DATA", str(write_world(tmp_path / "hostile", rows_of)))
    return open_page


@pytest.mark.parametrize("script", [TIMELINE, TABLE, NAMES, TEXT, METHOD])
def test_every_page_opens_on_the_shipped_data(script):
    app = open_page(script)
    assert [*app.exception, *app.error] == []
    assert len(app.title) == 1


@pytest.mark.parametrize("script", [TIMELINE, TABLE, NAMES, TEXT, METHOD])
def test_every_page_opens_on_the_tiny_world(tiny_app, script):
    app = tiny_app(script, incident="town_hall")
    assert [*app.exception, *app.error] == []
    assert len(app.title) == 1


@pytest.mark.parametrize("script", [TIMELINE, TABLE])
def test_a_page_without_a_single_row_says_what_to_loosen(tiny_app, script):
    app = tiny_app(script, q="nothing of the kind", casualties="killed")
    assert [*app.exception, *app.error] == []
    assert [each.value for each in app.info] == [
        "No incident fits all choices. To see more, do not ask for casualties, or search for fewer or other words."
    ]


def test_the_table_says_exactly_what_it_shows_in_the_order_of_time(tiny_app):
    app = tiny_app(TABLE, type="clash", names="sr-Cyrl")
    assert table_with(app, "Id").to_dict("records") == [
        {"Date": "17-18 March 2004", "Title": "Crowds clash at the bridge", "Type": "Clash", "Place": "Ибарски мост",
         "Killed": "22-23", "Injured": "", "Place known": "exact place known", "Sources": 1, "Start": "2004-03-17",
         "Id": "bridge_clash"},
        {"Date": "29 May 2023", "Title": "Clash at the town hall", "Type": "Clash", "Place": "Звечан",
         "Killed": "", "Injured": "at least 50", "Place known": "exact place known", "Sources": 2,
         "Start": "2023-05-29", "Id": "town_hall"},
    ]  # fmt: skip
    assert "2 of 8 shown" in app.main.caption[0].value


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"casualties": "killed"},
        {"from": "2004-03-17", "to": "2004-03-18"},
        {"episode": "march_2004", "type": "riot_arson"},
    ],
)
def test_the_table_rows_are_the_shown_rows_of_the_shipped_data(query):
    app = open_page(TABLE, **query)
    dataset = read_dataset()
    incidents = locate(dataset, Gazetteer(places_of(dataset), None))
    filters = Filters(
        episodes=(query["episode"],) if "episode" in query else (),
        event_types=(query["type"],) if "type" in query else (),
        casualties=query.get("casualties", "any"),
    )
    window = (date.fromisoformat(query["from"]), date.fromisoformat(query["to"])) if "from" in query else None
    assert tuple(table_with(app, "Id")["Id"]) == apply(incidents, filters, window).ids


def test_every_download_holds_exactly_the_shown_rows(tiny_app, tiny):
    app = tiny_app(TABLE, episode="may_2023")
    shown = list(table_with(app, "Id")["Id"])
    gazetteer = Gazetteer(places_of(tiny), None)
    incidents = locate(tiny, gazetteer)
    view = SimpleNamespace(filters=Filters(episodes=("may_2023",)), window=None, policy=DEFAULT_POLICY)
    found = apply(incidents, view.filters, None)
    as_csv, as_xlsx, as_geojson, as_geopackage, *_ = downloads(tiny, incidents, gazetteer, found.ids, view)
    listed = list(csv.DictReader(io.StringIO(as_csv.write().decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(as_xlsx.write()), read_only=True)["Incidents"]
    features = json.loads(as_geojson.write())
    assert shown == ["town_hall", "sit_in"]
    assert [row["id"] for row in listed] == shown
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["id", *shown]
    assert [feature["id"] for feature in features["features"]] == shown
    assert as_geopackage.write().startswith(b"SQLite format 3\0")
    assert {row["filters"] for row in listed} == {"all dates; episodes: May 2023"}
    assert {row["coverage_notice"] for row in listed} == {COVERAGE_NOTICE}
    assert [each.label for each in app.main.download_button] == ["CSV", "Excel (XLSX)", "GeoJSON", "GeoPackage"]
    assert [each.name for each in (as_csv, as_xlsx, as_geojson, as_geopackage)] == [
        f"incident-atlas_all-dates_sq-sr-latn.{extension}" for extension in ("csv", "xlsx", "geojson", "gpkg")
    ]


def test_the_selected_incident_shows_who_says_how_many_with_parts_under_their_whole(tiny_app):
    app = tiny_app(TABLE, incident="town_hall")
    assert "Clash at the town hall" in [each.value for each in app.header]
    figures = table_with(app, "Of whom")
    assert figures[["What", "Of whom", "Number", "As of", "Source"]].to_numpy().tolist() == [
        ["injured", "soldiers", "at least 50", "29 May 2023", "Agency One"],
        ["injured", "soldiers", "30", "31 May 2023", "The Force"],
        ["\N{EM SPACE}of which injured", "Italian soldiers", "11", "31 May 2023", "The Force"],
        ["\N{EM SPACE}of which injured", "Hungarian soldiers", "19", "31 May 2023", "The Force"],
    ]
    links = next(each.value for each in app.markdown if each.value.startswith("1. "))
    assert "[Troops hurt in clash](<https://example.org/agency>), Agency One, 30 May 2023" in links.replace("\\", "")


def test_a_selected_incident_that_the_filters_hide_says_so(tiny_app):
    app = tiny_app(TABLE, incident="town_hall", episode="march_2004")
    assert "The selected incident is hidden by the filters or the time window." in [each.value for each in app.caption]


def test_an_unknown_incident_in_the_link_selects_nothing(tiny_app):
    app = tiny_app(TABLE, incident="no_such_thing")
    assert [*app.exception, *app.error, *app.header] == []


def test_the_counts_as_text_say_what_the_bars_say(tiny_app):
    app = tiny_app(TIMELINE)
    assert table_with(app, "When", "All")[["When", "All", "Clash", "Of all, perhaps later"]].to_numpy().tolist() == [
        ["2004", 3, 1, 0], ["2011", 2, 0, 0], ["2012", 1, 0, 0], ["2023", 2, 1, 0],
    ]  # fmt: skip


def test_a_short_window_counts_by_day(tiny_app):
    app = tiny_app(TIMELINE, **{"from": "2004-03-17", "to": "2004-03-19"})
    assert table_with(app, "When", "All")[["When", "All"]].to_numpy().tolist() == [
        ["17 March 2004", 1], ["18 March 2004", 1], ["19 March 2004", 1],
    ]  # fmt: skip


def test_a_page_says_its_window_and_what_is_hidden(tiny_app):
    app = tiny_app(TIMELINE, **{"from": "2004-03-17", "to": "2004-03-18"})
    said = app.main.caption[0].value.replace("\\", "")
    assert said == "17-18 March 2004. 2 of 8 shown; 6 outside the window."


def test_a_figure_that_is_not_drawn_is_listed_with_its_source(tiny_app):
    app = tiny_app(TIMELINE)
    said = [each.value.replace("\\", "") for each in app.markdown]
    assert "- 2023: more than 4,000 (Agency One). Rounded, or without a number." in said


def test_two_episodes_stand_side_by_side_counted_from_day_zero(tiny_app):
    app = tiny_app(TIMELINE)
    assert table_with(app, "Day")[["Day", "Episode", "Title"]].to_numpy().tolist() == [
        [0, "May 2023", "Clash at the town hall"],
        [0, "March 2004", "Crowds clash at the bridge"],
        [1, "March 2004", "Houses burned in a village"],
        [2, "March 2004", "Reserve battalion sent"],
        [7, "May 2023", "Sit-in through the week"],
    ]


def test_one_episode_may_be_chosen_twice(tiny_app):
    app = tiny_app(TIMELINE)
    next(each for each in app.selectbox if each.label == "Lower row").select("march_2004")
    app.run()
    assert [*app.exception, *app.error] == []
    assert list(table_with(app, "Day")["Episode"]) == ["March 2004"] * 3


def test_no_chart_asks_for_an_address(tiny_app):
    app = tiny_app(TIMELINE, incident="town_hall", **{"from": "2004-01-01", "to": "2023-12-31"})
    specs = [each.proto.spec for each in app.get("vega_lite_chart")]
    assert len(specs) == 4
    assert [re.findall(r'"(?:url|href)"', spec) for spec in specs] == [[], [], [], []]


def test_an_open_upper_end_is_drawn_and_a_part_is_not_added():
    says = pd.DataFrame({
        "low": [50, None, None], "best": [None, 30, 11], "high": [None, 30, None], "open_upper": [True, False, False],
        "level": [0, 0, 1], "whom": ["soldiers", "soldiers", "Italian soldiers"], "number": ["at least 50", "30", "11"],
        "publisher": ["One", "Two", "Two"], "as_of": ["2023-05-29", "", ""],
    }).astype({"low": "Int64", "best": "Int64", "high": "Int64"})  # fmt: skip
    drawn = next(iter(charts.figures_chart(says, on_dark=False)["datasets"].values()))
    assert [(row["dot"], row["open"], row["part"], row["number"], row["source"]) for row in drawn] == [
        (50, True, False, "Soldiers: at least 50", "One, as of 29 May 2023"),
        (30, False, False, "Soldiers: 30", "Two, day not said"),
        (11, False, True, "of which Italian soldiers: 11", "Two, day not said"),
    ]


def test_every_shape_of_an_event_type_can_be_drawn():
    assert {style.shape for style in charts.EVENT_STYLES.values()} == set(charts.SHAPES)


def test_the_method_page_quotes_every_footnote_and_counts_the_incidents_of_every_source(tiny_app):
    app = tiny_app(METHOD)
    footnotes = [text.replace("\\", "") for text in table_with(app, "Footnote")["Text"]]
    assert footnotes == [text for text in STATUS_FOOTNOTES.values() if text]
    assert table_with(app, "Caution")[["Publisher", "Published", "Incidents"]].to_numpy().tolist() == [
        ["Agency One", "30 May 2023 (printed)", 2],
        ["Daily Two", "18 March 2004 (printed)", 3],
        ["The Force", "31 May 2023 (printed)", 1],
    ]
    assert {"UCDP GED where_prec", "ACLED geo_precision", "Drawn as"} <= set(table_with(app, "Drawn as").columns)


def test_rejected_rows_are_told_and_can_be_downloaded(tmp_path, monkeypatch):
    rows_of = world()
    rows_of["figures"][0]["source"] = "nobody"
    monkeypatch.setenv("ATLAS_DATA", str(write_world(tmp_path / "faulty", rows_of)))
    app = open_page(METHOD)
    assert any("figures.csv, line 2, column source" in each.value for each in app.text)
    assert "Download all with their rows (CSV)" in [each.label for each in app.download_button]


@pytest.mark.parametrize("script", [TIMELINE, TABLE, NAMES, TEXT, METHOD])
def test_markup_in_the_data_is_shown_as_text(hostile_app, script):
    app = hostile_app(script, incident="town_hall", toponym="Zvecan")
    assert [*app.exception, *app.error] == []
    harmless = [text.replace(plain(HOSTILE), "") for text in read_as_markdown(app)]
    assert [text for text in harmless if re.search(r"alert|smile|red\[", text)] == []


def test_plain_text_keeps_its_words_and_loses_its_powers():
    joined = "\u2060"
    assert plain("a [b](c) $d$ ->") == f"a \\[b\\]\\(c\\) \\$d\\$ \\-{joined}\\>"
    assert plain(":red[x] :smile:") == f"\\:{joined}red\\[x\\] \\:{joined}smile\\:"
    assert plain("www.e.org a@b") == f"www{joined}\\.e\\.org a{joined}\\@b"
    assert plain("two\n  lines") == "two lines"
    assert re.sub(rf"\\|{joined}", "", plain(HOSTILE)) == HOSTILE
    assert plain("Zveçan / Zvečan, 17-18 March 2004").replace("\\", "") == "Zveçan / Zvečan, 17-18 March 2004"


def test_only_web_addresses_become_links():
    assert link_to("a title", "https://e.org/a(b)<c>") == "[a title](<https://e.org/a%28b%29%3Cc%3E>)"
    assert link_to("a title", "javascript:alert(1)") == "a title"
    assert link_to("a title", "") == "a title"
