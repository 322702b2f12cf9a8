"""Which of some versions the others were made from, and that nothing is said where nothing tells."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_by_hand import prepared

from detector.datatypes import DeclaredRelation, MissingOriginal, PreparedArticle, Relation, Wrapper
from detector.similarity.direction import Directions

NOTICE = Wrapper(kind="translation", region="Russian Federation", source="Fisheries Agency", language="ru")
TEXT = ("The ferry left at nine with 120 people on board.", "Nobody was hurt.")
FRENCH = ("Le bac est parti à neuf heures avec 120 personnes à bord.", "Personne n'a été blessé.")


def article(id: str, *, language: str = "en", wrapper: Wrapper | None = None, **fields: object) -> PreparedArticle:
    sentences = FRENCH if language == "fr" else TEXT
    made = prepared(id, *sentences, title="Ferry", language=language, wrapper=wrapper)
    return replace(made, article=replace(made.article, **fields))  # type: ignore[arg-type]


def told(
    left: PreparedArticle, right: PreparedArticle, *rendered: str, relation: Relation | None = None
) -> tuple[str | None, str]:
    """Give the original and the first reason, and make sure that the order of the two changes nothing."""
    one = Directions(rendered).of_pair(left, right, relation=relation)
    assert one == Directions(rendered).of_pair(right, left, relation=relation)
    assert (one.probability == 0.0) == (one.original_id is None)
    return one.original_id, one.reasons[0]


def test_two_texts_that_say_nothing_of_their_origin_are_not_told():
    """Neither length nor language nor the order in which they came is a sign."""
    longer = prepared("b", *TEXT, *TEXT, language="en")

    assert told(article("a"), longer) == (None, "nothing tells which came first")
    assert told(article("a"), article("b", language="fr")) == (None, "nothing tells which came first")


@pytest.mark.parametrize(
    ("copy", "reason"),
    [
        ({"wrapper": Wrapper(kind="syndication")}, "b carries a note of syndication"),
        ({"wrapper": Wrapper(kind="page", source="Via Harbour Gazette")}, "b credits Harbour Gazette, the outlet of a"),
        ({"credit": "HARBOUR GAZETTE / Coast Agency"}, "b credits Harbour Gazette, the outlet of a"),
        ({"published": "2026-03-04"}, "a is dated 2026-03-02, b 2026-03-04"),
        ({"relations": (DeclaredRelation(kind="dcterms:isVersionOf", target="a"),)}, "b declares dcterms:isVersionOf of a"),
        ({"url": "https://b.example/1", "canonical": "http://www.gazette.example/1/"}, "b gives the address of a as canonical"),
    ],
)
def test_what_an_article_says_of_its_origin_tells_the_other_as_the_original(copy, reason):
    """Each sign alone is enough, and is the reason that is given."""
    original = article("a", outlet="Harbour Gazette", published="2026-03-02", url="https://gazette.example/1")

    assert told(original, article("b", **copy)) == ("a", reason)


def test_a_relation_that_leads_onwards_makes_the_one_that_declares_it_the_original():
    """``workTranslation`` is said by the original of its translation."""
    original = article("b", relations=(DeclaredRelation(kind="workTranslation", target="urn:fr"),))

    assert told(original, article("a", language="fr", alternate_ids=("urn:fr",)))[0] == "b"


def test_of_two_versions_of_one_item_the_lower_number_is_the_original():
    """Version 10 comes after version 9; numbers of two items tell nothing."""
    nine = article("x9", version="9", alternate_ids=("urn:x",))

    assert told(nine, article("x10", version="10", alternate_ids=("urn:x",)))[0] == "x9"
    assert told(nine, article("y10", version="10", alternate_ids=("urn:y",)))[0] is None


def test_times_of_one_day_tell_only_if_both_are_known():
    """A day without its time may be before or after a time on that day; time zones are reckoned with."""
    day, morning = article("a", published="2026-03-02"), article("b", published="2026-03-02T08:00:00+00:00")
    eastern = article("c", published="2026-03-02T09:00:00+03:00")

    assert told(day, morning)[0] is None
    assert told(morning, eastern)[0] == "c"


def test_a_headline_left_in_the_originals_language_tells_the_rendering():
    """The English text under a Russian headline was made from the Russian one."""
    rendering = prepared("b", *TEXT, title="Паром сел на мель")
    rendering = replace(rendering, segments=(replace(rendering.segments[0], language="ru"), *rendering.segments[1:]))

    assert told(prepared("a", "Паром ушёл.", language="ru"), rendering) == ("a", "b has a headline in the language of a")


def test_a_translation_notice_tells_a_text_in_the_language_that_it_names():
    """A text in another language than the notice names, or in the rendering's own, may be a rendering too."""
    rendering = article("b", wrapper=NOTICE)

    assert told(prepared("a", "Паром ушёл.", language="ru"), rendering) == ("a", "b carries a translation notice")
    assert told(article("a", language="fr"), rendering)[0] is None
    assert told(article("a"), rendering)[0] is None


