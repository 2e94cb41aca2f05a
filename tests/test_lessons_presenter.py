"""Stories as one HTML file."""

from __future__ import annotations

import json
import re

import pytest

from gazetteer.policy import NamePolicy
from geo.language import LANGUAGES
from geo.lessons.presenter import MAGNIFY, presenter_html
from geo.stories.files import from_file
from geo.stories.telling import told_stories
from tests.materials import material_of
from tests.worlds import world


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("world"))


def _payload(page):
    written = re.search(rb'id="atlas-payload">(.*?)</script>', page, re.DOTALL)
    return json.loads(written[1])


def test_the_file_holds_what_is_told_and_opens_as_asked(material):
    page = presenter_html(material, material.stories, NamePolicy("sq"), "sr-Latn")
    payload = _payload(page)
    told = told_stories(material.dataset, material.incidents, material.gazetteer, material.stories)
    assert {name: payload["present"][name] for name in told} == told
    opening = payload["opening"]
    assert (opening["policy"], opening["magnify"], payload["present"]["language"]) == ("sq", MAGNIFY, "sr-Latn")
    assert payload["present"]["languages"] == dict(LANGUAGES)


def test_words_of_other_languages_are_those_that_the_presenter_says(material):
    words = _payload(presenter_html(material, material.stories))["present"]["words"]
    assert set(words) == set(LANGUAGES) - {"en"}
    assert all(words[tag]["Next"] not in ("", "Next") for tag in words)
    assert all("Download PDF" not in words[tag] for tag in words)


def test_the_file_can_be_opened_in_the_editor_again(material):
    page = presenter_html(material, material.stories)
    assert from_file(page, material.incidents.index) == material.stories


def test_the_same_stories_give_the_same_bytes(material):
    assert presenter_html(material, material.stories) == presenter_html(material, material.stories)


def test_a_story_that_holds_script_is_text_in_the_file(tmp_path):
    tables = world()
    tables["chapters"][1]["title"] = "</script><script>alert(1)</script>{{ 7 * 7 }}"
    material = material_of(tmp_path, tables)
    page = presenter_html(material, material.stories)
    assert b"<script>alert" not in page
    assert _payload(page)["present"]["stories"][1]["steps"][0]["title"] == tables["chapters"][1]["title"]
