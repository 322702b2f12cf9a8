"""Reach: an article in a language whose translations cannot be found is never silently alone."""

import sys

import pytest
from ngrams import NgramEncoder

from detector import Article, Settings, find_clusters
from detector.datatypes import UNDETERMINED, Reach
from detector.reporting.languages import NAME_BY_CODE
from detector.reporting.report import to_json
from detector.reporting.terminal import console_on, render_scan
from detector.similarity import reach
from detector.similarity.encoders import UseEncoder
from detector.similarity.reach import reach_of

DHIVEHI = "ރާއްޖޭގެ މަސްވެރިންގެ މަރުކަޒުން މިއަދު ބުނެފައި ވަނީ އާ ޑޯންޏެއް ކަނޑަށް ނެރެފައިވާ ކަމަށެވެ. އެ ޑޯނި އަޅާފައި ވަނީ ދެ އަހަރު ތެރޭގައެވެ."
ENGLISH = (
    "The ferry across Lake Orvel sailed again on Monday, two winters after ice tore a hole in its bow. Some 140 people paid."
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", Reach.FULL),
        ("sw", Reach.FULL),
        ("my", Reach.FULL),
        ("ee", Reach.PARTIAL),
        ("ee", Reach.PARTIAL),
        ("dv", Reach.NONE),
        ("la", Reach.UNMEASURED),
        (UNDETERMINED, Reach.UNMEASURED),
    ],
)
def test_each_language_has_one_reach(language, expected):
    """What was measured is told, and what was not is not guessed."""
    assert reach_of(language) is expected


def test_the_languages_of_the_fast_encoder_are_in_reach():
    """None of the sixteen needs a warning; each language that was measured stands in one list and has a name."""
    lists = (reach._FULL, reach._PARTIAL, reach._NONE)

    assert (UseEncoder.languages or frozenset()) <= reach._FULL
    assert sum(map(len, lists)) == len(frozenset().union(*lists))
    assert frozenset().union(*lists) <= NAME_BY_CODE.keys()


def test_a_report_says_which_articles_are_out_of_reach(capsys):
    """An article in Dhivehi stands alone, and the report says that this proves nothing."""
    result = find_clusters([Article(id="a", text=DHIVEHI), Article(id="b", text=ENGLISH)])
    render_scan(result, console_on(sys.stdout))

    assert result.reach == {"dv": Reach.NONE, "en": Reach.FULL}
    assert '"reach": "none"' in to_json(result)
    assert "Translations cannot be found in: Dhivehi (1)" in capsys.readouterr().out


def test_where_no_translations_are_looked_for_nothing_is_out_of_reach():
    """The reach is that of the built-in encoders."""
    articles = [Article(id="a", text=DHIVEHI), Article(id="b", text=ENGLISH)]

    assert find_clusters(articles, settings=Settings(translations=False)).reach == {}
    assert find_clusters(articles, encoders=[NgramEncoder()]).reach == {}
