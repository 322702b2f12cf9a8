"""
Numerals: the numbers of a text with their units, in digits of any script or spelled out.

In: text and its language. Out: each number's value, and where it stands, with its unit. ``numerals.json``, a table of our own,
has the words from two to twelve in 31 languages, in the forms that news writes (one is an article in too many), those above
twelve in 18 of them, which ``numberwords`` puts together, and what a number is multiplied by, as a power of ten. Of the words
that mean a million times more in one language than in another (billion, billón) it has those only whose languages agree. In
other languages what stands in digits is found, and nothing else.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import regex

from detector.similarity.numberwords import NumberWords, Word

NUMBER = regex.compile(
    r"(?P<whole>(?<!\p{Nd})\p{Nd}{1,3}(?:[.,'\u00a0\u202f \u066b\u066c]\p{Nd}{3}(?!\p{Nd}))+|\p{Nd}+)"
    r"(?:[.,\u066b](?P<part>\p{Nd}+))?"
)
"""Digits with thousands marks of any convention, after three digits at most, and a decimal part."""
_find_ascii_numbers = re.compile(r"(?P<whole>[0-9]{1,3}(?:[.,' ][0-9]{3}(?![0-9]))+|[0-9]+)(?:[.,](?P<part>[0-9]+))?").finditer
"""Gives of ASCII what ``NUMBER`` gives, ten times as fast: what it finds begins and ends beside no other digit."""

_COUNTED = {
    "ja": r"([二三四五六七八九十])(?=人|年|日|月|つ|度|州|件|座|枚|場|歳|カ月|か月|回|社|億|万)",
    "ko": r"(?<!\p{L})(두|세|네|다섯|여섯|일곱|여덟|아홉|열)(?=\s?(?:명|개|번|차례|살|가지|곳|대|달|시간|사람|차례))",
    "zh": r"(?<![一二三四五六七八九十百千第周期拜])([二两兩三四五六七八九十])"
    r"(?=名|个|個|人|年|位|天|月|家|次|岁|歲|座|枚|艘|架|辆|輛|条|條|万|萬|亿|億)",
}
"""Where words are not parted, or numbers are parts of others, a number is one only before what is counted. Our own table."""
_COUNT_BY_SIGN = dict(zip("二三四五六七八九十", range(2, 11), strict=True)) | {"两": 2, "兩": 2}
_COUNT_BY_SIGN |= dict(zip(("두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열"), range(2, 11), strict=True))

_AND_A_HALF = {
    "en": "[ -]and[ -]a[ -]half", "es": " y medi[oa]", "fr": " et demie?", "it": " e mezzo", "pl": " i pół",
    "pt": " e mei[oa]", "ru": " с половиной", "uk": " з половиною",
}  # fmt: skip
_HALF = {
    "de": "halbe[nr]? ", "en": "half a ", "es": "medi[oa] ", "fr": "demi[ -]", "it": "mezz[oa] ", "nl": "halve? ", "pl": "pół ",
    "pt": "mei[oa] ", "ru": "пол", "sv": "halv[at]? ", "uk": "пів",
}  # fmt: skip
"""Half of what a number is multiplied by, behind a number and alone. Our own tables."""

_SIGNS = {"千": 3, "천": 3, "万": 4, "萬": 4, "만": 4, "亿": 8, "億": 8, "억": 8, "兆": 12, "조": 12}
_SIGNS |= {
    f"{sign}{ten}": power + _SIGNS[ten]
    for sign, power in zip("十百千십백천", (1, 2, 3) * 2, strict=True)
    for ten in "万萬만亿億억"
}
"""What Chinese, Japanese and Korean write behind a number, also several times: 1億2300万, 5억 8천만."""

_UNSPACED_UNITS = "円|元|日元|美元|欧元|歐元|人民币|人民幣|ドル|ユーロ|パーセント|원|달러|유로|퍼센트"
_UNITS = (
    r"[%٪‰]|per\s?cent|prozent|procent|(?:pour|por)\s?(?:cent|ciento|cento)|процент(?:ов|а)?|відсотк(?:ів|и)|"
    r"\p{Sc}|(?:us|a|c|hk|nt|r|s|nz)\$|usd|eur|gbp|jpy|cny|rub|inr|uah|chf|euros?|dollars?|dólares|dollari|dolarów|pounds?|yen|yuan|"
    r"rupees?|rou?bles?|евро|долларов|рублей|євро|доларів|гривень|ευρώ|يورو|دولار|रुपये|डॉलर|यूरो"
)
"""Parts of a hundred and currencies, as signs, codes and words, that are shown with a number. Our own table."""
_UNIT = regex.compile(rf"[\s-]?(?:{_UNITS})(?![\p{{L}}\p{{M}}])|\s?(?:{_UNSPACED_UNITS})")
_MONEY_BEFORE = regex.compile(r"(?:\p{Sc}|(?:us|a|c|hk|nt|r|s|nz)\$|\b(?:usd|eur|gbp|chf)\s)\s?$")
_WORD = regex.compile(r"[\p{L}\p{M}']+")
_find_ascii_words = re.compile(r"[A-Za-z']+").findall
"""Gives of ASCII what ``_WORD`` matches."""
_TEXTS_KEPT = 1 << 12
"""Texts whose numbers are kept: a sentence is asked about for its facts, for what differs and for what is safe."""
_PARTS = ("hundred", "einhalb")
"""What makes a number of a word, or of a part of one, that is none itself."""
find_digit = re.compile(r"\d").search
"""Finds where the first number in digits begins, if there is one, in a fraction of the time of ``NUMBER``."""
_DROP_MARKS = {code: None for code in range(128) if not chr(code).isdigit()}
_SCALE = regex.compile(r"[ -]?([\p{L}\p{M}]+)\.?")
_SCALE_SIGN = regex.compile(rf" ?({'|'.join(sorted(_SIGNS, key=lambda sign: (-len(sign), sign)))})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as a text has it."""

    value: Decimal
    start: int
    end: int
    """Offsets into the text, in [start, end), with what it is multiplied by and its unit of money or parts of a hundred."""
    is_spelled: bool = False

    @property
    def digits(self) -> str:
        """The digits of the value without the zeros at its ends: what all conventions have in common."""
        return str(self.value.normalize()).partition("E")[0].replace(".", "").strip("0") or "0"

    @property
    def exact(self) -> str:
        """The value, written in one way."""
        return f"{self.value.normalize():f}"


