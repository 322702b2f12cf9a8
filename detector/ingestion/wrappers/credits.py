"""
Rules for whose text and whose pictures a page shows.

In: nothing. Out: ``CREDITS``, the rules of the kind ``syndication``, and ``IMPRINTS``, which are of the page alone: copyright
lines, terms of reuse, disclaimers of opinion, credits of pictures.
"""

from __future__ import annotations

from detector.ingestion.wrappers.rule import AGENCIES, AGENCY, CLOSE, OPEN, THIS, WORKS, Rule

_SOURCE = (
    r"(?:sources?|via|distributed by|источник|джерело|quellen?|fuentes?|font[ei]s?|kaynak|źródło|bron|来源|來源|消息来源|"
    r"稿件来源|信源|供稿|出典|提供|"
    r"المصدر|مصدر)"
)
_PICTURE = (
    r"(?:(?:file |stock |cover |archive )?(?:photos?|photograph|picture|image)|featured image|illustration|photographie|"
    r"(?:archiv|symbol|titel|arşiv )?foto(?:s|grafia|grafía|ğraf)?|archivbild|"
    r"fot\.?|bild(?:er)?|symbolbild|titelbild|imagen|imagem|immagine|görsel|zdjęcie|beeld|фото(?:графия|графія)?|изображение|"
    r"зображення|иллюстрация|图片?|圖片?|配图|摄影|写真|画像|الصورة|صورة|تصوير)"
)
_PICTURE_CREDIT = (
    r"(?:(?:photo|image|picture)s? (?:credits?|courtesy(?: of)?|source|by)|credits?|crédits?(?: photos?| image)?|"
    r"crédito(?: de la (?:foto|imagen))?|crédito(?: da (?:foto|imagem))?|credito (?:foto|immagine)|(?:foto|bild)nachweis|"
    r"bildquelle|"
    r"图片来源|圖片來源|画像提供|写真提供|画像|حقوق الصورة|مصدر الصورة|источник (?:фото|изображения)|джерело фото)"
)
_STOCK = (
    r"(?:getty(?: images)?|shutterstock|istock(?:photo)?|unsplash|pexels|pixabay|imago(?: images)?|picture alliance|alamy(?: "
    r"stock photo)?|"
    r"wikimedia commons|flickr|depositphotos|adobe stock|غيتي(?: إيمجز)?)"
)
_WHOSE = r"(?:[^.!?。؟:]|(?<=\b\w)\.){2,100}"

