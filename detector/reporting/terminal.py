"""
What was found, as a person reads it on a terminal.

In: a result, a comparison, timings; and the console to draw on. Out: nothing returned; text on that console. What comes from the
articles is drawn as plain text only: neither escape sequences nor the markup of the drawing library act from inside a title.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from detector.datatypes import (
    Band,
    Cluster,
    DetectionResult,
    Direction,
    MissingOriginal,
    PreparedArticle,
    Reach,
    RelatedPair,
    Relation,
    SkippedFile,
    StageTiming,
    Wrapper,
)
from detector.reporting.languages import language_name

PIPE_WIDTH: Final = 100
"""Columns of a report that goes to a file or a pipe, where nobody can ask how wide the reader's window is."""

LISTED_AT_MOST: Final = 20
"""Skipped files, and pairs outside clusters, that are listed before the rest is only counted."""

REASONS_AT_MOST: Final = 2
"""Reasons of a pair that are told."""

_NAMED_LANGUAGES = 3
"""As many languages are named in the summary; of more, which would fill a second line, only the number is told."""

_MEANING_BY_REACH: Mapping[Reach, str] = {
    Reach.NONE: "Translations cannot be found in",
    Reach.PARTIAL: "Many translations are missed in",
    Reach.UNMEASURED: "Nobody has measured how many translations are found in",
}
"""What a reader must know of articles that stand alone in a language."""

STYLE_BY_RELATION: Mapping[Relation, str] = {
    Relation.IDENTICAL: "bold green",
    Relation.NEAR_DUPLICATE: "green",
    Relation.REVISION: "yellow",
    Relation.EXCERPT: "magenta",
    Relation.TRANSLATION: "cyan",
    Relation.RETRANSLATION: "bright_blue",
    Relation.RELATED: "dim",
}

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b (?: \[ [0-?]* [ -/]* [@-~]  |  [\]PX^_] .*? (?: \x07 | \x1b\\ | $ )  |  [ -/]* [0-~] )", re.VERBOSE | re.DOTALL
)
"""Control sequences, control strings and two-character escapes. Source: ECMA-48 (1991), sections 5.3 to 5.6."""

