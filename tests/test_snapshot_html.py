"""A view as one HTML file: the map of the page, opened at the view, with the view in it."""

from __future__ import annotations

import gc
import json
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from geo.filters import apply
from geo.notices import COVERAGE_NOTICE, DISCLAIMER
from geo.snapshot.forms import html
from geo.snapshot.forms.html import view_html
from geo.snapshot.proof.embedding import spec_out_of
from geo.snapshot.proof.spec import from_json, spec_of, to_json
from geo.views import view_of
from geo.webmap import Opening, map_html, payload_of
from pages.shared import state
from tests.materials import material_of
from tests.opened import HOSTILE
from tests.worlds import world

DAY = date(2026, 11, 22)
MARCH = {
    "from": ["2004-03-17"], "to": ["2004-03-19"], "type": ["clash"], "layer": ["incidents"], "mode": ["fading"],
    "incident": ["bridge_clash"], "map": ["42.9,20.8,11"], "names": ["sr-Cyrl"],
}  # fmt: skip
PAYLOAD = re.compile(r'<script type="application/json" id="atlas-payload">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("world"))


def page_of(material, told):
    spec = spec_of(material, told, DAY)
    return view_html(material, spec.view, to_json(spec)).decode()


def test_the_map_opens_at_the_view(small):
    opening = json.loads(PAYLOAD.search(page_of(small, MARCH))[1])["opening"]
    assert opening == Opening(
        policy="sr-Cyrl",
        window=(date(2004, 3, 17), date(2004, 3, 19)),
        mode="fading",
        layers=("incidents",),
        selected="bridge_clash",
        centre=(42.9, 20.8, 11.0),
        shown=frozenset(apply(small.incidents, view_of(MARCH).filters, None).ids),
    ).message(list(small.incidents.index))


def test_apart_from_title_and_view_it_is_the_map_of_the_page(small):
    about = (COVERAGE_NOTICE, DISCLAIMER, f"Data version {small.dataset.version}.")
    everything = Opening(shown=frozenset(small.incidents.index))
    own = view_html(small, view_of({}), "").decode()
    assert own.replace("\n<title>Incident Atlas: all dates</title>", "", 1) == map_html(
        payload_of(small.layers, small.base, about, everything)
    ).replace("<title>Incident Atlas</title>", "", 1)


def test_the_view_comes_back_out_of_the_file(small):
    spec = spec_of(small, MARCH, DAY)
    assert from_json(spec_out_of(view_html(small, spec.view, to_json(spec)))) == spec


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({}, "Incident Atlas: all dates"),
        ({"from": ["2004-03-17"], "to": ["2004-03-19"]}, "Incident Atlas: 17-19 March 2004"),
        ({"heading": ["Two days\nin March"]}, "Two days in March - Incident Atlas"),
    ],
)
def test_the_title_says_what_is_shown_after_the_encoding_is_known(small, told, title):
    page = page_of(small, told)
    assert re.findall(r"<title>(.*?)</title>", page) == [title]
    assert page.index('<meta charset="utf-8">') < min(1000, page.index("<title>"))


def test_hostile_texts_of_link_and_tables_stay_text(tmp_path):
    tables = world()
    tables["incidents"][0].update(title=f'"opening":"where the map opens" </script>{HOSTILE}')
    material = material_of(tmp_path / "world", tables)
    told = {"heading": [f"</title>{HOSTILE}"], "incident": ["</script><script>alert(1)</script>"]}
    page, plain = page_of(material, told), page_of(material, {})
    assert page.count("<script") == plain.count("<script")
    assert unescape(re.search(r"<title>(.*?)</title>", page)[1]) == f"</title>{HOSTILE} - Incident Atlas"
    payload = json.loads(PAYLOAD.search(page)[1])
    assert payload["opening"]["selected"] == "</script><script>alert(1)</script>"
    assert payload["incidents"][0]["title"] == f'"opening":"where the map opens" </script>{HOSTILE}'


def test_a_view_that_shows_nothing_is_a_map_too(small):
    opening = json.loads(PAYLOAD.search(page_of(small, {"q": ["nowhere to be found"]}))[1])["opening"]
    assert opening["shown"] == Opening(shown=frozenset()).message(list(small.incidents.index))["shown"]


def test_a_map_is_written_once_for_each_data_folder_and_forgotten_with_it(tmp_path):
    material = material_of(tmp_path / "world")
    before = len(html._WRITTEN)
    first = view_html(material, view_of({}), "")
    key = id(material)
    written = html._WRITTEN[key]
    other = replace(material)
    assert view_html(other, view_of({}), "") == view_html(material, view_of({}), "") == first
    assert html._WRITTEN[key] is written
    assert len(html._WRITTEN) == before + 2
    del material, other
    gc.collect()
    assert len(html._WRITTEN) == before


def test_the_download_of_the_sidebar_is_this_file_with_the_link_in_it(world_folder, monkeypatch):
    monkeypatch.setenv(state.FOLDER_VARIABLE, str(world_folder))
    told = {"from": ["2004-03-17"], "to": ["2004-03-19"]}
    content = state.map_download(view_of(told), told)
    assert from_json(spec_out_of(content)).told == {name: tuple(values) for name, values in told.items()}
    assert state.map_download(view_of(told)) == view_html(state.opened().material, view_of(told), "")
