"""The page that prints, in a browser: what is seen is the file, and a file or a code brings the view back elsewhere."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import parse_qs, quote

import pytest
from playwright.sync_api import expect

from geo.filters import Filters, apply
from tests.browser.hostile import ATTACK
from tests.browser.test_axe import AXE, grave_faults
from tests.browser.test_hostile_pages import expect_unharmed
from tests.browser.test_phone import CROWDED, PHONE, SIDEWAYS
from tests.browser.visit import visiting

MARCH = "from=2004-03-16&to=2004-03-24"
FORMS = {"Download PDF": "pdf", "PNG": "png", "PowerPoint": "pptx", "HTML map": "html"}
SETTINGS = {
    "paper": ["letter"], "dpi": ["300"], "heading": ["Two days in March"], "banner": ["FOR TRAINING"],
    "footnote": ["un"], "maker": ["Desk 4"], "labels": ["numbers"], "maps": ["before-after"], "split": ["2004-03-18"],
}  # fmt: skip


def picture(visit):
    """Return the picture of the page once it is there."""
    shown = visit.page.locator("[data-part=page] img")
    shown.evaluate("(one) => one.decode()")
    return shown


def seen_png(visit):
    """Return the bytes of the picture as the server gives them to the page."""
    answer = visit.page.request.get(picture(visit).get_attribute("src"))
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in answer.headers["cache-control"]
    return answer.body()


def download(visit, name):
    """Press a button that makes a file, and return the file."""
    with visit.page.expect_download() as made:
        visit.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).click()
    return made.value.path().read_bytes()


def listed(visit):
    """Return the ids of the incidents that the page of the map lists."""
    visit.follow_menu("Map")
    return sorted(visit.map().listed())


@pytest.fixture(scope="module")
def made(browser, address):
    """Return the files that the buttons give for one view, and its code."""
    with visiting(browser, address) as visit:
        visit.open(f"snapshot?{MARCH}&type=clash&type=riot_arson&names=sr-Latn")
        shown = seen_png(visit)
        files = {form: download(visit, name) for name, form in FORMS.items()}
        code = visit.page.get_by_test_id("stCode").inner_text().strip()
        assert (visit.outside, visit.faults) == ([], [])
        return {"shown": shown, "code": code, **files}


def test_what_is_seen_is_the_file_of_the_png_button(made):
    assert sha256(made["shown"]).hexdigest() == sha256(made["png"]).hexdigest()


def test_the_address_of_the_picture_is_the_hash_of_it(visit):
    shown = seen_png(visit.open(f"snapshot?{MARCH}"))
    address = picture(visit).get_attribute("src")
    assert address == f"{visit.address}/atlas/made/{sha256(shown).hexdigest()}.png"
    gone = visit.page.request.get(f"{visit.address}/atlas/made/{'0' * 64}.png")
    assert (gone.status, gone.headers["cache-control"]) == (404, "no-store")


@pytest.mark.parametrize("form", FORMS.values())
def test_a_file_dropped_in_another_browser_shows_the_same_incidents(browser, address, incidents, made, form):
    wanted = apply(incidents, Filters(event_types=("clash", "riot_arson")), None)
    with visiting(browser, address) as visit:
        visit.open("snapshot?type=protest")
        upload = {"name": f"view.{form}", "mimeType": "application/octet-stream", "buffer": made[form]}
        visit.page.get_by_test_id("stMain").locator("input[type=file]").set_input_files([upload])
        visit.press("Open this view")
        expect(visit.page.get_by_text("This view is open on all pages.")).to_be_visible()
        assert parse_qs(visit.query()) == {
            "from": ["2004-03-16"], "to": ["2004-03-24"], "type": ["clash", "riot_arson"], "names": ["sr-Latn"],
        }  # fmt: skip
        shown = listed(visit)
        assert shown
        assert set(shown) < set(wanted.ids)
        assert sha256(made["shown"]).hexdigest() in seen_address(visit)
        assert (visit.outside, visit.faults) == ([], [])


def seen_address(visit):
    """Return the address of the picture after coming back from the map."""
    visit.follow_menu("Snapshot")
    return picture(visit).get_attribute("src")


def test_a_code_that_was_typed_opens_the_view(visit, made):
    visit.open("snapshot")
    box = visit.page.get_by_label("A view code or a link")
    box.fill(made["code"].lower().replace("-", " "))
    box.press("Enter")
    visit.rest().press("Open this view")
    asked = parse_qs(visit.query())
    assert (asked["from"], asked["type"], asked["names"]) == (["2004-03-16"], ["clash", "riot_arson"], ["sr-Latn"])
    box.fill("4QV6-126T-8GSR-0000")
    box.press("Enter")
    expect(visit.rest().page.get_by_test_id("stAlertContentError")).to_be_visible()
    assert (visit.outside, visit.faults) == ([], [])


def test_settings_survive_another_page_a_reload_and_another_browser(visit, browser, address):
    query = "&".join(f"{name}={quote(value[0])}" for name, value in SETTINGS.items())
    visit.open(f"snapshot?{MARCH}&{query}")
    before = picture(visit).get_attribute("src")
    visit.follow_menu("Table").search("Mitrovica").search("")
    visit.follow_menu("Snapshot")
    assert picture(visit).get_attribute("src") == before
    visit.page.reload()
    assert picture(visit.rest()).get_attribute("src") == before
    with visiting(browser, address) as other:
        other.page.goto(visit.page.url)
        assert picture(other.rest()).get_attribute("src") == before
        expect(other.page.get_by_label("Title", exact=True)).to_have_value("Two days in March")
        assert {name: value for name, value in parse_qs(other.query()).items() if name in SETTINGS} == SETTINGS


def test_a_template_and_a_title_by_hand_change_the_page_and_the_link(visit):
    visit.open(f"snapshot?{MARCH}")
    before = picture(visit).get_attribute("src")
    visit.page.get_by_test_id("stMain").get_by_text("Slide (16:9)", exact=True).click()
    visit.rest()
    box = visit.page.get_by_label("Title", exact=True)
    box.fill("Two days in March")
    box.press("Enter")
    visit.rest()
    assert parse_qs(visit.query())["paper"] == ["16:9"]
    assert picture(visit).get_attribute("src") != before
    assert "Two days in March" in picture(visit).get_attribute("alt")
    ratio = picture(visit).evaluate("(one) => one.naturalWidth / one.naturalHeight")
    assert ratio == pytest.approx(16 / 9, rel=0.01)


def test_the_pages_behind_the_map_are_seen_one_at_a_time(visit):
    visit.open(f"snapshot?{MARCH}")
    first = picture(visit).get_attribute("src")
    visit.page.get_by_test_id("stPagination").get_by_role("button", name="Page 2", exact=True).click()
    visit.rest()
    assert picture(visit).get_attribute("src") != first
    assert sha256(download(visit, "PNG")).hexdigest() in picture(visit).get_attribute("src")
    expect(visit.page.get_by_role("button", name="SVG", exact=True)).to_be_disabled()


def test_the_picture_is_copied_to_the_clipboard(browser, address):
    with visiting(browser, address, permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.open(f"snapshot?{MARCH}")
        picture(visit)
        visit.page.get_by_role("button", name="Copy picture").click()
        expect(visit.page.locator("[data-part=told]")).to_have_text("Copied.")
        kinds = visit.page.evaluate("() => navigator.clipboard.read().then((items) => items[0].types)")
        assert kinds == ["image/png"]


def test_an_impossible_series_says_what_to_do_and_asks_nothing_of_the_outside(visit):
    visit.open("snapshot")
    visit.page.get_by_test_id("stMain").get_by_text("Series", exact=True).click()
    expect(visit.rest().page.get_by_text("choose a shorter window or longer steps")).to_be_visible()
    assert (visit.outside, visit.faults) == ([], [])


def test_an_animation_is_made_when_it_is_asked_for(visit):
    visit.open("snapshot?from=2004-03-17&to=2004-03-18")
    picture(visit)
    visit.page.get_by_role("button", name="Animation").click()
    with visit.page.expect_download() as film:
        visit.page.get_by_role("button", name="Animation (GIF)").click()
    assert film.value.path().read_bytes().startswith(b"GIF89a")
    assert film.value.suggested_filename == "incident-atlas_2004-03-17_2004-03-18_sq-sr-latn.gif"


def test_an_attack_in_the_texts_of_a_page_is_text(browser, hostile_address):
    attack = quote(ATTACK)
    with visiting(browser, hostile_address) as visit:
        visit.open(f"snapshot?from=2004-03-01&to=2004-03-31&heading={attack}&banner={attack}&maker={attack}")
        assert "<script>window.__pwned=1</script>" in picture(visit).get_attribute("alt")
        visit.page.get_by_text("The page as text").click()
        expect(visit.page.get_by_test_id("stText").first).to_contain_text("<script>window.__pwned=1</script>")
        content = download(visit, "Download PDF")
        upload = {"name": "<img src=x onerror=alert(1)>.pdf", "mimeType": "application/pdf", "buffer": content}
        visit.page.get_by_test_id("stMain").locator("input[type=file]").set_input_files([upload])
        expect(visit.page.get_by_text("This view is open on all pages.")).to_be_visible()
        expect_unharmed(visit.rest())


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: run `npm ci` (needs Node with npm)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_serious_fault(browser, address, scheme):
    with visiting(browser, address, color_scheme=scheme) as visit:
        visit.open(f"snapshot?{MARCH}&footnote=eu&maps=before-after&dpi=600")
        picture(visit)
        visit.page.get_by_test_id("stMain").get_by_text("More", exact=True).click()
        box = visit.page.get_by_label("A view code or a link")
        box.fill("no code")
        box.press("Enter")
        assert grave_faults(visit.rest().page.main_frame) == []


def test_the_page_fits_a_phone_and_shows_the_page_before_its_settings(browser, address):
    with visiting(browser, address, **PHONE) as phone:
        phone.open(f"snapshot?{MARCH}")
        shown = picture(phone).bounding_box()
        assert phone.page.evaluate(SIDEWAYS) == 0
        assert phone.page.evaluate(CROWDED) == []
        assert shown["y"] < phone.page.get_by_label("Title", exact=True).bounding_box()["y"]
        assert shown["y"] + shown["height"] < PHONE["viewport"]["height"]
        assert (phone.outside, phone.faults) == ([], [])
