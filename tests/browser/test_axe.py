"""axe-core finds no serious fault: every page and the map in its frame, light and dark, desktop and phone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.presenting import go_on, open_presentation, seen
from tests.browser.visit import Map, visiting

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
#: what Streamlit itself draws and an app cannot change: (rule, part of the element's HTML) and why
STREAMLITS_OWN: dict[tuple[str, str], str] = {
    (
        "target-size",
        'role="spinbutton"',
    ): "year, month and day of a date box stand side by side; it takes typed days too",
}

pytestmark = pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is not installed: run `npm ci` (needs Node with npm)" if shutil.which("npm")
    else "axe-core is not installed, and neither is npm",
)  # fmt: skip

RUN = """async ([rules]) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"], iframes: false });
  return found.violations.map((one) => ({ rule: one.id, impact: one.impact,
    nodes: one.nodes.map((node) => (
      { target: node.target.join(" "), html: node.html.slice(0, 300), said: node.failureSummary })) }));
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def grave_faults(frame):
    """Return the serious and critical faults that axe-core finds in a frame, one line for each element."""
    frame.evaluate(f"{AXE.read_text(encoding='utf-8')}; undefined")
    return [
        f"{fault['rule']}: {node['target']} {node['html']} {node['said']}"
        for fault in frame.evaluate(RUN, [RULES])
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
        if not any(fault["rule"] == rule and part in node["html"] for rule, part in STREAMLITS_OWN)
    ]


def test_axe_sees_a_fault_when_there_is_one(lone_map):
    lone_map.part("play").evaluate("(button) => { button.removeAttribute('aria-label'); button.textContent = ''; }")
    assert "button-name" in {fault.split(":")[0] for fault in grave_faults(lone_map.frame)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault(browser, address, scheme):
    faults = {}
    with visiting(browser, address, color_scheme=scheme) as visit:
        visit.open("?incident=2023-05-29-zvecan").map()
        faults["Map"] = grave_faults(visit.page.main_frame)
        for title in ("Timeline", "Table", "Chapters", "Own data", "Place names", "Read a text", "Sources and method"):
            visit.follow_menu(title)
            expect(visit.page.get_by_role("heading", level=1)).to_have_text(title)
            if title == "Place names":
                visit.page.get_by_role("button", name="Mitrovica", exact=True).click()
                expect(visit.page.get_by_test_id("stDataFrame").first).to_be_visible()
                faults["Place names, a table"] = grave_faults(
                    visit.look_up_table("t.csv", "place\nBanjska\n").page.main_frame
                )
                visit.page.get_by_role("tab", name="One name").click()
            if title == "Read a text":
                visit.read().decide("Accept").page.get_by_text("Show in the text, and edit").first.click()
            faults[title] = grave_faults(visit.rest().page.main_frame)
    assert faults == {name: [] for name in faults}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_has_no_serious_fault_on_any_of_its_tabs(browser, address, scheme):
    with visiting(browser, address, color_scheme=scheme) as visit:
        visit.page.goto(f"{address}/atlas/map.html")
        chart = Map(visit.page)
        chart.select("2023-05-29-zvecan")
        faults = {}
        for tab in ("list", "card", "legend"):
            chart.tab(tab).click()
            faults[tab] = grave_faults(chart.frame)
        assert faults == {name: [] for name in faults}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_slide_and_nothing_that_opens_over_it_has_a_serious_fault(browser, address, scheme):
    room = {"width": 1280, "height": 720}
    faults = {}
    with visiting(browser, address, color_scheme=scheme, viewport=room, reduced_motion="reduce") as visit:
        page = open_presentation(visit.page, f"{address}/atlas/present.html")
        faults["contents"] = grave_faults(page.main_frame)
        open_presentation(page, f"{address}/atlas/present.html", "march_2004")
        while True:
            told = seen(page)
            if not (told["kind"] == "step" and "step" in faults):
                faults[f"{told['slide']} {told['revealed']}" if told["kind"] != "step" else "step"] = grave_faults(
                    page.main_frame
                )
            if told["kind"] == "closing":
                break
            if told["kind"] == "exercise":
                page.keyboard.press("a")
                faults[f"{told['slide']} answered"] = grave_faults(page.main_frame)
            go_on(page, "keyboard")
        for key in "hlg":
            page.keyboard.press(key)
            page.locator("[data-part=dialog]").wait_for()
            faults[key] = grave_faults(page.main_frame)
            page.keyboard.press("Escape")
    assert faults == {name: [] for name in faults}
