"""The index remembers: the same answers as a scan, clusters that keep their ids, decisions that bind, changes told once."""

import asyncio
import datetime
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk import story

from detector import Article, AsyncIndex, Index, Settings, StoreError, find_clusters
from detector.index.index import Index as IndexType

WORDING = Settings(translations=False)
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC).timestamp()

Open = Callable[..., IndexType]


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.server)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "desk.index")
    return request.getfixturevalue("database")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(address: str, clock: Clock) -> Iterator[Open]:
    made: list[IndexType] = []

    def open_again(**options: object) -> IndexType:
        made.append(Index.open(address, **{"settings": WORDING, "clock": clock} | options))
        return made[-1]

    yield open_again
    for index in made:
        index.close()


def members(index: IndexType) -> set[frozenset[str]]:
    return {frozenset(one.cluster.member_ids) for one in index.clusters()}


def scanned(articles: list[Article]) -> set[frozenset[str]]:
    return {frozenset(cluster.member_ids) for cluster in find_clusters(articles, settings=WORDING).clusters}


def ids(index: IndexType) -> dict[frozenset[str], str]:
    return {frozenset(one.cluster.member_ids): one.cluster.id for one in index.clusters()}


ARTICLES = [
    story(number, version) for number, versions in ((1, 3), (2, 2), (3, 1), (4, 2), (5, 1)) for version in range(versions)
]


@pytest.mark.parametrize(("seed", "step"), [(0, 1), (1, 4)])
def test_any_order_and_any_batches_give_the_clusters_of_a_scan(opened, seed, step):
    """What has been added one by one, or some at once, stands in the clusters that a scan of all gives."""
    articles = random.Random(seed).sample(ARTICLES, len(ARTICLES))
    index = opened()
    for start in range(0, len(articles), step):
        index.add(articles[start : start + step])

    assert members(index) == scanned(articles)
    assert len(members(index)) == 3
    assert index.verify() == ()


def test_an_article_is_matched_with_what_is_there_and_not_kept(opened):
    """A question tells relation, probability, evidence and cluster, and leaves no trace."""
    index = opened()
    index.add([story(1), story(1, 1), story(2)])
    (first, second) = index.match(story(1, 2))

    assert {first.other_id, second.other_id} == {"1-0", "1-1"}
    assert first.cluster_id == second.cluster_id == next(iter(ids(index).values()))
    assert first.relation.is_version
    assert first.probability > 0.9
    assert first.pair.evidence.words > 0.5
    assert first.pair.reasons
    assert "1-2" not in index
    assert index.match(story(9)) == ()


def test_adding_again_changes_nothing_and_tells_the_same(opened):
    """A feed that delivers twice does no harm; another text under the same id is refused, and so is the rest of its batch."""
    index = opened()
    index.add(story(1))
    matches = index.add(story(1, 1))
    cursor = index.changes()[-1].cursor

    assert index.add(story(1, 1)) == matches
    assert index.changes(cursor) == ()
    with pytest.raises(StoreError, match="an id must keep its text, was: 1-1"):
        index.add([story(7), story(2, id="1-1")])
    assert "7-0" not in index


def test_ids_of_clusters_survive_restarts_growth_and_removal(opened, address, clock):
    """A cluster is called the same as long as it lives."""
    index = opened()
    index.add([story(1), story(1, 1)])
    (name,) = ids(index).values()
    index.close()
    again = opened()
    again.add(story(1, 2))
    again.remove("1-0")

    assert ids(again) == {frozenset({"1-1", "1-2"}): name}
    again.remove("1-1")
    assert ids(again) == {}
    assert [change.kind for change in again.changes() if change.kind != "lead-changed"] == [
        "created",
        "grown",
        "split",
        "split",
        "split",
    ]
    assert again.verify() == ()


