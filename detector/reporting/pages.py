"""
The pages of an HTML report as plain values: what a browser is handed to draw a cluster, or a pair outside the clusters.

In: clusters, pairs and articles of a result. Out: values for JSON. Each text stands there once, however many pairs it is in; a
pair holds row numbers and lengths. All texts are cleaned of control characters and of marks that turn the direction of writing.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Final

from detector.datatypes import (
    AlignedPassage,
    Cluster,
    Direction,
    Evidence,
    PreparedArticle,
    RelatedPair,
    Segment,
    is_same_language,
)
from detector.reporting.changes import find_moved, level_rows, name_change
from detector.reporting.differences import MARKED_MIN_WORDING, Run, differing_runs
from detector.reporting.report import DECIMALS, Json
from detector.reporting.terminal import known_of, shown

_MEASURES: Final = tuple(
    field.name for field in fields(Evidence) if field.name not in ("encoder", "declared") and "differing" not in field.name
)

_ONE_SIDE = re.compile(r"(.*) \((left|right) only\)", re.DOTALL)

Items = list[list[int] | dict[str, str]]
"""The paragraphs of an article in order: rows of its segments, or a passage that was cut and the rule that cut it."""


def make_page(
    members: Sequence[PreparedArticle], pairs: Iterable[RelatedPair], cluster: Cluster | None = None
) -> dict[str, Json]:
    """
    Give all that the pages of one cluster, or of one pair outside the clusters, show.

    Args:
        members: The articles, the lead first.
        pairs: Pairs of these articles.
        cluster: The cluster, or ``None`` for a pair outside.
    """
    place_by_id = {article.id: place for place, article in enumerate(members)}
    items = [_items(article) for article in members]
    missing = cluster.missing_original if cluster else None
    return {
        "articles": [_article(article, own) for article, own in zip(members, items, strict=True)],
        "missing": {"language": missing.language, "reason": known_of(missing)} if missing else None,
        "direction": _direction(cluster.direction, place_by_id) if cluster else None,
        "pairs": [_pair(pair, members, items, place_by_id) for pair in pairs],
    }


def instant(published: str | None) -> datetime.datetime | None:
    """Give a time of publication as a moment, that of a day alone as its beginning; where no zone is told, UTC's is taken."""
    if not published:
        return None
    moment = datetime.datetime.fromisoformat(published)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC)


def rounded(probability: float) -> float:
    """Round a probability to ``DECIMALS``, and to 1 only what is 1."""
    return probability if probability == 1.0 else min(round(probability, DECIMALS), 1.0 - 10.0**-DECIMALS)


def title_of(article: PreparedArticle) -> str:
    """Give the title, or the beginning of the text where there is none."""
    return shown(article.article.title) or shown(article.segments[0].text)


def first_side(pair: RelatedPair, left: PreparedArticle, right: PreparedArticle) -> int:
    """Tell which side to show first: the original where it is known, else the earlier one, else the left."""
    if pair.direction is not None and pair.direction.original_id is not None:
        return 0 if pair.direction.original_id == pair.left_id else 1
    times = instant(left.article.published), instant(right.article.published)
    return 1 if times[0] is not None and times[1] is not None and times[1] < times[0] else 0


def _article(prepared: PreparedArticle, items: Items) -> dict[str, Json]:
    article, wrapper = prepared.article, prepared.wrapper
    title = prepared.segments[0] if prepared.segments[0].in_title else None
    address = article.url or article.canonical or ""
    value: dict[str, Json] = {
        "id": shown(prepared.id),
        "title": title_of(prepared),
        "titleLanguage": title.language if title else prepared.language,
        "language": prepared.language,
        "languages": list(prepared.languages),
        "characters": len(prepared.body),
        "texts": [shown(segment.text) for segment in prepared.segments],
        "items": items,
    }
    others = {place: segment.language for place, segment in enumerate(prepared.segments) if segment.language != prepared.language}
    optional: dict[str, Json] = {
        "otherLanguages": {str(place): language for place, language in others.items()},
        "outlet": shown(article.outlet or ""),
        "titled": title is not None,
        "published": article.published,
        "path": shown(article.path or "") if article.path != prepared.id else "",
        "credit": shown(article.credit or ""),
        "dateline": shown(article.dateline or ""),
        "version": shown(article.version or ""),
        # An address of another kind could run a script where somebody clicks on it.
        "url": shown(address) if re.match(r"https?://", address) else "",
        "wrapper": {
            "kind": wrapper.kind,
            "region": shown(wrapper.region or ""),
            "source": shown(wrapper.source or ""),
            "language": wrapper.language,
        }
        if wrapper
        else None,
    }
    return value | {name: one for name, one in optional.items() if one}


def _items(prepared: PreparedArticle) -> Items:
    paragraphs = [
        (-1 if number < 0 else prepared.segments[rows[0]].start, 0, rows)
        for number, rows in (
            (number, list(group))
            for number, group in itertools.groupby(
                range(len(prepared.segments)), key=lambda row: prepared.segments[row].paragraph
            )
        )
    ]
    text = prepared.article.text
    cuts = [
        (passage.start, 1, {"cut": shown(text[passage.start : passage.end]), "rule": shown(passage.rule)})
        for passage in (prepared.wrapper.passages if prepared.wrapper else ())
    ]
    ordered: list[tuple[int, int, list[int] | dict[str, str]]] = sorted([*paragraphs, *cuts], key=lambda item: item[:2])
    return [content for _, _, content in ordered if content and (isinstance(content, list) or content["cut"])]


