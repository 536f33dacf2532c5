"""Names in both languages: what footage is called, languages, platforms, what a date rests on, places and actors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from firstseen.model.wording import Words
from firstseen.publish.prose.sentences import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firstseen.model.claim import Actor, Place
    from firstseen.model.media import Media
    from firstseen.model.review import Category
    from firstseen.model.sighting import Confidence
    from firstseen.model.time import Basis

BASES: Final[dict[Basis, Words]] = {
    "signed manifest": Words("a signed manifest in the file", "بيان موقّع في الملف"),
    "agency record": Words("the agency's own record", "سجل الوكالة"),
    "platform timestamp": Words("the platform's time stamp", "توقيت النشر على المنصة"),
    "web archive capture": Words("a dated copy in a web archive", "نسخة مؤرخة في أرشيف للإنترنت"),
    "clock in the picture": Words("a clock in the picture", "ساعة ظاهرة في الصورة"),
    "date on the page": Words("the date on the page", "التاريخ المذكور في الصفحة"),
    "file metadata": Words("the file's metadata", "البيانات الوصفية للملف"),
    "caption": Words("a caption", "نص مرافق للمادة"),
    "estimate": Words("a person's estimate", "تقدير شخصي"),
}
"""What a date rests on (rule R8), after "going by"."""

SURE: Final[dict[Confidence, Words]] = {
    "established": Words("That date is established.", "وهذا التاريخ ثابت."),
    "probable": Words("That date is probable, not established.", "وهذا التاريخ مرجّح وليس ثابتًا."),
    "possible": Words("That date is possible, no more.", "وهذا التاريخ ممكن لا أكثر."),
}

HEDGED: Final[dict[Confidence, Words]] = {
    "probable": Words("probably", "على الأرجح"),
    "possible": Words("possibly", "على ما يُحتمل"),
}
"""How a headline says a date that is not established: no stronger than the body does."""

CATEGORIES: Final[dict[Category, Words]] = {
    "OriginalMediaContent": Words(
        "The footage is shown in the context it comes from.", "المادة معروضة في سياقها الأصلي."
    ),
    "DecontextualizedContent": Words(
        "The footage is shown outside the context it comes from.", "المادة معروضة خارج سياقها الأصلي."
    ),
    "EditedOrCroppedContent": Words(
        "The footage was cut or joined so that its meaning changes.",
        "المادة مقتطعة أو مركّبة على نحو يغيّر معناها.",
    ),
    "TransformedContent": Words(
        "Picture or sound of the footage was altered or replaced.",
        "الصورة أو الصوت في المادة معدَّل أو مستبدل.",
    ),
    "StagedContent": Words(
        "The footage shows a staged scene, a drill, a film or a game, not a real event.",
        "تُظهر المادة مشهدًا ممثلًا أو تدريبًا أو فيلمًا أو لعبة، لا حدثًا حقيقيًا.",
    ),
    "SatireOrParodyContent": Words("The footage was made as satire.", "المادة أُنتجت بوصفها محتوى ساخرًا."),
}
"""How media misleads, in words for readers."""

LANGUAGES: Final = {
    "ar": Words("Arabic", "العربية"),
    "en": Words("English", "الإنجليزية"),
    "fr": Words("French", "الفرنسية"),
    "es": Words("Spanish", "الإسبانية"),
    "de": Words("German", "الألمانية"),
    "it": Words("Italian", "الإيطالية"),
    "pt": Words("Portuguese", "البرتغالية"),
    "tr": Words("Turkish", "التركية"),
    "fa": Words("Persian", "الفارسية"),
    "he": Words("Hebrew", "العبرية"),
    "ur": Words("Urdu", "الأردية"),
    "hi": Words("Hindi", "الهندية"),
    "ru": Words("Russian", "الروسية"),
    "uk": Words("Ukrainian", "الأوكرانية"),
    "ku": Words("Kurdish", "الكردية"),
    "id": Words("Indonesian", "الإندونيسية"),
    "zh": Words("Chinese", "الصينية"),
    "ja": Words("Japanese", "اليابانية"),
}

_PLATFORMS: Final = {
    "facebook.com": Words("Facebook", "فيسبوك"),
    "fb.watch": Words("Facebook", "فيسبوك"),
    "x.com": Words("X", "إكس"),
    "twitter.com": Words("Twitter", "تويتر"),
    "instagram.com": Words("Instagram", "إنستغرام"),
    "tiktok.com": Words("TikTok", "تيك توك"),
    "youtube.com": Words("YouTube", "يوتيوب"),
    "youtu.be": Words("YouTube", "يوتيوب"),
    "t.me": Words("Telegram", "تلغرام"),
    "telegram.me": Words("Telegram", "تلغرام"),
    "threads.net": Words("Threads", "ثريدز"),
    "threads.com": Words("Threads", "ثريدز"),
    "vk.com": Words("VK", "في كيه"),
    "reddit.com": Words("Reddit", "ريديت"),
    "bsky.app": Words("Bluesky", "بلوسكاي"),
}

_THE: Final = re.compile(
    r"^(United |Port of |Islamic Republic|Czech Republic|Dominican Republic|Netherlands|Philippines|Maldives|Bahamas|"
    r"Gulf of|Strait of|Sea of|Republic of)|(Strip|Sea|Ocean|Bank|Emirates|Desert|Peninsula|Canal|Heights|Mountains|"
    r"Airport|Bridge|Square|Mosque|Palace|Embassy|Islands)$"
)
"""English names of places that take an article."""

_THE_ACTOR: Final = re.compile(
    r"(army|forces?|police|navy|guards?|brigades?|movement|front|opposition|government|resistance|militias?|corps|"
    r"coalition|party|authority|council|agency|ministry|nations?|union|states?|kingdom|emirates|command|mobilization)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Noun:
    """What the footage of a case is called. Arabic verbs and pronouns follow `feminine`."""

    en: str
    ar: str
    ar_one: str
    feminine: bool = False

    def gender(self, masculine: str, feminine: str) -> str:
        """The form that agrees with it in Arabic."""
        return feminine if self.feminine else masculine


_FOOTAGE: Final = Noun("footage", "المقطع", "مقطعًا")
_NOUNS: Final = {
    "video": Noun("video", "المقطع", "مقطع فيديو"),
    "still": Noun("picture", "الصورة", "صورة", feminine=True),
    "sound": Noun("recording", "التسجيل", "تسجيلًا"),
}


def noun_of(media: Media | None) -> Noun:
    """What the footage is called; "footage" where nobody showed any."""
    return _NOUNS[media.kind] if media else _FOOTAGE


def platform_of(url: str, known: str = "") -> Words:
    """The platform that an address belongs to, as readers know it; empty for none."""
    host = _host(url)
    for end, words in _PLATFORMS.items():
        if host == end or host.endswith(f".{end}"):
            return words
    label = next((words for words in _PLATFORMS.values() if words.en.lower() == known.strip().lower()), None)
    return label or (named(known) if known.strip() else Words("", ""))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The host of an address without "www."; empty when it has none."""
    return _host(url).removeprefix("www.")


def place_words(place: Place) -> Words:
    """A place in both languages; an English name with its article."""
    en = f"the {place.name}" if _THE.search(place.name) else place.name
    return Words(en, place.name_ar or named(place.name).ar)


def actor_words(actor: Actor) -> Words:
    """An actor in both languages, after a verb or a preposition: Arabic sound plurals in the oblique case."""
    takes = actor.kind in {"force", "group", "state"} and _THE_ACTOR.search(actor.name)
    bare = actor.name.removeprefix("the ").removeprefix("The ")
    en = f"the {bare}" if takes else actor.name
    return Words(en, oblique(actor.name_ar) or named(actor.name).ar)


def oblique(name_ar: str) -> str:
    """An Arabic name as it stands after a verb or a preposition: "السوريون" becomes "السوريين"."""
    return " ".join(re.sub("ون$", "ين", word) if word.startswith("ال") else word for word in name_ar.split())


def first_of(alternatives: Iterable[tuple[Place, ...]]) -> list[Place]:
    """The likeliest of each of several readings, each place once."""
    found: dict[str, Place] = {}
    for places in alternatives:
        if places:
            found.setdefault(places[0].id, places[0])
    return list(found.values())
