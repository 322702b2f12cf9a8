"""
The commands of the index: ``detector index add``, ``match``, ``watch`` and the others.

In: arguments. Out: a line an item on standard output, or a line of JSON with ``--json``. What is raised becomes an exit code in
``cli``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from detector.errors import InputError, StoreError
from detector.settings import Settings

if TYPE_CHECKING:
    from detector.datatypes import SkippedFile
    from detector.index import Change, Decision, Index, IndexedCluster, Match

_DEFAULTS = Settings()
_Item = TypeVar("_Item")

commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Keep articles, and ask what was there before.")

IndexPath = Annotated[str, typer.Argument(metavar="INDEX", help="A file, or postgresql://… for a database.")]
Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files to read, and folders with all below them.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write a line of JSON for each.")]
Collection = Annotated[str | None, typer.Option(metavar="NAME", help="A name to filter by.")]
Filters = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only these; may be given several times.")]
Who = Annotated[str, typer.Option(metavar="NAME", help="Who decides.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]
DaysApart = Annotated[int | None, typer.Option(metavar="N", help="Compare articles published so many days apart at most.")]
NoTranslations = Annotated[bool, typer.Option("--no-translations", help="Compare within each language only.")]
MinProbability = Annotated[float | None, typer.Option(metavar="P", help="Of a new index: the least probability of a match.")]
ArticleId = Annotated[str, typer.Argument(metavar="ID", help="An article's id.")]


@commands.command()
def add(
    index: IndexPath,
    paths: Paths,
    *,
    collection: Collection = None,
    days_apart: DaysApart = None,
    no_translations: NoTranslations = False,
    min_probability: MinProbability = None,
    as_json: AsJson = False,
) -> None:
    """Add articles, and show what each is a version of."""
    from detector.index.index import BATCH_ARTICLES
    from detector.ingestion.read import read

    with _opened(index, days_apart=days_apart, no_translations=no_translations, min_probability=min_probability) as desk:
        articles = read(*paths, on_skip=_tell_skipped)
        n_read = 0
        while batch := list(islice(articles, BATCH_ARTICLES)):
            n_read += len(batch)
            _show_matches(desk.add(batch, collection=collection, on_skip=_tell_skipped), as_json)
        if not n_read:
            raise InputError(f"no article found in {', '.join(paths)}")


@commands.command()
def match(index: IndexPath, paths: Paths, *, outlet: Filters = None, collection: Filters = None, as_json: AsJson = False) -> None:
    """Show what articles are versions of, and keep nothing."""
    from detector.ingestion.read import read

    with _opened(index, read_only=True) as desk:
        for article in read(*paths, on_skip=_tell_skipped):
            _show_matches(desk.match(article, outlets=outlet, collections=collection), as_json)


@commands.command()
def watch(
    index: IndexPath,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Where files are dropped.")],
    *,
    collection: Collection = None,
    every: Annotated[float, typer.Option(metavar="S", help="Seconds between two looks.")] = 2.0,
    looks: Annotated[int, typer.Option(metavar="N", help="Stop after so many looks; 0 goes on.")] = 0,
    days_apart: DaysApart = None,
    no_translations: NoTranslations = False,
    as_json: AsJson = False,
) -> None:
    """Take in what is dropped into a folder, each file once it stops changing."""
    from detector.index.watch import DropFolder, take_settled

    with _opened(index, days_apart=days_apart, no_translations=no_translations) as desk:
        drop = DropFolder(folder)
        n_looks = 0
        while True:
            for _, matches in take_settled(desk, drop, settings=desk.settings, collection=collection, on_skip=_tell_skipped):
                _show_matches(matches, as_json)
            n_looks += 1
            if n_looks == looks:
                return
            time.sleep(every)


@commands.command()
def clusters(
    index: IndexPath,
    *,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only those changed since.")] = None,
    outlet: Filters = None,
    collection: Filters = None,
    as_json: AsJson = False,
) -> None:
    """List the clusters, the largest first."""
    from detector.index.upkeep import cluster_record

    with _opened(index, read_only=True) as desk:
        _show(desk.clusters(since=since, outlets=outlet, collections=collection), _cluster_line, cluster_record, as_json)


@commands.command()
def changes(
    index: IndexPath,
    *,
    after: Annotated[int, typer.Option(metavar="CURSOR", help="Only what came after this one.")] = 0,
    as_json: AsJson = False,
) -> None:
    """List what happened to clusters, in order."""
    with _opened(index, read_only=True) as desk:
        while found := desk.changes(after):
            _show(found, _change_line, asdict, as_json)
            after = found[-1].cursor


@commands.command()
def confirm(index: IndexPath, left: ArticleId, right: ArticleId, *, who: Who, why: Why = "") -> None:
    """Decide that two articles are versions of one."""
    _decide(index, lambda desk: desk.confirm(left, right, who=who, why=why))


@commands.command("never-merge")
def never_merge(index: IndexPath, left: ArticleId, right: ArticleId, *, who: Who, why: Why = "") -> None:
    """Decide that two articles are no versions of one."""
    _decide(index, lambda desk: desk.never_merge(left, right, who=who, why=why))


@commands.command()
def split(index: IndexPath, article: ArticleId, *, who: Who, why: Why = "") -> None:
    """Take an article out of its cluster for good."""
    _decide(index, lambda desk: desk.split(article, who=who, why=why))


@commands.command()
def lead(index: IndexPath, article: ArticleId, *, who: Who, why: Why = "") -> None:
    """Decide that an article leads its cluster."""
    _decide(index, lambda desk: desk.lead(article, who=who, why=why))


@commands.command()
def revoke(
    index: IndexPath, decision: Annotated[int, typer.Argument(metavar="NUMBER", help="A decision's number.")], *, who: Who
) -> None:
    """Take a decision back."""
    with _opened(index) as desk:
        desk.revoke(decision, who=who)


@commands.command()
def decisions(
    index: IndexPath,
    *,
    revoked: Annotated[bool, typer.Option("--revoked", help="List those taken back too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what editors decided."""
    with _opened(index, read_only=True) as desk:
        _show(desk.decisions(revoked=revoked), _decision_line, asdict, as_json)