def _pair(
    pair: RelatedPair, members: Sequence[PreparedArticle], items: Sequence[Items], place_by_id: Mapping[str, int]
) -> dict[str, Json]:
    sides = place_by_id[pair.left_id], place_by_id[pair.right_id]
    is_turned = first_side(pair, members[sides[0]], members[sides[1]]) == 1
    passages = [_turned(passage) for passage in pair.passages] if is_turned else list(pair.passages)
    if is_turned:
        sides = sides[1], sides[0]
    evidence = pair.evidence
    measured = {name: getattr(evidence, name) for name in _MEASURES}
    if is_turned:
        for name in ("coverage", "containment"):
            measured[f"{name}_left"], measured[f"{name}_right"] = measured[f"{name}_right"], measured[f"{name}_left"]
    return {
        "left": sides[0],
        "right": sides[1],
        "relation": pair.relation.value,
        "probability": rounded(pair.probability),
        "score": round(pair.score, DECIMALS),
        "band": pair.band.value if pair.band else None,
        "direction": _direction(pair.direction, place_by_id),
        "reasons": [shown(reason) for reason in pair.reasons],
        "declared": [shown(name) for name in evidence.declared],
        "measures": {name: round(float(value), DECIMALS) for name, value in measured.items() if value is not None},
        "facts": {
            kind: [_fact(shown(fact), is_turned=is_turned) for fact in differing]
            for kind, differing in (
                ("numbers", evidence.differing_numbers),
                ("names", evidence.differing_names),
                ("quotations", evidence.differing_quotations),
            )
            if differing
        },
        **_alignment(passages, members[sides[0]].segments, members[sides[1]].segments, (items[sides[0]], items[sides[1]])),
    }


def _turned(passage: AlignedPassage) -> AlignedPassage:
    return AlignedPassage(left=passage.right, right=passage.left, similarity=passage.similarity, wording=passage.wording)


def _direction(direction: Direction | None, place_by_id: Mapping[str, int]) -> dict[str, Json] | None:
    if direction is None:
        return None
    return {
        "original": place_by_id.get(direction.original_id) if direction.original_id is not None else None,
        "probability": rounded(direction.probability),
        "reasons": [shown(reason) for reason in direction.reasons],
    }


def _fact(written: str, *, is_turned: bool) -> list[str | None]:
    """Part a differing fact into what stands on either side, or leave it whole where it names no side."""
    alone = _ONE_SIDE.fullmatch(written)
    sides: list[str | None] = [*written.split(" ≠ ")]
    if alone:
        sides = [alone[1], None] if alone[2] == "left" else [None, alone[1]]
    if len(sides) != 2:
        return [written]
    return sides[::-1] if is_turned else sides


def _alignment(
    passages: Sequence[AlignedPassage], left: Sequence[Segment], right: Sequence[Segment], items: tuple[Items, Items]
) -> dict[str, Json]:
    moved = find_moved(passages)
    place_by_row = [{row: place for place, item in enumerate(side) if isinstance(item, list) for row in item} for side in items]
    links = [
        (place_by_row[0][one], place_by_row[1][other])
        for place, passage in enumerate(passages)
        if place not in moved
        for one in passage.left
        for other in passage.right
    ]
    rows = [part for row in level_rows(len(items[0]), len(items[1]), links) for part in _apart_from_cuts(row, items)]
    return {
        # A row is told by the lengths of its two sides: both texts are there in order.
        "rows": [[len(one), len(other)] for one, other in rows],
        "passages": [
            {
                "left": list(passage.left),
                "right": list(passage.right),
                "alike": round(passage.similarity, 2),
                "change": name_change(passage, left, right).value,
                **({"moved": True} if place in moved else {}),
                **_marks(passage, left, right),
            }
            for place, passage in enumerate(passages)
        ],
    }


def _apart_from_cuts(row: tuple[range, range], items: tuple[Items, Items]) -> list[tuple[Sequence[int], Sequence[int]]]:
    """Give what was cut rows of its own, where a row has one side only."""
    if row[0] and row[1]:
        return [row]
    side = 0 if row[0] else 1
    parts = [tuple(part) for _, part in itertools.groupby(row[side], key=lambda place: isinstance(items[side][place], list))]
    return [(part, ()) if side == 0 else ((), part) for part in parts]


def _marks(passage: AlignedPassage, left: Sequence[Segment], right: Sequence[Segment]) -> dict[str, Json]:
    """Give for each segment the lengths of its runs, shared and differing by turns, in units of UTF-16 as scripts count."""
    if not (passage.left and passage.right and MARKED_MIN_WORDING <= passage.wording < 1.0):
        return {}
    if not is_same_language(left[passage.left[0]].language, right[passage.right[0]].language):
        return {}
    # The text is taken as it is shown, so that lengths fit.
    texts = [[shown(side[row].text) for row in rows] for side, rows in ((left, passage.left), (right, passage.right))]
    runs = differing_runs(" ".join(texts[0]), " ".join(texts[1]))
    return {"marks": [_cut_runs(side_runs, side) for side_runs, side in zip(runs, texts, strict=True)]}


def _cut_runs(runs: Sequence[Run], texts: Sequence[str]) -> list[list[int]]:
    """Cut the runs of texts that were joined by a space where one text ends and the next begins."""
    lengths: list[list[int]] = []
    remaining = [(run.text, run.is_shared) for run in reversed(runs)]
    for text in texts:
        own: list[int] = []
        expected, missing = True, len(text)
        while missing:
            run, is_shared = remaining.pop()
            part, rest = run[:missing], run[missing:]
            missing -= len(part)
            own += [0] * (is_shared is not expected)
            own.append(_utf16_length(part))
            expected = not is_shared
            if rest:
                remaining.append((rest, is_shared))
        lengths.append(own)
        if remaining:
            run, is_shared = remaining.pop()
            remaining += [(run[1:], is_shared)] * (len(run) > 1)
    return lengths


def _utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
