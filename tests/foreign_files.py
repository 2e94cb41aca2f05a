"""Tiny files of other projects and programs, and what became of their rows."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import warnings
import zipfile
from contextlib import closing

import numpy as np
import pyarrow as pa
from openpyxl import Workbook
from pyarrow import parquet

from geo.formats.reading import vector
from geo.formats.reading.model import Batch, Broken, Choices
from geo.formats.reading.recognising import look, open_rows
from geo.formats.reading.signatures import container_of

PLACES = [("Zvečan", 20.8403, 42.9068), ("Štrpce", 21.0272, 42.2394)]
WGS84_PRJ = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]]'
)


def silent(_done, _words):
    """Tell nobody."""


def read(path, choices=None, tell=silent):
    """Return what looking at a file gives, its rows, and its points.

    Rows are (row, line, cells, faults) or for broken records (row, line, text, reason); points are latitude and
    longitude, or None where there is none.
    """
    choices = choices or Choices()
    found = look(path, path.name, choices)
    return found, *_told(open_rows(path, found, choices, tell).batches, found)


def glanced(path):
    """Return the layer of a GIS file, its rows and its points as `read` does, for one start of GDAL instead of two."""
    layer, batches = vector.layer_of(path, path.name, container_of(path, path.name), "", "")
    return layer, *_told(batches, layer)


def _told(pieces, found):
    rows, points = [], []
    for piece in pieces:
        if isinstance(piece, Broken):
            rows.append((piece.row, piece.line, piece.text, piece.reason))
            continue
        assert isinstance(piece, Batch)
        assert tuple(piece.cells.schema.names) == found.header
        assert set(piece.cells.schema.types) <= {pa.string()}
        assert [column.null_count for column in piece.cells.columns] == [0] * len(found.header)
        told = {}
        for fault in piece.faults:
            told.setdefault(fault.position, []).append((fault.column, fault.reason))
        cells = zip(*(column.to_pylist() for column in piece.cells.columns), strict=True)
        for at, row in enumerate(cells):
            rows.append((int(piece.row[at]), int(piece.line[at]), row, tuple(told.get(at, ()))))
        assert found.has_points == (piece.latitude is not None)
        if piece.latitude is not None:
            both = np.column_stack([piece.latitude, piece.longitude]).round(4).tolist()
            points += [None if np.isnan(latitude) else (latitude, longitude) for latitude, longitude in both]
    return rows, points


def rows_of(path, choices=None, tell=silent):
    """Return the rows of a file."""
    return read(path, choices, tell)[1]


def cells_of(path, choices=None):
    """Return the cells of every row that is not broken."""
    return [row[2] for row in rows_of(path, choices) if isinstance(row[2], tuple)]


def put(folder, name, content):
    """Write a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def zipped(folder, name, members):
    """Write an archive; members are (name, content) pairs."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return path


def workbook(folder, name, sheets):
    """Write a workbook; sheets are name -> rows."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(path)
    return path


def rewritten_member(path, member, change):
    """Change the text of one member of an archive."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, change(content) if name == member else content)
    return path


def feature(geometry, **properties):
    """Return one feature of GeoJSON; a pair is a point."""
    if isinstance(geometry, tuple):
        geometry = {"type": "Point", "coordinates": list(geometry)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(folder, name, features, **more):
    """Write GeoJSON."""
    return put(folder, name, json.dumps({"type": "FeatureCollection", **more, "features": features}))


def point_wkb(x, y):
    """Return a point as well-known binary."""
    return struct.pack("<BIdd", 1, 1, x, y)


def geopackage(folder, name, extra=""):
    """Write a GeoPackage of two places, and run more SQL in it."""
    path = folder / name
    with closing(sqlite3.connect(path)) as database:
        database.executescript("""
            PRAGMA application_id = 1196444487;
            PRAGMA user_version = 10300;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT
                NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'WGS 84', NULL);
            CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT,
                description TEXT, last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
                srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
                geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);
            CREATE TABLE places (fid INTEGER PRIMARY KEY, geom POINT, name TEXT, day DATE, killed INTEGER);
            INSERT INTO gpkg_contents VALUES ('places', 'features', 'places', '', '2024-01-01T00:00:00.000Z',
                NULL, NULL, NULL, NULL, 4326);
            INSERT INTO gpkg_geometry_columns VALUES ('places', 'geom', 'POINT', 4326, 0, 0);
        """)
        database.execute("UPDATE gpkg_spatial_ref_sys SET definition = ?", (WGS84_PRJ,))
        for town, x, y in PLACES:
            blob = struct.pack("<2sBBi", b"GP", 0, 1, 4326) + point_wkb(x, y)
            database.execute("INSERT INTO places VALUES (NULL, ?, ?, '2004-03-17', 3)", (blob, town))
        database.commit()
        database.executescript(extra)
    return path


def geoparquet(folder, name, columns, points=(), crs="absent", **geometry):
    """Write GeoParquet; points are pairs of x and y, or bytes."""
    columns = dict(columns)
    metadata = {}
    if points:
        columns["geometry"] = pa.array([one if isinstance(one, bytes) else point_wkb(*one) for one in points])
        about = {"encoding": "WKB", "geometry_types": ["Point"], **geometry}
        if crs != "absent":
            about["crs"] = crs
        metadata = {
            "geo": json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}})
        }
    table = pa.table(columns).replace_schema_metadata(metadata)
    path = folder / name
    parquet.write_table(table, path, row_group_size=2)
    return path


def shapefile(names, points, *, encoding="utf-8", prj=WGS84_PRJ, cpg=None):
    """Return the parts of a shapefile of points with one column, as (ending, content) pairs."""
    records = b"".join(struct.pack(">ii", at, 10) + struct.pack("<idd", 1, x, y) for at, (x, y) in enumerate(points, 1))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = struct.pack("<8d", min(xs), min(ys), max(xs), max(ys), 0, 0, 0, 0)

    def head(length):
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + length) // 2) + struct.pack("<ii", 1000, 1) + box

    index = b"".join(struct.pack(">ii", (100 + 28 * at) // 2, 10) for at in range(len(points)))
    field = b"NAME".ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([40, 0]) + b"\0" * 14
    dbf = struct.pack("<B3BIHH20x", 3, 124, 1, 1, len(names), 32 + 32 + 1, 41) + field + b"\r"
    dbf += b"".join(b" " + name.encode(encoding).ljust(40) for name in names) + b"\x1a"
    parts = [(".shp", head(len(records)) + records), (".shx", head(len(index)) + index), (".dbf", dbf)]
    return parts + ([(".prj", prj)] if prj else []) + ([(".cpg", cpg)] if cpg else [])


def xlsx_of(sheet_xml, shared=""):
    """Return the members of a workbook whose one sheet is written by hand."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    strings = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/>' if shared else ""
    members = [
        (
            "[Content_Types].xml",
            (
                f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>{strings}</Types>'
            ),
        ),
        (
            "_rels/.rels",
            (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>'
            ),
        ),
        (
            "xl/workbook.xml",
            (
                f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
                "</workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
                'Target="worksheets/sheet1.xml"/></Relationships>'
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet_xml.replace("<worksheet>", f'<worksheet xmlns="{main}">')),
    ]
    return members + ([("xl/sharedStrings.xml", shared)] if shared else [])


def archive_bytes(members):
    """Return an archive as bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return held.getvalue()
