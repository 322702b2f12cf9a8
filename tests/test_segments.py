"""Segments: offsets into the text, which lose no character and keep their order."""

import csv
import gzip
import json
from collections import defaultdict
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.ingestion.language import identify_article
from detector.ingestion.segments import split_paragraphs, split_segments

WORDS = st.text(alphabet=st.sampled_from("aB.!?,;:\"'()- \n\t\r中。「」กขแ །ق؟é12"), max_size=400)
LANGUAGES = st.sampled_from(["en", "zh", "ja", "th", "my", "bo", "ru", "und"])


def without_space(text):
    return "".join(text.split())


def check_spans(text, spans):
    assert spans == sorted(spans)
    assert all(left_end <= right_start for (_, left_end), (right_start, _) in pairwise(spans))
    pieces = [text[start:end] for start, end in spans]
    assert all(piece and piece == piece.strip() for piece in pieces)
    assert without_space("".join(pieces)) == without_space(text)


@given(st.one_of(WORDS, st.text(max_size=300)))
@settings(max_examples=200, deadline=None)
def test_paragraphs_cover_the_text_in_order(text):
    """Paragraphs never overlap, never begin or end with a space, and lose no character."""
    check_spans(text, split_paragraphs(text))


@given(st.one_of(WORDS, st.text(max_size=300)), LANGUAGES)
@settings(max_examples=300, deadline=None)
def test_segments_cover_the_paragraph_in_order(text, language):
    """Segments never overlap, never begin or end with a space, and lose no character, in any script."""
    check_spans(text, split_segments(text, language))


def pieces(text, language="en"):
    return [text[start:end] for start, end in split_segments(text, language)]


def test_a_paragraph_is_cut_into_its_sentences():
    """The plain case, with a title before a name and a figure inside."""
    text = "Mr. Smith bought 3.5 million shares on Monday. The price fell at once! Will it rise again tomorrow?"
    assert pieces(text) == [
        "Mr. Smith bought 3.5 million shares on Monday.",
        "The price fell at once!",
        "Will it rise again tomorrow?",
    ]


def test_a_number_after_its_abbreviation_stays_in_the_sentence():
    """A piece of a word or two is joined to its neighbour."""
    assert pieces("It was born in 1999. No. 5 is the one that everybody remembers today.")[-1].startswith("No. 5")
    assert len(pieces("Yes. It will be built in the harbour next spring.")) == 1


def test_tokenised_text_is_cut_like_any_other():
    """A full stop between spaces ends a sentence, and one before a comma does not."""
    text = "Steel Works Inc. , the owner , said so on Friday . The workers will meet again in May ."
    assert pieces(text) == ["Steel Works Inc. , the owner , said so on Friday .", "The workers will meet again in May ."]


def test_a_lower_case_letter_does_not_begin_a_sentence():
    """Abbreviations that no list knows do not cut."""
    assert len(pieces("Она живёт рядом, т. е. через дорогу от редакции газеты.", "de")) == 1


def test_chinese_and_japanese_sentences_end_without_a_space():
    """The ideographic full stop ends a sentence; a quotation that goes on with a particle does not."""
    assert len(pieces("工厂昨天正式开业了。市长出席了开业仪式。", "zh")) == 2
    assert len(pieces("市長は「来月には始める予定です。」と記者団に述べた。", "ja")) == 1


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("th", "นายกเทศมนตรีกล่าวว่า"),
        ("lo", "ນາຍົກລັດຖະມົນຕີ"),
        ("km", "លោកនាយករដ្ឋមន្ត្រី"),
        ("my", "မြို့တော်ဝန်ကပြောသည်"),
        ("bo", "ཚོགས་གཙོས་གསུངས་དོན"),
    ],
)
def test_scripts_without_sentence_marks_are_cut_near_eighty_to_a_hundred_and_sixty(language, word):
    """Spaces part clauses there; they are gathered into pieces of a sentence's length."""
    text = " ".join([word] * 40)
    lengths = [len(piece) for piece in pieces(text, language)]
    assert len(lengths) > 1
    assert all(60 <= length <= 160 for length in lengths)


def test_a_piece_without_any_break_is_cut_hard():
    """A wall of letters still gives bounded segments."""
    assert max(map(len, pieces("ก" * 1000, "th"))) <= 160
    assert max(map(len, pieces("字" * 1000, "zh"))) <= 120
    assert max(map(len, pieces("x" * 3000))) <= 360


def test_a_long_sentence_is_cut_at_its_commas():
    """The cut falls at the clause mark nearest to where equal parts would end."""
    clause = "the minister who had promised it before the vote said nothing at all,"
    parts = pieces(" ".join([clause] * 8))
    assert len(parts) > 1
    assert all(part.endswith(",") for part in parts)


def test_lines_are_paragraphs_where_no_line_is_empty():
    """Feeds often part paragraphs by one line end."""
    text = "First line of it.\nSecond line of it.\r\nThird line of it."
    assert [text[start:end] for start, end in split_paragraphs(text)] == text.splitlines()


