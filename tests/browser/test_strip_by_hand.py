"""The time strip by keyboard alone and by single clicks alone: each reaches what dragging reaches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

FROM, TO = date(2023, 5, 1), date(2023, 7, 31)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture
def strip(lone_map):
    """Return the map with three months of 2023 in its window."""
    return lone_map.type_window(FROM, TO)


def focused(frame):
    """Return the name of the part that has the focus."""
    return frame.evaluate(FOCUSED)


FOCUSED = """() => {
  const { dataset, tagName } = document.activeElement;
  return dataset.part || dataset.tab || dataset.row || tagName;
}"""


def test_tab_reaches_every_part_of_the_map_and_leaves_it_again(visit):
    chart = visit.open().map()
    visit.page.locator("body").focus()
    reached = []
    for _ in range(400):
        visit.page.keyboard.press("Tab")
        inside = visit.page.evaluate("() => document.activeElement.shadowRoot?.activeElement?.tagName === 'IFRAME'"
                                     " || document.activeElement.tagName === 'IFRAME'")  # fmt: skip
        if inside:
            reached.append(focused(chart.frame))
        elif reached:
            break
    strip = ["previous", "back", "play", "forward", "next", "step", "mode", "speed", "typed-from", "typed-to",
             "from", "to", "playhead", "gaps"]  # fmt: skip
    assert [name for name in dict.fromkeys(reached) if name in strip] == strip
    assert {"card", "list", "legend"} & set(reached)  # the chosen tab; arrows lead to the others
    assert not inside  # no trap


def test_a_focused_part_of_the_strip_is_seen(strip):
    for name in ("previous", "play", "step", "typed-from", "gaps", "from", "to", "playhead"):
        strip.part(name).focus()
        strip.frame.keyboard.press("Shift")
        style, width = strip.part(name).evaluate(OUTLINE)
        assert style != "none", name
        assert width >= 2, name


#: how the browser outlines an element, and how thick in pixels
OUTLINE = """(element) => {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return [outlineStyle, parseFloat(outlineWidth)];
}"""


KEYS = {
    ("from", "ArrowRight"): (FROM + DAY, TO),
    ("from", "ArrowUp"): (FROM + DAY, TO),
    ("from", "ArrowLeft"): (FROM - DAY, TO),
    ("from", "ArrowDown"): (FROM - DAY, TO),
    ("from", "PageUp"): (FROM + WEEK, TO),
    ("from", "PageDown"): (FROM - WEEK, TO),
    ("to", "ArrowRight"): (FROM, TO + DAY),
    ("to", "ArrowLeft"): (FROM, TO - DAY),
    ("to", "PageUp"): (FROM, TO + WEEK),
    ("to", "PageDown"): (FROM, TO - WEEK),
    ("playhead", "ArrowRight"): (FROM + DAY, TO + DAY),
    ("playhead", "ArrowLeft"): (FROM - DAY, TO - DAY),
    ("playhead", "PageUp"): (FROM + WEEK, TO + WEEK),
    ("playhead", "PageDown"): (FROM - WEEK, TO - WEEK),
}


def test_keys_move_handles_and_playhead(strip):
    reached = {}
    for part, key in KEYS:
        strip.part(part).press(key)
        reached[part, key] = strip.window()
        strip.type_window(FROM, TO)
    assert reached == KEYS


def test_home_and_end_reach_the_ends_of_the_strip(strip):
    first, last = strip.domain()
    strip.part("from").press("Home")
    assert strip.window() == (first, TO)
    strip.part("to").press("End")
    assert strip.window() == (first, last)
    strip.type_window(FROM, TO)
    strip.part("playhead").press("End")
    assert strip.window() == (last - (TO - FROM), last)
    strip.part("playhead").press("Home")
    assert strip.window() == (first, first + (TO - FROM))
    strip.type_window(FROM, TO)
    strip.part("from").press("End")
    assert strip.window() == (TO, TO)
    strip.type_window(FROM, TO)
    strip.part("to").press("Home")
    assert strip.window() == (FROM, FROM)


def test_a_handle_tells_a_screen_reader_where_it_stands(strip):
    said = {}
    for name, label in (("from", "Start of the window"), ("to", "End of the window")):
        handle = strip.part(name)
        expect(handle).to_have_role("slider")
        expect(handle).to_have_accessible_name(label)
        low, now, high = (int(handle.get_attribute(f"aria-value{part}")) for part in ("min", "now", "max"))
        assert low < now < high
        said[name] = handle.get_attribute("aria-valuetext")
    assert said == {"from": "1 May 2023", "to": "31 July 2023"}


def test_step_buttons_slide_the_window_by_the_chosen_step(strip):
    last_days = {"day": TO + DAY, "week": TO + WEEK, "month": date(2023, 8, 31), "year": date(2024, 7, 31)}
    forth, back = {}, {}
    for step in last_days:
        strip.part("step").select_option(step)
        strip.part("forward").click()
        forth[step] = strip.window()
        strip.part("back").click()
        back[step] = strip.window()
    assert forth == {step: (last - (TO - FROM), last) for step, last in last_days.items()}
    assert back == dict.fromkeys(last_days, (FROM, TO))


def test_next_and_previous_go_through_the_incidents_in_the_order_of_time(strip):
    strip.part("next").focus()
    went = []
    for _ in range(5):
        strip.frame.keyboard.press("Enter")
        went.append(strip.selected())
    order = [strip.ids.index(name) for name in went]
    assert order == list(range(order[0], order[0] + 5))
    strip.part("previous").press("Space")
    assert strip.selected() == went[-2]
    strip.tab("card").click()
    expect(strip.part("card").get_by_role("heading", level=2)).not_to_be_empty()


def test_next_leaves_out_what_the_filter_hides(lone_map, incidents):
    lone_map.frame.evaluate(FILTER, [incidents.at[name, "event_type"] == "clash" for name in lone_map.ids])
    went = []
    for _ in range(4):
        lone_map.part("next").click()
        went.append(lone_map.selected())
    assert went == [name for name in lone_map.ids if incidents.at[name, "event_type"] == "clash"][:4]


#: filter the map as the page around it does
FILTER = """(keep) => {
  const bytes = new Uint8Array(Math.ceil(keep.length / 8));
  keep.forEach((kept, i) => { if (kept) bytes[i >> 3] |= 1 << (i & 7); });
  atlas.apply({ shown: btoa(String.fromCharCode(...bytes)) });
}"""


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_on_play_plays_and_pauses(strip, key):
    strip.part("step").select_option("week")
    strip.part("play").press(key)
    expect(strip.part("play")).to_have_accessible_name("Pause")
    strip.part("play").press(key)
    expect(strip.part("play")).to_have_accessible_name("Play")
    assert strip.clock()["playing"] is False


def test_typed_dates_move_the_window_and_a_wrong_order_is_explained(strip):
    strip.type_window(date(2004, 3, 17), date(2004, 3, 19))
    strip.part("typed-to").fill("2004-03-01")
    strip.part("typed-to").press("Tab")
    expect(strip.part("warning")).not_to_be_empty()
    assert strip.window() == (date(2004, 3, 17), date(2004, 3, 19))
    strip.part("typed-to").fill("2004-03-31")
    strip.part("typed-to").press("Tab")
    expect(strip.part("warning")).to_be_empty()
    assert strip.window() == (date(2004, 3, 17), date(2004, 3, 31))


def test_tabs_list_and_legend_work_by_keys(strip):
    strip.tab("list").focus()
    strip.frame.keyboard.press("ArrowLeft")
    expect(strip.tab("card")).to_be_focused()
    expect(strip.part("card")).to_be_visible()
    strip.frame.keyboard.press("ArrowRight")
    expect(strip.part("list")).to_be_visible()
    item = strip.frame.locator("[data-part=list] [data-row]").nth(1)
    row = int(item.get_attribute("data-row"))
    item.press("Enter")
    assert strip.selected() == strip.ids[row]
    strip.tab("legend").press("Enter")
    expect(strip.part("legend")).to_be_visible()


def test_escape_takes_back_a_fan(lone_map):
    lone_map.frame.evaluate("() => { atlas.view.only = [0, 1]; atlas.clock.set({}, false); }")
    lone_map.frame.keyboard.press("Escape")
    assert lone_map.frame.evaluate("() => [atlas.view.only, atlas.view.fan]") == [None, None]


def spot(strip, day):
    """Return where a day lies on the track: by the handle that a window from that day would have."""
    box = strip.part("track").bounding_box()
    before = strip.window()
    strip.type_window(day, max(day, before[1]))
    handle = strip.part("window").bounding_box()
    strip.type_window(*before)
    return handle["x"] - box["x"]


def test_a_click_on_the_track_moves_the_nearer_handle(strip):
    left, right = spot(strip, date(2023, 1, 6)), spot(strip, date(2023, 10, 3))
    strip.part("track").click(position={"x": left, "y": 90})
    assert abs(strip.window()[0] - date(2023, 1, 6)) <= 3 * DAY
    assert strip.window()[1] == TO
    start = strip.window()[0]
    strip.part("track").click(position={"x": right, "y": 90})
    assert strip.window()[0] == start
    assert abs(strip.window()[1] - date(2023, 10, 3)) <= 3 * DAY


def drag(strip, part, by):
    """Drag a part of the strip sideways."""
    box = strip.part(part).bounding_box()
    mouse = strip.frame.mouse
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by / 2, y, steps=3)
    mouse.move(x + by, y, steps=3)
    mouse.up()


def test_dragging_and_typing_and_keys_reach_the_same_windows(strip):
    drag(strip, "to", 120)
    wider = strip.window()
    assert wider[0] == FROM
    assert wider[1] > TO
    drag(strip, "from", -90)
    dragged = strip.window()
    assert dragged[0] < FROM
    assert dragged[1] == wider[1]
    strip.type_window(FROM, TO)
    strip.type_window(*dragged)
    assert strip.window() == dragged
    strip.type_window(dragged[0] + 3 * DAY, dragged[1] - 3 * DAY)
    for _ in range(3):
        strip.part("from").press("ArrowLeft")
        strip.part("to").press("ArrowRight")
    assert strip.window() == dragged


def test_dragging_the_playhead_moves_the_whole_window(strip):
    drag(strip, "playhead", -150)
    first, last = strip.window()
    assert last < TO
    assert last - first == TO - FROM


def test_an_episode_chip_and_all_years_set_the_window_by_one_click(strip, shipped):
    episodes = shipped.tables["episodes"].to_dict("records")
    chips = strip.part("episodes")
    reached = {}
    for episode in episodes:
        chip = chips.get_by_role("button", name=episode["title"], exact=True)
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
        reached[episode["id"]] = strip.window()
    assert reached == {episode["id"]: (episode["start"], episode["end"]) for episode in episodes}
    chips.get_by_role("button", name="All years").click()
    assert strip.window() == strip.domain()


def test_empty_years_can_be_drawn_out_and_collapsed_again(strip):
    before = strip.part("window").bounding_box()["width"]
    strip.part("gaps").uncheck()
    even = strip.painted().part("window").bounding_box()["width"]
    strip.part("gaps").check()
    assert even < before
    assert strip.painted().part("window").bounding_box()["width"] == pytest.approx(before, abs=1)
    assert strip.window() == (FROM, TO)
