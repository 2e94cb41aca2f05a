"""What holds for every text and every name of the shipped gazetteer."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.names import to_cyrillic
from gazetteer.resolve import Hints, open_gazetteer

GAZETTEER = open_gazetteer()
NAMES = sorted({toponym.name for place in GAZETTEER.places.values() for toponym in place.names()})
WORDS = ("near", "the", "of", "between", "and", "5 km", "north", "village", "u", "në", "/", ",", "(", ")", "Peja",
         "Пећ", "Kosovo", "police", "'s", "e", "i", "to", "road", "from", "\u0301", "\ud800", "🔥")  # fmt: skip
texts = st.one_of(
    st.text(max_size=220),
    st.text(alphabet="abcčëşđžаеопцјљњ '-/()[],.;0123\u0301\u200b\n", max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.tuples(st.sampled_from(NAMES), st.sampled_from(WORDS)).map(" ".join),
)
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def said(text, hints=None):
    found = GAZETTEER.resolve(text, hints)
    return found.status, found.best and found.best.id, [one.place.id for one in found.candidates]


@settings(deadline=None, max_examples=400)
@given(texts)
def test_no_text_makes_it_fail_and_every_answer_has_its_reason(text):
    found = GAZETTEER.resolve(text)
    assert (found.status == "resolved") == (found.best is not None)
    assert (found.status == "unknown") <= (found.candidates == ())
    assert found.reason
    assert all(0 < one.score <= 1 and one.reason for one in found.candidates)


@settings(deadline=None)
@given(
    st.sampled_from(NAMES), st.sampled_from((None, "XK", "rs", "Kosovo", "Nowhere", "")), st.none() | points,
    st.lists(points, max_size=3), st.sampled_from((None, "", "Peja", "pec_municipality", "Atlantis")),
)  # fmt: skip
def test_no_hint_makes_it_fail(name, country, near, beside, municipality):
    hints = Hints(country=country, near=near, beside=tuple(beside), municipality=municipality)
    assert GAZETTEER.resolve(name, hints).candidates


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from((str.upper, str.lower, str.title, str.swapcase)))
def test_the_answer_does_not_depend_on_case(name, cased):
    assert said(cased(name)) == said(name)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_the_answer_does_not_depend_on_the_unicode_form(name, form):
    assert said(unicodedata.normalize(form, name)) == said(name)


@settings(deadline=None)
@given(st.sampled_from(NAMES))
def test_the_answer_does_not_depend_on_diacritics(name):
    plain = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    # the marks of Cyrillic ћ and й are part of the letter
    if not any("\u0400" <= letter <= "\u04ff" for letter in name):
        assert said(plain) == said(name)


@settings(deadline=None)
@given(st.sampled_from([name for name in NAMES if name.isascii()]))
def test_the_answer_does_not_depend_on_the_script(name):
    if set("qwxy").isdisjoint(name.lower()):
        assert said(to_cyrillic(name)) == said(name)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from((" {} ", "{}.", '"{}"', "\u00a0{}", "{}\n", "«{}»")))
def test_the_answer_does_not_depend_on_what_frames_it(name, frame):
    assert said(frame.format(name)) == said(name)


def test_every_listed_name_finds_its_place_or_leaves_it_open_or_says_what_it_prefers():
    astray = []
    for place in GAZETTEER.places.values():
        for toponym in place.names():
            found = GAZETTEER.resolve(toponym.name)
            preferred = found.best is not None and found.best is not place and "preferred to" in found.reason
            if place.id not in [one.place.id for one in found.candidates] or not (
                found.best in (None, place) or (preferred and _is_better_known(found.best, place))
            ):
                astray.append((place.id, toponym.name, found.best and found.best.id, found.reason))
    assert astray == []


def _is_better_known(winner, place):
    """Tell whether a country, a seat, or a settlement beside what is none was preferred."""
    if winner.feature_code in ("PCLI", "PPLC", "PPLA", "PPLA2"):
        return True
    return winner.feature_class == "P" != place.feature_class


@pytest.mark.parametrize(
    "text",
    ["a " * 99, "between and " * 16, "near " * 40, "(" * 200, "u " * 100, "Peja/" * 40, "x" * 200, "5 km " * 40,
     "дa" * 100, "Novo Selo " * 20, "the the of of " * 14, "\u0301" * 200, "a" * 1_000_000],
)  # fmt: skip
def test_a_hostile_text_is_answered_within_a_tenth_of_a_second(text):
    GAZETTEER.resolve("5 km from Zveccan")
    start = time.perf_counter()
    GAZETTEER.resolve(text)
    assert time.perf_counter() - start < 0.1
