"""Burmese that was typed for the font Zawgyi is compared as what it says."""

import gzip
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import Article, find_clusters
from detector.ingestion.normalise import normalise
from detector.ingestion.zawgyi import read_zawgyi

SPELLINGS = {
    "တံတားေဟာင္းကို ေႏြဦးတြင္ ျပန္ဖြင့္မည္ဟု ၿမိဳ႕ေတာ္၀န္က ေျပာၾကားသည္။": "တံတားဟောင်းကို နွေဦးတွင် ပြန်ဖွင့်မည်ဟု မြို့တော်ဝန်က ပြောကြားသည်။",
    "ကမၻာ့ကုလသမဂၢက အဂၤလိပ္ဘာသာျဖင့္ ေၾကညာသည္": "ကမ္ဘာ့ကုလသမဂ္ဂက အင်္ဂလိပ်ဘာသာဖြင့် ကြေညာသည်",
    "ၾသဂုတ္လ ၁၀ ရက္ေန႔": "ဩဂုတ်လ ၁၀ ရက်နေ့",
    "ဥာဏ္ေကာင္းသူ ေစ်းႏႈန္း": "ဉာဏ်ကောင်းသူ ဈေးနှုန်း",
}
OTHERS = {
    "Burmese": "မြို့တော်ဝန်က တံတားဟောင်းကို ပြန်ဖွင့်မည်ဟု ပြောသည်။",
    "Shan": "ၵႂၢမ်းတႆး ပဵၼ်ၵႂၢမ်းဢၼ်ၵူၼ်းတႆးလၢတ်ႈ",
    "Mon": "ဘာသာမန် ဗွဲမမာန်မူဂွံ",
    "Sgaw Karen": "ပှၤကညီကျိာ်",
}


@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_sentence_typed_for_the_font_is_read_as_unicode_writes_it(typed):
    """Signs drawn before their letter follow it, stacked letters and the signs of one sound have one code each."""
    assert read_zawgyi(typed) == SPELLINGS[typed]


@pytest.mark.parametrize("text", [*OTHERS.values(), *SPELLINGS.values(), "", "The bridge reopens."])
def test_what_is_in_unicode_stays(text):
    """Burmese, and the languages that have the places of the font's signs for letters of their own."""
    assert read_zawgyi(text) == text


@given(st.text(st.characters(min_codepoint=0x1000, max_codepoint=0x109F) | st.sampled_from(" ။\u200b"), max_size=40))
def test_reading_twice_is_reading_once(text):
    """Of any letters of the block, in any order; as a part of normalising too."""
    assert read_zawgyi(read_zawgyi(text)) == read_zawgyi(text)
    assert normalise(normalise(text)) == normalise(text)


def test_one_text_in_both_spellings_is_one_article():
    """An archive typed for the font holds what the desk has in Unicode."""
    typed, written = (" ".join(list(part)[:2]) for part in (SPELLINGS.keys(), SPELLINGS.values()))
    articles = [Article(id=name, title="", text=" ".join([text] * 8)) for name, text in (("old", typed), ("new", written))]
    (pair,) = find_clusters(articles, encoders=()).pairs
    assert pair.relation == "identical"


@pytest.mark.corpus
def test_real_burmese_is_read_into_syllables(corpora):
    """Of the letters of 62 articles typed for the font, all but one in a thousand stand where Burmese has them."""
    syllable = re.compile(
        "(?:\u1004\u103a\u1039)?[\u1000-\u102a\u103f\u104e](?:\u1039[\u1000-\u1021])*\u103a?\u103b?\u103c?\u103d?\u103e?\u1031?"
        "[\u102d\u102e\u1032]?[\u102f\u1030]?[\u102b\u102c]?\u103a?\u1036?\u1037?\u103a?\u1038?|[\u1040-\u104f]|[^\u1000-\u109f]"
    )
    with gzip.open(corpora / "ntrex" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = file.readlines()
    texts = [text for text in (json.loads(line)["text"] for line in lines) if re.search("[\u1000-\u103f]{9}", text)]
    before, after = (sum(len(syllable.sub("", text)) for text in part) for part in (texts, map(read_zawgyi, texts)))

    assert len(texts) == 62
    assert after <= 0.001 * sum(map(len, texts)) < before
