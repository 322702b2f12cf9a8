"""Wrappers: what a republisher added is found whole, at the edges only, and says where the article comes from."""

import time

import pytest

from detector.datatypes import Article
from detector.ingestion.regions import language_by_name, language_of_region
from detector.ingestion.wrappers import RULES, find_wrapper, is_notice

BODY = (
    "The council of the harbour town voted on Tuesday to rebuild the bridge that a storm had carried off in October, "
    "after a debate that lasted until midnight.",
    "Work is to begin in March and to cost four million crowns, a third of it from a fund for the coast.",
    "Residents who have crossed by ferry since the autumn said that they would believe it when they saw it standing.",
)
"""A body of our own."""


def article(*paragraphs):
    return Article(id="a", title="Town to rebuild its bridge", text="\n\n".join(paragraphs))


def cut(text, wrapper):
    return [text[passage.start : passage.end] for passage in wrapper.passages]


def test_a_translator_s_notice_lines_and_disclaimer_are_one_wrapper():
    """The notice, the source, the pointer and the disclaimer are cut; the rest is left as it is."""
    notices = (
        "Translation. Region: Kingdom of Spain –",
        "Source: Harbour Council – Harbour Council –",
        "An important disclaimer is at the end of this page.",
    )
    disclaimer = "Please note: This information is raw content that came straight from the council. We take no view of it."
    wrapped = article(*notices, *BODY, disclaimer)
    wrapper = find_wrapper(wrapped)
    assert wrapper is not None
    assert cut(wrapped.text, wrapper) == [*notices, disclaimer]
    assert (wrapper.kind, wrapper.region, wrapper.source, wrapper.language) == (
        "translation",
        "Kingdom of Spain",
        "Harbour Council",
        "es",
    )


def test_an_article_without_notices_has_no_wrapper():
    """Most have none."""
    assert find_wrapper(article(*BODY)) is None


@pytest.mark.parametrize(
    ("notice", "language"),
    [
        ("Перевод. Регион: Российская Федерация –", "ru"),
        ("Übersetzung. Region: Italien", "it"),
        ("Traduction. Région : Fédération de Russie –", "ru"),
        ("Traducción. Región: Brasil", "pt"),
        ("翻译。地区：法国 –", "fr"),
        ("ترجمة. المنطقة: ألمانيا –", "de"),
        ("Translation. Region: Switzerland", None),
        ("(Translated from Portuguese by Ana Example)", "pt"),
        ("This story was translated from Ukrainian by our desk.", "uk"),
        ("This text was translated automatically.", None),
        ("Machine translation", None),
        ("Dieser Text wurde automatisch aus dem Polnischen übersetzt.", "pl"),
        ("Aus dem Französischen übersetzt von A. Beispiel", "fr"),
        ("Traduit de l'allemand par A. Exemple", "de"),
        ("Este artículo fue traducido automáticamente del inglés.", "en"),
        ("Traduzido do espanhol", "es"),
        ("Tradotto dal giapponese", "ja"),
        ("Перевод с китайского", "zh"),
        ("本文由机器翻译", None),
        ("译自俄文", "ru"),
        ("تمت ترجمة هذا المقال من الإنجليزية", "en"),
    ],
)
def test_notices_of_translation_tell_the_original_s_language(notice, language):
    """In nine languages, from the region or from the words; several main languages are none."""
    wrapper = find_wrapper(article(notice, *BODY))
    assert wrapper is not None
    assert (wrapper.kind, wrapper.language) == ("translation", language)


@pytest.mark.parametrize(
    "notice",
    [
        "This article was originally published in The Example Courier.",
        "Originally published at example.org",
        "This article is republished from Example under a free licence. Read the original article.",
        "Dieser Beitrag erschien zuerst im Beispielboten.",
        "Cet article est paru dans Le Quotidien Exemple.",
        "Este artículo fue publicado originalmente en El Ejemplo.",
        "Este artigo foi publicado originalmente no Exemplo.",
        "Questo articolo è stato pubblicato per la prima volta su L'Esempio.",
        "Эта статья впервые опубликована в газете «Пример».",
        "本文最初发表于《例报》",
        "نشر هذا المقال لأول مرة في صحيفة المثال",
    ],
)
def test_notices_of_first_publication_are_republication(notice):
    """At either end of the text."""
    for wrapped in (article(notice, *BODY), article(*BODY, notice)):
        wrapper = find_wrapper(wrapped)
        assert wrapper is not None
        assert (wrapper.kind, cut(wrapped.text, wrapper)) == ("republication", [notice])


