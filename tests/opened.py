"""The app as it runs for a reader, opened at one page, and what stands in its tables."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]
#: markup of every kind that one of the layers could take for more than text
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) $x$ :red[x] :smile: ![i](https://e.org/i.png) -> {{x}}"
SHOWN_AS_MARKDOWN = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "success", "error")


def open_page(script, **query):
    """Run the app and go to one page."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(script).run()


def tables(app):
    """Return the tables of a page, small and large ones, by their first heading."""
    return [list(each.value.columns) for each in (*app.dataframe, *app.table)]


def table_with(app, *headings):
    """Return the rows of the first table that has these headings."""
    for each in (*app.dataframe, *app.table):
        if set(headings) <= set(each.value.columns):
            return each.value
    raise AssertionError(f"no table has {headings}, there are {tables(app)}")


def read_as_markdown(app):
    """Return every text of a page that Streamlit reads as Markdown."""
    read = [each.value for kind in SHOWN_AS_MARKDOWN for each in getattr(app.main, kind)]
    read += [each.label for each in (*app.main.expander, *app.main.button)]
    cells = [cell for each in app.main.table for column in each.value for cell in each.value[column]]
    return read + [cell for cell in cells if isinstance(cell, str)]


def said(app, *kinds):
    """Return the words of some kinds of elements of a page as a reader sees them."""
    return [each.value.replace("\\", "").replace("\u2060", "") for kind in kinds for each in getattr(app.main, kind)]
