"""What each of two texts goes on about and the other never mentions."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import prepared

from detector.similarity.fingerprint import fingerprint, join_fingerprints, split_words
from detector.similarity.ownwords import repeats_of_own_words

TEXTS = st.lists(st.sampled_from(["ferry", "harbour", "night", "storm", "pier", "120"]), min_size=1, max_size=12).map(" ".join)
TITLES = st.lists(st.sampled_from(["ferry", "night", "gulls"]), max_size=2).map(" ".join)


@given(st.lists(st.tuples(TITLES, TEXTS), min_size=2, max_size=4))
def test_own_words_are_counted_as_one_would_by_hand(contents):
    """Of the words of a body that are neither in the other body nor in its title, the one that stands there most often counts."""
    articles = [prepared(str(place), text, title=title) for place, (title, text) in enumerate(contents)]
    pairs = np.array([(left, right) for left in range(len(articles)) for right in range(len(articles)) if left != right])
    found = repeats_of_own_words(join_fingerprints(fingerprint([article]) for article in articles), pairs)

    for (left, right), counted in zip(pairs.tolist(), found.tolist(), strict=True):
        for (own, other), count in zip(((left, right), (right, left)), counted, strict=True):
            there = set(split_words(contents[other][1])) | set(split_words(contents[other][0]))
            counts = Counter(word for word in split_words(contents[own][1]) if word not in there)
            assert count == max(counts.values(), default=0)


def test_a_word_that_stands_very_often_is_counted_up_to_255():
    """A count takes a byte."""
    prints = fingerprint([prepared("a", "ferry " * 300), prepared("b", "harbour")])

    assert repeats_of_own_words(prints, np.array([[0, 1]])).tolist() == [[255.0, 1.0]]
