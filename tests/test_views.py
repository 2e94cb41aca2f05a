"""The state of a view: every link becomes a view that can be shown, and is written and read without a loss."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from geo.filters import CASUALTIES, Filters
from geo.language import LANGUAGES
from geo.layers import LAYERS
from geo.notices import STATUS_FOOTNOTES
from geo.views import (
    LISTS,
    LONGEST_TEXT,
    SINGLES,
    STEPS,
    TILES_OFF,
    Arrangement,
    Every,
    Extent,
    Labels,
    Mode,
    PageSettings,
    Paper,
    View,
    clean,
    from_query,
    list_options,
    to_query,
    view_of,
)

OPTIONS = {
    "episode": ("march_2004", "may_2023", ""),
    "type": ("clash", "riot_arson", "protest"),
    "actor": ("crowd", "peacekeepers"),
    "municipality": ("zvecan_municipality",),
    "precision": ("exact", "near"),
    "source": ("agency", "paper"),
    "kind": ("agency", "news"),
}
USUAL = View(
    filters=Filters(), policy=DEFAULT_POLICY, layers=LAYERS, tiles=TILES_OFF, window=None, handles=None,
    mode=Mode.WINDOW, step="incident", incident="", centre=None, page=PageSettings(),
)  # fmt: skip
#: for every single part of a link values that it may have and that are not the usual one
SOME = {
    "casualties": CASUALTIES[1:], "q": ("bridge", "Čačak <b>&amp; ?#=+% Север"), "names": tuple(NamePolicy),
    "lang": tuple(LANGUAGES),
    "story": ("march_2004",), "set": ("atlas my-list",),
    "from": ("2004-03-16", "0001-01-01"), "to": ("2004-03-24", "9999-12-31"), "mode": tuple(Mode), "step": STEPS,
    "incident": ("town_hall",), "map": ("42.9,20.84,11", "-85,180,0.5"), "toponym": ("Banjska",),
    "paper": tuple(Paper), "turn": ("portrait",), "dpi": ("300", "600"), "heading": ("Two days & more",),
    "banner": ("FOR TRAINING",), "footnote": tuple(STATUS_FOOTNOTES), "maker": ("Desk 4",),
    "contact": ("desk@example.org",), "extent": tuple(Extent), "labels": tuple(Labels), "maps": tuple(Arrangement),
    "split": ("2004-03-18",), "every": tuple(Every),
}  # fmt: skip
NAMES = (*LISTS, *SINGLES, "layer")
VALUES = (
    st.text(max_size=12)
    | st.sampled_from(
        sorted({str(value) for values in (*OPTIONS.values(), *SOME.values(), LAYERS) for value in values})
    )
    | st.sampled_from(["nan,0,0", "1e999,0,0", "42.9,20.84", "0000-01-01", "2004-02-30", "2004-3-1", "x" * 500, "none"])
)
#: what anybody may write behind the question mark
ANYTHING = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), st.lists(VALUES, max_size=4), max_size=12)


@st.composite
def cleaned_links(draw):
    """Draw a link as this program writes it."""
    told = {
        name: draw(st.lists(st.sampled_from(values), min_size=1, unique=True)) for name, values in OPTIONS.items()
    } | {name: [str(draw(st.sampled_from(values)))] for name, values in SOME.items()}
    told["layer"] = draw(st.lists(st.sampled_from(LAYERS), unique=True))
    return clean({name: told[name] for name in draw(st.sets(st.sampled_from(sorted(told))))}, OPTIONS)


def test_a_link_that_says_nothing_is_the_usual_view():
    assert view_of({}) == USUAL
    assert clean({}, OPTIONS) == {}


def test_every_single_part_has_values_in_this_test():
    assert {*SOME} == {*SINGLES} - {"tiles"}


def test_a_view_says_everything_that_its_link_tells():
    told = {
        "episode": ["march_2004", ""], "type": ["clash"], "actor": ["crowd"], "municipality": ["zvecan_municipality"],
        "precision": ["near"], "source": ["paper"], "kind": ["news"], "layer": ["incidents"], "casualties": ["killed"],
        "q": ["bridge"], "names": ["en"], "lang": ["sq"], "story": ["march_2004"], "set": ["atlas my-list"],
        "tiles": [TILES_OFF], "from": ["2004-03-16"], "to": ["2004-03-24"],
        "mode": ["fading"], "step": ["day"], "incident": ["bridge_clash"], "map": ["42.9,20.84,11"],
        "toponym": ["Banjska"], "paper": ["a3"], "turn": ["portrait"], "dpi": ["300"], "heading": ["Two days"],
        "banner": ["FOR TRAINING"], "footnote": ["eu"], "maker": ["Desk 4"], "contact": ["desk@example.org"],
        "extent": ["kosovo"], "labels": ["numbers"], "maps": ["before-after"], "split": ["2004-03-18"],
        "every": ["week"],
    }  # fmt: skip
    assert {*told} == {*NAMES}
    days = (date(2004, 3, 16), date(2004, 3, 24))
    assert view_of(clean(told, OPTIONS)) == View(
        filters=Filters(("march_2004", ""), ("clash",), ("crowd",), ("zvecan_municipality",), ("near",), ("paper",),
                        ("news",), "killed", "bridge"),
        policy=NamePolicy("en"), layers=("incidents",), tiles=TILES_OFF, window=days, handles=days, mode=Mode.FADING,
        step="day", incident="bridge_clash", centre=(42.9, 20.84, 11.0),
        page=PageSettings(
            paper=Paper.A3, landscape=False, dpi=300, heading="Two days", banner="FOR TRAINING", footnote="eu",
            maker="Desk 4", contact="desk@example.org", extent=Extent.KOSOVO, labels=Labels.NUMBERS,
            maps=Arrangement.BEFORE_AFTER, split=date(2004, 3, 18), every=Every.WEEK,
        ),
        sets=("atlas", "my-list"),
    )  # fmt: skip


def test_every_setting_of_a_page_can_be_told_by_a_link():
    usual = PageSettings()
    told = {name: [str(values[-1])] for name, values in SOME.items()}
    page = view_of(clean(told, OPTIONS)).page
    assert [field.name for field in fields(page) if getattr(page, field.name) == getattr(usual, field.name)] == []


def test_what_stands_at_its_usual_value_is_left_out():
    told = {name: [absent] for name, (absent, _) in SINGLES.items()}
    assert clean(told | {"layer": list(LAYERS), "type": []}, OPTIONS) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "yesterday"), ("from", "2004"), ("from", "2004-03"), ("to", "2004-02-30"), ("to", "0000-01-01"),
        ("to", "20040317"), ("split", "10000-01-01"), ("mode", "Window"), ("step", "minute"), ("names", "xx"),
        ("lang", "de"),
        ("tiles", "https://e.org/{z}/{x}/{y}.png"), ("casualties", "all"), ("map", "42.9,20.84"),
        ("map", "42.9,20.84,11,1"), ("map", "nan,0,0"), ("map", "0,inf,0"), ("map", "0,0,nan"), ("map", "86,0,0"),
        ("map", "0,181,0"), ("map", "0,0,-1"), ("map", "0,0,21"), ("map", "a,b,c"), ("paper", "a0"), ("paper", "A4"),
        ("turn", "upside down"), ("dpi", "0"), ("dpi", "9999999"), ("footnote", "nato"), ("extent", "world"),
        ("labels", "all"), ("maps", "4"), ("every", "hour"), ("type", "no_such_type"), ("municipality", ""),
        ("no_such_name", "x"),
    ],
)  # fmt: skip
def test_an_impossible_value_is_left_out(name, value):
    assert clean({name: [value]}, OPTIONS) == {}


def test_of_a_list_the_possible_values_stay_once_each_and_in_their_order():
    told = {"type": ["protest", "no_such_type", "clash", "protest"], "episode": ["", "march_2004", ""]}
    assert clean(told, OPTIONS) == {"episode": ["", "march_2004"], "type": ["protest", "clash"]}


def test_of_what_can_be_said_once_the_first_value_counts():
    assert clean({"paper": ["a3", "letter"], "mode": ["no such mode", "fading"]}, OPTIONS) == {"paper": ["a3"]}


def test_no_layer_at_all_can_be_told():
    for told in ({"layer": []}, {"layer": ["none"]}, {"layer": ["no_such_layer"]}):
        assert clean(told, OPTIONS) == {"layer": ["none"]}
    assert view_of({"layer": ["none"]}).layers == ()


def test_texts_are_cut_at_the_length_they_may_have():
    long = "x" * (LONGEST_TEXT + 1)
    kept = clean({name: [long] for name in ("q", "toponym", "heading", "banner", "maker", "contact")}, OPTIONS)
    assert {name: len(values[0]) for name, values in kept.items()} == {
        "q": 200, "toponym": 200, "heading": 200, "banner": 60, "maker": 80, "contact": 120,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "window", "handles"),
    [
        ({"from": ["2004-03-17"], "to": ["2004-03-17"]}, ("2004-03-17", "2004-03-17"), ("2004-03-17", "2004-03-17")),
        ({"from": ["2004-03-18"], "to": ["2004-03-17"]}, None, None),
        ({"from": ["2004-03-18"]}, None, None),
        ({"to": ["2004-03-18"]}, None, None),
        ({"mode": ["cumulative"]}, None, None),
        (
            {"from": ["2004-03-17"], "to": ["2004-03-18"], "mode": ["cumulative"]},
            ("0001-01-01", "2004-03-18"),
            ("2004-03-17", "2004-03-18"),
        ),
    ],
)
def test_a_window_has_two_ends_in_their_order_and_everything_so_far_has_no_beginning(told, window, handles):
    view = view_of(told)
    days = [days and tuple(day.isoformat() for day in days) for days in (view.window, view.handles)]
    assert days == [window, handles]


def test_a_query_is_written_as_browsers_do():
    told = {"from": ["2004-03-17"], "type": ["clash", "riot_arson"], "q": ["Čačak & more"], "episode": [""]}
    assert to_query(told) == "from=2004-03-17&type=clash&type=riot_arson&q=%C4%8Ca%C4%8Dak+%26+more&episode="
    assert from_query(to_query(told)) == told


@pytest.mark.parametrize(
    "link",
    [
        "from=2004-03-17&names=en",
        "?from=2004-03-17&names=en",
        " http://localhost:8501/snapshot?from=2004-03-17&names=en#top\n",
        "incident-atlas:?from=2004-03-17&names=en",
    ],
)
def test_a_query_is_found_in_an_address(link):
    assert from_query(link) == {"from": ["2004-03-17"], "names": ["en"]}


def test_the_lists_of_a_link_have_the_values_that_occur_in_the_data(tiny, located):
    options = list_options(tiny, located)
    assert {*options} == {*LISTS}
    assert options["episode"] == ("march_2004", "may_2023", "")
    assert options["municipality"] == ("zvecan_municipality",)
    assert options["kind"] == ("agency", "news", "official")
    assert options["precision"] == ("country", "exact", "municipality", "near", "region", "settlement")


@given(told=cleaned_links())
def test_a_link_that_is_written_and_read_is_the_same(told):
    for link in (to_query(told), f"?{to_query(told)}", f"https://atlas.example.org/map?{to_query(told)}#part"):
        assert from_query(link) == told
    assert clean(told, OPTIONS) == told


@given(told=ANYTHING)
def test_every_link_is_cleaned_once_for_all_and_shows_a_view(told):
    kept = clean(told, OPTIONS)
    assert clean(kept, OPTIONS) == kept
    assert from_query(to_query(kept)) == kept
    assert {*kept} <= {*NAMES}
    view = view_of(kept)
    assert view.window is None or view.window[0] <= view.window[1]
    assert (view.window is None) == (view.handles is None)
    assert view == view_of(from_query(to_query(kept)))


@given(link=st.text())
def test_any_text_may_stand_for_a_link(link):
    assert isinstance(view_of(clean(from_query(link), OPTIONS)), View)