@commands.command()
def remove(index: IndexPath, articles: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of articles.")]) -> None:
    """Remove articles."""
    with _opened(index) as desk:
        typer.echo(f"{desk.remove(articles):,} removed")


@commands.command()
def expire(index: IndexPath, *, before: Annotated[str, typer.Option(metavar="DATE", help="An ISO 8601 date.")]) -> None:
    """Remove the articles published before a day."""
    with _opened(index) as desk:
        typer.echo(f"{desk.expire(before=before):,} removed")


@commands.command()
def verify(index: IndexPath) -> None:
    """Say what is wrong with an index."""
    with _opened(index, read_only=True) as desk:
        found = desk.verify()
        for line in found:
            typer.echo(line)
        if found:
            raise StoreError(f"an index must be whole, was: {len(found):,} faults in {index}; rebuild it or restore a copy")
        typer.echo(f"{len(desk):,} articles, nothing wrong")


@commands.command()
def compact(index: IndexPath) -> None:
    """Give back the room of what was removed."""
    with _opened(index) as desk:
        desk.compact()


@commands.command()
def rebuild(index: IndexPath) -> None:
    """Judge all articles again, as a scan judges a folder."""
    with _opened(index) as desk:
        desk.rebuild()


@commands.command()
def export(index: IndexPath) -> None:
    """Write all that is in an index, a line of JSON for each article, pair, cluster, decision and change."""
    with _opened(index, read_only=True) as desk:
        for record in desk.export():
            _write_json(record)


@commands.command()
def stats(index: IndexPath, *, as_json: AsJson = False) -> None:
    """Count what an index holds."""
    with _opened(index, read_only=True) as desk:
        counted = asdict(desk.stats())
    if as_json:
        _write_json(counted)
        return
    languages = counted.pop("languages")
    for name, value in counted.items():
        typer.echo(f"{name.replace('_', ' '):<12}{value:>16,}")
    typer.echo(f"languages   {', '.join(f'{code} {number:,}' for code, number in languages.items())}")


def show_agreement(index: str) -> None:
    """Show how often the engine agreed with an index's decisions, and the recalibration on them."""
    with _opened(index, read_only=True) as desk:
        found = desk.agreement()
    if found.brier is None:
        raise InputError(f"decisions on pairs must be in the index to be measured, was: none in {index}")
    apart, apart_agreed = found.n_pairs - found.n_confirmed, found.n_agreed - found.n_confirmed_agreed
    typer.echo(f"decided pairs    {found.n_pairs:>8,}  agreed {found.n_agreed:,} ({found.n_agreed / found.n_pairs:.0%})")
    typer.echo(f"  put together   {found.n_confirmed:>8,}  agreed {found.n_confirmed_agreed:,}")
    typer.echo(f"  kept apart     {apart:>8,}  agreed {apart_agreed:,}")
    typer.echo(f"Brier score      {found.brier:.4f}")
    if found.brier_recalibrated is None:
        typer.echo("recalibration    too few decisions of either kind")
        return
    typer.echo(f"  recalibrated   {found.brier_recalibrated:.4f} on the same pairs")
    typer.echo("probability      " + "  ".join(f"{p:.2f} → {found.recalibrate(p):.2f}" for p in (0.5, 0.7, 0.9, 0.99)))


@contextmanager
def _opened(
    path: str,
    *,
    read_only: bool = False,
    days_apart: int | None = None,
    no_translations: bool = False,
    min_probability: float | None = None,
) -> Iterator[Index]:
    from detector.index import Index

    settings = None
    if no_translations or min_probability is not None:
        least = _DEFAULTS.min_probability if min_probability is None else min_probability
        settings = Settings(translations=not no_translations, min_probability=least)
    with Index.open(path, settings=settings, days_apart=days_apart, read_only=read_only) as desk:
        yield desk


def _decide(path: str, decision: Callable[[Index], int]) -> None:
    with _opened(path) as desk:
        typer.echo(f"decision {decision(desk)}")


def _show_matches(found: Iterable[Match], as_json: bool) -> None:
    from detector.reporting.report import pair_fields

    def record(match: Match) -> dict[str, Any]:
        return {"article": match.article_id, "other": match.other_id, "cluster": match.cluster_id} | pair_fields(match.pair)

    def line(match: Match) -> str:
        cluster = f" ({match.cluster_id})" if match.cluster_id else ""
        return f"{match.article_id}: {match.relation} {min(match.probability, 0.99):.2f} {match.other_id}{cluster}"

    _show(found, line, record, as_json)


def _show(
    items: Iterable[_Item], line: Callable[[_Item], str], record: Callable[[_Item], Mapping[str, Any]], as_json: bool
) -> None:
    from detector.reporting.terminal import shown

    for item in items:
        if as_json:
            _write_json(record(item))
        else:
            typer.echo(shown(line(item)))


def _cluster_line(one: IndexedCluster) -> str:
    cluster = one.cluster
    return f"{cluster.id}: {len(cluster.member_ids)} versions, changed {one.changed}: {', '.join(cluster.member_ids)}"


def _change_line(change: Change) -> str:
    other = f" {change.other_id}" if change.other_id else ""
    ids = ", ".join(change.article_ids)
    return f"{change.cursor} {change.at} {change.cluster_id} {change.kind}{other}: {ids} ({change.reason})"


def _decision_line(decision: Decision) -> str:
    state = f", taken back {decision.revoked} by {decision.revoked_by}" if decision.revoked else ""
    why = f": {decision.why}" if decision.why else ""
    return f"{decision.number} {decision.kind} {' '.join(decision.article_ids)} by {decision.who} {decision.at}{state}{why}"


def _write_json(record: Mapping[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, default=str)
    typer.echo(text.encode("utf-8", "backslashreplace").decode())


def _tell_skipped(skipped: SkippedFile) -> None:
    from detector.reporting.terminal import shown

    typer.echo(f"detector: skipped {shown(skipped.path)}: {shown(skipped.reason)}", err=True)
