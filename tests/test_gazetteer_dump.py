"""A country file of GeoNames becomes an index: what is kept, what is left out and said, how it joins the answers."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import InputError, WorldIndexError
from gazetteer.geonames.dump import COLUMNS, BuiltDump, build_dump
from gazetteer.geonames.world import World, dumps
from gazetteer.places import Place, Places
from gazetteer.resolve import Gazetteer, Hints


def line(geonameid, name, point, feature="P/PPL", alternates="", **more):
    feature_class, _, feature_code = feature.partition("/")
    cells = [""] * COLUMNS
    cells[:4] = [str(geonameid), name, name, alternates]
    cells[4:9] = [str(point[0]), str(point[1]), feature_class, feature_code, more.get("country", "XK")]
    cells[10], cells[11], cells[14] = more.get("admin1", ""), more.get("admin2", ""), str(more.get("population", 0))
    return "\t".join(cells)


LINES = (
    line(1, "Polje", (42.5, 21.0), alternates="Poljë,Поље", admin1="07"),
    line(2, "Polje", (42.9, 20.8), population=40),
    line(3, "Grad", (42.6, 21.1), "P/PPLA", population=12_000),
    line(4, "Grad", (42.2, 20.7)),
    line(5, "Komuna e Fushës", (42.5, 21.0), "A/ADM1", admin1="07"),
    line(6, "Banjska", (42.97, 20.78), alternates="Banjskë"),
    line(7, "Banjska", (42.86, 20.95)),
    line(8, "Reka", (42.4, 21.2), "H/STM"),
)
ALTERNATES = (
    "11\t1\tsq\tFusha\t1\t\t\t\t\t",
    "12\t1\tlink\thttps://example.org/Polje",
    "13\t99\ten\tElsewhere",
    "14\t6\tsr\tБањска\t\t\t\t\t\t",
)


def place(place_id, name, point, code="PPL", **more):
    return Place(
        id=place_id, name_en=name, name_sq=name, name_sr_latn=name, name_sr_cyrl=name, feature_code=code,
        feature_class=more.get("kind", "P"), municipality=more.get("municipality"), country="XK", latitude=point[0],
        longitude=point[1], radius_m=None, geonameid=more.get("geonameid"), coordinate_source="made up", valid_from="",
        valid_to="", note="",
    )  # fmt: skip


@pytest.fixture
def country_file(tmp_path):
    path = tmp_path / "XK.txt"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return path


def built(country_file, *curated):
    build_dump(country_file, folder=country_file.parent)
    return Gazetteer(Places({one.id: one for one in curated}), None, dumps(country_file.parent))


def test_a_country_file_is_read_whole(country_file, tmp_path):
    made = build_dump(country_file, folder=tmp_path)
    assert made == BuiltDump(tmp_path / "geonames-XK.sqlite", 8, 9, (), 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["XK.txt", "geonames-XK.sqlite"]


def test_names_classes_and_the_division_of_a_place_are_kept(country_file, tmp_path):
    build_dump(country_file, folder=tmp_path)
    (index,) = dumps(tmp_path)
    found = index.towns("polje")
    assert [(one.place.id, one.main, one.name, one.division, one.population) for one in found] == [
        ("geonames-2", True, "Polje", "", 40),
        ("geonames-1", True, "Polje", "Komuna e Fushës", 0),
    ]
    assert [(one.place.feature_class, one.place.feature_code) for one in index.towns("reka")] == [("H", "STM")]


def test_alternate_names_bring_their_language_and_links_are_no_names(country_file, tmp_path):
    alternates = tmp_path / "alternateNamesV2.txt"
    alternates.write_text("\n".join(ALTERNATES), encoding="utf-8")
    made = build_dump(country_file, alternates, folder=tmp_path)
    assert (made.names, made.faulty) == (10, 0)
    (index,) = dumps(tmp_path)
    assert [(one.place.id, one.main, one.language) for one in index.towns("fusha")] == [("geonames-1", False, "sq")]
    assert [(one.place.id, one.main, one.language) for one in index.towns("banjska")] == [
        ("geonames-6", True, "sr"),
        ("geonames-7", True, ""),
    ]


def test_a_zip_as_geonames_serves_it_is_read(tmp_path):
    path = tmp_path / "XK.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("XK.txt", "\n".join(LINES))
    assert build_dump(path, folder=tmp_path).places == 8


def test_faulty_lines_are_named_and_the_others_kept(tmp_path):
    path = tmp_path / "XK.txt"
    faulty = ("x\ty", line("one", "A", (1, 1)), line(9, "", (1, 1)), line(10, "B", (91, 1)), line(11, "C", ("", 1)))
    path.write_text("\n".join((*faulty, "", LINES[0])), encoding="utf-8")
    made = build_dump(path, folder=tmp_path)
    assert (made.places, made.faulty) == (1, 5)
    assert made.skipped == (
        "XK.txt, line 1: 2 columns, 19 are expected",
        'XK.txt, line 2: "one" is no GeoNames id',
        "XK.txt, line 3: there is no name",
        'XK.txt, line 4: "91" is no decimal degree between -90 and 90',
        'XK.txt, line 5: "" is no decimal degree between -90 and 90',
    )


@pytest.mark.parametrize("text", ["", "no dump\n", "\x00" * 3000, "{}"])
def test_a_file_of_another_kind_is_refused_and_an_older_index_stays(country_file, tmp_path, text):
    older = build_dump(country_file, folder=tmp_path).path.read_bytes()
    country_file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="holds no place of GeoNames"):
        build_dump(country_file, folder=tmp_path)
    assert (tmp_path / "geonames-XK.sqlite").read_bytes() == older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["XK.txt", "geonames-XK.sqlite"]


def test_a_file_that_is_not_there_a_broken_zip_and_a_bomb_are_refused_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        build_dump(tmp_path / "XK.txt", folder=tmp_path)
    broken = tmp_path / "AL.zip"
    with zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("AL.txt", "\n".join(LINES))
    broken.write_bytes(broken.read_bytes()[:30] + b"\xff" * 60 + broken.read_bytes()[90:])
    with pytest.raises(InputError):
        build_dump(broken, folder=tmp_path)
    bomb = tmp_path / "US.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("US.txt", "\t" * 2_000_000)
    with pytest.raises(InputError, match="packed more than 100 times"):
        build_dump(bomb, folder=tmp_path)


def test_a_folder_that_cannot_be_written_and_a_name_that_cannot_name_an_index_are_told(country_file, tmp_path):
    with pytest.raises(WorldIndexError, match="cannot be written"):
        build_dump(country_file, folder=country_file / "below")
    with pytest.raises(InputError, match="Rename the file"):
        build_dump(tmp_path / "my dump.txt", folder=tmp_path)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet="ab\t1.é-\x00\u2028", max_size=60), max_size=5))
def test_no_line_makes_it_fail(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("dump")
    path = folder / "XK.txt"
    path.write_text("\n".join((*lines, LINES[0])), encoding="utf-8")
    assert build_dump(path, folder=folder).places == 1


def test_a_village_of_a_curated_name_makes_it_ambiguous_and_the_same_record_does_not(country_file):
    curated = place("banjska", "Banjska", (42.97, 20.78), geonameid=6, municipality=None)
    found = built(country_file, curated).resolve("Banjska")
    assert (found.status, found.best) == ("ambiguous", None)
    assert [(one.place.id, one.distance_km) for one in found.candidates] == [
        ("banjska", 0.0),
        ("geonames-7", pytest.approx(18.5, abs=0.5)),
    ]


def test_names_of_the_same_record_lead_to_the_curated_place(country_file):
    curated = place("spa", "Spa village", (42.97, 20.78), geonameid=6)
    gazetteer = built(country_file, curated)
    assert gazetteer.resolve("Banjskë").best is curated
    assert gazetteer.resolve("Banjska", Hints(near=(42.97, 20.78))).best is curated


def test_a_curated_record_without_id_is_the_record_of_its_name_and_class_beside_it(country_file):
    curated = place("grad", "Grad", (42.61, 21.11), "PPLA")
    found = built(country_file, curated).resolve("Grad")
    assert found.best is curated
    assert [one.place.id for one in found.candidates] == ["grad", "geonames-4"]
    assert "a town, preferred to the smaller Grad (XK)" in found.reason


def test_places_that_only_the_country_file_has_are_found_with_slips_and_other_letters(country_file):
    gazetteer = built(country_file, place("kosovo", "Kosovo", (42.6, 20.9), "PCLI", kind="A"))
    assert gazetteer.resolve("Grad").best.id == "geonames-3"
    assert gazetteer.resolve("Bansjka").status == "ambiguous"
    assert gazetteer.resolve("Поље", Hints(near=(42.5, 21.0))).best.id == "geonames-1"
    assert gazetteer.resolve("Reka").best.feature_code == "STM"


def test_the_division_of_a_place_is_the_curated_municipality_of_that_name(country_file):
    area = place(
        "fusha_municipality", "Komuna e Fushës", (42.5, 21.0), "ADM2", kind="A", municipality="fusha_municipality"
    )
    found = built(country_file, area).resolve("Polje", Hints(municipality="fusha_municipality"))
    assert (found.best.id, found.best.municipality) == ("geonames-1", "fusha_municipality")


def test_an_index_that_is_damaged_is_said_and_the_curated_places_go_on(country_file, tmp_path):
    path = build_dump(country_file, folder=tmp_path).path
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 9000)
    curated = place("grad", "Grad", (42.61, 21.11), "PPLA")
    gazetteer = Gazetteer(Places({"grad": curated}), None, [World(path, build=False)])
    assert gazetteer.resolve("Grad").best is curated
    assert "python -m gazetteer build" in gazetteer.notice
