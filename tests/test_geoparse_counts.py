"""Counts: what was counted, how sure the number is, who moves and who says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.geoparse.counts import find_counts
from gazetteer.geoparse.numbers import find_numbers, value_of
from gazetteer.geoparse.sentences import sentences
from gazetteer.geoparse.troops import countries, moved_unnumbered
from geo.schema import MEASURES, MovementStatus

PIECES = [
    "two", "30", "1,000", "Serbs", "soldiers", "and", "were", "killed", "sent", "Germany", "injured", ",", ".",
    "houses", "burned", "up", "to", "a", "man", "said",
]  # fmt: skip


def counted(text):
    return [
        (one.measure, one.whom, one.low, one.best, one.high, one.open_upper)
        for one in find_counts(text, sentences(text), ())
    ]


def moves(text):
    return [(one.sender, one.status, one.best) for one in find_counts(text, sentences(text), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three miners were killed.", [("killed", "miners", 3, 3, 3, False)]),
        ("At least 1,200 villagers fled.", [("displaced", "villagers", 1200, 1200, None, True)]),
        ("Almost 90 people were hurt.", [("injured", "people", None, 90, 90, False)]),
        ("More than twenty-five students were detained.", [("arrested", "students", 25, 25, None, True)]),
        ("Some 4,000 people marched.", [("participants", "people", 4000, 4000, 4000, False)]),
        ("Hundreds of farmers gathered.", [("participants", "farmers", 200, None, None, True)]),
        ("Between 10 and 14 men were wounded.", [("injured", "men", 10, None, 14, False)]),
        ("A dozen houses were torched.", [("houses_burned", "houses", 12, 12, 12, False)]),
        ("Nine Albanian homes and 2 mosques had been burned.",
         [("houses_burned", "Albanian homes", 9, 9, 9, False), ("religious_sites_burned", "mosques", 2, 2, 2, False)]),
        ("Four Dutch and 6 Polish soldiers were injured.",
         [("injured", "Dutch soldiers", 4, 4, 4, False), ("injured", "Polish soldiers", 6, 6, 6, False)]),
        ("The blast killed two guards and a shepherd.",
         [("killed", "guards", 2, 2, 2, False), ("killed", "shepherd", 1, 1, 1, False)]),
        ("One officer was killed and another wounded.",
         [("killed", "officer", 1, 1, 1, False), ("injured", "officer", 1, 1, 1, False)]),
        ("Three raiders were shot, five were injured, and police arrested two.",
         [("killed", "raiders", 0, None, 3, False), ("injured", "raiders", 5, 5, 5, False),
          ("arrested", "people", 2, 2, 2, False)]),
        ("Police arrested a retired teacher.", [("arrested", "retired teacher", 1, 1, 1, False)]),
        ("The death toll rose to 14.", [("killed", "people", 14, 14, 14, False)]),
        ("A crash left 3 people dead and 11 injured.",
         [("killed", "people", 3, 3, 3, False), ("injured", "people", 11, 11, 11, False)]),
    ],
)  # fmt: skip
def test_what_happened_to_how_many(text, expected):
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Both girls, aged 9 and 14, were brought home.",
        "Resolution 1244 was adopted in 1999 and 12 states abstained.",
        "The mission numbers almost 4,100 soldiers.",
        "A 6,000-strong force stayed.",
        "He drove 28 miles and was killed by cold.",
        "Turnout was 3.5 percent.",
        "The driver, 54, was arrested.",
        "Nobody was killed.",
        "Up to 500 people would be killed.",
        "One of the best books was burned.",
    ],
)
def test_numbers_that_count_no_people_harmed_or_moved_are_left_alone(text):
    assert counted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway said it would send 60 more soldiers, Spain an extra 40 and Greece an additional 10.",
         [("Norway", "announced", 60), ("Spain", "announced", 40), ("Greece", "announced", 10)]),
        ("Spain landed 90 gendarmes at dawn, the vanguard of a promised 300 soldiers.",
         [("Spain", "arrived", 90), ("Spain", "announced", 300)]),
        ("About 70 US troops and 20 Italian Carabinieri arrived on Sunday.",
         [("US", "arrived", 70), ("Italian", "arrived", 20)]),
        ("The mission turned down an appeal by Serbia to let in up to 500 troops.",
         [("Serbia", "refused", 500)]),
        ("Serbia asked KFOR to let it send 100 soldiers.", [("KFOR", "requested", 100)]),
        ("Portugal withdrew 45 soldiers.", [("Portugal", "withdrawn", 45)]),
        ("France sent 250 gendarmes.", [("France", "under_way", 250)]),
        ("The council authorised the deployment of 200 troops by NATO.", [("", "authorised", 200)]),
        ("Poland has not yet decided whether to send 30 soldiers.", []),
    ],
)  # fmt: skip
def test_a_movement_has_a_sender_and_a_status(text, expected):
    assert moves(text) == expected


def test_a_movement_without_a_number_is_found_too():
    text = "Serbia sent more troops to the border."
    (move,) = moved_unnumbered(text, sentences(text)[0])
    assert (move.sender, move.status, move.low, move.best, move.high) == ("Serbia", "under_way", None, None, None)


def test_countries_are_named_in_full():
    assert countries("Italian and British") == "Italy; United Kingdom"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A hospital spokeswoman said 12 men were injured.", "hospital spokeswoman"),
        ("Twelve men were injured, according to the fire brigade.", "fire brigade"),
        ("Twelve men were injured, EULEX said on Monday.", "EULEX"),
        ("A doctor said two men were killed. She said 12 men were injured.", "doctor"),
        ("Twelve men were injured.", ""),
    ],
)
def test_a_count_says_who_claims_it(text, who):
    assert find_counts(text, sentences(text), ())[-1].claimed_by == who


def test_measures_and_statuses_are_words_of_the_schema():
    text = (
        "Two men were killed, 3 hurt, 4 arrested. Five women fled. Six men marched. Seven people returned to "
        "their homes. "
        "Eight houses, 9 churches and 10 cars were burned. Spain sent 11 soldiers and 12 policemen. Italy "
        "withdrew 3 soldiers."
    )
    counts = find_counts(text, sentences(text), ())
    assert {count.measure for count in counts} == {
        "killed", "injured", "arrested", "displaced", "participants", "returned", "houses_burned",
        "religious_sites_burned",         "vehicles_damaged", "troops", "police",
    } <= set(MEASURES)  # fmt: skip
    assert {count.status for count in counts if count.status} <= {str(status) for status in MovementStatus}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twelve", 12),
        ("ninety-nine", 99),
        ("two hundred and six", 206),
        ("3,400", 3400),
        ("5 thousand", 5000),
        ("x", None),
    ],
)
def test_numbers_in_words_have_a_value(words, value):
    assert value_of(words) == value


@given(st.text(alphabet=st.sampled_from("0123456789,.- andtwohured%"), max_size=60))
def test_no_number_raises_and_bounds_are_in_order(text):
    for number in find_numbers(text, 0, len(text)):
        given_values = [value for value in (number.low, number.best, number.high) if value is not None]
        assert given_values == sorted(given_values)


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=20,
    )
)
def test_no_sentence_raises(parts):
    text = " ".join(parts)
    for count in find_counts(text, sentences(text), ()):
        assert text[count.span.start : count.span.end] == count.span.text
