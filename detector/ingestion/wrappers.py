"""
Find the text that a republisher put around an article.

In: an article. Out: the passages at its edges that are not the article (translation notices, source lines, disclaimers,
syndication credits, calls to read or subscribe) and what they say of its origin; or ``None``. Only whole paragraphs or whole
lines are taken, each by a rule that matches all of it, and never from the middle of a text.
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
    patterns: tuple[str, ...]
    """One must match all of a normalised paragraph or line, without regard to case; groups ``region`` and ``source`` are kept."""
    reason: str
    """Why such a passage cannot be the article's own."""
    max_characters: int = 250
    at_end_only: bool = False


_LANGUAGE = "(?:" + "|".join(map(re.escape, LANGUAGE_NAMES)) + ")"
_find_language = re.compile(
    r"(?:\b(?:from|of)(?: the)?(?: original)? |\b(?:с|со|aus dem|du|del|do|dal) |\b(?:de l|dall)'|译自|\b(?:عن|من) (?:اللغة )?)"
    rf"({_LANGUAGE})",
    re.IGNORECASE,
).search

_WORK = r"(?:article|story|text|post|piece|content|report|(?:press |news )?release|column|essay|interview)"
_MACHINE = r"(?:google|deepl|microsoft|bing|yandex|chatgpt|openai|ai|artificial|software|computer|an? |the )"
_NETWORK = (
    r"(?:facebook|twitter|x|instagram|linkedin|telegram|whatsapp|youtube|google news|tiktok|threads|bluesky|reddit|"
    r"pinterest|xing|"
    r"e-?mail|вконтакте|вк|телеграм\w*|ютуб\w*|微信|微博|redes sociais|redes sociales|social media|فيسبوك|تويتر|إكس|واتساب|"
    r"تلغرام|تليغرام)"
)
_LETTER = (
    r"(?:newsletters?|e-?mails?|updates|alerts|channel|inbox|podcast|рассылк\w+|канал\w*|kanal|boletín|boletim|canal|infolettre)"
)
# In capitals only: in small letters most of these are words.
_ABBREVIATED = (
    r"(?-i:AP|AFP|DPA|dpa(?:-AFX)?|EFE|ANSA|PTI|ANI|IANS|UNI|UPI|APA|ANP|NTB|TT|PAP|[CČ]TK|MTI|WAM|MENA|IRNA|SDA|ATS|KNA|"
    r"EPD|epd|KAP|SID|"
    r"CNA|AAP|TASS|ТАСС|РИА Новости|УНИАН|УНН|БЕЛТА|БелТА|ots|MIL-OSI)"
)
_AGENCY = (
    rf"(?:{_ABBREVIATED}|(?:thomson )?reuters(?: news agency)?|(?:the )?associated press|ap news|agence france[- ]presse|"
    rf"adnkronos|itar-tass|"
    r"interfax|ria novosti|xinhua(?: news agency)?|kyodo(?: news)?|jiji press|yonhap(?: news agency)?|lusa|ag[eê]ncia brasil|"
    r"estad[aã]o conte[uú]do|belga|ritzau|ukrinform|anadolu(?: agency)?|bernama|antara|united press international|"
    r"bloomberg(?: news)?|"
    r"pa media|press association|europa press|notimex|t[eé]lam|prensa latina|keystone-sda|(?:the )?canadian press|pr ?newswire|"
    r"business ?wire|globe ?newswire|news direct|newmediawire|accesswire|ein presswire|интерфакс|рейтер|укринформ|казинформ|"
    r"新华社|新華社|中新社|中央社|路透社|法新社|美联社|共同社|共同通信|時事通信|رويترز|أ ف ب|أ\.ف\.ب|فرانس برس|وام|واس|قنا)"
)
_SOURCE = r"(?:sources?|distributed by|источник|quellen?|fuentes?|font[ei]s?|来源|來源|消息来源|稿件来源|المصدر|مصدر)"
_OPEN = r"[(\[* ]*"
_CLOSE = r"[)\]*. ]*"
_STOP = r"[ .:!>\"\-|]*"

