"""Languages of the words: every marked text can be translated, and what is translated is what the reader sees."""

from __future__ import annotations

import calendar
import re
from html.parser import HTMLParser
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from geo.language import (
    DRAFT_NOTICE,
    LANGUAGES,
    LOCALE,
    MONTHS,
    N_,
    SOURCE_LANGUAGE,
    catalogue,
    marked_in,
    messages,
    say_own_name,
    translator,
)
from geo.schema import SOURCES, ActorKind
from geo.style import LAYER_WORDS, MODE_WORDS, STEP_WORDS
from geo.views import LANGUAGE_PART, STEPS, Mode, clean
from pages.shared.sidebar import ACTOR_WORDS, KIND_WORDS
from tests import catalogues
from tests.materials import MARCH, material_of, spec_for
from tests.opened import ROOT, open_page

TRANSLATED = [tag for tag in LANGUAGES if tag != SOURCE_LANGUAGE]
FOLDERS = [tag.replace("-", "_") for tag in TRANSLATED]
TABLE, MAP = "pages/explore/table.py", "pages/explore/map.py"


def compiled(tag):
    return {message.id: message.string for message in catalogues.read(tag) if message.id and message.string}


def fields(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


class Options(HTMLParser):
    """Gathers the options of the selects of a page, by the data-part of the select."""

    def __init__(self):
        super().__init__()
        self.part, self.value, self.found = "", "", {}

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "select":
            self.part = told["data-part"]
        self.value = told["value"] if tag == "option" else ""

    def handle_data(self, data):
        if self.value:
            self.found.setdefault(self.part, {}).setdefault(self.value, data)


def test_every_catalogue_is_up_to_date_with_code_and_data():
    stale = [path.name for path, content in catalogues.files().items() if path.read_bytes() != content]
    assert stale == [], "run make catalogues"


def test_every_language_has_a_catalogue():
    assert sorted(path.name for path in LOCALE.iterdir() if path.is_dir()) == sorted(FOLDERS)


def test_texts_are_found_inside_of_other_texts_too():
    module = """A = N_("one"), tr("two" " words"), f"{tr('three')}: {tr(A)}", other("four")"""
    script = """
        const a = [t("one \\"x\\"?"), show.t("{n} of {m}", { n: 1 }), at("two"), `${t("three {n}", { n: 3 })}`];
        const b = a ? t("four") : t(a.kind === "step" ? "five" : "six", { n: 4 });
        const c = [t(a.words), t(a ? b : "seven")];
    """
    assert sorted(catalogues.marked_in_module(module)) == ["one", "three", "two words"]
    assert marked_in(script) == ('one "x"?', "{n} of {m}", "three {n}", "four", "five", "six")


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_translation_has_the_places_for_values_that_its_text_has(folder):
    told = compiled(folder)
    assert {text: said for text, said in told.items() if fields(text) != fields(said)} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_translation_ends_as_its_text_does(folder):
    ends = re.compile(r"[.:?;,]*\Z")
    told = compiled(folder)
    assert {text: said for text, said in told.items() if ends.search(text)[0] != ends.search(said)[0]} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_catalogue_says_that_it_is_a_draft_without_keeping_its_words_back(folder):
    path = catalogues.path_of(folder)
    with path.open("rb") as file:
        known = read_po(file)
    assert catalogues.DRAFT in known.header_comment
    assert [message.id for message in known if message.id and message.fuzzy] == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_what_is_translated_is_said_and_the_rest_stays_english(tag):
    told = compiled(tag.replace("-", "_"))
    say = translator(tag)
    assert messages(tag) == told
    assert {text: say(text) for text in told} == told
    assert say("No catalogue has this.") == "No catalogue has this."
    assert say("") == ""
    assert catalogue(tag, ["Clash", "No catalogue has this.", ""]) == {"Clash": told["Clash"]}


def test_english_is_complete_by_itself():
    assert translator("en")("Clash") == N_("Clash") == "Clash"
    assert (messages("en"), catalogue("en", ["Clash"])) == ({}, {})


def test_an_unknown_language_is_told_in_a_sentence():
    for ask in (translator, messages):
        with pytest.raises(LookupError, match=r'"de" is no language of this program; choose one of: en, sq, sr-Latn'):
            ask("de")


def test_a_draft_is_named_as_one_in_its_own_language():
    assert [say_own_name(tag) for tag in LANGUAGES] == [
        "English", "shqip (draft)", "srpski (latinica) (draft)", "српски (ћирилица) (draft)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Ljubav, Njegoš, Džep, LJUBAV", "Љубав, Његош, Џеп, ЉУБАВ"),
        ("injekcija, konjunkcija, Tanjug, nadživeti", "инјекција, конјункција, Танјуг, надживети"),
        ("Kretanje trupa: đak, čas, šuma, žito, ćup", "Кретање трупа: ђак, час, шума, жито, ћуп"),
        ("Dan {day}, {km} km; HTML, A4, F i Page Down", "Дан {day}, {km} km; HTML, A4, F и Page Down"),
    ],
)
def test_serbian_words_are_turned_into_cyrillic_letter_by_letter(latin, cyrillic):
    assert catalogues.cyrillic(latin) == cyrillic


