"""
The JSON form of a result, and the one way in which a report is written to disk.

In: a ``DetectionResult`` or a ``Comparison``. Out: text, the same bytes for the same input: everything is in a fixed order,
numbers are rounded, and there is no time and no place of the machine in it.
"""

import errno
import json
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from importlib import metadata
from pathlib import Path
from typing import Final, TypeAlias

from detector.datatypes import (
    AlignedPassage,
    Article,
    Cluster,
    Comparison,
    DetectionResult,
    Direction,
    Evidence,
    PreparedArticle,
    Reach,
    RelatedPair,
    Relation,
    Segment,
    Wrapper,
)
from detector.errors import ReportError
from detector.settings import Settings

SCHEMA_VERSION: Final = 1
"""Raised when a field is taken away or changes its meaning; new fields leave it."""

STANDARD_OUTPUT: Final = "-"
"""The path that means standard output."""

DECIMALS: Final = 4
"""Of every number in the JSON: finer than any measurement behind it, coarser than the last bits in which machines differ."""

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False)

_EVIDENCE_FIELDS = tuple(field.name for field in fields(Evidence))

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def _installed_version() -> str:
    try:
        return metadata.version("detector")
    except metadata.PackageNotFoundError:
        return "0+unknown"


DETECTOR_VERSION: Final = _installed_version()
"""The version installed, or ``0+unknown`` where detector runs from files that were never installed."""


def to_json(result: DetectionResult) -> str:
    """
    Write a result as JSON, the same bytes for the same result.

    Returns:
        The text, one article, pair, cluster or skipped file a line, with its final newline. Half of a surrogate pair, which UTF-8
        cannot hold, is escaped.
    """
    clusters = sorted(result.clusters, key=lambda cluster: (-len(cluster.member_ids), cluster.lead_id))
    cluster_by_member = {member: cluster for cluster in clusters for member in cluster.member_ids}
    return dump(
        {
            **report_head(result.settings),
            "cut_offs": {
                relation.value: round(result.cut_offs[relation], DECIMALS) for relation in Relation if relation in result.cut_offs
            },
            "articles": [
                {
                    **_article(article, cluster_by_member.get(article.id), result.reach.get(article.language)),
                    "text": article.article.text,
                    "segments": [_segment(segment, article.article) for segment in article.segments],
                }
                for article in sorted(result.articles, key=lambda article: article.id)
            ],
            "pairs": [_saved_pair(pair) for pair in sorted(result.pairs, key=lambda pair: (pair.left_id, pair.right_id))],
            "clusters": [_cluster(cluster) for cluster in clusters],
            "skipped": [
                {"path": skipped.path, "reason": skipped.reason}
                for skipped in sorted(result.skipped, key=lambda skipped: (skipped.path, skipped.reason))
            ],
            "contradicted": [_saved_pair(pair) for pair in result.contradicted],
        }
    )


def comparison_to_json(comparison: Comparison, settings: Settings) -> str:
    """
    Write a comparison as JSON: both articles, their pair, and the passages in the left article's order.

    Returns:
        The text, with the same promises as ``to_json``.
    """
    sides = (comparison.left, comparison.right)
    return dump(
        {
            **report_head(settings),
            "articles": [_article(side, None, None) for side in sides],
            "pair": pair_fields(comparison.pair),
            "passages": [_passage(passage, comparison) for passage in comparison.passages],
        }
    )


def report_head(settings: Settings) -> dict[str, Json]:
    """Give the fields that every report begins with."""
    return {"schema_version": SCHEMA_VERSION, "detector_version": DETECTOR_VERSION, "settings": asdict(settings)}


def _article(prepared: PreparedArticle, cluster: Cluster | None, reach: Reach | None) -> dict[str, Json]:
    article = prepared.article
    return {
        "id": prepared.id,
        "path": article.path,
        "title": article.title,
        "language": prepared.language,
        "languages": list(prepared.languages),
        "reach": reach.value if reach else None,
        "declared_language": article.language,
        "published": article.published,
        "modified": article.modified,
        "outlet": article.outlet,
        "url": article.url,
        "canonical": article.canonical,
        "alternate_ids": list(article.alternate_ids),
        "credit": article.credit,
        "dateline": article.dateline,
        "version": article.version,
        "relations": [
            {"kind": relation.kind, "target": relation.target, "language": relation.language} for relation in article.relations
        ],
        "wrapper": _wrapper(prepared.wrapper),
        "cluster": cluster.id if cluster else None,
        "lead": cluster is not None and cluster.lead_id == prepared.id,
    }


