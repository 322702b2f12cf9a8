"""
Codes: vectors of one encoder in an eighth of their room and less, for an index that keeps millions.

In: an encoder's background. Out: a codec, made once from it and kept in the index. A segment's vector is turned onto the
principal axes of the background's bank and each coordinate kept in 0 to 4 bits, more where the bank varies more; an article's
mean vector, by which candidates are looked for, is kept in one byte for each of the first axes. All comparisons are between
decoded vectors, densities too, so that what the code loses is lost on both sides of each margin.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detector.similarity.background import Background, unit
from detector.similarity.encoders import Vectors

SEGMENT_BYTES = 96
"""Bytes of a segment's code. Of the bank's variance use loses 0.119, 0.061, 0.034 and 0.013 at 64, 96, 128 and 192 bytes, e5
0.130, 0.061, 0.029 and 0.009; an article of 15 segments takes 1.4 kB at 96."""
SEARCH_AXES = 192
"""Axes of the code by which candidates are looked for: 0.92 of the bank's variance with use, 0.88 with e5."""
SEARCH_SCALE = 127 / 0.4
"""Coordinates of a vector of length 1 beyond 0.4 are rare; they are cut off there."""
_N_CELLS = 1024
_LEVELS = (
    (0.0,),
    (0.7979,),
    (0.4528, 1.5104),
    (0.2451, 0.7560, 1.3440, 2.1520),
    (0.1284, 0.3881, 0.6568, 0.9424, 1.2562, 1.6181, 2.0690, 2.7326),
)
"""Positive levels for 0 to 4 bits. Source: Max (1960), Quantizing for minimum distortion, table 1."""
_DISTORTIONS = np.array([1.0, 0.3634, 0.1175, 0.03454, 0.009497])
"""What is lost of a variance of 1 at those levels. Source: the same."""

Codes = NDArray[np.uint8]


def _signed_levels(n_bits: int) -> NDArray[np.float32]:
    if not n_bits:
        return np.zeros(1, dtype=np.float32)
    half = np.array(_LEVELS[n_bits], dtype=np.float32)
    return np.concatenate([-half[::-1], half])


@dataclass(frozen=True, eq=False)
class Codec:
    """How the vectors of one encoder are written and read."""

    axes: Vectors
    """Principal axes, the widest first. *Shape:* ``(dimension, n_axes)``"""
    deviations: NDArray[np.float32]
    """Of the bank along each axis. *Shape:* ``(n_axes,)``"""
    n_bits: NDArray[np.uint8]
    """In [1, 4], falling. *Shape:* ``(n_axes,)``"""

    @staticmethod
    def fit(background: Background) -> Codec:
        """
        Make the codec of a background's bank.

        Source:
            Transform coding: each bit goes where it lowers the distortion most (reverse water-filling; Cover & Thomas, Elements
            of Information Theory, section 10.3.3).
        """
        bank = background.bank.astype(np.float64)
        variances, axes = np.linalg.eigh(bank.T @ bank / len(bank))
        variances, axes = np.maximum(variances[::-1], 0.0), axes[:, ::-1]
        n_bits = np.zeros(len(variances), dtype=np.intp)
        for _ in range(SEGMENT_BYTES * 8):
            gains = np.where(
                n_bits < 4, variances * (_DISTORTIONS[np.minimum(n_bits, 3)] - _DISTORTIONS[np.minimum(n_bits, 3) + 1]), -1.0
            )
            n_bits[gains.argmax()] += 1
        n_axes = max(int(np.count_nonzero(n_bits)), min(SEARCH_AXES, len(variances)))
        return Codec(
            axes=axes[:, :n_axes].astype(np.float32),
            deviations=np.sqrt(variances[:n_axes]).astype(np.float32),
            n_bits=np.sort(n_bits[:n_axes])[::-1].astype(np.uint8),
        )

    def to_bytes(self) -> bytes:
        """Write the codec itself."""
        file = io.BytesIO()
        np.savez_compressed(file, axes=self.axes, deviations=self.deviations, n_bits=self.n_bits)
        return file.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> Codec:
        """Read a codec."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return Codec(axes=arrays["axes"], deviations=arrays["deviations"], n_bits=arrays["n_bits"])

    def encode(self, vectors: Vectors) -> Codes:
        """
        Write segments' vectors.

        *Shape:* ``(n_segments, SEGMENT_BYTES)``
        """
        scaled = vectors @ self.axes / self.deviations
        values = np.zeros(scaled.shape, dtype=np.uint8)
        for bits in np.unique(self.n_bits):
            levels = _signed_levels(int(bits))
            own = self.n_bits == bits
            values[:, own] = np.searchsorted((levels[1:] + levels[:-1]) / 2, scaled[:, own])
        planes = [(values[:, self.n_bits > plane] >> plane) & 1 for plane in range(4)]
        return np.packbits(np.concatenate(planes, axis=1), axis=1)

    def decode(self, codes: Codes) -> Vectors:
        """
        Read segments' vectors, on the axes and not on the encoder's own.

        *Shape:* ``(n_segments, n_axes)``, rows of length 1.
        """
        bits = np.unpackbits(codes, axis=1)
        values = np.tile(np.arange(0, len(self.n_bits) * 16, 16, dtype=np.uint16), (len(codes), 1))
        start = 0
        for plane in range(4):
            # Bits fall from axis to axis, so those that have this plane come first.
            count = int(np.count_nonzero(self.n_bits > plane))
            values[:, :count] += bits[:, start : start + count].astype(np.uint16) << np.uint16(plane)
            start += count
        return unit(self._table.take(values))

    @cached_property
    def _table(self) -> Vectors:
        table = np.zeros((len(self.n_bits), 16), dtype=np.float32)
        for row, bits in enumerate(self.n_bits.tolist()):
            levels = _signed_levels(bits)
            table[row, : len(levels)] = levels * self.deviations[row]
        return table.ravel()

    def search_codes(self, decoded: Vectors) -> NDArray[np.int8]:
        """
        Write mean vectors of decoded segments for the search.

        *Shape:* ``(n, n_search_axes)``
        """
        head = unit(decoded[:, :SEARCH_AXES])
        return np.asarray(np.clip(np.rint(head * np.float32(SEARCH_SCALE)), -127, 127), dtype=np.int8)

    def cells(self, codes: NDArray[np.int8]) -> NDArray[np.intp]:
        """
        Rank the cells for each search code, the nearest first.

        *Shape:* ``(n, n_cells)``
        """
        return np.argsort(-(codes.astype(np.float32) @ self._seeds.T), axis=1, kind="stable")

    @cached_property
    def _seeds(self) -> Vectors:
        # Fixed points and no trained ones: the cell of a vector then depends on nothing that came before it.
        drawn = np.random.default_rng(0).standard_normal((_N_CELLS, min(SEARCH_AXES, len(self.deviations)))).astype(np.float32)
        return unit(drawn * self.deviations[:SEARCH_AXES])


def similarities(codes: NDArray[np.int8], query: NDArray[np.int8]) -> NDArray[np.float32]:
    """
    Give the cosines of search codes with one other.

    *Shape:* ``(n,)``
    """
    both: NDArray[np.float32] = codes.astype(np.float32) @ query.astype(np.float32)
    return both / np.float32(SEARCH_SCALE**2)
