"""The atlas with the network cable out: nothing is asked of the outside and nothing breaks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serving
from tests.browser.visit import Map, visiting

PAGES = ("Map", "Timeline", "Table", "Snapshot", "Chapters", "Own data", "Place names",
         "Read a text", "Sources and method")  # fmt: skip
TILES_CHOICE = "OpenStreetMap"


def test_a_request_to_the_outside_is_noted_and_goes_nowhere(visit):
    ask = "() => fetch('https://outside.example/x').then(() => 'answered', () => 'refused')"
    assert (visit.page.evaluate(ask), visit.outside) == ("refused", ["https://outside.example/x"])
    assert "outside.example" in visit.faults[0]


def test_the_headers_of_the_server_forbid_a_page_to_ask_the_outside(visit):
    visit.page.goto(f"{visit.address}/_stcore/health")
    ask = "() => fetch('https://outside.example/x').then(() => 'answered', () => 'refused')"
    assert (visit.page.evaluate(ask), visit.outside) == ("refused", [])
    assert "Content Security Policy" in visit.faults[0]


def test_every_page_works_without_a_network(visit):
    opened = visit.open().map()
    headings = []
    for title in PAGES[1:]:
        visit.follow_menu(title)
        heading = visit.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(title)
        headings.append(heading.inner_text())
    visit.follow_menu("Map").map()
    assert (headings, visit.outside, visit.faults) == (list(PAGES[1:]), [], [])
    assert opened.ids


def test_using_the_map_asks_nothing_of_the_outside(visit):
    chart = visit.open().map()
    chart.part("to").press("PageDown")
    chart.press_chip("March 2004")
    chart.part("play").click()
    chart.frame.wait_for_function("() => atlas.clock.state.playing && atlas.view.selected !== null")
    chart.part("play").click()
    visit.search("bridge")
    visit.page.wait_for_url("**q=bridge*")
    chart.press_chip("All years")
    chart.select(chart.listed()[0])
    chart.part("card").get_by_role("heading", level=2).wait_for()
    visit.rest()
    assert (visit.outside, visit.faults) == ([], [])


def test_a_link_to_a_source_leads_to_its_page_in_a_new_window_and_nowhere_else(visit):
    chart = visit.open("?incident=2023-05-29-zvecan").map()
    links = chart.part("card").locator(".sources a")
    links.first.wait_for()
    addresses = links.evaluate_all("(links) => links.map((link) => link.href)")
    assert addresses
    assert all(address.startswith(("https://", "http://")) for address in addresses)
    assert visit.outside == []
    with visit.page.context.expect_page() as opened:
        links.first.click()
    opened.value.wait_for_load_state()
    assert visit.outside == [addresses[0]]
    assert chart.selected() == "2023-05-29-zvecan"


def test_names_tables_and_texts_are_read_without_a_network(visit):
    visit.open("names").press("28 miles north of Pristina").look_up("Banjska").look_up_table(
        "towns.csv", "place\nPeja\n"
    )
    visit.page.get_by_role("button", name="Download the table with places").wait_for()
    visit.follow_menu("Read a text").read()
    for label in visit.page.get_by_test_id("stCheckbox").all():
        label.click()
        visit.rest()
    visit.decide("Accept")
    visit.page.get_by_role("button", name="1 accepted draft, one table (CSV)").wait_for()
    assert (visit.outside, visit.faults) == ([], [])


@pytest.mark.parametrize("path", ["timeline", "table", "snapshot", "own", "names", "text", "method"])
def test_the_address_of_a_page_opens_it_without_a_network(visit, path):
    visit.open(path)
    expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
    assert (visit.outside, visit.faults) == ([], [])


def test_the_first_reader_after_the_start_may_open_any_page_by_its_address(browser, tmp_path):
    with serving(tmp_path / "log.txt") as started, visiting(browser, started) as first:
        first.open("names")
        assert first.page.get_by_role("dialog").all_inner_texts() == []
        assert (first.page.get_by_role("heading", level=1).inner_text(), first.faults) == ("Place names", [])


def test_the_downloaded_map_works_from_a_file(visit, browser, tmp_path):
    chart = visit.open("?from=2004-03-17&to=2004-03-19&names=sr-Latn").map()
    told, listed = chart.heading(), sorted(chart.listed())
    with visit.page.expect_download() as download:
        visit.sidebar().get_by_role("button", name="Download this map").click()
    kept = tmp_path / "map.html"
    download.value.save_as(kept)
    with visiting(browser, "file://") as reader:
        reader.page.goto(kept.as_uri())
        alone = Map(reader.page)
        assert (alone.heading(), sorted(alone.listed())) == (told, listed)
        for name in ("next", "next", "back", "previous"):
            alone.part(name).click()
        alone.press_chip("All years")
        alone.part("mode").select_option("cumulative")
        alone.part("play").click()
        alone.painted()
        alone.part("play").click()
        assert alone.selected() is not None
        assert (reader.outside, reader.faults) == ([], [])
    assert (visit.outside, visit.faults) == ([], [])


def test_online_tiles_are_asked_for_only_after_they_were_chosen_and_the_offline_map_stays(visit):
    chart = visit.open().map()
    before = list(visit.outside)
    chart.frame.evaluate("() => void (globalThis.__kept = atlas.map)")
    visit.choose("Base map", TILES_CHOICE)
    expect(chart.part("notice")).to_contain_text("offline map stays")
    hosts = {address.split("/")[2] for address in visit.outside}
    assert before == []
    assert all(host.endswith("openstreetmap.org") for host in hosts)
    assert hosts
    assert chart.frame.evaluate("() => globalThis.__kept === atlas.map")
    assert chart.frame.evaluate(COVERED) == 255


#: opacity of the base map in the middle of the map
COVERED = """() => {
  const canvas = document.querySelector(".leaflet-atlas-base-pane canvas");
  return canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3];
}"""
