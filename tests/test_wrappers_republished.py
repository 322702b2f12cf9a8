"""Frames: cut exactly in many languages, never out of the middle, and learned from the folder where no rule knows them."""

import json
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from republished import MAIN, OTHERS, make_wrapped

from detector.datatypes import Article
from detector.ingestion.language import identify_article
from detector.ingestion.prepare import prepare
from detector.ingestion.read import read
from detector.ingestion.segments import split_paragraphs
from detector.ingestion.wrappers import Recurring, find_recurring, find_wrapper
from detector.settings import Settings

SAMPLES = Path(__file__).parent.parent / "samples"

INLINE = ("-", "—", "–", "】", "/ТАСС/.", "Новости.", "）")
"""How a frame ends behind which the body goes on in the same line."""

STORIES = (
    "The ferry to the outer islands was cancelled after its rudder cracked on a submerged log, and forty passengers "
    "slept ashore.",
    "Bakers in the old quarter have agreed to open on Sundays again, provided that the council lowers what it charges "
    "for stalls.",
    "A choir of retired miners won the regional contest with a lullaby that one of them had heard underground as an apprentice.",
    "Engineers found that the dam leaks less in winter, when silt freezes inside cracks which summer heat would otherwise widen.",
    "Three schoolgirls built a weather balloon out of raincoats; it crossed two borders before landing inside a "
    "monastery garden.",
    "Customs officers seized eleven violins whose labels were forged, although experts later called their sound quite "
    "remarkable.",
    "Nurses at the valley hospital will vote on Thursday about longer shifts in exchange for four free weekends every "
    "other month.",
)
SECONDS = (
    "Divers freed it before dawn. The captain blamed spring floods upstream, where loggers had stacked timber near banks.",
    "Their guild calls this a truce. Younger colleagues prefer early weekday hours and doubt whether anybody buys bread "
    "after church.",
    "Judges praised breathing, diction and modesty. Second prize went to postal workers from Aldersund singing about "
    "undelivered mail.",
    "Sensors buried along both abutments confirmed what masons suspected. Repairs costing nine millions begin once "
    "reservoirs empty.",
    "Its camera recorded clouds, geese and finally roses. Teachers hope that physics lessons will fill up again "
    "following such fame.",
    "A luthier testified that varnish recipes differed. Whoever commissioned these copies must have known dealers in "
    "several capitals.",
    "Management offered childcare money as well. Patients' associations fear handovers becoming rarer and mistakes "
    "therefore likelier.",
)
"""Unlike one another, and of our own."""
ABOUT = "About Larkspur Wire: Larkspur Wire carries announcements of companies and societies since 1961."


def story(number, *, before=(), after=(), outlet=None):
    """Make an article of two paragraphs of its own."""
    text = "\n\n".join((*before, STORIES[number], SECONDS[number], *after))
    return Article(id=f"story-{number}", text=text, outlet=outlet)


@pytest.fixture(scope="module")
def bodies():
    """Bodies of the samples that have no frame, by language."""
    found = defaultdict(list)
    for article in read(SAMPLES):
        paragraphs = [article.text[start:end] for start, end in split_paragraphs(article.text)]
        if find_wrapper(article) is None:
            found[identify_article("", paragraphs).main].append("\n\n".join(paragraphs))
    return found


def cut_letters(article, wrapper):
    passages = wrapper.passages if wrapper else ()
    return {place for passage in passages for place in range(passage.start, passage.end) if not article.text[place].isspace()}


def passages(wrapper):
    return [(passage.start, passage.end) for passage in wrapper.passages] if wrapper else []


@pytest.mark.parametrize("languages", [MAIN, OTHERS])
def test_of_300_wrapped_articles_99_in_100_are_cut_exactly(bodies, languages):
    """The frame to its last letter, and nothing of the article."""
    wrapped = list(make_wrapped(bodies, 300, seed=20, languages=languages))
    exact = [one for one in wrapped if cut_letters(one.article, find_wrapper(one.article)) == one.frame]
    too_much = [one for one in wrapped if cut_letters(one.article, find_wrapper(one.article)) - one.frame]
    assert len(exact) >= 297
    assert too_much == []


@pytest.mark.parametrize("name", ["framed.json", "framed_later.json", "framed_blind.json"])
def test_of_frames_of_every_kind_96_in_100_are_cut_exactly(bodies, name):
    """Bylines, times, datelines, prompts, corrections and credits in fourteen languages, and nothing of the article with them."""
    frames = json.loads((Path(__file__).parent / name).read_text("utf-8"))
    missed = []
    for number, (language, side, frame) in enumerate(frames):
        body = bodies[language][number % len(bodies[language])]
        glue = " " if side == "h" and frame.endswith(INLINE) and len(frame) < 60 else "\n\n"
        text = f"{frame}{glue}{body}" if side == "h" else f"{body}\n\n{frame}"
        start = 0 if side == "h" else len(body) + 2
        wrapped = Article(id="framed", text=text)
        expected = {place for place in range(start, start + len(frame)) if not text[place].isspace()}
        if (found := cut_letters(wrapped, find_wrapper(wrapped))) != expected:
            missed.append(frame)
            assert not found - expected, frame
    assert len(missed) <= 0.04 * len(frames), missed


