"""
Tells which news articles are versions of one article (copied, updated, cut, translated), how, and why.

In: articles, made by hand or read from files. Out: pairs with their relation and its evidence, and clusters::

    import detector

    result = detector.find_clusters(detector.read("articles/"))
    for cluster in result.clusters:
        print(cluster.lead_id, cluster.member_ids)

The types, the settings and the errors are there at once; what needs the numeric libraries is imported when it is first asked for.
"""

import importlib
import logging
from typing import TYPE_CHECKING

from detector.datatypes import (
    AlignedPassage,
    Article,
    Band,
    Cluster,
    Comparison,
    CutPassage,
    DeclaredRelation,
    DetectionResult,
    Direction,
    Evidence,
    MissingOriginal,
    PreparedArticle,
    RelatedPair,
    Relation,
    Segment,
    SkippedFile,
    StageTiming,
    Wrapper,
)
from detector.errors import (
    CacheError,
    DetectorError,
    EncoderError,
    InputError,
    InvalidArticleError,
    InvalidResultError,
    ReportError,
    SettingsError,
    SourceNotFoundError,
    StoreError,
    UnreadableArticleError,
    UnsupportedFormatError,
    WorkerError,
)
from detector.settings import LeadPolicy, Settings

if TYPE_CHECKING:
    from detector.index import AsyncIndex, Index
    from detector.ingestion.read import read
    from detector.pipeline import compare, find_clusters, scan
    from detector.reporting.html import to_html
    from detector.reporting.report import to_json
    from detector.reporting.saved import from_json

    __version__: str

__all__ = [
    "AlignedPassage",
    "Article",
    "AsyncIndex",
    "Band",
    "CacheError",
    "Cluster",
    "Comparison",
    "CutPassage",
    "DeclaredRelation",
    "DetectionResult",
    "DetectorError",
    "Direction",
    "EncoderError",
    "Evidence",
    "Index",
    "InputError",
    "InvalidArticleError",
    "InvalidResultError",
    "LeadPolicy",
    "MissingOriginal",
    "PreparedArticle",
    "RelatedPair",
    "Relation",
    "ReportError",
    "Segment",
    "Settings",
    "SettingsError",
    "SkippedFile",
    "SourceNotFoundError",
    "StageTiming",
    "StoreError",
    "UnreadableArticleError",
    "UnsupportedFormatError",
    "WorkerError",
    "Wrapper",
    "__version__",
    "compare",
    "find_clusters",
    "from_json",
    "read",
    "scan",
    "to_html",
    "to_json",
]

_SOURCE_BY_LAZY_NAME = {
    "AsyncIndex": ("detector.index", "AsyncIndex"),
    "Index": ("detector.index", "Index"),
    "__version__": ("detector.reporting.report", "DETECTOR_VERSION"),
    "compare": ("detector.pipeline", "compare"),
    "find_clusters": ("detector.pipeline", "find_clusters"),
    "from_json": ("detector.reporting.saved", "from_json"),
    "read": ("detector.ingestion.read", "read"),
    "scan": ("detector.pipeline", "scan"),
    "to_html": ("detector.reporting.html", "to_html"),
    "to_json": ("detector.reporting.report", "to_json"),
}

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> object:
    """Import what was asked for by name for the first time."""
    if name not in _SOURCE_BY_LAZY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _SOURCE_BY_LAZY_NAME[name]
    value: object = getattr(importlib.import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Name what can be asked for, imported yet or not."""
    return sorted({*globals(), *__all__})
