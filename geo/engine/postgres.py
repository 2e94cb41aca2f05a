"""PostgreSQL: the flat table stands in a table of a server, which answers the questions itself."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import ibis
import pyarrow as pa
from pyarrow import csv

from geo.engine import tally as tallies
from geo.engine.asking import Engine
from geo.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from geo.engine.asking import Rows

try:
    import psycopg
    from psycopg import sql
except ImportError as error:  # pragma: no cover - the import says what to do
    raise EngineError(
        "PostgreSQL cannot be asked: psycopg is not installed; install what requirements-engines.txt lists."
    ) from error

SCHEMES = ("postgresql", "postgres")
BATCH_ROWS = 50_000
CONNECT_S = 10
#: type of Arrow -> type of PostgreSQL; words are compared as the other engines do, byte by byte
TYPES: Mapping[pa.DataType, str] = {
    pa.string(): 'text COLLATE "C"', pa.large_string(): 'text COLLATE "C"', pa.date32(): "date", pa.int8(): "smallint",
    pa.int16(): "smallint", pa.int32(): "integer", pa.int64(): "bigint", pa.float64(): "double precision",
    pa.bool_(): "boolean",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """Where a table is: how to connect, and its schema and name."""

    connection: tuple[tuple[str, Any], ...]
    schema: str
    table: str


@dataclass(slots=True)
class Server:
    """Connections to one server that may only read, each used by one question at a time."""

    address: Address
    timeout_s: float
    _idle: LifoQueue[Any] = field(default_factory=LifoQueue)

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """Lend a connection of Ibis.

        Raises
        ------
        EngineError
            If the server does not answer, or not in time.
        """
        try:
            lent = self._idle.get_nowait()
        except Empty:
            lent = self._connect()
        try:
            yield lent
        except psycopg.errors.QueryCanceled:
            raise EngineError(f"The server took longer than {self.timeout_s:g} s; ask for less.") from None
        except psycopg.Error as error:
            raise EngineError(f"The server cannot answer: {_first_line(error)}") from None
        finally:
            if lent.con.closed or lent.con.broken:
                lent.con.close()
            else:
                self._idle.put(lent)

    def put(self, rows: Rows, question: Callable[..., ibis.Table], *asked: Hashable) -> pa.Table:
        """Put a question to some rows."""
        return self.stream(question(rows.table, *asked)).read_all()

    def stream(self, rows: ibis.Table) -> pa.RecordBatchReader:
        """Return the rows of an expression batch by batch; the connection is lent until the last one."""

        def batches() -> Iterator[pa.RecordBatch]:
            with self.connection() as lent:
                yield from lent.to_pyarrow_batches(rows, chunk_size=BATCH_ROWS)

        return pa.RecordBatchReader.from_batches(rows.schema().to_pyarrow(), batches())

    def close(self) -> None:
        """Close what is not in use."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().disconnect()

    def _connect(self) -> Any:  # noqa: ANN401 - Ibis has no types
        # translating a question into machine code takes longer than answering it does
        settings = {
            "default_transaction_read_only": "on",
            "statement_timeout": round(self.timeout_s * 1000),
            "jit": "off",
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        asked = {"connect_timeout": CONNECT_S, **dict(self.address.connection), "options": options}
        try:
            return ibis.postgres.connect(**asked)
        except psycopg.Error as error:
            raise EngineError(f"The PostgreSQL server does not answer: {_first_line(error)}") from None


def address_of(url: str) -> Address:
    """Take an address apart.

    Parameters
    ----------
    url
        Such as `postgresql://user@host:5432/database?table=schema.name`; without a schema it is `public`.

    Raises
    ------
    EngineError
        If it names no table.
    """
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    schema, _, table = asked.pop("table", "").rpartition(".")
    if parts.scheme not in SCHEMES or not table:
        raise EngineError("The address of the server has to end with ?table=schema.name, the table of the incidents.")
    named = {
        "host": parts.hostname, "port": parts.port, "user": parts.username and unquote(parts.username),
        "password": parts.password and unquote(parts.password), "database": unquote(parts.path.strip("/")) or None,
    }  # fmt: skip
    return Address(
        tuple({**{key: value for key, value in named.items() if value}, **asked}.items()), schema or "public", table
    )


def open_postgres(addresses: Mapping[str, str], timeout_s: float = 60) -> Engine:
    """Open tables of one server.

    Parameters
    ----------
    addresses
        Id of the data set -> address (`address_of`).
    timeout_s
        Seconds after which a question is given up.

    Raises
    ------
    EngineError
        If the server does not answer, the tables are not on one server, or one is not the flat table.
    """
    found = {dataset: address_of(url) for dataset, url in addresses.items()}
    if len({one.connection for one in found.values()}) != 1:
        raise EngineError("Data sets can only be shown together if they are on the same server; choose fewer.")
    server = Server(next(iter(found.values())), timeout_s)
    wide = {dataset: _table(server, one) for dataset, one in found.items()}
    narrow = [tallies.tally_of(flat, dataset) for dataset, flat in wide.items()]
    tally = narrow[0] if len(narrow) == 1 else ibis.union(*narrow)
    return Engine("postgresql", tuple(found), tally, tally, wide, None, server.put, server.stream, server.close)


def load_into_postgres(table: pa.Table, url: str, name: str) -> int:
    """Make a table of a server from the flat table, with the indexes that questions use.

    Parameters
    ----------
    table
        The flat table; its rows are numbered in their order.
    url
        Address of the server and database; a table in it is not looked at.
    name
        Name of the new table, `schema.name` or `name`.

    Returns
    -------
    int
        How many rows were loaded; there are all of them or no table at all.

    Raises
    ------
    EngineError
        If the table is there already, or the server refuses.
    """
    tallies.check_columns(table.column_names, "What is to be loaded")
    schema, _, short = name.rpartition(".")
    target = sql.Identifier(schema or "public", short)
    kept = table.select([one for one in table.column_names if one not in ("row", "geometry")])
    kept = kept.append_column("row", pa.array(range(len(kept)), type=pa.int64()))
    address = dict(address_of(f"{url.partition('?')[0]}?table=unused").connection)
    address["dbname"] = address.pop("database", None)
    try:
        with psycopg.connect(connect_timeout=CONNECT_S, **address) as connection, connection.cursor() as cursor:
            _create(cursor, target, kept)
            _index(cursor, target, short)
    except psycopg.Error as error:
        raise EngineError(f"The table {name} cannot be made: {_first_line(error)}") from None
    return len(kept)


def _create(cursor: Any, target: Any, table: pa.Table) -> None:  # noqa: ANN401 - whatever psycopg gives
    columns = [sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_type(field))) for field in table.schema]
    cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(target, sql.SQL(", ").join(columns)))
    with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(target)) as copy:
        for batch in table.to_batches(BATCH_ROWS):
            written = BytesIO()
            csv.write_csv(batch, written, csv.WriteOptions(include_header=False))
            copy.write(written.getvalue())


