"""A view code is short, comes back as the same view, and lets no typing error pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SnapshotError
from geo.material import read_material
from geo.snapshot.proof.codes import FIELDS, code_of, told_of_code
from geo.snapshot.proof.fields import WORDS, _by_hash, _hash
from geo.snapshot.proof.signs import SIGNS, counted, write
from geo.views import BESIDE_THE_VIEW, LISTS, SINGLES, clean
from tests.materials import MARCH, material_of, spec_for
from tests.worlds import incident, world

#: the texts of the page; what stands beside a view is no part of it at all
NOT_IN_A_CODE = ("heading", "banner", "maker", "contact")
MAP = {"map": ["42.9012,20.84,11"]}
FILTERED = {
    **MARCH, **MAP, "type": ["clash", "riot_arson"], "municipality": ["gracanica_municipality"],
    "casualties": ["killed"],
}  # fmt: skip
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat) | st.dates(
    date(1998, 1, 1), date(2030, 1, 1)
).map(date.isoformat)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)
MAPS = st.builds(
    "{},{},{}".format, st.floats(-85, 85), st.floats(-180, 180), st.floats(0, 20)
) | st.builds("{:.3f},{:.3f},{}".format, st.floats(41.5, 43.5), st.floats(19.5, 22), st.integers(7, 18))  # fmt: skip


@pytest.fixture(scope="module")
def shipped():
    return read_material()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("data") / "world")


def links(material):
    """Return a strategy of links that this data has."""
    lists = {name: st.lists(st.sampled_from(material.options[name]), unique=True, max_size=5) for name in LISTS}
    singles = {name: st.sampled_from(WORDS[name]) for name in SINGLES if name in WORDS}
    singles |= dict.fromkeys(("from", "to", "split"), DAYS) | dict.fromkeys(("q", "toponym"), TEXTS) | {"map": MAPS}
    singles |= {"tiles": st.just("OpenTopoMap"), "incident": st.sampled_from(list(material.row_of))}
    singles |= dict.fromkeys(NOT_IN_A_CODE, TEXTS)
    parts = lists | {name: values.map(lambda value: [value]) for name, values in singles.items()}
    parts["layer"] = st.lists(st.sampled_from(WORDS["layer"]), unique=True)
    return st.fixed_dictionaries({}, optional=parts)


def as_in_a_code(told, material):
    """Return a link as a code tells it: without the texts of the page, the map on a grid."""
    kept = {name: values for name, values in told.items() if name not in NOT_IN_A_CODE}
    if kept.get("map"):
        latitude, longitude, zoom = (float(part) for part in kept["map"][0].split(","))
        on_grid = (round(latitude * 10_000) / 10_000, round(longitude * 10_000) / 10_000, round(zoom * 20) / 20)
        kept["map"] = [",".join(f"{part:.4f}".rstrip("0").rstrip(".") for part in on_grid)]
        kept["map"] = [",".join("0" if part == "-0" else part for part in kept["map"][0].split(","))]
    return clean(kept, material.options)


def length_of(code):
    return len(code.replace("-", ""))


@settings(max_examples=120)
@given(choice=st.data())
def test_a_link_comes_back_from_its_code(shipped, small, choice):
    material = choice.draw(st.sampled_from((shipped, small)))
    told = choice.draw(links(material))
    spec = spec_for(material, told)
    code = code_of(spec, material)
    decoded = told_of_code(code, material)
    assert decoded.told == as_in_a_code(spec.told, material)
    assert (decoded.data_version, decoded.missing) == (material.dataset.version[:5], ())
    assert code_of(spec_for(material, decoded.told), material) == code


@pytest.mark.parametrize(
    ("told", "most"),
    [({}, 8), (MARCH, 12), ({**MARCH, **MAP}, 20), (FILTERED, 32)],
    ids=["all", "window", "map", "more"],
)
def test_a_code_is_short(shipped, told, most):
    code = code_of(spec_for(shipped, told), shipped)
    assert length_of(code) <= most
    assert all(len(group) == 4 for group in code.split("-")[:-1])


def test_usual_values_and_texts_of_the_page_cost_nothing(small):
    usual = {name: [absent] for name, (absent, _) in SINGLES.items()}
    texts = {name: ["x" * 60] for name in NOT_IN_A_CODE}
    assert code_of(spec_for(small, usual | texts), small) == code_of(spec_for(small, {}), small)


#: codes that were printed once; they have to open the same view for ever
PRINTED = {
    "4QV6-0XM": {},
    "4QV6-126T-4954-93Y0-VG27": {**MARCH, "from": ["2004-03-16"], "to": ["2004-03-20"], **MAP},
}


@pytest.mark.parametrize("code", PRINTED)
def test_codes_that_were_printed_once_open_the_same_view(shipped, code):
    spec = replace(spec_for(shipped, PRINTED[code]), data_version="97d988f9de2b")
    assert code_of(spec, shipped) == code
    assert told_of_code(code, shipped).told == PRINTED[code]


def test_the_numbers_of_fields_and_words_stay_what_they_are():
    assert FIELDS[:12] == (
        "", "window", "map", "type", "episode", "precision", "municipality", "mode", "casualties", "names", "incident",
        "q",
    )  # fmt: skip
    assert FIELDS[12:30] == (
        "actor", "source", "kind", "layer", "from", "to", "tiles", "step", "toponym", "paper", "turn", "dpi",
        "footnote", "extent", "labels", "maps", "split", "every",
    )  # fmt: skip
    begin = {
        "type": "clash riot_arson protest armed_attack explosion security_operation troop_movement displacement "
                "political accident total",
        "precision": "exact settlement near municipality region country",
        "actor": "peacekeepers international_police international_body kosovo_police kosovo_authorities serbian_state "
                 "state_forces crowd protesters armed_group civilians religious_community government unknown",
        "layer": "incidents movements areas",
        "mode": "window cumulative fading",
        "casualties": "any injured_or_killed killed",
        "names": "sq sr-Latn sr-Cyrl en sq,sr-Latn sr-Latn,sq",
        "step": "incident hour day week month year",
        "paper": "a4 a3 letter 16:9",
        "turn": "landscape portrait",
        "dpi": "150 300 600",
        "footnote": "none un eu council_of_europe",
        "extent": "view incidents kosovo",
        "labels": "auto titles places numbers",
        "maps": "single before-after multiples",
        "every": "day week month year episode municipality",
    }  # fmt: skip
    assert {name: " ".join(WORDS[name][: len(words.split())]) for name, words in begin.items()} == begin
    assert WORDS["kind"][:10] == (
        "official", "agency", "news", "ngo", "academic", "encyclopaedia", "church", "advocacy", "state media", "blog",
    )  # fmt: skip
    assert set(WORDS) == {*begin, "kind"}


def test_every_part_of_a_link_is_in_a_code_or_left_out_on_purpose():
    parts = {*LISTS, *SINGLES, "layer"}
    assert parts - {*FIELDS} == {*NOT_IN_A_CODE, *BESIDE_THE_VIEW}
    assert {*FIELDS} - parts == {"", "window"}


@pytest.mark.parametrize(
    "told", [{}, FILTERED, {"q": ["The bridge of Mitrovica, long before and after the clash"]}], ids=["7", "32", "many"]
)
def test_any_one_wrong_sign_is_found(shipped, told):
    signs = code_of(spec_for(shipped, told), shipped).replace("-", "")
    for at, right in enumerate(signs):
        for wrong in SIGNS:
            if wrong != right:
                with pytest.raises(SnapshotError, match="typing error"):
                    told_of_code(signs[:at] + wrong + signs[at + 1 :], shipped)


@pytest.mark.parametrize("told", [{}, FILTERED, {"q": ["The bridge of Mitrovica"]}], ids=["7", "32", "many"])
def test_any_two_neighbours_in_the_wrong_order_are_found(shipped, told):
    signs = code_of(spec_for(shipped, told), shipped).replace("-", "")
    for at, (one, other) in enumerate(pairwise(signs)):
        if one != other:
            with pytest.raises(SnapshotError, match="wrong order"):
                told_of_code(signs[:at] + other + one + signs[at + 2 :], shipped)


def test_the_sentence_says_which_sign_is_most_likely_wrong(shipped):
    signs = code_of(spec_for(shipped, {**MARCH, **MAP}), shipped).replace("-", "")
    for at, right in enumerate(signs):
        wrong = signs[:at] + ("8" if right != "8" else "B") + signs[at + 1 :]
        group = wrong[at // 4 * 4 :][:4]
        with pytest.raises(SnapshotError, match=f'most likely at sign {at + 1}, in the group "{group}"; compare'):
            told_of_code(wrong, shipped)


@pytest.mark.parametrize(
    "typed",
    [
        "4qv6-126t-4954-93y0-vg27",
        "4QV6126T495493YOVG27",
        " 4QV6 I26T\n4954 93Y0 VG27\u00a0",
        "4QV6\u2013L26T\u20134954\u201193Y0\u2212VG27",
        "View code: 4QV6-126T-4954-93Y0-VG27",
        "\ufeff4QV6-\u200e126T-4954-93Y0-VG27",
        "４ＱＶ６-126T-4954-93Y0-VG27",
    ],
)
def test_a_code_is_read_as_people_write_it(shipped, typed):
    assert told_of_code(typed, shipped).told == PRINTED["4QV6-126T-4954-93Y0-VG27"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "no code here"),
        (" - ", "no code here"),
        ("4QV6-0UM", r'"U" \(sign 6, in the group "0UM"\) does not occur'),
        ("Čačak", '"Č" .sign 1'),
        ("0000000", "typing error"),
        ("ZZ", "too short"),
        ("0" * 9000, "too long"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(small, typed, why):
    with pytest.raises(SnapshotError, match=why):
        told_of_code(typed, small)


@given(typed=st.text() | st.text(SIGNS + "-", min_size=7, max_size=60))
def test_nothing_but_a_sentence_comes_of_any_text(small, typed):
    try:
        decoded = told_of_code(typed, small)
    except SnapshotError:
        return
    assert decoded.told == clean(decoded.told, small.options)


@settings(max_examples=300)
@given(bits=st.binary(max_size=40), tag=st.integers(0, 63))
def test_nothing_but_a_sentence_comes_of_any_bits_in_a_code_without_typing_errors(small, bits, tag):
    code = write([(0, 2), (0x97D98, 20), (tag, 6), (int.from_bytes(bits), 8 * len(bits))])
    try:
        decoded = told_of_code(code, small)
    except SnapshotError:
        return
    assert decoded.told == clean(decoded.told, small.options)


@pytest.mark.parametrize(
    "pieces",
    [
        [(1, 2), (0, 20)],
        [(0, 2), (0, 20), (0b11, 2), (31, 5), (0, 3)],
        [(0, 2), (0, 20), (0b10, 2), (3, 3), *counted(60)],
    ],
    ids=["format", "part", "word"],
)
def test_a_code_of_a_newer_program_is_told(small, pieces):
    with pytest.raises(SnapshotError, match="newer version of the program"):
        told_of_code(write(pieces), small)


def test_a_code_from_other_data_finds_what_is_still_there_and_says_what_is_not(tmp_path, small):
    tables = world()
    tables["incidents"].append(
        incident(
            "later", "Later", "2024", "2024", "year", "kosovo", "country", "accident", "Other", actor1_kind="unknown"
        )
    )
    tables["episodes"].insert(0, {**tables["episodes"][0], "id": "another"})
    larger = material_of(tmp_path / "larger", tables)
    told = {
        "episode": ["may_2023", "another", ""], "type": ["accident", "clash"], "actor": ["unknown"],
        "source": ["paper"], "incident": ["later"],
    }  # fmt: skip
    decoded = told_of_code(code_of(spec_for(larger, told), larger), small)
    assert decoded.told == {"episode": ["may_2023", ""], "type": ["clash"], "source": ["paper"]}
    assert decoded.data_version == larger.dataset.version[:5] != small.dataset.version[:5]
    assert decoded.missing == (
        "1 event type of this view is not in this data and left out.",
        "1 episode of this view is not in this data and left out.",
        "The selected incident is not in this data; none is selected.",
        "1 kind of actors of this view is not in this data and left out.",
    )


def test_ids_whose_short_hashes_agree_are_told_apart_by_longer_ones(tmp_path):
    seen = {}
    one, other = next(
        (seen[number], name)
        for name in map("e{}".format, range(5000))
        if seen.setdefault(number := _hash(name, 16), name) != name
    )
    tables = world()
    tables["episodes"] += [{**tables["episodes"][0], "id": one}, {**tables["episodes"][0], "id": other}]
    twins = material_of(tmp_path / "twins", tables)
    assert _by_hash(twins.options["episode"], 16)[_hash(one, 16)] is None
    for told in ({"episode": [one]}, {"episode": [other, "may_2023"]}):
        assert told_of_code(code_of(spec_for(twins, told), twins), twins).told == told


def test_a_code_needs_no_escaping_in_an_address(shipped):
    code = code_of(spec_for(shipped, FILTERED), shipped)
    assert quote(code) == code
