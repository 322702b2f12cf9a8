"""
Read Burmese that was typed for the font Zawgyi, in whose places Unicode has other letters.

In: any text. Out: the same text in Unicode, where it is certain that it was typed for that font; any other comes back as it is.
Burmese outlets wrote so until 2019, and archives, feeds and phones do so still: the two spellings of one sentence share few
characters.

The font has the letters of Unicode's block, but keeps them in the order in which they are drawn, has one place for each shape of
a sign, and gives the places of other languages of Burma (U+1060 to U+1097) to consonants that stand under others. So a text is
read one syllable after the other, each sign is named as Unicode names it, and the signs are put into Unicode's order.

Source: Unicode Technical Note 11 (2012), Representing Myanmar in Unicode, for the order of signs; the places are the font's own
(Zawgyi-One, 2008).
"""

from __future__ import annotations

import re
import unicodedata

_STACKED_BY_PLACE = dict(
    zip(
        "\u1060\u1061\u1062\u1063\u1065\u1066\u1067\u1068\u1069\u106c\u106d\u1070\u1071\u1072\u1073\u1074\u1075\u1076"
        "\u1077\u1078\u1079\u107a\u107b\u1093\u107c\u1085\u1096",
        "\u1000\u1001\u1002\u1003\u1005\u1006\u1006\u1007\u1008\u100b\u100c\u100f\u1010\u1010\u1011\u1011\u1012\u1013"
        "\u1014\u1015\u1016\u1017\u1018\u1018\u1019\u101c\u1010",
        strict=True,
    )
)
_VIRAMA, _ASAT, _KINZI = "\u1039", "\u103a", "\u1004\u103a\u1039"
_SIGNS_BY_PLACE = (
    {place: (_VIRAMA + letter,) for place, letter in _STACKED_BY_PLACE.items()}
    | {"\u1096": (_VIRAMA + "\u1010", "\u103d")}
    | dict.fromkeys("\u103b\u107e\u107f\u1080\u1081\u1082\u1083\u1084", ("\u103c",))
    | dict.fromkeys("\u103a\u107d", ("\u103b",))
    | dict.fromkeys("\u1094\u1095", ("\u1037",))
    | {
        "\u1033": ("\u102f",),
        "\u1034": ("\u1030",),
        "\u1039": (_ASAT,),
        "\u103c": ("\u103d",),
        "\u103d": ("\u103e",),
        "\u105a": ("\u102b", _ASAT),
        "\u1064": (_KINZI,),
        "\u1087": ("\u103e",),
        "\u1088": ("\u103e", "\u102f"),
        "\u1089": ("\u103e", "\u1030"),
        "\u108a": ("\u103d", "\u103e"),
        "\u108b": (_KINZI, "\u102d"),
        "\u108c": (_KINZI, "\u102e"),
        "\u108d": (_KINZI, "\u1036"),
        "\u108e": ("\u102d", "\u1036"),
    }
)
"""What each place of the font draws, in Unicode's signs; the others are the same in both."""
_LETTERS_BY_PLACE = {
    "\u1040": "\u101d",  # A zero, typed for the letter that looks like it.
    "\u106a": "\u1009",
    "\u106b": "\u100a",
    "\u106e": "\u100d\u1039\u100d",
    "\u106f": "\u100d\u1039\u100e",
    "\u1086": "\u103f",
    "\u108f": "\u1014",
    "\u1090": "\u101b",
    "\u1091": "\u100f\u1039\u100d",
    "\u1092": "\u100b\u1039\u100c",
    "\u1097": "\u100b\u1039\u100b",
}
_CLASSES = ("\u103b", "\u103c", "\u103d", "\u103e", "\u1031", "\u102d\u102e\u1032", "\u102f\u1030", "\u102b\u102c", _ASAT)
_ORDER = {sign: place for place, signs in enumerate((*_CLASSES, "\u1036", "\u1037", "\u1038"), start=1) for sign in signs}
"""Of the signs of a syllable; a kinzi stands before its letter, a stacked consonant right after it."""
_WORD_BY_SPELLING = {
    "\u1025\u103a": "\u1009\u103a",
    "\u1025\u102c": "\u1009\u102c",
    "\u1025\u102e": "\u1026",
    "\u101e\u103c": "\u1029",
    "\u1005\u103b": "\u1008",
    "\u1029\u1031\u102c\u103a": "\u102a",
    "\u101e\u103c\u1031\u102c\u103a": "\u102a",
}
"""Letters that were put together from others which look like them."""

