"""What stands behind the shown rows and some forms need beside them: sources in full, coordinates, what was asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazetteer.resolve import Gazetteer
    from geo.formats.export import Export
    from geo.tables import Dataset
    from geo.views import View as Wanted


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind the rows of an export.

    `cited` holds the rows of the table `sources` in the order in which the export numbers them, `coordinates` latitude
    and longitude (degrees, WGS 84) of every place by its id, whatever is known of it, `query` what was asked for.
    """

    cited: tuple[Mapping[str, Any], ...]
    coordinates: Mapping[str, tuple[float, float]]
    query: Mapping[str, Any]


def backing(dataset: Dataset, gazetteer: Gazetteer, export: Export, wanted: Wanted, link: str = "") -> Backing:
    """Gather what stands behind an export.

    Parameters
    ----------
    dataset, gazetteer
        What the export was made of.
    export
        The rows.
    wanted
        The view whose filters chose the rows.
    link
        The link of the view, if there is one.
    """
    known = dataset.tables["sources"].set_index("id", drop=False).to_dict("index")
    cited = tuple({str(name): cell for name, cell in known[source["source"]].items()} for source in export.sources)
    places = {row["place"]: gazetteer.place(row["place"]) for row in export.rows}
    coordinates = {name: (place.latitude, place.longitude) for name, place in places.items()}
    filters = {
        name: list(asked) if isinstance(asked, tuple) else asked for name, asked in asdict(wanted.filters).items()
    }
    query = {
        "in_words": export.about["Filters"],
        "window": None if wanted.window is None else [_day(day) for day in wanted.window],
        "filters": filters,
        "names": wanted.policy.value,
        "data_version": export.about["Data version"],
        "rows": len(export.rows),
        "link": link,
    }
    return Backing(cited, coordinates, query)


def _day(day: date) -> str | None:
    """Return a day as ISO text; a window that begins with the calendar has no beginning."""
    return None if day == date.min else day.isoformat()
