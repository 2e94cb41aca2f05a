"""A viewer without a browser: speaks to the server as Streamlit's page does, over a WebSocket with protocol buffers.

It keeps what a page keeps (the widgets on it with their values, the address, the cached messages) and sends all of it
with every change, as a page does. It draws nothing, so that many of them fit beside the server.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from random import Random

    from streamlit.proto.Element_pb2 import Element
    from websockets.asyncio.client import ClientConnection

STREAM, PROTOCOL = "_stcore/stream", Subprotocol("streamlit")
LARGEST_BYTES = 64 * 2**20
MAP = "bidi_component"
#: what the map page has at least
WHOLE_PAGE = {MAP: 1, "multiselect": 7, "selectbox": 4, "text_input": 1}
KEPT = {*WHOLE_PAGE, "button_group"}
#: elements that say that something went wrong
FAULTS = ("exception", "alert")
WINDOWS = (
    ("2004-03-17", "2004-03-19"), ("2011-07-01", "2011-12-31"), ("2023-05-01", "2023-10-31"),
    ("1999-01-01", "2008-12-31"), ("2012-01-01", "2024-12-31"),
)  # fmt: skip
WORDS = ("Mitrovica", "bridge", "KFOR", "Prizren church", "Zvecan", "nothing of this kind", "")


@dataclass(slots=True)
class Viewer:
    """One open page of the app."""

    address: str
    chance: Random
    connection: ClientConnection | None = None
    query: str = ""
    page: str = ""
    reports: int = 0
    states: dict[str, WidgetState] = field(default_factory=dict)
    widgets: dict[str, Element] = field(default_factory=dict)  # by id, those of the last run
    kept: dict[str, ForwardMsg] = field(default_factory=dict)  # large messages that the server need not repeat
    faults: list[str] = field(default_factory=list)
    gone: bool = False

    async def open(self) -> float:
        """Connect and run the page for the first time; return how long that took (ms)."""
        began = time.perf_counter()
        parts = urlsplit(self.address)
        self.connection = await connect(
            f"ws://{parts.netloc}/{STREAM}", origin=Origin(f"http://{parts.netloc}"), subprotocols=[PROTOCOL],
            compression=None, max_size=LARGEST_BYTES,
        )  # fmt: skip
        await self.rerun()
        return 1000 * (time.perf_counter() - began)

    async def close(self) -> None:
        """Leave."""
        if self.connection is not None:
            await self.connection.close()

    async def change_something(self) -> float:
        """Do what a hand does; return how long the server took to answer it wholly (ms)."""
        self.chance.choice((
            self._move_window, self._move_window, self._choose_some, self._choose_some, self._search,
            self._choose_names, self._choose_casualties,
        ))()  # fmt: skip
        return await self.rerun()

    async def rerun(self) -> float:
        """Send the state of the page and read until the script has finished (ms)."""
        if self.connection is None:
            raise RuntimeError("The page has to be opened before it can be changed.")
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self.page
        asked.rerun_script.widget_states.widgets.extend(self.states.values())
        asked.rerun_script.cached_message_hashes.extend(self.kept)
        content = asked.SerializeToString()
        self.widgets = {}
        began = time.perf_counter()
        await self.connection.send(content)
        while not self._take(await self.connection.recv(decode=False)):
            pass
        spent = 1000 * (time.perf_counter() - began)
        self._tidy()
        return spent

    def _take(self, content: bytes) -> bool:
        """Take one message of the server; say whether it was the last one of a run."""
        told = ForwardMsg.FromString(content)
        kind = told.WhichOneof("type")
        if kind == "ref_hash":
            told, kind = self.kept[told.ref_hash], "delta"
        elif told.metadata.cacheable:
            self.kept[told.hash] = told
        if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            self._draw(told.delta.new_element)
        elif kind == "new_session":
            self.page = told.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.query = told.page_info_changed.query_string
        elif kind == "navigation":
            self.page = told.navigation.page_script_hash
        return kind == "script_finished" and bool(told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)

    def _draw(self, element: Element) -> None:
        """Keep a widget as the page does: with the value that the server sets, or the usual one when it is new."""
        kind = element.WhichOneof("type") or ""
        if kind in FAULTS:
            self.faults.append(str(getattr(element, kind))[:200])
        if kind not in KEPT:
            return
        widget = getattr(element, kind)
        self.widgets[widget.id] = element
        if kind != MAP and (widget.set_value or widget.id not in self.states):
            self.states[widget.id] = _value_of(kind, widget)

    def _tidy(self) -> None:
        """Forget the widgets that the last run did not draw; a page that lacks some of its own is a fault."""
        self.states = {name: state for name, state in self.states.items() if name in self.widgets}
        kinds = Counter(str(element.WhichOneof("type")) for element in self.widgets.values())
        if any(kinds[kind] < count for kind, count in WHOLE_PAGE.items()):
            self.faults.append(f"The page has only {dict(kinds)}.")

    def _of_kind(self, kind: str) -> list[Any]:
        return [getattr(one, kind) for one in self.widgets.values() if one.WhichOneof("type") == kind]

    def _choose_some(self) -> None:
        """Choose in one list an option, or take all back there."""
        widget = self.chance.choice(self._of_kind("multiselect"))
        state = self.states[widget.id].string_array_value
        chosen = [] if state.data else [self.chance.choice(widget.options)]
        self.states[widget.id].string_array_value.data[:] = chosen
        self.states[widget.id].string_array_value.SetInParent()

    def _choose_names(self) -> None:
        self._choose_other("Names")

    def _choose_casualties(self) -> None:
        self._choose_other("Casualties")

    def _choose_other(self, label: str) -> None:
        widget = next(one for one in self._of_kind("selectbox") if one.label == label)
        before = self.states[widget.id].string_value
        self.states[widget.id].string_value = self.chance.choice([one for one in widget.options if one != before])

    def _search(self) -> None:
        (widget,) = self._of_kind("text_input")
        before = self.states[widget.id].string_value
        self.states[widget.id].string_value = self.chance.choice([one for one in WORDS if one != before])

    def _move_window(self) -> None:
        """Let the map report another window, as it does when the hand lets the slider go."""
        (widget,) = self._of_kind(MAP)
        first, last = self.chance.choice(WINDOWS)
        self.reports += 1
        report = {
            "clock": {"from": first, "to": last, "mode": "window", "step": "month"},
            "selected": None,
            "view": {"latitude": 42.6, "longitude": 20.9, "zoom": self.chance.randrange(8, 14)},
            "number": self.reports,
        }
        self.states[widget.id] = WidgetState(id=widget.id, json_value=json.dumps({"report": report}))


def _value_of(kind: str, widget: Any) -> WidgetState:
    """Return the value that a page sends for a widget as the server describes it."""
    state = WidgetState(id=widget.id)
    if kind == "text_input":
        state.string_value = widget.value if widget.set_value else widget.default
    elif kind == "selectbox":
        state.string_value = widget.raw_value if widget.set_value else widget.options[widget.default]
    else:
        options = [one.content for one in widget.options] if kind == "button_group" else widget.options
        chosen = widget.raw_values if widget.set_value else [options[one] for one in widget.default]
        state.string_array_value.data.extend(chosen)
        state.string_array_value.SetInParent()
    return state
