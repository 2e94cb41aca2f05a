"""Every story is presented by keyboard, by clicker and by click, in the app and from the file, without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.stories.story import stories_of
from tests.browser.firefox import firefox, found
from tests.browser.presenting import go_on, open_presentation, seen, turn_to, walk
from tests.browser.visit import visiting

ROOM = {"width": 1280, "height": 720}
#: a small window is drawn in less time; what a step shows does not depend on it
WALKED = {"width": 860, "height": 484}
HANDS = ("keyboard", "clicker", "click")
#: sentences, the least type anywhere on a slide, in pixels of a screen of 1280 x 720
SENTENCE_PX, LEAST_PX = 22, 18
#: for each slide: how far its body scrolls, the least type on it, the least type of a sentence
MEASURED = """() => {
  const body = document.querySelector("[data-part=slide-body]");
  const speaks = (one) => one.getClientRects().length
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const sizes = (root) => [...root.querySelectorAll("*")].filter(speaks)
    .map((one) => parseFloat(getComputedStyle(one).fontSize));
  const told = [...body.querySelectorAll(".sentence")].map((one) => parseFloat(getComputedStyle(one).fontSize));
  return { scrolls: body.scrollHeight - body.clientHeight, wide: document.documentElement.scrollWidth - innerWidth,
    least: Math.min(...sizes(document.querySelector("[data-part=slide]"))), sentence: Math.min(99, ...told) };
}"""


@pytest.fixture(scope="module")
def stories(shipped):
    return stories_of(shipped)


@pytest.fixture(scope="module")
def exported(browser, address, tmp_path_factory):
    """Return the address of the file that the page gives, on a stick."""
    stick = tmp_path_factory.mktemp("stick") / "chapters.html"
    with visiting(browser, address) as visit:
        visit.open("chapters")
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name="All stories (HTML)").click()
        download.value.save_as(stick)
        assert (visit.outside, visit.faults) == ([], [])
    return stick


@pytest.fixture(scope="module")
def shown(browser, address, exported):
    """Return a reader in front of the app's presentation and one in front of the file, with the address of each."""
    with visiting(browser, address, viewport=ROOM, reduced_motion="reduce") as visit:
        visit.open("chapters")
        link = visit.page.get_by_role("link", name="Present").get_attribute("href").partition("#")[0]
        with visiting(browser, address, viewport=ROOM, reduced_motion="reduce", offline=True) as away:
            yield {"app": (visit, f"{address}{link}"), "file": (away, exported.as_uri())}


def _walks(shown, where, stories, hand):
    visit, address = shown[where]
    visit.page.set_viewport_size(WALKED)
    page = open_presentation(visit.page, address)
    walked = {story.id: walk(turn_to(page, story.id), hand) for story in stories}
    assert (visit.outside, visit.faults) == ([], [])
    return walked


@pytest.fixture(scope="module")
def by_keyboard(shown, stories):
    return _walks(shown, "app", stories, "keyboard")


def test_every_story_is_told_slide_by_slide_with_the_states_of_its_steps(by_keyboard, stories):
    for story in stories:
        steps = {one["slide"]: one["map"] for one in by_keyboard[story.id] if one["kind"] == "step"}
        told = {
            step.id: {"from": str(step.state.window[0]), "to": str(step.state.window[1]), "mode": step.state.mode,
                      "told": sorted(step.state.incidents),
                      "layers": {layer: layer in step.state.layers for layer in ("incidents", "movements", "areas")}}
            for step in story.steps
        }  # fmt: skip
        assert {name: {key: one[key] for key in told[name]} for name, one in steps.items()} == told
        kinds = [one["kind"] for one in by_keyboard[story.id]]
        grave = any(one.content_note for one in (*story.steps, *story.exercises))
        assert (kinds[0], kinds[-1], "note" in kinds) == ("start", "closing", grave)


@pytest.mark.parametrize(("where", "hand"), [("app", "clicker"), ("app", "click"), *(("file", hand) for hand in HANDS)])
def test_every_hand_sees_the_same_states_in_the_app_and_from_the_file(shown, by_keyboard, stories, where, hand):
    assert _walks(shown, where, stories, hand) == by_keyboard


def test_back_leads_the_same_way_and_home_and_end_lead_to_the_ends(shown, by_keyboard):
    visit, address = shown["file"]
    page = open_presentation(visit.page, address, "january_2023")
    forth = by_keyboard["january_2023"]
    page.keyboard.press("End")
    back = [seen(page)]
    while back[-1]["slide"] != forth[0]["slide"]:
        page.keyboard.press("PageUp")
        back.append(seen(page))
    names = list(dict.fromkeys(one["slide"] for one in forth))
    assert [one["slide"] for one in back] == names[::-1]
    page.keyboard.press("Home")
    assert seen(page)["kind"] == "contents"


