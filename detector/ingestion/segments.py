"""
Cut a text into paragraphs, and a paragraph into segments.

In: text as it was read. Out: offsets into it, in order, stripped of white space, never empty, never overlapping, and together
covering every character that is not white space. A segment is a sentence, or a bounded piece where a script marks no sentences;
that two versions are cut alike matters more than that a grammarian would agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate, pairwise

import regex
import sentencex

Span = tuple[int, int]

_MAX_ALPHABETIC = 360
_MAX_DENSE = 120
_MAX_UNMARKED = 160
_MAX_MARKED = 320
"""Longest segment in characters: of alphabets, of scripts that write a word in about two characters, and of those of South-East
Asia and Tibet, where a sentence has no mark and where it has one. Our choice: about 50 words each, which a sentence encoder reads
well; the third gives pieces of 80 to 160, and under it one sentence in two would be cut that ends with a mark: Lao, Khmer,
Burmese and Tibetan news of ntrex was cut into 1.3 to 1.8 times as many segments as its English.
"""

_MIN_CHARACTERS = 12
_MIN_WORDS = 3
_MIN_DENSE = 5
"""A shorter piece is joined to its neighbour: ``No.`` and ``5 is alive`` are one sentence, and ``Yes.`` alone aligns with
anything."""

_UNMARKED_LANGUAGES = frozenset({"th", "lo", "km", "my", "bo", "dz"})

_find_empty_line = re.compile(r"\n[^\S\n]*(?:\n\s*)").finditer
_find_line = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+").finditer
_find_dense = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]").findall
_find_unmarked = re.compile(r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff]").findall
_ends_sentence = re.compile(r"[.!?…。！？।॥؟۔።։:;။។៕།༎][\"'»”’」』）)\]]*\s*$").search
_find_clause_end = re.compile(r"[,;:)\]»”、，；：）」』،؛၊။།༎។៕፣፤፥][\s\u0f0b]*|\s[-–—]+(?=\s)|\s+").finditer
_PLAINLY_CUT = frozenset({"my", "pa"})
"""Languages that sentencex's own rules cut wrongly: at a Burmese genitive, and not at the full stop that half of Punjabi news
uses. Its rules for no language do better."""

_find_own_end = regex.compile(
    r"[፡]{2,}\s*"
    r"|[។៕]+\s*"
    r"|[།༎༏༐༑]+(?:\s+[།༎]+)*\s*"
    r"|(?<=[\u0900-\u0dff]\s?)\|(?=\s|$)"
    r"|…[\p{Pf}\p{Pe}\"']*\s+(?=[\p{Pi}\p{Ps}\"'¿¡–—-]*\p{Lu})"
).finditer
"""Ends of sentences that sentencex does not know: two Ethiopic word spaces for a full stop, the marks of Khmer and Tibetan, a bar
typed for a danda, and the one-character ellipsis, which must cut where three full stops do."""

_find_seen = re.compile("[^\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]").search
"""Finds the first character that is seen: right-to-left text can have direction marks before each sentence."""
_continues = re.compile(r"[»”’](?!\w)|\.{3}|[^\w\s\"'“‘«„‚»”’(\[{¿¡\-–—•*#@$€£%+<>/\\&~|=^§…\u1000-\u109f\x80-\x9f]").match
"""What cannot begin a sentence. A closing mark before a letter is an opening one (»so«, ”så”); a Burmese text in an old font's
encoding begins with vowel signs, and one in a wrong encoding with control characters that are quotation marks."""
_is_quoting_particle = re.compile(r"(?:と|って|など)").match


def split_paragraphs(text: str) -> list[Span]:
    """
    Find the paragraphs of ``text``, as offsets in [start, end).

    Paragraphs are parted by empty lines. In a text without an empty line every line is a paragraph, unless the lines look as if
    they were wrapped by a machine at a fixed width.
    """
    gaps = list(_find_empty_line(text.replace("\r", " ") if "\r" in text else text))
    if gaps:
        starts = [0, *(gap.end() for gap in gaps)]
        ends = [*(gap.start() for gap in gaps), len(text)]
        return _strip_all(text, zip(starts, ends, strict=True))
    lines = _strip_all(text, (match.span() for match in _find_line(text)))
    if _is_wrapped(text, lines):
        return [(lines[0][0], lines[-1][1])]
    return lines


def split_segments(text: str, language: str) -> list[Span]:
    """
    Find the segments of one paragraph, as offsets in [start, end).

    Args:
        text: One paragraph.
        language: ISO 639 code of its language, which knows its abbreviations; any code is taken, also ``und``.

    Source:
        Sentence boundaries by sentencex (Wikimedia Foundation, 2024); what is joined and how long pieces are cut is our choice.
    """
    if len(text.splitlines()) == 1:
        lines = _strip_all(text, ((0, len(text)),))
    else:
        lines = _strip_all(text, (match.span() for match in _find_line(text)))
        if len(lines) > 1:
            lines = _unwrap(text, lines)
    segments: list[Span] = []
    for start, end in lines:
        segments += _split_line(text, start, end, language)
    return _join_short(text, segments)


def _split_line(text: str, start: int, end: int, language: str) -> list[Span]:
    line = text[start:end]
    if len(line) <= _MIN_CHARACTERS:
        return [(start, end)]
    parts = sentencex.segment("und" if language in _PLAINLY_CUT else language, line)
    ends = {*accumulate(map(len, parts)), len(line)}
    if not line.isascii():
        ends.update(match.end() for match in _find_own_end(line))
    elif len(ends - {0}) == 1 and end - start <= _MAX_ALPHABETIC:
        return _strip_all(text, ((start, end),))
    sentences = _strip_all(text, pairwise((start, *(start + end for end in sorted(ends - {0})))))
    pieces: list[Span] = []
    for sentence_start, sentence_end in _join_continuations(text, sentences):
        if sentence_end - sentence_start <= _MAX_DENSE:
            pieces.append((sentence_start, sentence_end))
        else:
            pieces += _cut_long(text, sentence_start, sentence_end, language)
    return pieces


def _join_continuations(text: str, sentences: list[Span]) -> list[Span]:
    """Join what cannot begin a sentence (a lower-case letter, a comma, a closing mark) to the sentence before it."""
    joined: list[Span] = []
    for start, end in sentences:
        if joined and _is_continuation(text, start, joined[-1][1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_continuation(text: str, start: int, previous_end: int) -> bool:
    character = text[start]
    if character.isascii() and character.isalnum():
        if character.islower():
            return True
    else:
        first = _find_seen(text, start)
        if first is None or _is_lower(first[0]) or _continues(text, first.start()):
            return True
    if text[previous_end - 1] == "\u104a":
        # The Burmese comma, which sentencex takes for a full stop.
        return True
    return text[previous_end - 1] in "」』" and _is_quoting_particle(text, start) is not None


def _is_lower(character: str) -> bool:
    """Tell a lower-case letter; Unicode counts those of Georgian, which has no other in running text, among them."""
    return character.islower() and not "\u10d0" <= character <= "\u10ff"


def _cut_long(text: str, start: int, end: int, language: str) -> list[Span]:
    """Cut a piece over the bound into equal parts, each at the clause mark or space nearest to where it should end."""
    bound = _bound(text, start, end, language)
    pieces: list[Span] = []
    while end - start > bound:
        n_parts = -(-(end - start) // bound)
        ideal = start + (end - start) // n_parts
        cut = _nearest_break(text, start, ideal, min(start + bound, end))
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return _strip_all(text, pieces) if len(pieces) > 1 else pieces


def _bound(text: str, start: int, end: int, language: str) -> int:
    sample = text[start : start + _MAX_DENSE]
    if sample.isascii():
        return _MAX_ALPHABETIC
    if language in _UNMARKED_LANGUAGES or len(_find_unmarked(sample)) > _MAX_DENSE // 2:
        return _MAX_MARKED if language != "th" and _ends_sentence(text, start, end) else _MAX_UNMARKED
    return _MAX_DENSE if len(_find_dense(sample)) > _MAX_DENSE // 3 else _MAX_ALPHABETIC


def _nearest_break(text: str, start: int, ideal: int, last: int) -> int:
    earliest = start + (ideal - start) // 2
    best, best_distance = 0, last
    for match in _find_clause_end(text, earliest, last):
        cut = match.end()
        # A clause mark is worth a way of up to a quarter of the piece: cutting inside a clause parts words that belong together.
        distance = abs(cut - ideal) + ((ideal - start) // 4 if match[0].isspace() else 0)
        if start < cut < last and distance < best_distance:
            best, best_distance = cut, distance
    if best:
        return best
    cut = ideal
    while cut > earliest and unicodedata.category(text[cut])[0] == "M":
        cut -= 1
    return max(cut, start + 1)


def _join_short(text: str, segments: list[Span]) -> list[Span]:
    joined: list[Span] = []
    pending: int | None = None
    for position, (start, end) in enumerate(segments):
        if pending is not None:
            start, pending = pending, None  # noqa: PLW2901 - the segment grows to the left
        if not _is_short(text, start, end):
            joined.append((start, end))
            continue
        is_last = position == len(segments) - 1
        before = joined and end - joined[-1][0] <= _MAX_ALPHABETIC
        after = not is_last and segments[position + 1][1] - start <= _MAX_ALPHABETIC
        if after and (not before or not _ends_sentence(text, start, end) or end - start <= _MIN_DENSE):
            pending = start
        elif before:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_short(text: str, start: int, end: int) -> bool:
    length = end - start
    if length >= 3 * _MIN_CHARACTERS:
        return False
    piece = text[start:end]
    if not piece.isascii() and _find_dense(piece):
        return length < _MIN_DENSE
    return length < _MIN_CHARACTERS or (len(piece.split()) < _MIN_WORDS and not _find_unmarked(piece))


def _unwrap(text: str, lines: list[Span]) -> list[Span]:
    """Join lines that go on with the sentence of the line before."""
    if _is_wrapped(text, lines):
        return [(lines[0][0], lines[-1][1])]
    joined = [lines[0]]
    for start, end in lines[1:]:
        if _is_lower(text[start]) and not _ends_sentence(text, *joined[-1]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether lines were broken by a machine: all but the last of about one width, and most of them in mid-sentence."""
    if len(lines) < 3:
        return False
    widths = [end - start for start, end in lines[:-1]]
    if min(widths) < 40 or max(widths) > 120 or max(widths) - min(widths) > 30:
        return False
    return sum(_ends_sentence(text, *line) is None for line in lines[:-1]) * 3 > 2 * len(widths)


def _strip_all(text: str, spans: Iterable[Span]) -> list[Span]:
    stripped: list[Span] = []
    for start, end in spans:
        while start < end and text[start].isspace():
            start += 1  # noqa: PLW2901 - the span shrinks
        while start < end and text[end - 1].isspace():
            end -= 1  # noqa: PLW2901
        if start < end:
            stripped.append((start, end))
    return stripped
