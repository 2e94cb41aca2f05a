"""Place names and texts by hand: with the keyboard, with files, down to what is downloaded."""

from __future__ import annotations

import csv
import io
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect


def test_every_mark_is_reached_by_tab_and_enter_says_why(visit):
    visit.open("text").read()
    marks = visit.page.locator("[data-part=text] button[tabindex='0']")
    told = visit.page.locator("[data-part=told]")
    marks.first.focus()
    read = []
    for at in range(marks.count()):
        expect(marks.nth(at)).to_be_focused()
        visit.page.keyboard.press("Enter")
        read.append(told.inner_text())
        visit.page.keyboard.press("Tab")
    assert len(read) == len({*read}) > 10
    assert any(text.startswith("Zvecan: ") for text in read)
    assert any(text.startswith("Monday night: ") for text in read)
    expect(visit.page.locator("[data-part=text] [data-chosen]")).to_have_count(1)
    assert (visit.outside, visit.faults) == ([], [])


def test_the_text_is_shown_whole_with_its_marks_in_place_behind_emoji(visit):
    text = (
        "\N{GRINNING FACE}\N{GRINNING FACE} PRISTINA, 14 June 2011 - Two men were injured in Peja on Monday.\n\n"
        " <b>Quiet</b> since."
    )
    visit.open("text").read(text)
    shown = visit.page.locator("[data-part=text]")
    assert shown.evaluate("(box) => box.textContent") == text
    marked = shown.get_by_role("button").evaluate_all("(marks) => marks.map((one) => one.textContent)")
    assert {"PRISTINA", "Peja", "Monday"} <= {*marked}
    assert shown.locator("b").count() == 0


def test_an_accepted_draft_is_downloaded_as_it_was_edited_and_a_dropped_one_is_not(visit):
    visit.open("text").read()
    page = visit.page
    drafts = page.get_by_text("Show in the text, and edit")
    expect(drafts.nth(1)).to_be_visible()
    drafts.first.click()
    visit.rest()
    expect(page.locator("[data-part=text] [data-evidence=true]").first).to_be_visible()
    title = page.get_by_label("Title", exact=True)
    title.fill("=Stones, thrown")
    title.press("Tab")
    visit.rest()
    drafts.first.click()
    visit.rest().decide("Accept").decide("Drop", 2)
    with page.expect_download() as download:
        page.get_by_role("button", name="1 accepted draft, one table (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert [(row["status"], row["title"]) for row in rows] == [("accepted", "'=Stones, thrown")]
    with page.expect_download() as download:
        page.get_by_role("button", name="1 accepted draft, tables of a data set (ZIP)").click()
    with ZipFile(download.value.path()) as archive:
        incidents = list(csv.DictReader(io.StringIO(archive.read("incidents.csv").decode())))
    assert [row["title"] for row in incidents] == ["'=Stones, thrown"]
    assert (visit.outside, visit.faults) == ([], [])


def test_a_table_of_names_comes_back_whole(visit):
    visit.open("names").look_up_table("vendet.csv", "id;Vendi\n1;Pejë\n2;Banjska\n3;=1+1\n")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download the table with places").click()
    assert download.value.suggested_filename == "vendet-places.csv"
    header, *rows = csv.reader(
        io.StringIO(download.value.path().read_text(encoding="utf-8-sig"), newline=""), delimiter=";"
    )
    assert header[:3] == ["id", "Vendi", "latitude"]
    assert [row[:2] for row in rows] == [["1", "Pejë"], ["2", "Banjska"], ["3", "=1+1"]]
    assert [row[header.index("status")] for row in rows] == ["resolved", "ambiguous", "unknown"]


#: pairs of words on a small map that lie on each other by more than a pixel; numbers stand in their symbols
MEETING = """() => {
  const boxes = [...document.querySelectorAll("[data-testid=stVegaLiteChart] svg text")]
    .filter((one) => !/^\\d*$/.test(one.textContent))
    .map((one) => ({ words: one.textContent, box: one.getBoundingClientRect() }));
  const over = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
  return [boxes.length, boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => over(one.box, other.box))
    .map((other) => `${one.words} | ${other.words}`))];
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_no_words_meet_on_the_map_of_a_name(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open("names")
    meeting = {}
    for toponym in ("Mitrovica", "Banja", "Kamenica", "Springfield", "28 miles north of Pristina"):
        visit.look_up(toponym)
        visit.page.locator("[data-testid=stVegaLiteChart] svg").wait_for()
        drawn, meeting[toponym] = visit.page.evaluate(MEETING)
        assert drawn > 0
    assert meeting == {toponym: [] for toponym in meeting}


def test_a_link_to_a_name_opens_its_answer(visit):
    visit.open("names").look_up("Banjska")
    visit.page.wait_for_url("**toponym=Banjska*")
    query = visit.query()
    visit.follow_menu("Table").follow_menu("Place names")
    expect(visit.page.get_by_label("Place name", exact=True)).to_have_value("Banjska")
    visit.open(f"names?{query}")
    expect(visit.page.get_by_text('"Banjska" is ambiguous', exact=False).first).to_be_visible()
