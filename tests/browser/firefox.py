"""Firefox with the network closed, driven over WebDriver BiDi: enough to open a file, press keys and look."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from websockets.sync.client import connect

from tests.browser.presenting import SEEN
from tests.browser.visit import is_local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

BROWSERS = ("firefox-esr", "firefox")
START_S, ANSWER_S = 60, 30
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://127\.0\.0\.1:\d+)")
#: every address but this machine's goes to a proxy that nobody runs, and Firefox asks nothing of its own accord
SETTINGS = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.dns.disablePrefetch": True,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
}
#: what WebDriver calls the keys that have no sign
KEYS = {"ArrowRight": "\ue014", "ArrowLeft": "\ue012", "PageDown": "\ue00f", "PageUp": "\ue00e", "Home": "\ue011"}


def found() -> str | None:
    """Return the Firefox of this machine, if it has one."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


class Firefox:
    """One tab: what it asked the outside for, what went wrong in it, and hands."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._last = 0
        self.outside: list[str] = []
        self.faults: list[str] = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Send a command and return its answer; note what Firefox tells in between."""
        self._last += 1
        self._connection.send(json.dumps({"id": self._last, "method": method, "params": given}))
        while True:
            told = json.loads(self._connection.recv(ANSWER_S))
            if told.get("id") == self._last:
                assert told["type"] == "success", told
                return told["result"]
            self._note(told)

    def _note(self, told: dict[str, Any]) -> None:
        if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
            self.faults.append(told["params"]["text"])
        if told.get("method") == "network.beforeRequestSent" and told["params"]["context"] == self._tab:
            asked = told["params"]["request"]["url"]
            if not is_local(asked):
                self.outside.append(asked)

    def open(self, address: str) -> Firefox:
        """Open an address and wait until it is loaded."""
        self.ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")
        return self

    def resize(self, width: int, height: int) -> Firefox:
        """Give the page another size."""
        size = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self._tab, viewport=size)
        return self

    def say(self, expression: str) -> Any:
        """Evaluate an expression of JavaScript whose value is plain, and return that."""
        wrapped = f"(async () => JSON.stringify(await ({expression})))()"
        told = self.ask("script.evaluate", expression=wrapped, target={"context": self._tab}, awaitPromise=True)
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"]) if "value" in told["result"] else None

    def wait_for(self, condition: str) -> Firefox:
        """Wait until a condition holds."""
        until = time.monotonic() + ANSWER_S
        while not self.say(f"Boolean({condition})"):
            assert time.monotonic() < until, condition
            time.sleep(0.05)
        return self

    def seen(self) -> dict[str, Any]:
        """Return what stands on the slide of a presentation and on its map."""
        told: dict[str, Any] = self.say(f"({SEEN})()")
        return told

    def press(self, key: str) -> Firefox:
        """Press a key."""
        value = KEYS.get(key, key)
        strokes = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self.ask("input.performActions", context=self._tab,
                 actions=[{"type": "key", "id": "keyboard", "actions": strokes}])  # fmt: skip
        return self


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Start Firefox on a fresh profile in a folder."""
    profile = folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [found(), "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    log = folder / "firefox.log"
    with log.open("w", encoding="utf-8") as written:
        browser = subprocess.Popen(
            command,
            stdout=written,
            stderr=subprocess.STDOUT,
            env=os.environ | {"HOME": str(folder), "MOZ_HEADLESS": "1"},
        )
        try:
            with connect(f"{_address(browser, log)}/session", max_size=None) as connection:
                yield Firefox(connection)
        finally:
            browser.terminate()
            browser.wait(20)


def _address(browser: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + START_S
    while time.monotonic() < until and browser.poll() is None:
        if told := LISTENS.search(log.read_text(encoding="utf-8")):
            return told[1]
        time.sleep(0.1)
    raise AssertionError(f"Firefox did not start:\n{log.read_text(encoding='utf-8')}")
