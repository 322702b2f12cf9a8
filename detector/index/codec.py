"""
Codes: vectors of one encoder in an eighth of their room and less, for an index that keeps millions.

In: an encoder's background. Out: a codec, made once from it and kept in the index. A segment's vector is turned onto the
principal axes of the background's bank and each coordinate kept in 0 to 4 bits, more where the bank varies more; an article's
mean vector, by which candidates are looked for, is kept in one byte for each of the first axes, and once more in 24 bytes, by
which many are compared before the best of them are compared by the longer one. All comparisons are between decoded vectors,
densities too, so that what the code loses is lost on both sides of each margin.
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
COARSE_BYTES = 24
"""Bytes of the code by which a search compares first. Of 1,000 articles (press and ntrex, with use) a cosine by it is off by
0.043 as a standard deviation, where those of strangers spread by 0.145; by 32 bytes 0.035, a third slower."""
_ROWS_AT_ONCE = 8192
"""Rows whose intermediate numbers stay in the processor's cache."""
N_CELLS = 1024
_CELL_AXES = 32
"""Axes by which cells are told apart. Of the same articles the share of the versions across languages that lie in the nearest
cells, where these hold a sixth of all articles: 0.995 by the first 32 axes, 0.990 by 16, 0.993 by 8, 0.992 by all 192; with 4,096
cells by all axes 0.99 as well."""
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


