"""The languages of the words of pages and presenter: catalogues of gettext, beside the English texts in the code.

English is the source language and complete by itself. A text without a translation stays English. The catalogues are
drafts that a native reader has not checked yet; `make catalogues` brings them up to date with the code.
"""

from __future__ import annotations

import gettext
import json
import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SOURCE_LANGUAGE = "en"
#: the part of a link that says in which language the words around a view are; nothing of the view depends on it
LANGUAGE_PART = "lang"
#: BCP 47 tag -> the language's own name
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {SOURCE_LANGUAGE: "English", "sq": "shqip", "sr-Latn": "srpski (latinica)", "sr-Cyrl": "српски (ћирилица)"}
)
LOCALE = Path(__file__).with_name("locale")
#: the words of the program, and the texts of the stories it ships with
DOMAINS = ("atlas", "stories")
DRAFT_NOTICE = "Draft translation: a native reader has not checked it yet."
_TEXT = r'"(?:[^"\\\n]|\\.)*"'
#: `t("one")`, and both texts of `t(asked ? "one" : "other")`
_MARKED = re.compile(rf'(?<![\w$])t\(\s*(?:({_TEXT})|(?:[^()?"]|{_TEXT})*\?\s*({_TEXT})\s*:\s*({_TEXT}))\s*[,)]')


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a text for translation where it is declared; it is translated where it is shown."""
    return text


MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def say_own_name(tag: str) -> str:
    """Name a language in that language, and whether its words are a draft, for example "shqip (draft)"."""
    return LANGUAGES[tag] if tag == SOURCE_LANGUAGE else f"{LANGUAGES[tag]} (draft)"


def translator(tag: str) -> Callable[[str], str]:
    """Return what says an English text in a language; a text without a translation stays as it is.

    Parameters
    ----------
    tag
        A key of `LANGUAGES`.

    Raises
    ------
    LookupError
        If the tag is another one.
    """
    known = _known(tag)
    return lambda text: known.get(text, text)


def catalogue(tag: str, texts: Iterable[str]) -> dict[str, str]:
    """Return what is translated of some English texts, in their order.

    Raises
    ------
    LookupError
        If the tag is no key of `LANGUAGES`.
    """
    known = _known(tag)
    return {text: known[text] for text in texts if text in known}


def messages(tag: str) -> dict[str, str]:
    """Return everything that is translated into a language, by its English text; for English nothing.

    Raises
    ------
    LookupError
        If the tag is no key of `LANGUAGES`.
    """
    return dict(_known(tag))


def marked_in(script: str) -> tuple[str, ...]:
    """Return the texts that a script of the presenter marks as `t("...")`, each once, in their order."""
    return tuple(dict.fromkeys(json.loads(text) for found in _MARKED.findall(script) for text in found if text))


class _Catalogue(gettext.GNUTranslations):
    """A catalogue that can tell everything it has."""

    _catalog: dict[str, str]

    def messages(self) -> dict[str, str]:
        """Return the translations by their English text; the empty text is where the head of the file stands."""
        return {text: said for text, said in self._catalog.items() if text}


@lru_cache
def _known(tag: str) -> Mapping[str, str]:
    """Read the catalogues of a language; one that does not exist has nothing."""
    if tag not in LANGUAGES:
        raise LookupError(f'"{tag}" is no language of this program; choose one of: {", ".join(LANGUAGES)}.')
    known: dict[str, str] = {}
    for domain in DOMAINS:
        path = LOCALE / tag.replace("-", "_") / "LC_MESSAGES" / f"{domain}.mo"
        if path.is_file():
            with path.open("rb") as file:
                known = _Catalogue(file).messages() | known
    return known
