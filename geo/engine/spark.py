"""Apache Spark: Parquet files that outgrow one machine, asked where they are."""

from __future__ import annotations

import os
import shutil
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import ibis

from geo.engine import tally as tallies
from geo.engine.asking import Engine
from geo.engine.grids import coarsest
from geo.engine.parquet import part_of
from geo.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    import pyarrow as pa

    from geo.engine.asking import Rows
    from geo.engine.grids import Grain

try:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as spark_functions
except ImportError as error:  # pragma: no cover - the import says what to do
    raise EngineError(
        "Spark cannot be asked: pyspark is not installed; install what requirements-engines.txt lists."
    ) from error

LOCAL = "local[*]"
SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
}
#: Spark on this machine listens to nobody else, and divides its work for few processors
LOCAL_SETTINGS: Mapping[str, str] = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A session of Spark, and Ibis on top of it."""

    session: Any
    backend: Any

    def put(self, rows: Rows, question: Callable[..., ibis.Table], *asked: Hashable) -> pa.Table:
        """Put a question to some rows."""
        return self._answer(question(rows.table, *asked))

    def stream(self, rows: ibis.Table) -> pa.RecordBatchReader:
        """Return the rows of an expression."""
        return self._answer(rows).to_reader()

    def close(self) -> None:
        """Leave the session to whoever else asks; it ends with the program."""

    def _answer(self, asked: ibis.Table) -> pa.Table:
        with _plain_errors():
            found = self.session.sql(self.backend.compile(asked)).toArrow()
        kept = asked.schema().to_pyarrow()
        return found.select(kept.names).cast(kept)  # where rows are passed over there is a column more to number them


def open_spark(addresses: Mapping[str, str], master: str = "") -> Engine:
    """Open Parquet files with Spark.

    Parameters
    ----------
    addresses
        Id of the data set -> file, folder or address that Spark can read.
    master
        The master of a cluster; "" for this machine.

    Raises
    ------
    EngineError
        If there is no Java runtime, or the files cannot be read.
    """
    cluster = _cluster(master or LOCAL)
    wide, narrow, grains = {}, [], []
    for dataset, address in addresses.items():
        table, grain = _table(cluster, dataset, address)
        if grain is None:
            wide[dataset] = table
            narrow.append(tallies.tally_of(table, dataset))
        else:
            grains.append(grain)
            narrow.append(tallies.counted_tally(table, dataset))
    tally = _union([one.select(*tallies.COLUMNS) for one in narrow])
    searched = None if grains else _union(narrow)
    grain = coarsest(tuple(grains)) if grains else None
    return Engine("spark", tuple(addresses), tally, searched, wide, grain, cluster.put, cluster.stream, cluster.close)


def _cluster(master: str) -> Cluster:
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise EngineError("Spark cannot be asked: there is no Java runtime; install one, version 17 or newer.")
    builder = SparkSession.builder.appName("incident-atlas").master(master)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", LOCAL_SETTINGS["spark.driver.host"])  # read before any setting is
    for name, value in {**SETTINGS, **(LOCAL_SETTINGS if master.startswith("local") else {})}.items():
        builder = builder.config(name, value)
    with _plain_errors(), warnings.catch_warnings():
        # Spark warns of a pandas newer than it knows; answers come as Arrow tables and never pass through pandas
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        session = builder.getOrCreate()
        return Cluster(session, ibis.pyspark.connect(session))


def _table(cluster: Cluster, dataset: str, address: str) -> tuple[ibis.Table, Grain | None]:
    """Return the files at an address as a view, the rows of all of them numbered through."""
    grain = None if "://" in address else part_of(dataset, address).grain
    with _plain_errors():
        files = cluster.session.read.parquet(address)
        if grain is None:
            files = files.select("*", _row(files).alias("row"))
        name = f"atlas_{uuid4().hex}"
        files.createOrReplaceTempView(name)
        table = cluster.backend.table(name)
    tallies.check_columns(table.columns, address, *(() if grain is None else (tallies.COLUMNS,)))
    return table, grain


def _row(files: Any) -> Any:  # noqa: ANN401 - expressions of Spark
    """Return the position of each row: that in its file, after the rows of the files before it by name."""
    position = spark_functions.col("_metadata.row_index")
    counted = sorted(tuple(one) for one in files.groupBy("_metadata.file_path").count().collect())
    if len(counted) < 2:  # noqa: PLR2004 - nothing to add up
        return position
    before, starts = 0, []
    for path, count in counted:
        starts += [spark_functions.lit(path), spark_functions.lit(before)]
        before += count
    return position + spark_functions.create_map(*starts)[spark_functions.col("_metadata.file_path")]


def _union(tables: list[ibis.Table]) -> ibis.Table:
    return tables[0] if len(tables) == 1 else ibis.union(*tables)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Say in one sentence what Spark refuses."""
    try:
        yield
    except PySparkException as error:
        said = str(error).strip().partition("\n")[0].rstrip(".")
        raise EngineError(f"Spark cannot answer: {said}.") from None
