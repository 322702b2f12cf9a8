"""
Tell the language of a text, of a title and of each paragraph, offline.

In: texts as they were read. Out: ISO 639 codes, two letters where there are two, ``und`` where nothing can be told. The script
decides first, because it cannot be mistaken: Thai letters are Thai, and Cyrillic letters are never English. Where a script serves
several languages py3langid decides among those, and langdetect is asked only where py3langid is unsure.

Macrolanguages are one language: ``zh`` is every Chinese (both scripts, Cantonese too), ``no`` both written Norwegians, ``ar``
every Arabic. ``ckb`` (Sorani Kurdish, Arabic letters) and ``ku`` (Kurmanji, Latin letters) are two.

Source: Lui & Baldwin (2012), langid.py: an off-the-shelf language identification tool; Nakatani (2010), language-detection.
"""

from __future__ import annotations

import copy
import functools
import importlib.resources
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import langdetect
import numpy as np
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from detector.datatypes import UNDETERMINED


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script of the world's writing and the languages that we know in it."""

    name: str
    languages: tuple[str, ...]
    """Our codes; one alone is settled without a model."""
    ranges: tuple[tuple[int, int], ...]
    """Code points of its letters, both ends included.

    Source: Unicode Character Database 16 (2024), Blocks.txt.
    """
    weight: int = 1
    """How many letters of an alphabet one of its characters says as much as; in [1, 3]."""


_LATIN_LANGUAGES = (
    "af az bs ca cs cy da de en eo es et eu fi fr fy ga gd gl gn ha hr ht hu id ig is it jv ku lb lg ln lt lv mg ms mt nl no nso "
    "oc om pl pt qu ro rw se sk sl sn so sq sr st sv sw tk tl tr uz vi xh yo zu ff fo br ki ace bcl pcm crh kab"
)

SCRIPTS: tuple[Script, ...] = (
    Script(
        name="Latin", languages=tuple(_LATIN_LANGUAGES.split()), ranges=((65, 90), (97, 122), (0xC0, 0x2AF), (0x1E00, 0x1EFF))
    ),
    Script(name="Greek", languages=("el",), ranges=((0x370, 0x3FF), (0x1F00, 0x1FFF))),
    Script(
        name="Cyrillic",
        languages=("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg", "tt", "ba"),
        ranges=((0x400, 0x52F),),
    ),
    Script(name="Armenian", languages=("hy",), ranges=((0x530, 0x58F),)),
    Script(name="Hebrew", languages=("he", "yi"), ranges=((0x5D0, 0x5F2), (0xFB1D, 0xFB4F))),
    Script(
        name="Arabic",
        languages=("ar", "fa", "ur", "ps", "ug", "ckb", "sd"),
        ranges=((0x620, 0x64A), (0x66E, 0x6D3), (0x6FA, 0x77F), (0xFB50, 0xFDFB), (0xFE70, 0xFEFC)),
    ),
    Script(name="Thaana", languages=("dv",), ranges=((0x780, 0x7BF),)),
    Script(name="Devanagari", languages=("hi", "mr", "ne", "sa", "gom"), ranges=((0x900, 0x963), (0x970, 0x97F))),
    Script(name="Bengali", languages=("bn", "as"), ranges=((0x980, 0x9FF),)),
    Script(name="Gurmukhi", languages=("pa",), ranges=((0xA00, 0xA7F),)),
    Script(name="Gujarati", languages=("gu",), ranges=((0xA80, 0xAFF),)),
    Script(name="Odia", languages=("or",), ranges=((0xB00, 0xB7F),)),
    Script(name="Tamil", languages=("ta",), ranges=((0xB80, 0xBFF),)),
    Script(name="Telugu", languages=("te",), ranges=((0xC00, 0xC7F),)),
    Script(name="Kannada", languages=("kn",), ranges=((0xC80, 0xCFF),)),
    Script(name="Malayalam", languages=("ml",), ranges=((0xD00, 0xD7F),)),
    Script(name="Sinhala", languages=("si",), ranges=((0xD80, 0xDFF),)),
    Script(name="Thai", languages=("th",), ranges=((0xE01, 0xE4E),)),
    Script(name="Lao", languages=("lo",), ranges=((0xE81, 0xECF),)),
    Script(name="Tibetan", languages=("bo", "dz"), ranges=((0xF00, 0xF00), (0xF40, 0xFBC))),
    Script(name="Burmese", languages=("my",), ranges=((0x1000, 0x109F), (0xA9E0, 0xA9FE), (0xAA60, 0xAA7F))),
    Script(name="Georgian", languages=("ka",), ranges=((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F))),
    Script(name="Hangul", languages=("ko",), ranges=((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7AF)), weight=3),
    Script(name="Ethiopic", languages=("am", "ti"), ranges=((0x1200, 0x135A), (0x2D80, 0x2DDE)), weight=2),
    Script(name="Cherokee", languages=("chr",), ranges=((0x13A0, 0x13FF), (0xAB70, 0xABBF))),
    Script(name="Canadian Aboriginal", languages=("iu",), ranges=((0x1401, 0x166C),)),
    Script(name="Khmer", languages=("km",), ranges=((0x1780, 0x17D3),)),
    Script(name="Mongolian", languages=("mn",), ranges=((0x1820, 0x18AA),)),
    Script(name="Ol Chiki", languages=("sat",), ranges=((0x1C50, 0x1C7F),)),
    Script(name="Tifinagh", languages=("zgh",), ranges=((0x2D30, 0x2D7F),)),
    Script(name="N'Ko", languages=("nqo",), ranges=((0x7CA, 0x7EA),)),
    Script(
        name="Kana", languages=("ja",), ranges=((0x3041, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0xFF66, 0xFF9D)), weight=3
    ),
    Script(
        name="Han", languages=("zh",), ranges=((0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)), weight=3
    ),
)
"""Every script that a language here is written in. ``und`` is the answer for a script that is not listed."""