BOX = "Sign up for Morning Tide", "Five stories before breakfast in your inbox. By signing up you agree to our privacy policy."


def test_the_title_of_a_box_is_cut_with_its_call(bodies):
    """A title alone is the article's own, and so is one that stands above a paragraph of the article."""
    body = bodies["en"][0]
    assert find_wrapper(Article(id="a", text=f"{body}\n\n{BOX[0]}")) is None
    assert find_wrapper(Article(id="a", text=f"{BOX[0]}\n\n{body}")) is None
    cut = find_wrapper(Article(id="a", text=f"{body}\n\n{BOX[0]}\n\n{BOX[1]}"))
    assert cut is not None
    assert passages(cut) == [(len(body) + 2, len(body) + 26), (len(body) + 28, len(body) + 28 + len(BOX[1]))]


@pytest.mark.parametrize(
    "paragraph",
    [
        "By signing up, users agree to a privacy policy that lets the firm sell what it learns about them.",
        "An important part of the text was missing at the end, the minister said.",
        "The use of a link between the two banks is mandatory, the court found.",
        "Sign of spring on the outer islands",
        "By staff of the harbour office, the wreck was found on Monday.",
        "Anna Berg writes novels about the sea. The last one was sold to readers@sea in nine countries.",
    ],
)
def test_news_that_has_words_of_notices_is_left(bodies, paragraph):
    """At the end of an article, where notices stand."""
    assert find_wrapper(Article(id="a", text=f"{bodies['en'][0]}\n\n{paragraph}")) is None


@pytest.mark.parametrize("n_fields", [2, 3, 4, 5])
def test_a_paragraph_made_to_exhaust_a_rule_is_judged_at_once(n_fields):
    """Names of fields with much between them and nothing behind the last one: there were millions of ways to part them."""
    paragraph = "Translated by us. " + ("Ab: cd" + " ,.;-" * 6 + " ") * n_fields + "x:"
    start = time.process_time()
    find_wrapper(Article(id="a", text=f"{STORIES[0]}\n\n{paragraph}"))
    assert time.process_time() - start < 1


def test_the_samples_themselves_are_left_whole(bodies):
    """What stands unwrapped in thirteen languages and more loses nothing."""
    assert set(MAIN) | set(OTHERS) <= set(bodies)


def test_a_passage_at_the_end_of_unlike_articles_is_cut_as_recurring():
    """An "About …" block is no notice, and no rule knows it."""
    articles = [story(number, after=(ABOUT,)) for number in range(5)]
    recurring = find_recurring(articles)
    for article in articles:
        wrapper = find_wrapper(article, recurring)
        assert wrapper is not None
        (passage,) = wrapper.passages
        assert (wrapper.kind, passage.rule, article.text[passage.start : passage.end]) == ("page", "recurring", ABOUT)
        assert find_wrapper(article) is None


def test_four_unlike_articles_are_too_few_unless_one_outlet_is_declared():
    """A declared outlet's own frame needs three, and is cut from its articles alone."""
    assert not find_recurring([story(number, after=(ABOUT,)) for number in range(4)])
    assert not find_recurring([story(number, after=(ABOUT,), outlet="wire") for number in range(2)])
    recurring = find_recurring([story(number, after=(ABOUT,), outlet="wire") for number in range(3)])
    assert find_wrapper(story(6, after=(ABOUT,), outlet="wire"), recurring) is not None
    assert find_wrapper(story(6, after=(ABOUT,), outlet="daily"), recurring) is None
    assert find_wrapper(story(6, after=(ABOUT,)), recurring) is None


def test_versions_teach_no_frame():
    """Ten revisions of one article share their last paragraph, which is the article's."""
    last = "The council will hear the fishermen again before it decides in the spring."
    versions = [
        Article(id=f"v{number}", text="\n\n".join((*STORIES[number % 2 :][:5], f"Updated {number} times so far.", last)))
        for number in range(10)
    ]
    assert not find_recurring(versions)


def test_what_the_translations_of_an_article_share_is_no_frame():
    """Five languages have no words in common, and the line that nobody translated is still the article's."""
    texts = list(read(SAMPLES / "lighthouse"))
    assert len(texts) == 5
    shared = [Article(id=one.id, text=f"{one.text}\n\nBjørg Havstein-Aldane, Ytre Sule") for one in texts]
    assert not find_recurring(shared)


