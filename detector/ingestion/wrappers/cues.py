"""
The words by which notices are known whatever their wording, in fourteen languages.

In: a paragraph, normalised and in small letters. Out: which kinds of words it has, and which of them begin a sentence. A notice
of republication says that a work is reproduced, and that somebody permits it; how it says so differs from house to house. News
has each of these words as well, but hardly all of a rule's in one short paragraph at the edge of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from detector.ingestion.regions import LANGUAGE_NAMES
from detector.ingestion.wrappers.wordlists import WordList

# Beginnings of words; a word that ends in "=" is meant whole. Behind the bar what is looked for where no spaces part words.
_WORDS = {
    "credit": "credit crédit crediti photo foto fot= image imagen imagem immagin bild bildnachweis picture beeld zdjęci "
    "görsel фото снимок знімок صورة الصورة تصوير عدسة |摄影 图 撮影 写真",
    "translated": "übertragen= traduç machinevert maschinenüb رجم rendered= translat übersetz traduc tradui "
    "traduit tradut traduz vertido= vertida= "
    "tradott перевод перевед перевел перевела переклад переклал vertaal vertal tłumacz przetłum przeło "
    "przekład çevir çevril çeviri tercüme ترجم تُرجم الترجم مترجم أترجم ترجمت |译自 翻译 翻譯 译者 譯者 翻訳 編訳 编译 編譯",
    "machine": "ai= ki= ia= ии= ші= autom machin maschin artifici artificiel künstlich intelig искусств штучн нейрос "
    "нейром машинн автомат kunstmat sztuczn yapay= makine otomatik الاصطناعي آلي آليا software logiciel "
    "программ program= programm= programme= programa programma program программа програм yazılım برنامج "
    "computer deepl google chatgpt ديب llm= |软件 軟體 ソフトウェア 人工智能 人工智慧 人工知能 机器 機器 機械 "
    "自動 自动 ai chatgpt deepl",
    "language": "danish= dänisch danois danés danese датск данськ schwedisch suédois sueco svedese шведск шведськ finnisch "
    "finnois "
    "finlandés finlandês finlandese фінськ isländisch islandais islandés islandês islandese исландск ісландськ griechisch "
    "греческ грецьк tschechisch tchèque checo tcheco ceco= чешск чеськ ungarisch hongrois húngaro ungherese венгерск угорськ "
    "румынск румунськ türkisch турецьк турецк polnisch polonais polaco polonês polacco польск niederländ néerlandais holandês "
    "olandese нидерландск chinesisch chinois chinês cinese китайск japanisch japonais japonés japonês giapponese японск "
    "украинск українськ english= french= german= german spanish= portugu italian russian ukrain chinese japanese arabic polish= "
    "dutch norweg swedish danish finnish engl französ deutsch spanisch italien russisch ukrainisch norwegisch "
    "anglais français allemand espagnol portug russe= inglés francés alemán español ruso= noruego inglês "
    "francês alemão espanhol norueguês inglese francese tedesco spagnolo russo= norvegese английск французск "
    "немецк испанск итальянск русск украинск норвежск финск англійськ французьк німецьк іспанськ італійськ "
    "російськ норвезьк engels= frans= duits= noors= angielsk francusk niemieck norwesk ingilizce fransızca "
    "almanca norveççe الإنجليزية الفرنسية الألمانية الإسبانية النرويجية الروسية original originel originale "
    "orijinal оригинал оригінал oryginał origineel المصدر الأصلي |英语 英文 法语 德语 俄语 日语 挪威语 原文 "
    "英語 フランス語 ドイツ語 ロシア語 "
    "ノルウェー語",
    "work": "article articl articolo story= stories= text= texte= texten texto testo text piece= post= posts= report= "
    "content= contents= contenu contenido conteúdo contenuto inhalt beitrag artikel meldung bericht reportage "
    "artículo noticia nota= artigo matéria notícia reportagem reportaje servizio notizia release= press= "
    "publication material= матер зміст= змісту= стать стаття статт текст публикац публікац новост новин контент содерж вміст "
    "informa информац інформац tekst artykuł treś materiał stuk= inhoud informatie makale yazı yazıda yazının "
    "haber= haberi metin içerik المقال المقالة التقرير النص المحتوى الخبر المادة ترجمة |本文 本稿 記事 文章 内容 稿件 信息 "
    "本信息",
    "this": "what= this= these= following= above= diese dieser dieses folgend vorliegend cet= cette= ce= ces= présent "
    "suivant ci= este= esta= siguiente seguinte presente questo= questa= quest= seguente эта= эту= этот= это= "
    "данн настоящ ниже= ця= цю= цей= це= нижче= dit= deze= onderstaand ten= to= niniejsz poniższ bu= "
    "aşağıdaki هذا هذه التالي |本 以下 以上",
    "opinion": "opinion opinions view= views= meinung ansicht auffassung opinión opinie propos= avis= opinião opiniõ "
    "мнени точк думк погляд позици позиці mening opini pogląd stanowisk görüş الآراء آراء رأي وجهة |观点 觀點 見解 "
    "意見 意见 立场 立場 言论",
    "author": "author autor auteur autore yazar автор المؤلف كاتب الكاتب كاتبه كاتبها writer verfass contributor "
    "colaborador gastautor columnist |作者 筆者 著者 个人 個人",
    "disowned": "necessar nécess zwangsläuf notwend necesari necessari reflect represent reflét reflej represen repräs "
    "rispecch spiegel impegn engag exclusiv esclusiv совпада отража збіга співпад відобра odzwierc pokryw weerspieg "
    "weergev noodzak yansıt bağla تعكس تعبر بالضرورة responsab responsib endors gibt= wieder= aittir |代表 反映",
    "other": "third= dritte dritten drittanbieter tiers= tercero terceiro terzi= третье треть третіх третьо trzeci "
    "derde derden üçüncü ثالث طرف |第三方 第三者 他社",
    "unproven": "verif überprüf geprüft vérifi провер перевір zweryf gecontrol doğrulan doğrula تتحقق نتحقق liab liable "
    "gewähr haftung haftet responsab ответствен відповідальн odpowiedzial aansprak sorumlu مسؤول endors |核实 "
    "核實 責任 责任 保証 保证 証明",
    "passed": "reprenons riprenderlo= riprenderla= publicamos= печатаем= надруков подаємо= republi repost reprint reproduc "
    "reproduz reproduit reprodui repris= reprise= nachdruck abgedruckt "
    "übernommen veröffentlich riproduc riprodot ripubbl перепеч публику перевидан передрук відтвор воспроиз "
    "przedruk opublikowan overgenomen herplaatst gepublic yayım yayınlan alınmış نشر ينشر يعاد أعيد أُعيد "
    "تنشر syndicat distribu shared= reused= publié publicad pubblica опублік опублик |转载 轉載 転載 刊登 掲載 再掲 授权",
    "permission": "concesso= согласия= згодою= einverständnis consentement consentimiento consentimento consenso= permission "
    "permiss licen lizenz licenc licenç licenz genehmig erlaubnis zustimmung autoris autoriz "
    "permis permes concession autorisé разреш дозвол лиценз ліценз toestemm zgod zgodą licencj izin izni "
    "iznin lisans إذن بإذن باذن ترخيص رخصة بموافقة consent agreement= accord= acuerdo acordo accordo "
    "arrangement |授权 授權 許可 許諾 书面",
    "forbidden": "prohibit prohíb prohib forbid interdit interdi verbot untersagt proibid vietat запрещ заборон zabron "
    "verboden yasak çoğaltıl kopyalan يمنع يحظر يجوز ممنوع unauthor |不得 禁止 禁じ 严禁 嚴禁",
    "without": "without= ohne= sans= sin= sem= senza= без= zonder= bez= olmadan= دون بدون nur= only= |未经 未經 無断",
    "copy": "alınt kaynak gösteril reproduc reproduz reprodu vervielf nachdruck weiterverb copie copia copy riprodu "
    "копирован воспроизв использован використан відтвор копіюван kopiow powiel rozpowsz overgenom verveelv "
    "uitgave çoğalt kopyala النسخ نسخ النشر نشر republicat redistribut |转载 轉載 転載 複製 复制",
    "comment": "komentow yorumlar comment= comments= commenting= kommentar commentaire comentari comentár commento "
    "commenti комментар коментар reactie komentarz yorum تعليق التعليق |留言 评论 評論 コメント ご意見 ご感想",
    "say": "راسلنا راسلونا mail= leave= join= share= tell= write= post= have= schreib diskut kommentier laiss "
    "donnez= partag réagiss écriv deje= deja= dejen escrib comparta comparte cuént deixe= conte= escreva "
    "comparti lascia scrivi condivid оставь оставл напиш пиши делитесь залиш пиш laat= schrijf= reageer "
    "zostaw napisz podziel yazın yaz= paylaş bırak اترك اتركوا شارك شاركو شاركن أخبرنا اكتب |情報提供 お寄せ 留言 发表 "
    "發表 寄せ 書き",
    "reader": "your= you= yours= below= ihr= ihre= ihren= uns= unten= ci= dessous votre= vous= abajo su= sus= usted tu= "
    "tus= abaixo seu= sua= você sotto= tuo= tua= ti= под= ниже внизу нижче вы= ви= вам= ваш ваше ваши статье "
    "статте hieronder onder= je= jouw= uw= u= poniżej pod= twoj twój swoj swój aşağı sizin siz= düşünüyor "
    "أدناه رأيك رأيكم تعليقك تعليقكم |下方 下の 欢迎 歡迎 您 あなた",
    "follow": "follow= folge= folgen= suivez siga= síga sigue= sígue seguici segui= seguite следите подпишитесь "
    "подписывайтесь читайте стежте слідкуйте підпишіться підписуйт volg= obserwuj śledź polub= takip تابعونا "
    "تابعنا تابعوا تابع join= like= connect= abonnez rejoignez únete únase unisciti dołącz присоединя "
    "приєднуй долучай bizi= curta= acompanhe |关注 關注 フォロー チェック 友だち",
    "network": "facebook twitter x= instagram linkedin telegram whatsapp youtube tiktok threads= bluesky mastodon reddit "
    "pinterest viber messenger rss= вконтакт вк= телеграм ютуб фейсбу вайбер однокласс дзен= инстаграм "
    "інстаграм ватсап فيسبوك تويتر إكس وإكس واتساب تلغرام تليغرام إنستغرام وإنستغرام انستغرام يوتيوب لينكد "
    "تيك |微信 微博 公众号 公式x 抖音 line facebook twitter フェイスブック 公式アカウント インスタグラム",
    "subscribe": "subscribe= sign= signing= signup= abonnier anmelden melde= bestellen= bestelle= abonnez abonne= "
    "inscrivez inscris= souscrivez suscríb suscrib apúnt "
    "regístr inscríb assine= assinar= inscreva cadastre iscriviti iscrivetevi abbonati abbonatevi abbonarsi registrati "
    "подпишись подписывайся підпишись підписуйся подпишитесь "
    "подписаться подписывайтесь зарегистрируйтесь підпишіться підписатися підписуйт зареєструйтеся abonneer "
    "schrijf= meld= zapisz zasubskr prenumeruj abone= kaydolun اشترك اشتركوا سجل سجلوا |订阅 訂閱 登録 購読",
    "receive": "get= receive= recevez erhalten= erhältst recibe= reciba= receba= ricevi получай отримуй ontvang otrzymuj "
    "alın= احصل احصلوا تصلك لتصلك |お届け 获取 送到",
    "letter": "newsletter inbox= mailbox postfach boletín boletin boletim casella= рассылк розсилк nieuwsbri bülten "
    "skrzynk boîte= lettre= نشرتنا النشرة البريدية نشرة briefing= digest= bandeja= |メルマガ ニュースレター 电子报 電子報",
    "mail": "mail= mails= email emails correo= courriel posta= почту почте пошту пошті بريدك بريدكم |邮箱 郵箱 邮件 メール",
    "site": "we= our= this= site= website= nous= notre ce= wir= unsere diese= nosotros nuestr utiliz usamos este= "
    "nós= nosso nossa usiamo questo= мы= наш этот= сайт ми= цей= wij= onze deze= my= nasz używamy ta= strona "
    "biz= sitemiz bu= نستخدم موقعنا هذا |本网站 本網站 当サイト 我们 我們",
    "cookie": "cookie cookies куки الارتباط |クッキー cookie",
    "consent": "agree= einverstanden zustimm соглаш погодж akkoord zgadz "
    "accept akzept acept aceit accett прин прийн accepte zaakcept kabul قبول experien expérien esperien "
    "erlebnis ervaring doświad deneyim تجربت consent improv amélior verbess mejor melhor miglior лучше краще "
    "beter= settings= einstell paramètr configur impostaz настройк налаштув instell ustawie ayarla |同意 接受 设置 "
    "設定",
    "policy": "privacy= terms= datenschutz nutzungsbeding confidential privacidad privacidade riservatezza конфиденц "
    "конфіденц privacybeleid voorwaarden prywatno regulamin gizlilik الخصوصية |隐私 隱私 プライバシー 個人情報",
    "warning": "disclaimer advertência haftungshinweis notice= haftungsausschluss hinweis= avis= avertissement "
    "avviso= avvertenza aviso= advertencia "
    "descargo= оговорк примечан застереж приміт opmerking zastrzeż uwaga= uyarı= تنويه إخلاء |声明 聲明 免责 注意事項",
    "important": "important importante wichtig важн важлив belangrijk ważn önemli هام مهم |重要",
    "end": "bottom= end= foot= ende= seitenende= fin= bas= final= pie= fondo= fine= pé= fim= piè= конце внизу "
    "наприкінці кінці унизу= "
    "einde= onderaan końcu "
    "sonunda نهاية أسفل |文末 末尾",
    "link": "link= links= hyperlink hiperlink quellenangabe lien= enlace citar= citando citation mención menção citazione "
    "source= fonte= fuente= ссылк гиперссылк посиланн гіперпосиланн bronvermelding źródł kaynak المصدر |出处 出處 出典",
    "must": "mandatory= required= obligator verpflicht erforderlich oblig obrigat obbligator обязательн обов обязан "
    "verplicht wymagan zorunlu إلزامي |须 須 必ず",
    "free": "free= gratuit gratis= grátis= kostenlos kostenfrei бесплатн безкоштовн darmow bezpłatn ücretsiz مجاني "
    "مجانية مجانا unlimited illimité unbegrenzt ilimitad illimitat límites limites limiti безлимит безліміт "
    "onbeperkt sınırsız |免费 免費 無料",
    "version": "english= rendered= version versión versão versione fassung rendering версия версія версии wersja versie "
    "النسخة نسخة türkçesi çevirisi |版",
    "column": "column columns tribunes tribune= gastkomment kolumne komment chronique columna coluna editorial commenti "
    "rubric колумн felieton köşe opiniestuk gastbeitr مقالات |评论文章 評論文章 コラム 社説",
    "house": "newspaper paper= outlet= publisher editors= journal= magazine zeitung redaktion rédaction diario "
    "periódico redacción jornal redação giornale testata redazione издани газет редакц видан redakc krant "
    "redactie gazet الصحيفة الجريدة الموقع |本报 本報 本网 本紙 本誌 編集部",
    "app": "app= apps= application aplicación aplicativo applicazione приложен застосун uygulama aplikac تطبيق "
    "تطبيقنا android ios |客户端 客戶端 アプリ",
    "take": "hiçbir= download télécharg laden= lade= descarg baixe= baixar= scarica скача завантаж pobierz indir حمل "
    "نزل turn= enable activez activ ativ attiv включи увімкн schalten miss= manquez verpass pierda pierdas "
    "perca= perdere пропуст kaçır przegap mis= تفوت |下载 下載 ダウンロード",
    "closed": "closed= wyłączone disabled= fermé geschlossen deaktiv cerrad desactiv encerrad fechad chiusi disabilit "
    "закрыт отключ закрит вимкн kapal zamknięt wyłączon gesloten uitgeschak مغلقة |关闭 關閉 終了",
    "continue": "continu suite= weiterles weiter= seguir leyendo lendo leggere дальше далее продолж далі verder= dalej "
    "okumaya للمتابعة المتابعة lire= |继续 繼續 続き",
    "login": "login= log= sign= connectez identifi anmeld einlogg sesión sesion logar conta= accedi accedere войдите "
    "авториз увійдіть inlog zaloguj giriş الدخول abbonati abonnez abonn subscrib suscrib assine подписк "
    "підписк probeabo |登录 登錄 ログイン",
    "page": "page= pages= seite= seitenende= página pagina= страниц сторінк strony= stronie= sayfa الصفحة صفحة |页 頁 ページ",
    "we pass": "reprenons publions reproduisons geben= drucken= übernehmen= publicamos reproducimos pubblichiamo riprendiamo "
    "riproponiamo reproduzimos печатаем= публикуем= перепечатываем= друкуємо= публікуємо= передруковуємо= подаємо= republish= "
    "reproduce= reprint=",
    "unread": "durchgesehen korrekturgelesen gegengelesen proofread reviewed= relu= relue= revisad revisão revisión rivist "
    "revisionat "
    "читал вычит вичит читав nagelezen",
    "sender": "absender sender= expéditeur émetteur remitente emisor mittente remetente emissor отправител надіслав надсила "
    "відправник afzender nadawc gönderen المرسل",
    "address": "e-mail= email= correo= address= adresse= dirección= indirizzo= endereço= адрес= адресу= adres=",
    "enter": "add= enter= leave= type= indiquez laissez saisissez entrez renseignez deja= deje= introduce= introduzca escribe= "
    "deixe= deixar= insira= digite= lascia= lasciare= inserisci gib= tragen= trage= hinterlassen= оставьте= укажите= введите= "
    "залиште= вкажіть= введіть= vul= laat= podaj= wpisz= bırakın=",
    "own": "your= votre= tuo= tua= tu= su= seu= sua= ihre= deine= свой= свою= свій= ваш= вашу= uw= je= swój=",
    "to get": "enviaremos envoyons enverrons invieremo присылаем= надсилаємо= receive= inbox= newsletter recevoir "
    "recevez lettre= erhalten= postfach= recibir= recibe= correo= ricever posta= "
    "receber= correio= chega= получать= письмо= отримувати= листа= ontvang otrzym skrzynk",
    "read": "read= reading= lire= lisez= lesen= lies= leer= lea= lee= leggere= leggi= ler= leia= читать читайте почитать "
    "прочитать "
    "читати почитати lees= lezen= czyta przeczyta oku= okuyun= اقرأ pierda pierdas= perca= perder= perdere= miss= manquez "
    "verpassen= "
    "пропуст",
    "also": "also= more= next= too= aussi= également encore= auch= mehr= weiter= también= más= tampoco= además= também= "
    "mais= anche= "
    "ancora= также= ещё= еще= також= ще= ook= meer= też= także= również= ayrıca= أيضا",
    "dispatch": "wire= dispatch material dépêche meldungen= agenturm despacho teletipo dispacci collaborat colaborad "
    "contribu mitgewirkt "
    "agentur agenzi agenci agence сообщени материал матеріал повідомлен bericht information informa dados= datos= dati=",
    "binding": "maßgeblich verbindlich prevail authoritative= binding= foi= prevalece prevale= fede= vinculante rechtsgültig",
    "wording": "wortlaut fassung= version= versione= versión versão original original= originale= text= texte= texto= testo=",
    "support": "support= supported funded grant= soutenu soutien financ geförd unterstütz apoyo apoio sostegno sostenut "
    "поддержк підтримк wspar steun desteğ بدعم |资助 支持 助成",
    "report": "report= reporting= reported= reportage bericht= text= reporte= reportaje reportero reportagem repórter "
    "servizio cronaca репортаж сообщ relacja relacj zgłasz verslag haber= muhabir إعداد تقرير كتابة كتب "
    "written= writing= writer= rédact redacc redação testo= текст автор autor |记者 記者 報道 文 オスロ",
    "edit": "edit= editing= edited= editor= redig redaktion redaktor bearbeit version= édit editad editado edición "
    "ediç editor cura= montaje редакт редактор редагу redakc redagow redact redactie eindred editör تحرير حرر "
    "|编辑 編輯 編集 责编",
}
"""
Our choice, of the words that the notices of fourteen languages are made of. Where a word serves more than "
"one kind it stands under
each: what counts is that all the kinds of a rule are there.
"""

CUES: dict[str, int] = {name: 1 << number for number, name in enumerate(_WORDS)}
"""A bit for each kind of words."""

_listed = [(f"{language}=", CUES["language"]) for language in LANGUAGE_NAMES if " " not in language]
_unspaced: list[tuple[re.Pattern[str], int]] = []
for _name, _words in _WORDS.items():
    _spaced, _, _dense = _words.partition("|")
    _listed.append((_spaced, CUES[_name]))
    if _dense:
        _unspaced.append((re.compile("|".join(map(re.escape, _dense.split()))), CUES[_name]))
_KINDS = WordList(_listed)

_find_tokens = re.compile(r"[^\W_]+|[.!?…;:|\[(؟؛]|\s-\s").findall
_has_dense = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]").search
_N_OPENING = 6
_N_LEADING = 2
"""Words that count as a paragraph's beginning, and as the very beginning of any sentence. Our choice: with 6 for both, "Three
million people follow …" would be a call to follow."""

