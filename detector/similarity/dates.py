"""
Dates: the days, months and weekdays that a text names, in a form that survives translation.

In: text and its language. Out: what it names of the calendar, and where. ``calendar.json`` has the names of months and weekdays
by language; Chinese, Japanese, Korean and Vietnamese count months (the first three have signs for weekdays) and need no names.

Source:
    The names are those of the Unicode CLDR 47 (Unicode License v3), wide and abbreviated, in nominative and genitive, as
    ``get_month_names`` and ``get_day_names`` of Babel 2.18 give them, normalised, in small letters. What stands for two months
    or has fewer than three letters (a weekday: four) was left out; Tamil has the Sri Lankan spellings of months besides.
"""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import regex

Kind = Literal["day", "month", "weekday"]

_UNSPACED = frozenset({"bo", "dz", "km", "lo", "my", "th"})
"""Languages that write no space between words: a name may stand anywhere."""
_has_digit = re.compile(r"\d").search
_MAX_ALONE = 4
"""Letters up to which a name is a month only beside a day or a year: may and mars are words too."""

_INFLECTING = regex.compile(r"[\p{Cyrillic}\p{Greek}]")
"""Scripts whose languages change the last letter of a name of five: ``среда``, ``среду``."""

_COUNTED = regex.compile(r"(?P<month>\p{Nd}{1,2})\s?[月월](?:\s?(?P<day>\p{Nd}{1,2})\s?[日号號일])?")
_COUNTED_VIETNAMESE = regex.compile(r"(?:(?P<day>\p{Nd}{1,2}) )?tháng (?P<month>\p{Nd}{1,2})(?!\p{Nd})")
_WEEKDAY_SIGNS = regex.compile(
    r"(?:星期|礼拜|禮拜|周|週)([一二三四五六日天])|(?:日\s?\(([月火水木金土日])\)|([月火水木金土日])曜)|([월화수목금토일])요일"
)
_WEEKDAY_BY_SIGN = {
    sign: day for signs in ("一二三四五六日", "月火水木金土日", "월화수목금토일") for day, sign in enumerate(signs, 1)
} | {"天": 7}
_NUMERIC = regex.compile(
    r"(?<![\p{Nd}./-])(?:(?P<first>\p{Nd}{1,2})(?P<mark>[./-])(?P<second>\p{Nd}{1,2})(?P=mark)\p{Nd}{4}"
    r"|(?P<first>\p{Nd}{1,2})\.(?P<second>0[1-9]|1[0-2])\.(?=\s)"
    r"|\p{Nd}{4}(?P<sign>[./-])(?P<month>\p{Nd}{1,2})(?P=sign)(?P<day>\p{Nd}{1,2}))(?!\p{Nd})"
)
_BEFORE = regex.compile(
    r"(?<![\p{Nd}.,:/])(\p{Nd}{1,2})(?:-?\p{L}{1,4}|[.ºª°])?[\s-]{0,2}(?:(?:of|de|di|do|a|i|le|ng|d'|ta')\s?)?$"
)
_AFTER = regex.compile(r"\.?[\s,]\s?(?:(?:the|den|de|a)\s)?(\p{Nd}{1,2})(?:st|nd|rd|th|\.)?(?![\p{L}\p{Nd}%:]|[.,]\p{Nd})")
_YEAR_AFTER = regex.compile(r"\.?,?\s(?:(?:of|de|del|di|do|van)\s)?(?:19|20)\p{Nd}{2}(?![\p{L}\p{Nd}])")
"""Beside a year a short name is a month too: ``May 2025``, ``mars 2025``, ``mayo de 2025``."""
_TEXTS_KEPT = 1 << 12
"""Texts whose dates are kept: a sentence is asked about for its facts, for what differs and for what is safe."""
_REACH = 16
"""Characters before a month among which its day is looked for: two digits, an ending and a preposition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarName:
    """A day, a month or a weekday that a text names."""

    kind: Kind
    key: str
    """``01-20`` for 20 January, ``01`` for January, ``6`` for Saturday (Monday is 1): the same in every language."""
    start: int
    end: int
    """Offsets into the text, in [start, end)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a language calls the months and the days of the week."""

    months: _Lookup
    weekdays: _Lookup
    find_first: Callable[[str], re.Match[str] | None]
    """Finds where the first of them may stand: most sentences hold none, which is seen five times as fast as by the lookups."""


@lru_cache(_TEXTS_KEPT)
def find_dates(text: str, language: str) -> tuple[CalendarName, ...]:
    """
    Find the days, months and weekdays that a text names, in no certain order.

    A day has its month too. In ``03/04/2026`` the day is taken to stand first; in English, where that is not certain, it is left
    out.
    """
    return tuple(_dates_of(text, language))


def _dates_of(text: str, language: str) -> Iterator[CalendarName]:
    # Offsets are those of the text: what changes its length in small letters is left as it is.
    small = text.casefold()
    if len(small) != len(text):
        small = text.lower() if len(text.lower()) == len(text) else text
    yield from _counted(small, language)
    names = _names_of(language)
    if names is not None and (first := names.find_first(small)):
        for month, start, end, is_certain in names.months.find(small, first.start()):
            before = _BEFORE.search(small, max(0, start - _REACH), start)
            after = None if before else _AFTER.match(small, end)
            if before:
                yield from _day(before[1], month, before.start(), end)
            elif after:
                yield from _day(after[1], month, start, after.end())
            elif is_certain or _YEAR_AFTER.match(small, end):
                yield from _day(None, month, start, end)
        for number, start, end, _ in names.weekdays.find(small, first.start()):
            yield CalendarName(kind="weekday", key=str(number), start=start, end=end)
    digit = _has_digit(small)
    for match in _NUMERIC.finditer(small, digit.start()) if digit else ():
        day, month = (int(match[name]) for name in (("first", "second") if match["first"] else ("day", "month")))
        if match["first"] and language == "en" and max(day, month) <= 12 and day != month:
            continue
        if month > 12:
            day, month = month, day
        # The year stands beside it, and is a number of its own.
        parts = (match.span(name) for name in (("first", "second") if match["first"] else ("month", "day")))
        (start, _), (_, end) = parts
        yield from _day(str(day), month, start, end)


def _counted(text: str, language: str) -> Iterator[CalendarName]:
    if language in ("zh", "ja", "ko", "vi"):
        for match in (_COUNTED_VIETNAMESE if language == "vi" else _COUNTED).finditer(text):
            yield from _day(match["day"], int(match["month"]), match.start(), match.end())
    if language in ("zh", "ja", "ko"):
        for match in _WEEKDAY_SIGNS.finditer(text):
            sign = match[match.lastindex or 0]
            yield CalendarName(kind="weekday", key=str(_WEEKDAY_BY_SIGN[sign]), start=match.start(), end=match.end())


def _day(day: str | None, month: int, start: int, end: int) -> Iterator[CalendarName]:
    if 1 <= month <= 12:
        yield CalendarName(kind="month", key=f"{month:02}", start=start, end=end)
        if day is not None and 1 <= int(day) <= 31:
            yield CalendarName(kind="day", key=f"{month:02}-{int(day):02}", start=start, end=end)


@cache
def _calendar() -> dict[str, list[str]]:
    file = importlib.resources.files("detector.similarity") / "calendar.json"
    names: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return names


@cache
def _names_of(language: str) -> _Names | None:
    names = _calendar().get(language)
    if names is None:
        return None
    months, weekdays = (
        {name: place for place, written in enumerate(part, start=1) for name in written.split("|") if name}
        for part in (names[:12], names[12:])
    )
    lookups = _Lookup(months, language), _Lookup(weekdays, language)
    return _Names(months=lookups[0], weekdays=lookups[1], find_first=re.compile(_gate(lookups)).search)


def _gate(lookups: Iterable[_Lookup]) -> str:
    """Give a pattern of all names, parted by their first letters; of the borders of words it knows those of ASCII."""
    rests: dict[str, list[str]] = {}
    for name in sorted(name for lookup in lookups for name in lookup.number_by_name):
        rests.setdefault(name[0], []).append(re.escape(name[1:]))
    border = "(?<![a-z])" if all(lookup.is_spaced for lookup in lookups) else ""
    branches = "|".join(f"{re.escape(letter)}(?:{'|'.join(names)})" for letter, names in rests.items())
    return f"{border}(?:{branches or '(?!)'})"


class _Lookup:
    """Finds names in whatever case they stand: ``субота`` is ``суботу`` where something happens on it."""

    def __init__(self, number_by_name: Mapping[str, int], language: str) -> None:
        self.is_spaced = language not in _UNSPACED
        short = {name: number for name, number in number_by_name.items() if len(name) <= _MAX_ALONE}
        long = {name: number for name, number in number_by_name.items() if len(name) > _MAX_ALONE}
        for name, number in list(long.items()):
            if len(name) > _MAX_ALONE + 1:
                long.setdefault(name[: max(len(name) - 2, 5)], number)
            elif _INFLECTING.match(name):
                long.setdefault(name[:-1], number)
        self.number_by_name = long | short
        if self.is_spaced:
            pattern = rf"(?<![\p{{L}}\p{{M}}])(?:({_any_of(long)})[\p{{L}}\p{{M}}]{{0,6}}|({_any_of(short)})(?![\p{{L}}\p{{M}}]))"
        else:
            pattern = f"({_any_of(self.number_by_name)})"
        self._pattern = regex.compile(pattern)

    def find(self, text: str, first: int) -> Iterator[tuple[int, int, int, bool]]:
        """Give, from an offset on, each name's number from 1, where it starts and ends, and whether it is no other word too."""
        for match in self._pattern.finditer(text, first):
            name = match[match.lastindex or 0]
            yield self.number_by_name[name], match.start(), match.end(), len(name) > _MAX_ALONE or not self.is_spaced


def _any_of(names: Iterable[str]) -> str:
    return "|".join(regex.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) or "(?!)"
