"""
The command: ``python -m detector.training CORPORA``.

In: arguments. Out: the two kinds of files, progress on standard error, the table of measures on standard output. The exit code is
0, 1 after a ``DetectorError``, told in one line, or 2 after a call that cannot be understood.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import detector.similarity
from detector.errors import DetectorError, InputError, SettingsError
from detector.measures import PairCounts
from detector.similarity.background import load_background, load_word_shares, pack_word_shares
from detector.similarity.encoders import E5Encoder, Encoder, UseEncoder, encode_distinct
from detector.similarity.relation import RENDERING_FEATURES, BoostedTrees, Logistic, Model
from detector.training.backgrounds import count_words, draw_segments, make_background
from detector.training.fitting import Samples, fit_rendering, fit_samples
from detector.training.models import WORDING_KINDS, HeldOut, Measured, fit_kinds, kinds_of, measure_clusters, rendering_samples
from detector.training.plan import PLAN, WORDING, Plan
from detector.training.tables import examples_of, make_table, read_examples

BACKGROUNDS, MODELS = "backgrounds", "models"
BUILT_IN: Mapping[str, Callable[[], Encoder]] = {"use": UseEncoder, "e5": E5Encoder}


def main(arguments: Sequence[str] | None = None, *, plan: Plan = PLAN, encoders: Sequence[Encoder] = ()) -> int:
    """
    Run the command and give its exit code.

    Args:
        arguments: As on the command line; ``None`` takes those.
        plan: What is learned from which corpora.
        encoders: In place of the built-in ones of their names, or besides them.
    """
    parser = argparse.ArgumentParser(prog="python -m detector.training", description="Make the shipped numbers again.")
    parser.add_argument("corpora", type=Path, metavar="CORPORA", help="a folder with a folder for each corpus of the plan")
    parser.add_argument("--only", choices=(BACKGROUNDS, MODELS), help="make one kind of file only")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(detector.similarity.__path__[0]),
        metavar="FOLDER",
        help="where the files are written, in place of the package, whose backgrounds serve the models all the same",
    )
    given = parser.parse_args(arguments)
    loaded = {encoder.name: encoder for encoder in encoders}

    def encoder_named(name: str) -> Encoder:
        if name not in loaded:
            loaded[name] = BUILT_IN[name]()
        return loaded[name]

    try:
        if given.only != MODELS:
            for name, arrays in make_backgrounds(given.corpora, plan, encoder_named):
                _write(given.output / "backgrounds" / f"{name}.npz", arrays)
            load_background.cache_clear()
            load_word_shares.cache_clear()
        if given.only != BACKGROUNDS:
            models, lines = make_models(given.corpora, plan, encoder_named)
            _write(given.output / "models.json", models_to_json(models))
            sys.stdout.write("".join(f"{line}\n" for line in lines))
    except DetectorError as error:
        sys.stderr.write(f"detector.training: {error}\n")
        return 1
    return 0


def make_backgrounds(
    corpora: Path, plan: Plan, encoder_named: Callable[[str], Encoder]
) -> Iterator[tuple[str, dict[str, NDArray[np.generic]]]]:
    """
    Make the arrays of each background of a plan, with the name of its encoder, and those of how usual words are.

    Raises:
        InputError: If a corpus cannot be read, or has too few segments.
        EncoderError: If an encoder is not installed.
    """
    for name, parts in plan.banks.items():
        random = np.random.default_rng(0)
        drawn: list[tuple[str, str]] = []
        for part in parts:
            drawn += draw_segments(part, read_examples(corpora / part.corpus, part.versions), random)
            _tell(f"background of {name}: {len(drawn):,} segments with those of {part.corpus}")
        encoder = encoder_named(name)
        known = [(text, language) for text, language in drawn if encoder.languages is None or language in encoder.languages]
        if not known:
            raise InputError(f"a background must be estimated from segments, but corpora in {corpora} have none for {name}")
        vectors = encode_distinct(encoder, [text for text, _ in known])
        yield name, make_background(vectors, [language for _, language in known])
    if plan.words:
        yield "words", pack_word_shares(count_words(read_examples(corpora / one)[:n] for one, n in plan.words.items()))


def make_models(corpora: Path, plan: Plan, encoder_named: Callable[[str], Encoder]) -> tuple[dict[str, Model], list[str]]:
    """
    Fit the models of a plan, and give them by kind with the lines of the table of how right they are.

    Raises:
        InputError: If a corpus cannot be read, or the corpora are too small to learn from.
        EncoderError: If an encoder is not installed.
    """
    tables = [
        make_table(part, examples_of(corpora, part), [encoder_named(name) for name in part.encoders], _tell)
        for part in plan.parts
    ]
    names = dict.fromkeys(name for part in plan.parts for name in part.fits if name in part.encoders)
    _tell(f"fitting {', '.join(names)}")
    fitted = fit_kinds([kind for name in names for kind in kinds_of(name)], tables)
    _tell(f"fitting {WORDING}")
    worded = fit_kinds(WORDING_KINDS, [table.without_vectors() for table in tables])
    models = {**fitted.models, **worded.models}
    _tell("fitting rendering")
    samples = rendering_samples(tables, plan.renderings)
    models["rendering"] = fit_samples(fit_rendering, RENDERING_FEATURES, samples)
    lines = [_HEAD, *map(_line_of, (*fitted.measured, *worded.measured))]
    for part in samples:
        right = _share_right(models["rendering"], part)
        line = f"{'rendering or revision':24} {part.corpus:10} {len(part):,} pairs, {right:.3f} named right"
        others = [other for other in samples if other is not part]
        if len({plan.renderings[other.corpus] for other in others}) > 1:
            unseen = fit_samples(fit_rendering, RENDERING_FEATURES, others)
            line += f", {_share_right(unseen, part):.3f} by a model fitted to the other corpora"
        lines.append(line)
    lines += ["", *_HELD_OUT_HEAD]
    for table, found in zip(tables, fitted.probabilities, strict=True):
        if table.part.judgements:
            continue
        lines += map(_line_held_out, measure_clusters(table, found))
    return models, lines


def _share_right(model: Model, samples: Samples) -> float:
    return float(((model.log_odds(samples.features) >= 0.0) == samples.answers).mean())


_HEAD = (
    f"{'kind':24} {'corpus':10} {'of':6} {'true':>8} {'found':>8} {'F1':>7} {'precision':>9} {'recall':>7} {'pairs':>8}    Brier"
)


def _line(kind: str, corpus: str, of: str, pairs: PairCounts) -> str:
    f1, precision, recall = ("-" if share is None else f"{share:.4f}" for share in (pairs.f1, pairs.precision, pairs.recall))
    return f"{kind:24} {corpus:10} {of:6} {pairs.n_true:>8,} {pairs.n_found:>8,} {f1:>7} {precision:>9} {recall:>7}"


def _line_of(one: Measured) -> str:
    of = "clean" if one.is_clean else "made"
    return f"{_line(one.kind, one.corpus, of, one.pairs)} {one.n_pairs:>8,} {one.brier_score:>8.5f}"


_HELD_OUT_HEAD = (
    "| held out | articles | precision | recall | F1 | Brier score | of pairs at 0.99 or more, right |",
    "|---|---|---|---|---|---|---|",
)


def _line_held_out(one: HeldOut) -> str:
    name = one.corpus + (f", {one.n_versions} versions" if one.n_versions else "") + f" {'-'.join(one.languages)}".rstrip()
    shares = (one.pairs.precision, one.pairs.recall, one.pairs.f1)
    f1 = " | ".join("-" if share is None else f"{share:.4f}" for share in shares)
    brier = "-" if one.brier_score is None else f"{one.brier_score:.4f}"
    sure = f"{one.n_sure_right / one.n_sure:.4f} of {one.n_sure:,}" if one.n_sure else "-"
    return f"| {name} | {one.n_articles:,} | {f1} | {brier} | {sure} |"


def models_to_json(models: Mapping[str, Model]) -> str:
    """Write models as JSON, sorted, a line a field and a line a tree, so that a difference can be read."""
    return "{\n" + ",\n".join(f" {json.dumps(kind)}: {_model_to_json(models[kind])}" for kind in sorted(models)) + "\n}\n"


def _model_to_json(model: Model) -> str:
    assert isinstance(model, Logistic | BoostedTrees)
    lines = []
    for name in sorted(one.name for one in fields(model)):
        value = getattr(model, name)
        text = json.dumps(value)
        if name == "trees":
            text = "[\n" + ",\n".join(f"   {json.dumps(tree)}" for tree in value) + "\n  ]"
        lines.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n }"


def _write(path: Path, content: str | Mapping[str, NDArray[np.generic]]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            with path.open("wb") as file:
                np.savez_compressed(file, allow_pickle=False, **content)
    except OSError as error:
        raise SettingsError(f"--output must be a folder that can be written, but {error}; name another") from error
    _tell(f"wrote {path}")


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
