"""
Match the edges of a text against the rules, and against what recurs in its folder.

In: an article. Out: its wrapper, or ``None``. Only whole paragraphs or whole lines are taken, each by a rule that matches all of
it, and never from the middle of a text: from each end the search stops where the body has begun.
"""

from __future__ import annotations

import bisect
import functools
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detector.datatypes import Article, CutPassage, Wrapper
from detector.ingestion.normalise import normalise
from detector.ingestion.regions import language_by_name, language_of_region
from detector.ingestion.segments import Span, split_paragraphs
from detector.ingestion.wrappers.addressed import ADDRESSED
from detector.ingestion.wrappers.calls import CALLS
from detector.ingestion.wrappers.credits import CREDITS, IMPRINTS
from detector.ingestion.wrappers.cues import needed, read_cues
from detector.ingestion.wrappers.forms import DATELINE, FORMS, TALK, end_of_dateline
from detector.ingestion.wrappers.notices import NOTICES, REGION_NOTICE, end_of_region_notice
from detector.ingestion.wrappers.pagetalk import is_button
from detector.ingestion.wrappers.recurring import HEAD_PARAGRAPHS, RECURRING, TAIL_PARAGRAPHS, Recurring, passage_key
from detector.ingestion.wrappers.rule import KINDS, LANGUAGE, MAX_CHARACTERS, Rule
from detector.ingestion.wrappers.worded import WORDED

RULES: tuple[Rule, ...] = (*NOTICES, *CREDITS, *IMPRINTS, *CALLS, *WORDED, *ADDRESSED, *FORMS)
"""Every rule, in the order in which they are tried. Our choice, from notices of fourteen languages; the forms of credits are
those in use at agencies."""

EDGE_PARAGRAPHS = 6
"""How many paragraphs from each end are looked at, not counting those that rules take or that recur, and items of lists."""
_MAX_MATCHED = 24
"""Paragraphs from each end that rules may take, which bounds the work."""
_BODY_WORDS = 20
_BODY_DENSE = 40
"""Words, or characters of scripts that part no words, that make a paragraph the body's."""
_MAX_BODY_PARAGRAPHS = 1
"""From either end the search stops after more of the body's paragraphs than that: at the head one standfirst, at the end one
contact or legal passage."""
_MIN_RECURRING = 24
"""Characters that recur at an end from which they are cut: "Introduction" and "Notes" head many an article, and frame none. Our
choice; not measured at other values."""
_MAX_CONTACT = 80
"""Characters of a line that may stand between passages that recur at the end. Our choice; not measured at other values."""
_BOXES = tuple(map(needed, (("letter",), ("!subscribe",), ("!receive",), ("!continue",))))
_MAX_TITLE_WORDS = 6
_MAX_LIST = 8
_MAX_ITEM = 120
"""How many titles without a mark a list may hold, and of how many characters each. Our choice; not measured at other values."""

_find_language = re.compile(
    r"(?:\b(?:from|of)(?: the)?(?: original)? |\bof an? |\b(?:с|со|з|із|зі|aus dem|eines|du|del|do|dal|uit het|z|z języka) |"
    r"\b(?:de l|dall)'|译自|\b(?:عن|من) (?:اللغة )?)"
    rf"({LANGUAGE})|\b({LANGUAGE})(?:'?[dt][ea]n |から)",
    re.IGNORECASE,
).search
_find_dense = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]").findall
_find_sentence_ends = re.compile(r"[.!?…。؟](?=\s|$)").findall
_find_line = re.compile(r"[^\n]+").finditer
_is_item = re.compile(r"\s*[\-–—•*·▪‣►→・>»]").match
_ends_sentence = re.compile(r"[.!?…。！？।॥؟۔։።][\"'»”’」』）)\]]*\s*$").search

Told = dict[str, str | None]
"""What a passage says of the origin: ``region``, ``source``, ``language``."""


_Match = Callable[[str], "re.Match[str] | None"]


class _Matcher:
    """A rule with its rows of cues, and its patterns compiled when a paragraph is first held against them."""

    __slots__ = ("matches", "of_all_rows", "rows", "rule")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.rows = tuple(map(needed, rule.cues))
        self.of_all_rows = functools.reduce(operator.and_, self.rows) if self.rows else 0
        self.matches: tuple[tuple[bool, _Match], ...] | None = None if rule.patterns else ()


def _compile(rule: Rule) -> tuple[tuple[bool, _Match], ...]:
    """Compile a rule's patterns, those for small letters as one, those that mind letter case each; and tell which do."""
    cased = [pattern for pattern in rule.patterns if "(?-i:" in pattern]
    folded = [pattern for pattern in rule.patterns if "(?-i:" not in pattern]
    # Without IGNORECASE a branch that begins with another letter costs next to nothing.
    first = ((False, re.compile("|".join(folded), re.DOTALL).fullmatch),) if folded else ()
    return (*first, *((True, re.compile(pattern, re.DOTALL | re.IGNORECASE).fullmatch) for pattern in cased))