_OPENING = len(CUES)
_LEADING = 2 * _OPENING
"""How far the bits of a kind are moved where it stands in the beginning, and at the very beginning."""


_BORDER = -1
"""Stands for a mark that parts sentences, where a word has its kinds."""
_MAX_KNOWN = 1 << 15


class _Known(dict[str, int]):
    """The kinds of the words that were seen, found once for each; nearly all are seen again."""

    def __missing__(self, token: str) -> int:
        if len(self) >= _MAX_KNOWN:
            self.clear()
        found = _BORDER
        if token[0].isalnum():
            found = 0
            for cue in _KINDS.numbers(token):
                found |= cue
        self[token] = found
        return found


_known = _Known()


def read_cues(folded: str) -> int:
    """
    Tell which kinds of words a paragraph has, and which of them begin it: a sum of bits, to compare with ``needed``.

    Where no spaces part words every one may be a beginning.
    """
    anywhere = opening = leading = 0
    n_opening, border = _N_OPENING, -1
    for place, found in enumerate(map(_known.__getitem__, _find_tokens(folded))):
        if not found:
            continue
        n_words = place - border
        if found == _BORDER:
            n_opening = _N_LEADING if n_words > 1 else n_opening
            border = place
            continue
        anywhere |= found
        if n_words <= n_opening:
            opening |= found
        if n_words <= _N_LEADING:
            leading |= found
    if not folded.isascii() and _has_dense(folded):
        for pattern, cue in _unspaced:
            if pattern.search(folded):
                anywhere, opening, leading = anywhere | cue, opening | cue, leading | cue
    return anywhere | opening << _OPENING | leading << _LEADING


def needed(cues: Iterable[str]) -> int:
    """Give what a paragraph must have: ``^`` before a name asks for it in the beginning, ``!`` at the very beginning."""
    bits = 0
    for name in cues:
        cue = CUES[name.lstrip("^!")]
        bits |= cue | (cue << _OPENING if name.startswith("^") else cue << _LEADING if name.startswith("!") else 0)
    return bits
