"""Spellings folded to one key, and words taken off a name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.inflection import inflected
from gazetteer.names import compact_key, search_key, to_cyrillic, to_latin
from gazetteer.query import strippings, take_apart


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Zveçan", "zvecan"), ("Звечан", "zvecan"), ("ZVEČAN", "zvecan"), ("Shtërpcë", "shterpce"),
        ("Штрпце", "strpce"), ("Đakovica", "djakovica"), ("Ђаковица", "djakovica"), ("Ðakovica", "djakovica"),
        ("Fushë  Kosovë", "fushe kosove"), ("Fushe-Kosova", "fushe kosova"), ("L’Aquila", "laquila"),
        ("Џемал", "dzemal"), ("Љушта", "ljusta"), ("Vıçıtırın", "vicitirin"), ("İpek", "ipek"), ("(Peja)", "peja"),
        ("straße", "strasse"), ("", ""), ("...", ""), ("Gate 31", "gate 31"),
    ],
)  # fmt: skip
def test_script_diacritics_case_and_punctuation_are_folded(written, key):
    assert search_key(written) == key


@pytest.mark.parametrize("written", ["Звечaн", "Zvečаn", "Zvеčan"])
def test_letters_of_the_wrong_alphabet_inside_a_word_are_put_right(written):
    assert search_key(written) == "zvecan"


def test_a_greek_letter_inside_a_latin_word_is_put_right():
    assert search_key("Μitrοvica") == "mitrovica"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_unicode_form_gives_the_same_key(form):
    assert search_key(unicodedata.normalize(form, "Đeneral Janković Çabër")) == "djeneral jankovic caber"


@given(st.text())
def test_a_key_never_fails_and_is_its_own_key(text):
    key = search_key(text)
    assert search_key(key) == key
    assert key == " ".join(key.split())


@given(st.text(alphabet="аеорсхуabcčćdđžšëçİıßŸǅÅ'’-/ \u0301\u0308ΣςДжђ", max_size=30))
def test_a_key_of_mixed_alphabets_is_its_own_key(text):
    assert search_key(search_key(text)) == search_key(text)


def test_spaces_do_not_tell_names_apart():
    assert compact_key("Zubin Potok") == compact_key("ZubinPotok") == "zubinpotok"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("Ljušta", "Љушта"), ("Donje Žabare", "Доње Жабаре"), ("Džinovce", "Џиновце"), ("Đinovce", "Ђиновце"),
     ("Gnjilane", "Гњилане"), ("Uroševac", "Урошевац"), ("Peć", "Пећ")],
)  # fmt: skip
def test_both_scripts_of_serbian_turn_into_each_other(latin, cyrillic):
    assert (to_cyrillic(latin), to_latin(cyrillic)) == (cyrillic, latin)


@pytest.mark.parametrize(
    ("written", "name", "feature_class"),
    [
        ("the village of Banjska", "Banjska", "P"),
        ("the divided town of Mitrovica", "Mitrovica", "P"),
        ("Zvecan municipality", "Zvecan", "A"),
        ("the municipality of Zvecan", "Zvecan", "A"),
        ("Opština Zvečan", "Zvečan", "A"),
        ("Општина Звечан", "Звечан", "A"),
        ("Komuna e Zveçanit", "Zveçanit", "A"),
        ("near Štrpce", "Štrpce", None),
        ("about 45 km north of Pristina", "Pristina", None),
        ("28 miles north of the capital", "capital", None),
        ("northern Zvecan", "Zvecan", None),
        ("Zvečan", "Zvečan", None),
    ],
)
def test_words_around_a_name_are_taken_off_and_kept(written, name, feature_class):
    last = strippings(written)[-1]
    assert (last.text, last.feature_class) == (name, feature_class)


@pytest.mark.parametrize("written", ["the village", "The ", "a village", "village", "municipality of "])
def test_a_name_is_never_stripped_to_nothing(written):
    assert all(reading.text.casefold() not in {"", "the", "a"} for reading in strippings(written)[1:])


@pytest.mark.parametrize(
    ("written", "alternatives", "additions"),
    [
        ("Peja/Peć", ("Peja", "Peć"), ()),
        ("Peja - Peć", ("Peja", "Peć"), ()),
        ("Obiliq (Obilić)", ("Obiliq",), ("Obilić",)),
        ("Gotovuša, Štrpce municipality", ("Gotovuša",), ("Štrpce municipality",)),
        ("Fushe-Kosova", ("Fushe-Kosova",), ()),
        ("Peja or Peć", ("Peja", "Peć"), ()),
        ("((", (), ()),
    ],
)
def test_a_text_of_several_names_is_taken_apart(written, alternatives, additions):
    composite = take_apart(written)
    assert (composite.alternatives, composite.additions) == (alternatives, additions)


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Prishtinë", "sq", "Prishtinës"), ("Prizren", "sq", "Prizrenit"), ("Istog", "sq", "Istogut"),
        ("Vushtrri", "sq", "Vushtrrisë"), ("Kosovska Mitrovica", "sr-Latn", "Kosovskoj Mitrovici"),
        ("Goraždevac", "sr-Latn", "Goraždevcu"), ("Suva Reka", "sr-Latn", "Suvoj Reci"),
        ("Косово Поље", "sr-Cyrl", "Kosovo Polja"), ("Zvečan", "sr-Latn", "Zvečanu"),
    ],
)  # fmt: skip
def test_case_forms_of_known_names_are_made(name, language, form):
    assert form in set(inflected(name, language))


def test_no_case_forms_are_made_in_other_languages():
    assert list(inflected("Pristina", "en")) == []
