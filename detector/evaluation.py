"""
Evaluation: how right a run is over a corpus whose answers are known.

In: a folder of articles with ``gold.csv``, or what a run found and the gold. Out: an ``Evaluation``. Two articles of one
``group`` of the gold are versions of one article, two of different groups are not, whatever their ``event``. Pairs are counted
from tables of how many articles each group has in each cluster, never one by one: 8,162 articles make 33 million of them.
"""

from __future__ import annotations

import csv
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import xxhash
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.metrics import adjusted_rand_score, brier_score_loss

from detector.datatypes import Article, DetectionResult, Relation, SkippedFile
from detector.errors import InputError, SettingsError, SourceNotFoundError
from detector.ingestion.read import read
from detector.measures import (
    WORST_AT_MOST,
    AtLeast,
    BCubed,
    Calibration,
    Chosen,
    ClusterCounts,
    Evaluation,
    LanguageMeasures,
    LanguageMistake,
    LanguagePairMeasures,
    Mistake,
    MistakeKind,
    MistakenArticle,
    Mistakes,
    NameCount,
    NameMeasures,
    PairCounts,
    ReliabilityBin,
)
from detector.pipeline import Audit, audit
from detector.settings import Settings

logger = logging.getLogger(__name__)

Labels = NDArray[np.intp]
"""A number for each article; articles of one number belong together. *Shape:* ``(n_articles,)``"""
Progress = Callable[[str, int, int], None]

GOLD_FILE = "gold.csv"
GOLD_COLUMNS = ("id", "group", "version", "language", "event")
"""Every ``gold.csv`` has these; ``relations`` may be a sixth."""
_COLUMNS = f"the columns {', '.join(GOLD_COLUMNS)}"
ARTICLE_FILES = ("articles.jsonl", "articles.jsonl.gz")
"""Where one of these is in a corpus, it holds the articles; else every file of the folder is read."""

N_BINS = 10
"""Bins of the reliability table, each 0.1 wide."""
SURE_PROBABILITIES = (0.9, 0.99)
"""Probabilities from which on the precision is told, besides the least one that is reported."""
_TITLE_CHARACTERS = 80

_SHORT_CODES = (
    "aar:aa abk:ab afr:af aka:ak amh:am ara:ar arg:an asm:as ava:av aym:ay aze:az bak:ba bam:bm bel:be ben:bn bis:bi "
    "bod:bo bos:bs bre:br bul:bg cat:ca ces:cs cha:ch che:ce chv:cv cor:kw cos:co cym:cy dan:da deu:de div:dv dzo:dz "
    "ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fry:fy ful:ff gla:gd gle:ga glg:gl "
    "glv:gv grn:gn guj:gu hat:ht hau:ha heb:he her:hz hin:hi hrv:hr hun:hu hye:hy ibo:ig ido:io iii:ii iku:iu ina:ia "
    "ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky "
    "kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mah:mh mal:ml "
    "mar:mr mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nor:no "
    "nya:ny oci:oc oji:oj ori:or orm:om oss:os pan:pa pol:pl por:pt pus:ps que:qu roh:rm ron:ro run:rn rus:ru sag:sg "
    "san:sa sin:si slk:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss sun:su "
    "swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw "
    "uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu "
    "arb:ar ary:ar arz:ar mey:ar azj:az cmn:zh yue:zh ekk:et pes:fa prs:fa fuc:ff fuv:ff khk:mn kmr:ku lvs:lv nb:no nn:no nob:no "
    "nno:no npi:ne ory:or pbt:ps plt:mg swh:sw uzn:uz zsm:ms fil:tl"
)
"""The code that detector tells a language by, for codes of three letters and for the members of macrolanguages (the last 24).

Source: ISO 639-3 code tables (SIL International), columns Id and Part1, and its macrolanguage mappings. Filipino, the standard
form of Tagalog, is ``tl`` to both language identifiers.
"""
_CODE_BY_LONG_CODE = dict(entry.split(":") for entry in _SHORT_CODES.split())