def test_the_cyrillic_catalogue_has_no_latin_words_but_the_names_that_are_kept():
    left = {text: re.findall("[A-Za-z]+", catalogues.KEPT.sub("", said)) for text, said in compiled("sr_Cyrl").items()}
    assert {text: words for text, words in left.items() if words} == {}


def test_the_words_of_modes_and_steps_are_those_of_the_strip():
    page = Options()
    page.feed((ROOT / "geo" / "assets" / "atlas.html").read_text(encoding="utf-8"))
    assert (page.found["mode"], page.found["step"]) == (MODE_WORDS, STEP_WORDS)
    assert (list(MODE_WORDS), list(STEP_WORDS)) == ([*Mode], [*STEPS])


def test_every_closed_set_has_its_words():
    assert list(ACTOR_WORDS) == [*ActorKind]
    assert list(KIND_WORDS) == [*SOURCES.column("kind").choices]
    assert list(LAYER_WORDS) == ["incidents", "movements", "areas"]
    assert list(MONTHS) == [*calendar.month_name][1:]


def test_the_language_of_the_words_changes_nothing_of_a_printed_page(tmp_path):
    material = material_of(tmp_path / "world")
    assert clean({LANGUAGE_PART: ["sq"]}, material.options) == {LANGUAGE_PART: ["sq"]}
    assert spec_for(material, {**MARCH, LANGUAGE_PART: ["sq"]}) == spec_for(material, MARCH)


@pytest.fixture
def tiny_app(world_folder, monkeypatch):
    """Return how to open a page over the tiny world."""
    monkeypatch.setenv("ATLAS_DATA", str(world_folder))
    return open_page


def labels(app):
    return [each.label for each in (*app.sidebar.selectbox, *app.sidebar.multiselect, *app.sidebar.text_input)]


def query_of(app):
    """Return the link as one value for each name."""
    return {name: values if isinstance(values, str) else "|".join(values) for name, values in app.query_params.items()}


def captions(app):
    return [each.value for each in app.sidebar.caption]


def test_a_link_says_in_which_language_the_words_are(tiny_app):
    app = tiny_app(TABLE, lang="sr-Cyrl", type="clash")
    say = translator("sr-Cyrl")
    assert [*app.exception, *app.error] == []
    assert app.title[0].value == say("Table") == "Табела"
    assert {"Називи", "Врста", "Претрага", "Језик текстова"} <= set(labels(app))
    assert DRAFT_NOTICE in captions(app)
    assert any(option.startswith("Сукоб (") for each in app.sidebar.multiselect for option in each.options)


def test_without_a_choice_the_words_are_english_and_no_draft(tiny_app):
    app = tiny_app(TABLE)
    assert app.title[0].value == "Table"
    assert {"Names", "Type", "Search", "Language of the words"} <= set(labels(app))
    assert DRAFT_NOTICE not in captions(app)


def test_another_language_keeps_the_view_and_is_in_the_link(tiny_app):
    chosen = {
        "type": "clash",
        "names": "sr-Latn",
        "q": "clash",
        "casualties": "injured_or_killed",
        "layer": "incidents",
    }
    app = tiny_app(TABLE, **chosen)
    before = captions(app)
    app = app.sidebar.selectbox(key="lang").set_value("sq").run()
    assert [*app.exception, *app.error] == []
    assert query_of(app) == {**chosen, "lang": "sq"}
    assert app.sidebar.selectbox(key="casualties").label == "Viktima"
    app = app.sidebar.selectbox(key="lang").set_value("en").run()
    assert query_of(app) == chosen
    assert captions(app) == before


def test_an_impossible_language_is_left_out(tiny_app):
    app = tiny_app(TABLE, lang="klingon")
    assert [*app.exception, *app.error] == []
    assert app.sidebar.selectbox(key="lang").value == "en"


def test_a_view_that_is_brought_back_keeps_the_language_of_its_reader(tiny_app):
    app = tiny_app("pages/brief/snapshot.py", lang="sr-Latn")
    app = app.text_input(key="view code").set_value("?from=2004-03-17&to=2004-03-18").run()
    app = app.button(key="open code").click().run()
    assert [*app.exception, *app.error] == []
    assert query_of(app) == {"lang": "sr-Latn", "from": "2004-03-17", "to": "2004-03-18"}
    assert [each.value for each in app.success] == ["Ovaj prikaz je otvoren na svim stranama."]
