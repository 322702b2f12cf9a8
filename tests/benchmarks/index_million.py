"""
How fast an index of a million articles answers, and how much room it takes.

In: a number of articles and a path. Out: figures on standard output.
Run as ``python tests/benchmarks/index_million.py 1000000 FILE``.

The generator. Encoding a million articles takes days, so their vectors are made of the real sentences in the background's bank:
a story is a mixture of three of them, each of an article's 15 segments is 0.55 of its story and 0.83 of another sentence of the
bank, scaled to length 1. Texts are 4,000 of 230 words, drawn by rank from 30,000 made-up words as words of news are (Zipf), with
phrases that recur. An article has one of these texts and its postings; of all but the first that has a text the postings that
are not common to several texts are changed, so that a question finds the one article by wording and all by meaning. What is
written is what ``Index.add`` writes, without pairs: filling judges nothing, and says nothing about how fast adding is.
"""

import random
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from detector import Article, Index
from detector.datatypes import PreparedArticle, Segment
from detector.index.keys import edge_keys, name_keys
from detector.index.neighbourhood import known
from detector.index.records import write_prepared
from detector.index.spaces import _SEGMENT_TYPE, Member
from detector.similarity.background import Background, load_background, unit

N_TEXTS = 4_000
N_SEGMENTS = 15
N_QUESTIONS = 200
_AT_ONCE = 4000
LANGUAGES = ("en", "de", "fr", "es", "ru", "ar", "zh", "it")


def make_text(draw: random.Random, words: list[str], cumulated: list[float], phrases: list[str]) -> list[str]:
    """Write the 15 sentences of an article."""
    sentences = []
    for _ in range(N_SEGMENTS):
        part = draw.choices(words, cum_weights=cumulated, k=15)
        if draw.random() < 0.2:
            part[3:3] = draw.choice(phrases).split()
        sentences.append(f"{' '.join(part).capitalize()} {draw.randrange(1000)}.")
    return sentences


def make_prepared(name: str, language: str, sentences: list[str]) -> PreparedArticle:
    """Prepare an article of such sentences without telling its language."""
    text = " ".join(sentences)
    segments, start = [], 0
    for sentence in sentences:
        segments.append(Segment(text=sentence, start=start, end=start + len(sentence), language=language, paragraph=0))
        start += len(sentence) + 1
    article = Article(id=name, text=text, published="2026-03-02")
    return PreparedArticle(article=article, language=language, languages=(language,), segments=tuple(segments))


class Generator:
    """Makes articles by number."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.bank = load_background("use").bank
        self.codec = index._spaces.codec(0)
        draw = random.Random(0)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        words = ["".join(draw.choice(syllables) for _ in range(draw.randrange(1, 5))) for _ in range(30_000)]
        cumulated = np.cumsum(1.0 / np.arange(1, len(words) + 1)).tolist()
        phrases = [" ".join(draw.choice(words) for _ in range(5)) for _ in range(300)]
        self.new_text = lambda number: make_text(random.Random(-1 - number), words, cumulated, phrases)
        self.texts = [make_text(draw, words, cumulated, phrases) for _ in range(N_TEXTS)]
        self.prepared = [
            make_prepared(f"text-{place}", LANGUAGES[place % len(LANGUAGES)], text) for place, text in enumerate(self.texts)
        ]
        self.bodies = [write_prepared(one) for one in self.prepared]
        self.keys = [
            (*known(body).shingle_keys, *edge_keys(one.article)) for one, body in zip(self.prepared, self.bodies, strict=True)
        ]
        counts = Counter(key for keys in self.keys for key in keys)
        self.common = {key for key, count in counts.items() if count > 3}
        vectors = self.segments(np.arange(200))
        decoded = self.codec.decode(self.codec.encode(vectors))
        bank = self.codec.decode(self.codec.encode(self.bank))
        self.densities = Background(mean=self.bank[0], language_means={}, bank=bank).density(decoded).astype("<f2")

    def segments(self, numbers: np.ndarray, version: int = 0) -> np.ndarray:
        """Give segments' vectors, articles end to end; of another version of an article each is near its own."""
        rows = []
        for number in numbers.tolist():
            draw = np.random.default_rng(number)
            story = self.bank[draw.integers(0, len(self.bank), 3)].sum(axis=0)
            own = 0.55 * story / np.linalg.norm(story) + 0.83 * self.bank[draw.integers(0, len(self.bank), N_SEGMENTS)]
            if version:
                own = own + 0.4 * self.bank[np.random.default_rng((number, version)).integers(0, len(self.bank), N_SEGMENTS)]
            rows.append(own)
        return unit(np.concatenate(rows)).astype(np.float32)

    def codes(self, numbers: np.ndarray, version: int = 0) -> np.ndarray:
        """Give segments' codes as the store has them."""
        records = np.zeros(len(numbers) * N_SEGMENTS, dtype=_SEGMENT_TYPE)
        records["code"] = self.codec.encode(self.segments(numbers, version))
        records["density"] = self.densities[np.random.default_rng(int(numbers[0])).integers(0, len(self.densities), len(records))]
        records["length"] = [len(part) for number in numbers for part in self.texts[number % N_TEXTS]]
        return records

    def fill(self, first: int, count: int) -> None:
        """Write articles as ``Index.add`` does."""
        store = self.index._store
        numbers = np.arange(first, first + count)
        records = self.codes(numbers)
        decoded = self.codec.decode(records["code"])
        weights = records["length"].astype(np.float32)[:, None]
        means = unit(np.add.reduceat(decoded * weights, np.arange(0, len(decoded), N_SEGMENTS), axis=0))
        members = [Member(number, self.prepared[number % N_TEXTS], 20_514, b"") for number in numbers.tolist()]
        postings = []
        for number in numbers.tolist():
            for key in self.keys[number % N_TEXTS]:
                is_own = number < N_TEXTS or key in self.common
                postings.append((key if is_own else (key ^ (number * 0x9E3779B97F & ~3)) & (1 << 40) - 1, number))
            postings += [(key, number) for key in name_keys(Article(id=f"article-{number}", text=""))]
        with store.transaction(writing=True):
            store.run_many(
                "INSERT INTO articles (number, id, language, outlet, collection, day, added, state, content, body) "
                "VALUES (?, ?, ?, NULL, 'generated', 20514, 0.0, 0, ?, ?)",
                [
                    (m.number, f"article-{m.number}", m.prepared.language, m.number, self.bodies[m.number % N_TEXTS])
                    for m in members
                ],
            )
            store.run_many("INSERT OR IGNORE INTO postings VALUES (?, ?)", sorted(postings))
            store.run_many(
                "INSERT INTO segments VALUES (?, 0, ?)",
                [
                    (number, records[row * N_SEGMENTS : (row + 1) * N_SEGMENTS].tobytes())
                    for row, number in enumerate(numbers.tolist())
                ],
            )
            self.index._spaces.put(0, members, self.codec.search_codes(means))