_MATCHERS = tuple(map(_Matcher, RULES))
_LIMITS = sorted({rule.max_characters for rule in RULES})


@functools.cache
def _matchers_of(least_limit: int, *, is_end: bool, is_outside: bool) -> tuple[_Matcher, ...]:
    """List what may match at such a place a paragraph that some limit is the least to allow."""
    return tuple(
        matcher
        for matcher in _MATCHERS
        if matcher.rule.max_characters >= least_limit
        and (is_end or not matcher.rule.at_end_only)
        and (is_outside or not matcher.rule.outside_body)
    )


_CONTINUES = {rule.name: re.compile(rule.continued_by).fullmatch for rule in RULES if rule.continued_by}


@dataclass(slots=True)
class _Piece:
    """A paragraph or a line at the edge of a text."""

    span: Span
    is_end: bool
    rule: Rule | None = None
    told: Told | None = None


def find_wrapper(
    article: Article, recurring: Recurring | None = None, paragraphs: Sequence[Span] | None = None
) -> Wrapper | None:
    """
    Find the wrapper of an article, and what it says of the article's origin.

    A text that is nothing but notices has no wrapper, and where cutting what recurs would leave nothing like a body, that stays:
    something must be left to compare.

    Args:
        article: One article.
        recurring: What recurs in its folder, as ``find_recurring`` tells; nothing where it is not given.
        paragraphs: Those of its text, where they are known already.
    """
    text = article.text
    spans = split_paragraphs(text) if paragraphs is None else paragraphs
    learned = _learned(article, spans, recurring) if recurring else frozenset[int]()
    pieces = _edges(text, spans, learned)
    if learned and not _has_body(text, spans, pieces):
        pieces = _edges(text, spans, frozenset())
    _continue_lists(text, pieces)
    _take_buttons(text, pieces)
    found = [(piece.span, piece.rule, piece.told or {}) for piece in pieces if piece.rule is not None]
    if dateline := _find_dateline(text, spans, pieces):
        found.append((dateline, DATELINE, {}))
        found.sort(key=lambda passage: passage[0])
    if not found or not _has_letters(text, [span for span, _, _ in found]):
        return None
    told: dict[str, str] = {}
    for _, _, groups in found:
        for name, value in groups.items():
            if value:
                told.setdefault(name, value)
    region = told.get("region")
    language = language_by_name(told["language"]) if "language" in told else None
    return Wrapper(
        kind=min((rule.kind for _, rule, _ in found), key=KINDS.index),
        region=region,
        source=_clean_source(told["source"]) if "source" in told else None,
        language=language or (language_of_region(region) if region else None),
        passages=tuple(CutPassage(start=start, end=end, rule=rule.name) for (start, end), rule, _ in found),
    )


