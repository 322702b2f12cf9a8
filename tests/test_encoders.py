"""What every encoder must keep to, the built-in ones and a newsroom's own."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ngrams import NgramEncoder

from detector.errors import EncoderError
from detector.similarity.encoders import Encoder, UseEncoder, encode_distinct

TEXTS = (
    "The ferry ran aground off Thasos.",
    "Паром сел на мель у Тасоса.",
    "The fund has 20 members.",
    "東京で地震がありました。",
    "",
)


class WrongEncoder:
    """Answers with whatever it was made with."""

    name = "wrong"
    languages = None

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def encode(self, texts: Sequence[str]) -> object:
        return self._answer


@pytest.fixture(scope="module")
def use() -> UseEncoder:
    return UseEncoder(threads=1)


@given(st.lists(st.sampled_from(["a storm", "the harbour", "a bridge", "closed"]), min_size=1), st.randoms(use_true_random=False))
def test_texts_encoded_in_any_order_get_the_same_vectors(texts, random):
    """A text's vector does not depend on what stands beside it, nor on how often."""
    order = random.sample(range(len(texts)), len(texts))
    straight = encode_distinct(NgramEncoder(), texts)
    shuffled = encode_distinct(NgramEncoder(), [texts[place] for place in order])

    assert (shuffled == straight[order]).all()


def test_each_distinct_text_is_encoded_once_in_an_order_of_its_own():
    """An encoder is asked for the shortest texts first, whatever order they came in."""
    asked = []

    class Listening(NgramEncoder):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            asked.extend(texts)
            return super().encode(texts)

    encode_distinct(Listening(), ["storms", "bay", "storms", "ash"])

    assert asked == ["ash", "bay", "storms"]


@pytest.mark.parametrize(
    "answer",
    [
        np.ones((1, 8)),
        np.ones(2),
        np.ones((2, 2, 8)),
        np.full((2, 8), np.nan),
        np.array([[1.0, np.inf], [0.0, 1.0]]),
        None,
        [],
        [[1.0, 2.0], [1.0]],
        [["north", "south"], ["east", "west"]],
    ],
    ids=["too few", "no rows", "too deep", "not a number", "infinite", "nothing", "empty", "ragged", "words"],
)
def test_an_encoder_that_answers_wrongly_is_named_in_the_error(answer):
    """A newsroom's encoder that breaks its promise is told so, with what it answered."""
    with pytest.raises(EncoderError, match="the encoder wrong must give one finite vector a text"):
        encode_distinct(WrongEncoder(answer), ["storm", "harbour"])


def test_the_encoders_keep_the_protocol(use):
    """Both have a name, languages and vectors."""
    assert isinstance(use, Encoder)
    assert isinstance(NgramEncoder(), Encoder)
    assert not isinstance(object(), Encoder)


def test_use_gives_one_unit_vector_a_text(use):
    """Vectors have 512 numbers and length 1, an empty text's too; no texts give no rows."""
    vectors = use.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), 512)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert use.encode([]).shape == (0, 512)


def test_use_puts_a_translation_next_to_its_original(use):
    """A sentence is nearer to its translation than to another sentence in its own language."""
    english, russian, other, *_ = use.encode(TEXTS)

    assert english @ russian > english @ other


def test_threads_change_no_vector(use):
    """Two threads give bit for bit what one gives, over more batches than one."""
    texts = [f"The ferry had {number} people aboard when it left." for number in range(150)]

    assert (UseEncoder(threads=2).encode(texts) == use.encode(texts)).all()
