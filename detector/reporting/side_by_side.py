"""
Two articles side by side, as a person reads them on a terminal.

In: a comparison, made of two files or taken from a saved result, and the console to draw on. Out: nothing returned; text on that
console. As in ``terminal``, what comes from the articles is drawn as plain text only.
"""

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from detector.datatypes import AlignedPassage, Comparison, RelatedPair
from detector.reporting.differences import MARKED_MIN_WORDING, Run, differing_runs
from detector.reporting.terminal import (
    STYLE_BY_RELATION,
    direction_line,
    draw,
    languages_and_day,
    provenance,
    relation_word,
    shown,
    title_of,
    two_digits,
)


def render_comparison(comparison: Comparison, console: Console) -> None:
    """Draw two articles side by side: what they are, the verdict, the facts that differ, and then passage beside passage."""
    has_colours = console.color_system is not None and not console.no_color
    draw(_comparison_parts(comparison, has_colours=has_colours), console)


def _comparison_parts(comparison: Comparison, *, has_colours: bool) -> Iterator[RenderableType]:
    yield _both_headers(comparison)
    yield Text()
    yield _verdict(comparison.pair)
    for reason in comparison.pair.reasons:
        yield _hanging("- ", Text(shown(reason)))
    if comparison.pair.band is not None:
        yield Text(f"Band: {comparison.pair.band.value}")
    if comparison.pair.direction is not None:
        yield Text(direction_line(comparison.pair.direction), overflow="fold")
    facts = _differing_facts(comparison.pair)
    if facts:
        yield Text()
        yield from facts
    yield _passage_table(comparison, has_colours=has_colours)
    yield from _cut_passages(comparison)


def _hanging(mark: str, text: Text) -> Table:
    grid = Table.grid()
    grid.add_column(width=len(mark), no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(mark, text)
    return grid


def _both_headers(comparison: Comparison) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for _ in range(2):
        grid.add_column(ratio=1, overflow="fold")
    cells = []
    for article in (comparison.left, comparison.right):
        lines: list[RenderableType] = [Text(title_of(article), style="bold"), Text(languages_and_day(article))]
        if article.wrapper:
            lines.append(Text(provenance(article.wrapper)))
        cells.append(Group(*lines))
    grid.add_row(*cells)
    return grid


def _verdict(pair: RelatedPair) -> Text:
    word = relation_word(pair.relation) + ("" if pair.relation.is_version else ", not versions of one article")
    figures = f" (probability {two_digits(pair.probability)}, score {two_digits(pair.score)})"
    return Text.assemble("Verdict: ", (word, f"bold {STYLE_BY_RELATION[pair.relation]}"), figures)


def _differing_facts(pair: RelatedPair) -> list[RenderableType]:
    facts = (
        ("Numbers", pair.evidence.differing_numbers),
        ("Names", pair.evidence.differing_names),
        ("Quotations", pair.evidence.differing_quotations),
    )
    return [
        _hanging(f"{kind} that differ: ", Text(", ".join(shown(one) for one in differing), style="bold yellow"))
        for kind, differing in facts
        if differing
    ]


def _cut_passages(comparison: Comparison) -> Iterator[RenderableType]:
    """Tell what was taken for a frame, and so not compared, and which rule took it."""
    for side, article in (("left", comparison.left), ("right", comparison.right)):
        for passage in article.wrapper.passages if article.wrapper else ():
            text = " ".join(article.article.text[passage.start : passage.end].split())
            yield _hanging(f"not compared, {side}: ", Text.assemble(shown(text), (f" ({passage.rule})", "dim")))


def _passage_table(comparison: Comparison, *, has_colours: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, leading=1, pad_edge=False)
    for side in (comparison.left, comparison.right):
        table.add_column(Text(shown(side.article.path or side.id), overflow="fold"), ratio=1, overflow="fold")
    table.add_column("alike", justify="right", no_wrap=True)
    for passage in comparison.passages:
        left, right = _passage_texts(passage, comparison, has_colours=has_colours)
        table.add_row(left, right, f"{passage.similarity:.2f}" if passage.left and passage.right else "")
    return table


def _passage_texts(passage: AlignedPassage, comparison: Comparison, *, has_colours: bool) -> tuple[Text, Text]:
    left = shown(" ".join(comparison.left.segments[row].text for row in passage.left))
    right = shown(" ".join(comparison.right.segments[row].text for row in passage.right))
    if not passage.left or not passage.right:
        return _alone(left), _alone(right)
    if passage.wording < MARKED_MIN_WORDING:
        return Text(left), Text(right)
    left_runs, right_runs = differing_runs(left, right)
    if has_colours:
        return _coloured(left_runs, "bold underline red"), _coloured(right_runs, "bold underline green")
    return _marked(left_runs, "[-", "-]"), _marked(right_runs, "{+", "+}")


def _alone(text: str) -> Text:
    return Text.assemble(("only here: ", "bold magenta"), text) if text else Text()


def _coloured(runs: Iterable[Run], style: str) -> Text:
    text = Text()
    for run in runs:
        words = run.text.rstrip()
        text.append(words, style="" if run.is_shared else style)
        text.append(run.text[len(words) :])
    return text


def _marked(runs: Iterable[Run], opening: str, closing: str) -> Text:
    text = Text()
    for run in runs:
        words = run.text.rstrip()
        text.append(words if run.is_shared else f"{opening}{words}{closing}")
        text.append(run.text[len(words) :])
    return text
