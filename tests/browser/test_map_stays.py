"""The map is made once: neither the strip nor a filter nor other names make it anew, move it or blank it."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import expect

#: keep what is there now, and look in every frame whether the base map still covers the middle of the map
KEEP = """() => {
  const canvas = document.querySelector(".leaflet-atlas-base-pane canvas");
  globalThis.__kept = { map: atlas.map, canvas, thinnest: 255, looks: 0 };
  const look = () => {
    const middle = [canvas.width / 2, canvas.height / 2, 1, 1];
    __kept.thinnest = Math.min(__kept.thinnest, canvas.getContext("2d").getImageData(...middle).data[3]);
    __kept.looks += 1;
    requestAnimationFrame(look);
  };
  look();
}"""
SAME = """() => ({ map: __kept.map === atlas.map, canvas: __kept.canvas.isConnected, thinnest: __kept.thinnest,
  maps: document.querySelectorAll(".leaflet-container").length })"""
UNTOUCHED = {"map": True, "canvas": True, "thinnest": 255, "maps": 1}


@pytest.fixture
def kept(visit):
    """Return the map of an opened page that remembers its Leaflet object, and its frame in the page."""
    chart = visit.open().map()
    chart.frame.evaluate(KEEP)
    visit.page.evaluate("([frame]) => { globalThis.__frame = frame; }", [chart.frame.frame_element()])
    return chart


def same_frame(visit, chart):
    """Say whether the frame in the page is still the element that it was."""
    return visit.page.evaluate("([frame]) => frame === __frame && frame.isConnected", [chart.frame.frame_element()])


def test_the_map_stays_through_twenty_moves_of_the_strip_and_five_filters(visit, kept):
    windows = set()
    for move in range(20):
        kept.part(("from", "to", "playhead")[move % 3]).press(("PageUp", "PageDown", "ArrowLeft")[move % 3])
        windows.add(kept.window())
    sentences = [visit.rest().sentence()]
    for change in (
        lambda: visit.search("Mitrovica"),
        lambda: visit.choose("Casualties", "With killed"),
        lambda: visit.choose("How exactly the place is known", "settlement known"),
        lambda: visit.sidebar().get_by_role("button", name="Serb-majority areas").click(),
        lambda: visit.sidebar().get_by_role("button", name="Clear all filters").click(),
    ):
        change()
        sentences.append(visit.rest().sentence())
    assert kept.frame.evaluate(SAME) == UNTOUCHED
    assert same_frame(visit, kept)
    assert len(windows) >= 15
    assert len(set(sentences)) >= 4
    assert kept.frame.evaluate("() => __kept.looks") > 20
    assert visit.faults == []


def test_moving_the_strip_neither_pans_nor_zooms_the_map(kept):
    where = "() => [atlas.map.getCenter().lat, atlas.map.getCenter().lng, atlas.map.getZoom()]"
    before = kept.frame.evaluate(where)
    for key in ("PageDown", "ArrowLeft", "PageDown", "Home", "End"):
        kept.part("playhead").press(key)
    kept.press_chip("March 2004")
    assert kept.painted().frame.evaluate(where) == before


def test_a_filter_on_the_page_filters_the_map_and_its_list(visit, kept, incidents):
    visit.choose("Casualties", "With killed")
    wanted = set(incidents.index[incidents["has_deaths"]])
    expect(kept.part("count")).to_have_text(f"{len(wanted)} incidents")
    assert set(kept.listed()) == wanted
    assert wanted
    assert set(kept.ids) - wanted


def test_other_names_change_map_card_list_and_table_and_not_the_map_object(visit, kept):
    kept.select("2023-05-29-zvecan")
    forms = {"Serbian (Cyrillic)": "Звечан", "Albanian": "Zveçan", "Serbian (Latin)": "Zvečan"}
    languages = {"Serbian (Cyrillic)": "sr-Cyrl", "Albanian": "sq", "Serbian (Latin)": "sr-Latn"}
    for policy, form in forms.items():
        visit.choose("Names", policy)
        expect(kept.part("card").locator(".where")).to_have_text(form)
        assert kept.frame.locator("[data-part=list] [aria-current=true]").text_content().endswith(form)
        written = set(kept.painted().frame.evaluate(WRITTEN))
        called = {language: set(kept.frame.evaluate(LABELS, language)) for language in languages.values()}
        mine = called.pop(languages[policy])
        assert len(written & mine) >= 5
        assert written & (called["sq"] if "sq" in called else called["sr-Latn"]) <= mine
    assert kept.frame.evaluate(SAME) == UNTOUCHED
    visit.follow_menu("Table")
    assert visit.query().startswith("names=sr-Latn")
    cells = downloaded_cells(visit)
    assert ("Zvečan" in cells, "Zveçan" in cells, "Звечан" in cells) == (True, False, False)


def downloaded_cells(visit):
    """Return the cells of the table of the page, taken from its CSV download."""
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return {cell for row in csv.reader(file) for cell in row}


#: the names of the places on the base map in one language
LABELS = "(policy) => atlas.payload.base.labels.map((label) => Atlas.nameOf(label.names, policy))"
#: what one more painting writes on the canvases
WRITTEN = """() => new Promise((done) => {
  const words = [];
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function fillText(text, ...others) {
    words.push(text);
    return write.call(this, text, ...others);
  };
  atlas.clock.set({}, false);
  requestAnimationFrame(() => requestAnimationFrame(() => {
    CanvasRenderingContext2D.prototype.fillText = write;
    done(words);
  }));
})"""
