"""
Tell what speaks of the page itself: a short passage most of whose words are a page's own.

In: a passage, normalised and in small letters. Out: whether it is page talk. "Already a subscriber? Log in" and "Correction: an
earlier version of this article gave a wrong date" have no word in common, nor has either a wording of its own: what they share is
that nearly each of their words is one that publishers use of pages, of reading and of readers.
"""

from __future__ import annotations

import functools
import re

from detector.ingestion.wrappers.wordlists import WordList

_STRONG = (
    # en
    "subscriber subscribe subscription newsletter login= signin= signup= cookies= inbox= paywall unsubscribe advertisement "
    "comments= republish republication= reprint copyright login podcast= editor's= editors'= misspell misstat "
    "bookmark hyperlink "
    "notifications= "
    "translated= translation= translator "
    # de
    "newsletter abonnent abonnier abos= einlogg kommentar postfach korrektur redaktion übersetz werbung lesezeichen "
    "schlagwort genehmigung probeabo "
    # fr
    "abonnez abonné abonner abonnement infolettre connectez commentaires= commentaire= rectificatif erratum= rédaction "
    "republié republier republiez traduit= traduction= publicité notifications= newsletter réagir= réagissez "
    # es
    "suscríb suscrib suscripc boletín boletines comentarios= comentario= errat rectificación redacción traducción traducid "
    "publicidad= reproducid sesión= notificaciones "
    # it
    "abbonat abbonament iscriviti iscrizione accedi= accedere commenti= commenta= rettifica= corrige= redazione traduzione "
    "tradotto= pubblicità concessione= notifiche= "
    # pt
    "assinante assine assinatura boletim comentários= comentário= comente= errata= correção redação tradução traduzid "
    "publicidade "
    "notificações login= "
    # ru
    "подписчик подписывайт подпишит подписк рассылк комментар авторизуйт войдите= поправк опечатк редакци реклам "
    "переведен перевод "
    "перепечат уведомлени ctrl= enter= "
    # uk
    "підписник передплатник підписуйт підпишіт підписк розсилк коментар увійдіть= виправлен виправленн помилк редакці переклад "
    "передрук сповіщен "
    # nl
    "abonnee abonneer abonnement nieuwsbrief inlog reacties= reageer rectificatie correctie redactie vertaling vertaald "
    "advertentie "
    # pl
    "prenumerat prenumeruj subskryb newsletter zaloguj komentarz komentuj sprostowan korekta redakcj redakcy tłumaczen "
    "przetłumacz reklama= przedruk powiadomieni "
    # tr
    "abone= abonelik bülten üye= üyelik giriş= yorum= yorumlar yorumun düzeltme editör çeviri çevrilmiş reklam bildirim "
    # ar
    "اشترك اشتراك مشترك المشترك نشرتنا النشرة تسجيل تعليق التعليق تعليقات تصحيح تنويه المحرر ترجمة تطبيقنا إعلان إشعارات "
)
_WEAK = (
    # en
    "senden= drucken= imprimer= envoyer= imprimir= enviar= stampa= invia= печать= отправить= drukuj= yazdır= gönder= "
    "enter= edin= already= account= article articles= story= stories= post= page= site= website= read= reading= reader "
    "readers= "
    "continue= unlimited "
    "access= member= members= membership register support= supporting journalism donate= donation contribute= "
    "download app= apps= "
    "android= ios= alerts= alert= share= follow= link= links= click= below= above= photo= photos= edition= free= "
    "online= print= "
    "inbox= email= mail= sign= log= latest= related= "
    "story's= version= earlier= amended= corrected= correct= correction corrections= updated= update= incorrect "
    "incorrectly= wrong= "
    "error= errors= mistake= spelling= published= publication= originally= appeared= original= permission licen "
    "reproduced= written= think= thoughts= conversation= discussion= tell= leave= join= get= receive= save= saved= "
    "buy= try= start= "
    "delivered= straight= never= miss= remaining= view= views= opinions= necessarily= expressed= reflect= author "
    "author's= writer's= publisher headline headlines= breaking= news= subscribers-only= exclusive= content= premium= "
    "digital= cancel= anytime= stories= topics= tags= browse= scroll= advert ad= sponsored= reporting= independent= "
    "question= questions= tip= tips= send= contact= write= notice= note= clarif "
    # Networks, in all.
    "facebook twitter whatsapp instagram telegram linkedin youtube tiktok pinterest reddit= threads= bluesky mastodon "
    "messenger google= вконтакте вк= телеграм фейсбук viber вайбер فيسبوك تويتر واتساب تلغرام تليغرام إنستغرام يوتيوب "
    # How readers are thanked, and sent elsewhere.
    "gefallen= enjoyed= liked= please= consider= find= finden= aimé= trouvez= gustado encuentra= piaciut trovate= "
    "gostou= encontre= понравил найдете= сподобал знайдете= beviel= vind= podobał znajdziesz= beğendi bulabilir "
    # What corrections speak of.
    "date= name= datum= namen= fecha= errores= nombre= nome= nom= дата= дату= дати= имя= имени= nazwisk datę= tarih naam= "
    # de
    "abo= artikel= beitrag= text= seite= lesen= weiterlesen= leser= bereits= anmelden= anmeldung registrier konto= "
    "kostenlos gratis= testen= app= herunterladen laden= teilen= folgen= link= kopieren= klicken= weitere= themen= "
    "thema= zuerst= erschien erschienen= veröffentlicht= ursprünglich original= fassung= version= frühere früheren= "
    "fehler= falsch korrigiert= berichtigt= aktualisiert= geändert= anmerkung= hinweis= schreiben= diskutieren meinung= "
    "foto= bild= unten= oben= wiedergegeben= freundlich zugang= unbegrenzt exklusiv inhalt= inhalte= digital= "
    "unterstütz journalismus= täglich erhalten= nachrichten= "
    "nichts= verpassen= push= "
    # fr
    "article articles= texte= page= site= lire= lisez= lecture= lecteur suite= compte= inscri inscrivez gratuit essai= "
    "offre= télécharg application= appli= partager= partagez= suivez= lien= copier= cliquez= sujet= version= "
    "initialement paru= publié= publiée= original= originale= erreur= erroné corrigé= mise= jour= modifié= précédent "
    "précédente= première= donnez= laissez= laisser= avis= opinion= écrire= reste= réservé réservée= accès= illimité "
    "contenu= soutenez= journalisme= recevez= boîte= mail= actualité= actus= essentiel= ce= photo= "
    "droits= reproduction= autorisation= "
    # es
    "artículo= nota= noticia= noticias= texto= página= sitio= leer= lea= lee= leyendo= lector ya= es= tu= su= cuenta= "
    "regístr registr inicia= iniciar= gratis= gratuit prueba= descarg aplicación= app= comparte= compartir= siga= "
    "sigue= síguenos enlace= copiar= clic= tema= versión= originalmente publicado= publicó= original= error= erróne "
    "equivocad corregid actualiz modificad anterior= deja= opinión= escribe= cuéntanos contenido= exclusivo= acceso= "
    "ilimitado apoya= "
    "periodismo= recibe= correo= últimas= ver= derechos= autorización= permiso= "
    # it
    "articolo= notizia= notizie= testo= pagina= sito= leggi= leggere= lettura= lettor già= hai= un'= account= "
    "registrati= registra gratis= gratuit prova= scarica= app= condividi= segui= seguici= link= copia= clicca= "
    "versione= originariamente pubblicato= originale= errore= errat sbagliat corrett aggiorn modificat precedente= "
    "lascia= parere= opinione= scrivi= contenuto= riservato= esclusivo= accesso= illimitat sostieni= giornalismo= "
    "ricevi= mail= posta= ultime= editore= gentile= tratto= lettori= continua= "
    # pt
    "artigo= matéria= notícia= notícias= texto= página= site= ler= leia= leitura= leitor já= conta= cadastr faça= "
    "gratuit grátis= teste= baixe= baixar= app= aplicativo= compartilh siga= link= copiar= clique= versão= "
    "originalmente publicado= publicada= original= erro= errad incorret corrigid atualiz modificad anterior= "
    "deixe= opinião= "
    "escreva= conteúdo= exclusivo= acesso= ilimitado= apoie= jornalismo= receba= principais= e-mail= últimas= "
    "continua= veja= trazia= autorização= permissão= canal= "
    # ru
    "статья= статью= статьи= статье= материал= материала= материалы= текст= текста= новость= новости= страниц сайт "
    "читать= читайте= "
    "читател далее= аккаунт= регистр зарегистр бесплатно= скача приложени поделит подели следите= ссылк скопиров нажм клик "
    "версии= версия= впервые= опубликован оригинал ошибк неверн исправлен обновлен уточнен предыдущ ранее= оставить= "
    "оставьте= мнение= напишите= пишите= заметили= выделите= доступ доступен= полный= поддержите= получать= получайте= "
    "главные= почт дополняется= канал= telegram= "
    # uk
    "стаття= статтю= статті= матеріал= матеріалу= текст= тексту= новина= новини= новину= сторінк сайт читати= "
    "читайте= читач далі= "
    "акаунт= реєстр зареєстр безкоштовно= завантаж застосун додаток= поділит поділі стежте= посилання= скопію надісла натисн "
    "клік темою= версії= версія= вперше= уперше= опублікован оригінал неправильн оновлен уточнен попередн раніше= залишити= "
    "залиште= думк напишіть= пишіть= знайшли= виділіть= доступ повний= підтримайте= отримув головне= щоранку= пошт "
    "канал= telegram= пропустити= "
    # nl
    "artikel= bericht= verhaal= tekst= pagina= site= website= lees= lezen= lezer verder= al= je= account= registr "
    "gratis= proberen= download= app= deel= delen= volg= link= kopieer klik= onderwerp= versie= oorspronkelijk= eerder= "
    "eerdere= verscheen= gepubliceerd= origineel= fout fouten= verkeerde= "
    "gecorrigeerd= bijgewerkt= "
    "aangepast= laat= mening= schrijf= foto= alleen= toegang= onbeperkt steun= journalistiek= ontvang= nieuws= "
    "belangrijkste= toestemming= meld= "
    # pl
    "artykuł artykułu= tekst= tekstu= materiał stron strona= czytaj= czytać= czytelni przeczytaj= dalej= dalsza= część= "
    "masz= nasz konto= konta= zarejestruj rejestr bezpłat darmo pobierz= aplikacj udostępnij= obserwuj= link= kopiuj= "
    "kliknij= wersj wersji= pierwotnie= ukazał opublikowan oryginał błąd= błęd błędn poprawion zaktualizow wcześniejsz "
    "poprzedni zostaw= opini napisz= dostęp dostępna= wesprzyj= dziennikarstw otrzymuj= wiadomości= najważniejsze= zgod "
    "zapisz= "
    # tr
    "makale= makalenin= yazı= yazının= haber= haberi= haberler= haberin= metin= sayfa site= sitemiz oku= okuyun= "
    "okumaya= okur devam= "
    "devamı= burada= buradan= tıkla hesap hesabın kaydol kayıt ücretsiz= ay= indir= uygulama paylaş takip= bağlantı "
    "kopyala= fazla= sürüm önceki= yayımlan yayınlan orijinal hata= hatalı= yanlış= düzeltil güncellen bırak= görüş= "
    "yaz= yap= yapın= içerik= erişim= sınırsız= destek olun= alın= posta= bu= izinsiz= izni "
    # ar
    "المقال مقال= الخبر= خبر= النص= الصفحة الموقع موقعنا اقرأ= قراءة= القراء القارئ المزيد لديك= حساب= حسابك= سجل= "
    "مجانا= مجاني= "
    "شهر= حمل= تحميل= "
    "تطبيق= شارك= مشاركة تابع= تابعونا متابعة لمتابعة رابط= الرابط اضغط= انقر= أيضا= هذا= هذه= نسخة= سابقة= النسخة "
    "نشر= نشرت= خطأ= "
    "صحيح= تم= تعديل= "
    "تحديث= اترك= رأيك= اكتب= محتوى= حصري= وصول= دعم= صحافة= احصل= أخبار= الأخبار آخر= بريد= بريدك= كل= صباح= من= "
    "هنا= أول= مرة= صحيفة= إذن= "
)
"""
Words of pages; ``=`` ends a word that is meant whole, of others the beginning.

Our choice: what the buttons, notices and appeals of news pages in twelve languages are made of, without names.
"""

