"""Pictures one after the other: GIF, WebP or MP4, and into which steps a window is divided."""

from __future__ import annotations

import io
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.dates import say_window
from geo.errors import SnapshotError
from geo.snapshot.forms.colours import less_squares, squares_of
from geo.snapshot.proof.embedding import into_gif_comment, into_webp_xmp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

MOST_FRAMES = 24
#: the last picture, which shows everything, stays this many times as long
LAST_STAYS = 3
SHORTEST_S, LONGEST_S = 0.1, 60.0
_COLOURS = 256
#: index that leaves a pixel as it was
_UNCHANGED = _COLOURS - 1
#: every so many-th pixel in both directions is looked at to choose the palette
_SAMPLED = 3
#: so many of the most frequent colours are looked at
_MOST_COMPARED = 16_384
_MASK = 0xFFFFFF
#: so many colours are compared with the palette at once
_BATCH = 4096
#: MP4: pictures in a second; players do not like one that stands for seconds
_RATE = 5
_QUALITY = {"crf": "18", "preset": "veryfast", "tune": "stillimage", "threads": "1"}
_NO_AV = "MP4 needs the package av: pip install -r requirements-extra.txt; GIF and WebP work without."


def frames_of(window: tuple[date, date], steps: int = MOST_FRAMES) -> list[tuple[date, date, str]]:
    """Divide a window into the steps of an animation that shows more with every step.

    Parameters
    ----------
    window
        First and last day.
    steps
        How many steps there may be, at most `MOST_FRAMES`; a short window has one for each day, a longer one steps of
        equally many days, of which the last may be shorter.

    Returns
    -------
    list of (date, date, str)
        For each step the first day of the window, the last day of the step, and the days that are new in it, in words,
        for example "17 March 2004".

    Raises
    ------
    SnapshotError
        If the window ends before it begins, has no beginning, or no step is asked for.
    """
    first, last = window
    if first > last or first == date.min:
        raise SnapshotError(
            f"An animation needs a first and a last day in this order, not {first.isoformat()} and {last.isoformat()}; "
            "choose a time window."
        )
    if steps < 1:
        raise SnapshotError(f"An animation needs at least one picture, not {steps}; ask for 1 to {MOST_FRAMES}.")
    days = (last - first).days + 1
    length = -(-days // min(steps, MOST_FRAMES))
    spans = []
    for start in range(0, days, length):
        begins, ends = start, min(start + length, days) - 1
        new = first + timedelta(begins), first + timedelta(ends)
        spans.append((first, new[1], say_window(new)))
    return spans


def animation(pictures: Sequence[Image], form: str, seconds_a_frame: float, spec: str) -> bytes:
    """Write pictures as one moving picture that begins again at its end (GIF, WebP) or stops there (MP4).

    Parameters
    ----------
    pictures
        Pictures of one size, in their order.
    form
        "gif" has 255 colours and opens everywhere, "webp" every colour to the letter, "mp4" goes into slides.
    seconds_a_frame
        How long a picture stays; the last one stays `LAST_STAYS` times as long.
    spec
        What brings the view back; "" for none.

    Raises
    ------
    SnapshotError
        If there is no picture, their sizes differ, the time is impossible, or MP4 is asked for and cannot be made here.
    """
    if not pictures or len({picture.size for picture in pictures}) > 1:
        raise SnapshotError("An animation needs pictures of one size, and at least one; make them of the same page.")
    if not SHORTEST_S <= seconds_a_frame <= LONGEST_S:
        raise SnapshotError(
            f"A picture cannot stay {seconds_a_frame:g} seconds; choose {SHORTEST_S:g} to {LONGEST_S:g} seconds."
        )
    times_ms = [round(seconds_a_frame * 1000)] * len(pictures)
    times_ms[-1] *= LAST_STAYS
    if form == "gif":
        return _gif(pictures, times_ms, spec)
    if form == "webp":
        return _webp(pictures, times_ms, spec)
    if form == "mp4":
        return _mp4(pictures, times_ms, spec)
    raise SnapshotError(f'There is no animation of the form "{form}"; use gif, webp or mp4.')


def _gif(pictures: Sequence[Image], times_ms: Sequence[int], spec: str) -> bytes:
    """Write a GIF with one palette for all pictures, and of each picture only what has changed."""
    from PIL import Image

    colours = [_packed(picture) for picture in pictures]
    palette = _palette(colours)
    changes = [now != before for before, now in pairwise(colours)]
    lookup = _lookup([colours[0].ravel(), *(now[new] for now, new in zip(colours[1:], changes, strict=True))], palette)
    drawn = [lookup[colours[0]]]
    for (before, now), new in zip(pairwise(colours), changes, strict=True):
        indices = np.full(now.shape, _UNCHANGED, dtype=np.uint8)
        indices[new] = np.where(lookup[now[new]] == lookup[before[new]], np.uint8(_UNCHANGED), lookup[now[new]])
        drawn.append(indices)
    frames = [Image.fromarray(indices, "P") for indices in drawn]
    for frame in frames:
        frame.putpalette(palette.astype(np.uint8).tobytes())
    target = io.BytesIO()
    frames[0].save(
        target, "GIF", save_all=True, append_images=frames[1:], duration=list(times_ms), loop=0, disposal=1,
        optimize=False, transparency=_UNCHANGED, palette=palette.astype(np.uint8).tobytes(),
        **({"comment": into_gif_comment(spec)} if spec else {}),
    )  # fmt: skip
    return target.getvalue()


def _packed(picture: Image) -> NDArray[np.uint32]:
    """Return the colours of all pixels (height, width) as whole numbers below 2 to the power of 24."""
    # a pixel and the first byte of the next are read as one number, which is quicker than to put it together
    content = picture.convert("RGB").tobytes() + b"\0"
    pixels = np.ndarray((picture.height, picture.width), "<u4", content, strides=(3 * picture.width, 3))
    return pixels & np.uint32(_MASK)


def _unpacked(colours: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Return red, green and blue of packed colours."""
    return np.stack([colours & 255, colours >> 8 & 255, colours >> 16], axis=1).astype(np.float32)


def _palette(pictures: Sequence[NDArray[np.uint32]]) -> NDArray[np.float32]:
    """Choose 255 colours that occur in the packed pictures.

    The next colour is always the one that is told worst by those chosen so far, its distance counting more than how
    often it occurs: the blue of one symbol is not given up for a shade of grey.

    Returns
    -------
    array
        Red, green and blue of 256 colours; the last one is not used.
    """
    import pandas as pd

    codes, packed = pd.factorize(np.concatenate([picture[::_SAMPLED, ::_SAMPLED].ravel() for picture in pictures]))
    counts = np.bincount(codes)
    order = np.lexsort((packed, -counts))[:_MOST_COMPARED]
    colours, weights = _unpacked(packed[order]), np.sqrt(counts[order]).astype(np.float32)
    squares = squares_of(colours)
    palette = np.zeros((_COLOURS, 3), dtype=np.float32)
    palette[0] = colours[0]
    distances = squares + less_squares(colours, colours[:1])[:, 0]
    for number in range(1, _UNCHANGED):
        worst = int((distances * weights).argmax())
        if not distances[worst]:
            break
        palette[number] = colours[worst]
        distances = np.minimum(distances, squares + less_squares(colours, colours[worst : worst + 1])[:, 0])
    return palette


def _lookup(parts: Iterable[NDArray[np.uint32]], palette: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return for every packed colour that occurs the number of the nearest colour of the palette."""
    occurs = np.zeros(_MASK + 1, dtype=bool)
    for part in parts:
        occurs[part] = True
    colours = np.flatnonzero(occurs).astype(np.uint32)
    lookup = np.zeros(_MASK + 1, dtype=np.uint8)
    usable = palette[:_UNCHANGED]
    for part in np.array_split(colours, len(colours) // _BATCH + 1):
        lookup[part] = less_squares(_unpacked(part), usable).argmin(axis=1)
    return lookup


def _webp(pictures: Sequence[Image], times_ms: Sequence[int], spec: str) -> bytes:
    """Write an animated WebP without loss: the first picture whole, of the others only what has changed."""
    first, *others = (picture if picture.mode == "RGB" else picture.convert("RGB") for picture in pictures)
    target = io.BytesIO()
    first.save(
        target, "WEBP", save_all=True, append_images=others, duration=list(times_ms), loop=0, lossless=True, quality=0,
        method=2, kmin=0, kmax=0, xmp=into_webp_xmp(spec) if spec else b"",
    )  # fmt: skip
    return target.getvalue()


def _mp4(pictures: Sequence[Image], times_ms: Sequence[int], spec: str) -> bytes:
    """Write H.264 that begins to play before it is loaded whole; the spec is the comment of the file."""
    try:
        import av
    except ImportError:
        raise SnapshotError(_NO_AV) from None
    with TemporaryDirectory() as folder:  # "faststart" reads again what it has written
        path = Path(folder) / "animation.mp4"
        options = {"movflags": "+faststart+use_metadata_tags", "fflags": "+bitexact"}
        with av.open(str(path), "w", format="mp4", options=options) as target:
            target.metadata["comment"] = spec
            stream: Any = target.add_stream("libx264", rate=_RATE, options=dict(_QUALITY))
            # H.264 knows even sizes only
            stream.width, stream.height = (size // 2 * 2 for size in pictures[0].size)
            stream.pix_fmt = "yuv420p"
            stream.codec_context.flags |= av.codec.context.Flags.bitexact
            for picture, time_ms in zip(pictures, times_ms, strict=True):
                even = picture.convert("RGB").crop((0, 0, stream.width, stream.height))
                frame = av.VideoFrame.from_ndarray(np.asarray(even), format="rgb24").reformat(format="yuv420p")
                for _ in range(max(1, round(time_ms * _RATE / 1000))):
                    frame.pts = None
                    target.mux(stream.encode(frame))
            target.mux(stream.encode())
        return path.read_bytes()