def test_lines_broken_by_a_machine_are_one_paragraph():
    """Mail wraps at a fixed width in mid-sentence; such lines are not paragraphs."""
    words = "harbour council agreed on Friday to rebuild the old bridge that fell during the autumn storm and " * 4
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) > 70:
            lines.append(line.strip())
            line = ""
        line += f"{word} "
    assert len(split_paragraphs("\n".join([*lines, line.strip()]))) == 1


def test_empty_lines_with_spaces_in_them_are_empty():
    """What looks empty parts paragraphs, with line ends of any system."""
    assert len(split_paragraphs("One is here.\r\n \t\r\nTwo is here.\n\n\n\nThree is here.")) == 3


def test_no_text_has_no_segment():
    """White space alone gives nothing."""
    assert split_paragraphs(" \n\n ") == []
    assert split_segments(" \n ", "en") == []


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ka", ["ძველი ხიდი გაზაფხულზე გაიხსნება.", "ქალაქის მერმა ეს ორშაბათს განაცხადა.", "მუშები უკვე მოვიდნენ."]),
        ("sd", ["\u200fشهر جي پراڻي پل وري کلندي.", "\u200fميئر اها ڳالهه سومر تي ٻڌائي.", "\u200fماڻهو خوش آهن ته پل کلندي."]),
        ("am", ["የድሮው ድልድይ በፀደይ ይከፈታል፡፡", "የከተማው ከንቲባ ሰኞ ዕለት ተናገሩ፡፡", "ሠራተኞቹ መጥተዋል ብለዋል።"]),
        ("pa", ["ਪੁਰਾਣਾ ਪੁਲ ਬਸੰਤ ਵਿੱਚ ਖੁੱਲ੍ਹੇਗਾ|", "ਮੇਅਰ ਨੇ ਸੋਮਵਾਰ ਨੂੰ ਇਹ ਦੱਸਿਆ.", "ਲੋਕ ਬਹੁਤ ਖੁਸ਼ ਹਨ ਅਤੇ ਉਡੀਕ ਕਰਦੇ ਹਨ।"]),
        ("km", ["ស្ពានចាស់នឹងបើកនៅរដូវផ្ការីក។", "អភិបាលក្រុងបានប្រកាសនៅថ្ងៃចន្ទ។", "ប្រជាជនសប្បាយចិត្តណាស់៕"]),
        ("bo", ["ཟམ་པ་རྙིང་པ་དེ་དཔྱིད་ཀར་སྒོ་འབྱེད་ཀྱི་རེད།", "གྲོང་ཁྱེར་གྱི་འགོ་ཁྲིད་ཀྱིས་གཟའ་ཟླ་བར་བཤད།", "མི་མང་དགའ་པོ་བྱུང་བ་རེད།"]),
        ("my", ["မြို့တော်၏ တံတားဟောင်းကို နွေဦးတွင် ဖွင့်မည်။", "မြို့တော်ဝန်က တနင်္လာနေ့တွင်၊ ပြောကြားခဲ့သည်။", "လူများ ဝမ်းသာကြသည်။"]),
        (
            "en",
            ["The bridge will open again in spring…", "The mayor said so to us on Monday.", "The workers are in town."],
        ),
        (
            "sl",
            [
                "Stari most bodo znova odprli spomladi.",
                "»Tako so sklenili svetniki v ponedeljek.«",
                "Delavci so že v mestu.",
            ],
        ),
    ],
)
def test_every_script_s_own_marks_end_its_sentences(language, sentences):
    """Marks that are not seen, letters without capitals, and full stops typed in another way part sentences like any other."""
    assert pieces(" ".join(sentences), language) == sentences


def test_three_stops_and_their_one_character_cut_alike():
    """A text does not change its segments with its typography."""
    text = "He waited for the ferry... Nobody came to the pier that night... the lamp went out at two."
    assert [piece.replace("…", "...") for piece in pieces(text.replace("...", "…"))] == pieces(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200), LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_offsets_point_into_the_original_whatever_it_holds(text, language):
    """The law of the segments holds for any characters of Unicode."""
    check_spans(text, split_segments(text, language))


@pytest.mark.corpus
def test_news_in_128_languages_is_cut_into_as_many_segments(corpora):
    """In no language does the median story have a quarter more segments, or fewer, than in English."""
    with (corpora / "ntrex" / "gold.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    counts = defaultdict(dict)
    with gzip.open(corpora / "ntrex" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            row, text = rows[article["id"]], article["text"]
            paragraphs = split_paragraphs(text)
            language = identify_article("", [text[start:end] for start, end in paragraphs]).main
            spans = [
                (start + left, start + right)
                for start, end in paragraphs
                for left, right in split_segments(text[start:end], language)
            ]
            check_spans(text, spans)
            counts[row["language"]].setdefault(row["group"], len(spans))
    english = counts.pop("eng")
    ratios = {language: median(n / english[group] for group, n in of.items()) for language, of in counts.items()}
    assert len(ratios) > 115
    assert {language: ratio for language, ratio in ratios.items() if not 0.75 <= ratio <= 1.25} == {}
