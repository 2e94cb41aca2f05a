"""DuckDB inside the process: the narrow columns in memory, whole rows and words to search in from the Parquet files."""

from __future__ import annotations

import re
import weakref
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

import duckdb
import ibis
import pyarrow as pa

from geo.engine import tally as tallies
from geo.engine.asking import Engine, Rows
from geo.engine.grids import coarsest
from geo.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from ibis.expr.operations import Node

    from geo.engine.parquet import Part

TALLY, CHOSEN = "tally", "chosen_rows"
#: a column with more different words than these is kept as text: a list of them would weigh more than it saves
MOST_WORDS = 2_000_000
SETTINGS: Mapping[str, str | bool | int | float | list[str]] = {
    # nothing is fetched from elsewhere, and no variable of this program is taken for a table
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "preserve_insertion_order": False,
}
BATCH_ROWS = 65_536


@dataclass(slots=True)
class Database:
    """A database in memory; every question has a connection of its own, for one is not safe among threads."""

    connection: duckdb.DuckDBPyConnection
    _lock: Lock = field(default_factory=Lock)
    _number: Iterator[int] = field(default_factory=count)
    _unused: deque[str] = field(default_factory=deque)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection for one question."""
        with self._lock:
            return self.connection.cursor()

    def run(self, sql: str) -> None:
        """Run one statement that answers nothing.

        Raises
        ------
        EngineError
            If it cannot be done.
        """
        with _plain_errors():
            self.cursor().execute(sql)

    def ask(self, sql: str) -> pa.Table:
        """Return what a statement is answered with.

        Raises
        ------
        EngineError
            If it cannot be answered.
        """
        with _plain_errors():
            return self.cursor().sql(sql).to_arrow_table()

    def put(self, rows: Rows, question: Callable[..., ibis.Table], *asked: Hashable) -> pa.Table:
        """Put a question to some rows."""
        sql, schema = _compiled(question, asked, rows.table.schema())
        return self.ask(f'WITH "{CHOSEN}" AS ({_sql(rows.table)}) {sql}').cast(schema)

    def stream(self, rows: ibis.Table) -> pa.RecordBatchReader:
        """Return the rows of an expression batch by batch."""
        schema = rows.schema().to_pyarrow()
        with _plain_errors():
            batches = self.cursor().sql(_sql(rows)).to_arrow_reader(BATCH_ROWS)
        return pa.RecordBatchReader.from_batches(schema, (one.cast(schema) for one in batches))

    def set_aside(self, rows: ibis.Table) -> Rows:
        """Keep the rows of an expression in a table of their own until nobody holds what is returned."""
        with suppress(IndexError):  # others may take from it, too
            while True:
                self.run(f'DROP TABLE IF EXISTS "{self._unused.popleft()}"')
        name = f"aside_{next(self._number)}"
        self.run(f'CREATE TABLE "{name}" AS {_sql(rows)}')
        kept = Rows(ibis.table(rows.schema(), name=name))
        # a table cannot be dropped here and now: whoever lets go of it may be in the middle of anything
        weakref.finalize(kept, self._unused.append, name)
        return kept

    def close(self) -> None:
        """Give the memory back."""
        with self._lock:
            self.connection.close()


def open_in_process(parts: tuple[Part, ...], threads: int | None = None, memory: str = "") -> Engine:
    """Load the narrow columns of Parquet files into memory.

    Parameters
    ----------
    parts
        The files of each data set, at most one part for each.
    threads
        Most threads to work with; None leaves it to DuckDB.
    memory
        Most memory to use, for example "2GB"; "" leaves it to DuckDB.

    Raises
    ------
    EngineError
        If a file cannot be read, or is no table of incidents.
    """
    settings = {**SETTINGS, **({} if threads is None else {"threads": threads})}
    settings |= {"memory_limit": memory} if memory else {}
    database = Database(duckdb.connect(config=settings))
    wide = {part.dataset: _view(database, part, f"wide_{number}") for number, part in enumerate(parts)}
    rows = {part.dataset: wide[part.dataset] for part in parts if part.grain is None}
    narrow = [
        tallies.tally_of(wide[part.dataset], part.dataset) if part.grain is None
        else tallies.counted_tally(wide[part.dataset], part.dataset)
        for part in parts
    ]  # fmt: skip
    words = _word_types(database, [one.select(*tallies.WORDS) for one in narrow])
    together = _union([one.select(*tallies.COLUMNS) for one in narrow])
    _fill(database, together, words)
    grains = tuple(part.grain for part in parts if part.grain is not None)
    return Engine(
        "duckdb",
        tuple(part.dataset for part in parts),
        ibis.table(together.schema(), name=TALLY),
        _union([one.select(*tallies.COLUMNS, tallies.SEARCHED) for one in narrow]) if not grains else None,
        rows,
        coarsest(grains) if grains else None,
        database.put,
        database.stream,
        database.close,
        database.set_aside,
    )


def _view(database: Database, part: Part, name: str) -> ibis.Table:
    """Make the files of a data set one table, its rows numbered through."""
    every = "SELECT *" if part.grain else "SELECT * EXCLUDE (file_row_number), file_row_number + {before} AS row"
    files = [
        f"{every.format(before=before)} FROM read_parquet({_quoted(path)}, file_row_number = {part.grain is None})"
        for path, before in part.files
    ]
    database.run(f'CREATE VIEW "{name}" AS {" UNION ALL BY NAME ".join(files)}')
    columns = dict(zip(part.schema.names, part.schema.types, strict=True))
    if part.grain is None:
        columns["row"] = pa.int64()
    return ibis.table(ibis.Schema.from_pyarrow(pa.schema(columns)), name=name)


def _word_types(database: Database, tables: list[ibis.Table]) -> dict[str, str]:
    """Make a type for the words of each column, in the order of the words; return which column has which."""
    types = {}
    for column in tallies.WORDS:
        every = _sql(_union([one.select(column) for one in tables]))
        found = f'SELECT DISTINCT "{column}" FROM ({every})'  # noqa: S608 - names of our own
        words = database.ask(f"SELECT count(*) AS words FROM ({found})").column("words")[0].as_py()  # noqa: S608 - the same
        if 0 < words <= MOST_WORDS:
            types[column] = f"words_{column}"
            database.run(f'CREATE TYPE "{types[column]}" AS ENUM ({found} ORDER BY 1)')
    return types


def _fill(database: Database, rows: ibis.Table, words: Mapping[str, str]) -> None:
    columns = ", ".join(
        f'CAST("{name}" AS "{words[name]}") AS "{name}"' if name in words else f'"{name}"' for name in tallies.COLUMNS
    )
    database.run(f'CREATE TABLE "{TALLY}" AS SELECT {columns} FROM ({_sql(rows)}) ORDER BY first_day')  # noqa: S608


def _union(tables: list[ibis.Table]) -> ibis.Table:
    return tables[0] if len(tables) == 1 else ibis.union(*tables)


def _sql(rows: ibis.Table) -> str:
    return _written(rows.op())


@lru_cache(maxsize=256)
def _written(rows: Node) -> str:
    return str(ibis.to_sql(rows.to_expr(), dialect="duckdb", pretty=False))


@lru_cache(maxsize=512)
def _compiled(
    question: Callable[..., ibis.Table], asked: tuple[Hashable, ...], schema: ibis.Schema
) -> tuple[str, pa.Schema]:
    """Write a question as SQL once: that takes longer than small answers do."""
    expression = question(ibis.table(schema, name=CHOSEN), *asked)
    return _sql(expression), expression.schema().to_pyarrow()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Say in one sentence what DuckDB refuses."""
    try:
        yield
    except duckdb.Error as error:
        said = re.sub(r"\s+", " ", str(error).partition("\n")[0]).rstrip(".")
        raise EngineError(f"The engine cannot answer: {said}.") from None
