"""What can go wrong in the geo room, each error one sentence that says what to do."""

from __future__ import annotations


class AtlasError(Exception):
    """Root of every error of the geo room."""


class DatasetError(AtlasError, ValueError):
    """A data folder cannot be read at all."""


class DateError(AtlasError, ValueError):
    """A text is not a date of the forms YYYY, YYYY-MM or YYYY-MM-DD."""


class FilterError(AtlasError, ValueError):
    """A filter asks for something that does not exist."""


class UnknownIncidentError(AtlasError, LookupError):
    """No accepted incident, movement or episode has that id."""


class SnapshotError(AtlasError, ValueError):
    """A printed page cannot be made as asked, or a file or code does not tell which view it shows."""


class StoryError(AtlasError, ValueError):
    """A story cannot be read, told or saved."""


class StoryConflictError(StoryError):
    """A story was saved by somebody else since it was opened."""


class ReadingError(AtlasError, ValueError):
    """A file of one's own cannot be read at all, or not without a decision of its owner."""


class CancelledError(AtlasError):
    """Long work was stopped by the person who began it; nothing was kept."""


class StoreError(AtlasError, OSError):
    """The workspace cannot be read or written; what was in it before is still there."""


class StoreConflictError(StoreError):
    """A data set was changed by somebody else since it was opened."""


class EngineError(AtlasError, ValueError):
    """A question to the engine cannot be answered: no such table, column or server."""


class SelectionError(AtlasError, ValueError):
    """There are too many incidents for what was asked of them."""
