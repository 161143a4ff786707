"""Words of the furniture around news articles, in the languages that the web is mostly in.

One signal among several: what stands where decides, and no long line goes for a word alone.
Phrases are in lower case without punctuation, as `key` makes them.
"""

import re
import unicodedata

_NOT_LETTERS = re.compile(r"[\W\d_]+")


def key(line: str) -> str:
    """A line as the lexicon holds it: lower case, letters only, single spaces."""
    folded = unicodedata.normalize("NFKC", line).casefold().replace("'", "").replace("’", "")
    return _NOT_LETTERS.sub(" ", folded).strip()


def _phrases(text: str) -> frozenset[str]:
    return frozenset(key(phrase) for phrase in text.replace("\n", " ").split("|"))


COMMENTS = _phrases("""
comments|comment|leave a comment|leave a reply|view comments|show comments|hide comments
|post a comment|add a comment|reader comments|join the conversation|join the discussion
|load comments|no comments yet|no comments|be the first to comment|responses
|kommentare|kommentar schreiben|kommentieren|diskutieren sie mit|leserkommentare
|commentaires|laisser un commentaire|vos commentaires|réagir|comentarios|deja un comentario
|deja tu comentario|commenti|lascia un commento|comentários|deixe um comentário|reacties
|plaats een reactie|reageer|komentarze|dodaj komentarz|kommentarer|lämna en kommentar
|skriv en kommentar|댓글|댓글 쓰기|댓글 달기|의견|コメント|コメントする|コメントを書く|评论|評論
|发表评论|网友评论|留言|комментарии|оставить комментарий|обсудить|коментарі|تعليقات|التعليقات
|اترك تعليقا|أضف تعليقا|yorumlar|yorum yap|yorum yaz|komentáře|σχόλια|hozzászólások|תגובות
|bình luận|komentar
|schreibe einen kommentar|hinterlasse einen kommentar|einen kommentar schreiben|kommentar verfassen
|kommentar hinterlassen|kommentar veröffentlichen|eine antwort schreiben|antwort schreiben
|keine kommentare|leave a comment below|post comment|no responses|laisser une réponse
|enregistrer un commentaire|aucun commentaire|publier un commentaire|deja una respuesta
|dejar una respuesta|dejar un comentario|publicar un comentario|no hay comentarios|sin comentarios
|lascia una risposta|posta un commento|nessun commento|rispondi al commento|deixe uma resposta
|deixar um comentário|postar um comentário|enviar um comentário|nenhum comentário|sem comentários
|geef een reactie|een reactie posten|geen reacties|laat een reactie achter|dodaj odpowiedź
|zostaw komentarz|prześlij komentarz|brak komentarzy|lämna ett svar|skicka en kommentar
|inga kommentarer|legg igjen en kommentar|legg inn en kommentar|ingen kommentarer|skriv et svar
|send en kommentar|댓글 남기기|답글 남기기|댓글을 입력하세요|댓글 없음|コメントを残す
|コメントを投稿|コメントはありません|发表回复|發佈留言|发表留言|張貼留言|添加评论|没有评论|暂无评论
|добавить комментарий|отправить комментарий|комментариев нет|нет комментариев|залишити коментар
|додати коментар|اترك رد|اترك ردا|إرسال تعليق|لا توجد تعليقات|bir yanıt yazın|yorum gönder
|yorum bırakın|napsat komentář|přidat komentář|okomentovat|αφήστε μια απάντηση|δημοσίευση σχολίου
|hozzászólás küldése|megjegyzés küldése|כתיבת תגובה|הוסף רשומת תגובה|để lại một bình luận
|đăng nhận xét|tinggalkan balasan|posting komentar
""")
"""Labels over readers' comments."""

