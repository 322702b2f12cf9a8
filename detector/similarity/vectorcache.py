"""
Vector cache: the vectors of segments that an earlier run has encoded, on disk.

In: texts, and their vectors once they are made. Out: the vectors that are known. A vector is kept under the hash of its text, in
a folder of its encoder's name and version, so that a new version finds nothing of an old one. Each batch is a file that appears
whole or not at all: a run that is killed leaves nothing broken, and two runs can share a cache. It may be deleted at any time.
"""

from __future__ import annotations

import logging
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import xxhash

from detector.errors import CacheError
from detector.similarity.encoders import Vectors

log = logging.getLogger(__name__)


class VectorCache:
    """One encoder's part of a cache."""

    def __init__(self, folder: Path, encoder: str, version: str) -> None:
        """
        Open a cache, or make one.

        Raises:
            CacheError: If the folder cannot be made.
        """
        self._folder = folder / f"{encoder}-{version}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CacheError(str(folder), (error.strerror or str(error)).lower()) from error

    def find(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """
        Give the vectors of those texts that are known; each has *Shape:* ``(dimension,)``.

        A file that cannot be read is left out, which is logged: its texts are encoded again.
        """
        text_by_key = {_key(text): text for text in texts}
        found: dict[str, Vectors] = {}
        for path in sorted(self._folder.glob("*.npz")):
            if len(found) == len(text_by_key):
                break
            try:
                with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                    keys = arrays["keys"]
                    wanted = [row for row, key in enumerate(keys.tolist()) if key in text_by_key]
                    vectors = arrays["vectors"][wanted] if wanted else ()
            except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
                log.warning("a part of the cache is left out: %s: %s", path, error)
                continue
            found |= {text_by_key[keys[row]]: vector for row, vector in zip(wanted, vectors, strict=True)}
        return found

    def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """
        Keep the vectors of some texts.

        Raises:
            CacheError: If the folder cannot be written to.
        """
        keys = np.array([_key(text) for text in texts], dtype="S16")
        name = xxhash.xxh3_128_hexdigest(keys.tobytes())
        unfinished = self._folder / f"{name}.{os.getpid()}.unfinished"
        try:
            with unfinished.open("wb") as file:
                np.savez(file, keys=keys, vectors=vectors)
            unfinished.replace(self._folder / f"{name}.npz")
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CacheError(str(self._folder), (error.strerror or str(error)).lower()) from error


def _key(text: str) -> bytes:
    # Strings of bytes lose zeros at their end when numpy holds them, on both sides alike.
    return xxhash.xxh3_128_digest(text.encode()).rstrip(b"\0")