def test_a_merge_keeps_the_older_id_and_names_the_other_and_taking_it_back_splits(opened):
    """Two clusters that an editor joins are the older one; taken back, they are two again, and every step is in the changes."""
    index = opened()
    index.add([story(1), story(1, 1)])
    index.add([story(2), story(2, 1)])
    older, younger = sorted(ids(index).values())
    number = index.confirm("1-0", "2-0", who="Ada", why="one court case")

    assert ids(index) == {frozenset({"1-0", "1-1", "2-0", "2-1"}): older}
    assert index.became(younger) == older
    merged = index.changes()[-1] if index.changes()[-1].kind == "merged" else index.changes()[-2]
    assert (merged.kind, merged.cluster_id, merged.other_id) == ("merged", older, younger)
    index.revoke(number, who="Bo")
    assert members(index) == {frozenset({"1-0", "1-1"}), frozenset({"2-0", "2-1"})}
    assert ids(index)[frozenset({"1-0", "1-1"})] == older
    split = next(change for change in reversed(index.changes()) if change.kind == "split")
    assert (split.cluster_id, set(split.article_ids)) == (older, {"2-0", "2-1"})
    (decision,) = index.decisions(revoked=True)
    assert (decision.who, decision.why, decision.revoked_by) == ("Ada", "one court case", "Bo")
    assert index.decisions() == ()


def test_never_merge_and_split_bind_for_ever(opened):
    """What editors keep apart stays apart, whatever comes later, and even after the article was removed and came back."""
    index = opened()
    index.add([story(1), story(1, 1), story(1, 2)])
    index.split("1-2", who="Ada")
    index.never_merge("1-0", "1-1", who="Ada", why="two matches")

    assert members(index) == set()
    index.add(story(1, 3))
    assert all(
        not {"1-0", "1-1"} <= group and not {"1-2", "1-0"} <= group and not {"1-2", "1-1"} <= group for group in members(index)
    )
    index.remove("1-1")
    index.add(story(1, 1))
    assert all(not {"1-0", "1-1"} <= group for group in members(index))
    assert [decision.kind for decision in index.decisions()] == ["split", "never_merge"]
    assert all(decision.engine is not None and decision.engine > 0.9 for decision in index.decisions())


def test_decisions_that_contradict_each_other_are_refused(opened):
    """What an earlier decision keeps apart cannot be confirmed, not even around a corner, until that one is taken back."""
    index = opened()
    index.add([story(1), story(2), story(3)])
    index.confirm("1-0", "2-0", who="Ada")
    index.never_merge("1-0", "3-0", who="Ada")

    with pytest.raises(StoreError, match="must not contradict an earlier one"):
        index.confirm("2-0", "3-0", who="Bo")
    with pytest.raises(StoreError, match="must be about two articles"):
        index.confirm("2-0", "2-0", who="Bo")
    with pytest.raises(StoreError, match="must be in the index, was: nowhere"):
        index.confirm("2-0", "nowhere", who="Bo")
    with pytest.raises(StoreError, match="must name who made it"):
        index.confirm("2-0", "1-0", who="")
    assert len(index.decisions()) == 2


def test_an_editor_chooses_the_lead(opened):
    """The lead that an editor chose stays when the cluster grows."""
    index = opened()
    index.add([story(1), story(1, 1)])
    other = next(name for name in ("1-0", "1-1") if name != index.clusters()[0].cluster.lead_id)
    index.lead(other, who="Ada")
    index.add(story(1, 2))

    assert index.clusters()[0].cluster.lead_id == other
    assert [change.article_ids for change in index.changes() if change.kind == "lead-changed"] == [(other,)]


def test_changes_are_told_in_order_and_once_a_cursor(opened):
    """Whoever reads on from the last cursor sees each change exactly once, in whatever portions."""
    index = opened()
    for number in range(3):
        index.add([story(number), story(number, 1)])
        index.add(story(number, 2))
    everything = index.changes()
    read, after = [], 0
    while part := index.changes(after, limit=2):
        read += part
        after = part[-1].cursor

    assert tuple(read) == everything
    assert [change.kind for change in everything if change.kind != "lead-changed"] == ["created", "grown"] * 3
    assert len({change.cursor for change in everything}) == len(everything)


def test_replacing_keeps_the_history_and_the_cluster(opened):
    """A new version under an old id is compared anew; what stood there is kept."""
    index = opened()
    index.add([story(1), story(1, 1)])
    (name,) = ids(index).values()
    index.replace(story(1, 2, id="1-1"))

    assert ids(index) == {frozenset({"1-0", "1-1"}): name}
    assert [article.text for article in index.get("1-1").earlier] == [story(1, 1).text]
    index.replace(story(5, id="1-1"))
    assert ids(index) == {}
    assert len(index.get("1-1").earlier) == 2
    assert index.get("1-1").article.text == story(5).text
    with pytest.raises(StoreError, match="must be in the index, was: 9-9"):
        index.replace(story(1, id="9-9"))
    assert index.verify() == ()


