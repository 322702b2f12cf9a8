"""
How right a run was, as a person reads it on a terminal and as JSON.

In: an ``Evaluation``; for the terminal the console to draw on. Out: text, the same for the same evaluation. The terminal shows
the worst of what is long, and says how much more there is; the JSON has all of it, but of mistakes only those asked for.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detector.datatypes import Relation, SkippedFile
from detector.measures import (
    Calibration,
    ClusterCounts,
    Evaluation,
    Mistake,
    MistakeKind,
    MistakenArticle,
    Mistakes,
    NameMeasures,
    PairCounts,
)
from detector.reporting.report import Json, dump, pair_fields, report_head
from detector.reporting.terminal import LISTED_AT_MOST, counted, draw, labelled, relation_word, shown, two_digits, why

ROWS_AT_MOST: Final = 30
"""Languages, and pairs of languages, that are shown on a terminal."""

MEASURE_DECIMALS: Final = 6
"""Of a measure in the JSON: over a million pairs the last one still tells."""

_HEADING_BY_KIND: Final = {
    MistakeKind.WRONG_MERGE: "Wrong merges, the most probable first",
    MistakeKind.FALSE_PAIR: "False pairs outside clusters, the most probable first",
    MistakeKind.MISSED: "Missed, the least probable first",
    MistakeKind.MISNAMED: "Found under a wrong name, the most probable first",
}
_MEMBER_BY_KIND: Final = {
    MistakeKind.WRONG_MERGE: "wrong_merges",
    MistakeKind.FALSE_PAIR: "false_pairs",
    MistakeKind.MISSED: "missed",
    MistakeKind.MISNAMED: "misnamed",
}


def render_evaluation(evaluation: Evaluation, console: Console) -> None:
    """Draw what was measured, the measures, where they are low, and the worst mistakes with their evidence."""
    draw(_parts(evaluation), console)


def evaluation_to_json(evaluation: Evaluation) -> str:
    """
    Write an evaluation as JSON, the same bytes for the same evaluation.

    Returns:
        The text, one language, pair of languages or mistake a line. A measure of nothing is ``null``.
    """
    chosen, clusters, names, calibration = (
        evaluation.chosen,
        evaluation.clusters,
        evaluation.names,
        evaluation.calibration,
    )
    return dump(
        {
            **report_head(evaluation.settings),
            "corpus": {
                "name": chosen.corpus,
                "languages_asked_for": list(chosen.languages),
                "groups_asked_for": chosen.sample,
                "articles_in_gold": chosen.n_gold,
                "groups_in_gold": chosen.n_gold_groups,
                "articles": chosen.n_articles,
                "groups": chosen.n_groups,
                "languages": chosen.n_languages,
                "events": chosen.n_events,
                "articles_without_gold": chosen.n_without_gold,
            },
            "pairwise": {
                "all": _pair_counts(evaluation.pairs),
                "across_languages": _pair_counts(evaluation.across_languages),
                "in_one_language": _pair_counts(evaluation.in_one_language),
            },
            "bcubed": {
                "precision": _rounded(evaluation.bcubed.precision),
                "recall": _rounded(evaluation.bcubed.recall),
                "f1": _rounded(evaluation.bcubed.f1),
            },
            "adjusted_rand_index": _rounded(evaluation.adjusted_rand_index),
            "clusters": {
                "found": clusters.n_clusters,
                "wrong_merges": clusters.n_wrong_merges,
                "wrongly_merged_articles": clusters.n_wrongly_merged_articles,
                "wrong_merges_in_event": clusters.n_wrong_merges_in_event,
                "false_pairs_in_event": clusters.n_false_pairs_in_event,
                "pairs_in_event": clusters.n_pairs_in_event,
                "groups": clusters.n_groups,
                "split_groups": clusters.n_split_groups,
            },
            "names": {
                "accuracy": _rounded(names.accuracy),
                "named": names.n_named,
                "right": names.n_right,
                "unnamed": names.n_unnamed,
            },
            "calibration": {
                "judged_pairs": calibration.n_pairs,
                "brier_score": _rounded(calibration.brier_score),
                "brier_score_reported": _rounded(calibration.brier_score_reported),
            },
            "mistakes": {_MEMBER_BY_KIND[mistakes.kind]: mistakes.n_all for mistakes in evaluation.mistakes},
            "confusion": [
                {
                    "expected": [relation.value for relation in count.expected],
                    "found": count.found.value,
                    "pairs": count.n_pairs,
                    "right": count.is_right,
                }
                for count in names.confusion
            ],
            "reliability": [
                {
                    "low": one.low,
                    "high": one.high,
                    "pairs": one.n_pairs,
                    "true": one.n_true,
                    "mean_probability": _rounded(one.mean_probability),
                    "share_true": _rounded(one.share_true),
                }
                for one in calibration.bins
            ],
            "at_least": [
                {
                    "probability": one.probability,
                    "pairs": one.n_pairs,
                    "true": one.n_true,
                    "precision": _rounded(one.precision),
                }
                for one in calibration.at_least
            ],
            "languages": [
                {"language": one.language, "articles": one.n_articles, **_pair_counts(one.pairs)}
                for one in evaluation.by_language
            ],
            "language_pairs": [
                {"languages": [one.left_language, one.right_language], **_pair_counts(one.pairs)}
                for one in evaluation.by_language_pair
            ],
            "language_mistakes": [
                {"gold": one.gold, "found": one.found, "articles": one.n_articles} for one in evaluation.language_mistakes
            ],
            **{_MEMBER_BY_KIND[one.kind]: [_mistake(mistake) for mistake in one.worst] for one in evaluation.mistakes},
            "missing": list(chosen.missing_ids),
            "skipped": [_skipped(one) for one in chosen.skipped],
            "unread": [_skipped(one) for one in chosen.unread],
        }
    )


def _rounded(measure: float | None) -> float | None:
    return None if measure is None else round(measure, MEASURE_DECIMALS)


def _pair_counts(pairs: PairCounts) -> dict[str, Json]:
    return {
        "precision": _rounded(pairs.precision),
        "recall": _rounded(pairs.recall),
        "f1": _rounded(pairs.f1),
        "true": pairs.n_true,
        "found": pairs.n_found,
        "right": pairs.n_right,
    }


def _skipped(skipped: SkippedFile) -> dict[str, Json]:
    return {"path": skipped.path, "reason": skipped.reason}


def _mistake(mistake: Mistake) -> dict[str, Json]:
    return {
        "sides": [_side(mistake.left), _side(mistake.right)],
        "event": mistake.event or None,
        "pairs": mistake.n_pairs,
        "reported": mistake.is_reported,
        "expected": [relation.value for relation in mistake.expected],
        "pair": pair_fields(mistake.pair) if mistake.pair else None,
    }


def _side(article: MistakenArticle) -> dict[str, Json]:
    return {
        "id": article.id,
        "title": article.title,
        "group": article.group,
        "version": article.version,
        "language": article.language or None,
        "found_language": article.found_language,
    }


def _parts(evaluation: Evaluation) -> Iterator[RenderableType]:
    yield from _chosen_parts(evaluation)
    yield _pair_table(evaluation)
    yield Text(f"Adjusted Rand index {_measure(evaluation.adjusted_rand_index)}")
    yield from _cluster_lines(evaluation.clusters)
    yield Text()
    # A table has an empty line above and below it.
    yield from _name_parts(evaluation.names)
    yield from _calibration_parts(evaluation.calibration)
    yield from _language_parts(evaluation)
    for number, mistakes in enumerate(evaluation.mistakes):
        if number:
            yield Text()
        yield from _mistake_parts(mistakes)


def _chosen_parts(evaluation: Evaluation) -> Iterator[RenderableType]:
    chosen = evaluation.chosen
    within = [
        counted(chosen.n_groups, "group", "groups"),
        counted(chosen.n_languages, "language", "languages"),
        *([counted(chosen.n_events, "event", "events")] if chosen.n_events else []),
    ]
    head = f"{counted(chosen.n_articles, 'article', 'articles')} in {', '.join(within)}"
    yield Text.assemble((shown(chosen.corpus), "bold"), f": {head}.")
    if chosen.n_groups < chosen.n_gold_groups or chosen.n_articles < chosen.n_gold:
        whole = f"{counted(chosen.n_gold, 'article', 'articles')} in {counted(chosen.n_gold_groups, 'group', 'groups')}"
        yield Text(f"This is a part: the gold has {whole}.", style="dim")
    if not evaluation.settings.translations:
        yield Text("Translations were not looked for, so versions in other languages count as missed.", style="yellow")
    if chosen.missing_ids:
        named = ", ".join(shown(id) for id in chosen.missing_ids[:3])
        more = f" and {len(chosen.missing_ids) - 3:,} more" if len(chosen.missing_ids) > 3 else ""
        yield Text(
            f"{counted(len(chosen.missing_ids), 'id', 'ids')} of the gold without an article, left out: {named}{more}.",
            style="yellow",
        )
    if chosen.n_without_gold:
        yield Text(f"{counted(chosen.n_without_gold, 'article', 'articles')} without gold, left out.", style="yellow")
    for skipped, said in (
        (chosen.skipped, "of the gold skipped, and counted as found alone"),
        (chosen.unread, "not read, and none of the gold by name"),
    ):
        if skipped:
            yield Text(f"{counted(len(skipped), 'article or file', 'articles or files')} {said}:", style="yellow")
            for one in skipped[:LISTED_AT_MOST]:
                yield Padding(Text(f"{shown(one.path)}: {shown(one.reason)}", overflow="fold"), (0, 0, 0, 2))
            yield from _more(len(skipped), LISTED_AT_MOST)


def _more(n_all: int, n_shown: int) -> Iterator[RenderableType]:
    if n_all > n_shown:
        yield Text(f"  … and {n_all - n_shown:,} more; --json lists all", style="dim")


def _measure(measure: float | None) -> str:
    """Write a measure with four digits, as 1.0000 only what is 1, and a dash for a measure of nothing."""
    if measure is None:
        return "–"
    return f"{measure if measure == 1.0 else min(measure, 0.9999):.4f}"


def _table(*headings: str, n_words: int = 1, title: str | None = None) -> Table:
    """Make a table whose first columns hold words and the others numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left", title_style="bold")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < n_words else "right", overflow="fold")
    return table


