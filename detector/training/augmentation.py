"""
Augmentation: articles that the corpora lack, made from those that they have.

In: articles with their answers, and a seeded generator. Out: more of them, of three kinds that newsrooms receive every day and
the corpora hardly hold: briefs cut from long pieces, templates filled in anew, and one block of text under unlike articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import regex

from detector.datatypes import Article
from detector.evaluation.gold import GoldArticle, short_code
from detector.similarity.facts import find_names

EXCERPT_RATE, TEMPLATE_RATE = 0.12, 0.15
"""Share of the articles of which one is tried. Our choice: enough to be learned from, few enough to leave the corpus as it is."""
ARTICLES_A_BLOCK, MIN_BLOCKS = 40, 3
"""One block of boilerplate for so many articles, and at least so many blocks."""
_EXCERPT_SEED, _SEED = 0, 5

_find_words = regex.compile(r"[\p{L}\p{M}]+")
_find_numbers = re.compile(r"\d+")
_part_paragraphs = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An article with its answers."""

    article: Article
    gold: GoldArticle
    is_made: bool = False
    """Whether it was made here, and is no article of the corpus."""


def augment(examples: Sequence[Example]) -> tuple[Example, ...]:
    """Make excerpts, templates and boilerplate of a corpus, the same ones each time."""
    random = np.random.default_rng(_SEED)
    return (
        *cut_excerpts(examples, np.random.default_rng(_EXCERPT_SEED)),
        *fill_templates(examples, random),
        *append_boilerplate(examples, random),
    )


def cut_excerpts(examples: Sequence[Example], random: np.random.Generator) -> Iterator[Example]:
    """
    Cut briefs from long pieces: 15 to 40 % of the paragraphs in a row, mostly the first ones, every other time without a title.

    A brief is a version of its source although most of the source is missing from it: without such pairs the fit takes every
    unmatched passage of the longer side for a sign against.
    """
    for example in examples:
        if random.random() >= EXCERPT_RATE:
            continue
        paragraphs = _paragraphs(example.article.text)
        if len(paragraphs) < 4:
            continue
        count = max(1, int(len(paragraphs) * random.uniform(0.15, 0.4)))
        start = 0 if random.random() < 0.7 else int(random.integers(0, len(paragraphs) - count))
        text = "\n\n".join(paragraphs[start : start + count])
        if len(text) >= 150:
            title = example.article.title if random.random() < 0.5 else ""
            yield _make(example, "~x", title, text)


def fill_templates(examples: Sequence[Example], random: np.random.Generator) -> Iterator[Example]:
    """
    Fill the wording of articles with other numbers and names, as a weather report or a match report is filled in day after day.

    Such a text is no version of its source although they share nearly every sentence: without such pairs the fit takes shared
    wording for proof. Each digit is drawn anew, so that no number stays but a short one by chance; each name becomes, mostly, one
    name of another article throughout; some other words change too, and some paragraphs are dropped. Only texts with four numbers
    or more serve: with fewer there is little to fill in.
    """
    names, words = _vocabularies(examples)
    for example in examples:
        if random.random() >= TEMPLATE_RATE:
            continue
        language = short_code(example.gold.language)
        text = "\n\n".join(_paragraphs(example.article.text)[:8])[:1800]
        if len(names[language]) < 50 or len(words[language]) < 100 or len(_find_numbers.findall(text)) < 4:
            continue
        fill = _Fill(
            random=random,
            name_by_name={name: names[language][random.integers(len(names[language]))] for name in sorted(set(find_names(text)))},
            name_rate=random.uniform(0.0, 1.0),
            words=words[language],
            word_rate=random.uniform(0.0, 0.2),
        )
        filled, title = fill.change(text), fill.change(example.article.title)
        drop_rate = random.uniform(0.0, 0.3)
        kept = "\n\n".join(paragraph for paragraph in _paragraphs(filled) if random.random() > drop_rate)
        gold = example.gold
        # A group of its own, and an event of its own so that it is never in the fold of other articles of the source's event.
        yield _make(example, "~t", title, kept or filled, group=f"{gold.group}~t", event=f"template{gold.group}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fill:
    """What a template is filled with."""

    random: np.random.Generator
    name_by_name: Mapping[str, str]
    name_rate: float
    words: Sequence[str]
    word_rate: float

    def change(self, text: str) -> str:
        return str(_find_words.sub(self._word, _find_numbers.sub(self._number, text)))

    def _number(self, match: re.Match[str]) -> str:
        return "".join(str(self.random.integers(0 if place else 1, 10)) for place in range(len(match.group())))

    def _word(self, match: regex.Match[str]) -> str:
        word: str = match.group()
        if word in self.name_by_name:
            return self.name_by_name[word] if self.random.random() < self.name_rate else word
        if word.islower() and self.random.random() < self.word_rate:
            return self.words[int(self.random.integers(len(self.words)))]
        return word


def append_boilerplate(examples: Sequence[Example], random: np.random.Generator) -> Iterator[Example]:
    """
    Put one block of a third article under three to five unlike ones, as a publisher puts "About us" under all that it sends.

    What the block has in common makes none of them versions of each other: without such pairs a long shared passage passes for
    one article in two settings. With the block an article stays a version of what it was.
    """
    shuffled = [examples[place] for place in random.permutation(len(examples))]
    long_ones = [example for example in shuffled if len(example.article.text) > 1200]
    place = 0
    for _ in range(max(MIN_BLOCKS, len(examples) // ARTICLES_A_BLOCK) if long_ones else 0):
        third = long_ones[random.integers(len(long_ones))]
        start = random.integers(0, len(third.article.text) - 900)
        block = third.article.text[start : start + int(random.integers(400, 900))]
        block = block[block.find(" ") + 1 :]
        count = int(random.integers(3, 6))
        for example in shuffled[place : place + count]:
            if example.gold.group != third.gold.group and example.gold.language == third.gold.language:
                yield _make(example, "~b", example.article.title, f"{example.article.text[:1500]}\n\n{block}")
        place += count
        if place > len(shuffled) - 6:
            break


def _make(source: Example, sign: str, title: str, text: str, *, group: str | None = None, event: str | None = None) -> Example:
    id = source.article.id + sign
    gold = source.gold
    return Example(
        article=Article(id=id, title=title, text=text),
        gold=replace(gold, id=id, group=group or gold.group, event=event or gold.event),
        is_made=True,
    )


def _paragraphs(text: str) -> list[str]:
    return _part_paragraphs.split(text)


def _vocabularies(examples: Sequence[Example]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """List by language the names of its first 150 articles, and the longer words without a capital of its first 50."""
    texts: dict[str, list[str]] = {}
    for example in examples:
        texts.setdefault(short_code(example.gold.language), []).append(example.article.text)
    names = {
        language: sorted({name for text in own[:150] for name in find_names(text[:3000])}) for language, own in texts.items()
    }
    words = {
        language: sorted(
            {word for text in own[:50] for word in _find_words.findall(text[:2000]) if word.islower() and len(word) > 3}
        )
        for language, own in texts.items()
    }
    return names, words
