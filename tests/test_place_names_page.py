"""The page "Place names": one name explained step by step, or a whole table of names."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from gazetteer.errors import InputError
from gazetteer.policy import DEFAULT_POLICY
from gazetteer.tables.batch import ADDED
from gazetteer.tables.hinting import HintColumns
from pages.shared import batching
from pages.shared.words import plain
from tests.opened import HOSTILE, open_page, read_as_markdown, said, table_with
from tests.worlds import place, world, write_world

NAMES = "pages/data/place_names.py"


@pytest.fixture
def twin_app(tmp_path, monkeypatch):
    """Return how to open the page over the tiny world with two villages called Banja in it."""
    tables = world()
    next(each for each in tables["places"] if each["id"] == "zvecan")["geonameid"] = 783770
    tables["places"] += [
        place("banja_n", "Banja", "Bajë", "Banja", "Бања", "P/PPL", 42.95, 20.8, municipality="zvecan_municipality"),
        place("banja_s", "Banja", "Bajë", "Banja", "Бања", "P/PPL", 42.45, 20.5),
    ]
    monkeypatch.setenv("ATLAS_DATA", str(write_world(tmp_path / "twins", tables)))
    return lambda **query: open_page(NAMES, **query)


def ask(app, toponym):
    return app.text_input(key="toponym box").set_value(toponym).run()


def choose(app, label, option):
    return next(each for each in app.main.selectbox if each.label == label).select(option).run()


def test_a_name_that_is_found_shows_the_place_with_all_its_names(twin_app):
    app = ask(twin_app(), "svinjare")
    assert [*app.exception, *app.error, *app.warning] == []
    assert said(app, "success") == ['"svinjare" is found. Read as "Svinjare", English name.']
    assert said(app, "header") == ["Frashër / Svinjare"]
    best = table_with(app, "Score").iloc[0].to_dict()
    assert {name: best[name] for name in ("Place", "Kind", "Country", "Serbian, Cyrillic", "Latitude")} == {
        "Place": "Frashër / Svinjare", "Kind": "settlement", "Country": "XK", "Serbian, Cyrillic": "Свињаре",
        "Latitude": 42.86,
    }  # fmt: skip


def test_the_steps_say_what_was_written_folded_found_borne_and_decided(twin_app):
    app = ask(twin_app(), "СВИЊАРЕ")
    steps = next(text for text in said(app, "markdown") if text.startswith("1."))
    assert steps.splitlines() == [
        "1. **As it was written.** \N{LEFT DOUBLE QUOTATION MARK}СВИЊАРЕ\N{RIGHT DOUBLE QUOTATION MARK}",
        '2. **Made comparable.** Small letters, no accents, one alphabet: "svinjare"',
        '3. **Found in the list of names.** "Свињаре", Serbian name',
        "4. **Who bears this name.** Only Svinjare (settlement).",
        '5. **Decision.** Read as "Свињаре", Serbian name.',
    ]


def test_an_ambiguous_name_is_said_to_be_so_and_nothing_is_picked(twin_app):
    app = ask(twin_app(), "Banja")
    assert said(app, "warning")[0].startswith(
        '"Banja" is ambiguous, so no place is picked. 2 places fit equally well, 61 km apart.'
    )
    assert list(app.header) == []
    candidates = table_with(app, "Score")[["No.", "Place", "Municipality", "Distance, km"]].head(2)
    assert candidates.to_numpy().tolist() == [
        [1, "Bajë / Banja", "Komuna e Zveçanit / Opština Zvečan", 0.0],
        [2, "Bajë / Banja", "", 60.8],
    ]


def test_a_hint_settles_an_ambiguous_name_and_the_reason_says_so(twin_app):
    app = choose(ask(twin_app(), "Banja"), "Municipality", "Komuna e Zveçanit / Opština Zvečan")
    assert said(app, "header") == ["Bajë / Banja"]
    assert "less fitting: Banja (XK, not in the municipality asked for)" in said(app, "success")[0]
    near = next(each for each in app.main.text_input if each.label == "Near which place")
    app = choose(app, "Municipality", "Any")
    near.set_value("Zvecan").run()
    assert said(app, "header") == ["Bajë / Banja"]
    assert "5.8 km from the point asked for" in said(app, "success")[0]


def test_a_hint_that_is_not_known_itself_is_told_and_left_out(twin_app):
    app = twin_app(toponym="Svinjare")
    next(each for each in app.main.text_input if each.label == "Near which place").set_value("Qwfpgjk").run()
    assert said(app, "warning")[0].endswith("It is not taken into account.")
    assert said(app, "header") == ["Frashër / Svinjare"]


def test_an_unknown_name_is_told_calmly(twin_app):
    app = ask(twin_app(), "Qwfpgjk")
    assert said(app, "info")[0].startswith('"Qwfpgjk" is not known.')
    assert [*app.exception, *app.error, *app.header, *app.get("vega_lite_chart")] == []


def test_a_place_told_by_another_one_is_a_point_with_its_radius(twin_app):
    app = ask(twin_app(), "5 km north of Zvecan")
    assert said(app, "success")[0].startswith(
        '"5 km north of Zvecan" is a place told by another one. 5.0 km north of Zvečan, as the crow flies;'
    )
    assert said(app, "header") == ["5 km north of Zvecan"]
    assert re.fullmatch(r"42\.952, 20\.840 \(latitude, longitude\), known to \d\.\d km", said(app, "text")[0])
    (spec,) = (json.loads(each.proto.spec) for each in app.get("vega_lite_chart"))
    shapes = [layer for layer in spec["layer"] if layer["mark"].get("fillOpacity")]
    assert len(shapes) == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * 200, "\u202e\u0000\ufffd", "'; DROP TABLE places; --", "%s{0}${1}"])
def test_no_words_break_the_page(twin_app, words):
    app = twin_app()
    app.session_state["toponym"] = words
    app.run()
    assert [*app.exception, *app.error, *app.header] == []


def test_the_link_carries_the_name_and_opens_it_again(twin_app):
    app = ask(twin_app(), "Svinjarë")
    assert app.query_params["toponym"] in ("Svinjarë", ["Svinjarë"])
    again = twin_app(toponym="Svinjarë")
    assert again.text_input(key="toponym box").value == "Svinjarë"
    assert said(again, "header") == ["Frashër / Svinjare"]


def test_every_example_is_found_or_says_why_not():
    app = open_page(NAMES)
    status = {}
    for example in (
        "Mitrovica",
        "Shterpce",
        "Banjska",
        "Зубин Поток",
        "Sremska Mitrovica",
        "28 miles north of Pristina",
    ):
        next(each for each in app.button if each.label == example).click()
        app.run()
        assert app.text_input(key="toponym box").value == example
        assert [*app.exception, *app.error] == []
        status[example] = [kind for kind in ("success", "warning", "info") if said(app, kind)]
    assert status == {example: ["success"] for example in status} | {"Banjska": ["warning"]}


def test_no_map_of_a_name_asks_for_an_address(twin_app):
    specs = [each.proto.spec for each in twin_app(toponym="Banja").get("vega_lite_chart")]
    assert [re.findall(r'"(?:url|href)"', spec) for spec in specs] == [[]]


def test_markup_in_the_query_and_in_the_place_is_shown_as_text(tmp_path, monkeypatch):
    tables = world()
    for each in tables["places"]:
        each |= {"name_sq": HOSTILE, "note": HOSTILE, "coordinate_source": HOSTILE}
    monkeypatch.setenv("ATLAS_DATA", str(write_world(tmp_path / "hostile", tables)))
    for toponym in ("Svinjare", "Zvecan", HOSTILE, f"5 km north of {HOSTILE}", "5 km north of Zvecan"):
        app = open_page(NAMES, toponym=toponym)
        assert [*app.exception, *app.error] == []
        harmless = [
            text.replace(plain(HOSTILE), "").replace(plain(HOSTILE.lower()), "") for text in read_as_markdown(app)
        ]
        assert [text for text in harmless if re.search(r"(?<!\\)<script|(?<!\\)\[x|:smile:|(?<!\\)\$x", text)] == []


def upload(app, name, content):
    return app.file_uploader[0].set_value((name, content, "text/csv")).run()


def look_up(app):
    next(each for each in app.button if each.label == "Look up all names").click()
    return app.run()


def downloaded(app, **how):
    """Return the rows of the table that can be downloaded."""
    content = app.session_state["batch"][1].content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline=""), **how))


def test_a_table_comes_back_with_every_column_and_row_and_says_what_is_open(twin_app):
    content = "id;Vendi;note\n1;Zveçan;a\n2;Banja;=1+1\n3;;\n4;Свињаре\n5;Qwfpgjk;e;more\n".encode()
    app = upload(twin_app(), "vendet.csv", content)
    assert [each.value for each in app.main.selectbox if each.label == "Column with the place names"] == ["Vendi"]
    app = look_up(app)
    assert [*app.exception, *app.error] == []
    assert said(app, "success") == [
        "5 rows: 2 resolved, 1 ambiguous, 2 unknown; 1 with more cells than the header, which stand at the end."
    ]
    header, *rows = downloaded(app, delimiter=";")
    assert header == ["id", "Vendi", "note", *ADDED]
    assert [row[:3] for row in rows] == [
        ["1", "Zveçan", "a"], ["2", "Banja", "=1+1"], ["3", "", ""], ["4", "Свињаре", ""], ["5", "Qwfpgjk", "e"],
    ]  # fmt: skip
    assert [row[3 + ADDED.index("place_id")] for row in rows] == ["zvecan", "", "", "svinjare", ""]
    assert rows[4][-1] == "more"
    listed = table_with(app, "As written")[["Row", "As written", "Status"]]
    assert listed.to_numpy().tolist() == [[2, "Banja", "ambiguous"], [3, "", "unknown"], [5, "Qwfpgjk", "unknown"]]
    assert [each.label for each in app.main.download_button] == ["Download the table with places"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1250"])
def test_a_table_in_another_encoding_is_read_and_answered_in_utf_8(twin_app, encoding):
    content = "place,count\r\nZvečan,1\r\nSvinjare,2\r\nPeć,3\r\nĐakovica,4\r\n".encode(encoding)
    app = look_up(upload(twin_app(), "towns.csv", content))
    rows = downloaded(app)
    assert [row[:2] for row in rows[1:]] == [["Zvečan", "1"], ["Svinjare", "2"], ["Peć", "3"], ["Đakovica", "4"]]
    assert [row[2 + ADDED.index("place_id")] for row in rows[1:3]] == ["zvecan", "svinjare"]


def test_of_columns_with_one_name_each_stays_and_the_first_is_read(twin_app):
    content = b"place,place,status\nZvecan,Svinjare,old\n"
    app = look_up(upload(twin_app(), "towns.csv", content))
    header, row = downloaded(app)
    assert header[:3] == ["place", "place", "status"]
    assert (row[:3], row[3 + ADDED.index("place_id")]) == (["Zvecan", "Svinjare", "old"], "zvecan")
    assert header[3 + ADDED.index("status")] == "status_resolved"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "towns.csv is empty. It needs a header line with the names of the columns."),
        (b"\n\n", "towns.csv is empty. It needs a header line with the names of the columns."),
        (b'place\n"Zvecan\n', "towns.csv, line 2: the quotation marks do not fit"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_a_sentence(twin_app, content, told):
    app = upload(twin_app(), "towns.csv", content)
    if not app.error:
        app = look_up(app)
    assert list(app.exception) == []
    assert [text.startswith(told) for text in said(app, "error")] == [True]
    assert list(app.main.download_button) == []


def test_a_picture_called_csv_breaks_nothing(twin_app):
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    app = upload(twin_app(), "picture.csv", content)
    if not app.error:
        app = look_up(app)
    assert list(app.exception) == []


def test_a_header_alone_gives_a_header_and_no_rows(twin_app):
    app = look_up(upload(twin_app(), "towns.csv", b"place,note\n"))
    assert said(app, "success") == ["0 rows: 0 resolved, 0 ambiguous, 0 unknown."]
    assert downloaded(app) == [["place", "note", *ADDED]]


def test_markup_in_a_table_is_text_in_its_sentences_and_in_its_rows(twin_app):
    content = f'"{HOSTILE}",place\n"{HOSTILE}","{HOSTILE}"\n'.encode()
    app = look_up(upload(twin_app(), f"{HOSTILE.replace('/', '')}.csv", content))
    assert [*app.exception, *app.error] == []
    harmless = [text.replace(plain(HOSTILE), "") for text in read_as_markdown(app)]
    assert [text for text in harmless if re.search(r"alert|smile|red\[", text)] == []
    assert [row[:2] for row in downloaded(app)] == [[HOSTILE, "place"], [HOSTILE, HOSTILE]]


def test_an_answer_goes_when_its_question_changes(twin_app):
    app = look_up(upload(twin_app(), "towns.csv", b"place,other\nZvecan,Svinjare\n"))
    assert len(app.main.download_button) == 1
    app = choose(app, "Column with the place names", "other")
    assert list(app.main.download_button) == []
    assert downloaded(look_up(app))[1][2 + ADDED.index("place_id")] == "svinjare"
    app.selectbox(key="names").select("sr-Cyrl").run()
    assert list(app.main.download_button) == []
    assert downloaded(look_up(app))[1][2 + ADDED.index("place_name")] == "Свињаре"


def test_a_column_of_hints_settles_rows_of_one_name(twin_gazetteer):
    content = b"place,in\nBanja,zvecan_municipality\nBanja,\n"
    hints = HintColumns(municipality="in")
    answered = batching.answer(content, "towns.csv", ("place", hints), twin_gazetteer, DEFAULT_POLICY)
    assert answered.tally.sentence() == "2 rows: 1 resolved, 1 ambiguous, 0 unknown"
    assert answered.open_rows[["Row", "As written", "Status"]].to_numpy().tolist() == [[2, "Banja", "ambiguous"]]
    with pytest.raises(InputError, match='There is no column "where"'):
        batching.answer(content, "towns.csv", ("where", HintColumns()), twin_gazetteer, DEFAULT_POLICY)
