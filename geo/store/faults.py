"""What a disk or a store says when it gives way, in sentences."""

from __future__ import annotations

import errno
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.errors import AtlasError, StoreError
from geo.store.address import WORKSPACE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
#: what the clients of object stores raise beside OSError; looked at only where such a client is loaded
FOREIGN = {
    "botocore.exceptions": ("BotoCoreError", "ClientError"),
    "aiohttp": ("ClientError",),
    "google.auth.exceptions": ("GoogleAuthError",),
    "azure.core.exceptions": ("AzureError",),
}


@contextmanager
def in_words(shown: str, *, saving: bool) -> Iterator[None]:
    """Turn what a disk or store raises into a sentence; that somebody was faster goes through as it is.

    Parameters
    ----------
    shown
        The workspace, as it may be shown.
    saving
        If something was to be written.

    Raises
    ------
    StoreError
        If the disk or store gave way.
    """
    try:
        yield
    except (AtlasError, FileExistsError):
        raise
    except OSError as error:
        raise StoreError(_sentence(error, shown, saving=saving)) from None
    except _foreign() as error:
        raise StoreError(f"{shown} does not answer as it should ({_short(error)}). {_kept(saving=saving)}") from None


def _sentence(error: OSError, shown: str, *, saving: bool) -> str:
    if error.errno in FULL and saving:
        return f"There is no room left in {shown} ({error.strerror}). {_kept(saving=True)} Make room there, save again."
    if error.errno in FORBIDDEN or isinstance(error, PermissionError):
        verb = "written" if saving else "read"
        return (
            f"{shown} cannot be {verb} ({error.strerror or _short(error)}). {_kept(saving=saving)} Check its "
            f"permissions, or name another workspace with {WORKSPACE_VARIABLE}."
        )
    return f"{shown} cannot be {'written' if saving else 'read'} ({error.strerror or _short(error)})." + (
        f" {_kept(saving=True)}" if saving else ""
    )


def _kept(*, saving: bool) -> str:
    return "Nothing was saved; what was there before is untouched." if saving else "Nothing was changed."


def _short(error: BaseException) -> str:
    return str(error)[:200] or type(error).__name__


def _foreign() -> tuple[type[Exception], ...]:
    found = (getattr(sys.modules.get(module), name, None) for module, names in FOREIGN.items() for name in names)
    return tuple(kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception))
