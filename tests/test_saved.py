"""A saved result read back."""

import json
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_by_hand import COMPARISON, RESULT, WIRE, prepared

from detector.datatypes import AlignedPassage, Band, DetectionResult, Direction, Evidence, Reach, RelatedPair, Relation
from detector.errors import InvalidResultError
from detector.reporting.report import to_json
from detector.reporting.saved import from_json
from detector.settings import Settings

FULL = replace(
    RESULT,
    pairs=(
        *RESULT.pairs[:2],
        replace(
            RESULT.pairs[2],
            passages=COMPARISON.passages,
            band=Band.REVIEW,
            direction=Direction(original_id="state.txt", probability=0.98, reasons=("wire.txt carries a translation notice",)),
        ),
    ),
    contradicted=(RESULT.pairs[1],),
    clusters=(replace(RESULT.clusters[0], direction=Direction(original_id=None, probability=0.0)),),
    reach=MappingProxyType({"en": Reach.FULL, "ja": Reach.UNMEASURED}),
    cut_offs=MappingProxyType({Relation.IDENTICAL: 0.5, Relation.NEAR_DUPLICATE: 0.99}),
)

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
shares = st.floats(0.0, 1.0).map(lambda share: round(share, 4))


@st.composite
def results(draw: st.DrawFn) -> DetectionResult:
    """Draw two articles of any text, and what a pair of them may be."""
    left, right = (prepared(id, *draw(st.lists(words, min_size=1, max_size=3)), title=draw(words)) for id in ("a", "b"))
    rows = st.lists(st.integers(0, 1), max_size=2, unique=True).map(tuple)
    passages = st.builds(AlignedPassage, left=rows, right=rows, similarity=shares, wording=shares)
    pair = RelatedPair(
        left_id="a",
        right_id="b",
        relation=draw(st.sampled_from(Relation)),
        probability=draw(shares),
        score=draw(shares),
        evidence=Evidence(names=draw(st.none() | shares), differing_quotations=tuple(draw(st.lists(words, max_size=2)))),
        reasons=tuple(draw(st.lists(words, max_size=2))),
        passages=tuple(draw(st.lists(passages, max_size=3))),
        band=draw(st.none() | st.sampled_from(Band)),
        direction=draw(st.none() | st.builds(Direction, original_id=st.sampled_from(["a", None]), probability=shares)),
    )
    return replace(RESULT, articles=(left, right), pairs=(pair,), clusters=(), settings=Settings(lead="longest"))


def test_what_was_saved_is_what_is_read_back():
    """Every field of a result comes back but the timings; numbers as they were rounded."""
    read = from_json(to_json(FULL))

    assert to_json(read) == to_json(FULL)
    assert read.articles == FULL.articles
    assert read.pairs[2].passages == FULL.pairs[2].passages
    assert (read.clusters, read.skipped, read.settings) == (FULL.clusters, FULL.skipped[::-1], FULL.settings)
    assert (read.reach, read.cut_offs, read.timings) == (FULL.reach, FULL.cut_offs, ())


@settings(max_examples=30, deadline=None)
@given(results())
def test_writing_and_reading_back_changes_nothing(result):
    """Of whatever articles and pairs: the JSON of what was read back is the JSON, and the articles are the articles."""
    text = to_json(result)
    read = from_json(text)

    assert to_json(read) == text
    assert (read.articles, read.pairs) == (result.articles, result.pairs)


def test_a_segment_that_normalising_changed_comes_back_as_it_was_compared():
    """The text of a segment is kept where it is not the article's own at its place."""
    changed = replace(WIRE.segments[1], text="The ferry sailed at 9.")
    article = replace(WIRE, segments=(WIRE.segments[0], changed, WIRE.segments[2]))

    assert from_json(to_json(replace(RESULT, articles=(*RESULT.articles[:3], article)))).articles[3] == article


def test_fields_of_a_later_version_are_passed_over():
    """A field that is new leaves the schema as it is, wherever it stands."""
    saved = json.loads(to_json(FULL))
    for place in (saved, saved["settings"], saved["articles"][0], saved["pairs"][2]["evidence"], saved["clusters"][0]):
        place["invented_later"] = [1]

    assert to_json(from_json(json.dumps(saved))) == to_json(FULL)


def broken(path: str, value: object) -> str:
    saved = json.loads(to_json(FULL))
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = saved
    for part in parents:
        place = place[part]
    place[last] = value
    return json.dumps(saved)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "whole JSON, but breaks off or is none at line 1"),
        (to_json(FULL)[:3000], "whole JSON, but breaks off"),
        ("[" * 100_000, "cannot be read"),
        ("[]", "must be what scan --json wrote"),
        ('{"schema_version": 1}', "must be what scan --json wrote"),
        (broken("schema_version", 2), "schema_version must be 1, was: 2"),
        (broken("pairs.2.probability", "0.9"), r"pairs\[2\] .* in probability: float must stand there, was: '0.9'"),
        (broken("pairs.2.probability", 1.5), r"pairs\[2\] .* must be in \[0, 1\]"),
        (broken("pairs.2.score", float("nan")), "NaN|cannot be read"),
        (broken("pairs.0.relation", ["related"]), r"pairs\[0\] .* Relation must stand there"),
        (broken("pairs.0.evidence", None), r"pairs\[0\] .* an object must stand there"),
        (broken("pairs.1.right", "nobody"), r"pairs\[1\] .* names an article that is not there: nobody"),
        (broken("pairs.2.passages.0.left", [99]), r"pairs\[2\] .* segments that state.txt has not"),
        (broken("articles.0.id", "wire.txt"), "ids of the articles .* must differ"),
        (broken("articles.0.segments.0.end", 999), r"articles\[0\] .* lies outside of its text"),
        (broken("articles.0.segments", []), r"articles\[0\] .* no segments"),
        (broken("articles.0.published", "yesterday"), r"articles\[0\] .* ISO 8601"),
        (broken("articles.3.wrapper.passages.0.end", -1), r"articles\[3\] .* cut passage"),
        (broken("clusters.0.lead", "quake.jsonl/7"), r"clusters\[0\] .* no member"),
        (broken("clusters.0.members", {}), r"clusters\[0\] .* a list must stand there"),
        (broken("pairs", {}), "pairs of a saved result must be a list"),
        (broken("settings.min_probability", 7), "min_probability must be in"),
        (broken("cut_offs", {"twin": 1}), "settings of a saved result must hold, but 'twin'"),
    ],
)
def test_a_file_that_is_no_result_is_refused_in_one_line(text, message):
    """Cut off, of a newer schema, or with a part that does not hold: the error names the part, and nothing else comes of it."""
    with pytest.raises(InvalidResultError, match=message) as refused:
        from_json(text)
    assert "\n" not in str(refused.value)


def test_a_result_saved_without_texts_is_refused_with_the_way_out():
    """Results of detectors that did not save the texts cannot be opened: scan again."""
    saved = json.loads(to_json(FULL))
    del saved["articles"][0]["text"]

    with pytest.raises(InvalidResultError, match="no text: an earlier detector wrote it; scan again"):
        from_json(json.dumps(saved))
