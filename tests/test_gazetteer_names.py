"""Spellings folded to one key, and words taken off a name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.judgement.inflection import base_keys, inflected
from gazetteer.judgement.kinds import apart
from gazetteer.judgement.nonplaces import looks_like_body, looks_like_person, other_name
from gazetteer.judgement.query import strippings, take_apart
from gazetteer.judgement.spellings import Spellings
from gazetteer.names import compact_key, respelling, search_key, to_cyrillic, to_latin


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
        ("about 45 km north of Pristina", "about 45 km north of Pristina", None),
        ("north of Pristina", "north of Pristina", None),
        ("northern Zvecan", "Zvecan", None),
        ("the southern part of Zvecan", "Zvecan", None),
        ("u selu Banjska", "Banjska", "P"),
        ("у општини Штрпце", "Штрпце", "A"),
        ("në fshatin Banjskë", "Banjskë", "P"),
        ("u severnom delu Zvečana", "Zvečana", None),
        ("Zvecan's", "Zvecan", None),
        ("Pristina-based", "Pristina", None),
        ("the barricade in Rudare", "Rudare", None),
        ("the Serb-majority municipality of Zvecan", "Zvecan", "A"),
        ("Zvecan town hall", "Zvecan", None),
        ("the southern part", "the southern part", None),
        ("Zvečan", "Zvečan", None),
    ],
)
def test_words_around_a_name_are_taken_off_and_kept(written, name, feature_class):
    *_, last = strippings(written)
    assert (last.text, last.feature_class) == (name, feature_class)


@pytest.mark.parametrize("written", ["the village", "The ", "a village", "village", "municipality of "])
def test_a_name_is_never_stripped_to_nothing(written):
    _, *shorter = strippings(written)
    assert shorter == []


@pytest.mark.parametrize(
    ("written", "alternatives", "additions"),
    [
        ("Peja/Peć", ("Peja", "Peć"), ()),
        ("Peja - Peć", ("Peja", "Peć"), ()),
        ("Obiliq (Obilić)", ("Obiliq",), ("Obilić",)),
        ("Gotovuša, Štrpce municipality", ("Gotovuša",), ("Štrpce municipality",)),
        ("Banjska kod Zvečana", ("Banjska",), ("Zvečana",)),
        ("Gotovuša in the Štrpce municipality", ("Gotovuša",), ("Štrpce municipality",)),
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
        ("Zubin Potok", "sr-Latn", "Zubinog Potoka"), ("Lešak", "sr-Latn", "Lešku"),
        ("Suvi Do", "sr-Latn", "Suvom Dolu"), ("Mitrovicë e Veriut", "sq", "Mitrovicës së Veriut"),
        ("Hani i Elezit", "sq", "Hanit të Elezit"), ("Banjski Suvi Do", "sr-Latn", "Banjskom Suvom Dolu"),
    ],
)  # fmt: skip
def test_case_forms_of_known_names_are_made_and_taken_off_again(name, language, form):
    assert form in set(inflected(name, language))
    assert compact_key(to_latin(name)) in base_keys(search_key(form))


def test_no_case_forms_are_made_in_other_languages():
    assert list(inflected("Pristina", "en")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("shterpce", "strpce"), ("gjakova", "djakova"), ("obiliq", "obilich"), ("gllogovc", "glogovc"),
     ("banyska", "banjska"), ("zhegra", "zegra"), ("vushtrri", "vustri"), ("xhakova", "gjakova")],
)  # fmt: skip
def test_names_of_the_same_sounds_share_their_respelling(one, other):
    assert respelling(one) == respelling(other)


@pytest.mark.parametrize(("one", "other"), [("zvecan", "zvecaj"), ("prilep", "prilip"), ("banja", "bania luka")])
def test_names_of_other_sounds_do_not_share_it(one, other):
    assert respelling(one) != respelling(other)


@given(st.text(alphabet="abcdeghijklmnopqrstuvxyz", max_size=20))
def test_a_respelling_never_fails_and_is_never_longer(key):
    assert len(respelling(key)) <= len(key)


KNOWN = ("zvecan", "zubinpotok", "leposavic", "gracanica", "kosovskamitrovica", "prizren")


@pytest.mark.parametrize(
    ("misspelt", "found"),
    [
        ("zveacn", [("zvecan", 1)]), ("zveccan", [("zvecan", 1)]), ("vzecan", [("zvecan", 1)]),
        ("zvecn", [("zvecan", 1)]), ("zvecak", [("zvecan", 1)]), ("zvecan", []), ("zvec", []), ("", []),
        ("lepsavc", []), ("lepsavic", [("leposavic", 1)]), ("lpsavic", []), ("lepsaviq", [("leposavic", 2)]),
        ("kosovksamitrovca", [("kosovskamitrovica", 2)]),
    ],
)  # fmt: skip
def test_the_nearest_spellings_are_found(misspelt, found):
    assert Spellings(KNOWN).near(misspelt) == found


@given(st.sampled_from(KNOWN), st.integers(0, 16), st.sampled_from("abcdefghijklmnopqrstuvz"))
def test_one_letter_too_many_too_few_or_mistyped_is_always_found(name, place, letter):
    place %= len(name)
    swapped = name[:place] + name[place : place + 2][::-1] + name[place + 2 :]
    slips = {name[:place] + letter + name[place:], name[:place] + letter + name[place + 1 :], swapped}
    if len(name) > 5:
        slips.add(name[:place] + name[place + 1 :])
    for slip in slips - {name}:
        assert (name, 1) in Spellings(KNOWN).near(slip)


@pytest.mark.parametrize(
    ("written", "kinds", "rest"),
    [
        ("Camp Bondsteel", {"camp"}, ("bondsteel",)), ("Burgu i Dubravës", {"prison"}, ("dubraves",)),
        ("манастир Високи Дечани", {"monastery"}, ("visoki", "decani")), ("Zvečan", set(), ("zvecan",)),
        ("Zvečan railway station", {"station"}, ("zvecan",)), ("", set(), ()),
    ],
)  # fmt: skip
def test_the_kind_of_a_thing_is_told_from_its_name(written, kinds, rest):
    said = apart(written)
    assert (said.kinds, said.rest) == (kinds, rest)


_ORGANISATION = "an organisation, not a place"
_PEOPLE = "people or a language, not a place"
_PERSON = "a person, not a place"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("KFOR", _ORGANISATION), ("Kosovo Police", _ORGANISATION), ("University of Novi Pazar", _ORGANISATION),
        ("OSCE Mission in Kosovo", _ORGANISATION), ("Serbian Orthodox Church", _ORGANISATION),
        ("FC Prishtina", _ORGANISATION), ("Koha Ditore", "a newspaper or agency, not a place"),
        ("Serbs", _PEOPLE), ("Kosovo Serbs", _PEOPLE), ("None", "no name of a place"), ("2004", "no name of a place"),
        ("Treaty of Berlin", "an event or agreement, not a place"),
        ("Vučitrn Street", "a street, and streets are not listed"),
        ("Albin Kurti", _PERSON), ("Vucic", _PERSON), ("President Ahtisaari", _PERSON), ("Albin Kurti airport", ""),
        ("Zvečan", ""), ("Novo Selo", ""), ("Kosovo Polje", ""), ("Camp Bondsteel", ""), ("Sv. Petar", ""),
    ],
)  # fmt: skip
def test_other_names_are_told_from_names_of_places(written, reason):
    key = search_key(written)
    assert (other_name(key) or looks_like_body(key) or looks_like_person(written, key)) == reason
