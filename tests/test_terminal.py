"""What a person reads: the report of a scan, two articles side by side, timings, progress."""

import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_by_hand import BRIEF, COMPARISON, QUAKE, RESULT, STATE, WIRE, prepared, related
from rich.cells import cell_len
from rich.console import Console

from detector.datatypes import (
    AlignedPassage,
    Cluster,
    Comparison,
    DetectionResult,
    Direction,
    MissingOriginal,
    Relation,
    SkippedFile,
    Wrapper,
)
from detector.reporting.differences import differing_runs
from detector.reporting.languages import language_name
from detector.reporting.progress import drawn_progress
from detector.reporting.side_by_side import render_comparison
from detector.reporting.terminal import (
    console_on,
    render_scan,
    render_skipped,
    render_timings,
    shown,
)
from detector.settings import Settings


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(render, *values, width: int = 100) -> str:
    stream = io.StringIO()
    console = console_on(stream)
    console.width = width
    render(*values, console)
    return stream.getvalue()


def drawn_on_terminal(render, *values) -> str:
    stream = Terminal()
    render(*values, console_on(stream))
    return stream.getvalue()


def line_with(text: str, part: str) -> str:
    return next(line for line in text.splitlines() if part in line)


def test_a_scan_begins_with_what_was_found():
    """One line says how many articles there are, in which languages, and how many versions in how many clusters."""
    assert drawn(render_scan, RESULT).splitlines()[0] == (
        "4 articles in 2 languages (English 3, Japanese 1): 1 cluster of 3 versions."
    )


def test_a_summary_of_many_languages_counts_them_and_does_not_name_them():
    """The first line stays one line; of two clusters it gives the versions of both together."""
    articles = tuple(
        prepared(f"{code}.txt", "One sentence.", language=code, path=f"{code}.txt") for code in ("de", "en", "fr", "it", "ru")
    )
    clusters = (
        Cluster(id="1", lead_id="de.txt", member_ids=("de.txt", "en.txt", "fr.txt")),
        Cluster(id="2", lead_id="it.txt", member_ids=("it.txt", "ru.txt")),
    )
    text = drawn(render_scan, replace(RESULT, articles=articles, pairs=(), clusters=clusters, skipped=()))

    assert text.splitlines()[0] == "5 articles in 5 languages: 2 clusters, 5 versions in all."


def test_a_scan_without_clusters_says_so():
    """No cluster is an answer, told in words."""
    nothing = replace(RESULT, articles=(STATE,), pairs=(), clusters=(), skipped=())

    assert drawn(render_scan, nothing).splitlines()[0] == "1 article in English: no two of them are versions of one article."


def test_a_cluster_shows_its_lead_first_and_each_member_with_its_relation_and_reasons():
    """The lead is marked; a member has its relation to it, the probability, and the two weightiest reasons."""
    text = drawn(render_scan, RESULT)

    assert text.index("lead ") < text.index("excerpt 0.83") < text.index("retranslation 0.99")
    assert "Ferry runs aground" in line_with(text, "lead ")
    assert "Паром сел на мель" in line_with(text, "retranslation 0.99")
    assert "why: 94 % of both texts correspond; the same numbers" in text
    assert "a third reason" not in text


def test_a_probability_below_one_is_not_rounded_up_to_certainty():
    """0.9967 is 0.99: only what is certain is drawn as 1.00."""
    assert "retranslation 1.00" not in drawn(render_scan, RESULT)


def test_a_member_names_its_languages_its_day_and_its_place():
    """A Russian headline over an English text is told, and so is the day of publication."""
    text = drawn(render_scan, RESULT)

    assert "English · 2026-01-20 · state.txt" in text
    assert "English (with Russian) · wire.txt" in text
    assert "Japanese · quake.jsonl/7" in text


def test_a_wrapper_is_shown_as_provenance():
    """Region and source of a translation notice stand with the article that carries it."""
    assert "translation wrapper: Russian Federation, United Nations" in drawn(render_scan, RESULT)


@pytest.mark.parametrize(
    ("wrapper", "line"),
    [
        (Wrapper(kind="translation", language="ru"), "translation wrapper: from Russian"),
        (Wrapper(kind="syndication", source="Wire"), "syndication wrapper: Wire"),
        (Wrapper(kind="republication"), "republication wrapper"),
    ],
)
def test_a_wrapper_says_what_it_knows(wrapper, line):
    """Where neither region nor source is named, the language of the original is; and else the kind alone."""
    text = drawn(render_scan, replace(RESULT, articles=(BRIEF, QUAKE, STATE, replace(WIRE, wrapper=wrapper))))

    assert line in [row.strip(" │├└─") for row in text.splitlines()]