@lru_cache(_TEXTS_KEPT)
def find_quantities(text: str, language: str, *, is_whole: bool = False) -> tuple[Quantity, ...]:
    """
    Find the numbers of a text, in order.

    ``3.5 million``, ``3,5 Millionen``, ``350万``, ``35 lakh`` and ``three and a half million`` have one value.

    Args:
        text: A text.
        language: Its language.
        is_whole: Whether numbers above twelve are read in words as well. The evidence of a pair goes without: its models were
            fitted so.
    """
    return _quantities_in(text, language, is_whole=is_whole)


def find_all_quantities(texts: Sequence[str], language: str) -> list[tuple[Quantity, ...]]:
    """
    Find the numbers of many texts, as ``find_quantities`` does in each.

    It takes half the time for an article's sentences, most of which hold none.
    """
    smalls = [text.lower() for text in texts]
    # What tells that a text may have a number in words: a number's word that stands in any of them, or what is none itself.
    signs = {*_PARTS, _HALF[language][:3]} if language in _HALF else set(_PARTS)
    signs |= _numbers_of(language, is_whole=False).values.keys() & set(_find_words(" ".join(smalls)))
    return [
        _quantities_in(text, language) if language in _COUNTED or find_digit(text) or any(sign in small for sign in signs) else ()
        for text, small in zip(texts, smalls, strict=True)
    ]


def _quantities_in(text: str, language: str, *, is_whole: bool = False) -> tuple[Quantity, ...]:
    small = text.lower()
    # Offsets are those of the text: the few letters that grow when they become small ones stay as they are.
    found = list(_in_digits(small if len(small) == len(text) else text))
    found += _spelled(small if len(small) == len(text) else text, language, is_whole)
    if len(found) < 2:
        return tuple(found)
    apart: list[Quantity] = []
    for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
        if not apart or quantity.start >= apart[-1].end:
            apart.append(quantity)
    return tuple(apart)


def matches_of_numbers(text: str) -> Iterator[regex.Match[str]] | Iterator[re.Match[str]]:
    """Give the matches of ``NUMBER``, in order."""
    digit = find_digit(text)
    if not digit:
        return iter(())
    return _find_ascii_numbers(text, digit.start()) if text.isascii() else NUMBER.finditer(text, digit.start())


def _find_words(text: str) -> list[str]:
    words: list[str] = _find_ascii_words(text) if text.isascii() else _WORD.findall(text)
    return words


