"""Whether the sentences of a story agree with the rows they cite: ids, dates, numbers, content notes.

Every sentence of a step cites something. A date overlaps a day of what is cited; a number is told there, or counts it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.dates import say_window
from geo.stories.citing import Sentence, sentences_of
from geo.stories.claims import DateClaim, NumberClaim, dates_in, numbers_in
from geo.stories.evidence import Evidence, Records, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    import pandas as pd

    from geo.stories.claims import Days
    from geo.stories.story import Exercise, Step, Story
    from geo.tables import Dataset

UNIT_DAYS = {"day": 1, "night": 1, "week": 7, "month": 30.4, "year": 365.25}
LONGEST_WHOLE = 21  # days; in a longer time something may have happened at any day
LONGEST_WITH_WEEKDAY = 31  # days; in a longer time every day of the week says nothing
SHOWN = 6
CITABLE = "an incident, a figure, a strength, an area or a source"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that does not agree: where ("step c1"), the sentence ("" for a whole step), and what to do."""

    where: str
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a sentence may lean on besides what it cites itself."""

    where: str
    records: Records
    window: Days | None = None
    days: tuple[Days, ...] = ()  # days that need no citation
    around: tuple[Days, ...] = ()  # days that lengths of time may be counted from
    zeros: tuple[date, ...] = ()
    has_to_cite: bool = True


def disagreements(dataset: Dataset, incidents: pd.DataFrame, story: Story) -> tuple[Disagreement, ...]:
    """Return what in a story does not agree with the dataset, in the order of the story.

    Parameters
    ----------
    dataset
        The accepted tables.
    incidents
        Table as `geo.incidents.locate` returns it.
    story
        A story of the dataset or of somebody's own.
    """
    records = read_records(dataset, incidents)
    zeros = {row["id"]: row["day_zero"] for row in dataset.tables["episodes"].to_dict("records")}
    found = [list(_in_step(records, step)) for step in story.steps]
    for exercise in story.exercises:
        days = tuple(day for day in (story.day_zero, zeros.get(exercise.other)) if day)
        found.append(list(_in_exercise(records, exercise, days)))
    return tuple(itertools.chain.from_iterable(found))


def glossary_disagreements(dataset: Dataset, incidents: pd.DataFrame) -> tuple[Disagreement, ...]:
    """Return what in the definitions of the glossary does not agree with what they cite."""
    records = read_records(dataset, incidents)
    return tuple(
        one
        for row in dataset.tables["glossary"].to_dict("records")
        for one in _in_text(row["definition"], _Setting(f"term {row['id']}", records))
    )


def _in_step(records: Records, step: Step) -> Iterator[Disagreement]:
    where = f"step {step.id}"
    told = _days(records, _cited(step.text, *step.state.incidents))
    yield from _in_text(step.text, _Setting(where, records, step.state.window, around=told))
    for text in (step.question, step.answer, step.notes):
        setting = _Setting(where, records, step.state.window, (step.state.window,), told, has_to_cite=False)
        cited = [sentence for sentence in sentences_of(text) if sentence.cites]
        yield from (one for sentence in cited for one in _in_sentence(sentence, setting))
    yield from _unknown_incidents(where, records, step.state.incidents)
    if not step.content_note:
        yield from _untold_deaths(where, records, (*step.state.incidents, *_cited(step.text)))


def _in_exercise(records: Records, exercise: Exercise, zeros: tuple[date, ...]) -> Iterator[Disagreement]:
    where = f"exercise {exercise.id}"
    own = tuple((day, day) for day in (exercise.day, *zeros) if day)
    told = _days(records, _cited(f"{exercise.prompt} {exercise.answer}", *exercise.incidents))
    window = exercise.day or (own[0][0] if own else None)
    around = own + told
    if window is None and told:
        window = told[0][0]
    span = (window, window) if window else None
    for text in (exercise.prompt, exercise.answer):
        yield from _in_text(text, _Setting(where, records, span, own, around, zeros, has_to_cite=False))
    yield from _unknown_incidents(where, records, exercise.incidents)
    if not exercise.content_note:
        cited = _cited(f"{exercise.prompt} {exercise.answer}")
        yield from _untold_deaths(where, records, (*exercise.incidents, *cited))


def _in_text(text: str, setting: _Setting) -> Iterator[Disagreement]:
    for sentence in sentences_of(text):
        yield from _in_sentence(sentence, setting)


def _in_sentence(sentence: Sentence, setting: _Setting) -> Iterator[Disagreement]:
    """Yield everything that is wrong with one sentence."""
    known = setting.records.by_id
    if not sentence.cites and setting.has_to_cite:
        yield _say(setting, sentence, "cites nothing; write the ids it rests on behind it, in square brackets")
        return
    for cited in sentence.cites:
        if cited not in known:
            yield _say(setting, sentence, f'cites "{cited}", which is the id of nothing; write that of {CITABLE}')
    evidence = [known[cited] for cited in sentence.cites if cited in known]
    if sentence.cites and not evidence:
        return
    for claim in dates_in(sentence.text, setting.window):
        if reason := _date_reason(claim, evidence, setting):
            yield _say(setting, sentence, reason)
    for number in numbers_in(sentence.text):
        if (number.in_digits or evidence) and (reason := _number_reason(number, evidence, setting)):
            yield _say(setting, sentence, reason)


def _say(setting: _Setting, sentence: Sentence, reason: str) -> Disagreement:
    where = setting.where[0].upper() + setting.where[1:]
    return Disagreement(setting.where, sentence.text, f'{where}: the sentence "{sentence.text}" {reason}.')


def _date_reason(claim: DateClaim, evidence: Sequence[Evidence], setting: _Setting) -> str:
    """Say why a date does not follow from what is cited; "" if it does."""
    close = bool(claim.meanings) and _length(claim.meanings[0]) <= LONGEST_WHOLE
    days = [*setting.days, *(span for one in evidence for span in (_closest(one.days) if close else one.days))]
    said = f'has the date "{claim.words}"'
    if not claim.meanings and claim.weekday is None:
        return f"{said}, whose year cannot be told; write the year"
    if claim.meanings and claim.weekday is not None and claim.meanings[0][0].weekday() != claim.weekday:
        return f"{said}, which was a {claim.meanings[0][0]:%A}; correct the day of the week or the date"
    if claim.meanings:
        fits = any(start <= last and first <= end for start, end in claim.meanings for first, last in days)
    else:
        fits = any(_holds_weekday(span, claim.weekday) for span in days)
    if fits:
        return ""
    if not evidence:
        return f"{said} but cites nothing; write the ids it rests on behind it, in square brackets"
    known = ", ".join(dict.fromkeys(say_window(span) for span in days[:SHOWN]))
    told = f"({known})" if known else "(which has no date)"
    return f"{said}, which is none of what it cites {told}; cite what happened then or correct the date"


def _length(span: Days) -> int:
    return (span[1] - span[0]).days


def _closest(spans: Sequence[Days]) -> Sequence[Days]:
    """Leave out months and years where a row knows days."""
    return [span for span in spans if _length(span) <= LONGEST_WHOLE] or spans


def _holds_weekday(span: Days, weekday: int | None) -> bool:
    length = _length(span)
    return weekday is not None and length < LONGEST_WITH_WEEKDAY and (weekday - span[0].weekday()) % 7 <= length


def _number_reason(claim: NumberClaim, evidence: Sequence[Evidence], setting: _Setting) -> str:
    """Say why a number does not follow from what is cited; "" if it does."""
    if any(_says(one, claim) for one in evidence) or claim.low in _counts(evidence):
        return ""
    days = [span for one in evidence for span in one.days]
    if claim.unit == "day zero" and setting.zeros and claim.low == 0:
        return ""
    if claim.unit == "day zero" and _on_day(claim, days or list(setting.days), setting.zeros):
        return ""
    if claim.unit in UNIT_DAYS and _lasts(claim, [*days, *setting.around]):
        return ""
    if not evidence:
        return f"has the number {claim.words} but cites nothing; write the ids it rests on behind it"
    return f"has the number {claim.words}, which {_where_not(evidence)}; {_advice(claim, evidence, setting)}"


def _says(one: Evidence, claim: NumberClaim) -> bool:
    """Tell whether a row has the number, in its columns or in its words."""
    if any(claim.low <= number <= claim.high for number in one.numbers):
        return True
    told = [number for words in one.words for number in numbers_in(words)]
    return any(claim.low <= number.low <= claim.high or number.low == claim.low for number in told)


def _counts(evidence: Sequence[Evidence]) -> set[float]:
    """Return how many incidents, places, figures and sources are cited; sources also without those of incidents."""
    incidents = {one.incident for one in evidence if one.table == "incidents"}
    places = {one.place for one in evidence if one.place}
    sources = {source for one in evidence for source in one.sources}
    named = {source for one in evidence if one.table != "incidents" for source in one.sources}
    figures = [one for one in evidence if one.table in ("figures", "strength")]
    return {float(len(each)) for each in (incidents, places, figures, sources, named)}


def _on_day(claim: NumberClaim, days: Iterable[Days], zeros: Sequence[date]) -> bool:
    return any((first - zero).days <= claim.low <= (last - zero).days for first, last in days for zero in zeros)


def _lasts(claim: NumberClaim, days: Sequence[Days]) -> bool:
    """Tell whether two of the days lie as far apart as a length of time says, or one time lasts as long."""
    unit = UNIT_DAYS[claim.unit]
    slack = 0 if unit == 1 else unit / 2
    least, most = claim.low * unit - slack, claim.high * unit + slack
    return any(least <= length <= most for one in days for other in days if one <= other for length in _far(one, other))


def _far(one: Days, other: Days) -> Iterable[int]:
    """Return how many days may lie between two times, or how many one lasts; of a long time any part may be meant."""
    length = (max(one[1], other[1]) - one[0]).days
    if one == other:
        return (length, length + 1)
    if max(_length(one), _length(other)) > LONGEST_WHOLE:
        return range(max(0, (other[0] - one[1]).days), length + 2)
    return ((other[0] - one[1]).days, (other[0] - one[0]).days, (other[1] - one[1]).days, length, length + 1)


def _where_not(evidence: Sequence[Evidence]) -> str:
    figures = [number for one in evidence if one.table == "figures" for number in sorted(one.numbers)]
    if figures:
        said = ", ".join(f"{number:,.10g}" for number in dict.fromkeys(figures))
        return f"is in none of the cited figures ({said})"
    return "is in nothing that it cites"


def _advice(claim: NumberClaim, evidence: Sequence[Evidence], setting: _Setting) -> str:
    incidents = {one.incident for one in evidence if one.incident}
    better = [
        cited
        for cited, one in setting.records.by_id.items()
        if one.incident in incidents and one.table == "figures" and _says(one, claim)
    ]
    if better:
        return f"cite the figure that says it ({', '.join(better[:SHOWN])}) or correct the number"
    return "cite the figure that says it or correct the number"


def _cited(text: str, *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(cited for sentence in sentences_of(text) for cited in sentence.cites), *more)))


def _days(records: Records, cited: Iterable[str]) -> tuple[Days, ...]:
    known = (records.by_id[one].days for one in cited if one in records.by_id)
    return tuple(dict.fromkeys(itertools.chain.from_iterable(known)))


def _unknown_incidents(where: str, records: Records, incidents: Iterable[str]) -> Iterator[Disagreement]:
    for name in incidents:
        if name not in records.by_id or records.by_id[name].table != "incidents":
            reason = f'{where} points out "{name}", which is the id of no incident; correct it or leave it out.'
            yield Disagreement(where, "", reason[0].upper() + reason[1:])


def _untold_deaths(where: str, records: Records, cited: Iterable[str]) -> Iterator[Disagreement]:
    known = (records.by_id[one].incident for one in cited if one in records.by_id)
    deadly = sorted({incident for incident in known if incident in records.deadly})
    if deadly:
        reason = f"{where} tells of people killed ({', '.join(deadly)}) without a content note; set the content note."
        yield Disagreement(where, "", reason[0].upper() + reason[1:])
