"""The shipped gazetteer against the measuring lists; of the held-back part a failure says counts and groups only."""

from __future__ import annotations

import pytest

from tests.benchmarks.names_lists import (
    HELD_BACK,
    HINTS,
    KINDS_OF_LIST,
    NAMES,
    POINTS_OF_INTEREST,
    RELATIVE,
    TRAPS,
    TUNING,
    TYPOS,
    Answer,
    Outcome,
    Query,
    default_gazetteer,
    of_group,
    outcome,
    queries,
    score,
    score_all,
    tally,
    told,
)

PARTS = (TUNING, HELD_BACK)
PRISTINA, PODUJEVO, SREMSKA_MITROVICA = (42.6629, 21.1655), (42.9106, 21.1931), (44.9764, 19.6122)


@pytest.fixture(scope="module")
def gazetteer():
    return default_gazetteer()


@pytest.mark.parametrize("part", PARTS)
def test_ninety_five_of_a_hundred_names_are_right_and_at_most_one_is_wrong(gazetteer, part):
    scored = score(part, NAMES, gazetteer)
    counts = tally(scored)
    right, wrong = counts.right_share, counts.wrong_share
    assert right >= 0.95, told(part, scored)
    assert wrong <= 0.01, told(part, scored)


@pytest.mark.parametrize("part", PARTS)
def test_nine_in_ten_points_of_interest_are_right(gazetteer, part):
    scored = of_group(score(part, NAMES, gazetteer), POINTS_OF_INTEREST)
    right = tally(scored).right_share
    assert right >= 0.9, told(part, scored)


@pytest.mark.parametrize("part", PARTS)
def test_nine_in_ten_slips_of_the_pen_are_right(gazetteer, part):
    scored = score(part, TYPOS, gazetteer)
    right = tally(scored).right_share
    assert right >= 0.9, told(part, scored)


@pytest.mark.parametrize("part", PARTS)
def test_no_trap_is_silently_pulled_to_a_wrong_place(gazetteer, part):
    scored = score(part, TRAPS, gazetteer)
    wrong = tally(scored).wrong
    assert wrong == 0, told(part, scored)


@pytest.mark.parametrize("part", PARTS)
def test_a_hint_settles_which_of_several_places_is_meant(gazetteer, part):
    scored = score(part, HINTS, gazetteer)
    right = tally(scored).right_share
    assert right >= 0.95, told(part, scored)


@pytest.mark.parametrize("part", PARTS)
def test_four_in_five_relative_places_lie_within_their_tolerance(gazetteer, part):
    scored = score(part, RELATIVE, gazetteer)
    right = tally(scored).right_share
    assert right >= 0.8, told(part, scored)


def test_the_held_back_lists_are_as_long_as_what_is_said_of_them():
    lengths = {name: len(queries(HELD_BACK, name)) for name in KINDS_OF_LIST}
    assert lengths == {"names": 618, "typos": 200, "traps": 105, "hints": 48, "relative": 40}


def test_the_parts_share_no_spelling():
    for name in (NAMES, TYPOS, TRAPS, RELATIVE):
        tuning, held_back = ({query.text for query in queries(part, name)} for part in PARTS)
        shared = len(tuning & held_back)
        assert shared == 0, f"{name}: {shared} in both"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(PRISTINA), Outcome.RIGHT),
        (Answer(PODUJEVO, (PRISTINA,)), Outcome.WRONG),
        (Answer(None, (PODUJEVO, PRISTINA)), Outcome.AMBIGUOUS),
        (Answer(None, (PODUJEVO,)), Outcome.UNKNOWN),
        (Answer(), Outcome.UNKNOWN),
    ],
)
def test_an_answer_is_right_within_the_tolerance_of_its_row_and_nowhere_else(answer, expected):
    assert outcome(Query("Pristina", "english_press", "seat", PRISTINA, 5), answer) is expected


@pytest.mark.parametrize(
    ("allowed", "right", "wrong"),
    [
        ("unknown", [None], [PRISTINA]),
        ("ambiguous", [None], [PRISTINA]),
        ("abroad:44.9764,19.6122", [None, SREMSKA_MITROVICA], [PRISTINA]),
        ("not_near:42.6629,21.1655,40", [None, SREMSKA_MITROVICA], [PRISTINA, PODUJEVO]),
    ],
)
def test_a_trap_is_right_when_nothing_wrong_is_picked(allowed, right, wrong):
    trap = Query("Mitrovica, Srem", "trap", allowed=allowed)
    assert [outcome(trap, Answer(point, (PRISTINA,))) for point in right] == [Outcome.RIGHT] * len(right)
    assert [outcome(trap, Answer(point)) for point in wrong] == [Outcome.WRONG] * len(wrong)


def test_what_failed_is_told_row_by_row_for_the_tuning_part_only():
    scored = score_all(
        [Query("Pristina", "english_press", "seat", PRISTINA, 5)], lambda _: Answer(words="unknown: why")
    )
    counts = "0 of 1 right, 0 wrong, 0 ambiguous, 1 unknown"
    assert told(HELD_BACK, scored) == f"{counts}\n  english_press: {counts}"
    row = 'unknown | english_press | seat | "Pristina" | wanted 42.6629, 21.1655 within 5 km | unknown: why'
    assert told(TUNING, scored) == f"{counts}\n  english_press: {counts}\n  {row}"
