"""A PostgreSQL server and a Spark for tests, where their programs are on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

#: where Debian and others keep what only a server needs
SERVER_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin")
SERVER_USER = "postgres"


@contextmanager
def running_postgres():
    """Run a PostgreSQL server of our own on a free port of 127.0.0.1; give the address of its database."""
    programs = _server_programs()
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: PostgreSQL is not asked (requirements-engines.txt).")
    if programs is None:
        pytest.skip("PostgreSQL is not on this machine: it is not asked (.ci/services installs it on Debian).")
    # a server refuses to run as root, and its user has to get into its folder
    user = {"user": SERVER_USER} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="atlas-postgres-"))
    if user:
        shutil.chown(folder, SERVER_USER)
    port = _free_port()
    try:
        _run(
            programs / "initdb", "-D", folder / "kept", "-U", "atlas", "-A", "trust", "-E", "UTF8", "--locale=C", **user
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        options += (
            " -c shared_buffers=768MB -c work_mem=128MB -c max_wal_size=4GB -c wal_level=minimal -c max_wal_senders=0"
        )
        control = (programs / "pg_ctl", "-D", folder / "kept", "-w")
        _run(*control, "-l", folder / "log", "-o", options, "start", **user)
        try:
            yield f"postgresql://atlas@127.0.0.1:{port}/postgres"
        finally:
            _run(*control, "-m", "immediate", "stop", **user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_spark():
    """See that Spark can run here; end its session afterwards."""
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: Spark is not asked (requirements-engines.txt).")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip(
            "There is no Java runtime on this machine: Spark is not asked (.ci/services installs it on Debian)."
        )
    from pyspark.sql import SparkSession

    try:
        yield "local[2]"
    finally:
        session = SparkSession.getActiveSession()
        if session is not None:
            session.stop()


def _server_programs():
    """Return the folder of the newest PostgreSQL server, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = [path for pattern in SERVER_FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    return max((path for path in folders if (path / "initdb").exists()), default=None)


def _free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _run(*command, **options):
    done = subprocess.run(
        [str(part) for part in command], cwd="/", text=True, capture_output=True, check=False, timeout=60, **options
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr[-2000:]}")