def test_of_two_translations_of_a_third_text_neither_is_the_original():
    """Where the original of the versions is known, or known to be missing, two others in two languages are not told."""
    dated = article("a", published="2026-03-02"), article("f", language="fr", published="2026-03-05")

    assert Directions().of_pair(*dated).original_id == "a"
    assert Directions().of_pair(*dated, original_id="x", is_elsewhere=True).original_id is None
    assert Directions().of_pair(*dated, is_elsewhere=True).reasons == ("both may be made from a third text",)
    assert Directions({"a"}).of_pair(article("a"), article("f", language="fr"), original_id="f").original_id == "f"
    assert Directions({"a"}).of_pair(article("a"), article("f", language="fr")).original_id is None


def test_signs_that_contradict_each_other_tell_nothing():
    """The earlier of two carries the note of a syndicate: then neither is named, and both signs are shown."""
    direction = Directions().of_pair(
        article("a", published="2026-03-02", wrapper=Wrapper(kind="syndication")), article("b", published="2026-03-05")
    )

    assert direction.original_id is None
    assert len(direction.reasons) == 3


def test_of_two_renderings_neither_is_the_original():
    """Two translations of one text were made from it, and not from each other; unless one says so."""
    dated = article("a", published="2026-03-02"), article("b", published="2026-03-05")

    assert told(*dated, relation=Relation.RETRANSLATION) == (None, "both are renderings of a text in another language")
    copy = article("b", relations=(DeclaredRelation(kind="isBasedOn", target="a"),))
    assert told(article("a"), copy, relation=Relation.RETRANSLATION)[0] == "a"


def test_a_credit_does_not_make_a_later_version_the_original_of_a_copy():
    """Who copied an agency's first report credits the agency, which has since sent another one."""
    update, copy = article("a", outlet="Northline Press"), article("b", credit="Northline Press")

    assert told(update, copy)[0] == "a"
    assert told(update, copy, relation=Relation.REVISION)[0] is None


def test_the_one_text_beside_several_renderings_is_the_original():
    """Two English renderings that share few words have a third text behind them: the French one."""
    members = [article("a"), article("b"), article("f", language="fr")]
    direction = Directions({"a", "b"}).of_versions(members)

    assert direction.original_id == "f"
    assert "a is one of several renderings in its language" in direction.reasons
    assert Directions({"a", "b"}).of_versions([*members, article("d", language="de")]).original_id is None


def test_an_original_that_is_not_there_is_not_sought_among_the_members():
    """Where a notice tells of an original elsewhere, the reason says so and no member is named."""
    missing = MissingOriginal(language="ru", reason="a carries a translation notice")
    direction = Directions().of_versions([article("a", wrapper=NOTICE), article("b")], missing)

    assert direction.original_id is None
    assert direction.reasons == ("the original is not here: a carries a translation notice",)


