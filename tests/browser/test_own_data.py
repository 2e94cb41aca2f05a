"""The page "Own data" in a real browser: a file becomes a data set on the map, two people edit and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.store.editing import Edits
from geo.store.workspace import open_workspace
from tests.browser.conftest import ROOT, serving
from tests.browser.test_axe import AXE, grave_faults
from tests.browser.test_phone import CROWDED, PHONE, SIDEWAYS
from tests.browser.visit import visiting
from tests.opened import HOSTILE
from tests.own_rows import row, started, table

FILE = """Datum;Mesto;Tip;Naslov;Poginuli
17.03.2004;Čaglavica;sukob;Kamenje;0
18.03.2004;Banjska;protest;Skup;
18.03.2004;Svinjare;čudno;Kuće;
31.02.2004;Zvečan;napad;Nemogućan dan;1
"""
#: from the left of the table of rows, past the column that marks them and that of the ids
TITLE_X, ROW_HEIGHT = 130, 35


@pytest.fixture(scope="module")
def workspace_folder(tmp_path_factory):
    """Return the folder of the workspace that the server shows."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def own_address(tmp_path_factory, workspace_folder):
    """Return the address of a server with a workspace that nothing was saved in yet."""
    folder = tmp_path_factory.mktemp("own server")
    with serving(
        folder / "log.txt", ATLAS_DATA=str(ROOT / "data"), ATLAS_STORIES=str(folder / "stories"),
        ATLAS_WORKSPACE=str(workspace_folder),
    ) as served:  # fmt: skip
        yield served


@pytest.fixture
def reader(browser, own_address):
    """Return somebody who has opened nothing yet."""
    with visiting(browser, own_address) as fresh:
        yield fresh
        assert (fresh.outside, fresh.faults) == ([], [])


def main(visit):
    return visit.page.get_by_test_id("stMain")


def bring(visit, name, content):
    """Bring a file, and wait until it was looked at."""
    upload = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    visit.page.locator("input[type=file]").set_input_files([upload])
    visit.page.get_by_role("button", name="Check the rows").wait_for()
    return visit.rest()


def check(visit):
    visit.press("Check the rows")
    main(visit).get_by_text("in the file:").wait_for()
    return visit.rest()


def choose(visit, label, option):
    """Choose from a list with the keyboard alone."""
    box = main(visit).get_by_role("combobox", name=label, exact=True)
    box.focus()
    box.press("ArrowDown")
    box.fill(option)
    visit.page.get_by_role("option").filter(has_text=option).first.wait_for()
    box.press("Enter")
    return visit.rest()


def open_part(visit, dataset, part):
    visit.open(f"own?set={dataset}")
    for tab in ("Your data sets", part):
        visit.page.get_by_role("tab", name=tab, exact=True).click()
        visit.rest()
    return visit


def edit_title(visit, number, title):
    """Write another title into a row of the table, as a hand does."""
    grid = main(visit).get_by_test_id("stDataFrame").last
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    visit.page.mouse.dblclick(box["x"] + TITLE_X, box["y"] + ROW_HEIGHT * (number + 0.5))
    field = visit.page.locator("#portal textarea")
    field.wait_for()
    field.fill(title)
    field.press("Enter")
    field.wait_for(state="detached")
    visit.page.keyboard.press("Escape")  # the row below is not taken for the one that is meant next
    return visit.rest()


def test_a_file_is_checked_decided_kept_and_seen_on_the_map(reader, workspace_folder):
    bring(reader.open("own"), "lista.csv", FILE)
    expect(main(reader)).to_contain_text("CSV · UTF-8 · semicolon · about 4 rows · 5 columns")
    check(reader)
    expect(main(reader)).to_contain_text("4 rows in the file: 1 row is accepted, 3 rows are not.")
    choose(reader, "Banjska", "19 km from the first")
    reader.press("Check again with these answers")
    expect(main(reader)).to_contain_text("4 rows in the file: 2 rows are accepted, 2 rows are not.")
    with reader.page.expect_download() as download:
        main(reader).get_by_role("button", name="Rows that are not accepted, with the reasons").click()
    assert "is not in the calendar" in download.value.path().read_text(encoding="utf-8-sig")
    reader.rest().press("Keep 2 rows")
    expect(main(reader)).to_contain_text('"lista" is kept as version 1, 2 rows')
    assert reader.query() == "set=lista"
    main(reader).get_by_role("link", name="See it on the map").click()
    assert reader.rest().map().ids == ["lista.row-1", "lista.row-2"]
    expect(reader.sidebar()).to_contain_text("lista: Own data of this workspace")
    assert open_workspace(str(workspace_folder)).head("lista").about.rejected == 2


