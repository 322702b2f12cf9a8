"""
The words of the program, as types: each stage takes one of these and hands on the next.

``Article → PreparedArticle → Evidence → RelatedPair → Cluster → DetectionResult``. All are frozen and compare by value. Between
prepared articles and evidence the engine hands on arrays, a row an article or a row a pair: see ``similarity``.
"""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, overload

from detector.errors import InvalidArticleError

if TYPE_CHECKING:
    from detector.settings import Settings

UNDETERMINED = "und"
"""The language code of a text whose language cannot be told (BCP 47, ISO 639-2)."""

_MACROLANGUAGE_BY_CODE = {"bs": "sh", "hr": "sh", "sr": "sh", "id": "ms"}
"""Standards of one language that a reader of one reads in the other, and that an identifier of languages takes for each other.

Source: ISO 639-3, macrolanguages hbs (its withdrawn two-letter code is sh) and msa.
"""


def is_same_language(left: str, right: str) -> bool:
    """
    Tell whether texts of two language codes can be compared word by word.

    Equal codes can, and so can those of one macrolanguage: Bosnian, Croatian and Serbian; Malay and Indonesian. A text whose
    language cannot be told can be compared with none.
    """
    if UNDETERMINED in (left, right):
        return False
    return _MACROLANGUAGE_BY_CODE.get(left, left) == _MACROLANGUAGE_BY_CODE.get(right, right)


class Relation(StrEnum):
    """How two articles are related; see the README for what each one means."""

    IDENTICAL = "identical"
    NEAR_DUPLICATE = "near_duplicate"
    REVISION = "revision"
    EXCERPT = "excerpt"
    TRANSLATION = "translation"
    RETRANSLATION = "retranslation"
    RELATED = "related"

    @property
    def is_version(self) -> bool:
        """Whether two articles so related are versions of one article, and so belong in one cluster."""
        return self is not Relation.RELATED


class Band(StrEnum):
    """What an editor may do with a pair: hide one of the two unseen, look first, or leave both."""

    SAFE_TO_HIDE = "safe-to-hide"
    REVIEW = "review"
    RELATED = "related"


