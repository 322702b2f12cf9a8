"""Folding: what a reader does not see as a difference is none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import Article, Settings
from detector.ingestion.normalise import normalise
from detector.ingestion.prepare import prepare


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    """A second pass finds nothing left to fold, whatever the characters are."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="'`´\"“”«»‘’–—-. \t\n…\u00ad\u200bae\u0301", max_size=30))
def test_marks_that_stand_together_fold_once_and_for_all(text):
    """Runs of quotes, dashes and stops are where one folding could make room for another."""
    assert normalise(normalise(text)) == normalise(text)


def test_typographers_and_typewriters_write_the_same_text():
    """Curly quotes, long dashes and the one-character ellipsis are those of a keyboard."""
    assert normalise("“Nous verrons…” — l’éditeur") == normalise('"Nous verrons..." - l\'éditeur')
    assert normalise("«Да» – „ja“ ‚x‘ 「はい」") == '"Да" - "ja" \'x\' "はい"'


def test_what_is_not_seen_is_not_there():
    """Soft hyphens, zero-width characters and direction marks come and go with the editor."""
    assert normalise("news\u00adroom \u200bdesk\ufeff \u200fقلم\u200e") == "newsroom desk قلم"


def test_white_space_of_any_kind_is_one_space():
    """No-break spaces, tabs and line ends are single spaces, none at the ends."""
    assert normalise(" one\u00a0two\t\r\nthree\u3000four ") == "one two three four"


def test_letter_case_stays():
    """Case tells a name from a word."""
    assert normalise("The Times of Straße") == "The Times of Straße"


def test_full_width_letters_are_letters():
    """NFKC: the wide forms of East Asian fonts, ligatures and composed accents are the plain letters."""
    assert normalise("ＮＥＷＳ　２０２６ ﬁle e\u0301") == "NEWS 2026 file é"


def test_an_accent_used_as_an_apostrophe_is_an_apostrophe():
    """Otherwise NFKC would part it from its letter by a space."""
    assert normalise("l´eau") == "l'eau"


def test_half_a_character_does_not_break_the_text():
    """A lone surrogate, as broken JSON holds, becomes the replacement character and can be written out."""
    assert normalise("a\ud800b").encode("utf-8") == "a\ufffdb".encode()


@given(st.text())
def test_composed_and_decomposed_letters_are_one(text):
    """What is canonically equivalent comes out alike."""
    assert normalise(unicodedata.normalize("NFC", text)) == normalise(unicodedata.normalize("NFD", text)) == normalise(text)


@given(st.text(alphabet="ÃÂâ€™©Ð°СЂџР\u00ad\u200b\u0301a1०١၀၁\x93\x84…", max_size=20))
def test_misread_letters_fold_once_and_for_all(text):
    """Halves of a misread letter that only folding brings together are read aright at once."""
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize("zero", "٠۰०০੦૦୦௦౦೦൦෦๐໐༠០᠐０")
def test_digits_of_every_script_are_equal(zero):
    """A house that writes its figures in its own digits has the same figures."""
    year = "".join(chr(ord(zero) + int(digit)) for digit in "2026")
    assert normalise(f"({year})") == "(2026)"


def test_a_burmese_zero_within_a_word_is_a_letter():
    """It is typed for the letter that looks like it; beside another digit it is one."""
    assert normalise("တရား၀င် ၂၀၂၆") == "တရား၀င် 2026"


def test_arabic_letters_of_a_printer_are_letters():
    """Presentation forms, ligatures and the stretching mark are how a line was set."""
    assert normalise("ﻻ ﷲ ﻣﺮﺣـــﺒﺎ") == "لا الله مرحبا"


def test_control_characters_are_the_quotation_marks_of_windows():
    """Text that was read as Latin-1 has them where Windows had its own characters."""
    assert normalise("\x84Ja\x93, sagte \x8akoda") == '"Ja", sagte Škoda'


def test_misread_text_is_compared_as_it_was_meant():
    """A copy whose encoding was lost on the way is the same text."""
    text = "La réunion a été déplacée à l’été – voilà."
    assert normalise(text.encode().decode("latin-1")) == normalise(text)


def test_joiners_of_readers_are_shown_and_not_compared():
    """Persian and emoji keep theirs in the article, whose text nothing changes."""
    article = Article(id="a", title="خانه", text="مردم شهر می‌گویند که پل قدیمی در بهار باز خواهد شد 👩‍🚒 و خوشحال هستند")
    (ready,), _ = prepare([article], Settings())
    segment = ready.segments[-1]
    assert "\u200c" not in segment.text
    assert "\u200d" not in segment.text
    assert "می‌گویند" in ready.article.text[segment.start : segment.end]
    assert "👩‍🚒" in ready.article.text[segment.start : segment.end]
