"""
Fold what a reader does not see as a difference.

In: any text. Out: the same text in one form of Unicode, white space, quotation marks and dashes, so that two copies that went
through different editors compare as equal. Letter case stays: it tells names.
"""

from __future__ import annotations

import re
import unicodedata

from detector.datatypes import UNDETERMINED
from detector.ingestion.mojibake import repair_mojibake
from detector.ingestion.one_script import write_in_one_script
from detector.ingestion.zawgyi import read_zawgyi

_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters that are not white space
    "\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U000e0000-\U000e0fff"
)
"""Soft hyphen, zero-width and direction marks, joiners, fillers, variation selectors, the Arabic stretching mark.

Source: Unicode Standard, Default_Ignorable_Code_Point; the stretching mark U+0640 (tatweel) is our addition: it only widens a
line.
"""

_SINGLE_QUOTES = (
    "\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u05f3\u275b\u275c\ua78c`"
)
_DOUBLE_QUOTES = (
    "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u2036\u05f4\u275d\u275e"
    "\u300c\u300d\u300e\u300f\u301d\u301e\u301f\u2e42\uff62\uff63"
)
_DASHES = (
    "\u058a\u05be\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\u2e40\u301c\u3030\ufe58\ufe63\uff0d\u2043\uff5e"
)

_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u17e0\u1810\u1946\u19d0\u1a80"
    "\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\U000104a0\U00010d30\U00011066\U000110f0\U00011136\U000111d0"
    "\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U00011730\U000118e0\U00011950\U00011c50\U00011d50\U00011da0\U00016a60\U00016ac0"
    "\U00016b50\U0001e140\U0001e2f0\U0001e950"
)
"""
The zeros of other scripts, each the first of ten digits; those that NFKC makes ASCII are left out.

Left out too are a Burmese zero alone, which is typed for the letter that looks like it, and the digits of Shan, whose places old
Burmese fonts give to vowel signs: both stand in most of ntrex's Burmese.

Source: Unicode Character Database, general category Nd.
"""
_DIGITS = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS)

_FOLD_BY_CHARACTER = (
    dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DOUBLE_QUOTES, '"') | dict.fromkeys(_DASHES, "-") | {"\u00b4": "'"}
)

_FOLD_BY_TYPOGRAPHY = _FOLD_BY_CHARACTER | {"\u00a0": " ", "\u2026": "..."}
"""With what NFKC makes of a space and of an ellipsis. None of these is a part of misread UTF-8 without a letter beside it."""

_WINDOWS_BY_CONTROL = {
    control: windows
    for control, windows in ((chr(byte), bytes([byte]).decode("cp1252", "ignore")) for byte in range(0x80, 0xA0))
    if windows and control != "\x85"
}
"""What control characters stand for in text that was read as Latin-1 and is Windows-1252; U+0085 is a line end too.

Source: WHATWG, HTML Living Standard, numeric character reference end state.
"""

_ASTRAL = "[\U00010000-\U0010ffff](?:-[\U00010000-\U0010ffff])?"

_read_as_windows = re.compile(f"[{''.join(_WINDOWS_BY_CONTROL)}]").sub
_drop_invisible = re.compile(f"[{_INVISIBLE}]+").sub
_replace_surrogates = re.compile("[\ud800-\udfff]").sub
_fold_characters = re.compile(f"[{re.escape(''.join(_FOLD_BY_CHARACTER))}]").sub
_fold_digits = re.compile(rf"[{_DIGITS}\u1041-\u1049]|(?<=[\u1040-\u1049])\u1040|\u1040(?=[\u1040-\u1049])").sub
_fold_runs = re.compile(r"''|--+|\.{4,}").sub
_find_odd = re.compile("[^ -~]+").findall
_find_beyond_typography = re.compile(f"[^ -~{''.join(_FOLD_BY_TYPOGRAPHY)}]").search
_RARE = f"{''.join(_WINDOWS_BY_CONTROL)}\ud800-\udfff{_INVISIBLE}{_DIGITS}\u1040-\u1049"
_find_rare = re.compile(f"[{_RARE}]").search
"""Finds what all but a few texts have none of, so that four looks are one."""
_may_have_rare = re.compile(f"[{re.sub(_ASTRAL, '', _RARE)}\U00010000-\U0010ffff]").search
"""Finds that too, and whatever is beyond the basic plane: each range there would be tried at every letter of the plane."""

