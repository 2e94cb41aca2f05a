"""The address is the view: opened in another browser it shows the same sentence, the same map and the same rows."""

from __future__ import annotations

import csv
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from geo.filters import Filters, apply
from tests.browser.visit import visiting

CLASH = "2023-05-29-zvecan"


def seen(visit):
    """Return everything that two readers of one link have to agree on."""
    chart = visit.map()
    card = chart.part("card").text_content()
    clock = {name: value for name, value in chart.clock().items() if name in ("from", "to", "mode", "step")}
    extent = chart.frame.evaluate("() => [atlas.map.getCenter().lat.toFixed(2), atlas.map.getCenter().lng.toFixed(2)]")
    return {
        "sentence": visit.sentence(), "heading": chart.heading(), "selected": chart.selected(), "card": card,
        "rows": chart.listed(), "drawn": chart.drawn(), "clock": clock, "extent": extent,
    }  # fmt: skip


def test_the_link_of_a_view_shows_the_same_view_in_another_browser(visit, browser, address):
    chart = visit.open().map()
    visit.choose("Type", "Clash")
    visit.choose("Names", "Serbian (Latin)")
    visit.search("Zvecan")
    chart.type_window(date(2022, 1, 1), date(2024, 12, 31))
    chart.part("step").select_option("month")
    chart.part("mode").select_option("fading")
    chart.select(CLASH)
    visit.page.wait_for_url("**incident=2023-05-29-zvecan**")
    visit.rest()
    asked = parse_qs(visit.query())
    assert {name: asked[name] for name in ("from", "to", "type", "names", "mode", "step", "incident", "q")} == {
        "from": ["2022-01-01"], "to": ["2024-12-31"], "type": ["clash"], "names": ["sr-Latn"], "mode": ["fading"],
        "step": ["month"], "incident": [CLASH], "q": ["Zvecan"],
    }  # fmt: skip
    before = seen(visit)
    assert before["selected"] == CLASH
    with visiting(browser, address) as other:
        other.page.goto(visit.page.url)
        other.map().frame.wait_for_function("() => atlas.view.selected !== null")
        assert seen(other.rest()) == before
        assert sorted(urlsplit(other.page.url).query.split("&")) == sorted(visit.query().split("&"))


def test_the_link_gives_the_rows_that_the_tables_give(visit, incidents):
    filters = Filters(event_types=("clash", "riot_arson"), place_precisions=("settlement", "near"))
    window = (date(2004, 3, 17), date(2004, 3, 18))
    wanted = apply(incidents, filters, window)
    chart = visit.open(
        "?type=clash&type=riot_arson&precision=settlement&precision=near&from=2004-03-17&to=2004-03-18"
    ).map()
    expect(chart.part("count")).to_have_text(f"{len(wanted.ids)} incidents")
    assert sorted(chart.listed()) == sorted(wanted.ids)
    assert visit.sentence() == wanted.sentence()
    visit.follow_menu("Table")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == list(wanted.ids)


def test_values_that_cannot_be_are_left_out_of_the_view(visit, incidents):
    wrong = "from=2004-13-45&to=never&mode=sideways&step=century&type=nonsense&precision=none&incident=no_such"
    chart = visit.open(f"?{wrong}&map=here,there,1&names=xx&tiles=nowhere&casualties=some&unknown=1").map()
    assert sorted(chart.listed()) == sorted(incidents.index)
    assert (chart.window(), chart.selected()) == (chart.domain(), None)
    assert visit.sentence() == f"{len(incidents)} of {len(incidents)} shown"
    assert (visit.outside, visit.faults) == ([], [])


def test_a_filter_stays_when_the_window_moves(visit, incidents):
    chart = visit.open().map()
    visit.choose("Type", "Clash")
    visit.choose("Kind of source", "agency")
    wanted = []
    for chip in ("The war and the years after", "March 2004", "New mayors"):
        chart.press_chip(chip)
        visit.rest()
        filters = Filters(event_types=("clash",), source_kinds=("agency",))
        wanted.append(apply(incidents, filters, chart.window()))
        assert (visit.sentence(), sorted(chart.listed())) == (wanted[-1].sentence(), sorted(wanted[-1].ids))
    assert len({shown.ids for shown in wanted}) > 1


def test_a_filter_stays_when_the_names_change(visit):
    chart = visit.open().map()
    visit.choose("Municipality", "Zve")
    shown = (visit.sentence(), chart.listed())
    told = parse_qs(visit.query())["municipality"]
    for policy in ("Serbian (Cyrillic)", "English", "Albanian"):
        visit.choose("Names", policy)
        assert (visit.sentence(), chart.listed(), parse_qs(visit.query())["municipality"]) == (*shown, told)
    assert 0 < len(shown[1]) < len(chart.ids)


def test_quick_hands_leave_page_and_map_in_agreement(visit):
    chart = visit.open("?from=2004-03-01&to=2004-04-30").map()
    box = visit.sidebar().get_by_label("Search")
    for _ in range(3):
        box.fill("Mitrovica")
        box.press("Enter")
        for _ in range(6):
            chart.part("from").press("ArrowRight")
        box.fill("")
        box.press("Enter")
        for _ in range(6):
            chart.part("from").press("ArrowLeft")
            chart.part("to").press("ArrowLeft")
    visit.rest()
    window = (date(2004, 3, 1), date(2004, 4, 12))
    assert chart.window() == window
    assert parse_qs(visit.query())["from"] + parse_qs(visit.query())["to"] == [str(day) for day in window]
    visit.expect_shown(len(chart.listed()))


def test_going_to_another_page_and_back_keeps_the_view(visit):
    chart = visit.open(f"?from=2023-05-26&to=2023-06-30&type=clash&incident={CLASH}").map()
    chart.frame.wait_for_function("() => atlas.view.selected !== null")
    before = seen(visit)
    for title in ("Timeline", "Table", "Map"):
        visit.follow_menu(title)
    visit.map().frame.wait_for_function("() => atlas.view.selected !== null")
    assert seen(visit.rest()) == before


@pytest.mark.parametrize("path", ["timeline", "table"])
def test_the_link_of_another_page_carries_the_view_to_the_map(visit, path):
    visit.open(f"{path}?from=2023-05-26&to=2023-06-30&names=sr-Cyrl&incident={CLASH}")
    sentence = visit.sentence()
    visit.follow_menu("Map")
    chart = visit.map()
    chart.frame.wait_for_function("() => atlas.view.selected !== null")
    assert (visit.sentence(), chart.selected()) == (sentence, CLASH)
    assert chart.window() == (date(2023, 5, 26), date(2023, 6, 30))
