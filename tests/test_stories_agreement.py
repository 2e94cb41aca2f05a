from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.stories.agreement import CITABLE, Disagreement, disagreements, glossary_disagreements
from geo.stories.claims import DateClaim, NumberClaim, dates_in, numbers_in
from geo.stories.story import stories_of
from geo.tables import read_dataset
from tests.worlds import world, write_world

SAYS_IT = "; cite the figure that says it or correct the number."
THEN = "; cite what happened then or correct the date."
WINDOW = (date(2023, 5, 26), date(2023, 5, 31))


def days(first, last=None):
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.fixture
def checked(tiny, located):
    """Check the first step of May 2023 with another text, and return the reasons."""
    story = stories_of(tiny)[1]

    def check(text, **cells):
        step = replace(story.steps[0], **({"text": text} | cells))
        return [one.reason for one in disagreements(tiny, located, replace(story, steps=(step,), exercises=()))]

    return check


@pytest.fixture
def asked(tiny, located):
    """Check one exercise with another answer, and return the reasons."""
    story = stories_of(tiny)[1]

    def check(answer, position=0, **cells):
        exercise = replace(story.exercises[position], answer=answer, **cells)
        return [one.reason for one in disagreements(tiny, located, replace(story, steps=(), exercises=(exercise,)))]

    return check


# ------------------------------------------------------------------ what a sentence claims


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The first of them came on 17 and 18 March 2004, one at a time.", []),
        ("On the 12th day 50,000 came.", [("50,000", 50_000)]),
        ("Twenty-three tents, six men, half a dozen cars.", [("Twenty-three", 23), ("six", 6), ("half a dozen", 6)]),
        ("One hundred and twenty of two thousand.", [("One hundred and twenty", 120), ("two thousand", 2000)]),
        ("Under resolution 1244 and road 2 nobody moved.", []),
        ("2000 soldiers came in 2000.", [("2000", 2000)]),
        ("6.5 per cent, 20-30 people", [("6.5", 6.5), ("20", 20), ("30", 30)]),
        ("about 1.5 million", [("1.5 million", 1_500_000)]),
        ("K01 and KFOR-2", []),
    ],
)
def test_the_numbers_of_a_sentence_are_read(text, numbers):
    assert [(claim.words, claim.low) for claim in numbers_in(text)] == numbers


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Two days later", NumberClaim("Two", 2, 2, "day")),
        ("for 3 more weeks", NumberClaim("3", 3, 3, "week", in_digits=True)),
        ("on day 12", NumberClaim("12", 12, 12, "day zero", in_digits=True)),
        ("tens of thousands", NumberClaim("tens of thousands", 20_000, 999_999)),
        ("several hundred", NumberClaim("several hundred", 200, 1_999)),
    ],
)
def test_lengths_of_time_and_vague_numbers_are_told_from_others(text, claim):
    assert numbers_in(text) == (claim,)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("On 29 May they met.", DateClaim("29 May", (days("2023-05-29"),))),
        ("On Monday 29 May 2023 they met.", DateClaim("Monday 29 May 2023", (days("2023-05-29"),), 0)),
        ("They met from 5 to 9 June.", DateClaim("5 to 9 June", (days("2023-06-05", "2023-06-09"),))),
        ("They met in June 1999.", DateClaim("June 1999", (days("1999-06-01", "1999-06-30"),))),
        ("They met in 1999.", DateClaim("1999", (days("1999-01-01", "1999-12-31"),))),
        ("They met on a Thursday.", DateClaim("Thursday", (), 3)),
    ],
)
def test_the_dates_of_a_sentence_take_the_year_of_the_window(text, claim):
    assert dates_in(text, WINDOW) == (claim,)


def test_a_date_without_a_year_may_lie_in_any_year_of_the_window_or_of_its_sentence():
    claims = dates_in("After 2011 it was 6 January again.", days("2022-12-01", "2023-01-08"))
    assert claims[1] == DateClaim("6 January", (days("2011-01-06"), days("2022-01-06"), days("2023-01-06")))


