"""The numbered list of the sources of a set of incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.dates import say_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.tables import Dataset

COLUMNS = ("number", "source", "title", "publisher", "author", "published", "kind", "language", "url", "text")


def numbered_sources(dataset: Dataset, incidents: pd.DataFrame, ids: Iterable[str] | None = None) -> pd.DataFrame:
    """List and number the sources of incidents in the order in which a reader meets them.

    Parameters
    ----------
    dataset
        The dataset.
    incidents
        Table as `geo.incidents.locate` returns it.
    ids
        The incidents to cite, for example `Shown.ids`; all by default.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`: `number` from 1, `source` (id), what is known of the source, and `text`, the citation.
    """
    chosen = incidents if ids is None else incidents.loc[list(ids)]
    met = dict.fromkeys(source for sources in chosen["sources"] for source in sources)
    rows = dataset.tables["sources"].set_index("id").to_dict("index")
    listed = [
        {"number": number, "source": source, "text": cite(rows[source])}
        | {column: rows[source][column] for column in COLUMNS[2:-1]}
        for number, source in enumerate(met, 1)
    ]
    return pd.DataFrame(listed, columns=list(COLUMNS))


def cite(source: Mapping[Any, Any]) -> str:
    """Write one citation: author, title, publisher, date, address, day of access.

    Parameters
    ----------
    source
        A row of the table `sources`.
    """
    basis = str(source["published_basis"])
    day = str(source["published"])
    said = say_date(day, day) if day else "undated"
    if day and basis != "printed":
        said = f"{said} ({basis})"
    title = str(source["title"])
    parts = [str(source["author"]), title if title.startswith("[") else f'"{title}"', str(source["publisher"]), said]
    parts.append(str(source["url"]))
    text = ", ".join(part for part in parts if part)
    accessed = str(source["accessed"])
    return f"{text} (accessed {say_date(accessed, accessed)})." if accessed else f"{text}."