CREDITS: tuple[Rule, ...] = (
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
            r"[(\[*\-/ ]*(?:(?:by|via|with|from|por|par|von|da|de|ag[eê]ncias?|agenzia|agence|по материалам|за матеріалами|"
            r"за даними|©|\(c\)|©? ?\d{4}) )*"
            rf"(?P<source>{AGENCY}(?: ?[/,&+|\-] ?(?:{AGENCY}|[a-zč]{{2,12}})){{0,3}})"
            r"(?: (?:contributed(?: to this (?:report|story|article))?|staff))?[)\]*\-/. ]*",
            rf"{OPEN}(?:(?:with|avec|con|com|mit|met|от|по (?:материалам|сообщениям|данным)|за (?:матеріалами|повідомленнями|"
            rf"даними))"
            r"(?: (?:information|material|informationen|información|informaciones|informações|informazioni|files|reporting)"
            r"(?: from| von| des| de| d'| di| das| delle)?)?(?: news| les| las| as| le| wire)? )?"
            r"(?:(?:news |wire )?agencies|agences|(?:nachrichten)?agenturen|agencias|agências|agenzie|агентств\w*|агенції|"
            r"агенцій|persbureaus|"
            rf"agencje|ajanslar|وكالات|综合|綜合){CLOSE}",
            rf"{OPEN}mit agenturmaterial{CLOSE}",
            rf"{OPEN}(?:(?:additional )?reporting|contributing|distributed|provided|supplied|verbreitet|bereitgestellt|distribué|"
            rf"distribuido|distribuído|distribuito)"
            rf"(?: ?:| (?:by|von|durch|par|por|da)) (?:the )?(?P<supplier>{AGENCIES}){CLOSE}",
            r"[(\[*\-/ ]*(?:with (?:reporting|additional reporting|files|material) (?:by|from)|additional reporting by|"
            r"(?:[^.!?,:]{2,50} )?avec(?: l'(?:agence )?)?|d'après|mit (?:material|informationen|agenturmaterial) (?:von|der)|"
            r"con (?:información|informaciones|informazioni|datos|material) d[ei]|com (?:informações|agência|material) d[aeo]s?|"
            r"com informações|(?:la )?agen(?:ce|cia|zia)|(?:по|за) (?:материалам|матеріалами|данным|даними|сообщениям)(?: "
            r"агентства)?|"
            r"met (?:informatie|medewerking|materiaal) van|na podstawie|z materiałów|بالتعاون مع|بالاشتراك مع|عن|نقلا عن|وكالة)"
            rf"(?: (?:the|la|el|a|l'|le|وكالة))? (?:وكالة )?(?P<source>{AGENCIES}){CLOSE}",
            r"[(\[*\- ]*(?:with|avec|con|com|mit|met|z|مع|с использованием (?:материалов|сообщений)|с материалами|з "
            r"використанням матеріалів)"
            rf" (?:the |la |l'|a )?(?P<partner>{AGENCIES})(?: inputs?| reporting)?{CLOSE}",
        ),
        reason="The mark of a news agency on a line of its own.",
        max_characters=90,
    ),
    Rule(
        name="agencies that helped",
        kind="syndication",
        patterns=(
            r"[(\[]?(?:with|wire|compiled|avec|mit|unter|elaborad[oa]|realizad[oa]|con|(?:ha(?:nno)?|hat|haben|a|ont|han?) "
            r"(?:collaborat[oi]|mitgewirkt|contribué|colaborado)|com|с|з|met|opracowan[oe])\b[^.!?:;,0-9]{0,40}? "
            rf"(?:l'|la |el |the |d')?(?P<source>{AGENCIES})(?:(?: et| y| e| and| und)(?: de| d'| di| da| von| der)? "
            rf"?(?:l'|la )?{AGENCY})?"
            r"(?: (?:went|flossen)[^.!?:;,0-9]{4,40})?[.)\]]*",
        ),
        cues=(("dispatch",),),
        reason="An agency's part in the text, on a line of its own.",
        max_characters=90,
        max_sentences=1,
        at_end_only=True,
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
            rf"(?:copyright|©|\(c\)) ?(?:copyright )?(?:\(c\)|©)? ?(?:\d{{4}})?,? ?(?:by )?(?P<source>{AGENCY})(?!\w).{{0,160}}",
            rf"riproduzione riservata ?(?:©|\(c\))? ?(?:copyright )?(?P<source>{AGENCY}){CLOSE}",
            rf"with (?:files|reporting|information|contributions?) from (?:the )?{AGENCY}\.?",
            r"[(\[]?reporting by .{3,160}(?:editing|writing|compiled) by .{3,100}[)\]]?",
        ),
        reason="An agency's own closing line.",
        max_characters=320,
        at_end_only=True,
    ),
)
"""Credits that name a source."""

_RIGHTS = (
    r"(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|(?:todos los )?derechos reservados|(?:todos os "
    r")?direitos "
    r"reservados|(?:tutti i )?diritti riservati|(?:©|\(c\))? ?riproduzione riservata|все права защищены|(?:усі|всі) права "
    r"захищено|"
    r"wszel?kie prawa zastrzeżone|alle rechten voorbehouden|tüm hakları saklıdır|版权所有|版權所有|無断転載(?:禁止|"
    r"を禁じます|禁)|"
    r"(?:جميع|كل|كافة) الحقوق محفوظة)"
)

