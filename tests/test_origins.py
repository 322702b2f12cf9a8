"""What a text keeps of the language that it was first written in: whose countries it names, which names it explains."""

import importlib.resources
import json

import pytest
from made_by_hand import prepared

from detector.similarity.origins import find_homes, find_parentheses, glosses_of


@pytest.mark.parametrize(
    ("language", "text", "homes"),
    [
        ("en", "France and Germany met in Ukraine, the U.S. did not.", {"fr": 1, "de": 1, "uk": 1, "en": 1}),
        ("uk", "Біженці з України живуть у Німеччині та Франції.", {"uk": 1, "de": 1, "fr": 1}),
        ("ru", "Послы США и Франции прибыли в Японию.", {"en": 1, "fr": 1, "ja": 1}),
        ("hr", "Premijer Hrvatske boravio je u Njemačkoj i SAD.", {"hr": 1, "de": 1, "en": 1}),
        ("de", "Frankreichs Winzer und die Weine Österreichs.", {"fr": 1, "de": 1}),
        ("zh", "美国总统访问法国和日本。", {"en": 1, "fr": 1, "ja": 1}),
        ("ar", "زار الرئيس فرنسا وأوكرانيا.", {"fr": 1}),
        ("th", "นายกรัฐมนตรีเยือนญี่ปุ่นและฝรั่งเศส", {"ja": 1, "fr": 1}),
    ],
)
def test_countries_are_found_in_their_cases_and_scripts(language, text, homes):
    """An ending or a missing space does not hide one; each counts for the language that is written there."""
    assert dict(find_homes(prepared("a", text, language=language))) == homes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Let us meet us all in turkey season; Jordanstown and Omanish are none."),
        ("ru", "того мали перуном"),
        ("en", "Switzerland, India, Canada and Belgium write in several languages."),
        ("und", "France"),
        ("xx", "France"),
    ],
)
def test_what_only_looks_like_a_country_is_none(language, text):
    """Small letters, longer words, and countries of several languages tell nothing."""
    assert not find_homes(prepared("a", text, language=language))


def test_the_names_of_countries_are_whole():
    """Each language has what the others call home, and no name is that of two."""
    file = importlib.resources.files("detector.similarity") / "countries.json"
    names = json.loads(file.read_text(encoding="utf-8"))

    assert len(names) >= 95
    for language, by_home in names.items():
        written = [name for named in by_home.values() for name in named.split("|")]
        assert len(written) == len(set(written)), language
        assert all(name.strip() == name != "" for name in written)
    assert all(names[language].get(home) for language in ("en", "fr", "ru", "zh", "ar", "hi") for home in names["en"])


def glosses(one: str, other: str, *, languages: tuple[str, str] = ("zh", "en")) -> tuple[str, ...]:
    texts = (prepared(id, text, language=code) for id, text, code in zip("ab", (one, other), languages, strict=True))
    return glosses_of(*map(find_parentheses, texts))


def test_a_name_in_parentheses_that_the_other_has_in_its_text_is_an_explanation():
    """A translator who writes a name in his letters adds it as it was; the original needs no such help."""
    chinese, english = "加里·勃朗（Gary Brown）说，船已起航。", "The ship has sailed, said Gary Brown."

    assert glosses(chinese, english) == ("Gary Brown",)
    assert glosses(english, chinese, languages=("en", "zh")) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L'Organisation (WHO) a parlé.", "The WHO spoke."),
        ("La altura es de 2 metros (80 inches).", "The height is 80 inches."),
        ("Le navire (voir ci-dessous) est parti.", "The ship left."),
        ("Gary Brown a parlé ; il (Gary Brown) est parti.", "Gary Brown spoke and left."),
        ("Le navire (Nordlys) est parti.", "The ship (Nordlys) left."),
        ("Le navire () est (…) parti.", "The ship left."),
    ],
)
def test_abbreviations_measures_and_asides_are_no_explanations(one, other):
    """Originals have them too, or they are not in the other's running text."""
    assert glosses(one, other, languages=("fr", "en")) == ()