def test_a_missing_original_has_a_line_of_its_own():
    """The cluster's last line says that the original is not there, its language, and what tells so."""
    assert "missing original (Russian): a translation notice names the Russian Federation" in drawn(render_scan, RESULT)


def test_an_excerpt_that_leads_is_told_from_one_that_does_not():
    """Of two articles in the relation excerpt the longer one is the whole, whoever leads."""
    turned = replace(
        RESULT, clusters=(Cluster(id="c1", lead_id="brief.txt", member_ids=("brief.txt", "state.txt")),), pairs=(RESULT.pairs[1],)
    )

    assert "the lead is the excerpt, this is the whole" in drawn(render_scan, turned)
    assert "this is the whole" not in drawn(render_scan, RESULT)


def test_a_member_without_a_pair_with_the_lead_says_whose_version_it_is():
    """A member that joined through another one names that other one."""
    pairs = (related("brief.txt", "wire.txt", Relation.REVISION, probability=0.7), RESULT.pairs[2])
    text = drawn(render_scan, replace(RESULT, pairs=pairs))

    assert "revision 0.70" in text
    assert "to wire.txt, not to the lead" in text


def test_pairs_outside_clusters_are_listed_apart():
    """Independent reports of one event are shown with both articles, under their own heading."""
    text = drawn(render_scan, RESULT)

    assert text.index("Pairs outside clusters:") < text.index("related 0.06") < text.index("東京で地震") < text.index("Skipped")


def test_what_was_skipped_is_told_with_its_reason():
    """Each skipped file has a line, and a control sequence in its name does nothing."""
    text = drawn(render_scan, RESULT)

    assert "Skipped 2 files and records:" in text
    assert "  z.bin: holds no text" in text
    assert "  a.txt: is empty" in text
    assert text.splitlines()[-1] == "1 article stands alone; 2 skipped."


def test_many_skipped_files_are_counted_after_the_first_twenty():
    """A folder of a thousand pictures does not bury the report, and nothing is hidden without saying so."""
    text = drawn(render_skipped, [SkippedFile(path=f"{number}.png", reason="is a picture") for number in range(1021)])

    assert text.count("is a picture") == 20
    assert text.splitlines()[-1] == "  … and 1,001 more; --json lists all"


def test_markup_escapes_and_overrides_in_a_title_are_inert():
    """A title cannot colour, clear or turn the terminal: its markup is shown as it is, its control characters are gone."""
    for text in (drawn(render_scan, RESULT), drawn_on_terminal(render_scan, RESULT)):
        assert "[bold]In brief[/bold] red gnp.exe" in text
        assert "\u202e" not in text
        assert "\x1b[2J" not in text
        assert "\x1b[31m" not in text


def test_a_pipe_gets_plain_text_without_trailing_blanks():
    """No escape character goes into a pipe, no line is wider than a hundred columns, none ends in blanks."""
    stream = io.StringIO()
    render_scan(RESULT, console_on(stream))
    lines = stream.getvalue().splitlines()

    assert "\x1b" not in stream.getvalue()
    assert max(map(cell_len, lines)) <= 100
    assert all(line == line.rstrip() for line in lines)


def test_a_terminal_gets_colours_unless_they_are_declined(monkeypatch):
    """Colours are drawn on a terminal, and none where NO_COLOR is set; the relation's word is there in both."""
    coloured = drawn_on_terminal(render_scan, RESULT)
    monkeypatch.setenv("NO_COLOR", "1")
    declined = drawn_on_terminal(render_scan, RESULT)

    assert "\x1b[94mretranslation" in coloured
    assert "\x1b[94m" not in declined
    assert "retranslation 0.99" in declined


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_report_fits_its_width_in_every_script(width):
    """Letters that take two columns are counted as two, and no line runs over at any width."""
    long = replace(QUAKE, article=replace(QUAKE.article, title="東京で大きな地震" * 20))
    text = drawn(render_scan, replace(RESULT, articles=(BRIEF, long, STATE, WIRE)), width=width)
    text += drawn(render_comparison, replace(COMPARISON, right=long, passages=()), width=width)

    assert max(map(cell_len, text.splitlines())) <= width


def test_an_article_without_a_title_is_shown_by_its_first_words():
    """Nobody has to guess which article an id means."""
    untitled = replace(STATE, article=replace(STATE.article, title=""))

    assert "(no title) Ferry runs aground" in drawn(render_scan, replace(RESULT, articles=(BRIEF, QUAKE, untitled, WIRE)))


