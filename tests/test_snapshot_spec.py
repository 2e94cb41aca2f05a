"""What a page was made from: exact to write, strict to read, the same for everybody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SnapshotError
from geo.filters import apply
from geo.snapshot.proof.spec import (
    ASPECTS,
    FORMAT_NAME,
    LONGEST_JSON,
    MOST_EVENTS,
    Spec,
    digests_of,
    from_json,
    map_number,
    short_hash,
    spec_of,
    to_json,
)
from geo.views import view_of
from tests.materials import MADE_ON, MARCH, material_of, spec_for
from tests.worlds import world

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=12), parts, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("data") / "world")


@pytest.fixture(scope="module")
def written(small):
    return json.loads(to_json(spec_for(small)))


def test_a_spec_lists_what_its_view_shows_and_nothing_else(small):
    told = {"type": ["clash", "riot_arson", "no_such_type"], **MARCH, "heading": ["A title"], "no_such_name": ["x"]}
    spec = spec_of(small, told, MADE_ON, "https://atlas.example.org/")
    assert spec == Spec(
        told={
            "type": ("clash", "riot_arson"), "from": ("2004-03-17",), "to": ("2004-03-19",), "heading": ("A title",),
        },
        made_on=MADE_ON,
        data_version=small.dataset.version,
        data_as_of="2024-01-01",
        events={name: digests_of(small)[name] for name in ("bridge_clash", "houses_burned")},
        base_url="https://atlas.example.org/",
    )  # fmt: skip
    assert tuple(spec.events) == apply(small.incidents, spec.view.filters, spec.view.window).ids


def test_a_spec_that_is_written_and_read_is_the_same(small):
    for told in ({}, MARCH, {"q": ["Čačak <b>&amp; Север \U0001f600"], "layer": ["none"]}):
        spec = spec_for(small, told, base_url="https://atlas.example.org/?a=1")
        assert from_json(to_json(spec)) == spec


def test_the_view_of_a_spec_is_the_view_of_its_link(small):
    assert spec_for(small).view == view_of(MARCH)


def test_the_view_of_a_spec_passes_over_what_this_program_does_not_know(small):
    spec = replace(spec_for(small), told={"paper": ("a0",), "names": ("xx",), "from": ("yesterday",), "q": ("bridge",)})
    assert spec.view == view_of({"q": ["bridge"]})


def test_the_text_of_a_spec_can_stand_in_any_file(small):
    text = to_json(spec_for(small, {"q": ["</script>]]>\x00\x1bСевер\U0001f600"]}))
    assert text.isascii()
    assert text.isprintable()
    assert not {"<", ">"} & set(text)


def test_somebody_who_opens_the_file_in_an_editor_reads_what_it_is(written):
    assert written["about"][0] == "This is a view of Incident Atlas: which part of the data a page showed, and how."
    assert written["link"] == "?from=2004-03-17&to=2004-03-19"
    assert written[FORMAT_NAME] == 1


def test_a_page_is_called_by_its_day_and_its_hash(small):
    spec = spec_for(small)
    assert map_number(spec) == f"IA-20261122-{short_hash(spec)[:4].upper()}"
    assert short_hash(spec) != short_hash(replace(spec, base_url="https://example.org"))


def test_every_process_writes_the_same_spec(small):
    program = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from geo.material import read_material; from geo.snapshot.proof.spec import spec_of, to_json\n"
        "told = {'from': ['2004-03-17'], 'to': ['2004-03-19']}\n"
        "sys.stdout.write(to_json(spec_of(read_material(Path(sys.argv[1])), told, date(2026, 11, 22))))"
    )
    changed = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(small.dataset.folder)],
        capture_output=True, check=True, env=os.environ | changed,
    )  # fmt: skip
    assert ran.stdout.decode() == to_json(spec_for(small))


def test_the_order_of_rows_in_a_file_changes_no_digest(tmp_path, small):
    tables = world()
    for name in ("figures", "attestations", "incidents", "places"):
        tables[name].reverse()
    assert digests_of(material_of(tmp_path / "turned", tables)) == digests_of(small)


def test_more_incidents_than_a_file_may_list_are_not_listed(small, monkeypatch):
    monkeypatch.setattr("geo.snapshot.proof.spec.MOST_EVENTS", 2)
    spec = spec_for(small)
    assert (spec.complete, spec.events) == (False, {})
    assert from_json(to_json(spec)) == spec


@pytest.mark.parametrize("address", ["atlas", "javascript:alert(1)", "https://e.org/ x", "https://" + "e" * 600])
def test_an_address_that_is_none_is_refused(small, address):
    with pytest.raises(SnapshotError, match="is no address of an atlas"):
        spec_for(small, base_url=address)


FAULTS = {
    "told": [None, [], {"from": "2004-03-17"}, {"from": []}, {"from": [1]}, {"q": ["x" * 2000]}, {"q": ["\ud800"]}],
    "made_on": [None, 20261122, "2026-11-31", "20261122", "2026-11-22T00:00"],
    "data": [None, [], {}, {"version": "xyz12"}, {"version": "abc"}, {"version": "0" * 12, "as_of": "soon"}],
    "events": [None, [], {"a": 1}, {"a": "0" * 29}, {"a": "G" * 30}, {"a" * 2000: "0" * 30}],
    "base_url": [1, "javascript:alert(1)", 'https://e.org/"onclick='],
    "complete": [0, None],
    FORMAT_NAME: [True, "1", 0, -1, None, 1.0],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in FAULTS.items() for value in values])
def test_a_faulty_part_is_named(written, name, value):
    with pytest.raises(SnapshotError, match="is missing or faulty") as caught:
        from_json(json.dumps(written | {name: value}))
    assert name in str(caught.value) or name in {"told", "data"}


def test_keys_that_are_not_known_are_passed_over(small, written):
    more = written | {"later": [1, {"deep": None}], "told": written["told"] | {"later": 3}}
    assert from_json(json.dumps(more)) == spec_for(small)


def test_a_newer_format_is_told(written):
    with pytest.raises(SnapshotError, match=r"newer version of the program \(view format 2, known here: 1\)"):
        from_json(json.dumps(written | {FORMAT_NAME: 2}))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON text"),
        ("{", "no JSON text"),
        ("[" * 200_000, "no JSON text"),
        ('{"a":' * 200_000, "no JSON text"),
        (f'{{"{FORMAT_NAME}": NaN}}', "no JSON text"),
        ("9" * 10_000, "no JSON text"),
        ("[]", "no view"),
        ('{"type": "FeatureCollection"}', "no view"),
        (" " * (LONGEST_JSON + 1), "larger than 2 MB"),
    ],
    ids=range(9),
)
def test_other_texts_are_refused_with_the_reason(text, why):
    with pytest.raises(SnapshotError, match=why):
        from_json(text)


def test_a_list_of_too_many_incidents_is_refused(written):
    events = {f"i{number}": "0" * 30 for number in range(MOST_EVENTS + 1)}
    with pytest.raises(SnapshotError, match="more than 20,000 incidents"):
        from_json(json.dumps(written | {"events": events}))


@given(parts=st.dictionaries(st.sampled_from(sorted(FAULTS)), ANYTHING))
def test_nothing_but_a_sentence_comes_of_any_json(written, parts):
    try:
        spec = from_json(json.dumps(written | parts))
    except SnapshotError:
        return
    assert from_json(to_json(spec)) == spec
    assert spec.view is not None


def test_every_aspect_has_its_place_in_a_digest(small):
    assert tuple(ASPECTS) == ("date", "place", "type", "text", "figures", "sources")
    assert {len(digest) for digest in digests_of(small).values()} == {30}
