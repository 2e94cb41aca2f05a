"""The page "Snapshot": settings live in the link, the preview is the file, and what was made comes back."""

from __future__ import annotations

import json
import struct
import sys

import pytest

from geo.notices import STATUS_FOOTNOTES
from geo.snapshot.outputs import Form, Scope
from geo.snapshot.proof.codes import code_of
from geo.views import SINGLES
from pages.shared import preview, printing, state
from pages.shared.made import ADDRESS, Made
from pages.shared.pagesetup import TEMPLATES
from tests.opened import HOSTILE, open_page, read_as_markdown, said
from tests.worlds import world, write_world

PAGE, TABLE, MAP = "pages/brief/snapshot.py", "pages/explore/table.py", "pages/explore/map.py"
#: a value for each setting of the page that is not the usual one
OTHER = {
    "paper": "letter", "turn": "portrait", "dpi": "300", "heading": "Two days", "banner": "FOR TRAINING",
    "footnote": "eu", "maker": "Desk 4", "contact": "desk@example.org", "extent": "incidents", "labels": "numbers",
    "maps": "before-after", "split": "2004-03-18", "every": "week",
}  # fmt: skip
MARCH = {"from": "2004-03-01", "to": "2004-03-31"}
MADE_WITH = {"from": ["2004-03-01"], "to": ["2004-03-31"], "heading": ["Two days"], "banner": ["FOR TRAINING"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return one data folder for all tests: nothing here changes it."""
    return write_world(tmp_path_factory.mktemp("printed") / "world")


@pytest.fixture
def snapshot(folder, monkeypatch):
    """Return how to open the page over the tiny world."""
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    return lambda **query: open_page(PAGE, **query)


def sent(app):
    """Return what the page hands to the script that shows the picture."""
    (component,) = app.get("bidi_component")
    return json.loads(component.proto.json)


def shown_png(app):
    return printing.MADE.find(sent(app)["address"].removeprefix(f"{ADDRESS}/"))


def query_of(app):
    """Return the link as one value for each name."""
    return {name: values if isinstance(values, str) else "|".join(values) for name, values in app.query_params.items()}


def told(app):
    """Return the settings of the page as the link has them."""
    return {name: value for name, value in query_of(app).items() if name in OTHER}


def choose(app, label):
    """Choose a template, or what to make."""
    group = next(each for each in app.main.button_group if label in each.options)
    return group.set_value(label).run()


def bring_file(app, content, name="view.pdf"):
    return app.file_uploader(key="view file").set_value((name, content, "application/octet-stream")).run()


def test_the_picture_on_the_page_is_the_file_of_the_png_button(snapshot):
    app = snapshot(**MARCH)
    assert [*app.exception, *app.error, *app.warning] == []
    made = printing.printed({name: [value] for name, value in MARCH.items()}, Scope.VIEW)
    assert shown_png(app) == made.content(Form.PNG, 0)
    assert sent(app)["alt"].startswith("Map. ")
    assert (sent(app)["width"], sent(app)["height"]) == (1754, 1241)


def test_the_page_opens_on_the_shipped_data():
    app = open_page(PAGE)
    assert [*app.exception, *app.error, *app.warning] == []
    assert said(app, "title") == ["Snapshot"]


def test_every_setting_of_a_page_is_in_the_list_of_this_test():
    assert list(OTHER) == list(SINGLES)[list(SINGLES).index("paper") :]


def test_every_setting_comes_from_the_link_and_stays_in_it(snapshot):
    app = snapshot(**MARCH, **OTHER)
    boxes = {name: app.session_state[f"{name} box"] for name in OTHER if name not in ("every", "split")}
    assert boxes == {name: value for name, value in OTHER.items() if name in boxes}
    assert app.session_state["split box"].isoformat() == OTHER["split"]
    assert [*app.exception, *app.error, *app.warning] == []
    assert told(app) == OTHER


def test_every_setting_is_changed_by_its_widget(snapshot):
    app = snapshot(**MARCH, maps="multiples", every="month")
    for name in ("heading", "banner", "maker", "contact"):
        app = app.text_input(key=f"{name} box").set_value(OTHER[name]).run()
    for name in ("every", "paper", "turn", "dpi", "extent", "labels", "footnote", "maps"):
        app = app.selectbox(key=f"{name} box").set_value(OTHER[name]).run()
    app = app.date_input(key="split box").set_value(OTHER["split"]).run()
    assert [*app.exception, *app.error, *app.warning] == []
    assert told(app) == OTHER
    app = app.date_input(key="split box").set_value(None).run()
    assert "split" not in told(app)


def test_the_settings_stay_while_another_page_is_used_and_no_click_there_is_lost(snapshot):
    app = snapshot(**MARCH, **OTHER).switch_page(TABLE).run()
    app = app.text_input(key="q").set_value("bridge").run()
    app = app.text_input(key="q").set_value("village").run()
    assert told(app) == OTHER
    app = app.switch_page(PAGE).run()
    assert told(app) == OTHER
    assert app.text_input(key="heading box").value == OTHER["heading"]
    assert app.session_state["q"] == "village"


def test_a_setting_that_is_not_drawn_any_more_takes_no_other_one_back(snapshot):
    app = snapshot(**MARCH, maps="before-after", split="2004-03-18")
    app = app.selectbox(key="maps box").set_value("single").run()
    app = app.text_input(key="heading box").set_value("Two days").run()
    assert told(app) == {"heading": "Two days", "split": "2004-03-18"}


def test_a_template_sets_what_it_says_and_is_recognised(snapshot):
    app = snapshot(**MARCH)
    for name, sets in reversed(TEMPLATES.items()):
        app = choose(app, name)
        assert [*app.exception, *app.error, *app.warning] == []
        assert {part: app.session_state[part] for part in sets} == sets
        assert app.session_state["template box"] == name
    assert snapshot(**MARCH, paper="a3").session_state["template box"] == "Wall map (A3)"


def test_settings_that_no_template_has_choose_none(snapshot):
    assert snapshot(paper="a3", turn="portrait").session_state["template box"] is None


def test_small_maps_take_the_shortest_step_that_gives_few_enough(snapshot):
    assert choose(snapshot(), "Small maps").session_state["every"] == "episode"
    assert choose(snapshot(**MARCH), "Small maps").session_state["every"] == "day"


def test_what_is_printed_follows_the_choice_of_what_to_make(snapshot):
    view = snapshot(**MARCH)
    assert len(view.get("pagination")) == 1
    series = choose(view, "Series")
    assert [*series.exception, *series.error, *series.warning] == []
    pages = printing.printed({name: [value] for name, value in MARCH.items()}, Scope.SERIES)
    first = shown_png(series)
    assert [sheet.name for sheet in pages.snapshot.maps] == ["2004-03-17", "2004-03-18", "2004-03-19"]
    pack = choose(series, "Pack")
    assert [*pack.exception, *pack.error, *pack.warning] == []
    assert shown_png(pack) not in (None, first)


def test_a_series_that_would_be_too_long_is_told_in_a_sentence(snapshot):
    app = choose(snapshot(), "Series")
    assert [*app.exception, *app.error] == []
    (sentence,) = said(app, "warning")
    assert "choose a shorter window or longer steps" in sentence
    assert app.get("bidi_component") == []
    assert app.selectbox(key="every box").set_value("episode").run().warning == []


def test_a_day_that_does_not_divide_the_window_is_told_in_a_sentence(snapshot):
    app = snapshot(**MARCH, maps="before-after", split="1999-01-01")
    assert [*app.exception, *app.error] == []
    assert said(app, "warning") == ["1 January 1999 does not divide 1-31 March 2004; choose a day after the first one."]
    assert snapshot(**MARCH, maps="before-after", split="0001-01-01").exception == []


def test_a_view_that_shows_nothing_says_what_to_loosen(snapshot):
    app = snapshot(q="nothing of the kind")
    assert [*app.exception, *app.error] == []
    assert "No incident fits all choices. To see more, search for fewer or other words." in said(app, "info")
    series = choose(app, "Series")
    assert [*series.exception, *series.error] == []
    assert len(series.warning) == 1


def test_a_picture_too_fine_for_a_screen_is_shown_coarser_and_said_so(snapshot):
    app = snapshot(**MARCH, dpi="600")
    assert struct.unpack(">II", shown_png(app)[16:24]) == (1754, 1241)
    assert any(sentence.startswith("Shown with 150 dots per inch") for sentence in said(app, "caption"))


def test_the_chosen_status_footnote_is_quoted(snapshot):
    assert STATUS_FOOTNOTES["un"] in said(snapshot(footnote="un"), "caption")


def test_the_files_are_named_by_scope_window_and_page(snapshot):
    snapshot(**MARCH)
    made = printing.printed({name: [value] for name, value in MARCH.items()}, Scope.SERIES)
    names = [made.name(form, page) for form, page in ((Form.PDF, 2), (Form.PNG, 0), (Form.PNG, 2))]
    stem = "incident-atlas-series_2004-03-01_2004-03-31_sq-sr-latn"
    assert names == [f"{stem}.pdf", f"{stem}.png", f"{stem}_page-3.png"]


def test_a_page_of_text_has_no_drawing(snapshot):
    app = snapshot(**MARCH)
    svg = lambda app: next(each for each in app.get("download_button") if each.proto.label == "SVG")  # noqa: E731
    assert not svg(app).proto.disabled
    made = printing.printed({name: [value] for name, value in MARCH.items()}, Scope.VIEW)
    count = made.pages()
    app.session_state[f"page of {count}"] = count
    app = app.run()
    assert svg(app).proto.disabled
    assert shown_png(app) == made.content(Form.PNG, count - 1)


def test_without_its_package_the_film_is_left_out(snapshot, monkeypatch):
    assert Form.MP4 in printing.forms()
    monkeypatch.setitem(sys.modules, "av", None)
    app = snapshot(**MARCH)
    assert Form.MP4 not in printing.forms()
    assert "Film (MP4)" not in [each.proto.label for each in app.get("download_button")]
    assert any(sentence.startswith("No film (MP4) here") for sentence in said(app, "caption"))


def test_an_address_of_the_atlas_that_is_none_is_told_in_a_sentence(snapshot, monkeypatch):
    monkeypatch.setenv("ATLAS_ADDRESS", "javascript:alert(1)")
    app = snapshot()
    assert app.exception == []
    assert said(app, "warning") == [
        '"javascript:alert(1)" is no address of an atlas; give one that begins with https://.'
    ]


def test_a_made_file_brings_the_same_view_back(snapshot):
    app = snapshot()
    made = printing.printed(MADE_WITH, Scope.VIEW)
    for form in (Form.PDF, Form.PNG, Form.PPTX, Form.HTML, Form.SVG, Form.ZIP):
        app.session_state["heading"] = f"Another one than that of the {form}"
        app = bring_file(app, made.content(form, 0), f"view.{form}")
        assert [*app.exception, *app.error] == []
        words = " ".join(said(app, "markdown"))
        assert "Two days" in words
        assert "The data is the same as when the file was made." in words
        app = app.button(key="open file").click().run()
        assert query_of(app) == {name: values[0] for name, values in MADE_WITH.items()}
        assert said(app, "success") == ["This view is open on all pages."]
        assert app.text_input(key="heading box").value == "Two days"


def test_a_code_or_a_link_that_was_typed_brings_its_view_back(snapshot):
    app = snapshot()
    spec = printing.printed(MADE_WITH, Scope.VIEW).snapshot.spec
    code = code_of(spec, state.opened().material)
    app = app.text_input(key="view code").set_value(code.lower()).run()
    app = app.button(key="open code").click().run()
    assert query_of(app) == MARCH
    app = app.text_input(key="view code").set_value("http://127.0.0.1/?type=clash&paper=a3").run()
    app = app.button(key="open code").click().run()
    assert query_of(app) == {"type": "clash", "paper": "a3"}
    assert app.switch_page(MAP).run().session_state["type"] == ["clash"]


def test_a_code_that_is_none_is_told_in_a_sentence(snapshot):
    app = snapshot()
    for typed in ("not a code", "4QV6-126T-8GSR", HOSTILE.replace("=", "")):
        app = app.text_input(key="view code").set_value(typed).run()
        assert (len(app.exception), len(app.error)) == (0, 1), typed


def test_a_file_without_a_view_is_told_in_a_sentence(snapshot):
    app = snapshot()
    for content in (b"", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n", b"{}", b"PK\x03\x04", b"<html>"):
        app = bring_file(app, content)
        assert (len(app.exception), len(app.error)) == (0, 1), content


def test_a_file_says_how_the_data_has_changed_since(snapshot, tmp_path, monkeypatch):
    snapshot()
    content = printing.printed(MADE_WITH, Scope.VIEW).content(Form.PDF, 0)
    rows = world()
    rows["incidents"][1]["title"] = "Many houses burned"
    monkeypatch.setenv("ATLAS_DATA", str(write_world(tmp_path / "later", rows)))
    app = bring_file(open_page(PAGE), content)
    (notes,) = [text for text in said(app, "markdown") if text.startswith("- ")]
    assert "The data has changed since this file was made" in notes
    assert "1 incident of this view was changed: Many houses burned (text)." in notes


def test_markup_in_the_texts_of_a_page_is_shown_as_text(snapshot):
    app = snapshot(heading=HOSTILE, banner=HOSTILE, maker=HOSTILE, contact=HOSTILE)
    content = printing.printed({"heading": [HOSTILE[:200]]}, Scope.VIEW).content(Form.PDF, 0)
    app = bring_file(app, content)
    assert [*app.exception, *app.error] == []
    assert HOSTILE[:200] in " ".join(said(app, "markdown"))
    for text in read_as_markdown(app):
        assert "<script>" not in text
        assert "](javascript" not in text


def test_one_view_is_made_once_for_all_viewers_and_few_are_kept(snapshot):
    snapshot()
    first = printing.printed(MADE_WITH, Scope.VIEW)
    assert printing.printed(MADE_WITH, Scope.VIEW) is first
    assert printing.printed(MADE_WITH, Scope.PACK) is not first
    for number in range(printing.MOST_KEPT):
        printing.printed({"heading": [str(number)]}, Scope.VIEW)
    assert printing.printed(MADE_WITH, Scope.VIEW) is not first


def test_files_that_nobody_asked_for_the_longest_give_way():
    made = Made(most_bytes=10)
    first, second = made.keep(b"aaaa", "png"), made.keep(b"bbbb", "png")
    assert made.find(first) == b"aaaa"
    third = made.keep(b"cccc", "png")
    assert [made.find(name) for name in (first, second, third)] == [b"aaaa", None, b"cccc"]
    large = made.keep(b"d" * 20, "png")
    assert [made.find(name) for name in (first, third, large, "no such")] == [None, None, b"d" * 20, None]


def test_a_picture_that_gave_way_is_made_again_at_the_same_address(snapshot):
    app = snapshot(**MARCH)
    address, png = sent(app)["address"], shown_png(app)
    printing.MADE.keep(b"x" * (65 * 1024 * 1024), "png")
    assert shown_png(app) is None
    app = app.run()
    assert (sent(app)["address"], shown_png(app)) == (address, png)


def test_the_beginning_of_a_long_text_twin_is_whole_sentences():
    assert preview.first_part("Map. Short.") == "Map. Short."
    sentence = "This is one sentence of many. "
    part = preview.first_part(sentence * 40)
    assert part.endswith("many.")
    assert 350 < len(part) <= preview.LONGEST_ALT
    assert preview.first_part("x" * 1000) == "x" * preview.LONGEST_ALT + " ..."