def _wrapper(wrapper: Wrapper | None) -> dict[str, Json] | None:
    if wrapper is None:
        return None
    return {
        "kind": wrapper.kind,
        "region": wrapper.region,
        "source": wrapper.source,
        "language": wrapper.language,
        "passages": [{"start": passage.start, "end": passage.end, "rule": passage.rule} for passage in wrapper.passages],
    }


def pair_fields(pair: RelatedPair) -> dict[str, Json]:
    """Give the fields of a pair as every report writes them."""
    return {
        "left": pair.left_id,
        "right": pair.right_id,
        "relation": pair.relation.value,
        "probability": rounded(pair.probability),
        "score": rounded(pair.score),
        "reasons": list(pair.reasons),
        "evidence": _evidence(pair.evidence),
        "direction": _direction(pair.direction),
        "band": pair.band.value if pair.band else None,
    }


def rounded(share: float) -> float:
    """Round a share to ``DECIMALS``, to 1 only if it is 1: what is not certain must not pass for it."""
    return share if share >= 1.0 else min(round(share, DECIMALS), 1.0 - 10.0**-DECIMALS)


def _saved_pair(pair: RelatedPair) -> dict[str, Json]:
    """
    Give the fields of a pair with its passages, from which it can be shown again.

    They are found for the explanation in any case; to write them takes half a second of a scan of 999 articles with 7,725 pairs
    that takes 34, and makes its JSON 18 MB instead of 11.
    """
    passages: list[Json] = [
        {
            "left": passage.left,
            "right": passage.right,
            "similarity": round(passage.similarity, DECIMALS),
            "wording": round(passage.wording, DECIMALS),
        }
        for passage in pair.passages
    ]
    return {**pair_fields(pair), "passages": passages}


def _segment(segment: Segment, article: Article) -> dict[str, Json]:
    """Give a segment by its offsets, and its text where normalising changed what stands there."""
    written: dict[str, Json] = {
        "start": segment.start,
        "end": segment.end,
        "language": segment.language,
        "paragraph": segment.paragraph,
    }
    if segment.text != source_of(segment, article):
        written["text"] = segment.text
    return written


def source_of(segment: Segment, article: Article) -> str:
    """Give a segment as its article has it."""
    return (article.title if segment.in_title else article.text)[segment.start : segment.end]


def _direction(direction: Direction | None) -> dict[str, Json] | None:
    if direction is None:
        return None
    return {
        "original": direction.original_id,
        "probability": rounded(direction.probability),
        "reasons": list(direction.reasons),
    }


def _evidence(evidence: Evidence) -> dict[str, Json]:
    written: dict[str, Json] = {}
    for name in _EVIDENCE_FIELDS:
        value = getattr(evidence, name)
        written[name] = round(value, DECIMALS) if isinstance(value, float) else value
    return written


def _cluster(cluster: Cluster) -> dict[str, Json]:
    missing = cluster.missing_original
    return {
        "id": cluster.id,
        "lead": cluster.lead_id,
        "members": [{"id": member} for member in cluster.member_ids],
        "relations": {relation.value: cluster.relations[relation] for relation in Relation if relation in cluster.relations},
        "missing_original": asdict(missing) if missing else None,
        "direction": _direction(cluster.direction),
    }


def _passage(passage: AlignedPassage, comparison: Comparison) -> dict[str, Json]:
    return {
        "left": [comparison.left.segments[row].text for row in passage.left],
        "right": [comparison.right.segments[row].text for row in passage.right],
        "similarity": round(passage.similarity, DECIMALS),
        "wording": round(passage.wording, DECIMALS),
    }