RELATED = _phrases("""
related|related articles|related stories|related posts|related topics|related content
|related news|related coverage|related links|more stories|more news|more on this|more on this story
|more on this topic|more like this|more coverage|most read|most popular|most viewed|most shared
|most commented|popular|popular posts|popular stories|popular articles|popular now|trending
|trending now|trending stories|top stories|latest news|latest stories|latest|latest posts
|recent posts|recent stories|you may also like|you might also like|you may like|recommended
|recommended for you|recommended reading|recommended stories|editors picks|editors choice
|read next|up next|what to read next|dont miss|from around the web|around the web
|promoted stories|promoted content|sponsored stories|sponsored content|must read|must reads
|read also|also read|read more|see also|keep reading|in other news|elsewhere on the web|also in news
|more from this section|more from the web|from our partners|stories you may like|more to read
|mehr zum thema|das könnte sie auch interessieren|das könnte dich auch interessieren
|auch interessant|weitere artikel|weitere meldungen|verwandte artikel|verwandte themen
|ähnliche artikel|meistgelesen|meistgelesene artikel|meist gelesen|beliebte artikel|beliebt
|lesen sie auch|lesen sie mehr|empfehlungen der redaktion|neueste artikel|neueste nachrichten
|mehr aus diesem ressort|articles liés|articles similaires|articles populaires|à lire aussi
|lire aussi|lire également|voir aussi|sur le même sujet|les plus lus|articles les plus lus
|dans la même rubrique|à ne pas manquer|recommandé pour vous|les plus populaires
|noticias relacionadas|artículos relacionados|relacionado|relacionados|lo más leído|las más leídas
|más leídas|más noticias|te puede interesar|también te puede interesar|le puede interesar
|lee también|lea también|entradas populares|lo más visto|te recomendamos|más populares
|articoli correlati|notizie correlate|leggi anche|i più letti|potrebbe interessarti
|ti potrebbe interessare|potrebbero interessarti anche|altre notizie|i più popolari|da non perdere
|leia também|leia mais|veja também|notícias relacionadas|artigos relacionados|mais lidas
|as mais lidas|mais populares|você também pode gostar|postagens populares|recomendados
|lees ook|meest gelezen|gerelateerde artikelen|meer nieuws|populair|aanbevolen|bekijk ook
|czytaj także|czytaj też|czytaj również|zobacz także|zobacz też|najczęściej czytane
|najpopularniejsze|powiązane artykuły|polecane|popularne|przeczytaj także|läs även|läs också
|läs mer|mest läst|mest lästa|relaterade artiklar|relaterat|les også|mest lest|læs også
|mest læste|populärt|senaste nytt|인기 게시물|인기 기사|인기글|인기 뉴스|관련 기사|관련기사|관련 글
|많이 본 뉴스|많이 본 기사|추천 기사|최신 기사|최신 글|주요 뉴스|関連記事|人気記事|おすすめ記事
|あわせて読みたい|アクセスランキング|ランキング|最新記事|人気の投稿|関連ニュース|相关新闻|相关阅读
|相关文章|相关报道|热门文章|热门新闻|推荐阅读|延伸阅读|猜你喜欢|最新文章|相關新聞|相關文章|熱門文章
|延伸閱讀|читайте также|читать также|смотрите также|по теме|материалы по теме|популярное
|самое читаемое|самое популярное|новости по теме|другие новости|рекомендуем|ещё по теме
|читайте також|популярне|اقرأ أيضا|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة|الأكثر قراءة
|قد يعجبك أيضا|ilgili haberler|çok okunanlar|en çok okunanlar|benzer haberler|popüler
|ilginizi çekebilir|bunlar da ilginizi çekebilir|son haberler|související články|nejčtenější
|διαβάστε επίσης|kapcsolódó cikkek|baca juga|artikel terkait|terpopuler|tin liên quan
|כתבות נוספות
|similar posts|related reading|recent comments|recent articles|archives|blog archive|older articles
|ähnliche beiträge|verwandte beiträge|weitere beiträge|neueste beiträge|letzte beiträge
|neue beiträge|aktuelle beiträge|beliebte beiträge|beliebte posts|neueste kommentare
|letzte kommentare|blog archiv|archiv|archive|articles récents|derniers articles|articles connexes
|commentaires récents|archives du blog|entradas recientes|últimas entradas|entradas relacionadas
|artículos recientes|comentarios recientes|archivos|archivo del blog|articoli recenti
|articoli simili|post più popolari|post recenti|commenti recenti|archivi|archivio blog
|posts recentes|posts relacionados|publicações recentes|artigos recentes|comentários recentes
|arquivos|arquivo do blog|recente berichten|gerelateerde berichten|populaire posts|recente reacties
|archieven|blogarchief|ostatnie wpisy|najnowsze wpisy|podobne wpisy|powiązane wpisy|popularne posty
|najnowsze komentarze|archiwa|archiwum bloga|senaste inläggen|liknande inlägg|populära inlägg
|senaste kommentarer|arkiv|bloggarkiv|siste innlegg|lignende innlegg|siste kommentarer
|seneste indlæg|lignende indlæg|populære indlæg|seneste kommentarer|최근 글|최근글|최근 댓글
|최근댓글|이 블로그의 인기 게시물|글 보관함|보관함|블로그 보관함|関連投稿|最近の投稿|最近のコメント
|アーカイブ|人気の記事|近期文章|近期评论|近期留言|相关日志|归档|彙整|热门博文|свежие записи
|похожие записи|недавние записи|свежие комментарии|популярные сообщения|архивы|останні записи
|схожі записи|останні коментарі|архіви|أحدث المقالات|أحدث التعليقات|المشاركات الشائعة|الأرشيف
|son yazılar|ilgili yazılar|benzer yazılar|son yorumlar|popüler yayınlar|arşivler
|nejnovější příspěvky|podobné příspěvky|nejnovější komentáře|archivy|πρόσφατα άρθρα|σχετικά άρθρα
|πρόσφατα σχόλια|ιστορικό|legutóbbi bejegyzések|hasonló bejegyzések|legutóbbi hozzászólások
|archívum|פוסטים אחרונים|תגובות אחרונות|ארכיון|pos pos terbaru|komentar terbaru|arsip|bài viết mới
|bài viết liên quan|lưu trữ
""")
"""Labels over links to other articles."""

