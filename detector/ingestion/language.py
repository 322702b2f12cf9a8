"""
Tell the language of a text, of a title and of each paragraph, offline.

In: texts as they were read. Out: ISO 639 codes, two letters where there are two, ``und`` where nothing can be told. The script
decides first, because it cannot be mistaken: Thai letters are Thai, and Cyrillic letters are never English. Where a script serves
several languages the words decide that one of them alone uses often, or else py3langid's model decides among those, and
langdetect is asked only where it is unsure. What neither knows is told by its little words, or is ``und`` where a text is far
from every language that they know.

Macrolanguages are one language: ``zh`` is every Chinese (both scripts, Cantonese too), ``no`` both written Norwegians, ``ar``
every Arabic. ``ckb`` (Sorani Kurdish, Arabic letters) and ``ku`` (Kurmanji, Latin letters) are two.

Source: Lui & Baldwin (2012), langid.py: an off-the-shelf language identification tool; Nakatani (2010), language-detection.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from detector.datatypes import UNDETERMINED
from detector.ingestion.identifiers import FirstOpinion, identifier_of, second_languages, second_opinion
from detector.ingestion.scripts import (
    HAN,
    LATIN,
    MIN_LETTERS,
    SCRIPTS,
    SCRIPTS_OF,
    WEIGHTS,
    count_letters,
    is_latin_only,
    script_in,
    script_of,
)
from detector.ingestion.vocabulary import (
    SOUTH_SLAVIC,
    common_words,
    identify_by_common_words,
    identify_by_mark,
    identify_by_words,
    identify_south_slavic,
)

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
        "zu xh nd ss",
        "st nso tn",
        "en pcm",
    )
)
"""Languages so near that one paragraph cannot tell them; inside one article they are taken for the article's own."""

_KIN_OF = {language: frozenset().union(*(kin for kin in _KIN if language in kin)) for kin in _KIN for language in sorted(kin)}

_SAMPLE = 400
"""Characters that are looked at: twice as many cost twice as much and change no article of 128 languages (ntrex)."""
_GLANCE = 60
"""Characters of a paragraph that are looked at first; most show the article's language and are done with. With 120 it is no more
foreign paragraphs that are found (1,764 and 1,762 of 1,883, other things equal)."""
_MIN_FAMILIAR = 3
_MIN_SHARE_FAMILIAR = 0.15
_MAX_FAMILIAR = 150
"""
A paragraph is the article's own without asking the model if its opening has so many words, and so great a share of words, in
common with paragraphs that the model told to be, or with those that hardly any other language uses; words are gathered up to the
last figure.

Of openings in one language of ntrex 60 % have as many in common with 1,200 characters of another article, of openings in two
languages of one script 0.8 %, most of those Catalan and Spanish, or Sotho and Tswana. Of 1,883 foreign paragraphs put into
articles of the same script 1,839 are found, and 1,841 at a share of 0.2.
"""
_MIN_TEACHING = 90
"""Characters of a paragraph whose words become familiar: a shorter one may have too few letters to be told. Our choice; at 60, of
2,025 articles of ntrex with a foreign paragraph, which nine times in ten is found, 4 more are missed and 11 more of their own are
taken for foreign."""
_MIN_COMMON = 2
_MIN_SHARE_COMMON = 0.08
"""
So many words that hardly any other language uses, and so great a share of all, make a paragraph the article's own.

Of 1,620 foreign paragraphs put into articles of 26 languages of ntrex in the same script 1,563 are found, as many as without
looking at these words; at a share of 0.12, or with three words, 1,565 and 1,564 at a tenth more time.
"""
_MIN_COMMON_LATER = 3
"""How many of them, of the same share, make it so in its first 400 characters, where its opening is names, as a release's place.

Of 7,143 foreign paragraphs put into articles of ntrex in the same script 6,680 are found, and 6,682 without looking so far; of
3,600 paragraphs of press releases that the model would be asked about this settles 1,100.
"""
_PARAGRAPHS_OPENING = 8
_OPENING = 800
_MIN_OF_BODY = 3
_MIN_SHARE_OF_BODY = 0.3
"""
A title is in the body's language without asking the model if it has so many words, and so great a share of words, in common with
those that the body's first characters write in small letters, which names are not, or that hardly any other language uses.

Of 2,791 titles of ntrex that are found over articles in another language of 55 in the same script none has as many, at a share of
0.2 ten have, in 1,600 characters one; of the titles of 3,000 press releases 65 % have as many.
"""
_MIN_PROBABILITY = 0.5
"""Below it the answer is ``und``."""
_SURE = 0.8
"""Below it langdetect is asked too."""
_VERY_SURE = 0.98
"""From here on half of the sample is enough, and what langdetect does not know needs no second opinion. Our choice; not measured
at other values."""
_MIN_ADVANTAGE = {"Latin": 1.7, "Cyrillic": 0.85, "Arabic": 0.8}
_FEW_CHARACTERS = 240
_VERY_FEW_CHARACTERS = 60
"""
The least by which a feature of a text must speak for its language rather than for the mean language of its script, in nats, where
the text is long; four fifths of it below the first length, nothing below the second.

On articles of ntrex (400 characters) the least that a language reaches on its own texts is 1.82 among those in Latin letters,
Fula excepted, 0.92 in Cyrillic and 0.88 in Arabic ones; of the texts in eleven languages far from all that the model knows 99.8 %
stay below 1.86. Taken out of the model on trial, Russian is called undetermined, not Bulgarian, and Hungarian not Czech; but
Slovak becomes Czech, and Afrikaans Dutch. Devanagari has no figure: its languages lie too near to each other.
"""
_PARAGRAPHS_READ = 12
"""In which the few words are looked for that tell languages near to each other. Our choice; not measured at other values."""