def test_a_click_beside_the_words_and_a_tap_go_on(shown):
    visit, address = shown["file"]
    page = open_presentation(visit.page, address, "january_2023")
    go_on(page, "pane")
    assert seen(page)["slide"] != "january_2023/start"


def test_the_words_can_be_read_from_the_last_row_and_nothing_is_cut(shown, stories):
    visit, address = shown["file"]
    small = {}
    visit.page.set_viewport_size(ROOM)
    page = open_presentation(visit.page, address)
    for story in stories:
        turn_to(page, story.id)
        while True:
            name, measured = seen(page), page.evaluate(MEASURED)
            fits = name["kind"] == "exercise" or measured["scrolls"] <= 1
            if measured["least"] < LEAST_PX or measured["sentence"] < SENTENCE_PX or measured["wide"] > 0 or not fits:
                small[f"{name['slide']} {name['revealed']}"] = measured
            if name["slide"] == page.evaluate("() => atlas.presenting.slides.at(-1)"):
                break
            go_on(page, "keyboard")
    assert small == {}


def test_time_passes_between_two_steps_and_a_second_press_ends_the_way(browser, address, exported):
    with visiting(browser, address, viewport=ROOM) as visit:
        page = open_presentation(visit.page, exported.as_uri(), "january_2023/3")
        page.evaluate("() => { atlas.ends = new Set(); atlas.clock.onChange((state) => atlas.ends.add(state.to)); }")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => atlas.presenting.state.travelling")
        arrived = seen(page)
        assert page.evaluate("() => atlas.ends.size") > 5
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => atlas.presenting.state.travelling")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("() => atlas.presenting.state.travelling") is False
        assert seen(page)["slide"] == "january_2023_3" != arrived["slide"]
        page.wait_for_timeout(600)
        assert (seen(page)["slide"], visit.faults) == ("january_2023_3", [])


def test_from_the_page_full_screen_opens_a_window_of_its_own_at_the_same_slide(browser, address):
    with visiting(browser, address) as visit:
        frame = visit.open("chapters?story=january_2023").page.frame_locator("[data-testid=stIFrame]")
        frame.locator("[data-part=slide-next]").click()
        expect(frame.locator("[data-part=slide-body]")).to_have_attribute("data-kind", "note")
        with visit.page.context.expect_page() as opened:
            frame.locator("[data-part=full-screen]").click()
        assert seen(opened.value)["slide"] == "january_2023/note"
        assert opened.value.evaluate("() => document.fullscreenEnabled")
        assert (visit.outside, visit.faults) == ([], [])


def test_what_is_left_out_is_not_told_and_can_be_taken_in_again(shown):
    visit, address = shown["file"]
    page = open_presentation(visit.page, address, "january_2023")
    everything = page.evaluate("() => atlas.presenting.slides")
    page.keyboard.press("ArrowRight")
    page.get_by_label("Leave these steps out").check()
    left = page.evaluate("() => atlas.presenting.slides")
    page.get_by_label("Leave these steps out").uncheck()
    assert (page.evaluate("() => atlas.presenting.slides"), set(left) < set(everything)) == (everything, True)
    assert not {"january_2023_2", "january_2023_3"} & set(left)


def test_names_are_blanked_what_comes_next_is_covered_and_the_screen_goes_black(shown):
    visit, address = shown["file"]
    page = open_presentation(visit.page, address, "january_2023/4")
    page.keyboard.press("m")
    page.keyboard.press("c")
    page.keyboard.press("s")
    state = page.evaluate("() => atlas.presenting.state")
    assert (state["blank"], state["covering"], state["spotlight"]) == (True, True, True)
    page.keyboard.press("b")
    expect(page.locator("[data-part=black]")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("[data-part=black]")).to_be_hidden()
    for key in "scm":
        page.keyboard.press(key)
    state = page.evaluate("() => atlas.presenting.state")
    assert (state["blank"], state["covering"], state["spotlight"], visit.faults) == (False, False, False, [])


def test_the_notes_stand_in_a_second_window_that_leads_the_first(shown):
    for where in ("app", "file"):
        visit, address = shown[where]
        page = open_presentation(visit.page, address, "january_2023/4")
        with page.context.expect_page() as opened:
            page.keyboard.press("t")
        notes = opened.value
        expect(notes.get_by_text("The same request can calm", exact=False).first).to_be_hidden()
        expect(notes.locator("body")).to_contain_text("What would you want to know before you say why this happened?")
        notes.keyboard.press("ArrowRight")
        assert seen(page)["slide"] == "january_2023_3"
        notes.close()
        assert (visit.outside, visit.faults) == ([], [])


