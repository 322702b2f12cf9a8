"""
The command line: ``detector scan``, ``compare``, ``explain``, ``open``, ``evaluate``.

In: arguments. Out: a report on standard output, JSON where it is asked for, progress and notes on standard error, an exit code:

=====  ==========================================================================================
0      the command ran
1      a ``DetectorError``, told in one line; or ``--strict``, and something was skipped
2      the command was called wrongly: an unknown option, or a setting out of its range
130    interrupted from the keyboard
141    whoever read the output went away
=====  ==========================================================================================

A command is a function under ``@app.command()``: what it raises becomes its exit code in one place, ``_Commands``. The engine is
imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperGroup

from detector.cli_index import commands as index_commands
from detector.cli_index import show_agreement
from detector.errors import (
    DetectorError,
    InputError,
    InvalidResultError,
    ReportError,
    SettingsError,
    SourceNotFoundError,
)
from detector.measures import WORST_AT_MOST
from detector.settings import Settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.console import Console

    from detector.datatypes import Article, DetectionResult, SkippedFile

_FAILED: Final = 1
_USAGE: Final = 2
_INTERRUPTED: Final = 130
_READER_GONE: Final = 141
"""The last two are 128 and the number of the signal, as a shell reports a program that SIGINT or SIGPIPE ended."""

_DEFAULTS: Final = Settings()

_Writer = Callable[["DetectionResult"], "Iterable[tuple[str, str]]"]
"""Gives the names and texts of the files of one form, as ``report.write_files`` takes them."""


class _Commands(TyperGroup):
    """The commands together: what any of them raises ends here, as one line on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  (typer's own type for it is not public)
        """Run the command that was asked for."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal that lacks a letter shows a question mark for it, and the report goes on.
                stream.reconfigure(errors="replace")
        try:
            with _logged_warnings():
                returned = super().invoke(ctx)
                sys.stdout.flush()
                return returned
        except SettingsError as error:
            _end(_USAGE, str(error))
        except DetectorError as error:
            _end(_FAILED, str(error))
        except KeyboardInterrupt:
            _end(_INTERRUPTED, "interrupted")
        except BrokenPipeError:
            _end(_READER_GONE)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(index_commands, name="index")

JsonTarget = Annotated[str | None, typer.Option("--json", metavar="FILE", help="Write JSON to FILE too; - is standard output.")]
HtmlTarget = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help="Write a page for a browser to FILE too; - is standard output.")
]
MinProbability = Annotated[float, typer.Option(metavar="P", help="Report pairs at least this probable, in (0, 1].")]
Lead = Annotated[str, typer.Option(metavar="POLICY", help="auto, earliest, longest, original-language or outlet=NAME.")]
Exports = Annotated[
    list[str] | None,
    typer.Option(
        "--export",
        metavar="FILE",
        help="Write another form too, told by the name: .pairs.jsonl, .pairs.csv, .clusters.csv, .ninjs.json, .jsonld, .graphml.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Tell all reasons, and list all that would only be counted.")]
SafePrecision = Annotated[float, typer.Option(metavar="P", help="Share of the pairs called safe-to-hide that shall hold.")]
Jobs = Annotated[int | None, typer.Option(metavar="N", help="Processes at work; one a core if not given.")]
Cache = Annotated[str | None, typer.Option(metavar="FOLDER", help="Keep the vectors of sentences here for another run.")]
NoTranslations = Annotated[bool, typer.Option("--no-translations", help="Compare within each language only.")]


def _show_version(is_asked: bool) -> None:
    if is_asked:
        from detector.reporting.report import DETECTOR_VERSION

        typer.echo(f"detector {DETECTOR_VERSION}")
        raise typer.Exit


@app.callback()
def detector(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Tell which articles are versions of one article (copied, updated, cut, translated), how, and why."""


@app.command()
def scan(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files to read, and folders with all below them.")],
    *,
    json_target: JsonTarget = None,
    html_target: HtmlTarget = None,
    exports: Exports = None,
    no_translations: NoTranslations = not _DEFAULTS.translations,
    related: Annotated[bool, typer.Option("--related", help="Report independent articles on one event.")] = _DEFAULTS.related,
    min_probability: MinProbability = _DEFAULTS.min_probability,
    lead: Lead = _DEFAULTS.lead,
    safe_precision: SafePrecision = _DEFAULTS.safe_precision,
    min_words: Annotated[int, typer.Option(metavar="N", help="Skip articles of fewer words.")] = _DEFAULTS.min_words,
    max_file_bytes: Annotated[int, typer.Option(metavar="N", help="Skip files larger than this.")] = _DEFAULTS.max_file_bytes,
    max_expansion: Annotated[
        int, typer.Option(metavar="N", help="Leave packed files that grow more than N times.")
    ] = _DEFAULTS.max_expansion,
    max_unpacked_bytes: Annotated[
        int, typer.Option(metavar="N", help="Unpack no more than this of one file.")
    ] = _DEFAULTS.max_unpacked_bytes,
    max_nesting: Annotated[
        int, typer.Option(metavar="N", help="Open archives within archives down to this depth.")
    ] = _DEFAULTS.max_nesting,
    fields: Annotated[
        str, typer.Option(metavar="NAMES", help="Where records hold what, as in title=headline,text=content.body.")
    ] = "",
    jobs: Jobs = None,
    cache: Cache = None,
    timings: Annotated[bool, typer.Option("--timings", help="Show how long each stage took.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 1 if anything was skipped.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    verbose: Verbose = False,
) -> None:
    """Find the versions of one article among many."""
    from detector.reporting import report

    settings = Settings(
        translations=not no_translations,
        related=related,
        min_probability=min_probability,
        lead=lead,
        safe_precision=safe_precision,
        min_words=min_words,
        max_file_bytes=max_file_bytes,
        max_expansion=max_expansion,
        max_unpacked_bytes=max_unpacked_bytes,
        max_nesting=max_nesting,
        fields=_named_fields(fields),
    )
    written = _targets(json_target, html_target, exports)

    from detector import pipeline
    from detector.reporting import terminal

    notes = terminal.console_on(sys.stderr)
    with _progress(notes, is_quiet=quiet) as progress:
        result = pipeline.scan(paths, settings=settings, progress=progress, jobs=jobs, cache=cache)
    _require_articles(result, paths, notes)
    if report.STANDARD_OUTPUT not in dict(written):
        with _standard_output() as console:
            terminal.render_scan(result, console, is_verbose=verbose)
    if timings:
        terminal.render_timings(result.timings, notes)
    _write(result, written)
    if strict and result.skipped:
        raise InputError(
            f"nothing must be skipped with --strict, was: {len(result.skipped):,} skipped, listed above or in the JSON"
        )


@app.command()
def compare(
    left: Annotated[str, typer.Argument(metavar="LEFT", help="A file that holds one article.")],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="Another one.")],
    *,
    json_target: JsonTarget = None,
    no_translations: NoTranslations = not _DEFAULTS.translations,
) -> None:
    """Show two articles side by side, and how they are related."""
    from detector.reporting import report

    settings = Settings(translations=not no_translations)
    if json_target is not None:
        report.check_target(json_target)

    from detector import pipeline
    from detector.reporting.side_by_side import render_comparison

    # Named for their sides, so that the reasons say which one they mean, even of two files of one name.
    comparison = pipeline.compare(
        replace(_only_article(left, settings), id="left"),
        replace(_only_article(right, settings), id="right"),
        settings=settings,
    )
    if json_target != report.STANDARD_OUTPUT:
        with _standard_output() as console:
            render_comparison(comparison, console)
    if json_target is not None:
        report.write_text(json_target, report.comparison_to_json(comparison, settings))


@app.command()
def explain(
    saved: Annotated[str, typer.Argument(metavar="RESULT", help="What scan --json wrote; - is standard input.")],
    left: Annotated[str, typer.Argument(metavar="LEFT", help="The id of an article in it.")],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="Another one's.")],
) -> None:
    """Show two articles of a saved result side by side, and why they were reported."""
    from detector.reporting.saved import comparison_of, from_json
    from detector.reporting.side_by_side import render_comparison

    comparison = comparison_of(from_json(_read_saved(saved)), left, right)
    with _standard_output() as console:
        render_comparison(comparison, console)


