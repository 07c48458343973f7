"""Tokens with offsets, for recognition and resolution alike."""

from __future__ import annotations

import re
from typing import NamedTuple

# Short forms whose full stop belongs to them and ends no sentence: AP's states and provinces, titles, parts of names.
_SHORT = (
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa "
    "Penn Tenn Tex Vt Va Wash Wis Wyo Alta Man Ont Que Sask Nfld St Ste Mt Ft Pt Dr Mr Mrs Ms Messrs Prof Rev Hon Gov "
    "Sen Rep Gen Col Lt Maj Capt Cpl Sgt Pvt Adm Cmdr Jr Sr Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Inc Corp "
    "Co Ltd Bros Ave Blvd Rd No vs Pres Supt Det Insp Atty Dist Dept Univ Assn"
)
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_TOKEN = re.compile(
    r"(?P<line>\n)|(?P<opaque>(?:https?://|www\.)[^\s<>\"”]*[^\s<>\"”.,;:!?)\]'’]|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]*\w|(?<!\w)[@#]\w+)"
    r"|(?P<dotted>(?<!\w)(?:[^\W\d_]\.){2,}|(?<!\w)[A-Z]\.(?=\s[A-Z])|(?<!\w)(?:"
    + _SHORT.replace(" ", "|")
    + r")\.(?!\w))"
    r"|(?P<possessive>(?<=\w)['’][sS](?!\w))"
    # ’ and ' stand inside words (N'Djamena, Hay'at), but "'s" does not belong to the name before it.
    # Joiners, direction marks and soft hyphens may stand inside a word, and are nothing where they stand alone.
    r"|(?P<word>\w+(?:(?:['’ʼʻ`](?![sS](?!\w))|[" + _UNSEEN + r"]+)\w+)*)"
    r"|(?P<mark>[^\w\s" + _UNSEEN + r"])"
)
_CLOSERS = frozenset("\"'”’)]»")
_ENDERS = frozenset(".!?…")


class Token(NamedTuple):
    """A token: ``text[start:end]``.

    Attributes:
        start: index of its first character.
        end: index behind its last character.
        text: the characters.
        opens: True where it is the first word of a sentence or line.
        word: True for words, numbers and short forms; False for marks, URLs, handles.
    """

    start: int
    end: int
    text: str
    opens: bool
    word: bool


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text, in order; white space belongs to none.

    URLs, e-mail addresses, handles and short forms with full stops ("U.S.", "Calif.") are one token each; hyphens part
    words ("Paris-based"), apostrophes inside a word do not ("N'Djamena"), and a possessive "'s" is a token of its own.
    """
    tokens: list[Token] = []
    opens = True
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind == "line":
            opens = True
            continue
        start, end = found.span()
        piece = found.group()
        if kind == "word" or kind == "dotted":  # noqa: PLR1714 -- half the time of a set
            tokens.append(Token(start, end, piece, opens, True))
            opens = False
            continue
        tokens.append(Token(start, end, piece, False, False))
        if kind == "opaque":
            opens = False
        elif piece in _ENDERS or (piece == ":" and text[end : end + 1] != "\n"):
            opens = True
        elif opens and piece not in _CLOSERS and piece not in "“‘([«-–—*•":
            opens = False
    return tokens
