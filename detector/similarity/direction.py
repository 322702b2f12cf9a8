"""
Direction: which of some versions the others were made from.

In: articles, what they say of their origin, and how their pairs are related. Out: the original with a probability and the
reasons in words, or that nothing tells. The signs are what an article says (a declared relation, a version's number, a
translation notice, a credit, a headline left in another language), its date, that its language has several renderings, and across
languages what the text keeps of the original's: whose countries it is about, and the names that it explains in parentheses. Each
adds to log-odds, as in naive Bayes.

Within one language nothing in the texts tells. The longer of two versions is the earlier one in 0.18 of 3,152 pairs of revisions
of encyclopaedia articles, which grow, and in all of 196 pairs of an article and its simplified form, which is cut; of the first
and the last version the first has the longer words in 0.43 and 0.98, the longer sentences in 0.30 and 1.00, more different words
in 0.48 and 0.99, more digits in 0.42 and 0.23, and more sentences of its own in 0.17 and 0.76. Across languages length, quotation
marks, digits and letters that a language does not use change with the pair of languages and the newsroom, and are none either.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detector.datatypes import UNDETERMINED, Article, Direction, MissingOriginal, PreparedArticle, Relation, is_same_language
from detector.similarity.declared import names_of, plain_address, plain_kind
from detector.similarity.evidence import moment_of
from detector.similarity.origins import Parentheses, find_homes, find_parentheses, glosses_of

DECLARED_LOG_ODDS = 4.6
"""What one article's word that it was made from the other, or is a later version of it, adds: 100 to 1. Our choice; no corpus has
declarations."""
NOTICE_LOG_ODDS = 4.0
"""What a translation notice adds for the other article. Our choice; both seeds, the only real ones, are renderings."""
HEADLINE_LOG_ODDS = 3.0
"""What a headline in another language than the body adds for the other article. Our choice; as above."""
CREDIT_LOG_ODDS = 3.0
"""What a credit or a source line that names the other article's outlet adds for that one. Our choice; no corpus has outlets."""
REPUBLISHED_LOG_ODDS = 2.5
"""What a note that a text is republished or syndicated adds for the other article. Our choice; no corpus has such pairs."""
EARLIER_LOG_ODDS = 2.2
"""What an earlier time of publication adds: nine in ten. Our choice; no corpus has dates."""
RENDERED_LOG_ODDS = 3.0
"""What it adds against an article that it is one of several renderings in its language. Told by it, the source of a story is
named in 206 of 228 groups of wmt22 and in 2,266 of 2,348 of its pairs, each time rightly, and none in 62 of ntrex, where several
languages have renderings. Held below what that would allow: neither has a text that was rendered back into its own language."""
HOME_LOG_ODDS = 1.7
"""
What it adds for an article that countries of its language are named oftener than those of the other's: 0.85. Less than measured.

Of the pairs of a source and a human rendering it points so often rightly and wrongly: wmt22 from Ukrainian into English 34 and 1,
from French into German 8 and 1, from English into Croatian and Chinese 80 and 0; meantime 302 and 0; ntrex, from English into 31
languages, 831 and 20, the wrong ones where English news of a country went into its own language. Each of the six left out, the
other five are right in 0.977 or more, the one left out in 0.89 to 1.00. Of two renderings, where neither was first, it tells 212
of 6,000. Where news of a country is mostly written abroad, it will be less.
"""
HOME_MIN_MENTIONS = 0.5
"""How much oftener, in mentions an article. At 0.5, 1 and 2: wmt22 122 right and 2 wrong, 94 and 2, 57 and 1; meantime 302, 246
and 158 right; ntrex 831 and 20, 624 and 17, 412 and 11."""
HOME_MAX_LANGUAGES = 5
"""
Languages of the versions up to which the texts are asked: among more, one is likelier to be that of a country in the news.

Over six draws from each of 62 stories of ntrex, the English original and translations, what is told is right, at 2, 3, 4, 5, 6, 8
and 12 languages: 0.977, 0.930, 0.916, 0.877, 0.861, 0.768 and 0.752. Without the English one, where all that is told is wrong, it
tells of 0.07, 0.05, 0.07, 0.07, 0.11, 0.13 and 0.16 of the draws.
"""
GLOSS_LOG_ODDS = 2.2
"""
What it adds for an article that the other explains names in parentheses as this one writes them: 0.9.

Of the same pairs it points rightly in 114 and wrongly in 0: wmt22 28, meantime 12, ntrex 74, all from English, for those from
Ukrainian and French have none. With abbreviations and measures, which originals explain too, it was wrong in 21. Of two
renderings it tells 231 of 6,000, most of them in Korean and Chinese, hence no more.
"""
TOLD_MIN_PROBABILITY = 0.8
"""From which an original is named. Our choice: any one sign is enough, and two of one weight that contradict are not."""

