"""What the server answers besides Streamlit: the map and made pictures at their addresses, headers for every answer."""

from __future__ import annotations

import gc
import logging
from contextlib import asynccontextmanager, suppress
from secrets import token_hex
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from gazetteer.errors import GazetteerError
from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from geo.errors import AtlasError, StoryError
from geo.language import LANGUAGES, SOURCE_LANGUAGE
from pages.shared.made import ADDRESS, MADE, MEDIA_TYPES
from pages.shared.state import opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: what a page may do that shares nothing with the app: scripts, windows of its own, full screen
OWN_ORIGIN = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
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
    del request
    return HTMLResponse(
        opened().map_html,
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
        page = storytelling.presentation(opened().map_version, asked.get("own", ""), NamePolicy(policy), language)
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


def _prepare() -> None:
    """Read the tables and write the map before anybody asks; a fault is told to the first viewer, not here."""
    with suppress(AtlasError, GazetteerError):
        opened()
    gc.freeze()  # what is read now stays for good: nothing to look through after every rerun


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Prepare beside the start of the server."""
    del app
    Thread(target=_prepare, daemon=True).start()
    yield


def tell_fault(error: Exception) -> bool:
    """Say in a sentence that something unforeseen went wrong; the log has the rest, under the same number."""
    number = token_hex(3)
    LOG.error("Fault %s", number, exc_info=error)
    st.error(
        f"Something went wrong that the atlas did not foresee (fault {number}; the log of the server says more). "
        "Reload the page; if it stays, clear the filters or open the address without what follows the question mark."
    )
    return True


ROUTES = [Route(MAP_ADDRESS, _map), Route(PRESENT_ADDRESS, _present), Route(f"{ADDRESS}/{{name}}", _made)]
MIDDLEWARE = [Middleware(SafeHeaders)]
