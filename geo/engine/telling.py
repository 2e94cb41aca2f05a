"""What a reader is told of a single row of the flat table: the card on the map, a line of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.dates import say_date
from geo.figures import say_number
from geo.incident_table import ORIGINAL
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, PlacePrecision
from geo.style import DATE_WORDS, MEASURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from geo.engine.answers import Tally

ENDS = ("low", "best", "high")
MEASURES = ("killed", "injured")


def cards(rows: pa.Table, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what the map tells of each row, in their order.

    Parameters
    ----------
    rows
        Rows as `geo.engine.answers.Tally.rows_of` returns them.
    titles
        What each data set is called, by id.
    """
    return [_card(row, titles[row["dataset"]]) for row in rows.to_pylist()]


def row_named(tally: Tally, name: str) -> dict[str, Any] | None:
    """Return the row that a card of the map names, as plain values; None if there is none (any more)."""
    dataset, _, identifier = name.partition(".")
    flat = tally.engine.wide.get(dataset)
    if flat is None or not identifier:
        return None
    found = tally.engine.stream(flat.filter(flat.id == identifier).select("row").limit(1)).read_all()
    rows = tally.rows_of([(dataset, row) for row in found["row"].to_pylist()]).to_pylist()
    return rows[0] if rows else None


def name_of(row: Mapping[str, Any]) -> str:
    """Name a row as its card on the map does: the data set and the id in it."""
    return f"{row['dataset']}.{row['id']}"


def as_written(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a row as the file wrote them, by the names that its columns have there."""
    cells = {name.removeprefix(ORIGINAL): row[name] for name in row if name.startswith(ORIGINAL)}
    return {name: str(cell) for name, cell in cells.items() if cell is not None}


def say_days(row: Mapping[str, Any]) -> str:
    """Say the date of a row as far as it is known."""
    return say_date(row["first_day"].isoformat(), row["last_day"].isoformat(), row["date_precision"])


def say_place(row: Mapping[str, Any]) -> str:
    """Say the place of a row as it is written."""
    return ", ".join(part for part in (row["place_as_written"], row["country"]) if part)


def say_figure(row: Mapping[str, Any], measure: str) -> str:
    """Say how many a row gives, "" if it gives no number."""
    return say_number(*(row[f"{measure}_{end}"] for end in ENDS))


def say_scales(row: Mapping[str, Any]) -> str:
    """Say how well place and date are known on the scales that others publish."""
    where, when = PLACE_CROSSWALK[row["place_precision"]], DATE_CROSSWALK[row["date_precision"]]
    return (
        f"UCDP where {row['where_prec'] or where[0]}, date {row['date_prec'] or when[0]} · "
        f"ACLED place {row['geo_precision'] or where[1]}, time {row['time_precision'] or when[1]}"
    )


def _card(row: Mapping[str, Any], title: str) -> dict[str, Any]:
    numbers = {measure: say_figure(row, measure) for measure in MEASURES}
    near = row["place_precision"] == PlacePrecision.NEAR
    return {
        "id": name_of(row),
        "title": row["title"],
        "date": say_days(row),
        "dateKnown": DATE_WORDS[row["date_precision"]],
        "place_name": say_place(row),
        "radius_m": row["radius_m"] or 0 if near else 0,
        "actors": [actor for actor in (row["actor1"], row["actor2"]) if actor],
        "summary": row["summary"],
        "scales": say_scales(row),
        "sources": [{"title": row["source"] or title, "publisher": title, "published": "", "url": row["url"]}],
        "figures": [
            {"measure": MEASURE_WORDS.get(measure, measure), "whom": "people", "number": number, "asOf": "",
             "source": 0, "publisher": title, "part": False, "claimed": "", "note": ""}
            for measure, number in numbers.items()
            if number
        ],
    }  # fmt: skip
