"""Moving pictures: the steps of a window, and that a film shows exactly the pictures it was made of."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor, ImageDraw

from geo.errors import SnapshotError
from geo.snapshot.forms.animation import LAST_STAYS, MOST_FRAMES, animation, frames_of
from geo.snapshot.proof.embedding import spec_out_of
from geo.style import EVENT_STYLES

ROOT = Path(__file__).parents[1]
SPEC = '{"incident-atlas-view":1,"told":{"heading":["\u0421\u0435\u0432\u0435\u0440 <b>"]}}' + " " * 600 + "\n"
COLOURS = ("#0072B2", "#D55E00", "#2E8FCB", "#B3558A", "#B87A00", "#008060")
#: makes all three forms and says their SHA-256
MAKE = """
from hashlib import sha256
from PIL import Image
from geo.snapshot.forms.animation import animation
pictures = [Image.linear_gradient("L").convert("RGB").rotate(90 * turn) for turn in range(3)]
print([sha256(animation(pictures, form, 0.5, "{}")).hexdigest() for form in ("gif", "webp")])
"""


def pictures(number=4, size=(161, 91)):
    """Return maps in little: flat colours, thin lines, one more disc in each."""
    made = []
    for last in range(number):
        picture = Image.new("RGB", size, "#FFFFFF")
        draw = ImageDraw.Draw(picture)
        draw.polygon([(10, 80), (80, 5), (150, 70)], fill="#F2F4F6", outline="#5F6C78")
        for n in range(last + 1):
            draw.ellipse((12 + 20 * n, 40, 24 + 20 * n, 52), fill=COLOURS[n % 6], outline="#FFFFFF")
        made.append(picture)
    return made


def seen(content):
    """Return the pictures of a file and how long each stays, in ms."""
    with Image.open(io.BytesIO(content)) as film:
        shown = []
        for number in range(film.n_frames):
            film.seek(number)
            film.load()
            shown.append((np.asarray(film.convert("RGB")), film.info["duration"]))
        return shown, film.info.get("loop")


def noise(number=3, size=(64, 48)):
    """Return pictures of far more colours than a GIF has."""
    dice = np.random.default_rng(4)
    return [Image.fromarray(dice.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)) for _ in range(number)]


def test_a_short_window_has_a_step_for_each_day_and_shows_more_with_each():
    first = date(2004, 3, 17)
    assert frames_of((first, date(2004, 3, 19))) == [
        (first, date(2004, 3, 17), "17 March 2004"),
        (first, date(2004, 3, 18), "18 March 2004"),
        (first, date(2004, 3, 19), "19 March 2004"),
    ]


def test_a_longer_window_has_equal_steps_and_a_shorter_last_one():
    first = date(2023, 5, 26)
    assert frames_of((first, date(2023, 6, 6)), 3) == [
        (first, date(2023, 5, 29), "26-29 May 2023"),
        (first, date(2023, 6, 2), "30 May - 2 June 2023"),
        (first, date(2023, 6, 6), "3-6 June 2023"),
    ]
    assert [words for _, _, words in frames_of((first, date(2023, 6, 5)), 3)][-1] == "3-5 June 2023"


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 12_000), st.integers(1, 40))
def test_the_steps_follow_on_each_other_and_end_with_the_window(first, days, steps):
    last = first + timedelta(days)
    spans = frames_of((first, last), steps)
    ends = [first - timedelta(1), *(end for _, end, _ in spans)]
    lengths = [(after - before).days for before, after in pairwise(ends)]
    assert 1 <= len(spans) <= min(steps, MOST_FRAMES)
    assert {begin for begin, _, _ in spans} == {first}
    assert ends[-1] == last
    assert len(set(lengths[:-1])) <= 1
    assert 1 <= lengths[-1] <= lengths[0]


@pytest.mark.parametrize(
    ("window", "steps", "sentence"),
    [
        ((date(2004, 3, 19), date(2004, 3, 17)), 3, "needs a first and a last day in this order"),
        ((date.min, date(2004, 3, 17)), 3, "choose a time window"),
        ((date(2004, 3, 17), date(2004, 3, 19)), 0, "at least one picture, not 0"),
    ],
)
def test_a_window_that_cannot_be_divided_is_refused(window, steps, sentence):
    with pytest.raises(SnapshotError, match=sentence):
        frames_of(window, steps)


@pytest.mark.parametrize("form", ["gif", "webp"])
def test_a_film_shows_its_pictures_to_the_letter_and_the_last_one_longer(form):
    shown, loop = seen(animation(pictures(), form, 0.8, SPEC))
    for (picture, _), wanted in zip(shown, pictures(), strict=True):
        assert np.array_equal(picture, np.asarray(wanted))
    assert loop == 0
    if form == "gif":
        assert [time for _, time in shown] == [800, 800, 800, 800 * LAST_STAYS]


def test_webp_keeps_the_times_too():
    with Image.open(io.BytesIO(animation(pictures(), "webp", 0.8, SPEC))) as film:
        ends = []
        for number in range(film.n_frames):
            film.seek(number)
            film.load()
            ends.append(film.info["timestamp"] + film.info["duration"])
    assert ends == [800, 1600, 2400, 2400 + 800 * LAST_STAYS]


@pytest.mark.parametrize("form", ["gif", "webp"])
def test_the_view_comes_back_out_of_a_film(form):
    assert spec_out_of(animation(pictures(), form, 1, SPEC)) == SPEC


def test_a_colour_of_many_is_at_most_a_little_off_and_the_same_in_every_picture():
    photos = noise()
    still = [photos[0], photos[1], photos[0]]
    shown, _ = seen(animation(still, "gif", 1, ""))
    assert np.array_equal(shown[0][0], shown[2][0])
    off = np.abs(shown[1][0].astype(int) - np.asarray(photos[1]).astype(int))
    assert off.mean() < 20


def test_the_colours_of_a_map_stay_exact_among_many_others():
    busy = pictures(3)
    for picture, photo in zip(busy, noise(), strict=True):
        picture.paste(photo, (90, 5))
    shown, _ = seen(animation(busy, "gif", 1, ""))
    assert tuple(shown[0][0][1, 1]) == (255, 255, 255)
    assert tuple(shown[0][0][46, 18]) == (0, 0x72, 0xB2)
    assert tuple(shown[2][0][46, 38]) == (0xD5, 0x5E, 0)


def test_the_colour_of_one_small_symbol_is_not_given_up_for_shades_of_grey():
    shades = np.tile(np.arange(256, dtype=np.uint8), (300, 2))
    picture = Image.fromarray(np.stack([shades, shades, np.roll(shades, 1, axis=1)], axis=2))
    draw = ImageDraw.Draw(picture)
    styles = list(EVENT_STYLES.values())
    for n, style in enumerate(styles):
        draw.rectangle((20 + 30 * n, 100, 26 + 30 * n, 106), fill=style.light)
    shown, _ = seen(animation([picture, picture.rotate(180)], "gif", 1, ""))
    colours = [ImageColor.getrgb(style.light) for style in styles]
    assert [tuple(shown[0][0][103, 23 + 30 * n]) for n in range(len(styles))] == colours


@pytest.mark.parametrize("form", ["gif", "webp"])
def test_pictures_that_are_alike_take_the_time_of_all(form):
    same = pictures(1)[0]
    shown, _ = seen(animation([same, same, same], form, 1, SPEC))
    assert all(np.array_equal(picture, np.asarray(same)) for picture, _ in shown)
    assert spec_out_of(animation([same], form, 1, SPEC)) == SPEC


def test_mp4_has_even_sides_the_right_length_and_can_be_played_while_it_loads():
    av = pytest.importorskip("av", reason="MP4 is optional: pip install -r requirements-extra.txt")
    content = animation(pictures(), "mp4", 0.8, SPEC)
    with av.open(io.BytesIO(content)) as film:
        stream = film.streams.video[0]
        told = (stream.codec_context.name, stream.codec_context.pix_fmt, stream.width, stream.height)
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
        comment, seconds = film.metadata["comment"], film.duration / av.time_base
    assert told == ("h264", "yuv420p", 160, 90)
    assert comment == SPEC
    assert seconds == pytest.approx(0.8 * (3 + LAST_STAYS), abs=0.21)
    assert 0 < content.find(b"moov") < content.find(b"mdat")
    assert np.abs(frames[-1].astype(int) - np.asarray(pictures()[-1])[:90, :160].astype(int)).mean() < 6
    assert animation(pictures(), "mp4", 0.8, SPEC) == content


def test_without_the_package_av_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(SnapshotError, match=r"pip install -r requirements-extra\.txt; GIF and WebP work without"):
        animation(pictures(), "mp4", 1, SPEC)
    assert (ROOT / "requirements-extra.txt").is_file()


@pytest.mark.parametrize(
    ("made_of", "form", "seconds", "sentence"),
    [
        ([], "gif", 1, "at least one"),
        ([Image.new("RGB", (4, 4)), Image.new("RGB", (4, 5))], "gif", 1, "pictures of one size"),
        ([Image.new("RGB", (4, 4))], "webp", 0, "cannot stay 0 seconds"),
        ([Image.new("RGB", (4, 4))], "webp", float("nan"), "cannot stay nan seconds"),
        ([Image.new("RGB", (4, 4))], "avi", 1, "use gif, webp or mp4"),
    ],
)
def test_what_cannot_become_a_film_is_refused(made_of, form, seconds, sentence):
    with pytest.raises(SnapshotError, match=sentence):
        animation(made_of, form, seconds, SPEC)


def test_the_same_pictures_give_the_same_bytes_under_any_hash_seed():
    made = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            stdout=subprocess.PIPE,
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    first, second = (process.communicate()[0] for process in made)
    assert len(first) > 128
    assert first == second