IMPRINTS: tuple[Rule, ...] = (
    Rule(
        name="copyright line",
        kind="page",
        patterns=(
            rf"[(\[]?(?:[^.!?。]{{0,60}}[ .\-|])?(?:©|copyright\b|\(c\))[^.!?。]{{0,90}}[.,;\- ]*{_RIGHTS}.{{0,80}}",
            rf"[(\[]?{_RIGHTS}[ .,;:|\-]{{0,4}}(?:©|copyright\b|\(c\))?[^.!?。]{{0,90}}[.)\]]?",
            r"[(\[]?(?:copyright|حقوق النشر|copyrights)?[ .:\-]*(?:©|\(c\)) ?[^.!?。]{2,90}(?:\w\.[^.!?。]{0,40})?[.)\]]?",
            r"[(\[]?copyrights?(?: ?: ?| by )[^.!?。]{2,90}[.)\]]?",
            r"[(\[]?(?:copyright ?(?:©|\(c\))?|©|\(c\)) ?\d{4}[^.!?。]{0,90}(?:\w\.[^.!?。]{0,40})?[.)\]]?"
            r"(?: (?:no part|this (?:material|text|article)|unauthori[sz]ed) .{5,200})?",
            rf"[^!?。\n]{{2,60}}[.,|\-] ?{_RIGHTS}[.)]?",
        ),
        reason="The publisher's claim to the page, on a line of its own.",
        at_end_only=True,
    ),
    Rule(
        name="terms of reuse",
        kind="page",
        patterns=(
            r"(?:this|the) (?:material|article|story|text|content|report) (?:may|must|can|should) ?not be (?:re)?(?:published|"
            r"produced|"
            r"broadcast|printed|used|rewritten|redistributed|copied).{0,160}",
            r"(?:republication|reproduction|re-?use|redistribution|reprint\w*)(?: of this \w+)?(?: is| are)? (?:permitted|"
            r"allowed|free|welcome|subject)"
            r"\b.{3,120}",
            rf"{OPEN}(?:{THIS}{WORKS} |licensed |published |available |veröffentlicht |sous |lizenz |licencia |licença |"
            rf"licenza |лицензия )?[^.!?]{{0,60}}"
            r"\bcreative commons\b.{0,120}",
            r"no part of this (?:article|text|publication|material|website|content|story) may be .{5,160}",
            r"(?:reproduction|republication)(?: in whole or in part)? (?:is prohibited|prohibited|without permission).{0,120}",
            r"(?:toute )?reproduction (?:même partielle )?(?:interdite|sans autorisation|est interdite|totale ou "
            r"partielle).{0,120}",
            r"(?:nachdruck|vervielfältigung|(?:weiter)?verwendung|veröffentlichung)[^.]{0,60} (?:nur mit (?:\w+ "
            r")?(?:genehmigung|zustimmung|"
            r"quellenangabe)|verboten|untersagt|nicht gestattet).{0,80}",
            r"(?:queda |está )?(?:terminantemente )?prohibid[ao] (?:la |su )?reproducción.{0,140}",
            r"(?:é )?(?:expressamente )?proibid[ao] a (?:sua )?reprodução.{0,140}",
            r"(?:è )?vietata la (?:riproduzione|copia).{0,140}|la riproduzione (?:è vietata|anche parziale).{0,120}",
            r"(?:при|любое) (?:использовани[ие]|перепечатк[аеи]|цитировани[ие]|копировани[ие])(?: и \w+)? [^.]{0,80}(?:ссылк|"
            r"запрещ|разрешен)"
            r"\w*.{0,120}",
            r"(?:перепечатка|копирование|использование)[^.]{0,60} (?:запрещен|только с|разрешен|допускается)\w*.{0,100}",
            r"(?:у разі|при|будь-яке) (?:використанн[іяю]|передрук\w*|копіюванн[іяю])[^.]{0,80}(?:посиланн|заборонен|"
            r"дозвол)\w*.{0,120}",
            r"(?:overname|niets uit deze \w+|reproductie|overnemen)[^.]{0,60} (?:zonder (?:voorafgaande )?toestemming|niet "
            r"toegestaan|verboden)"
            r".{0,80}",
            r"(?:przedruk|kopiowanie|powielanie|rozpowszechnianie)[^.]{0,60} (?:za zgodą|bez zgody|zabronion[ey]).{0,80}",
            r"(?:kaynak gösterilmeden|izinsiz) .{3,80}(?:edilemez|yayımlanamaz|yasaktır|kullanılamaz|alıntılanamaz)\.?",
            r"(?:未经|未經)[^。]{0,20}(?:授权|授權|许可|許可|允许|允許)[^。]{0,8}(?:不得|禁止|严禁|嚴禁)[^。]{1,20}[。.]?|"
            r"(?:转载请注明|轉載請註明|转载须注明).{1,30}|(?:严禁|禁止)(?:转载|轉載)[。.]?",
            r"(?:本|当)(?:記事|サイト).{0,20}(?:無断|転載).{0,12}(?:禁じ|禁止).{0,8}",
            r"(?:لا يجوز|يمنع|يحظر) (?:إعادة )?(?:نشر|نسخ|استخدام|اقتباس) .{2,120}",
            r"(?=.*(?:reprint|reproduc|reproduz|republi|riprodu|перепечат|передрук|nachdruck|إعادة (?:ال)?نشر|przedruk|"
            r"overname))(?:for|to|anfragen|pour|para|per|"
            r"по|з питань|voor|w sprawie|ل)\W?.{5,80}(?:contact|write|e-?mail|@|écri|kontakt|escrib|escrev|scriv|пиш|обращ|"
            r"راسل|اتصل).{0,80}",
            r"(?:يمنع|يحظر|لا يجوز) (?:إعادة )?(?:ال)?(?:نشر|نسخ|اقتباس) .{2,120}|not to be (?:reproduced|republished|"
            r"redistributed) .{5,80}",
            r"(?:перепечатка|копирование)[^.!?]{0,40} (?:запрещена|запрещено)\.?",
        ),
        cues=(("copy",), ("passed",), ("forbidden",), ("permission",)),
        reason="Says what others may do with the page.",
        at_end_only=True,
    ),
    Rule(
        name="disclaimer of opinion",
        kind="page",
        patterns=(
            r"(?:disclaimer ?[:.\-] ?)?(?:the )?(?:views?|opinions?)(?: and (?:views?|opinions?))? expressed (?:in this|here|"
            r"by|are|above|within)"
            r"\b.{10,220}",
            r"les (?:opinions|propos|points de vue)(?: et \w+)? (?:exprimée?s|tenus) (?:dans|par|ici).{10,200}",
            r"die in (?:diesem|diesen|dem) \w+ (?:geäußerte|vertretene|wiedergegebene|zum ausdruck gebrachte)[nr]? (?:meinung|"
            r"ansicht|auffassung)"
            r"\w*.{5,200}",
            r"las opiniones (?:expresadas|vertidas|aquí)\b.{10,200}",
            r"as opiniões (?:expressas|expressadas|aqui)\b.{10,200}",
            r"le opinioni (?:espresse|qui|contenute)\b.{10,200}",
            r"(?:мнение|мнения|позиция) (?:автор\w+|редакции)[^.]{0,40} (?:может|могут) не совпадать .{3,120}",
            r"(?:думка|думки|позиція) (?:автор\w+|редакції)[^.]{0,40} (?:може|можуть) не (?:збігатися|співпадати) .{3,120}",
            r"bu (?:yazıda|yazıdaki|makalede|makaledeki) (?:yer alan |ifade edilen )?görüşler .{3,120}",
            r"de meningen in dit \w+ .{3,160}|poglądy (?:wyrażone|przedstawione) w .{3,160}",
            r"(?:以上|文中|本文)(?:观点|觀點|内容)?仅(?:代表|代表了)(?:作者|个人).{1,40}|本文(?:仅|僅)代表作者.{1,40}",
            r"(?:الآراء|المقالات|الأفكار) (?:الواردة|المنشورة|المعبر عنها) .{5,160}",
            r"(?:the )?(?:author|writer)'?s'? (?:views|opinions) (?:are|do not) .{3,80}|(?:las opiniones|as opiniões|le "
            r"opinioni) (?:son|são|sono) "
            r"(?:de |da |dell')?(?:exclusiva )?(?:responsabilidad|responsabilidade|autor\w*|responsabilità).{0,60}",
            r"(?:cette|ce) (?:tribune|texte|chronique) n'engagen?t? que .{3,60}|gastbeiträge geben .{5,100}",
            r"(?:المقال|المقالة|هذا المقال) (?:يعبر|تعبر) عن رأي .{3,60}",
        ),
        reason="The publisher stands apart from what the page says.",
        max_characters=280,
        at_end_only=True,
    ),
    Rule(
        name="picture credit",
        kind="page",
        patterns=(
            rf"[(\[]?{_PICTURE}(?: ?: ?| (?:by|von|par|por|via) |/|(?<=fot\.) ){_WHOSE}[)\].]?",
            rf"[(\[]?{_PICTURE_CREDIT} ?: ?{_WHOSE}[)\].]?",
            rf"[(\[]?{_PICTURE} (?:di|de|da|van|du|af) (?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.!?:,]{{2,40}}(?: ?/ ?[^.!?:]{{2,40}})?[)\].]?",
            rf"[(\[]?(?:bildrechte|fotorechte|imagen (?:de portada|principal|destacada)|imagem de (?:capa|destaque)|"
            rf"immagine di copertina|"
            rf"image (?:de une|à la une)|lead image|top image|main image) ?: ?{_WHOSE}(?:/ ?{_WHOSE})?[)\].]?",
            rf"[(\[]?{_PICTURE} ?(?:d'archives?|d'illustration|de archivo|de arquivo|d'archivio|di repertorio|di archivio|"
            rf"ilustrativa|illustrativa|"
            rf"из (?:открытых источников|архива)|з архіву|архив|archiwalne|uit archief|arşiv|أرشيفية|من الأرشيف|توضيحية)(?: "
            rf"?[:/] ?{_WHOSE})?[)\].]?",
            r"[(\[]?(?:фото|зображення|изображение) (?:предоставлен[оаы]|надан[оі]|из|з) (?:архива?|архіву|пресс-служб\w+|"
            r"прес-служб\w+|музе\w+|"
            r"личн\w+|открыт\w+|авто\w+)[^.!?:]{0,50}[)\].]?",
            rf"[(\[]?(?:photo|image|picture)s? (?:courtesy of|by|via|from) {_WHOSE}[)\].]?",
            rf"[(\[]?(?:©|\(c\)|via)? ?[^.!?。:]{{0,40}}(?:/|\||,| via | - |© ?) ?{_STOCK}[)\].]?|[(\[]?(?:©|\(c\)|via)? "
            rf"?{_STOCK}[)\].]?",
            rf"(?:©|\(c\)) [^.!?。:\d]{{2,40}}/ ?{AGENCY}[)\].]?",
            r"(?:©|\(c\)) ?[^.!?。:\d]{2,40}",
            rf"[(\[]?{_PICTURE} [^.!?:]{{2,40}} ?/ ?(?:{AGENCY}|{_STOCK})[)\].]?",
        ),
        reason="Belongs to a picture that is not there.",
        max_characters=110,
    ),
    Rule(
        name="who edited the page",
        kind="page",
        patterns=(
            r"[(\[]?(?:责任编辑|責任編輯|编辑|編輯|责编|作者|记者|校对|审核|编审|"
            r"监制)[:/ ].{1,20}[)\]]?(?:[ ,;/](?:责任编辑|编辑|责编|校对|审核|监制)[:/ "
            r"].{1,12}[)\]]?)*",
            r"(?:have a (?:story|tip|news tip)(?: to share| idea)?\?|(?:spotted|found|see) (?:an error|a mistake|a "
            r"typo)).{3,140}",
            r"(?:нашли|заметили|увидели) (?:ошибку|опечатку)\??.{2,120}",
            r"(?:знайшли|помітили|побачили) (?:помилку|описку)\??.{2,120}",
            r"[¿]?[^.!?]{0,30}\b(?:found|spotted|noticed|gefunden|entdeckt|repéré|trouvé|relevé|encontr\w+|detect\w+|trovato|"
            r"notato|нашли|заметили|"
            r"знайшли|помітили|gezien|gevonden|zauważ\w+|znalaz\w+|buldunuz|وجدت|لاحظت)\b[^.!?]{0,20}\b(?:error|mistake|typo|"
            r"fehler|erreur|faute|erro|"
            r"errore|refuso|ошибку|опечатку|помилку|fout|błąd|hata|خطأ)[^.!?]{0,20}[?؟].{0,120}",
            r"(?:einen )?(?:tipp|fehler|rechtschreibfehler)(?: im text)? (?:gefunden|entdeckt)[?!].{0,120}",
            r"(?:fehler gefunden|vous avez (?:repéré|remarqué) une (?:erreur|faute)|(?:has )?encontrad?[oa]s? (?:algún|un) error|"
            r"encontrou (?:algum|um) erro|hai trovato un errore|fout gezien|zauważyłeś błąd)\b.{0,140}",
        ),
        reason="Of the desk that made the page.",
        max_characters=180,
        at_end_only=True,
    ),
)
"""What a page says of itself in small print."""