def test_a_leap_day_lies_only_in_leap_years():
    assert dates_in("On 29 February.", days("2003-12-01", "2004-03-01"))[0].meanings == (days("2004-02-29"),)


def test_words_that_only_look_like_dates_are_none():
    assert dates_in("They may march today, two days ago or the day after.", WINDOW) == ()


# ------------------------------------------------------------------ stories that agree


def test_the_stories_of_the_tiny_world_agree(tiny, located):
    assert [disagreements(tiny, located, story) for story in stories_of(tiny)] == [(), ()]
    assert glossary_disagreements(tiny, located) == ()


@pytest.mark.parametrize(
    "text",
    [
        "On Monday 29 May protesters and soldiers fought. [town_hall]",
        "On 30 May an agency told of more than 50 soldiers hurt. [agency f1]",
        "Fifty soldiers were hurt. [f1]",
        "Of the 30 soldiers 11 were Italian. [f2 f3]",
        "Two incidents, five days of sitting. [town_hall sit_in]",
        "A week after the clash people sat down. [town_hall sit_in]",
        "Seven days later they sat for five days. [sit_in]",
        "In March 2004 the force had about 17,500 soldiers. [k1]",
        "In 2013 16,000 lived there. [a1]",
        "A battalion of 600 was asked for on 17 March 2004 and came on 20 March 2004. [reserve_2004]",
        "Dozens of houses burned. [f6]",
        "Two sources tell of it. [town_hall]",
        "Three figures, two sources, one clash. [f1 f2 k2]",
        "Nothing is told here. [paper]",
    ],
)
def test_a_sentence_that_follows_from_what_it_cites_passes(checked, text):
    assert checked(text, content_note=True) == []


def test_a_length_of_time_may_be_counted_from_what_another_sentence_of_the_step_cites(checked):
    text = "There was a clash. [town_hall] {} days later people sat down. [sit_in]"
    assert checked(text.format("Seven")) == []
    assert checked("People sat down. [sit_in] Ninety days later nothing had changed. [sit_in]") != []


# ------------------------------------------------------------------ stories that do not


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Soldiers were hurt.",
            "cites nothing; write the ids it rests on behind it, in square brackets.",
        ),
        (
            "Soldiers were hurt. [town_house]",
            f'cites "town_house", which is the id of nothing; write that of {CITABLE}.',
        ),
        (
            "On 18 May soldiers were hurt. [town_hall]",
            'has the date "18 May", which is none of what it cites (29 May 2023)' + THEN,
        ),
        (
            "Soldiers were hurt in 2022. [town_hall]",
            'has the date "2022", which is none of what it cites (29 May 2023)' + THEN,
        ),
        (
            "On Tuesday 29 May soldiers were hurt. [town_hall]",
            'has the date "Tuesday 29 May", which was a Monday; correct the day of the week or the date.',
        ),
        (
            "On Friday soldiers were hurt. [town_hall]",
            'has the date "Friday", which is none of what it cites (29 May 2023)' + THEN,
        ),
        (
            "Soldiers were hurt, 31 of them. [f3 f4]",
            "has the number 31, which is in none of the cited figures (11, 19)" + SAYS_IT,
        ),
        (
            "Some 30 soldiers were hurt. [town_hall]",
            "has the number 30, which is in nothing that it cites" + SAYS_IT.replace("it or", "it (f2) or"),
        ),
        (
            "Hundreds of soldiers were hurt. [f2]",
            "has the number Hundreds, which is in none of the cited figures (30)" + SAYS_IT,
        ),
        (
            "They sat for nine days. [sit_in]",
            "has the number nine, which is in nothing that it cites" + SAYS_IT,
        ),
    ],
)
def test_a_sentence_that_does_not_follow_is_named_with_what_to_do(checked, text, reason):
    sentence = text.partition(" [")[0]
    assert checked(text) == [f'Step c1: the sentence "{sentence}" {reason}']


