"""What the server answers besides Streamlit: the map and made pictures at their addresses, headers for every answer."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from contextlib import asynccontextmanager, suppress
from secrets import token_hex
from socket import IPPROTO_TCP, SO_ACCEPTCONN, SOL_SOCKET, TCP_NODELAY, socket
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from gazetteer.errors import GazetteerError
from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from geo.engine.feed import MEDIA_TYPE
from geo.errors import AtlasError, StoryError
from geo.language import LANGUAGES, SOURCE_LANGUAGE
from pages.shared import large
from pages.shared.made import ADDRESS, MADE, MEDIA_TYPES
from pages.shared.mapfiles import find
from pages.shared.state import atlas

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: what a page may do that shares nothing with the app: scripts, windows of its own, full screen
OWN_ORIGIN = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
#: how often all garbage is collected, and how often it is looked whether anybody waits (s)
COLLECT_EVERY_S, GLANCE_S = 30.0, 0.01
#: so many collections of what is young pass before Python collects everything by itself
WHOLE_BY_ITSELF = 10_000
#: how Streamlit names the threads that run a page
AT_WORK = "ScriptRunner"
LOG = logging.getLogger("incident_atlas")
MAP_ADDRESS, PRESENT_ADDRESS = "/atlas/map.html", "/atlas/present.html"
#: nothing is loaded from elsewhere; Streamlit's own scripts need inline code and evaluation (charts)
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; frame-src 'self' blob: data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
}


class SafeHeaders:
    """Add `HEADERS` to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of the answer."""

        async def send_completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in given),
                ]
            await send(message)

        await self.app(scope, receive, send_completed if scope["type"] == "http" else send)


def _map(request: Request) -> Response:
    """Answer with the map file; the address carries the data version, so it may be kept for ever."""
    return HTMLResponse(
        find(request.query_params.get("version", "")) or atlas().map_html,
        headers={
            "cache-control": "private, max-age=31536000, immutable",
            "content-security-policy": "frame-ancestors 'self'",
        },
    )


def _present(request: Request) -> Response:
    """Answer with a presentation; it runs in an origin of its own, so nothing in it can reach the app."""
    from pages.shared import storytelling  # needs what only a presentation needs

    asked = request.query_params
    policy = asked["names"] if asked.get("names") in set(NamePolicy) else DEFAULT_POLICY
    language = asked["lang"] if asked.get("lang") in LANGUAGES else SOURCE_LANGUAGE
    try:
        page = storytelling.presentation(atlas().map_version, asked.get("own", ""), NamePolicy(policy), language)
    except StoryError as error:
        return PlainTextResponse(str(error), 404, headers={"cache-control": "no-store"})
    headers = {"cache-control": "no-cache", "content-security-policy": f"{OWN_ORIGIN}; frame-ancestors 'self'"}
    return HTMLResponse(page, headers=headers)


def _made(request: Request) -> Response:
    """Answer with a file that was made for a page; its address is the hash of it, so it may be kept for ever."""
    name: str = request.path_params["name"]
    content = MADE.find(name)
    if content is None:
        gone = "This picture is not kept any more; reload the page that showed it."
        return PlainTextResponse(gone, 404, headers={"cache-control": "no-store"})
    headers = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(content, media_type=MEDIA_TYPES[name.rpartition(".")[2]], headers=headers)


def _feed(request: Request) -> Response:
    """Answer with what the map draws of a box of a large selection."""
    asked = request.query_params
    try:
        west, south, east, north = (float(part) for part in asked["box"].split(","))
        zoom = float(asked["zoom"])
    except (KeyError, ValueError):
        return PlainTextResponse("The map has to say its box and its zoom.", 400)
    try:
        content = large.drawn(request.path_params["key"], (west, south, east, north), zoom)
    except AtlasError as error:
        return PlainTextResponse(str(error), 503, headers={"cache-control": "no-store"})
    if content is None:
        gone = "This choice of incidents is not kept any more; reload the page."
        return PlainTextResponse(gone, 404, headers={"cache-control": "no-store"})
    return Response(content, media_type=MEDIA_TYPE, headers={"cache-control": "private, max-age=3600"})


def _prepare() -> None:
    """Read the tables and write the map before anybody asks; a fault is told to the first viewer, not here."""
    with suppress(AtlasError, GazetteerError):
        atlas()
    gc.collect()
    gc.freeze()  # what is read now stays for good: nothing to look through ever again


def _answer_at_once() -> None:
    """Let no small message wait until the one before it is acknowledged, which cost 40 ms with every answer.

    asyncio sees to that by itself, but not for the way in which Streamlit opens its socket. That socket is not handed
    to us; what is set on it holds for all connections that it accepts.
    """
    for one in [one for one in gc.get_objects() if type(one) is socket]:
        with suppress(OSError):
            if one.getsockopt(SOL_SOCKET, SO_ACCEPTCONN):
                one.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)


async def _collect_garbage() -> None:
    """Collect garbage again and again, at a moment when nobody waits for an answer if there is one.

    A whole collection looks through all that the viewers keep, and everybody waits meanwhile. So it does not happen in
    the middle of an answer, as Python would do it by itself; the quick collections of what is new stay as they are.
    """
    new, young, _ = gc.get_threshold()
    gc.set_threshold(new, young, WHOLE_BY_ITSELF)
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        for _ in range(round(COLLECT_EVERY_S / GLANCE_S)):
            if not any(thread.name.startswith(AT_WORK) for thread in threading.enumerate()):
                break
            await asyncio.sleep(GLANCE_S)
        gc.collect()


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Prepare beside the start of the server, and collect garbage as long as it runs."""
    del app
    _answer_at_once()
    threading.Thread(target=_prepare, daemon=True).start()
    collecting = asyncio.create_task(_collect_garbage())
    yield
    collecting.cancel()


def tell_fault(error: Exception) -> bool:
    """Say in a sentence that something unforeseen went wrong; the log has the rest, under the same number."""
    number = token_hex(3)
    LOG.error("Fault %s", number, exc_info=error)
    st.error(
        f"Something went wrong that the atlas did not foresee (fault {number}; the log of the server says more). "
        "Reload the page; if it stays, clear the filters or open the address without what follows the question mark."
    )
    return True


ROUTES = [
    Route(MAP_ADDRESS, _map),
    Route(PRESENT_ADDRESS, _present),
    Route(f"{ADDRESS}/{{name}}", _made),
    Route(f"{large.FEED_ADDRESS}/{{key}}", _feed),
]
MIDDLEWARE = [Middleware(SafeHeaders)]
