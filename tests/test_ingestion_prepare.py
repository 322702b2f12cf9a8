"""Preparing: unwrapped, cut, normalised and told apart by language, whatever the order of the input."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detector.datatypes import Article
from detector.ingestion.normalise import normalise
from detector.ingestion.prepare import prepare
from detector.ingestion.read import read
from detector.settings import Settings

BODY = (
    "The council of the harbour town voted on Tuesday to rebuild the bridge. A storm had carried it off in October.\n\n"
    "Work is to begin in March and to cost four million crowns.\n\n"
    "“We will believe it when we see it,” said a ferryman."
)
ANY_ORDER = Settings(min_words=1)


def test_the_title_comes_first_and_whole():
    """One segment, however many sentences; its paragraph is -1."""
    (ready,), _ = prepare([Article(id="a", title=" A bridge. At last! ", text=BODY)], Settings())
    title, *body = ready.segments
    assert (title.text, title.start, title.end, title.in_title) == ("A bridge. At last!", 1, 19, True)
    assert [segment.paragraph for segment in body] == [0, 0, 1, 2]
    assert ready.body.endswith('"We will believe it when we see it," said a ferryman.')


def test_an_untranslated_headline_is_among_the_languages():
    """In order of appearance: the headline's, then the body's."""
    (ready,), _ = prepare([Article(id="a", title="Город восстановит мост", text=BODY)], Settings())
    assert (ready.language, ready.languages, ready.segments[0].language) == ("en", ("ru", "en"), "ru")


def test_the_wrapper_is_not_compared_but_kept():
    """Paragraph numbers and offsets stay those of the text as it was read."""
    notice = "Перевод. Регион: Российская Федерация"
    article = Article(id="a", title="A bridge", text=f"{notice}\n\n{BODY}\n\n(Reuters)")
    (ready,), _ = prepare([article], Settings())
    assert ready.wrapper is not None
    assert ready.wrapper.language == "ru"
    assert "Reuters" not in ready.body
    assert ready.languages == ("en",)
    assert min(segment.paragraph for segment in ready.segments if not segment.in_title) == 1


def test_articles_come_in_order_of_id():
    """Whatever the order they are given in."""
    articles = [Article(id=name, text=BODY) for name in "cab"]
    assert [ready.id for ready in prepare(articles, Settings())[0]] == ["a", "b", "c"]
    assert prepare(articles, Settings()) == prepare(reversed(articles), Settings())


def test_too_few_words_are_too_little_to_compare():
    """The reason names what was found and what is asked."""
    ready, (skipped,) = prepare([Article(id="a", text="Three short words", path="a.txt")], Settings())
    assert ready == ()
    assert (skipped.path, "at least 10 words, has 3" in skipped.reason) == ("a.txt", True)


@pytest.mark.parametrize("text", ["市议会星期二投票决定重建被风暴冲走的旧桥", "สภาเมืองลงมติเมื่อวันอังคารให้สร้างสะพานขึ้นใหม่"])
def test_words_are_counted_where_no_space_parts_them(text):
    """A sentence of Chinese or Thai is not one word."""
    assert len(prepare([Article(id="a", text=text)], Settings())[0]) == 1


def test_of_two_articles_with_one_id_the_second_is_skipped():
    """Both files are named, so that the reader can mend one."""
    articles = [Article(id="a", text=BODY, path="x/a.txt"), Article(id="a", text=BODY, path="y/a.txt")]
    (ready,), (skipped,) = prepare(articles, Settings())
    assert ready.article.path == "x/a.txt"
    assert skipped.path == "y/a.txt"
    assert "x/a.txt" in skipped.reason
    assert "y/a.txt" in skipped.reason


def test_progress_is_told_to_the_end():
    """The callback hears the stage, how many are done and how many there are."""
    heard = []
    prepare([Article(id=str(number), text=BODY) for number in range(150)], Settings(), lambda *step: heard.append(step))
    assert heard == [("prepare", 0, 150), ("prepare", 100, 150), ("prepare", 150, 150)]


@given(st.lists(st.text(alphabet="aB. ,\n\r\u00a0éя中ก-—“”()", min_size=1, max_size=80), max_size=8), st.text(max_size=40))
@example(["B中"], "旣")
@settings(max_examples=150, deadline=None)
def test_offsets_point_into_the_original(paragraphs, title):
    """Each segment is the normal form, in its language, of what its offsets name, and together they lose no character."""
    article = Article(id="a", title=title, text="\n\n".join(paragraphs))
    ready, _ = prepare([article], ANY_ORDER)
    for prepared in ready:
        body = [segment for segment in prepared.segments if not segment.in_title]
        for segment in prepared.segments:
            source = article.title if segment.in_title else article.text
            assert segment.text == normalise(source[segment.start : segment.end], segment.language) != ""
        assert [segment.start for segment in body] == sorted(segment.start for segment in body)
        if prepared.wrapper is None:
            whole = "".join(normalise(article.text).split())
            assert len("".join("".join(segment.text.split()) for segment in body)) >= len(whole) * 0.9


def test_the_seeds_are_understood(corpora):
    """One has a Russian headline, the other a wrapper that names its origin."""
    ready, skipped = prepare(read(corpora / "seeds"), Settings())
    first, second = ready
    assert skipped == ()
    assert (first.language, first.languages, first.wrapper) == ("en", ("ru", "en"), None)
    assert (second.language, second.languages) == ("en", ("en",))
    assert second.wrapper is not None
    assert (second.wrapper.kind, second.wrapper.region, second.wrapper.source, second.wrapper.language) == (
        "translation",
        "Russian Federation",
        "United Nations",
        "ru",
    )
    assert len(second.wrapper.passages) == 4