def test_what_recurs_inside_articles_stays():
    """Only a run from the edge is cut, up to the first paragraph of the body."""
    inside = [Article(id=str(number), text="\n\n".join((STORIES[number], ABOUT, SECONDS[number]))) for number in range(5)]
    recurring = find_recurring(inside)
    assert all(find_wrapper(article, recurring) is None for article in inside)


def test_an_article_of_frames_alone_is_left_whole():
    """Something like a body must be left to compare."""
    recurring = find_recurring([story(number, after=(ABOUT,)) for number in range(5)])
    assert find_wrapper(Article(id="bare", text=f"{ABOUT}\n\nA short line."), recurring) is None


def test_a_heading_that_recurs_frames_nothing():
    """Unlike articles may all begin with "Introduction"."""
    articles = [story(number, before=("Introduction",), after=(ABOUT,)) for number in range(5)]
    recurring = find_recurring(articles)
    assert len(recurring.anywhere) > 1
    for article in articles:
        wrapper = find_wrapper(article, recurring)
        assert wrapper is not None
        assert [article.text[passage.start : passage.end] for passage in wrapper.passages] == [ABOUT]


def test_notices_below_a_learned_passage_are_cut_with_it():
    """The copyright line stands under the "About …" block, and a contact that differs between them stays."""
    articles = [
        story(number, after=(ABOUT, f"Contact: desk {number}", "© 2026 Larkspur Wire. All rights reserved."))
        for number in range(5)
    ]
    recurring = find_recurring(articles)
    wrapper = find_wrapper(articles[0], recurring)
    assert wrapper is not None
    assert [articles[0].text[passage.start : passage.end] for passage in wrapper.passages] == [
        ABOUT,
        "© 2026 Larkspur Wire. All rights reserved.",
    ]


@given(st.permutations(range(7)), st.integers(0, 7), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_the_order_changes_nothing_and_one_article_more_unlearns_nothing(order, n_framed, n_known):
    """What was recurring stays so, and what comes anew stands at the edges of the new article."""
    articles = [story(number, after=(ABOUT,) if number < n_framed else ()) for number in order]
    assert find_recurring(articles) == find_recurring(sorted(articles, key=lambda article: article.id))
    before, after = find_recurring(articles[:n_known]), find_recurring(articles[: n_known + 1])
    assert before.anywhere <= after.anywhere
    if len(articles) > n_known and ABOUT not in articles[n_known].text:
        assert before == after


def test_prepared_articles_are_free_of_what_their_folder_repeats():
    """The batch teaches; an article alone keeps its passage."""
    articles = [story(number, after=(ABOUT,)) for number in range(5)]
    together, _ = prepare(articles, Settings())
    alone, _ = prepare(articles[:1], Settings())
    assert all("Larkspur" not in ready.body for ready in together)
    assert "Larkspur" in alone[0].body


def test_nothing_recurs_in_nothing():
    """An empty batch is no error."""
    assert find_recurring([]) == Recurring()


@pytest.mark.corpus
def test_no_press_body_is_cut_in_its_middle(corpora):
    """Of 5,000: before or after a passage that is cut, no more than one paragraph of the body (20 words) is kept on one side."""
    articles = list(islice(read(corpora / "press" / "articles.jsonl.gz"), 5000))
    recurring = find_recurring(articles)
    n_cut = 0
    for article in articles:
        wrapper = find_wrapper(article, recurring)
        if wrapper is None:
            continue
        n_cut += 1
        cut = [(passage.start, passage.end) for passage in wrapper.passages]
        kept = [
            span for span in split_paragraphs(article.text) if span not in cut and len(article.text[slice(*span)].split()) >= 20
        ]
        for start, end in cut:
            before, after = sum(span[1] <= start for span in kept), sum(span[0] >= end for span in kept)
            assert min(before, after) <= 1, f"{article.id} is cut at {start}"
    assert n_cut > 1000


@pytest.mark.corpus
@pytest.mark.parametrize("corpus", ["ntrex", "wmt22", "onestop", "meantime", "army", "newswcl50"])
def test_corpora_of_bare_articles_lose_nothing(corpora, corpus):
    """News, and its translations and renderings: nothing is cut but two lines that say when a page of WMT was published."""
    articles = list(read(corpora / corpus / "articles.jsonl.gz"))
    recurring = find_recurring(articles)
    assert not recurring
    cut = [article.text[slice(*span)] for article in articles for span in passages(find_wrapper(article, recurring))]
    assert [passage for passage in cut if not passage.startswith("Veröffentlicht am")] == []
    assert len(cut) <= 2
