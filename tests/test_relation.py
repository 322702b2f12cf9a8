"""From evidence to a probability: bounded, monotone, the same from both sides; and what the relation is called."""

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_by_hand import prepared

from detector.datatypes import PreparedArticle, Relation, Segment, Wrapper
from detector.pipeline import draw_candidates
from detector.settings import Settings
from detector.similarity.evidence import Batch, EvidenceTable, collect_evidence, with_rivals
from detector.similarity.relation import (
    MAX_LEAD,
    RIVAL_FEATURES,
    BoostedTrees,
    NamedPairs,
    features_of,
    has_translation_sign,
    have_one_body,
    judge,
    judge_alone,
    kinds_of_comparison,
    load_models,
    name_relations,
    score,
)

NAMES_RELATIONS = {"rendering"}
"""Models that name a relation: what they weigh speaks neither for nor against a pair."""
JUDGES = sorted(set(load_models()) - NAMES_RELATIONS)
ENCODERS = ("use", "e5")
SHARES = st.floats(0.0, 1.0)
NEWS = ("opening_words_left", "opening_words_right", "title_words_left", "title_words_right")
OWN_WORDS = ("own_word_left", "own_word_right")
CONFLICTS = ("headline_conflict", "datelines_apart")
MAY_BE_ABSENT = {"title", "numbers", "names", "accord", "days_apart", *NEWS, *OWN_WORDS, *CONFLICTS}


def is_against(feature: str) -> bool:
    """Tell which features speak against a pair, the more the stronger; the shipped ones say so in their names."""
    return feature.endswith("_conflict")


def is_free(feature: str) -> bool:
    """Tell which features may weigh either way: whether there is anything to compare, and what templates have in common too."""
    return feature.startswith("has_") or feature == "same"


@st.composite
def tables(draw, count: int = 4) -> EvidenceTable:
    """Draw evidence of any kind: every share from 0 to 1, some of it absent."""

    def column(name: str) -> np.ndarray:
        values = draw(st.lists(SHARES, min_size=count, max_size=count))
        if name in MAY_BE_ABSENT:
            values = [float("nan") if draw(st.booleans()) else value for value in values]
        return np.array(values)

    columns = {field.name: column(field.name) for field in fields(EvidenceTable)}
    columns["pairs"] = np.stack([np.zeros(count, dtype=np.intp), np.arange(1, count + 1)], axis=1)
    columns["space"] = np.array(draw(st.lists(st.integers(-1, 1), min_size=count, max_size=count)), dtype=np.intp)
    columns["is_one_language"] = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)), dtype=np.bool_)
    columns["length_ratio"] = np.array(draw(st.lists(st.floats(0.05, 20.0), min_size=count, max_size=count)))
    columns["n_numbers"] = np.array(draw(st.lists(st.floats(0.0, 30.0), min_size=count, max_size=count)))
    return EvidenceTable(**columns)


def mirrored(table: EvidenceTable) -> EvidenceTable:
    """Give the same evidence with left called right."""
    sides = {field.name for field in fields(table) if field.name.endswith(("_left", "_right"))}
    other = {
        name: name.removesuffix("_left") + "_right" if name.endswith("_left") else name.removesuffix("_right") + "_left"
        for name in sides
    }
    return replace(table, length_ratio=1.0 / table.length_ratio, **{name: getattr(table, other[name]) for name in sides})


@settings(deadline=None)
@given(tables())
def test_a_probability_is_between_0_and_1_and_neither(table):
    """However the evidence stands, nothing is certain, with rivals and without."""
    for probabilities in (judge(table, ENCODERS), judge_alone(table, ENCODERS)):
        assert (probabilities > 0.0).all()
        assert (probabilities < 1.0).all()


@settings(deadline=None)
@given(tables())
def test_a_score_is_a_share(table):
    """The similarity of two texts is in [0, 1]."""
    assert (score(table) >= 0.0).all()
    assert (score(table) <= 1.0).all()


