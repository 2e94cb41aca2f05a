"""The map file: whole in itself, and safe whatever the tables say."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser

import numpy as np
import pytest

from gazetteer.resolve import Gazetteer
from geo.basemaps import base_layers
from geo.columns import IncidentColumns, pack, pack_mask
from geo.incidents import locate, places_of
from geo.layers import build_layers
from geo.tables import read_dataset
from geo.webmap import ASSETS, PRESENT_SCRIPTS, PRESENT_STYLES, SCRIPTS, Opening, map_html, payload_of
from tests.worlds import world, write_world

PRESENT = {"stories": [], "glossary": [], "glossarySources": [], "language": "sr-Latn", "languages": {}, "words": {}}
CARRIED = [*SCRIPTS, "atlas.html", "atlas.css",
           *(f"present/{name}" for name in (*PRESENT_SCRIPTS, *PRESENT_STYLES, "present.html"))]  # fmt: skip
ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(2)>${alert(3)}`{{ 7*7 }}{% raw %}{# gone #}"


class Parts(HTMLParser):
    """What a file loads, and the text of its script elements."""

    def __init__(self):
        super().__init__()
        self.loaded, self.scripts, self.images, self._payload = [], 0, 0, False
        self.payload = ""

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.scripts += tag == "script"
        self.images += tag == "img"
        self._payload = attributes.get("id") == "atlas-payload"
        self.loaded += [attributes[name] for name in ("src", "href") if attributes.get(name)]

    def handle_data(self, data):
        if self._payload:
            self.payload += data

    def handle_endtag(self, _tag):
        self._payload = False


def file_of(folder, present=None, **settings):
    dataset = read_dataset(folder)
    places = places_of(dataset)
    located = locate(dataset, Gazetteer(places, None))
    payload = payload_of(build_layers(dataset, located, places), base_layers(places), ["A notice."], **settings)
    return map_html(payload | ({} if present is None else {"present": present}))


def parts_of(html):
    parts = Parts()
    parts.feed(html)
    return parts


def test_the_file_loads_nothing_from_anywhere(world_folder):
    assert parts_of(file_of(world_folder)).loaded == ["data:,"]


def test_the_text_of_a_table_stays_text_in_the_file(tmp_path):
    clean = parts_of(file_of(write_world(tmp_path / "clean")))
    rows = world()
    for incident in rows["incidents"]:
        incident["title"] = incident["summary"] = ATTACK
    hostile = parts_of(file_of(write_world(tmp_path / "hostile", rows)))
    assert (hostile.scripts, hostile.images) == (clean.scripts, clean.images)
    assert {one["title"] for one in json.loads(hostile.payload)["incidents"]} == {ATTACK}


def test_the_notice_and_all_scripts_travel_in_the_file(world_folder):
    html = file_of(world_folder)
    assert json.loads(parts_of(html).payload)["about"] == ["A notice."]
    assert html.count("globalThis.Atlas = globalThis.Atlas || {}") == len(SCRIPTS)


def test_an_opening_says_window_names_layers_selection_and_filter():
    opening = Opening(policy="sq", window=(date(2004, 3, 17), date(2004, 3, 18)), mode="fading", layers=("areas",),
                      selected="b", centre=(42.6, 20.9, 9.0), shown=frozenset({"a", "c"}))  # fmt: skip
    assert opening.message(["a", "b", "c"]) == {
        "policy": "sq",
        "layers": {"incidents": False, "movements": False, "areas": True},
        "selected": "b",
        "shown": pack_mask([True, False, True]),
        "clock": {"from": "2004-03-17", "to": "2004-03-18", "mode": "fading"},
        "view": {"latitude": 42.6, "longitude": 20.9, "zoom": 9.0},
    }


def test_an_opening_says_its_size_only_where_it_is_not_the_usual_one():
    assert "magnify" not in Opening(magnify=1.0).message([])
    assert Opening(magnify=1.5).message([])["magnify"] == 1.5


def test_a_map_that_presents_carries_the_presenter_and_its_language(world_folder):
    html = file_of(world_folder, present=PRESENT)
    assert html.count('<html lang="sr-Latn">') == 1
    assert json.loads(parts_of(html).payload)["present"] == PRESENT
    assert parts_of(html).loaded == ["data:,"]
    for name in CARRIED:
        assert (ASSETS / name).read_text(encoding="utf-8").removesuffix("</div>\n").strip() in html, name


def test_the_presenter_stands_inside_the_map_and_its_scripts_before_the_start(world_folder):
    html = file_of(world_folder, present=PRESENT)
    elements = (ASSETS / "present" / "present.html").read_text(encoding="utf-8")
    assert html.index(elements) < html.index(f"{elements}</div>\n") + 1 < html.index('id="atlas-payload"')
    script = (ASSETS / "present" / "present.js").read_text(encoding="utf-8").strip()
    assert html.index(script) < html.index("Atlas.start(map_")


def test_a_map_that_does_not_present_has_nothing_of_the_presenter(world_folder):
    usual = file_of(world_folder)
    assert usual.count('<html lang="en">') == 1
    assert "present" not in json.loads(parts_of(usual).payload)
    for name in CARRIED:
        assert name.startswith("present/") != ((ASSETS / name).read_text(encoding="utf-8").strip() in usual), name


def test_every_file_of_the_presenter_travels_with_it_exactly_once():
    carried = (*PRESENT_SCRIPTS, *PRESENT_STYLES, "present.html")
    assert sorted(carried) == sorted(path.name for path in (ASSETS / "present").iterdir())


@pytest.mark.parametrize("name", CARRIED)
def test_no_asset_can_be_taken_for_a_template(name):
    written = (ASSETS / name).read_text(encoding="utf-8")
    assert [mark for mark in ("{{", "{%", "{#") if mark in written] == []


def columns_of(start, end):
    count = len(start)
    return IncidentColumns(np.array(start), np.array(end), np.full(count, 42.6), np.full(count, 20.9),
                           np.zeros(count, np.uint8), np.zeros(count, np.uint8))  # fmt: skip


def test_columns_that_are_not_sorted_or_end_before_they_start_are_refused():
    with pytest.raises(ValueError, match="sorted by start"):
        pack(columns_of([10, 5], [20, 20]))
    with pytest.raises(ValueError, match="end before"):
        pack(columns_of([10, 15], [20, 12]))


def test_no_incident_at_all_is_packed_and_written(tmp_path):
    rows = world() | dict.fromkeys(("incidents", "attestations", "figures", "movements", "relations", "chapters",
                                    "statements"), ())  # fmt: skip
    payload = json.loads(parts_of(file_of(write_world(tmp_path / "empty", rows))).payload)
    assert (payload["packed"]["header"]["count"], payload["incidents"]) == (0, [])


def test_a_hundred_thousand_incidents_cost_at_most_twelve_bytes_each():
    rng = np.random.default_rng(7)
    count = 100_000
    start = np.sort(rng.integers(15_000_000, 28_000_000, count))
    latitude, longitude = rng.uniform(41.8, 43.3, count), rng.uniform(20, 21.8, count)
    classes = [rng.integers(0, most, count, np.uint8) for most in (8, 3)]
    packed = pack(IncidentColumns(start, start + 1440, latitude, longitude, *classes))
    assert len(packed["bytes"]) / count <= 12


def test_the_same_tables_give_the_same_file(world_folder):
    assert file_of(world_folder) == file_of(world_folder)
