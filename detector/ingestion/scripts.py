"""
The scripts of the world's writing, and which of them a text is in.

In: texts. Out: letters counted by script, and the script that most of a text is in. A script cannot be mistaken for another, so
where it serves one language alone that language is settled here.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
    "oc om pl pt qu ro rw se sk sl sn so sq sr st sv sw tk tl tr uz vi xh yo zu ff fo br ki ace bcl pcm crh kab bem ee fj "
    "hmn mi nd ny sm ss tn to ty ve wo"
)

SCRIPTS: tuple[Script, ...] = (
    Script(
        name="Latin", languages=tuple(_LATIN_LANGUAGES.split()), ranges=((65, 90), (97, 122), (0xC0, 0x2AF), (0x1E00, 0x1EFF))
    ),
    Script(name="Greek", languages=("el",), ranges=((0x370, 0x3FF), (0x1F00, 0x1FFF))),
    Script(
        name="Cyrillic",
        languages=("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg", "tt", "ba", "uz"),
        ranges=((0x400, 0x52F),),
    ),
    Script(name="Armenian", languages=("hy",), ranges=((0x530, 0x58F),)),
    Script(name="Hebrew", languages=("he", "yi"), ranges=((0x5D0, 0x5F2), (0xFB1D, 0xFB4F))),
    Script(
        name="Arabic",
        languages=("ar", "fa", "ur", "ps", "ug", "ckb", "sd", "shi"),
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
LATIN, KANA, HAN, HANGUL = (_NAMES.index(name) for name in ("Latin", "Kana", "Han", "Hangul"))
WEIGHTS = np.array([script.weight for script in SCRIPTS])
_MAX_CODE_POINT = 0x323AF
SCRIPTS_OF: dict[str, tuple[int, ...]] = {
    language: tuple(row for row, script in enumerate(SCRIPTS) if language in script.languages)
    for script in SCRIPTS
    for language in script.languages
} | {"ja": (KANA, HAN)}

MIN_LETTERS = 4
_LETTERS_COUNTED = 1600
_find_beyond_typography = re.compile(r"[^\x00-\xbf\u2000-\u206f]").search
"""Finds what may be a letter beyond ASCII: the signs and spaces of Latin-1, quotation marks and dashes are none."""
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def _count_ascii_letters(text: str) -> int:
    return len(text.encode("ascii", "ignore").translate(None, _NO_ASCII_LETTERS))


def is_latin_only(text: str) -> bool:
    """Tell whether no letter of a text is beyond ASCII."""
    return text.isascii() or not _find_beyond_typography(text)


def count_letters(text: str) -> NDArray[np.int64]:
    """
    Count the letters of each script.

    Returns:
        *Shape:* ``(n_scripts,)``
    """
    sample = text[:_LETTERS_COUNTED]
    if is_latin_only(sample):
        counts = np.zeros(len(SCRIPTS), dtype=np.int64)
        counts[LATIN] = _count_ascii_letters(sample)
        return counts
    codes = np.frombuffer(sample.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    rows = _script_by_code_point()[np.minimum(codes, _MAX_CODE_POINT + 1)]
    return np.bincount(rows, minlength=len(SCRIPTS) + 1)[:-1]


def script_in(text: str) -> int | None:
    """Name the row of the script that most of a text is in, or ``None`` where there is hardly a letter."""
    if is_latin_only(text):
        return LATIN if _count_ascii_letters(text[:_LETTERS_COUNTED]) >= MIN_LETTERS else None
    return script_of(count_letters(text))


def script_of(counts: NDArray[np.int64]) -> int | None:
    """Name the row of the script that most of the text is in, or ``None`` where there is hardly a letter."""
    weighted = counts * WEIGHTS
    script = int(weighted.argmax())
    if weighted[script] < MIN_LETTERS and weighted.sum() < MIN_LETTERS:
        return None
    if script in (HAN, KANA, HANGUL):
        # Japanese is half Han by count, and Korean news writes some Han: their own letters tell.
        n_han, n_kana, n_hangul = int(counts[HAN]), int(counts[KANA]), int(counts[HANGUL])
        if n_hangul * 3 >= n_han + n_kana:
            return HANGUL
        return KANA if n_kana * 12 >= n_han and n_kana > 0 else HAN
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