def _find_dateline(text: str, spans: Sequence[Span], pieces: Sequence[_Piece]) -> Span | None:
    """Find the mark of an agency before the first words of the body."""
    cut = {piece.span for piece in pieces if piece.rule is not None}
    first = next((span for span in spans[: EDGE_PARAGRAPHS + 1] if span not in cut), None)
    if first is None:
        return None
    length = end_of_dateline(text[slice(*first)])
    return (first[0], first[0] + len(text[first[0] : first[0] + length].rstrip())) if length else None


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph or line would be taken for a part of a wrapper, and so is no title."""
    return _match(paragraph, is_end=True) is not None


def _learned(article: Article, spans: Sequence[Span], recurring: Recurring) -> frozenset[int]:
    """Find the numbers of the paragraphs at the edges that recur in the folder."""
    text, found = article.text, set()
    tail_start = max(len(spans) - TAIL_PARAGRAPHS, 0)
    for is_end, numbers in ((False, range(min(HEAD_PARAGRAPHS, len(spans)))), (True, range(tail_start, len(spans)))):
        for number in numbers:
            if recurring.holds(passage_key(text[slice(*spans[number])], is_end=is_end), article.outlet):
                found.add(number)
    return frozenset(found)


def _edges(text: str, spans: Sequence[Span], learned: frozenset[int]) -> list[_Piece]:
    """List what may be of the wrapper, in order: from the end backwards, then from the head as far as the end has not come."""
    tail: list[list[_Piece]] = []
    first = len(spans)
    for number, pieces in _walk(text, spans, range(len(spans) - 1, -1, -1), learned, is_end=True):
        tail.append(pieces)
        first = number
    head = [piece for _, pieces in _walk(text, spans, range(first), learned, is_end=False) for piece in pieces]
    all_pieces = head + [piece for pieces in reversed(tail) for piece in pieces]
    for is_end in (False, True):
        run = [piece for piece in all_pieces if piece.is_end == is_end and piece.rule is RECURRING]
        if sum(piece.span[1] - piece.span[0] for piece in run) < _MIN_RECURRING:
            for piece in run:
                piece.rule = None
    return all_pieces


def _walk(
    text: str, spans: Sequence[Span], numbers: Sequence[int], learned: frozenset[int], *, is_end: bool
) -> Iterator[tuple[int, list[_Piece]]]:
    n_body = n_seen = n_matched = 0
    is_frame = True
    for number in numbers:
        start, end = spans[number]
        if number in learned and is_frame:
            yield number, [_Piece(span=(start, end), is_end=is_end, rule=RECURRING)]
            continue
        if n_seen == EDGE_PARAGRAPHS or n_matched == _MAX_MATCHED or n_body > _MAX_BODY_PARAGRAPHS:
            return
        paragraph = text[start:end]
        pieces = list(_match_paragraph(text, (start, end), is_end=is_end, is_outside=n_body == 0))
        if any(piece.rule for piece in pieces):
            n_matched += 1
            n_body += any(piece.rule is None and _is_body(text[slice(*piece.span)]) for piece in pieces)
        else:
            n_seen += not (is_end and _is_item(paragraph))
            n_body += _is_body(paragraph)
            is_frame = is_frame and is_end and _may_be_contact(paragraph)
        yield number, pieces


def _match_paragraph(text: str, paragraph: Span, *, is_end: bool, is_outside: bool) -> Iterator[_Piece]:
    start, end = paragraph
    if length := end_of_region_notice(text[start:end]):
        # The notice is known by its head, and whatever follows it there is judged alone.
        notice = text[start : start + length].rstrip()
        yield _Piece((start, start + len(notice)), is_end, *(_match(notice, is_end=is_end) or (REGION_NOTICE, {})))
        yield from _match_paragraph(text, (start + length, end), is_end=is_end, is_outside=is_outside)
        return
    matched = _match(text[start:end], is_end=is_end, is_outside=is_outside)
    if matched is not None or "\n" not in text[start:end]:
        yield _Piece((start, end), is_end, *(matched or (None, None)))
        return
    for line in _find_line(text, start, end):
        stripped = line[0].strip()
        if stripped:
            left = line.start() + line[0].find(stripped)
            matched = _match(stripped, is_end=is_end, is_outside=is_outside)
            yield _Piece((left, left + len(stripped)), is_end, *(matched or (None, None)))


def _continue_lists(text: str, pieces: Sequence[_Piece]) -> None:
    """Give the lines under a call to share, or under the heading of a list, to the rule of the line above."""
    for place, piece in enumerate(pieces):
        continues = _CONTINUES.get(piece.rule.name) if piece.rule else None
        if piece.rule is None or continues is None:
            continue
        n_items = 0
        for follower in pieces[place + 1 :]:
            if follower.rule or follower.is_end != piece.is_end or not continues(normalise(text[slice(*follower.span)]).lower()):
                break
            follower.rule = piece.rule
            n_items += 1
        if piece.rule.opens_list and not n_items and piece.is_end:
            _take_titles(text, piece.rule, pieces[place + 1 :], n_least=1)


def _take_buttons(text: str, pieces: Sequence[_Piece]) -> None:
    """Give lines of a page's own words to the notice beside them, and the titles of a list to such a line that heads it."""

    @functools.cache
    def is_named_button(span: Span) -> bool:
        return span[1] - span[0] <= _MAX_ITEM and is_button(normalise(text[slice(*span)]))

    for ordered in (pieces, pieces[::-1]):
        is_above = ordered is not pieces
        for before, piece in pairwise(ordered):
            if piece.rule is None and before.rule and before.rule.kind == "page" and before.is_end == piece.is_end:
                line = text[slice(*piece.span)]
                if is_named_button(piece.span) or (len(line) <= _MAX_ITEM and is_above and piece.is_end and _heads_box(line)):
                    piece.rule = before.rule
    run: list[_Piece] = []
    for piece in reversed(pieces):
        if not piece.is_end or (piece.rule is None and not is_named_button(piece.span)):
            break
        run += [piece] if piece.rule is None else []
    if len(run) > 1:
        for piece in run:
            piece.rule = TALK
    for place, piece in enumerate(pieces):
        if piece.is_end and (piece.rule is None or not piece.rule.opens_list) and is_named_button(piece.span):
            followers = pieces[place + 1 :]
            if any(follower.rule is None for follower in followers):
                _take_titles(text, TALK, followers, n_words=1)
                if piece.rule is None and followers and all(follower.rule for follower in followers):
                    piece.rule = TALK


