"""Whether a text is in English; what is not is skipped, since every rule here is about English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from consistency.articles.drafts import Unreadable
from consistency.settings import ReadingSettings

WORD = re.compile(r"[^\W\d_]+")
COMMON = frozenset(
    "the of and to that for with said was from by at he it his her they have has this which".split()
)
"""Words that English news has in every sentence and no other language has as often."""
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Languages by code, where the code alone would tell an editor nothing."""


LAST_LATIN = "\u024f"
"""Last letter of the alphabet English is written in, its accented relatives included."""
FEW_LETTERS = 20
"""Letters of another alphabet from which on a text is not English, however short."""


def refuse_other_languages(text: str, settings: ReadingSettings) -> None:
    """Raise Unreadable, naming the language, when a text is surely not in English.

    A text too short to tell, or one that might be English, passes: an article lost is worse than
    one that yields no claim.
    """
    words = [word.casefold() for word in WORD.findall(text)]
    letters = "".join(words)
    foreign = sum(letter > LAST_LATIN for letter in letters) > 0.5 * len(letters)
    if len(letters) < (FEW_LETTERS if foreign else settings.language_letters):
        return
    if sum(word in COMMON for word in words) >= settings.language_share * len(words):
        return
    code, probability = identifier().classify(text)
    if code == "en" or (probability < settings.language_probability and not foreign):
        return
    raise Unreadable(
        f"it reads as {NAMES.get(code, f'another language ({code})')}, and only English is "
        "compared; name a translation instead"
    )


@cache
def identifier() -> Any:
    """Load the model that tells languages apart, once."""
    # Imported here: most articles are English at a glance.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