_LETTER = "\u1000-\u102a\u103f\u1040\u106a\u106b\u106e\u106f\u1086\u108f-\u1092\u1097"
_BEFORE = "\u1031\u103b\u107e-\u1084"
_AFTER = "\u102b-\u1030\u1032-\u103a\u103c\u103d\u105a\u1060-\u1069\u106c\u106d\u1070-\u107d\u1085\u1087-\u108e\u1093-\u1096"
_read_syllables = re.compile(f"([{_BEFORE}]*)([{_LETTER}])([{_AFTER}]*)").sub
_read_spellings = re.compile("|".join(sorted(_WORD_BY_SPELLING, key=len, reverse=True))).sub
_find_visual = re.compile(
    # A vowel or a medial that is drawn before its letter, where no letter stands for it to follow.
    "(?:^|[^\u1000-\u102a\u1039\u103b-\u103f\u105a-\u109d\uaa60-\uaa7f])\u1031(?=[\u1000-\u1021\u103b\u107e-\u1084])"
    "|(?:^|[^\u1000-\u102a\u103f\u105a-\u109d\uaa60-\uaa7f])\u103b(?=[\u1000-\u1021])"
    # A sign that kills the vowel of a letter, where nothing can stand under it.
    "|(?<=[\u1000-\u1021\u102b\u102c])[\u1037\u1094\u1095]?\u1039(?![\u1000-\u1021\u1037])"
    # The same after NGA, under which Unicode stacks nothing without another sign between; and the vowel before a medial.
    "|\u1004\u1039|\u1031[\u103b\u107e-\u1084]"
).findall
_find_logical = re.compile("[\u102b-\u1030\u1032\u1036]\u103a|\u103a[\u1037\u1039]|\u1037\u103a|[\u103b-\u103e]\u1031").findall
"""What stands in Unicode's order only: the sign that kills a vowel after another sign, or the vowel E after a medial."""


def read_zawgyi(text: str) -> str:
    """
    Give a text in Unicode's Burmese, where it was typed for the font Zawgyi.

    That is certain where more signs stand as the font wants them than stand as Unicode does.

    The law: ``read_zawgyi(read_zawgyi(text)) == read_zawgyi(text)``.
    """
    if ("\u1031" not in text and "\u1039" not in text) or not _is_zawgyi(text):
        return text
    read = _read_spellings(_spelling_of, _read_syllables(_syllable_of, text))
    read = unicodedata.normalize("NFC", read)
    return text if _is_zawgyi(read) else read


def _is_zawgyi(text: str) -> bool:
    return len(_find_visual(text)) > len(_find_logical(text))


def _syllable_of(match: re.Match[str]) -> str:
    before, letter, after = match.groups()
    if letter == "\u1040" and not _has_letter(match.string, *match.span()):
        return match[0]
    signs = dict.fromkeys(sign for place in before + after for sign in _SIGNS_BY_PLACE.get(place, (place,)))
    ordered = sorted((sign for sign in signs if sign != _KINZI), key=lambda sign: _ORDER.get(sign, 0))
    return _KINZI * (_KINZI in signs) + _LETTERS_BY_PLACE.get(letter, letter) + "".join(ordered)


def _has_letter(text: str, start: int, end: int) -> bool:
    return any("\u1000" <= beside <= "\u103f" or "\u105a" <= beside <= "\u1097" for beside in text[max(start - 1, 0) : end + 1])


def _spelling_of(match: re.Match[str]) -> str:
    return _WORD_BY_SPELLING[match[0]]
