"""A newsroom's articles, written out in every format and read back: the same text, title and time."""

import dataclasses
import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import pytest
from newsroom import WRITERS, press, write_press
from web import paragraphs

from detector import Article, SkippedFile, read

Facts = tuple[str, datetime, str]

MADE = tuple(
    Article(
        id=f"made-{number}",
        title=f"Ferry {number} sails again, “at last”",
        text=f'Ferry {number} sailed again on Monday, two winters after ice tore a hole in its bow.\n\nIt cost 6 €, "cheap".',
        published=f"2026-03-{number + 1:02}T10:30:00+01:00",
    )
    for number in range(12)
)


RECORDS = ("jsonl", "jsonl.gz", "json", "csv", "parquet", "zip", "tar.gz")
"""Formats that keep every character; in the others any white space within a paragraph is one space."""
MAX_LOST = {"html": 0.001, "warc": 0.001, "warc.gz": 0.001}
"""
Share of texts that may differ, where a body has to be found within a page: 10 of 12,000 did (lines of nothing but a social
network's name, and three paragraphs that looked like links or small print). In all other formats none may.
"""


def differing(found: Iterable[Article], wanted: Iterable[Article], kind: str) -> list[Facts]:
    """List what was to be read and was not, as title, moment and text."""
    facts = exact_facts if kind in RECORDS else facts_of_words
    return list((Counter(map(facts, wanted)) - Counter(map(facts, found))).elements())


def exact_facts(article: Article) -> Facts:
    return article.title, datetime.fromisoformat(article.published or ""), article.text


def facts_of_words(article: Article) -> Facts:
    """Give the same with single spaces, and without a first paragraph that is the title again: pages and mail have it once."""
    title = " ".join(article.title.split())
    words = paragraphs(article.text)
    if len(words) > 1 and words[0].casefold() == title.casefold():
        words = words[1:]
    return title, datetime.fromisoformat(article.published or ""), "\n\n".join(words)


@pytest.mark.parametrize("kind", WRITERS)
def test_articles_are_read_back_as_they_were_written(tmp_path, kind):
    """A few, with quotation marks and paragraphs, in every format."""
    write_press(MADE, tmp_path, kind)
    skipped: list[SkippedFile] = []
    found = list(read(tmp_path, on_skip=skipped.append))
    assert (differing(found, MADE, kind), skipped) == ([], [])
    assert len(found) == len(MADE)


def test_a_text_that_was_lost_is_missed():
    """The comparison can fail: on a word, a title and an hour, not on a zone that names the same moment."""
    one = MADE[0]
    for kind in ("jsonl", "html"):
        assert differing([dataclasses.replace(one, published="2026-03-01T09:30:00Z")], [one], kind) == []
        for changed in (
            dataclasses.replace(one, text=one.text.replace("bow", "stern")),
            dataclasses.replace(one, title="Ferry 1"),
            dataclasses.replace(one, published="2026-03-01T10:30:00Z"),
        ):
            assert len(differing([changed], [one], kind)) == 1


@pytest.mark.corpus
@pytest.mark.parametrize("kind", WRITERS)
def test_a_press_archive_is_read_back_as_it_was_written(tmp_path, corpora, kind, capsys):
    """Twelve thousand press releases, in every format: the same titles, moments and texts; shown: how many a second."""
    wanted = press(corpora)
    write_press(wanted, tmp_path, kind)
    skipped: list[SkippedFile] = []
    start = time.process_time()
    found = list(read(tmp_path, on_skip=skipped.append))
    seconds = time.process_time() - start
    lost = differing(found, wanted, kind)
    with capsys.disabled():
        rate = f"{len(found) / seconds:,.0f} a second of processor time"
        sys.stdout.write(f"\n{kind}: {len(found):,} articles, {rate}, {len(lost)} differ\n")
    assert (len(found), skipped) == (len(wanted), [])
    assert len(lost) <= MAX_LOST.get(kind, 0) * len(wanted), [title for title, _, _ in lost]
