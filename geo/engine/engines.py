"""The one way to open data sets of any size for questions: in this process, on a PostgreSQL server, or with Spark."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.engine.answers import Tally
from geo.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from geo.engine.asking import Engine

SERVERS = ("postgresql", "postgres")


class EngineName(StrEnum):
    """What answers the questions."""

    DUCKDB = "duckdb"
    POSTGRESQL = "postgresql"
    SPARK = "spark"


def open_flat(
    addresses: Mapping[str, str], engine: EngineName | str | None = None, *, master: str = "", timeout_s: float = 60,
    threads: int | None = None, memory: str = "",
) -> Tally:  # fmt: skip
    """Open data sets so that they can be asked about together.

    Parameters
    ----------
    addresses
        Id of the data set -> where its flat table is: a Parquet file or a folder of such files (also one that
        `geo.engine.cells_built` made), or `postgresql://user@host/database?table=schema.name`.
    engine
        What answers; None takes DuckDB in this process for files, and the server for tables of a server.
    master
        The master of a Spark cluster; "" for Spark on this machine.
    timeout_s
        Seconds after which a server gives a question up.
    threads, memory
        Most threads and most memory (for example "2GB") for DuckDB; None and "" leave it to DuckDB.

    Raises
    ------
    EngineError
        If what answers is not installed or does not answer, or there is no table of incidents at an address.
    """
    return Tally(_opened(addresses, _engine(addresses, engine), master, timeout_s, (threads, memory)))


def load_into_postgres(table: pa.Table, url: str, name: str) -> int:
    """Make a table of a PostgreSQL server from the flat table; see `geo.engine.postgres.load_into_postgres`."""
    from geo.engine import postgres

    return postgres.load_into_postgres(table, url, name)


def _engine(addresses: Mapping[str, str], asked: EngineName | str | None) -> EngineName:
    """Say what answers for some addresses."""
    if not addresses:
        raise EngineError("There is no data set to open; choose one.")
    on_servers = [urlsplit(address).scheme in SERVERS for address in addresses.values()]
    if any(on_servers) != all(on_servers):
        raise EngineError("Data sets in files and on a server cannot be shown together; choose some of one kind.")
    if asked is not None and asked not in set(EngineName):
        raise EngineError(f'"{asked}" is no engine; use one of: {", ".join(EngineName)}.')
    name = EngineName(asked or (EngineName.POSTGRESQL if on_servers[0] else EngineName.DUCKDB))
    if (name is EngineName.POSTGRESQL) != on_servers[0]:
        raise EngineError(f"{name.value} cannot read {'a table of a server' if on_servers[0] else 'files'}.")
    return name


def _opened(
    addresses: Mapping[str, str], engine: EngineName, master: str, timeout_s: float, limits: tuple[int | None, str]
) -> Engine:
    """Open with what is asked for; each needs packages that the others do without."""
    if engine is EngineName.POSTGRESQL:
        from geo.engine.postgres import open_postgres

        return open_postgres(addresses, timeout_s)
    if engine is EngineName.SPARK:
        from geo.engine.spark import open_spark

        return open_spark(addresses, master)
    from geo.engine.in_process import open_in_process
    from geo.engine.parquet import part_of

    return open_in_process(tuple(part_of(dataset, address) for dataset, address in addresses.items()), *limits)
