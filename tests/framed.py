"""A page that frames a map file as the app does, with the app's own script between them, and feeds it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

from geo.basemaps import base_layers
from geo.engine.drawn import Days
from geo.engine.feed import days_message
from geo.incidents import places_of
from geo.layers import Layers, type_legend
from geo.minutes import minutes_of
from geo.tables import read_dataset
from geo.webmap import map_html, payload_of
from tests.benchmarks.points import incident_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from numpy.typing import NDArray

HERE = Path(__file__).parent
MOUNT = HERE.parent / "pages" / "shared" / "mapmount.js"


def feed_of(key: str, days: Days) -> dict[str, Any]:
    """Return what a map is told of a selection."""
    return {"key": key, **days_message(days)}


def feed_map(feed: dict[str, Any], span: tuple[date, date], **members: Any) -> str:
    """Write a map that draws what it is fed; `members` go over those of the payload."""
    none = Layers(incident_columns(0), [], [], [], [], [], {}, {}, {}, type_legend(), [])
    payload = payload_of(none, base_layers(places_of(read_dataset())))
    domain = {"from": minutes_of(span[0]), "to": minutes_of(span[1])}
    return map_html(payload | {"domain": domain, "feed": feed} | members)


@dataclass
class Served:
    """A running page: where it is, and what its map asked for."""

    address: str
    asked: list[tuple[str, tuple[float, ...], float]] = field(default_factory=list)

    def mounted(self, feed: dict[str, Any], **state: Any) -> dict[str, Any]:
        """Return what the app hands to its component."""
        return {"address": "/map.html", "answered": 0, "feedAddress": f"/feed?key={feed['key']}",
                "state": {"feed": feed, "shown": None, **state}}  # fmt: skip


@contextmanager
def serving(
    page: str, feed: dict[str, Any], answering: Callable[[str, tuple[float, ...], float], bytes]
) -> Iterator[Served]:
    """Serve a map file in its frame on this machine.

    Parameters
    ----------
    page
        The map file.
    feed
        What the map is told of its selection at first.
    answering
        Gives the answer to a key, a box and a zoom; a `ValueError` becomes the sentence of a failed answer.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the standard library asks for
            parts = urlsplit(self.path)
            fixed = {"/": ("text/html", (HERE / "framed.html").read_text(encoding="utf-8")),
                     "/map.html": ("text/html", page), "/mapmount.js": ("text/javascript", MOUNT.read_text("utf-8")),
                     "/mounted.json": ("application/json", json.dumps(served.mounted(feed)))}  # fmt: skip
            if parts.path in fixed:
                kind, text = fixed[parts.path]
                self.answer(200, kind, text.encode())
                return
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            box = tuple(float(degrees) for degrees in asked["box"].split(","))
            served.asked.append((asked["key"], box, float(asked["zoom"])))
            try:
                self.answer(200, "application/octet-stream", answering(*served.asked[-1]))
            except ValueError as error:
                self.answer(503, "text/plain", str(error).encode())

        def answer(self, status: int, kind: str, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("content-type", f"{kind}; charset=utf-8")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the map has asked for something else meanwhile

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def days_counted(first: NDArray[np.int32], last: NDArray[np.int32], unplaced: int) -> Days:
    """Count incidents by their first and their last day (days since 1970)."""
    day = np.unique(np.concatenate([first, last]))
    begun, ended = (np.bincount(np.searchsorted(day, one), minlength=len(day)) for one in (first, last))
    return Days(day.astype(np.int32), begun, ended, unplaced)