_NAMES = tuple(script.name for script in SCRIPTS)
_LATIN, _KANA, _HAN, _HANGUL = (_NAMES.index(name) for name in ("Latin", "Kana", "Han", "Hangul"))
_WEIGHTS = np.array([script.weight for script in SCRIPTS])
_MAX_CODE_POINT = 0x323AF
_SCRIPTS_OF: dict[str, tuple[int, ...]] = {
    language: tuple(row for row, script in enumerate(SCRIPTS) if language in script.languages)
    for script in SCRIPTS
    for language in script.languages
} | {"ja": (_KANA, _HAN)}

_OUR_CODES = {
    "nn": "no",
    "nb": "no",
    "zh-cn": "zh",
    "zh-tw": "zh",
    "ary": "ar",
    "arz": "ar",
    "sdh": "ckb",
    "uzs": "uz",
    "gug": "gn",
    "fuv": "ff",
    "kik": "ki",
}
"""Codes of the two identifiers that are a part of another one's language, or have an older name."""

_KIN = tuple(
    frozenset(kin.split())
    for kin in (
        "hr bs sr sl",
        "da no sv",
        "id ms jv",
        "cs sk",
        "gl pt",
        "gl es",
        "ca oc",
        "af nl",
        "bg mk",
        "zu xh",
        "st nso",
        "en pcm",
    )
)
"""Languages so near that one paragraph cannot tell them; inside one article they are taken for the article's own."""

_KIN_OF = {language: frozenset().union(*(kin for kin in _KIN if language in kin)) for kin in _KIN for language in sorted(kin)}

_MIN_LETTERS = 4
_SAMPLE = 400
"""Characters that are looked at: twice as many cost twice as much and change no article of 128 languages (ntrex)."""
_GLANCE = 120
"""Characters of a paragraph that are looked at first; most show the article's language and are done with."""
_MIN_PROBABILITY = 0.5
"""Below it the answer is ``und``."""
_SURE = 0.8
"""Below it langdetect is asked too."""

_find_address = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+").sub

_Distribution = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLanguages:
    """The languages of one article."""

    main: str
    """Of most of the body; of the title where there is no body."""
    title: str
    paragraphs: tuple[str, ...]
    """One a paragraph, in order."""

    @property
    def in_order(self) -> tuple[str, ...]:
        """Each language once, in order of appearance; ``und`` only where no language was told."""
        languages = dict.fromkeys((self.title, *self.paragraphs))
        told = tuple(language for language in languages if language not in (UNDETERMINED, ""))
        return told or (UNDETERMINED,)


