"""A file or a code opens its view again and says plainly what has changed since."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from geo.errors import SnapshotError
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.reopening import Reopened, reopen, reopen_code
from geo.snapshot.proof.spec import to_json
from geo.views import clean, to_query
from tests.materials import MARCH, material_of, spec_for
from tests.worlds import figure, incident, place, world

MAY = {"from": ["2023-05-01"], "to": ["2023-06-30"]}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("data") / "world")


@pytest.fixture
def changed(tmp_path):
    """Return the tiny world after a change of its tables."""

    def after(change):
        tables = world()
        change(tables)
        return material_of(tmp_path / "changed", tables)

    return after


def file_of(material, told=None):
    return to_json(spec_for(material, told)).encode()


def row(tables, name, identifier):
    return next(each for each in tables[name] if each["id"] == identifier)


def since(then, now):
    return (
        "The data has changed since this file was made on 22 November 2026 "
        f"(version {then.dataset.version}, now {now.dataset.version})"
    )


def test_a_file_opens_its_view_again(small):
    told = {**MARCH, "type": ["clash"], "heading": ["A title"], "incident": ["bridge_clash"], "layer": ["incidents"]}
    spec = spec_for(small, told)
    assert reopen(to_json(spec).encode(), small) == Reopened(clean(told, small.options), spec, same=True)


def test_a_file_opens_the_same_view_in_another_process(small, tmp_path):
    (tmp_path / "view.json").write_bytes(file_of(small))
    program = (
        "import sys; from pathlib import Path; from geo.material import read_material\n"
        "from geo.filters import apply; from geo.views import view_of\n"
        "from geo.snapshot.proof.reopening import reopen\n"
        "material = read_material(Path(sys.argv[1])); found = reopen(Path(sys.argv[2]).read_bytes(), material)\n"
        "view = view_of(found.told); ids = apply(material.incidents, view.filters, view.window).ids\n"
        "print(found.same, found.changes, *ids)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(small.dataset.folder), str(tmp_path / "view.json")],
        capture_output=True, check=True, text=True, env=os.environ | {"PYTHONHASHSEED": "5"},
    )  # fmt: skip
    assert ran.stdout.split() == ["True", "()", *spec_for(small).events]


def test_a_code_opens_its_view_again(small):
    code = code_of(spec_for(small), small)
    assert reopen_code(f" {code.lower()} ", small) == Reopened(MARCH, None, same=True)


@pytest.mark.parametrize("link", ["https://atlas.example.org/map?{}#top", "?{}", "{}", " {}\n"])
def test_a_link_opens_its_view_again(small, link):
    assert reopen_code(link.format(to_query(MARCH)), small) == Reopened(MARCH, None, same=True)


def test_what_is_no_code_and_no_link_gets_a_sentence(small):
    with pytest.raises(SnapshotError, match="does not occur in a code"):
        reopen_code("Budva in March", small)
    with pytest.raises(SnapshotError, match="too long"):
        reopen_code("q=" + "x" * 30_000, small)
    with pytest.raises(SnapshotError, match="no view of this program"):
        reopen(b'{"type": "FeatureCollection"}', small)


def test_a_code_says_that_the_data_has_changed(small, changed):
    later = changed(lambda tables: tables["figures"].pop())
    versions = f"version {small.dataset.version[:5]}, now {later.dataset.version}"
    assert reopen_code(code_of(spec_for(small), small), later) == Reopened(
        MARCH, None, same=False, changes=(f"The data has changed since this code was made ({versions}).",)
    )


def test_data_that_has_changed_elsewhere_is_told(small, changed):
    later = changed(lambda tables: tables["strength"].pop())
    found = reopen(file_of(small), later)
    assert not found.same
    assert found.changes == (f"{since(small, later)}, but no incident of this view has.",)


def put(table, identifier, **cells):
    return lambda tables: row(tables, table, identifier).update(cells)


ASPECTS = {
    "date": put("incidents", "town_hall", event_date_end="2023-05-30", date_precision="days", date_prec=2),
    "place": put("incidents", "town_hall", place_as_written="in the town"),
    "type": put("incidents", "town_hall", actor2="soldiers"),
    "text": put("incidents", "town_hall", summary="Something else."),
    "figures": put("figures", "f2", best="31"),
    "sources": lambda tables: tables["attestations"][0].update(says="They were hurt."),
    "date, place": put("incidents", "town_hall", event_date_start="2023-05-28", date_precision="days", date_prec=2,
                       place="svinjare"),
}  # fmt: skip


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_aspect_that_has_changed_is_named(small, changed, aspect):
    later = changed(ASPECTS[aspect])
    assert reopen(file_of(small, MAY), later).changes == (
        f"{since(small, later)}.",
        f"1 incident of this view was changed: Clash at the town hall ({aspect}).",
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (put("places", "zvecan", latitude=42.908), "place"),
        (put("places", "zvecan", name_sq="Zveçani"), "place"),
        (put("sources", "force", title="Statement on the reserve"), "sources"),
        (lambda tables: tables["figures"].append(figure("f9", "town_hall", "force", "arrested", "men", best="3")),
         "figures"),
        (lambda tables: tables["figures"].pop(2), "figures"),
    ],
    ids=["coordinate", "name", "source", "new figure", "figure gone"],
)  # fmt: skip
def test_a_change_of_what_an_incident_rests_on_is_a_change_of_the_incident(small, changed, change, named):
    told = {"incident": ["town_hall"], "type": ["clash"], **MAY}
    later = changed(change)
    assert reopen(file_of(small, told), later).changes[1:] == (
        f"1 incident of this view was changed: Clash at the town hall ({named}).",
    )


def test_a_movement_that_has_arrived_is_a_change_of_its_figures(small, changed):
    later = changed(put("movements", "reserve_2004", arrived_on="2004-03-21"))
    assert reopen(file_of(small), later).changes[1:] == (
        "1 incident of this view was changed: Reserve battalion sent (figures).",
    )


def test_new_gone_moved_and_changed_incidents_are_listed(small, changed):
    def change(tables):
        tables["incidents"] = [each for each in tables["incidents"] if each["id"] != "houses_burned"]
        tables["figures"] = [each for each in tables["figures"] if each["incident"] != "houses_burned"]
        row(tables, "incidents", "reserve_2004").update(event_date_start="2004-04-01", event_date_end="2004-04-01")
        row(tables, "incidents", "bridge_clash").update(title="Clash at the bridge")
        for name in ("second", "third"):
            tables["incidents"].append(incident(
                name, f"A {name} one", "2004-03-18", "2004-03-18", "day", "bridge", "exact", "protest",
                "Peaceful protest",
            ))  # fmt: skip

    later = changed(change)
    assert reopen(file_of(small), later).changes == (
        f"{since(small, later)}.",
        "2 incidents of this view are new: A second one (second); A third one (third).",
        "1 incident of this view is gone from the data: houses_burned.",
        "1 incident of this view is no longer part of it: Reserve battalion sent (date).",
        "1 incident of this view was changed: Clash at the bridge (text).",
    )


def test_long_lists_are_cut(small, changed):
    def change(tables):
        for number in range(25):
            tables["incidents"].append(incident(
                f"n{number:02}", "New", "2004-03-18", "2004-03-18", "day", "bridge", "exact", "protest",
                "Peaceful protest",
            ))  # fmt: skip

    _, new = reopen(file_of(small), changed(change)).changes
    assert new.startswith("25 incidents of this view are new: New (n00); New (n01); ")
    assert new.endswith("; New (n09); and 15 more.")


def test_the_change_log_since_is_told(small, changed):
    def change(tables):
        for number in range(12, 0, -1):
            tables["changes"].append({
                "id": f"w{number}", "date": f"2024-02-{number:02}", "version": "1.1", "table": "figures",
                "row": "f2" if number > 1 else "*", "what": f"Step {number}.", "why": "Found.",
            })  # fmt: skip

    _, *log = reopen(file_of(small), changed(change)).changes
    assert log[:2] == [
        "Change log, 1 February 2024 (figures): Step 1.",
        "Change log, 2 February 2024 (figures, f2): Step 2.",
    ]
    assert len(log) == 11
    assert log[-1] == "Change log: and 2 more."


def test_a_file_that_lists_no_incidents_says_so(small, changed):
    later = changed(lambda tables: tables["strength"].pop())
    content = to_json(replace(spec_for(small), events={}, complete=False)).encode()
    unlisted = "It showed too many incidents to list them, so it cannot be said what has changed in them."
    assert reopen(content, later).changes == (f"{since(small, later)}. {unlisted}",)


def test_what_this_data_does_not_have_is_left_out_and_told(small, changed):
    def change(tables):
        tables["places"].append(place("leposavic", "Leposavić", "Leposaviq", "Leposavić", "Лепосавић", "A/ADM2", 43.1,
                                      20.8))  # fmt: skip
        tables["incidents"].append(incident(
            "later", "Later", "2024", "2024", "year", "leposavic", "municipality", "accident", "Other",
        ))  # fmt: skip

    larger = changed(change)
    told = {
        "municipality": ["leposavic", "zvecan_municipality"], "type": ["accident"], "incident": ["later"],
        "q": ["bridge"],
    }  # fmt: skip
    found = reopen(file_of(larger, told), small)
    assert found.told == {"municipality": ["zvecan_municipality"], "q": ["bridge"]}
    assert found.dropped == (
        "1 event type of this view is not in this data and left out.",
        "1 municipality of this view is not in this data and left out.",
        "The selected incident is not in this data; none is selected.",
    )
    assert reopen_code(f"?{to_query(told)}&paper=a0", small) == Reopened(
        found.told, None, same=True,
        dropped=(*found.dropped, 'The value of "paper" in this view is not known here and left out.'),
    )  # fmt: skip
    code = reopen_code(code_of(spec_for(larger, told), larger), small)
    assert (code.told, sorted(code.dropped)) == (found.told, sorted(found.dropped))