CONTROLS = _phrases("""
advertisement|advertising|advertise|ad|ads|sponsored|promoted|paid content|paid partnership
|share|share this|share this article|share this story|share this post|share article|share story
|share on|share on facebook|share on twitter|share on x|share via email|share via|share link
|shares|tweet|retweet|email|e mail|email this|print|print this|save|save article|saved|copy link
|link copied|bookmark|gift this article|facebook|twitter|whatsapp|telegram|linkedin|reddit
|pinterest|instagram|youtube|tiktok|threads|bluesky|mastodon|messenger|flipboard|pocket|viber
|wechat|weibo|line|menu|navigation|search|home|log in|login|log out|sign in|sign up|sign out
|register|my account|create account|subscribe|subscribe now|subscribe today|unsubscribe|donate
|donate now|newsletter|newsletters|skip to content|skip to main content|skip to navigation|close
|back to top|next|previous|prev|next article|previous article|next post|previous post|older posts
|newer posts|follow|follow us|follow us on|following|continue reading|read full story
|read the full story|load more|show more|see more|view all|see all|view more|listen
|listen to this article|listen to article|listen to this story|audio|watch live|watch now
|live updates|cookies|cookie policy|cookie settings|accept|accept all|reject all|privacy
|privacy policy|terms|terms of use|terms of service|terms and conditions|contact us|about us
|imprint|sitemap|rss|all rights reserved|story continues below|article continues below
|story continues below advertisement|article continues below advertisement
|story continues after advertisement|article continues after ad|scroll to continue
|continue reading below|loading|play|play video|pause|mute|unmute|view gallery|enlarge image
|image caption|image source|hide caption|toggle caption|getty images|min read|mins read
|minute read|minutes read|min|reading time|text size|font size|reply|report|report abuse|like|likes
|views|page|gift article|give feedback|get the app|download the app|breaking news|live
|anzeige|werbung|anzeigen|teilen|artikel teilen|drucken|merken|artikel merken|vorlesen|anmelden
|abmelden|einloggen|registrieren|abonnieren|jetzt abonnieren|mehr lesen|weiterlesen
|artikel anhören|startseite|suche|suchen|datenschutz|impressum|agb|schließen|zum inhalt springen
|nach oben|folgen|menü|lesezeit|min lesezeit|publicité|partager|partager cet article|imprimer
|sabonner|abonnez vous|se connecter|connexion|lire la suite|écouter larticle|accueil|rechercher
|mentions légales|fermer|suivez nous|min de lecture|temps de lecture|publicidad|compartir
|imprimir|guardar|suscríbete|suscribirse|iniciar sesión|leer más|seguir leyendo|escuchar|inicio
|buscar|síguenos|cerrar|aviso legal|pubblicità|condividi|iscriviti|abbonati|accedi|leggi tutto
|continua a leggere|ascolta larticolo|seguici|chiudi|publicidade|compartilhar|partilhar|assine
|entrar|ouça|ouvir|continua após a publicidade|advertentie|delen|deel dit artikel|inloggen
|abonneer|lees meer|lees verder|luister|zoeken|reklama|udostępnij|zaloguj się|subskrybuj
|czytaj więcej|czytaj dalej|drukuj|szukaj|strona główna|annons|dela|dela artikeln|logga in
|prenumerera|lyssna|skriv ut|sök|del|광고|공유|공유하기|구독|구독하기|로그인|회원가입|인쇄|더보기
|목록|이전글|다음글|글자크기|기사공유|広告|シェア|シェアする|共有|ログイン|続きを読む|印刷|ツイート|メニュー
|广告|廣告|分享|分享到|登录|登入|注册|订阅|打印|阅读更多|返回首页|首页|字号|收藏|реклама|поделиться
|подписаться|войти|читать далее|печать|главная|поиск|меню|إعلان|شارك|مشاركة|تسجيل الدخول|اشترك
|طباعة|الرئيسية|بحث|reklam|paylaş|abone ol|giriş yap|yazdır|devamını oku|ana sayfa|ara
|skip to main|skip to footer|zum hauptinhalt springen|direkt zum inhalt|aller au contenu
|aller au contenu principal|passer au contenu|saltar al contenido|ir al contenido
|saltar al contenido principal|ir al contenido principal|vai al contenuto|salta al contenuto
|passa al contenuto|pular para o conteúdo|ir para o conteúdo|saltar para o conteúdo
|pular para o conteúdo principal|ga naar de inhoud|naar de inhoud springen|spring naar de inhoud
|doorgaan naar inhoud|przejdź do treści|przejdź do głównej treści|hoppa till innehåll
|hopp til innhold|gå til indhold|videre til indhold|본문 바로가기|본문으로 바로가기
|콘텐츠로 건너뛰기|메뉴 바로가기|コンテンツへスキップ|本文へスキップ|本文へ移動|跳至内容|跳到内容
|跳至主要內容|跳至主要内容
|перейти к содержимому|перейти к содержанию|перейти до вмісту|التجاوز إلى المحتوى
|انتقل إلى المحتوى|içeriğe geç|içeriğe atla|přejít k obsahu|přeskočit na obsah
|μετάβαση στο περιεχόμενο|ugrás a tartalomhoz|kilépés a tartalomba|דלג לתוכן|langsung ke konten
|lewati ke konten|chuyển đến nội dung|início|página inicial|home page|homepage|hem|hjem|forside
|startpagina|홈|홈으로|ホーム|トップ|トップページ|головна|domů|αρχική|kezdőlap|דף הבית|beranda
|trang chủ
|like loading|like this|loading comments|share this entry|reblog|blog this|blogthis|teilen mit
|diesen beitrag teilen|beitrag teilen|gefällt mir|wird geladen|gefällt mir wird geladen|antworten
|kommentar abschicken|partager ceci|jaime|jaime ça|chargement|jaime chargement|répondre
|compartir esto|comparte esto|compártelo|me gusta|me gusta esto|cargando|me gusta cargando
|responder|condividi su|condividi questo articolo|mi piace|caricamento|mi piace caricamento
|rispondi|compartilhe isso|compartilhe|partilhar isto|curtir|curtir isso|gosto|carregando
|curtir carregando|dit delen|vind ik leuk|laden|vind ik leuk aan het laden|beantwoorden|lubię to
|dodaj do ulubionych|wczytywanie|odpowiedz|dela det här|dela detta|gilla|gilla laddar in|svara
|del dette|lik dette|liker|laster inn|svar|besvar|synes godt om|indlæser|공감|좋아요|게시글 관리
|저작자표시|답글|답글 달기|신고|いいね|読み込み中|返信|共有する|分享此文|赞|喜欢|喜歡|加载中|回复
|回覆|поделиться ссылкой|понравилось это|нравится|загрузка|ответить|поширити|відповісти
|شارك هذا الموضوع|معجب بهذه|إعجاب|تحميل|رد|bunu paylaş|beğen|yükleniyor|yanıtla|cevapla|sdílejte
|sdílet|líbí se mi|odpovědět|κοινοποιήστε|μου αρέσει|απάντηση|megosztás|tetszik|válasz|שתף|הגב
|bagikan ini|suka|memuat|balas|chia sẻ|thích|trả lời
""")
"""Buttons, menus and advertising marks, which may stand anywhere."""

