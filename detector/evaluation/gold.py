"""
Gold: which articles of a corpus are versions of one, as a table says.

In: ``gold.csv``. Out: a row an article. Two articles of one ``group`` are versions of one article, two of different groups are
not, whatever their ``event``.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import xxhash

from detector.datatypes import Relation
from detector.errors import InputError, SourceNotFoundError

GOLD_FILE = "gold.csv"
GOLD_COLUMNS = ("id", "group", "version", "language", "event")
"""Every ``gold.csv`` has these; ``relations`` may be a sixth."""
_COLUMNS = f"the columns {', '.join(GOLD_COLUMNS)}"
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
