"""Incident Atlas: the frame around all pages.

`streamlit run app.py` reads this file twice in two roles: the server imports it and finds `app`, which adds our own
addresses and headers to Streamlit's; then it runs it as a script for every viewer.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

#: (script, title, address) in the order of the menu; the folder of a script is its section
MENU = (
    ("pages/explore/map.py", "Map", "map"),
    ("pages/explore/timeline.py", "Timeline", "timeline"),
    ("pages/explore/table.py", "Table", "table"),
    ("pages/brief/snapshot.py", "Snapshot", "snapshot"),
    ("pages/data/place_names.py", "Place names", "names"),
    ("pages/data/read_text.py", "Read a text", "text"),
    ("pages/about/method.py", "Sources and method", "method"),
)
SHARED = Path(__file__).parent / "pages" / "shared"


def main() -> None:
    """Show the chosen page between the filters and the menu; say in a sentence what went wrong, if anything did."""
    st.set_page_config(page_title="Incident Atlas", layout="wide", initial_sidebar_state="auto")
    pages = [st.Page(script, title=title, url_path=path, default=path == "map") for script, title, path in MENU]
    page = st.navigation(pages, position="top")
    st.logo(SHARED / "logo.svg", size="large")
    st.html(SHARED / "frame.css")
    from gazetteer.errors import GazetteerError
    from geo.errors import AtlasError
    from pages.shared import link, sidebar
    from pages.shared.words import plain

    try:
        link.restore(sidebar.options())
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