AMBIGUOUS = _phrases("""
search|home|live|privacy|cookies|terms|page|line|register|latest|popular|trending|comments|comment
|responses|following|report|views|reply|audio|play|next|previous|close|threads|search results
|kommentare|suche|commentaires|recherche|comentarios|commenti|comentários|reacties|komentarze
|의견|コメント|ランキング|评论|комментарии|yorumlar|التعليقات
|antworten|archive|archives|archiv|archivos|archivi|arquivos|arkiv|архивы|svar|responder
|공감|laden|gosto|gilla|suka|rispondi|me gusta|válasz|απάντηση|رد|beğen
""")
"""Labels that may as well head a section of an article, when text follows them."""

LEADS = _phrases("""
read more|see more|read also|also read|read next|related|related article|related story|see also
|watch|more on this|dont miss|recommended|lesen sie auch|lesen sie mehr|mehr dazu|mehr zum thema
|lire aussi|à lire aussi|voir aussi|lire également|lee también|lea también|más información
|le puede interesar|leggi anche|leia também|leia mais|veja também|lees ook|läs även|läs också
|läs mer|les også|læs også|czytaj także|czytaj też|zobacz także|zobacz też|przeczytaj także
|читайте также|смотрите также|читайте також|관련기사|관련 기사|関連記事|あわせて読みたい|相关阅读
|延伸阅读|相關新聞|延伸閱讀|اقرأ أيضا|ayrıca okuyun|ilgili haber|baca juga
""")
"""What stands before the colon of a line that points to another article."""