_RENDERINGS = frozenset({"src", "ref", "hyp"})
_REWORDED = (Relation.IDENTICAL, Relation.NEAR_DUPLICATE, Relation.RETRANSLATION)
_REWORKED = (Relation.IDENTICAL, Relation.NEAR_DUPLICATE, Relation.REVISION, Relation.EXCERPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """What is known of one article: a row of ``gold.csv``."""

    id: str
    group: str
    """Articles of one group are versions of one article."""
    version: str = ""
    """Which version it is; see ``expected_relations`` for the labels that mean something."""
    language: str = ""
    """A language code (BCP 47, with an ISO 639 code of two or three letters), or empty where it is not known."""
    event: str = ""
    """What it reports, where several groups report it, or empty."""
    relations: Mapping[str, Relation] = field(default_factory=lambda: MappingProxyType({}))
    """How it is related to other articles, by id, where the gold says so."""


def evaluate_corpus(
    folder: str | Path,
    *,
    settings: Settings | None = None,
    languages: Sequence[str] = (),
    sample: int | None = None,
    n_worst: int = WORST_AT_MOST,
    progress: Progress | None = None,
    jobs: int | None = None,
    cache: str | Path | None = None,
) -> Evaluation:
    """
    Find the versions in a corpus and measure how right that is.

    Args:
        folder: Holds ``gold.csv``, and the articles in ``articles.jsonl``, ``articles.jsonl.gz`` or files of their own.
        settings: What the run may be told.
        languages: Only articles whose language in the gold is one of these: ``zh`` is every Chinese, ``zho-TW`` that one only.
        sample: Only this many groups, drawn by a hash of their names, so that each run draws the same. At least 1.
        n_worst: How many mistakes of each kind are kept. At least 0.
        progress: Told of each stage.
        jobs: How many processes work at once, at least 1, all cores' worth if ``None``.
        cache: A folder in which the vectors of segments are kept for another run; none if ``None``.

    Raises:
        SourceNotFoundError: If the folder does not exist.
        InputError: If there is no ``gold.csv`` in it, a row there cannot be used, or no article is left to measure.
        SettingsError: If ``sample``, ``n_worst`` or ``jobs`` is out of its range.
        CacheError: If the cache cannot be written.
        EncoderError: If an encoder that the languages need is not installed.
    """
    if sample is not None and sample < 1:
        raise SettingsError(f"sample must be at least 1, was: {sample}")
    if n_worst < 0:
        raise SettingsError(f"errors must be at least 0, was: {n_worst}")
    settings = settings or Settings()
    root = Path(folder)
    gold = read_gold(root)
    chosen = choose(gold, languages, sample)
    known, wanted = {row.id for row in gold}, {row.id for row in chosen}
    unread: list[SkippedFile] = []
    articles: dict[str, Article] = {}
    n_without_gold = 0
    for n_read, article in enumerate(read(*_article_sources(root), settings=settings, on_skip=unread.append)):
        if progress is not None and n_read % 100 == 0:
            progress("read", n_read, 0)
        n_without_gold += article.id not in known
        if article.id in articles:
            logger.warning("an id must be unique in a corpus, was there twice: %s; the later article was left out", article.id)
        elif article.id in wanted:
            # Its path becomes its id, so that it can be told which article was skipped.
            articles[article.id] = replace(article, path=article.id)
    if not articles:
        raise InputError(f"a corpus must hold articles that its {GOLD_FILE} names, was: none of {len(chosen):,} in {folder}")
    found = audit(articles.values(), settings=settings, progress=progress, jobs=jobs, cache=cache)
    # A file that could not be read is known by its path, if that is the id of its article; of a record, nothing is known.
    skipped = [one for one in unread if one.path in wanted] + list(found.result.skipped)
    present = articles.keys() | {one.path for one in skipped}
    measured = [row for row in chosen if row.id in present]
    return evaluate(
        measured,
        articles,
        found,
        chosen=Chosen(
            corpus=root.resolve().name,
            languages=tuple(languages),
            sample=sample,
            n_gold=len(gold),
            n_gold_groups=len({row.group for row in gold}),
            n_articles=len(measured),
            n_groups=len({row.group for row in measured}),
            n_languages=len({row.language for row in measured if row.language}),
            n_events=len({row.event for row in measured if row.event}),
            missing_ids=tuple(sorted(row.id for row in chosen if row.id not in present)),
            n_without_gold=n_without_gold,
            skipped=tuple(sorted(skipped, key=lambda one: one.path)),
            unread=tuple(one for one in unread if one.path not in wanted and one.path != GOLD_FILE),
        ),
        n_worst=n_worst,
    )


def _article_sources(folder: Path) -> list[Path]:
    return [folder / name for name in ARTICLE_FILES if (folder / name).is_file()] or [folder]


def read_gold(folder: Path) -> tuple[GoldArticle, ...]:
    """
    Read the gold of a corpus, in order of id.

    Raises:
        SourceNotFoundError: If the folder does not exist.
        InputError: If it holds no ``gold.csv``, or that lacks a column, or a row there cannot be used.
    """
    if not folder.exists():
        raise SourceNotFoundError(str(folder))
    path = folder / GOLD_FILE
    if not path.is_file():
        raise InputError(f"a corpus must be a folder with {GOLD_FILE} in it, was: {folder} without; write one with {_COLUMNS}")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            lacking = [column for column in GOLD_COLUMNS if column not in (reader.fieldnames or ())]
            if lacking:
                raise InputError(f"{path} must have {_COLUMNS}, was without {', '.join(lacking)}; add it to the first line")
            gold: dict[str, GoldArticle] = {}
            for row in reader:
                article = _gold_article(row, f"{path}, line {reader.line_num}")
                if article.id in gold:
                    raise InputError(f"{path}, line {reader.line_num}: an id must be there once, was there before: {article.id}")
                gold[article.id] = article
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} must be a table of comma-separated values in UTF-8, was not: {error}") from error
    if not gold:
        raise InputError(f"{path} must have a line for each article, was: none below its first line")
    for article in gold.values():
        for other in article.relations.keys() - gold.keys():
            raise InputError(f"{path}: a relation of {article.id} must name an article of the gold, was: {other}")
    return tuple(gold[id] for id in sorted(gold))