def test_a_comparison_shows_both_articles_the_verdict_and_the_facts_that_differ_first():
    """Before any passage stand the two headers, the relation with its figures, and the numbers and names that differ."""
    text = drawn(render_comparison, COMPARISON)

    assert "Ferry runs aground" in text.splitlines()[0]
    assert "Паром сел на мель" in text.splitlines()[0]
    assert "Verdict: retranslation (probability 0.99, score 0.91)" in text
    assert "- a third reason" in text
    assert "Numbers that differ: 120 ≠ 125" in text
    assert text.index("Names that differ: Chiara Ferragni") < text.index("alike")


def test_a_comparison_ends_with_what_was_not_compared():
    """Each passage of a frame stands there with its side and the rule that cut it."""
    text = drawn(render_comparison, COMPARISON)

    assert text.rstrip().splitlines()[-1] == "not compared, right: The ferry (source line)"


def test_a_comparison_puts_passages_side_by_side_and_marks_the_words_that_differ():
    """Without colours, words on the left only stand in [-…-], words on the right only in {+…+}."""
    text = drawn(render_comparison, COMPARISON, width=140)

    row = line_with(text, "The ferry")
    assert "The ferry [-left-] at 9 with [-120-] people on board." in row
    assert "The ferry {+sailed+} at 9 with {+125+} people on board." in row
    assert row.endswith("0.93")
    assert "[-" not in line_with(text, "0.81")


def test_a_comparison_on_a_terminal_marks_differing_words_by_weight_and_line_and_not_by_colour_alone():
    """A reader who sees no colours sees bold and underlined words."""
    text = drawn_on_terminal(render_comparison, COMPARISON)

    assert "\x1b[1;4;31mleft" in text
    assert "\x1b[1;4;32msailed" in text
    assert "[-" not in text


def test_a_passage_on_one_side_is_marked_as_such():
    """What only one article says is the first thing an editor looks for."""
    text = drawn(render_comparison, COMPARISON)

    assert line_with(text, "Nobody was hurt").startswith(" only here: ")
    assert "only here: All of them were brought" in text


def test_passages_worded_otherwise_are_not_cut_up_into_marks():
    """Below a wording of 0.5 a marked passage would be nearly all marks."""
    unlike = AlignedPassage(left=(1,), right=(1,), similarity=0.8, wording=0.49)

    assert "[-" not in drawn(render_comparison, replace(COMPARISON, passages=(unlike,)))


def test_unrelated_articles_are_said_not_to_be_versions():
    """The verdict on two reports of one event names them related, and says what that is not."""
    comparison = Comparison(
        left=STATE, right=QUAKE, pair=related("quake.jsonl/7", "state.txt", Relation.RELATED, probability=0.02), passages=()
    )

    assert "Verdict: related, not versions of one article (probability 0.02" in drawn(render_comparison, comparison)


def test_timings_show_seconds_share_items_and_speed():
    """Each stage with its share of the whole, and the whole at the end."""
    text = drawn(render_timings, RESULT.timings)

    assert line_with(text, "read").split() == ["read", "1.00", "25%", "400", "400"]
    assert line_with(text, "align").split() == ["align", "3.00", "75%", "6", "2"]
    assert line_with(text, "in all").split() == ["in", "all", "4.00"]


def test_timings_of_nothing_are_drawn_too():
    """No stage and a stage that took no time divide nothing by nought."""
    assert "in all" in drawn(render_timings, ())
    assert "read" in drawn(render_timings, (replace(RESULT.timings[0], seconds=0.0),))


def test_an_empty_result_is_drawn():
    """A library caller may draw a result of nothing."""
    nothing = DetectionResult(articles=(), pairs=(), clusters=(), skipped=(), settings=Settings())

    assert drawn(render_scan, nothing).splitlines()[0] == "0 articles: no two of them are versions of one article."


def test_progress_in_a_pipe_is_one_line_a_stage():
    """A log file gets a line when a stage begins, however often the stage reports."""
    stream = io.StringIO()
    with drawn_progress(console_on(stream)) as progress:
        for n_done in range(120):
            progress("prepare", n_done, 120)
        progress("evidence", 0, 0)
        progress("no such stage", 0, 7)

    assert stream.getvalue() == "preparing articles: 120\ncomparing candidate pairs …\nno such stage: 7\n"


def test_progress_on_a_terminal_is_a_bar_that_goes_away():
    """The bar is drawn, and at the end erased, so that the report stands alone."""
    stream = Terminal()
    with drawn_progress(Console(file=stream, width=80, force_terminal=True)) as progress:
        progress("reading", 3, 4)
        progress("reading", 4, 4)

    assert "reading" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")


