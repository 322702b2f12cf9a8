"""
Find the text that a republisher put around an article.

In: an article. Out: the passages at its edges that are not the article (translation notices, source lines, disclaimers, syndication
credits, calls to read or subscribe) and what they say of its origin; or ``None``. Only whole paragraphs or whole lines are taken, each
by a rule that matches all of it, and never from the middle of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detector.datatypes import Article, CutPassage, Wrapper
from detector.ingestion.normalise import normalise
from detector.ingestion.regions import LANGUAGE_NAMES, language_by_name, language_of_region
from detector.ingestion.segments import Span, split_paragraphs

Kind = Literal["translation", "republication", "syndication", "page"]
_KINDS: tuple[Kind, ...] = ("translation", "republication", "syndication", "page")
"""The weightiest first: a wrapper is of the weightiest kind among its passages."""

EDGE_PARAGRAPHS = 6
"""How many paragraphs from each end may belong to the wrapper."""
_BODY_WORDS = 20
_MAX_BODY_PARAGRAPHS = 1
"""At the head the search ends after this many paragraphs of at least so many words: one standfirst, then the body has begun."""
_MAX_CHARACTERS = 700
"""A longer paragraph is never a notice; the longest known disclaimer has 300 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of passage that is not the article."""

    name: str
    kind: Kind
    pattern: str
    """Must match all of a normalised paragraph or line; groups ``region`` and ``source`` are kept."""
    reason: str
    """Why such a passage cannot be the article's own."""
    max_characters: int = 250
    at_end_only: bool = False


_LANGUAGE = "(?:" + "|".join(map(re.escape, LANGUAGE_NAMES)) + ")"
_find_language = re.compile(
    r"(?:\b(?:from|of)(?: the)?(?: original)? |\bс |\bсо |\baus dem |\bdu |\bde l'|\bdel |\bdo |\bdal |\bdall'|译自|\b(?:عن|من) (?:اللغة )?)"
    rf"({_LANGUAGE})",
    re.IGNORECASE,
).search
_WORK_EN = r"(?:article|story|text|post|piece|content|report|release|press release|news release|page|column|essay|interview|version|news|item)"
_AGENCY = (
    r"(?:thomson )?reuters(?: news agency)?|(?:the )?associated press|ap(?: news)?|afp|agence france[- ]presse|dpa(?:-afx)?|efe|ansa|"
    r"adnkronos|tass|itar-tass|interfax|ria novosti|xinhua(?: news agency)?|kyodo(?: news)?|jiji(?: press)?|yonhap(?: news agency)?|pti|"
    r"ani|ians|uni|lusa|ag[eê]ncia brasil|estad[aã]o conte[uú]do|apa|belga|anp|ntb|ritzau|tt|pap|[cč]tk|mti|ukrinform|unian|anadolu(?: agency)?|"
    r"wam|mena|petra|irna|bernama|antara|upi|united press international|bloomberg(?: news)?|pa media|press association|europa press|"
    r"notimex|telam|t[eé]lam|prensa latina|sda|keystone-sda|ats|kna|epd|sid|cna|canadian press|the canadian press|aap|mil-osi|"
    r"тасс|риа новости|интерфакс|рейтер|reuters/ap|укринформ|унiан|унн|белта|казинформ|"
    r"新华社|新華社|中新社|中央社|路透社|法新社|美联社|共同社|共同通信|時事通信|聯合早報|رويترز|أ ف ب|أ\.ف\.ب|فرانس برس|وام|واس|سبوتنيك|قنا"
)
_SOURCE_WORD = r"(?:source|sources|источник|quelle|quellen|fuente|fuentes|fonte|fonti|fontes|来源|來源|消息来源|稿件来源|المصدر|مصدر|origen|via)"
_END = r"[ .!:>»\"\-|]*"

