"""The zip file of a view: what is in it, that it fits together, and that nothing in it depends on the day."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SnapshotError
from geo.formats.fields import FIGURE_FIELDS, SOURCE_FIELDS
from geo.notices import COVERAGE_NOTICE, DISCLAIMER, STATUS_FOOTNOTES
from geo.snapshot.forms.bundle import MEMBERS, bundle
from geo.snapshot.forms.citing import PARTS_OF_A_LINK, citation, citation_cff, link_in_words, one_line, title_of
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.embedding import spec_out_of
from geo.snapshot.proof.spec import Spec, from_json, map_number, spec_of, to_json
from geo.views import LISTS, SINGLES
from tests.materials import material_of
from tests.opened import HOSTILE
from tests.worlds import incident, world, write_world

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)
MAY = {"from": ["2023-05-26"], "to": ["2023-06-30"], "names": ["sr-Latn"], "footnote": ["un"], "maker": ["A. Briefer"]}
#: packs a view of a data folder and says the SHA-256
PACK = """
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from gazetteer.resolve import Gazetteer
from geo.incidents import locate, places_of
from geo.layers import build_layers
from geo.material import Material
from geo.snapshot.forms.bundle import bundle
from geo.snapshot.proof.spec import spec_of
from geo.tables import read_dataset
tables = read_dataset(Path(sys.argv[1]))
places = Gazetteer(places_of(tables), None)
rows = locate(tables, places)
made_of = Material(tables, places, rows, build_layers(tables, rows, places_of(tables)), {})
spec = spec_of(made_of, {"from": ["2023-05-26"], "to": ["2023-06-30"]}, date(2026, 11, 22))
print(sha256(bundle(made_of, spec, {"b.pdf": b"b", "a.svg": b"a"})).hexdigest())
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return material_of(tmp_path_factory.mktemp("world"))


