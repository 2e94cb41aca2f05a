"""Reads one file of a GIS with GDAL, as a program of its own: `python -I apart.py TASK`, rows as Arrow on its output.

GDAL opens whatever a file points to. So it runs apart from the atlas, in a folder that holds nothing but the file under
a name of ours, with no driver but those named, and without the network. It knows no module of the atlas.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

FAILED, NO_SUCH_LAYER, NOT_ALLOWED = 3, 4, 5
_MOST_MEMORY = 16 << 30
_MOST_SECONDS = 1_800


def main(task: dict[str, str]) -> int:
    """Write a layer to the output.

    Parameters
    ----------
    task
        `path` and `drivers` (the allowed ones, with commas), `layer` ("" for the first), `encoding` ("" for that of the
        file), `rows` (how many of the first, "" for all), `batch` (rows that are
        written at once).

    Returns
    -------
    int
        0, or what went wrong; then a line of JSON on the error output says more.
    """
    _limit()
    for name in ("geopandas", "pandas", "pyproj", "shapely"):
        sys.modules[name] = None  # type: ignore[assignment]  # pyogrio would load them, which takes its time
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    foreign = set(pyogrio.list_drivers()) - set(task["drivers"].split(","))
    if foreign:
        return _say(NOT_ALLOWED, ", ".join(sorted(foreign)))
    try:
        _write(task)
    except (DataSourceError, DataLayerError, ValueError, RuntimeError, OSError) as error:
        return _say(FAILED, str(error))
    except LookupError as error:
        return _say(NO_SUCH_LAYER, str(error))
    return 0


def _write(task: dict[str, str]) -> None:
    import pyarrow as pa
    import pyogrio
    from pyogrio.raw import open_arrow

    path = task["path"]
    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    if not layers:
        raise ValueError("the file has no layers")
    layer = task["layer"] or layers[0]
    if layer not in layers:
        raise LookupError(", ".join(layers))
    told = {} if Path(path).suffix != ".geojson" else {"DATE_AS_STRING": "YES"}
    encoding = task["encoding"] or None
    about = pyogrio.read_info(path, layer=layer, encoding=encoding, force_total_bounds=True, **told)
    options = {"layer": layer, "encoding": encoding, "batch_size": int(task["rows"] or task["batch"]), **told}
    with open_arrow(path, use_pyarrow=True, **options) as (meta, reader):
        facts = {
            "layers": layers,
            "layer": layer,
            "crs": meta["crs"],
            "fields": [str(name) for name in meta["fields"]],
            "geometry": meta["geometry_name"] or "wkb_geometry",
            "shape": about["geometry_type"],
            "rows": int(about["features"]),
            "bounds": None if about["total_bounds"] is None else [float(one) for one in about["total_bounds"]],
        }
        schema = reader.schema.with_metadata({"facts": json.dumps(facts)})
        with pa.ipc.new_stream(sys.stdout.buffer, schema) as stream:
            for batch in reader:
                stream.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                sys.stdout.buffer.flush()
                if task["rows"]:
                    return


def _limit() -> None:
    """Let a file that is made to eat memory or time end this program and no other."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))


def _say(code: int, words: str) -> int:
    sys.stderr.write("\n" + json.dumps(words) + "\n")
    return code


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(json.loads(sys.argv[1])))
