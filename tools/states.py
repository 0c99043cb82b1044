"""The states' codes by their English names, for the scripts that read tables with English names."""

from rigour.territories import get_territories

# Names that tables use and rigour does not know as names of territories.
_OTHERS = {
    "China": "CHN",
    "Kingdom of Denmark": "DNK",
    "Kingdom of the Netherlands": "NLD",
    "Republic of Abkhazia": "Q23334",
    "Republic of Artsakh": "Q244165",
    "South Ossetia": "Q23427",
    "Transnistria": "Q907112",
    "Turkish Republic of Northern Cyprus": "Q23681",
    "Somaliland": "Q34754",
    "Sahrawi Arab Democratic Republic": "ESH",
    "People's Republic of China": "CHN",
    "State of Palestine": "PSE",
    "Federated States of Micronesia": "FSM",
    "Republic of Ireland": "IRL",
    "Republic of the Congo": "COG",
    "Democratic Republic of the Congo": "COD",
    "Ivory Coast": "CIV",
    "East Timor": "TLS",
    "Kosovo": "XKX",
    "São Tomé and Príncipe": "STP",
    "The Bahamas": "BHS",
    "The Gambia": "GMB",
    "United States of America": "USA",
    "Cape Verde": "CPV",
    "Czech Republic": "CZE",
    "Turkey": "TUR",
    "Vatican City": "VAT",
    "Nauru": "NRU",
}


def codes_of_countries() -> dict[str, str]:
    """Code of each state by its English names."""
    codes: dict[str, str] = {}
    for territory in get_territories():
        if territory.alpha3 and "-" not in territory.code:
            for name in (territory.name, territory.full_name, territory.in_sentence):
                codes.setdefault(name, territory.alpha3.upper())
    return codes | _OTHERS
