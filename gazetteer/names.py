"""Spellings folded to one key, and the two scripts of Serbian turned into each other.

`search_key` folds what never tells two places apart: script, diacritics, case, punctuation. It does not fold what
often does (sh and s, ll and l, q and k): such spellings are listed as toponyms of their place.
"""

from __future__ import annotations

import re
import unicodedata

_DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ"}
_LETTERS = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True))
_TO_CYRILLIC = {**_DIGRAPHS, **_LETTERS}
_TO_LATIN = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}
_LATIN_UNIT = re.compile(r"lj|nj|dž|.", re.IGNORECASE | re.DOTALL)

#: Cyrillic letters that Serbian does not have, in the Latin letters that search keys use
_OTHER_CYRILLIC = {
    "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "ё": "e", "й": "j", "щ": "sht", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "ju", "я": "ja", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u",
}  # fmt: skip
#: letters that Unicode does not take apart into a letter and a mark
_UNDIVIDED = {
    "đ": "dj", "ð": "dj", "ł": "l", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ə": "e",
}  # fmt: skip
_FOLD = str.maketrans({**{letter: latin.replace("đ", "dj") for letter, latin in _TO_LATIN.items()},
                       **_OTHER_CYRILLIC, **_UNDIVIDED})  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z\u00df-\u024f]")
_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile("['’‘ʼʹ`´ʻ′\"]")
_GAPS = re.compile(r"[\W_]+")

#: letters of a key -> the sound they stand for in one of the languages; the longest first
_SOUNDS = {
    "dzh": "x", "tsh": "c", "tch": "c", "dz": "x", "xh": "x", "gj": "x", "dj": "x", "ch": "c", "ts": "c", "tz": "c",
    "sh": "s", "zh": "z", "kh": "h", "lj": "l", "nj": "n", "ny": "n", "ly": "l", "q": "c", "w": "v", "y": "i", "j": "i",
}  # fmt: skip
_SOUND = re.compile("|".join(_SOUNDS))
_SYLLABIC = re.compile("er(?=[^aeiou])")
_REPEATED = re.compile(r"(.)\1+")

#: Cyrillic (and Greek) letters that look like a Latin one; they slip into Latin words when text is copied
_LOOKALIKES = dict(zip("аеорсухјікмтвнѕοανρτιμκε", "aeopcyxjikmtbhsoavptimke", strict=True))
_CYRILLIC_LOOKALIKES = frozenset(letter for letter in _LOOKALIKES if _CYRILLIC.match(letter))
_TO_LATIN_LOOKS = str.maketrans(_LOOKALIKES)
_TO_CYRILLIC_LOOKS = str.maketrans({latin: letter for letter, latin in _LOOKALIKES.items() if _CYRILLIC.match(letter)})
_LATIN_LOOKALIKES = frozenset(map(chr, _TO_CYRILLIC_LOOKS))


def search_key(toponym: str) -> str:
    """Fold a name to the form in which spellings are compared.

    Parameters
    ----------
    toponym
        A name, or any text, in any script and Unicode form.

    Returns
    -------
    str
        Lower-case words joined by single spaces, Latin and Cyrillic both as plain a-z; "" if nothing is left.
        The key of a key is the key itself.

    Examples
    --------
    >>> search_key("Штрпце"), search_key("ŠTRPCE")
    ('strpce', 'strpce')
    """
    folded = toponym.translate(_QUICK)
    if folded.isascii() and (toponym.isascii() or not _CYRILLIC.search(toponym) or not _LATIN.search(toponym.lower())):
        return " ".join(folded.split())
    text = unicodedata.normalize("NFKC", toponym).casefold()
    text = unicodedata.normalize("NFC", text)
    return _spaced(_plain(_WORD.sub(_one_script, text)))


def compact_key(toponym: str) -> str:
    """Return the search key without its spaces, so that "Fushë-Kosova" and "FusheKosova" meet."""
    return search_key(toponym).replace(" ", "")


def respelling(key: str) -> str:
    """Fold a compact key further, by the sounds that Albanian, Serbian and English write in different letters.

    Parameters
    ----------
    key
        A compact key: lower-case letters without spaces.

    Returns
    -------
    str
        What spellings of one name have in common when only sh and š, zh and ž, ch, ç, č, ć and q, gj, dj and xh, ll
        and l, rr and r, lj and l, nj and n, y, j and i, er and r, w and v differ.

    Examples
    --------
    >>> respelling("shterpce") == respelling("strpce")
    True
    """
    said = _SOUND.sub(lambda letters: _SOUNDS[letters.group()], key)
    return _REPEATED.sub(r"\1", _SYLLABIC.sub("r", said))


def to_cyrillic(latin: str) -> str:
    """Turn Serbian in Latin script into Cyrillic, letter by letter; what is no Serbian letter stays."""
    return _LATIN_UNIT.sub(lambda unit: _with_case(unit.group(), _TO_CYRILLIC), latin)


def to_latin(cyrillic: str) -> str:
    """Turn Serbian in Cyrillic script into Latin, letter by letter; what is no Serbian letter stays."""
    return "".join(_with_case(letter, _TO_LATIN) for letter in cyrillic)


def _with_case(unit: str, table: dict[str, str]) -> str:
    turned = table.get(unit.lower())
    if turned is None:
        return unit
    return turned.capitalize() if unit[0].isupper() else turned


def _plain(text: str) -> str:
    """Turn lower-case text of one script into a-z as far as that goes."""
    return _strip_marks(_strip_marks(text.translate(_FOLD)).translate(_FOLD))


def _strip_marks(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _spaced(text: str) -> str:
    return _GAPS.sub(" ", _APOSTROPHES.sub("", text)).strip()


def _one_script(word: re.Match[str]) -> str:
    """Put letters of the wrong alphabet inside a word back into the alphabet of the word."""
    text = word.group()
    if not _LATIN.search(text):
        return text
    foreign = {letter for letter in text if letter in _LOOKALIKES}
    if not _CYRILLIC.search(text):
        return text.translate(_TO_LATIN_LOOKS) if foreign else text
    latin = {letter for letter in text if _LATIN.match(letter)}
    cyrillic = {letter for letter in text if _CYRILLIC.match(letter)}
    if cyrillic <= _CYRILLIC_LOOKALIKES and (len(cyrillic) <= len(latin) or not latin <= _LATIN_LOOKALIKES):
        return text.translate(_TO_LATIN_LOOKS)
    return text.translate(_TO_CYRILLIC_LOOKS) if latin <= _LATIN_LOOKALIKES else text


def _quick_letter(letter: str) -> str:
    folded = _plain(unicodedata.normalize("NFC", unicodedata.normalize("NFKC", letter).casefold()))
    return _GAPS.sub(" ", _APOSTROPHES.sub("", folded))


#: what a letter becomes whatever stands beside it, so that most names are folded in one step
_QUICK = {
    code: folded
    for code in (*range(0x80), 0xA0, *range(0xC0, 0x250), *range(0x400, 0x460), *range(0x2010, 0x2020))
    if (folded := _quick_letter(chr(code))).isascii()
}
