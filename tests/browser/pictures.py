"""Take the pictures of the README: `python -m tests.browser.pictures` writes docs/pictures/."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ROOT, serving
from tests.browser.visit import Visit, launch

FOLDER = ROOT / "docs" / "pictures"
#: file -> (address, width and height of the window, colours)
PICTURES = {
    "map.png": ("?from=2004-03-16&to=2004-03-24", (1440, 900), "light"),
    "incident-dark.png": ("?from=2023-05-20&to=2023-06-20&incident=2023-05-29-zvecan", (1440, 900), "dark"),
    "projector.png": ("?from=2011-07-20&to=2011-11-30&names=en", (1280, 720), "light"),
    "phone.png": ("?from=2004-03-16&to=2004-03-24", (390, 844), "light"),
    "names.png": ("names?toponym=Banjska", (1280, 900), "light"),
    "text.png": ("text", (1280, 1400), "light"),
}


def main() -> None:
    """Start the app on the shipped data and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = Path(tempfile.mkdtemp()) / "log.txt"
    with serving(log) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, (path, (width, height), colours) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
            visit = Visit(page, address).open(path)
            if path == "text":
                visit.read()
            elif not path.startswith("names"):
                visit.map()
            visit.rest()
            page.screenshot(path=FOLDER / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
