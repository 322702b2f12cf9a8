"""
Every error that detector raises on purpose.

In: the objects at fault. Out: one line that says what must hold, what was found and what to do::

    DetectorError
    ├── InputError
    │   ├── SourceNotFoundError      a path that is not there
    │   ├── UnreadableArticleError   a file or record that holds no article
    │   │   └── UnsupportedFormatError   a file of a kind that no reader knows
    │   ├── InvalidArticleError      an article with a field that cannot hold (also a ValueError)
    │   └── InvalidResultError       a file that holds no saved result, or a broken one
    ├── SettingsError                a setting out of its range (also a ValueError)
    ├── EncoderError                 an encoder that is missing or answers wrongly
    ├── CacheError                   a cache that cannot be written
    ├── WorkerError                  a process of ours that died
    ├── ReportError                  a report that cannot be written
    └── StoreError                   an index that cannot be opened, read or changed as asked; nothing was changed
"""


class DetectorError(Exception):
    """Base of every error that detector raises on purpose; the command line catches this one."""


class InputError(DetectorError):
    """What was handed in cannot be read or used."""


class SourceNotFoundError(InputError):
    """A path that was asked for does not exist."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"a path to read must exist, was: {path}; check the spelling")


class UnreadableArticleError(InputError):
    """A file or record holds no article that can be read; ``path`` names it, ``reason`` says why."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class UnsupportedFormatError(UnreadableArticleError):
    """A file is of a kind that no reader knows."""


class InvalidArticleError(InputError, ValueError):
    """An article was made with a field that cannot hold."""


class InvalidResultError(InputError):
    """A file holds no result that can be read back."""


class SettingsError(DetectorError, ValueError):
    """A setting is out of its range."""


class EncoderError(DetectorError):
    """An encoder is not installed, cannot be loaded, or answers with vectors of the wrong shape."""


class CacheError(DetectorError):
    """The cache of vectors cannot be made or written where it was asked for."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"the cache must be a folder that can be written to, was: {path}, but {reason}; name another one")


class WorkerError(DetectorError):
    """A process that did a part of the work died; ``exit_code`` is its own, below 0 where a signal ended it."""

    def __init__(self, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(
            f"a process at work must live until its work is done, but ended with {exit_code}; "
            "if memory ran out, use fewer jobs or fewer articles"
        )


class ReportError(DetectorError):
    """A report cannot be written to where it was asked for."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"the report must be writable at {path}, but {reason}; nothing was left there")


class StoreError(DetectorError):
    """An index cannot be opened, read or changed as it was asked to be; whatever was asked for, nothing was changed."""
