"""
Rules for notices that are told by the kinds of words they are made of, in whatever order, and by their form.

In: nothing. Out: ``WORDED``, tried after the rules that know a notice's very wording.
"""

from __future__ import annotations

from detector.ingestion.wrappers.rule import AGENCIES, AGENCY, CLOSE, LANGUAGE, NETWORK, OPEN, Rule

_ANY = (r"[^*•·▪‣].+",)
_SHORT = r"[^.!?。]+"
_SHARING = (
    r"(?:share|tweet|post|print|save|copy(?: link)?|e-?mail|comments?|send|partager|tweeter|imprimer|enregistrer|envoyer|copier"
    r"(?: le lien)?|teilen|twittern|tweeten|drucken|merken|senden|kommentare|mailen|compartir|tuitear|imprimir|guardar|enviar|"
    r"compartilhar|tuitar|twittar|salvar|partilhar|condividi|twitta|stampa|salva|invia|поделиться|твитнуть|печать|"
    r"распечатать|сохранить|отправить|поділитися|поширити|твітнути|друк|друкувати|роздрукувати|зберегти|надіслати|delen|deel|"
    r"afdrukken|printen|bewaren|opslaan|udostępnij|tweetnij|drukuj|zapisz|wyślij|paylaş|tweetle|yazdır|kaydet|gönder|مشاركة|"
    r"شارك|غرد|تغريد|طباعة|حفظ|إرسال|نسخ الرابط|分享|分享到|转发|打印|收藏|シェア(?:する)?|ツイート(?:する)?|"
    r"lineで送る|印刷|保存|ポスト(?:する)?|はてなブックマーク)"
)
_BAR_ITEM = rf"(?:{_SHARING}|{NETWORK}|qq|snapchat|flipboard|pocket|微信|微博|вк|ok|rss)"
_TAGS = (
    r"(?:(?:article )?tags?|topics?|keywords?|filed (?:under|in)|posted in|categor(?:y|ies|ías?|ias?|ie)|kategorien?|"
    r"kategori(?:ler)?|kategorie|categorieën?|catégories?|classé (?:dans|sous)|abgelegt unter|archivado en|"
    r"archiviato in|arquivado em|"
    r"рубрик[аи]|категори[яи]|категорі[яї]|rubrik(?:en)?|rubriek|dział|分类|分類|カテゴリー?|القسم|التصنيف|"
    r"mots[- ]clés?|étiquettes?|thèmes?|schlagw[oö]rte?r?|schlagworte|themen|"
    r"stichw[oö]rte?r?|etiquetas?|palabras clave|temas|palavras[- ]chave|assuntos|parole chiave|argomenti|теги?|метки|ключевые "
    r"слова|темы|ключові слова|мітки|trefwoorden|labels|tagi|słowa kluczowe|etiketler|anahtar kelimeler|标签|標籤|关键词|關鍵詞|"
    r"关键字|タグ|キーワード|الكلمات المفتاحية|كلمات مفتاحية|الوسوم|وسوم)"
)
_DISCLAIMER = (
    r"(?:disclaimer|legal notice|haftungsausschluss|haftungshinweis|rechtlicher hinweis|avertissement|clause de "
    r"non-responsabilité|avis de non-responsabilité|mentions légales|descargo de responsabilidad|aviso de responsabilidad|aviso "
    r"legal|isenção de responsabilidade|termo de responsabilidade|avvertenza|esclusione di responsabilità|disclaimer legale|"
    r"отказ "
    r"от ответственности|дисклеймер|оговорка|відмова від відповідальності|застереження|zastrzeżenie|wyłączenie "
    r"odpowiedzialności|sorumluluk reddi|yasal uyarı|uyarı notu|免责声明|免責聲明|免責事項|إخلاء (?:ال)?مسؤولية|إخلاء طرف|تنويه|"
    r"vrijwaring|afwijzing van aansprakelijkheid)"
)
_NOTE = (
    r"(?:(?:editor'?s?|editors'?|editorial|publisher'?s) note|note (?:from|by) the (?:editors?|editorial team)|note de (?:la "
    r"rédaction|l'éditeur)|ndlr|(?:anmerkung|hinweis|anm\.) (?:der|d\.) red(?:aktion|\.)|nota (?:del editor|de (?:la )?redacción|"
    r"da redação|do editor|della redazione|dell'editore|de edição)|ndr|от редакции|примечание редакции|від редакції|примітка "
    r"редакції|(?:noot|opmerking) van de redactie|od redakcji|nota redakcyjna|uwaga redakcji|(?:editörün|yayıncının|editör) notu|"
    r"编者按|編者按|编者注|編者註|编者的话|編集部(?:注|より|から)|編注|ملاحظة (?:المحرر|هيئة التحرير|من المحرر)|"
    r"من (?:المحرر|هيئة التحرير))"
)
_CREDIT = (
    r"(?:(?:photo |image |picture )?credits?|(?:file |archive )?photo(?:graph)?s?(?: by)?|image|picture|crédits?(?: photo)?|"
    r"photo(?:graphie)?s?|foto(?:s|grafie|grafía|grafia|ğraf)?|bild|créditos?(?: de la foto| da foto)?|crediti|"
    r"imagen|imagem|immagine|beeld|zdjęcie|fot\.?|görsel|фото(?:графия|графія)?|снимок|знімок|"
    r"摄影|图|图片来源|图源|撮影|写真|写真提供|صورة|الصورة|تصوير|عدسة)"
)
_WHOSE = r"[^.!?。:]{2,60}"
_RIGHTS_HOLDER = r"(?:©|\(c\)|copyright|حقوق (?:النشر|الطبع))"
_PARTNERS = (
    r"(?:with|mit|avec|con|com|met|z|ze|с|со|з|із|مع|par|by|von|por|od)"
    r"(?: (?:the|la|le|el|il|les|las|los|i|additional|files?|material\w*|informa\w+|inputs?|reporting|contributions?|"
    r"agenturmaterial|dépêches?|datos|dati|dados|texten?|сообщени\w+|использованием|использованием "
    r"материалов|використанням|матеріал\w*|matériel|teksten|wykorzystaniem|معلومات|by|from|von|der|des|de|d'|di|da|das|do|dos|"
    r"del|della|dell'|dalla|dall'|dalle|van|من)){0,4}"
)
_NAMES = r"(?: ?(?:[,/&+|]|and|et|und|y|e|и|і|й|en|i|ve|و) ?(?:the |l'|la |le |agen\w+ )?[\w'\-]+(?: [\w'\-]+){0,3}){0,3}"
_LISTENING = (
    r"(?:listen to (?:this|the) (?:story|article|post|report)|écouter (?:cet article|l'article)|(?:diesen )?(?:artikel|beitrag) "
    r"(?:vor)?lesen lassen|(?:diesen |den )?(?:artikel|beitrag) (?:an)?hören|escuch(?:ar?|e) (?:este |la |el )?(?:artículo|"
    r"noticia|nota)|ouvir (?:este |esta |a |o )?(?:artigo|notícia|matéria|texto)|ouça (?:este |esta |a |o )?(?:artigo|notícia|"
    r"matéria|texto)|ascolta (?:questo |l'|la )?(?:articolo|notizia)|(?:про)?слушать (?:статью|новость|материал|текст)|"
    r"(?:про)?слухати (?:статтю|новину|матеріал|текст)|luister(?:en)? naar dit artikel|(?:po|od)słuchaj (?:tego )?artykułu?|"
    r"(?:haberi|yazıyı|makaleyi) (?:sesli )?dinle(?:yin)?|(?:收听|朗读)(?:本文|文章|新闻)|(?:この)?記事を(?:音声で)?聴く|"
    r"استمع (?:إلى|ل) ?(?:هذا )?(?:ال)?(?:مقال|خبر|تقرير))"
)
_ADVERTISEMENT = (
    r"(?:advertisement|advertising|sponsored(?: content)?|publicité|anzeige|werbung|publicidad|anuncio|publicidade|pubblicità|"
    r"реклама|advertentie|reklama?|ilan|广告|廣告|広告|إعلان|اعلان)"
)
_MORE = (
    r"(?:read|see|watch|also|more|lire|voir|lesen|mehr|lea|lee|ver|leer|leia|veja|ler|leggi|vedi|guarda|читайте|смотрите|читать|"
    r"читай|дивіться|читати|lees|bekijk|zie|meer|czytaj|przeczytaj|zobacz|więcej|okuyun|oku|bunlar[ıi]|ayr[ıi]ca|bakın|"
    r"[اإ]قرأ|شاهد|طالع|المزيد)"
)
_ALSO = (
    r"(?:also|more|next|too|aussi|également|ensuite|auch|dazu|mehr|weiter|también|tambien|más|además|também|mais|anche|ancora|"
    r"также|ещё|еще|далее|по теме|також|ще|далі|більше|ook|verder|meer|też|także|również|więcej|da|de|okuyun|oku|okuyabilirsiniz|"
    r"بكم|أيضا|أيضًا|ايضا|المزيد|كذلك)"
)

