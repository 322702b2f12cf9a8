"""
A saved result read back: what ``to_json`` wrote becomes the result again, without the articles' files and without any encoder.

In: the text of a report. Out: a ``DetectionResult`` from which ``to_json`` makes the same text. Fields that this version does
not know are passed over, for new ones do not raise the schema's version; those that it needs must be there and of their type,
and what refers to an article, a segment or a place in a text must find it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from difflib import get_close_matches
from enum import Enum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from detector.datatypes import (
    Article,
    Cluster,
    Comparison,
    DetectionResult,
    PreparedArticle,
    Reach,
    RelatedPair,
    Relation,
    Segment,
    SkippedFile,
    Wrapper,
)
from detector.errors import InputError, InvalidArticleError, InvalidResultError, SettingsError
from detector.reporting.report import SCHEMA_VERSION, source_of
from detector.settings import Settings

Read = TypeVar("Read")


class _MismatchError(Exception):
    """What was found is not what must stand there; says what must, and what was."""


def from_json(text: str) -> DetectionResult:
    """
    Read a result that ``to_json`` wrote.

    Returns:
        The result, without its timings; numbers are as they were rounded. ``to_json`` makes the same text of it.

    Raises:
        InvalidResultError: If the text is no JSON (as when it was cut off), no result, one of a newer schema, or one that was
            saved without the articles' texts; or if a part of it is not as it must be, which it names.
    """
    try:
        report = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        place = f"breaks off or is none at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "cannot be read"
        raise InvalidResultError(f"a saved result must be whole JSON, but {place}; write it again with scan --json") from error
    if not isinstance(report, dict) or not {"schema_version", "articles", "pairs", "clusters"} <= report.keys():
        raise InvalidResultError("a saved result must be what scan --json wrote, but articles, pairs or clusters are not there")
    version = report["schema_version"]
    if version != SCHEMA_VERSION:
        raise InvalidResultError(f"schema_version must be {SCHEMA_VERSION}, was: {version!r}; open it with the detector it is of")
    articles = _each(report, "articles", _article)
    by_id = {article.id: article for article in articles}
    if len(by_id) < len(articles):
        raise InvalidResultError("the ids of the articles of a saved result must differ, but two are the same")

    def pair(value: Any) -> RelatedPair:  # noqa: ANN401  (whatever JSON holds)
        return _pair(value, by_id)

    try:
        settings = _decoded(Settings, report.get("settings", {}))
        cut_offs = {Relation(name): _decoded(float, value) for name, value in report.get("cut_offs", {}).items()}
    except (_MismatchError, SettingsError, ValueError, AttributeError) as error:
        raise InvalidResultError(f"the settings of a saved result must hold, but {error}") from error
    return DetectionResult(
        articles=articles,
        pairs=_each(report, "pairs", pair),
        clusters=_each(report, "clusters", lambda value: _cluster(value, by_id)),
        skipped=_each(report, "skipped", lambda value: _decoded(SkippedFile, value)),
        settings=settings,
        contradicted=_each(report, "contradicted", pair),
        reach=MappingProxyType(dict(filter(None, _each(report, "articles", _reach)))),
        cut_offs=MappingProxyType(cut_offs),
    )


def comparison_of(result: DetectionResult, left_id: str, right_id: str) -> Comparison:
    """
    Give two articles of a result side by side, in the order in which their pair has them.

    Raises:
        InputError: If one is not among the articles, or the two are no reported pair.
    """
    by_id = {article.id: article for article in result.articles}
    for id in (left_id, right_id):
        if id not in by_id:
            near = ", ".join(get_close_matches(id, by_id, n=3, cutoff=0.4)) or "none is like it"
            raise InputError(f"an article to explain must be in the result, was: {id}; near to it: {near}")
    for pair in (*result.pairs, *result.contradicted):
        if {pair.left_id, pair.right_id} == {left_id, right_id}:
            left, right = by_id[pair.left_id], by_id[pair.right_id]
            return Comparison(left=left, right=right, pair=pair, passages=pair.passages)
    raise InputError(f"two articles to explain must be a reported pair, were: {left_id} and {right_id}; compare shows any two")


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _each(report: Mapping[str, Any], name: str, read: Callable[[Any], Read]) -> tuple[Read, ...]:
    values = report.get(name, [])
    if not isinstance(values, list):
        raise InvalidResultError(f"{name} of a saved result must be a list, was: {type(values).__name__}")
    found = []
    for number, value in enumerate(values):
        try:
            found.append(read(value))
        except (_MismatchError, InvalidArticleError) as error:
            raise InvalidResultError(f"{name}[{number}] of a saved result must hold, but {error}") from error
    return tuple(found)


def _article(value: Any) -> PreparedArticle:  # noqa: ANN401
    given = _object(value)
    if "text" not in given or "segments" not in given:
        raise _MismatchError("it has no text: an earlier detector wrote it; scan again")
    article = _decoded(Article, {**given, "language": given.get("declared_language")})
    segments = tuple(_segment(one, article) for one in _list(given["segments"]))
    if not segments:
        raise _MismatchError("it has no segments")
    return PreparedArticle(
        article=article,
        language=_decoded(str, given.get("language")),
        languages=_decoded(tuple[str, ...], given.get("languages")),
        segments=segments,
        wrapper=_wrapper(given.get("wrapper"), article),
    )


def _segment(value: Any, article: Article) -> Segment:  # noqa: ANN401
    found: Segment = _decoded(Segment, {"text": "", **_object(value)})
    if not 0 <= found.start <= found.end <= len(article.title if found.in_title else article.text):
        raise _MismatchError(f"a segment lies outside of its text, at {found.start} to {found.end}")
    return found if "text" in value else replace(found, text=source_of(found, article))


def _wrapper(value: Any, article: Article) -> Wrapper | None:  # noqa: ANN401
    wrapper: Wrapper | None = _decoded(Wrapper | None, value)
    for passage in wrapper.passages if wrapper else ():
        if not 0 <= passage.start <= passage.end <= len(article.text):
            raise _MismatchError(f"a cut passage lies outside of its text, at {passage.start} to {passage.end}")
    return wrapper


def _reach(value: Mapping[str, Any]) -> tuple[str, Reach] | None:
    reach = _decoded(Reach | None, value.get("reach"))
    return (value["language"], reach) if reach else None


def _pair(value: Any, by_id: Mapping[str, PreparedArticle]) -> RelatedPair:  # noqa: ANN401
    given = _object(value)
    direction = given.get("direction")
    renamed = {"left_id": given.get("left"), "right_id": given.get("right"), "direction": _renamed_direction(direction)}
    pair: RelatedPair = _decoded(RelatedPair, {**given, **renamed})
    sides = [by_id[_known(side, by_id)] for side in (pair.left_id, pair.right_id)]
    if not (0.0 <= pair.probability <= 1.0 and 0.0 <= pair.score <= 1.0):
        raise _MismatchError(f"probability and score must be in [0, 1], were: {pair.probability} and {pair.score}")
    for passage in pair.passages:
        for rows, side in zip((passage.left, passage.right), sides, strict=True):
            if any(not 0 <= row < len(side.segments) for row in rows):
                raise _MismatchError(f"a passage names segments that {side.id} has not: {list(rows)}")
    return pair


def _cluster(value: Any, by_id: Mapping[str, PreparedArticle]) -> Cluster:  # noqa: ANN401
    given = _object(value)
    members = tuple(_known(_object(member).get("id"), by_id) for member in _list(given.get("members")))
    lead = _known(given.get("lead"), by_id)
    if lead not in members:
        raise _MismatchError(f"the lead is no member: {lead}")
    relations = given.get("relations")
    cluster: Cluster = _decoded(
        Cluster,
        {
            "id": given.get("id"),
            "lead_id": lead,
            "member_ids": list(members),
            "missing_original": given.get("missing_original"),
            "direction": _renamed_direction(given.get("direction")),
            "relations": relations,
        },
    )
    return cluster


def _renamed_direction(value: Any) -> Any:  # noqa: ANN401
    return {**value, "original_id": value.get("original")} if isinstance(value, dict) else value


def _known(id: Any, by_id: Iterable[str]) -> str:  # noqa: ANN401
    if not isinstance(id, str) or id not in by_id:
        raise _MismatchError(f"it names an article that is not there: {id}")
    return id


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise _MismatchError(f"an object must stand there, was: {type(value).__name__}")
    return value


def _list(value: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(value, list):
        raise _MismatchError(f"a list must stand there, was: {type(value).__name__}")
    return value


def _decoded(kind: Any, value: Any) -> Any:  # noqa: ANN401, PLR0911  (a return a kind of type)
    """Read a value of JSON as one of a type: a field of a dataclass under its own name, whatever else there is passed over."""
    if kind is float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    elif kind in (str, int, bool):
        if type(value) is kind:
            return value
    elif isinstance(kind, type) and issubclass(kind, Enum):
        if isinstance(value, str) and value in {one.value for one in kind}:
            return kind(value)
    elif is_dataclass(kind) and isinstance(kind, type):
        return _decoded_object(kind, _object(value))
    else:
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            (inner,) = (one for one in arguments if one is not type(None))
            return None if value is None else _decoded(inner, value)
        if origin is tuple:
            return tuple(_decoded(arguments[0], one) for one in _list(value))
        if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
            keys, values = arguments
            return MappingProxyType({_decoded(keys, key): _decoded(values, one) for key, one in _object(value).items()})
        # A literal: its words are checked by the type that has it.
        return value
    raise _MismatchError(f"{getattr(kind, '__name__', kind)} must stand there, was: {str(value)[:40]!r}")


def _decoded_object(kind: type, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
    decoded = {}
    for name, hint, is_needed in _hints(kind):
        if name in given:
            try:
                decoded[name] = _decoded(hint, given[name])
            except _MismatchError as error:
                raise _MismatchError(f"in {name}: {error}") from error
        elif is_needed:
            raise _MismatchError(f"{name} is not there")
    return kind(**decoded)


@cache
def _hints(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (field.name, hints[field.name], field.default is MISSING and field.default_factory is MISSING) for field in fields(kind)
    )
