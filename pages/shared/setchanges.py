"""What is said of a data set of one's own, its versions, and how one goes back, compares, puts away and brings back."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.formats.reading.model import Layout
from geo.style import DATASET_STYLES
from pages.shared import checked, keeping, panels
from pages.shared.flatwords import cell, heading, rows
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from geo.store.differing import Diff
    from geo.store.editing import EditConflictError
    from geo.store.versions import About, Version
    from geo.store.workspace import DatasetEntry, Workspace

MOST_COMPARED = 300
#: versions of more rows are compared when that is asked for
MOST_AT_ONCE = 50_000
_SAID = "what became of the last change of a data set"


def done(said: str) -> None:
    """Draw the page anew and say once what was done."""
    st.session_state[_SAID] = said
    st.rerun()


def tell() -> None:
    """Say once what was done last."""
    if said := st.session_state.pop(_SAID, ""):
        st.success(plain(said))


def describe(workspace: Workspace, head: Version) -> None:
    """Let title, colour, coverage notice and licence be changed, and say where the rows come from."""
    opened: Version = st.session_state.setdefault(_opened_key(head), head)
    conflict = st.session_state.get(_conflict_key(head))
    if conflict is not None:
        _settle_words(workspace, opened, *conflict)
        return
    if _words(head.about) != _words(opened.about):
        said = tr("{who} changed these words since you opened them; what you save is brought together with that.")
        st.info(plain(said.format(who=head.who or tr("Somebody"))))
        st.button(tr("Open the newest words"), on_click=st.session_state.pop, args=(_opened_key(head),))
    mine = _ask_words(opened)
    if mine is not None:
        _save_words(workspace, opened, mine)
    _tell_origin(workspace, head)


def _opened_key(version: Version) -> str:
    return f"words of {version.dataset} as opened"


def _conflict_key(version: Version) -> str:
    return f"words of {version.dataset} that somebody else changed"


def _words(about: About) -> tuple[str, int, str, str]:
    return about.title, about.colour, about.coverage, about.licence


def _ask_words(opened: Version) -> About | None:
    about, key = opened.about, f"{opened.dataset} {opened.number}"
    with st.form(f"describe {key}", border=False):
        left, right = st.columns(2)
        title = left.text_input(tr("Title"), about.title, max_chars=80, key=f"title {key}").strip()
        colours = [tr(style.name) for style in DATASET_STYLES]
        colour = right.selectbox(
            tr("Colour, where several are shown"), range(len(colours)), about.colour % len(colours),
            format_func=colours.__getitem__, key=f"colour {key}",
        )  # fmt: skip
        coverage = left.text_area(
            tr("Coverage notice: what these rows are and are not"), about.coverage, max_chars=600, key=f"notice {key}"
        )
        licence = right.text_area(tr("Licence or terms of use"), about.licence, max_chars=300, key=f"licence {key}")
        if not st.form_submit_button(tr("Save"), type="primary"):
            return None
    return replace(about, title=title or about.title, colour=colour, coverage=coverage.strip(), licence=licence.strip())


def _save_words(workspace: Workspace, opened: Version, mine: About, *, keep_mine: bool = False) -> None:
    from geo.store.editing import EditConflictError

    if _words(mine) == _words(opened.about):
        st.caption(tr("Nothing was changed."))
        return
    try:
        workspace.describe(opened.dataset, opened.number, mine, keeping.who(), keep_mine=keep_mine)
    except EditConflictError as error:
        st.session_state[_conflict_key(opened)] = (error, mine)
        st.rerun()
    _forget_words(opened)
    done(tr("Saved as a new version."))


def _forget_words(opened: Version) -> None:
    st.session_state.pop(_conflict_key(opened), None)
    st.session_state.pop(_opened_key(opened), None)


def _settle_words(workspace: Workspace, opened: Version, error: EditConflictError, mine: About) -> None:
    """Show the words that two editors changed, and let one of them count."""
    st.warning(plain(str(error)))
    (both,) = error.conflicts
    heads = {"title": tr("Title"), "colour": tr("Colour"), "coverage": tr("Coverage notice"), "licence": tr("Licence")}
    before, theirs, own = both.before or {}, both.theirs or {}, both.mine or {}
    lines = [
        {"": heads[name], tr("Before"): _say_word(name, before[name]), tr("They saved"): _say_word(name, theirs[name]),
         tr("You have"): _say_word(name, own[name])}
        for name in own
    ]  # fmt: skip
    panels.show_small(pd.DataFrame(lines))
    with st.container(horizontal=True):
        if st.button(tr("Mine counts"), type="primary"):
            _save_words(workspace, opened, mine, keep_mine=True)
        if st.button(tr("Theirs counts")):
            agreed = replace(mine, **dict(theirs))
            if _words(agreed) != _words(workspace.head(opened.dataset).about):
                _save_words(workspace, opened, agreed, keep_mine=True)
            _forget_words(opened)
            done(tr("Theirs counts; nothing of yours was saved for these words."))
    st.caption(tr("Both stay among the versions."))


def _say_word(name: str, value: object) -> str:
    return tr(DATASET_STYLES[int(str(value)) % len(DATASET_STYLES)].name) if name == "colour" else str(value)


def _tell_origin(workspace: Workspace, head: Version) -> None:
    """Say where the rows come from, and show those of the import that were not accepted."""
    from geo.formats.reading.layouts import LABELS

    about = head.about
    if about.kind == "table":
        said = tr("Its rows are in the table {table}, {address}.")
        st.caption(plain(said.format(table=about.table, address=about.address)))
    elif about.kind == "tally":
        st.caption(tr("Its incidents are counted together by place and time; there are no single rows."))
    elif about.source_file:
        label = tr(LABELS[Layout(about.layout)]) if about.layout in set(Layout) else about.layout
        parts = [about.source_file, *([label] if label else [])]
        st.caption(plain(f"{tr('From')}: {', '.join(parts)}"))
    path = workspace.open_rejections(head)
    number = 0 if path is None else checked.count_rejected(path)
    if path is None or not number:
        return
    title = count(number, tr("row of the import was not accepted"), tr("rows of the import were not accepted"))
    with st.expander(title, key=f"rejected {head.dataset}"):
        checked.show_rejected(path)
        st.download_button(tr("Rows that are not accepted, with the reasons (CSV)"), path.read_bytes,
                           f"{head.dataset}-not-accepted.csv", on_click="ignore", icon=":material/download:",
                           key=f"take rejected {head.dataset}")  # fmt: skip


def history(workspace: Workspace, head: Version) -> None:
    """Show every version, go back to one, and compare two."""
    from pages.shared.ownsets import say_days

    versions = workspace.history(head.dataset)
    told = [
        {tr("Version"): one.number, tr("Made (UTC)"): f"{one.made:%Y-%m-%d %H:%M:%S}", tr("Who"): one.who,
         tr("What was done"): one.what, tr("Rows"): one.rows, tr("Days"): say_days(one)}
        for one in reversed(versions)
    ]  # fmt: skip
    panels.show_table(pd.DataFrame(told), tr("versions of the data set"))
    older = [one.number for one in reversed(versions) if one.number != head.number and not one.removed]
    if not older:
        st.caption(tr("There is only one version so far."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to = st.selectbox(tr("Go back to version"), older, key=f"undo {head.dataset} {head.number}", width=220)
        if st.button(tr("Go back"), help=tr("As one more version: nothing is lost by it"), key=f"back {head.dataset}"):
            workspace.undo(head.dataset, int(to), keeping.who())
            done(tr("Version {number} counts again, as a new version.").format(number=to))
    if head.about.kind == "rows":
        _ask_compared(workspace, head, [one for one in versions if one.about.kind == "rows"])


def _ask_compared(workspace: Workspace, head: Version, versions: list[Version]) -> None:
    known = {one.number: one for one in versions}
    numbers, key = list(known), f"{head.dataset} {head.number}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before = st.selectbox(tr("Compare version"), numbers, max(0, len(numbers) - 2), key=f"before {key}", width=220)
        after = st.selectbox(tr("with version"), numbers, len(numbers) - 1, key=f"after {key}", width=220)
    if before == after:
        return
    many = max(known[before].rows, known[after].rows) > MOST_AT_ONCE
    if many and not st.toggle(tr("Compare them (takes a while)"), key=f"compare {key}"):
        return
    with st.spinner(tr("Comparing ...")):
        found = _diff(workspace.address, head.dataset, (known[before].token, before), (known[after].token, after))
    _show_difference(found)


@lru_cache(maxsize=8)
def _diff(address: str, dataset: str, before: tuple[str, int], after: tuple[str, int]) -> Diff:
    """Compare two versions, once: they never change."""
    from geo.store.differing import diff
    from geo.store.workspace import open_workspace

    return diff(open_workspace(address), dataset, before[1], after[1])


def _show_difference(found: Diff) -> None:
    """Show which rows came and went, and which cells were changed."""
    told = [
        count(len(found.added), tr("row came"), tr("rows came")),
        count(len(found.removed), tr("row went"), tr("rows went")),
        count(found.changed_rows, tr("row changed"), tr("rows changed")),
    ]
    st.markdown(plain(", ".join(told) + "."))
    names = (tr("Id"), tr("Column"), tr("Before"), tr("After"))
    lines = [(one, tr("new row"), "", "") for one in found.added[:MOST_COMPARED]]
    lines += [(one, tr("gone"), "", "") for one in found.removed[:MOST_COMPARED]]
    for one, cells in found.changed.items():
        lines += [(one, heading(name), cell(name, old), cell(name, new)) for name, (old, new) in cells.items()]
        if len(lines) > MOST_COMPARED:
            break
    if lines:
        panels.show_table(pd.DataFrame(lines[:MOST_COMPARED], columns=names), tr("what changed"))
    if len(lines) > MOST_COMPARED:
        st.caption(tr("The first {number} changes.").format(number=MOST_COMPARED))


def offer_back(workspace: Workspace, gone: tuple[DatasetEntry, ...]) -> None:
    """List the data sets that were put away, each with a way back."""
    title = count(len(gone), tr("data set was put away"), tr("data sets were put away"))
    with st.expander(title, key="put away"):
        for entry in gone:
            said, button = st.columns((4, 1), vertical_alignment="center")
            said.markdown(f"**{plain(entry.head.about.title)}** · {rows(entry.head.rows)}")
            if button.button(tr("Bring back"), key=f"bring back {entry.id}", width="stretch"):
                workspace.bring_back(entry.id, keeping.who())
                done(tr('"{title}" is back.').format(title=entry.head.about.title))
