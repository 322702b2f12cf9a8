"""Days, months and weekdays in the ways that languages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.similarity.dates import find_dates


def keys(text: str, language: str, kind: str) -> list[str]:
    return [date.key for date in find_dates(text, language) if date.kind == kind]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on 20 January 2026", "en"),
        ("on January 20th, 2026", "en"),
        ("on the 20th of January", "en"),
        ("am 20. Januar 2026", "de"),
        ("am 20.01.2026", "de"),
        ("le 20 janvier", "fr"),
        ("el 20 de enero de 2026", "es"),
        ("20 января", "ru"),
        ("20 січня", "uk"),
        ("20 stycznia", "pl"),
        ("20. tammikuuta", "fi"),
        ("20 Ocak'ta", "tr"),
        ("στις 20 Ιανουαρίου", "el"),
        ("2026年1月20日", "zh"),
        ("1月20日に", "ja"),
        ("1월 20일", "ko"),
        ("ngày 20 tháng 1 năm 2026", "vi"),
        ("20 जनवरी", "hi"),
        ("٢٠ يناير", "ar"),
        ("20 มกราคม", "th"),
        ("20 ජනවාරි", "si"),
        ("2026-01-20", "en"),
    ],
)
def test_a_day_is_the_same_in_every_language(text, language):
    """The twentieth of January has one key, however it is written."""
    assert keys(text, language, "day") == ["01-20"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on Saturday", "en"),
        ("в субботу", "ru"),
        ("am Samstag", "de"),
        ("星期六", "zh"),
        ("土曜日", "ja"),
        ("토요일", "ko"),
        ("samedi", "fr"),
    ],
)
def test_a_weekday_is_the_same_in_every_language(text, language):
    """Saturday is the sixth day of the week, in whatever case it stands."""
    assert keys(text, language, "weekday") == ["6"]


def test_a_word_that_may_be_another_is_a_month_beside_a_day_or_a_year_only():
    """He may come on 5 May, or in May 2025."""
    assert keys("He may come on 5 May.", "en", "month") == ["05"]
    assert keys("He may come in May 2025.", "en", "month") == ["05"]
    assert keys("since Sept. 2025", "en", "month") == ["09"]
    assert keys("в мае 2025 года", "ru", "month") == keys("w maju 2025 roku", "pl", "month") == ["05"]
    assert keys("en mars 2025", "fr", "month") == ["03"]
    assert keys("en mai 2025", "fr", "month") == keys("im Mai 2025", "de", "month") == ["05"]
    assert keys("You may 20250 times.", "en", "month") == []
    assert keys("He may come.", "en", "month") == []
    assert keys("Elections are in October.", "en", "month") == ["10"]


def test_what_can_be_read_in_two_ways_is_left_out():
    """In English 3/4/2026 is a day of March or of April; 25/4/2026 is one of April."""
    assert keys("03/04/2026", "en", "day") == []
    assert keys("25/04/2026", "en", "day") == ["04-25"]
    assert keys("03/04/2026", "fr", "day") == ["04-03"]


def test_a_number_beside_a_month_that_is_no_day_is_left_alone():
    """A month has 31 days at the most, and a percentage is none of them."""
    assert keys("In January 45 boats sailed.", "en", "day") == []
    assert keys("In January 5.5 million came.", "en", "day") == []


@given(st.text(max_size=60), st.sampled_from(["en", "tr", "ru", "th", "ja", "vi", "und"]))
def test_any_text_has_dates_that_lie_in_it(text, language):
    """Whatever is read, each date is at least a letter of the text."""
    for date in find_dates(text, language):
        assert 0 <= date.start < date.end <= len(text)
