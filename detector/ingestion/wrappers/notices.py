"""
Rules for what a translator or a second publisher says of the text that it passes on.

In: nothing. Out: ``NOTICES``, the rules of the kinds ``translation`` and ``republication``; and where the one ends that may
share its line with what follows.
"""

from __future__ import annotations

import re

from detector.ingestion.regions import end_of_region
from detector.ingestion.wrappers.rule import CLOSE, LANGUAGE, MACHINE, MAX_CHARACTERS, OPEN, THIS, WORK, WORKS, Rule

_TRANSLATION = (
    r"(?:translation|übersetzung|traduction|traducción|tradução|traduzione|перевод|переклад|vertaling|tłumaczenie|çeviri|ترجمة|"
    r"الترجمة|"
    r"翻译|翻譯|翻訳|译者|譯者|訳|訳者)"
)
_BY_MACHINE = (
    r"(?:autom[aá]t\w+|machin\w+|maschin\w+|künstliche\w* intelligenz|artificial intelligence|intelligence artificielle|"
    r"inteligencia artificial|"
    r"inteligência artificial|intelligenza artificiale|искусственн\w+ интеллект\w*|штучн\w+ інтелект\w*|нейросет\w+|"
    r"нейромереж\w+|"
    r"kunstmatige intelligentie|sztuczn\w+ inteligencj\w+|yapay zek\w+|автоматич\w+|машинн\w+|otomatik|makine|الذكاء الاصطناعي|"
    r"آلي\w*|"
    r"\bai\b|\bki\b|\bia\b|\bии\b|deepl|google|chatgpt|yandex)"
)
_PUBLISHED = (
    r"(?:publi(?:shed|é|ée|cado|cada|có|ca|cata|to)|pubblicat[oa]|appeared|erschien(?:en)?|veröffentlicht|paru(?:e|t)?|"
    r"apar(?:eció|eceu)|"
    r"apparso|apparsa|uscit[oa]|опубликован\w*|вышл[аои]|вышел|появил\w+|опубліковано|опублікован\w+|вийшл[аои]|вийшов|з'явил\w+|"
    r"verscheen|verschenen|gepubliceerd|ukazał[ao]? się|opublikowan\w+|yayımlan\w+|yayınlan\w+|نشرت?)"
)
_PERMISSION = (
    r"(?:permission|licen[cs]e|agreement|arrangement|(?:sonder)?genehmigung|erlaubnis|autorisation|accord|autorización|permiso|"
    r"autorização|"
    r"permissão|concessione|permesso|autorizzazione|разрешени[яю]|дозвол[уом]+|toestemming|zgodą|izniyle|إذن|بإذن|بالاتفاق|"
    r"بموافقة)"
)

_TRANSLATED_RU = r"(?:автоматически |машинно )?(?:был[аои]? )?(?:автоматически )?перевед[её]н\w*"

_REGION_NOTICE = (
    r"(?:mil[- ]osi )?(?:translation|перевод|переклад|übersetzung|traduction|traducción|tradução|traduzione|vertaling|çeviri|"
    r"tłumaczenie|翻译|翻譯|译文|翻訳|الترجمة|ترجمة)"
    r" ?[.:。]? ?(?:region|регион|регіон|région|región|região|regione|regio|bölge|地区|地區|地域|المنطقة|منطقة)\s?[:：] ?"
)
REGION_NOTICE = Rule(
    name="translation notice with region",
    kind="translation",
    patterns=(rf"{_REGION_NOTICE}(?P<region>(?:\bst\.|(?! - )[^.!?:;|。]){{2,60}}?)[ .\-|:]*",),
    reason="Names a translation and where the original is from; no reporter writes it.",
)
_find_region_notice = re.compile(rf"\s*{_REGION_NOTICE}", re.IGNORECASE).match
_find_marks = re.compile(r"(?:[ \t]*[.\-–—|:。])*\s*").match