TAGS = _phrases("""
tags|tag|tagged|topics|filed under|labels|keywords|categories|category|schlagwörter|schlagworte
|themen|stichwörter|mots clés|étiquettes|thèmes|etiquetas|temas|palavras chave|parole chiave
|argomenti|trefwoorden|tagi|tematy|taggar|ämnen|태그|タグ|キーワード|标签|關鍵字|关键词|теги|метки
|الوسوم|etiketler
""")
"""What stands before the colon of a list of topics."""

RUBRICS = _phrases("""
for immediate release|press release|news release|media release|press statement|media advisory
|embargoed|not for release|pressemitteilung|presseinformation|presseaussendung|medienmitteilung
|pressemeldung|zur sofortigen veröffentlichung|communiqué de presse|pour diffusion immédiate
|comunicado de prensa|nota de prensa|para publicación inmediata|comunicato stampa
|per diffusione immediata|comunicado de imprensa|nota à imprensa|para divulgação imediata
|persbericht|informacja prasowa|komunikat prasowy|pressmeddelande|pressemelding|pressemeddelelse
|보도자료|즉시 배포용|プレスリリース|報道資料|报道资料|新闻稿|新聞稿|пресс релиз
|пресреліз|прес реліз|بيان صحفي|basın bülteni|basın açıklaması|tisková zpráva|δελτίο τύπου
|sajtóközlemény|הודעה לעיתונות|siaran pers|thông cáo báo chí
""")
"""What stands over the headline of a text that was sent to the press."""

CREDITS = _phrases("""
photo|photos|photo by|photo credit|photograph|photograph by|picture|pictures|image|images
|image credit|image source|image caption|credit|foto|fotos|bild|bilder|bildquelle|symbolbild
|crédit photo|crédits photo|crédits|crédito|créditos|fotografía|foto di|credito foto|zdjęcie|fot
|사진|写真|图片|圖片|фото|صورة|fotoğraf
""")
"""What stands before the name of a photographer."""

