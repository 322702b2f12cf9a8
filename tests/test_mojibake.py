"""Misread UTF-8: undone where nothing else can be meant, and never else."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import Article, Settings
from detector.ingestion.mojibake import repair_mojibake
from detector.ingestion.prepare import prepare

TEXTS = {
    "fr": "« Où étiez-vous l’été dernier ? » demanda l’élève, gênée.",
    "de": "„Straßen und Brücken müssen größer werden“, erklärte Bürgermeisterin Käthe Öhler.",
    "pt": "A reunião da manhã não mudou a decisão: a ponte será fechada às três.",
    "cs": "Příští týden začne úplně nová výstava o žluťoučkém koni.",
    "vi": "Cây cầu cũ sẽ mở cửa trở lại vào mùa xuân năm sau.",
    "ru": "Старый мост откроют весной, сообщил «Вестник».",
    "el": "Η παλιά γέφυρα θα ανοίξει ξανά την άνοιξη.",
    "ar": "سيفتح الجسر القديم من جديد في الربيع.",
    "hi": "पुराना पुल वसंत में फिर से खुलेगा।",
    "th": "สะพานเก่าจะเปิดให้ใช้อีกครั้ง",
    "ja": "古い橋は春に再び開放される。",
    "ka": "ძველი ხიდი გაზაფხულზე კვლავ გაიხსნება.",
    "emoji": "Naïve façade 🚒🚒 déjà vu",
}
ENCODINGS = ("cp1252", "latin-1", "cp1251")


def misread(text, encoding):
    """Read UTF-8 as browsers would: bytes that the encoding leaves undefined become control characters."""
    read = (bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    return "".join(read)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", TEXTS)
def test_misread_text_is_read_aright(language, encoding):
    """Once and twice over, in every script."""
    text = TEXTS[language]
    assert repair_mojibake(misread(text, encoding)) == text
    assert repair_mojibake(misread(misread(text, encoding), encoding)) == text


@pytest.mark.parametrize("text", TEXTS.values())
def test_text_that_was_read_aright_stays(text):
    """Nothing in it can be what it is not."""
    assert repair_mojibake(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "AMANHÃ»",
        "«AMANHû, disse",
        "CAFÉ… und „Spaß“",
        "СССР» и «С»",
        "le marché\xa0», a-t-il dit",
        "diravê zorê’’ bû",
        "ВЈ и Сі",
        "© 2026 Â & Co",
        "naïve",
        "Ã",
        "",
    ],
)
def test_what_may_be_meant_stays(text):
    """A capital before a quotation mark, and an accent before a no-break space, can be right UTF-8 by chance."""
    assert repair_mojibake(text) == text


def test_one_misread_mark_in_a_text_that_was_read_aright_is_undone():
    """Pages are put together from parts."""
    assert (
        repair_mojibake("The companyâ€™s café – “open” – and Visa® in BogotÃ¡")
        == "The company’s café – “open” – and Visa® in Bogotá"
    )


@given(st.one_of(st.text(), st.text(alphabet="ÃÂâ€™©РСЂџё°Å“”а»a ", max_size=30)))
@settings(deadline=None)
def test_repairing_twice_is_repairing_once(text):
    """Nothing is left to undo."""
    assert repair_mojibake(repair_mojibake(text)) == repair_mojibake(text)


def test_a_misread_article_has_its_language_and_its_offsets():
    """The language is that of what was meant; offsets point into what was handed in."""
    text = misread(" ".join([TEXTS["ru"]] * 3), "cp1252")
    (article,), _ = prepare([Article(id="a", title="", text=text)], Settings())
    assert article.language == "ru"
    shown = [text[segment.start : segment.end] for segment in article.segments]
    assert "".join("".join(shown).split()) == "".join(text.split())


@pytest.mark.corpus
def test_news_in_128_languages_stays_as_it_is(corpora):
    """Nothing in it was misread, so nothing is undone; and misread on purpose nearly all of it comes back whole."""
    with gzip.open(corpora / "ntrex" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert [text for text in texts if repair_mojibake(text) != text] == []
    sample = [text for text in texts[::16] if not text.isascii()]
    for encoding in ENCODINGS:
        n_whole = sum(repair_mojibake(misread(text, encoding)) == text for text in sample)
        assert n_whole >= 0.99 * len(sample), encoding
