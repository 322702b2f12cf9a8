"""
Rules for notices of origin, rights and opinion that are told by the kinds of words they are made of, in whatever order.

In: nothing. Out: ``WORDED``, tried after the rules that know a notice's very wording.
"""

from __future__ import annotations

from detector.ingestion.wrappers.rule import AGENCIES, AGENCY, ANY, CLOSE, LANGUAGE, OPEN, Rule

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
        patterns=ANY,
        cues=(
            ("^machine", "translated", "language"),
            ("^translated", "machine", "work"),
            ("translated", "machine", "^work", "^this"),
            ("translated", "machine", "^this"),
            ("translated", "^version", "work", "language"),
            ("translated", "^version", "machine"),
            ("^version", "machine", "language"),
            ("translated", "version", "machine", "work"),
            ("^this", "^work", "machine", "language", "unread"),
            ("^language", "^work", "machine", "unread"),
        ),
        reason="Says that a machine took part in the translation.",
        max_characters=320,
        max_sentences=3,
    ),
    Rule(
        name="reproduced by permission",
        kind="republication",
        patterns=ANY,
        cues=(("^work", "passed", "permission"), ("^passed", "work", "permission"), ("^we pass", "work", "permission")),
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
        patterns=ANY,
        cues=(("^work", "other", "unproven"), ("^work", "other", "house", "disowned"), ("^work", "sender", "house", "unproven")),
        reason="Answers for nothing that somebody else has written.",
        max_characters=400,
        max_sentences=3,
        at_end_only=True,
    ),
    Rule(
        name="pointer to the disclaimer told by its words",
        kind="translation",
        patterns=ANY,
        cues=(
            ("warning", "important", "end", "work"),
            ("warning", "end", "page"),
        ),
        reason="Says of the page where on it something stands.",
        max_characters=110,
        max_sentences=1,
    ),
    Rule(
        name="which wording is binding",
        kind="translation",
        patterns=ANY,
        cues=(("binding", "wording", "language"),),
        reason="Says of two wordings of one text which one counts, and so that this is the other.",
        max_characters=110,
        max_sentences=1,
    ),
    Rule(
        name="opinions of others",
        kind="page",
        patterns=ANY,
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
        patterns=ANY,
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
)
"""Our choice, from notices of fourteen languages."""
