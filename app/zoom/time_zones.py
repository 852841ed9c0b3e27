"""The time zones of Zoom's API reference ("Abbreviation lists: timezones"), without its abbreviations, which are no zones."""

from typing import Final
from zoneinfo import ZoneInfo

_BY_AREA: Final = {
    "Africa": "Algiers Bangui Cairo Casablanca Djibouti Harare Johannesburg Khartoum Mogadishu Nairobi Nouakchott Tripoli Tunis",
    "America": "Anchorage Araguaina Argentina/Buenos_Aires Bogota Caracas Chicago Costa_Rica Denver Edmonton El_Salvador Godthab "
    "Guatemala Halifax Indianapolis Lima Los_Angeles Managua Mazatlan Mexico_City Montevideo Montreal New_York Panama Phoenix "
    "Puerto_Rico Regina Santiago Sao_Paulo St_Johns Tegucigalpa Tijuana Vancouver Winnipeg",
    "Asia": "Aden Almaty Amman Baghdad Bahrain Baku Bangkok Beirut Calcutta Dacca Damascus Dhaka Dubai Hong_Kong Irkutsk Jakarta "
    "Jerusalem Kabul Kamchatka Kathmandu Kolkata Krasnoyarsk Kuala_Lumpur Kuwait Magadan Muscat Nicosia Novosibirsk Qatar Riyadh "
    "Saigon Seoul Shanghai Singapore Taipei Tashkent Tehran Tokyo Vladivostok Yakutsk Yekaterinburg",
    "Atlantic": "Azores Cape_Verde Reykjavik",
    "Australia": "Adelaide Brisbane Darwin Hobart Perth Sydney",
    "Canada": "Atlantic",
    "Etc": "Greenwich",
    "Europe": "Amsterdam Athens Belgrade Berlin Brussels Bucharest Budapest Copenhagen Dublin Helsinki Istanbul Kiev Lisbon "
    "London Luxembourg Madrid Moscow Oslo Paris Prague Rome Sofia Stockholm Vienna Warsaw Zurich",
    "Pacific": "Apia Auckland Fiji Honolulu Midway Noumea Pago_Pago Port_Moresby",
}
LISTED_TIME_ZONES: Final = frozenset(
    {"UTC", *(f"{area}/{name}" for area, names in _BY_AREA.items() for name in names.split())}
)


def zoom_time_zone(zone: ZoneInfo) -> str:
    """Return the name to send for a zone: its own, or UTC where Zoom does not know it. The instant is sent as UTC either way."""
    return zone.key if zone.key in LISTED_TIME_ZONES else "UTC"