_SPREAD = np.array(
    [[sum((value >> (7 - bit) & 1) << (4 * bit + plane) for bit in range(8)) for value in range(256)] for plane in range(4)],
    dtype="<u4",
)
"""Each bit of a byte, the first one first, at a plane's place in four bits of its own."""


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
        counts = self._plane_counts
        # Bits fall from axis to axis, so those of as many bits lie side by side. To compare with each border takes a third of the
        # time of searching among them.
        for bits in range(1, 5):
            own = slice(counts[bits] if bits < 4 else 0, counts[bits - 1])
            levels = _signed_levels(bits)
            for border in (levels[1:] + levels[:-1]) / 2:
                values[:, own] += scaled[:, own] > border
        planes = [(values[:, :count] >> plane) & 1 for plane, count in enumerate(counts)]
        return np.packbits(np.concatenate(planes, axis=1), axis=1)

    def decode(self, codes: Codes, n_axes: int | None = None) -> Vectors:
        """
        Read segments' vectors, on the axes and not on the encoder's own.

        Args:
            codes: From ``encode``. *Shape:* ``(n_segments, SEGMENT_BYTES)``
            n_axes: So many of the first axes only.

        Returns:
            *Shape:* ``(n_segments, n_axes)``, rows of length 1.
        """
        kept = len(self.n_bits) if n_axes is None else min(n_axes, len(self.n_bits))
        places = np.zeros((len(codes), (kept + 7) // 8), dtype=np.uint32)
        start = 0
        for plane, count in enumerate(self._plane_counts):
            own = min(count, kept)
            n_bytes = (own + 7) // 8
            first, shift = divmod(start, 8)
            bits = codes[:, first : first + n_bytes]
            if shift:
                bits = bits << np.uint8(shift)
                after = codes[:, first + 1 : first + 1 + n_bytes]
                bits[:, : after.shape[1]] |= after >> np.uint8(8 - shift)
            spread = _SPREAD[plane].take(bits)
            if own % 8:
                # What follows is of the next plane.
                spread[:, -1] &= np.uint32((1 << 4 * (own % 8)) - 1)
            places[:, :n_bytes] |= spread
            start += count
        both = places.view(np.uint8) + np.arange(0, 1024 * places.shape[1], 256).astype(np.uint16)
        # All are within the table: to be clipped takes half the time of being checked.
        found: NDArray[np.complex64] = self._table.take(both, mode="clip")
        return unit(found.view(np.float32)[:, :kept])

    @cached_property
    def _plane_counts(self) -> tuple[int, ...]:
        """Axes that have each plane of bits: the first so many, as bits fall from axis to axis."""
        return tuple(int(np.count_nonzero(self.n_bits > plane)) for plane in range(4))

    @cached_property
    def _table(self) -> NDArray[np.complex64]:
        """
        Coordinates on two neighbouring axes, as one number of two parts, by four bits of each.

        *Shape:* ``(n_pairs_of_axes * 256,)``
        """
        single = np.zeros((-(-len(self.n_bits) // 8) * 8, 16), dtype=np.float32)
        for row, bits in enumerate(self.n_bits.tolist()):
            levels = _signed_levels(bits)
            single[row, : len(levels)] = levels * self.deviations[row]
        value = np.arange(256)
        table = np.empty((len(single) // 2, 256, 2), dtype=np.float32)
        table[:, :, 0], table[:, :, 1] = single[0::2, value & 15], single[1::2, value >> 4]
        return table.view(np.complex64).ravel()

    def search_codes(self, decoded: Vectors) -> NDArray[np.int8]:
        """
        Write mean vectors of decoded segments for the search.

        *Shape:* ``(n, n_search_axes)``
        """
        head = unit(decoded[:, :SEARCH_AXES])
        return np.asarray(np.clip(np.rint(head * np.float32(SEARCH_SCALE)), -127, 127), dtype=np.int8)

    def coarse_codes(self, codes: NDArray[np.int8]) -> Codes:
        """
        Write search codes shorter still: the first axes in 4 bits each, the next in 2 and in 1.

        *Shape:* ``(n, COARSE_BYTES)``
        """
        values = codes.astype(np.float32) / np.float32(SEARCH_SCALE) / self._coarse_deviations
        written = np.zeros((len(codes), COARSE_BYTES), dtype=np.uint8)
        for axis, (place, shift, bits) in enumerate(self._coarse_places):
            levels = _signed_levels(bits)
            found = np.searchsorted((levels[1:] + levels[:-1]) / 2, values[:, axis]).astype(np.uint8)
            written[:, place] |= found << np.uint8(shift)
        return written

    def coarse_table(self, code: NDArray[np.int8]) -> NDArray[np.float32]:
        """
        Give what each value of each byte of a coarse code adds to the cosine with a search code.

        *Shape:* ``(COARSE_BYTES, 256)``

        Source:
            Jégou, Douze & Schmid (2011), Product quantization for nearest neighbor search, equation 13: the query is not coded.
        """
        weights = code.astype(np.float32) / np.float32(SEARCH_SCALE) * self._coarse_deviations
        table = np.einsum("pvk,pk->pv", self._coarse_levels, np.append(weights, np.float32(0.0))[self._coarse_axes])
        return np.asarray(table, dtype=np.float32)

    @cached_property
    def _coarse_deviations(self) -> NDArray[np.float32]:
        deviations = self.deviations[:SEARCH_AXES]
        return np.asarray(deviations / np.linalg.norm(deviations), dtype=np.float32)

    @cached_property
    def _coarse_places(self) -> tuple[tuple[int, int, int], ...]:
        """Byte, place in it and bits of each axis; the last axes may have none."""
        variances = self.deviations[:SEARCH_AXES].astype(np.float64) ** 2
        shares = [
            (fours, twos, COARSE_BYTES - fours - twos)
            for fours in range(COARSE_BYTES + 1)
            for twos in range(COARSE_BYTES + 1 - fours)
        ]

        def lost(share: tuple[int, int, int]) -> float:
            bits = np.repeat([4, 2, 1], [2 * share[0], 4 * share[1], 8 * share[2]])[: len(variances)]
            return float((variances[: len(bits)] * _DISTORTIONS[bits]).sum() + variances[len(bits) :].sum())

        fours, twos, _ = min(shares, key=lost)
        places = []
        for place in range(COARSE_BYTES):
            bits = 4 if place < fours else 2 if place < fours + twos else 1
            places += [(place, shift, bits) for shift in range(0, 8, bits)]
        return tuple(places[: len(variances)])

    @cached_property
    def _coarse_axes(self) -> NDArray[np.intp]:
        # The last, which stands for none, is one beyond the axes.
        axes = np.full((COARSE_BYTES, 8), len(self._coarse_deviations), dtype=np.intp)
        for axis, (place, shift, bits) in enumerate(self._coarse_places):
            axes[place, shift // bits] = axis
        return axes

    @cached_property
    def _coarse_levels(self) -> NDArray[np.float32]:
        levels = np.zeros((COARSE_BYTES, 256, 8), dtype=np.float32)
        values = np.arange(256)
        for place, shift, bits in self._coarse_places:
            levels[place, :, shift // bits] = _signed_levels(bits)[(values >> shift) & (2**bits - 1)]
        return levels

    def cells(self, codes: NDArray[np.int8]) -> NDArray[np.intp]:
        """
        Rank the cells for each search code, the nearest first.

        *Shape:* ``(n, n_cells)``
        """
        return np.argsort(-self._nearness(codes), axis=1, kind="stable")

    def own_cells(self, codes: NDArray[np.int8]) -> NDArray[np.intp]:
        """
        Give the cell nearest to each search code.

        *Shape:* ``(n,)``
        """
        return np.asarray(self._nearness(codes).argmax(axis=1), dtype=np.intp)

    def _nearness(self, codes: NDArray[np.int8]) -> NDArray[np.float32]:
        nearness: NDArray[np.float32] = codes[:, : self._seeds.shape[1]].astype(np.float32) @ self._seeds.T
        return nearness

    @cached_property
    def _seeds(self) -> Vectors:
        # Fixed points and no trained ones: the cell of a vector then depends on nothing that came before it.
        drawn = np.random.default_rng(0).standard_normal((N_CELLS, min(_CELL_AXES, len(self.deviations)))).astype(np.float32)
        return unit(drawn * self.deviations[:_CELL_AXES])


def similarities(codes: NDArray[np.int8], query: NDArray[np.int8]) -> NDArray[np.float32]:
    """
    Give the cosines of search codes with one other.

    *Shape:* ``(n,)``
    """
    both: NDArray[np.float32] = codes.astype(np.float32) @ query.astype(np.float32)
    return both / np.float32(SEARCH_SCALE**2)


def coarse_similarities(coarse: Codes, table: NDArray[np.float32]) -> NDArray[np.float32]:
    """
    Give the cosines of coarse codes with the search code that a table was made of, but for a factor.

    *Shape:* ``(n,)``
    """
    total = np.zeros(len(coarse), dtype=np.float32)
    for start in range(0, len(coarse), _ROWS_AT_ONCE):
        part, sums = coarse[start : start + _ROWS_AT_ONCE], total[start : start + _ROWS_AT_ONCE]
        for place, column in enumerate(table):
            # All are within the table: to be clipped takes less time than being checked.
            sums += column.take(part[:, place], mode="clip")
    return total
