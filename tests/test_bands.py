"""What an editor may do with a pair."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import prepared, related

from detector import compare
from detector.datatypes import Article, Band, Relation
from detector.settings import Settings
from detector.similarity.bands import SAFE_RELATIONS, Bands, find_cut_offs

NOTICE = (
    "The swimming bath in Tarn Street opens again on {day} at {hour} o'clock, the town council said.",
    "Its roof was mended for {cost} euros, and {posts} posts of oak now carry it.",
    "Children under {age} pay nothing in the first week, according to Councillor Ruth Ashby.",
    "The café beside the bath stays closed until its kitchen has been painted in {month}.",
)
FACTS = {"day": "6 May", "month": "January", "hour": "9", "cost": "84,000", "posts": "seven", "age": "12"}
OTHERS = {"day": "7 May", "month": "October", "hour": "8", "cost": "94,000", "posts": "nine", "age": "14"}

WITHOUT = Settings(translations=False)


def notice(id: str, facts: dict[str, str], **changes: str) -> Article:
    text = "\n\n".join(NOTICE).format(**facts)
    for old, new in changes.items():
        text = text.replace(old, new)
    return Article(id=id, text=text, title="Tarn Street bath opens again")


def test_a_copy_with_another_comma_is_safe_to_hide():
    """Nothing is lost with one of two texts that differ in a mark of punctuation."""
    pair = compare(notice("a", FACTS), notice("b", FACTS, euros="euros and"), settings=WITHOUT).pair

    assert pair.relation is Relation.NEAR_DUPLICATE
    assert pair.band is Band.SAFE_TO_HIDE


@pytest.mark.parametrize("fact", FACTS)
def test_a_correction_of_a_number_is_never_safe_to_hide(fact):
    """
    However alike the two are: a day, an hour, a sum, a number of one digit or spelled out must be looked at.

    So must a number that changes to one that stands elsewhere in the text, as seven does here to nine.
    """
    pair = compare(notice("a", FACTS), notice("b", {**FACTS, fact: OTHERS[fact]}), settings=WITHOUT).pair

    assert pair.relation is Relation.NEAR_DUPLICATE
    assert pair.band is Band.REVIEW


@pytest.mark.parametrize(
    "last", ["The bath opens on 6 May.", "The bath opens on Saturday.", "The bath has 40 seats and 40 lamps."]
)
def test_figures_are_counted_in_what_either_side_has_more_of(last):
    """A sentence that one of two texts has twice gives its figures once more."""
    bath = "The bath opens on 6 May, a Saturday, with 40 seats and 40 lamps."
    pair = related("a", "b", Relation.NEAR_DUPLICATE, probability=1.0)
    bands = Bands(find_cut_offs(0.9))

    assert bands.of_pair(pair, prepared("a", bath, last, last), prepared("b", bath, last)) is Band.REVIEW
    assert bands.of_pair(pair, prepared("a", last, bath), prepared("b", bath, last)) is Band.SAFE_TO_HIDE


@given(st.sampled_from(Relation), st.floats(0.0, 1.0), st.floats(0.5, 0.9999), st.booleans(), st.booleans())
def test_only_what_is_sure_and_adds_nothing_is_safe_to_hide(relation, probability, precision, has_number, has_name):
    """The stated precision is a bound for each pair; a differing fact or a relation that adds something forbids it."""
    pair = related("a", "b", relation, probability=probability)
    numbers, names = ("3 ≠ 4",) * has_number, ("Ashby ≠ Ashbee",) * has_name
    pair = replace(pair, evidence=replace(pair.evidence, differing_numbers=numbers, differing_names=names))
    sides = prepared("a", "Ruth Ashby swam."), prepared("b", "Ruth Ashbee swam.")
    band = Bands(find_cut_offs(precision)).of_pair(pair, *sides)

    assert (band is Band.RELATED) == (relation is Relation.RELATED)
    if band is Band.SAFE_TO_HIDE:
        assert relation in SAFE_RELATIONS
        assert probability >= precision
        assert not has_number
        assert not has_name or relation is Relation.IDENTICAL
    # What is safe at a precision is safe at every lower one.
    if Bands(find_cut_offs(min(precision + 0.01, 0.9999))).of_pair(pair, *sides) is Band.SAFE_TO_HIDE:
        assert band is Band.SAFE_TO_HIDE
