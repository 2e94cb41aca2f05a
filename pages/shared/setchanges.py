"""What can be done with one data set of one's own: say what it is, go back, compare, take it away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.errors import StoreError
from geo.style import DATASET_STYLES
from pages.shared import datasets, panels, selection
from pages.shared.words import count, plain, tr

if TYPE_CHECKING:
    from geo.store.versions import Version
    from geo.store.workspace import Workspace

MOST_COMPARED = 300
_SAID = "what became of the last change of a data set"


def describe(workspace: Workspace, head: Version) -> None:
    """Let title, colour, coverage notice and licence be changed."""
    about = head.about
    with st.form(f"describe {head.dataset}", border=False):
        left, right = st.columns(2)
        title = left.text_input(tr("Title"), about.title, max_chars=80)
        colours = [tr(style.name) for style in DATASET_STYLES]
        colour = right.selectbox(
            tr("Colour, where several are shown"), range(len(colours)), about.colour % len(colours),
            format_func=colours.__getitem__,
        )  # fmt: skip
        coverage = left.text_area(tr("Coverage notice: what these rows are and are not"), about.coverage, max_chars=600)
        licence = right.text_input(tr("Licence or terms of use"), about.licence, max_chars=120)
        name = right.text_input(tr("Your name"), who(), max_chars=80)
        if st.form_submit_button(tr("Save")):
            said = replace(about, title=title.strip() or about.title, colour=colour, coverage=coverage.strip(),
                           licence=licence.strip())  # fmt: skip
            remember_who(name)
            workspace.describe(head.dataset, head.number, said, name.strip())
            done(tr("Saved."))
    origin = f"{about.layout.upper()}, {about.source_file}" if about.source_file else tr("drafts and edits")
    st.caption(plain(f"{tr('From')}: {origin}. {count(about.rejected, 'row', 'rows')} of it were not accepted."))
    _tell()


def remember_who(name: str) -> None:
    """Keep the name for the next change."""
    st.session_state["own name"] = name.strip()


def who() -> str:
    """Return who changes things: the name given last, else that of the login."""
    from pages.shared.keeping import login

    return str(st.session_state.get("own name") or login())


def done(said: str) -> None:
    """Draw the page anew and say once what was done."""
    st.session_state[_SAID] = said
    st.rerun()


def _tell() -> None:
    if said := st.session_state.pop(_SAID, ""):
        st.success(plain(said))


def history(workspace: Workspace, head: Version) -> None:
    """Show every version, go back to one, and compare two."""
    from pages.shared.ownsets import say_days

    versions = workspace.history(head.dataset)
    rows = [
        {tr("Version"): one.number, tr("Made (UTC)"): f"{one.made:%Y-%m-%d %H:%M:%S}", tr("Who"): one.who,
         tr("What"): one.what, tr("Rows"): one.rows, tr("Days"): say_days(one)}
        for one in reversed(versions)
    ]  # fmt: skip
    panels.show_table(pd.DataFrame(rows), "versions of the data set")
    numbers = [one.number for one in versions if one.number != head.number]
    if not numbers:
        st.caption(tr("There is only one version so far."))
        return
    back, left, right = st.columns(3, vertical_alignment="bottom")
    to = back.selectbox(tr("Go back to version"), numbers[::-1], key=f"undo {head.dataset}")
    if back.button(tr("Go back"), help=tr("As one more version: nothing is lost by it")):
        workspace.undo(head.dataset, int(to), who())
        st.rerun()
    all_numbers = [one.number for one in versions]
    before = left.selectbox(tr("Compare version"), all_numbers, max(0, len(all_numbers) - 2))
    after = right.selectbox(tr("with version"), all_numbers, len(all_numbers) - 1)
    _compare(workspace, head.dataset, before, after)


def _compare(workspace: Workspace, dataset: str, before: int, after: int) -> None:
    """Show what changed from one version to another."""
    from geo.store.differing import diff

    if before == after:
        return
    found = diff(workspace, dataset, before, after)
    told = [
        count(len(found.added), tr("row came"), tr("rows came")),
        count(len(found.removed), tr("row went"), tr("rows went")),
        count(len(found.changed), tr("row changed"), tr("rows changed")),
    ]
    st.markdown(plain(", ".join(told) + "."))
    lines = [{"Id": one, "Column": tr("new row"), "Before": "", "After": ""} for one in found.added]
    lines += [{"Id": one, "Column": tr("gone"), "Before": "", "After": ""} for one in found.removed]
    lines += [
        {"Id": one, "Column": column, "Before": say(old), "After": say(new)}
        for one, cells in found.changed.items()
        for column, (old, new) in cells.items()
    ]
    if lines:
        panels.show_table(pd.DataFrame(lines[:MOST_COMPARED]), "what changed")
    if len(lines) > MOST_COMPARED:
        st.caption(tr("The first {number} changes.").format(number=MOST_COMPARED))


def say(value: object) -> str:
    """Return a cell as text; a missing one as ""."""
    return "" if value is None else str(value)


def take_away(workspace: Workspace, head: Version) -> None:
    """Write all rows in a form of choice, saying what it cannot hold; or put the data set away."""
    from pages.shared.setdownloads import offer

    if head.about.kind == "rows":
        offer(workspace, head)
    st.divider()
    sure = st.checkbox(tr("I want to put this data set away"), key=f"sure {head.dataset}")
    if st.button(tr("Put away"), disabled=not sure):
        workspace.remove(head.dataset, who())
        datasets.show(*(one for one in selection.asked() if one != head.dataset))
        st.rerun()
    try:
        gone = workspace.datasets(removed=True)
    except StoreError:
        return
    for entry in gone:
        if st.button(plain(tr("Bring back {title}").format(title=entry.head.about.title)), key=f"back {entry.id}"):
            workspace.bring_back(entry.id, who())
            st.rerun()
