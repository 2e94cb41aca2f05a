"""The curated tables: what is read, what is refused and in which words."""

from __future__ import annotations

import pytest

from gazetteer.errors import FaultyTableError, GazetteerError, MissingTableError, UnknownPlaceError
from gazetteer.places import PLACE_COLUMNS, Place, Toponym, read_places
from gazetteer.policy import DEFAULT_POLICY, NamePolicy, display_name

HEADER = ",".join(PLACE_COLUMNS)
TOWN = "zvecan,Zvečan,Zveçan,Zvečan,Звечан,P,PPLA2,,XK,42.9075,20.84028,,783770,GeoNames 783770,,,"


def write(folder, *rows, toponyms=(), header=HEADER):
    (folder / "places.csv").write_text("\n".join((header, *rows, "")), encoding="utf-8")
    if toponyms:
        lines = ("place,name,language,kind", *toponyms, "")
        (folder / "toponyms.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_row_becomes_a_place_with_its_variants(tmp_path):
    places = read_places(write(tmp_path, TOWN, toponyms=["zvecan,Zvechan,en,misspelling"]))
    assert dict(places) == {
        "zvecan": Place(
            id="zvecan", name_en="Zvečan", name_sq="Zveçan", name_sr_latn="Zvečan", name_sr_cyrl="Звечан",
            feature_class="P", feature_code="PPLA2", municipality=None, country="XK", latitude=42.9075,
            longitude=20.84028, radius_m=None, geonameid=783770, coordinate_source="GeoNames 783770", valid_from="",
            valid_to="", note="", variants=(Toponym("Zvechan", "en", "misspelling"),),
        )
    }  # fmt: skip


def test_a_byte_order_mark_and_the_order_of_columns_do_not_matter(tmp_path):
    header, row = ",".join(reversed(HEADER.split(","))), ",".join(reversed(TOWN.split(",")))
    (tmp_path / "places.csv").write_text(f"{header}\n{row}\n", encoding="utf-8-sig")
    assert read_places(tmp_path)["zvecan"].latitude == 42.9075


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (TOWN.replace("42.9075", "north"), 'places.csv, line 2, latitude: "north"'),
        (TOWN.replace("42.9075", "nan"), 'places.csv, line 2, latitude: "nan"'),
        (TOWN.replace("20.84028", "200"), 'places.csv, line 2, longitude: "200"'),
        (TOWN.replace("783770,", "-1,", 1), 'places.csv, line 2, geonameid: "-1"'),
        (TOWN.replace(",P,", ",X,"), 'places.csv, line 2, feature_class: "X"'),
        (TOWN.replace("Zveçan", ""), "places.csv, line 2: name_sq is empty"),
        (TOWN + ",more", "places.csv, line 2: 18 cells, 17 columns"),
        (TOWN.replace("PPLA2,,", "PPLA2,nowhere,"), 'the municipality "nowhere" of zvecan'),
        (TOWN + "\n" + TOWN, 'places.csv, line 3: the id "zvecan" is used twice'),
    ],
)
def test_a_faulty_row_is_named_with_line_column_and_value(tmp_path, changed, said):
    with pytest.raises(FaultyTableError, match=r"places\.csv") as caught:
        read_places(write(tmp_path, changed))
    assert said in str(caught.value)
    assert isinstance(caught.value, GazetteerError)
    assert isinstance(caught.value, ValueError)


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(FaultyTableError, match="the column latitude is missing"):
        read_places(write(tmp_path, TOWN, header=HEADER.replace("latitude,", "lat,")))


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "places.csv").write_bytes(f"{HEADER}\n{TOWN}\n".encode("cp1250", "replace"))
    with pytest.raises(FaultyTableError, match="not UTF-8"):
        read_places(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MissingTableError, match=r"There is no .*places\.csv"):
        read_places(tmp_path)


@pytest.mark.parametrize(
    ("toponyms", "said"),
    [
        (["nowhere,X,en,press"], 'names are given for "nowhere"'),
        (["zvecan,X,en,press", "zvecan,X,en,variant"], '"X" (en) stands twice for zvecan'),
        (["zvecan,,en,press"], "toponyms.csv, line 2: name is empty"),
    ],
)
def test_a_faulty_toponym_is_named(tmp_path, toponyms, said):
    with pytest.raises(FaultyTableError) as caught:
        read_places(write(tmp_path, TOWN, toponyms=toponyms))
    assert said in str(caught.value)


def test_an_unknown_id_is_named_and_still_a_key_error(tmp_path):
    places = read_places(write(tmp_path, TOWN))
    with pytest.raises(UnknownPlaceError, match='No place has the id "x"'):
        places["x"]
    assert places.get("x") is None


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        (NamePolicy.ALBANIAN, "Zveçan"),
        (NamePolicy.SERBIAN_LATIN, "Zvečan"),
        (NamePolicy.SERBIAN_CYRILLIC, "Звечан"),
        (NamePolicy.ENGLISH, "Zvečan"),
        (NamePolicy.ALBANIAN_SERBIAN, "Zveçan / Zvečan"),
        (NamePolicy.SERBIAN_ALBANIAN, "Zvečan / Zveçan"),
        (DEFAULT_POLICY, "Zveçan / Zvečan"),
    ],
)
def test_a_name_is_shown_as_the_policy_asks(tmp_path, policy, shown):
    assert display_name(read_places(write(tmp_path, TOWN))["zvecan"], policy) == shown


def test_a_name_alike_in_both_languages_is_shown_once(tmp_path):
    row = "prizren,Prizren,Prizren,Prizren,Призрен,P,PPLA,,XK,42.21389,20.73972,,,GeoNames 786712,,,"
    assert display_name(read_places(write(tmp_path, row))["prizren"]) == "Prizren"
