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
