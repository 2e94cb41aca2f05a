"""The shipped base map: valid, honest about where it comes from, and made again from the same material byte by byte."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, Point, Polygon, box
from shapely.geometry import shape

from geo.areas import NORTHERN, approximate_areas
from geo.cells import divide
from geo.outlines import build
from geo.topojson import OutlineError, read_topology

REPOSITORY = Path(__file__).resolve().parents[1]
OUTLINES = REPOSITORY / "data" / "outlines"
FILES = ("areas.geojson", "kosovo.geojson", "neighbours.geojson", "places.json", "water.geojson", "world.geojson")
GEOJSON = [name for name in FILES if name.endswith(".geojson")]
METRIC = "EPSG:32634"
#: two countries that share one border, a square each; quantised to whole degrees
TWO_SQUARES = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [10, 40]},
    "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
    "objects": {
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "001", "properties": {"name": "West"}, "arcs": [[0, 1]]},
                {"type": "Polygon", "id": "002", "properties": {"name": "East"}, "arcs": [[2, -1]]},
                {"type": None, "properties": {"name": "Nowhere"}},
            ],
        }
    },
}


@pytest.fixture
def squares(tmp_path):
    path = tmp_path / "squares.json"
    path.write_text(json.dumps(TWO_SQUARES), encoding="utf-8")
    return path


def shipped(name):
    return json.loads((OUTLINES / name).read_text(encoding="utf-8"))


def geometries(name):
    return {row["properties"].get("id"): shape(row["geometry"]) for row in shipped(name)["features"]}


def in_metres(geometry):
    return gpd.GeoSeries([geometry], crs="EPSG:4326").to_crs(METRIC).iloc[0]


def curated():
    with (REPOSITORY / "data" / "places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_exactly_these_files_are_shipped_and_they_are_small():
    assert sorted(path.name for path in OUTLINES.iterdir()) == list(FILES)
    assert sum(path.stat().st_size for path in OUTLINES.iterdir()) < 250_000


@pytest.mark.parametrize("name", FILES)
def test_a_derived_file_says_what_it_was_made_from_and_by_which_command(name):
    derived = shipped(name)["derived"]
    assert list(derived) == ["note", "from", "licence", "command", "limits"]
    assert all(derived.values())
    assert derived["command"] == "python -m geo.outlines"


@pytest.mark.parametrize("name", GEOJSON)
def test_an_outline_file_is_geojson_with_valid_shapes(name):
    collection = shipped(name)
    assert collection["type"] == "FeatureCollection"
    assert collection["features"]
    for row in collection["features"]:
        assert set(row) == {"type", "properties", "geometry"}
        assert row["type"] == "Feature"
        geometry = shape(row["geometry"])
        assert geometry.is_valid
        assert not geometry.is_empty


@pytest.mark.parametrize("name", GEOJSON)
def test_outer_rings_run_counterclockwise_as_rfc_7946_asks(name):
    for geometry in map(shape, (row["geometry"] for row in shipped(name)["features"])):
        for part in shapely.get_parts(geometry):
            if isinstance(part, Polygon):
                assert part.exterior.is_ccw


def test_the_code_xk_is_never_left_without_its_caution():
    for name in ("kosovo.geojson", "world.geojson"):
        for row in shipped(name)["features"]:
            if row["properties"]["country"] == "XK":
                assert row["properties"]["country_note"] == "XK is user-assigned, not part of ISO 3166-1."


def test_kosovo_is_apart_from_its_neighbours_and_touches_them_all():
    neighbours = {
        row["properties"]["name"]: shape(row["geometry"])
        for row in shipped("neighbours.geojson")["features"]
        if row["properties"]["kind"] == "country"
    }
    kosovo = geometries("kosovo.geojson")["kosovo"]
    near = sorted(name for name, outline in neighbours.items() if outline.distance(kosovo) < 0.001)
    assert near == ["Albania", "Montenegro", "North Macedonia", "Serbia"]
    assert all(shapely.intersection(kosovo, outline).area < 1e-4 for outline in neighbours.values())


def test_the_borders_to_draw_leave_the_outline_of_kosovo_to_its_own_style():
    (borders,) = (
        shape(row["geometry"])
        for row in shipped("neighbours.geojson")["features"]
        if row["properties"]["kind"] == "border"
    )
    kosovo = geometries("kosovo.geojson")["kosovo"]
    assert shapely.intersection(borders, shapely.buffer(kosovo.boundary, 0.001)).length < 0.05


def test_the_rest_of_the_world_leaves_the_detailed_part_free():
    world = shapely.union_all(list(map(shape, (row["geometry"] for row in shipped("world.geojson")["features"]))))
    assert shapely.intersection(world, box(16.01, 39.01, 25.99, 46.49)).is_empty


def test_every_settlement_of_kosovo_lies_within_its_outline_or_two_kilometres_of_it():
    outline = in_metres(geometries("kosovo.geojson")["kosovo"])
    far = {
        row["id"]: distance
        for row in curated()
        if row["country"] == "XK" and row["feature_class"] == "P"
        if (distance := in_metres(Point(float(row["longitude"]), float(row["latitude"]))).distance(outline)) > 2000
    }
    assert far == {}


def test_every_municipality_and_region_of_the_table_places_has_a_shape_marked_as_approximate():
    wanted = {
        row["id"]
        for row in curated()
        if (row["country"] == "XK" and row["feature_code"] == "ADM2")
        or row["id"] in {"northern_kosovo", "southern_kosovo", "serbia_boundary"}
    }
    found = {row["properties"]["id"]: row["properties"] for row in shipped("areas.geojson")["features"]}
    assert set(found) == wanted
    assert len(found) == 38 + 3
    assert all(properties["approximate"] is True and properties["method"] for properties in found.values())


def test_the_municipalities_cover_kosovo_without_overlap():
    areas = geometries("areas.geojson")
    municipalities = [in_metres(area) for place, area in areas.items() if place.endswith("_municipality")]
    outline = in_metres(geometries("kosovo.geojson")["kosovo"])
    covered = shapely.union_all(municipalities)
    assert shapely.symmetric_difference(covered, outline).area < 0.001 * outline.area
    assert sum(area.area for area in municipalities) - covered.area < 0.001 * outline.area


def test_every_curated_settlement_lies_in_the_shape_of_its_municipality():
    areas = {place: in_metres(area) for place, area in geometries("areas.geojson").items()}
    strays = {
        row["id"]
        for row in curated()
        if row["country"] == "XK" and row["feature_class"] == "P" and row["municipality"]
        if in_metres(Point(float(row["longitude"]), float(row["latitude"]))).distance(areas[row["municipality"]]) > 500
    }
    # these lie outside Natural Earth's line
    assert strays <= {"elez_han", "prepolac", "slatina_podujevo"}


def test_the_shape_of_a_municipality_is_about_as_large_as_the_municipality():
    areas = geometries("areas.geojson")
    ratios = {
        row["id"]: in_metres(areas[row["id"]]).area / (3.1416 * float(row["radius_m"]) ** 2)
        for row in curated()
        if row["feature_code"] == "ADM2" and row["country"] == "XK"
    }
    assert {place: round(ratio, 2) for place, ratio in ratios.items() if not 0.4 < ratio < 1.5} == {}


def test_the_north_and_the_south_are_the_whole_and_the_north_is_four_municipalities():
    areas = {place: in_metres(area) for place, area in geometries("areas.geojson").items()}
    north = shapely.union_all([areas[place] for place in NORTHERN])
    assert shapely.symmetric_difference(north, areas["northern_kosovo"]).area < 1e5
    both = areas["northern_kosovo"].area + areas["southern_kosovo"].area
    assert both == pytest.approx(in_metres(geometries("kosovo.geojson")["kosovo"]).area, rel=0.001)


def test_the_labels_hold_every_kosovo_place_of_geonames_and_larger_towns_around_the_largest_first():
    places = shipped("places.json")["places"]
    assert sum(place["country"] == "XK" for place in places) == 76
    assert all(place["population"] >= 15_000 for place in places if place["country"] != "XK")
    assert places == sorted(places, key=lambda place: (-place["population"], place["geonameid"]))


def test_a_label_names_the_place_of_the_gazetteer_that_has_its_geonameid():
    ids = {row["id"]: row["geonameid"] for row in curated()}
    labels = [place for place in shipped("places.json")["places"] if "place" in place]
    assert len(labels) > 70
    assert all(ids[label["place"]] == str(label["geonameid"]) for label in labels)


def test_the_outlines_are_made_again_byte_by_byte():
    modules = REPOSITORY / "node_modules"
    if not (modules / "world-atlas").is_dir():
        pytest.skip("needs node_modules (run npm ci): the material of the outlines is not on this machine")
    assert build(modules, REPOSITORY / "data") == {
        path.name: path.read_text(encoding="utf-8") for path in OUTLINES.iterdir()
    }


def test_topojson_is_read_with_shared_borders(squares):
    topology = read_topology(squares, "countries")
    west, east = (topology.geometry(topology.named(name)) for name in ("West", "East"))
    assert west.equals(box(10, 40, 11, 41))
    assert east.equals(box(11, 40, 12, 41))
    assert topology.borders().equals(LineString([(11, 40), (11, 41)]))
    assert topology.borders(without={0}).is_empty


def test_a_shape_without_geometry_is_left_out_of_a_topology(squares):
    assert [shape.name for shape in read_topology(squares, "countries").shapes] == ["West", "East"]


def test_thinning_moves_no_kept_arc(squares):
    topology = read_topology(squares, "countries")
    thin = topology.thinned(5.0, keep={1})
    assert thin.arcs[1] == topology.arcs[1]
    assert len(thin.arcs[2]) < len(topology.arcs[2])


def test_a_shape_across_longitude_180_goes_on_instead_of_jumping(tmp_path):
    ring = [[179, 0], [2, 0], [0, 1], [-2, 0], [0, -1]]
    jumping = TWO_SQUARES | {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[ring[0], [-358, 0], [0, 1], [358, 0], [0, -1]]],
        "objects": {"countries": {"geometries": [{"type": "Polygon", "properties": {"name": "Isle"}, "arcs": [[0]]}]}},
    }
    (tmp_path / "isle.json").write_text(json.dumps(jumping), encoding="utf-8")
    topology = read_topology(tmp_path / "isle.json", "countries")
    assert topology.geometry(topology.named("Isle")).equals(box(179, 0, 181, 1))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"objects": {"countries": {"geometries": []}}}'])
def test_a_file_that_is_no_topology_is_refused_in_a_sentence(tmp_path, text):
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutlineError, match=r"broken\.json is no quantised TopoJSON file with a layer countries"):
        read_topology(path, "countries")


def test_a_missing_topology_says_what_to_run(tmp_path):
    with pytest.raises(OutlineError, match="is missing; run `npm ci`"):
        read_topology(tmp_path / "none.json", "countries")


def test_shares_have_the_asked_sizes_and_fill_the_whole():
    field = box(0, 0, 20_000, 10_000)
    points = {"large": [Point(4_000, 5_000)], "small": [Point(16_000, 3_000), Point(16_000, 7_000)]}
    shares = divide(field, points, {"large": 180e6, "small": 20e6})
    assert shapely.union_all(list(shares.values())).area == pytest.approx(field.area)
    assert shapely.intersection(*shares.values()).area == pytest.approx(0)
    assert shares["small"].area == pytest.approx(20e6, rel=0.2)
    assert all(share.intersects(point) for owner, share in shares.items() for point in points[owner])


def test_a_municipality_without_a_settlement_is_named():
    rows = [
        {"id": "one_municipality", "country": "XK", "feature_class": "A", "feature_code": "ADM2", "municipality": "",
         "radius_m": "1000", "latitude": "42.5", "longitude": "21.0"},
    ]  # fmt: skip
    with pytest.raises(OutlineError, match="no settlement in one_municipality; add its seat"):
        approximate_areas(rows, box(20.5, 42, 21.5, 43), box(21.5, 42, 22.5, 43))