@given(st.text())
def test_a_shown_text_is_one_line_without_control_characters(text):
    """Whatever a title holds can neither break the line nor steer the terminal, and showing it twice changes nothing."""
    once = shown(text)

    steering = {one for one in once if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert steering <= {"\u200c", "\u200d"}
    assert shown(once) == once


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("\x1b]0;title\x07plain", "plain"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "31mred"),
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u2066left\u2069 \u200fright", "left right"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_a_shown_text_keeps_its_words_and_loses_what_steers(text, harmless):
    """Strings to the terminal, overrides and line ends go; the joiner that a Persian verb is spelt with stays."""
    assert shown(text) == harmless


words = st.text(alphabet="ab c.地震й́", max_size=30)


@given(words, words)
def test_the_runs_of_a_text_are_the_text(left, right):
    """Nothing is lost or made up when the words that differ are marked, and both sides share the same words."""
    left_runs, right_runs = differing_runs(left, right)

    assert "".join(run.text for run in left_runs) == left
    assert "".join(run.text for run in right_runs) == right
    shared = ["".join(run.text.split()) for run in left_runs if run.is_shared]
    assert "".join(shared) == "".join("".join(run.text.split()) for run in right_runs if run.is_shared)


@pytest.mark.parametrize(
    ("left", "right", "differing"),
    [
        ("The ferry left.", "The ferry sailed.", ["left"]),
        ("津波の心配はない", "津波の恐れはない", ["心配"]),
        ("น้ำท่วมมาก", "น้ำท่วมน้อย", ["มาก"]),
        ("सात लोग घायल हुए", "आठ लोग घायल हुए", ["सात "]),
    ],
)
def test_words_are_told_apart_in_scripts_with_and_without_spaces(left, right, differing):
    """Where a script writes no spaces its letters are compared, each with the marks that belong to it."""
    left_runs, _ = differing_runs(left, right)

    assert [run.text for run in left_runs if not run.is_shared] == differing


@pytest.mark.parametrize(
    ("code", "name"), [("ru", "Russian"), ("zh-TW", "Chinese (TW)"), ("und", "undetermined language"), ("tpi", "tpi")]
)
def test_a_language_is_named_in_english(code, name):
    """A code without a name in the table is shown as it is."""
    assert language_name(code) == name


def test_a_large_result_is_drawn_whole():
    """Every cluster and every member is listed, however many there are."""
    articles = tuple(prepared(f"{number:04}.txt", "One sentence.", title=f"Title {number}") for number in range(600))
    clusters = tuple(
        Cluster(id=str(start), lead_id=articles[start].id, member_ids=tuple(one.id for one in articles[start : start + 3]))
        for start in range(0, 600, 3)
    )
    text = drawn(render_scan, replace(RESULT, articles=articles, pairs=(), clusters=clusters, skipped=()))

    assert all(article.id in text for article in articles)
    assert text.splitlines()[-1] == "Every article has another version here."


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text("Aé東京ガ한글ภาษาع😀e\u0301\u200d ", min_size=1, max_size=60), min_size=1, max_size=4), st.integers(50, 120)
)
def test_wide_letters_line_up(texts, width):
    """Whatever the script, no line is wider than the console, and the figures of the last column end in one place."""
    sides = [prepared(id, *texts, title=texts[0]) for id in ("left.txt", "right.txt")]
    rows = [(number,) for number in range(len(texts) + 1)]
    passages = tuple(AlignedPassage(left=row, right=row, similarity=0.87, wording=0.3) for row in rows)
    lines = drawn(
        render_comparison, replace(COMPARISON, left=sides[0], right=sides[1], passages=passages), width=width
    ).splitlines()

    assert max(map(cell_len, lines)) <= width
    assert {cell_len(line) for line in lines if line.endswith("0.87")} == {width - 1}
    assert len([line for line in lines if line.endswith("0.87")]) == len(rows)


def test_a_direction_is_told_in_the_tree_and_a_missing_original_with_what_is_known():
    """The original with its reasons; or, where it is not there, its language, its source and the day it is no later than."""
    told = Direction(original_id="wire.txt", probability=0.97, reasons=("state.txt credits \x1b[31mThe Wire",))
    cluster = replace(RESULT.clusters[0], direction=told, missing_original=None)
    text = drawn(render_scan, replace(RESULT, clusters=(cluster,)))
    assert "original 0.97: wire.txt (state.txt credits The Wire)" in text

    missing = MissingOriginal(language="ru", reason="a notice", region="Russia", source="UN", not_later_than="2026-03-04T10:00")
    text = drawn(render_scan, replace(RESULT, clusters=(replace(cluster, missing_original=missing),)))
    assert "missing original (Russian): a notice; from UN, Russia; not later than 2026-03-04" in text