@given(st.permutations(range(5)), st.integers(0, 4))
def test_the_earliest_of_versions_is_told_whatever_their_order(order, copied):
    """Dates alone name the earliest; a member of the same day takes that back."""
    members = [article(f"m{day}", published=f"2026-03-0{day + 1}") for day in order]
    twin = article("twin", published=f"2026-03-0{copied + 1}")

    assert Directions().of_versions(members).original_id == "m0"
    assert (Directions().of_versions([*members, twin]).original_id is None) == (copied == 0)


def about_countries(id: str, language: str, *sentences: str) -> PreparedArticle:
    return prepared(id, *sentences, language=language)


FRENCH_NEWS = about_countries("f", "fr", "La France a fermé ses ports.", "La mer est calme.")
ENGLISH_NEWS = about_countries("e", "en", "France has closed its harbours.", "The sea is calm.")


def test_across_languages_the_text_about_its_own_country_is_the_original():
    """News of France in French and English was French, as long as nothing says otherwise."""
    direction = Directions().of_pair(FRENCH_NEWS, ENGLISH_NEWS)

    assert direction == Directions().of_pair(ENGLISH_NEWS, FRENCH_NEWS)
    assert direction.original_id == "f"
    assert 0.8 <= direction.probability <= 0.9
    assert direction.reasons == ("countries of the language of f are named twice, those of the other's never",)


def test_news_of_a_third_country_tells_no_direction():
    """Nor does news of both sides' countries, nor two texts in one language."""
    japan = [about_countries("f", "fr", "Le Japon dort."), about_countries("e", "en", "Japan sleeps.")]
    both = [about_countries("f", "fr", "France, Australie."), about_countries("e", "en", "France, Australia.")]
    one_language = [about_countries("f", "en", "France sleeps."), about_countries("e", "en", "France is asleep.")]

    for pair in (japan, both, one_language):
        assert Directions().of_pair(*pair).original_id is None


def test_a_name_explained_in_parentheses_tells_the_rendering():
    """The one that has the name in its running text was there first; with its country it is surer still."""
    chinese = about_countries("z", "zh", "加里·勃朗（Gary Brown）说，船已起航。")
    english = about_countries("e", "en", "The ship has sailed, said Gary Brown.")

    direction = Directions().of_pair(chinese, english)
    assert direction.original_id == "e"
    assert direction.reasons == ("z explains Gary Brown in parentheses, as e writes it",)
    abroad = about_countries("e", "en", "The ship has left Australia, said Gary Brown.")
    assert Directions().of_pair(chinese, abroad).probability > direction.probability


def test_of_two_renderings_beside_a_third_language_the_texts_tell_nothing():
    """A Korean and a Romanian rendering of one English text differ in what they explain, and neither was there first."""
    german = about_countries("d", "de", "Frankreich hat seine Häfen geschlossen.")

    assert Directions().of_pair(FRENCH_NEWS, german, are_alone=False).original_id is None
    assert Directions().of_pair(FRENCH_NEWS, german, are_alone=False, original_id="f").original_id == "f"
    assert Directions().of_versions([FRENCH_NEWS, german, ENGLISH_NEWS]).original_id == "f"


def test_among_many_languages_the_texts_tell_nothing():
    """News that went into six languages and more is about one of their countries too often for that to tell."""
    names = {"de": "Frankreich", "es": "Francia", "it": "Francia", "nl": "Frankrijk"}
    others = [about_countries(code, code, f"2026: {name}.") for code, name in names.items()]

    assert Directions().of_versions([FRENCH_NEWS, *others]).original_id == "f"
    assert Directions().of_versions([FRENCH_NEWS, ENGLISH_NEWS, *others]).original_id is None


def test_what_an_article_says_outweighs_what_it_is_about():
    """A translation notice on the text about its own country is believed; a date that contradicts leaves the question open."""
    noticed = replace(FRENCH_NEWS, wrapper=Wrapper(kind="translation", language="en"))
    dated = [
        replace(one, article=replace(one.article, published=f"2026-03-0{day}"))
        for one, day in ((FRENCH_NEWS, 4), (ENGLISH_NEWS, 2))
    ]

    assert Directions().of_pair(noticed, ENGLISH_NEWS).original_id == "e"
    assert Directions().of_pair(*dated).original_id is None