_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners: format characters that Persian, Sinhala and others cannot be spelt without."""


def console_on(stream: TextIO) -> Console:
    """
    Make a console that draws on a stream: as wide as the terminal, or ``PIPE_WIDTH`` wide and uncoloured where it is none.

    Colours follow the conventions ``NO_COLOR`` and ``FORCE_COLOR``.
    """
    width = None if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False)


def shown(text: str) -> str:
    """
    Make a text from an article or a file name safe to show on one line of a terminal.

    Escape sequences go whole; other control characters, bidirectional overrides and the rest of Unicode's invisible format
    characters go, except the two joiners that some scripts are spelt with; half a surrogate pair becomes U+FFFD; white space
    becomes single spaces.
    """
    if text.isprintable():
        # Most texts are, and so have nothing of all this.
        return " ".join(text.split())
    kept = []
    for character in _ESCAPE_SEQUENCE.sub("", text):
        category = unicodedata.category(character)
        if category == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif character.isspace() or category in {"Zl", "Zp"}:
            kept.append(" ")
        elif category not in {"Cc", "Cf"} or character in _JOINERS:
            kept.append(character)
    return " ".join("".join(kept).split())


def render_scan(result: DetectionResult, console: Console, *, is_verbose: bool = False) -> None:
    """
    Draw what a scan found: a summary, each cluster with its lead first, pairs outside clusters, and what was skipped.

    Args:
        result: What was found.
        console: Where to draw.
        is_verbose: Whether all reasons of a pair are told, and all of what else would only be counted.
    """
    draw(_scan_parts(result, None if is_verbose else LISTED_AT_MOST, None if is_verbose else REASONS_AT_MOST), console)


def render_skipped(skipped: Sequence[SkippedFile], console: Console) -> None:
    """Draw what was skipped and why; of more than ``LISTED_AT_MOST``, the first of them and how many more there are."""
    draw(_skipped_parts(skipped, LISTED_AT_MOST), console)


def render_timings(timings: Sequence[StageTiming], console: Console) -> None:
    """Draw how long each stage took: seconds, share of the total, items, and items a second."""
    total = sum(timing.seconds for timing in timings)
    table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
    table.add_column("stage", footer="in all")
    table.add_column("seconds", footer=f"{total:.2f}", justify="right")
    for heading in ("share", "items", "items a second"):
        table.add_column(heading, justify="right")
    for timing in timings:
        table.add_row(
            shown(timing.stage),
            f"{timing.seconds:.2f}",
            f"{timing.seconds / total:.0%}" if total else "",
            f"{timing.n_items:,}",
            f"{timing.n_items / timing.seconds:,.0f}" if timing.seconds else "",
        )
    draw([table], console)


def draw(parts: Iterable[RenderableType], console: Console) -> None:
    """Print parts one under the other; in a pipe without the blanks that fill the lines of a table up."""
    for part in parts:
        if console.is_terminal:
            console.print(part)
            continue
        with console.capture() as captured:
            console.print(part)
        console.file.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _scan_parts(result: DetectionResult, most: int | None, n_reasons: int | None) -> Iterator[RenderableType]:
    article_by_id = {article.id: article for article in result.articles}
    cluster_by_member = {member: cluster.id for cluster in result.clusters for member in cluster.member_ids}
    pairs_by_cluster: dict[str, list[RelatedPair]] = defaultdict(list)
    apart = []
    for pair in result.pairs:
        cluster_id = cluster_by_member.get(pair.left_id)
        if cluster_id is not None and cluster_id == cluster_by_member.get(pair.right_id):
            pairs_by_cluster[cluster_id].append(pair)
        else:
            apart.append(pair)
    yield _summary(result)
    for number, cluster in enumerate(result.clusters, start=1):
        yield Text()
        yield _cluster_tree(number, cluster, pairs_by_cluster[cluster.id], article_by_id, n_reasons)
    if apart:
        yield Text()
        yield from _apart_parts(apart, article_by_id, most, n_reasons)
    if result.contradicted:
        yield Text()
        yield from _contradicted_parts(result.contradicted, most)
    if any(reach is not Reach.FULL for reach in result.reach.values()):
        yield Text()
        yield from _reach_parts(result)
    if result.skipped:
        yield Text()
        yield from _skipped_parts(result.skipped, most)
    yield Text()
    if result.cut_offs and any(pair.relation.is_version for pair in result.pairs):
        yield _bands(result)
    yield _closing(result, len(cluster_by_member))


def _skipped_parts(skipped: Sequence[SkippedFile], most: int | None) -> Iterator[RenderableType]:
    yield Text(f"Skipped {counted(len(skipped), 'file or record', 'files and records')}:", style="bold")
    for one in skipped[:most]:
        yield Padding(Text.assemble(shown(one.path), ": ", (shown(one.reason), "yellow"), overflow="fold"), (0, 0, 0, 2))
    yield from _rest_parts(len(skipped), most)


def _reach_parts(result: DetectionResult) -> Iterator[RenderableType]:
    n_by_language = Counter(article.language for article in result.articles)
    for reach, meaning in _MEANING_BY_REACH.items():
        codes = [code for code in sorted(n_by_language) if result.reach.get(code) is reach]
        if codes:
            named = ", ".join(f"{language_name(code)} ({n_by_language[code]:,})" for code in codes)
            yield Padding(Text.assemble((f"{meaning}: ", "yellow"), named), (0, 0, 0, 0))


def _contradicted_parts(pairs: Sequence[RelatedPair], most: int | None) -> Iterator[RenderableType]:
    yield Text("Declared as versions of one article, but the texts say otherwise:", style="bold")
    for pair in pairs[:most]:
        names = ", ".join(pair.evidence.declared)
        line = f"{shown(pair.left_id)} and {shown(pair.right_id)}: {shown(names)}, probability {pair.probability:.2f}"
        yield Padding(Text(line, overflow="fold"), (0, 0, 0, 2))
    yield from _rest_parts(len(pairs), most)


def _summary(result: DetectionResult) -> Text:
    n_by_language = Counter(article.language for article in result.articles)
    ranked = sorted(n_by_language, key=lambda code: (-n_by_language[code], code))
    languages = f" in {len(ranked)} languages"
    if len(ranked) == 1:
        languages = f" in {language_name(ranked[0])}"
    elif len(ranked) <= _NAMED_LANGUAGES:
        languages += f" ({', '.join(f'{language_name(code)} {n_by_language[code]:,}' for code in ranked)})"
    head = f"{counted(len(result.articles), 'article', 'articles')}{languages if ranked else ''}"
    if not result.clusters:
        return Text(f"{head}: no two of them are versions of one article.")
    n_versions = sum(len(cluster.member_ids) for cluster in result.clusters)
    found = f"1 cluster of {n_versions:,} versions"
    if len(result.clusters) > 1:
        found = f"{len(result.clusters):,} clusters, {n_versions:,} versions in all"
    return Text.assemble(f"{head}: ", (found, "bold"), ".")


def _bands(result: DetectionResult) -> Text:
    n_by_band = Counter(pair.band for pair in result.pairs if pair.relation.is_version)
    safe = f"{n_by_band[Band.SAFE_TO_HIDE]:,} safe to hide ({rule_of_safety(result)})"
    return Text(f"Of {counted(n_by_band.total(), 'pair', 'pairs')} of versions {safe}, {n_by_band[Band.REVIEW]:,} to review.")


def rule_of_safety(result: DetectionResult) -> str:
    """Say in few words which pairs are called safe to hide."""
    least = min(result.cut_offs.values(), default=1.0)
    names = ", ".join(relation_word(relation) for relation in Relation if relation in result.cut_offs)
    return f"{names}; from {least:g}, no fact differs"


def _closing(result: DetectionResult, n_clustered: int) -> Text:
    n_alone = len(result.articles) - n_clustered
    clauses = [
        f"{counted(n_alone, 'article stands', 'articles stand')} alone" if n_alone else "Every article has another version here"
    ]
    if result.skipped:
        clauses.append(f"{len(result.skipped):,} skipped")
    return Text("; ".join(clauses) + ".", style="dim")


def _cluster_tree(
    number: int,
    cluster: Cluster,
    pairs: Iterable[RelatedPair],
    article_by_id: Mapping[str, PreparedArticle],
    n_reasons: int | None,
) -> Tree:
    closest_pair = _closest_pair_by_member(cluster, pairs)
    label_by_member = {member: Text("version") for member in cluster.member_ids}
    label_by_member |= {member: _pair_label(pair) for member, pair in closest_pair.items()}
    # Assembled, so that the lead's reversed colours end with the word and do not fill the column.
    label_by_member[cluster.lead_id] = Text.assemble(("lead", "bold reverse"))
    label_width = max(label.cell_len for label in label_by_member.values())
    languages = Counter(article_by_id[member].language for member in cluster.member_ids)
    named = [language_name(code) for code, _ in languages.most_common()]
    spoken = " and ".join(named) if len(named) <= 2 else f"{len(named)} languages"
    tree = Tree(Text(f"Cluster {number}: {len(cluster.member_ids):,} versions in {spoken}", style="bold"), guide_style="dim")
    for member in cluster.member_ids:
        article = article_by_id[member]
        lines = _article_lines(article, title_style="bold" if member == cluster.lead_id else "")
        if member in closest_pair:
            lines.extend(_pair_notes(closest_pair[member], article, cluster.lead_id, article_by_id, n_reasons))
        tree.add(labelled(label_by_member[member], lines, label_width))
    if cluster.missing_original:
        tree.add(Text(_missing(cluster.missing_original), style="italic"))
    elif cluster.direction and cluster.direction.original_id is not None:
        tree.add(Text(direction_line(cluster.direction, n_reasons)))
    return tree


def direction_line(direction: Direction, n_reasons: int | None = None) -> str:
    """Tell which article is the original, how sure that is, and by what; or that nothing tells."""
    reasons = "; ".join(shown(reason) for reason in direction.reasons[:n_reasons])
    if direction.original_id is None:
        return f"original: cannot tell ({reasons})"
    return f"original {two_digits(direction.probability)}: {shown(direction.original_id)} ({reasons})"


def _missing(missing: MissingOriginal) -> str:
    language = f" ({language_name(missing.language)})" if missing.language else ""
    return f"missing original{language}: {known_of(missing)}"


def known_of(missing: MissingOriginal) -> str:
    """Say what is known of an original that is not there, beside its language."""
    known = [shown(missing.reason)]
    if missing.source or missing.region:
        known.append("from " + ", ".join(shown(part) for part in (missing.source, missing.region) if part))
    if missing.not_later_than:
        known.append(f"not later than {missing.not_later_than[:10]}")
    return "; ".join(known)


def _closest_pair_by_member(cluster: Cluster, pairs: Iterable[RelatedPair]) -> dict[str, RelatedPair]:
    """Find for each member but the lead its pair with the lead, or with whom it is closest where it has none with the lead."""
    closest: dict[str, RelatedPair] = {}
    for pair in sorted(pairs, key=lambda pair: (cluster.lead_id not in (pair.left_id, pair.right_id), -pair.probability)):
        for member in (pair.left_id, pair.right_id):
            if member != cluster.lead_id:
                closest.setdefault(member, pair)
    return closest


def _pair_notes(
    pair: RelatedPair,
    article: PreparedArticle,
    lead_id: str,
    article_by_id: Mapping[str, PreparedArticle],
    n_reasons: int | None,
) -> list[Text]:
    other_id = pair.left_id if pair.right_id == article.id else pair.right_id
    notes = []
    if other_id != lead_id:
        notes.append(Text(f"to {shown(other_id)}, not to the lead", style="dim"))
    if pair.relation is Relation.EXCERPT and len(article_by_id[other_id].body) < len(article.body):
        notes.append(Text(f"{'the lead' if other_id == lead_id else shown(other_id)} is the excerpt, this is the whole"))
    if pair.reasons:
        notes.append(why(pair, n_reasons))
    return notes


def why(pair: RelatedPair, n_reasons: int | None = REASONS_AT_MOST) -> Text:
    """Tell the weightiest reasons of a pair, or all, one after the other."""
    return Text.assemble(("why: ", "dim"), "; ".join(shown(reason) for reason in pair.reasons[:n_reasons]))


def _apart_parts(
    pairs: Sequence[RelatedPair], article_by_id: Mapping[str, PreparedArticle], most: int | None, n_reasons: int | None
) -> Iterator[RenderableType]:
    ranked = sorted(pairs, key=lambda pair: (pair.relation is Relation.RELATED, -pair.probability))
    listed = ranked[:most]
    label_width = max(_pair_label(pair).cell_len for pair in listed)
    yield Text("Pairs outside clusters:", style="bold")
    for pair in listed:
        lines: list[RenderableType] = [
            *_article_lines(article_by_id[pair.left_id]),
            *_article_lines(article_by_id[pair.right_id]),
        ]
        if pair.reasons:
            lines.append(why(pair, n_reasons))
        yield Padding(labelled(_pair_label(pair), lines, label_width), (0, 0, 0, 2))
    yield from _rest_parts(len(pairs), most)


def _rest_parts(n_all: int, most: int | None) -> Iterator[RenderableType]:
    if most is not None and n_all > most:
        yield Text(f"  … and {n_all - most:,} more; --json lists all", style="dim")


def _article_lines(article: PreparedArticle, *, title_style: str = "") -> list[RenderableType]:
    lines: list[RenderableType] = [
        Text(title_of(article), style=title_style, no_wrap=True, overflow="ellipsis"),
        Text(_particulars(article), style="dim", overflow="fold"),
    ]
    if article.wrapper:
        lines.append(Text(provenance(article.wrapper)))
    return lines


def title_of(article: PreparedArticle) -> str:
    """Give the title, or the first words where there is none."""
    return shown(article.article.title) or f"(no title) {shown(article.segments[0].text)}"


def _particulars(article: PreparedArticle) -> str:
    """Name the languages, the day, and where the article was read from."""
    path = article.article.path
    place = article.id if path is None or path in article.id else f"{article.id} in {path}"
    return f"{languages_and_day(article)} · {shown(place)}"


def languages_and_day(article: PreparedArticle) -> str:
    """Name the languages, the main one first, and the day of publication."""
    others = [language_name(code) for code in article.languages if code != article.language]
    language = language_name(article.language) + (f" (with {', '.join(others)})" if others else "")
    return " · ".join(part for part in (language, (article.article.published or "")[:10]) if part)


def provenance(wrapper: Wrapper) -> str:
    """Tell what a frame says of where its article comes from."""
    named = [shown(part) for part in (wrapper.region, wrapper.source) if part]
    if not named and wrapper.language:
        named = [f"from {language_name(wrapper.language)}"]
    return f"{wrapper.kind} wrapper" + (f": {', '.join(named)}" if named else "")


def _pair_label(pair: RelatedPair) -> Text:
    return Text(f"{relation_word(pair.relation)} {two_digits(pair.probability)}", style=STYLE_BY_RELATION[pair.relation])


def relation_word(relation: Relation) -> str:
    """Write a relation's name with spaces."""
    return relation.value.replace("_", " ")


def two_digits(fraction: float) -> str:
    """Write a fraction with two digits, and as 1.00 only what is 1."""
    return f"{fraction if fraction == 1.0 else min(fraction, 0.99):.2f}"


def counted(number: int, singular: str, plural: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {singular if number == 1 else plural}"


def labelled(label: Text, lines: Iterable[RenderableType], label_width: int) -> Table:
    """Set lines beside a label."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=label_width, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(label, Group(*lines))
    return grid
