"""Folding: what a reader does not see as a difference is none."""

from hypothesis import given
from hypothesis import strategies as st

from detector.ingestion.normalise import normalise


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