_NEUTRAL_WORDS = (
    "alla also anche após aqui aquí auch aussi avec ayrıca been bize bizi bizim cada cette chaque come como daha dans "
    "dein deine della delle desde deze diese diesem diesen dieser dieses déjà eine einem einen einer elke eres esta "
    "estas este estos first from haben have here heute hier ihre ihrem ihren için jede jeden jest jetzt jouw know leur "
    "leurs maand maar mais manhã matin mattina mañana meer mehr mese miesiąc mois monat month more morgen morning most "
    "naar nach nasz nasza nasze naszą nella next nicht niet noch nossa nosso nostra nostri nostro notre nous nuestra "
    "nuestro nuestros ochtend oder ogni olarak onder onze oraz ours over para pela pelo plus pour prima przez questa "
    "questi questo rano również sabah schon seus sind size sizi sizin sobre sono sont suas także también também tego "
    "that their there these they this those todas today todos tous toute toutes tuoi tutaj tutte tutti twoja twoje twój "
    "tylko unser unsere "
    "unseren "
    "unter usted very você voor votre vous want werden what will wird with więcej wordt would wurde your yours zaten "
    "zijn über больше була було была были было більше ваша ваше ваши здесь його каждое лише месяц місяць наша наше "
    "нашей нашем нашу первой также також только утро цього этого этой этот أيضا التي الذي لديك "
)
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
"""Pronouns, articles, prepositions and such: words of more than three letters that say nothing either way. Our choice."""