class Reach(StrEnum):
    """How far translations from and into a language are found, as measured; see the README."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRelation:
    """What an article says of its relation to another one: evidence that the text can overrule."""

    kind: str
    """The property's own name in its standard: ``alternate``, ``translationOfWork``, ``isBasedOn``, ``evolvedfrom`` …"""
    target: str
    """The other article's address or identifier, as given."""
    language: str | None = None
    """The other article's language (BCP 47), where the declaration gives one, as ``hreflang`` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """
    One news text as it was handed in or read; nothing is cut from it and nothing is corrected.

    Raises:
        InvalidArticleError: If ``id`` is empty, a text holds half a surrogate pair, or ``published`` is not an ISO 8601 date or
            date-time.
    """

    id: str
    """Unique among the articles handed in together."""
    text: str
    """The body as it was read, paragraphs parted by an empty line. All offsets point into this."""
    title: str = ""
    published: str | None = None
    """An ISO 8601 date or date-time; a ``date`` or ``datetime`` is taken too, and stored in that form."""
    modified: str | None = None
    """The same, of the last change."""
    language: str | None = None
    """The language that the source declares (BCP 47); what is found in the text is ``PreparedArticle.language``."""
    outlet: str | None = None
    url: str | None = None
    canonical: str | None = None
    alternate_ids: tuple[str, ...] = ()
    """Other names that it goes by (a feed's ``guid``, ninjs ``altids``, NITF ``du-key``), by which others may refer to it."""
    credit: str | None = None
    """The credit line, or the agencies that the source names as its origin, as written."""
    dateline: str | None = None
    """The place, and perhaps the day, that opens a report, where the source gives it apart."""
    version: str | None = None
    """Which version of its item it is, where the source counts them, as written."""
    relations: tuple[DeclaredRelation, ...] = ()
    path: str | None = None
    """Where it was read from, below the folder scanned; inside an archive its path there follows after ``!/``."""

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidArticleError("an article's id must not be empty; give each article a name of its own")
        # An id may be a file name that is no Unicode: the file can be read all the same.
        for name in ("title", "text"):
            try:
                getattr(self, name).encode()
            except UnicodeEncodeError as error:
                raise InvalidArticleError(
                    f"{name} must be Unicode text, had half a surrogate pair at {error.start} in article {self.id!a}; "
                    "decode it with errors='replace'"
                ) from error
        for name in ("published", "modified"):
            object.__setattr__(self, name, _iso_date(getattr(self, name), name, self.id))


def _iso_date(value: str | datetime.date | None, name: str, article_id: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()
    try:
        datetime.datetime.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise InvalidArticleError(
            f"{name} must be an ISO 8601 date such as 2026-01-20, was: {value!r} in article {article_id}"
        ) from error
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPassage:
    """A passage of the wrapper: not compared, but kept."""

    start: int
    end: int
    """Offsets into ``Article.text``, in [start, end)."""
    rule: str
    """The name of the rule that cut it; ``recurring`` where the folder told, not a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """Text around an article that a republisher added, or that its outlet adds to all, and what it says of the origin."""

    kind: str
    """``translation``, ``republication``, ``syndication`` or, where no passage tells of the origin, ``page``."""
    region: str | None = None
    """The region that a translation notice names, as written."""
    source: str | None = None
    """The source that it names, as written."""
    language: str | None = None
    """The original's language (ISO 639), where the wrapper names it or its region has one main language."""
    passages: tuple[CutPassage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence, or a bounded piece where a script has no sentence marks: what is encoded and aligned."""

    text: str
    """Normalised for comparison (Unicode, white space, quotes, dashes); letter case is kept."""
    start: int
    end: int
    """Offsets into ``Article.title`` if ``in_title`` else into ``Article.text``, in [start, end)."""
    language: str
    """ISO 639 code (two letters where there is one), or ``und``."""
    paragraph: int
    """Number of its paragraph in the article as read, from 0; the title's is -1."""

    @property
    def in_title(self) -> bool:
        """Whether it is (a part of) the title."""
        return self.paragraph < 0


class SegmentMarks(NamedTuple):
    """Where the segments of an article lie in it, packed: all that must travel between processes beside the article."""

    numbers: array[int]
    """Six a segment: where its text begins and ends in ``own``, both -1 if the article gives it; its offsets in the article, its
    paragraph, and its language's number."""
    languages: tuple[str, ...]
    own: str
    """The texts that the article does not give, end to end."""

    @classmethod
    def of(cls, segments: Iterable[tuple[str, int, int, str, int]], title: str = "", text: str = "") -> SegmentMarks:
        """Pack segments of an article, of each its text, start, end, language and paragraph."""
        number_by_language: dict[str, int] = {}
        numbers: list[int] = []
        own: list[str] = []
        length = 0
        for normal, start, end, language, paragraph in segments:
            begin = stop = -1
            # Marks are folded one for one, so that offsets tell the length.
            if len(normal) != end - start or _fold_marks((title if paragraph < 0 else text)[start:end]) != normal:
                begin = length
                stop = length = begin + len(normal)
                own.append(normal)
            numbers += (begin, stop, start, end, paragraph, number_by_language.setdefault(language, len(number_by_language)))
        return cls(array("i", numbers), tuple(number_by_language), "".join(own))


class Segments(Sequence[Segment]):
    """
    The segments of one article, as marks in its text: a sixth of the memory, and a tenth of the time between processes.

    A segment is made when it is asked for. Equal to any tuple of equal segments.
    """

    __slots__ = ("_marks", "_numbers", "_text", "_title")

    def __init__(self, marks: SegmentMarks, title: str = "", text: str = "") -> None:
        self._marks, self._numbers, self._title, self._text = marks, marks.numbers, title, text

    @classmethod
    def of(cls, segments: Iterable[Segment], title: str = "", text: str = "") -> Segments:
        """Pack segments of an article."""
        rows = ((one.text, one.start, one.end, one.language, one.paragraph) for one in segments)
        return cls(SegmentMarks.of(rows, title, text), title, text)

    @overload
    def __getitem__(self, place: int) -> Segment: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Segment, ...]: ...

    def __getitem__(self, place: int | slice) -> Segment | tuple[Segment, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        row = range(len(self))[place]
        _, _, start, end, paragraph, language = self._numbers[row * 6 : row * 6 + 6]
        return Segment(
            text=self._texts(row, row + 1)[0],
            start=start,
            end=end,
            language=self._marks.languages[language],
            paragraph=paragraph,
        )

    def __iter__(self) -> Iterator[Segment]:
        starts, ends, paragraphs = (self._numbers[column::6] for column in (2, 3, 4))
        rows = zip(self.texts(), starts, ends, self.languages(), paragraphs, strict=True)
        for text, start, end, language, paragraph in rows:
            yield Segment(text=text, start=start, end=end, language=language, paragraph=paragraph)

    def __len__(self) -> int:
        return len(self._numbers) // 6

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, Segments)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    @property
    def body(self) -> str:
        """The texts of those that are not in the title, parted by a space."""
        return " ".join(self._texts(self.n_title, len(self)))

    @property
    def n_characters(self) -> int:
        """The characters of those that are not in the title."""
        first = self.n_title * 6
        begins, stops, starts, ends = (self._numbers[first + column :: 6] for column in range(4))
        return sum(
            stop - begin if begin >= 0 else end - start
            for begin, stop, start, end in zip(begins, stops, starts, ends, strict=True)
        )

    @property
    def n_title(self) -> int:
        """How many are in the title; they come first."""
        count = 0
        while count < len(self) and self._numbers[count * 6 + 4] < 0:
            count += 1
        return count

    def languages(self) -> list[str]:
        """Give the language of each."""
        return [self._marks.languages[number] for number in self._numbers[5::6]]

    def texts(self) -> list[str]:
        """Give the text of each."""
        return self._texts(0, len(self))

    def _texts(self, first: int, end: int) -> list[str]:
        numbers, title, text, own = iter(self._numbers[first * 6 : end * 6]), self._title, self._text, self._marks.own
        return [
            own[begin:stop] if begin >= 0 else _fold_marks((title if paragraph < 0 else text)[start:end])
            for begin, stop, start, end, paragraph, _ in zip(numbers, numbers, numbers, numbers, numbers, numbers, strict=True)
        ]


_USUAL_MARKS = tuple(zip("\u2019\u2018\u201c\u201d\u2013\u2014\u00ab\u00bb\u201e", '\'\'""--"""', strict=True))


def _fold_marks(text: str) -> str:
    """
    Fold the quotation marks and dashes that most texts have, as all are folded for comparison.

    That is enough for 92 to 98 in 100 segments of English, and for 93 and more in 82 of 116 languages of ntrex.
    """
    if not text.isascii():
        for mark, folded in _USUAL_MARKS:
            if mark in text:
                text = text.replace(mark, folded)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedArticle:
    """An article ready to be compared: normalised, unwrapped, cut into segments, its languages known."""

    article: Article
    language: str
    """Main language of the body (ISO 639), or ``und``."""
    languages: tuple[str, ...]
    """All languages of title and paragraphs in order of appearance; a republisher's wrapper does not count."""
    segments: Sequence[Segment]
    """The title's first, if there is a title; then the body's without the wrapper. At least one."""
    wrapper: Wrapper | None = None

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    def texts(self) -> list[str]:
        """Give the text of each segment."""
        if isinstance(self.segments, Segments):
            return self.segments.texts()
        return [segment.text for segment in self.segments]

    def segment_languages(self) -> list[str]:
        """Give the language of each segment."""
        if isinstance(self.segments, Segments):
            return self.segments.languages()
        return [segment.language for segment in self.segments]

    @property
    def n_title_segments(self) -> int:
        """How many segments the title has; they come first."""
        if isinstance(self.segments, Segments):
            return self.segments.n_title
        return sum(segment.in_title for segment in self.segments)

    @property
    def n_characters(self) -> int:
        """The characters of the normalised body without its wrapper, but for the spaces between its segments."""
        if isinstance(self.segments, Segments):
            return self.segments.n_characters
        return sum(len(segment.text) for segment in self.segments if not segment.in_title)

    @property
    def body(self) -> str:
        """The normalised body without its wrapper, segments parted by a space."""
        if isinstance(self.segments, Segments):
            return self.segments.body
        return " ".join(segment.text for segment in self.segments if not segment.in_title)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedPassage:
    """Segments of the left article and what they correspond to in the right one."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    """Row numbers into each article's ``segments``; empty on one side where a passage stands only on the other."""
    similarity: float
    """Of meaning (or of wording, where no encoder was used), in [0, 1]; 0 where one side is empty."""
    wording: float
    """Of the letters (normalised edit similarity), in [0, 1]; 0 across languages or where one side is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found of one pair. All shares and similarities are in [0, 1], weighted by length."""

    encoder: str | None = None
    """Name of the encoder whose vectors were aligned; ``None`` where wording alone was compared."""
    coverage_left: float = 0.0
    coverage_right: float = 0.0
    """Share of each side that has a clear counterpart on the other."""
    mutual: float = 0.0
    """Share of both sides whose best counterpart has it as its best counterpart too."""
    order: float = 0.0
    """Share of counterparts that stand in the same order on both sides."""
    wording: float = 0.0
    """Share of words that the two bodies have in common, in order (normalised edit similarity); 0 across languages."""
    verbatim: float = 0.0
    """Share of the shorter side that stands on the other side word for word, sentence by sentence; 0 across languages."""
    shingles: float = 0.0
    """Jaccard similarity of five-word shingles."""
    containment_left: float = 0.0
    containment_right: float = 0.0
    """Share of each side's three-word shingles that stand on the other side."""
    words: float = 0.0
    """Jaccard similarity of the sets of words."""
    numbers: float | None = None
    """Agreement of the numbers, or ``None`` where a side has none."""
    names: float | None = None
    """Agreement of the names across spellings and scripts, or ``None`` where a side has none."""
    title: float | None = None
    """Similarity of the titles, or ``None`` where a side has none."""
    length_ratio: float = 0.0
    """Length of the shorter side over that of the longer one."""
    days_apart: float | None = None
    """Days between the two times of publication, or ``None`` where one is not known."""
    rival: float = 0.0
    """How far the best other article of the same language comes near this pair: similarity of the strongest rival."""
    declared: tuple[str, ...] = ()
    """Relations by which one declares itself a version of the other, under their standards' own names; ``canonical`` and
    ``altId`` too where the two have one canonical address or one name in common."""
    differing_numbers: tuple[str, ...] = ()
    """Numbers, days and weekdays that stand on one side only, written ``left ≠ right`` where they stand in aligned passages."""
    differing_names: tuple[str, ...] = ()
    """Names that stand on one side only."""
    differing_quotations: tuple[str, ...] = ()
    """Quotations whose words differ, written ``"left" ≠ "right"``; none across languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """Which of some articles the others were made from."""

    original_id: str | None
    """The original's id, or ``None`` where nothing tells, or where it is not among them."""
    probability: float
    """That it is the original, in [0, 1]; 0 where none is named."""
    reasons: tuple[str, ...] = ()
    """What tells, in words, the weightiest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPair:
    """Two articles, how they are related, and why; among the pairs of a result, ``left_id < right_id``: a pair is one pair."""

    left_id: str
    right_id: str
    relation: Relation
    probability: float
    """That the two are versions of one article, calibrated, in [0, 1]."""
    score: float
    """Similarity of the two texts, in [0, 1]; 1 only for identical ones."""
    evidence: Evidence
    reasons: tuple[str, ...] = ()
    """The evidence in words that an editor understands, the weightiest first."""
    passages: tuple[AlignedPassage, ...] = ()
    """What corresponds to what, in the left article's order; passages only on the right stand after the one they follow there."""
    direction: Direction | None = None
    """Which of the two the other was made from; ``None`` where it was not asked."""
    band: Band | None = None
    """What may be done with it; ``None`` where it was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingOriginal:
    """The original of a cluster of renderings, when no member can be it."""

    language: str | None
    """Its language (ISO 639), or ``None`` where nothing tells."""
    reason: str
    """What tells that there is one."""
    region: str | None = None
    """Where a translation notice says that it comes from, as written, or ``None``."""
    source: str | None = None
    """Who published it, as a translation notice names it, or ``None``."""
    not_later_than: str | None = None
    """The earliest date of a rendering of it, as the rendering's ``published``, or ``None`` where none has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The versions of one article."""

    id: str
    lead_id: str
    member_ids: tuple[str, ...]
    """The lead first, then in order of id."""
    relations: Mapping[Relation, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many pairs of members are related in each way."""
    missing_original: MissingOriginal | None = None
    direction: Direction | None = None
    """Which member the others were made from; ``None`` where it was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFile:
    """A file or record that was not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTiming:
    """How long one stage took."""

    stage: str
    seconds: float
    n_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two articles side by side."""

    left: PreparedArticle
    right: PreparedArticle
    pair: RelatedPair
    passages: tuple[AlignedPassage, ...]
    """In the left article's order; passages only on the right stand after the one they follow there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionResult:
    """All that one run found, with the settings that made it."""

    articles: tuple[PreparedArticle, ...]
    """In order of id."""
    pairs: tuple[RelatedPair, ...]
    """In order of ``(left_id, right_id)``."""
    clusters: tuple[Cluster, ...]
    """Two members or more each, the largest first, then in order of the lead's id."""
    skipped: tuple[SkippedFile, ...]
    settings: Settings
    contradicted: tuple[RelatedPair, ...] = ()
    """Pairs that declare themselves versions of one article, but whose texts say otherwise: not in ``pairs`` as versions, and for
    somebody to look at. In the same order."""
    reach: Mapping[str, Reach] = field(default_factory=lambda: MappingProxyType({}))
    """By language of the articles; empty where no translations were looked for, or with encoders of the caller's own."""
    cut_offs: Mapping[Relation, float] = field(default_factory=lambda: MappingProxyType({}))
    """By relation the probability from which a pair is ``safe-to-hide``, unless its facts differ; a relation that is not there
    never is."""
    timings: tuple[StageTiming, ...] = ()
    """Not a part of the JSON, so that the same input gives the same bytes."""
