"""The shipped facts: all of them are there, each can be traced, and none says more than its source."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date

import pytest

from gazetteer.resolve import Gazetteer
from geo.dates import widen
from geo.incidents import locate, places_of
from geo.schema import TABLES
from geo.stories.agreement import disagreements, glossary_disagreements
from geo.stories.citing import sentences_of
from geo.stories.story import ExerciseKind, stories_of
from geo.tables import DATA_FOLDER, read_dataset

DOCUMENTS = {"doc_000": 30, "doc_001": 26, "doc_002": 17, "doc_003": 15, "doc_004": 17}
TOLD = (("chapters", "text"), ("exercises", "prompt"), ("exercises", "answer"), ("glossary", "definition"))
TOTAL = "2004-03-17-total"
CLASH = "2023-05-29-zvecan"
BANJSKA = "2023-09-24-banjska"


@pytest.fixture(scope="module")
def shipped():
    return read_dataset()


@pytest.fixture(scope="module")
def located_incidents(shipped):
    return locate(shipped, Gazetteer(places_of(shipped), None))


def rows(table):
    with (DATA_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_id(table):
    return {row["id"]: row for row in rows(table)}


def figures_of(incident, measure, source=None):
    return [
        (row["source"], row["whom"], row["low"], row["best"], row["high"], row["as_of"])
        for row in rows("figures")
        if (row["incident"], row["measure"]) == (incident, measure) and source in (None, row["source"])
    ]


def upper(row):
    return int(row["high"] or row["best"] or row["low"])


def windows(row):
    return widen(row["event_date_start"])[0], widen(row["event_date_end"])[1]


# ------------------------------------------------------------------ the files


def test_the_shipped_data_has_no_rejected_row():
    assert [rejection.sentence() for rejection in read_dataset().rejections] == []


def test_how_many_rows_each_table_ships():
    coded = ("sources", "episodes", "incidents", "attestations", "figures", "movements", "relations")
    told = ("strength", "areas", "chapters", "exercises", "glossary", "statements")
    assert {name: len(rows(name)) for name in coded + told} == {
        "sources": 236, "episodes": 11, "incidents": 128, "attestations": 301, "figures": 240, "movements": 40,
        "relations": 127, "strength": 31, "areas": 115, "chapters": 65, "exercises": 26, "glossary": 30,
        "statements": 408,
    }  # fmt: skip


# ------------------------------------------------------------------ completeness


def test_every_document_is_coded_with_all_its_facts():
    counts = Counter(row["source"] for row in rows("statements") if row["id"].startswith("D"))
    assert dict(counts) == DOCUMENTS


def test_the_facts_of_a_document_are_numbered_without_a_gap():
    told = {row["id"] for row in rows("statements") if row["id"].startswith("D")}
    wanted = {f"D{source[-3:]}-{number:02d}" for source, facts in DOCUMENTS.items() for number in range(1, facts + 1)}
    assert told == wanted


@pytest.mark.parametrize(("letter", "digits", "facts"), [("F", 3, 89), ("K", 2, 29), ("A", 3, 92)])
def test_every_fact_of_the_sheets_can_be_traced(letter, digits, facts):
    told = {row["id"] for row in rows("statements")}
    assert {f"{letter}{number:0{digits}d}" for number in range(1, facts + 1)} - told == set()


def test_every_statement_points_to_a_row_that_exists():
    tables = {name: by_id(name) for name in ("incidents", "movements", "figures", "strength", "areas")}
    assert [row["id"] for row in rows("statements") if row["coded_row"] not in tables[row["coded_table"]]] == []


def test_the_source_of_a_statement_attests_the_row_it_was_coded_into():
    attested = {(row["incident"], row["source"]) for row in rows("attestations")}
    incident_of = {row["id"]: row["incident"] for row in rows("figures")}
    loose = []
    for row in rows("statements"):
        if row["coded_table"] in ("incidents", "movements", "figures"):
            incident = incident_of.get(row["coded_row"], row["coded_row"])
            if (incident, row["source"]) not in attested:
                loose.append(row["id"])
    assert loose == []


def test_every_incident_is_told_by_at_least_one_statement():
    incident_of = {row["id"]: row["incident"] for row in rows("figures")}
    told = {incident_of.get(row["coded_row"], row["coded_row"]) for row in rows("statements")}
    assert set(by_id("incidents")) - told == set()


# ------------------------------------------------------------------ provenance


def test_every_incident_has_at_least_one_source():
    assert set(by_id("incidents")) - {row["incident"] for row in rows("attestations")} == set()


def test_the_source_of_every_figure_attests_its_incident():
    attested = {(row["incident"], row["source"]) for row in rows("attestations")}
    assert [row["id"] for row in rows("figures") if (row["incident"], row["source"]) not in attested] == []


def test_no_source_is_listed_in_vain():
    used = {row["source"] for name in ("attestations", "strength", "areas", "statements") for row in rows(name)}
    texts = [row[column] for table, column in TOLD for row in rows(table)]
    used |= {cited for text in texts for sentence in sentences_of(text) for cited in sentence.cites} & set(
        by_id("sources")
    )
    assert set(by_id("sources")) == used


def test_a_figure_that_cannot_be_traced_to_a_page_says_so():
    loose = [row for row in rows("figures") if row["source"] == "fact_sheet" and "does not say" not in row["note"]]
    assert loose == []


def test_every_figure_has_a_number():
    assert [row["id"] for row in rows("figures") if not (row["low"] or row["best"] or row["high"])] == []


# ------------------------------------------------------------------ conflicting figures stay side by side


def test_the_running_toll_and_the_final_count_of_march_2004_are_both_there():
    told = {
        (row["as_of"], row["low"], row["best"], row["high"])
        for row in rows("figures")
        if row["incident"] == TOTAL and row["measure"] == "killed" and not row["part_of"]
    }
    assert told == {
        ("2004-03-18", "22", "", "23"),
        ("2004-03-19", "31", "31", "31"),
        ("2004-03-23", "28", "28", "28"),
        ("2004-03-25", "20", "20", "20"),
        ("2004-03-31", "19", "19", "19"),
        ("2004-04-30", "19", "19", "19"),
    }
    assert figures_of(TOTAL, "killed", "doc_000") == [
        ("doc_000", "Serbs and Albanians", "31", "31", "31", "2004-03-19")
    ]


def test_the_first_counts_of_march_2004_are_those_of_the_document():
    told = {
        row["measure"]: row["best"] for row in rows("figures") if (row["incident"], row["source"]) == (TOTAL, "doc_000")
    }
    assert told == {
        "killed": "31", "injured": "100", "houses_burned": "112", "religious_sites_burned": "16", "displaced": "1000",
    }  # fmt: skip


def test_two_documents_on_one_clash_are_one_incident_with_both_counts():
    assert figures_of(CLASH, "injured", "doc_001") == [
        ("doc_001", "KFOR soldiers", "30", "30", "30", "2023-05-31"),
        ("doc_001", "Serbs", "50", "50", "", "2023-05-31"),
    ]
    assert figures_of(CLASH, "injured", "doc_003") == [
        ("doc_003", "KFOR soldiers", "30", "30", "", "2023-05-30"),
        ("doc_003", "Italian soldiers", "11", "11", "11", "2023-05-30"),
        ("doc_003", "Hungarian soldiers", "19", "19", "19", "2023-05-30"),
        ("doc_003", "Hungarian soldiers, by firearms", "3", "3", "3", "2023-05-30"),
        ("doc_003", "civilians", "53", "53", "", "2023-05-30"),
    ]


def test_the_document_on_banjska_stays_beside_the_other_sources():
    told = {(source, whom, best) for source, whom, _, best, _, _ in figures_of(BANJSKA, "killed")}
    assert told == {
        ("ap_20230925", "police officers", "1"),
        ("ap_20230925", "attackers", "3"),
        ("doc_004", "police officers", "1"),
        ("doc_004", "attackers", "4"),
        ("fact_sheet", "people in all", "5"),
    }
    assert {(row[0], row[3]) for row in figures_of(BANJSKA, "arrested")} == {("doc_004", "5"), ("ap_20230925", "6")}


def test_sums_made_by_the_coder_of_a_sheet_are_not_figures():
    sums = {"2008-03-17-courthouse": 178, "2011-11-28-jagnjenica": 53, CLASH: 146, "2021-10-13-mitrovica": 16}
    told = {incident: {row[3] for row in figures_of(incident, "injured")} for incident in sums}
    assert [incident for incident, number in sums.items() if str(number) in told[incident]] == []


# ------------------------------------------------------------------ parts and totals


def test_a_part_of_a_figure_belongs_to_the_same_incident_measure_and_source():
    figures = by_id("figures")
    for row in figures.values():
        if row["part_of"]:
            whole = figures[row["part_of"]]
            assert [row[name] for name in ("incident", "measure", "source")] == [
                whole[name] for name in ("incident", "measure", "source")
            ], row["id"]
            assert upper(row) <= upper(whole), row["id"]


def test_no_part_of_a_movement_is_larger_than_its_total():
    movements = by_id("movements")
    for row in movements.values():
        if row["part_of"] and movements[row["part_of"]]["best"]:
            assert upper(row) <= upper(movements[row["part_of"]]), row["id"]


def test_the_parts_of_the_2000_are_marked_so_that_nobody_adds_them():
    movements = by_id("movements")
    parts = {name: row["best"] for name, row in movements.items() if row["part_of"] == "2004-03-19-nato-2000"}
    assert parts == {
        "2004-03-18-nato-1000": "1000", "2004-03-19-germany": "600", "2004-03-19-france": "400",
        "2004-03-19-denmark": "100", "2004-03-18-us-150": "150", "2004-03-18-italy-80": "80",
        "2004-03-19-bosnia-160": "160",
    }  # fmt: skip
    assert movements["2004-03-18-uk-750"]["part_of"] == "2004-03-18-nato-1000"
    assert movements["2004-03-19-uk-150"]["part_of"] == "2004-03-18-uk-750"
    assert sum(map(int, parts.values())) > int(movements["2004-03-19-nato-2000"]["best"])


def test_every_part_of_a_movement_is_also_a_relation():
    related = {(row["incident"], row["relation"], row["other"]) for row in rows("relations")}
    parts = {(row["id"], "part_of", row["part_of"]) for row in rows("movements") if row["part_of"]}
    assert parts - related == set()


# ------------------------------------------------------------------ movements


def test_movements_and_incidents_of_type_troop_movement_are_the_same_rows():
    incidents = {row["id"] for row in rows("incidents") if row["event_type"] == "troop_movement"}
    assert set(by_id("movements")) == incidents


def test_the_final_status_is_dated():
    undated = [row["id"] for row in rows("movements") if not row[f"{row['final_status']}_on"]]
    assert undated == []


def test_the_refused_request_moves_nobody():
    request = by_id("movements")["2022-12-serbia-request"]
    dates = {name: request[name] for name in request if name.endswith("_on") and request[name]}
    assert dates == {"requested_on": "2022-12", "refused_on": "2023-01-06"}
    assert (request["final_status"], request["high"], request["kfor"]) == ("refused", "1000", "false")


def test_announcement_arrival_and_replacement_of_the_same_soldiers_are_one_movement():
    turkiye = by_id("movements")["2023-06-03-turkiye"]
    assert [turkiye[f"{status}_on"] for status in ("announced", "arrived", "replaced")] == [
        "2023-06-03", "2023-06-04", "2023-09",
    ]  # fmt: skip
    assert turkiye["part_of"] == "2023-05-30-nato-700"


def test_forces_of_serbia_are_not_counted_as_kfor():
    assert {row["kfor"] for row in rows("movements") if row["countries"] == "Serbia"} == {"false"}


# ------------------------------------------------------------------ honest precision


def test_a_region_or_a_country_is_never_a_settlement():
    places = by_id("places")
    wrong = []
    for row in rows("incidents"):
        code = places[row["place"]]["feature_code"]
        if (row["place_precision"] in ("region", "country")) != (code in ("RGN", "PCLI")):
            wrong.append(row["id"])
        if (row["place_precision"] == "municipality") != (code == "ADM2"):
            wrong.append(row["id"])
    assert wrong == []


def test_the_village_that_is_not_named_is_not_a_settlement():
    village = by_id("incidents")["2004-03-19-village-burning"]
    assert (village["place"], village["place_precision"]) == ("kosovo", "country")


def test_crossings_and_the_bridge_are_near_and_have_a_radius():
    loose = [
        row["id"]
        for row in rows("incidents")
        if row["place"] in ("jarinje_crossing", "brnjak_crossing", "mitrovica_bridge")
        and not (row["place_precision"] == "near" and row["radius_m"])
    ]
    assert loose == []


def test_titles_are_short_and_carry_no_date():
    year = re.compile(r"\b(19|20)\d\d\b")
    assert [row["id"] for row in rows("incidents") if len(row["title"]) > 60 or year.search(row["title"])] == []


# ------------------------------------------------------------------ stories


def test_the_incidents_of_an_episode_lie_in_its_window():
    episodes = by_id("episodes")
    outside = []
    for row in rows("incidents"):
        if row["episode"]:
            first, last = windows(row)
            episode = episodes[row["episode"]]
            if first < date.fromisoformat(episode["start"]) or last > date.fromisoformat(episode["end"]):
                outside.append(row["id"])
    assert outside == []


def test_day_zero_lies_in_the_episode():
    assert [row["id"] for row in rows("episodes") if not row["start"] <= row["day_zero"] <= row["end"]] == []


def test_chapters_tell_of_incidents_of_their_episode_inside_their_window():
    incidents = by_id("incidents")
    wrong = []
    for chapter in rows("chapters"):
        start, end = date.fromisoformat(chapter["window_start"]), date.fromisoformat(chapter["window_end"])
        for name in chapter["incidents"].split():
            first, last = windows(incidents[name])
            if incidents[name]["episode"] != chapter["episode"] or first > end or last < start:
                wrong.append((chapter["id"], name))
    assert wrong == []


def test_the_chapters_of_an_episode_are_numbered_from_one():
    positions = {}
    for chapter in rows("chapters"):
        positions.setdefault(chapter["episode"], []).append(int(chapter["position"]))
    assert set(positions) == set(by_id("episodes"))
    assert [name for name, told in positions.items() if told != list(range(1, len(told) + 1))] == []


def test_a_chapter_that_tells_of_deaths_carries_a_content_note():
    incidents = by_id("incidents")
    unwarned = [
        chapter["id"]
        for chapter in rows("chapters")
        if chapter["content_note"] == "false"
        and any(incidents[name]["content_note"] == "true" for name in chapter["incidents"].split())
    ]
    assert unwarned == []


def test_every_story_has_four_to_eight_steps_of_two_or_three_sentences(shipped):
    stories = stories_of(shipped)
    assert {story.id for story in stories} == set(by_id("episodes"))
    assert {story.id: len(story.steps) for story in stories if not 4 <= len(story.steps) <= 8} == {}
    lengths = {step.id: len(sentences_of(step.text)) for story in stories for step in story.steps}
    assert {name: length for name, length in lengths.items() if length not in (2, 3)} == {}


def test_every_step_has_a_question_its_answer_and_notes():
    wanted = ("question", "answer", "notes")
    assert [(row["id"], name) for row in rows("chapters") for name in wanted if not row[name]] == []


def test_every_sentence_of_a_story_agrees_with_what_it_cites(shipped, located_incidents):
    found = [one.reason for story in stories_of(shipped) for one in disagreements(shipped, located_incidents, story)]
    assert found == []


def test_every_sentence_of_the_glossary_agrees_with_what_it_cites(shipped, located_incidents):
    assert [one.reason for one in glossary_disagreements(shipped, located_incidents)] == []
    assert rows("glossary") != []


def test_every_exercise_can_be_solved_and_rests_on_something(shipped):
    exercises = [exercise for story in stories_of(shipped) for exercise in story.exercises]
    assert {exercise.kind for exercise in exercises} == set(ExerciseKind)
    assert [one.id for one in exercises if not (one.answer and one.notes)] == []
    loose = [
        one.id
        for one in exercises
        if not one.incidents and not any(sentence.cites for sentence in sentences_of(f"{one.prompt} {one.answer}"))
    ]
    assert loose == []


def test_every_story_ends_with_an_exercise(shipped):
    assert [story.id for story in stories_of(shipped) if not story.exercises] == []


def test_an_incident_with_deaths_carries_a_content_note():
    deadly = {row["incident"] for row in rows("figures") if row["measure"] == "killed" and upper(row) > 0}
    incidents = by_id("incidents")
    assert [name for name in sorted(deadly) if incidents[name]["content_note"] != "true"] == []


# ------------------------------------------------------------------ what is told elsewhere but was not read


def test_no_incident_of_a_day_whose_source_was_not_read():
    unread = {
        "2012-06-19", "2014-06-22", "2018-01-16", "2018-03-26", "2019-05-28", "2021-09-20", "2022-12-08", "2023-01-23",
    }  # fmt: skip
    assert [row["id"] for row in rows("incidents") if row["event_date_start"] in unread] == []


def test_no_final_count_of_houses_and_churches_that_was_not_read():
    told = {row["best"] for row in rows("figures") if row["measure"] in ("houses_burned", "religious_sites_burned")}
    assert told & {"730", "36", "137"} == set()


def test_no_strength_of_years_without_a_readable_source():
    figures = rows("strength")
    assert [row["id"] for row in figures if "2014" <= row["date"] < "2021-10" or row["date"][:6] == "2003-1"] == []
    assert {row["best"] for row in figures} & {"4800", "5200"} == set()


def test_no_deaths_or_houses_at_places_where_they_were_not_read():
    silent = ("2004-03-17-mitrovica-bridge", "2004-03-17-gnjilane", "2004-03-17-obilic", "2004-03-17-vucitrn",
              "2004-03-17-slatina", "2022-11-05-resignations", "2023-01-07-beating",
              "2023-01-08-protests-announced")  # fmt: skip
    assert [row["id"] for row in rows("figures") if row["incident"] in silent] == []


def test_no_population_of_villages_without_a_readable_figure():
    silent = {"priluzje", "plemetina", "babin_most", "caglavica", "preoce", "pasjane", "donja_budriga", "bica"}
    assert [row["id"] for row in rows("areas") if row["place"] in silent and (row["low"] or row["best"])] == []


def test_no_number_for_movements_whose_size_was_not_read():
    silent = {"2023-09-bulgaria-greece", "2023-05-26-serbian-army", "2022-12-25-serbia-commander"}
    assert [row["id"] for row in rows("movements") if row["id"] in silent and (row["low"] or row["best"])] == []


def test_the_killing_without_a_known_day_has_only_its_year():
    killing = by_id("incidents")["1999-staro-gracko"]
    assert (killing["event_date_start"], killing["date_precision"]) == ("1999", "year")


def test_the_dead_and_the_arrested_are_not_named():
    names = ("Zymberi", "Bunjaku", "Pantić", "Milenković", "Radoičić", "Ivanović")
    told = " ".join(
        " ".join(row.values()) for name in TABLES for row in rows(name) if name not in ("places", "toponyms")
    )
    assert [name for name in names if name in told] == []


def test_rounded_strengths_and_pointers_are_not_plotted():
    assert {row["id"] for row in rows("strength") if row["plotted"] == "false"} == {"K17", "K21", "K27", "K29"}