def test_a_guess_is_told_how_far_it_is_and_nothing_gives_the_place_away_before(shown):
    visit, address = shown["file"]
    page = open_presentation(visit.page, address, "independence_2008")
    while seen(page)["slide"] != "independence_2008_place":
        go_on(page, "keyboard")
    assert "2008-02-19-jarinje" not in seen(page)["map"]["drawn"]
    chart = page.locator(".folium-map").bounding_box()
    page.mouse.click(chart["x"] + chart["width"] / 2, chart["y"] + chart["height"] / 2)
    expect(page.locator("[data-part=guesses]")).to_have_text("Guesses on the map: 1")
    page.keyboard.press("a")
    expect(page.locator("[data-part=guesses] li")).to_contain_text("km")
    expect(page.locator("[data-part=answer]")).to_contain_text("near a known place")
    assert "2008-02-19-jarinje" in seen(page)["map"]["drawn"]


def test_an_evening_keeps_what_is_known_today_covered_until_it_is_asked_for(shown):
    visit, address = shown["file"]
    page = open_presentation(visit.page, address, "march_2004")
    while seen(page)["slide"] != "march_2004_evening":
        go_on(page, "keyboard")
    slide = page.locator("[data-part=slide-body]")
    expect(slide).to_contain_text("31 so far")
    expect(slide).not_to_contain_text("final count")
    go_on(page, "keyboard")
    expect(slide).to_contain_text("final count")


def test_a_story_of_ones_own_is_made_from_a_view_saved_and_presented(browser, address):
    with visiting(browser, address) as visit:
        page = visit.open("chapters?from=2023-05-29&to=2023-05-31&incident=2023-05-29-zvecan").page
        page.get_by_role("tab", name="Make your own").click()
        visit.press("Begin")
        for label, words in (
            ("Title of the story", "What I saw"),
            ("The story in one sentence", "A day in a town."),
            ("Title of the step", "The morning"),
        ):
            page.get_by_label(label, exact=True).fill(words)
            page.get_by_label(label, exact=True).press("Tab")
            visit.rest()
        page.get_by_label("Text", exact=True).fill("Nobody was killed. [2023-05-29-zvecan.01]")
        page.get_by_label("Text", exact=True).press("Control+Enter")
        visit.rest().press("Save")
        told = visit.open("chapters?story=what-i-saw").page.get_by_role("link", name="Present").get_attribute("href")
        open_presentation(page, f"{address}{told}")
        passed = walk(page, "clicker")
        assert [(one["slide"], one["kind"]) for one in passed] == [
            ("what-i-saw/start", "start"), ("what-i-saw_1", "step"), ("what-i-saw/sources-1", "closing"),
        ]  # fmt: skip
        assert (passed[1]["map"]["from"], passed[1]["map"]["to"], passed[1]["map"]["told"]) == (
            "2023-05-29", "2023-05-31", ["2023-05-29-zvecan"],
        )  # fmt: skip
        assert "Nobody was killed." in passed[1]["said"]
        assert (visit.outside, visit.faults) == ([], [])


@pytest.mark.skipif(found() is None, reason="there is no Firefox on this machine: run .ci/browser")
def test_firefox_tells_a_story_from_the_file_as_chromium_does(exported, by_keyboard, tmp_path):
    told = {}
    with firefox(tmp_path) as reader:
        reader.resize(**WALKED)
        for story in ("march_2004", "january_2023"):
            reader.open("about:blank").open(f"{exported.as_uri()}#{story}")
            reader.wait_for("document.querySelector('#atlas[data-ready=true]')")
            told[story] = [reader.seen()]
            while told[story][-1]["slide"] != by_keyboard[story][-1]["slide"]:
                told[story].append(reader.press("ArrowRight").seen())
        assert (reader.outside, reader.faults) == ([], [])

    def kept(passed):
        """Leave out what the fonts of a browser decide: which chips of movements find room."""
        shown = [one["map"] and {key: part for key, part in one["map"].items() if key != "drawn"} for one in passed]
        return [(one["slide"], one["revealed"], seen) for one, seen in zip(passed, shown, strict=True)]

    assert {story: kept(passed) for story, passed in told.items()} == {
        story: kept(by_keyboard[story]) for story in told
    }


def test_the_file_is_small_enough_for_any_mailbox(exported):
    assert exported.stat().st_size <= 2 * 1024 * 1024
