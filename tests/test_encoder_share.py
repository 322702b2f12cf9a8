"""How much of a scan with translations is the encoder's own work."""

import time
from collections.abc import Sequence

import pytest

import detector
from detector.similarity.encoders import UseEncoder, Vectors
from tests.benchmarks.made import make_articles, read_texts

MIN_SHARE = 0.45
"""Share of the time of a scan of unlike articles that must be spent in the encoder, tokeniser included."""


class Timed(UseEncoder):
    """Measures the time in which vectors are made."""

    seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        start = time.perf_counter()
        vectors = super().encode(texts)
        self.seconds += time.perf_counter() - start
        return vectors


def share_of_encoder(articles: Sequence[detector.Article]) -> float:
    encoder = Timed()
    start = time.perf_counter()
    detector.find_clusters(articles, encoders=[encoder])
    return encoder.seconds / (time.perf_counter() - start)


@pytest.mark.slow
def test_a_scan_with_translations_waits_for_the_encoder_and_little_else(corpora):
    """Outside the encoder less than a bounded share of the time is spent: a ratio, whatever the machine."""
    made = make_articles(read_texts(corpora, n_texts=2000), 600, seed=2, version_share=0.0, n_words=230)
    share_of_encoder(made.articles[:20])
    assert share_of_encoder(made.articles) >= MIN_SHARE