RULES: tuple[Rule, ...] = (
    Rule(
        name="translation notice with region",
        kind="translation",
        pattern=r"(?:mil[- ]osi )?(?:translation|перевод|übersetzung|traduction|traducción|tradução|traduzione|翻译|翻譯|译文|الترجمة|ترجمة)"
        r" ?[.:。]? ?(?:region|регион|région|región|região|regione|地区|地區|المنطقة|منطقة) ?[:：] ?(?P<region>.{2,60}?)[ .\-]*",
        reason="Names a translation and where the original is from; no reporter writes it.",
    ),
    Rule(
        name="pointer to the disclaimer",
        kind="translation",
        pattern=r"(?:an )?important disclaimer is at the (?:bottom|top|end|beginning|foot) of (?:this|the) \w+\.?"
        r"|важн\w+ (?:оговорка|отказ от ответственности|примечание) (?:находится |приведен\w* )?(?:внизу|в конце|вверху|в начале) .{3,40}"
        r"|ein wichtiger (?:haftungsausschluss|hinweis) (?:befindet sich|steht) am (?:ende|anfang) .{3,40}"
        r"|un (?:avis|avertissement|avis de non-responsabilité) important (?:se trouve|figure) (?:en bas|à la fin|en haut|au bas) .{3,40}"
        r"|(?:un aviso|una advertencia|un descargo de responsabilidad) importante (?:se encuentra|está|figura) .{3,60}"
        r"|(?:um aviso|uma isenção de responsabilidade) importante (?:está|encontra-se) .{3,60}"
        r"|un(?:'avvertenza| avviso| disclaimer) importante (?:si trova|è) .{3,60}"
        r"|重要(?:免责)?声明(?:见|位于|在)本文.{1,12}"
        r"|(?:يوجد )?(?:إخلاء مسؤولية|تنويه) (?:هام|مهم) .{3,60}",
        reason="Speaks of the page, not of the news.",
        max_characters=160,
    ),
    Rule(
        name="raw content disclaimer",
        kind="republication",
        pattern=r"(?:please note|note|nb) ?[:;,.\-]? ?this (?:information|content|release) is (?:a )?raw (?:content|material|information)\b.*"
        r"|(?:обратите внимание|примечание|пожалуйста, обратите внимание) ?[:;,.\-]? ?(?:что )?эта информация (?:является|представляет собой) .{0,20}"
        r"(?:необработанн|исходн|сыр)\w+ (?:контент|материал|содержани|содержимо)\w*\b.*"
        r"|(?:bitte beachten sie|hinweis|bitte beachten) ?[:;,.\-]? ?(?:bei )?diese[rn]? informationen? (?:ist|sind|handelt es sich um) .{0,20}roh\w+.*"
        r"|(?:veuillez noter|remarque|à noter|note) ?[:;,.\-]? ?(?:que )?ces informations sont (?:du |un |des )?(?:contenus? bruts?|contenu original).*"
        r"|(?:tenga en cuenta|nota|por favor, tenga en cuenta) ?[:;,.\-]? ?(?:que )?esta información es contenido (?:sin procesar|en bruto|original).*"
        r"|(?:observe|nota|atenção|por favor, observe) ?[:;,.\-]? ?(?:que )?(?:esta|essa)s? informaç\w+ (?:é|são|constitui) (?:um )?conteúdo bruto.*"
        r"|(?:nota|nota bene|si prega di notare) ?[:;,.\-]? ?(?:che )?quest[ea] informazion[ei] (?:è|sono|costituiscono) (?:un )?contenut[oi] grezz[oi].*"
        r"|(?:请注意|請注意|注)[:,;。]? ?(?:此|该|這|这些?|本)信息(?:是|为).{0,20}(?:原始|未经处理).*"
        r"|(?:يرجى الملاحظة|يرجى ملاحظة|ملاحظة) ?[:;,.\-]? ?(?:أن )?(?:هذه|هذا) (?:المعلومات|المحتوى) .{0,20}(?:خام|أولي).*",
        reason="The republisher disowns what it passed on.",
        max_characters=_MAX_CHARACTERS,
    ),
    Rule(
        name="notice of translation",
        kind="translation",
        pattern=rf"(?:[(\[*]|editor'?s note[:.;]? |note[:.;]? |disclaimer[:.;]? )*(?:this|the (?:above|following)) {_WORK_EN} "
        rf"(?:is|was|has been|were) (?:an? )?(?:automatically |originally )?(?:(?:machine|ai|computer)[- ])?(?:translated|translation)\b"
        rf"(?:.{{0,60}}?\b(?:from|of)(?: the)?(?: original)? {_LANGUAGE}\b)?.{{0,200}}"
        r"|[(\[*]*(?:an? )?(?:machine|automatic|automated|computer|ai|unofficial)[- ](?:generated )?translat(?:ion|ed)(?: (?:by|from|of|via|using) .{2,80})?[)\]*.]*"
        rf"|[(\[*]*translated from(?: the)?(?: original)? {_LANGUAGE}(?: (?:by|with|using|via) .{{2,80}})?[)\]*.]*"
        rf"|[(\[*]*(?:google |deepl |machine )?translation from(?: the)?(?: original)? {_LANGUAGE}(?: (?:by|with|using|via) .{{2,80}})?[)\]*.]*",
        reason="Says that the text is a translation, which only a second publisher does.",
        max_characters=320,
    ),
    Rule(
        name="notice of translation (other languages)",
        kind="translation",
        pattern=rf"[(\[*]*(?:перевод|переведено) (?:с|со) {_LANGUAGE}(?: языка)?.{{0,60}}"
        r"|[(\[*]*(?:машинный|автоматический) перевод.{0,60}"
        r"|[(\[*]*(?:этот|данный) (?:текст|материал) (?:был )?(?:автоматически )?перевед[её]н.{0,120}"
        r"|[(\[*]*(?:этот|данный) перевод (?:был )?(?:выполнен|сделан).{0,120}"
        rf"|[(\[*]*(?:aus dem {_LANGUAGE} (?:übersetzt|übertragen)|(?:übersetzt|übersetzung) aus dem {_LANGUAGE}).{{0,60}}"
        r"|[(\[*]*(?:maschinelle|automatische|maschinell erstellte) übersetzung.{0,60}"
        r"|[(\[*]*diese[rs]? (?:text|artikel|beitrag|meldung) wurde (?:automatisch |maschinell )?.{0,60}übersetzt.{0,60}"
        rf"|[(\[*]*traduit (?:automatiquement )?(?:du|de l'|de la) ?{_LANGUAGE}.{{0,60}}"
        r"|[(\[*]*traduction (?:automatique|machine).{0,60}"
        r"|[(\[*]*(?:cet article|ce texte) a été traduit.{0,120}"
        rf"|[(\[*]*traducido (?:automáticamente )?del {_LANGUAGE}.{{0,60}}"
        r"|[(\[*]*traducción automática.{0,60}"
        r"|[(\[*]*est[ea] (?:artículo|texto|noticia) (?:ha sido|fue) traducid[oa].{0,120}"
        rf"|[(\[*]*traduzido (?:automaticamente )?do {_LANGUAGE}.{{0,60}}"
        r"|[(\[*]*tradução automática.{0,60}"
        r"|[(\[*]*est[ea] (?:artigo|texto|notícia) foi traduzid[oa].{0,120}"
        rf"|[(\[*]*tradotto (?:automaticamente )?(?:dal|dall'|dallo) ?{_LANGUAGE}.{{0,60}}"
        r"|[(\[*]*traduzione automatica.{0,60}"
        r"|[(\[*]*quest(?:o articolo|o testo|a notizia) è stat[oa] tradott[oa].{0,120}"
        rf"|[(\[*]*(?:译自|翻译自|編譯自|编译自){_LANGUAGE}.{{0,20}}|[(\[*]*(?:本文|本文章|以上内容)(?:由|为|是|经)?.{{0,12}}(?:机器|自动|人工智能)翻译.{{0,30}}|[(\[*]*(?:机器|自动)翻译.{{0,12}}"
        rf"|[(\[*]*(?:مترجم|ترجم|تمت الترجمة|ترجمة)(?:ة)? (?:عن|من) (?:اللغة )?{_LANGUAGE}.{{0,60}}"
        r"|[(\[*]*ترجمة (?:آلية|تلقائية).{0,60}"
        r"|[(\[*]*(?:تمت|تم) ترجمة (?:هذا|هذه) .{0,120}",
        reason="The same in the other languages of the rules.",
        max_characters=260,
    ),
    Rule(
        name="first published elsewhere",
        kind="republication",
        pattern=rf"[(\[*]*(?:editor'?s note[:.;]? )?(?:this|the|a version of this) {_WORK_EN} (?:was |is |were |has been )?(?:(?:originally|first|previously|initially|also) "
        r"(?:published|posted|appeared|featured|issued|printed|distributed|released|written)|(?:published|appeared|posted) (?:originally|first)"
        r"|(?:republished|reprinted|reproduced|syndicated) (?:here )?(?:from|with|by|under|courtesy)) "
        r"(?:in|by|on|at|with|from|via|under|for|courtesy|here|as|through)\b.{0,180}"
        r"|[(\[*]*(?:originally|first) (?:published|posted|appeared|printed) (?:at|in|on|by|via|from|:).{2,160}"
        r"|[(\[*]*(?:re(?:published|printed|posted)|reproduced) (?:from|with (?:the )?(?:kind )?permission|by permission|courtesy|under) .{2,160}"
        r"|the post .{3,200} (?:first appeared on|appeared first on) .{2,60}"
        r"|(?:view|read|see|find) (?:the )?(?:original|source|full) (?:version|release|press release|article|story|post|announcement|content)?(?: version)? ?(?:on|at|here|from|in)\b.{0,220}"
        r"|view source version on .{3,250}"
        r"|(?:read|see) the original(?: article)?\.?",
        reason="Names the place of first publication, as a second publisher must.",
        max_characters=400,
    ),
    Rule(
        name="first published elsewhere (other languages)",
        kind="republication",
        pattern=r"[(\[*]*(?:этот |эта |данный |данная )?(?:статья|материал|текст|публикация) (?:был[аи]? )?(?:впервые |первоначально |изначально |ранее )(?:был[аи]? )?(?:опубликован|вышел|вышла|появил)\w*.{2,160}"
        r"|[(\[*]*(?:оригинал (?:статьи|материала|публикации|текста)|впервые опубликовано|опубликовано с разрешения)\b.{1,160}"
        r"|[(\[*]*(?:dieser|der) (?:artikel|text|beitrag) (?:ist|erschien|wurde) (?:zuerst|ursprünglich|zunächst|erstmals).{2,160}"
        r"|[(\[*]*(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:in|bei|auf|im|am|von).{2,120}"
        r"|[(\[*]*(?:cet article|ce texte|cet article,) (?:est paru|a été publié|a d'abord été publié|est initialement paru).{2,160}"
        r"|[(\[*]*(?:publié|paru) (?:initialement|à l'origine|pour la première fois) .{2,120}"
        r"|[(\[*]*(?:est[ea]|el|la) (?:artículo|texto|nota|noticia) (?:fue|ha sido|se) (?:originalmente )?public(?:ado|ada|ó) (?:originalmente|primero|por primera vez|inicialmente)?.{2,160}"
        r"|[(\[*]*publicado (?:originalmente|por primera vez|inicialmente) .{2,120}"
        r"|[(\[*]*est[ea] (?:artigo|texto|matéria|reportagem) foi (?:originalmente )?publicad[oa].{2,160}"
        r"|[(\[*]*publicad[oa] originalmente .{2,120}"
        r"|[(\[*]*quest(?:o articolo|o testo) è (?:stato pubblicato|apparso|uscito) .{0,40}(?:originariamente|per la prima volta|originale|su|da).{2,140}"
        r"|[(\[*]*pubblicato (?:originariamente|per la prima volta|in origine) .{2,120}"
        r"|[(\[*]*(?:本文|原文|文章)(?:最初|首先|原)?(?:发表|刊登|刊载|首发|载)(?:于|在).{2,60}|[(\[*]*(?:原文链接|原文網址|原文地址|原載|原载).{0,120}|[(\[*]*转载自.{2,60}"
        r"|[(\[*]*(?:نُ?شر|نشرت|نُشرت) (?:هذا|هذه) (?:المقال|المقالة|المادة|الخبر) .{2,140}|[(\[*]*(?:المقال|الخبر) الأصلي.{0,120}|[(\[*]*نقلا عن .{2,60}",
        reason="The same in the other languages of the rules.",
        max_characters=260,
    ),
    Rule(
        name="source line",
        kind="syndication",
        pattern=rf"[(\[*\-]* ?{_SOURCE_WORD} ?[:：] ?(?P<source>(?:[^\s.!?。؟]+|(?<=\b\w)\.|\.(?=\w)|\.$| ){{2,110}}?)[ \-)\]*|]*",
        reason="A credit on a line of its own.",
        max_characters=130,
    ),
    Rule(
        name="agency credit",
        kind="syndication",
        pattern=rf"[(\[*\-/ ]*(?:(?:by|via|with|from|from the|por|par|von|da|de|agencia|agência|agenzia|agencias?|agence|с сайта|по материалам|©|\(c\)|copyright(?: \d{{4}})?|©? ?\d{{4}}) )*"
        rf"(?P<source>(?:{_AGENCY})(?: ?[/,&+|\-] ?(?:{_AGENCY}|\w{{2,12}})){{0,3}})(?: (?:contributed(?: to this (?:report|story|article))?|staff))?[)\]*\-/. ]*",
        reason="The mark of a news agency on a line of its own.",
        max_characters=90,
    ),
    Rule(
        name="agency copyright",
        kind="syndication",
        pattern=rf"(?:copyright|©|\(c\)) ?(?:copyright )?(?:\(c\)|©)? ?(?:\d{{4}})?,? ?(?:by )?(?P<source>{_AGENCY})\b.{{0,160}}"
        rf"|with (?:files|reporting|information|contributions?) from (?:the )?(?:{_AGENCY})\.?"
        r"|[(\[]?(?:reporting|writing) by [^.!?]{3,160}(?:editing|writing) by [^!?]{3,100}[)\]]?",
        reason="An agency's own closing line.",
        max_characters=320,
        at_end_only=True,
    ),
    Rule(
        name="call to read on",
        kind="page",
        pattern=r"(?:read more|read also|also read|see also|more on this|more on this story|read next|read full story|continue reading|click here to read more|related|related (?:stories|articles|posts|news|content|reading|links|topics)|recommended|recommended for you|you may also like|up next|most read|story continues below(?: advertisement)?|advertisement|scroll to continue.{0,20}|learn more)[ .:>»|\-]*"
        r"|(?:read more|read also|also read|see also|related|related (?:story|article|post)|more|don't miss|recommended)(?: ?[:>»|]| -) ?.{3,160}"
        r"|(?:читайте также|смотрите также|читать далее|читайте ещё|по теме|подробнее|реклама)(?:[ .:>»]*|: ?.{3,160})"
        r"|(?:lesen sie auch|mehr zum thema|weiterlesen|auch interessant|siehe auch|anzeige|mehr dazu)(?:[ .:>»]*|: ?.{3,160})"
        r"|(?:lire aussi|à lire aussi|lire la suite|voir aussi|sur le même sujet|publicité|en savoir plus)(?:[ .:>»]*| ?: ?.{3,160})"
        r"|(?:lea también|lee también|leer más|lea más|ver también|te puede interesar|le puede interesar|más información|publicidad)(?:[ .:>»]*|: ?.{3,160})"
        r"|(?:leia também|leia mais|veja também|saiba mais|continua após a publicidade|publicidade)(?:[ .:>»]*|: ?.{3,160})"
        r"|(?:leggi anche|leggi di più|vedi anche|continua a leggere|pubblicità|potrebbe interessarti)(?:[ .:>»]*|: ?.{3,160})"
        r"|(?:阅读更多|閱讀更多|相关阅读|相關閱讀|延伸阅读|延伸閱讀|相关新闻|更多新闻|推荐阅读)(?:[ .:>»]*|: ?.{1,80})"
        r"|(?:اقرأ أيضا|اقرأ أيضًا|إقرأ أيضا|اقرأ المزيد|المزيد|مواضيع ذات صلة|شاهد أيضا|للمزيد)(?:[ .:>»]*|: ?.{3,160})",
        reason="Leads to other pages of the site.",
        max_characters=200,
    ),
    Rule(
        name="call to share or subscribe",
        kind="page",
        pattern=r"share(?: this| the)?(?: article| story| post| page| news)?(?: (?:on|via|with|by) .{2,80})?[ .:!]*"
        r"|(?:follow|like|find|join) (?:us|@?\w{2,30}(?: \w+){0,3}) on (?:facebook|twitter|x|instagram|linkedin|telegram|whatsapp|youtube|google news|tiktok|threads|bluesky)\b.{0,120}"
        r"|(?:sign up|subscribe|register) (?:here )?(?:for|to|now|today|here)\b(?:.{0,60}\b(?:newsletter|newsletters|e-?mails?|updates|alerts|channel|inbox|podcast)\b.{0,80}|[ .!]*)"
        r"|(?:get|receive) (?:our|the|all the)? ?(?:latest|top|daily|breaking|best).{2,60}(?:in|to|straight to|delivered to) your (?:inbox|e-?mail)\b.{0,60}"
        r"|(?:click here|click|tap here) to (?:subscribe|sign up|share|join|follow)\b.{0,80}"
        r"|(?:подпис(?:ывайтесь|аться|ывайся|итесь)) на .{3,100}|поделиться(?: (?:в|на|новостью|статьей) .{2,40})?[ .:!]*"
        r"|(?:abonnieren sie|melden sie sich|jetzt abonnieren|folgen sie uns|artikel teilen|teilen)(?: .{3,120})?[ .:!]*"
        r"|(?:abonnez-vous|inscrivez-vous|suivez-nous|partager(?: (?:cet article|sur .{2,30}))?)(?: .{3,120})?[ .:!]*"
        r"|(?:suscríbete|suscríbase|síguenos|síganos|compartir(?: (?:en|este) .{2,30})?)(?: .{3,120})?[ .:!]*"
        r"|(?:inscreva-se|assine|siga-nos|compartilhe|compartilhar|partilhar)(?: (?:a |o |no |nas? |em |esta? |nossa? |este ).{2,100})?[ .:!]*"
        r"|(?:iscriviti|abbonati|seguici|condividi)(?: (?:a|al|alla|su|questo|la) .{2,100})?[ .:!]*"
        r"|(?:分享到?|分享此文|订阅|訂閱|关注我们|關注我們|扫码关注).{0,30}"
        r"|(?:شارك(?:ها)?|مشاركة|اشترك|تابعونا|تابعنا)(?: .{2,80})?[ .:!]*",
        reason="Speaks to the reader of the page.",
        max_characters=200,
    ),
)
"""Every rule, the weightiest kind first. Our choice, from notices of nine languages; the forms of credits are those in use at agencies."""

