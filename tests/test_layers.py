"""What a map is given to draw: only the points that the sources allow, and every layer on one clock."""

from __future__ import annotations

from datetime import date

import numpy as np

from geo.incidents import locate, places_of
from geo.layers import EVENT_TYPES, area_legend, build_layers, incident_columns, type_legend
from geo.minutes import minutes_of
from geo.schema import AreaKind
from geo.tables import read_dataset
from tests.worlds import world, write_world


def layers_of(tiny, located):
    return build_layers(tiny, located, places_of(tiny))


def test_only_exact_settlement_and_near_places_have_a_coordinate_to_draw(located):
    columns = incident_columns(located)
    drawn = dict(zip(located["place_precision"], np.isfinite(columns.latitude), strict=True))
    assert drawn == {
        "exact": True, "settlement": True, "near": True, "municipality": False, "region": False, "country": False,
    }  # fmt: skip


def test_an_incident_lasts_from_its_first_to_the_end_of_its_last_possible_day(located):
    columns = incident_columns(located)
    month = list(located.index).index("blast")
    assert columns.start[month] == minutes_of(date(2012, 5, 1))
    assert columns.end[month] == minutes_of(date(2012, 6, 1))


def test_a_movement_carries_the_date_of_every_status_and_the_way_from_its_sender(tiny, located):
    (movement,) = layers_of(tiny, located).movements
    assert [step["status"] for step in movement["statuses"]] == ["requested", "announced", "arrived", "withdrawn"]
    assert movement["statuses"][1]["at"] == minutes_of(date(2004, 3, 18))
    assert (movement["sender"], movement["number"]) == ("Germany", "600")
    assert movement["origin"] == {"latitude": 52.52, "longitude": 13.41}


def test_an_area_ends_where_a_source_ends_it_and_stands_again_after_a_later_statement(tmp_path):
    rows = world()
    (first,) = rows["areas"]
    rows["areas"] = [
        first | {"id": "left", "as_of": "1999-06", "valid_to": "1999-06", "best": ""},
        first | {"id": "back", "as_of": "2002", "valid_from": "2001-08-13", "best": ""},
    ]
    tiny = read_dataset(write_world(tmp_path / "areas", rows))
    (area,) = build_layers(tiny, locate(tiny, Places(tiny)), places_of(tiny)).areas
    june = [minutes_of(day) for day in (date(1999, 6, 1), date(1999, 7, 1), date(1999, 6, 30))]
    assert area["spans"] == [
        dict(zip(("from", "to", "last"), june, strict=True)),
        {"from": minutes_of(date(2001, 8, 13)), "to": None, "last": minutes_of(date(2002, 12, 31))},
    ]


def test_conflicting_figures_stand_side_by_side_with_their_sources_and_dates(tiny, located):
    town_hall = next(one for one in layers_of(tiny, located).incidents if one["id"] == "town_hall")
    told = [(figure["whom"], figure["number"], figure["publisher"], figure["asOf"], figure["part"])
            for figure in town_hall["figures"]]  # fmt: skip
    assert told == [
        ("soldiers", "at least 50", "Agency One", "29 May 2023", False),
        ("soldiers", "30", "The Force", "31 May 2023", False),
        ("Italian soldiers", "11", "The Force", "31 May 2023", True),
        ("Hungarian soldiers", "19", "The Force", "31 May 2023", True),
    ]


def test_linked_incidents_say_how_many_days_lie_between(tiny, located):
    told = layers_of(tiny, located).incidents
    rows = {one["id"]: row for row, one in enumerate(told)}
    assert told[rows["bridge_clash"]]["related"] == [
        {"row": rows["reserve_2004"], "words": "Answered by", "days": "+2 days"}
    ]


def test_every_class_has_a_shape_and_a_colour_of_its_own():
    legend = type_legend()
    assert [one["id"] for one in legend] == list(EVENT_TYPES)
    for quality in ("label", "shape", "light", "dark"):
        assert len({one[quality] for one in legend}) == len(EVENT_TYPES), quality
    assert [one["id"] for one in area_legend()] == list(AreaKind)


class Places:
    """A gazetteer that only knows the places of one dataset."""

    def __init__(self, tiny):
        self.places = places_of(tiny)

    def place(self, identifier):
        return self.places[identifier]
