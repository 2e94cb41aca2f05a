"""Incident Atlas: the frame around all pages.

`streamlit run app.py` reads this file twice in two roles: the server imports it and finds `app`, which adds our own
addresses and headers to Streamlit's; then it runs it as a script for every viewer.
"""

from __future__ import annotations

import streamlit as st

#: (script, title, address) in the order of the menu; the folder of a script is its section
MENU = (
    ("pages/explore/map.py", "Map", "map"),
    ("pages/explore/timeline.py", "Timeline", "timeline"),
    ("pages/explore/table.py", "Table", "table"),
    ("pages/names/place_names.py", "Place names", "names"),
    ("pages/about/method.py", "Sources and method", "method"),
)


def main() -> None:
    """Show the chosen page between the filters and the menu; say in a sentence what went wrong, if anything did."""
    st.set_page_config(page_title="Incident Atlas", layout="wide", initial_sidebar_state="auto")
    pages = [st.Page(script, title=title, url_path=path, default=path == "map") for script, title, path in MENU]
    page = st.navigation(pages, position="top")
    from gazetteer.errors import GazetteerError
    from geo.errors import AtlasError
    from pages.shared import link, sidebar

    try:
        link.restore(sidebar.options())
        sidebar.draw()
        page.run()
        link.write()
    except (AtlasError, GazetteerError) as error:
        st.error(str(error))


if __name__ == "__main__":
    main()
else:
    from pages.shared.serve import MIDDLEWARE, ROUTES

    app = st.App(__file__, routes=ROUTES, middleware=MIDDLEWARE)