def main(count: int, path: Path) -> None:
    """Fill an index and measure it."""
    index = Index.open(path)
    index.add(
        [Article(id="first", text="The ferry Artemis left Kavala at nine on Monday with 120 people on board.", language="en")]
    )
    begun = time.perf_counter()
    generator = Generator(index)
    print(f"texts made in {time.perf_counter() - begun:.0f} s", flush=True)
    begun = time.perf_counter()
    for first in range(1000, 1000 + count, _AT_ONCE):
        generator.fill(first, min(_AT_ONCE, 1000 + count - first))
    index._ledger.set_fact("next:articles", str(2000 + count).encode())
    print(f"{count:,} articles written in {time.perf_counter() - begun:.0f} s", flush=True)
    index.close()
    begun = time.perf_counter()
    index = Index.open(path)
    n_held = len(index)
    print(f"opened in {1000 * (time.perf_counter() - begun):.0f} ms, {n_held:,} articles", flush=True)
    generator.index = index
    text_bytes = sum(len(" ".join(text)) for text in generator.texts) / N_TEXTS
    body_bytes = sum(map(len, generator.bodies)) / N_TEXTS
    size = path.stat().st_size / count
    print(f"{size:.0f} bytes an article, of which its text {body_bytes:.0f} packed ({text_bytes:.0f} as it was)", flush=True)
    draw = np.random.default_rng(7)
    for kind in ("versions", "strangers"):
        times, busy, n_found = [], [], 0
        for turn, number in enumerate(draw.integers(1000, 1000 + min(count, N_TEXTS - 1000), N_QUESTIONS).tolist()):
            source = number if kind == "versions" else number + 50_000_000
            prepared = generator.prepared[number % N_TEXTS]
            body = write_prepared(make_prepared(f"question-{turn}", prepared.language, generator.texts[number % N_TEXTS]))
            if kind == "strangers":
                body = write_prepared(make_prepared(f"question-{turn}", prepared.language, generator.new_text(turn)))
            codes = generator.codes(np.array([source]), version=int(kind == "versions")).tobytes()
            begun, begun_busy = time.perf_counter(), time.process_time()
            member = Member(-1, known(body).prepared, 20_514, body, {0: codes})
            found = index.match_prepared(member)
            times.append(1000 * (time.perf_counter() - begun))
            busy.append(1000 * (time.process_time() - begun_busy))
            n_found += any(match.other_id == prepared.id for match in found)
        ordered = sorted(times)
        print(
            f"match of {kind}: median {statistics.median(times):.0f} ms, "
            f"99th percentile {ordered[int(len(times) * 0.99)]:.0f} ms, "
            f"of the processor {statistics.median(busy):.0f} and {sorted(busy)[int(len(busy) * 0.99)]:.0f} ms; "
            f"{n_found} of {N_QUESTIONS} found",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