@pytest.mark.parametrize(
    ("credit", "source"),
    [
        ("(Reuters)", "Reuters"),
        ("— AP", "AP"),
        ("Source: AFP", "AFP"),
        ("Quelle: dpa/AFP", "dpa/AFP"),
        ("(ТАСС)", "ТАСС"),
        ("Fuente: EFE", "EFE"),
        ("来源：新华社", "新华社"),
        ("المصدر: رويترز", "رويترز"),
        ("© 2025 AFP", "AFP"),
    ],
)
def test_credits_on_a_line_of_their_own_are_syndication(credit, source):
    """The agency is kept as the source."""
    wrapper = find_wrapper(article(*BODY, credit))
    assert wrapper is not None
    assert (wrapper.kind, wrapper.source) == ("syndication", source)


@pytest.mark.parametrize(
    "line",
    [
        "Read more: A bridge through the ages",
        "Share this article",
        "Sign up for our daily newsletter",
        "Читайте также: История моста",
    ],
)
def test_calls_to_the_reader_are_cut_but_tell_nothing_of_origin(line):
    """They are of the page, which is the lightest kind."""
    wrapper = find_wrapper(article(*BODY, line))
    assert wrapper is not None
    assert (wrapper.kind, wrapper.source, wrapper.language) == ("page", None, None)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Reuters reported on Monday that the bridge had been sold.",
        "The source said that the bridge would stand by June.",
        "Share prices fell in the morning and rose again at noon.",
        "Machine translation is changing how small newsrooms work.",
        "The report was first published in 1998 by the harbour office.",
        "El artículo fue publicado en la revista del puerto.",
        "Translated by hand, the poems sold out within a week.",
        "The post office first appeared on maps of the town in 1902.",
        "Uni",
        "Teilen macht Freude, sagt der Pfarrer.",
        "Start-ups for translation by artificial intelligence raised twice as much money as in the year before.",
        "Shops may ask for cookies before they let anybody look at their bread.",
        "Three million people follow the lighthouse on Instagram.",
        "The minister refused to comment on what the newspaper had written below her picture.",
        "Reproduction of eels in captivity is forbidden in four countries.",
        "The newspaper closed its app in March and opened a kiosk.",
        "Más de 300 barcos esperan frente al puerto.",
        "La Commission interdit la reproduction des anguilles en bassin.",
        "Читатели газеты пишут, что мнение автора пьесы им не близко.",
        "Мы подписались под письмом, но ответа из редакции не получили.",
        "Der Dritte im Bunde haftet für den Bericht, sagte die Richterin.",
        "The text of the agreement will be printed once the council has given its consent to each page.",
        "Il testo dell'accordo riprende quello di marzo.",
        "Leave your address with the harbour office, the ferry company told passengers.",
        "AFP moved its Velden bureau to the harbour in March.",
        "The English version of the treaty has ninety pages.",
        "Матеріал згодом надруковано в університетському збірнику.",
    ],
)
def test_sentences_that_only_sound_like_notices_stay(paragraph):
    """A rule must match the whole paragraph, and news speaks of agencies, sources and translations too."""
    assert not is_notice(paragraph)
    assert find_wrapper(article(paragraph, *BODY)) is None


def test_the_middle_is_never_cut():
    """A credit between two long runs of paragraphs belongs to the article."""
    middle = [*BODY, *BODY, "(Reuters)", *BODY, *BODY]
    assert find_wrapper(article(*middle)) is None


def test_lines_inside_a_paragraph_are_cut_alone():
    """Notices often share a paragraph with the first sentence, each on its line."""
    wrapped = article(f"Translation. Region: Japan\nSource: Harbour Council\n{BODY[0]}", *BODY[1:])
    wrapper = find_wrapper(wrapped)
    assert wrapper is not None
    assert cut(wrapped.text, wrapper) == ["Translation. Region: Japan", "Source: Harbour Council"]


def test_a_text_of_notices_alone_is_left_whole():
    """Something must be left to compare."""
    assert find_wrapper(article("(Reuters)", "Source: Harbour Council", "Share this article")) is None


def test_the_weightiest_passage_names_the_wrapper():
    """A translation that is also syndicated is a translation."""
    wrapper = find_wrapper(article("Translated from Dutch", *BODY, "(Reuters)", "Read more"))
    assert wrapper is not None
    assert (wrapper.kind, wrapper.language, wrapper.source) == ("translation", "nl", "Reuters")


