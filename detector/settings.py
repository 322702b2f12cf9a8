"""
The settings of a run: their names, ranges and defaults.

In: what the caller or the command line asks for. Out: one frozen value that every stage takes and that the result remembers. A
command-line option is the name of its setting with dashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from detector.errors import SettingsError

LeadPolicy = Literal["auto", "earliest", "longest", "original-language"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    What a run may be told; every default can stand.

    Raises:
        SettingsError: If a setting is out of its range.
    """

    translations: bool = True
    """Whether articles of different languages, and renderings of one original, are looked for; needs an encoder."""
    related: bool = False
    """Whether independently written reports of one event are reported too (never clustered)."""
    min_probability: float = 0.5
    """The least probability of a pair that is reported and may join a cluster, in (0, 1]."""
    lead: LeadPolicy = "auto"
    """Which member of a cluster is shown first; ``auto`` is ``earliest`` where every member has a date, else ``longest``."""
    min_words: int = 10
    """Articles of fewer words are skipped: too little to tell a copy from a coincidence. At least 1."""
    max_file_bytes: int = 50_000_000
    """Larger files are skipped, except line by line formats, where it bounds a line. At least 1."""

    def __post_init__(self) -> None:
        if not 0.0 < self.min_probability <= 1.0:
            raise SettingsError(f"min_probability must be in (0, 1], was: {self.min_probability}")
        if self.lead not in get_args(LeadPolicy):
            raise SettingsError(f"lead must be one of {', '.join(get_args(LeadPolicy))}, was: {self.lead}")
        for name in ("min_words", "max_file_bytes"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} must be at least 1, was: {getattr(self, name)}")
