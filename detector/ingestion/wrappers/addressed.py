"""
Rules for what a page says to its reader, and for its buttons and lists, told by kinds of words and by form.

In: nothing. Out: ``ADDRESSED``, tried after ``worded``.
"""

from __future__ import annotations

from detector.ingestion.wrappers.rule import ANY, NETWORK, OPEN, Rule

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

ADDRESSED: tuple[Rule, ...] = (
    Rule(
        name="supporters of a report",
        kind="page",
        patterns=ANY,
        cues=(("^report", "^this", "work", "support"), ("^this", "^work", "report", "support")),
        reason="Who paid for the page.",
        max_characters=200,
        max_sentences=2,
        at_end_only=True,
    ),
    Rule(
        name="comments are closed",
        kind="page",
        patterns=ANY,
        cues=(("^comment", "closed"),),
        reason="Speaks of the page.",
        max_characters=60,
        max_sentences=1,
        at_end_only=True,
    ),
    Rule(
        name="gate of a page",
        kind="page",
        patterns=ANY,
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
        patterns=ANY,
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
        patterns=ANY,
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
        name="call to leave an address",
        kind="page",
        patterns=ANY,
        cues=(("address", "enter", "own", "to get"),),
        reason="Asks the reader for an address to which something is to be sent.",
        max_characters=200,
        max_sentences=3,
        at_end_only=True,
    ),
    Rule(
        name="cookie notice",
        kind="page",
        patterns=ANY,
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
        name="label of what else to read",
        kind="page",
        patterns=(r"(?:[^\s.!?:;,]+ ){1,4}?[^\s.!?:;,]+ ?[:>] ?[^.!?]{8,140}",),
        cues=(("^read", "also"),),
        reason="A few words on reading more, and a title.",
        max_characters=180,
        max_sentences=1,
        at_end_only=True,
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
"""Our choice, from pages in fourteen languages."""
