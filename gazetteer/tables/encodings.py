"""In which encoding a text file was saved: Unicode where it is certain, else the likeliest of three Windows pages.

A file that is UTF-8 from beginning to end is UTF-8. Otherwise the letters outside ASCII are weighed: words made of high
bytes alone are Cyrillic (Windows-1251); single ones are letters with a hook (Windows-1250) or with a western accent
(Windows-1252), told apart by how often each letter stands in Albanian, Serbian and their neighbours' texts.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: codec -> what a researcher calls it
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without a byte order mark",
    "utf-16-be": "UTF-16 without a byte order mark",
    "utf-32": "UTF-32",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1252": "Windows-1252 (Western European)",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_MOST_WORDS = 5000
_LONGEST_WORD = 40
#: letters that tell the two Latin pages apart, by their byte: how much each speaks for 1250 and for 1252
_WEIGHTS = {
    letter.encode("cp1250")[0]: weights
    for letters, weights in (
        ("ćĆđĐ", (3.0, 0.2)),
        ("čČ", (2.0, 1.5)),
        ("ęĘ", (1.0, 2.0)),
        ("ŕŔńŃ", (0.3, 2.0)),
        ("łŁąĄśŚźŹżŻťŤ", (1.5, 0.2)),
        ("ěĚřŘďĎňŇ", (1.0, 1.0)),
        ("őŐűŰăĂ", (1.0, 1.2)),
        ("ůŮ", (1.0, 1.0)),
    )
    for letter in letters
}
#: č stands before a vowel or k or at the end of a word, è before another consonant
_HOOKED = re.compile(rb"[\xe8\xc8](?:[aeiouk]|$)")
_ACCENTED = re.compile(rb"[\xe8\xc8][b-df-hjl-np-tv-z]")
_CONTEXT = 1.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec of Python, how it is called, and whether it is certain or the likeliest."""

    codec: str
    certain: bool

    @property
    def words(self) -> str:
        """Name the encoding for a reader."""
        name = ENCODINGS.get(self.codec, self.codec)
        return name if self.certain else f"{name}, the likeliest"


def detect(chunks: Iterable[bytes]) -> Encoding:
    """Tell the encoding of a file from all of its bytes, which may come in pieces of any size."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    begun, is_utf8 = b"", True
    words: Counter[bytes] = Counter()
    for chunk in chunks:
        if len(begun) < _SAMPLE:
            begun += chunk[: _SAMPLE - len(begun)]
        if is_utf8:
            is_utf8 = _decodes(decoder, chunk)
        if len(words) < _MOST_WORDS and not chunk.isascii():
            words.update(islice(_foreign_words(chunk), _MOST_WORDS))
    marked = next((codec for mark, codec in _MARKS if begun.startswith(mark)), None)
    if marked:
        return Encoding(marked, certain=True)
    wide = _without_mark(begun)
    if wide:
        return Encoding(wide, certain=False)
    if is_utf8 and _decodes(decoder, b"", final=True):
        return Encoding("utf-8", certain=True)
    return Encoding(likely_page(words), certain=False)


def likely_page(words: Iterable[bytes]) -> str:
    """Return the likeliest Windows page of words that hold bytes outside ASCII: cp1250, cp1251 or cp1252."""
    cyrillic, central, western = 0, 0.0, 0.0
    counted = words.items() if isinstance(words, Counter) else ((word, 1) for word in words)
    for word, times in counted:
        high = sum(byte >= 0x80 for byte in word)  # noqa: PLR2004 (outside ASCII)
        cyrillic += times * (high if high > len(word) / 2 and len(word) > 1 else -high)
        for byte in word:
            for_central, for_western = _WEIGHTS.get(byte, (0.0, 0.0))
            central, western = central + times * for_central, western + times * for_western
        central += times * _CONTEXT * len(_HOOKED.findall(word))
        western += times * _CONTEXT * len(_ACCENTED.findall(word))
    if cyrillic > 0:
        return "cp1251"
    return "cp1252" if western > central else "cp1250"


def decode(content: bytes) -> str:
    """Return the text of a file in whatever encoding it was saved; a byte that has no letter becomes U+FFFD."""
    return content.decode(detect([content]).codec, errors="replace")


def _foreign_words(chunk: bytes) -> Iterator[bytes]:
    """Give the words that hold a byte outside ASCII; what is longer than any word is left out."""
    for found in _WORD.finditer(chunk):
        word = found.group()
        if len(word) <= _LONGEST_WORD and not word.isascii():
            yield word


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(begun: bytes) -> str | None:
    """Return UTF-16 for a beginning where every second byte is empty."""
    even, odd = begun[::2].count(0), begun[1::2].count(0)
    if (even + odd) * 4 <= len(begun):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"