_CONTEXT = 1600
"""Characters of them in which a great language's most frequent words are looked for. Of 385 press releases whose longest
paragraph has too few of them 349 are settled so, each as the model has it."""

_find_address = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+").sub


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
    script = script_in(text)
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
    main = _identify_sample(paragraphs) if paragraphs else identify(title)
    languages = _identify_parts(paragraphs, main)
    weights: Counter[str] = Counter()
    if languages.count(main) < len(languages):
        for language, paragraph in zip(languages, paragraphs, strict=True):
            weights[language] += int(count_letters(paragraph) @ WEIGHTS)
    if weights and weights[main] * 2 < sum(weights.values()):
        main = max(weights, key=lambda language: (weights[language], language))
    title_language = ""
    if title:
        title_language = main if _is_of_body(title, paragraphs, main) else _identify_within(title, main, _OF_TITLE)
    return ArticleLanguages(main=main, title=title_language, paragraphs=tuple(languages))


def _identify_parts(paragraphs: Sequence[str], main: str) -> list[str]:
    """Tell each paragraph's language; one that shares enough words with those already told to be the article's own is its own."""
    common = common_words(main)
    familiar = set(common)
    languages: list[str] = []
    is_latin = main in SCRIPTS[LATIN].languages
    for paragraph in paragraphs:
        if is_latin and len(paragraph) < _OF_PARAGRAPH.min_letters and is_latin_only(paragraph):
            # Too short to be believed, and most paragraphs of a list are.
            languages.append(main)
            continue
        words = {word for word in paragraph[: 2 * _GLANCE].lower().split() if len(word) > 1}
        language = main
        if not _has_share(words, common, _MIN_COMMON, _MIN_SHARE_COMMON):
            if _has_share(words, familiar, _MIN_FAMILIAR, _MIN_SHARE_FAMILIAR):
                languages.append(main)
                continue
            if not _has_common_words_later(paragraph, common):
                language = _identify_within(paragraph, main, _OF_PARAGRAPH)
        if language == main and len(familiar) < _MAX_FAMILIAR + len(common) and len(paragraph) >= _MIN_TEACHING:
            familiar.update(words)
        languages.append(language)
    return languages


def _has_common_words_later(paragraph: str, common: Set[str]) -> bool:
    """Tell a paragraph that opens with names, as a release does with its place, for the article's own by what follows them."""
    if not common or len(paragraph) <= 2 * _GLANCE:
        return False
    return _has_share(set(paragraph[:_SAMPLE].lower().split()), common, _MIN_COMMON_LATER, _MIN_SHARE_COMMON)


