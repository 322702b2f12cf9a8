"""How the shipped numbers are made: the fits against rules that are known, the articles that are made up, and the command."""

import csv
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from importlib import resources
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ngrams import NgramEncoder
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

import detector.similarity
from detector import find_clusters
from detector.datatypes import Article
from detector.errors import InputError
from detector.evaluation.gold import GoldArticle
from detector.similarity.background import load_background
from detector.similarity.relation import Logistic, load_models, probability_of
from detector.training import fit_logistic, fit_trees, fitting
from detector.training.__main__ import main
from detector.training.augmentation import Example, append_boilerplate, augment, cut_excerpts, fill_templates
from detector.training.backgrounds import make_background
from detector.training.fitting import N_FOLDS, Samples, cross_validate, fit_rendering, fit_samples
from detector.training.models import RELEASE_SOURCES
from detector.training.plan import PLAN, RELEASES, WORDING, BankPart, Part, Plan
from detector.training.tables import apply_judgements, fold_of, judged_examples, read_examples, read_judgements

NAMES = ("mutual", "numbers", "number_conflict", "has_numbers")
SEEDS = st.integers(0, 2**32 - 1)


def draw_features(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Draw shares in hundredths, and something that is there or not."""
    random = np.random.default_rng(seed)
    features = {name: random.integers(0, 101, count) / 100 for name in NAMES}
    return features | {"has_numbers": random.integers(0, 2, count).astype(np.float64)}


def draw_answers(log_odds: np.ndarray, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random(len(log_odds)) < probability_of(log_odds)


def rule(features: Mapping[str, np.ndarray]) -> np.ndarray:
    return 6.0 * features["mutual"] + 2.0 * features["numbers"] - 4.0 * features["number_conflict"] - 2.0


def samples(count: int, *, corpus: str = "one", seed: int = 0, answers: np.ndarray | None = None) -> Samples:
    features = draw_features(count, seed)
    told = draw_answers(rule(features), seed + 1) if answers is None else answers
    return Samples(corpus=corpus, features=features, answers=told, fold=np.arange(count) % N_FOLDS)


# The fits


def test_a_regression_recovers_the_rule_that_made_the_answers():
    """With pairs enough the weights are those by which the answers were drawn."""
    features = draw_features(40_000)
    model = fit_logistic(NAMES, features, draw_answers(rule(features)), np.ones(40_000))

    assert dict(zip(model.features, model.weights, strict=True)) == pytest.approx(
        {"mutual": 6.0, "numbers": 2.0, "number_conflict": -4.0, "has_numbers": 0.0}, abs=0.3
    )
    assert model.intercept == pytest.approx(-2.0, abs=0.2)
    assert model.means == pytest.approx([features[name].mean() for name in NAMES], abs=1e-3)


def test_trees_recover_the_rule_that_made_the_answers():
    """Trees know nothing of sums, and still give each pair about the probability by which its answer was drawn."""
    features = draw_features(20_000)
    model = fit_trees(NAMES, features, draw_answers(rule(features)), np.ones(20_000))

    unseen = draw_features(2_000, seed=7)
    errors = np.abs(probability_of(model.log_odds(unseen)) - probability_of(rule(unseen)))
    assert errors.mean() < 0.03


@pytest.mark.parametrize("fitter", [fit_logistic, fit_trees])
@settings(deadline=None, max_examples=3)
@given(seed=SEEDS)
def test_more_agreement_never_speaks_against_a_pair(fitter, seed):
    """Even answers that say the opposite cannot teach it: what tells an editor "more alike" must make a pair more probable."""
    features = draw_features(600, seed)
    answers = draw_answers(-rule(features), seed)
    model = fitter(NAMES, features, answers, np.ones(600))

    unseen = draw_features(50, seed + 1)
    for name, sign in (("mutual", 1.0), ("numbers", 1.0), ("number_conflict", -1.0)):
        found = [model.log_odds(unseen | {name: np.full(50, value)}) for value in np.linspace(0.0, 1.0, 9)]
        assert (sign * np.diff(found, axis=0) >= 0.0).all()


@pytest.mark.parametrize("seed", range(2))
def test_trees_as_plain_numbers_say_what_scikit_learn_says(seed):
    """What is shipped is the forest that was grown, but for the fifth decimal."""
    features = draw_features(3_000, seed)
    answers, weights = draw_answers(rule(features), seed), np.random.default_rng(seed).uniform(0.5, 2.0, 3_000)
    model = fit_trees(NAMES, features, answers, weights)
    forest = HistGradientBoostingClassifier(
        max_depth=fitting.TREE_DEPTH,
        max_iter=fitting.N_TREES,
        learning_rate=fitting.LEARNING_RATE,
        l2_regularization=fitting.TREE_RIDGE,
        min_samples_leaf=fitting.MIN_LEAF,
        monotonic_cst=[1, 1, -1, 0],
        early_stopping=False,
        random_state=0,
    )
    with threadpool_limits(limits=1):
        forest.fit(np.stack([features[name] for name in NAMES], axis=1), answers, sample_weight=weights / weights.mean())

    unseen = draw_features(500, seed + 100)
    expected = forest.decision_function(np.stack([unseen[name] for name in NAMES], axis=1))
    assert model.log_odds(unseen) == pytest.approx(expected, abs=1e-3)


def test_a_regression_of_names_may_weigh_either_way():
    """Nothing bounds what tells two renderings from a revision: here evenness does, and its opposite speaks against."""
    features = draw_features(5_000)
    model = fit_rendering(("mutual", "numbers"), features, features["mutual"] < features["numbers"], np.ones(5_000))

    assert model.weights[0] < 0.0 < model.weights[1]


def test_a_large_corpus_does_not_drown_a_small_one():
    """Of two corpora that say the opposite, the one a hundred times as large has ten times the weight."""
    weighed: dict[str, np.ndarray] = {}

    def remember(names: Sequence[str], features: object, answers: object, weights: np.ndarray) -> Logistic:
        weighed["weights"] = weights
        return Logistic(features=tuple(names), weights=(0.0,) * len(names), means=(0.0,) * len(names), intercept=0.0)

    fit_samples(remember, NAMES, [samples(30), samples(3_000)])

    assert weighed["weights"][30:].sum() == pytest.approx(10 * weighed["weights"][:30].sum())


def test_no_pair_is_judged_by_a_model_that_has_seen_its_fold():
    """A model that only counts the answers gives each fold the share in all the others."""

    def count(names: Sequence[str], features: object, answers: np.ndarray, weights: object) -> Logistic:
        share = answers.mean()
        weights_and_means = (0.0,) * len(names)
        return Logistic(
            features=tuple(names),
            weights=weights_and_means,
            means=weights_and_means,
            intercept=float(np.log(share / (1 - share))),
        )

    part = samples(80, answers=np.arange(80) % N_FOLDS < 2)
    (found,) = cross_validate(count, NAMES, [part])

    assert found == pytest.approx(np.where(part.answers, 1 / 3, 2 / 3))


@pytest.mark.parametrize("answers", [np.zeros(8, dtype=bool), np.ones(8, dtype=bool), np.zeros(0, dtype=bool)])
def test_pairs_of_one_answer_teach_nothing_and_that_is_said(answers):
    """A corpus without versions, or without anything else, is refused with a way out."""
    with pytest.raises(InputError, match=r"pairs of both answers .* add stories"):
        fit_samples(fit_logistic, NAMES, [samples(len(answers), answers=answers)])


# The articles that are made


CITIES = re.findall(
    r"\w+",
    "Aldova Berrin Castrol Dunmere Elsina Farrow Gandia Hellmark Ilvero Jarnow Kestrel Lomond Marvik Norwall Ostrava Palmera "
    "Quillon Rosario Selkirk Tarvin Ulster Valmora Westrum Xanten Yarrow Zelnik Ardmore Belcour Corvina Delmont Ermita Fontana "
    "Galway Harlem Ivanov Jutland Kalmar Lisboa Modena Nantes Orense Pomona Quebec Ragusa Siena Toledo Urbino Verona Wexford "
    "Zamora Almeria Bergamo Cordoba Durango Esposito Ferrara Granada Huelva",
)
THINGS = (
    ("bridge", "puente", "ponte", "crossing"),
    ("hospital", "hospital", "hospital", "clinic"),
    ("school", "escuela", "escola", "academy"),
    ("harbour", "puerto", "porto", "port"),
    ("library", "biblioteca", "biblioteca", "reading room"),
    ("stadium", "estadio", "estadio", "arena"),
    ("market", "mercado", "mercado", "bazaar"),
    ("theatre", "teatro", "teatro", "playhouse"),
    ("museum", "museo", "museu", "gallery"),
    ("railway", "ferrocarril", "ferrovia", "train line"),
)
SENTENCES = (
    (
        "The council of {city} decided on Monday to repair the {thing} near {other} for {number} dollars.",
        "El consejo de {city} decidió el lunes reparar el {thing} cerca de {other} por {number} dólares.",
        "O conselho de {city} decidiu na segunda-feira consertar o {thing} perto de {other} por {number} dólares.",
        "On Monday councillors in {city} voted {number} dollars so that the {thing} by {other} can be mended.",
    ),
    (
        "More than {number} people from {other} watched the opening of the {thing} in {city}.",
        "Más de {number} personas de {other} vieron la apertura del {thing} en {city}.",
        "Mais de {number} pessoas de {other} viram a abertura do {thing} em {city}.",
        "In {city} a crowd of over {number} that had come from {other} saw how the {thing} was opened.",
    ),
    (
        "The mayor of {city} said that the {thing} will close for {number} days after the storm in {other}.",
        "El alcalde de {city} dijo que el {thing} cerrará durante {number} días tras la tormenta en {other}.",
        "O prefeito de {city} disse que o {thing} fechará por {number} dias depois da tempestade em {other}.",
        "Because of the storm that hit {other}, {city} must do without its {thing} for {number} days, its mayor told us.",
    ),
    (
        "Engineers from {other} found {number} faults in the old {thing} of {city} last summer.",
        "Ingenieros de {other} hallaron {number} fallos en el viejo {thing} de {city} el verano pasado.",
        "Engenheiros de {other} acharam {number} falhas no velho {thing} de {city} no verão passado.",
        "Last summer experts sent by {other} listed {number} defects when they examined the ageing {thing} that {city} owns.",
    ),
)
GOODS = [
    first + second
    for first in re.findall("..", "bacodefigohujakelimonapo")
    for second in ("mato", "nepi", "rira", "sosu", "vuke")
]
"""What is said on a stall in any language; with them an article's words are too many to be counted on two hands."""
LANGUAGES = ("en", "es", "pt", "en")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What one sentence reports."""

    kind: int
    city: str
    other: str
    thing: int
    number: int
    goods: str

    def told(self, wording: int) -> str:
        sentence = SENTENCES[self.kind][wording].format(
            city=self.city, other=self.other, thing=THINGS[self.thing][wording], number=self.number
        )
        return f"{sentence[:-1]}: {self.goods}."


def draw_facts(random: np.random.Generator, count: int) -> list[Fact]:
    return [
        Fact(
            kind=int(random.integers(len(SENTENCES))),
            city=CITIES[random.integers(len(CITIES))],
            other=CITIES[random.integers(len(CITIES))],
            thing=int(random.integers(len(THINGS))),
            number=int(random.integers(10_000, 99_999)),
            goods=" ".join(GOODS[place] for place in random.integers(0, len(GOODS), 2)),
        )
        for _ in range(count)
    ]


def example(id: str, facts: Sequence[Fact], wording: int = 0, *, group: str | None = None, version: str = "") -> Example:
    sentences = [fact.told(wording) for fact in facts]
    return Example(
        article=Article(id=id, title=sentences[0], text="\n\n".join(sentences[1:])),
        gold=GoldArticle(id=id, group=group or id, version=version or LANGUAGES[wording], language=LANGUAGES[wording]),
    )


def draw_renderings(n_stories: int) -> list[Example]:
    """Draw stories in Spanish, Portuguese and two English renderings."""
    random = np.random.default_rng(3)
    stories = [draw_facts(random, 16) for _ in range(n_stories)]
    return [
        example(f"s{number:03}v{wording}", facts, wording, group=f"s{number:03}")
        for number, facts in enumerate(stories)
        for wording in range(4)
    ]


def draw_revisions(n_stories: int) -> list[Example]:
    """Draw stories in English that were rewritten: some sentences kept word for word, others dropped, others added."""
    random = np.random.default_rng(4)
    made: list[Example] = []
    for number in range(n_stories):
        facts, group = draw_facts(random, 12), f"r{number:03}"
        later = [fact for place, fact in enumerate(facts) if place % 3] + draw_facts(random, 4)
        made.append(example(f"{group}v1", facts, group=group, version="001"))
        made.append(example(f"{group}v2", later, group=group, version="002"))
    return made


@pytest.fixture(scope="module")
def stories() -> list[Example]:
    return draw_renderings(60)


def numbers_of(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def test_an_excerpt_says_what_its_source_says_and_less(stories):
    """Each of its paragraphs stands in its source, which it is a version of."""
    source_by_id = {one.article.id: one for one in stories}
    excerpts = list(cut_excerpts(stories, np.random.default_rng(0)))

    assert len(excerpts) > 10
    for excerpt in excerpts:
        source = source_by_id[excerpt.article.id.removesuffix("~x")]
        assert set(excerpt.article.text.split("\n\n")) < set(source.article.text.split("\n\n"))
        assert excerpt.gold.group == source.gold.group
        assert excerpt.article.title in ("", source.article.title)
        assert excerpt.is_made


def test_a_template_keeps_the_wording_of_its_source_and_none_of_its_numbers(stories):
    """All numbers are drawn anew, and most words stay; so it is a story of its own."""
    source_by_id = {one.article.id: one for one in stories}
    templates = list(fill_templates(stories, np.random.default_rng(0)))

    assert len(templates) > 10
    for template in templates:
        source = source_by_id[template.article.id.removesuffix("~t")]
        assert not numbers_of(template.article.text) & numbers_of(source.article.text)
        words = re.findall(r"\b[a-z]+\b", template.article.text)
        assert np.mean([word in source.article.text for word in words]) > 0.7
        assert template.gold.group not in {one.gold.group for one in stories}


def test_boilerplate_is_one_block_under_unlike_articles_that_stay_what_they_were(stories):
    """What is put under several articles comes from a third one, and no article changes its group."""
    source_by_id = {one.article.id: one for one in stories}
    made = list(append_boilerplate([one for one in stories if one.gold.language == "en"], np.random.default_rng(0)))
    articles_by_block: dict[str, set[str]] = {}
    for one in made:
        source = source_by_id[one.article.id.removesuffix("~b")]
        own = source.article.text[:1500]
        assert one.article.text.startswith(f"{own}\n\n")
        block = one.article.text.removeprefix(f"{own}\n\n")
        assert one.gold.group == source.gold.group
        assert block not in source.article.text
        assert any(block in third.article.text for third in stories)
        articles_by_block.setdefault(block, set()).add(one.gold.group)

    assert max(map(len, articles_by_block.values())) > 1


def test_a_seed_makes_the_same_articles_again(stories):
    """What is made does not depend on the process, and no two articles have one id."""
    made = augment(stories)

    assert made == augment(stories)
    assert len({one.article.id for one in (*stories, *made)}) == len(stories) + len(made)


def test_a_corpus_of_nothing_long_is_not_augmented():
    """Short articles hold no excerpt, no template and no block."""
    assert augment([example(f"a{number}", draw_facts(np.random.default_rng(number), 2)) for number in range(20)]) == ()


def test_all_versions_of_a_story_are_in_one_fold_and_a_template_of_it_need_not_be(stories):
    """The folds part stories, or events where the gold has them."""
    by_group: dict[str, set[int]] = {}
    for one in stories:
        by_group.setdefault(one.gold.group, set()).add(fold_of("stories", one))

    assert {len(folds) for folds in by_group.values()} == {1}
    assert set.union(*by_group.values()) == set(range(N_FOLDS))


# The backgrounds


def test_a_bank_takes_its_turn_from_each_language():
    """However many segments a language has, the bank holds as many of each, until one has no more."""
    random = np.random.default_rng(0)
    vectors = random.normal(size=(130, 8)).astype(np.float32)
    arrays = make_background(vectors, ["de"] * 100 + ["en"] * 30, n_bank=40)

    assert arrays["languages"].tolist() == ["de", "en"]
    assert arrays["means"].shape == (2, 8)
    assert arrays["bank"].shape == (40, 8)
    assert np.abs(arrays["bank"]).max() == 127


# The command


def write_corpus(folder: Path, examples: Sequence[Example]) -> None:
    folder.mkdir()
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for one in examples:
            file.write(json.dumps({"id": one.article.id, "title": one.article.title, "text": one.article.text}) + "\n")
    with (folder / "gold.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "group", "version", "language", "event"))
        table.writerows((one.gold.id, one.gold.group, one.gold.version, one.gold.language, one.gold.event) for one in examples)


TINY_PLAN = Plan(
    parts=(
        Part(corpus="renderings", encoders=("ngrams",), fits=("ngrams", WORDING), is_augmented=True),
        Part(corpus="revisions", encoders=("ngrams",), fits=("ngrams", WORDING)),
    ),
    renderings={"renderings": True, "revisions": False},
    banks={"ngrams": (BankPart(corpus="renderings", n_segments=60), BankPart(corpus="revisions", n_segments=40))},
)


@pytest.fixture(scope="module")
def tiny_corpora(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    write_corpus(folder / "renderings", draw_renderings(14))
    write_corpus(folder / "revisions", draw_revisions(16))
    return folder


def run(corpora: Path, output: Path, *options: str, plan: Plan = TINY_PLAN) -> int:
    return main([str(corpora), "--output", str(output), *options], plan=plan, encoders=[NgramEncoder()])


@dataclass(frozen=True, kw_only=True)
class Made:
    """What one run wrote and said."""

    folder: Path
    out: str
    err: str


@pytest.fixture(scope="module")
def made(tiny_corpora, tmp_path_factory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        assert run(tiny_corpora, folder) == 0
    return Made(folder=folder, out=out.getvalue(), err=err.getvalue())


def test_the_command_says_what_it_does_and_how_right_it_is(made):
    """Progress goes to one stream; to the other a table of each kind of comparison, and one of the clusters of each corpus."""
    kinds, held_out = made.out.split("\n\n")

    assert {line.split()[0] for line in kinds.splitlines()} == {"kind", "ngrams", "wording", "rendering"}
    rows = [line.split("|")[1].strip() for line in held_out.splitlines()]
    assert rows == ["held out", "---", "renderings", *(f"renderings {pair}" for pair in ("en-es", "en-pt", "es-pt")), "revisions"]
    assert all(float(line.split("|")[4]) > 0.9 for line in held_out.splitlines()[2:]), held_out
    assert "fitting ngrams" in made.err.splitlines()


def test_the_command_makes_what_the_program_reads(made, monkeypatch):
    """From two small corpora and a plug-in encoder come both kinds of files, and with them new stories are told apart."""
    files = resources.files
    for file in Path(detector.similarity.__path__[0]).glob("*.json"):
        if not (made.folder / file.name).exists():
            shutil.copy(file, made.folder)
    monkeypatch.setattr(resources, "files", lambda package: made.folder if package == "detector.similarity" else files(package))
    load_models.cache_clear()
    load_background.cache_clear()
    try:
        kinds = ("ngrams across languages", "ngrams in one language", "wording")
        assert set(load_models()) == {*kinds, *(f"{kind} alone" for kind in kinds), "rendering"}
        assert load_background("ngrams") is not None
        articles = [one.article for one in draw_renderings(18)[-16:]]
        found = find_clusters(articles, encoders=[NgramEncoder()])
        assert {frozenset(cluster.member_ids) for cluster in found.clusters} == {
            frozenset(article.id for article in articles[start : start + 4]) for start in range(0, 16, 4)
        }
    finally:
        load_models.cache_clear()
        load_background.cache_clear()


def test_the_command_makes_the_same_bytes_again(made, tiny_corpora, tmp_path):
    """Nothing that is shipped depends on the hour or the run; one kind of file can be made without the other."""
    file = Path("backgrounds") / "ngrams.npz"
    assert run(tiny_corpora, tmp_path, "--only", "backgrounds") == 0

    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")] == [file]
    assert (tmp_path / file).read_bytes() == (made.folder / file).read_bytes()


def test_a_model_is_the_same_whatever_else_is_fitted(made, tiny_corpora, tmp_path):
    """Fitted without the encoder's models, the others come out as they did beside them."""
    plan = replace(TINY_PLAN, parts=tuple(replace(part, fits=(WORDING,)) for part in TINY_PLAN.parts))
    assert run(tiny_corpora, tmp_path, "--only", "models", plan=plan) == 0

    again, before = (json.loads((folder / "models.json").read_text()) for folder in (tmp_path, made.folder))
    assert [path.name for path in tmp_path.iterdir()] == ["models.json"]
    assert again == {kind: before[kind] for kind in ("rendering", "wording", "wording alone")}


@pytest.mark.parametrize("output", ["", "occupied"])
def test_what_the_command_cannot_do_is_told_in_one_line(tiny_corpora, tmp_path, capsys, output):
    """A folder that is not there, or one that cannot be written, is no reason for a traceback."""
    (tmp_path / "occupied").write_text("a file")
    corpora = tiny_corpora if output else tmp_path / "nowhere"

    assert run(corpora, tmp_path / output, "--only", "backgrounds") == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("background of")]
    assert len(lines) == 1
    assert lines[0].startswith("detector.training: ")