_FROM_TARGET = frozenset(
    (
        "translationofwork", "isbasedon", "isbasedonurl", "exampleofwork", "syndication-source", "original-source", "evolvedfrom",
        "translated_from", "rewrite_of", "translationof", "derivedfrom", "isversionof", "isformatof", "replaces", "source", "via",
        "correction", "update", "writethru", "supersedes", "obsoletes", "warc-refers-to-target-uri",
    )
)  # fmt: skip
"""Declared relations, in small letters, whose target came first."""
_TO_TARGET = frozenset(
    ("worktranslation", "workexample", "translations", "rewritten_by", "hasversion", "hasformat", "isreplacedby")
)
"""Those whose target came after."""

_MIN_OUTLET = 3
"""Letters that an outlet's name must have to be looked for in a credit."""

Reason = tuple[float, str]
"""What a sign adds for the first of two articles, and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """What one article says of itself, whatever it is compared with."""

    names: frozenset[str]
    when: datetime.datetime | None
    has_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """How often some versions name the countries of each language."""

    n_articles: int
    mentions: Mapping[str, int]


class Directions:
    """Tells directions among the articles of one result; what belongs to an article is found once and kept."""

    def __init__(self, rendered: Iterable[str] = ()) -> None:
        """Take the ids of the articles that are one of several renderings in their language."""
        self._rendered = frozenset(rendered)
        self._own_by_id: dict[str, _Own] = {}
        self._homes_by_id: dict[str, Counter[str]] = {}
        self._parentheses_by_id: dict[str, Parentheses] = {}

    def of_pair(
        self,
        left: PreparedArticle,
        right: PreparedArticle,
        *,
        relation: Relation | None = None,
        original_id: str | None = None,
        is_elsewhere: bool = False,
        are_alone: bool = True,
    ) -> Direction:
        """
        Tell which of two articles the other was made from.

        Args:
            left: One article.
            right: The other.
            relation: Of the two, where it is known. Of two renderings in one language neither is the original, unless one says
                so; and of two revisions the one that is credited may be a later one than the copy was made from.
            original_id: The original of all the versions that the two are among, if it was told.
            is_elsewhere: Whether that is known not to be one of the two: of two translations of a third text neither was made
                from the other.
            are_alone: Whether the versions are in no other language. Beside a third one, what a text keeps of the original's
                language tells only that of an original that is known: two renderings differ in it too.
        """
        third = "both are renderings of a text in another language" if relation is Relation.RETRANSLATION else None
        is_original_here = original_id in (left.id, right.id)
        if is_elsewhere and not is_original_here and not is_same_language(left.language, right.language):
            third = third or "both may be made from a third text"
        is_credited = relation is not Relation.REVISION
        signs = self._declared(left, right)
        if not third:
            homes = self._homes_of((left, right)) if are_alone or is_original_here else None
            signs = self._signs(left, right, homes, by_renderings=is_original_here, by_credits=is_credited)
        if third and not signs:
            return Direction(original_id=None, probability=0.0, reasons=(third,))
        total = _sum(signs)
        original = left if total >= 0.0 else right
        return _told(original.id, abs(total), [(weight if total >= 0.0 else -weight, text) for weight, text in signs])

    def of_versions(self, articles: Sequence[PreparedArticle], missing: MissingOriginal | None = None) -> Direction:
        """
        Tell which of several versions the others were made from: the one that is the original beside each of the others.

        Its probability is that beside the one that is hardest to tell.

        Args:
            articles: Two or more.
            missing: What is known of the original where it is not among them.
        """
        if missing is not None:
            return Direction(original_id=None, probability=0.0, reasons=(f"the original is not here: {missing.reason}",))
        homes = self._homes_of(articles) if len({one.language for one in articles}) <= HOME_MAX_LANGUAGES else None
        best = articles[0]
        for article in articles[1:]:
            if _sum(self._signs(article, best, homes, by_renderings=True)) > 0.0:
                best = article
        found = [self._signs(best, other, homes, by_renderings=True) for other in articles if other is not best]
        hardest = min(found, key=_sum)
        if probability_of(_sum(hardest)) < TOLD_MIN_PROBABILITY:
            return _told(best.id, _sum(hardest), hardest)
        return _told(best.id, _sum(hardest), [sign for signs in found for sign in signs])

    def _signs(
        self,
        left: PreparedArticle,
        right: PreparedArticle,
        homes: Homes | None,
        *,
        by_renderings: bool,
        by_credits: bool = True,
    ) -> list[Reason]:
        """
        Give all that tells which of two is the original: above 0 the left one, below 0 the right.

        Without ``homes``, what the texts keep of a language is not asked.
        """
        own, other = self._own(left), self._own(right)
        is_one_language = is_same_language(left.language, right.language)
        signs = self._declared(left, right)
        for told in (_derived, _credited) if by_credits else ():
            signs += [(-weight, text) for weight, text in told(left, right)]
            signs += told(right, left)
        if by_renderings and not is_one_language and (left.id in self._rendered) != (right.id in self._rendered):
            sign, derived = (-1.0, left) if left.id in self._rendered else (1.0, right)
            signs.append((sign * RENDERED_LOG_ODDS, f"{derived.id} is one of several renderings in its language"))
        if homes is not None and not is_one_language:
            signs += _told_by_homes(left, right, homes)
            for sign, one, two in ((-1.0, left, right), (1.0, right, left)):
                glosses = glosses_of(self._parentheses(one), self._parentheses(two))
                if glosses:
                    names = f"{one.id} explains {glosses[0]} in parentheses, as {two.id} writes it"
                    signs.append((sign * GLOSS_LOG_ODDS, names))
        if own.when and other.when:
            earlier = _earlier(own, other)
            if earlier:
                first, second = (left, right) if earlier < 0 else (right, left)
                dates = f"{first.id} is dated {_written(first.article)}, {second.id} {_written(second.article)}"
                signs.append((-earlier * EARLIER_LOG_ODDS, dates))
        return signs

    def _own(self, article: PreparedArticle) -> _Own:
        if article.id not in self._own_by_id:
            self._own_by_id[article.id] = _find_own(article)
        return self._own_by_id[article.id]

    def _parentheses(self, article: PreparedArticle) -> Parentheses:
        if article.id not in self._parentheses_by_id:
            self._parentheses_by_id[article.id] = find_parentheses(article)
        return self._parentheses_by_id[article.id]

    def _homes_of(self, articles: Sequence[PreparedArticle]) -> Homes:
        """Count the countries that some articles name; where all are in one language, none."""
        counted: Counter[str] = Counter()
        if len({article.language for article in articles}) > 1:
            for article in articles:
                if article.id not in self._homes_by_id:
                    self._homes_by_id[article.id] = find_homes(article)
                counted.update(self._homes_by_id[article.id])
        return Homes(n_articles=len(articles), mentions=counted)

    def _declared(self, left: PreparedArticle, right: PreparedArticle) -> list[Reason]:
        signs: list[Reason] = []
        for sign, one, other in ((-1.0, left, right), (1.0, right, left)):
            names = self._own(other).names
            for relation in one.article.relations:
                kind = plain_kind(relation.kind)
                towards = 1.0 if kind in _FROM_TARGET else -1.0 if kind in _TO_TARGET else 0.0
                if towards and plain_address(relation.target) in names:
                    signs.append((sign * towards * DECLARED_LOG_ODDS, f"{one.id} declares {relation.kind} of {other.id}"))
            if _is_canonical_elsewhere(one.article, other.article):
                signs.append((sign * CREDIT_LOG_ODDS, f"{one.id} gives the address of {other.id} as canonical"))
        signs += _numbered(left, right, self._own(left).names & self._own(right).names)
        return signs


def _told_by_homes(left: PreparedArticle, right: PreparedArticle, homes: Homes) -> list[Reason]:
    """Compare how often the countries of two languages are named, in all versions: any one's translator may have dropped some."""
    sides = homes.mentions.get(left.language, 0), homes.mentions.get(right.language, 0)
    if abs(sides[0] - sides[1]) < HOME_MIN_MENTIONS * homes.n_articles:
        return []
    (more, first), (less, _) = ((sides[0], left), (sides[1], right))[:: 1 if sides[0] > sides[1] else -1]
    named = f"countries of the language of {first.id} are named {_times(more)}, those of the other's {_times(less)}"
    return [(HOME_LOG_ODDS if first is left else -HOME_LOG_ODDS, named)]


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _sum(signs: Iterable[Reason]) -> float:
    return sum(weight for weight, _ in signs)


