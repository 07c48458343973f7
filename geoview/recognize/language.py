"""Whether an article is in English, all that the trained recogniser has read: told by script and small words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geoview.types import Article

_READ = 4000  # characters: enough to tell
_LETTERS, _WORDS = 40, 6  # fewer letters, or fewer small words, tell nothing
_SMALL = {
    "en": "the of and to in is that for was with by from it his they have are this which were been not but",
    "de": "der die das und ist nicht mit von den dem ein eine für auf auch sich wird werden nach wurde über",
    "fr": "le la les et est une des du dans pour que qui sur avec par pas au ont été aux cette sont",
    "es": "el la los las y es una del que en por con para se su más fue como según también han",
    "it": "il la gli e è una di che del della nel con per non sono alla dei è stato anche più",
    "pt": "o a os as e é uma de que do da em não com para por foi mais dos das são também",
    "nl": "de het een en van is niet met voor zijn dat op te aan wordt ook werd naar bij",
    "pl": "w i na z że się nie do jest to po od przez jak został są oraz dla",
    "sv": "och att det som en på är av för med den till inte har om ett från",
    "tr": "ve bir bu için ile da de olarak olan daha çok gibi sonra kadar",
    "id": "yang dan di dengan untuk dari pada ini itu tidak dalam akan ke oleh",
}
_SETS = {code: frozenset(words.split()) for code, words in _SMALL.items()}


def language_warning(article: Article) -> str | None:
    """Return one line where an article is not in English, else None; what is too short to tell passes."""
    if article.language and article.language.split("-")[0].lower() != "en":
        return _warning(f"is marked as being in {article.language!r}")
    text = article.text[:_READ]
    letters = [character for character in text if character.isalpha()]
    if len(letters) < _LETTERS:
        return None
    latin = sum(character < "\u0250" or "\u1e00" <= character < "\u1f00" for character in letters)
    if latin < len(letters) / 2:
        return _warning("is mostly not in Latin letters")
    words = text.lower().split()
    counts = {code: sum(word in small for word in words) for code, small in _SETS.items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= _WORDS and counts[best] > 2 * counts["en"]:
        return _warning("does not seem to be in English")
    return None


def _warning(what: str) -> str:
    return f"the text {what}; places are found in English only, so many will be missed or wrong"
