"""
How fast an index of a million articles answers, what its search finds, and how much room it takes.

In: a number of articles and a path. Out: figures on standard output.
Run as ``python tests/benchmarks/index_million.py 1000000 FILE``; a file that is there already is asked and not filled again.

The generator. Encoding a million articles takes days, so their vectors are made of the real sentences in the background's bank: a
story is a mixture of three of them, each of an article's 15 segments is 0.55 of its story and 0.83 of another sentence of the
bank, scaled to length 1; which sentences follows from the article's number. Texts are 4,000 of 230 words, drawn by rank from
30,000 made-up words as words of news are (Zipf), with phrases that recur. An article has one of these texts and its postings; of
all but the first that has a text the postings that are not common to several texts are changed, so that a question finds the one
article by wording and all by meaning. What is written is what ``Index.add`` writes, without pairs: filling judges nothing, and
says nothing about how fast adding is. Postings are written once for every 100,000 articles, in order: one article at a time they
lie in every page of the file.

A question is a version of an article that is there (its vectors turned by a sentence each) or a stranger. As texts recur here and
in no newsroom, what the index remembers of them is forgotten before each question.
"""

import random
import sqlite3
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from detector import Article, Index
from detector.datatypes import PreparedArticle, Segment
from detector.index.keys import edge_keys, name_keys
from detector.index.known import known
from detector.index.records import write_prepared
from detector.index.spaces import _SEGMENT_TYPE, Member
from detector.similarity.background import Background, load_background, unit

