"""Sources and method: what was read, how it was coded, what it may not be taken for."""

from __future__ import annotations

import streamlit as st

from geo import notices
from geo.schema import TABLES
from geo.tables import rejections_csv
from pages.shared import reference, state
from pages.shared.panels import show_small, show_table
from pages.shared.words import NAMING_POLICY, OFFLINE, TRANSLATIONS, count, plain, tr

dataset, incidents = state.atlas().material.dataset, state.atlas().material.incidents
st.title(tr("Sources and method"), anchor=False)
st.markdown(f"{notices.COVERAGE_NOTICE} {notices.FIGURES_NOTICE}")
st.caption(f"{tr('Data version')} {dataset.version}")

st.header(tr("Sources"), anchor="sources")
show_table(reference.source_rows(dataset, incidents), "sources")
st.caption("Date of publication: printed, derived (worked out from the text), approximate, or undated.")

st.header(tr("How precisely place and date are known"), anchor="precision")
show_small(reference.place_precision_rows())
show_small(reference.date_precision_rows())

st.header(tr("Event types"), anchor="types")
st.markdown(notices.CODING_NOTICE)
show_small(reference.event_type_rows(incidents))

st.header(tr("Names and status"), anchor="names")
st.markdown(f"{NAMING_POLICY} {notices.NAMING_NOTE} {notices.DISCLAIMER}")
st.markdown(TRANSLATIONS)
st.markdown("Footnotes on status that a page or file may carry, as their authors publish them:")
show_small(reference.footnote_rows())

st.header(tr("Codebook"), anchor="codebook")
for name, table in TABLES.items():
    with st.expander(plain(f"{name}.csv: one row is {table.row}")):
        show_small(reference.codebook_rows(table))

st.header(tr("Data and changes"), anchor="changes")
show_small(reference.table_rows(dataset))
show_table(reference.change_rows(dataset), "changes of the data")
if dataset.rejections:
    st.subheader(tr("Rejected"), anchor=False)
    said = f"{count(len(dataset.rejections), 'reason', 'reasons')} why a row was not accepted"
    st.text("\n".join([f"{said}:", *(rejection.sentence() for rejection in dataset.rejections[:50])]))
    written = rejections_csv(dataset.rejections)
    st.download_button(
        "Download all with their rows (CSV)", written, "rejected-rows.csv", "text/csv", on_click="ignore"
    )

st.header(tr("Licences, and no network"), anchor="licences")
st.markdown("\n".join(f"- {plain(said)}" for said in (*notices.ATTRIBUTIONS.values(), "Program: MIT licence")))
st.markdown(OFFLINE)