def test_a_window_of_days_and_expiry_bound_what_is_compared_and_kept(opened):
    """Articles further apart than the window do not find each other; expired ones are gone."""
    index = opened(days_apart=3)
    index.add([story(1, published="2026-03-01"), story(1, 1, published="2026-03-03")])

    assert [match.other_id for match in index.match(story(1, 2, published="2026-03-06"))] == ["1-1"]
    assert index.add(story(1, 3, published="2026-03-20")) == ()
    assert index.expire(before="2026-03-03") == 1
    assert "1-0" not in index
    assert index.verify() == ()


def test_questions_are_narrowed_to_outlets_and_collections(opened):
    """A desk may ask about its own wires only."""
    index = opened()
    index.add(story(1, outlet="Herald"), collection="wire")
    index.add(story(1, 1, outlet="Post"), collection="own")

    assert [match.other_id for match in index.match(story(1, 2), outlets=["Post"])] == ["1-1"]
    assert [match.other_id for match in index.match(story(1, 2), collections=["wire"])] == ["1-0"]
    assert len(index.clusters(collections=["own"])) == 1
    assert index.clusters(outlets=["Nobody"]) == ()
    assert index.get("1-0").collection == "wire"


def test_clusters_since_a_time_are_those_that_changed_since(opened, clock):
    """A pipeline that looks once an hour sees what the hour brought."""
    index = opened()
    index.add([story(1), story(1, 1)])
    clock.now += 3600
    index.add([story(2), story(2, 1)])

    assert [set(one.cluster.member_ids) for one in index.clusters(since="2026-03-02T12:30:00")] == [{"2-0", "2-1"}]
    assert len(index.clusters(since="2026-03-02")) == 2
    with pytest.raises(StoreError, match="must be an ISO 8601 date"):
        index.clusters(since="yesterday")


def test_a_clock_that_runs_backwards_is_refused_and_one_set_right_is_followed(opened, clock):
    """A jump back by an hour is an error that changes nothing; by a minute it is taken as standing still."""
    index = opened()
    index.add(story(1))
    clock.now -= 60
    index.add(story(2))
    clock.now -= 3600
    with pytest.raises(StoreError, match="the clock must not run backwards"):
        index.add(story(3))

    assert len(index) == 2
    assert index.get("2-0").added == index.get("1-0").added


def test_an_article_without_a_text_is_refused_or_told(opened):
    """Without a callback an article too short to judge is an error, and nothing of its batch is kept; with one it is left out."""
    index = opened()
    empty = Article(id="empty", text=" ")
    with pytest.raises(StoreError, match="must hold a text to be compared, but empty"):
        index.add([story(1), empty])
    assert len(index) == 0
    skipped = []
    index.add([story(1), empty], on_skip=skipped.append)
    assert ([one.path for one in skipped], len(index)) == (["empty"], 1)


def test_a_rebuilt_index_gives_the_answer_of_a_scan(opened):
    """After a rebuild clusters and probabilities are those of a scan, ids stay, and decisions hold."""
    index = opened()
    for article in ARTICLES:
        index.add(article)
    index.never_merge("4-0", "4-1", who="Ada")
    before = ids(index)
    index.rebuild()

    assert ids(index) == before
    assert members(index) == scanned(ARTICLES) - {frozenset({"4-0", "4-1"})}
    result = find_clusters(ARTICLES, settings=WORDING)
    expected = {(pair.left_id, pair.right_id): pair.probability for pair in result.pairs if pair.left_id != "4-0"}
    assert {(pair.left_id, pair.right_id): pair.probability for pair in index.pairs()} == pytest.approx(expected)
    assert index.verify() == ()


def framed_stories() -> list[Article]:
    """Six unlike articles with one block under each."""
    about = (
        "Velmora Group runs harbours, mills and a museum of rope in four countries and has done so since 1911 without a break."
    )
    return [Article(id=f"release-{number}", text=f"{story(number).text}\n\n{about}", language="en") for number in range(20, 26)]


