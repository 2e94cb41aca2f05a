"""A tiny data folder for tests: eight incidents that cover every precision of place and of date."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, TABLES

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
World = dict[str, list[Row]]
DEFAULTS = {"boolean": "false"}


def world() -> World:
    """Return the rows of every table; change them and pass them to `write_world`."""
    return {
        "sources": [
            source("agency", "Troops hurt in clash", "Agency One", published="2023-05-30", kind="agency"),
            source("paper", "Bridge closed", "Daily Two", published="2004-03-18", kind="news"),
            source("force", "Statement on reserves", "The Force", published="2023-05-31", kind="official"),
        ],
        "places": [
            place("kosovo", "Kosovo", "Kosova", "Kosovo", "Косово", "A/PCLI", 42.58, 20.9),
            place("northern_kosovo", "Northern Kosovo", "Kosova Veriore", "Severno Kosovo", "Северно Косово", "A/RGN",
                  42.98, 20.78, radius_m=25000),
            place("zvecan_municipality", "Municipality of Zvečan", "Komuna e Zveçanit", "Opština Zvečan",
                  "Општина Звечан", "A/ADM2", 42.91, 20.84, radius_m=8000),
            place("zvecan", "Zvečan", "Zveçan", "Zvečan", "Звечан", "P/PPLA2", 42.9075, 20.84028,
                  municipality="zvecan_municipality", geonameid=784044),
            place("svinjare", "Svinjare", "Frashër", "Svinjare", "Свињаре", "P/PPL", 42.86, 20.9),
            place("bridge", "Ibar bridge", "Ura e Ibrit", "Ibarski most", "Ибарски мост", "S/BDG", 42.8914, 20.8664),
            place("germany", "Germany", "Gjermania", "Nemačka", "Немачка", "A/PCLI", 52.52, 13.41, country="DE"),
        ],
        "toponyms": [
            {"place": "zvecan", "name": "Zvecan", "language": "en", "kind": "press"},
            {"place": "svinjare", "name": "Svinjarë", "language": "sq", "kind": "variant"},
        ],
        "episodes": [
            {"id": "march_2004", "title": "March 2004", "start": "2004-03-17", "end": "2004-03-19",
             "day_zero": "2004-03-17", "summary": "Two days of riots."},
            {"id": "may_2023", "title": "May 2023", "start": "2023-05-26", "end": "2023-06-30",
             "day_zero": "2023-05-29", "summary": "Mayors took office in the north."},
        ],
        "incidents": [
            incident("bridge_clash", "Crowds clash at the bridge", "2004-03-17", "2004-03-18", "days", "bridge",
                     "exact", "clash", "Violent demonstration", episode="march_2004", actor1="crowds",
                     actor1_kind="crowd", actor2="police", actor2_kind="international_police", content_note="true"),
            incident("houses_burned", "Houses burned in a village", "2004-03-18", "2004-03-19", "night", "svinjare",
                     "settlement", "riot_arson", "Looting/property destruction", episode="march_2004",
                     actor1="crowds", actor1_kind="crowd"),
            incident("reserve_2004", "Reserve battalion sent", "2004-03-19", "2004-03-19", "day", "kosovo", "country",
                     "troop_movement", "Other", episode="march_2004", actor1="soldiers", actor1_kind="peacekeepers"),
            incident("year_of_talks", "Talks held", "2011", "2011", "year", "kosovo", "country", "political",
                     "Agreement", actor1="governments", actor1_kind="government", confidence="low"),
            incident("searches", "Searches in the north", "2011-07", "2011-09", "season", "northern_kosovo", "region",
                     "security_operation", "Arrests", actor1="police", actor1_kind="kosovo_police"),
            incident("blast", "Device explodes near a town", "2012-05", "2012-05", "month", "zvecan", "near",
                     "explosion", "Remote explosive/landmine/IED", radius_m="2000"),
            incident("town_hall", "Clash at the town hall", "2023-05-29", "2023-05-29", "day", "zvecan", "exact",
                     "clash", "Violent demonstration", episode="may_2023", actor1="protesters",
                     actor1_kind="protesters", actor2="KFOR soldiers", actor2_kind="peacekeepers",
                     disagreement="The sources differ on the number of soldiers hurt."),
            incident("sit_in", "Sit-in through the week", "2023-06-05", "2023-06-09", "week", "zvecan_municipality",
                     "municipality", "protest", "Peaceful protest", episode="may_2023", actor1="protesters",
                     actor1_kind="protesters"),
        ],
        "attestations": [
            {"incident": "town_hall", "source": "agency", "says": "The soldiers were lightly hurt."},
            {"incident": "town_hall", "source": "force", "says": ""},
            {"incident": "bridge_clash", "source": "paper", "says": ""},
            {"incident": "reserve_2004", "source": "paper", "says": ""},
            {"incident": "sit_in", "source": "agency", "says": ""},
        ],
        "figures": [
            figure("f1", "town_hall", "agency", "injured", "soldiers", as_of="2023-05-29", low="50", open_upper="true"),
            figure("f2", "town_hall", "force", "injured", "soldiers", as_of="2023-05-31", best="30"),
            figure("f3", "town_hall", "force", "injured", "Italian soldiers", as_of="2023-05-31", best="11",
                   part_of="f2"),
            figure("f4", "town_hall", "force", "injured", "Hungarian soldiers", as_of="2023-05-31", best="19",
                   part_of="f2"),
            figure("f5", "bridge_clash", "paper", "killed", "persons", as_of="2004-03-18", low="22", high="23"),
            figure("f6", "houses_burned", "paper", "houses_burned", "houses", said="dozens"),
        ],
        "movements": [
            {"id": "reserve_2004", "contingent": "reserve battalion", "countries": "Germany", "origin": "germany",
             "best": "600", "requested_on": "2004-03-17", "announced_on": "2004-03-18", "authorised_on": "",
             "arrived_on": "2004-03-20", "withdrawn_on": "2004-05", "final_status": "withdrawn", "kfor": "true"},
        ],
        "relations": [
            {"incident": "reserve_2004", "relation": "answers", "other": "bridge_clash"},
            {"incident": "sit_in", "relation": "follows", "other": "town_hall"},
        ],
        "strength": [
            {"id": "k1", "date": "2004-03", "date_precision": "month", "best": "17500", "said": "about 17,500",
             "plotted": "true", "source": "paper"},
            {"id": "k2", "date": "2023-05-30", "date_precision": "day", "best": "3800", "said": "3,800",
             "plotted": "true", "source": "force"},
            {"id": "k3", "date": "2023", "date_precision": "year", "low": "4000", "open_upper": "true",
             "said": "more than 4,000", "plotted": "false", "source": "agency"},
        ],
        "areas": [
            {"id": "a1", "area": "north", "place": "zvecan_municipality", "kind": "northern_municipality",
             "statement_kind": "population", "as_of": "2013", "best": "16000",
             "statement": "Most inhabitants are Serbs.",
             "confidence": "medium", "source": "force"},
        ],
        "chapters": [
            chapter("c0", "march_2004", "1", "The bridge", "2004-03-17", "2004-03-18",
                    text="On 17 and 18 March crowds clashed at a bridge. [bridge_clash] A paper told of 22 or 23 "
                         "people killed. [f5]",
                    incidents="bridge_clash", content_note="true"),
            chapter("c1", "may_2023", "1", "The town hall", "2023-05-26", "2023-05-31",
                    text="Soldiers and protesters fought on 29 May. [town_hall] Two days later the force counted 30 "
                         "soldiers hurt, 11 of them Italian and 19 Hungarian. [f2 f3 f4]",
                    incidents="town_hall sit_in", question="Why do the numbers differ?",
                    answer="They were counted on other days.", notes="Point at the two figures."),
            chapter("c2", "may_2023", "2", "A week of sitting", "2023-06-05", "2023-06-09", mode="cumulative",
                    text="From 5 to 9 June people sat in the street. [sit_in] It stayed calm. [agency]",
                    incidents="sit_in", layers="incidents areas", zoom="12.5"),
        ],
        "exercises": [
            exercise("x1", "1", "evening", "That evening", day="2023-05-30", incidents="town_hall",
                     prompt="What would the map have shown on the evening of 30 May 2023?",
                     answer="More than 50 soldiers hurt. [f1] The 30 were told on the next day. [f2]"),
            exercise("x2", "2", "sources", "Side by side", incidents="town_hall",
                     prompt="Two sources tell of the clash. [town_hall] What does each of them leave out?"),
            exercise("x3", "3", "place", "Where was it?", incidents="sit_in", prompt="Point at the place."),
            exercise("x4", "4", "day_zero", "Two beginnings", other_episode="march_2004",
                     prompt="What came sooner after day 0?",
                     answer="In 2004 soldiers were sent on day 2. [reserve_2004]"),
        ],
        "glossary": [
            {"id": "force", "term": "the Force", "definition": "The soldiers whose statements are cited here. [force]",
             "see": "reserve"},
            {"id": "reserve", "term": "reserve", "definition": "Soldiers who wait at home. [force paper]", "see": ""},
        ],
        "statements": [
            {"id": "t1", "source": "agency", "statement": "More than 50 soldiers were hurt.", "kind": "figure",
             "dated": "2023-05-29", "coded_table": "figures", "coded_row": "f1"},
        ],
        "changes": [
            {"id": "v1", "date": "2024-01-01", "version": "1.0", "table": "incidents", "row": "*",
             "what": "First version.", "why": "Start."},
        ],
    }  # fmt: skip


def source(identifier: str, title: str, publisher: str, **cells: str) -> Row:
    """Return a row of `sources`."""
    row = {"published_basis": "printed", "language": "en", "kind": "news", "url": f"https://example.org/{identifier}"}
    return {"id": identifier, "title": title, "publisher": publisher} | row | cells


def place(identifier: str, *names_and_point: Any, **cells: Any) -> Row:
    """Return a row of `places`: four names, class/code, latitude, longitude."""
    *names, feature, latitude, longitude = names_and_point
    feature_class, _, feature_code = feature.partition("/")
    row = dict(zip(("name_en", "name_sq", "name_sr_latn", "name_sr_cyrl"), names, strict=True))
    row |= {"feature_class": feature_class, "feature_code": feature_code, "country": "XK"}
    row |= {"latitude": latitude, "longitude": longitude, "coordinate_source": "made up for the test"}
    return {"id": identifier} | row | cells


def incident(identifier: str, title: str, start: str, end: str, *coding: str, **cells: str) -> Row:
    """Return a row of `incidents`: date precision, place, place precision, event type, sub-type."""
    date_precision, place_id, place_precision, event_type, sub_event_type = coding
    date_prec, time_precision = DATE_CROSSWALK[date_precision]
    where_prec, geo_precision = PLACE_CROSSWALK[place_precision]
    row = {
        "id": identifier, "title": title, "event_date_start": start, "event_date_end": end,
        "date_precision": date_precision, "date_prec": date_prec, "time_precision": time_precision,
        "place": place_id, "place_precision": place_precision, "where_prec": where_prec,
        "geo_precision": geo_precision, "event_type": event_type, "sub_event_type": sub_event_type,
        "summary": f"{title}, as the sources report.", "confidence": "high",
    }  # fmt: skip
    return row | cells


def figure(identifier: str, incident_id: str, source_id: str, measure: str, whom: str, **cells: str) -> Row:
    """Return a row of `figures`."""
    row = {"incident": incident_id, "source": source_id, "measure": measure, "whom": whom}
    return {"id": identifier} | row | cells


def chapter(identifier: str, episode: str, position: str, *title_and_window: str, **cells: str) -> Row:
    """Return a row of `chapters`: title, first and last day of the window."""
    row = dict(zip(("title", "window_start", "window_end"), title_and_window, strict=True))
    row |= {"episode": episode, "position": position, "latitude": "42.9", "longitude": "20.84", "zoom": "11"}
    return {"id": identifier} | row | cells


def exercise(identifier: str, position: str, kind: str, title: str, **cells: str) -> Row:
    """Return a row of `exercises` of the episode of May 2023."""
    row = {"episode": "may_2023", "position": position, "kind": kind, "title": title}
    return {"id": identifier} | row | cells


def write_world(folder: Path, tables: World | None = None) -> Path:
    """Write the tables as CSV files with the columns of the schema; a boolean not given is false."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (world() if tables is None else tables).items():
        columns = TABLES[name].columns
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in columns], lineterminator="\n")
            writer.writeheader()
            for row in rows:
                defaults = {column.name: DEFAULTS.get(column.type, "") for column in columns}
                writer.writerow(defaults | row)
    return folder
