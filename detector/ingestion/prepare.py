"""
Make articles ready to be compared.

In: articles as handed in or read. Out: the same articles unwrapped, cut into normalised segments, their languages known, in
order of id; and those that were left out, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from detector.datatypes import Article, CutPassage, PreparedArticle, SegmentMarks, Segments, SkippedFile, Wrapper
from detector.ingestion.language import ArticleLanguages, identify_article
from detector.ingestion.mojibake import repair_mojibake
from detector.ingestion.normalise import normalise, normalise_in_place
from detector.ingestion.segments import Span, split_paragraphs, split_segments
from detector.ingestion.wrappers import Recurring, find_recurring, find_wrapper
from detector.parallel import map_in_order
from detector.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how many articles are done and how many there are."""


class _Ready(NamedTuple):
    """What is found of an article, without the article itself: that is where the answer is wanted."""

    language: str
    languages: tuple[str, ...]
    marks: SegmentMarks
    wrapper: Wrapper | None


@dataclass(frozen=True, slots=True)
class _Unwrapped:
    """What is left of an article without its wrapper."""

    wrapper: Wrapper | None
    title: str
    title_span: Span
    pieces: Sequence[tuple[int, Span]]
    """The number of its paragraph and the place of each piece of the body."""
    texts: Sequence[str]
    """The pieces."""


_IDEOGRAPHS_A_WORD = 2
_UNSPACED_LETTERS_A_WORD = 4
"""Characters that make a word where no spaces part words: of Han and kana, and of the scripts of South-East Asia and Tibet.

Our choice: near the mean word lengths of segmented Chinese and Japanese, and of Thai, news.
"""

_find_words = re.compile(
    rf"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{{1,{_IDEOGRAPHS_A_WORD}}}"
    rf"|[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff]{{1,{_UNSPACED_LETTERS_A_WORD}}}"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u109f\u1780-\u17ff])\w)+"
).finditer


_AT_ONCE = 250
"""Articles of one piece of work: enough that a process is not asked for too often, few enough that none waits for the last."""


def prepare(
    articles: Iterable[Article],
    settings: Settings,
    progress: Progress | None = None,
    n_jobs: int = 1,
    *,
    recurring: Recurring | None = None,
) -> tuple[tuple[PreparedArticle, ...], tuple[SkippedFile, ...]]:
    """
    Prepare articles for comparison.

    Args:
        articles: In any order; of two with one id the first stays.
        settings: ``min_words`` is what bounds an article from below.
        progress: Told of every hundredth article.
        recurring: The passages that are frames, where they are known from elsewhere; else the articles tell.

    Returns:
        The prepared articles in order of id, and what was skipped in order of the input.
    """
    given = tuple(articles)
    prepared: list[PreparedArticle] = []
    skipped: list[SkippedFile] = []
    first_by_id: dict[str, Article] = {}
    for article in given:
        first_by_id.setdefault(article.id, article)
    frames = find_recurring(tuple(first_by_id.values())) if recurring is None else recurring
    distinct = [article for article in given if first_by_id[article.id] is article]
    chunks = [distinct[start : start + _AT_ONCE] for start in range(0, len(distinct), _AT_ONCE)]

    def prepare_chunk(chunk: Sequence[Article]) -> list[_Ready | SkippedFile]:
        # Stage by stage, not article by article: the tables of a stage are large, and what it asks them for stays at hand.
        unwrapped = [_unwrap(article, settings.min_words, frames) for article in chunk]
        told = [one if isinstance(one, SkippedFile) else (one, _identify(one)) for one in unwrapped]
        return [
            one if isinstance(one, SkippedFile) else _segment(article, *one) for article, one in zip(chunk, told, strict=True)
        ]

    ready = chain.from_iterable(map_in_order(prepare_chunk, chunks, n_jobs))
    for n_done, article in enumerate(given):
        if progress is not None and n_done % 100 == 0:
            progress("prepare", n_done, len(given))
        first = first_by_id[article.id]
        answer = next(ready) if first is article else _duplicate(article, first)
        if isinstance(answer, SkippedFile):
            skipped.append(answer)
        else:
            language, languages, marks, wrapper = answer
            segments = Segments(marks, article.title, article.text)
            prepared.append(
                PreparedArticle(article=article, language=language, languages=languages, segments=segments, wrapper=wrapper)
            )
    if progress is not None:
        progress("prepare", len(given), len(given))
    return tuple(sorted(prepared, key=lambda ready: ready.id)), tuple(skipped)


