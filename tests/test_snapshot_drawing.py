"""Areas, discs and symbols on paper: nothing over the frame, nothing more than is known, shape with every colour."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from geo.material import read_material
from geo.schema import AreaKind, EventType
from geo.snapshot.canvas.geometry import edge_point, edge_way, line_meets, lines_cross
from geo.snapshot.canvas.marks import Box, Circle, Pattern, Symbol
from geo.snapshot.canvas.paper import Sizes
from geo.snapshot.canvas.projection import fit
from geo.snapshot.maps.drawing import REACH, incident_area_marks, serb_area_marks, symbol_marks
from geo.snapshot.selection import Entry, Group, on_paper, select, shape_of
from geo.style import AREA_STYLES, EVENT_STYLES, MAP_THEMES, area_fills
from geo.views import view_of

FRAME = Box(10, 25, 220, 170)
A4, SLIDE = Sizes(297, 210, 1.0), Sizes(338.667, 190.5, 1.3)
KOSOVO = (41.80, 19.98, 43.30, 21.82)


@cache
def shipped():
    return read_material()


@cache
def all_years():
    return select(shipped(), view_of({}))


def on_map(extent=KOSOVO, frame=FRAME):
    return fit(frame, *extent)


def reach_of(mark):
    """Return the box of a mark with its line, in mm."""
    if isinstance(mark, Symbol):
        around = mark.radius * 1.25
        return Box(mark.x - around, mark.y - around, mark.x + around, mark.y + around)
    around = mark.pen.width / 2 if mark.pen else 0.0
    if isinstance(mark, Circle):
        around += mark.radius
        return Box(mark.x - around, mark.y - around, mark.x + around, mark.y + around)
    places = [place for ring in mark.rings for place in ring]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return Box(min(xs), min(ys), max(xs), max(ys)).grown(around)


def everything(chosen, projection, sizes):
    return [
        *serb_area_marks(chosen, shipped(), projection),
        *incident_area_marks(chosen, shipped(), projection, sizes).marks,
        *symbol_marks(chosen, projection, sizes).marks,
    ]


@settings(max_examples=30, deadline=None)
@given(
    latitude=st.floats(41.7, 43.4),
    longitude=st.floats(19.8, 22.0),
    width=st.floats(0.02, 4.0),
    sizes=st.sampled_from([A4, SLIDE]),
)
def test_nothing_reaches_over_the_frame(latitude, longitude, width, sizes):
    extent = (latitude - width / 3, longitude - width / 2, latitude + width / 3, longitude + width / 2)
    for mark in everything(all_years(), on_map(extent), sizes):
        assert FRAME.grown(1e-6).holds(reach_of(mark)), mark


@settings(max_examples=20, deadline=None)
@given(latitude=st.floats(41.7, 43.4), longitude=st.floats(19.8, 22.0), width=st.floats(0.02, 3.0))
def test_every_place_is_drawn_once_or_told_to_be_outside(latitude, longitude, width):
    extent = (latitude - width / 3, longitude - width / 2, latitude + width / 3, longitude + width / 2)
    drawn = symbol_marks(all_years(), on_map(extent), A4)
    told = Counter(name for mark in drawn.marks if isinstance(mark, Symbol) for name in mark.incidents)
    told.update(entry.id for group in drawn.outside for entry in group.entries)
    assert told == Counter(entry.id for group in all_years().points for entry in group.entries)
    assert [anchor.group for anchor in drawn.anchors if anchor.group in drawn.outside] == []
    hatched = incident_area_marks(all_years(), shipped(), on_map(extent), A4)
    assert {chip.group.place for chip in hatched.chips} | {group.place for group in hatched.outside} == {
        group.place for group in all_years().areas
    }


def test_no_municipality_region_or_country_becomes_a_symbol():
    precision = {entry.id: entry.precision.value for entry in all_years().entries}
    pinned = [name for mark in symbol_marks(all_years(), on_map(), A4).marks if isinstance(mark, Symbol)
              for name in mark.incidents]  # fmt: skip
    assert {precision[name] for name in pinned} == {"exact", "settlement", "near"}


def entry_of(kind, number=1, precision="exact"):
    return Entry(number, f"{kind.value}-{number}", 0, {"radius_m": 0}, kind, precision, "spot", 42.6, 20.9)


def lone(*entries, near=False, radius_m=0):
    return replace(all_years(), points=(Group("spot", 42.6, 20.9, radius_m, near, entries),))


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_keeps_its_shape_and_colour_alone_and_shared(kind):
    style = EVENT_STYLES[kind]
    (single,) = symbol_marks(lone(entry_of(kind)), on_map(), A4).marks
    (shared,) = symbol_marks(lone(entry_of(kind), entry_of(kind, 2)), on_map(), A4).marks
    for mark in (single, shared):
        assert (mark.shape, mark.colour, mark.about) == (style.shape, style.light, f"type:{kind.value}")
    assert (single.number, shared.number, shared.incidents) == ("", "2", (f"{kind.value}-1", f"{kind.value}-2"))
    assert 1.6 < single.radius < 2.3 < shared.radius < 3.2


def test_several_types_at_one_place_are_a_ring_with_the_shape_of_each_on_it():
    entries = [entry_of(EventType.CLASH, 1), entry_of(EventType.CLASH, 2), entry_of(EventType.RIOT, 3)]
    ring, *beads = symbol_marks(lone(*entries), on_map(), A4).marks
    assert (ring.shape, ring.number, ring.about) == ("ring", "3", "shared")
    assert ring.parts == ((EVENT_STYLES["clash"].light, 2 / 3), (EVENT_STYLES["riot_arson"].light, 1 / 3))
    assert [(bead.shape, bead.about, bead.incidents) for bead in beads] == [
        ("circle", "type:clash", ()), ("triangle", "type:riot_arson", ()),
    ]  # fmt: skip
    for bead in beads:
        assert math.dist((bead.x, bead.y), (ring.x, ring.y)) + bead.radius * 1.25 <= ring.radius * REACH


def test_a_place_that_is_only_near_is_hollow_in_a_disc_of_the_stated_radius():
    projection = on_map()
    fill, edge, symbol = symbol_marks(
        lone(entry_of(EventType.CLASH, 1, "near"), near=True, radius_m=5000), projection, A4
    ).marks
    true = projection.mm_of_metres(5000, 42.6)
    assert (fill.radius, edge.radius) == (true, true)
    assert (symbol.hollow, fill.about, edge.about) == (True, "precision:near", "precision:near")
    assert edge.pen.dash
    assert fill.fill.opacity < 0.2
    (tiny, *_) = symbol_marks(lone(entry_of(EventType.CLASH), near=True, radius_m=10), projection, A4).marks
    assert tiny.radius == pytest.approx(1.7 + 1.0)  # never hidden under its own symbol


def test_a_disc_that_crosses_the_frame_is_cut():
    projection = fit(FRAME, 42.59, 20.85, 42.61, 20.95)
    whole, _ = symbol_marks(lone(entry_of(EventType.CLASH), near=True, radius_m=20_000), projection, A4).marks
    assert whole.pen is None  # the edge of so large a disc lies outside altogether
    assert Polygon(whole.rings[0]).area == pytest.approx(FRAME.width * FRAME.height)
    fill, edge, _ = symbol_marks(lone(entry_of(EventType.CLASH), near=True, radius_m=3_500), projection, A4).marks
    assert (fill.pen, edge.fill, edge.closed) == (None, None, False)
    assert len(edge.rings) == 2  # what is left and right of the middle; nothing along the frame
    assert all(y not in (FRAME.y0, FRAME.y1) for ring in edge.rings for _, y in ring)


def test_a_symbol_that_would_cross_the_frame_is_told_to_be_outside():
    projection = on_map()
    edge = projection.longitude(FRAME.x1 - 0.5)
    group = Group("spot", 42.6, edge, 0, near=False, entries=(entry_of(EventType.CLASH),))
    drawn = symbol_marks(replace(all_years(), points=(group,)), projection, A4)
    assert (drawn.marks, drawn.anchors, drawn.outside) == ((), (), (group,))


def test_the_number_of_a_shared_symbol_lies_over_single_ones_unless_it_would_hide_them():
    shared = (entry_of(EventType.RIOT, 1), entry_of(EventType.RIOT, 2))
    groups = (
        Group("shared", 42.6, 20.9, 0, near=False, entries=shared),
        Group("beside", 42.6, 20.94, 0, near=False, entries=(entry_of(EventType.CLASH, 3),)),
        Group("under", 42.6, 20.905, 0, near=False, entries=(entry_of(EventType.PROTEST, 4),)),
    )
    drawn = symbol_marks(replace(all_years(), points=groups), on_map(), A4).marks
    assert [mark.about for mark in drawn] == ["type:clash", "type:riot_arson", "type:protest"]


def test_symbols_and_type_grow_with_the_page():
    small, large = (symbol_marks(lone(entry_of(EventType.CLASH)), on_map(), sizes).marks[0] for sizes in (A4, SLIDE))
    assert large.radius == pytest.approx(1.3 * small.radius)


def test_a_hatched_area_has_a_chip_with_name_and_count_inside_what_is_seen():
    projection = on_map((42.85, 20.5, 43.05, 20.95))
    hatched = incident_area_marks(all_years(), shipped(), projection, A4)
    texts = {chip.group.place: chip.text for chip in hatched.chips}
    assert texts["northern_kosovo"] == "Kosova Veriore / Severno Kosovo · 12"
    assert [group.place for group in hatched.outside] == ["podujevo_municipality"]
    for chip in hatched.chips:
        assert on_paper(shape_of(shipped(), chip.group.place), projection).contains(Point(chip.x, chip.y))
        assert FRAME.x0 < chip.x < FRAME.x1
        assert FRAME.y0 < chip.y < FRAME.y1
    fills = {mark.fill.pattern for mark in hatched.marks if mark.fill}
    assert fills == {Pattern.DIAGONAL}
    assert all(mark.pen.dash for mark in hatched.marks if mark.pen)
    assert {mark.about for mark in hatched.marks} == {"precision:region"}


def test_a_hatched_area_has_the_colour_of_its_type_or_a_neutral_one_if_they_differ():
    hatched = incident_area_marks(all_years(), shipped(), on_map(), A4)
    (podujevo,) = {mark.fill.colour for mark in hatched.marks if mark.fill and mark.about == "precision:municipality"}
    (mixed,) = {mark.fill.colour for mark in hatched.marks if mark.fill and mark.about == "precision:region"} - {
        EVENT_STYLES[EventType.TROOP_MOVEMENT].light
    }
    assert podujevo == EVENT_STYLES[EventType.ARMED_ATTACK].light
    assert mixed == MAP_THEMES["light"]["muted"]


def test_every_kind_of_area_has_a_pattern_of_its_own():
    drawn = [style.pattern for style in AREA_STYLES.values() if style.drawn]
    assert sorted(drawn) == sorted(Pattern)
    assert area_fills(AreaKind.NORTHERN_MUNICIPALITY) == (("#F0C674", 0.38, "solid"),)
    assert area_fills(AreaKind.ENCLAVE, stated=False) == (("#DDA43C", 0.275, "solid"), ("#9A6B12", 0.275, "dots"))


def test_serb_majority_areas_are_drawn_shapes_first_and_pale_and_dotted_when_not_stated_any_more():
    marks = serb_area_marks(all_years(), shipped(), on_map())
    kinds = {f"area:{one.area['kind']}" for one in all_years().serb_areas}
    assert {mark.about for mark in marks} == kinds
    assert [type(mark) for mark in marks] == sorted((type(mark) for mark in marks), key=lambda kind: kind is Circle)
    assert all(mark.radius >= 1.2 for mark in marks if isinstance(mark, Circle))
    old = next(one for one in all_years().serb_areas if not one.stated and not one.area["shape"])
    pale, fresh = (
        serb_area_marks(replace(all_years(), serb_areas=(replace(old, stated=stated),)), shipped(), on_map())
        for stated in (False, True)
    )
    assert pale[-1].pen.dash
    assert not fresh[-1].pen.dash
    assert [mark.fill.opacity for mark in pale[:-1]] == [pytest.approx(mark.fill.opacity / 2) for mark in fresh[:-1]]


def test_an_area_that_only_groups_others_has_an_edge_and_no_fill():
    (north,) = (one for one in all_years().serb_areas if one.area["area"] == "north")
    marks = serb_area_marks(replace(all_years(), serb_areas=(north,)), shipped(), on_map())
    assert [(mark.fill, mark.closed) for mark in marks] == [(None, False)]


def test_the_way_along_an_edge_leads_to_the_side_of_the_sender():
    box, middle = Box(0, 0, 100, 50), (50.0, 25.0)
    for sender, point in (((50, -90), (50, 0)), ((300, 25), (100, 25)), ((50, 99), (50, 50)), ((-7, 25), (0, 25)),
                          ((50, 25), (50, 0))):  # fmt: skip
        assert edge_point(edge_way(middle, sender, box), box) == pytest.approx(point)
    assert edge_point(310.0, box) == edge_point(10.0, box) == edge_point(-290.0, box) == (10.0, 0)


@given(way=st.floats(-1000, 1000))
def test_a_way_along_an_edge_never_leaves_it(way):
    box = Box(3, 7, 103, 57)
    x, y = edge_point(way, box)
    assert Polygon(box.ring()).exterior.distance(Point(x, y)) < 1e-6


def test_lines_that_cross_and_boxes_they_meet_are_found():
    assert lines_cross(((0, 0), (10, 10)), ((0, 10), (10, 0)))
    assert not lines_cross(((0, 0), (10, 10)), ((20, 0), (20, 9)))
    assert line_meets(((0, 0), (10, 10)), Box(4, 4, 6, 6))
    assert line_meets(((5, 5), (50, 50)), Box(4, 4, 6, 6))
    assert not line_meets(((0, 0), (3, 3)), Box(4, 4, 6, 6))