_DENSE = (
    "この記事 本記事 記事 翻訳 機械翻訳 掲載 転載 配信 提供 会員 有料 無料 登録 ログイン 続き 読む 読み 読んで 全文 "
    "残り 文字 限定 購読 メールマガジン ニュースレター アプリ ダウンロード シェア ツイート ポスト はてな フォロー "
    "コメント 投稿 クリック こちら ページ サイト 訂正 修正 誤り 更新 編集部 お詫び 広告 関連 写真 イメージ 無断 禁じ "
    "禁止 著作権 ください いただけ できます ます です した から もの もっと あわせて 本文 文章 原文 原载 首发 转载 轉載 "
    "授权 授權 翻译 翻譯 编译 机器 仅供参考 阅读 閱讀 全文 更多 精彩 内容 內容 关注 關注 我们 我們 公众号 微信 微博 "
    "客户端 下载 下載 点击 點擊 查看 登录 登錄 注册 註冊 会员 會員 订阅 訂閱 免费 免費 评论 評論 留言 分享 收藏 举报 "
    "更正 勘误 编者 编辑 编辑部 责任编辑 版权 版權 声明 聲明 不得 未经 未經 广告 廣告 新闻 新聞 链接 继续 請 请 您 本网 "
    "本站 无关 观点 觀點 代表 作者 个人 個人 欢迎 歡迎 扫码 二维码"
)