def test_a_disagreement_tells_where_it_is_and_which_sentence(tiny, located):
    story = stories_of(tiny)[0]
    step = replace(story.steps[0], text="A bridge was closed. [paper] Ninety people were hurt. [bridge_clash]")
    reason = (
        'Step c0: the sentence "Ninety people were hurt." has the number Ninety, which is in nothing that it cites'
        + SAYS_IT
    )
    assert disagreements(tiny, located, replace(story, steps=(step,))) == (
        Disagreement("step c0", "Ninety people were hurt.", reason),
    )


def test_a_step_that_points_out_what_is_not_there_is_named(checked, tiny):
    state = replace(stories_of(tiny)[1].steps[0].state, incidents=("town_hall", "f2"))
    assert checked("It was so. [town_hall]", state=state) == [
        'Step c1 points out "f2", which is the id of no incident; correct it or leave it out.'
    ]


def test_a_step_that_tells_of_people_killed_needs_a_content_note(checked):
    for cited in ("bridge_clash", "f5"):
        assert checked(f"There was a clash. [{cited}]") == [
            "Step c1 tells of people killed (bridge_clash) without a content note; set the content note."
        ]
        assert checked(f"There was a clash. [{cited}]", content_note=True) == []


def test_notes_and_answers_are_free_until_they_cite(checked):
    told = "There was a clash. [town_hall]"
    assert checked(told, notes="Wait 10 seconds.", answer="The 99 are made up.") == []
    assert checked(told, answer="The 99 are made up. [f2]") == [
        'Step c1: the sentence "The 99 are made up." has the number 99, which is in none of the cited figures (30)'
        + SAYS_IT
    ]


# ------------------------------------------------------------------ exercises and glossary


def test_an_exercise_may_name_its_own_day_and_small_numbers_without_citing(asked):
    assert asked("Name two reasons for the map of 30 May 2023.") == []
    assert asked("On day 0 two things happened.", position=3) == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("Then 30 were hurt.", "has the number 30 but cites nothing; write the ids it rests on behind it."),
        (
            "The clash was on 28 May 2023.",
            'has the date "28 May 2023" but cites nothing; write the ids it rests on behind it, in square brackets.',
        ),
        (
            "Then 31 were hurt. [f2]",
            "has the number 31, which is in none of the cited figures (30)" + SAYS_IT,
        ),
    ],
)
def test_a_fact_in_an_exercise_has_to_follow_from_what_it_cites(asked, answer, reason):
    sentence = answer.partition(" [")[0]
    assert asked(answer) == [f'Exercise x1: the sentence "{sentence}" {reason}']


def test_days_counted_from_day_zero_are_checked(asked):
    assert asked("The reserve was ready on day 2. [reserve_2004]", position=3) == []
    assert asked("The reserve came on day 9. [reserve_2004]", position=3) == [
        'Exercise x4: the sentence "The reserve came on day 9." has the number 9, which is in nothing that it cites'
        + SAYS_IT
    ]


def test_an_exercise_on_people_killed_needs_a_content_note(asked):
    assert asked("", incidents=("bridge_clash",)) == [
        "Exercise x1 tells of people killed (bridge_clash) without a content note; set the content note."
    ]


def test_every_sentence_of_the_glossary_cites_and_agrees(tmp_path, located):
    tables = world()
    tables["glossary"][0]["definition"] = "A force. It had 5 in June. [force]"
    dataset = read_dataset(write_world(tmp_path, tables))
    assert [one.reason for one in glossary_disagreements(dataset, located)] == [
        'Term force: the sentence "A force." cites nothing; write the ids it rests on behind it, in square brackets.',
        'Term force: the sentence "It had 5 in June." has the date "June", whose year cannot be told; write the year.',
        'Term force: the sentence "It had 5 in June." has the number 5, which is in nothing that it cites' + SAYS_IT,
    ]
