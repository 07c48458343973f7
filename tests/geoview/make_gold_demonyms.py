"""Make ``geoview/gold_demonyms.txt`` again, the lexicon that tells demonyms from toponyms in gold annotations.

    python tests/geoview/make_gold_demonyms.py NODE_MODULES > geoview/gold_demonyms.txt

needs ``pyworldatlas`` (PyPI) and, in NODE_MODULES, ``i18n-nationality`` (npm). It is a yardstick: it was made once, and
is only to change with a new major version of the scores; what the gazetteer knows of demonyms grows apart from it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

HEAD = """\
# Demonyms of the gold side: FROZEN. Scores with --no-demonyms and per class depend on it; see geoview/corpora.py.
# Sources: i18n-nationality 1.4 (MIT); nationality terms of the CIA World Factbook by way of pyworldatlas 0.10 (public
# domain); demonyms of continents, peoples, regions and cities, written for this project (MIT).
# Made by: python tests/geoview/make_gold_demonyms.py NODE_MODULES > geoview/gold_demonyms.txt
# One a line; compared without regard to capitals and hyphens. No string that is a country's name as well.
"""

# What the sources lack, written from general knowledge. These take a plural in s …
WITH_PLURAL = """
European; African; Asian; Eurasian; North American; South American; Latin American; Central American; Central Asian;
South Asian; Southeast Asian; South East Asian; East Asian; West African; East African; North African; Southern
African; Western European; Eastern European; Central European; Middle Easterner; Arab; Arabian; Scandinavian; Iberian;
Siberian; Sahelian; Polynesian; Melanesian; Australasian; Amazonian; Soviet; Yugoslav; Yugoslavian; Czechoslovak;
Czechoslovakian; Ottoman; Prussian; Persian; Burman; Rhodesian; Zairian; East German; West German; North Korean; South
Korean; North Vietnamese; Scot; Brit; Britisher; Aussie; Channel Islander; Kurd; Iraqi Kurd; Palestinian; Israeli
Arab; Tibetan; Kashmiri; Punjabi; Bengali; Gujarati; Sindhi; Kosovar; Kosovan; Kosovo Albanian; Bosniak; Bosnian Serb;
Bosnian Croat; Chechen; Crimean; Abkhazian; Ossetian; South Ossetian; Transnistrian; Dagestani; Circassian; Darfuri;
Catalan; Catalonian; Basque; Galician; Andalusian; Castilian; Valencian; Breton; Corsican; Alsatian; Bavarian;
Tyrolean; Walloon; Frisian; Sicilian; Sardinian; Tuscan; Venetian; Neapolitan; Roman; Florentine; Parisian; Londoner;
Berliner; Muscovite; Athenian; Dubliner; Glaswegian; Liverpudlian; Mancunian; Brummie; Geordie; Aberdonian; New
Yorker; Chicagoan; Bostonian; Philadelphian; Angeleno; San Franciscan; San Diegan; Seattleite; Houstonian; Atlantan;
Dallasite; Washingtonian; Pittsburgher; Clevelander; Detroiter; Miamian; New Orleanian; Torontonian; Montrealer;
Vancouverite; Sydneysider; Melburnian; Cairene; Beijinger; Hong Konger; Hongkonger; Tokyoite; Delhiite; Mumbaikar;
Karachiite; Baghdadi; Damascene; Aleppine; Beiruti; Gazan; Jerusalemite; Istanbulite; Tehrani; Kabuli; Capetonian;
Alabaman; Alabamian; Alaskan; Arizonan; Arkansan; Californian; Coloradan; Floridian; Hawaiian; Idahoan; Illinoisan;
Hoosier; Indianan; Iowan; Kansan; Kentuckian; Louisianan; Louisianian; Mainer; Marylander; Michigander; Michiganian;
Minnesotan; Mississippian; Missourian; Montanan; Nebraskan; Nevadan; New Jerseyan; New Mexican; North Carolinian;
South Carolinian; North Dakotan; South Dakotan; Ohioan; Oklahoman; Oregonian; Pennsylvanian; Rhode Islander;
Tennessean; Texan; Utahn; Vermonter; Virginian; West Virginian; Wisconsinite; Wyomingite; New Englander; New
Hampshirite; Albertan; British Columbian; Manitoban; New Brunswicker; Newfoundlander; Nova Scotian; Ontarian;
Quebecer; Quebecker; Saskatchewanian; Prince Edward Islander; Tasmanian; Queenslander; Okinawan; Manchurian; Sumatran;
Papuan; Bornean; Zanzibari; Biafran; Katangan; Somalilander; Puntlander; Turkish Cypriot; Greek Cypriot; Ivorian;
Argentinian; Argentinean; Argentine; Saudi Arabian; Emirian; Yemenite; Slovakian; Slovenian; Serbian; Uzbek; Tajik;
Kazakh; Azeri; Azerbaijanian; Malayan; Filipina; Pinoy; Bermudan; Salvadorian; Salvadorean; Ecuadoran; Ecuadorean;
Antiguan; Lesothan; Botswanan; Cape Verdean; Vanuatuan; Marshall Islander; Moldavian; Wallachian; Ruthenian;
Bessarabian; Silesian; Pomeranian; Moravian; Bohemian; Transylvanian; Macedonian; Thracian; Cretan; Anatolian
"""

# … and these do not.
ALONE = """
Middle Eastern; Saharan; Himalayan; Levantine; Andean; Siamese; Ceylonese; English; Englishman; Englishmen;
Englishwoman; Englishwomen; Scots; Scottish; Scotsman; Scotsmen; Scotswoman; Scotswomen; Welsh; Welshman; Welshmen;
Welshwoman; Welshwomen; Northern Irish; Northern Irishman; Northern Irishmen; Cornish; Kurdish; Iraqi Kurdish; Uyghur;
Uyghurs; Uighur; Uighurs; Abkhaz; Ingush; Flemish; Milanese; Genoese; Piedmontese; Viennese; Shanghainese; Cantonese;
Sichuanese; Hunanese; Javanese; Balinese; Acehnese; Québécois; Québécoise; Quebecois; Quebecoise; Nepalese; Turkmen;
Turkmens; Kyrgyz; Rwandese; Burkinabè; Luxembourgish; San Marinese; Saudi; East Timorese; Filipino
"""

# Countries' and islands' names among the sources' adjectives, and scraps of their notes.
NOT = """
bermuda; bouvet island; british indian ocean territory; cayman islands; christmas island; cocos; cook islands; congo;
falkland island; falkland islands; faroe islands; gibraltar; greenland; guadeloupe; guam; heard island; mcdonald
islands; holy see; hong kong; kiribati; lao; laos; liechtenstein; luxembourg; macao; martinique; mayotte; montserrat;
na; new caledonia; new zealand; niue; norfolk island; norfolk islander(s); northern mariana islands; palestinian
territory; occupied; pitcairn; puerto rico; reunion; saint helena; saint pierre; miquelon; saint vincent; the
grenadines; singapore; south georgia; the south sandwich islands; svalbard; jan mayen; djibouti; papua new guinea;
tokelau; turkmenistan; turks; caicos islands; united states minor outlying islands; virgin islands; british; u.s.;
western sahara; åland islands; bonaire; sint eustatius; saba; curaçao; guernsey; jersey; saint barthélemy; saint
martin; sint maarten; south sudan; kosovo; wallis; liswati; emaswati
"""


def listed(text: str) -> list[str]:
    """Split a list at its semicolons."""
    return [" ".join(piece.split()) for piece in text.split(";") if piece.strip()]


def forms(text: str) -> list[str]:
    """Take "Syrian(s), Foo or Bar (colloquial)" apart into singular and plural forms."""
    text = re.sub(r"note - .*?(Swazi)\b.*", r"\1(s)", text)
    text = re.sub(r"\((?!s\)|men\)|women\))[^)]*\)", " ", text)
    found: list[str] = []
    for piece in re.split(r"[;,/]|\bor\b|\band\b| - ", text):
        stem = " ".join(re.sub(r"\((?:s|men|women)\)", "", piece).split())
        found.append(stem)
        if "(s)" in piece:
            found.append(stem + "s")
        if "men)" in piece:
            found.append(stem.removesuffix("man") + "men")
    return [form for form in found if form]


def main() -> None:
    """Print the lexicon."""
    from pyworldatlas import Atlas  # noqa: PLC0415 - only needed to make the list again

    english = json.loads(Path(sys.argv[1], "i18n-nationality/langs/en.json").read_text(encoding="utf-8"))
    atlas = Atlas()
    countries = atlas.countries()
    terms = list(english["nationalities"].values())
    for country in countries:
        for demonym in atlas.country(country.alpha2).demonyms:
            terms += [demonym.noun or "", demonym.adjective or ""]
    refused = {country.name.casefold() for country in countries} | set(listed(NOT))
    kept = {form for term in terms for form in forms(term) if form.casefold() not in refused}
    # "British" and "Turks" are scraps of "Virgin Islands, British" and "Turks and Caicos", and demonyms too.
    kept |= {*listed(WITH_PLURAL), *(form + "s" for form in listed(WITH_PLURAL)), *listed(ALONE), "British", "Turks"}
    kept -= {"North Vietnameses"}
    sys.stdout.write(HEAD + "\n".join(sorted(kept, key=lambda form: (form.casefold(), form))) + "\n")


if __name__ == "__main__":
    main()
