"""In which language a text is: by its script, its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ_AT_MOST: Final = 5_000
"""Characters that are looked at: a language shows in far fewer."""

UNKNOWN: Final = "und"

_NOISE: Final = re.compile(r"https?://\S{1,2000}|[@#]\w{1,200}|\S{1,200}@\S{1,200}")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_ONE_LANGUAGE_SCRIPTS: Final = (
    (0x0590, 0x05FF, "he"),
    (0x0370, 0x03FF, "el"),
    (0x0530, 0x058F, "hy"),
    (0x10A0, 0x10FF, "ka"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0E00, 0x0E7F, "th"),
    (0x1200, 0x137F, "am"),
    (0x1780, 0x17FF, "km"),
    (0x1000, 0x109F, "my"),
    (0xAC00, 0xD7AF, "ko"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0x0600, 0x06FF, "ar"),
    (0xFB50, 0xFEFC, "ar"),
    (0x0400, 0x04FF, "ru"),
)

_VOTE: Final = 5.0
_HOME: Final = 3.0
"""Log-likelihood that a common word adds to its language, and that the languages whose dates we read start with.

Source: with both, 248 of 250 short captions of tests/claims/languages.csv are told right (py3langid alone 236), and
1,498 of 1,500 English claims of CheckThat! 2021; from 2 to 8 and from 3 to 6 nothing changes by more than two.
"""

_DECISIVE: Final = 2.0
"""Votes that settle a language without the model, whose loading takes half a second, if no other has half as many.

Source: with 2 or 3 the same 248 of 250 captions of tests/claims/languages.csv are told right, with 1.5 one fewer.
"""

_HOME_LANGUAGES: Final = ("en", "fr", "es")

_COMMON: Final[dict[str, str]] = {
    "en": "the of and to in is was that it for on with as are be this have from at by not his her they you what who we "
    "an video shows after how their when were has had will would about been over people new says said during before",
    "fr": "le la les des et en un une du est que qui dans pour pas sur au aux avec ce cette il elle par plus ne se "
    "sont été mais ou où comme après fait leur ces son sa ses nous vous je l'armée d'une d'un vidéo montre contre chez "
    "très",
    "es": "el los las de del y en un una que es por para con no se su al lo como más pero sus le ya este esta entre "
    "cuando muy sin sobre también hasta hay donde desde todo nos son fue ser ha tras vídeo contra años muestra según",
    "pt": "o os as do da dos das e em um uma que é não para com no na nos nas por mais como mas foi ao ele ela seu sua "
    "ou ser quando muito há já está eu também só pelo pela até isso são após vídeo",
    "it": "il lo gli di del della dei delle che è per non una con sono nel nella alla dal più anche come ma ha si "
    "questo questa dopo contro loro gli stato degli sul sulla video mostra",
    "de": "der die das und ist nicht ein eine zu den von mit auf für im dem sich auch als an es werden aus bei nach "
    "wie sie wir ich er hat sind über wird einer einem zum zur oder noch zeigt gegen",
    "nl": "de het een en van ik te dat die in is niet zijn op aan met voor er was als maar om hem dan zou of wat mijn "
    "naar bij ook uit tegen heeft door",
    "tr": "ve bir bu da de için ile çok ne o gibi daha en var ama olarak sonra kadar mi değil ki olan oldu şu her ya "
    "göre türkiye karşı ediyor",
    "id": "yang dan di dari ini itu dengan untuk tidak dalam pada akan adalah ke oleh juga ada saya mereka kami telah "
    "orang saat karena sudah bisa warga",
    "sv": "och att det som en på är av för med till den inte har om ett men var jag de från vi så",
    "pl": "i w na z się nie że do to jest o jak po za przez dla od przed są był tylko ale już oraz ich",
}

_VOTES: Final = {
    word: tuple(language for language, words in _COMMON.items() if word in words.split())
    for words in _COMMON.values()
    for word in words.split()
}


def language_of(text: str) -> str:
    """The language of a text as ISO 639-1, or "und" when it cannot be told (no words, or too few to tell).

    Addresses, names after @ and tags after # do not count. Only the first 5,000 characters are looked at. Letters tell
    most scripts' languages; among those in Latin letters py3langid decides, helped by their commonest words.
    """
    words = _WORD.findall(_NOISE.sub(" ", text[:READ_AT_MOST]))
    letters = "".join(words)
    scripts = Counter(_script_of(letter) for letter in letters)
    if not scripts:
        return UNKNOWN
    script = scripts.most_common(1)[0][0]
    if script == "latin":
        return _latin_language([word.lower().replace("’", "'") for word in words])
    if script == "ar":
        return _arabic_script_language(letters)
    if script == "ru":
        return "uk" if any(letter in "іїєґІЇЄҐ" for letter in letters) else "ru"
    return "ja" if script == "zh" and scripts["ja"] else script


def _script_of(letter: str) -> str:
    code = ord(letter)
    for first, last, language in _ONE_LANGUAGE_SCRIPTS:
        if first <= code <= last:
            return language
    return "latin" if code < 0x0250 or 0x1E00 <= code <= 0x1EFF else UNKNOWN  # noqa: PLR2004


def _arabic_script_language(letters: str) -> str:
    urdu = sum(letter in "ٹڈڑںےھہ" for letter in letters)
    persian = sum(letter in "پچژگکی" for letter in letters)
    if 50 * urdu > len(letters):
        return "ur"
    return "fa" if 25 * persian > len(letters) else "ar"


def _latin_language(words: list[str]) -> str:
    votes: dict[str, float] = {}
    for word in words:
        voted = _VOTES.get(word, ())
        for language in voted:
            votes[language] = votes.get(language, 0.0) + 1 / len(voted)
    most, next_most, *_ = [*sorted(votes.values(), reverse=True), 0.0, 0.0]
    if most >= _DECISIVE and most >= 2 * next_most:
        return max(votes, key=lambda language: votes[language])
    scores: dict[str, float] = {
        language: float(score) for language, score in _identifier().rank(" ".join(words))
    }
    for language in _HOME_LANGUAGES:
        scores[language] += _HOME
    for language, count in votes.items():
        scores[language] += _VOTE * count
    return max(scores, key=lambda language: scores[language])


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid  # noqa: PLC0415 - loads 4 MB of model, for texts in Latin letters only

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    identifier.set_languages(list(_COMMON))
    return identifier
