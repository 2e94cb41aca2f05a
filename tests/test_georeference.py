"""A table with a column of place names becomes a table on the ground."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from gazetteer.errors import InputError
from gazetteer.policy import NamePolicy
from gazetteer.tables.batch import ADDED
from geo.georeference import HintColumns, georeference


@pytest.fixture
def towns():
    where = ["Zvecan", "Qwertzuiop", None, "5 km north of Zvečan"]
    return pd.DataFrame({"where": where, "n": [4, 3, 2, 1]}, index=["a", "b", "b", "d"])


def test_every_row_and_column_comes_back_with_its_place(towns, tiny_gazetteer):
    found = georeference(towns, "where", tiny_gazetteer)
    assert isinstance(found, gpd.GeoDataFrame)
    assert list(found.columns) == ["where", "n", *ADDED, "geometry"]
    pd.testing.assert_frame_equal(pd.DataFrame(found[["where", "n"]]), towns)
    assert found["status"].tolist() == ["resolved", "unknown", "unknown", "resolved"]
    assert found["place_id"].fillna("").tolist() == ["zvecan", "", "", ""]
    assert found["geonameid"].tolist() == [784044, pd.NA, pd.NA, pd.NA]


def test_the_points_are_in_degrees_and_empty_where_no_place_is_found(towns, tiny_gazetteer):
    found = georeference(towns, "where", tiny_gazetteer)
    assert found.crs.to_epsg() == 4326
    assert found.geometry.iloc[0] == Point(20.84028, 42.9075)
    assert found.geometry.is_empty.tolist() == [False, True, True, False]
    assert found.geometry.iloc[3].distance(Point(20.84028, 42.9525)) < 0.001


def test_the_added_columns_keep_their_types_whatever_is_found(towns, tiny_gazetteer):
    for table in (towns, towns.iloc[1:2], towns.iloc[:0]):
        found = georeference(table, "where", tiny_gazetteer)
        assert len(found) == len(table)
        assert {name: str(found[name].dtype) for name in ADDED} == dict.fromkeys(ADDED, "str") | {
            "latitude": "float64",
            "longitude": "float64",
            "score": "float64",
            "radius_m": "Int64",
            "geonameid": "Int64",
        }
        assert found.crs.to_epsg() == 4326


def test_the_table_given_is_not_changed(towns, tiny_gazetteer):
    before = towns.copy(deep=True)
    georeference(towns, "where", tiny_gazetteer)
    pd.testing.assert_frame_equal(towns, before)


def test_no_column_is_overwritten_and_repeated_ones_stay(tiny_gazetteer):
    table = pd.DataFrame([["Zvecan", "mine", 1, 2, "kept"]], columns=["where", "status", "n", "n", "geometry"])
    found = georeference(table, "where", tiny_gazetteer)
    assert list(found.columns[:5]) == ["where", "status", "n", "n", "geometry"]
    assert found.iloc[0, :5].tolist() == ["Zvecan", "mine", 1, 2, "kept"]
    assert found["status_resolved"].tolist() == ["resolved"]
    assert found.geometry.name == "geometry_resolved"


def test_hint_columns_and_policy_are_handed_on(tiny_gazetteer):
    table = pd.DataFrame({"where": ["Zvečan", "Zvečan"], "class": ["A", None]})
    found = georeference(
        table, "where", tiny_gazetteer, hints=HintColumns(feature_class="class"), policy=NamePolicy.SERBIAN_CYRILLIC
    )
    assert found["place_name"].tolist() == ["Општина Звечан", "Звечан"]


def test_columns_that_are_not_texts_are_taken_as_they_are(tiny_gazetteer):
    table = pd.DataFrame({"where": pd.Categorical(["Zvecan", None]), "day": pd.to_datetime(["2004-03-17", None])})
    found = georeference(table, "where", tiny_gazetteer, hints=HintColumns(date="day"))
    assert found["status"].tolist() == ["resolved", "unknown"]
    assert found["reason"].iloc[1] == "the cell is empty"


@pytest.mark.parametrize(("column", "hints"), [("town", None), ("where", HintColumns(country="land"))])
def test_a_column_that_is_not_there_is_told(towns, tiny_gazetteer, column, hints):
    with pytest.raises(InputError, match=r'There is no column "(town|land)"; the columns are "where", "n"\. Name one'):
        georeference(towns, column, tiny_gazetteer, hints=hints)
