"""A data folder full of attacks: everything is shown as text, nothing runs, good rows show, bad rows are named."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.hostile import ATTACK, REJECTED_DAY, REJECTED_SOURCE
from tests.browser.presenting import open_presentation, turn_to, walk
from tests.browser.visit import Map, visiting

PWNED = "() => globalThis.__pwned"
GOOD = {"bridge_clash", "houses_burned", "reserve_2004", "year_of_talks", "searches", "blast", "town_hall", "sit_in"}


@pytest.fixture
def hostile(browser, hostile_address):
    """Return a reader of the hostile folder."""
    with visiting(browser, hostile_address) as reader:
        yield reader


def expect_unharmed(visit):
    """Say that nothing ran in any frame, nothing was asked for and nothing complained."""
    assert [frame.evaluate(PWNED) for frame in visit.page.frames] == [None] * len(visit.page.frames)
    assert (visit.outside, visit.faults) == ([], [])
    markup = visit.page.locator(
        "img[src='x'], svg[onload], iframe[srcdoc], a[href^='javascript:' i], img[src*='outside.example']"
    )
    assert markup.count() == 0


def test_nothing_runs_on_the_map_and_every_good_row_is_there(hostile):
    chart = hostile.open().map()
    assert set(chart.listed()) == GOOD
    for identifier in chart.ids:
        chart.select(identifier)
        card = chart.part("card")
        expect(card.get_by_role("heading", level=2)).to_contain_text(ATTACK)
        chart.tab("card").click()
        assert card.locator("script, img, svg, iframe").count() == 0
        assert (
            card.locator("a").evaluate_all("(links) => links.filter((one) => !/^https?:/.test(one.href)).length") == 0
        )
    chart.press_chip("May 2023")
    hostile.rest()
    assert chart.frame.locator("[data-part=list] img, [data-part=list] script").count() == 0
    expect_unharmed(hostile)


def test_a_tooltip_and_an_area_are_text_too(hostile):
    chart = hostile.open().map()
    box = chart.frame.locator(".leaflet-container").bounding_box()
    for hit in chart.frame.evaluate("() => atlas.hits().filter((one) => one.radius).map((one) => [one.x, one.y])"):
        hostile.page.mouse.move(box["x"] + hit[0], box["y"] + hit[1])
        chart.painted()
        assert chart.part("tip").locator("> div *").count() == 0
    chart.part("tip").filter(has_text="<script>").first.wait_for()
    expect_unharmed(hostile)


def test_nothing_runs_on_any_page_and_the_text_is_seen_as_text(hostile):
    hostile.open("timeline?incident=town_hall")
    for title in ("Timeline", "Table"):
        hostile.follow_menu(title)
        expect(hostile.page.get_by_role("heading", level=1)).to_have_text(title)
        expect(hostile.page.get_by_text("<script>window.__pwned=1</script>").first).to_be_attached()
        for expander in hostile.page.get_by_test_id("stExpander").all():
            expander.locator("summary").click()
        expect_unharmed(hostile.rest())


def test_a_story_is_text_on_its_page_and_in_the_editor(hostile):
    hostile.open("chapters")
    page = hostile.page
    for tab in ("The steps as text", "Glossary", "Make your own"):
        page.get_by_role("tab", name=tab).click()
        expect_unharmed(hostile.rest())
    page.get_by_role("button", name="Retell", exact=True).click()
    hostile.rest()
    expect(page.get_by_label("Title of the story")).to_have_value(re.compile("<script>"))
    expect_unharmed(hostile)


def test_a_story_is_text_on_every_slide_and_in_all_that_opens_over_it(hostile):
    page = open_presentation(hostile.page, f"{hostile.address}/atlas/present.html")
    for story in ("march_2004", "may_2023"):
        for passed in walk(turn_to(page, story), "keyboard"):
            assert passed
        expect(page.locator("[data-part=slide]")).to_contain_text("<script>window.__pwned=1</script>")
        expect_unharmed(hostile)
    for key in "hlg":
        page.keyboard.press(key)
        page.locator("[data-part=dialog]").wait_for()
        expect_unharmed(hostile)
        page.keyboard.press("Escape")
    with page.context.expect_page() as opened:
        page.keyboard.press("t")
    assert opened.value.evaluate(PWNED) is None


def test_a_place_name_is_text_in_the_question_and_in_the_answer(hostile):
    hostile.open("names")
    box = hostile.page.get_by_label("Place name", exact=True)
    for toponym in ("Zvecan", "Svinjare", f"Zvecan {ATTACK}"[:200]):
        box.fill(toponym)
        box.press("Enter")
        expect_unharmed(hostile.rest())
    expect(hostile.page.get_by_test_id("stMain")).to_contain_text("<script>window.__pwned=1</script>")


def test_a_table_of_names_is_text_in_its_headings_cells_and_name(hostile):
    cell = ATTACK.replace('"', '""')
    hostile.open("names").look_up_table(
        "<img src=x onerror=alert(1)>.csv", f'"{cell}",place\n"{cell}","{cell}"\nx,Zvecan\n'
    )
    hostile.page.get_by_role("button", name="Download the table with places").wait_for()
    expect_unharmed(hostile)


def test_a_text_is_text_where_it_is_shown_drafted_and_edited(hostile):
    text = f"PRISTINA, 14 June 2011 - {ATTACK} Two {ATTACK} people were killed in Svinjare on Monday, {ATTACK} said. "
    hostile.open("text").read(text + "Five men were injured in a clash near Svinjare on Sunday.")
    shown = hostile.page.locator("[data-part=text]")
    expect(shown).to_contain_text("<script>window.__pwned=1</script>")
    for mark in shown.get_by_role("button").all():
        mark.click()
    for toggle in hostile.page.get_by_text("Show in the text, and edit").all():
        toggle.click()
        hostile.rest()
    for label in ("Title", "Place", "According to"):
        box = hostile.page.get_by_label(label, exact=True).first
        box.fill(ATTACK[:200])
        box.press("Tab")
        hostile.rest()
    hostile.decide("Accept")
    expect(hostile.page.get_by_role("button", name="1 accepted draft, one table (CSV)")).to_be_visible()
    expect_unharmed(hostile)


def test_rejected_rows_are_named_with_file_line_column_and_value(hostile):
    hostile.open("method")
    said = hostile.page.get_by_test_id("stMain").inner_text()
    for words in ("sources.csv", "url", REJECTED_SOURCE, "incidents.csv", "event_date_start", REJECTED_DAY):
        assert words in said
    expect_unharmed(hostile)


def test_an_attack_in_the_link_is_text(hostile):
    attack = quote(ATTACK)
    chart = hostile.open(f"?q={attack}&incident={attack}&type={attack}&tiles={attack}&map={attack}&from={attack}").map()
    assert hostile.sidebar().get_by_label("Search").input_value().startswith("<script>")
    assert chart.selected() is None
    expect_unharmed(hostile)


def test_nothing_runs_in_the_downloaded_file(hostile, browser, tmp_path):
    hostile.open("?incident=town_hall").map()
    with hostile.page.expect_download() as download:
        hostile.sidebar().get_by_role("button", name="Download this map").click()
    kept = tmp_path / "map.html"
    download.value.save_as(kept)
    with visiting(browser, "file://") as reader:
        reader.page.goto(kept.as_uri())
        alone = Map(reader.page)
        expect(alone.part("card").get_by_role("heading", level=2)).to_contain_text(ATTACK)
        assert set(alone.listed()) == GOOD
        expect_unharmed(reader)