_POINTING_WORDS = (
    "you your this these our us we here below sie ihr ihre ihren du dein deine uns unser unsere wir diese dieser dieses "
    "diesem hier vous votre vos nous notre cet cette ce ces ici tu tus usted su sus nuestro nuestra este esta aquí tuo "
    "tua questo questa qui você seu sua nosso nossa aqui вы вас ваш ваше нас наш нашу нашем этот эта это этой этого "
    "здесь ви вас ваш нас наш нашу цей ця це цього тут je jouw uw ons onze dit deze hier twój twoje nasz naszą ten tego "
    "ta tutaj siz sizin bizi bu burada buradan هذا هذه "
    "هنا لديك موقعنا"
)
_POINTING = frozenset(_POINTING_WORDS.split())

_MIN_POINTS = 3
_MIN_POINTS_WEAK = 4
_MIN_DENSITY = 0.6
_MAX_WORDS = 32
_MAX_LITTLE = 3
_MAX_NAMES = 3
_MAX_BUTTON = 48
_MAX_BUTTON_WORDS = 5
_MIN_DENSE_SHARE = 0.5
_MIN_DENSE_CHARACTERS = 6
r"""
Points and words of a passage that speaks of its page; lengths of a button; the share of a line in Chinese or Japanese.

Measured on 2026-11-29 with each at two other values: how many of the 542 frames in ``tests/framed.json`` and
``framed_later.json`` are cut exactly (527 as it is), how many more or fewer of 29,555 passages at the edges of 5,000 press
releases are told, in parentheses those of 20 words and more, and how many of 26,269 at the edges of bare articles (none as it
is). Nothing but a frame was cut at any value, and all 1,237 frames of ``republished.json`` were.

========================= ============================= ==============================
``_MIN_POINTS`` 3         2: 527, +212, 1 bare          4: 516, -21
``_MIN_POINTS_WEAK`` 4    3: 528, +43, 4 bare           5: 524, -12
``_MIN_DENSITY`` 0.6      0.5: 527, +31 (14), 2 bare    0.7: 524, -14
\                         0.55: 527, +11 (4)            0.65: 526, -5
``_MAX_WORDS`` 32         24: 527, -2                   40: 527, +0
``_MAX_LITTLE`` 3         2: 518, -29                   4: 527, +50 (5), 4 bare
``_MAX_NAMES`` 3          2: 527, -15                   4: 527, +23 (3)
``_MAX_BUTTON`` 48        36: 526, -7                   60: 527, +7
``_MAX_BUTTON_WORDS`` 5   4: 526, -1                    6: 527, +5
``_MIN_DENSE_SHARE`` 0.5  0.4: 527, +0                  0.6: 526, -0
``_MIN_DENSE_CHARACTERS`` 4: 527, +0                    8: 527, -0
========================= ============================= ==============================
"""

