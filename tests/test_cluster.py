"""How judged pairs become groups that no single wrong pair can join, and what is said of each group."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_by_hand import prepared
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from detector.datatypes import Relation, Wrapper
from detector.similarity.cluster import (
    choose_lead,
    components,
    find_missing_original,
    find_original_language,
    group_versions,
    missing_pairs,
)

NO_EXCERPT = -1
NOTICE = Wrapper(kind="translation", region="Russian Federation", language="ru")

Edges = dict[tuple[int, int], float]


def group(n_articles: int, edges: Edges, excerpts: dict[tuple[int, int], int] | None = None) -> list[list[int]]:
    """Group articles by the probability of each compared pair; ``excerpts`` gives the side of a pair that is an excerpt."""
    return group_versions(
        n_articles,
        np.array(list(edges), dtype=np.intp).reshape(-1, 2),
        np.array(list(edges.values()), dtype=np.float64),
        np.array([(excerpts or {}).get(pair, NO_EXCERPT) for pair in edges], dtype=np.intp),
        0.5,
    )


def number_groups(sizes: list[int]) -> list[list[int]]:
    starts = np.cumsum([0, *sizes])
    return [list(range(start, start + size)) for start, size in zip(starts[:-1].tolist(), sizes, strict=True)]


def complete(groups: list[list[int]], probability: float = 1.0) -> Edges:
    return {pair: probability for members in groups for pair in combinations(members, 2)}


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), max_size=8), st.randoms(use_true_random=False))
def test_complete_groups_of_certain_pairs_are_the_connected_components(sizes, random):
    """Where nothing is doubtful, no guard acts, and the groups are scipy's components."""
    n_articles = sum(sizes)
    names = random.sample(range(n_articles), n_articles)
    edges = {
        (min(names[left], names[right]), max(names[left], names[right])): 1.0 for left, right in complete(number_groups(sizes))
    }
    rows = np.array(list(edges), dtype=np.intp).reshape(-1, 2)
    labels = (
        connected_components(coo_array((np.ones(len(rows)), rows.T), shape=(n_articles, n_articles)))[1] if n_articles else []
    )
    expected = [np.flatnonzero(labels == label).tolist() for label in sorted(set(labels))]

    assert group(n_articles, edges) == sorted(members for members in expected if len(members) > 1)


@settings(deadline=None)
@given(
    st.lists(st.integers(2, 6), min_size=2, max_size=4),
    st.floats(0.6, 1.0),
    st.floats(0.0, 1.0),
    st.randoms(use_true_random=False),
    st.data(),
)
def test_one_wrong_pair_never_joins_two_groups(sizes, right, share, random, data):
    """
    Two groups of two or more stay apart though one pair between them seems certain.

    All other pairs between them are improbable, or were never compared; the wrong pair is no more probable than the right ones.
    """
    names = random.sample(range(sum(sizes)), sum(sizes))
    groups = sorted(sorted(names[row] for row in members) for members in number_groups(sizes))
    between = [(min(a, b), max(a, b)) for one, two in combinations(groups, 2) for a in one for b in two]
    wrong = data.draw(st.sampled_from(between))
    edges = complete(groups, right) | {pair: 0.0 for pair in between if data.draw(st.booleans())}
    edges[wrong] = 0.5 + share * (right - 0.5)

    assert group(sum(sizes), edges) == groups


@settings(deadline=None)
@given(st.lists(st.integers(2, 5), min_size=3, max_size=6))
def test_a_chain_of_wrong_pairs_joins_nothing(sizes):
    """Groups that hang together by one pair each, in a row, stay as many groups as they are."""
    groups = number_groups(sizes)
    edges = complete(groups) | {(one, two): 0.0 for left, right in combinations(groups, 2) for one in left for two in right}
    edges |= {(left[-1], right[0]): 0.9 for left, right in pairwise(groups)}

    assert group(sum(sizes), edges) == groups


def test_one_missed_pair_never_parts_a_group():
    """Four versions stay together though two of them do not look alike."""
    assert group(4, complete([[0, 1, 2, 3]], 0.95) | {(0, 3): 0.01}) == [[0, 1, 2, 3]]


def test_two_articles_are_joined_by_their_one_pair():
    """A pair is all that tells of two articles."""
    assert group(3, {(0, 2): 0.51, (0, 1): 0.49}) == [[0, 2]]


def test_nothing_gives_no_groups():
    """No articles, no pairs, and no probable pair."""
    assert group(0, {}) == []
    assert group(3, {}) == []
    assert group(3, {(0, 1): 0.2}) == []