def _index(cursor: Any, target: Any, short: str) -> None:  # noqa: ANN401 - whatever psycopg gives
    for columns in ("first_day", "cell_x, cell_y", "row"):
        named = sql.Identifier(f"{short}_{columns.replace(', ', '_')}")
        cursor.execute(sql.SQL("CREATE INDEX {} ON {} ({})").format(named, target, sql.SQL(columns)))
    if cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchone():
        point = "ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)"
        cursor.execute(
            sql.SQL("ALTER TABLE {} ADD COLUMN geometry geometry(Point, 4326) GENERATED ALWAYS AS ({}) STORED").format(
                target, sql.SQL(point)
            )
        )
        named = sql.Identifier(f"{short}_geometry")
        cursor.execute(sql.SQL("CREATE INDEX {} ON {} USING gist (geometry)").format(named, target))
    cursor.execute(sql.SQL("ANALYZE {}").format(target))


def _type(column: pa.Field) -> str:
    if column.type not in TYPES:
        raise EngineError(f'The column "{column.name}" cannot be kept in PostgreSQL; take it out.')
    return f"{TYPES[column.type]}{'' if column.nullable else ' NOT NULL'}"


def _table(server: Server, address: Address) -> ibis.Table:
    """Return a table of the server as an expression that any connection can be asked with."""
    where = f"The table {address.schema}.{address.table}"
    with server.connection() as lent:
        try:
            columns = dict(lent.get_schema(address.table, database=address.schema))
        except ibis.common.exceptions.TableNotFound:
            raise EngineError(f"{where} is not on the server; look at its name and at what you may read.") from None
    tallies.check_columns(columns, where)
    tallies.check_columns(columns, f"{where} was not loaded by the atlas and", ("row",))
    kept = {name: kind for name, kind in columns.items() if not kind.is_geospatial()}
    return ibis.table(kept, name=address.table, database=address.schema)


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().partition("\n")[0] or "it closed the connection").rstrip(".") + "."