def _heads_box(line: str) -> bool:
    """Tell whether a line may be the title of a box with a call to subscribe: it names a letter, or begins with what one does."""
    return (
        len(line.split()) <= _MAX_TITLE_WORDS
        and not _ends_sentence(line)
        and _has_row(_BOXES, read_cues(normalise(line).lower()))
    )


def _take_titles(text: str, rule: Rule, followers: Sequence[_Piece], *, n_words: int = 3, n_least: int = 2) -> None:
    """Take unmarked titles of so many words under the heading of a list, if they and notices are all that follows it."""
    titles = [follower for follower in followers if follower.rule is None]
    if n_least <= len(titles) <= _MAX_LIST and all(_is_title(text[slice(*title.span)], n_words) for title in titles):
        for title in titles:
            title.rule = rule


def _is_title(line: str, n_words: int) -> bool:
    return (
        len(line) <= _MAX_ITEM
        and not line[0].islower()
        and (len(line.split()) >= n_words or len(_find_dense(line)) >= 5)
        and _ends_sentence(line) is None
    )


def _match(paragraph: str, *, is_end: bool, is_outside: bool = True) -> tuple[Rule, Told] | None:
    if len(paragraph) > MAX_CHARACTERS:
        return None
    normal = normalise(paragraph)
    if not normal:
        return None
    # A dotted capital I is the one letter whose small form is longer, which would shift what is found.
    folded = normal.replace("İ", "I").lower()
    limits = _LIMITS[bisect.bisect_left(_LIMITS, len(normal)) :]
    if not limits:
        return None
    cues = -1
    for matcher in _matchers_of(limits[0], is_end=is_end, is_outside=is_outside):
        rule = matcher.rule
        if matcher.rows:
            cues = read_cues(folded) if cues < 0 else cues
            if matcher.of_all_rows & ~cues or not _has_row(matcher.rows, cues) or not _is_in_form(rule, normal):
                continue
        if rule.form is not None:
            if rule.form(normal, is_end=is_end) and _is_in_form(rule, normal):
                return rule, {}
            continue
        if matcher.matches is None:
            matcher.matches = _compile(rule)
        for is_cased, matches_all in matcher.matches:
            match = matches_all(normal if is_cased else folded)
            if match is not None:
                return rule, _told(rule, match, normal)
    return None


def _has_row(rows: Sequence[int], cues: int) -> bool:
    for row in rows:  # noqa: SIM110  # A generator takes twice as long, and this is asked of each paragraph and rule.
        if row & cues == row:
            return True
    return False


def _is_in_form(rule: Rule, normal: str) -> bool:
    """Tell whether a paragraph has no more sentences than a rule allows, and names the language that it asks for."""
    if rule.names_language and _find_language(normal) is None:
        return False
    return len(_find_sentence_ends(normal)) <= rule.max_sentences


def _told(rule: Rule, match: re.Match[str], normal: str) -> Told:
    told = {name: normal[slice(*match.span(name))] if match[name] else None for name in match.re.groupindex}
    if rule.kind == "translation" and (language := _find_language(normal)):
        told["language"] = language[1] or language[2]
    return told


def _may_be_contact(paragraph: str) -> bool:
    """Tell whether a paragraph may differ within one frame: a name, an address, a number to call."""
    return len(paragraph) <= _MAX_CONTACT and not _ends_sentence(paragraph)


def _is_body(paragraph: str) -> bool:
    return len(paragraph.split()) >= _BODY_WORDS or (not paragraph.isascii() and len(_find_dense(paragraph)) >= _BODY_DENSE)


def _has_body(text: str, spans: Sequence[Span], pieces: Sequence[_Piece]) -> bool:
    """Tell whether a paragraph of the body is left."""
    cut = {piece.span for piece in pieces if piece.rule is not None}
    return any(span not in cut and _is_body(text[slice(*span)]) for span in spans)


def _clean_source(source: str) -> str:
    """Drop what a source line says twice: ``United Nations - United Nations -`` is ``United Nations``."""
    return " - ".join(dict.fromkeys(part.strip(" -") for part in source.split(" - ") if part.strip(" -")))


def _has_letters(text: str, cut: Sequence[Span]) -> bool:
    """Tell whether letters are left between the passages that are cut."""
    starts, ends = [0, *(end for _, end in cut)], [*(start for start, _ in cut), len(text)]
    return any(character.isalpha() for start, end in zip(starts, ends, strict=True) for character in text[start:end])