@st.composite
def judged(draw):
    """Draw articles and pairs, probable or not, excerpts among them."""
    n_articles = draw(st.integers(0, 9))
    pairs = [pair for pair in combinations(range(n_articles), 2) if draw(st.booleans())]
    edges = {pair: draw(st.sampled_from([0.0, 0.3, 0.55, 0.8, 0.97, 1.0])) for pair in pairs}
    excerpts = {pair: draw(st.sampled_from([NO_EXCERPT, NO_EXCERPT, 0, 1])) for pair in pairs}
    return n_articles, edges, excerpts


@settings(deadline=None, max_examples=200)
@given(judged())
def test_groups_are_parts_of_a_partition(case):
    """Each article stands in one group at most; a group has two members or more and is sorted, and so are the groups."""
    n_articles, edges, excerpts = case
    groups = group(n_articles, edges, excerpts)
    members = [row for one in groups for row in one]

    assert len(members) == len(set(members))
    assert set(members) <= set(range(n_articles))
    assert all(len(one) > 1 and one == sorted(one) for one in groups)
    assert groups == sorted(groups)


@settings(deadline=None, max_examples=200)
@given(judged(), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_changes_no_group(case, random):
    """What is joined follows from the pairs, not from the order in which they come."""
    n_articles, edges, excerpts = case
    shuffled = dict(random.sample(list(edges.items()), len(edges)))

    assert group(n_articles, shuffled, excerpts) == group(n_articles, edges, excerpts)


@settings(deadline=None, max_examples=200)
@given(judged())
def test_excerpts_hang_as_leaves_and_join_nothing(case):
    """
    But for the excerpts that were hung on, with their own versions, all members of a group are tied together without any excerpt.

    So an excerpt that stands in two articles joins the more probable one, and not the two with each other.
    """
    n_articles, edges, excerpts = case
    is_excerpt = {pair for pair, side in excerpts.items() if side != NO_EXCERPT}
    tied = [pair for pair, value in edges.items() if value >= 0.5 and pair not in is_excerpt]
    graph = coo_array((np.ones(len(tied)), tuple(np.array(tied, dtype=int).reshape(-1, 2).T)), shape=(n_articles, n_articles))
    component = connected_components(graph, directed=False)[1]

    def is_held(leaf, members):
        pairs = [(min(leaf, other), max(leaf, other)) for other in members if other != leaf]
        return any(pair in is_excerpt and edges.get(pair, 0.0) >= 0.5 for pair in pairs)

    for members in group(n_articles, edges, excerpts):
        parts = {stem: [row for row in members if component[row] == stem] for stem in {component[row] for row in members}}
        held = {stem for stem, part in parts.items() if any(is_held(row, members) for row in part)}
        assert any(held >= parts.keys() - {stem} for stem in parts)


def test_a_brief_of_two_stories_joins_the_nearer_one_only():
    """A digest whose one half comes from each of two stories does not make them one."""
    edges = {(0, 1): 0.99, (2, 3): 0.99, (0, 4): 0.9, (2, 4): 0.8}

    assert group(5, edges, {(0, 4): 1, (2, 4): 1}) == [[0, 1, 4], [2, 3]]


def test_two_briefs_of_one_story_hang_on_it_side_by_side():
    """Excerpts of one article are members of its cluster, though they share no word with each other."""
    assert group(3, {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.0}, {(0, 1): 1, (0, 2): 1}) == [[0, 1, 2]]


def test_two_versions_of_a_stub_hang_on_what_it_became():
    """A stub and its correction, of which the full story of later holds most, are versions of it by all their pairs."""
    edges = {(0, 1): 0.99, (2, 3): 0.99, (0, 2): 0.9, (0, 3): 0.9, (1, 2): 0.9, (1, 3): 0.4}

    assert group(4, edges, {pair: 0 for pair in combinations(range(4), 2) if pair not in {(0, 1), (2, 3)}}) == [[0, 1, 2, 3]]


def test_one_excerpt_among_several_versions_does_not_hang_them_all():
    """Two versions of one story stay apart from another that holds most of one of them, but nothing of the other."""
    edges = {(0, 1): 0.99, (2, 3): 0.99, (0, 2): 0.9, (0, 3): 0.6, (1, 2): 0.0, (1, 3): 0.0}

    assert group(4, edges, {(0, 2): 0, (0, 3): 0}) == [[0, 1], [2, 3]]


def test_an_excerpt_holds_no_excerpts_of_its_own():
    """A leaf carries nothing: what is contained in a brief hangs on the story, or nowhere."""
    assert group(3, {(0, 1): 0.9, (1, 2): 0.8}, {(0, 1): 1, (1, 2): 1}) == [[0, 1]]


@given(st.integers(0, 8), st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_components_are_scipys(n_articles, drawn):
    """Each component of two or more comes out once, sorted, in order of its first member."""
    pairs = np.array([(min(pair), max(pair)) for pair in drawn if max(pair) < n_articles], dtype=np.intp).reshape(-1, 2)
    found = [part.tolist() for part in components(n_articles, pairs)]
    labels = (
        connected_components(coo_array((np.ones(len(pairs)), pairs.T), shape=(n_articles, n_articles)))[1] if n_articles else []
    )
    expected = [np.flatnonzero(labels == label).tolist() for label in sorted(set(labels))]

    assert found == sorted(part for part in expected if len(part) > 1)


def test_a_group_is_judged_by_all_its_pairs():
    """Pairs that no blocking rule proposed are named, if what was proposed puts both into one group."""
    pairs = np.array([(0, 1), (1, 2), (3, 4)])

    assert missing_pairs(5, pairs, pairs[:2]).tolist() == [[0, 2]]
    assert missing_pairs(5, pairs, pairs[:0]).tolist() == []


SHORT = ("The ferry ran aground off Thasos.",)
LONG = (*SHORT, "Fishing boats brought everybody to land before noon.")


def test_the_lead_is_the_earliest_where_all_have_dates_and_the_longest_else():
    """Without a word from the user, time decides where it is known, and length where it is not."""
    early = prepared("b", *SHORT, published="2026-01-19")
    late = prepared("a", *LONG, published="2026-01-20T08:00")
    undated = prepared("c", *SHORT)

    assert choose_lead([late, early], "auto", None) == 1
    assert choose_lead([early, late, undated], "auto", None) == 1
    assert choose_lead([late, early], "longest", None) == 0
    assert choose_lead([undated, late], "earliest", None) == 1


def test_the_lead_in_the_original_language_is_the_one_that_is_asked_for():
    """A member in the original's language leads, and where there is none, the longest."""
    russian = prepared("b", "Паром сел на мель.", language="ru")
    english = prepared("a", *LONG)

    assert choose_lead([english, russian], "original-language", "ru") == 1
    assert choose_lead([english, russian], "original-language", "de") == choose_lead([english, russian], "longest", None)


def test_two_members_that_are_alike_in_everything_lead_by_id():
    """The choice does not depend on the order of the members."""
    one, two = prepared("a", *SHORT), prepared("b", *SHORT)

    assert [choose_lead(order, "auto", None) for order in ([one, two], [two, one])] == [0, 1]


def test_a_translation_notice_tells_the_language_of_a_missing_original():
    """Two English renderings of which one says where it comes from lack their Russian original."""
    found = find_missing_original([prepared("a", *LONG), prepared("b", *LONG, wrapper=NOTICE)], {Relation.RETRANSLATION: 1})

    assert found is not None
    assert found.language == "ru"
    assert "b carries a translation notice" in found.reason


def test_an_original_among_the_members_is_not_missing():
    """Where the Russian text is there, nothing is missing."""
    members = [prepared("a", *LONG, wrapper=NOTICE), prepared("b", "Паром сел на мель.", language="ru")]

    assert find_missing_original(members, {Relation.TRANSLATION: 1}) is None
    assert find_original_language(members, {})[0] == "ru"


@pytest.mark.parametrize(("relations", "is_missing"), [({Relation.RETRANSLATION: 1}, True), ({Relation.REVISION: 1}, False)])
def test_two_renderings_in_one_language_have_an_original_in_an_unknown_one(relations, is_missing):
    """Texts that only share their meaning come from a third; a revision comes from the other text."""
    found = find_missing_original([prepared("a", *LONG), prepared("b", *LONG)], relations)

    assert (found is not None) == is_missing
    assert found is None or found.language is None


def test_the_lead_can_be_that_of_an_outlet():
    """The named outlet's member leads, in any letter case; without one the lead is what it is by default."""
    members = [
        replace(one, article=replace(one.article, outlet=outlet))
        for one, outlet in ((prepared("a", *LONG), "Harbour Gazette"), (prepared("b", *LONG, *LONG), None))
    ]

    assert choose_lead(members, "outlet=harbour gazette", None) == 0
    assert choose_lead(members, "outlet=Evening Ledger", None) == choose_lead(members, "auto", None) == 1


def test_what_notices_and_dates_tell_of_a_missing_original_is_kept():
    """Its region and source stand in the notice, and it is no later than its first rendering."""
    members = [
        prepared("a", *LONG, wrapper=replace(NOTICE, region="Russian Federation", source="Fisheries Agency")),
        prepared("b", *LONG, published="2026-03-04T00:30:00+03:00"),
        prepared("c", *LONG, published="2026-03-04"),
    ]
    found = find_missing_original(members, {Relation.RETRANSLATION: 3})

    assert found is not None
    assert (found.region, found.source) == ("Russian Federation", "Fisheries Agency")
    assert found.not_later_than == "2026-03-04T00:30:00+03:00"