def _gold_article(row: Mapping[str, str | None], place: str) -> GoldArticle:
    cells = {column: (row[column] or "").strip() for column in GOLD_COLUMNS}
    for column in ("id", "group"):
        if not cells[column]:
            raise InputError(f"{place}: the {column} must not be empty; an article without versions is a group of its own")
    relations: dict[str, Relation] = {}
    for entry in (row.get("relations") or "").split():
        other, _, name = entry.rpartition(":")
        try:
            relations[other] = Relation(name)
        except ValueError as error:
            names = ", ".join(relation.value for relation in Relation)
            raise InputError(f"{place}: a relation must be other_id:name with a name of {names}, was: {entry}") from error
    return GoldArticle(**cells, relations=MappingProxyType(relations))


def choose(gold: Sequence[GoldArticle], languages: Sequence[str] = (), sample: int | None = None) -> tuple[GoldArticle, ...]:
    """
    Choose the articles of some languages, and of these a sample of groups; ``evaluate_corpus`` says how.

    Raises:
        InputError: If a language is not in the gold.
    """
    spoken = {row.language for row in gold if row.language}
    for language in languages:
        if not any(_is_of_language(code, language) for code in spoken):
            raise InputError(
                f"languages must be some of the gold's, was: {language}; it has {', '.join(sorted(spoken)) or 'none'}"
            )
    if languages:
        gold = [row for row in gold if any(_is_of_language(row.language, language) for language in languages)]
    if sample is not None:
        groups = sorted({row.group for row in gold}, key=lambda group: (xxhash.xxh64_intdigest(group.encode()), group))
        drawn = set(groups[:sample])
        gold = [row for row in gold if row.group in drawn]
    return tuple(gold)


