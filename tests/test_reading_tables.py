"""Tables of any origin: dates, numbers and headings as people write them become columns of the flat table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.names import search_key
from geo.formats.reading import searching
from geo.formats.reading.days import REASONS, Evidence, evidence_of, order_of, read_days
from geo.formats.reading.mapping import MAPPABLE, effective, event_type_of, guess
from geo.formats.reading.model import Batch, Choices, Container, DateOrder, Fault, Layout, Look
from geo.formats.reading.numbers import degrees, whole_numbers
from geo.formats.reading.questions import NO_DATE, NO_PLACE, NO_TYPE, ORDER, open_questions
from geo.formats.reading.searching import search_texts
from geo.formats.reading.table import convert_flat, convert_table
from geo.schema import EventType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAY_FIRST, MONTH_FIRST = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST
DAY = ("2004-03-17", "2004-03-17", "day")


def batch(columns: Mapping[str, Sequence[str]]) -> Batch:
    cells = pa.RecordBatch.from_arrays([pa.array(cells) for cells in columns.values()], names=list(columns))
    row = np.arange(1, cells.num_rows + 1)
    return Batch(cells, row, row + 1)


def look_at(columns: Mapping[str, Sequence[str]], *, has_points: bool = False) -> Look:
    rows = tuple(zip(*columns.values(), strict=True))
    return Look(
        "own.csv", Container.CSV, Layout.TABLE, tuple(columns), rows, len(rows), has_points=has_points
    )  # fmt: skip


def said(text: str, order: DateOrder | None = None, *, serials: bool = False) -> tuple[str, str, str] | str:
    days = read_days(pa.array([text]), order, serials=serials)
    if days.fault[0]:
        return REASONS[int(days.fault[0])]
    return str(days.first[0]), str(days.last[0]), days.precision[0].as_py()


@pytest.mark.parametrize(
    "text",
    [
        "2004-03-17", " 2004-03-17 ", "2004/03/17", "2004-3-17", "20040317", "2004-03-17T23:30:00+01:00",
        "2004-03-17 00:00:00", "2004-03-17T10:00:00.000Z", "17.3.2004", "17. 3. 2004.", "17/03/2004", "17-03-2004",
        "3/17/2004 12:00:00 AM", "17 March 2004", "17-Mar-2004", "17th of March 2004", "March 17, 2004", "Mar 17 2004",
        "Wednesday, 17 March 2004", "17 mars 2004", "17. März 2004", "17. mart 2004.", "17. март 2004.",
    ],
)  # fmt: skip
def test_one_day_is_read_in_every_form_that_can_mean_only_it(text):
    assert said(text) == DAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2004-03", ("2004-03-01", "2004-03-31", "month")),
        ("2/2004", ("2004-02-01", "2004-02-29", "month")),
        ("March 2004", ("2004-03-01", "2004-03-31", "month")),
        ("nëntor 2004", ("2004-11-01", "2004-11-30", "month")),
        ("août 2004", ("2004-08-01", "2004-08-31", "month")),
        ("2004", ("2004-01-01", "2004-12-31", "year")),
    ],
)
def test_a_date_that_is_known_in_part_stays_so(text, expected):
    assert said(text) == expected


def test_a_date_of_two_meanings_is_read_only_in_the_order_that_was_chosen():
    assert said("03/04/2004") == "may mean two days; choose whether the day or the month stands first in this column"
    assert said("03/04/2004", DAY_FIRST) == ("2004-04-03", "2004-04-03", "day")
    assert said("03/04/2004", MONTH_FIRST) == ("2004-03-04", "2004-03-04", "day")
    assert said("04.04.2004") == ("2004-04-04", "2004-04-04", "day")
    turned = "has day and month the other way round than the rest of the column; write it as 2004-03-17"
    assert said("03/17/2004", DAY_FIRST) == turned
    assert said("17/03/2004", MONTH_FIRST) == turned


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty but has to be filled in"),
        ("2004-02-30", "is not in the calendar; check the year, the month and the day"),
        ("2004-00-10", "is not in the calendar; check the year, the month and the day"),
        ("2004-01-00", "is not in the calendar; check the year, the month and the day"),
        ("31/04/2004", "is not in the calendar; check the year, the month and the day"),
        ("0000-01-01", "is not in the calendar; check the year, the month and the day"),
        ("17.3.04", "has a year of two digits; write the year with four"),
        ("17 Smarch 2004", "is not a date; write it as 2004-03-17"),
        ("38063", "is not a date; write it as 2004-03-17"),
        ("2004-03-17; later", "is not a date; write it as 2004-03-17"),
    ],
)
def test_what_is_no_date_has_its_reason(text, reason):
    assert said(text) == reason


def test_the_days_of_excel_are_read_where_the_whole_column_holds_them():
    assert said("38063", serials=True) == DAY
    assert said("38063.75", serials=True) == DAY
    assert evidence_of(pa.array(["38063", "", "38064.5"])).all_serials
    assert not evidence_of(pa.array(["38063", "2004"])).all_serials


def test_the_whole_column_decides_the_order_of_day_and_month():
    assert order_of([pa.array(["03/04/2004", "05.06.2004"]), pa.array(["17/03/2004"])]) is DAY_FIRST
    assert order_of([pa.array(["03/17/2004", "05/06/2004"])]) is MONTH_FIRST
    assert order_of([pa.array(["03/17/2004", "03/18/2004", "17/03/2004"])]) is MONTH_FIRST
    assert order_of([pa.array(["03/17/2004", "17/03/2004"])]) is None
    assert order_of([pa.array(["2004-03-17", "03/04/2004"])]) is None
    assert evidence_of(pa.array(["03/04/2004", "04/04/2004", "2004-03-17", ""])) == Evidence(filled=3, either=1)


@given(st.lists(st.dates(date(1, 1, 1), date(9999, 12, 30)), min_size=1))
def test_every_day_of_the_calendar_comes_back_from_each_of_its_forms(days):
    for pattern, order in (("{0:%d}.{0:%m}.{0.year:04}", DAY_FIRST), ("{0:%m}/{0:%d}/{0.year:04} 1:00 PM", MONTH_FIRST),
                           ("{0.year:04}-{0:%m}-{0:%d}T00:00:00Z", None)):  # fmt: skip
        read = read_days(pa.array([pattern.format(day) for day in days]), order)
        assert [day.astype(object) for day in read.first] == days
        assert [day.astype(object) + timedelta(0) for day in read.last] == days
        assert not read.fault.any()


def test_degrees_are_read_with_point_comma_minutes_and_letters():
    texts = [
        "42.9068",
        "42,9068",
        "-20.5",
        "\u221220,5°",
        "42.9 N",
        "N 42.9",
        "42°54'25\"N",
        "42 54 25 S",
        "42°54.5'",
        "4750000.5",
    ]
    numbers, wrong = degrees(pa.array(texts), "NS")
    expected = [42.9068, 42.9068, -20.5, -20.5, 42.9, 42.9, 42.906944, -42.906944, 42.908333, 4750000.5]
    assert numbers.tolist() == pytest.approx(expected, abs=1e-6)
    assert not wrong.any()


def test_a_coordinate_that_is_not_known_is_none_and_one_that_is_no_number_is_wrong():
    texts = ["", "n/a", "Unknown", "nan", "here", "inf", "1e3", "42°70'", "20.5 E", "42,9,1", "42.9068, 20.8"]
    numbers, wrong = degrees(pa.array(texts), "NS")
    assert np.isnan(numbers).all()
    assert wrong.tolist() == [False] * 4 + [True] * 7


def test_whole_numbers_are_read_and_nothing_is_guessed():
    texts = ["3", "3.0", " 4 ", "-5", "", "unknown", "2147483647", "2147483648", "1,200", "1.000", "10+", "three"]
    numbers, wrong = whole_numbers(pa.array([*texts, "9999999999"]))
    assert numbers.to_pylist() == [3, 3, 4, -5, None, None, 2_147_483_647, None, None, None, None, None, None]
    assert wrong.tolist() == [False] * 7 + [True] * 6


ROWS = st.lists(st.tuples(*[st.text() | st.text(st.characters(max_codepoint=127))] * 3), max_size=8)


@settings(deadline=None)  # the first row makes the tables
@given(ROWS)
def test_the_searched_text_of_columns_is_the_search_key_of_each_row(rows):
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(3)]
    assert search_texts(*columns).to_pylist() == [search_key(" ".join(row)) for row in rows]


#: letters that are folded where they stand, that are not, and what joins words of two scripts
LETTERS = st.one_of(
    *(st.text(st.sampled_from(signs), max_size=8) for signs in (
        "čćžšđðłıøæßñëçêãâẠẩḍ ,.-'’“” ", "абвгдђежзијклљмнњопрстћуфхцчџшщЩёйъыьэюяіїґ ,.-'’“” ",
        "acopxyаорсхуj абČш-.'", "ab Ш\u0301\u0306αο😀\u200d한ａﾞ™½²ªʼ\x00\n\t\xa0\ufeff",
    )),
    st.text(st.characters(max_codepoint=0x24F)),
    st.text(st.characters(min_codepoint=0x400, max_codepoint=0x52F)),
)  # fmt: skip


@settings(deadline=None)  # the first row makes the tables
@given(st.lists(st.lists(LETTERS, max_size=4).map(" ".join), min_size=1, max_size=12))
def test_letters_of_both_scripts_are_folded_as_in_the_search_key_whatever_stands_beside_them(texts):
    assert search_texts(pa.array(texts, pa.string())).to_pylist() == [search_key(text) for text in texts]


def test_nearly_all_rows_are_folded_at_once(monkeypatch):
    asked = []
    monkeypatch.setattr(searching, "search_key", lambda text: asked.append(text) or search_key(text))
    searching._letters(), searching._table()
    asked.clear()
    texts = ["Zvečan, Đakovica", "Звечан, Щука", "Звечан (Zvečan)", "São Tomé – “Bãi” …", "мiр", "日本"]
    keys = search_texts(pa.array(texts * 5)).to_pylist()
    assert keys == [search_key(text) for text in texts] * 5
    assert asked == ["мiр", "日本"] * 5  # two scripts in a word, letters that are not ours


@given(st.lists(st.text(st.sampled_from(" \n\t'\"-aZ.9"), max_size=9), min_size=1))
def test_blanks_and_apostrophes_are_folded_as_in_the_search_key(texts):
    sliced = pa.array(["x", *texts])[1:]
    assert search_texts(sliced, sliced).to_pylist() == [search_key(f"{text} {text}") for text in texts]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ID|Event date|Village|Lat|Lon|Event type|Deaths|Injured|Source|Link|Notes",
         "id|first_day|place_as_written|latitude|longitude|event_type|killed_best|injured_best|source|url|summary"),
        ("Data|Vendi|Komuna|Lloji i ngjarjes|Të vrarë|Të plagosur|Burimi|Përshkrimi",
         "first_day|place_as_written|municipality|event_type|killed_best|injured_best|source|summary"),
        ("Датум|Место|Општина|Врста догађаја|Погинули|Рањени|Извор|Опис",
         "first_day|place_as_written|municipality|event_type|killed_best|injured_best|source|summary"),
        ("Datum događaja|Naselje|Geografska širina|Geografska dužina|Poginuli|Naslov",
         "first_day|place_as_written|latitude|longitude|killed_best|title"),
        ("Datum|Ort|Gemeinde|Typ|Tote|Verletzte|Quelle|Beschreibung",
         "first_day|place_as_written|municipality|event_type|killed_best|injured_best|source|summary"),
        ("Date de l'événement|Lieu|Morts|Blessés|Résumé|x|y",
         "first_day|place_as_written|killed_best|injured_best|summary|longitude|latitude"),
        ("eventDate|dateAdded|placeName|numberKilled", "first_day||place_as_written|killed_best"),
    ],
)  # fmt: skip
def test_headings_are_understood_in_the_languages_of_the_atlas(header, expected):
    names = header.split("|")
    wanted = {flat: name for flat, name in zip(expected.split("|"), names, strict=True) if flat}
    assert guess(names, []) == wanted


def test_columns_without_a_telling_heading_are_told_by_their_cells():
    header = ("c1", "c2", "c3", "c4", "c5")
    rows = [("2004-03-17", "42.9068", "20.8321", "https://example.org/1", "12"),
            ("17 March 2004", "42.8914", "20.8664", "https://example.org/2", "13")]  # fmt: skip
    assert guess(header, rows) == {"first_day": "c1", "latitude": "c2", "longitude": "c3", "url": "c4"}


def test_a_heading_that_its_cells_speak_against_is_not_believed():
    header, row = ("date", "y", "x", "place"), ("soon", "4750000.5", "512345.1", "Zvečan")
    assert guess(header, [row]) == {"place_as_written": "place"}


def test_of_two_headings_alike_the_first_counts_and_year_month_day_serve_where_no_date_is():
    assert guess(("place", "place"), [("Peja", "9")]) == {"place_as_written": "place"}
    assert guess(("Year", "Month", "Day", "City"), []) == {
        "year": "Year", "month": "Month", "day": "Day", "place_as_written": "City",
    }  # fmt: skip
    assert guess(("Year", "Date", "City"), []) == {"first_day": "Date", "place_as_written": "City"}


def test_the_owner_overrules_the_guess():
    look = look_at({"date": ["2004-03-17"], "place": ["Zvečan"], "other": ["Peja"]})
    choices = Choices(mapping={"place_as_written": "other", "first_day": "", "title": "gone"})
    assert effective(look, choices) == {"place_as_written": "other"}


def test_types_are_told_by_words_of_all_the_languages():
    words = ["Protests", "Violence against civilians", "demonstracije", "нереди", "Shpërthim", "Unfall", "weather"]
    assert [event_type_of(word) for word in words] == [
        "protest", "armed_attack", "protest", "riot_arson", "explosion", "accident", "",
    ]  # fmt: skip
    assert [event_type_of(kind) for kind in EventType] == list(EventType)


MAPPING = {name: name for name in MAPPABLE}


def test_a_mapped_table_becomes_columns_of_the_flat_table():
    rows = batch({
        "first_day": ["17.3.2004", "March 2004", "2004-03-17"],
        "last_day": ["", "May 2004", "18/03/2004"],
        "event_type": ["Protest", "weather", "odd"],
        "summary": ["Crowds  gathered.", "x" * 100, ""],
        "killed_best": ["3", "", "many"],
        "latitude": ["42,9", "", "here"],
        "longitude": ["20.8", "", "20.8"],
    })  # fmt: skip
    choices = Choices(mapping=MAPPING, event_types={"weather": "accident"})
    converted = convert_table(rows, tuple(rows.cells.schema.names), choices)
    columns = {name: column.to_pylist() for name, column in converted.columns.items()}
    assert columns == {
        "summary": ["Crowds  gathered.", "x" * 100, ""],
        "title": ["Crowds gathered.", "x" * 89 + "…", ""],
        "first_day": [date(2004, 3, 17), date(2004, 3, 1), date(2004, 3, 17)],
        "last_day": [date(2004, 3, 17), date(2004, 5, 31), date(2004, 3, 18)],
        "date_precision": ["day", "season", "days"],
        "event_type": ["protest", "accident", ""],
        "killed_best": [3, None, None],
        "latitude": [42.9, None, None],
        "longitude": [20.8, None, 20.8],
    }
    assert converted.faults == (
        Fault(2, "killed_best", "many",
              "is not a whole number; write digits only, without separators, blanks or units"),
        Fault(2, "latitude", "here", "is not a coordinate; write degrees with a decimal point, for example 42.9068"),
        Fault(2, "event_type", "odd",
              "is a type of event that is not known here; choose which of the atlas's types it is"),
    )  # fmt: skip


def test_year_month_and_day_in_columns_of_their_own_are_a_date_as_far_as_they_go():
    rows = batch(
        {"year": ["2004", "2004.0", "2004", "2004"], "month": ["3", "March", "", "13"], "day": ["17", "", "", "1"]}
    )
    converted = convert_table(rows, ("year", "month", "day"), Choices(mapping=MAPPING, event_type="protest"))
    assert converted.columns["first_day"].to_pylist() == [date(2004, 3, 17), date(2004, 3, 1), date(2004, 1, 1), None]
    assert converted.columns["date_precision"].to_pylist() == ["day", "month", "year", ""]
    assert [fault.position for fault in converted.faults] == [3]


def test_one_type_for_all_rows_fills_what_no_column_tells():
    rows = batch({"first_day": ["2004-03-17"]})
    converted = convert_table(rows, ("first_day",), Choices(mapping=MAPPING, event_type="protest"))
    assert converted.columns["event_type"].to_pylist() == ["protest"]
    assert converted.faults == ()


def test_our_own_columns_come_back_as_they_were():
    columns = {"id": [" a "], "first_day": ["2004-03-17"], "last_day": ["2004-03-18"], "latitude": ["42.906800000001"],
               "killed_low": [""], "cell_x": ["9"], "title": ["'x'"], "else": ["y"]}  # fmt: skip
    converted = convert_flat(batch(columns), tuple(columns), Choices())
    assert {name: column.to_pylist() for name, column in converted.columns.items()} == {
        "id": [" a "], "first_day": [date(2004, 3, 17)], "last_day": [date(2004, 3, 18)],
        "latitude": [42.906800000001], "killed_low": [None], "title": ["'x'"],
    }  # fmt: skip
    assert converted.faults == ()


def test_everything_open_is_said_before_a_table_is_read():
    asked = open_questions(look_at({"a": ["1"], "b": ["x"]}), Choices())
    assert (asked.mapping, asked.sentences) == ({}, (NO_DATE, NO_PLACE, NO_TYPE))
    asked = open_questions(look_at({"a": ["x"]}, has_points=True), Choices(event_type="protest"))
    assert asked.sentences == (NO_DATE,)


def test_the_order_of_day_and_month_and_strange_types_are_asked_for():
    look = look_at({"date": ["03/04/2004", "05/06/2004"], "place": ["Peja", "Peja"], "type": ["weather", "Protest"]})
    asked = open_questions(look, Choices())
    assert (asked.sentences, asked.date_order, asked.event_types) == ((ORDER,), True, ("weather",))
    settled = open_questions(look, Choices(date_order=DAY_FIRST, event_types={"weather": "accident"}))
    assert (settled.sentences, settled.date_order, settled.event_types) == ((), False, ())
