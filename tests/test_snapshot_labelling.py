"""Labels of a printed map lie on nothing, say which symbol they belong to, and are as rich as fits evenly."""

import math
import os
import random
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.snapshot.canvas.marks import Box
from geo.snapshot.maps.labelling import Choice, Placed, Wanted, place_labels

ROOT = Path(__file__).resolve().parents[1]
FRAME = Box(10, 10, 200, 145)
LEGEND, SCALE, NORTH = Box(10, 125, 60, 145), Box(150, 137, 200, 145), Box(185, 10, 200, 28)
FURNITURE = (LEGEND, SCALE, NORTH)
RICH, MIDDLING, NUMBER = Choice(32, 9), Choice(24, 6), Choice(6, 3)
ALL = (RICH, MIDDLING, NUMBER)
#: what 3 decimals may take away
ROUNDED = 0.001


def symbol_box(one):
    return Box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)


def scattered(number, seed, choices=ALL):
    chance = random.Random(seed)  # noqa: S311 - the same points every time
    return [Wanted(f"p{n}", chance.uniform(12, 198), chance.uniform(30, 122), 1.5, choices) for n in range(number)]


def crowd(number, seed, x=105.0, y=75.0):
    chance = random.Random(seed)  # noqa: S311 - the same points every time
    places = [(chance.uniform(0, 2 * math.pi), 5 * math.sqrt(chance.random())) for _ in range(number)]
    return [
        Wanted(f"c{n}", x + far * math.cos(turn), y + far * math.sin(turn), 1.2, ALL)
        for n, (turn, far) in enumerate(places)
    ]


def assert_lies_on_nothing(labels, wanted, frame, obstacles):
    boxes = [label.box for label in labels.values()]
    assert all(frame.holds(box) for box in boxes)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    fixed = [*obstacles, *(symbol_box(one).grown(0.3 - ROUNDED) for one in wanted)]
    assert not [(box, thing) for box in boxes for thing in fixed if box.overlaps(thing)]


def assert_leads_to_its_symbol(label, one):
    gap = 0.6 + ROUNDED
    if label.leader is None:
        assert label.box.overlaps(symbol_box(one).grown(gap))
        return
    (x0, y0), (x1, y1) = label.leader
    assert math.dist((x0, y0), (one.x, one.y)) == pytest.approx(one.radius + 0.2, abs=0.01)
    nearest = (min(max(one.x, label.box.x0), label.box.x1), min(max(one.y, label.box.y0), label.box.y1))
    assert (x1, y1) == pytest.approx(nearest, abs=0.01)


def crosses(one, other):
    def side(start, end, point):
        return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])

    return side(*one, other[0]) * side(*one, other[1]) < 0 and side(*other, one[0]) * side(*other, one[1]) < 0


def gap(line, symbol):
    """Return how far a symbol's middle is from a line."""
    (x0, y0), (x1, y1) = line
    by_x, by_y = x1 - x0, y1 - y0
    share = ((symbol.x - x0) * by_x + (symbol.y - y0) * by_y) / (by_x**2 + by_y**2)
    share = min(max(share, 0), 1)
    return math.dist((x0 + share * by_x, y0 + share * by_y), (symbol.x, symbol.y))


def under(line, box):
    ring = box.ring()
    return any(crosses(line, (ring[n], ring[(n + 1) % 4])) for n in range(4))


def pairs(number, seed):
    """Return symbols of which each touches one of `scattered`."""
    return [Wanted(f"t{n}", one.x + 2.8, one.y + 1.6, 1.5, ALL) for n, one in enumerate(scattered(number, seed))]