def dump(report: Mapping[str, Json]) -> str:
    """
    Write a report with one article, pair, cluster, passage or skipped file a line.

    So a line of a ``diff`` or a ``grep`` is a whole item; and so the encoder in C does the work, which makes no indented text: it
    is five times as fast, over 396,000 pairs.
    """
    members = []
    for name, value in report.items():
        if isinstance(value, list) and value:
            items = ",\n  ".join(_compact.encode(item) for item in value)
            members.append(f" {_compact.encode(name)}: [\n  {items}\n ]")
        else:
            members.append(f" {_compact.encode(name)}: {_compact.encode(value)}")
    text = "{\n" + ",\n".join(members) + "\n}\n"
    return _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def check_target(path: str) -> None:
    """
    Refuse a target that cannot take a report, before the work is done whose report it is.

    Raises:
        ReportError: If ``path`` is a folder, or lies in one that is not there.
    """
    if path == STANDARD_OUTPUT:
        return
    target = Path(path)
    if target.is_dir():
        raise ReportError(path, os.strerror(errno.EISDIR).lower())
    if not target.parent.is_dir():
        raise ReportError(path, f"there is no folder {target.parent}")


def write_text(path: str, text: str) -> None:
    """
    Write a report as UTF-8, whatever the locale: whole, or not at all.

    The text goes to a new file in the target's folder, reaches the disk, and only then takes the target's name. A target that is
    no ordinary file (a pipe, a device) is written to as it stands, for it must not be replaced by a file.

    Args:
        path: The file to write, or ``-`` for standard output.
        text: What to write.

    Raises:
        ReportError: If the system refuses; a file that was there before is left as it was.
        BrokenPipeError: If the reader of standard output, or of a pipe, has gone away.
    """
    content = text.encode("utf-8")
    try:
        if path == STANDARD_OUTPUT:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            _write_file(Path(os.path.realpath(path)), content)
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if path == STANDARD_OUTPUT else path
        raise ReportError(name, (error.strerror or str(error)).lower()) from error


def write_files(path: str, files: Iterable[tuple[str, str]]) -> None:
    """
    Write a report and, where it has them, its pages in a folder beside it: all of them, or none.

    The pages are written to a new folder, which takes the place of the one that an earlier report has left. Where the report
    itself cannot be written then, the earlier pages are put back.

    Args:
        path: The file to write, or ``-`` for standard output.
        files: The names of the pages, all in one folder below that of ``path``, and their texts; the report itself last.

    Raises:
        ReportError: If the system refuses, or the folder holds files that are no pages; what was there before is as it was.
        BrokenPipeError: If the reader of standard output, or of a pipe, has gone away.
    """
    *pages, (_, text) = files
    if not pages:
        write_text(path, text)
        return
    folder = Path(path).parent / Path(pages[0][0]).parent
    token = secrets.token_hex(8)
    draft, earlier = (folder.with_name(f".detector-{token}.{kind}") for kind in ("tmp", "old"))
    is_placed = False
    try:
        if folder.exists() and not all(_PAGE.fullmatch(file.name) for file in folder.iterdir()):
            raise ReportError(path, f"its pages belong into {folder}, which holds other files")
        draft.mkdir()
        for name, page in pages:
            write_text(str(draft / Path(name).name), page)
        if folder.exists():
            folder.rename(earlier)
        draft.rename(folder)
        is_placed = True
        write_text(path, text)
    except BaseException as error:
        if is_placed:
            folder.rename(draft)
        if earlier.exists():
            earlier.rename(folder)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise ReportError(path, (error.strerror or str(error)).lower()) from error
        if isinstance(error, ReportError):
            raise ReportError(path, error.reason) from error
        raise
    finally:
        for remains in (draft, earlier):
            shutil.rmtree(remains, ignore_errors=True)


_PAGE = re.compile(r"\d{4,}\.html")
"""The name of a page of a report."""


def _write_file(target: Path, content: bytes) -> None:
    mode = target.stat().st_mode if target.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        target.write_bytes(content)
        return
    draft = target.with_name(f".detector-{secrets.token_hex(8)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(stat.S_IMODE(mode))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
