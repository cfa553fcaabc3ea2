"""Headers of columns, as broadcasters write them: which role each has, and in which zone."""

import re
from typing import Final

#: Headers by role, as broadcasters write them.
HEADERS: Final = {
    "date": ("date", "дата", "datum", "day", "день", "date de diffusion", "broadcast date",
             "schedule date", "tx date", "data", "fecha", "дата эфира", "calendar date"),
    "start": ("start", "time", "время", "начало", "start time", "početak", "horaire", "heure",
              "beginn", "tx time", "ora", "hora", "время начала", "from", "zeit", "uhrzeit",
              "начало эфира", "airtime", "air time", "begin", "godzina", "эфир"),
    "stop": ("stop", "end", "end time", "конец", "окончание", "kraj", "fin", "ende", "to",
             "время окончания", "finish"),
    "duration": ("duration", "length", "длительность", "продолжительность", "хронометраж", "хрон",
                 "dauer", "durée", "slot length", "trajanje", "min", "мин"),
    "title": ("title", "programme", "program", "название", "передача", "программа", "titel",
              "titre", "naziv", "show", "name", "наименование", "programme title", "событие",
              "emisija", "programa", "titolo", "english title", "programme name",
              "название программы", "название передачи", "наименование передачи", "título",
              "tytuł"),
    "sub_title": ("subtitle", "sub-title", "sub title", "episode title", "подзаголовок",
                  "название серии", "untertitel", "sous-titre", "episodentitel",
                  "название эпизода"),
    "description": ("description", "описание", "synopsis", "аннотация", "beschreibung", "résumé",
                    "opis", "sadržaj", "epg synopsis"),
    "age": ("age", "rating", "возраст", "знак", "возрастное ограничение", "age rating", "age mark",
            "marque", "рейтинг", "знак информационной продукции", "возрастная категория",
            "parental rating", "age limit", "agelimit", "огр", "+"),
    "kind": ("kind", "genre", "category", "жанр", "категория", "тип", "type", "žanr",
             "тип программы"),
    "channel": ("channel", "канал", "kanal", "chaîne", "station", "телеканал", "service"),
    "season": ("season", "сезон", "staffel", "saison", "season number"),
    "episode": ("episode", "серия", "эпизод", "folge", "episode number", "ep", "ep no",
                "№ серии", "номер серии", "epizoda", "выпуск"),
    "year": ("year", "год", "jahr", "année", "godina", "год производства"),
    "live": ("live", "прямой эфир", "в прямом эфире", "direct"),
    "repeat": ("repeat", "повтор", "rerun", "wiederholung", "rediffusion", "repriza"),
    "premiere": ("premiere", "премьера", "première"),
}  # fmt: skip
_ZONES: Final = {
    "msk": "Europe/Moscow", "мск": "Europe/Moscow", "moscow": "Europe/Moscow",
    "russia": "Europe/Moscow", "россия": "Europe/Moscow", "москва": "Europe/Moscow",
    "rus": "Europe/Moscow", "московское": "Europe/Moscow",
    "cet": "Europe/Paris", "cest": "Europe/Paris", "eet": "Europe/Kyiv", "eest": "Europe/Kyiv",
    "gmt": "Europe/London", "bst": "Europe/London", "uk": "Europe/London",
    "london": "Europe/London", "utc": "UTC", "turkey": "Europe/Istanbul", "trt": "Europe/Istanbul",
    "tur": "Europe/Istanbul", "istanbul": "Europe/Istanbul", "portugal": "Europe/Lisbon",
    "sast": "Africa/Johannesburg", "south africa": "Africa/Johannesburg",
    "poland": "Europe/Warsaw", "pol": "Europe/Warsaw", "hun": "Europe/Budapest",
    "rom": "Europe/Bucharest", "romania": "Europe/Bucharest", "astana": "Asia/Almaty",
    "almaty": "Asia/Almaty", "алматы": "Asia/Almaty", "астана": "Asia/Almaty",
    "tashkent": "Asia/Tashkent", "ташкент": "Asia/Tashkent", "bishkek": "Asia/Bishkek",
    "бишкек": "Asia/Bishkek", "dubai": "Asia/Dubai", "uae": "Asia/Dubai",
    "delhi": "Asia/Kolkata", "ist": "Asia/Kolkata", "india": "Asia/Kolkata",
    "singapore": "Asia/Singapore", "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong",
    "beijing": "Asia/Shanghai", "пекин": "Asia/Shanghai", "tokyo": "Asia/Tokyo",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "tehran": "Asia/Tehran", "baku": "Asia/Baku",
    "баку": "Asia/Baku", "yerevan": "Asia/Yerevan", "tbilisi": "Asia/Tbilisi",
    "екатеринбург": "Asia/Yekaterinburg", "новосибирск": "Asia/Novosibirsk",
    "владивосток": "Asia/Vladivostok", "sofia": "Europe/Sofia", "me": "Asia/Dubai",
}  # fmt: skip


def zone_in(head: str) -> str:
    """The zone that a header of times names, "" for none."""
    words = re.split(r"[\s,()/_-]+", head)
    if not words or len(words) > 5:
        return ""
    return next((_ZONES[word] for word in words if word in _ZONES), "")


def bare_head(head: str) -> str:
    """A header without its zone, brackets and units."""
    head = re.sub(r"\([^)]*\)|,.*$", " ", head)
    return " ".join(word for word in head.split() if word not in _ZONES).strip(" :.")


def role_of(head: str) -> str:
    """The role of a column with this header, "" for none."""
    bare = bare_head(head)
    return next((role for role, names in HEADERS.items() if bare in names or head in names), "")
