"""Saved pages whose furniture must go: before the article, inside it and after it."""

from textwrap import dedent
from typing import NamedTuple

import pytest

from ingest.plaintext import read_page, read_plaintext
from ingest.text import Decoded


class Case(NamedTuple):
    """A page, and what is to become of it; `## ` marks a section heading in `blocks`."""

    page: str
    title: str
    blocks: tuple[str, ...]
    cut: tuple[str, ...]


CASES = {
    "comments and popular posts in another script": Case(
        """\
        Lakeside Town Buys Its Own Ferry After Three-Year Dispute

        Council Promises Hourly Crossings From Spring

        Arven has bought the ferry that links its halves. The price was 4 million.

        Crossings Every Hour

        From April the boat will leave every hour. “Nobody will have to run,” said the mayor.

        댓글

        이 블로그의 인기 게시물

        Bakery Chain Closes Twelve Shops: What Went Wrong

        Tram Drivers Strike Again!""",
        "Lakeside Town Buys Its Own Ferry After Three-Year Dispute",
        (
            "## Council Promises Hourly Crossings From Spring",
            "Arven has bought the ferry that links its halves. The price was 4 million.",
            "## Crossings Every Hour",
            "From April the boat will leave every hour. “Nobody will have to run,” said the mayor.",
        ),
        (
            "댓글",
            "이 블로그의 인기 게시물",
            "Bakery Chain Closes Twelve Shops: What Went Wrong",
            "Tram Drivers Strike Again!",
        ),
    ),
    "label that no lexicon knows, in another script, with teasers": Case(
        """\
        Orchard fire put out

        The fire in the old orchard was put out on Sunday. Nobody was hurt.

        The cause is not known yet.

        Ещё немного для вас

        New pool opens in May
        The pool will be heated.

        Library moves to the station
        Readers will need a map.""",
        "Orchard fire put out",
        (
            "The fire in the old orchard was put out on Sunday. Nobody was hurt.",
            "The cause is not known yet.",
        ),
        (
            "Ещё немного для вас",
            "New pool opens in May",
            "The pool will be heated.",
            "Library moves to the station",
            "Readers will need a map.",
        ),
    ),
    "navigation, byline and date before": Case(
        """\
        Home > Region > Harbour
        Menu
        Sign in

        Harbour cranes to be repainted in blue
        By Ada Fenn and Bo Lindqvist
        Published 5 March 2026 14:02 CET
        4 min read
        Share
        Facebook Twitter Email

        The cranes of the old harbour will be repainted this summer.

        Work begins in June.""",
        "Harbour cranes to be repainted in blue",
        ("The cranes of the old harbour will be repainted this summer.", "Work begins in June."),
        (
            "Home > Region > Harbour",
            "Menu",
            "Sign in",
            "4 min read",
            "Share",
            "Facebook Twitter Email",
        ),
    ),
    "advertising, links and buttons inside": Case(
        """\
        Mill wheel turns again

        For the first time in eighty years the mill wheel of Osk is turning.

        ADVERTISEMENT

        The miller said she could hardly believe it.

        Read more: Old bakery to become museum

        Photo: Ivo Brandt

        Listen to this article 5 min

        A party is planned for May.""",
        "Mill wheel turns again",
        (
            "For the first time in eighty years the mill wheel of Osk is turning.",
            "The miller said she could hardly believe it.",
            "A party is planned for May.",
        ),
        (
            "ADVERTISEMENT",
            "Read more: Old bakery to become museum",
            "Photo: Ivo Brandt",
            "Listen to this article 5 min",
        ),
    ),
    "related box inside, between two sections": Case(
        """\
        Valley gets night buses

        Night buses will run from Friday. They stop in every village.

        Related stories
        Old depot sold to brewery
        Bus driver wins marathon

        The price is the same as by day. Children ride free.

        What it costs

        A ticket is two crowns.""",
        "Valley gets night buses",
        (
            "Night buses will run from Friday. They stop in every village.",
            "The price is the same as by day. Children ride free.",
            "## What it costs",
            "A ticket is two crowns.",
        ),
        ("Related stories", "Old depot sold to brewery", "Bus driver wins marathon"),
    ),
    "notices in sentences at the end": Case(
        """\
        Owl nests in town hall clock

        An owl has moved into the clock of the town hall. It has stopped at ten past four.

        The council will not disturb it.

        Sign up for our newsletter to get the best stories every morning.

        Follow us on Facebook and Instagram.

        We use cookies to improve your experience on this website.

        © 2026 The Osk Herald. All rights reserved.""",
        "Owl nests in town hall clock",
        (
            "An owl has moved into the clock of the town hall. It has stopped at ten past four.",
            "The council will not disturb it.",
        ),
        (
            "Sign up for our newsletter to get the best stories every morning.",
            "Follow us on Facebook and Instagram.",
            "We use cookies to improve your experience on this website.",
            "© 2026 The Osk Herald. All rights reserved.",
        ),
    ),
    "cookie notice first, outlet over the headline": Case(
        """\
        This website uses cookies. By continuing to browse you accept them.
        Accept all

        The Osk Herald

        Two storks land on fire station roof

        Two storks have landed on the roof of the fire station and show no wish to leave.

        © 2026 The Osk Herald""",
        "Two storks land on fire station roof",
        ("Two storks have landed on the roof of the fire station and show no wish to leave.",),
        (
            "This website uses cookies. By continuing to browse you accept them.",
            "Accept all",
            "The Osk Herald",
            "© 2026 The Osk Herald",
        ),
    ),
    "readers' comments": Case(
        """\
        Bakery raises price of rolls

        The bakery in Mill Street has raised the price of its rolls to fifty cents.

        Flour has become dearer, the owner said. So has butter, and so has the power.

        She hopes that her customers will understand.

        Comments (2)

        Grumbler
        3 hours ago
        This is an outrage. I shall bake my own.
        Reply

        Breadfan
        2 hours ago
        They are still the best rolls in town.
        Reply""",
        "Bakery raises price of rolls",
        (
            "The bakery in Mill Street has raised the price of its rolls to fifty cents.",
            "Flour has become dearer, the owner said. So has butter, and so has the power.",
            "She hopes that her customers will understand.",
        ),
        (
            "Comments (2)",
            "Grumbler",
            "3 hours ago",
            "This is an outrage. I shall bake my own.",
            "Reply",
            "Breadfan",
            "2 hours ago",
            "They are still the best rolls in town.",
            "Reply",
        ),
    ),
    "German": Case(
        """\
        Alte Mühle wird zum Theater
        Von Greta Aumann
        5. März 2026, 14:02 Uhr
        Lesezeit: 3 Minuten

        Die alte Mühle am Fluss wird zum Theater umgebaut. Das hat der Rat beschlossen.

        Anzeige

        Die Kosten liegen bei zwei Millionen.

        Lesen Sie auch: Brücke bleibt gesperrt

        Das könnte Sie auch interessieren
        Schwimmbad öffnet früher
        Neue Linie für den Nachtbus""",
        "Alte Mühle wird zum Theater",
        (
            "Die alte Mühle am Fluss wird zum Theater umgebaut. Das hat der Rat beschlossen.",
            "Die Kosten liegen bei zwei Millionen.",
        ),
        (
            "Lesezeit: 3 Minuten",
            "Anzeige",
            "Lesen Sie auch: Brücke bleibt gesperrt",
            "Das könnte Sie auch interessieren",
            "Schwimmbad öffnet früher",
            "Neue Linie für den Nachtbus",
        ),
    ),
    "French, without blank lines": Case(
        """\
        Le vieux phare rallumé après vingt ans
        Partager
        Le phare de la pointe a été rallumé samedi soir devant trois cents personnes.
        Une fête populaire
        Les habitants ont dansé jusqu’à minuit sur la jetée, malgré le vent.
        Abonnez-vous à notre lettre pour recevoir nos articles chaque matin.
        Les plus lus
        Le marché change de place
        Une baleine dans le port""",
        "Le vieux phare rallumé après vingt ans",
        (
            "Le phare de la pointe a été rallumé samedi soir devant trois cents personnes.",
            "## Une fête populaire",
            "Les habitants ont dansé jusqu’à minuit sur la jetée, malgré le vent.",
        ),
        (
            "Partager",
            "Abonnez-vous à notre lettre pour recevoir nos articles chaque matin.",
            "Les plus lus",
            "Le marché change de place",
            "Une baleine dans le port",
        ),
    ),
    "Japanese": Case(
        """\
        湖の渡し船、春から毎時運航へ

        湖畔の町は渡し船を買い取った。価格は四百万円だった。

        町長は「誰も走らなくてよい」と話した。

        関連記事
        パン屋が十二店を閉店
        路面電車の運転士が再びスト""",
        "湖の渡し船、春から毎時運航へ",
        (
            "湖畔の町は渡し船を買い取った。価格は四百万円だった。",
            "町長は「誰も走らなくてよい」と話した。",
        ),
        ("関連記事", "パン屋が十二店を閉店", "路面電車の運転士が再びスト"),
    ),
    "Arabic": Case(
        """\
        البلدة تشتري عبّارتها الخاصة

        اشترت البلدة الواقعة على البحيرة عبّارتها الخاصة بعد نزاع طويل.

        وقال رئيس البلدية إن الرحلات ستبدأ في أبريل.

        اقرأ أيضا
        إغلاق اثني عشر مخبزا
        جميع الحقوق محفوظة""",
        "البلدة تشتري عبّارتها الخاصة",
        (
            "اشترت البلدة الواقعة على البحيرة عبّارتها الخاصة بعد نزاع طويل.",
            "وقال رئيس البلدية إن الرحلات ستبدأ في أبريل.",
        ),
        ("اقرأ أيضا", "إغلاق اثني عشر مخبزا", "جميع الحقوق محفوظة"),
    ),
    "heading over nothing but links, unlabelled": Case(
        """\
        Bridge lamp mended

        The lamp on the bridge is mended. It had been dark since autumn.

        From Around the Valley

        Goat Elected Honorary Mayor of Lower Osk
        Seven Recipes for Plums
        Why the Clock Is Always Late""",
        "Bridge lamp mended",
        ("The lamp on the bridge is mended. It had been dark since autumn.",),
        (
            "From Around the Valley",
            "Goat Elected Honorary Mayor of Lower Osk",
            "Seven Recipes for Plums",
            "Why the Clock Is Always Late",
        ),
    ),
    "counters": Case(
        """\
        Orchard fire put out

        The fire in the old orchard was put out on Sunday. Nobody was hurt.

        12

        The cause is not known yet.

        5
        24 comments
        1
        1,204""",
        "Orchard fire put out",
        (
            "The fire in the old orchard was put out on Sunday. Nobody was hurt.",
            "The cause is not known yet.",
        ),
        ("12", "5", "24 comments", "1", "1,204"),
    ),
    "English article on a Korean blog": Case(
        """\
        Mill Wheel Turns Again After Three Winters, Valley Celebrates With Rolls

        Miller of Osk Promises Flour by May Despite Dispute Over Water

        The wheel of the Osk mill is turning again. The miller worked on it for years.

        She used oak from the valley, and the help of one retired carpenter.

        A Dispute Over Water

        The farmers above the weir are not pleased. They fear for their meadows.

        What Comes Next

        The council will hear both sides in April, and the wheel may turn until then.

        댓글 쓰기

        이 블로그의 인기 게시물

        작은 역이 다시 문을 열다

        Harbour Cranes Painted Blue: What It Means for Gulls

        호수 마을의 새 나룻배""",
        "Mill Wheel Turns Again After Three Winters, Valley Celebrates With Rolls",
        (
            "## Miller of Osk Promises Flour by May Despite Dispute Over Water",
            "The wheel of the Osk mill is turning again. The miller worked on it for years.",
            "She used oak from the valley, and the help of one retired carpenter.",
            "## A Dispute Over Water",
            "The farmers above the weir are not pleased. They fear for their meadows.",
            "## What Comes Next",
            "The council will hear both sides in April, and the wheel may turn until then.",
        ),
        (
            "댓글 쓰기",
            "이 블로그의 인기 게시물",
            "작은 역이 다시 문을 열다",
            "Harbour Cranes Painted Blue: What It Means for Gulls",
            "호수 마을의 새 나룻배",
        ),
    ),
    "German blog with comments": Case(
        """\
        Das Mühlrad läuft wieder im Tal

        Drei Winter lang hat die Müllerin am Rad gebaut. Nun dreht es sich.

        Das Holz kommt aus dem Tal, und der Zimmermann ist in Rente.

        Teilen mit:
        Facebook

        Gefällt mir:
        Gefällt mir Wird geladen …

        Ähnliche Beiträge

        Die alte Fähre

        2 Gedanken zu „Das Mühlrad läuft wieder im Tal“

        Hinnerk sagt:
        6. März 2026 um 09:14
        Man hört es bis in die Kirche.
        Antworten

        Trude sagt:
        6. März 2026 um 20:01
        Und wann gibt es Mehl?
        Antworten

        Schreibe einen Kommentar
        Deine E-Mail-Adresse wird nicht veröffentlicht.""",
        "Das Mühlrad läuft wieder im Tal",
        (
            "Drei Winter lang hat die Müllerin am Rad gebaut. Nun dreht es sich.",
            "Das Holz kommt aus dem Tal, und der Zimmermann ist in Rente.",
        ),
        (
            "Teilen mit:",
            "Facebook",
            "Gefällt mir:",
            "Gefällt mir Wird geladen …",
            "Ähnliche Beiträge",
            "Die alte Fähre",
            "2 Gedanken zu „Das Mühlrad läuft wieder im Tal“",
            "Hinnerk sagt:",
            "6. März 2026 um 09:14",
            "Man hört es bis in die Kirche.",
            "Antworten",
            "Trude sagt:",
            "6. März 2026 um 20:01",
            "Und wann gibt es Mehl?",
            "Antworten",
            "Schreibe einen Kommentar",
            "Deine E-Mail-Adresse wird nicht veröffentlicht.",
        ),
    ),
    "Spanish blog": Case(
        """\
        El molino de Osk vuelve a girar

        El molino gira otra vez. La molinera trabajó en la rueda durante tres inviernos.

        La madera viene del valle.

        Me gusta esto:

        Deja una respuesta
        Tu dirección de correo electrónico no será publicada.

        Entradas recientes
        La vieja barca

        Archivos
        marzo 2026""",
        "El molino de Osk vuelve a girar",
        (
            "El molino gira otra vez. La molinera trabajó en la rueda durante tres inviernos.",
            "La madera viene del valle.",
        ),
        (
            "Me gusta esto:",
            "Deja una respuesta",
            "Tu dirección de correo electrónico no será publicada.",
            "Entradas recientes",
            "La vieja barca",
            "Archivos",
            "marzo 2026",
        ),
    ),
    "comments that only their shape tells": Case(
        """\
        Bakery raises price of rolls

        The bakery in Mill Street has raised the price of its rolls to fifty cents.

        Flour has become dearer, the owner said. So has butter, and so has the power.

        Grumbler
        March 6, 2026 at 8:12 am
        This is an outrage. I shall bake my own.

        Breadfan
        March 6, 2026 at 9:40 am
        They are still the best rolls in town.""",
        "Bakery raises price of rolls",
        (
            "The bakery in Mill Street has raised the price of its rolls to fifty cents.",
            "Flour has become dearer, the owner said. So has butter, and so has the power.",
        ),
        (
            "Grumbler",
            "March 6, 2026 at 8:12 am",
            "This is an outrage. I shall bake my own.",
            "Breadfan",
            "March 6, 2026 at 9:40 am",
            "They are still the best rolls in town.",
        ),
    ),
    "headline again over comments, in a language no lexicon knows": Case(
        """\
        Osgo errota berriro martxan dago

        Errotaren gurpila berriro biratzen ari da. Hiru negu behar izan ziren.

        Egurra bailaratik dator.

        2 iruzkin: “Osgo errota berriro martxan dago”

        Ane
        2026-03-06 09:14
        Oso ona da.

        Jon
        2026-03-06 10:20
        Eta irina?""",
        "Osgo errota berriro martxan dago",
        (
            "Errotaren gurpila berriro biratzen ari da. Hiru negu behar izan ziren.",
            "Egurra bailaratik dator.",
        ),
        (
            "2 iruzkin: “Osgo errota berriro martxan dago”",
            "Ane",
            "2026-03-06 09:14",
            "Oso ona da.",
            "Jon",
            "2026-03-06 10:20",
            "Eta irina?",
        ),
    ),
    "menu with the name of the site, German": Case(
        """\
        Zum Inhalt springen
        Das Mühlentagebuch
        Notizen vom Fluss
        Startseite
        Kontakt

        Warum das Mühlrad von Osk wieder läuft
        Veröffentlicht am 5. März 2026 von Greta Aumann

        Drei Winter lang hat die Müllerin am Rad gebaut. Nun dreht es sich.

        Das Holz kommt aus dem Tal.""",
        "Warum das Mühlrad von Osk wieder läuft",
        (
            "Drei Winter lang hat die Müllerin am Rad gebaut. Nun dreht es sich.",
            "Das Holz kommt aus dem Tal.",
        ),
        (
            "Zum Inhalt springen",
            "Das Mühlentagebuch",
            "Notizen vom Fluss",
            "Startseite",
            "Kontakt",
        ),
    ),
    "menu of words that no lexicon knows": Case(
        """\
        River
        Harbour
        Our Boats

        Two storks land on fire station roof

        By Ada Fenn
        5 March 2026

        Two storks have landed on the roof of the fire station.

        They show no wish to leave.""",
        "Two storks land on fire station roof",
        (
            "Two storks have landed on the roof of the fire station.",
            "They show no wish to leave.",
        ),
        ("River", "Harbour", "Our Boats"),
    ),
    "name of the site alone over the headline": Case(
        """\
        Valley Notes

        Two storks land on fire station roof

        5 March 2026 by Ada Fenn

        Two storks have landed on the roof of the fire station.

        They show no wish to leave.""",
        "Two storks land on fire station roof",
        (
            "Two storks have landed on the roof of the fire station.",
            "They show no wish to leave.",
        ),
        ("Valley Notes",),
    ),
    "Korean menu, date behind the name": Case(
        """\
        본문 바로가기
        마을 소식

        물레방아가 다시 돌기 시작했다

        by 물레지기 2026. 3. 5.

        강가의 물레방아가 다시 돌기 시작했다. 주민들이 삼 년 동안 고쳤다.

        밀가루는 오월부터 나온다.""",
        "물레방아가 다시 돌기 시작했다",
        (
            "강가의 물레방아가 다시 돌기 시작했다. 주민들이 삼 년 동안 고쳤다.",
            "밀가루는 오월부터 나온다.",
        ),
        ("본문 바로가기", "마을 소식"),
    ),
    "Japanese menu": Case(
        """\
        ホーム
        お知らせ

        水車が三年ぶりに回り出す

        2026年3月5日

        川辺の水車が再び回り出した。粉は五月からできる。""",
        "水車が三年ぶりに回り出す",
        ("川辺の水車が再び回り出した。粉は五月からできる。",),
        ("ホーム", "お知らせ"),
    ),
    "press release": Case(
        """\
        FOR IMMEDIATE RELEASE

        Osk Mill Company Puts Its Wheel Back to Work

        The wheel of the Osk mill turns again, the company announced today.

        Flour will be on sale in May.""",
        "Osk Mill Company Puts Its Wheel Back to Work",
        (
            "The wheel of the Osk mill turns again, the company announced today.",
            "Flour will be on sale in May.",
        ),
        ("FOR IMMEDIATE RELEASE",),
    ),
    "live blog": Case(
        """\
        Flood live: the river is at the third step of the mill

        Last updated: 16:20, 9 January 2026

        16:20
        Bakery hands out rolls

        Everybody at the dyke gets two rolls and a hot tea, the baker says.

        15:05
        Bridge closed

        The bridge has been closed to lorries. It is still open on foot.""",
        "Flood live: the river is at the third step of the mill",
        (
            "## Bakery hands out rolls",
            "Everybody at the dyke gets two rolls and a hot tea, the baker says.",
            "## Bridge closed",
            "The bridge has been closed to lorries. It is still open on foot.",
        ),
        ("16:20", "15:05"),
    ),
    "Windows line ends and repeated lines": Case(
        "Cheese market returns\r\n\r\nOsk Radio\r\n\r\nThe cheese market returns in May.\r\n\r\n"
        "Osk Radio\r\n\r\nForty stalls are expected.\r\n\r\nOsk Radio\r\n",
        "Cheese market returns",
        ("The cheese market returns in May.", "Forty stalls are expected."),
        ("Osk Radio", "Osk Radio", "Osk Radio"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_furniture_goes_and_the_article_stays(case: Case) -> None:
    page = read_page(dedent(case.page))
    assert page.title == case.title
    blocks = tuple(("## " if heading else "") + text for text, heading in page.blocks)
    assert blocks == case.blocks
    assert page.cut == case.cut


@pytest.mark.parametrize(
    "page",
    [
        "Menu\nHome\nSearch\nLog in",
        "Most read\n\nGoat elected mayor\n\nSeven recipes for plums",
        "We use cookies to improve this site.\n\nAccept all\n\n© 2026 Osk Herald",
        "",
        "\n \n",
    ],
)
def test_a_page_of_furniture_holds_no_article(page: str) -> None:
    assert read_page(page).blocks == ()


def test_what_was_cut_is_kept_beside_the_article() -> None:
    text = (
        "Home\n\nSport\n\nMill wheel turns again\n\nThe wheel of Osk turned on Monday.\n\n"
        "It had stood still for three winters.\n\nRelated\nDepot sold\nFerry late"
    )
    draft = read_plaintext(Decoded(text))
    assert set(draft.cut) >= {"Related", "Depot sold", "Ferry late"}
    assert not {block.text for block in draft.blocks} & set(draft.cut)