_ENROL = (
    "melden sie sich|meld je aan|schrijf je in|anmäl dig|zapisz się|inscrivez-vous|apúntate"
    "|iscriviti|inscreva-se|abonnieren sie|bestellen sie|اشترك في"
)
_FOLLOW = (
    "folgen sie uns|suivez-nous|síguenos|seguici|siga-nos|volg ons|följ oss|śledź nas"
    "|obserwuj nas|следите за нами|تابعونا|bizi takip edin"
)
_OURS = (
    "newsletter|nieuwsbrief|nyhetsbrev|lettre|infolettre|boletín|boletim|bülten|рассылк|канал"
    "|e-?mail|unser|notre|nuestr|nostr|noss|onze|vårt|nasz|kommentieren|نشرت|قنات"
)
_STARTS = (
    r"sign up (?:for|to|here|now)\b.*\b(?:newsletter|inbox|updates|alerts|briefing|our|free|email)",
    r"subscribe (?:to|now|today|for)\b.*\b(?:our|newsletter|channel|podcast|inbox|access)",
    r"(?:get|receive) (?:the|our|all|more|breaking)\b.*\b(?:inbox|newsletters?|our app|alerts)\b",
    r"(?:follow|like|find|join|connect with) us (?:on|at|via)\b",
    r"follow (?:[A-Z][\w.'’-]+ ){1,3}on (?:Twitter|X|Facebook|Instagram|Bluesky|Threads)\b",
    r"download (?:our|the)\b.*\bapp\b",
    r"click here (?:to|for)\b",
    r"listen to (?:this|the) (?:article|story)\s*(?:$|[\d(.!])",
    r"support (?:our|independent|quality) (?:journalism|reporting)",
    r"(?:like|enjoyed?) this (?:article|story)\?",
    r"(?:have|got) a (?:news |story )?tip\?",
    r"(?:write to|e-?mail) (?:[A-Z][\w.'’-]+ ){1,3}at \S+@\S+",
    r"follow (?:him|her|them) (?:on (?:Twitter|X|Facebook|Instagram|Bluesky|Threads)\b|@)",
    r"already (?:a|an) (?:\w+ )?(?:subscriber|member)\s*\?",
    r"to (?:continue|keep) reading\b.*\b(?:subscribe|sign|log|register|this)\b",
    r"(?:story|article) continues (?:below|after)",
    r"(?:abonnez-vous|suscríbete|suscríbase|подпишитесь|подписывайтесь|abone olun)\b",
    rf"(?:{_ENROL})\b.*(?:{_OURS})",
    rf"(?:{_FOLLOW})\b",
)
SOLICITATION = re.compile("|".join(f"(?:{s})" for s in _STARTS), re.IGNORECASE)
"""How a sentence begins that wants something of the reader."""