_MATCHERS = tuple((rule, re.compile(rule.pattern, re.IGNORECASE | re.DOTALL).fullmatch) for rule in RULES)


def find_wrapper(article: Article) -> Wrapper | None:
    """
    Find the wrapper of an article, and what it says of the article's origin.

    A text that is nothing but notices has no wrapper: something must be left to compare.
    """
    text = article.text
    paragraphs = split_paragraphs(text)
    found: list[tuple[Span, Rule, dict[str, str | None]]] = []
    for is_end, paragraph in _edges(text, paragraphs):
        found += _match_paragraph(text, paragraph, is_end)
    if not found or _n_letters(text, [span for span, _, _ in found]) == 0:
        return None
    told: dict[str, str] = {}
    for _, _, groups in found:
        for name, value in groups.items():
            if value:
                told.setdefault(name, value)
    region = told.get("region")
    language = language_by_name(told["language"]) if "language" in told else None
    return Wrapper(
        kind=min((rule.kind for _, rule, _ in found), key=_KINDS.index),
        region=region,
        source=_clean_source(told["source"]) if "source" in told else None,
        language=language or (language_of_region(region) if region else None),
        passages=tuple(CutPassage(start=start, end=end, rule=rule.name) for (start, end), rule, _ in found),
    )


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph or line would be taken for a part of a wrapper, and so is no title."""
    return _match(paragraph, is_end=True) is not None


def _edges(text: str, paragraphs: Sequence[Span]) -> Iterator[tuple[bool, Span]]:
    """List the paragraphs that may be notices, in order, and whether each is at the end."""
    tail_start = max(len(paragraphs) - EDGE_PARAGRAPHS, 0)
    n_body = 0
    for number, (start, end) in enumerate(paragraphs):
        is_end = number >= tail_start
        if not is_end and (number >= EDGE_PARAGRAPHS or n_body > _MAX_BODY_PARAGRAPHS):
            continue
        if end - start > _MAX_CHARACTERS:
            n_body += 1
            continue
        yield is_end, (start, end)
        n_body += len(text[start:end].split()) >= _BODY_WORDS and _match(text[start:end], is_end=is_end) is None


def _match_paragraph(text: str, paragraph: Span, is_end: bool) -> Iterator[tuple[Span, Rule, dict[str, str | None]]]:
    start, end = paragraph
    whole = _match(text[start:end], is_end=is_end)
    if whole is not None:
        yield paragraph, *whole
        return
    if "\n" not in text[start:end]:
        return
    for line in re.finditer(r"[^\n]+", text[start:end]):
        matched = _match(line[0], is_end=is_end)
        if matched is not None:
            left = len(line[0]) - len(line[0].lstrip())
            yield (start + line.start() + left, start + line.start() + len(line[0].rstrip())), *matched


def _match(paragraph: str, *, is_end: bool) -> tuple[Rule, dict[str, str | None]] | None:
    if len(paragraph) > _MAX_CHARACTERS:
        return None
    normal = normalise(paragraph)
    for rule, matches in _MATCHERS:
        if len(normal) <= rule.max_characters and (is_end or not rule.at_end_only):
            match = matches(normal)
            if match is not None:
                language = _find_language(normal) if rule.kind == "translation" else None
                return rule, match.groupdict() | {"language": language and language[1]}
    return None


def _clean_source(source: str) -> str:
    """Drop what a source line says twice: ``United Nations - United Nations -`` is ``United Nations``."""
    return " - ".join(dict.fromkeys(part.strip(" -") for part in source.split(" - ") if part.strip(" -")))


def _n_letters(text: str, cut: Sequence[Span]) -> int:
    n_cut = sum(sum(map(str.isalpha, text[start:end])) for start, end in cut)
    return sum(map(str.isalpha, text)) - n_cut