_PAIR_HEADINGS = ("precision", "recall", "F1", "true pairs", "found", "right")


def _pair_cells(pairs: PairCounts) -> list[str]:
    measures = [_measure(measure) for measure in (pairs.precision, pairs.recall, pairs.f1)]
    return [*measures, f"{pairs.n_true:,}", f"{pairs.n_found:,}", f"{pairs.n_right:,}"]


def _pair_table(evaluation: Evaluation) -> Table:
    table = _table("pairs in one cluster", *_PAIR_HEADINGS)
    table.add_row("all", *_pair_cells(evaluation.pairs))
    table.add_row("across languages", *_pair_cells(evaluation.across_languages))
    table.add_row("in one language", *_pair_cells(evaluation.in_one_language))
    averages = evaluation.bcubed
    table.add_row("BCubed", *(_measure(measure) for measure in (averages.precision, averages.recall, averages.f1)), "", "", "")
    return table


def _cluster_lines(clusters: ClusterCounts) -> Iterator[RenderableType]:
    merges = f"Wrong merges: {clusters.n_wrong_merges:,} of {counted(clusters.n_clusters, 'cluster', 'clusters')}"
    if clusters.n_wrong_merges:
        merges += f", with {counted(clusters.n_wrongly_merged_articles, 'article', 'articles')} in them"
    yield Text(merges, style="bold red" if clusters.n_wrong_merges else "")
    if clusters.n_pairs_in_event:
        inside = f"Inside one event: {counted(clusters.n_wrong_merges_in_event, 'wrong merge', 'wrong merges')}"
        pairs = counted(clusters.n_pairs_in_event, "pair", "pairs")
        joined = f"{clusters.n_false_pairs_in_event:,} of {pairs} of different groups joined"
        yield Text(f"{inside}, {joined}", style="bold red" if clusters.n_wrong_merges_in_event else "")
    yield Text(f"Split groups: {clusters.n_split_groups:,} of {clusters.n_groups:,}")