def identify(text: str) -> str:
    """
    Tell the language of ``text``.

    Returns:
        An ISO 639 code, two letters where there are two; ``und`` for a text without letters or of which no language can be told.
        The same text gets the same answer in every process.
    """
    script = _script_of(_count_letters(text))
    return UNDETERMINED if script is None else _identify_in(text, script)


def identify_all(texts: Iterable[str]) -> list[str]:
    """Tell the language of each of ``texts``, in order; a text that comes twice is looked at once."""
    known: dict[str, str] = {}
    return [known[text] if text in known else known.setdefault(text, identify(text)) for text in texts]


def identify_article(title: str, paragraphs: Sequence[str]) -> ArticleLanguages:
    """
    Tell the languages of an article's title and paragraphs, each in the light of the whole.

    A short paragraph is noise to an identifier (names, figures, a foreign quotation), so it gets the article's main language
    unless its script is another, or it is long enough and both identifiers are sure.

    Args:
        title: The title; may be empty, and is then of language ``""``.
        paragraphs: The paragraphs of the body, the wrapper excluded.
    """
    counts = [_count_letters(paragraph) for paragraph in paragraphs]
    main = _identify_sample(paragraphs, np.sum(counts, axis=0)) if counts else identify(title)
    languages = tuple(
        _identify_within(paragraph, count, main, _OF_PARAGRAPH) for paragraph, count in zip(paragraphs, counts, strict=True)
    )
    weights: Counter[str] = Counter()
    for language, count in zip(languages, counts, strict=True):
        weights[language] += int(count @ _WEIGHTS)
    if weights and weights[main] * 2 < sum(weights.values()):
        main = max(weights, key=lambda language: (weights[language], language))
    title_language = _identify_within(title, _count_letters(title), main, _OF_TITLE) if title else ""
    return ArticleLanguages(main=main, title=title_language, paragraphs=languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubt:
    """What it takes to believe that a part of an article is in another language of the same script."""

    min_letters: int
    min_foreign: float
    """Least probability of the other language, in [0, 1]."""
    max_own: float
    """Greatest probability of the article's own, in [0, 1]."""


_OF_PARAGRAPH = _Doubt(min_letters=60, min_foreign=0.9, max_own=0.02)
_OF_TITLE = _Doubt(min_letters=15, min_foreign=0.7, max_own=0.05)
"""
A title may be believed sooner: it is one sentence, and an untranslated one is what a retranslation leaves behind. On ntrex a
title taken from an article of another language is found in 84 % of cases in the same script (73 % with the paragraphs'
figures) and in 96 % in another script; no article of a known language (7,232) is given a language that it does not have.
"""
_MIN_FOREIGN_LETTERS = 20
"""Latin letters in an article of another script that may be a passage in another language, and not names."""
_MIN_SMALL_WORDS = 3
"""Names are written with capitals: so many words without one are a sentence."""
_MIN_HAN_ALONE = {"ja": 15, "ko": 6}
"""Han characters that Japanese, or Korean, does not write in a row without letters of its own: then they are Chinese."""
_MIXED = 5
"""A fifth of letters of the article's own script makes a paragraph the article's own."""


def _identify_sample(paragraphs: Sequence[str], counts: NDArray[np.int64]) -> str:
    script = _script_of(counts)
    if script is None:
        return UNDETERMINED
    sample: list[str] = []
    length = 0
    for paragraph in sorted(paragraphs, key=len, reverse=True):
        sample.append(paragraph[:_SAMPLE])
        length += len(sample[-1])
        if length >= _SAMPLE:
            break
    return _identify_in(" ".join(sample), script)


def _identify_within(text: str, counts: NDArray[np.int64], main: str, doubt: _Doubt) -> str:
    """Tell the language of a part of an article whose main language is known."""
    script = _script_of(counts)
    if script is None or int(counts @ _WEIGHTS) < _MIN_LETTERS:
        return main
    if main not in SCRIPTS[script].languages:
        if script == _LATIN and (_is_mixed(counts, main) or not _is_foreign_passage(text, counts)):
            return main
        if script == _HAN and int(counts[_HAN]) < _MIN_HAN_ALONE.get(main, 0):
            return main
        return _identify_in(text, script)
    if len(SCRIPTS[script].languages) <= 2 or int(counts[script]) < doubt.min_letters:
        return main
    return _identify_against(text, script, main, doubt)


def _identify_against(text: str, script: int, main: str, doubt: _Doubt) -> str:
    """Tell whether a text of the article's script is in another language: both identifiers must say so, and name the same one."""
    sample = _clean(text)
    label, _ = _identifier(script).classify(sample[:_GLANCE])
    own = _KIN_OF.get(main, frozenset()) | {main}
    if _OUR_CODES.get(label, label) in own:
        return main
    probabilities = _probabilities(sample, script)
    best = max(probabilities, key=probabilities.__getitem__)
    if best in own or probabilities[best] < doubt.min_foreign or probabilities.get(main, 0.0) > doubt.max_own:
        return main
    second = _second_opinion(sample, script)
    return best if second.get(best, 0.0) >= _SURE else main


def _is_mixed(counts: NDArray[np.int64], main: str) -> bool:
    """Tell whether letters of the main language's own scripts stand between those of another, as around foreign names."""
    weighted = counts * _WEIGHTS
    return int(weighted[list(_SCRIPTS_OF.get(main, ()))].sum()) * _MIXED >= int(weighted.sum())


def _is_foreign_passage(text: str, counts: NDArray[np.int64]) -> bool:
    """Tell whether Latin letters in an article of another script are a passage in another language, and not names."""
    if int(counts[_LATIN]) < _MIN_FOREIGN_LETTERS:
        return False
    if sum(map(str.islower, text.split())) >= _MIN_SMALL_WORDS:
        return True
    sample = _clean(text)
    probabilities = _probabilities(sample, _LATIN)
    best = max(probabilities, key=probabilities.__getitem__)
    return probabilities[best] >= _SURE and _second_opinion(sample, _LATIN).get(best, 0.0) >= _SURE


def _identify_in(text: str, script: int) -> str:
    languages = SCRIPTS[script].languages
    if len(languages) == 1:
        return languages[0]
    by_mark = _identify_by_mark(text, script)
    if by_mark is not None:
        return by_mark
    sample = _clean(text)
    probabilities = _probabilities(sample, script)
    best = max(probabilities, key=probabilities.__getitem__)
    kin = _KIN_OF.get(best, frozenset((best,)))
    certainty = sum(probabilities.get(language, 0.0) for language in kin)
    if certainty < _SURE:
        second = _second_opinion(sample, script)
        if second:
            joint = {code: probabilities[code] + second.get(code, 0.0) for code in probabilities}
            best = max(joint, key=joint.__getitem__)
            certainty = joint[best] / 2
    if certainty < _MIN_PROBABILITY:
        return UNDETERMINED
    if best in _SOUTH_SLAVIC and script == _LATIN:
        return _identify_south_slavic(text, best)
    return best


def _clean(text: str) -> str:
    sample = text[: 2 * _SAMPLE]
    if "/" in sample or "@" in sample or "www." in sample or "#" in sample:
        sample = _find_address(" ", sample)
    return sample[:_SAMPLE]


def _count_letters(text: str) -> NDArray[np.int64]:
    """
    Count the letters of each script.

    Returns:
        *Shape:* ``(n_scripts,)``
    """
    sample = text[: 4 * _SAMPLE]
    codes = np.frombuffer(sample.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    rows = _script_by_code_point()[np.minimum(codes, _MAX_CODE_POINT + 1)]
    return np.bincount(rows, minlength=len(SCRIPTS) + 1)[:-1]


def _script_of(counts: NDArray[np.int64]) -> int | None:
    """Name the row of the script that most of the text is in, or ``None`` where there is hardly a letter."""
    weighted = counts * _WEIGHTS
    script = int(weighted.argmax())
    if weighted[script] < _MIN_LETTERS and weighted.sum() < _MIN_LETTERS:
        return None
    if script in (_HAN, _KANA, _HANGUL):
        # Japanese is half Han by count, and Korean news writes some Han: their own letters tell.
        n_han, n_kana, n_hangul = int(counts[_HAN]), int(counts[_KANA]), int(counts[_HANGUL])
        if n_hangul * 3 >= n_han + n_kana:
            return _HANGUL
        return _KANA if n_kana * 12 >= n_han and n_kana > 0 else _HAN
    return script


@functools.cache
def _script_by_code_point() -> NDArray[np.uint8]:
    """
    Look up the row of a code point's script; the row after the last script is for what is no letter.

    Returns:
        *Shape:* ``(_MAX_CODE_POINT + 2,)``
    """
    rows = np.full(_MAX_CODE_POINT + 2, len(SCRIPTS), dtype=np.uint8)
    for number, script in enumerate(SCRIPTS):
        for first, last in script.ranges:
            rows[first : last + 1] = number
    rows[[0xD7, 0xF7]] = len(SCRIPTS)
    return rows


@functools.cache
def _identifier(script: int) -> LanguageIdentifier:
    """Load py3langid's model with the languages of one script, for us alone: its own instance belongs to the whole process."""
    if script < 0:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier = copy.copy(_identifier(-1))
    ours = SCRIPTS[script].languages
    identifier.set_languages([label for label in identifier.labels if _OUR_CODES.get(label, label) in ours])
    return identifier


def _probabilities(sample: str, script: int) -> _Distribution:
    probabilities: _Distribution = {}
    for label, probability in _identifier(script).rank(sample):
        code = _OUR_CODES.get(label, label)
        probabilities[code] = probabilities.get(code, 0.0) + probability
    return probabilities


@functools.cache
def _second_factory() -> DetectorFactory:
    """Load langdetect's profiles into a factory of our own: seeding its class would seed every other user in the process."""
    factory = DetectorFactory()
    profiles = importlib.resources.files(langdetect).joinpath("profiles")
    files = sorted((file for file in profiles.iterdir() if not file.name.startswith((".", "_"))), key=lambda file: file.name)
    factory.load_json_profile([file.read_text(encoding="utf-8") for file in files])
    factory.set_seed(0)
    return factory


def _second_opinion(sample: str, script: int) -> _Distribution:
    detector = _second_factory().create()
    ours = SCRIPTS[script].languages
    prior = {code: 1.0 for code in detector.langlist if _OUR_CODES.get(code, code) in ours}
    if not prior:
        return {}
    detector.set_prior_map(prior)
    # It drops words in capitals, and so would find nothing in a headline of capitals.
    detector.append(sample.lower() if sample.isupper() else sample)
    try:
        return {_OUR_CODES.get(found.lang, found.lang): found.prob for found in detector.get_probabilities()}
    except LangDetectException:
        return {}


_SOUTH_SLAVIC = frozenset({"hr", "bs", "sr"})
_EKAVIAN = (
    r"vreme posle pre mest[oaiu] umesto predsedni\w* gde negde ovde uvek reč(?:i|ju|ima)? "
    r"de(?:o|lu|lova|lovi|te|teta|ca|ce|ci|cu) svet(?:a|u|om|sk\w+)? pobed\w* vest(?:i|ima)? (?:po)?nedelj\w* "
    r"bezbedn\w* dve mesec\w* poverenj\w* poslednj\w* verovatn\w* letnj\w* čovek\w* vek(?:a|u|ova)? cen(?:a|e|u|om) "
    r"tel(?:o|a|u|om) reš(?:en|i|av)\w* hte(?:o|la|li) sused\w* severn\w* zahtev\w* uspe(?:h|šn|o|la|li)\w* "
    r"primer(?:a|u|om|i)? mer(?:a|e|u|ama) odeljenj\w* izvešta\w* promen\w* nem(?:ac|ačk)\w* smen\w*"
)
_IJEKAVIAN = (
    r"vrijeme poslije prije mjest\w* umjesto predsjedni\w* gdje negdje ovdje uvijek riječ\w* dio dijel\w* dijete\w* "
    r"djec\w* svijet\w* svjet\w* pobjed\w* vijest\w* (?:po)?nedjelj\w* bezbjedn\w* dvije mjesec\w* povjer\w* "
    r"posljednj\w* vjero\w* ljet\w* čovjek\w* stoljeć\w* cijen\w* tijel\w* rješ\w* htje\w* susjed\w* sjever\w* "
    r"zahtjev\w* uspje\w* primjer\w* mjer\w* odjel\w* izvješ\w* promjen\w* njemač\w* smijen\w*"
)
_CROATIAN = (
    r"tko netko nitko svatko tisuć\w* tijek\w* tjed(?:an|n\w+) povijes\w* sustav\w* uvjet\w* tvrtk\w* glazb\w* "
    r"zrakoplov\w* europ\w* sveučiliš\w* obitelj\w* siječ\w+ veljač\w* ožuj\w+ travnj\w* svibnj\w* lipnj\w* srpnj\w* "
    r"kolovoz\w* rujn\w* listopad\w* studen(?:i|og|om|oga) prosin\w+ unatoč izvješć\w* priopć\w* znanstven\w* "
    r"gospodarst\w* redatelj\w* glasnogovorni\w* milijun\w* vjerojatn\w* ponovno trenutačn\w* uhi[ćt]\w* potpor\w* "
    r"dužnosni\w* suca sudac prosvjed\w* njezin\w* no nogomet\w* vlak\w*"
)
_BOSNIAN = (
    r"ko niko šta hiljad\w* takođe tokom sedmic\w* histori\w* istori\w* uslov\w* "
    r"muzi[kč]\w* evrop\w* fudbal\w* univerzitet\w* porodi[cč]\w* opštin\w* "
    r"(?:januar|februar|mart|april|maj|jun|jul|a[vu]gust|septemb[ae]?r|oktob[ae]?r|novemb[ae]?r|decemb[ae]?r)(?:a|u|om)? "
    r"uprkos izvješta\w* saop[šć]\w* nauč?n\w* portparol\w* milion\w* vjerovatn\w* uhapš\w* zvanič\w* "
    r"zemljotres\w* redovn\w* voz(?:a|u|ovi)? sekretar\w* desi(?:o|la|lo)"
)
"""Words, or their beginnings, that Serbian writes in its way and the other two in theirs, and that Croatian writes in its way and
Bosnian in its own. Source: the differences listed in handbooks of the standard languages; checked on ntrex."""


def _count_words_of(words: str) -> Callable[[str], int]:
    find = re.compile(rf"\b(?:{'|'.join(words.split())})\b").findall
    return lambda text: len(find(text))


_count_ekavian, _count_ijekavian = _count_words_of(_EKAVIAN), _count_words_of(_IJEKAVIAN)
_count_croatian, _count_bosnian = _count_words_of(_CROATIAN), _count_words_of(_BOSNIAN)


def _identify_south_slavic(text: str, best: str) -> str:
    """
    Tell Croatian, Bosnian and Serbian in Latin letters apart by the words that differ; ``best`` where none does.

    Serbian writes the old yat as e (``vreme``), the other two as ije (``vrijeme``); Croatian has words of its own for the rest.
    """
    sample = text[: 5 * _SAMPLE].lower()
    n_ekavian, n_ijekavian = _count_ekavian(sample), _count_ijekavian(sample)
    n_croatian, n_bosnian = _count_croatian(sample), _count_bosnian(sample)
    if n_ekavian > n_ijekavian or (n_ekavian == n_ijekavian and best == "sr" and n_bosnian >= n_croatian):
        return "sr"
    if n_croatian == n_bosnian:
        return "hr" if best == "sr" else best
    return "hr" if n_croatian > n_bosnian else "bs"


_SINDHI = "ٻڀٺٽٿڄڃڇڊڌڍڏڙڦڪڱڳڻ"


def _identify_by_mark(text: str, script: int) -> str | None:
    """Settle what a few letters tell: the two languages of some scripts, and Sindhi, which py3langid does not know."""
    match _NAMES[script]:
        case "Hebrew":
            n_yiddish = sum(map(text.count, ("\u05f0", "\u05f1", "\u05f2", "\ufb2e", "\ufb2f", "\u05d0\u05b7", "\u05d0\u05b8")))
            return "yi" if n_yiddish * 50 > len(text) else "he"
        case "Bengali":
            # Each writes the letter r in its own way.
            return "as" if text.count("\u09f0") + text.count("\u09f1") > text.count("\u09b0") else "bn"
        case "Ethiopic":
            # The glottal vowel is written one way in Amharic and the other in Tigrinya.
            return "ti" if text.count("\u12a3") > text.count("\u12a0") else "am"
        case "Tibetan":
            # Case marks and copulas: two of each language's most frequent syllables are not the other's.
            n_dzongkha = sum(map(text.count, ("་ལུ་", "་ཚུ་", "ཨིན", "སྦེ")))
            n_tibetan = sum(map(text.count, ("་ལ་", "་ནས་", "རེད", "་ཡིན", "ཞིག")))
            return "dz" if n_dzongkha > n_tibetan else "bo"
        case "Arabic":
            sample = text[:_SAMPLE]
            return "sd" if sum(map(sample.count, _SINDHI)) * 20 > len(sample) else None
    return None
