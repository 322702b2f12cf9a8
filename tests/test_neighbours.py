"""Neighbours by an index are those that exact search finds, but for a few, and far sooner where there are many."""

import importlib.util

import numpy as np
import pytest

from detector.similarity import neighbours
from detector.similarity.background import unit
from detector.similarity.neighbours import find_nearest

pytest.importorskip("faiss", reason="faiss is not installed: pip install 'detector[ann]'")

N_STORIES = 300


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Make six articles for each of some stories, and as many that have none."""
    random = np.random.default_rng(3)
    stories = np.repeat(random.normal(size=(N_STORIES, 32)), 6, axis=0)
    versions = stories + random.normal(scale=0.3, size=stories.shape)
    return unit(np.concatenate([versions, random.normal(size=(6 * N_STORIES, 32))]).astype(np.float32))


def pairs(vectors: np.ndarray, *groups: tuple[np.ndarray, int]) -> list[tuple[int, int]]:
    found = [np.stack(part, axis=1) for part in find_nearest(vectors, groups)]
    return sorted(map(tuple, np.concatenate(found).tolist()))


def test_an_index_finds_what_exact_search_finds(vectors, monkeypatch):
    """Of the five nearest of each article, its versions where it has five, 99 in 100 are found, and no more are proposed."""
    every = np.arange(len(vectors)), 5
    exact = pairs(vectors, every)
    monkeypatch.setattr(neighbours, "INDEXED_FROM", len(vectors))
    found = pairs(vectors, every)
    assert found != exact
    assert len(found) == len(exact) == 5 * len(vectors)
    of_versions = {(left, right) for left, right in exact if left // 6 == right // 6 < N_STORIES}
    assert len(of_versions) > 5 * N_STORIES
    assert len(of_versions & set(found)) >= 0.99 * len(of_versions)
    assert found == pairs(vectors, every)


def test_a_group_gives_no_more_than_it_is_asked_for(vectors, monkeypatch):
    """Whoever is not of a group proposes as many of it as its members do, none of them itself, and none twice."""
    group = np.arange(0, len(vectors), 7)
    monkeypatch.setattr(neighbours, "INDEXED_FROM", 1)
    found = pairs(vectors, (group, 3))
    assert len(set(found)) == len(found) == 3 * len(vectors)
    assert {right for _, right in found} <= set(group.tolist())
    assert all(left != right for left, right in found)


def test_a_small_group_is_no_error(vectors, monkeypatch):
    """A language of one article or two has neighbours too, and nothing is said of so few on standard error."""
    monkeypatch.setattr(neighbours, "INDEXED_FROM", 1)
    assert pairs(vectors[:4], (np.arange(4), 3)) == [(left, right) for left in range(4) for right in range(4) if left != right]
    assert pairs(vectors[:3], (np.array([1]), 1)) == [(0, 1), (2, 1)]


def test_without_faiss_all_are_searched(vectors, monkeypatch):
    """What is not installed is not needed: the neighbours are those of exact search, however many there are."""
    every = np.arange(len(vectors)), 5
    exact = pairs(vectors, every)
    monkeypatch.setattr(neighbours, "INDEXED_FROM", 1)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert pairs(vectors, every) == exact