def test_every_rule_gives_its_reason():
    """Rules are data that an editor can read."""
    assert all(rule.reason.endswith(".") and (rule.patterns or rule.form) for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "text",
    [
        "Source: " + "a " * 300,
        "(" * 600,
        "AP/" * 200,
        "Source: " + "x." * 60,
        "this text is translated " * 28,
        "this article published " * 28,
        "photo: " + "a." * 100,
        "bizi bülten kanal whatsapp " * 9,
        "with permission of " * 12,
        "© a " * 60,
        "read more min " * 14,
        "foto: a/" * 30,
        "share twitter " * 11,
        "reprinted from A " * 6,
        "a? b@c." * 20,
        "with information from ap and " * 3,
        "- " * 300,
    ],
)
def test_no_rule_takes_long_on_a_hostile_line(text):
    """Patterns do not backtrack without end."""
    begin = time.process_time()
    is_notice(text[:700])
    is_notice(text[:200])
    assert time.process_time() - begin < 0.5


def test_regions_of_several_languages_have_none():
    """A name that does not tell the language is better than a guess."""
    assert [language_of_region(region) for region in ("Russian Federation", "the United States", "Schweiz", "Atlantis")] == [
        "ru",
        "en",
        None,
        None,
    ]
    assert [language_by_name(name) for name in ("Russian", "allemand", "Klingon")] == ["ru", "de", None]


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("VELDEN, March 17 (Reuters) - ", "The council voted to rebuild the bridge."),
        ("(AP) — ", "The council voted to rebuild the bridge."),
        ("Velden (dpa/lno) – ", "Der Rat hat den Bau der Brücke beschlossen."),
        ("Velden, 17 mar (EFE).- ", "El consejo votó reconstruir el puente."),
        ("ВЕЛЬДЕН, 17 марта. /ТАСС/. ", "Совет решил восстановить мост."),
        ("فيلدن (رويترز) - ", "صوت المجلس على إعادة بناء الجسر."),
        ("【ベルデン時事】", "市議会は橋の再建を決めた。"),
        ("新华社韦尔登3月17日电（记者李晓梅）", "市议会决定重建大桥。"),
    ],
)
def test_the_dateline_of_an_agency_is_cut_from_the_first_words(dateline, rest):
    """It is no paragraph of its own, and the agency's own text has it as well, so that it is no note of syndication."""
    wrapped = article(dateline + rest, *BODY[1:])
    wrapper = find_wrapper(wrapped)
    assert wrapper is not None
    assert (wrapper.kind, cut(wrapped.text, wrapper)) == ("page", [dateline.rstrip()])


@pytest.mark.parametrize(
    "beginning",
    [
        "VELDEN, March 17, 2026 /PRNewswire/ -- The council voted to rebuild the bridge.",
        "VELDEN - The council voted to rebuild the bridge.",
        "The council (AP pictures show it at midnight) - not the mayor - voted to rebuild the bridge.",
        "Reuters - a town of nine streets - voted to rebuild its bridge.",
    ],
)
def test_a_place_or_a_sender_s_mark_before_the_first_words_stays(beginning):
    """Without an agency the place and day are the article's, and so is what a sender pays to have sent."""
    assert find_wrapper(article(beginning, *BODY[1:])) is None


@pytest.mark.parametrize(
    "line",
    [
        "Published 6:42 PM EDT, Tue March 17, 2026 | Updated 8:03 PM EDT",
        "17.03.2026, 18:42 Uhr | Lesedauer: 4 Minuten",
        "Publié le 17/03/2026 à 18h42, mis à jour le 17/03/2026 à 20h03",
        "17 марта 2026, 18:42",
        "الثلاثاء 17 مارس 2026 - 18:42",
        "2026年3月17日 18時42分",
        "By Helen Marsh, Staff Writer",
        "Von Jana Köhler, Velden",
        "Автор: Мария Соколова",
        "كتبت: سلمى حداد",
    ],
)
def test_lines_of_times_and_of_names_stand_before_the_body(line):
    """Each of their words is a time's or a name's; behind a paragraph of the body they are left alone."""
    wrapped = article(line, *BODY)
    wrapper = find_wrapper(wrapped)
    assert wrapper is not None
    assert cut(wrapped.text, wrapper) == [line]
    assert find_wrapper(article(BODY[0], line, *BODY[1:], *BODY)) is None


@pytest.mark.parametrize(
    "line",
    [
        "By the river",
        "Von Wegen",
        "April 25",
        "Market 17",
        "* Time: 11:00 AM EST",
        "Manchester United and Real Madrid",
        "Subscribers of the line now have access to nine new boats",
        "The newspaper apologised for its reporter, and the reporter for the newspaper.",
    ],
)
def test_short_lines_of_the_article_are_neither_times_nor_names_nor_talk_of_the_page(line):
    """A day without its year, a subheading and a standfirst are the article's own."""
    assert find_wrapper(article(line, *BODY)) is None