def test_two_people_edit_the_same_rows_both_are_shown_and_nothing_is_lost(
    reader, browser, own_address, workspace_folder, tmp_path
):
    workspace = open_workspace(str(workspace_folder))
    rows = table(*(row(one, event_type="clash") for one in "abc"))
    name = started(workspace, tmp_path, rows).dataset
    open_part(reader, name, "Rows")
    edit_title(reader, 1, "Mine A")
    edit_title(reader, 3, "Mine C")
    expect(main(reader)).to_contain_text("2 rows edited.")
    with visiting(browser, own_address) as other:
        open_part(other, name, "Rows")
        main(other).get_by_label("Your name").fill("bo")
        main(other).get_by_label("Your name").press("Enter")
        other.rest()
        edit_title(other, 1, "Theirs A")
        edit_title(other, 2, "Theirs B")
        other.press("Save as a new version")
        expect(main(other)).to_contain_text("Saved as a new version.")
        assert (other.outside, other.faults) == ([], [])
    reader.page.get_by_role("tab", name="Versions", exact=True).click()
    expect(main(reader.rest())).to_contain_text("0 rows came, 0 rows went, 2 rows changed.")
    reader.page.get_by_role("tab", name="Rows", exact=True).click()
    expect(main(reader.rest())).to_contain_text("bo: 2 rows edited. Your edits are still here")
    reader.press("Save as a new version")
    shown = main(reader).get_by_test_id("stTable").inner_text().split()
    assert " ".join(shown) == "Column Before They saved You have Title About a Theirs A Mine A"
    main(reader).get_by_role("radiogroup").get_by_text("Mine", exact=True).click()
    reader.rest().press("Save what I chose")
    expect(main(reader)).to_contain_text("Saved; both stay among the versions.")
    titles = {one.number: workspace.read_rows(one, ["title"])["title"].to_pylist() for one in workspace.history(name)}
    assert titles == {
        1: ["About a", "About b", "About c"], 2: ["Theirs A", "Theirs B", "About c"],
        3: ["Mine A", "Theirs B", "Mine C"],
    }  # fmt: skip


def test_markup_in_a_file_is_shown_as_text_and_runs_nowhere(reader):
    cells = HOSTILE.replace('"', "'").replace("alert(1)", "alert(document.title='hacked')")
    rows = [
        f'date;place;type;title;"{cells}"',
        f'17.3.2004;Svinjare;"{cells}";"{cells}";x',
        f'18.3.2004;"{cells}";clash;;',
    ]
    check(bring(reader.open("own"), f"{cells.replace('/', '')}.csv", "\n".join(rows)))
    assert main(reader).locator("script, img[src*='e.org'], a[href^=javascript]").count() == 0
    expect(main(reader)).to_contain_text("<script>alert(document.title='hacked')")
    assert "hacked" not in reader.page.title()


def test_a_file_that_is_too_large_is_told_how_it_goes_in(reader, tmp_path):
    large = tmp_path / "large.csv"
    large.write_bytes(b"date;place\n" * 2_400_000)
    reader.open("own").page.locator("input[type=file]").set_input_files(large)
    expect(main(reader)).to_contain_text("File must be 25.0MB or smaller")
    expect(main(reader)).to_contain_text("Up to 25 MB here. A larger file goes in on a terminal: python -m geo.store")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run `npm ci` (needs Node with npm)")
def test_the_page_fits_a_phone_and_has_no_serious_fault(browser, own_address, workspace_folder, tmp_path):
    workspace = open_workspace(str(workspace_folder))
    name = started(workspace, tmp_path, table(row("a", event_type="clash"))).dataset
    workspace.edit(name, 1, Edits({"a": {"title": "Second"}}), "bo", "One row.")
    with visiting(browser, own_address, **PHONE) as phone:
        check(bring(phone.open("own"), "lista.csv", FILE))
        found = {"a file": (phone.page.evaluate(SIDEWAYS), phone.page.evaluate(CROWDED), grave_faults(phone.page))}
        phone.page.get_by_role("tab", name="Your data sets", exact=True).click()
        for part in ("What it is", "Versions", "Rows", "Take away"):
            phone.rest().page.get_by_role("tab", name=part, exact=True).click()
            phone.rest()
            found[part] = (phone.page.evaluate(SIDEWAYS), phone.page.evaluate(CROWDED), grave_faults(phone.page))
        assert found == dict.fromkeys(found, (0, [], []))
        assert (phone.outside, phone.faults) == ([], [])
