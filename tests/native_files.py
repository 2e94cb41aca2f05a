"""Rows in the layouts of ACLED, UCDP GED and GDELT, made up, with the quirks that real exports have."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from geo.formats.reading.gdelt import gdelt_columns
from geo.formats.reading.importing import read_incidents
from geo.formats.reading.model import Batch, Choices
from geo.formats.reading.recognising import look

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gazetteer.resolve import Gazetteer
    from geo.formats.reading.model import Converted, Look, Outcome

Row = dict[str, str]

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
#: the export of 2019 to 2022: an id of its own, numeric codes for actors, ISO 3 letters
ACLED_2020_COLUMNS = (
    "data_id", "iso", "event_id_cnty", "event_id_no_cnty", "event_date", "year", "time_precision", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "timestamp", "iso3",
)  # fmt: skip
#: versions 5 to 8 (2014 to 2017): upper case, no sub-types
ACLED_OLD_COLUMNS = (
    "GWNO", "EVENT_ID_CNTY", "EVENT_ID_NO_CNTY", "EVENT_DATE", "YEAR", "TIME_PRECISION", "EVENT_TYPE", "ACTOR1",
    "ALLY_ACTOR_1", "INTER1", "ACTOR2", "ALLY_ACTOR_2", "INTER2", "INTERACTION", "COUNTRY", "ADMIN1", "ADMIN2",
    "ADMIN3", "LOCATION", "LATITUDE", "LONGITUDE", "GEO_PRECISION", "SOURCE", "NOTES", "FATALITIES",
)  # fmt: skip
UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
#: version 5.0 (2016)
UCDP_OLD_COLUMNS = (
    "id", "year", "active_year", "type_of_violence", "conflict_id", "conflict_name", "dyad_id", "dyad_name",
    "side_a_id", "gwnoa", "side_a", "side_b_id", "gwnob", "side_b", "number_of_sources", "source_article",
    "source_office", "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "adm_1",
    "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best_est",
    "high_est", "low_est",
)  # fmt: skip


def acled(**cells: str) -> Row:
    """Return a row of ACLED's export of today."""
    row = {
        "event_id_cnty": "KOS1204", "event_date": "2004-03-17", "year": "2004", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Riots", "sub_event_type": "Mob violence",
        "actor1": "Rioters (Kosovo)", "inter1": "Rioters", "actor2": "KFOR: Kosovo Force",
        "inter2": "External/Other forces", "interaction": "Rioters-External/Other forces", "iso": "0",
        "region": "Europe", "country": "Kosovo", "admin1": "Mitrovica", "admin2": "Mitrovica", "location": "Mitrovica",
        "latitude": "42.8906", "longitude": "20.8660", "geo_precision": "1", "source": "Koha Ditore; Reuters",
        "source_scale": "National-International", "notes": 'A crowd gathered.\nPolice spoke of "several hundred".',
        "fatalities": "8", "tags": "crowd size=several hundred", "timestamp": "1700000000",
    }  # fmt: skip
    return row | cells


def old_acled(**cells: str) -> Row:
    """Return a row of ACLED's versions 5 to 8."""
    row = {
        "GWNO": "347", "EVENT_ID_CNTY": "14KOS", "EVENT_ID_NO_CNTY": "14", "EVENT_DATE": "17/03/2004", "YEAR": "2004",
        "TIME_PRECISION": "1", "EVENT_TYPE": "Riots/Protests", "ACTOR1": "Rioters (Kosovo)", "INTER1": "5",
        "ACTOR2": "Police Forces of Kosovo", "INTER2": "1", "INTERACTION": "15", "COUNTRY": "Kosovo",
        "ADMIN1": "Mitrovica", "ADMIN2": "Zvecan", "LOCATION": "Zvečan", "LATITUDE": "42.9075",
        "LONGITUDE": "20.84028", "GEO_PRECISION": "2", "SOURCE": "AFP", "NOTES": "Stones were thrown.",
        "FATALITIES": "0",
    }  # fmt: skip
    return row | cells