def _told(original_id: str, log_odds: float, signs: Sequence[Reason]) -> Direction:
    probability = probability_of(log_odds)
    if not signs:
        return Direction(original_id=None, probability=0.0, reasons=("nothing tells which came first",))
    ranked = sorted(signs, key=lambda sign: (-sign[0], sign[1]))
    if probability < TOLD_MIN_PROBABILITY:
        return Direction(original_id=None, probability=0.0, reasons=("the signs contradict each other", *(t for _, t in ranked)))
    reasons = [text if weight > 0.0 else f"although {text}" for weight, text in ranked]
    return Direction(original_id=original_id, probability=probability, reasons=tuple(dict.fromkeys(reasons)))


def probability_of(log_odds: float) -> float:
    """Turn log-odds into a probability, in (0, 1)."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(log_odds, 30.0))))


def _find_own(article: PreparedArticle) -> _Own:
    return _Own(
        names=frozenset(names_of(article.article)),
        when=moment_of(article.article),
        has_time=len(article.article.published or "") > len("2026-01-20"),
    )


def _derived(one: PreparedArticle, other: PreparedArticle) -> list[Reason]:
    """
    Give what an article shows of being made from one like another, above 0.

    A translation was made from a text in another language, and a text that is republished from one in its own.
    """
    derived: list[Reason] = []
    wrapper = one.wrapper
    if is_same_language(one.language, other.language):
        if wrapper is not None and wrapper.kind in ("republication", "syndication"):
            derived.append((REPUBLISHED_LOG_ODDS, f"{one.id} carries a note of {wrapper.kind}"))
        return derived
    if wrapper is not None and wrapper.kind == "translation" and wrapper.language in (None, other.language):
        derived.append((NOTICE_LOG_ODDS, f"{one.id} carries a translation notice"))
    title = one.segments[0]
    if title.in_title and title.language == other.language != UNDETERMINED:
        derived.append((HEADLINE_LOG_ODDS, f"{one.id} has a headline in the language of {other.id}"))
    return derived


def _written(article: Article) -> str:
    """Write the time of publication as people do: ``2026-01-14 07:30+01:00``."""
    return re.sub(r"T(\d\d:\d\d)(:\d\d([.,]\d+)?)?", r" \1", article.published or "")


def _earlier(own: _Own, other: _Own) -> int:
    """Give -1 where the first is the earlier one, 1 where the second is, 0 where that cannot be told."""
    assert own.when is not None
    assert other.when is not None
    one, two = own.when, other.when
    if not (own.has_time and other.has_time):
        # A day without its time ends and begins elsewhere on earth: only the days themselves are compared.
        return (one.date() > two.date()) - (one.date() < two.date())
    return (one > two) - (one < two)


def _credited(one: PreparedArticle, other: PreparedArticle) -> list[Reason]:
    """Tell whether an article credits the outlet of another one, above 0."""
    outlet = (other.article.outlet or "").strip().casefold()
    if len(outlet) < _MIN_OUTLET or outlet == (one.article.outlet or "").strip().casefold():
        return []
    source = one.wrapper.source if one.wrapper else None
    if any(outlet in credit.casefold() for credit in (one.article.credit, source) if credit):
        return [(CREDIT_LOG_ODDS, f"{one.id} credits {other.article.outlet}, the outlet of {other.id}")]
    return []


def _is_canonical_elsewhere(one: Article, other: Article) -> bool:
    if not (one.canonical and one.url and other.url):
        return False
    canonical = plain_address(one.canonical)
    return canonical == plain_address(other.url) and canonical != plain_address(one.url)


def _numbered(left: PreparedArticle, right: PreparedArticle, shared_names: frozenset[str]) -> list[Reason]:
    """Compare the numbers of two versions of one item."""
    versions = left.article.version, right.article.version
    if not shared_names or not all(version and version.isdecimal() for version in versions):
        return []
    left_number, right_number = (int(str(version)) for version in versions)
    if left_number == right_number:
        return []
    first, second = (left, right) if left_number < right_number else (right, left)
    text = f"{first.id} is version {first.article.version} of one item, {second.id} version {second.article.version}"
    return [(DECLARED_LOG_ODDS if first is left else -DECLARED_LOG_ODDS, text)]
