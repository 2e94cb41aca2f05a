"""What a form cannot hold of exactly these rows, in sentences; none where it holds all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.tables.quoting import quote
from geo.csvfile import MAX_CHARACTERS
from geo.formats.forms import FORMS, Form, say_count
from geo.formats.geojson import DIGITS
from geo.formats.profiles import killed_by_incident
from geo.formats.signs import NUMBERED_SIGN, UNFIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from geo.formats.export import Export

#: columns of the export that a profile has no column for -> what they are called
_NOWHERE_IN_ACLED = {
    "episode": "the episode",
    "title": "the title",
    "place_as_written": "the place as written",
    "radius_m": "the radius",
    "actor1_kind": "the kinds of the actors",
    "movement": "the troop movement",
    "property_damage": "the damage to property",
    "disagreement": "where the sources disagree",
    "confidence": "the confidence",
}
_NOWHERE_IN_UCDP = {name: words for name, words in _NOWHERE_IN_ACLED.items() if name != "place_as_written"} | {
    "event_type": "the event type",
    "sub_event_type": "the sub-type",
    "summary": "the summary",
}


def losses(form: str, export: Export) -> tuple[str, ...]:
    """Say what a form cannot hold of these rows.

    Parameters
    ----------
    form
        A word of `geo.formats.forms.Form`.
    export
        The rows with their figures and sources.

    Returns
    -------
    tuple of str
        One sentence for each loss, each beginning with the name of the form; empty if nothing is lost.
    """
    wanted = Form(form)
    return tuple(f"{FORMS[wanted].label}: {said}" for said in _SAY[wanted](export))


def texts_of(export: Export) -> Iterator[str]:
    """Yield every text of the rows, figures, sources and of what is told about them."""
    for rows in (export.rows, export.figures, export.sources, (export.about,)):
        for row in rows:
            yield from (value for value in row.values() if isinstance(value, str))


def of_texts(texts: Iterable[str], *, sheet: bool = False) -> Iterator[str]:
    """Say what happens to texts with signs that a form cannot hold, and in a sheet to what does not fit a cell."""
    unfit = cut = returned = numbered = 0
    for text in texts:
        unfit += UNFIT.search(text) is not None
        cut += sheet and len(text) > MAX_CHARACTERS
        returned += sheet and "\r" in text
        numbered += sheet and NUMBERED_SIGN.search(text) is not None
    yield from say_texts(unfit, cut, returned, numbered)


def say_texts(unfit: int, cut: int = 0, returned: int = 0, numbered: int = 0) -> Iterator[str]:
    """Say how many texts have unfit signs, are cut, have carriage returns, have what Excel takes for a sign."""
    if unfit:
        yield f"{say_count(unfit, 'text has', 'texts have')} control signs, which are replaced."
    if cut:
        yield f"{say_count(cut, 'text is', 'texts are')} longer than {MAX_CHARACTERS:,} characters and cut."
    if returned:
        said = say_count(returned, "text has", "texts have")
        yield f"{said} carriage returns, which some programs read as line breaks."
    if numbered:
        said = say_count(numbered, "text has", "texts have")
        yield f"{said} a sequence like _x0041_, which Excel reads as one sign."


def say_nowhere(counted: Mapping[str, int], what: tuple[str, str]) -> Iterator[str]:
    """Say in one sentence what has no column, and of how many rows; `what` is one row and several."""
    told = [f"{words} ({say_count(count, *what)})" for words, count in counted.items() if count]
    if told:
        yield f"there is no column for {', '.join(told)}."


def _tables_in_words(export: Export) -> Iterator[str]:
    """Say that figures and sources stand in the rows only."""
    told = [
        say_count(len(rows), one, several)
        for rows, one, several in ((export.figures, "figure", "figures"), (export.sources, "source", "sources"))
        if rows
    ]
    if told:
        yield f"{' and '.join(told)} stand in the rows in words, not as tables of their own."


def _figures_in_words(export: Export) -> Iterator[str]:
    if export.figures:
        said = say_count(len(export.figures), "figure stands", "figures stand")
        yield f"{said} in the rows in words, not as a table."


def _rounding(export: Export) -> Iterator[str]:
    rounded = sum(
        row["latitude"] is not None and any(row[name] != round(row[name], DIGITS) for name in ("latitude", "longitude"))
        for row in export.rows
    )
    if rounded:
        yield f"{say_count(rounded, 'point is', 'points are')} rounded to {DIGITS} digits of a degree, a decimetre."


def _csv(export: Export) -> Iterator[str]:
    yield from _tables_in_words(export)


def _sheet(export: Export) -> Iterator[str]:
    yield from of_texts((quote(text) for text in texts_of(export)), sheet=True)


def _geojson(export: Export) -> Iterator[str]:
    yield from _figures_in_words(export)
    yield from _rounding(export)


def _geopackage(export: Export) -> Iterator[str]:
    yield from of_texts(texts_of(export))


def _flatgeobuf(export: Export) -> Iterator[str]:
    yield from say_missing(sum(row["latitude"] is None for row in export.rows))
    yield from _tables_in_words(export)
    with_point = (row for row in export.rows if row["latitude"] is not None)
    yield from of_texts(value for row in with_point for value in row.values() if isinstance(value, str))


def say_missing(count: int) -> Iterator[str]:
    """Say how many rows are not in a file that holds points only."""
    if count:
        yield f"{say_count(count, 'row has no point and is', 'rows have no point and are')} not in the file."


def _kml(export: Export) -> Iterator[str]:
    yield from _tables_in_words(export)
    yield from of_texts(value for row in export.rows for value in row.values() if isinstance(value, str))


def _acled(export: Export) -> Iterator[str]:
    spans = sum(row["first_day"] != row["last_day"] for row in export.rows)
    if spans:
        yield f"of {say_count(spans, 'incident', 'incidents')} that may span several days the first one is given."
    yield from _profile(export, _NOWHERE_IN_ACLED)
    if export.sources:
        yield f"of {say_count(len(export.sources), 'source', 'sources')} only the publisher is given."


def _ucdp(export: Export) -> Iterator[str]:
    yield from _profile(export, _NOWHERE_IN_UCDP)
    if export.sources:
        said = say_count(len(export.sources), "source", "sources")
        yield f"there is no column for author, kind and language of {said}."


def _profile(export: Export, nowhere: Mapping[str, str]) -> Iterator[str]:
    """Say what the columns of another project have no room for."""
    counted = {words: sum(bool(row[name]) for row in export.rows) for name, words in nowhere.items()}
    yield from say_nowhere(counted, ("incident", "incidents"))
    killed = killed_by_incident(export)
    several = sum(len(figures) > 1 for figures in killed.values())
    if several:
        said = say_count(several, "incident has", "incidents have")
        yield f"{said} several figures of killed, of which the highest is given."
    others = sum(figure["measure"] != "killed" for figure in export.figures)
    if others:
        yield f"there is no column for {say_count(others, 'figure', 'figures')} of other things than killed."
    if killed:
        said = say_count(len(killed), "number", "numbers")
        yield f"who gives the {said} of killed, and as of which day, is not told."


def _nothing(_export: Export) -> Iterator[str]:
    yield from ()


def _sources_only(export: Export) -> Iterator[str]:
    said = [
        say_count(len(rows), one, several)
        for rows, one, several in ((export.rows, "incident", "incidents"), (export.figures, "figure", "figures"))
        if rows
    ]
    if said:
        yield f"it holds the sources only; {' and '.join(said)} are not in the file."
    kinds = len(export.sources)
    if kinds:
        yield f"there is no field for the kind of {say_count(kinds, 'source', 'sources')}."


_SAY: Mapping[Form, Callable[[Export], Iterator[str]]] = {
    Form.CSV: _csv,
    Form.XLSX: _sheet,
    Form.GEOJSON: _geojson,
    Form.GEOPACKAGE: _geopackage,
    Form.FLATGEOBUF: _flatgeobuf,
    Form.GEOPARQUET: _nothing,
    Form.KML: _kml,
    Form.PACKAGE: _nothing,
    Form.ACLED: _acled,
    Form.UCDP: _ucdp,
    Form.BIBTEX: _sources_only,
    Form.CSL_JSON: _sources_only,
}
