"""
Speed and memory beside other packages: ``python -m tests.benchmarks CORPORA``.

In: the folder of the development corpora, from which articles with known gold are made. Out: a table of what each package takes
for its part of the job and what it finds, and a table of how our time grows. Packages take turns, each time in a process of its
own, so that what else the machine does falls on all of them. What is not installed is left out, with what installs it:
``pip install -e '.[benchmark]'``.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import math
import os
import pickle
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.benchmarks.made import Made, make_articles, read_texts

Pairs = set[tuple[str, str]]
THRESHOLD = 0.5
"""Jaccard similarity from which the other packages report a pair: the lowest that is usual."""
N_PERMUTATIONS = 128
SHINGLE = 5
MAX_TFIDF = 25_000
"""Articles up to which TF-IDF is run: it compares each with each."""


def with_detector(made: Made) -> Pairs:
    """Find versions, verified and named, in all processes."""
    import detector

    result = detector.find_clusters(made.articles, settings=detector.Settings(translations=False))
    return {(pair.left_id, pair.right_id) for pair in result.pairs}


def with_datasketch(made: Made) -> Pairs:
    """Run the loop of datasketch's documentation: query, then insert."""
    from datasketch import MinHash, MinHashLSH

    index, found = MinHashLSH(threshold=THRESHOLD, num_perm=N_PERMUTATIONS), set()
    for article in made.articles:
        signature = MinHash(num_perm=N_PERMUTATIONS)
        signature.update_batch([shingle.encode() for shingle in _shingles(article.text)])
        found |= {_pair(article.id, other) for other in index.query(signature)}
        index.insert(article.id, signature)
    return found


def with_rensa(made: Made) -> Pairs:
    """Run rensa's deduplicator with its locality-sensitive hashing."""
    from rensa import RMinHash, RMinHashDeduplicator

    deduplicator, found = RMinHashDeduplicator(THRESHOLD, N_PERMUTATIONS, True, num_bands=32), set()
    for article in made.articles:
        signature = RMinHash(num_perm=N_PERMUTATIONS, seed=42)
        signature.update(list(_shingles(article.text)))
        found |= {_pair(article.id, other) for other in deduplicator.get_duplicates(signature)}
        deduplicator.add(article.id, signature)
    return found


def with_tfidf(made: Made) -> Pairs:
    """Compare each article with each by scikit-learn's TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(article.text for article in made.articles)
    names, found = [article.id for article in made.articles], set()
    for start in range(0, len(names), 500):
        products = (vectors[start : start + 500] @ vectors.T).tocoo()
        for row, column, value in zip(products.row.tolist(), products.col.tolist(), products.data.tolist(), strict=True):
            if value >= THRESHOLD and start + row < column:
                found.add(_pair(names[start + row], names[column]))
    return found


TOOLS: dict[str, tuple[Callable[[Made], Pairs], str]] = {
    "detector": (with_detector, "detector"),
    "datasketch": (with_datasketch, "datasketch"),
    "rensa": (with_rensa, "rensa"),
    "TF-IDF": (with_tfidf, "sklearn"),
}
"""Name, function, and the module that must be installed. semhash is not among them: it fetches its model from a network."""


def _shingles(text: str) -> set[str]:
    words = text.lower().split()
    return {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def score(made: Made, found: Pairs) -> tuple[float, float]:
    """Give precision, of all pairs found, and recall, of originals and their versions."""
    group = {article.id: number for article, number in zip(made.articles, made.group, strict=True)}
    true = made.true_pairs().keys()
    return sum(group[left] == group[right] for left, right in found) / max(1, len(found)), len(true & found) / max(1, len(true))


def measure(tool: str, path: Path) -> dict[str, float]:
    """Run one tool once in a process of its own, and watch the memory of it and of its own processes."""
    command = [sys.executable, "-m", "tests.benchmarks", "--run", tool, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        peak = [0]
        watch = threading.Thread(target=_watch, args=(running, peak), daemon=True)
        watch.start()
        answer, _ = running.communicate()
        watch.join()
    if running.returncode:
        raise SystemExit(f"{tool} ended with {running.returncode}")
    return {**json.loads(answer), "peak": peak[0] / 2**30}


def _watch(running: subprocess.Popen[str], peak: list[int]) -> None:
    while running.poll() is None:
        peak[0] = max(peak[0], sum(map(_memory, _family(running.pid))))
        time.sleep(0.5)


def _family(parent: int) -> list[int]:
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    except OSError:
        return [parent]
    return [parent, *(member for child in children for member in _family(int(child)))]


def _memory(process: int) -> int:
    """Give the proportional share of a process in what it shares, so that forks are not counted twice."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def run_one(tool: str, path: Path) -> None:
    """Run one tool on made articles, and print what it took and what it found."""
    made: Made = pickle.loads(path.read_bytes())
    start, before = time.perf_counter(), sum(os.times()[:4])
    found = TOOLS[tool][0](made)
    # The second is what all processes worked, whatever else the machine did meanwhile.
    spent = {"seconds": time.perf_counter() - start, "processor": sum(os.times()[:4]) - before}
    precision, recall = score(made, found)
    print(json.dumps({**spent, "precision": precision, "recall": recall, "pairs": len(found)}))


