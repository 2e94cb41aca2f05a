"""What a save withstands: being killed at any moment, four editors at once, a full disk, a folder that is closed.

Run as a program, this file is what is killed or locked out: `python -m tests.test_store_crashes SCENE FOLDER`.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha512
from pathlib import Path

import pytest

from geo.errors import StoreError
from geo.formats.reading import searching
from geo.store.editing import Edits
from geo.store.folder import OLDEST_S, TURN
from geo.store.workspace import Workspace, open_workspace
from tests.own_rows import row, started, table, titles

ROOT = Path(__file__).parent.parent
KILLS, EDITORS, SAVES, SAVES_WITHOUT_TURNS = 200, 4, 100, 25
NOBODY = 65_534
NAME = "roadblocks-2004"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed and forked as on Unix")


def test_a_save_that_is_killed_at_any_moment_loses_nothing_that_was_said_to_be_saved(tmp_path):
    workspace = open_workspace(str(tmp_path))
    started(workspace, tmp_path)
    moments, acknowledged, unreadable, lost = random.Random(1), {}, [], []  # noqa: S311  when to kill
    with scene("victims", tmp_path) as killed:
        for _ in range(KILLS):
            said = _kill_one(killed, moments.random())
            (entry,) = Workspace(str(tmp_path)).datasets()
            if entry.fault or entry.head.number < max(said, default=1):
                unreadable.append(entry)
            lost += [number for number, title in said.items() if _title(workspace, number) != title]
            acknowledged |= said
    assert (unreadable, lost) == ([], [])
    history = workspace.history(NAME)
    assert [one.number for one in history] == list(range(1, len(history) + 1))
    assert set(acknowledged) <= {one.number for one in history}
    # the kills did fall into saves: some left a file behind that was being written, some a version nobody was told of
    assert len(acknowledged) > KILLS
    assert list(tmp_path.glob(f"{NAME}/.saving-*.tmp"))


@pytest.mark.parametrize("saves", [SAVES, SAVES_WITHOUT_TURNS])
def test_four_editors_at_once_lose_no_save_whether_they_take_turns_or_race(tmp_path, saves):
    workspace = open_workspace(str(tmp_path))
    started(workspace, tmp_path, table(*(row(f"editor-{number}") for number in range(EDITORS))))
    if saves == SAVES_WITHOUT_TURNS:
        (tmp_path / NAME / TURN).mkdir()  # cannot be locked, like files on some disks
    with scene("editors", tmp_path, saves) as editors:
        assert [editors.stdout.readline() for _ in range(EDITORS)] == ["done\n"] * EDITORS
    head = workspace.head(NAME)
    assert head.number == 1 + EDITORS * saves
    assert len(workspace.history(NAME)) == 1 + EDITORS * saves
    saved = titles(workspace, head)
    assert {f"editor-{number}": saved.pop(f"editor-{number}") for number in range(EDITORS)} == {
        f"editor-{number}": f"save {saves - 1}" for number in range(EDITORS)
    }
    assert saved == {f"row-{number}-{save}": "Added" for number in range(EDITORS) for save in range(saves)}


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "atlas-test", str(disk)]
    if os.getuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        workspace = open_workspace(str(disk))
        first = started(workspace, tmp_path)
        large = table(*(row(f"r{number}", summary=noise(number)) for number in range(9000)))
        with pytest.raises(
            StoreError, match=r"^There is no room left in .*disk \(No space left on device\)\. Nothing "
        ):
            workspace.append_rows(NAME, 1, large, "ben", "Too much.")
        assert workspace.history(NAME) == (first,)
        assert titles(workspace, workspace.head(NAME)) == {"a": "About a", "b": "About b", "c": "About c"}
        assert not list(disk.glob(f"{NAME}/.saving-*"))
        assert workspace.edit(NAME, 1, Edits({"a": {"title": "Fits"}}), "ben", "Small.").number == 2
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_that_may_not_grow_so_large_is_told_like_a_full_disk(tmp_path):
    workspace = open_workspace(str(tmp_path))
    first = started(workspace, tmp_path)
    told = _told("limited", tmp_path)
    assert told == (
        f"There is no room left in {tmp_path} (File too large). Nothing was saved; what was there before is untouched. "
        "Make room there, save again."
    )
    assert workspace.datasets()[0].head == first
    assert not list(tmp_path.glob(f"{NAME}/.saving-*"))


@pytest.mark.parametrize("mode", [0o555, 0o500])
def test_a_folder_that_is_closed_is_told_and_another_one_offered(tmp_path, mode):
    with tempfile.TemporaryDirectory(prefix="atlas-closed-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        started(open_workspace(place), tmp_path)
        kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        (folder / NAME).chmod(mode)
        verb = "written" if mode == 0o555 else "read"
        told = _told("stranger", folder) if os.getuid() == 0 else _told("limited", folder)
        assert told.startswith(f"{folder} cannot be {verb} (Permission denied).")
        assert told.endswith("Check its permissions, or name another workspace with ATLAS_WORKSPACE.")
        (folder / NAME).chmod(0o755)
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == kept


def test_what_a_killed_save_left_behind_is_swept_after_a_day(tmp_path):
    workspace = open_workspace(str(tmp_path))
    started(workspace, tmp_path)
    old, young = (tmp_path / NAME / f".saving-{name}.tmp" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, times=(time.time() - OLDEST_S - 60,) * 2)
    workspace.edit(NAME, 1, Edits({"a": {"title": "x"}}), "ana", "One title.")
    assert (old.exists(), young.exists()) == (False, True)


def noise(number):
    """Return a text that cannot be packed any smaller."""
    return sha512(str(number).encode()).hexdigest() * 2


def scene(name, folder, *more):
    """Start this file as a program."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.test_store_crashes", name, str(folder), *map(str, more)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _told(name, folder):
    with scene(name, folder) as program:
        return program.communicate()[0].strip()


