"""
Origins: what a text keeps of the language that it was first written in.

In: prepared articles. Out: the languages of the countries that one names, and the names that one explains in parentheses as the
other writes them. ``countries.json`` has the countries of one main language of news, by the language that calls them so and by
their own.

Source:
    The names are those of the Unicode CLDR 47 (Unicode License v3), as ``Locale.territories`` of Babel 2.18 gives them,
    normalised, without what stands in parentheses. Countries of several languages (Belgium, Canada, India …) are left out.
"""

from __future__ import annotations

import importlib.resources
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import regex

from detector.datatypes import PreparedArticle

_UNSPACED = frozenset({"bo", "dz", "ja", "km", "ko", "lo", "my", "th", "zh"})
"""Languages in which a name may stand inside what looks like a word."""
_INFLECTED = regex.compile(r"[\p{Cyrillic}\p{Greek}]")
_INFLECTING = frozenset({"az", "bs", "cs", "et", "eu", "fi", "hr", "hu", "lt", "lv", "pl", "ro", "sk", "sl", "sq", "tr", "uz"})
"""Languages that change the end of a name, beside those in Cyrillic and Greek letters: ``Україна``, ``України``."""
_MIN_STEM = 5
"""Letters that are left of a name whose end changes; a shorter one must stand whole, or with an ending after it."""
_MAX_ENDING = 6
_VOWELS = "aeiouyáéíóúýěęąėįųūāēīōőűıаеиіїоуюяыэйαεηιουωάέήίόύώς"

_SHORT = {
    "ar": {"en": "أمريكا|بريطانيا"},
    "bg": {"en": "САЩ|Англия"},
    "bs": {"en": "SAD|Britanija|Engleska"},
    "cs": {"en": "USA|Británie|Anglie"},
    "da": {"en": "USA|Storbritannien|England"},
    "de": {"en": "USA|Großbritannien|England"},
    "el": {"en": "ΗΠΑ|Βρετανία|Αγγλία"},
    "en": {"en": "US|U.S.|USA|UK|U.K.|America|Britain|England|Scotland|Wales", "cs": "Czech Republic", "tr": "Turkey"},
    "es": {"en": "EE.UU.|EE. UU.|EEUU|Gran Bretaña|Inglaterra|Escocia"},
    "et": {"en": "USA|Inglismaa"},
    "fi": {"en": "USA|Britannia|Englanti"},
    "fr": {"en": "USA|Grande-Bretagne|Angleterre|Écosse"},
    "he": {"en": 'ארה"ב|בריטניה|אנגליה'},
    "hr": {"en": "SAD|Britanija|Engleska"},
    "hu": {"en": "USA|Nagy-Britannia|Anglia"},
    "id": {"en": "AS|Inggris"},
    "it": {"en": "USA|Gran Bretagna|Inghilterra|Scozia"},
    "ja": {"en": "米国|英国"},
    "ko": {"en": "영국"},
    "lt": {"en": "JAV|Anglija"},
    "lv": {"en": "ASV|Anglija"},
    "nl": {"en": "VS|V.S.|USA|Groot-Brittannië|Engeland|Schotland"},
    "no": {"en": "USA|Storbritannia|England"},
    "pl": {"en": "USA|Anglia|Szkocja"},
    "pt": {"en": "EUA|Grã-Bretanha|Inglaterra|Escócia"},
    "ro": {"en": "SUA|Marea Britanie|Anglia"},
    "ru": {"en": "США|Великобритания|Британия|Англия|Америка", "ru": "РФ"},
    "sk": {"en": "USA|Británia|Anglicko"},
    "sl": {"en": "ZDA|Britanija|Anglija"},
    "sr": {"en": "САД|SAD|Британија|Engleska"},
    "sv": {"en": "USA|Storbritannien|England"},
    "tr": {"en": "ABD|İngiltere"},
    "uk": {"en": "США|Британія|Англія|Америка", "ru": "РФ"},
    "vi": {"en": "Mỹ|Anh Quốc"},
}
"""Names in daily use that are not CLDR's."""

