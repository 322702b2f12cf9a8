"""Pages: the article comes out whole and alone, whatever the site's markup, with what the page declares of itself."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web import paragraphs, write_html

from detector.datatypes import Article
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.format import Limits
from detector.ingestion.formats.html import HTML, parse_html

TEXTS = {
    "en": (
        "Town to rebuild its old harbour bridge",
        "The council of Harrow Bay voted on Tuesday evening to rebuild the old harbour bridge, which a storm had damaged.",
        "Work is to begin in March and to last a year, the mayor, Ines Corvalho, told reporters after the meeting.",
        "“We have waited long enough,” she said. “Every family here knows somebody who drives forty minutes more each day.”",
        "A ferry will run every twenty minutes until the bridge opens again, the town's transport office said.",
    ),
    "fr": (
        "La ville va reconstruire le vieux pont du port",
        "Le conseil municipal a voté mardi soir la reconstruction du vieux pont du port, endommagé par une tempête.",
        "Les travaux doivent commencer en mars et durer un an, a déclaré la maire, Inès Corvalho, après la séance.",
        "« Nous avons assez attendu », a-t-elle dit. Chaque famille connaît quelqu'un qui fait un détour de quarante minutes.",
        "Un bac passera toutes les vingt minutes jusqu'à la réouverture, a indiqué le service des transports.",
    ),
    "de": (
        "Stadt baut alte Hafenbrücke wieder auf",
        "Der Stadtrat hat am Dienstagabend beschlossen, die von einem Sturm beschädigte alte Hafenbrücke neu zu bauen.",
        "Die Arbeiten sollen im März beginnen und ein Jahr dauern, sagte Bürgermeisterin Ines Corvalho nach der Sitzung.",
        "„Wir haben lange genug gewartet“, sagte sie. Jede Familie kenne jemanden, der täglich vierzig Minuten länger fahre.",
        "Bis zur Öffnung der Brücke soll alle zwanzig Minuten eine Fähre fahren, teilte das Verkehrsamt der Stadt mit.",
    ),
    "ru": (
        "Город восстановит старый портовый мост",
        "Городской совет во вторник вечером проголосовал за восстановление старого портового моста, повреждённого бурей.",
        "Работы начнутся в марте и продлятся год, сообщила журналистам после заседания мэр города Инес Корвальо.",
        "«Мы ждали достаточно долго», — сказала она. По её словам, многие семьи тратят на объезд сорок минут в день.",
        "До открытия моста каждые двадцать минут будет ходить паром, говорится на странице транспортного управления.",
    ),
    "ja": (
        "市が古い港の橋を再建へ",
        "市議会は火曜日の夜、嵐で壊れた古い港の橋を再建することを賛成多数で可決した。費用は千四百万クローネと見込まれている。",
        "工事は三月に始まり、一年間続く予定だと、市長のイネス・コルバリョ氏は会議の後、記者団に語った。",
        "「私たちは十分に待った」と市長は述べた。毎日四十分も遠回りをして通勤している人がどの家にもいるという。",
        "橋が再び開通するまでの間は、二十分おきに渡し船を運航すると市の交通局が発表した。",
    ),
    "ar": (
        "المدينة تعيد بناء جسر الميناء القديم",
        "صوت المجلس البلدي مساء الثلاثاء لصالح إعادة بناء جسر الميناء القديم الذي ألحقت به العاصفة أضرارا كبيرة هذا الشتاء.",
        "ومن المقرر أن تبدأ الأعمال في مارس وأن تستمر عاما كاملا، بحسب ما قالت رئيسة البلدية للصحفيين بعد الاجتماع.",
        "وقالت إن السكان انتظروا بما فيه الكفاية، وإن كل أسرة تعرف شخصا يقود سيارته أربعين دقيقة إضافية كل يوم.",
        "وستعمل عبارة كل عشرين دقيقة إلى أن يفتح الجسر من جديد، كما أعلن مكتب النقل في المدينة.",
    ),
    "th": (
        "เมืองจะสร้างสะพานท่าเรือเก่าขึ้นใหม่",
        "สภาเมืองลงมติเมื่อเย็นวันอังคารให้สร้างสะพานท่าเรือเก่าที่พายุทำให้เสียหายขึ้นมาใหม่ทั้งหมดภายในปีหน้า",
        "งานก่อสร้างจะเริ่มในเดือนมีนาคมและใช้เวลาหนึ่งปี นายกเทศมนตรีกล่าวกับผู้สื่อข่าวหลังการประชุม",
        "เธอกล่าวว่าชาวเมืองรอมานานพอแล้ว ทุกครอบครัวรู้จักคนที่ต้องขับรถอ้อมเพิ่มอีกวันละสี่สิบนาที",
        "จนกว่าสะพานจะเปิดใช้อีกครั้งจะมีเรือข้ามฟากทุกยี่สิบนาที สำนักงานขนส่งของเมืองระบุ",
    ),
}  # fmt: skip

FRAME = '<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
MENU = '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>'
CARDS = "".join(
    f'<article class="card"><h3><a href="/c{n}">Headline number {n} about something else</a></h3>'
    "<p>A teaser of another article, which goes on for a while and says what happened in the north.</p></article>"
    for n in range(4)
)
BLOCKS = '<div data-component="text-block"><p class="x-1">{}</p></div>'


def p(texts, attributes=""):
    return "\n".join(f"<p{attributes}>{text}</p>" for text in texts)


SHAPES = {
    "content system with sharing and comments": lambda title, *t: (
        f'{MENU}<main><article class="post"><header class="entry-header"><h1 class="entry-title">{title}</h1>'
        '<div class="entry-meta">Posted on <time datetime="2026-01-20">20 January</time></div></header>'
        '<figure><img src="a.jpg"><figcaption class="wp-caption-text">The bridge before. Photo: R. Hall</figcaption></figure>'
        f'<div class="entry-content">{p(t)}<div class="sharedaddy"><h3>Share this:</h3><ul><li>Twitter</li></ul></div>'
        '<div id="jp-relatedposts"><h3>Related</h3><p>Storm leaves hundreds without power for a second night</p></div></div>'
        '<footer class="entry-footer">Posted in <a href="/c">Local</a></footer></article><div id="comments"><ol '
        'class="comment-list"><li class="comment"><p>I do not believe a word of this until I see the first stone.</p></li></ol>'
        '</div></main><aside class="widget-area"><h2>Recent</h2><ul><li><a href="/1">Herring are back</a></li></ul></aside>'
    ),
    "blocks with a byline and links between": lambda title, *t: (
        f'{MENU}<main id="main-content"><article><h1>{title}</h1><div data-component="byline-block"><span>Ann Lee</span>'
        f"<span>Bay correspondent</span></div>{''.join(map(BLOCKS.format, t[:2]))}<div data-component='links-block'><ul>"
        '<li><a href="/n/1">Storm closes coast road</a></li><li><a href="/n/2">What became of the pier?</a></li></ul></div>'
        f"{''.join(map(BLOCKS.format, t[2:]))}</article><div><h2>More on this story</h2>{CARDS}</div></main>"
    ),
    "advertisements and a rich link within the body": lambda title, *t: (
        f'{MENU}<main><h1>{title}</h1><div id="maincontent" class="article-body-viewer-selector">{p(t[:2], " class=d")}'
        '<aside class="element-rich-link"><a href="/x"><div>Villages cut off for weeks</div><div>Read more</div></a></aside>'
        f'<div class="ad-slot-container"><div class="ad-slot">Advertisement</div></div>{p(t[2:], " class=d")}</div></main>'
    ),
    "teasers after the article": lambda title, *t: (
        f'<main><article class="story"><h1>{title}</h1>{p(t)}</article><section><h2>More stories</h2>{CARDS}</section></main>'
    ),
    "teasers before the article": lambda title, *t: (
        f'<div class="top">{CARDS}</div><main><article class="story"><h1>{title}</h1>{p(t)}</article></main>'
    ),
    "layout by tables, lines parted by breaks": lambda title, *t: (
        '<TABLE width=100%><TR><TD class=menu><A href=/>Home</A><BR><A href=/n>News</A><BR></TD><TD><FONT size=+2><B>'
        f"{title}</B></FONT><BR><BR>{'<BR><BR>'.join(t)}<BR></TD><TD><A href=/b>Banner</A></TD></TR></TABLE>"
        "<CENTER>(c) 1999-2026 Bay Agency</CENTER>"
    ),
    "boxes without paragraphs": lambda title, *t: (
        f'<div class="a"><div><a href="/">Home</a> <a href="/x">News</a></div><div><div>{title}</div>'
        f'<div class="e">{"".join(f"<div>{text}</div>" for text in t)}</div></div><div>All rights reserved</div></div>'
    ),
    "lines parted by breaks": lambda title, *t: (
        f'<div class="article_body"><h1>{title}</h1><div>{"<br><br>".join(t)}</div></div>'
    ),
    "a page for phones (AMP)": lambda title, *t: (
        f'<amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar><article><h1>{title}</h1><amp-img src="a.jpg">'
        f'</amp-img>{p(t[:2])}<amp-ad type="x"><div fallback>Advertisement</div></amp-ad>{p(t[2:])}</article>'
    ),
    "a labelled link between paragraphs": lambda title, *t: (
        f'<main><article class="article__content"><h1 class="article__title">{title}</h1>{p(t[:2])}<section class="catcher"><p>'
        '<span>Lire aussi :</span> <a href="/a">La tempête a coupé la route côtière</a></p></section>'
        f'<p><strong>Read more: <a href="/b">The storm that closed the road</a></strong></p>{p(t[2:])}</article></main>'
    ),
    "captions, a pull quote and a newsletter": lambda title, *t: (
        f'<article><h1>{title}</h1><p class="byline">By ANN LEE</p><p>{t[0]}</p><figure><img src=a><figcaption>Cranes on Monday. '
        f"Photograph: R. Hall</figcaption></figure><p>{t[1]}</p><blockquote class='pullquote'><p>{t[2][:20]}</p></blockquote>"
        f"<p>{t[2]}</p><div class='newsletter-signup'><h4>Get our newsletter</h4><p>Sign up for the morning briefing.</p><form>"
        f"<button>Sign up</button></form></div><p>{t[3]}</p></article>"
    ),
    "a ministry's press release": lambda title, *t: (
        f'{MENU}<main role="main"><div class="node node--type-press-release"><h1>{title}</h1><div class="field--name-field-date">'
        f'<time datetime="2026-01-20">20 January 2026</time></div><div class="field field--name-body">{p(t)}</div></div></main>'
    ),
    "right to left": lambda title, *t: (
        f'{MENU}<main dir="rtl"><article><h1>{title}</h1><div class="wysiwyg" dir="rtl">{p(t[:3])}<p>اقرأ أيضا: '
        f'<a href="/x">العاصفة تغلق الطريق الساحلي ثلاثة أيام</a></p>{p(t[3:])}</div></article></main>'
    ),
    "entries of a live page": lambda title, *t: (
        f'<main><article class="live"><h1>{title}</h1>'
        + "".join(f'<article class="entry"><time datetime="2026-01-20T1{n}:00Z">1{n}:00</time><p>{x}</p></article>'
                  for n, x in enumerate(t))
        + "</article></main>"
    ),
}  # fmt: skip


def read(page, **known):
    return parse_html(page if isinstance(page, bytes) else page.encode(), "a.html", "a.html", **known)


def declared(value, head="", body=""):
    """Make a page with JSON-LD."""
    text = body or p(TEXTS["en"][1:])
    script = value if isinstance(value, str) else json.dumps(value)
    return f'<html><head><script type="application/ld+json">{script}</script>{head}</head><body>{text}</body></html>'


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_body_is_the_article_and_nothing_else(shape, language):
    """Menus, teasers, advertisements, captions and links to other articles stay behind; no paragraph is lost."""
    title, *text = TEXTS[language]
    article = read(FRAME.format(lang=language, title=title, body=SHAPES[shape](title, *text)))
    assert (article.title, article.language) == (title, language)
    assert article.text.split("\n\n") == list(text)


def test_lists_and_subheads_are_a_part_of_the_body():
    """Item by item, without a mark."""
    title, *text = TEXTS["en"]
    items = "<h2>Background</h2><ul><li>The bridge was opened in 1931.</li><li>It had <b>two</b> lanes.</li></ul>"
    article = read(FRAME.format(lang="en", title=title, body=f"<article><h1>{title}</h1>{p(text)}{items}{p(text[:1])}</article>"))
    assert article.text.split("\n\n")[4:7] == ["Background", "The bridge was opened in 1931.", "It had two lanes."]


def test_the_reading_over_a_word_is_not_a_part_of_it():
    """Ruby says how a word is read; the word stands there already."""
    text = "".join(f"<p>{line}</p>" for line in TEXTS["ja"][1:]).replace("市長", "<ruby>市長<rp>(</rp><rt>しちょう</rt></ruby>")
    assert read(f"<html><body><article>{text}</article></body></html>").text.split("\n\n") == list(TEXTS["ja"][1:])


def test_a_section_s_name_above_the_text_is_known_from_the_menu():
    """On a page without paragraphs a line that the menu links is none of the text, although no text is looked for in menus."""
    title, *told = TEXTS["en"]
    body = (
        '<nav><ul><li><a href="/bay">News from the bay</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        f"<div>News from the bay</div><div>{''.join(f'<div>{text}</div>' for text in told)}</div>"
    )
    article = parse_html(FRAME.format(lang="en", title=title, body=body).encode(), "a.html", "a.html")
    assert article.text.split("\n\n") == told


def test_a_page_that_has_its_text_in_json_only_is_read():
    """Some pages are empty until a script has run; what they declare is there."""
    body = "\n\n".join(TEXTS["en"][1:])
    page = declared({"@type": "NewsArticle", "headline": "H", "articleBody": body}, body='<div id="__next"></div>')
    assert paragraphs(read(page).text) == paragraphs(body) or " ".join(read(page).text.split()) == " ".join(body.split())


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html><body><nav>Home</nav><script>x()</script></body></html>"])
def test_a_page_without_text_says_so(page):
    """The reason tells what to do."""
    with pytest.raises(UnreadableArticleError, match="save it after it has loaded"):
        read(page)


@pytest.mark.parametrize(
    ("language", "encoding", "label"),
    [
        ("ru", "cp1251", "windows-1251"),
        ("ru", "koi8-r", "koi8-r"),
        ("ja", "cp932", "shift_jis"),
        ("ja", "euc_jp", "euc-jp"),
        ("ja", "iso2022_jp", "iso-2022-jp"),
        ("th", "cp874", "tis-620"),
        ("ar", "cp1256", "windows-1256"),
        ("fr", "cp1252", "iso-8859-1"),
        ("ru", "utf-8", "windows-1251"),
        ("ja", "utf-8", "shift_jis"),
        ("en", "utf-8", "utf-16"),
        ("fr", "utf-8", "no-such-encoding"),
        ("ru", "utf-16", "utf-8"),
        ("ru", "cp1251", "iso-8859-1"),
    ],
)
def test_the_encoding_is_found_also_where_its_name_is_wrong(language, encoding, label):
    """Bytes that are UTF-8 are UTF-8; else the name is believed in the sense of browsers, if it fits."""
    title, *text = TEXTS[language]
    page = FRAME.format(lang=language, title=title, body=f"<article><h1>{title}</h1>{p(text)}</article>")
    content = page.replace('charset="utf-8"', f'charset="{label}"').encode(encoding, errors="xmlcharrefreplace")
    assert read(content).text.split("\n\n") == list(text)


def test_everything_declared_is_kept_under_the_names_of_its_standard():
    """JSON-LD with references, links, Open Graph and metas of old."""
    page = declared(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "NewsMediaOrganization", "@id": "#org", "name": "The Bay Post"},
                {"@type": "WebPage", "@id": "https://bay.example/bridge"},
                {
                    "@type": ["ReportageNewsArticle"],
                    "@id": "https://bay.example/bridge#article",
                    "headline": "Town to rebuild\n its bridge",
                    "publisher": {"@id": "#org"},
                    "datePublished": "2026-01-20T08:00:00+01:00",
                    "dateModified": "2026-01-21 09:30:00 +0100",
                    "dateline": "HARROW BAY, Jan 20",
                    "version": 3,
                    "creditText": "Coast Agency",
                    "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"},
                    "translationOfWork": {"@id": "/ru/most", "inLanguage": "ru"},
                    "workTranslation": [{"@id": "https://bay.example/pont", "inLanguage": "fr"}],
                    "isBasedOn": "https://agency.example/1",
                    "sameAs": ["https://bay.example/short/1"],
                    "correction": {"@type": "CorrectionComment", "url": "/corrections/7", "text": "It was a Tuesday."},
                },
            ],
        },
        head='<link rel="canonical" href="https://bay.example/bridge"><link rel="alternate" hreflang="de" href="/de/bruecke">'
        '<link rel="alternate" hreflang="x-default" href="/"><link rel="alternate" hreflang="en" href="/bridge">'
        '<link rel="amphtml" href="/amp/bridge"><meta name="syndication-source" content="https://wire.example/a">'
        '<meta name="original-source" content="https://wire.example/b">',
    )
    article = read(page)
    assert (article.title, article.outlet, article.credit) == ("Town to rebuild its bridge", "The Bay Post", "Coast Agency")
    assert (article.published, article.modified) == ("2026-01-20T08:00:00+01:00", "2026-01-21 09:30:00+0100")
    assert (article.dateline, article.version, article.language) == ("HARROW BAY, Jan 20", "3", "en")
    assert article.canonical == "https://bay.example/bridge"
    assert article.alternate_ids == ("https://bay.example/bridge#article",)
    assert {(found.kind, found.target, found.language) for found in article.relations} == {
        ("translationOfWork", "https://bay.example/ru/most", "ru"),
        ("workTranslation", "https://bay.example/pont", "fr"),
        ("isBasedOn", "https://agency.example/1", None),
        ("sameAs", "https://bay.example/short/1", None),
        ("correction", "https://bay.example/corrections/7", None),
        ("alternate", "https://bay.example/de/bruecke", "de"),
        ("amphtml", "https://bay.example/amp/bridge", None),
        ("syndication-source", "https://wire.example/a", None),
        ("original-source", "https://wire.example/b", None),
    }


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ("", "/de/x"),
        ('<base href="https://base.example/a/">', "https://base.example/de/x"),
        ('<meta property="og:url" content="https://og.example/a/b">', "https://og.example/de/x"),
        ('<link rel="canonical" href="https://c.example/a"><base href="/b/">', "https://c.example/de/x"),
        ("<!-- saved from url=(0023)https://saved.example/a -->", "https://saved.example/de/x"),
    ],
)
def test_a_relative_address_is_completed_where_something_tells_how(head, target):
    """By the base, the canonical address, Open Graph, or the place from where a browser saved the page."""
    page = declared({}, head=f'<link rel="alternate" hreflang="de" href="/de/x">{head}')
    assert [relation.target for relation in read(page).relations] == [target]
    assert read(page.replace("/de/x", "javascript:void(0)")).relations == ()


def test_of_several_declared_articles_the_page_is_the_one_that_it_names():
    """By address or headline; a list of other articles says nothing of the page."""
    others = [
        {"@type": "NewsArticle", "headline": f"Other {n}", "url": f"https://a.example/{n}", "datePublished": f"2026-01-0{n}"}
        for n in range(1, 5)
    ]
    by_address = declared(others, head='<link rel="canonical" href="https://a.example/3">')
    by_headline = declared({"@graph": others}, head="<title>Other 2 | The Site</title>")
    listed = declared(
        {"@type": "ItemList", "itemListElement": [{"item": other} for other in others]}, head="<title>Today</title>"
    )
    assert read(by_address).published == "2026-01-03"
    assert read(by_headline).published == "2026-01-02"
    assert (read(listed).title, read(listed).published) == ("Today", None)


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Mended"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Mended"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Mended",}',
        '{"@type": "NewsArticle", "headline": "Mended"};',
        '{"@type": "http://schema.org/NewsArticle", "headline": "Mended"}',
    ],
)
def test_json_ld_as_content_systems_write_it_is_read(script):
    """In comments, with a comma too many, with a type in full."""
    assert read(declared(script)).title == "Mended"


@pytest.mark.parametrize(
    "script",
    ["", "{", "[" * 100_000, "null", "[3]", '{"@type": 3}', '{"@type": "NewsArticle", "url": {"@id": 3}, "publisher": [null, 3]}',
     '{"@type": "Article", "headline": {"a": 1}, "datePublished": "31 February", "inLanguage": 5, "isBasedOn": [[]]}'],
)  # fmt: skip
def test_broken_json_ld_costs_nothing(script):
    """The page is read without it."""
    article = read(declared(script, head="<title>Title</title>"))
    assert (article.title, article.published, article.relations) == ("Title", None, ())
    assert article.text.split("\n\n") == list(TEXTS["en"][1:])


@pytest.mark.parametrize(
    "start",
    ["<div>" * 100_000, "<b><i>" * 50_000, "<table><tr><td>" * 30_000, f"<p {'a=1 ' * 100_000}>", "<a href=/x>x</a>" * 20_000],
)
def test_a_page_made_to_exhaust_is_read_in_seconds(start):
    """Depth, attributes and links do not multiply."""
    begun = time.monotonic()
    article = read(f"<html><body>{start}{p(TEXTS['en'][1:])}")
    assert TEXTS["en"][4] in article.text
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("start", "is_page"),
    [
        (b"<!DOCTYPE html>", True),
        (b"\xef\xbb\xbf \n<!doctype HTML PUBLIC", True),
        (b"<!-- saved from url=(0014)about:internet -->\n<html>", True),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC', True),
        ("<!doctype html>".encode("utf-16"), True),
        (b'<?xml version="1.0"?><rss>', False),
        (b"<p>text", False),
        (b"The <html> element", False),
    ],
)
def test_a_page_is_told_by_its_start(start, is_page):
    """And by nothing that other markup has."""
    assert HTML.recognises(start) is is_page


def test_a_page_over_the_limit_is_refused(tmp_path):
    """The reason names the setting."""
    page = tmp_path / "a.html"
    page.write_text(declared({}))
    with page.open("rb") as stream, pytest.raises(UnreadableArticleError, match="max_file_bytes"):
        list(HTML.parse(stream, "a.html", "a.html", Limits(max_file_bytes=100)))


sentences = st.lists(st.sampled_from([line for text in TEXTS.values() for line in text[1:]]), min_size=2, max_size=8, unique=True)
titles = st.sampled_from([text[0] for text in TEXTS.values()])
dates = st.datetimes(timezones=st.timezones().filter(lambda zone: zone is not None)).map(lambda moment: moment.isoformat())


@settings(max_examples=50)
@given(title=titles, text=sentences, published=dates)
def test_what_is_written_as_a_page_is_read_back(title, text, published):
    """Same text, title and date, whatever the language."""
    article = Article(id="a", title=title, text="\n\n".join(text), published=published, language="und", outlet="The Bay Post")
    found = read(write_html(article))
    assert (found.text, found.title, found.published) == (article.text, title, published)
    assert (found.language, found.outlet) == ("und", "The Bay Post")
