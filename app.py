"""Incident Atlas: the frame around all pages.

`streamlit run app.py` reads this file twice in two roles: the server imports it and finds `app`, which adds our own
addresses and headers to Streamlit's; then it runs it as a script for every viewer.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.language import LANGUAGE_PART, N_, SOURCE_LANGUAGE, translator

#: (script, title, address) in the order of the menu; the folder of a script is its section
MENU = (
    ("pages/explore/map.py", N_("Map"), "map"),
    ("pages/explore/timeline.py", N_("Timeline"), "timeline"),
    ("pages/explore/table.py", N_("Table"), "table"),
    ("pages/brief/snapshot.py", N_("Snapshot"), "snapshot"),
    ("pages/present/chapters.py", N_("Chapters"), "chapters"),
    ("pages/data/own_data.py", N_("Own data"), "own"),
    ("pages/data/place_names.py", N_("Place names"), "names"),
    ("pages/data/read_text.py", N_("Read a text"), "text"),
    ("pages/about/method.py", N_("Sources and method"), "method"),
)
SHARED = Path(__file__).parent / "pages" / "shared"


def main() -> None:
    """Show the chosen page between the filters and the menu; say in a sentence what went wrong, if anything did."""
    st.set_page_config(page_title="Incident Atlas", layout="wide", initial_sidebar_state="auto")
    language = st.session_state.get(LANGUAGE_PART, SOURCE_LANGUAGE)
    say = translator(language)
    pages = [st.Page(script, title=say(title), url_path=path, default=path == "map") for script, title, path in MENU]
    page = st.navigation(pages, position="top")
    st.logo(SHARED / "logo.svg", size="large")
    st.html(SHARED / "frame.css")
    from gazetteer.errors import GazetteerError
    from geo.errors import AtlasError
    from pages.shared import link, sidebar, state
    from pages.shared.words import plain

    try:
        link.restore(state.options)
        if link.language() != language:
            st.rerun()  # the menu stands in another language than the link that was opened
        sidebar.draw()
        page.run()
        link.write()
    except (AtlasError, GazetteerError) as error:
        st.error(plain(str(error)))


if __name__ == "__main__":
    main()
else:
    from streamlit.runtime.pages_manager import PagesManager

    from pages.shared.serve import MIDDLEWARE, ROUTES, lifespan, tell_fault

    # Streamlit takes a folder pages/ for its older kind of menu until the first run says otherwise; a link to a page,
    # opened as the very first, would be called not found.
    PagesManager.uses_pages_directory = False
    app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan, on_script_error=tell_fault)
