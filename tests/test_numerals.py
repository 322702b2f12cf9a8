"""Numbers with their units, in digits or spelled out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelled import LANGUAGES, spell

from detector.similarity.facts import find_numbers
from detector.similarity.numerals import find_all_quantities, find_quantities


def written(text: str, language: str) -> list[str]:
    return [text[quantity.start : quantity.end] for quantity in find_quantities(text, language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3.5 million people", "en"),
        ("three and a half million people", "en"),
        ("3,500,000 people", "en"),
        ("3,5 Millionen Menschen", "de"),
        ("dreieinhalb Millionen Menschen", "de"),
        ("3,5 млн человек", "ru"),
        ("три с половиной миллиона человек", "ru"),
        ("350万人", "zh"),
        ("350만 명", "ko"),
        ("35 लाख लोग", "hi"),
        ("٣٫٥ مليون شخص", "ar"),
        ("tres y medio millones", "es"),
    ],
)
def test_a_quantity_has_one_value_in_every_language(text, language):
    """Three and a half million is 3,500,000 in digits of any script, by any magnitude, and in words."""
    assert [quantity.value for quantity in find_quantities(text, language)] == [Decimal(3_500_000)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("half a million", "en", 500_000),
        ("medio millón", "es", 500_000),
        ("полмиллиона", "ru", 500_000),
        ("трёх миллионов", "ru", 3_000_000),
        ("1億2300万円", "ja", 123_000_000),
        ("5억 8천만 원", "ko", 580_000_000),
        ("1万2000人", "ja", 12_000),
        ("2 crore", "en", 20_000_000),
        ("两名警察", "zh", 2),
        ("다섯 명", "ko", 5),
    ],
)
def test_halves_and_signs_are_added_up(text, language, value):
    """What stands in several pieces is one number."""
    assert [quantity.value for quantity in find_quantities(text, language)] == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("It cost $120 then", "en", ["$120"]),
        ("It grew by 5 per cent, or 7%", "en", ["5 per cent", "7%"]),
        ("It cost 12 euros or EUR 12", "en", ["12 euros", "EUR 12"]),
        ("Es kostet 3,5 Millionen Euro", "de", ["3,5 Millionen"]),
        ("€1.5bn more", "en", ["€1.5bn"]),
        ("12 процентов", "ru", ["12 процентов"]),
        ("14 boats", "en", ["14"]),
    ],
)
def test_a_number_is_shown_with_its_unit(text, language, shown):
    """An editor reads what the text has; what is counted is not a unit."""
    assert [quantity.removesuffix(" Euro") for quantity in written(text, language)] == shown


@given(st.integers(2, 100), st.sampled_from(LANGUAGES), st.booleans())
def test_a_number_in_words_is_read_as_it_was_written(number, language, is_capital):
    """From two to a hundred, whatever it is put together from; the whole of it and nothing beside it."""
    words = spell(number, language)
    text = f"( {words.capitalize() if is_capital else words} )"

    [quantity] = find_quantities(text, language, is_whole=True)

    assert (quantity.exact, quantity.is_spelled) == (str(number), True)
    assert (quantity.start, quantity.end) == (2, len(text) - 2)


@given(st.lists(st.integers(2, 100), min_size=1, max_size=5), st.sampled_from(LANGUAGES))
def test_numbers_in_words_parted_by_commas_stay_apart(numbers, language):
    """A comma adds nothing to the number before it."""
    text = ", ".join(spell(number, language) for number in numbers)

    assert [quantity.exact for quantity in find_quantities(text, language, is_whole=True)] == list(map(str, numbers))


@given(st.integers(1, 99), st.integers(1, 99))
def test_english_hundreds_are_read(hundreds, rest):
    """Two hundred and five, twelve hundred."""
    text = f"some {spell(hundreds, 'en')} hundred and {spell(rest, 'en')} of them"

    assert [quantity.exact for quantity in find_quantities(text, "en", is_whole=True)] == [str(hundreds * 100 + rest)]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("It fell from twenty to fifteen degrees", "en", ["20", "15"]),
        ("twenty-five million crowns", "en", ["25000000"]),
        ("a hundred boats, hundreds of boats", "en", ["100"]),
        ("the twenty-first century", "en", []),
        ("twenty first-year pupils", "en", ["20"]),
        ("la vingt et unième fois", "fr", []),
        ("vingt-deuxième", "fr", []),
        ("quinze pour cent", "fr", ["15"]),
        ("el diez por ciento", "es", ["10"]),
        ("двадцать первого века", "ru", []),
        ("двадцати пяти миллионов", "ru", ["25000000"]),
        ("сто двадцать один человек", "ru", ["121"]),
        ("двадцать п'ятий день", "uk", []),
        ("cento e vinte barcos", "pt", ["120"]),
        ("ciento veinte barcos", "es", ["120"]),
        ("dreieinhalb und fünfunddreißig Millionen", "de", ["3.5", "35000000"]),
        ("ventuno navi", "it", ["21"]),
    ],
)
def test_numbers_above_twelve_are_read_in_words(text, language, values):
    """With what they are multiplied by; an ordinal and a part of a hundred are none."""
    assert [quantity.exact for quantity in find_quantities(text, language, is_whole=True)] == values


def test_a_number_inside_a_word_is_none():
    """Neither a part of a word nor the article one is a number, and a counting word needs what is counted."""
    assert written("someone often tends to look after a friend", "en") == []
    assert written("七嘴八舌地说，第二天", "zh") == []


@given(st.integers(0, 10**15))
def test_digits_are_those_that_numbers_are_compared_by(number):
    """A quantity in digits has the leading digits under which its number is known."""
    [quantity] = find_quantities(f"some {number:,} of them", "en")

    assert [quantity.digits] == list(find_numbers(f"some {number:,} of them"))
    assert quantity.exact == str(number)


@given(st.text(max_size=60), st.sampled_from(["en", "de", "ru", "zh", "ja", "ko", "hi", "ar", "und"]))
def test_any_text_has_quantities_that_lie_in_it(text, language):
    """Whatever is read, each number is at least a letter of the text, and none is below 0."""
    for quantity in find_quantities(text, language):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.value >= 0


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "two",
                    "Twelve",
                    "often",
                    "half a million",
                    "hundred",
                    "1,200.5",
                    "3,5",
                    "12.03",
                    "dreieinhalb",
                    "zwei",
                    "İki",
                    "$40",
                    "二人",
                ]
            ),
            max_size=4,
        ).map(" ".join),
        max_size=5,
    ),
    st.sampled_from(["en", "de", "tr", "zh", "xx"]),
)
def test_texts_looked_at_together_have_the_numbers_that_each_has(texts, language):
    """What stands in one text is found there and in no other one."""
    assert find_all_quantities(texts, language) == [find_quantities(text, language) for text in texts]