def packed(material, told, files=None, base_url=""):
    return bundle(material, spec_of(material, told, DAY, base_url), files or {})


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_members_stand_in_the_order_of_their_names_with_a_fixed_day_and_mode(small):
    content = packed(small, MAY, {"map.pdf": b"%PDF-1.7", "pages/map.svg": b"<svg/>"})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    names = [entry.filename for entry in entries]
    assert names == sorted([*MEMBERS, "map.pdf", "pages/map.svg"])
    assert {(entry.date_time, entry.create_system, entry.external_attr) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100644 << 16)
    }
    kinds = {entry.filename: entry.compress_type for entry in entries}
    assert (kinds["map.pdf"], kinds["incidents.csv"]) == (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def test_the_tables_hold_exactly_the_shown_rows(small):
    made = members(packed(small, MAY))
    assert [row["id"] for row in rows(made["incidents.csv"])] == ["town_hall", "sit_in"]
    assert [row["id"] for row in json.loads(made["incidents.geojson"])["features"]] == ["town_hall", "sit_in"]
    figures, sources = rows(made["figures.csv"]), rows(made["sources.csv"])
    assert [(row["incident"], row["figure"], row["number"]) for row in figures] == [
        ("town_hall", "f1", "at least 50"),
        ("town_hall", "f2", "30"),
        ("town_hall", "f3", "11"),
        ("town_hall", "f4", "19"),
    ]
    assert [(row["number"], row["source"]) for row in sources] == [("1", "agency"), ("2", "force")]
    assert (list(figures[0]), list(sources[0])) == (list(FIGURE_FIELDS), list(SOURCE_FIELDS))
    assert [item["id"] for item in json.loads(made["sources.csl.json"])] == ["agency", "force"]
    assert made["sources.bib"].decode().count("@misc{") == 2
    assert made["incidents.gpkg"].startswith(b"SQLite format 3\0")


def test_frictionless_finds_the_tables_as_the_descriptor_tells_them(small, tmp_path):
    for folder, told in (("may", MAY), ("none", {"q": ["nowhere to be found"]})):
        for name, content in members(packed(small, told)).items():
            path = tmp_path / folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        package = Package(str(tmp_path / folder / "datapackage.json"))
        assert package.validate().flatten(["title", "rowNumber", "fieldName", "message"]) == []
        assert [resource.name for resource in package.resources] == ["incidents", "figures", "sources"]
    told = json.loads((tmp_path / "may" / "datapackage.json").read_text(encoding="utf-8"))
    assert told["description"].startswith(COVERAGE_NOTICE)
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert told["version"] == small.dataset.version


def test_the_checksums_are_those_of_all_other_members(small, tmp_path):
    made = members(packed(small, MAY, {"map.pdf": b"%PDF-1.7"}))
    assert made["SHA256SUMS"].decode().splitlines() == [
        f"{sha256(content).hexdigest()}  {name}" for name, content in made.items() if name != "SHA256SUMS"
    ]
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert checked.stdout.count(": OK\n") == len(made) - 1


def test_the_view_comes_back_out_of_the_zip_file(small):
    spec = spec_of(small, MAY, DAY)
    assert from_json(spec_out_of(bundle(small, spec, {}))) == spec
    assert members(bundle(small, spec, {}))["view.json"].decode() == f"{to_json(spec)}\n"


def test_the_readme_tells_what_the_files_are_and_how_to_see_the_view_again(small):
    made = members(packed(small, MAY, {"map.pdf": b"%PDF-1.7"}))
    spec = spec_of(small, MAY, DAY)
    readme = " ".join(made["README.txt"].decode().split())
    for told in (
        "Window: 26 May - 30 June 2023",
        "Filters: 26 May - 30 June 2023; no other filter",
        "Shown: 2 of 8 shown; 6 outside the window.",
        "Names: Serbian (Latin)",
        f"Data: data version {small.dataset.version} as of 1 January 2024",
        "Made on: 2026-11-22",
        f"Map number: {map_number(spec)}",
        "Made by: A. Briefer",
        COVERAGE_NOTICE,
        DISCLAIMER,
        STATUS_FOOTNOTES["un"],
        code_of(spec, small),
        "sha256sum -c SHA256SUMS",
        *(f"{name}: {words}" for name, words in MEMBERS.items()),
        "map.pdf: a page or map of this view",
    ):
        assert told in readme
    assert "$" not in readme


def test_the_view_is_cited_in_words_and_for_programs(small):
    made = members(packed(small, MAY, base_url="https://atlas.example.org/"))
    number = map_number(spec_of(small, MAY, DAY, "https://atlas.example.org/"))
    link = "https://atlas.example.org/?names=sr-Latn&from=2023-05-26&to=2023-06-30&footnote=un&maker=A.+Briefer"
    title = "Incident Atlas: 26 May - 30 June 2023; no other filter"
    assert made["citation.txt"].decode() == (
        f'Incident Atlas contributors, "{title}", map {number}, data version {small.dataset.version} as of '
        f"1 January 2024, map by A. Briefer, made on 22 November 2026, CC BY 4.0, <{link}>.\n"
    )
    assert yaml.safe_load(made["CITATION.cff"]) == {
        "cff-version": "1.2.0",
        "message": "If you use this view, please cite it as below.",
        "type": "dataset",
        "title": title,
        "authors": [{"name": "Incident Atlas contributors"}],
        "version": small.dataset.version,
        "date-released": "2026-11-22",
        "license": "CC-BY-4.0",
        "identifiers": [{"type": "other", "value": number, "description": "Number of the map"}],
        "abstract": COVERAGE_NOTICE,
        "url": link,
    }


def test_the_link_stands_on_the_first_line_and_every_part_is_explained(small):
    spec = spec_of(small, {"from": ["2023-05-26"], "to": ["2023-06-30"], "type": ["clash", "protest"]}, DAY)
    assert link_in_words(spec).decode() == (
        "?type=clash&type=protest&from=2023-05-26&to=2023-06-30\n"
        "\n"
        "What it says\n"
        "\n"
        "type = clash, protest\n"
        "  event types to show\n"
        "from = 2023-05-26\n"
        "  first day of the window\n"
        "to = 2023-06-30\n"
        "  last day of the window\n"
    )
    assert link_in_words(spec_of(small, {}, DAY)).decode().endswith("Nothing: the view as the atlas opens it.\n")


def test_every_part_that_a_link_may_have_is_explained():
    assert set(PARTS_OF_A_LINK) == {*LISTS, *SINGLES, "layer"}


def test_filters_are_told_with_the_names_of_what_they_choose(small):
    told = {"episode": ["may_2023"], "municipality": ["zvecan_municipality"], "source": ["force"], "names": ["sq"]}
    made = members(packed(small, told))
    said = "all dates; episodes: May 2023; municipalities: Komuna e Zveçanit; sources: Statement on reserves"
    assert {row["filters"] for row in rows(made["incidents.csv"])} == {said}
    assert f"Filters: {said}" in " ".join(made["README.txt"].decode().split())


def test_a_view_that_shows_nothing_makes_a_zip_file_too(small):
    made = members(packed(small, {"q": ["nowhere to be found"]}))
    assert rows(made["incidents.csv"]) == rows(made["figures.csv"]) == rows(made["sources.csv"]) == []
    assert json.loads(made["sources.csl.json"]) == []
    assert "0 of 8 shown; 8 without the words searched for." in made["README.txt"].decode()


def test_hostile_texts_come_out_as_text(tmp_path):
    tables = world()
    formula = '=HYPERLINK("https://example.org","x")'
    tables["incidents"][0].update(title=formula, summary=HOSTILE)
    tables["sources"][1].update(title="@SUM(A1)", publisher="}{\\input{x}", author="-1")
    tables["figures"][4].update(whom="+cmd", note="\N{RIGHT-TO-LEFT OVERRIDE}x")
    material = material_of(tmp_path / "world", tables)
    told = {"heading": [f"a\nb: {HOSTILE} \N{RIGHT-TO-LEFT OVERRIDE}"], "maker": ["$title ${x} %s {0}"]}
    made = members(packed(material, told))
    assert rows(made["incidents.csv"])[0]["title"] == f"'{formula}"
    assert next(row for row in rows(made["figures.csv"]) if row["figure"] == "f5")["whom"] == "'+cmd"
    paper = next(row for row in rows(made["sources.csv"]) if row["source"] == "paper")
    assert (paper["title"], paper["author"]) == ("'@SUM(A1)", "'-1")
    heading = one_line(spec_of(material, told, DAY).view.page.heading)
    assert heading.startswith("a b: <script>alert(1)</script> [x](javascript:alert(1))")
    assert yaml.safe_load(made["CITATION.cff"])["title"] == heading
    readme = made["README.txt"].decode()
    assert heading in " ".join(readme.split())
    assert "Made by: $title ${x} %s {0}" in readme
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in readme + made["citation.txt"].decode() + made["query.txt"].decode()
    assert r"\textbraceright{}\textbraceleft{}\textbackslash{}input" in made["sources.bib"].decode()


@given(st.text(max_size=80), st.text(max_size=60))
def test_no_heading_breaks_the_citation_file(heading, maker):
    told = {name: (text,) for name, text in (("heading", heading), ("maker", maker)) if text}
    spec = Spec(told, DAY, "97d988f9de2b", "", {})
    assert yaml.safe_load(citation_cff(spec, "all dates"))["title"] == title_of(spec, "all dates")
    assert len(citation(spec, "all dates").splitlines()) == 1


@pytest.mark.parametrize("name", ["README.txt", "../up.pdf", "/etc/x", "a\nb", "a\\b", "", "a//b", ".hidden", "š.pdf"])
def test_a_file_of_a_name_that_cannot_stand_in_the_zip_file_is_refused(small, name):
    with pytest.raises(SnapshotError, match="cannot hold a file of the name"):
        packed(small, {}, {name: b""})


def test_a_view_of_other_data_is_refused(small, tmp_path):
    tables = world()
    tables["incidents"][0]["title"] = "Another title"
    other = material_of(tmp_path / "other", tables)
    with pytest.raises(SnapshotError, match=f"these tables are version {small.dataset.version}; open the view"):
        bundle(small, spec_of(other, {}, DAY), {})


def test_the_same_view_gives_the_same_bytes_under_any_hash_seed(tmp_path):
    folder = write_world(tmp_path / "world")
    made = [
        subprocess.Popen(
            [sys.executable, "-c", PACK, str(folder)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            stdout=subprocess.PIPE,
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    first, second = (process.communicate()[0] for process in made)
    assert len(first) == 65
    assert first == second


def test_two_thousand_incidents_fit(tmp_path):
    tables = world()
    tables["incidents"] += [
        incident(f"more_{n}", f"Clash {n}", "2023-05-29", "2023-05-29", "day", "zvecan", "exact", "clash",
                 "Violent demonstration") for n in range(2000)
    ]  # fmt: skip
    made = members(packed(material_of(tmp_path / "world", tables), {}))
    assert len(rows(made["incidents.csv"])) == 2008
    assert len(from_json(made["view.json"].decode()).events) == 2008