RULES: tuple[Rule, ...] = (
    Rule(
        name="translation notice with region",
        kind="translation",
        patterns=(
            r"(?:mil[- ]osi )?(?:translation|перевод|übersetzung|traduction|traducción|tradução|traduzione|翻译|翻譯|译文|"
            r"الترجمة|ترجمة)"
            r" ?[.:。]? ?(?:region|регион|région|región|região|regione|地区|地區|المنطقة|منطقة) ?: ?(?P<region>.{2,60}?)[ .\-]*",
        ),
        reason="Names a translation and where the original is from; no reporter writes it.",
    ),
    Rule(
        name="pointer to the disclaimer",
        kind="translation",
        patterns=(
            r"(?:an )?important disclaimer is at the (?:bottom|top|end|beginning|foot) of (?:this|the) \w+\.?",
            r"важн\w+ (?:оговорка|отказ от ответственности|примечание) (?:находится |приведен\w* )?(?:внизу|в конце|вверху|"
            r"в начале) .{3,40}",
            r"ein wichtiger (?:haftungsausschluss|hinweis) (?:befindet sich|steht) am (?:ende|anfang) .{3,40}",
            r"un (?:avis|avertissement) (?:de non-responsabilité )?important (?:se trouve|figure) (?:en bas|à la fin|"
            r"en haut|au bas) .{3,40}",
            r"(?:un aviso|una advertencia|un descargo de responsabilidad) importante (?:se encuentra|está|figura) .{3,60}",
            r"(?:um aviso|uma isenção de responsabilidade) importante (?:está|encontra-se) .{3,60}",
            r"un(?:'avvertenza| avviso| disclaimer) importante (?:si trova|è) .{3,60}",
            r"重要(?:免责)?声明(?:见|位于|在)本文.{1,12}",
            r"(?:يوجد )?(?:إخلاء مسؤولية|تنويه) (?:هام|مهم) .{3,60}",
        ),
        reason="Speaks of the page, not of the news.",
        max_characters=160,
    ),
    Rule(
        name="raw content disclaimer",
        kind="republication",
        patterns=(
            r"(?:please note|note) ?[:;,.\-]? ?this (?:information|content|release) is (?:a )?raw (?:content|material|"
            r"information)\b.*",
            r"(?:пожалуйста, )?(?:обратите внимание|примечание) ?[:;,.\-]? ?(?:что )?эта информация (?:является|"
            r"представляет собой) "
            r".{0,20}(?:необработанн|исходн|сыр)\w+ (?:контент|материал|содержани|содержимо)\w*\b.*",
            r"(?:bitte beachten(?: sie)?|hinweis) ?[:;,.\-]? ?(?:bei )?diese[rn]? informationen? (?:ist|sind|"
            r"handelt es sich um) .{0,20}roh\w+.*",
            r"(?:veuillez noter|remarque|à noter|note) ?[:;,.\-]? ?(?:que )?ces informations sont (?:du |un |"
            r"des )?contenus? bruts?.*",
            r"(?:por favor, )?(?:tenga en cuenta|nota) ?[:;,.\-]? ?(?:que )?esta información es contenido (?:sin procesar|"
            r"en bruto).*",
            r"(?:por favor, )?(?:observe|nota|atenção) ?[:;,.\-]? ?(?:que )?est?as? informaç\w+ (?:é|são|"
            r"constitui) (?:um )?conteúdo bruto.*",
            r"(?:nota bene|nota|si prega di notare) ?[:;,.\-]? ?(?:che )?quest[ea] informazion[ei] (?:è|"
            r"sono) (?:un )?contenut[oi] grezz[oi].*",
            r"(?:请注意|請注意|注)[:,;。]? ?(?:此|该|這|这些?|本)信息(?:是|为).{0,20}(?:原始|未经处理).*",
            r"(?:يرجى الملاحظة|يرجى ملاحظة|ملاحظة) ?[:;,.\-]? ?(?:أن )?(?:هذه|هذا) (?:المعلومات|المحتوى) .{0,20}(?:خام|أولي).*",
        ),
        reason="The republisher disowns what it passed on.",
        max_characters=_MAX_CHARACTERS,
    ),
    Rule(
        name="notice of translation",
        kind="translation",
        patterns=(
            rf"{_OPEN}(?:(?:editor'?s note|note|disclaimer) ?[:.;]? ?)?(?:this|the (?:above|following)) {_WORK} (?:is|was|"
            rf"has been) (?:an? )?"
            r"(?:automatically |originally )?(?:(?:machine|ai|computer)[- ])?(?:translated|translation)(?! into)\b.{0,240}",
            rf"{_OPEN}(?:an? )?(?:machine|automatic|automated|computer|ai|unofficial)[- ](?:generated )?translat(?:ion|ed)"
            rf"(?: (?:by|from|of|via|using|with) (?:{_MACHINE}|{_LANGUAGE}).{{0,60}})?{_CLOSE}",
            rf"{_OPEN}(?:google |deepl |machine )?translat(?:ed|ion) from(?: the)?(?: original)? {_LANGUAGE}"
            rf"(?: (?:by|with|using|via) .{{2,80}})?{_CLOSE}",
        ),
        reason="Says that the text is a translation, which only a second publisher does.",
        max_characters=320,
    ),
    Rule(
        name="notice of translation (other languages)",
        kind="translation",
        patterns=(
            rf"{_OPEN}(?:перевод|переведено) (?:с|со) {_LANGUAGE}(?: языка)?.{{0,60}}",
            rf"{_OPEN}(?:машинный|автоматический) перевод(?: (?:с|со) {_LANGUAGE}.{{0,40}})?{_CLOSE}",
            rf"{_OPEN}(?:этот|данный) (?:текст|материал) (?:был )?(?:автоматически )?перевед[её]н.{{0,120}}",
            rf"{_OPEN}(?:этот|данный) перевод (?:был )?(?:выполнен|сделан).{{0,120}}",
            rf"{_OPEN}(?:aus dem {_LANGUAGE} (?:übersetzt|übertragen)|(?:übersetzt|übersetzung) aus dem {_LANGUAGE}).{{0,60}}",
            rf"{_OPEN}(?:maschinelle|automatische|maschinell erstellte) übersetzung(?: aus dem {_LANGUAGE}.{{0,40}})?{_CLOSE}",
            rf"{_OPEN}diese[rs]? (?:text|artikel|beitrag|meldung) wurde .{{0,80}}übersetzt.{{0,60}}",
            rf"{_OPEN}traduit (?:automatiquement )?(?:du |de l'|de la ){_LANGUAGE}.{{0,60}}",
            rf"{_OPEN}traduction automatique(?: (?:du |de l'){_LANGUAGE}.{{0,40}})?{_CLOSE}",
            rf"{_OPEN}(?:cet article|ce texte) a été traduit.{{0,120}}",
            rf"{_OPEN}traducido (?:automáticamente )?del {_LANGUAGE}.{{0,60}}",
            rf"{_OPEN}traducción automática(?: del {_LANGUAGE}.{{0,40}})?{_CLOSE}",
            rf"{_OPEN}est[ea] (?:artículo|texto|noticia) (?:ha sido|fue) traducid[oa].{{0,120}}",
            rf"{_OPEN}traduzido (?:automaticamente )?do {_LANGUAGE}.{{0,60}}",
            rf"{_OPEN}tradução automática(?: do {_LANGUAGE}.{{0,40}})?{_CLOSE}",
            rf"{_OPEN}est[ea] (?:artigo|texto|notícia) foi traduzid[oa].{{0,120}}",
            rf"{_OPEN}tradotto (?:automaticamente )?(?:dal |dall'|dallo ){_LANGUAGE}.{{0,60}}",
            rf"{_OPEN}traduzione automatica(?: (?:dal |dall'){_LANGUAGE}.{{0,40}})?{_CLOSE}",
            rf"{_OPEN}quest(?:o articolo|o testo|a notizia) è stat[oa] tradott[oa].{{0,120}}",
            rf"{_OPEN}(?:译自|翻译自|編譯自|编译自){_LANGUAGE}.{{0,20}}",
            rf"{_OPEN}(?:本文|本文章|以上内容)(?:由|为|是|经)?.{{0,12}}(?:机器|自动|人工智能)翻译.{{0,30}}",
            rf"{_OPEN}(?:机器|自动)翻译.{{0,12}}",
            rf"{_OPEN}(?:مترجمة?|تمت الترجمة|ترجمة) (?:عن|من) (?:اللغة )?{_LANGUAGE}.{{0,60}}",
            rf"{_OPEN}ترجمة (?:آلية|تلقائية){_CLOSE}",
            rf"{_OPEN}(?:تمت|تم) ترجمة (?:هذا|هذه) .{{0,120}}",
        ),
        reason="The same in the other languages of the rules.",
        max_characters=260,
    ),
    Rule(
        name="first published elsewhere",
        kind="republication",
        patterns=(
            rf"{_OPEN}(?:editor'?s note ?[:.;]? ?)?(?:this|a version of this) {_WORK} (?:was |is |has been )?"
            r"(?:(?:originally|first|previously|initially|also) (?:published|posted|appeared|featured|printed|distributed|"
            r"released|written)"
            r"|(?:published|appeared|posted) (?:originally|first)|(?:republished|reprinted|reproduced|syndicated)(?: here)?)"
            r" (?:in|by|on|at|with|from|via|under|for|courtesy|here|as|through)\b.{0,220}",
            rf"{_OPEN}(?:originally|first) (?:published|posted|appeared|printed) (?:at|in|on|by|via|from|:).{{2,160}}",
            rf"{_OPEN}(?:re(?:published|printed|posted)|reproduced) (?:from|with (?:the )?(?:kind )?permission|"
            rf"by permission|courtesy).{{2,160}}",
            r"the post (?:.{3,200} appeared first on|(?-i:[^a-z]).{2,200} first appeared on) .{2,60}",
            r"(?:view|read|see) (?:the )?(?:original|source|full) (?:version|(?:press )?release|article|story|post|announcement)"
            r" ?(?:on|at|here|from|in)\b.{0,220}",
            r"view source version on .{3,250}",
            r"(?:read|see) the original(?: article)?\.?",
        ),
        reason="Names the place of first publication, as a second publisher must.",
        max_characters=400,
    ),
    Rule(
        name="first published elsewhere (other languages)",
        kind="republication",
        patterns=(
            rf"{_OPEN}(?:эт(?:от|а)|данн(?:ый|ая)) (?:статья|материал|текст|публикация) (?:был[аи]? )?"
            r"(?:впервые |первоначально |изначально |ранее )(?:был[аи]? )?(?:опубликован|вышел|вышла|появил)\w*.{2,160}",
            rf"{_OPEN}(?:материал|впервые|оригинал) (?:был )?(?:впервые |первоначально )?опубликован[оа]? (?:на|в|с) .{{2,120}}",
            rf"{_OPEN}(?:оригинал (?:статьи|материала|публикации|текста)|опубликовано с разрешения)\b.{{1,160}}",
            rf"{_OPEN}diese[rs]? (?:artikel|text|beitrag) (?:ist|erschien|wurde) (?:zuerst|ursprünglich|zunächst|"
            rf"erstmals).{{2,160}}",
            rf"{_OPEN}(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:in|bei|auf|im|am|von).{{2,120}}",
            rf"{_OPEN}(?:cet article|ce texte) (?:est paru|a été publié|a d'abord été publié|est initialement paru).{{2,160}}",
            rf"{_OPEN}(?:publié|paru) (?:initialement|à l'origine|pour la première fois) .{{2,120}}",
            rf"{_OPEN}est[ea] (?:artículo|texto|nota|noticia) (?:fue|ha sido|se) public\w+ (?:originalmente|primero|"
            rf"por primera vez).{{2,160}}",
            rf"{_OPEN}est[ea] (?:artículo|texto|nota|noticia) (?:fue|ha sido|se) originalmente public.{{2,160}}",
            rf"{_OPEN}publicado (?:originalmente|por primera vez|inicialmente) .{{2,120}}",
            rf"{_OPEN}est[ea] (?:artigo|texto|matéria|reportagem) foi (?:originalmente )?publicad[oa].{{2,160}}",
            rf"{_OPEN}publicad[oa] originalmente .{{2,120}}",
            rf"{_OPEN}quest(?:o articolo|o testo) è (?:stato pubblicato|apparso|uscito) .{{2,180}}",
            rf"{_OPEN}pubblicato (?:originariamente|per la prima volta|in origine) .{{2,120}}",
            rf"{_OPEN}(?:本文|原文)(?:最初|首先|原)?(?:发表|刊登|刊载|首发|载)(?:于|在).{{2,60}}",
            rf"{_OPEN}(?:原文链接|原文網址|原文地址|原載|原载|转载自).{{1,120}}",
            rf"{_OPEN}(?:نُ?شر|نُ?شرت) (?:هذا|هذه) (?:المقال|المقالة|المادة|الخبر) .{{2,140}}",
            rf"{_OPEN}(?:المقال|الخبر) الأصلي.{{0,120}}",
            rf"{_OPEN}نقلا عن .{{2,40}}",
        ),
        reason="The same in the other languages of the rules.",
        max_characters=260,
    ),
    Rule(
        name="source line",
        kind="syndication",
        patterns=(rf"[(\[*\- ]*{_SOURCE} ?: ?(?P<source>(?:[^.!?。؟]|\.(?=\w|$)|(?<=\b\w)\.(?=\W)){{2,110}}?)[ \-)\]*|]*",),
        reason="A credit on a line of its own.",
        max_characters=130,
    ),
    Rule(
        name="agency credit",
        kind="syndication",
        patterns=(
            r"[(\[*\-/ ]*(?:(?:by|via|with|from|por|par|von|da|de|ag[eê]ncias?|agenzia|agence|по материалам|©|\(c\)|©? ?\d{4}) )*"
            rf"(?P<source>{_AGENCY}(?: ?[/,&+|\-] ?(?:{_AGENCY}|[a-zč]{{2,12}})){{0,3}})"
            r"(?: (?:contributed(?: to this (?:report|story|article))?|staff))?[)\]*\-/. ]*",
        ),
        reason="The mark of a news agency on a line of its own.",
        max_characters=90,
    ),
    Rule(
        name="credit in brackets",
        kind="syndication",
        patterns=(
            r"\((?P<source>(?-i:[A-ZÀ-ÞА-ЯΑ-Ω][\w'&.\-]*"
            r"(?: (?:[A-ZÀ-ÞА-ЯΑ-Ω][\w'&.\-]*|&|and|of|the|for|de|der|di|du|del)){0,5}))\)",
        ),
        reason="A name alone in brackets as the last line says whose text it is, whatever the agency.",
        max_characters=60,
        at_end_only=True,
    ),
    Rule(
        name="agency copyright",
        kind="syndication",
        patterns=(
            rf"(?:copyright|©|\(c\)) ?(?:copyright )?(?:\(c\)|©)? ?(?:\d{{4}})?,? ?(?:by )?(?P<source>{_AGENCY})(?!\w).{{0,160}}",
            rf"with (?:files|reporting|information|contributions?) from (?:the )?{_AGENCY}\.?",
            r"[(\[]?reporting by .{3,160}(?:editing|writing|compiled) by .{3,100}[)\]]?",
        ),
        reason="An agency's own closing line.",
        max_characters=320,
        at_end_only=True,
    ),
    Rule(
        name="call to read on",
        kind="page",
        patterns=(
            r"(?:read more|(?:read|see) also|also read|more on this(?: story)?|read next|(?:read )?full (?:story|"
            r"article) here|continue reading|"
            r"click here to read more|read full (?:story|article)(?: here)?|related(?: (?:stories|articles|posts|news|"
            r"content|reading|links|topics))?|"
            rf"recommended(?: for you)?|you may also like|up next|most read|(?:story continues below )?advertisement|"
            rf"learn more){_STOP}",
            r"(?:read more|(?:read|see) also|also read|related(?: (?:story|article|post))?|don't miss|recommended)(?: ?[:>|"
            r"]| -) ?.{3,160}",
            r"(?:to )?(?:view|read|see) the (?:full|original|complete) (?:article|story|press release|release|announcement|"
            r"report|post|news)"
            r"(?:, including [^.]{3,80})?,? (?:please )?(?:visit|click|go to|follow|see) .{2,200}",
            rf"(?:(?:читайте|смотрите) также|читать далее|читайте ещё|по теме|подробнее|реклама)(?:{_STOP}|: ?.{{3,160}})",
            rf"(?:lesen sie auch|mehr zum thema|weiterlesen|auch interessant|siehe auch|anzeige|mehr dazu)(?:{_STOP}|"
            rf": ?.{{3,160}})",
            rf"(?:(?:à )?lire aussi|lire la suite|voir aussi|sur le même sujet|publicité|en savoir plus)(?:{_STOP}|"
            rf" ?: ?.{{3,160}})",
            r"(?:le[ae] también|le[ea]r? más|ver también|(?:te|le) puede interesar|más información|publicidad)"
            rf"(?:{_STOP}|: ?.{{3,160}})",
            rf"(?:leia também|leia mais|veja também|saiba mais|continua após a publicidade|publicidade)(?:{_STOP}|: ?.{{3,160}})",
            r"(?:leggi anche|leggi di più|vedi anche|continua a leggere|pubblicità|potrebbe interessarti)"
            rf"(?:{_STOP}|: ?.{{3,160}})",
            rf"(?:阅读更多|閱讀更多|相关阅读|相關閱讀|延伸阅读|延伸閱讀|相关新闻|更多新闻|推荐阅读)(?:{_STOP}|: ?.{{1,80}})",
            rf"(?:[اإ]قرأ أيضا|اقرأ أيضًا|اقرأ المزيد|المزيد|مواضيع ذات صلة|شاهد أيضا|للمزيد)(?:{_STOP}|: ?.{{3,160}})",
        ),
        reason="Leads to other pages of the site.",
        max_characters=220,
    ),
    Rule(
        name="call to share or subscribe",
        kind="page",
        patterns=(
            rf"share(?: (?:this|the) (?:article|story|post|page|news))?(?: (?:on|via|with|by) {_NETWORK}.{{0,60}})?[ .:!]*",
            rf"(?:follow|like|find|join) (?:us|our \w+|@?\w{{2,30}}(?: \w+){{0,3}}) on {_NETWORK}"
            r"(?:(?: at| @|[:,.|]| for| to learn| and (?:join|like|subscribe|follow)).{0,110})?[ .!]*",
            rf"(?:sign up|subscribe|register) .{{0,80}}\b{_LETTER}\b.{{0,80}}|(?:sign up|subscribe)(?: (?:here|now|"
            rf"today))?[ .!]*",
            r"(?:get|receive) (?:our|the|all the)? ?(?:latest|top|daily|breaking|best).{2,60} your (?:inbox|e-?mail)\b.{0,60}",
            r"(?:click|tap)(?: here)? to (?:subscribe|sign up|share|join|follow)\b.{0,80}",
            rf"подпис(?:ывайтесь|аться|ывайся|итесь) на .{{0,60}}(?:{_LETTER}|{_NETWORK}).{{0,60}}",
            rf"поделиться(?: (?:в|на|новостью|статьей)(?: {_NETWORK})?)?[ .:!]*",
            rf"(?:abonnieren sie|melden sie sich|jetzt abonnieren|folgen sie uns) .{{0,60}}(?:{_LETTER}|{_NETWORK}).{{0,60}}",
            rf"(?:artikel )?teilen(?: (?:auf|via|per|über) {_NETWORK})?[ .:!]*",
            rf"(?:abonnez-vous|inscrivez-vous|suivez-nous) .{{0,60}}(?:{_LETTER}|{_NETWORK}).{{0,60}}",
            rf"partager(?: cet article)?(?: (?:sur|par) {_NETWORK})?[ .:!]*",
            rf"(?:suscríb[ea][st]e|síg[au]enos|síganos) .{{0,60}}(?:{_LETTER}|{_NETWORK}).{{0,60}}",
            rf"compartir(?: (?:est[ea] (?:artículo|noticia)|en {_NETWORK}))?[ .:!]*",
            rf"(?:inscreva-se|assine|siga-nos) .{{0,60}}(?:{_LETTER}|{_NETWORK}).{{0,60}}",
            rf"(?:compartilhe|compartilhar|partilhar)(?: (?:est[ea] (?:artigo|notícia|matéria)|(?:no|em|nas|"
            rf"pelo) {_NETWORK}))?[ .:!]*",
            rf"(?:iscriviti|abbonati|seguici) .{{0,60}}(?:{_LETTER}|{_NETWORK}).{{0,60}}",
            rf"condividi(?: (?:questo articolo|su {_NETWORK}))?[ .:!]*",
            r"(?:分享到?|分享此文|订阅|訂閱|关注我们|關注我們|扫码关注).{0,30}",
            rf"(?:شاركها?|مشاركة|تابعونا|تابعنا|اشترك)(?: .{{0,30}}{_NETWORK}.{{0,40}})?[ .:!]*",
        ),
        reason="Speaks to the reader of the page.",
        max_characters=220,
    ),
)
"""Every rule, the weightiest kind first. Our choice, from notices of nine languages; the forms of credits are those in use at
agencies."""

_MATCHERS = tuple((rule, re.compile("|".join(rule.patterns), re.IGNORECASE | re.DOTALL).fullmatch) for rule in RULES)


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