def _is_of_language(code: str, asked: str) -> bool:
    """Tell whether a code of the gold is what was asked for: itself, or without a region or script all that it includes."""
    return code.lower() == asked.lower() or ("-" not in asked and short_code(code) == short_code(asked))


def short_code(code: str) -> str:
    """Give the code by which detector tells a language, without region or script: ``deu`` and ``de-AT`` are ``de``."""
    base = code.partition("-")[0].lower()
    return _CODE_BY_LONG_CODE.get(base, base)


def expected_relations(left: GoldArticle, right: GoldArticle) -> tuple[Relation, ...]:
    """
    Tell every name that is right for two versions of one article.

    1. What the gold's ``relations`` say of the two.
    2. ``translation``, where their languages differ.
    3. Where both version labels tell that each is a rendering (``src:``, ``ref:`` or ``hyp:`` and a name, as in WMT; or the code
       of its language, with or without a further tag, as ``deu-ar`` or ``fra-CA``): ``retranslation``, or how near to each other
       the two happen to be, ``near_duplicate`` or ``identical``.
    4. Any other labels tell stages of one text (``001``, ``adv``): ``revision`` or ``excerpt``, or again ``near_duplicate`` or
       ``identical``.

    An unknown language is taken for the other side's.
    """
    told = left.relations.get(right.id) or right.relations.get(left.id)
    if told is not None:
        return (told,)
    if left.language and right.language and short_code(left.language) != short_code(right.language):
        return (Relation.TRANSLATION,)
    return _REWORDED if _is_rendering(left) and _is_rendering(right) else _REWORKED


def _is_rendering(article: GoldArticle) -> bool:
    kind, colon, _ = article.version.partition(":")
    if colon:
        return kind in _RENDERINGS
    return bool(article.language) and short_code(article.version) == short_code(article.language)


def evaluate(
    gold: Sequence[GoldArticle],
    articles: Mapping[str, Article],
    found: Audit,
    *,
    chosen: Chosen,
    n_worst: int = WORST_AT_MOST,
) -> Evaluation:
    """
    Measure what a run found against the gold.

    Args:
        gold: The articles that are measured, at least one. One that the run did not judge counts as found alone.
        articles: By id, as they were read; one that could not be read may be absent.
        found: What the run found over articles of the gold and no others.
        chosen: How the articles were chosen: handed on.
        n_worst: How many mistakes of each kind are kept.
    """
    result = found.result
    place_by_id = {row.id: place for place, row in enumerate(gold)}
    group = _number([row.group for row in gold])
    cluster = _clusters_of(gold, result)
    found_language = {article.id: article.language for article in result.articles}
    languages = [row.language or found_language.get(row.id, "") for row in gold]
    language = _number([short_code(code) for code in languages])
    # No event is nobody's: each article without one has one of its own.
    event = _number([f"event {row.event}" if row.event else f"alone {row.id}" for row in gold])
    pairs = count_pairs(group, cluster)
    in_one_language = count_pairs(group, cluster, language)
    place_by_row = np.array([place_by_id[article.id] for article in result.articles], dtype=np.intp)
    judged = place_by_row[found.pairs]
    return Evaluation(
        chosen=chosen,
        settings=result.settings,
        pairs=pairs,
        across_languages=PairCounts(
            n_true=pairs.n_true - in_one_language.n_true,
            n_found=pairs.n_found - in_one_language.n_found,
            n_right=pairs.n_right - in_one_language.n_right,
        ),
        in_one_language=in_one_language,
        bcubed=bcubed(group, cluster),
        adjusted_rand_index=float(adjusted_rand_score(group, cluster)),
        clusters=count_clusters(group, cluster, event),
        names=_measure_names(gold, place_by_id, result, pairs),
        calibration=calibrate(found.probabilities, group[judged[:, 0]] == group[judged[:, 1]], result.settings.min_probability),
        by_language=_by_language(group, cluster, languages),
        by_language_pair=_by_language_pair(group, cluster, languages),
        language_mistakes=_language_mistakes(gold, found_language),
        mistakes=_find_mistakes(gold, articles, found, group=group, cluster=cluster, judged=judged, n_worst=n_worst),
    )