def _duplicate(article: Article, first: Article) -> SkippedFile:
    return SkippedFile(
        path=article.path or article.id,
        reason=(
            f"an id must be unique, was: {article.id}, which is already the id of {first.path or 'an earlier article'}; "
            f"{article.path or 'the later article'} was left out: give it an id of its own"
        ),
    )


def _unwrap(article: Article, min_words: int, recurring: Recurring) -> _Unwrapped | SkippedFile:
    paragraphs = split_paragraphs(article.text)
    wrapper = find_wrapper(article, recurring, paragraphs)
    title_span = _strip(article.title)
    title = article.title[slice(*title_span)]
    pieces = [
        (number, piece)
        for number, paragraph in enumerate(paragraphs)
        for piece in _without_passages(article.text, paragraph, wrapper.passages if wrapper else ())
    ]
    texts = [article.text[start:end] for _, (start, end) in pieces]
    n_words = _count_words([title, *texts], min_words)
    if n_words < min_words:
        return SkippedFile(
            path=article.path or article.id,
            reason=f"an article must have at least {min_words} words, has {n_words}; to take it in, lower min_words",
        )
    return _Unwrapped(wrapper, title, title_span, pieces, texts)


def _identify(one: _Unwrapped) -> ArticleLanguages:
    return identify_article(repair_mojibake(one.title), [repair_mojibake(text) for text in one.texts])


def _segment(article: Article, one: _Unwrapped, languages: ArticleLanguages) -> _Ready:
    marks = SegmentMarks.of(_segments(one, languages), article.title, article.text)
    return _Ready(language=languages.main, languages=languages.in_order, marks=marks, wrapper=one.wrapper)


def _segments(one: _Unwrapped, languages: ArticleLanguages) -> Iterator[tuple[str, int, int, str, int]]:
    """List text, start, end, language and paragraph of each segment."""
    if normal_title := normalise(one.title, languages.title):
        yield normal_title, *one.title_span, languages.title, -1
    for (number, (offset, _)), text, language in zip(one.pieces, one.texts, languages.paragraphs, strict=True):
        in_place = normalise_in_place(text)
        for start, end in split_segments(text, language):
            if normal := normalise(text[start:end], language) if in_place is None else in_place[start:end]:
                yield normal, offset + start, offset + end, language, number


def _without_passages(text: str, paragraph: Span, passages: Sequence[CutPassage]) -> list[Span]:
    """List what is left of a paragraph, which is all of it wherever no passage of the wrapper touches it."""
    start, end = paragraph
    left: list[Span] = []
    for passage in passages:
        if passage.start < end and passage.end > start:
            left.append((start, passage.start))
            start = passage.end
    if not left:
        return [paragraph]
    left.append((start, end))
    stripped = []
    for piece_start, piece_end in left:
        inner_start, inner_end = _strip(text[piece_start:piece_end])
        if inner_start < inner_end:
            stripped.append((piece_start + inner_start, piece_start + inner_end))
    return stripped


def _strip(text: str) -> Span:
    stripped = text.strip()
    start = text.find(stripped)
    return start, start + len(stripped)


def _count_words(texts: Iterable[str], enough: int) -> int:
    """Count words up to ``enough``, which is all that is asked."""
    n_words = 0
    for text in texts:
        n_words += sum(1 for _ in islice(_find_words(text), enough - n_words))
        if n_words >= enough:
            break
    return n_words
