"""A judged pair as an editor reads it: the facts that differ, and the reasons in words."""

import numpy as np
import pytest
from made_by_hand import prepared

from detector.datatypes import AlignedPassage, PreparedArticle, RelatedPair, Relation, Wrapper
from detector.pipeline import draw_candidates
from detector.settings import Settings
from detector.similarity.contrast import Contrast
from detector.similarity.evidence import collect_evidence
from detector.similarity.explanation import Explainer

FERRY = (
    "The ferry left Kavala at nine with 120 people on board.",
    "Two hours later it ran aground off Thasos in thick fog.",
    "Fishing boats brought everybody to land before noon.",
    "The owner has promised an inquiry.",
)
OTHER = "Schools in the valley stay closed until Friday after a metre of snow."


def explainer_of(left: PreparedArticle, right: PreparedArticle, probability: float = 0.95) -> Explainer:
    drawn = draw_candidates((left, right), Settings(translations=False))
    table = collect_evidence(drawn.batch, np.array([[0, 1]]), drawn.n_families)
    probabilities = np.array([probability])
    return Explainer(drawn.batch, table, probabilities, 0.5)


def facts_between(left: PreparedArticle, right: PreparedArticle) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare two articles of as many sentences each, sentence by sentence, as a translation is aligned."""
    wording = 0.8 if left.language == right.language else 0.0
    both = zip(range(len(left.segments)), range(len(right.segments)), strict=True)
    passages = [AlignedPassage(left=(row,), right=(other,), similarity=0.9, wording=wording) for row, other in both]
    differences = Contrast((left, right)).between(0, 1, passages, is_one_language=left.language == right.language)
    return differences.numbers, differences.names


def explained(left: PreparedArticle, right: PreparedArticle, probability: float = 0.95) -> RelatedPair:
    return explainer_of(left, right, probability).explain(0)


def test_20_against_200_differ_in_one_language():
    """A nought too many is a correction that an editor must see."""
    numbers, names = facts_between(prepared("a", "The fund has 20 members."), prepared("b", "The fund has 200 members."))

    assert numbers == ("20 ≠ 200",)
    assert names == ()


@pytest.mark.parametrize("other", ["Le barrage retient 1,5 million de tonnes.", "Le barrage retient 1 500 000 tonnes."])
def test_one_number_in_two_conventions_does_not_differ_across_languages(other):
    """A million and a half with its noughts is a million and a half in words."""
    numbers, _ = facts_between(prepared("a", "The dam holds 1,500,000 tonnes."), prepared("b", other, language="fr"))

    assert numbers == ()


def test_a_number_that_a_translation_got_wrong_is_shown():
    """Digits that changed places differ in every convention."""
    numbers, _ = facts_between(
        prepared("a", "The dam holds 290 tonnes."), prepared("b", "Le barrage retient 209 tonnes.", language="fr")
    )

    assert numbers == ("290 ≠ 209",)


def test_a_number_that_stands_elsewhere_on_the_other_side_does_not_differ():
    """Facts that were moved to another sentence are still there."""
    left = prepared("a", "The ferry had 120 people aboard.", "It sank near the coast.")
    right = prepared("b", "The ferry had people aboard.", "It sank near the coast, and 120 swam.")

    assert facts_between(left, right)[0] == ()


def test_a_number_alone_says_on_which_side_it_stands():
    """Where the other side has none in its place, the editor reads which side to look at."""
    left, right = prepared("a", "The ferry had 120 people aboard."), prepared("b", "The ferry had many people aboard.")

    assert facts_between(left, right)[0] == ("120 (left only)",)
    assert facts_between(right, left)[0] == ("120 (right only)",)


def test_a_small_number_alone_is_one_that_the_other_side_spells_out():
    """Three and 3 are one fact."""
    left, right = prepared("a", "The crew of 3 was saved."), prepared("b", "The crew of three was saved.")

    assert facts_between(left, right)[0] == ()


def test_names_that_differ_are_shown_left_against_right():
    """A corrected name is shown beside the one that it replaces, and a name that both have is not."""
    left = prepared("a", "Yesterday Marta Kovac of Lisbon was chosen.")
    right = prepared("b", "Yesterday Marta Silva of Lisbon was chosen.")

    assert facts_between(left, right) == ((), ("Kovac ≠ Silva",))


def test_names_are_not_compared_across_languages():
    """How a name is spelled in another language is no difference of fact."""
    left = prepared("a", "Yesterday Marta Kovac of Lisbon was chosen.")
    right = prepared("b", "Gestern wurde Marta Kovač aus Lissabon gewählt.", language="de")

    assert facts_between(left, right)[1] == ()


def test_articles_with_the_same_facts_differ_in_none():
    """A copy has nothing to show."""
    assert facts_between(prepared("a", *FERRY), prepared("b", *FERRY)) == ((), ())


def test_an_explained_pair_shows_the_number_that_was_changed():
    """A correction is shown left against right, whichever side is called left."""
    wrong, right = prepared("a", *FERRY), prepared("b", FERRY[0].replace("120", "125"), *FERRY[1:])

    assert explained(wrong, right).evidence.differing_numbers == ("120 ≠ 125",)
    assert explained(right, wrong).evidence.differing_numbers == ("125 ≠ 120",)


def test_only_identical_articles_have_a_score_of_1():
    """A copy scores 1, and anything else less, whatever was found of it."""
    same, edited = prepared("b", *FERRY), prepared("c", FERRY[0].replace("nine", "ten"), *FERRY[1:])

    assert explained(prepared("a", *FERRY), same).score == 1.0
    assert explained(prepared("a", *FERRY), edited).score < 1.0


def test_a_pair_without_a_relation_is_called_related():
    """Whoever asks for two articles is told of them, improbable as they are."""
    pair = explained(prepared("a", *FERRY), prepared("b", OTHER), probability=0.01)

    assert pair.relation is Relation.RELATED
    assert pair.probability == 0.01
    assert pair.reasons


def test_reasons_are_sentences_for_an_editor():
    """Each reason is a line of words, none is said twice, and the notice is among them."""
    wrapper = Wrapper(kind="translation", language="ru")
    reasons = explained(prepared("a", *FERRY), prepared("b", *FERRY[:3], OTHER, wrapper=wrapper)).reasons

    assert "b carries a translation notice" in reasons
    assert len(set(reasons)) == len(reasons) >= 3
    assert all(reason and "\n" not in reason and "nan" not in reason and "_" not in reason for reason in reasons)