def say(line: str = "") -> None:
    """Print a line at once."""
    print(line, flush=True)


def beside_others(made: Made, path: Path, n_rounds: int) -> None:
    """Run all tools in turns, and print a row each."""
    tools = [tool for tool, (_, module) in TOOLS.items() if importlib.util.find_spec(module)]
    tools = [tool for tool in tools if tool != "TF-IDF" or len(made.articles) <= MAX_TFIDF]
    for tool in TOOLS.keys() - set(tools):
        say(f"left out: {tool} (not installed, or too many articles); pip install -e '.[benchmark]'")
    rounds: dict[str, list[dict[str, float]]] = {tool: [] for tool in tools}
    for _ in range(n_rounds):
        for tool in tools:
            rounds[tool].append(measure(tool, path))
    say(f"{len(made.articles):,} articles, {len(made.true_pairs()):,} true pairs, {n_rounds} rounds in turns")
    say("| | articles/s | detector is faster by | processor s per 1,000 | peak memory, GiB | precision | recall |")
    say("|---|---|---|---|---|---|---|")
    for tool in tools:
        ratios = [other["seconds"] / own["seconds"] for own, other in zip(rounds["detector"], rounds[tool], strict=True)]
        rate = len(made.articles) / statistics.median(one["seconds"] for one in rounds[tool])
        spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if tool != "detector" else ""
        last = rounds[tool][-1]
        processor = 1000 * statistics.median(one["processor"] for one in rounds[tool]) / len(made.articles)
        peak = max(one["peak"] for one in rounds[tool])
        say(
            f"| {tool} | {rate:,.0f} | {spread} | {processor:.2f} | {peak:.2f} | {last['precision']:.4f} | {last['recall']:.4f} |"
        )


def growth(texts: list[str], sizes: Iterable[int], folder: Path) -> None:
    """Run detector on folders of growing size, and print a row each."""
    say("| articles | seconds | articles/s | processor s per 1,000 | grows as n to the | peak memory, GiB | precision | recall |")
    say("|---|---|---|---|---|---|---|---|")
    before: tuple[int, float] | None = None
    for size in sizes:
        path = folder / "growing.pickle"
        path.write_bytes(pickle.dumps(make_articles(texts, size, seed=1)))
        one = measure("detector", path)
        power = f"{math.log(one['processor'] / before[1]) / math.log(size / before[0]):.2f}" if before else ""
        say(
            f"| {size:,} | {one['seconds']:.0f} | {size / one['seconds']:,.0f} | {1000 * one['processor'] / size:.2f} | {power} "
            f"| {one['peak']:.2f} | {one['precision']:.4f} | {one['recall']:.4f} |"
        )
        before = size, one["processor"]


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("corpora", type=Path, help="the folder of the development corpora, or with --run a file")
    parser.add_argument("--run", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--articles", type=int, default=10_000, help="of the comparison with others")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="10000,25000,50000,100000,200000", help="of the growth table")
    arguments = parser.parse_args()
    if arguments.run:
        run_one(arguments.run, arguments.corpora)
        return
    texts = list(read_texts(arguments.corpora))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    say(f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}, {machine}")
    with tempfile.TemporaryDirectory() as folder:
        if arguments.rounds:
            made, path = make_articles(texts, arguments.articles, seed=1), Path(folder) / "made.pickle"
            path.write_bytes(pickle.dumps(made))
            beside_others(made, path, arguments.rounds)
            say()
        growth(texts, [int(size) for size in arguments.sizes.split(",") if size], Path(folder))


if __name__ == "__main__":
    main()
