"""Take the pictures of the README: `python -m tests.browser.pictures` writes docs/pictures/."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from gazetteer.policy import NamePolicy
from geo.lessons.handout import handout_pdf
from geo.material import read_material
from geo.snapshot.forms.raster import pictures_of
from geo.snapshot.outputs import Snapshot
from geo.snapshot.proof.spec import spec_of
from geo.store.versions import About
from geo.store.workspace import open_workspace
from geo.views import clean, from_query
from tests.benchmarks.acled_rows import write_acled_csv
from tests.benchmarks.engines import write_flat_parquet
from tests.browser.conftest import ROOT, serving
from tests.browser.presenting import open_presentation, seen
from tests.browser.visit import Visit, launch

FOLDER = ROOT / "docs" / "pictures"
DPI = 130
MANY = 1_000_000
#: the view that is printed
PRINTED = "from=2004-03-16&to=2004-03-19&names=en&footnote=un"
#: file -> (address, width and height of the window, colours)
PICTURES = {
    "map.png": ("?from=2004-03-16&to=2004-03-24", (1440, 900), "light"),
    "incident-dark.png": ("?from=2023-05-20&to=2023-06-20&incident=2023-05-29-zvecan", (1440, 900), "dark"),
    "projector.png": ("?from=2011-07-20&to=2011-11-30&names=en", (1280, 720), "light"),
    "phone.png": ("?from=2004-03-16&to=2004-03-24", (390, 844), "light"),
    "names.png": ("names?toponym=Banjska", (1280, 900), "light"),
    "text.png": ("text", (1280, 1400), "light"),
    "snapshot.png": (f"snapshot?{PRINTED}", (1440, 900), "light"),
    "presenting.png": ("atlas/present.html#march_2004/4", (1280, 720), "light"),
}


def main() -> None:
    """Start the app on the shipped data and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = Path(tempfile.mkdtemp()) / "log.txt"
    with serving(log) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, (path, (width, height), colours) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
            if path.startswith("atlas/present"):
                seen(open_presentation(page, f"{address}/{path}"))
                page.screenshot(path=FOLDER / name)
                page.close()
                continue
            visit = Visit(page, address).open(path)
            if path == "text":
                visit.read()
            elif path.startswith("snapshot"):
                visit.page.get_by_role("img", name="Map.").wait_for()
            elif not path.startswith("names"):
                visit.map()
            visit.rest()
            page.screenshot(path=FOLDER / name)
            page.close()
        browser.close()
        take_own(playwright)
    print_page()


def take_own(playwright: Playwright) -> None:
    """Take the pictures of own data: a file that is brought, and a million incidents as cells."""
    folder = Path(tempfile.mkdtemp())
    write_flat_parquet(folder / "rows.parquet", MANY)
    about = About("A million incidents", colour=1, coverage="Made up, to show how many are drawn.", accepted=MANY)
    many = open_workspace(str(folder / "workspace")).create(folder / "rows.parquet", about, "", "Made up.").dataset
    write_acled_csv(folder / "acled.csv", 400)
    with serving(folder / "log.txt", ATLAS_WORKSPACE=str(folder / "workspace")) as address:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 1180})
        visit = Visit(page, address).open("own")
        page.locator("input[type=file]").first.set_input_files(folder / "acled.csv")
        page.get_by_role("button", name="Check the rows").click()
        page.get_by_text("rows in the file").first.wait_for()
        visit.rest()
        page.screenshot(path=FOLDER / "own-data.png")
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        drawn = Visit(page, address).open(f"?set={many}").map()
        drawn.frame.wait_for_function("() => globalThis.atlas && atlas.feed.settled()", timeout=120_000)
        page.wait_for_timeout(1500)
        page.screenshot(path=FOLDER / "cells.png")
        browser.close()


def print_page() -> None:
    """Print the page itself."""
    material = read_material()
    spec = spec_of(material, clean(from_query(PRINTED), material.options), datetime.now(UTC).date())
    (FOLDER / "printed.png").write_bytes(Snapshot(material, spec).png(dpi=DPI))
    story = next(story for story in material.stories if story.id == "may_june_2023")
    handout = handout_pdf(material, story, NamePolicy("en"), made_on=datetime.now(UTC).date())
    (page,) = pictures_of(handout, DPI, [1])
    page.save(FOLDER / "handout.png", optimize=True)


if __name__ == "__main__":
    main()