def _kill_one(victims, moment):
    """Let one process save, kill it at a moment (0 to 1) of its next saves, and return what it said was saved."""
    began = time.monotonic()
    victims.stdin.write("next\n")
    victims.stdin.flush()
    pid, line, said = int(victims.stdout.readline()), victims.stdout.readline(), {}
    time.sleep(moment * (time.monotonic() - began))
    os.kill(pid, signal.SIGKILL)
    while line != "ended\n":
        number, title = line.split()
        said[int(number)] = title
        line = victims.stdout.readline()
    return said


def _title(workspace, number):
    return titles(workspace, workspace.version(NAME, number))["a"]


def _victims(folder):
    """For every line, fork a process that saves until it is killed; it is long warm, so that the kill meets a save."""
    for turn, _ in enumerate(sys.stdin):
        pid = os.fork()
        if pid == 0:
            _save_for_ever(folder, turn)
        print(pid, flush=True)  # noqa: T201
        os.waitpid(pid, 0)
        print("ended", flush=True)  # noqa: T201


def _save_for_ever(folder, turn):
    workspace = open_workspace(folder)
    head = workspace.head(NAME)
    for save in range(1_000_000):
        title = f"{turn}-{save}"
        head = workspace.edit(NAME, head.number, Edits({"a": {"title": title}}), "victim", "One title.")
        os.write(1, f"{head.number} {title}\n".encode())


def _editors(folder, saves):
    pids = []
    for number in range(EDITORS):
        pid = os.fork()
        if pid == 0:
            _edit(folder, number, int(saves))
            os._exit(0)
        pids.append(pid)
    for pid in pids:
        print("done" if os.waitpid(pid, 0)[1] == 0 else "failed", flush=True)  # noqa: T201


def _edit(folder, number, saves):
    """Save many times, each time on top of what this editor saved last, as a page does."""
    workspace, base = open_workspace(folder), 1
    for save in range(saves):
        added = table(row(f"row-{number}-{save}", title="Added"))
        edits = Edits({f"editor-{number}": {"title": f"save {save}"}}, added)
        base = workspace.edit(NAME, base, edits, f"editor {number}", f"Save {save}.").number


def _limited(folder):
    """Save more than a process may write."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    more = table(*(row(f"r{number}", summary=noise(number)) for number in range(300)))
    _append(folder, more)


def _stranger(folder):
    """Save as somebody who may not."""
    with tempfile.TemporaryDirectory() as place:  # all that a save needs is loaded while it still can be
        started(open_workspace(place), Path(place))
        _append(place, table(row("d")))
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    _append(folder, table(row("d")))


def _append(folder, rows):
    try:
        open_workspace(folder).append_rows(NAME, 1, rows, "ben", "Added.")
    except StoreError as error:
        print(error, flush=True)  # noqa: T201


SCENES = {"victims": _victims, "editors": _editors, "limited": _limited, "stranger": _stranger}

if __name__ == "__main__":
    searching.search_texts(table(row("warm"))["title"].combine_chunks())
    SCENES[sys.argv[1]](*sys.argv[2:])
