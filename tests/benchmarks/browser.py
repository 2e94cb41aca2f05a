"""The browser that everything is measured in: no graphics card, no network."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Route, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--disable-gpu", "--no-sandbox", "--disable-quic", "--disable-background-networking")
WIDTH, HEIGHT = 1440, 900
#: what folium's pages ask the web for, by the end of the address -> our copy; anything else is answered with nothing
COPIES = {
    "leaflet.js": "geo/assets/vendor/leaflet/leaflet.js",
    "leaflet.css": "geo/assets/vendor/leaflet/leaflet.css",
    "iso8601.min.js": "node_modules/iso8601-js-period/iso8601.js",
    "leaflet.timedimension.min.js": "node_modules/leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "leaflet.timedimension.control.css": "node_modules/leaflet-timedimension/dist/leaflet.timedimension.control.css",
    "moment.min.js": "node_modules/moment/min/moment.min.js",
}
PATIENCE_MS = 60_000
KINDS = {"js": "text/javascript", "css": "text/css"}


def missing_copies() -> list[str]:
    """Name the copies that are not there; npm puts them there."""
    return [path for path in COPIES.values() if not (ROOT / path).is_file()]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the browser of this machine."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser, *scripts: str, copies: bool = False) -> Iterator[Page]:
    """Open a page with the stop-watches in it, and further scripts that run before its own.

    Parameters
    ----------
    copies
        Answer what the page asks other hosts for with our copies.
    """
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, bypass_csp=True, color_scheme="light")
    context.add_init_script("\n".join([(HERE / "measure.js").read_text(encoding="utf-8"), *scripts]))
    if copies:
        context.route(lambda url: not url.startswith(("file:", "data:", "http://127.0.0.1:")), _answer)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def processor_clock(page: Page) -> Callable[[], float]:
    """Return a clock of what the main thread of a page has worked (ms), whoever else uses the machine."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def read_ms() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")

    return read_ms


def _answer(route: Route) -> None:
    name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
    body = (ROOT / COPIES[name]).read_bytes() if name in COPIES else b""
    route.fulfill(body=body, content_type=KINDS.get(name.rsplit(".", 1)[-1], "text/plain"))
