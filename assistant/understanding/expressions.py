"""The grammar of time: how English questions write "5 May", "last week" or "Q3 2022"."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = (
    r"(?:(?i:January|February|April|June|July|August|September|October|November|December)|March|May"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_SURE_MONTH = f"(?i:{_MONTH})"
"""Beside a day or a year, "march" and "may" are months also in lower case."""
YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
WEEKDAY = r"(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
UNITS = "day|week|weekend|fortnight|month|quarter|year|decade"
UNIT = f"(?:{UNITS})"
BACK = "(?:last|past|previous)"
THIS = f"(?:the )?(?:this|current|{BACK})"
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "",
            "a an one",
            "two couple",
            "three few",
            "four",
            "five several",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve dozen",
        )
    )
    for word in words.split()
}
NUMBER = rf"(?:\d{{1,3}}|a couple of|a few|a dozen|(?:{'|'.join(NUMBERS)})(?: of)?)"
QUARTERS = "first|second|third|fourth|last|1st|2nd|3rd|4th"
_QUARTER = rf"(?:[Qq][1-4]|(?:the )?(?:{QUARTERS}) quarter)"
HALVES = "first|second|1st|2nd"
_HALF = rf"(?:H[12]|(?:the )?(?:{HALVES}) half)"
SEASON = r"(?i:spring|summer|autumn|fall|winter)"
PART = r"(?i:(?:the )?(?:early|mid|late|start of|beginning of|middle of|end of)[ -])"
_OF = r"(?:,? (?:of |in )?)"
OF_YEAR = rf"(?:{_OF}(?P<of>{YEAR}|last year|this year))"
_TODAY = "today|tonight|this (?:morning|afternoon|evening)"
DAY_WORD = f"the day before yesterday|yesterday|last night|{_TODAY}"

_HOURS = "(?i: morning| afternoon| evening| night)"
_WEEK_IN = "(?i:(?:the )?(?:first|second|third|last) (?:week|weekend) (?:of|in))"
_CALENDAR_DAY = (
    rf"(?:{YEAR}-\d\d-\d\d|{_DAY} (?:of )?{_SURE_MONTH}\b(?:,? {YEAR}\b)?"
    rf"|{_SURE_MONTH} {_DAY}\b(?!\d)(?:,? {YEAR}\b)?)"
)

ATOM = (
    "(?:"
    + "|".join(
        (
            rf"(?i:(?:the )?week (?:of|beginning|starting|ending)(?: the)?) {_CALENDAR_DAY}",
            rf"{_WEEK_IN} {PART}?{_SURE_MONTH}\b(?:{_OF}{YEAR}\b)?",
            rf"{_MONTH} \d{{1,2}} ?[-–] ?\d{{1,2}}\b(?:,? {YEAR}\b)?",
            rf"(?i:the {UNIT} before last)\b",
            r"(?i:this time last (?:week|month|year))\b",
            rf"{YEAR},? Q[1-4]\b",
            rf"{YEAR}-\d\d-\d\d",
            rf"\d{{1,2}}[/.]\d{{1,2}}[/.]{YEAR}",
            rf"(?:{WEEKDAY},? )?(?:the )?{_DAY} (?:of )?{_SURE_MONTH}\b(?:,? {YEAR}\b)?",
            rf"(?:{WEEKDAY},? )?{_MONTH} {_DAY}\b(?!\d|,\d)(?:,? {YEAR}\b)?",
            rf"{PART}?{_SURE_MONTH}{_OF}{YEAR}\b",
            rf"{_QUARTER}(?:{_OF}(?:{YEAR}\b|last year|this year))?",
            rf"{_HALF}{_OF}(?:{YEAR}\b|last year|this year)",
            rf"(?i:last|this|the past|the) {SEASON}\b(?:{_OF}{YEAR}\b)?",
            rf"{SEASON}{_OF}{YEAR}\b",
            rf"(?<=\b[Ii]n )(?:{SEASON}|(?i:March|May))\b",
            rf"(?:(?i:last|this) |{PART})?{_MONTH}\b",
            rf"{PART}(?i:(?:the|this|last) (?:week|month|quarter|year|decade))\b",
            rf"{PART}?(?:the year )?(?:the )?{YEAR}s?\b",
            rf"(?i:(?:the )?(?:past|last|previous) {NUMBER} {UNIT}s?)\b(?! of {YEAR})",
            r"(?i:(?:the )?(?:past|last|previous) \d+ hours)\b",
            rf"(?i:the (?:past|last|previous) {UNIT})\b(?! of\b)",
            rf"(?i:(?:earlier )?(?:this|last|the current|current|past|previous) {UNIT})\b(?! of\b)",
            r"(?i:the weekend)\b",
            rf"(?<![\d.,])(?i:{NUMBER} (?:hour|{UNITS})s? ago(?: today)?)\b",
            rf"(?i:{DAY_WORD})\b",
            rf"(?:(?i:last|this past|this|past) )?{WEEKDAY}\b(?:{_HOURS}\b)?",
            r"the \d{1,2}(?:st|nd|rd|th)\b(?! \w)",
        )
    )
    + ")"
)
"""A regular expression of one expression of time, with capitals where a question has them."""