@app.command("open")
def open_saved(
    saved: Annotated[str, typer.Argument(metavar="RESULT", help="What scan --json wrote; - is standard input.")],
    *,
    json_target: JsonTarget = None,
    html_target: HtmlTarget = None,
    exports: Exports = None,
    min_probability: Annotated[
        float | None, typer.Option(metavar="P", help="Keep pairs at least this probable; not below that of the scan.")
    ] = None,
    lead: Annotated[str | None, typer.Option(metavar="POLICY", help="As for scan; that of the scan by default.")] = None,
    safe_precision: Annotated[float | None, typer.Option(metavar="P", help="As for scan; that of the scan by default.")] = None,
    verbose: Verbose = False,
) -> None:
    """Report a saved result again, in any form and with other thresholds, without reading the articles."""
    from detector.reporting import report
    from detector.reporting.saved import from_json

    written = _targets(json_target, html_target, exports)
    result = from_json(_read_saved(saved))
    moved = {"min_probability": min_probability, "lead": lead, "safe_precision": safe_precision}
    moved = {name: value for name, value in moved.items() if value is not None}
    if moved:
        from detector.similarity.conclusion import conclude_again

        result = conclude_again(result, replace(result.settings, **moved))  # type: ignore[arg-type]  # each of its own type
    if report.STANDARD_OUTPUT not in dict(written):
        from detector.reporting.terminal import render_scan

        with _standard_output() as console:
            render_scan(result, console, is_verbose=verbose)
    _write(result, written)


