"""Sentences: full stops that end nothing, headlines, wrapped lines."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.geoparse.sentences import is_headline, sentences


def words(text):
    return [span.text for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Berisha met Lt. Col. J. R. Brown. They left.", ["Mr. Berisha met Lt. Col. J. R. Brown.", "They left."]),
        ("Troops of the U.S. Army came. Others of the U.S. The end.",
         ["Troops of the U.S. Army came.", "Others of the U.S.", "The end."]),
        ("It broke out at 10 a.m. on Monday. He paid 3.5 euros.",
         ["It broke out at 10 a.m. on Monday.", "He paid 3.5 euros."]),
        ("Resolution No. 1244 holds. Snow fell on Dec. 3 in Peja.",
         ["Resolution No. 1244 holds.", "Snow fell on Dec. 3 in Peja."]),
        ('"Go!" he said. "We stay." Nobody moved.', ['"Go!" he said.', '"We stay."', "Nobody moved."]),
        ("“We stay ... as long as needed,” she said.", ["“We stay ... as long as needed,” she said."]),
        ("Shots in the night\nA man was hurt.\n\nTop of page",
         ["Shots in the night", "A man was hurt.", "Top of page"]),
        ("", []),
        (" \n\t ", []),
    ],
)  # fmt: skip
def test_a_text_is_split_into_its_sentences(text, expected):
    assert words(text) == expected


def test_lines_that_were_only_wrapped_belong_together():
    text = (
        "The crossing was closed for two days after a lorry\nwas parked across the road near the bridge "
        "over\nthe river."
    )
    assert words(text) == [text]


def test_a_headline_has_no_full_stop():
    headline, story = sentences("Two hurt in Zvecan\n\nTwo men were hurt.")
    assert (is_headline(headline), is_headline(story)) == (True, False)


@given(st.text(alphabet=st.sampled_from("aB .!?\"'”\n\r\t1,…U.S"), max_size=200) | st.text(max_size=200))
def test_spans_hold_what_stands_in_the_text_and_lose_nothing_but_space(text):
    spans = sentences(text)
    assert all(text[span.start : span.end] == span.text and span.text.strip() for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join("".join(span.text.split()) for span in spans) == "".join(text.split())
