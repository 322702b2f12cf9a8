"""The cache of vectors: what an earlier run encoded is not encoded again, and nothing that happens to the cache does harm."""

import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from ngrams import NgramEncoder

import detector
from detector import CacheError, Settings
from detector.similarity.vectorcache import VectorCache
from tests.test_pipeline import POOL

TEXTS = [f"The ferry {number} sailed." for number in range(200)]


class Counting(NgramEncoder):
    """Counts what it encodes."""

    version = "1"

    def __init__(self) -> None:
        super().__init__()
        self.n_encoded = 0

    def encode(self, texts):
        self.n_encoded += len(texts)
        return super().encode(texts)


def vectors_of(texts):
    return np.array([[len(text), sum(text.encode())] for text in texts], dtype=np.float32)


def test_a_second_run_encodes_nothing_and_says_the_same(tmp_path):
    """All vectors are found, and with them the same pairs; another version of the encoder finds none of them."""
    first, second, newer = Counting(), Counting(), Counting()
    newer.version = "2"
    results = [
        detector.to_json(detector.find_clusters(POOL, encoders=[encoder], settings=Settings(), jobs=1, cache=tmp_path))
        for encoder in (first, second, newer)
    ]
    assert first.n_encoded == newer.n_encoded > 0
    assert second.n_encoded == 0
    assert len(set(results)) == 1


def test_what_is_kept_is_found(tmp_path):
    """Each text has its own vector, in any order, and a text that nobody kept has none."""
    VectorCache(tmp_path, "letters", "1").keep(TEXTS[:150], vectors_of(TEXTS[:150]))
    found = VectorCache(tmp_path, "letters", "1").find(TEXTS[::-1])
    assert set(found) == set(TEXTS[:150])
    assert all(np.array_equal(vector, vectors_of([text])[0]) for text, vector in found.items())
    assert VectorCache(tmp_path, "letters", "2").find(TEXTS) == {}


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 broken", None])
def test_a_broken_file_costs_only_what_was_in_it(tmp_path, caplog, damage):
    """A file that was cut short or overwritten is left out, with a warning; the other ones are read."""
    cache = VectorCache(tmp_path, "letters", "1")
    cache.keep(TEXTS[:50], vectors_of(TEXTS[:50]))
    (first,) = (tmp_path / "letters-1").glob("*.npz")
    cache.keep(TEXTS[50:100], vectors_of(TEXTS[50:100]))
    first.write_bytes(first.read_bytes()[:-200] if damage is None else damage)
    assert set(cache.find(TEXTS)) == set(TEXTS[50:100])
    assert "left out" in caplog.text


def test_a_run_that_is_killed_leaves_a_sound_cache(tmp_path):
    """Killed at any moment, a run leaves files that are whole; what it was about to write is not there."""
    script = f"""
        import sys, numpy as np
        from pathlib import Path
        from detector.similarity.vectorcache import VectorCache
        cache = VectorCache(Path({str(tmp_path)!r}), "letters", "1")
        print("ready", flush=True)
        for number in range(10**9):
            cache.keep([f"{{number}} {{place}}" for place in range(20)], np.full((20, 400), number, dtype=np.float32))
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(Path(detector.__file__).parents[1])},
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        while len(list((tmp_path / "letters-1").glob("*.npz"))) < 5:
            assert run.poll() is None
        run.kill()
    texts = [f"{number} {place}" for number in range(100) for place in range(20)]
    found = VectorCache(tmp_path, "letters", "1").find(texts)
    assert len(found) >= 100
    assert all((vector == int(text.split()[0])).all() for text, vector in found.items())


def test_a_cache_that_cannot_be_made_is_told(tmp_path):
    """A file stands where the folder should be: that is said in one line, with what to do."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(CacheError, match="name another one"):
        VectorCache(tmp_path / "taken", "letters", "1")