_WORD = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}'-]*")
_PARENTHESES = regex.compile(r"[(（]\s*([^()（）]{2,80}?)\s*[)）]")


def find_homes(article: PreparedArticle) -> Counter[str]:
    """Count the names of countries in an article, headline included, by the main language of each country."""
    names = _names_of(article.language)
    found: Counter[str] = Counter()
    if names is not None:
        for segment in article.segments:
            found.update(names.homes_in(segment.text))
    return found


class _Names:
    """What a language calls the countries."""

    def __init__(self, names_by_home: Iterable[tuple[str, str]], language: str) -> None:
        self._home_by_start: dict[str, str] = {}
        whole, begun = [], []
        for home, written in names_by_home:
            for name in written.split("|"):
                start = name
                if not name.isupper() and (language in _INFLECTING or _INFLECTED.match(name)):
                    start = _stem_of(name)
                    begun.append(start)
                else:
                    whole.append(start)
                self._home_by_start.setdefault(start, home)
        if language in _UNSPACED:
            pattern = f"({_any_of([*whole, *begun])})"
        else:
            pattern = (
                rf"(?<![\p{{L}}\p{{M}}])(?:({_any_of(whole)})(?:s|n|en)?(?![\p{{L}}\p{{M}}])"
                rf"|({_any_of(begun)})[\p{{L}}\p{{M}}]{{0,{_MAX_ENDING}}}(?![\p{{L}}\p{{M}}]))"
            )
        self._pattern = regex.compile(pattern)

    def homes_in(self, text: str) -> Iterable[str]:
        return (self._home_by_start[match[match.lastindex or 0]] for match in self._pattern.finditer(text))


def _stem_of(name: str) -> str:
    """Drop the vowels that a name ends with, and the consonant before a last one: ``Німеччина``, ``Chorvatsko``."""
    stem = name.rstrip(_VOWELS)
    return stem if len(stem) >= _MIN_STEM else name[:_MIN_STEM] if len(name) > _MIN_STEM else name


def _any_of(names: Iterable[str]) -> str:
    return "|".join(regex.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name))) or "(?!)"


@cache
def _countries() -> Mapping[str, Mapping[str, str]]:
    file = importlib.resources.files("detector.similarity") / "countries.json"
    countries: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return countries


@cache
def _names_of(language: str) -> _Names | None:
    if language not in _countries():
        return None
    return _Names([*_countries()[language].items(), *_SHORT.get(language, {}).items()], language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parentheses:
    """What an article puts into parentheses, and the words that it has outside them."""

    inside: tuple[str, ...]
    """Each content that can be a name: no digit, and not capitals alone, for abbreviations are explained in originals too."""
    words: frozenset[str]
    """In small letters."""


def find_parentheses(article: PreparedArticle) -> Parentheses:
    """Part what an article has in parentheses from the rest, headline included."""
    inside: list[str] = []
    words: set[str] = set()
    for segment in article.segments:
        text = segment.text
        for match in _PARENTHESES.finditer(text) if "(" in text or "（" in text else ():
            content = match[1]
            if _words_of(content) and not content.isupper() and not any(map(str.isdigit, content)):
                inside.append(content)
        words.update(_words_of(_PARENTHESES.sub(" ", text)))
    return Parentheses(inside=tuple(dict.fromkeys(inside)), words=frozenset(words))


def glosses_of(one: Parentheses, other: Parentheses) -> tuple[str, ...]:
    """
    Give what one text explains in parentheses and the other has in its running text: ``加里·勃朗 (Gary Brown)``, ``Gary Brown``.

    What the first text has outside parentheses too is no explanation.
    """
    return tuple(
        content for content in one.inside if (words := _words_of(content)) and words <= other.words and not words <= one.words
    )


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text) if len(word) > 1)
