"""A language that is written in two scripts is compared in one."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import Article, find_clusters
from detector.evaluation.gold import read_gold
from detector.ingestion.normalise import normalise
from detector.ingestion.one_script import write_in_one_script

SERBIAN = (
    "Стари мост преко реке биће поново отворен у недељу, саопштила је градоначелница Љиљана Њежић.",
    "Stari most preko reke biće ponovo otvoren u nedelju, saopštila je gradonačelnica Ljiljana Nježić.",
)
UZBEK = (
    "Европа элчиси милиция ва ўқитувчилар билан учрашди, янги кўприк ҳақида гапирди; цирк якшанба куни очилади.",
    "Yevropa elchisi militsiya va o'qituvchilar bilan uchrashdi, yangi ko'prik haqida gapirdi; sirk yakshanba kuni ochiladi.",
)
CHINESE = (
    "市長週一表示，跨越河流的舊橋將於春天重新開放，工程費用為三百萬元，當地商家對此表示歡迎。",
    "市长周一表示，跨越河流的旧桥将于春天重新开放，工程费用为三百万元，当地商家对此表示欢迎。",
)


@pytest.mark.parametrize(
    ("language", "written", "compared"), [("sr", *SERBIAN), ("bs", *SERBIAN), ("uz", *UZBEK), ("zh", *CHINESE)]
)
def test_both_scripts_are_one_text(language, written, compared):
    """Serbian and Uzbek are compared in Latin letters, Chinese in simplified characters."""
    assert write_in_one_script(written, language) == compared
    assert write_in_one_script(compared, language) == compared


def test_capitals_stay_capitals():
    """A letter that is two Latin ones has one capital at the start of a name, and two in a headline of capitals."""
    assert write_in_one_script("Љубав у ЊУЈОРКУ, ЏЕП и БАЊА", "sr") == "Ljubav u NJUJORKU, DŽEP i BANJA"
    assert write_in_one_script("ЕВРОПА ва Ёш ЧИЗИҚ, қЮз", "uz") == "YEVROPA va Yosh CHIZIQ, qYuz"


@pytest.mark.parametrize(("language", "text"), [("ja", CHINESE[0]), ("ru", SERBIAN[0]), ("mk", SERBIAN[0]), ("en", "A bridge.")])
def test_another_language_in_the_same_script_stays(language, text):
    """Japanese has characters of its own shapes, and Macedonian no Latin letters."""
    assert write_in_one_script(text, language) == text


@given(
    st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF) | st.sampled_from("Љњџабв nj")),
    st.sampled_from(["zh", "sr"]),
)
def test_writing_twice_is_writing_once(text, language):
    """In any order of letters of both; as a part of normalising too."""
    once = write_in_one_script(text, language)
    assert normalise(normalise(text, language), language) == normalise(text, language)
    if language != "zh":
        assert write_in_one_script(once, language) == once


@pytest.mark.parametrize("texts", [SERBIAN, CHINESE], ids=["Serbian", "Chinese"])
def test_an_article_published_in_two_scripts_is_one(texts):
    """With no encoder, by its words."""
    articles = [Article(id=str(number), title="", text="\n\n".join([text] * 6)) for number, text in enumerate(texts)]
    (pair,) = find_clusters(articles, encoders=()).pairs
    assert pair.relation == "identical"


@pytest.mark.corpus
def test_real_articles_in_two_scripts_are_one_article(corpora):
    """Of 62 Serbian articles none is missed and none joined to another, and 62 simplified ones are left as they are."""
    versions = {one.id: one.version for one in read_gold(corpora / "ntrex")}
    by_version: dict[str, list[Article]] = {"srp-Cyrl": [], "zho-CN": []}
    with gzip.open(corpora / "ntrex" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            if (version := versions[record["id"]]) in by_version:
                by_version[version].append(Article(**record))
    for article in by_version["zho-CN"]:
        assert all(normalise(line, "zh") == normalise(line) for line in article.text.splitlines())
    originals = by_version["srp-Cyrl"]
    latin = [
        Article(id=f"{one.id}-latin", title=write_in_one_script(one.title, "sr"), text=write_in_one_script(one.text, "sr"))
        for one in originals
    ]
    pairs = find_clusters([*originals, *latin], encoders=()).pairs

    assert {(pair.left_id, pair.right_id) for pair in pairs} == {(one.id, f"{one.id}-latin") for one in originals}
    assert {str(pair.relation) for pair in pairs} == {"identical"}
