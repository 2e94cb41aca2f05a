"""Countries and organisations as senders of soldiers, by the words that name them or their people."""

from __future__ import annotations

import re

#: country -> its adjectives and the words for its people
_COUNTRIES = {
    "Albania": "Albanian Albanians", "Austria": "Austrian Austrians", "Belgium": "Belgian Belgians",
    "Bosnia and Herzegovina": "Bosnia Bosnian", "Bulgaria": "Bulgarian Bulgarians", "Canada": "Canadian Canadians",
    "Croatia": "Croatian Croatians", "Czech Republic": "Czechia Czech Czechs", "Denmark": "Danish Danes",
    "Estonia": "Estonian Estonians", "Finland": "Finnish Finns", "France": "French", "Germany": "German Germans",
    "Greece": "Greek Greeks", "Hungary": "Hungarian Hungarians", "Iceland": "Icelandic", "Ireland": "Irish",
    "Italy": "Italian Italians", "Kosovo": "Kosovar Kosovo's", "Latvia": "Latvian Latvians",
    "Lithuania": "Lithuanian Lithuanians", "Luxembourg": "", "Moldova": "Moldovan Moldovans",
    "Montenegro": "Montenegrin Montenegrins", "Netherlands": "Dutch Holland", "North Macedonia": "Macedonia Macedonian",
    "Norway": "Norwegian Norwegians", "Poland": "Polish Poles", "Portugal": "Portuguese",
    "Romania": "Romanian Romanians",
    "Russia": "Russian Russians", "Serbia": "Serbian Serbians Yugoslav Yugoslavia", "Slovakia": "Slovak Slovaks",
    "Slovenia": "Slovenian Slovenians Slovene Slovenes", "Spain": "Spanish Spaniards", "Sweden": "Swedish Swedes",
    "Switzerland": "Swiss", "Türkiye": "Turkey Turkish Turks", "Ukraine": "Ukrainian Ukrainians",
    "United Kingdom": "Britain British Britons UK U.K.",
    "United States": "US U.S. USA U.S.A. American Americans", "India": "Indian Indians", "Japan": "Japanese",
    "Jordan": "Jordanian Jordanians", "Argentina": "Argentine Argentinian", "Morocco": "Moroccan Moroccans",
    "United Arab Emirates": "UAE Emirati", "Armenia": "Armenian Armenians", "Azerbaijan": "Azerbaijani Azeri",
    "Georgia": "Georgian Georgians", "Pakistan": "Pakistani", "China": "Chinese", "Kazakhstan": "Kazakh",
    "Ghana": "Ghanaian", "Nepal": "Nepalese Nepali", "Bangladesh": "Bangladeshi", "Fiji": "Fijian",
    "Nigeria": "Nigerian", "Kenya": "Kenyan", "Ethiopia": "Ethiopian", "Egypt": "Egyptian", "Israel": "Israeli",
    "Brazil": "Brazilian", "Mexico": "Mexican", "Australia": "Australian", "Belarus": "Belarusian",
}  # fmt: skip
_BODIES = {
    "NATO": "NATO Nato", "European Union": "EU E.U.", "United Nations": "UN U.N.", "KFOR": "KFOR KFor Kfor",
    "SFOR": "SFOR", "EUFOR": "EUFOR Eufor", "EULEX": "EULEX Eulex", "OSCE": "OSCE",
    "African Union": "AU", "ECOWAS": "Ecowas",
}  # fmt: skip
#: word as written -> the country or body
SENDERS: dict[str, str] = {
    word: name
    for names in (_COUNTRIES, _BODIES)
    for name, words in names.items()
    for word in (name, *words.split())
    if not word.endswith("'s")
}
_PATTERN = "|".join(sorted(map(re.escape, SENDERS), key=len, reverse=True))
#: a country or body, and whether it is a place that soldiers go to or stand in
SENDER = re.compile(
    rf"(?P<goal>\b(?:[Ii]nto|[Tt]o|[Ii]n|[Ff]or|[Nn]eighbouring|[Nn]eighboring|[Ww]ith|[Aa]cross|"
    rf"[Ww]ithin) (?:the |neighbouring |neighboring |northern |southern )?)?"
                    rf"(?<![\w-])(?P<who>{_PATTERN})(?![\w])(?P<after>(?:-led)?)")  # fmt: skip
ALLIANCE = re.compile(r"\b[Tt]he (?:[Ww]estern )?(?:military )?(?:alliance|organi[sz]ation)\b")
