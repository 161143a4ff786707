"""One spelling for what a question and an article may spell differently."""

import re

_PLACES = {
    "afghanistan": "afghan afghans",
    "africa": "african africans",
    "argentina": "argentine argentinian argentines",
    "asia": "asian asians",
    "australia": "australian australians",
    "austria": "austrian austrians",
    "belarus": "belarusian belarusians",
    "belgium": "belgian belgians",
    "brazil": "brazilian brazilians",
    "britain": "british briton britons uk",
    "bulgaria": "bulgarian bulgarians",
    "canada": "canadian canadians",
    "chile": "chilean chileans",
    "china": "chinese",
    "colombia": "colombian colombians",
    "croatia": "croatian croatians croat croats",
    "cuba": "cuban cubans",
    "czechia": "czech czechs",
    "denmark": "danish dane danes",
    "egypt": "egyptian egyptians",
    "england": "english",
    "estonia": "estonian estonians",
    "europe": "european europeans",
    "finland": "finnish finn finns",
    "france": "french",
    "georgia": "georgian georgians",
    "germany": "german germans",
    "greece": "greek greeks",
    "hungary": "hungarian hungarians",
    "iceland": "icelandic icelander icelanders",
    "india": "indian indians",
    "indonesia": "indonesian indonesians",
    "iran": "iranian iranians",
    "iraq": "iraqi iraqis",
    "ireland": "irish",
    "israel": "israeli israelis",
    "italy": "italian italians",
    "japan": "japanese",
    "kenya": "kenyan kenyans",
    "korea": "korean koreans",
    "latvia": "latvian latvians",
    "lebanon": "lebanese",
    "libya": "libyan libyans",
    "lithuania": "lithuanian lithuanians",
    "malaysia": "malaysian malaysians",
    "mexico": "mexican mexicans",
    "morocco": "moroccan moroccans",
    "netherlands": "dutch holland",
    "nigeria": "nigerian nigerians",
    "norway": "norwegian norwegians",
    "pakistan": "pakistani pakistanis",
    "palestine": "palestinian palestinians",
    "peru": "peruvian peruvians",
    "philippines": "philippine filipino filipinos",
    "poland": "polish pole poles",
    "portugal": "portuguese",
    "romania": "romanian romanians",
    "russia": "russian russians",
    "scotland": "scottish scot scots",
    "serbia": "serbian serbians serb serbs",
    "slovakia": "slovak slovaks slovakian",
    "slovenia": "slovenian slovenians slovene",
    "somalia": "somali somalis",
    "spain": "spanish spaniard spaniards",
    "sudan": "sudanese",
    "sweden": "swedish swede swedes",
    "switzerland": "swiss",
    "syria": "syrian syrians",
    "taiwan": "taiwanese",
    "thailand": "thai thais",
    "tunisia": "tunisian tunisians",
    "turkey": "turkish turk turks türkiye",
    "ukraine": "ukrainian ukrainians",
    "usa": "usa us america american americans",
    "venezuela": "venezuelan venezuelans",
    "vietnam": "vietnamese",
    "wales": "welsh",
    "yemen": "yemeni yemenis",
}
_COUNTRY = {word: place for place, words in _PLACES.items() for word in words.split()}
_PHRASES = (
    (re.compile(r"\bUnited States(?: of America)?\b"), "Usa"),
    (re.compile(r"\b(?:United Kingdom|Great Britain)\b"), "Britain"),
    (re.compile(r"\bEuropean Union\b"), "EU"),
    (re.compile(r"\bUnited Nations\b"), "UN"),
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d)[,.’'\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_CAPITALISED = re.compile(r"\b[A-Z]\w+\b")


def fold_spelling(text: str) -> str:
    """The text with one spelling for each country, abbreviation and number.

    "U.S.", "American" and "United States" all become the same word, as do "French" and
    "France"; initials lose their points and numbers what separates their thousands. Only for
    comparing texts, never for showing them.
    """
    for phrase, name in _PHRASES:
        text = phrase.sub(name, text)
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    text = _THOUSANDS.sub("", text)
    return _CAPITALISED.sub(_to_country, text)


def _to_country(found: re.Match[str]) -> str:
    country = _COUNTRY.get(found[0].casefold())
    # "US" is a country, "Us" is not.
    if country is None or (len(found[0]) == 2 and not found[0].isupper()):  # noqa: PLR2004
        return found[0]
    return country.capitalize()