@app.command()
def evaluate(
    corpus: Annotated[
        str | None, typer.Argument(metavar="CORPUS", help="A folder of articles with gold.csv, the answers.")
    ] = None,
    *,
    decisions: Annotated[
        str | None, typer.Option(metavar="INDEX", help="Measure how often editors agreed, by an index's decisions.")
    ] = None,
    json_target: JsonTarget = None,
    languages: Annotated[
        str | None, typer.Option(metavar="CODES", help="Measure articles in these languages only, as in en,de.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(metavar="N", help="Measure N groups only, the same ones each time; fewer look-alikes.")
    ] = None,
    errors: Annotated[int, typer.Option(metavar="N", help="List the N worst mistakes of each kind.")] = WORST_AT_MOST,
    no_translations: NoTranslations = not _DEFAULTS.translations,
    jobs: Jobs = None,
    cache: Cache = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Measure how right detector is about articles with known answers."""
    if decisions is not None and corpus is None:
        show_agreement(decisions)
        return
    if corpus is None or decisions is not None:
        raise SettingsError("evaluate must be given a corpus or --decisions with an index, was: neither or both")
    from detector.reporting import report

    settings = Settings(translations=not no_translations)
    codes = [] if languages is None else [code.strip() for code in languages.split(",")]
    if not all(codes):
        raise SettingsError(f"languages must be codes parted by commas, as in en,de, was: {languages}")
    if json_target is not None:
        report.check_target(json_target)

    from detector.evaluation.corpus import evaluate_corpus
    from detector.reporting.evaluation import evaluation_to_json, render_evaluation
    from detector.reporting.terminal import console_on

    with _progress(console_on(sys.stderr), is_quiet=quiet) as progress:
        evaluation = evaluate_corpus(
            corpus,
            settings=settings,
            languages=codes,
            sample=sample,
            n_worst=errors,
            progress=progress,
            jobs=jobs,
            cache=cache,
        )
    if json_target != report.STANDARD_OUTPUT:
        with _standard_output() as console:
            render_evaluation(evaluation, console)
    if json_target is not None:
        report.write_text(json_target, evaluation_to_json(evaluation))


def main() -> None:
    """Run the command line with the arguments of this process, and end the process with its exit code."""
    app(prog_name="detector")


def _targets(json_target: str | None, html_target: str | None, exports: list[str] | None) -> list[tuple[str, _Writer]]:
    """Give what is to be written where, and refuse at once what cannot be."""
    from detector.reporting import html, report
    from detector.reporting.exports import export_named

    def in_one_file(write: Callable[[DetectionResult], str]) -> _Writer:
        return lambda result: [("", write(result))]

    written: list[tuple[str, _Writer]] = []
    if json_target is not None:
        written.append((json_target, in_one_file(report.to_json)))
    if html_target == report.STANDARD_OUTPUT:
        written.append((html_target, in_one_file(html.to_html)))
    elif html_target is not None:
        written.append((html_target, partial(html.to_html_files, name=Path(html_target).name)))
    written += [(path, in_one_file(export_named(path))) for path in exports or ()]
    for path, _ in written:
        report.check_target(path)
    if len(written) > len(dict(written)):
        raise SettingsError(f"each form must go to a target of its own, was: {', '.join(path for path, _ in written)}")
    return written


def _write(result: DetectionResult, written: list[tuple[str, _Writer]]) -> None:
    from detector.reporting import report

    for path, files in written:
        report.write_files(path, files(result))


def _read_saved(path: str) -> str:
    """
    Read the text of a saved result.

    Raises:
        InvalidResultError: If it cannot be read, or is no UTF-8.
    """
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise SourceNotFoundError(path) from error
    except OSError as error:
        raise InvalidResultError(f"a saved result must be readable, but {path}: {(error.strerror or '').lower()}") from error
    except UnicodeDecodeError as error:
        raise InvalidResultError(f"a saved result must be UTF-8, was: another encoding or no text in {path}") from error


def _named_fields(names: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in names.split(",") if pair.strip()]
    if not all(equals for _, equals, _ in pairs):
        raise SettingsError(f"fields must be names parted by commas, as in title=headline,text=body, was: {names}")
    return {name.strip(): theirs.strip() for name, _, theirs in pairs}


def _only_article(path: str, settings: Settings) -> Article:
    from detector.ingestion.read import read

    skipped: list[SkippedFile] = []
    articles = list(read(path, settings=settings, on_skip=skipped.append))
    if len(articles) == 1:
        return articles[0]
    found = f"{len(articles):,} articles" if articles else f"none ({skipped[0].reason})" if skipped else "none"
    raise InputError(f"a file to compare must hold exactly one article, was: {found} in {path}")


def _progress(console: Console, *, is_quiet: bool) -> AbstractContextManager[Callable[[str, int, int], None] | None]:
    if is_quiet:
        return nullcontext()
    from detector.reporting.progress import drawn_progress

    return drawn_progress(console)


def _require_articles(result: DetectionResult, paths: list[str], notes: Console) -> None:
    if result.articles:
        return
    where = ", ".join(paths)
    if not result.skipped:
        raise InputError(f"no article found in {where}: no file there is of a kind that detector reads")
    from detector.reporting.terminal import render_skipped

    render_skipped(result.skipped, notes)
    raise InputError(f"no article found in {where}: all of it was skipped, for the reasons above")


@contextmanager
def _logged_warnings() -> Iterator[None]:
    """Show what the library logs as a warning or worse, a line each, while a command runs."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("detector: %(message)s"))
    logger = logging.getLogger("detector")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


@contextmanager
def _standard_output() -> Iterator[Console]:
    """Give a console to draw on, and tell a refusal of the system as a report that cannot be written."""
    from detector.reporting.terminal import console_on

    try:
        yield console_on(sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ReportError("standard output", (error.strerror or str(error)).lower()) from error


def _end(code: int, line: str | None = None) -> NoReturn:
    if line is not None:
        from detector.reporting.terminal import shown

        sys.stderr.write(f"detector: {shown(line)}\n")
    try:
        sys.stdout.flush()
    except OSError:
        # What nobody takes stays in the buffer, and would fail again, with a message of its own, when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(code)