_replace_address = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+|https?://\S+|www\.\S+").sub
_split_bar = re.compile(r"[|•·]").split
_FIND_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*").findall
_drop_marks = re.compile("[\u064b-\u0652\u0640]").sub
_drop_quoted = re.compile(r"\"[^\"]{1,60}\"|[「『《“„«][^」』》”»]{1,60}[」』》”»]").sub
_find_dense = re.compile("|".join(sorted(map(re.escape, _DENSE.split()), key=len, reverse=True))).findall
_find_unspaced = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]").findall
_POINTS = WordList(((_WEAK, 1), (_STRONG, 2)))
_ELIDED = frozenset(["l", "d", "qu", "dell", "nell", "all", "sull", "dall", "un"])


@functools.lru_cache(maxsize=1 << 14)
def _points_of(word: str) -> int:
    points = max(_POINTS.numbers(word), default=0)
    if not points and word.startswith("\u0627\u0644"):
        # The Arabic article.
        points = _points_of(word[2:])
    if not points and "'" in word:
        # Turkish and others put an ending behind a name's apostrophe, French and Italian an article before a word's.
        before, _, behind = word.partition("'")
        points = _points_of(behind if before in _ELIDED else before)
    return points


def is_button(normal: str) -> bool:
    """Tell whether a short line has none but words of pages, as the names of buttons and the headings of lists have."""
    if len(normal) > _MAX_BUTTON or normal[-1:] in ".!?;。":
        return False
    if not normal.isascii() and _find_unspaced(normal):
        n_told = sum(map(len, _find_dense(normal)))
        return 2 <= n_told >= 0.8 * sum(character.isalnum() for character in normal)
    words = [word.lower() for word in _FIND_WORDS(normal if normal.isascii() else _drop_marks("", normal))]
    points = [_points_of(word) for word in words]
    return (
        0 < len(words) <= _MAX_BUTTON_WORDS
        and any(points)
        and all(worth or len(word) <= _MAX_LITTLE or word in _NEUTRAL for worth, word in zip(points, words, strict=True))
    )


def _is_bar(normal: str) -> bool:
    """Tell whether a line is a row of buttons."""
    if "|" not in normal and "•" not in normal and "·" not in normal:
        return False
    parts = [part.strip() for part in _split_bar(normal)]
    return len(parts) > 1 and all(part and is_button(part) for part in parts)


def is_page_talk(normal: str, *, is_end: bool) -> bool:
    """
    Tell whether a passage speaks of the page.

    At the head a longer passage must also speak to somebody or point at itself: standfirsts tell of subscribers and comments too.

    A word that pages use and news hardly does counts two, one that both use counts one, and there must be enough of them, and
    many to a word, each counted once. Names within a sentence, what is quoted and little words are not counted among the words.
    """
    if normal[0] in "*•▪‣":
        return False
    if (normal.isupper() and is_button(normal)) or _is_bar(normal):
        return True
    text = normal
    if "@" in text or "://" in text or "www." in text:
        text = _replace_address(" email " if len(normal) <= _MAX_BUTTON else " ", text)
    if '"' in text or not text.isascii():
        text = _drop_quoted(" ", text)
    if not text.isascii() and len(_find_unspaced(text)) * 2 > len(text):
        n_told = sum(map(len, _find_dense(text)))
        n_all = sum(character.isalnum() for character in text)
        return n_told >= _MIN_DENSE_CHARACTERS and n_told >= _MIN_DENSE_SHARE * n_all
    words = dict.fromkeys(_FIND_WORDS(text if text.isascii() else _drop_marks("", text)))
    if len(words) > _MAX_WORDS:
        return False
    if not is_end and len(words) > _MAX_BUTTON_WORDS and _POINTING.isdisjoint(map(str.lower, words)):
        return False
    points = n_words = best = 0
    is_shouted = text.isupper()
    n_names = 0
    for place, word in enumerate(words):
        folded = word.lower()
        worth = _points_of(folded)
        if not worth and (len(word) <= _MAX_LITTLE or folded in _NEUTRAL):
            continue
        is_name = not worth and place > 0 and word[0].isupper() and not is_shouted
        n_names += is_name
        n_words += not is_name or n_names > _MAX_NAMES
        points += worth
        best = max(best, worth)
    is_pure = points >= n_words and normal[-1:] not in ".!?;"
    return points >= (_MIN_POINTS if best > 1 or is_pure else _MIN_POINTS_WEAK) and points >= _MIN_DENSITY * n_words