def _has_share(words: Set[str], of: Set[str], n_least: int, least_share: float) -> bool:
    """Tell whether so many of some words, and so great a share of them, are in a set."""
    n_shared = len(of & words)
    return n_shared >= n_least and n_shared >= least_share * len(words)


def _is_of_body(title: str, paragraphs: Sequence[str], main: str) -> bool:
    """Tell a title's language by the words that it has in common with those that the body writes in small letters."""
    opening = " ".join(islice(paragraphs, _PARAGRAPHS_OPENING))[:_OPENING]
    if opening.islower():
        # Names cannot be told from words.
        return False
    words = set(title.lower().split())
    common, opening = common_words(main), f" {opening} "
    n_shared, n_needed = 0, max(_MIN_OF_BODY, _MIN_SHARE_OF_BODY * len(words))
    for word in words:
        n_shared += word in common or (len(word) > 1 and f" {word} " in opening and word.islower())
        if n_shared >= n_needed:
            return True
    return False


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


def _identify_sample(paragraphs: Sequence[str]) -> str:
    pieces: list[str] = []
    length = 0
    for paragraph in sorted(paragraphs, key=len, reverse=True):
        pieces.append(paragraph[:_SAMPLE])
        length += len(pieces[-1])
        if length >= _SAMPLE:
            break
    sample = " ".join(pieces)
    script = script_in(sample)
    return UNDETERMINED if script is None else _identify_in(sample, script, " ".join(islice(paragraphs, _PARAGRAPHS_READ)))


def _identify_within(text: str, main: str, doubt: _Doubt) -> str:
    """Tell the language of a part of an article whose main language is known."""
    counts = count_letters(text)
    script = LATIN if text.isascii() else script_of(counts)
    if script is None or int(counts @ WEIGHTS) < MIN_LETTERS:
        return main
    languages = SCRIPTS[script].languages
    if main not in languages and not (main == UNDETERMINED and len(languages) > 2):
        if script == LATIN and (_is_mixed(counts, main) or not _is_foreign_passage(text, counts)):
            return main
        if script == HAN and int(counts[HAN]) < _MIN_HAN_ALONE.get(main, 0):
            return main
        return _identify_in(text, script)
    if len(languages) <= 2 or int(counts[script]) < doubt.min_letters:
        return main
    return _identify_against(text, script, main, doubt)


def _identify_against(text: str, script: int, main: str, doubt: _Doubt) -> str:
    """Tell whether a text of the article's script is in another language: both identifiers must say so, and name the same one."""
    sample = _clean(text)
    if len(sample) < _GLANCE and int(count_letters(sample)[script]) < doubt.min_letters:
        # Hardly more than addresses.
        return main
    own = _KIN_OF.get(main, frozenset()) | {main}
    identifier = identifier_of(script)
    if identifier.guess(sample[:_GLANCE]) in own:
        return main
    by_words = identify_by_words(text, script)
    if by_words is not None:
        return by_words
    if main != UNDETERMINED and main not in identifier.languages:
        # Its every paragraph is of a language that the model does not know, and looks like one that it does.
        return main
    first = identifier.ask(sample)
    best, probabilities = first.best, first.probabilities
    kin = _KIN_OF.get(best, frozenset((best,)))
    certainty = sum(probabilities.get(language, 0.0) for language in kin)
    is_doubtful = best in own or certainty < doubt.min_foreign or probabilities.get(main, 0.0) > doubt.max_own
    if is_doubtful or _is_strange(first, sample, script):
        return main
    if kin.isdisjoint(second_languages()):
        is_foreign = certainty >= _VERY_SURE
    else:
        second = second_opinion(sample, script)
        is_foreign = sum(second.get(language, 0.0) for language in kin) >= _SURE
    return best if is_foreign else main


def _is_mixed(counts: NDArray[np.int64], main: str) -> bool:
    """Tell whether letters of the main language's own scripts stand between those of another, as around foreign names."""
    weighted = counts * WEIGHTS
    return int(weighted[list(SCRIPTS_OF.get(main, ()))].sum()) * _MIXED >= int(weighted.sum())