def end_of_region_notice(paragraph: str) -> int | None:
    """Tell where a translation notice with region ends with which a paragraph begins; ``None`` where nothing follows it there."""
    notice = _find_region_notice(paragraph)
    if notice is None:
        return None
    end = notice.end() + end_of_region(paragraph[notice.end() :])
    marks = _find_marks(paragraph, end)
    return marks.end() if marks is not None and end > notice.end() and marks.end() < len(paragraph) else None


NOTICES: tuple[Rule, ...] = (
    REGION_NOTICE,
    Rule(
        name="pointer to the disclaimer",
        kind="translation",
        patterns=(
            r"(?:an )?important disclaimer is at the (?:bottom|top|end|beginning|foot) of (?:this|the) \w+\.?",
            r"важн\w+ (?:оговорка|отказ от ответственности|примечание) (?:находится |приведен\w* )?(?:внизу|в конце|вверху|"
            r"в начале) .{3,40}",
            r"важлив\w+ (?:застереження|примітка|відмова від відповідальності) (?:міститься |наведен\w* )?(?:внизу|у кінці|"
            r"наприкінці|угорі) .{3,40}",
            r"ein wichtiger (?:haftungsausschluss|hinweis) (?:befindet sich|steht) am (?:ende|anfang) .{3,40}",
            r"un (?:avis|avertissement) (?:de non-responsabilité )?important (?:se trouve|figure) (?:en bas|à la fin|"
            r"en haut|au bas) .{3,40}",
            r"(?:un aviso|una advertencia|un descargo de responsabilidad) importante (?:se encuentra|está|figura) .{3,60}",
            r"(?:um aviso|uma isenção de responsabilidade) importante (?:está|encontra-se) .{3,60}",
            r"un(?:'avvertenza| avviso| disclaimer) importante (?:si trova|è) .{3,60}",
            r"een belangrijke (?:disclaimer|opmerking) (?:staat|vindt u) .{3,60}",
            r"ważne (?:zastrzeżenie|oświadczenie) (?:znajduje się|zamieszczono) .{3,60}",
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
        max_characters=MAX_CHARACTERS,
    ),
    Rule(
        name="notice of translation",
        kind="translation",
        patterns=(
            rf"{OPEN}(?:(?:editor'?s note|note|disclaimer) ?[:.;]? ?)?(?:this|the (?:above|following)) {WORK} (?:is|was|"
            rf"has been) (?:an? )?"
            r"(?:automatically |originally )?(?:(?:machine|ai|computer)[- ])?(?:translated|translation)(?! into)\b.{0,240}",
            rf"{OPEN}(?:an? )?(?:machine|automatic|automated|computer|ai|unofficial)[- ](?:generated )?translat(?:ion|ed)"
            rf"(?: (?:by|from|of|via|using|with) (?:{MACHINE}|{LANGUAGE}).{{0,60}})?{CLOSE}",
            rf"{OPEN}(?:google |deepl |machine |automatically )?translat(?:ed|ion) from(?: the)?(?: original)? {LANGUAGE}"
            rf"(?: (?:by|with|using|via) .{{2,80}})?{CLOSE}",
            rf"{OPEN}(?:automatically )?translated (?:by|with|using) (?:google(?: translate)?|deepl|chatgpt|ai|artificial "
            rf"intelligence|"
            r"a machine|yandex)\b.{0,80}",
        ),
        cues=(("translated",),),
        reason="Says that the text is a translation, which only a second publisher does.",
        max_characters=320,
    ),
    Rule(
        name="notice of translation (other languages)",
        kind="translation",
        patterns=(
            rf"(?={OPEN}{THIS}(?:{WORKS}|{_TRANSLATION}) )(?=.*(?:transl|übersetz|tradu|tradott|перевод|перевед|переклад|"
            rf"vertaal|vertal|"
            rf"tłumacz|çeviri|çevril|ترجم))(?=.*{_BY_MACHINE}).{{9,260}}",
            rf"{OPEN}(?:this|dies|das|ceci|c') ?(?:is|ist|est) (?:an? |eine |une )?(?=\w+ ?\w* (?:translation|übersetzung|"
            rf"traduction))(?:.{{0,24}}"
            rf"{_BY_MACHINE}|unofficial|inoffizielle|non officielle).{{0,160}}",
            rf"{OPEN}{_TRANSLATION} (?:was |wurde |est |is |выполнен |сделан |виконано |зроблено )?(?:made|done|produced|"
            rf"provided|erstellt|faite|"
            rf"réalisée|realizada|feita|realizzata|effettuata|выполнен|сделан|виконан\w*|зроблен\w*|с помощью|за "
            rf"допомогою).{{2,100}}",
            rf"{OPEN}(?:أنجزت|أعدت|تمت) هذه الترجمة .{{2,100}}",
            rf"{OPEN}{_TRANSLATION}(?: (?:from|of) (?:the )?(?:original )?{LANGUAGE}| (?:aus dem|du|del|do|dal|с|со|з|із|uit "
            rf"het|z) {LANGUAGE}|"
            rf" de l'{LANGUAGE}| dall'{LANGUAGE})?(?: ?[:/] ?| (?:by|von|par|de|por|di|door) )[^.!?:0-9]{{3,50}}{CLOSE}",
            rf"{OPEN}{_TRANSLATION} (?:from|of) (?:the )?(?:original )?{LANGUAGE}(?: original)?{CLOSE}",
            rf"{OPEN}(?:перевод|переведено) (?:с|со) {LANGUAGE}(?: языка)?.{{0,60}}",
            rf"{OPEN}(?:машинный|автоматический) перевод(?: (?:с|со) {LANGUAGE}.{{0,40}})?{CLOSE}",
            rf"{OPEN}(?:эт(?:от|а|о)|данн(?:ый|ая|ое)) (?:текст|материал|статья|публикация|сообщение|новость) "
            rf"{_TRANSLATED_RU}.{{0,120}}",
            rf"{OPEN}(?:этот|данный) перевод (?:был )?(?:выполнен|сделан).{{0,120}}",
            rf"{OPEN}(?:ниже|далее) (?:приводится|следует|дан) (?:машинный |автоматический )?перевод .{{2,100}}",
            rf"{OPEN}(?:цю|цей|дану?) (?:статтю|текст|матеріал|новину) (?:було )?(?:автоматично )?переклад(?:ено|ений).{{0,120}}",
            rf"{OPEN}(?:переклад|перекладено) (?:з|із|зі) {LANGUAGE}.{{0,60}}",
            rf"{OPEN}(?:машинний|автоматичний) переклад(?: (?:з|із|зі) {LANGUAGE}.{{0,40}})?{CLOSE}",
            rf"{OPEN}(?:нижче|далі) (?:наведено|подано) (?:машинний |автоматичний )?переклад .{{2,100}}",
            rf"{OPEN}(?:aus dem {LANGUAGE} (?:übersetzt|übertragen)|(?:übersetzt|übersetzung) aus dem {LANGUAGE}).{{0,60}}",
            rf"{OPEN}(?:maschinelle|automatische|maschinell erstellte) übersetzung(?: aus dem {LANGUAGE}.{{0,40}})?{CLOSE}",
            rf"{OPEN}diese[rs]? (?:text|artikel|beitrag|meldung) wurde .{{0,80}}übersetzt.{{0,60}}",
            rf"{OPEN}(?:der|dies|dieser|das) (?:folgende |nachfolgende |vorliegende )?(?:text|artikel|beitrag)?(?: ist)? eine "
            rf"(?:maschinelle|"
            r"automatische) übersetzung.{0,100}",
            rf"{OPEN}traduit (?:automatiquement )?(?:du |de l'|de la ){LANGUAGE}.{{0,60}}",
            rf"{OPEN}traduction automatique(?: (?:du |de l'){LANGUAGE}.{{0,40}})?{CLOSE}",
            rf"{OPEN}(?:cet article|ce texte|cette dépêche) (?:a été|est) traduit.{{0,120}}",
            rf"{OPEN}(?:le texte|l'article|le présent texte) (?:ci-dessous |ci-après |qui suit |suivant )?est une traduction "
            r"(?:automatique|non officielle|d'un).{0,100}",
            rf"{OPEN}traducido (?:automáticamente )?del {LANGUAGE}.{{0,60}}",
            rf"{OPEN}traducción automática(?: del {LANGUAGE}.{{0,40}})?{CLOSE}",
            rf"{OPEN}est[ea] (?:artículo|texto|noticia|nota) (?:ha sido|fue) (?:automáticamente )?traducid[oa].{{0,120}}",
            rf"{OPEN}(?:el siguiente|el presente|este) (?:texto|artículo) (?:siguiente )?es una traducción (?:automática|no "
            rf"oficial|de un)"
            r".{0,100}",
            rf"{OPEN}traduzido (?:automaticamente )?do {LANGUAGE}.{{0,60}}",
            rf"{OPEN}tradução automática(?: do {LANGUAGE}.{{0,40}})?{CLOSE}",
            rf"{OPEN}est[ea] (?:artigo|texto|notícia|matéria) foi (?:automaticamente )?traduzid[oa].{{0,120}}",
            rf"{OPEN}(?:o texto|o artigo|este texto|este artigo) (?:a seguir |abaixo |seguinte )?é uma tradução (?:automática|"
            rf"não oficial|"
            r"de um).{0,100}",
            rf"{OPEN}tradotto (?:automaticamente )?(?:dal |dall'|dallo ){LANGUAGE}.{{0,60}}",
            rf"{OPEN}traduzione automatica(?: (?:dal |dall'){LANGUAGE}.{{0,40}})?{CLOSE}",
            rf"{OPEN}quest(?:o articolo|o testo|a notizia) è stat[oa] (?:automaticamente )?tradott[oa].{{0,120}}",
            rf"{OPEN}(?:il testo|l'articolo|questo testo|questo articolo) (?:che segue |seguente |qui sotto )?è una traduzione "
            rf"(?:automatica|"
            r"non ufficiale|di un).{0,100}",
            rf"{OPEN}dit (?:artikel|bericht|stuk) (?:is|werd) (?:automatisch |machinaal )?vertaald.{{0,120}}",
            rf"{OPEN}(?:automatisch |machinaal )?vertaald uit het {LANGUAGE}.{{0,60}}",
            rf"{OPEN}(?:onderstaande?|deze|de volgende|dit) (?:tekst|artikel)? ?is een (?:machine-?vertaling|automatische "
            rf"vertaling).{{0,100}}",
            rf"{OPEN}(?:machine-?vertaling|automatische vertaling){CLOSE}",
            rf"{OPEN}(?:ten|niniejszy) (?:artykuł|tekst|materiał) (?:został|jest) (?:automatycznie |maszynowo "
            rf")?przetłumaczony.{{0,120}}",
            rf"{OPEN}(?:przetłumaczono|przetłumaczone|tłumaczenie) (?:automatycznie )?z (?:języka )?{LANGUAGE}.{{0,60}}",
            rf"{OPEN}(?:poniższy|niniejszy) (?:tekst|artykuł) (?:jest|to) (?:maszynow\w+ |automatyczn\w+ "
            rf")?tłumaczeni\w+.{{0,100}}",
            rf"{OPEN}(?:tłumaczenie (?:maszynowe|automatyczne)|(?:maszynowe|automatyczne) tłumaczenie){CLOSE}",
            rf"{OPEN}bu (?:makale|yazı|haber|metin) .{{0,40}}(?:çevrilmiştir|çevrildi|tercüme edilmiştir){CLOSE}",
            rf"{OPEN}(?:aşağıdaki|bu) (?:metin|yazı|haber) .{{0,60}}çevirisidir{CLOSE}",
            rf"{OPEN}{LANGUAGE}'?[dt][ae]n (?:otomatik olarak )?çevrilmiştir.{{0,60}}",
            rf"{OPEN}(?:otomatik çeviri|makine çevirisi){CLOSE}",
            rf"{OPEN}(?:译自|翻译自|編譯自|编译自){LANGUAGE}.{{0,20}}",
            rf"{OPEN}(?:本文|本文章|以上内容|以下内容)(?:由|为|是|经)?.{{0,16}}(?:机器|自动|人工智能)翻译.{{0,30}}",
            rf"{OPEN}(?:机器|自动)翻译.{{0,12}}",
            rf"{OPEN}(?:この記事|本記事|以下|この文章)は.{{0,20}}(?:機械|自動)翻訳.{{0,24}}",
            rf"{OPEN}(?:機械|自動)翻訳.{{0,12}}",
            rf"{OPEN}{LANGUAGE}から(?:の)?(?:機械|自動)?翻訳.{{0,16}}",
            rf"{OPEN}(?:مترجمة?|تمت الترجمة|ترجمة|تُ?رجمت?) (?:عن|من) (?:اللغة )?{LANGUAGE}.{{0,60}}",
            rf"{OPEN}ترجمة (?:آلية|تلقائية){CLOSE}",
            rf"{OPEN}(?:تمت|تم) ترجمة (?:هذا|هذه) .{{0,120}}",
            rf"{OPEN}(?:النص التالي|النص أدناه|هذا النص|هذا المقال) (?:هو )?ترجمة .{{2,100}}",
            rf"{OPEN}(?:this is|ceci est|voici|dies ist|das ist|esta es|esta é|questa è|это|це|هذه|dit is|to jest) (?:an "
            rf"|eine |une |una |uma |een )?"
            r"(?:unofficial |inoffizielle |неофициальный |неофіційний |onofficiële |nieoficjalne )?"
            r"(?:translation|übersetzung|traduction|traducción|tradução|traduzione|перевод|переклад|vertaling|tłumaczenie|ترجمة)"
            r"(?: non officielle| no oficial| não oficial| non ufficiale| غير رسمية)?(?: \w+)? (?:of|from|d'|de|di|du|von|"
            r"aus|del|do|"
            r"eine[rs]|с|из|z|van|ل)"
            r" ?.{2,100}",
            rf"{OPEN}(?:ترجم|تُرجم|ترجمت) هذا .{{2,100}}",
            rf"(?={OPEN}(?:text|texte|texto|testo|текст|نص|tekst|metin|artikel|automatisch) )(?=.*{_BY_MACHINE})(?=.*(?:transl|"
            rf"übersetz|tradu|tradott|"
            r"перевед|переклад|vertaald|przetłum|çevril|مترجم))[^.!?]{10,90}[.)\]]?",
            rf"{OPEN}automatisch aus dem {LANGUAGE} übersetzt{CLOSE}",
        ),
        cues=(("translated",),),
        reason="The same in the other languages of the rules.",
        max_characters=260,
    ),
    Rule(
        name="first published elsewhere",
        kind="republication",
        patterns=(
            rf"{OPEN}(?:editor'?s note ?[:.;]? ?)?(?:this|a version of this) {WORK} (?:was |is |has been )?"
            r"(?:(?:originally|first|previously|initially|also) (?:published|posted|appeared|featured|printed|distributed|"
            r"released|written)"
            r"|(?:published|appeared|posted) (?:originally|first)|(?:republished|reprinted|reproduced|syndicated)(?: here)?)"
            r" (?:in|by|on|at|with|from|via|under|for|courtesy|here|as|through)\b.{0,220}",
            rf"{OPEN}(?:originally|first) (?:published|posted|appeared|printed) (?:at|in|on|by|via|from|:).{{2,160}}",
            rf"{OPEN}(?:re(?:published|printed|posted)|reproduced) (?:from|with (?:the )?(?:kind )?permission|"
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
            rf"{OPEN}(?:(?:a|an earlier|an edited|eine|une|una|uma|نسخة من|نشرت نسخة من|одна из версий|версия|версія|een|bir) "
            rf"(?:versi\w+ |versão |frühere version |edited version |نسخة )?(?:of |de |di |d'|van |desta |deste |dieses "
            rf")?)?{THIS}?{WORKS}"
            rf" (?!.*journal officiel)(?:[^.!?]{{0,40}} )?{_PUBLISHED}(?: \w+){{0,4}} (?:in|on|at|by|im|auf|bei|dans|sur|en|no|"
            rf"na|em|su|sul|sulla|nel|"
            rf"nella|в|на|у|op|w|في|على) .{{2,120}}",
            rf"{OPEN}نشرت? نسخة من (?:هذا|هذه) .{{2,120}}",
            rf"{OPEN}(?:erschienen|paru|parue|pubblicato|publicado|published|опубликовано|вышло|опубліковано|verschenen|"
            rf"gepubliceerd|opublikowano)"
            rf"(?: (?:zuerst|erstmals|initialement|originalmente|originally|first|d'abord))? (?:in|im|auf|dans|sur|en|no|na|em|"
            rf"su|sul|sulla|nel|nella|"
            rf"в|на|у|op|w|by) [^.!?]{{2,80}}{CLOSE}",
            rf"{OPEN}(?:(?:re)?(?:published|printed|produced|posted)|used|shared|nachdruck|abdruck|(?:re)?publi(?:é|ée|cado|"
            rf"cada)|(?:re)?imprim\w+|"
            rf"reprodu\w+|(?:ri)?pubblicat[oa]|riprodott[oa]|публикуется|печатается|перепечатано|опубликовано|опубліковано|"
            rf"друкується|передруковано|"
            rf"gepubliceerd|overgenomen|opublikowano|przedruk|ينشر|تنشر|نشر|أعيد نشره|يعاد نشره)[^.!?]{{0,30}} (?:\w+ "
            rf")?{_PERMISSION}\b.{{0,120}}",
            rf"{OPEN}(?:by|mit|avec|con|com|per|с|з|met|za) (?:the )?(?:l')?(?:\w+ )?(?:kind |freundlicher |aimable |gentile |"
            rf"amable |любезного )?"
            rf"{_PERMISSION} (?:of|von|der|des|de|du|d[aeio]l?|dell[ao']|da|do|van|\w+).{{2,100}}",
            rf"{OPEN}(?:эт(?:от|а)|данн(?:ый|ая)) (?:статья|материал|текст|публикация) (?:был[аи]? )?"
            r"(?:впервые |первоначально |изначально |ранее )(?:был[аи]? )?(?:опубликован|вышел|вышла|появил)\w*.{2,160}",
            rf"{OPEN}(?:материал|впервые|оригинал|первоначально|изначально) (?:был )?(?:впервые |первоначально "
            rf")?опубликован[оа]? "
            r"(?:на|в|с) .{2,120}",
            rf"{OPEN}(?:оригинал (?:статьи|материала|публикации|текста)|опубликовано с разрешения)\b.{{1,160}}",
            rf"{OPEN}(?:перепечатано|перепечатка|публикуется|воспроизводится) (?:с|по) разрешени[яю] .{{2,120}}",
            r"запись .{3,160} впервые появилась .{2,80}",
            rf"{OPEN}(?:стаття|статтю|матеріал|текст|цю статтю) (?:було |був |була )?(?:вперше |спершу |спочатку )(?:було )?"
            r"(?:опублікован\w+|вийш\w+|з'явил\w+) .{2,120}",
            rf"{OPEN}(?:вперше опубліковано|оригінал (?:статті|матеріалу|публікації)|передруковано з дозволу|передрук з "
            rf"дозволу).{{1,140}}",
            rf"{OPEN}diese[rs]? (?:artikel|text|beitrag) (?:ist|erschien|wurde) (?:zuerst|ursprünglich|zunächst|"
            rf"erstmals).{{2,160}}",
            rf"{OPEN}(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:in|bei|auf|im|am|von).{{2,120}}",
            rf"{OPEN}(?:mit (?:freundlicher )?genehmigung (?:übernommen|nachgedruckt|von|der|des)|übernommen (?:von|"
            rf"aus)).{{2,120}}",
            r"(?:der )?originalartikel (?:ist|erschien|finden sie|steht) .{2,120}|zum original(?:artikel|beitrag|text)?[ .:>]*",
            r"der beitrag .{3,160} erschien (?:zuerst|ursprünglich) .{2,80}",
            rf"{OPEN}(?:cet article|ce texte|cette tribune) (?!.*journal officiel)(?:est paru|a été publié|a d'abord été "
            rf"publié|est initialement paru|est "
            r"republié|a été initialement publié|est repris).{2,160}",
            rf"{OPEN}(?:article |texte )?(?:publié|paru|republié) (?:initialement|à l'origine|pour la première fois|avec "
            rf"l'autorisation|"
            r"avec l'aimable autorisation) .{2,120}",
            rf"{OPEN}(?:article|texte|initialement) (?:initialement )?(?:publié|paru) (?:dans|sur|par|en) .{{2,120}}",
            r"l'article .{3,160} est apparu en premier sur .{2,80}",
            r"lire l'(?:article original|original)(?: (?:sur|ici|dans) ?.{0,100})?[ .]*",
            rf"{OPEN}est[ea] (?:artículo|texto|nota|noticia) (?:fue|ha sido|se) public\w+ (?:originalmente|primero|"
            rf"por primera vez).{{2,160}}",
            rf"{OPEN}est[ea] (?:artículo|texto|nota|noticia) (?:fue|ha sido|se) originalmente public.{{2,160}}",
            rf"{OPEN}(?:re)?publicado (?:originalmente|por primera vez|inicialmente|con (?:el )?permiso) .{{2,120}}",
            rf"{OPEN}(?:reproducid[oa]|reimpres[oa]) con (?:el )?(?:permiso|autorización) .{{2,120}}",
            r"la entrada .{3,160} (?:se publicó primero|apareció primero) en .{2,80}",
            r"le[ea] el (?:artículo|texto) original(?: (?:en|aquí) ?.{0,100})?[ .]*",
            rf"{OPEN}est[ea] (?:artigo|texto|matéria|reportagem) foi (?:originalmente )?publicad[oa].{{2,160}}",
            rf"{OPEN}publicad[oa] originalmente .{{2,120}}",
            rf"{OPEN}(?:reproduzid[oa]|republicad[oa]) com (?:a )?(?:autorização|permissão) .{{2,120}}",
            r"(?:o post|a postagem) .{3,160} apareceu primeiro (?:em|no|na) .{2,80}",
            r"leia o (?:artigo|texto) original(?: (?:em|no|na|aqui) ?.{0,100})?[ .]*",
            rf"{OPEN}quest(?:o articolo|o testo) è (?:stato pubblicato|apparso|uscito|stato originariamente pubblicato) "
            rf".{{2,180}}",
            rf"{OPEN}(?:ri)?pubblicato (?:originariamente|per la prima volta|in origine|per gentile concessione|con il "
            rf"permesso) .{{2,120}}",
            rf"{OPEN}per gentile concessione (?:di|del|della|dell') ?.{{2,120}}",
            r"l'articolo .{3,160} (?:proviene da|sembra essere il primo su) .{2,80}",
            r"leggi l'(?:articolo |)originale(?: (?:su|qui) ?.{0,100})?[ .]*",
            rf"{OPEN}dit (?:artikel|stuk|verhaal) (?:verscheen|is|werd) (?:eerder|eerst|oorspronkelijk|eerder "
            rf"verschenen).{{2,140}}",
            rf"{OPEN}(?:eerder|oorspronkelijk) (?:verschenen|gepubliceerd) (?:in|op|bij) .{{2,120}}",
            rf"{OPEN}(?:overgenomen|herdrukt|gepubliceerd) met toestemming (?:van|uit) .{{2,120}}",
            r"lees het (?:originele|oorspronkelijke) (?:artikel|verhaal)(?: (?:op|hier|in) ?.{0,100})?[ .]*",
            rf"{OPEN}(?:ten )?(?:artykuł|tekst) (?:ten )?(?:ukazał się|został (?:pierwotnie )?opublikowany|opublikowano) "
            r"(?:pierwotnie|po raz pierwszy|najpierw|w|na).{2,140}",
            rf"{OPEN}(?:przedruk|opublikowano) (?:za|wyłącznie za) zgodą .{{2,120}}",
            rf"{OPEN}bu (?:yazı|makale|haber) (?:ilk olarak|ilk kez|daha önce) .{{2,100}}(?:yayımlanmıştır|yayınlanmıştır|"
            rf"yayımlandı|"
            rf"yayınlandı|çıktı){CLOSE}",
            rf"{OPEN}.{{2,60}} izniyle (?:yeniden )?(?:yayımlanmıştır|yayınlanmıştır){CLOSE}",
            rf"{OPEN}(?:本文|原文)(?:最初|首先|原)?(?:发表|刊登|刊载|首发|载)(?:于|在).{{2,60}}",
            rf"{OPEN}(?:原文链接|原文網址|原文地址|原載|原载|转载自|轉載自).{{1,120}}",
            rf"{OPEN}(?:经|已获|获).{{1,40}}授权(?:转载|发布|刊登)[。.]?",
            r"(?:点击|點擊)?(?:此处)?(?:查看|阅读|閱讀)原文[。.]?",
            rf"{OPEN}(?:この記事|本記事|本稿)は.{{0,12}}(?:最初に|もともと|初めて|初出).{{1,40}}(?:掲載|公開|発表).{{0,12}}",
            rf"{OPEN}.{{1,40}}(?:許可|許諾|承諾)を(?:得て|受けて)(?:転載|掲載).{{0,12}}",
            r"(?:元の|オリジナルの|原文の?)記事(?:を読む|はこちら|へ)[。.]?",
            rf"{OPEN}(?:نُ?شر|نُ?شرت) (?:هذا|هذه) (?:المقال|المقالة|المادة|الخبر) .{{2,140}}",
            rf"{OPEN}(?:نُ?شر|نُ?شرت) (?:في الأصل|لأول مرة|أولا|أصلا) (?:في|على) .{{2,120}}",
            rf"{OPEN}(?:أعيد|يعاد) (?:نشره?|نشرها) (?:بإذن|بتصريح|بموافقة) .{{2,120}}",
            rf"{OPEN}(?:المقال|الخبر) الأصلي.{{0,120}}",
            r"(?:اقرأ|طالع) (?:المقال|الخبر|النص) الأصلي.{0,60}",
            rf"{OPEN}نقلا عن .{{2,40}}",
            rf"{OPEN}(?:by arrangement with|courtesy of|en accord avec|avec l'accord d\w+|mit erlaubnis|por cortesía de|"
            rf"cortesia d\w+|con il permesso d\w+|"
            rf"con permiso de|с (?:любезного )?разрешения|з дозволу|met toestemming van|za zgodą|بإذن من|بالاتفاق مع) "
            rf"[^.!?]{{2,60}}{CLOSE}",
            rf"{OPEN}(?:erstmals|initialement|por primera vez|pela primeira vez|впервые|вперше|oorspronkelijk|pierwotnie) "
            rf"{_PUBLISHED} (?:[^.!?]|(?<=\d)\.){{2,100}}{CLOSE}",
            rf"{OPEN}{_PUBLISHED} (?:originally|first|initialement|pour la première fois|por primera vez|pela primeira vez|per "
            rf"la prima volta|впервые|вперше|"
            rf"لأول مرة) .{{2,120}}",
            rf"{OPEN}{THIS}{WORKS} (?:was|is|wurde|a été|fue|foi|è stat[oa]|был[аи]?) (?:originally )?(?:produced|written|"
            rf"provided|supplied|bereitgestellt|"
            rf"produit|producid[oa]|produzid[oa]|prodott[oa]|подготовлен\w*) (?:by|for|von|par|por|da|in partnership) .{{2,120}}",
            rf"{OPEN}this {WORKS} first (?:ran|aired|appeared) (?:in|on|at) .{{2,120}}",
            rf"{OPEN}(?:ظهر|ظهرت|صدر) (?:هذا|هذه) (?:المقال|المقالة|المادة|الخبر) (?:لأول مرة |أولا )?(?:في|على) .{{2,120}}",
        ),
        reason="The same in the other languages of the rules.",
        max_characters=260,
    ),
)
"""Translators first. Our choice, from notices of fourteen languages."""