def test_a_frame_is_learned_as_it_comes_and_cut_from_earlier_carriers(opened):
    """A block under five unlike articles is cut from all of them, from those too that came before it was known."""
    framed = framed_stories()
    index = opened()
    for article in framed:
        index.add(article)

    assert all(index.get(article.id).article.text == article.text for article in framed)
    assert members(index) == set()
    wrapped = index.export()
    assert sum(record["kind"] == "article" for record in wrapped) == 6


def test_an_index_without_clusters_has_no_fault(opened):
    """Articles that stand alone are members of nothing."""
    index = opened()
    assert index.verify() == ()
    index.add([story(1), story(2)])
    assert index.verify() == ()


def test_a_frame_that_is_none_any_more_is_a_part_of_the_body_again_after_a_rebuild(opened):
    """Of six carriers two stay; what once led to the frame in them leads to it again, and once only."""
    framed = framed_stories()
    index = opened()
    for article in framed:
        index.add(article)
    index.remove([article.id for article in framed[:4]])
    index.rebuild()

    assert index.verify() == ()
    assert index.match(replace(framed[4], id="again"))[0].relation == "identical"


def test_an_index_opened_to_be_read_refuses_changes(opened, address, clock):
    """A reader asks, and cannot change anything."""
    index = opened()
    index.add([story(1), story(1, 1)])
    reader = opened(read_only=True)

    assert members(reader) == members(index)
    assert len(reader.match(story(1, 2))) == 2
    with pytest.raises(StoreError):
        reader.add(story(2))
    assert len(index) == 2


def test_what_is_changed_while_pairs_are_read_is_kept(opened):
    """A decision made between two pairs holds though the rest is never read; while an export is read, a change is refused."""
    index = opened()
    index.add([story(number, version) for number in (1, 2) for version in (0, 1)])
    for pair in index.pairs():
        index.never_merge(pair.left_id, pair.right_id, who="Ada")
        break
    exported = index.export()
    next(exported)
    with pytest.raises(StoreError, match="by a thread that is reading an export"):
        index.remove("1-0")
    held = sum(record["kind"] == "article" for record in exported)

    assert [one.kind for one in index.decisions()] == ["never_merge"]
    assert len(members(index)) == 1
    assert held == 4
    assert index.remove("1-0") == 1


def test_what_cannot_be_kept_or_asked_is_an_error_that_changes_nothing(opened):
    """A day that is none, an id that is no text and a decision taken back by nobody are refused; a batch may leave an id out."""
    index = opened()
    index.add([story(1), story(1, 1)])
    decision = index.confirm("1-0", "1-1", who="Ada")
    odd = story(2, id="caf\udce9.txt")
    skipped = []
    for refused in (
        lambda: index.expire(before="yesterday"),
        lambda: index.add([story(3), odd]),
        lambda: index.match(odd),
        lambda: index.revoke(decision, who=""),
    ):
        with pytest.raises(StoreError):
            refused()
    index.add([story(3), odd], on_skip=skipped.append)

    assert [one.reason[:34] for one in skipped] == ["an id must be Unicode text to be k"]
    assert (len(index), len(index.decisions())) == (3, 1)


def test_other_settings_than_those_of_the_index_are_refused(opened, address):
    """An index is asked as it was filled."""
    opened().close()
    with pytest.raises(StoreError, match="translations of this index is False, was: True"):
        opened(settings=Settings())
    with pytest.raises(StoreError, match="days_apart of this index is None, was: 3"):
        opened(days_apart=3)
    closed = opened(settings=None)
    closed.close()
    with pytest.raises(StoreError, match="must be open to be used, was: closed"):
        len(closed)


def test_web_workers_await_the_same_answers(address, clock):
    """Each method is awaited, and gives what the other face gives."""

    async def work() -> tuple[object, ...]:
        async with await AsyncIndex.open(address, settings=WORDING, clock=clock) as index:
            await index.add([story(1), story(1, 1)])
            matches, clusters = await asyncio.gather(index.match(story(1, 2)), index.clusters())
            with pytest.raises(AttributeError):
                index.nothing  # noqa: B018
            await index.close()
            await index.close()
            with pytest.raises(StoreError, match="was: closed"):
                await index.clusters()
            return len(matches), len(clusters)

    assert asyncio.run(work()) == (2, 1)