@pytest.mark.parametrize(
    "talk",
    [
        "Already a subscriber? Log in",
        "Correction: an earlier version of this article misstated the date of the vote.",
        "Sie haben bereits ein Abo? Hier anmelden",
        "Laisser un commentaire",
        "Hai già un abbonamento? Accedi",
        "Заметили ошибку? Выделите её и нажмите Ctrl+Enter",
        "会員登録すると続きをお読みいただけます",
    ],
)
def test_what_speaks_of_the_page_in_most_of_its_words_is_not_the_article(talk):
    """No rule knows its wording."""
    wrapped = article(*BODY, talk)
    wrapper = find_wrapper(wrapped)
    assert wrapper is not None
    assert cut(wrapped.text, wrapper) == [talk]


def test_a_heading_of_the_page_s_own_words_takes_its_titles_with_it():
    """Whatever it is called: titles without a mark follow, as far as the end."""
    titles = ("Ferry fares to rise in May", "Why the harbour wall is sinking")
    for heading in ("Read more:", "More stories", "Читати ще"):
        wrapped = article(*BODY, heading, *titles)
        wrapper = find_wrapper(wrapped)
        assert wrapper is not None
        assert cut(wrapped.text, wrapper) == [heading, *titles]


def test_a_paragraph_of_characters_that_are_not_seen_is_no_notice():
    """A zero-width space alone is left of some pages."""
    assert find_wrapper(article("\u200b", *BODY, "\u00ad\u200b")) is None


@pytest.mark.parametrize("glue", [". ", " – ", " - ", ".– ", " | ", ": ", "\n"])
@pytest.mark.parametrize(
    ("notice", "region", "first"),
    [
        ("Translation. Region: Kingdom of Spain", "Kingdom of Spain", "The bridge stays shut."),
        ("Traduction. Région : Royaume d'Espagne", "Royaume d'Espagne", "Le pont reste fermé."),
        ("Übersetzung. Region: Italien", "Italien", "Die Brücke bleibt gesperrt."),
        ("Traducción. Región: Italia", "Italia", "El puente sigue cerrado."),
        ("Traduzione. Regione: Germania", "Germania", "Il ponte resta chiuso."),
        ("Tradução. Região: França", "França", "A ponte continua fechada."),
        ("Перевод. Регион: Германия", "Германия", "Мост остаётся закрытым."),
        ("Переклад. Регіон: Франція", "Франція", "Міст залишається закритим."),
        ("Tłumaczenie. Region: Hiszpania", "Hiszpania", "Most pozostaje zamknięty."),
        ("Vertaling. Regio: Spanje", "Spanje", "De brug blijft dicht."),
    ],
)
def test_a_short_first_paragraph_is_not_cut_with_the_notice_on_its_line(notice, region, first, glue):
    """A region's name ends at the first mark, or at the line's end."""
    wrapped = article(f"{notice}{glue}{first}", *BODY)
    wrapper = find_wrapper(wrapped)
    assert wrapper is not None
    assert cut(wrapped.text, wrapper) == [f"{notice}{glue}".rstrip()]
    assert wrapper.region == region


def test_a_known_region_s_name_ends_without_a_mark():
    """Before a word in capitals with which a sentence begins; the whole of a longer name is one name."""
    for notice, first in (("Traduzione. Regione: Germania", "Il ponte resta chiuso."), ("Translation. Region: Japan", "")):
        wrapped = article(f"{notice} {first}".strip(), *BODY)
        wrapper = find_wrapper(wrapped)
        assert wrapper is not None
        assert cut(wrapped.text, wrapper) == [notice]
    wrapper = find_wrapper(article("Translation. Region: Spain and Portugal", *BODY))
    assert wrapper is not None
    assert wrapper.region == "Spain and Portugal"


def test_what_follows_a_notice_with_region_on_its_line_is_judged_alone():
    """A source and a pointer to a disclaimer are notices too, each under its own rule."""
    wrapped = article(
        "Translation. Region: St. Kitts and Nevis. A disclaimer stands at the end of the page.",
        *BODY,
    )
    wrapper = find_wrapper(wrapped)
    assert wrapper is not None
    assert [passage.rule for passage in wrapper.passages] == [
        "translation notice with region",
        "pointer to the disclaimer told by its words",
    ]
    assert wrapper.region == "St. Kitts and Nevis"