WORDED: tuple[Rule, ...] = (
    Rule(
        name="translator's line",
        kind="translation",
        patterns=(
            rf"(?=.*\b{LANGUAGE}){OPEN}[^.!?:;,]{{0,30}}(?:translat|übersetz|übertrag|tradu|tradott|перев[её]|перекла|vertaal|"
            rf"vertal|tłumacz|przetłum|przeło|przekład|çevir|çeviri|ترجم|الترجم|翻译|翻譯|翻訳)[^.!?;]{{0,90}}{CLOSE}",
        ),
        cues=(("^translated", "language"),),
        reason="Says from which language it was translated, and by whom.",
        max_characters=120,
        names_language=True,
    ),
    Rule(
        name="translator's line (other forms)",
        kind="translation",
        patterns=(
            rf"{OPEN}(?:aus dem|uit het) {LANGUAGE}(?: (?:übersetzt|übertragen|vertaald))?(?: ins deutsche)? (?:von|durch|door) "
            rf"[^.!?:]{{3,60}}{CLOSE}",
            rf"{OPEN}ترجم(?:ته|ه|تها|ها)? (?:عن|"
            rf"من) (?:اللغة )?{LANGUAGE}(?: إلى (?:اللغة )?{LANGUAGE})? ?:? ?[^.!?:]{{3,60}}{CLOSE}",
            rf"{OPEN}(?:译者|譯者|翻译|翻譯|翻訳(?:者)?|訳(?:者|・構成)?|编译|編譯|編訳)[:/ ] ?[^。.!?:]{{1,30}}{CLOSE}",
            rf"{OPEN}{LANGUAGE}'?[dt][ae]n çeviren ?: ?[^.!?:0-9]{{3,50}}{CLOSE}",
            rf"{OPEN}(?:перевод|переклад|vertaling|übersetzung|traduction|traducción|tradução|traduzione|tłumaczenie|çeviri|"
            rf"çeviren|"
            rf"translation|translator|traductora?|tradutora?|traduttrice|traduttore|traducteur|traductrice|übersetzer(?:in)?|"
            rf"переводчи\w+|перекладач\w*|vertaler|tłumacz(?:ka)?|ترجمة|المترجم)(?: .{{2,30}}?)? ?: ?[^.!?:0-9]{{3,50}}{CLOSE}",
        ),
        reason="The same without a verb.",
        max_characters=120,
    ),
    Rule(
        name="machine translation told by its words",
        kind="translation",
        patterns=_ANY,
        cues=(
            ("^machine", "translated", "language"),
            ("^translated", "machine", "work"),
            ("translated", "machine", "^work", "^this"),
            ("translated", "machine", "^this"),
            ("translated", "^version", "work", "language"),
            ("translated", "^version", "machine"),
            ("^version", "machine", "language"),
            ("translated", "version", "machine", "work"),
        ),
        reason="Says that a machine took part in the translation.",
        max_characters=320,
        max_sentences=3,
    ),
    Rule(
        name="reproduced by permission",
        kind="republication",
        patterns=_ANY,
        cues=(("^work", "passed", "permission"), ("^passed", "work", "permission")),
        reason="Says of a work that it is passed on, and who allows it.",
        max_characters=320,
        max_sentences=3,
    ),
    Rule(
        name="disclaimer",
        kind="republication",
        patterns=(rf"{OPEN}{_DISCLAIMER} ?[:.\-] ?.+",),
        reason="Names itself.",
        max_characters=600,
    ),
    Rule(
        name="disclaimer told by its words",
        kind="republication",
        patterns=_ANY,
        cues=(("^work", "other", "unproven"),),
        reason="Answers for nothing that somebody else has written.",
        max_characters=400,
        max_sentences=3,
        at_end_only=True,
    ),
    Rule(
        name="pointer to the disclaimer told by its words",
        kind="translation",
        patterns=_ANY,
        cues=(("warning", "important", "end", "work"),),
        reason="Says of the page where on it something stands.",
        max_characters=110,
        max_sentences=1,
    ),
    Rule(
        name="opinions of others",
        kind="page",
        patterns=_ANY,
        cues=(
            ("opinion", "author", "disowned", "work"),
            ("^opinion", "author", "disowned"),
            ("^opinion", "house", "disowned"),
            ("^column", "house", "disowned"),
        ),
        reason="The publisher stands apart from what the page says.",
        max_characters=320,
        max_sentences=3,
    ),
    Rule(
        name="editor's note on opinions or origin",
        kind="republication",
        patterns=(rf"{OPEN}{_NOTE} ?[:.\-] ?.+",),
        cues=(
            ("opinion", "author"),
            ("opinion", "disowned"),
            ("translated", "work"),
            ("work", "passed"),
            ("translated", "language"),
        ),
        reason="The desk speaks of the text, not of the news.",
        max_characters=400,
        max_sentences=4,
    ),
    Rule(
        name="reporters and editors",
        kind="syndication",
        patterns=(r"[(\[].+[)\]]\.?",),
        cues=(("report", "edit"),),
        reason="Who wrote and who edited, in brackets under the text.",
        max_characters=240,
        at_end_only=True,
    ),
    Rule(
        name="editors in brackets",
        kind="syndication",
        patterns=(
            r"[(\[][^.!?。:]{0,30}(?:编辑|編輯|編集|責任編集|翻訳|取材)[:/ ]?[^.!?。:]{1,20}[)\]]",
            r"[(\[](?:[a-zçğıöşü]{2,4}/){1,3}[a-zçğıöşü]{2,4}[)\]]",
            r"[(\[/#]*(?:完|了|終わり|ends?|fin|fine|конец|кінець|koniec|ende)[)\]/#]+",
            rf"{AGENCY}(?: [a-z]{{2,4}})?/[a-z]{{2,4}}",
        ),
        reason="The same by a mark of the desk.",
        max_characters=60,
        at_end_only=True,
    ),
    Rule(
        name="agencies and partners",
        kind="syndication",
        patterns=(rf"{OPEN}{_PARTNERS} ?(?P<source>{AGENCIES}{_NAMES}){CLOSE}",),
        reason="An agency that helped, on a line of its own.",
        max_characters=110,
    ),
    Rule(
        name="picture credit under a caption",
        kind="page",
        patterns=(
            rf"[^\n]{{2,160}}[.!?。\-|)(] ?[(\[]?{_CREDIT} ?[:/|] ?{_WHOSE}[)\].]*",
            rf"[(\[]?{_CREDIT} ?[:/|] ?(?:picture alliance|[^.!?。:]{{0,40}}{AGENCY})[^.!?。:]{{0,60}}[)\].]*",
            rf"[(\[]?{_CREDIT}(?: ?[:=/|] ?| ){_WHOSE}/ ?{_WHOSE}[)\].]*",
        ),
        cues=(("credit",),),
        reason="Belongs to a picture that is not there.",
        max_characters=200,
    ),
    Rule(
        name="owner of a picture",
        kind="page",
        patterns=(
            rf"[^\n]{{2,160}}[.!?。] ?[(\[]?(?:©|\(c\)) ?{_WHOSE}[)\].]*",
            rf"[(\[]?(?:©|\(c\))? ?{AGENCY} ?[/|] ?{_WHOSE}[)\].]*",
            rf"[(\[]?[^.!?。:/|]{{3,40}}(?: ?[/|] ?{AGENCY}){{1,2}}(?: ?[/|] ?[^.!?。:/|]{{3,30}})?[)\].]*",
        ),
        reason="Belongs to a picture that is not there.",
        max_characters=200,
    ),
    Rule(
        name="copyright with terms",
        kind="page",
        patterns=(
            rf"[(\[]?{_RIGHTS_HOLDER} ?(?:{_RIGHTS_HOLDER} ?)?[^\n]{{0,60}}(?:19|20)\d\d\b.*",
            rf"[(\[]?(?:distributed|provided|supplied|syndicated|verbreitet|bereitgestellt|distribué|fourni|distribuid[oa]|"
            rf"distribuíd[oa]|fornit[oa]|распространено|предоставлено) (?:by|von|durch|par|por|da) [^\n]{{2,90}}[.,] "
            rf"?{_RIGHTS_HOLDER}[^\n]{{2,90}}",
        ),
        reason="The publisher's claim to the page, with what it forbids.",
        max_characters=320,
        at_end_only=True,
    ),
    Rule(
        name="terms of reuse told by their words",
        kind="page",
        patterns=_ANY,
        cues=(
            ("^copy", "forbidden", "permission"),
            ("^copy", "without", "permission"),
            ("^forbidden", "copy", "without"),
            ("^forbidden", "copy", "work"),
            ("^without", "copy", "permission"),
            ("^copy", "link", "must"),
        ),
        reason="Says what others may do with the page.",
        max_characters=300,
        max_sentences=3,
        at_end_only=True,
    ),
    Rule(
        name="reproduction forbidden",
        kind="page",
        patterns=(r"[^,;:]+",),
        cues=(("^copy", "^forbidden"),),
        reason="The same in two words.",
        max_characters=60,
        max_sentences=1,
        at_end_only=True,
    ),
    Rule(
        name="reprinted from",
        kind="republication",
        patterns=(
            rf"{OPEN}(?:reprinted|reproduced|republished|taken|reposted|repris(?:e)?|tiré|extrait|nachdruck|übernommen|entnommen|"
            r"tomado|reproducido|extraído|transcrito|reproduzido|tratto|ripreso|riprodotto|перепечатано|перепечатка|взято|"
            r"передруковано|передрук|przedruk(?:owano)?|overgenomen) "
            r"(?:from|de|du|des|aus|aus der|aus den|aus dem|von|da|do|dal|dalla|из|из газеты|с сайта|з|із|z|za|uit) "
            r"(?-i:[«\"'„“A-ZÀ-ÞА-ЯІЇЄҐ]|l')(?:[^.!?;]|(?<=\d)\.){2,90}[).]*",
            r"(?:编译|編譯|翻译|翻譯|译|譯)自.{2,40}|(?:转自|轉自|转载自|摘自|來源:|转引自).{2,60}|.{2,60}より(?:転載|引用)[。.]?|"
            r".{2,60} (?:alınmıştır|alıntıdır)(?:, .{4,30})?\.?",
        ),
        reason="Names whose text it is.",
        max_characters=120,
    ),
    Rule(
        name="supporters of a report",
        kind="page",
        patterns=_ANY,
        cues=(("^report", "^this", "work", "support"), ("^this", "^work", "report", "support")),
        reason="Who paid for the page.",
        max_characters=200,
        max_sentences=2,
        at_end_only=True,
    ),
    Rule(
        name="comments are closed",
        kind="page",
        patterns=_ANY,
        cues=(("^comment", "closed"),),
        reason="Speaks of the page.",
        max_characters=60,
        max_sentences=1,
        at_end_only=True,
    ),
    Rule(
        name="gate of a page",
        kind="page",
        patterns=_ANY,
        cues=(("^continue", "login"), ("^login", "continue")),
        reason="Asks the reader to be known before reading on.",
        max_characters=110,
        max_sentences=2,
    ),
    Rule(
        name="call to use the app",
        kind="page",
        patterns=(r"(?!.{3,40}: (?:download|get|turn)\b(?! on))[^*•·▪‣].+",),
        cues=(("!take", "app"),),
        reason="Speaks to the reader of the page.",
        max_characters=140,
        max_sentences=2,
        at_end_only=True,
    ),
    Rule(
        name="call for hints",
        kind="page",
        patterns=(r"(?:[^.!?؟]{4,80}[?؟] ?|情報提供は)[^?؟]{0,60}?[\w.+\-]+@[\w\-]+\.[\w.\-]+[^?؟]{0,30}",),
        cues=(("say",), ("mail",), ("reader",)),
        reason="The desk asks its readers to write.",
        max_characters=150,
        at_end_only=True,
    ),
    Rule(
        name="call for comments",
        kind="page",
        patterns=_ANY,
        cues=(
            ("comment", "!say", "reader"),
            ("comment", "say", "^reader"),
        ),
        reason="Asks the reader to write something.",
        max_characters=180,
        max_sentences=3,
        at_end_only=True,
    ),
    Rule(
        name="call to follow told by its words",
        kind="page",
        patterns=(r"(?![^:]{3,40}: )[^*•·▪‣].+|(?:follow|suivez|folgen)[^:]{3,40}: .+",),
        cues=(("!follow", "network"),),
        reason="Speaks to the reader of the page.",
        max_characters=180,
        max_sentences=3,
    ),
    Rule(
        name="call to subscribe told by its words",
        kind="page",
        patterns=_ANY,
        cues=(
            ("!subscribe", "letter"),
            ("!receive", "letter", "reader"),
            ("!receive", "!subscribe", "mail"),
            ("!subscribe", "free", "work"),
            ("subscribe", "letter", "policy", "consent", "reader"),
        ),
        reason="Speaks to the reader of the page.",
        max_characters=240,
        max_sentences=2,
    ),
    Rule(
        name="cookie notice",
        kind="page",
        patterns=_ANY,
        cues=(("cookie", "consent", "^site"),),
        reason="Speaks of the page that is looked at.",
        max_characters=300,
        max_sentences=3,
    ),
    Rule(
        name="share bar",
        kind="page",
        patterns=(rf"{_BAR_ITEM}(?:[ |/,·•]+{_BAR_ITEM})+[ .:!]*",),
        reason="The names of buttons.",
        max_characters=160,
    ),
    Rule(
        name="button",
        kind="page",
        patterns=(
            rf"{_SHARING} (?:on|via|sur|auf|in|en|nas?|nos?|em|su|sui|в|у|на|op|w|على|عبر) (?:[^\W\d_]{{2,4}} )?{NETWORK}[ .:!]*",
            r"(?:follow|suivez|folgen sie|sigue a|siga|segui|подписывайтесь на|підписуйтесь на|volg|śledź|obserwuj|تابع)"
            r"(?: us| uns| nous)? @\w{2,30}[ .!]*",
            r"(?:skip|jump) to (?:main )?content|back to (?:top|homepage)|aller au contenu(?: principal)?|"
            r"zum (?:haupt)?inhalt springen|"
            r"saltar al contenido(?: principal)?|pular para o conteúdo|vai al contenuto(?: principale)?|перейти к содержанию|"
            r"наверх",
        ),
        reason="The name of a button.",
        max_characters=70,
    ),
    Rule(
        name="more of the same house",
        kind="page",
        patterns=(
            r"(?:more from|plus d'articles (?:de|du|des)|mehr (?:vom|von|aus)|más de|mais d[aeo]|altro da|"
            r"altri articoli (?:di|da)|"
            r"[её]щ[её] (?:от|из)|більше від|więcej z|meer van|المزيد من|"
            r"更多来自) ?(?-i:[«\"'„“A-ZÀ-ÞА-ЯІЇЄҐ\u0600-\u9fff])[^.!?:;,\d]{2,40}",
            r".{2,20}(?:'[dt]en|の) ?(?:daha fazlası|他の記事|その他の記事)",
        ),
        reason="Heads a list of other pages.",
        max_characters=60,
        at_end_only=True,
    ),
    Rule(
        name="syndicated by",
        kind="syndication",
        patterns=(r"(?:syndicated|distributed|supplied) by (?P<source>(?-i:[A-Z])[^.!?:;]{2,60})\.?",),
        reason="Names whose text it is.",
        max_characters=80,
        at_end_only=True,
    ),
    Rule(
        name="tags",
        kind="page",
        patterns=(rf"{_TAGS} ?: ?[^.!?。]+",),
        reason="A list of the site's own terms.",
        max_characters=240,
    ),
    Rule(
        name="other pages",
        kind="page",
        patterns=(rf"{OPEN}{_MORE}(?: [^\W\d_]+)?(?: ?{_ALSO}){{1,2}} ?[:>|] ?.+", rf"{OPEN}{_ALSO} {_MORE} ?[:>|] ?.+"),
        reason="Leads to other pages of the site.",
        max_characters=220,
    ),
    Rule(
        name="place of an advertisement or of a reading machine",
        kind="page",
        patterns=(
            rf"{_ADVERTISEMENT}(?: ?[\-|:.] ?{_SHORT})?[ .]*",
            rf"{_LISTENING}(?: ?[(\[:\-]? ?\d{{1,2}}(?::\d\d)? ?(?:min\w*\.?|мин\w*\.?|хв\w*\.?|dk\.?|dakika|分钟?|分|دقائق|"
            rf"دقيقة)?[)\]]?)?[ .]*",
        ),
        reason="Stands for something that is not text.",
        max_characters=70,
    ),
)
"""Our choice, from notices of fourteen languages."""