N_TEXTS = 4_000
N_SEGMENTS = 15
N_QUESTIONS = 200
_AT_ONCE = 4000
_CODED_AT_ONCE = 100
"""Articles whose vectors lie in the processor's cache."""
_POSTED_AT_ONCE = 100_000
_MASK = (1 << 40) - 1
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
        self.bank = load_background("use").bank.astype(np.float32)
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
        self.key_arrays = [np.array(sorted(set(keys)), dtype=np.uint64) for keys in self.keys]
        self.is_common = [np.array([counts[key] > 3 for key in keys.tolist()]) for keys in self.key_arrays]
        vectors = self.segments(np.arange(200))
        decoded = self.codec.decode(self.codec.encode(vectors))
        bank = self.codec.decode(self.codec.encode(self.bank))
        self.densities = Background(mean=self.bank[0], language_means={}, bank=bank).density(decoded).astype("<f2")

    def segments(self, numbers: np.ndarray, version: int = 0) -> np.ndarray:
        """Give segments' vectors, articles end to end; of another version of an article each is near its own."""
        stories = unit(self.bank[self._drawn(numbers, 0, 3)].sum(axis=1))
        own = 0.83 * self.bank[self._drawn(numbers, 1, N_SEGMENTS)]
        own += np.float32(0.55) * stories[:, None]
        if version:
            own += 0.4 * self.bank[self._drawn(numbers, 1 + version, N_SEGMENTS)]
        return unit(own.reshape(-1, own.shape[2]))

    def _drawn(self, numbers: np.ndarray, turn: int, count: int) -> np.ndarray:
        """Draw sentences of the bank for each article, the same ones whenever it is asked for."""
        seeds = numbers.astype(np.uint64)[:, None] * np.uint64(1024) + np.arange(64 * turn, 64 * turn + count, dtype=np.uint64)
        # Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators: the mix of SplitMix64.
        seeds = (seeds + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        seeds = (seeds ^ seeds >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        seeds = (seeds ^ seeds >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        return ((seeds ^ seeds >> np.uint64(31)) % np.uint64(len(self.bank))).astype(np.intp)

    def codes(self, numbers: np.ndarray, version: int = 0) -> np.ndarray:
        """Give segments' codes as the store has them."""
        records = np.zeros(len(numbers) * N_SEGMENTS, dtype=_SEGMENT_TYPE)
        for first in range(0, len(numbers), _CODED_AT_ONCE):
            part = self.codec.encode(self.segments(numbers[first : first + _CODED_AT_ONCE], version))
            records["code"][first * N_SEGMENTS :][: len(part)] = part
        records["density"] = self.densities[np.random.default_rng(int(numbers[0])).integers(0, len(self.densities), len(records))]
        records["length"] = [len(part) for number in numbers for part in self.texts[number % N_TEXTS]]
        return records

    def fill(self, first: int, count: int) -> None:
        """Write articles as ``Index.add`` does, but for their postings."""
        store = self.index._store
        numbers = np.arange(first, first + count)
        records = self.codes(numbers)
        decoded = self.codec.decode(records["code"])
        weights = records["length"].astype(np.float32)[:, None]
        means = unit(np.add.reduceat(decoded * weights, np.arange(0, len(decoded), N_SEGMENTS), axis=0))
        members = [Member(number, self.prepared[number % N_TEXTS], 20_514, b"") for number in numbers.tolist()]
        with store.transaction(writing=True):
            store.run_many(
                "INSERT INTO articles (number, id, language, outlet, collection, day, added, state, content, body) "
                "VALUES (?, ?, ?, NULL, 'generated', 20514, 0.0, 0, ?, ?)",
                [
                    (m.number, f"article-{m.number}", m.prepared.language, m.number, self.bodies[m.number % N_TEXTS])
                    for m in members
                ],
            )
            store.run_many(
                "INSERT INTO segments VALUES (?, 0, ?)",
                [
                    (number, records[row * N_SEGMENTS : (row + 1) * N_SEGMENTS].tobytes())
                    for row, number in enumerate(numbers.tolist())
                ],
            )
            self.index._spaces.put(0, members, self.codec.search_codes(means))

    def post(self, first: int, count: int) -> None:
        """Write the postings of articles."""
        keys, holders = [], []
        for number in range(first, first + count):
            place = number % N_TEXTS
            own = self.key_arrays[place]
            if number >= N_TEXTS:
                turned = (own ^ np.uint64((number * 0x9E3779B97F & ~3) & _MASK)) & np.uint64(_MASK)
                own = np.where(self.is_common[place], own, turned)
            keys += [own, np.array(sorted(name_keys(Article(id=f"article-{number}", text=""))), dtype=np.uint64)]
            holders.append(np.full(len(keys[-1]) + len(own), number))
        key, holder = np.concatenate(keys), np.concatenate(holders)
        order = np.lexsort((holder, key))
        with self.index._store.transaction(writing=True):
            rows = zip(key[order].tolist(), holder[order].tolist(), strict=True)
            self.index._store.run_many("INSERT OR IGNORE INTO postings VALUES (?, ?)", rows)


def fill(path: Path, count: int) -> None:
    """Make an index of so many articles."""
    index = Index.open(path)
    index.add(
        [Article(id="first", text="The ferry Artemis left Kavala at nine on Monday with 120 people on board.", language="en")]
    )
    generator = Generator(index)
    begun, end = time.perf_counter(), 1000 + count
    for first in range(1000, end, _POSTED_AT_ONCE):
        last = min(first + _POSTED_AT_ONCE, end)
        for start in range(first, last, _AT_ONCE):
            generator.fill(start, min(_AT_ONCE, last - start))
        generator.post(first, last - first)
        index._ledger.set_fact("next:articles", str(last + 1000).encode())
        seconds, busy = time.perf_counter() - begun, time.process_time()
        print(f"{last - 1000:,} articles written in {seconds:.0f} s, {busy:.0f} of the processor", flush=True)
    index.close()


def recall(index: Index, questions: np.ndarray, path: Path) -> tuple[float, float]:
    """Give the shares of each question's ten nearest, and of its very nearest, that the search finds."""
    connection = sqlite3.connect(path)
    cosines, nearest = np.full((10, len(questions)), -np.inf, dtype=np.float32), np.zeros((10, len(questions)), dtype=np.intp)
    rows = connection.execute("SELECT number, code FROM places WHERE space = 0")
    while part := rows.fetchmany(50_000):
        numbers = np.array([number for number, _ in part])
        codes = np.frombuffer(b"".join(code for _, code in part), dtype=np.int8).reshape(len(part), -1)
        both = np.concatenate([cosines, codes.astype(np.float32) @ questions.astype(np.float32).T])
        best = np.argpartition(-both, 10, axis=0)[:10]
        cosines = np.take_along_axis(both, best, axis=0)
        held = np.concatenate([nearest, np.broadcast_to(numbers[:, None], (len(numbers), len(questions)))])
        nearest = np.take_along_axis(held, best, axis=0)
    connection.close()
    of_ten, of_one = [], []
    for row, question in enumerate(questions):
        found = set(index._spaces.nearest(0, question, None).numbers.tolist())
        of_ten.append(np.mean([number in found for number in nearest[:, row]]))
        of_one.append(nearest[cosines[:, row].argmax(), row] in found)
    return float(np.mean(of_ten)), float(np.mean(of_one))


def main(count: int, path: Path) -> None:
    """Fill an index, where there is none, and measure it."""
    if not path.exists():
        fill(path, count)
    begun = time.perf_counter()
    index = Index.open(path)
    opened = 1000 * (time.perf_counter() - begun)
    print(f"opened in {opened:.0f} ms, {len(index):,} articles", flush=True)
    generator = Generator(index)
    text_bytes = sum(len(" ".join(text)) for text in generator.texts) / N_TEXTS
    body_bytes = sum(map(len, generator.bodies)) / N_TEXTS
    size = path.stat().st_size / count
    print(f"{size:.0f} bytes an article, of which its text {body_bytes:.0f} packed ({text_bytes:.0f} as it was)", flush=True)
    draw = np.random.default_rng(7)
    for kind in ("versions", "strangers"):
        times, busy, n_found, searched = [], [], 0, []
        for turn, number in enumerate(draw.integers(1000, 1000 + min(count, N_TEXTS - 1000), N_QUESTIONS).tolist()):
            source = number if kind == "versions" else number + 50_000_000
            prepared = generator.prepared[number % N_TEXTS]
            text = generator.texts[number % N_TEXTS] if kind == "versions" else generator.new_text(turn)
            body = write_prepared(make_prepared(f"question-{turn}", prepared.language, text))
            codes = generator.codes(np.array([source]), version=int(kind == "versions")).tobytes()
            searched.append(index._spaces.search_code(0, codes))
            known.cache_clear()
            begun, begun_busy = time.perf_counter(), time.process_time()
            member = Member(-1, known(body).prepared, 20_514, body, {0: codes})
            found = index.match_prepared(member)
            times.append(1000 * (time.perf_counter() - begun))
            busy.append(1000 * (time.process_time() - begun_busy))
            n_found += any(match.other_id == prepared.id for match in found)
        print(
            f"match of {kind}: median {statistics.median(times):.0f} ms, 99th percentile {np.quantile(times, 0.99):.0f} ms, "
            f"of the processor {statistics.median(busy):.0f} and {np.quantile(busy, 0.99):.0f} ms; "
            f"{n_found} of {N_QUESTIONS} found",
            flush=True,
        )
        of_ten, of_one = recall(index, np.array(searched[:50]), path)
        print(f"of {kind}, the search finds {of_ten:.3f} of the ten nearest, {of_one:.3f} of the nearest", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