positions = st.floats(0, 210, allow_nan=False)
choice_lists = st.lists(st.builds(Choice, st.floats(3, 45), st.floats(2, 12)), min_size=0, max_size=3).map(tuple)
symbols = st.lists(st.tuples(positions, positions, st.floats(0, 4), choice_lists), max_size=25).map(
    lambda rows: [Wanted(f"p{n}", *row) for n, row in enumerate(rows)]
)
boxes = st.lists(
    st.tuples(positions, positions, st.floats(0, 60), st.floats(0, 40)).map(
        lambda row: Box(row[0], row[1], row[0] + row[2], row[1] + row[3])
    ),
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(symbols, boxes)
def test_whatever_is_wanted_labels_lie_on_nothing_and_lead_to_their_symbols(wanted, obstacles):
    labels = place_labels(wanted, FRAME, obstacles)
    assert_lies_on_nothing(labels, wanted, FRAME, obstacles)
    for one in wanted:
        if one.key in labels:
            label = labels[one.key]
            choice = one.choices[label.choice]
            assert label.key == one.key
            assert (label.box.width, label.box.height) == pytest.approx((choice.width, choice.height), abs=0.01)
            assert_leads_to_its_symbol(label, one)
            numbers = [label.box.x0, label.box.y0, label.box.x1, label.box.y1]
            assert all(map(math.isfinite, numbers + [part for end in label.leader or () for part in end]))


@settings(max_examples=25, deadline=None)
@given(symbols, boxes, st.randoms(use_true_random=False))
def test_the_order_of_the_obstacles_changes_nothing(wanted, obstacles, chance):
    shuffled = list(obstacles)
    chance.shuffle(shuffled)
    assert place_labels(wanted, FRAME, shuffled) == place_labels(wanted, FRAME, obstacles)


def test_the_labels_are_the_same_under_any_hash_seed():
    code = (
        "import sys; sys.path[:0] = ['tests', '.']\n"
        "from test_snapshot_labelling import *\n"
        "print(place_labels(scattered(40, 1) + crowd(20, 2), FRAME, FURNITURE))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] != ""


def test_nothing_wanted_gives_nothing():
    assert place_labels([], FRAME, FURNITURE) == {}
    assert place_labels([Wanted("a", 50, 50, 1, ())], FRAME, ()) == {}


def test_a_lone_symbol_has_its_richest_label_to_the_right_and_a_little_higher():
    labels = place_labels([Wanted("a", 100, 70, 2, ALL)], FRAME, ())
    assert labels == {"a": Placed("a", Box(102.45, 62, 134.45, 71), 0, None)}


def test_a_symbol_at_the_right_edge_has_its_label_on_the_left():
    (label,) = place_labels([Wanted("a", 197, 70, 1.5, ALL)], FRAME, ()).values()
    assert label.box.x1 < 197 - 1.5
    assert label.leader is None


def test_a_label_bigger_than_the_frame_is_missing_and_its_poorer_choice_is_taken():
    huge = Choice(400, 9)
    assert place_labels([Wanted("a", 100, 70, 2, (huge,))], FRAME, ()) == {}
    assert place_labels([Wanted("a", 100, 70, 2, (huge, NUMBER))], FRAME, ())["a"].choice == 1


def test_a_symbol_outside_the_frame_or_nowhere_has_no_label():
    nowhere = [
        Wanted("left", 5, 70, 2, ALL),
        Wanted("no number", math.nan, 70, 2, ALL),
        Wanted("endless", 50, math.inf, 2, ALL),
        Wanted("no size", 60, 70, math.nan, ALL),
        Wanted("no width", 90, 100, 1, (Choice(math.nan, 3),)),
    ]
    assert list(place_labels([*nowhere, Wanted("here", 100, 70, 2, ALL)], FRAME, ())) == ["here"]


def test_symbols_at_one_place_have_a_label_each():
    wanted = [Wanted(f"p{n}", 100, 70, 1.5, ALL) for n in range(4)]
    labels = place_labels(wanted, FRAME, ())
    assert list(labels) == ["p0", "p1", "p2", "p3"]
    assert_lies_on_nothing(labels, wanted, FRAME, ())


def test_few_labels_are_all_rich():
    labels = place_labels(scattered(8, 3), FRAME, FURNITURE)
    assert {label.choice for label in labels.values()} == {0}


@pytest.mark.parametrize("number", [15, 30, 60, 100])
def test_at_least_nine_in_ten_labels_are_equally_rich_and_none_is_richer(number):
    wanted = scattered(number, number)
    labels = place_labels(wanted, FRAME, FURNITURE)
    level = min(label.choice for label in labels.values())
    assert sum(label.choice == level for label in labels.values()) >= 0.9 * number
    assert list(labels) == [one.key for one in wanted]


@pytest.mark.parametrize("seed", range(3))
def test_a_hundred_symbols_half_of_them_in_crowds_all_have_their_number(seed):
    wanted = [*scattered(50, seed), *crowd(25, seed, 70, 60)]
    wanted += [Wanted(f"d{n}", one.x, one.y, one.radius, ALL) for n, one in enumerate(crowd(25, seed + 9, 140, 85))]
    labels = place_labels(wanted, FRAME, FURNITURE)
    assert list(labels) == [one.key for one in wanted]
    assert_lies_on_nothing(labels, wanted, FRAME, FURNITURE)


@pytest.mark.parametrize("seed", range(3))
def test_the_labels_of_a_crowd_stand_around_it_on_leaders_that_do_not_cross(seed):
    labels = place_labels(crowd(20, seed), FRAME, FURNITURE)
    leaders = [label.leader for label in labels.values()]
    assert len(leaders) == 20
    assert None not in leaders
    assert not [pair for pair in combinations(leaders, 2) if crosses(*pair)]


def test_leaders_do_not_run_under_other_labels_of_a_crowd():
    labels = place_labels(crowd(20, 5), FRAME, FURNITURE)
    for one, other in ((one, other) for one in labels.values() for other in labels.values() if one is not other):
        assert not under(one.leader, other.box.grown(-0.01))


def assert_leaders_are_clear(labels, wanted):
    """No leader runs through another symbol, under another label or across another leader."""
    led = [label for label in labels.values() if label.leader]
    for one, other in ((one, other) for one in led for other in labels.values() if one is not other):
        assert not under(one.leader, other.box.grown(-0.01)), (one.key, other.key)
        assert other.leader is None or not crosses(one.leader, other.leader), (one.key, other.key)
    for one, symbol in ((one, symbol) for one in led for symbol in wanted if symbol.key != one.key):
        assert gap(one.leader, symbol) >= symbol.radius, (one.key, symbol.key)


def test_where_symbols_stand_close_together_leaders_take_the_free_sides():
    # places around a capital on an A4 map: a row of labels to the left would lead through all of them
    places = [("Obilic", 127.1, 87.6, 2.5, 15.9), ("Kosovo Polje", 128.9, 89.9, 1.7, 33.5),
              ("Pristina", 134.1, 89.0, 1.7, 21.3), ("Caglavica", 132.6, 94.2, 1.7, 25.2),
              ("Lipljan", 131.1, 103.9, 1.7, 17.2), ("Staro Gracko", 129.5, 105.6, 1.7, 34.4),
              ("Slatina", 119.7, 71.1, 1.7, 18.8), ("Vucitrn", 119.6, 74.1, 1.7, 19.8)]  # fmt: skip
    wanted = [Wanted(name, x, y, radius, (Choice(width, 6.2), NUMBER)) for name, x, y, radius, width in places]
    labels = place_labels(wanted, FRAME, ())
    assert [label.choice for label in labels.values()] == [0] * len(places)
    assert_leaders_are_clear(labels, wanted)
    assert max(math.dist(*label.leader) for label in labels.values() if label.leader) < 9


@pytest.mark.parametrize("seed", range(4))
def test_leaders_run_through_nothing_where_there_is_room(seed):
    wanted = [*scattered(30, seed), *pairs(6, seed)]
    labels = place_labels(wanted, FRAME, FURNITURE)
    assert list(labels) == [one.key for one in wanted]
    assert any(label.leader for label in labels.values())
    assert_leaders_are_clear(labels, wanted)


def test_a_leader_does_not_run_under_an_obstacle():
    close = [Wanted(f"p{n}", 100 + 3 * (n % 2), 70 + 3 * (n // 2), 1.5, (RICH,)) for n in range(6)]
    box = Box(108, 60, 112, 90)
    labels = place_labels(close, FRAME, (box,))
    assert any(label.leader for label in labels.values())
    assert not [label for label in labels.values() if label.leader and under(label.leader, box)]


@pytest.mark.parametrize(("at", "side"), [((-6, 0), "left"), ((6, 0), "right"), ((0, -6), "above"), ((0, 6), "below")])
def test_a_label_stands_on_the_side_away_from_the_crowd(at, side):
    near = [Wanted(f"c{n}", 100 + n % 3, 70 + n // 3, 1.5, (NUMBER,)) for n in range(9)]
    symbol = Wanted("one", 101 + 2 * at[0], 71 + 2 * at[1], 1.5, (Choice(6, 6),))
    box = place_labels([*near, symbol], FRAME, ())["one"].box
    sides = {"left": box.x1 <= symbol.x, "right": box.x0 >= symbol.x, "above": box.y1 <= symbol.y,
             "below": box.y0 >= symbol.y}  # fmt: skip
    assert sides[side]


def test_symbols_that_are_far_away_do_not_change_the_side_of_a_label():
    far = [Wanted(f"f{n}", 150 + n % 7 * 6, 40 + n // 7 * 9, 1.5, (NUMBER,)) for n in range(56)]
    lone = Wanted("one", 60, 70, 2, (MIDDLING,))
    assert place_labels([lone, *far], FRAME, ())["one"] == place_labels([lone], FRAME, ())["one"]


def test_a_label_does_not_stand_where_it_could_be_another_symbols():
    wanted = [Wanted("left", 100, 70, 1.5, (Choice(20, 3),)), Wanted("right", 122.5, 70, 1.5, (Choice(20, 3),))]
    labels = place_labels(wanted, FRAME, ())
    assert not labels["left"].box.overlaps(symbol_box(wanted[1]).grown(1))
    assert not labels["right"].box.overlaps(symbol_box(wanted[0]).grown(1))


def test_more_labels_than_a_page_can_hold_are_numbers_and_the_first_ones_come_first():
    wanted = scattered(400, 1)
    labels = place_labels(wanted, FRAME, FURNITURE)
    assert {label.choice for label in labels.values()} == {2}
    assert_lies_on_nothing(labels, wanted, FRAME, FURNITURE)
    first, second = (sum(one.key in labels for one in half) for half in (wanted[:200], wanted[200:]))
    assert first > second


def test_a_thousand_symbols_have_labels_that_lie_on_nothing():
    wanted = scattered(1000, 2)
    labels = place_labels(wanted, FRAME, FURNITURE)
    assert len(labels) > 50
    boxes = [label.box for label in labels.values()]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