@pytest.mark.parametrize("name", JUDGES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_more_agreement_never_makes_a_pair_less_probable(name, data):
    """Raise any one feature and leave the others: the odds do not fall, but for those that speak against a pair."""
    model = load_models()[name]
    before = {feature: data.draw(SHARES, label=feature) for feature in model.features}
    raised = data.draw(st.sampled_from([feature for feature in model.features if not is_free(feature)]))
    after = before | {raised: before[raised] + data.draw(SHARES)}
    odds = [float(model.log_odds({feature: np.array([value]) for feature, value in row.items()})[0]) for row in (before, after)]

    assert (odds[1] <= odds[0] + 1e-9) if is_against(raised) else (odds[1] >= odds[0] - 1e-9)


@pytest.mark.parametrize("name", JUDGES)
def test_a_perfect_pair_is_probable_and_one_with_nothing_in_common_is_not(name):
    """Full agreement in everything is a version, and none in anything is not."""
    features = load_models()[name].features
    full = {feature: np.array([0.0 if is_against(feature) else MAX_LEAD if feature == "lead" else 1.0]) for feature in features}
    none = {feature: np.array([1.0 if is_against(feature) or is_free(feature) else 0.0]) for feature in features}

    assert load_models()[name].log_odds(full)[0] > 0.0
    assert load_models()[name].log_odds(none)[0] < 0.0


@settings(deadline=None)
@given(tables())
def test_a_probability_does_not_depend_on_which_side_is_called_left(table):
    """The sides are told apart by length, and by nothing else."""
    table = table.take(np.abs(np.log(table.length_ratio)) > 1e-6)

    assert judge(mirrored(table), ENCODERS) == pytest.approx(judge(table, ENCODERS), abs=1e-9)


def test_features_do_not_depend_on_which_of_two_texts_of_one_length_is_called_left():
    """Where length tells nothing, the sides are not told apart by their names."""
    columns = {field.name: np.full(1, 0.5) for field in fields(EvidenceTable)}
    columns |= {"pairs": np.array([[0, 1]]), "length_ratio": np.ones(1), "coverage_left": np.full(1, 0.9)}
    table = EvidenceTable(**columns)

    assert features_of(mirrored(table)) == features_of(table)


@settings(deadline=None)
@given(tables())
def test_every_pair_is_judged_by_one_model(table):
    """The kinds of comparison part the rows between them, and each has a model of its own."""
    kinds = kinds_of_comparison(table, ENCODERS)
    rows = [row for part in kinds.values() for row in part.tolist()]

    assert sorted(rows) == list(range(len(table)))
    assert set(kinds) <= set(load_models())
    assert {f"{kind} alone" for kind in kinds} <= set(load_models())


def test_an_encoder_that_nobody_has_heard_of_is_judged_as_use():
    """A newsroom's own encoder needs no training of its own to begin with."""
    models = load_models()
    table = EvidenceTable(
        **{field.name: np.full(1, 0.5) for field in fields(EvidenceTable)}
        | {"pairs": np.array([[0, 1]]), "space": np.array([0]), "is_one_language": np.array([False])}
    )

    assert set(kinds_of_comparison(table, ("newsroom",))) == set(kinds_of_comparison(table, ("use",))) <= set(models)
    assert judge(table, ("newsroom",)) == judge(table, ("use",))


def test_no_pairs_have_no_probabilities():
    """An empty table is judged, and has nothing in it."""
    empty = EvidenceTable(
        **{field.name: np.zeros(0) for field in fields(EvidenceTable)} | {"pairs": np.empty((0, 2), dtype=np.intp)}
    )

    assert len(judge(empty, ENCODERS)) == len(score(empty)) == 0
    assert all(len(values) == 0 for values in features_of(empty).values())


FERRY = (
    "The ferry left Kavala at nine with 120 people on board.",
    "Two hours later it ran aground off Thasos in thick fog.",
    "Fishing boats brought everybody to land before noon.",
    "The owner has promised an inquiry into the accident.",
    "Divers from Drama will look at the hull on Saturday.",
)
OTHER = "Schools in the valley stay closed until Friday after a metre of snow."


def name_pair(
    left: PreparedArticle, right: PreparedArticle, probability: float = 0.95
) -> tuple[Batch, EvidenceTable, NamedPairs]:
    drawn = draw_candidates((left, right), Settings(translations=False))
    table = collect_evidence(drawn.batch, np.array([[0, 1]]), drawn.n_families)
    return drawn.batch, table, name_relations(drawn.batch, table, np.array([probability]), 0.5)


def relation_of(left: PreparedArticle, right: PreparedArticle, probability: float = 0.95) -> Relation | None:
    return name_pair(left, right, probability)[2].relations[0]


def test_the_same_text_is_identical_whatever_stands_above_it():
    """Bodies that are the same once normalised are identical."""
    assert relation_of(prepared("a", *FERRY, title="Ferry aground"), prepared("b", *FERRY)) is Relation.IDENTICAL


def test_a_light_edit_is_a_near_duplicate():
    """One word of forty changed is no new version."""
    edited = (FERRY[0].replace("120", "125"), *FERRY[1:])

    assert relation_of(prepared("a", *FERRY), prepared("b", *edited)) is Relation.NEAR_DUPLICATE


def test_the_short_side_of_an_excerpt_is_told():
    """The excerpt is the side that the other one contains."""
    whole, brief = prepared("a", *FERRY), prepared("b", *FERRY[:2])

    for pair, side in (((whole, brief), 1), ((brief, whole), 0)):
        named = name_pair(*pair)[2]
        assert named.relations == (Relation.EXCERPT,)
        assert named.excerpt_side.tolist() == [side]


def test_versions_in_two_languages_are_translations():
    """Whatever their wording, two languages make a translation."""
    russian = prepared("b", "Паром вышел из Кавалы в девять часов со 120 пассажирами на борту.", language="ru")

    assert relation_of(prepared("a", *FERRY), russian) is Relation.TRANSLATION


def test_an_improbable_pair_has_no_relation():
    """What is below the least probability is not named, where no vector says that it is near."""
    assert relation_of(prepared("a", *FERRY), prepared("b", OTHER, *FERRY[:1]), probability=0.49) is None


def table_of(*articles: PreparedArticle) -> EvidenceTable:
    """Give what is found of the first two articles of a folder."""
    drawn = draw_candidates(articles, Settings(translations=False))
    return collect_evidence(drawn.batch, np.array([[0, 1]]), drawn.n_families)


def news_of(*articles: PreparedArticle) -> dict[str, float]:
    """Give what the table says of the openings and titles of the first two articles of a folder."""
    table = table_of(*articles)
    return {name: float(getattr(table, name)[0]) for name in NEWS}


def test_other_news_over_the_same_words_about_the_sender_shows_in_the_opening():
    """What is new stands in the opening: an update has the first report's, another release has neither's."""
    first = prepared("a", *FERRY, title="Ferry aground off Thasos")
    update = prepared("b", "A helmsman was questioned on Monday.", *FERRY, title="Helmsman of Thasos ferry questioned")
    other = prepared("b", OTHER, *FERRY[3:], title="Schools stay closed")

    assert news_of(first, first)["opening_words_left"] == 1.0
    assert news_of(first, update)["opening_words_left"] == 1.0 > news_of(first, update)["opening_words_right"]
    assert news_of(first, other)["opening_words_left"] < 0.6
    assert news_of(first, other)["title_words_right"] == 0.0 < news_of(first, update)["title_words_right"]


def test_a_rare_word_of_an_opening_weighs_more_than_one_that_stands_everywhere():
    """A name that two texts do not share tells them apart the better; one of the usual words of their language hardly does."""
    first = prepared("a", "Mirabel opens the fair in Drama on Friday.")
    other_name = prepared("b", "Anselm opens the fair in Drama on Friday.")
    other_word = prepared("b", "Mirabel opens a fair in Drama on Friday.")

    assert news_of(first, other_name)["opening_words_left"] < news_of(first, other_word)["opening_words_left"] < 1.0


def test_a_headline_in_another_language_is_not_asked_for_its_words():
    """What a translator left untranslated says nothing of whose news it is."""
    headline = Segment(text="Паром сел на мель у Тасоса", start=0, end=26, language="ru", paragraph=-1)
    foreign = prepared("a", *FERRY)
    foreign = replace(foreign, segments=(headline, *foreign.segments))

    assert np.isnan(news_of(foreign, prepared("b", *FERRY, title="Ferry aground off Thasos"))["title_words_left"])


def test_openings_are_not_compared_across_languages_nor_titles_that_are_not_there():
    """What cannot be compared is absent, and no sign of anything."""
    russian = prepared("b", "Паром вышел из Кавалы в девять часов со 120 пассажирами на борту.", language="ru")

    assert all(np.isnan(value) for value in news_of(prepared("a", *FERRY), russian).values())
    assert np.isnan(news_of(prepared("a", *FERRY, title="Ferry"), prepared("b", *FERRY))["title_words_right"])


def test_a_pair_with_a_release_is_judged_as_releases():
    """One sign on one side is enough: a sender's words about itself are what a template is made of; news is judged as news."""
    release = prepared("a", *FERRY, "About Kavala Lines")
    table = table_of(release, prepared("b", OTHER))

    assert table.releases[0] == 1.0
    assert set(kinds_of_comparison(table, ("use",))) == {"wording between releases"}
    assert table_of(prepared("a", *FERRY), prepared("b", *FERRY)).releases[0] == 0.0


ADDRESS = "Kavala Lines, 12 Harbour Road, call the press desk in the mornings."


@pytest.mark.parametrize(
    ("bodies", "headlines", "expected"),
    [
        ((ADDRESS, ADDRESS), ("Spring timetable on film", "Three captains remember"), (True, False)),
        ((ADDRESS, ADDRESS), ("Three captains remember", "Three captains remember"), (True, True)),
        ((ADDRESS, ADDRESS), ("", "Three captains remember"), (True, True)),
        ((" ".join([*FERRY, OTHER] * 2),) * 2, ("Spring timetable on film", "Three captains remember"), (True, True)),
        ((ADDRESS, OTHER), ("Spring timetable on film", "Three captains remember"), (False, None)),
    ],
)
def test_a_senders_address_is_no_article(bodies, headlines, expected):
    """Two films whose pages hold one address and no text are not identical; nor does a short text need other headlines to be."""
    left, right = (prepared(id, body, title=title) for id, body, title in zip("ab", bodies, headlines, strict=True))
    drawn = draw_candidates((left, right), Settings(translations=False))
    table = collect_evidence(drawn.batch, np.array([[0, 1]]), drawn.n_families)
    is_one, is_article = have_one_body(drawn.batch, table)

    assert (is_one[0], is_article[0] if is_one[0] else None) == expected


@pytest.mark.parametrize("kept", range(6))
def test_only_an_excerpt_has_a_side(kept):
    """However much of an article another one keeps, it has a side if, and only if, it is called an excerpt."""
    named = name_pair(prepared("a", *FERRY), prepared("b", OTHER, *FERRY[:kept]))[2]

    assert (named.excerpt_side[0] >= 0) == (named.relations[0] is Relation.EXCERPT)
    assert 0.0 <= named.wording[0] <= 1.0
    assert 0.0 <= named.verbatim[0] <= 1.0


def test_a_notice_or_a_foreign_headline_is_a_sign_of_translation():
    """A translation notice and a headline left in another language tell; a credit does not."""
    foreign = prepared("a", *FERRY)
    headline = prepared("t", "Паром сел на мель у Тасоса", language="ru").segments[0]

    assert has_translation_sign(replace(foreign, segments=(replace(headline, paragraph=-1), *foreign.segments)))
    assert has_translation_sign(prepared("a", *FERRY, wrapper=Wrapper(kind="translation")))
    assert not has_translation_sign(prepared("a", *FERRY, wrapper=Wrapper(kind="syndication")))
    assert not has_translation_sign(prepared("a", *FERRY, title="Ferry aground"))


def test_the_shipped_models_are_whole():
    """Every model knows features that are made, and each judge has its like without rivals."""
    made: Mapping[str, np.ndarray] = features_of(
        EvidenceTable(**{field.name: np.ones(1) for field in fields(EvidenceTable)} | {"pairs": np.array([[0, 1]])})
    )

    for name in JUDGES:
        assert set(load_models()[name].features) <= set(made), name
        assert name.endswith(" alone") or f"{name} alone" in JUDGES
        assert bool(RIVAL_FEATURES & set(load_models()[name].features)) is not name.endswith(" alone"), name


def make_table(pairs: list[tuple[int, int]]) -> EvidenceTable:
    """Make a table of pairs of one length of which nothing was found."""
    columns = {field.name: np.zeros(len(pairs)) for field in fields(EvidenceTable)}
    return EvidenceTable(**columns | {"pairs": np.array(pairs), "length_ratio": np.ones(len(pairs))})


def test_the_strongest_rival_is_found_by_score_and_by_probability():
    """Of the other counterparts in that language the one of most score and the one most probable count, each for itself."""
    table = make_table([(0, 1), (0, 2), (0, 3), (0, 4)])
    found = with_rivals(
        table, np.array([0.9, 0.7, 0.6, 0.8]), np.array([0.95, 0.1, 0.3, 0.4]), np.array(["en", "de", "de", "de", "fr"])
    )

    assert found.rival.tolist() == [0.7, 0.9, 0.9, 0.0]
    assert found.rival_alone.tolist() == [0.3, 0.95, 0.95, 0.0]
    assert found.alone.tolist() == [0.95, 0.1, 0.3, 0.4]
    assert features_of(found)["edge"] == pytest.approx([MAX_LEAD, -0.85, -0.65, 0.4])


def test_a_version_of_the_counterpart_is_no_rival():
    """Two German versions of one article do not compete for the English one."""
    table = make_table([(0, 1), (0, 2), (1, 2)])
    found = with_rivals(table, np.full(3, 0.9), np.full(3, 0.9), np.array(["en", "de", "de"]))

    assert found.rival.tolist() == found.rival_alone.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("left", "right", "is_one"),
    [
        (
            ("hr", "Trajekt je isplovio iz Splita u devet sati sa putnicima"),
            ("sr", "Trajekt je isplovio iz Splita u devet časova sa ljudima"),
            True,
        ),
        (("hr", "Trajekt je isplovio iz Splita u devet sati"), ("sr", "Трајект је испловио из Сплита у девет часова"), False),
        (
            ("hr", "Trajekt je isplovio iz Splita u devet sati"),
            ("sl", "Trajekt je odplul iz Splita ob devetih zjutraj s potniki"),
            False,
        ),
    ],
)
def test_standards_of_one_language_are_compared_word_by_word_where_they_share_words(left, right, is_one):
    """Croatian and Serbian are one language in one script; in two they share no word, and Slovene is another."""
    articles = tuple(prepared(name, text, language=language) for name, (language, text) in zip("ab", (left, right), strict=True))
    drawn = draw_candidates(articles, Settings(translations=False))

    assert collect_evidence(drawn.batch, np.array([[0, 1]]), drawn.n_families).is_one_language.tolist() == [is_one]


@pytest.mark.parametrize("name", [name for name, model in load_models().items() if isinstance(model, BoostedTrees)])
def test_trees_walked_all_at_once_add_up_as_one_by_one(name):
    """Log-odds are the intercept and each tree's leaf, added in their order, to the last digit and for any number of rows."""
    model = load_models()[name]
    draw = np.random.default_rng(0)
    features = {feature: draw.random(50).round(2) for feature in model.features}
    expected = []
    for row in range(50):
        total = model.intercept
        for tree in model.trees:
            place = 0
            while tree[place][0] >= 0:
                feature, bound, low, high, _ = tree[place]
                place = low if features[model.features[feature]][row] <= bound else high
            total += tree[place][4]
        expected.append(total)

    assert model.log_odds(features).tolist() == expected
    assert model.log_odds({feature: values[:1] for feature, values in features.items()}).tolist() == expected[:1]