def _number(names: Sequence[str]) -> Labels:
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.intp)


def _clusters_of(gold: Sequence[GoldArticle], result: DetectionResult) -> Labels:
    number_by_id = {id: number for number, cluster in enumerate(result.clusters) for id in cluster.member_ids}
    return np.array([number_by_id.get(row.id, len(result.clusters) + place) for place, row in enumerate(gold)], dtype=np.intp)


def _sizes(*labels: Labels) -> NDArray[np.int64]:
    """Give how many articles there are of each combination of labels."""
    return np.unique(np.stack(labels, axis=1), axis=0, return_counts=True)[1].astype(np.int64)


def _n_pairs(*labels: Labels) -> int:
    """Count the pairs of articles that agree in all labels."""
    sizes = _sizes(*labels)
    return int((sizes * (sizes - 1) // 2).sum())


def count_pairs(group: Labels, cluster: Labels, *within: Labels) -> PairCounts:
    """Count the pairs of one group, of one cluster, and of both; only those that also agree in the labels ``within``."""
    return PairCounts(
        n_true=_n_pairs(group, *within), n_found=_n_pairs(cluster, *within), n_right=_n_pairs(group, cluster, *within)
    )


def bcubed(group: Labels, cluster: Labels) -> BCubed:
    """
    Average over the articles what share of an article's cluster is of its group, and what share of its group is in its cluster.

    Source:
        Bagga & Baldwin (1998), Entity-based cross-document coreferencing using the vector space model; Amigó et al. (2009), A
        comparison of extrinsic clustering evaluation metrics based on formal constraints, equation 3.
    """
    cells, sizes = np.unique(np.stack([group, cluster], axis=1), axis=0, return_counts=True)
    squares = sizes.astype(np.float64) ** 2
    return BCubed(
        precision=float((squares / np.bincount(cluster)[cells[:, 1]]).sum() / len(group)),
        recall=float((squares / np.bincount(group)[cells[:, 0]]).sum() / len(group)),
    )


def count_clusters(group: Labels, cluster: Labels, event: Labels) -> ClusterCounts:
    """
    Count the clusters that hold several groups, and the groups that are in several clusters.

    Args:
        group: By the gold.
        cluster: As found; an article found alone has a number of its own.
        event: By the gold; an article without an event has a number of its own.
    """
    cells = np.unique(np.stack([cluster, group], axis=1), axis=0)
    groups_in, clusters_of = np.bincount(cells[:, 0]), np.bincount(cells[:, 1])
    n_in_cluster, n_in_group = np.bincount(cluster), np.bincount(group)
    of_event = np.unique(np.stack([cluster, event, group], axis=1), axis=0)
    clusters_with_event, groups_in_event = np.unique(of_event[:, :2], axis=0, return_counts=True)
    return ClusterCounts(
        n_clusters=int((n_in_cluster > 1).sum()),
        n_wrong_merges=int((groups_in > 1).sum()),
        n_wrongly_merged_articles=int(n_in_cluster[groups_in > 1].sum()),
        n_wrong_merges_in_event=len(np.unique(clusters_with_event[groups_in_event > 1, 0])),
        n_false_pairs_in_event=_n_pairs(cluster, event) - _n_pairs(cluster, event, group),
        n_pairs_in_event=_n_pairs(event) - _n_pairs(event, group),
        n_groups=int((n_in_group > 1).sum()),
        n_split_groups=int((clusters_of > 1).sum()),
    )


def calibrate(probabilities: NDArray[np.float64], is_true: NDArray[np.bool_], min_probability: float) -> Calibration:
    """
    Compare the probabilities of judged pairs with the truth.

    Args:
        probabilities: In [0, 1].

            *Shape:* ``(n_pairs,)``
        is_true: Whether the two are of one group.

            *Shape:* ``(n_pairs,)``
        min_probability: The least probability of a pair that is reported.

    Source:
        Brier (1950), Verification of forecasts expressed in terms of probability; the table: DeGroot & Fienberg (1983), The
        comparison and evaluation of forecasters.
    """
    bin_of = np.minimum((probabilities * N_BINS).astype(np.intp), N_BINS - 1)
    n_pairs = np.bincount(bin_of, minlength=N_BINS)
    n_true = np.bincount(bin_of, weights=is_true, minlength=N_BINS)
    total = np.bincount(bin_of, weights=probabilities, minlength=N_BINS)
    is_reported = probabilities >= min_probability
    return Calibration(
        n_pairs=len(probabilities),
        brier_score=_brier_score(is_true, probabilities),
        brier_score_reported=_brier_score(is_true[is_reported], probabilities[is_reported]),
        bins=tuple(
            ReliabilityBin(
                low=number / N_BINS,
                high=(number + 1) / N_BINS,
                n_pairs=int(n_pairs[number]),
                n_true=int(n_true[number]),
                mean_probability=float(total[number] / n_pairs[number]) if n_pairs[number] else None,
            )
            for number in range(N_BINS)
        ),
        at_least=tuple(
            AtLeast(
                probability=bound,
                n_pairs=int((probabilities >= bound).sum()),
                n_true=int((is_true & (probabilities >= bound)).sum()),
            )
            for bound in sorted({min_probability, *SURE_PROBABILITIES})
        ),
    )


def _brier_score(is_true: NDArray[np.bool_], probabilities: NDArray[np.float64]) -> float | None:
    return float(brier_score_loss(is_true, probabilities, pos_label=True)) if len(is_true) else None


def _measure_names(
    gold: Sequence[GoldArticle], place_by_id: Mapping[str, int], result: DetectionResult, pairs: PairCounts
) -> NameMeasures:
    counts: Counter[tuple[tuple[Relation, ...], Relation]] = Counter()
    cluster_by_id = {id: cluster.id for cluster in result.clusters for id in cluster.member_ids}
    n_clustered = 0
    for pair in result.pairs:
        left, right = gold[place_by_id[pair.left_id]], gold[place_by_id[pair.right_id]]
        if left.group == right.group and pair.relation.is_version:
            counts[expected_relations(left, right), pair.relation] += 1
            n_clustered += left.id in cluster_by_id and cluster_by_id[left.id] == cluster_by_id.get(right.id)
    ranked = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
    return NameMeasures(
        confusion=tuple(NameCount(expected=names, found=name, n_pairs=counts[names, name]) for names, name in ranked),
        n_unnamed=pairs.n_right - n_clustered,
    )


def _pairs_by_language(labels: Labels, languages: Labels) -> NDArray[np.int64]:
    """
    Count the pairs of one label for each two languages; those in one language stand on the diagonal.

    *Shape:* ``(n_languages, n_languages)``, symmetric.
    """
    _, rows = np.unique(labels, return_inverse=True)
    table = csr_array((np.ones(len(rows), dtype=np.int64), (rows, languages)))
    counts = np.asarray((table.T @ table).toarray(), dtype=np.int64)
    np.fill_diagonal(counts, (np.diag(counts) - np.bincount(languages)) // 2)
    return counts


def _count_by_language(group: Labels, cluster: Labels, languages: Labels) -> tuple[NDArray[np.int64], ...]:
    both = group * (int(cluster.max()) + 1) + cluster
    return tuple(_pairs_by_language(labels, languages) for labels in (group, cluster, both))


def _worst_first(pairs: PairCounts) -> tuple[float, int]:
    """Order by F1; what has no pairs at all comes last, and of equals the one with more pairs first."""
    return (2.0 if pairs.f1 is None else pairs.f1), -pairs.n_true


def _by_language(group: Labels, cluster: Labels, languages: Sequence[str]) -> tuple[LanguageMeasures, ...]:
    codes, number = np.unique(np.array(languages), return_inverse=True)
    n_true, n_found, n_right = (table.sum(axis=0) for table in _count_by_language(group, cluster, number))
    measured = [
        LanguageMeasures(
            language=str(code),
            n_articles=int(n_articles),
            pairs=PairCounts(n_true=int(n_true[row]), n_found=int(n_found[row]), n_right=int(n_right[row])),
        )
        for row, (code, n_articles) in enumerate(zip(codes, np.bincount(number), strict=True))
    ]
    return tuple(sorted(measured, key=lambda one: (*_worst_first(one.pairs), one.language)))


def _by_language_pair(group: Labels, cluster: Labels, languages: Sequence[str]) -> tuple[LanguagePairMeasures, ...]:
    codes, number = np.unique(np.array(languages), return_inverse=True)
    n_true, n_found, n_right = _count_by_language(group, cluster, number)
    measured = [
        LanguagePairMeasures(
            left_language=str(codes[left]),
            right_language=str(codes[right]),
            pairs=PairCounts(
                n_true=int(n_true[left, right]), n_found=int(n_found[left, right]), n_right=int(n_right[left, right])
            ),
        )
        for left, right in zip(*np.nonzero(np.triu(n_true + n_found)), strict=True)
    ]
    return tuple(sorted(measured, key=lambda one: (*_worst_first(one.pairs), one.left_language, one.right_language)))


def _language_mistakes(gold: Sequence[GoldArticle], found_language: Mapping[str, str]) -> tuple[LanguageMistake, ...]:
    counts = Counter(
        (row.language, found_language[row.id])
        for row in gold
        if row.language and row.id in found_language and short_code(row.language) != found_language[row.id]
    )
    ranked = sorted(counts, key=lambda pair: (-counts[pair], pair))
    return tuple(LanguageMistake(gold=told, found=seen, n_articles=counts[told, seen]) for told, seen in ranked)


def _find_mistakes(
    gold: Sequence[GoldArticle],
    articles: Mapping[str, Article],
    found: Audit,
    *,
    group: Labels,
    cluster: Labels,
    judged: NDArray[np.intp],
    n_worst: int,
) -> tuple[Mistakes, ...]:
    result = found.result
    language_by_id = {article.id: article.language for article in result.articles}
    reported = {(pair.left_id, pair.right_id): pair for pair in result.pairs if pair.relation.is_version}

    def side(row: GoldArticle) -> MistakenArticle:
        article = articles.get(row.id)
        title = article.title or " ".join(article.text[: 2 * _TITLE_CHARACTERS].split())[:_TITLE_CHARACTERS] if article else ""
        return MistakenArticle(
            id=row.id,
            title=title,
            group=row.group,
            version=row.version,
            language=row.language,
            found_language=language_by_id.get(row.id),
        )

    def mistake(kind: MistakeKind, split: _Split) -> Mistake:
        left, right = sorted((gold[split.left], gold[split.right]), key=lambda row: row.id)
        pair = reported.get((left.id, right.id))
        if pair is None and split.judged_row >= 0:
            pair = found.explain(split.judged_row)
        return Mistake(
            kind=kind,
            left=side(left),
            right=side(right),
            event=left.event if left.event == right.event else "",
            pair=pair,
            is_reported=(left.id, right.id) in reported,
            expected=expected_relations(left, right) if left.group == right.group else (),
            n_pairs=split.n_pairs,
        )

    merges, n_merges = _worst_splits(cluster, group, judged, found.probabilities, n_worst, is_surest_first=True)
    misses, n_misses = _worst_splits(group, cluster, judged, found.probabilities, n_worst, is_surest_first=False)
    place_by_id = {row.id: place for place, row in enumerate(gold)}
    apart, misnamed = [], []
    for (left_id, right_id), pair in sorted(reported.items(), key=lambda item: (-item[1].probability, item[0])):
        left, right = place_by_id[left_id], place_by_id[right_id]
        split = _Split(left=left, right=right, judged_row=-1, n_pairs=1)
        if group[left] != group[right]:
            if cluster[left] != cluster[right]:
                apart.append(split)
        elif pair.relation not in expected_relations(gold[left], gold[right]):
            misnamed.append(split)
    return tuple(
        Mistakes(kind=kind, n_all=n_all, worst=tuple(mistake(kind, split) for split in splits[:n_worst]))
        for kind, splits, n_all in (
            (MistakeKind.WRONG_MERGE, merges, n_merges),
            (MistakeKind.FALSE_PAIR, apart, len(apart)),
            (MistakeKind.MISSED, misses, n_misses),
            (MistakeKind.MISNAMED, misnamed, len(misnamed)),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """Two parts of one whole: two groups in a cluster, or two clusters of a group."""

    left: int
    right: int
    """Places in the gold of the most probable pair between the parts, or of their first articles where none was judged."""
    judged_row: int
    """Of that pair, or -1."""
    n_pairs: int
    """Pairs between the parts."""


def _worst_splits(
    whole: Labels,
    part: Labels,
    judged: NDArray[np.intp],
    probabilities: NDArray[np.float64],
    n_worst: int,
    *,
    is_surest_first: bool,
) -> tuple[list[_Split], int]:
    """
    Find the parts of each whole, two by two, by the most probable pair between them.

    Args:
        whole: What should be one, or was made one.
        part: What divides it.
        judged: Places of the judged pairs.

            *Shape:* ``(n_pairs, 2)``
        probabilities: Of the judged pairs.

            *Shape:* ``(n_pairs,)``
        n_worst: How many are given.
        is_surest_first: Whether the most probable come first, or the least; parts of which no pair was judged are the least.

    Returns:
        The first of them, of equals those with the most pairs, and how many there are in all.
    """
    cells, first, cell_of, sizes = np.unique(
        np.stack([whole, part], axis=1), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    cell_of = cell_of.reshape(-1)
    # The cells of one whole stand in a row: pair each with those after it there.
    n_after = np.searchsorted(cells[:, 0], cells[:, 0], side="right") - np.arange(len(cells)) - 1
    left = np.repeat(np.arange(len(cells)), n_after)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(n_after) - n_after, n_after)
    is_between = (whole[judged[:, 0]] == whole[judged[:, 1]]) & (part[judged[:, 0]] != part[judged[:, 1]])
    rows = np.flatnonzero(is_between)
    rows = rows[np.argsort(probabilities[rows], kind="stable")]
    ends = np.sort(cell_of[judged[rows]], axis=1)
    best_row = np.full(len(left), -1, dtype=np.intp)
    # The last of those written to one place stays: the most probable.
    best_row[np.searchsorted(left * len(cells) + right, ends[:, 0] * len(cells) + ends[:, 1])] = rows
    best = np.where(best_row >= 0, probabilities[best_row], -1.0) if len(probabilities) else np.full(len(left), -1.0)
    n_pairs = sizes[left] * sizes[right]
    order = np.lexsort((-n_pairs, -best if is_surest_first else best))[:n_worst]
    splits = [
        _Split(
            left=int(judged[best_row[split], 0] if best_row[split] >= 0 else first[left[split]]),
            right=int(judged[best_row[split], 1] if best_row[split] >= 0 else first[right[split]]),
            judged_row=int(best_row[split]),
            n_pairs=int(n_pairs[split]),
        )
        for split in order
    ]
    return splits, len(left)