def ucdp(**cells: str) -> Row:
    """Return a row of UCDP GED."""
    row = {
        "id": "244657", "relid": "AFG-2004-1-411-12", "year": "2004", "active_year": "1", "code_status": "Clear",
        "type_of_violence": "1", "conflict_name": "Yugoslavia (Serbia): Kosovo", "dyad_name": "Government - UCK",
        "side_a": "Government of Serbia (Yugoslavia)", "side_b": "UCK", "number_of_sources": "2",
        "source_article": '"Reuters News,1999-01-16,Bodies found";\n"BBC Monitoring,1999-01-17,""Račak"" visited"',
        "source_office": "Reuters News;BBC Monitoring Europe", "source_date": "1999-01-16;1999-01-17",
        "source_headline": 'Bodies found;"Račak" visited', "source_original": "OSCE mission", "where_prec": "1",
        "where_coordinates": "Račak village", "where_description": "Račak, near Štimlje", "adm_1": "Uroševac",
        "adm_2": "Štimlje", "latitude": "42.4300", "longitude": "21.0164", "geom_wkt": "POINT (21.0164 42.43)",
        "priogrid_gid": "190843", "country": "Serbia (Yugoslavia)", "country_id": "345", "region": "Europe",
        "event_clarity": "1", "date_prec": "1", "date_start": "1999-01-15 00:00:00.000",
        "date_end": "1999-01-15 00:00:00.000", "deaths_a": "0", "deaths_b": "4", "deaths_civilians": "41",
        "deaths_unknown": "0", "best": "45", "high": "46", "low": "40", "gwnoa": "345",
    }  # fmt: skip
    return row | cells


def old_ucdp(**cells: str) -> Row:
    """Return a row of UCDP GED 5.0."""
    row = ucdp() | {f"{end}_est": number for end, number in (("best", "45"), ("high", "46"), ("low", "40"))}
    return {name: row.get(name, "") for name in UCDP_OLD_COLUMNS} | cells


def gdelt(**cells: str) -> Row:
    """Return a row of GDELT; its columns are those of `gdelt_columns`."""
    row = {
        "GLOBALEVENTID": "410412347", "SQLDATE": "20040317", "MonthYear": "200403", "Year": "2004",
        "FractionDate": "2004.2110", "Actor1Code": "SRB", "Actor1Name": "SERB", "Actor1CountryCode": "SRB",
        "Actor2Code": "KSVCOP", "Actor2Name": "POLICE", "Actor2Type1Code": "COP", "IsRootEvent": "1",
        "EventCode": "193", "EventBaseCode": "193", "EventRootCode": "19", "QuadClass": "4", "GoldsteinScale": "-10",
        "NumMentions": "6", "NumSources": "1", "NumArticles": "6", "AvgTone": "-5.7", "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Kosovska Mitrovica, Kosovo (general), Kosovo", "ActionGeo_CountryCode": "KV",
        "ActionGeo_ADM1Code": "KV00", "ActionGeo_Lat": "42.8833", "ActionGeo_Long": "20.8667",
        "ActionGeo_FeatureID": "-91735", "DATEADDED": "20150219", "SOURCEURL": "https://www.example.org/news/1?a=b:c",
    }  # fmt: skip
    return row | cells


def cells_of(columns: Sequence[str], rows: Iterable[Row]) -> list[list[str]]:
    """Return rows as lists of cells; a column that a row does not give is empty."""
    return [[row.get(column, "") for column in columns] for row in rows]


def batch_of(columns: Sequence[str], rows: Sequence[Row]) -> Batch:
    """Return rows as a reader of files hands them on."""
    written = cells_of(columns, rows)
    arrays = [pa.array([cells[at] for cells in written], pa.string()) for at in range(len(columns))]
    numbers = np.arange(1, len(rows) + 1, dtype=np.int64)
    return Batch(
        pa.RecordBatch.from_arrays(arrays, names=[f"c{at}" for at in range(len(columns))]), numbers, numbers + 1
    )


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Row], delimiter: str = ",") -> Path:
    """Write rows as the projects do: comma or semicolon with a header line; GDELT with tabs, unquoted and without."""
    with path.open("w", encoding="utf-8", newline="") as target:
        if delimiter == "\t":
            target.writelines("\t".join(cells) + "\n" for cells in cells_of(columns, rows))
            return path
        writer = csv.writer(target, delimiter=delimiter)
        writer.writerow(columns)
        writer.writerows(cells_of(columns, rows))
    return path


def gdelt_batch(count: int, rows: Sequence[Row]) -> Batch:
    """Return rows of GDELT with 57, 58 or 61 columns."""
    return batch_of(gdelt_columns(count), rows)


def meant(converted: Converted, *names: str) -> list[tuple[object, ...]]:
    """Return some columns row by row."""
    return list(zip(*(converted.columns[name].to_pylist() for name in names), strict=True))


def wrong(converted: Converted) -> list[tuple[int, str, str]]:
    """Return position, column and value of each fault, in order."""
    return sorted((fault.position, fault.column, fault.value) for fault in converted.faults)


def taken(path: Path, folder: Path, gazetteer: Gazetteer) -> tuple[Look, Outcome, list[dict[str, object]]]:
    """Read a file as an owner would who decides nothing; return what it was taken for, and the accepted rows."""
    folder.mkdir()
    found = look(path, path.name, Choices())
    outcome = read_incidents(path, found, Choices(), gazetteer, folder, lambda _done, _words: None, date(2026, 11, 22))
    return found, outcome, parquet.read_table(outcome.incidents).to_pylist()
