"""The page "Read a text": what was read is marked, and only what a person accepted becomes rows."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pandas as pd
import pytest

from gazetteer.geoparse import Span, read_text
from gazetteer.policy import DEFAULT_POLICY
from geo.drafts import DRAFT_TABLES, TextSource
from geo.schema import TABLES
from geo.tables import read_dataset
from pages.shared import drafting
from pages.shared.accepting import as_table, as_tables
from pages.shared.words import plain
from tests.opened import HOSTILE, open_page, read_as_markdown, said, table_with
from tests.worlds import write_world

TEXT = (
    "PRISTINA, 14 June 2011 - \N{GRINNING FACE}\N{GRINNING FACE} Police said on Tuesday that four "
    "officers were injured in a clash near Svinjare on Monday night. Germany will send 90 more soldiers to Kosovo."
)
SOURCE = TextSource("text_1", "A night of stones", "Own test text", url="https://example.org/stones")


@pytest.fixture
def reader(world_folder, monkeypatch):
    """Return how to open the page over the tiny world with a text in it."""
    monkeypatch.setenv("ATLAS_DATA", str(world_folder))

    def opened(text=""):
        app = open_page("pages/data/read_text.py")
        return app.text_area(key="reader text").set_value(text).run() if text else app

    return opened


@pytest.fixture
def reading(tiny_gazetteer):
    """Return the text as the tiny gazetteer reads it."""
    return read_text(TEXT, tiny_gazetteer)


def shown(app):
    """Return what the page hands to the script that shows the text."""
    (component,) = app.get("bidi_component")
    return json.loads(component.proto.json)


def decide(app, number, decision):
    app.main.button_group[number - 1].set_value(decision)
    return app.run()


def show_form(app, number, *, shown=True):
    return app.main.toggle[number - 1].set_value(shown).run()


def as_written(app, number):
    """Return a draft as it was edited."""
    return app.session_state[app.main.toggle[number - 1].key.replace("open", "written")]


def labelled(elements, label):
    return next(each for each in elements if each.label == label)


def test_an_empty_page_asks_for_a_text_and_shows_nothing_else(reader):
    app = reader()
    assert [*app.exception, *app.error, *app.header, *app.get("bidi_component")] == []
    app = app.text_area(key="reader text").set_value(" \n\t ").run()
    assert [*app.exception, *app.error, *app.header] == []


def test_the_link_is_written_on_the_empty_page_too(reader):
    app = reader()
    app.selectbox(key="names").select("en").run()
    assert app.query_params["names"] in ("en", ["en"])


def test_the_marks_lie_on_the_words_that_were_read_also_behind_emoji(reader):
    drawn = shown(reader(TEXT))
    assert drawn["text"] == TEXT
    words = {(mark["kind"], TEXT[mark["start"] : mark["end"]]) for mark in drawn["marks"]}
    assert {("place", "PRISTINA"), ("place", "Svinjare"), ("date", "Monday night"), ("stands", "Germany")} <= words
    assert {text for kind, text in words if kind == "count"} == {"four officers", "90 more soldiers"}
    assert drawn["evidence"] == []
    assert all(mark["told"] for mark in drawn["marks"])


def test_a_draft_is_said_in_a_line_with_the_words_it_rests_on(reader):
    app = reader(TEXT)
    assert said(app, "header") == ["2 drafts"]
    assert said(app, "text")[0] == (
        "Clash · night of 13-14 June 2011 · near Svinjare (near a known place) · 4 injured (officers)"
    )
    assert [each.options for each in app.main.button_group] == [["Undecided", "Accept", "Drop"]] * 2
    places = table_with(app, "As written")[["As written", "Place", "Stands for"]]
    assert places.to_numpy().tolist()[1:3] == [
        ["Svinjare", "Frashër / Svinjare", "the place"], ["Germany", "Gjermania / Nemačka", "its authorities"],
    ]  # fmt: skip


def test_the_words_of_every_open_draft_are_shown_in_the_text(reader):
    app = show_form(show_form(reader(TEXT), 1), 2)
    assert [*app.exception, *app.error] == []
    rests_on = {TEXT[span["start"] : span["end"]] for span in shown(app)["evidence"]}
    assert {"clash", "Monday night", "90 more soldiers"} <= rests_on


def test_without_an_accepted_draft_there_is_nothing_to_download(reader):
    app = reader(TEXT)
    assert list(app.main.download_button) == []
    app = decide(app, 1, "Drop")
    assert list(app.main.download_button) == []
    app = decide(app, 1, "Accept")
    assert [each.label for each in app.main.download_button] == [
        "1 accepted draft, one table (CSV)", "1 accepted draft, tables of a data set (ZIP)",
    ]  # fmt: skip
    app = decide(app, 1, "Undecided")
    assert list(app.main.download_button) == []


def test_what_was_edited_stays_when_the_form_is_closed_and_opened_again(reader):
    app = show_form(reader(TEXT), 1)
    labelled(app.main.text_input, "Title").set_value("Stones at night")
    labelled(app.main.text_input, "Place").set_value("Zvecan")
    labelled(app.main.selectbox, "Type").select("protest")
    labelled(app.main.date_input, "Last day").set_value(date(2011, 6, 15))
    app = show_form(app.run(), 1, shown=False)
    app = decide(app, 1, "Accept")
    kept = as_written(app, 1)
    assert (kept.title, kept.event_type, kept.place_as_written) == ("Stones at night", "protest", "Zvecan")
    assert (kept.date.start, kept.date.end, kept.date.precision) == (date(2011, 6, 13), date(2011, 6, 15), "days")
    app = show_form(app, 1)
    assert labelled(app.main.text_input, "Title").value == "Stones at night"
    assert [*app.exception, *app.error] == []


def test_days_that_cannot_be_are_not_taken(reader):
    app = show_form(reader(TEXT), 1)
    labelled(app.main.date_input, "First day").set_value(date(2011, 6, 20))
    app = app.run()
    assert said(app, "warning") == ["The last day is before the first one, so the day stays as it was."]


@pytest.mark.parametrize(("printed", "day"), [("6 May 2050", "5 May 2050"), ("14 August 1878", "12 August 1878")])
def test_a_day_long_past_or_still_to_come_can_be_edited(reader, printed, day):
    app = show_form(reader(f"PRISTINA, {printed} - Two people were killed in Svinjare on {day}."), 1)
    assert [*app.exception, *app.error] == []
    assert len(app.main.date_input) == 3


def test_a_place_that_is_taken_out_takes_its_precision_with_it(reader):
    app = show_form(reader(TEXT), 1)
    app = labelled(app.main.text_input, "Place").set_value("").run()
    kept = as_written(app, 1)
    assert (kept.place, kept.place_as_written, kept.place_precision) == (None, "", "")


def test_numbers_keep_their_words_when_a_row_before_them_is_taken_out(tiny_gazetteer):
    text = "On 13 June 2011 two men were killed and five women were injured in a clash in Svinjare, police said."
    (draft,) = read_text(text, tiny_gazetteer).drafts
    rows = pd.DataFrame(
        {
            "measure": ["injured", "killed", None], "whom": ["women", "guests", "nobody"], "low": [5, 1, pd.NA],
            "best": [6, 1, pd.NA], "high": [5, 1, pd.NA], "open_upper": [False, None, True], "sender": "", "status": "",
        },
        index=[1, 2, 3],
    )  # fmt: skip
    assert drafting._counts(rows, draft) == (
        replace(draft.counts[1], whom="women", low=5, best=6, high=5),
        replace(draft.counts[0], span=Span(0, 0, ""), whom="guests", low=1, best=1, high=1, claimed_by=""),
    )


def test_markup_in_a_text_and_in_the_data_is_shown_as_text(reader):
    text = f"PRISTINA, 14 June 2011 - {HOSTILE} Two people were killed in Svinjare on Monday, said {HOSTILE}. {HOSTILE}"
    app = show_form(decide(reader(text), 1, "Accept"), 1)
    app = labelled(app.main.text_input, "Title").set_value(HOSTILE).run()
    app = labelled(app.main.text_input, "Place").set_value(HOSTILE).run()
    assert [*app.exception, *app.error] == []
    assert shown(app)["text"] == text
    powers = re.compile(r"(?<!\\)<script|(?<!\\)\[x|:smile:|(?<!\\)\$x")
    assert [found for found in read_as_markdown(app) if powers.search(found)] == []
    assert any(plain("[x](javascript:alert(1))") in found for found in read_as_markdown(app))


def test_a_text_of_200_000_characters_is_read_once(reader):
    text = (f"{TEXT}\n\n" * 1200)[:200_000]
    app = reader(text)
    assert [*app.exception, *app.error, *app.warning] == []
    assert len(shown(app)["marks"]) > 3000
    first = app.session_state["reading"]
    assert decide(app, 1, "Accept").session_state["reading"] is first


def upload(app, content, name="text.txt"):
    return app.main.file_uploader[0].set_value((name, content, "text/plain")).run()


def test_a_file_is_read_in_its_encoding(reader):
    app = upload(reader(), "U Zvečanu je 14. lipnja bilo mirno. Četiri".encode("cp1250"))
    assert shown(app)["text"] == "U Zvečanu je 14. lipnja bilo mirno. Četiri"


def test_a_file_that_is_too_long_says_what_is_read(reader):
    app = upload(reader(), b"Quiet. " * 40_000)
    assert said(app, "warning") == [
        "The text has 280,000 characters; the first 200,000 are read. Split it to read the rest."
    ]
    assert len(shown(app)["text"]) == 200_000


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 50, b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00\xd8"])
def test_a_file_that_is_no_text_breaks_nothing(reader, content):
    app = upload(reader(), content)
    assert [*app.exception, *app.error] == []


def test_the_table_holds_exactly_the_accepted_drafts_as_they_were_edited(reading):
    edited = replace(reading, drafts=(replace(reading.drafts[0], title="=1+1"), *reading.drafts[1:]))
    rows = list(csv.DictReader(io.StringIO(as_table(edited, [0], DEFAULT_POLICY).decode())))
    assert rows == [
        {
            "status": "accepted", "kind": "incident", "event_type": "clash", "title": "'=1+1",
            "event_date_start": "2011-06-13", "event_date_end": "2011-06-14", "date_precision": "night",
            "date_as_written": "Monday night", "place": "svinjare", "place_name": "Frashër / Svinjare",
            "place_as_written": "near Svinjare", "place_precision": "near", "latitude": "42.86", "longitude": "20.9",
            "radius_m": "", "geonameid": "", "actors": rows[0]["actors"],
            "figures": "injured: 4 officers", "claimed_by": rows[0]["claimed_by"],
            "evidence": rows[0]["evidence"], "notes": "",
        }
    ]  # fmt: skip
    assert as_table(edited, [], DEFAULT_POLICY).decode().count("\n") == 1


def test_the_archive_holds_the_tables_that_have_rows_and_equal_rows_make_equal_bytes(reading):
    packed = as_tables(reading, [0], SOURCE)
    assert packed == as_tables(reading, [0], SOURCE)
    with ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == [f"{name}.csv" for name in DRAFT_TABLES if name != "movements"]
        tables = {
            name: pd.read_csv(archive.open(name), dtype=str, keep_default_na=False) for name in archive.namelist()
        }
    for name, table in tables.items():
        assert list(table.columns) == [column.name for column in TABLES[name.removesuffix(".csv")].columns]
    assert tables["figures.csv"][["measure", "whom", "best"]].to_numpy().tolist() == [["injured", "officers", "4"]]
    assert tables["sources.csv"][["id", "title", "published"]].to_numpy().tolist() == [
        ["text_1", "A night of stones", "2011-06-14"]
    ]


def test_a_data_set_takes_the_tables_of_the_archive(reading, tmp_path):
    folder = write_world(tmp_path / "own")
    before = read_dataset(folder)
    with ZipFile(io.BytesIO(as_tables(reading, [0, 1], SOURCE))) as archive:
        for name in archive.namelist():
            added = archive.read(name).decode().split("\n", 1)[1]
            with (folder / name).open("a", encoding="utf-8", newline="") as file:
                file.write(added)
    after = read_dataset(folder)
    assert after.rejections == before.rejections
    assert {name: len(after.tables[name]) - len(before.tables[name]) for name in DRAFT_TABLES} == {
        "sources": 1, "incidents": 2, "attestations": 2, "figures": 1, "movements": 1,
    }  # fmt: skip


def test_a_text_is_still_there_after_a_look_at_another_page(reader):
    app = reader(TEXT)
    app = app.switch_page("pages/data/place_names.py").run()
    app = app.switch_page("pages/data/read_text.py").run()
    assert labelled(app.main.text_area, "Text").value == TEXT