def test_a_corpus_without_the_articles_of_its_gold_is_refused(tmp_path):
    """A version label that the gold does not know leaves nothing to learn from."""
    write_corpus(tmp_path / "corpus", draw_revisions(1))

    assert [one.article.id for one in read_examples(tmp_path / "corpus", frozenset({"002"}))] == ["r000v2"]
    with pytest.raises(InputError, match="articles that its gold"):
        read_examples(tmp_path / "corpus", frozenset({"003"}))


def test_judged_pairs_are_answers_and_chains_of_them_are_in_one_fold(tmp_path):
    """Where a corpus has no gold, only pairs that were read are certain; what they join is never in two folds."""
    write_corpus(tmp_path / "corpus", draw_revisions(4))
    ids = [one.article.id for one in read_examples(tmp_path / "corpus")][:4]
    judgements = {(ids[0], ids[1]): True, (ids[1], ids[2]): False}
    examples = judged_examples(tmp_path / "corpus", judgements)
    rows = {one.article.id: row for row, one in enumerate(examples)}
    pairs = np.array([[rows[ids[1]], rows[ids[0]]], [rows[ids[1]], rows[ids[2]]], [rows[ids[0]], rows[ids[2]]]])

    is_version, is_certain = apply_judgements(judgements, examples, pairs)
    assert is_version.tolist() == [True, False, False]
    assert is_certain.tolist() == [True, True, False]
    assert len({fold_of("corpus", examples[rows[id]]) for id in ids[:3]}) == 1
    assert len({one.gold.group for one in examples}) == len(examples) - 2


def test_the_judgements_that_are_shipped_can_be_read():
    """Every line names two articles and an answer, and both answers are there."""
    answers = [answer for part in PLAN.parts if part.judgements for answer in read_judgements(part.judgements).values()]

    assert {True, False} == set(answers)
    assert all(left < right for part in PLAN.parts if part.judgements for left, right in read_judgements(part.judgements))


def test_the_plan_learns_every_model_that_is_shipped():
    """The shipped kinds of comparison are those that the plan fits, with their encoders' backgrounds."""
    fits = {name for part in PLAN.parts for name in part.fits}
    encoders = fits - {WORDING, RELEASES}
    kinds = {WORDING} | {f"{name} {how}" for name in encoders for how in ("across languages", "in one language")}
    kinds |= {f"{name} between releases" for name in {WORDING} | RELEASE_SOURCES}

    assert set(load_models()) == kinds | {f"{kind} alone" for kind in kinds} | {"rendering"}
    assert set(PLAN.banks) == encoders
    assert all(load_background(name) is not None for name in PLAN.banks)