def _in_digits(text: str) -> Iterator[Quantity]:
    end, has_signs = 0, not text.isascii()
    for match in matches_of_numbers(text):
        if match.start() < end:
            continue
        value, end = _value(match), match.end()
        if has_signs and (sign := _SCALE_SIGN.match(text, end)):
            value, end = _in_signs(text, value, sign)
        elif power := _power(text, end):
            value, end = value.scaleb(power[0]), power[1]
        before, after = _MONEY_BEFORE.search(text, max(0, match.start() - 5), match.start()), _UNIT.match(text, end)
        start, end = before.start() if before else match.start(), after.end() if after else end
        yield Quantity(value=value, start=start, end=end)


def _in_signs(text: str, value: Decimal, sign: regex.Match[str] | None) -> tuple[Decimal, int]:
    """Add up what stands before each sign, as in ``1億2300万``, and what follows the last one."""
    total, end = Decimal(0), 0
    while sign:
        total, end = total + value.scaleb(_SIGNS[sign[1]]), sign.end()
        is_apart = text.startswith(" ", end)
        match = NUMBER.match(text, end + is_apart)
        if not match:
            return total, end
        value, sign = _value(match), _SCALE_SIGN.match(text, match.end())
        if not sign and not is_apart:
            return total + value, match.end()
    return total, end


def _spelled(text: str, language: str, is_whole: bool) -> Iterator[Quantity]:
    half, and_a_half = _HALF.get(language), _AND_A_HALF.get(language)
    # Its first three letters are no choice in any language.
    if half and half[:3] in text:
        for match in _compiled(rf"(?<![\p{{L}}\p{{M}}]){half}").finditer(text):
            if power := _power(text, match.end()):
                yield Quantity(value=Decimal("0.5").scaleb(power[0]), start=match.start(), end=power[1], is_spelled=True)
    for number, start, stop in _words(text, language, is_whole):
        value, end = number, stop
        if and_a_half and (rest := _compiled(and_a_half).match(text, end)):
            value, end = value + Decimal("0.5"), rest.end()
        if power := _power(text, end):
            value, end = value.scaleb(power[0]), power[1]
        yield Quantity(value=value, start=start, end=end, is_spelled=True)


def _words(text: str, language: str, is_whole: bool) -> Iterator[tuple[Decimal, int, int]]:
    if language in _COUNTED:
        for match in _compiled(_COUNTED[language]).finditer(text):
            yield Decimal(_COUNT_BY_SIGN[match[1]]), match.start(), match.end()
        return
    numbers = _numbers_of(language, is_whole)
    known = numbers.values
    if not known:
        return
    # Most sentences have no such word: a set tells, without a step a word.
    if not known.keys().isdisjoint(_find_words(text)) or any(part in text for part in _PARTS):
        words = list(_split(text))
        place = 0
        while place < len(words):
            word = words[place]
            half = known.get(word.text.removesuffix("einhalb")) if language == "de" and word.text.endswith("einhalb") else None
            found = numbers.read(words, place)
            if half is not None:
                yield half + Decimal("0.5"), word.start, word.end
            elif found:
                yield Decimal(found[0]), word.start, words[place + found[1] - 1].end
            place += found[1] if found else 1


def _split(text: str) -> Iterator[Word]:
    end = 0
    for match in _WORD.finditer(text):
        yield Word(match.group(), match.start(), match.end(), text[end : match.start()])
        end = match.end()


def _power(text: str, start: int) -> tuple[int, int] | None:
    word = _SCALE.match(text, start)
    power = _power_by_word().get(word[1]) if word else None
    return (power, word.end(1)) if word and power else None


def digits_of(written: str) -> str:
    """Give the digits of a number as it is written, in ASCII and without its marks."""
    if written.isascii():
        return written if written.isdigit() else written.translate(_DROP_MARKS)
    return "".join(str(unicodedata.digit(character)) for character in written if character.isdigit())


def _value(match: regex.Match[str] | re.Match[str]) -> Decimal:
    whole, part = digits_of(match["whole"]), digits_of(match["part"] or "")
    return Decimal(f"{whole}.{part}" if part else whole)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    file = importlib.resources.files("detector.similarity") / "numerals.json"
    tables: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return tables


@cache
def _numbers_of(language: str, is_whole: bool) -> NumberWords:
    row = "hr" if language == "bs" else language
    words = _tables()["words"].get(row, ())
    small = {word: value for value, forms in enumerate(words, start=2) for word in forms.split("|") if word != "-"}
    return NumberWords(language if is_whole else "", small, _tables()["above"].get(row, {}) if is_whole else {})


@cache
def _power_by_word() -> dict[str, int]:
    return {word: int(power) for power, words in _tables()["scales"].items() for word in words.split("|")}


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
