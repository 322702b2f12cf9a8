"""A newsroom's articles, written out in every format and read back: the same text, title and time."""

import sys
import time
from collections import Counter

import pytest
from newsroom import WRITERS, press, write_press

from detector import Article, read

MADE = tuple(
    Article(
        id=f"made-{number}",
        title=f"Ferry {number} sails again, “at last”",
        text=f'Ferry {number} sailed again on Monday, two winters after ice tore a hole in its bow.\n\nIt cost 6 €, "cheap".',
        published=f"2026-03-{number + 1:02}T10:30:00+01:00",
    )
    for number in range(12)
)


def check(found: list[Article], wanted: tuple[Article, ...]) -> None:
    assert len(found) == len(wanted)
    missing = Counter(map(facts, wanted)) - Counter(map(facts, found))
    assert [(title, published) for title, published, _ in missing] == []


def facts(article: Article) -> tuple[str, str | None, str]:
    return article.title, article.published, article.text


@pytest.mark.parametrize("kind", WRITERS)
def test_articles_are_read_back_as_they_were_written(tmp_path, kind):
    """A few, with quotation marks and paragraphs, in every format."""
    write_press(MADE, tmp_path, kind)
    skipped = []
    check(list(read(tmp_path, on_skip=skipped.append)), MADE)
    assert skipped == []


@pytest.mark.corpus
@pytest.mark.parametrize("kind", WRITERS)
def test_a_press_archive_is_read_back_as_it_was_written(tmp_path, corpora, kind, capsys):
    """Twelve thousand press releases, in every format; shown: how many a second."""
    wanted = press(corpora)
    write_press(wanted, tmp_path, kind)
    skipped = []
    start = time.process_time()
    found = list(read(tmp_path, on_skip=skipped.append))
    seconds = time.process_time() - start
    with capsys.disabled():
        sys.stdout.write(f"\n{kind}: {len(found):,} articles, {len(found) / seconds:,.0f} a second of processor time\n")
    check(found, wanted)
    assert skipped == []
