"""
The settings of a run: their names, ranges and defaults.

In: what the caller or the command line asks for. Out: one frozen value that every stage takes and that the result remembers. A
command-line option is the name of its setting with dashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from detector.errors import SettingsError

LeadPolicy = Literal["auto", "earliest", "longest", "original-language"]
"""The policies that are one word; the other one is ``outlet=`` and an outlet's name."""

OUTLET_POLICY = "outlet="

FIELDS = (
    "id", "title", "text", "published", "modified", "language", "outlet", "url", "canonical", "credit", "dateline", "version",
    "alternate_ids",
)  # fmt: skip
"""What of an article a record may hold in a field of its own: those names of ``Article``."""


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
    min_probability: float = 0.85
    """The least probability of a pair that is reported and may join a cluster, in (0, 1].

    Held out by story, pairs within clusters at 0.5 / 0.7 / 0.8 / 0.85 / 0.9, by the models before these: versions F1 0.991 /
    0.991 / 0.987 / 0.987 / 0.980, army 0.967 / 0.967 / 0.967 / 0.966 / 0.965, the other corpora the same. Of judged press
    releases, held out by series, those reported / those of them that are versions, at 0.5, 0.7, 0.85 and 0.9, of 154: 146 / 130,
    126 / 120, 106 / 103 and 94 / 93; of all that a scan of 12,359 releases reports at the five, all read: 179 / 161, 157 / 150,
    143 / 138, 130 / 128 and 117 / 115. A wrong pair costs an editor more than a missing one."""
    lead: str = "auto"
    """Which member of a cluster is shown first: a ``LeadPolicy``, or ``outlet=NAME`` for that of an outlet. ``auto`` is
    ``earliest`` where every member has a date, else ``longest``; it decides too where the outlet has none, or several."""
    safe_precision: float = 0.995
    """Of the pairs that are called ``safe-to-hide``, the share that shall be versions, in [0.5, 1)."""
    min_words: int = 10
    """Articles of fewer words are skipped: too little to tell a copy from a coincidence. At least 1."""
    max_file_bytes: int = 50_000_000
    """Larger files are skipped; of formats that hold many articles it bounds a line, a record or a row. At least 1."""
    max_expansion: int = 200
    """Files that grow more than so many times when unpacked, and beyond 10 MB, are left there. At least 1."""
    max_unpacked_bytes: int = 100_000_000_000
    """No more bytes than this are unpacked of one file, archives within it included. At least 1."""
    max_nesting: int = 5
    """Containers within one another that are opened; ``.tar.gz`` is two. At least 0, which opens none."""
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    """
    Where the records of JSON, JSON Lines, CSV and Parquet hold what: names of ``FIELDS`` to theirs, a dot leading into an
    object or through all objects of a list, as in ``{"title": "headline", "text": "content.body"}``. What is named here is
    looked for there only, the rest under its usual names.
    """

    def __post_init__(self) -> None:
        if not 0.0 < self.min_probability <= 1.0:
            raise SettingsError(f"min_probability must be in (0, 1], was: {self.min_probability}")
        if not 0.5 <= self.safe_precision < 1.0:
            raise SettingsError(f"safe_precision must be in [0.5, 1), was: {self.safe_precision}")
        if self.lead not in get_args(LeadPolicy) and not _names_outlet(self.lead):
            raise SettingsError(f"lead must be one of {', '.join(get_args(LeadPolicy))} or outlet=NAME, was: {self.lead}")
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise SettingsError(f"{name} must be at least {least}, was: {getattr(self, name)}")
        object.__setattr__(self, "fields", dict(self.fields))
        for name, theirs in self.fields.items():
            if name not in FIELDS:
                raise SettingsError(f"fields must be of {', '.join(FIELDS)}, was: {name}")
            if not theirs:
                raise SettingsError(f"fields must name where {name} stands, as in {name}=headline, was: nothing")


def _names_outlet(policy: str) -> bool:
    return policy.startswith(OUTLET_POLICY) and bool(policy.removeprefix(OUTLET_POLICY).strip())


_LEAST = {"min_words": 1, "max_file_bytes": 1, "max_expansion": 1, "max_unpacked_bytes": 1, "max_nesting": 0}