def _name_parts(names: NameMeasures) -> Iterator[RenderableType]:
    told = f"of {counted(names.n_named, 'true pair', 'true pairs')} reported"
    unnamed = f"; {names.n_unnamed:,} more in one cluster without a name" if names.n_unnamed else ""
    yield Text.assemble("Relation named right: ", (_measure(names.accuracy), "bold"), f" {told}{unnamed}")
    if not names.confusion:
        yield Text()
        return
    table = _table("named", "any of these is right", "pairs", n_words=2)
    for count in names.confusion:
        mark = "" if count.is_right else "bold red"
        table.add_row(Text(relation_word(count.found), style=mark), _names(count.expected), f"{count.n_pairs:,}")
    yield table


def _names(relations: Sequence[Relation]) -> str:
    return ", ".join(relation_word(relation) for relation in relations)


def _calibration_parts(calibration: Calibration) -> Iterator[RenderableType]:
    reported = _measure(calibration.brier_score_reported)
    yield Text.assemble(
        "Brier score: ",
        (_measure(calibration.brier_score), "bold"),
        f" over {counted(calibration.n_pairs, 'judged pair', 'judged pairs')}, {reported} over those reported",
    )
    for one in calibration.at_least:
        told = f"At probability {one.probability:g} and above: {counted(one.n_pairs, 'pair', 'pairs')}"
        yield Text(f"{told}, share that are versions {_measure(one.precision)}")
    table = _table("probability", "pairs", "mean probability", "share that are versions")
    for row in calibration.bins:
        if row.n_pairs:
            table.add_row(
                f"{row.low:.1f} to {row.high:.1f}", f"{row.n_pairs:,}", _measure(row.mean_probability), _measure(row.share_true)
            )
    yield table if calibration.n_pairs else Text()