def _is_foreign_passage(text: str, counts: NDArray[np.int64]) -> bool:
    """Tell whether Latin letters in an article of another script are a passage in another language, and not names."""
    if int(counts[LATIN]) < _MIN_FOREIGN_LETTERS:
        return False
    if sum(map(str.islower, text.split())) >= _MIN_SMALL_WORDS:
        return True
    sample = _clean(text)
    first = identifier_of(LATIN).ask(sample)
    return first.probabilities[first.best] >= _SURE and second_opinion(sample, LATIN).get(first.best, 0.0) >= _SURE


def _identify_in(text: str, script: int, context: str = "") -> str:
    """Tell the language of a text in a script; ``context`` is more of the same, in which words are looked for."""
    languages = SCRIPTS[script].languages
    if len(languages) == 1:
        return languages[0]
    told = (
        identify_by_common_words(text[:_SAMPLE], script)
        or identify_by_mark(text, script)
        or identify_by_words(context or text, script)
    )
    if told is None and context:
        told = _identify_by_context(text, context, script)
    if told is not None:
        return told
    # A list of names is in no language; what stands in the middle of the article may be.
    middle = context[len(context) // 2 :] if len(context) > 2 * _SAMPLE else ""
    best = _identify_by_model(text, script)
    if best is None and middle and identifier_of(script).guess(_clean(text)) == (told := _identify_by_model(middle, script)):
        best = told
    if best is None and context:
        best = identify_by_common_words(context[:_CONTEXT], script)
    if best is None:
        # Last, as langdetect takes fifty times as long as the model.
        best = _identify_by_both(text, script) or (_identify_by_both(middle, script) if middle else None) or UNDETERMINED
    if best in SOUTH_SLAVIC and script == LATIN:
        return identify_south_slavic(context or text, best)
    return best


def _identify_by_context(text: str, context: str, script: int) -> str | None:
    """Settle a great language by the words of a whole opening, where a text of many names and figures has some of them."""
    told = identify_by_common_words(context[:_CONTEXT], script)
    return told if told is not None and len(common_words(told).intersection(text.lower().split())) >= _MIN_FAMILIAR else None


def _identify_by_model(text: str, script: int) -> str | None:
    """Ask the model alone; ``None`` where it is unsure, or where the text is strange to it."""
    sample = _clean(text)
    identifier = identifier_of(script)
    half = sample[: _SAMPLE // 2]
    first = identifier.ask(half)
    if first.probabilities[first.best] >= _VERY_SURE and not _is_strange(first, half, script):
        return first.best
    first = identifier.ask(sample)
    kin = _KIN_OF.get(first.best, frozenset((first.best,)))
    is_sure = sum(first.probabilities.get(language, 0.0) for language in kin) >= _SURE
    return first.best if is_sure and not _is_strange(first, sample, script) else None


def _identify_by_both(text: str, script: int) -> str | None:
    """Ask both identifiers; ``None`` where they are unsure, or where a text strange to the one is not settled by the other."""
    sample = _clean(text)
    first = identifier_of(script).ask(sample)
    second = second_opinion(sample, script)
    joint = {code: probability + second.get(code, 0.0) for code, probability in first.probabilities.items()}
    best = max(joint, key=joint.__getitem__)
    certainty = joint[best] / 2 if second else joint[best]
    if certainty < _MIN_PROBABILITY or (_is_strange(first, sample, script) and second.get(best, 0.0) < _SURE):
        return None
    return best


def _is_strange(first: FirstOpinion, sample: str, script: int) -> bool:
    """Tell whether no language of the script explains the text as a language explains its own texts."""
    n_characters = len(sample)
    share = 1.0 if n_characters >= _FEW_CHARACTERS else 0.8 if n_characters >= _VERY_FEW_CHARACTERS else 0.0
    return first.advantage < share * _MIN_ADVANTAGE.get(SCRIPTS[script].name, 0.0)


def _clean(text: str) -> str:
    sample = text[: 2 * _SAMPLE]
    if "/" in sample or "@" in sample or "www." in sample or "#" in sample:
        sample = _find_address(" ", sample)
    return sample[:_SAMPLE]
