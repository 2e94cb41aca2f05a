"""What a reader is told of a single row of the flat table: the card on the map, a line of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.dates import say_date
from geo.figures import say_number
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, PlacePrecision
from geo.style import DATE_WORDS, MEASURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

ENDS = ("low", "best", "high")
MEASURES = ("killed", "injured")


def cards(rows: pa.Table, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what the map tells of each row, in their order.

    Parameters
    ----------
    rows
        Rows as `geo.store.answers.Tally.rows_of` returns them.
    titles
        What each data set is called, by id.
    """
    return [_card(row, titles[row["dataset"]]) for row in rows.to_pylist()]


def say_days(row: Mapping[str, Any]) -> str:
    """Say the date of a row as far as it is known."""
    return say_date(row["first_day"].isoformat(), row["last_day"].isoformat(), row["date_precision"])


def say_figure(row: Mapping[str, Any], measure: str) -> str:
    """Say how many a row gives, "" if it gives no number."""
    return say_number(*(row[f"{measure}_{end}"] for end in ENDS))


def _card(row: Mapping[str, Any], title: str) -> dict[str, Any]:
    where, when = PLACE_CROSSWALK[row["place_precision"]], DATE_CROSSWALK[row["date_precision"]]
    numbers = {measure: say_figure(row, measure) for measure in MEASURES}
    near = row["place_precision"] == PlacePrecision.NEAR
    return {
        "id": f"{row['dataset']}.{row['id']}",
        "title": row["title"],
        "date": say_days(row),
        "dateKnown": DATE_WORDS[row["date_precision"]],
        "place_name": ", ".join(part for part in (row["place_as_written"], row["country"]) if part),
        "radius_m": row["radius_m"] or 0 if near else 0,
        "actors": [actor for actor in (row["actor1"], row["actor2"]) if actor],
        "summary": row["summary"],
        "scales": f"UCDP where {row['where_prec'] or where[0]}, date {row['date_prec'] or when[0]} · "
        f"ACLED place {row['geo_precision'] or where[1]}, time {row['time_precision'] or when[1]}",
        "sources": [{"title": row["source"] or title, "publisher": title, "published": "", "url": row["url"]}],
        "figures": [
            {"measure": MEASURE_WORDS.get(measure, measure), "whom": "people", "number": number, "asOf": "",
             "source": 0, "publisher": title, "part": False, "claimed": "", "note": ""}
            for measure, number in numbers.items()
            if number
        ],
    }  # fmt: skip