def _language_parts(evaluation: Evaluation) -> Iterator[RenderableType]:
    if evaluation.language_mistakes:
        n_articles = sum(one.n_articles for one in evaluation.language_mistakes)
        yield Text(f"Taken for another language than the gold's: {counted(n_articles, 'article', 'articles')}", style="bold")
        table = _table("gold", "found", "articles", n_words=2)
        for mistake in evaluation.language_mistakes[:ROWS_AT_MOST]:
            table.add_row(shown(mistake.gold), shown(mistake.found), f"{mistake.n_articles:,}")
        yield from _long_table(table, len(evaluation.language_mistakes))
    if len(evaluation.by_language) < 2:
        return
    yield Text("By language, the worst first", style="bold")
    table = _table("language", "articles", *_PAIR_HEADINGS)
    for language in evaluation.by_language[:ROWS_AT_MOST]:
        table.add_row(shown(language.language) or "unknown", f"{language.n_articles:,}", *_pair_cells(language.pairs))
    yield from _long_table(table, len(evaluation.by_language))
    if not evaluation.by_language_pair:
        return
    yield Text("By pair of languages, the worst first", style="bold")
    table = _table("languages", *_PAIR_HEADINGS)
    for pair in evaluation.by_language_pair[:ROWS_AT_MOST]:
        codes = (shown(code) or "unknown" for code in (pair.left_language, pair.right_language))
        table.add_row(" and ".join(codes), *_pair_cells(pair.pairs))
    yield from _long_table(table, len(evaluation.by_language_pair))


def _long_table(table: Table, n_rows: int) -> Iterator[RenderableType]:
    yield table
    if n_rows > ROWS_AT_MOST:
        yield from _more(n_rows, ROWS_AT_MOST)
        yield Text()


def _mistake_parts(mistakes: Mistakes) -> Iterator[RenderableType]:
    heading = _HEADING_BY_KIND[mistakes.kind]
    if not mistakes.n_all:
        yield Text(f"{heading.partition(',')[0]}: none", style="bold")
        return
    bound = f"{len(mistakes.worst):,} of {mistakes.n_all:,}; --errors takes another number"
    n_all = bound if len(mistakes.worst) < mistakes.n_all else f"{mistakes.n_all:,}"
    yield Text(f"{heading} ({n_all}):", style="bold")
    labels = [_label(mistake) for mistake in mistakes.worst]
    width = max((label.cell_len for label in labels), default=0)
    for label, mistake in zip(labels, mistakes.worst, strict=True):
        yield Padding(labelled(label, _mistake_lines(mistake), width), (0, 0, 0, 2))


def _label(mistake: Mistake) -> Text:
    if mistake.pair is None:
        return Text("not compared", style="yellow")
    name = relation_word(mistake.pair.relation) if mistake.is_reported else "not reported"
    return Text(f"{name} {two_digits(mistake.pair.probability)}", style="yellow")


def _mistake_lines(mistake: Mistake) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for side in (mistake.left, mistake.right):
        lines.append(Text(shown(side.title) or "(no title)", no_wrap=True, overflow="ellipsis"))
        lines.append(Text(_particulars(side), style="dim", overflow="fold"))
    notes = []
    if mistake.event:
        notes.append(f"both on event {shown(mistake.event)}")
    if mistake.expected:
        notes.append(f"should be {' or '.join(relation_word(relation) for relation in mistake.expected)}")
    if mistake.n_pairs > 1:
        notes.append(f"{mistake.n_pairs:,} pairs wrong by it")
    if notes:
        lines.append(Text("; ".join(notes)))
    if mistake.pair is not None and mistake.pair.reasons:
        lines.append(why(mistake.pair))
    return lines


def _particulars(side: MistakenArticle) -> str:
    language = shown(side.language) or "language unknown"
    found = "skipped" if side.found_language is None else side.found_language
    return f"{shown(side.id)} · group {shown(side.group)} · version {shown(side.version) or '–'} · {language}, found {found}"