_UNPUBLISHED = (
    "e-?mail-adresse wird nicht veröffentlicht|erforderliche felder sind mit \\S+ markiert"
    "|adresse (?:e-?mail|de messagerie|courriel) ne sera pas publiée"
    "|correo electrónico no será publicad|indirizzo e-?mail non sarà pubblicato"
    "|endereço de e-?mail não será publicado|e-?mailadres wordt niet gepubliceerd"
    "|adres e-?mail nie zostanie opublikowany|e-postadress kommer inte (?:att )?publiceras"
    "|e-postadresse vil ikke bli publisert|e-?mailadresse vil ikke blive publiceret"
    "|이메일 주소는 공개되지 않습니다|メールアドレスが公開されることはありません|邮箱地址不会被公开"
    "|電子郵件地址不會公開|電子郵件地址不會被公開|адрес e-?mail не будет опубликован"
    "|e-?mail адреса не оприлюднюватиметься|لن يتم نشر عنوان بريدك"
    "|e-posta adresiniz yayınlanmayacak"
    "|e-?mailová adresa nebude zveřejněna|διεύθυνσ.{1,12} δεν δημοσιεύεται"
    "|e-?mail címet nem tesszük közzé|האימייל לא יוצג|alamat email anda tidak akan dipublikasikan"
    "|email của bạn sẽ không được hiển thị"
)
_POWERED = (
    "powered by|präsentiert von|propulsé par|funciona con|funciona gracias a|con tecnología de"
    "|gracias a|alimentato da|con tecnologia di|orgulhosamente mantido com|com tecnologia do"
    "|ondersteund door|mogelijk gemaakt door|wspierane przez|obsługiwane przez|drivs (?:med|av)"
    "|drives (?:med|af|av)|сайт работает на|технологии|працює на|بدعم من|gururla sunar|používáme"
)
LEGAL = re.compile(
    r"all rights reserved|^\W*(?:©|ⓒ|\(c\)|copyright)\W*(?:\D{0,40})\d{4}|©\s*(?:19|20)\d\d"
    r"|(?:we|this (?:site|website|page)|our (?:site|website)) uses? (?:\w+ )?cookies"
    r"|(?:by|without) (?:continuing|using|browsing|clicking).{0,80}(?:cookies|terms)"
    r"|(?:enable|requires?|turn on|activate) javascript|javascript (?:is|must be|needs)"
    r"|may not be (?:reproduced|published|broadcast|redistributed)"
    r"|your e-?mail address will not be published|you must be logged in|powered by \w+$"
    rf"|{_UNPUBLISHED}|^[^.]{{0,30}}(?:{_POWERED}) (?:WordPress|Blogger|Tistory|Ghost)\W*$"
    r"|alle rechte vorbehalten|(?:verwendet|verwenden|nutzt|nutzen|setzen) (?:\w+ )?cookies"
    r"|tous droits réservés|utilis(?:e|ons) des cookies|todos los derechos reservados"
    r"|(?:utilizamos|usamos|utiliza) (?:\w+ )?cookies|tutti i diritti riservati"
    r"|riproduzione riservata|utilizza(?:mo)? (?:i )?cookie|todos os direitos reservados"
    r"|alle rechten voorbehouden|gebruik(?:t|en) (?:\w+ )?cookies|wszelkie prawa zastrzeżone"
    r"|pliki? cookies?|alla rättigheter förbehållna|använder (?:cookies|kakor)"
    r"|무단\s*전재|재배포\s*금지|저작권자|無断転載|版权所有|版權所有|不得转载|未经.{0,8}(?:授权|许可)"
    r"|все права защищены|использу(?:ет|ем) (?:файлы )?cookie|جميع الحقوق محفوظة"
    r"|tüm hakları saklıdır",
    re.IGNORECASE,
)
"""Copyright lines and cookie notices, wherever in a sentence their words stand."""

LEGAL_HINTS = [
    "©",
    "ⓒ",
    "(c)",
    "copyright",
    "rights res",
    "cookie",
    "javascript",
    "kakor",
    "çerez",
    "not be re",
    "not be pub",
    "not be broad",
    "terms",
    "not be published",
    "must be logged",
    "powered by",
    "rechte vorb",
    "droits rés",
    "derechos reserv",
    "diritti riserv",
    "riproduzione",
    "direitos reserv",
    "rechten voorb",
    "prawa zastrz",
    "rättigheter f",
    "전재",
    "재배포",
    "저작권",
    "無断",
    "版权",
    "版權",
    "转载",
    "未经",
    "права защ",
    "محفوظة",
    "hakları",
    "veröffentlicht",
    "felder sind",
    "publié",
    "publicad",
    "pubblicato",
    "gepubliceerd",
    "opublikowany",
    "publicer",
    "publisert",
    "공개되지",
    "公開される",
    "公开",
    "不會",
    "опубликован",
    "оприлюднюва",
    "نشر عنوان",
    "yayınlanmayacak",
    "zveřejněna",
    "δημοσιεύεται",
    "közzé",
    "לא יוצג",
    "dipublikasikan",
    "hiển thị",
    "wordpress",
    "blogger",
    "tistory",
    "ghost",
]
"""One of these is in whatever `LEGAL` finds: a quick look before the slow one."""

PROTECTED = re.compile(
    r"\W*(?:corrections?|clarification|amendment|editor[’']s note|editors[’'] note|update"
    r"|this (?:article|story|report|piece) (?:was|has been) (?:amended|corrected|updated)"
    r"|(?:korrektur|berichtigung|anmerkung der redaktion|rectificatif|correction|corrección"
    r"|fe de errores|correzione|correção|rectificatie|sprostowanie|rättelse|정정|訂正|更正"
    r"|исправление|تصحيح|düzeltme))\b",
    re.IGNORECASE,
)
"""How a notice begins that belongs to the article although it stands under it."""