_RUNS = {"'": '"', "-": "-", ".": "..."}


def normalise(text: str, language: str = UNDETERMINED) -> str:
    """
    Fold ``text`` into the form in which texts are compared.

    Unicode is brought to NFKC; misread UTF-8, and Burmese that was typed for the font Zawgyi, are read aright where that is
    certain; characters that are not seen are dropped; white space becomes single spaces, none at the ends; every kind of
    quotation mark becomes ``'`` or ``"``, every kind of dash ``-``, an ellipsis three full stops, a digit of any script that of
    ASCII. Letter case stays. Zero-width joiners are dropped too, although Persian and Indic scripts spell with them: publishers
    keep them or lose them at random. The article's own text stays as it is.

    Args:
        text: Any text.
        language: Its language; one that is written in two scripts is brought into one of them.

    The laws: ``normalise(normalise(text, x), x) == normalise(text, x)``, and texts that are canonically equivalent (NFC, NFD)
    come out alike.

    Source: Unicode Standard Annex 15 (2024), normalization form KC.
    """
    if not text.isascii():
        text = _fold_typography(text)
    if text.isascii():
        return _fold(text)
    # Composed first, so that an accent of its own is no obstacle to reading misread letters aright.
    repaired = repair_mojibake(unicodedata.normalize("NFC", text))
    # Dropping what is not seen can bring the halves of a misread letter together.
    while (folded := _fold(repaired)) != repaired and (mended := repair_mojibake(folded)) != folded:
        repaired = mended
    if (read := read_zawgyi(folded)) != folded:
        folded = normalise(read)
    return write_in_one_script(folded, language)


def normalise_in_place(text: str) -> str | None:
    """
    Give a text in which each part without white space at its ends is the normal form of that part of ``text``.

    Most paragraphs have one, as folding changes no more than single characters; ``None`` where a part must be looked at alone.
    """
    folded = text if text.isascii() else _fold_typography(text)
    is_plain = len(folded) == len(text) and folded.isascii() and _is_single_spaced(folded) and "`" not in folded
    return folded if is_plain and not _has_run(folded) else None


def _is_single_spaced(text: str) -> bool:
    """Tell whether white space, of which the space alone is printable, is single spaces; the ends are not looked at."""
    return text.isprintable() and "  " not in text


def _has_run(text: str) -> bool:
    return "''" in text or "--" in text or "...." in text


def _fold_typography(text: str) -> str:
    """Fold a text that has quotation marks and dashes beyond ASCII and nothing else, as most English texts do."""
    if _find_beyond_typography(text) is None:
        for character in set("".join(_find_odd(text))):
            text = text.replace(character, _FOLD_BY_TYPOGRAPHY[character])
    return text


def _fold(text: str) -> str:
    if not text.isascii():
        is_rare = _is_rare(text)
        if is_rare:
            text = _read_as_windows(_windows_of, _replace_surrogates("\ufffd", text))
            text = _drop_invisible("", text)
        # Before NFKC, which would part an acute accent used as an apostrophe from its letter by a space.
        text = _fold_characters(_fold_character, text)
        if is_rare or not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text)
            if _is_rare(text):
                text = _drop_invisible("", _fold_digits(_digit_of, text))
            text = _fold_characters(_fold_character, text)
    elif not text.isprintable() or "`" in text:
        text = _fold_characters(_fold_character, _drop_invisible("", text))
    if not _is_single_spaced(text) or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    return _fold_runs(_fold_run, text) if _has_run(text) else text


def _is_rare(text: str) -> bool:
    return _may_have_rare(text) is not None and _find_rare(text) is not None


def _digit_of(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))


def _windows_of(match: re.Match[str]) -> str:
    return _WINDOWS_BY_CONTROL[match[0]]


def _fold_character(match: re.Match[str]) -> str:
    return _FOLD_BY_CHARACTER[match[0]]


def _fold_run(match: re.Match[str]) -> str:
    return _RUNS[match[0][0]]
