"""How the same page is made today: drawn with matplotlib and geopandas, or a picture of the map in a browser."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import folium
import geopandas

from geo.basemaps import KOSOVO_ZOOM_BOX
from geo.snapshot.selection import names_at
from geo.style import EVENT_STYLES
from tests.benchmarks.browser import chromium
from tests.benchmarks.snapshot_world import DAYS, FIRST, spec_of_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from playwright.sync_api import Page

    from geo.material import Material

#: A4 across, in inches and in the pixels of a browser; 300 dots per inch in pixels of a browser
INCHES = (297 / 25.4, 210 / 25.4)
PIXELS, DENSITY = {"width": 1123, "height": 794}, 300 / 96
FRAME_DPI = 100
#: matplotlib's signs that are like ours
MARKERS = {"clash": "o", "riot_arson": "^", "protest": "s", "armed_attack": "D", "explosion": "*",
           "security_operation": "p", "displacement": ">"}  # fmt: skip
READY = '#atlas[data-ready="true"]'


@dataclass(frozen=True, slots=True)
class Drawable:
    """What a script has read before it draws."""

    points: GeoDataFrame  # with `event_type`, `first_day` and `label`
    neighbours: GeoDataFrame
    kosovo: GeoDataFrame
    areas: GeoDataFrame


def points_and_outlines(material: Material) -> Drawable:
    """Return the incidents as points with labels, and the outlines that our page has."""
    policy = spec_of_days(material).view.policy
    points = material.incidents
    names = [names_at(material, place, policy) for place in points["place"]]
    labels = [f"{number} {name}" for number, name in enumerate(names, 1)]
    neighbours, kosovo = (
        geopandas.GeoDataFrame.from_features(material.base[name], crs=4326) for name in ("neighbours", "kosovo")
    )
    shapes = [material.layers.shapes[area["shape"]] for area in material.layers.areas
              if area["shape"] in material.layers.shapes]  # fmt: skip
    areas = geopandas.GeoDataFrame.from_features(
        [{"type": "Feature", "properties": {}, "geometry": shape["geometry"]} for shape in shapes], crs=4326
    )
    return Drawable(points.assign(label=labels), neighbours, kosovo, areas)


def drawn(world: Drawable, form: str) -> bytes:
    """Draw everything on one page and save it."""
    figure = _figure(world, world.points)
    target = io.BytesIO()
    figure.savefig(target, format=form, dpi=300)
    _close(figure)
    return target.getvalue()


def series(world: Drawable) -> bytes:
    """Save a page for each day in one PDF."""
    from matplotlib.backends.backend_pdf import PdfPages

    target = io.BytesIO()
    with PdfPages(target) as pages:
        for day in range(DAYS):
            of_the_day = world.points[world.points["first_day"] == FIRST + timedelta(day)]
            figure = _figure(world, of_the_day)
            pages.savefig(figure)
            _close(figure)
    return target.getvalue()


def animated(world: Drawable, folder: Path) -> bytes:
    """Save what happened so far, day by day, as GIF; the ground is drawn once, the points anew."""
    from matplotlib.animation import FuncAnimation, PillowWriter

    figure = _figure(world, world.points.iloc[:0])
    axes = figure.axes[0]
    path = folder / "animated.gif"

    def frame(day: int) -> None:
        new = world.points[world.points["first_day"] == FIRST + timedelta(day)]
        _draw_points(axes, new)

    FuncAnimation(figure, frame, frames=DAYS, init_func=lambda: None).save(path, PillowWriter(fps=1), dpi=FRAME_DPI)
    _close(figure)
    return path.read_bytes()


def _figure(world: Drawable, points: GeoDataFrame) -> Figure:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=INCHES)
    world.neighbours.plot(ax=axes, color="#F2F4F6", edgecolor="#8A959F", linewidth=0.8)
    world.kosovo.plot(ax=axes, color="white", edgecolor="#52606D", linewidth=1.2, linestyle="--")
    world.areas.plot(ax=axes, facecolor="#F6E3C0", edgecolor="#9A6B12", linewidth=0.6, alpha=0.7)
    _draw_points(axes, points)
    (south, west), (north, east) = KOSOVO_ZOOM_BOX
    axes.set(xlim=(west, east), ylim=(south, north), title="Kosovo: incidents, 10-21 March 2004")
    axes.legend(*_signs(), loc="upper right", title="Incidents")
    return figure


def _draw_points(axes: Axes, points: GeoDataFrame) -> None:
    for kind, group in points.groupby("event_type"):
        style = EVENT_STYLES[kind]
        group.plot(ax=axes, color=style.light, marker=MARKERS[kind], markersize=30, edgecolor="white", linewidth=0.5)
    for point, label in zip(points.geometry, points["label"], strict=True):
        axes.annotate(label, (point.x, point.y), xytext=(4, 2), textcoords="offset points", fontsize=6.5)


def _signs() -> tuple[list[Any], list[str]]:
    from matplotlib.lines import Line2D

    styles = [(EVENT_STYLES[kind], marker) for kind, marker in MARKERS.items()]
    signs = [Line2D([], [], color=style.light, marker=marker, linestyle="") for style, marker in styles]
    return signs, [style.label for style, _ in styles]


def _close(figure: Figure) -> None:
    from matplotlib import pyplot as plt

    plt.close(figure)


@contextmanager
def paper() -> Iterator[Page]:
    """Open a page of the size of A4 in a browser that is started for it."""
    with chromium() as browser:
        page = browser.new_page(viewport=PIXELS, device_scale_factor=DENSITY, color_scheme="light")
        yield page
        page.close()


def screenshot(path: Path) -> bytes:
    """Start a browser, open a map and take its picture."""
    with paper() as page:
        return screenshot_of(page, path)


def screenshot_of(page: Page, path: Path) -> bytes:
    """Open a map and take its picture as soon as it is drawn."""
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_selector(READY, state="attached")
    return page.screenshot(type="png")


def folium_png(material: Material) -> bytes:
    """Draw the points on a map without tiles and let folium take its picture, which needs selenium and a driver."""
    chart = folium.Map(tiles=None)
    chart.fit_bounds([list(corner) for corner in KOSOVO_ZOOM_BOX])
    for point, title in zip(material.incidents.geometry, material.incidents["title"], strict=True):
        folium.CircleMarker([point.y, point.x], radius=5, tooltip=title).add_to(chart)
    picture: bytes = chart._to_png(delay=1)
    return picture
