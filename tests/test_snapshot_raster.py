"""Pages as pictures: the same every time, of the size that was asked for, and with what they show written into them."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from threading import Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from geo.errors import SnapshotError
from geo.snapshot.canvas.marks import MapSheet, Symbol
from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.forms.raster import pictures_of, png_of
from geo.style import EVENT_STYLES
from tests.printed import HOSTILE, SPEC, document, map_sheet, said, table_sheet

STYLES = list(EVENT_STYLES.values())


def differing(one, other):
    """Return in how many pixels two pictures differ."""
    return int((np.asarray(one.convert("RGB")) != np.asarray(other.convert("RGB"))).any(axis=2).sum())


def opened(png):
    picture = Image.open(BytesIO(png))
    picture.load()
    return picture


def one_symbol(style, *, hollow=False):
    marks = (said(5, 5, 40, "Title"), Symbol(style.shape, 25, 25, 2.4, style.light, hollow))
    return document_pdf(document(MapSheet("t", 50, 50, marks, "One symbol.")))


def test_a_picture_has_the_size_its_resolution_and_what_it_shows():
    (page,) = pictures_of(document_pdf(document(map_sheet())), 100)
    picture = opened(png_of(page, 100, SPEC, HOSTILE[0]))
    assert picture.size == (1170, 827)
    assert picture.info["dpi"] == pytest.approx((100, 100), abs=0.01)
    assert dict(picture.text) == {"incident-atlas-view": SPEC, "Description": HOSTILE[0]}


def test_two_renders_of_a_page_do_not_differ():
    first, second = (pictures_of(document_pdf(document(map_sheet())), 150)[0] for _ in range(2))
    assert differing(first, second) <= 20
    assert png_of(first, 150, SPEC, "alt") == png_of(second, 150, SPEC, "alt")


@pytest.mark.parametrize(("one", "other"), list(pairwise(STYLES)), ids=lambda style: style.shape)
def test_a_symbol_of_another_class_is_seen(one, other):
    (first,), (second,) = (pictures_of(one_symbol(style), 150) for style in (one, other))
    assert differing(first, second) > 20
    pictures = [opened(png_of(picture, 150, "", "")) for picture in (first, second)]
    assert differing(*pictures) > 20


def test_a_hollow_symbol_is_seen_from_a_filled_one():
    (first,), (second,) = (pictures_of(one_symbol(STYLES[0], hollow=hollow), 150) for hollow in (True, False))
    assert differing(first, second) > 20


def test_pages_are_drawn_in_the_order_they_are_asked_for():
    made = document_pdf(document(map_sheet(), table_sheet(60)))
    everything = pictures_of(made, 30)
    assert len(everything) == 4
    assert [
        differing(picture, everything[n]) for picture, n in zip(pictures_of(made, 30, [2, 0]), (2, 0), strict=True)
    ] == [0, 0]


def test_a_page_that_is_not_there_a_file_that_is_no_pdf_and_too_many_pixels_are_refused_with_a_sentence():
    made = one_symbol(STYLES[0])
    with pytest.raises(SnapshotError, match="The PDF has 1 pages; there is no page 2 to draw"):
        pictures_of(made, 30, [1])
    with pytest.raises(SnapshotError, match="This is no PDF that can be drawn"):
        pictures_of(b"%PDF-1.7 broken", 30)
    with pytest.raises(SnapshotError, match="At 9000 dpi a page would be 17717 by 17717 pixels"):
        pictures_of(made, 9000)
    with pytest.raises(SnapshotError, match="At 0 dpi"):
        pictures_of(made, 0)


def test_threads_draw_the_same_pages():
    made, drawn = one_symbol(STYLES[0]), []
    threads = [Thread(target=lambda: drawn.append(png_of(pictures_of(made, 72)[0], 72, "", ""))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [drawn[0]] * 6


def test_colours_that_cover_much_are_kept_and_edges_are_near():
    (page,) = pictures_of(document_pdf(document(map_sheet())), 100)
    was, now = (np.asarray(picture.convert("RGB")).astype(int) for picture in (page, opened(png_of(page, 100, "", ""))))
    away = np.abs(was - now).max(axis=2)
    assert (away > 0).mean() < 0.03
    assert away.max() < 48
    assert tuple(now[0, 0]) == (255, 255, 255)


def test_a_small_symbol_keeps_its_colour_among_many_shades():
    shades = np.random.default_rng(7).integers(0, 256, (400, 400, 1), np.uint8).repeat(3, axis=2)
    shades[..., 2] ^= np.arange(400, dtype=np.uint8)[:, None] & 3
    shades[10:14, 10:14] = (213, 94, 0)
    shades[20:24, 20:24] = (0, 114, 178)
    picture = opened(png_of(Image.fromarray(shades), 72, "", "")).convert("RGB")
    assert [picture.getpixel(at) for at in ((11, 11), (22, 22))] == [(213, 94, 0), (0, 114, 178)]


@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))))
def test_a_picture_of_few_colours_comes_back_as_it_was(pixels):
    assert np.array_equal(np.asarray(opened(png_of(Image.fromarray(pixels), 72, "", "")).convert("RGB")), pixels)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P"])
def test_a_picture_of_any_kind_can_be_written(mode):
    grey = Image.linear_gradient("L").convert(mode)
    assert differing(grey, opened(png_of(grey, 72, "", ""))) == 0


@given(st.text(), st.text())
def test_any_text_can_be_written_into_a_picture(spec, alt):
    picture = opened(png_of(Image.new("RGB", (1, 1)), 72, spec, alt))
    wanted = {"incident-atlas-view": spec, "Description": alt}
    assert dict(picture.text) == {key: text for key, text in wanted.items() if text}
