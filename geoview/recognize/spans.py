"""Where a gazetteer's names stand in a text: the longest match at each token."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gazetteer.by_name import NameUse
    from geoview.tokens import Token

LONGEST = 7
# Words that stand in lower case inside names: Newcastle upon Tyne, Rio de Janeiro, Deir ez-Zor.
CONNECTORS = frozenset(
    "of the and or upon on in de da do dos das di del della des du la las le les los el al ad an ar "  # noqa: SIM905
    "as ash at ath az bin ed en er es et ez i im am der den e y o u ou sur sous lez à van von und zu "
    "st ben abu ibn ul ur".split()
)
# Common words that are also postal codes or abbreviations: in capitals they are mostly shouted words.
_POSSESSIVES = frozenset(("'s", "’s", "'S", "’S"))
_SHOUTED = frozenset(
    "us in or me hi ok oh pa ma la id de al co mo va as so no".split()  # noqa: SIM905
)


class Span(NamedTuple):
    """A match: tokens ``first`` to ``last`` (inclusive) spell a name of the gazetteer.

    Attributes:
        first: index of the first token.
        last: index of the last token.
        uses: what the name can mean, most important first; those that the writing rules out are left out.
    """

    first: int
    last: int
    uses: list[NameUse]


_folded = lru_cache(maxsize=20_000)(fold)


def find_spans(tokens: Sequence[Token], text: str, uses: Callable[[str], list[NameUse]]) -> list[Span]:
    """Return the longest matches of gazetteer names in capitalised words, left to right, without overlap.

    Args:
        tokens: the tokens of ``text``.
        text: the text.
        uses: what a folded name can mean, as ``Gazetteer.uses``.
    """
    known: dict[str, list[NameUse]] = {}
    spans: list[Span] = []
    index = 0
    while index < len(tokens):
        span = _longest_at(index, tokens, text, uses, known) if _may_begin(tokens[index]) else None
        if span is None:
            index += 1
        else:
            spans.append(span)
            index = span.last + 1
    return spans


def _may_begin(token: Token) -> bool:
    if not token.word:
        return False
    first = token.text[0]
    return first.isupper() or first.isdigit() or (not first.isascii() and not first.islower())


def _may_follow(token: Token) -> bool:
    """Tell whether a token can go on with a name: capitalised, or "d'Ivoire"."""
    return _may_begin(token) or (token.text[1:2] in {"'", "’"} and token.text[2:3].isupper())


def _longest_at(
    index: int,
    tokens: Sequence[Token],
    text: str,
    uses: Callable[[str], list[NameUse]],
    known: dict[str, list[NameUse]],
) -> Span | None:
    ends = _possible_ends(index, tokens, text)
    if not ends:
        return None
    key = _folded(tokens[index].text)
    keys = [key]
    for position in range(index + 1, ends[-1] + 1):
        if tokens[position].text in _POSSESSIVES:
            key += "s"
        elif tokens[position].word:
            key = f"{key} {_folded(tokens[position].text)}"
        keys.append(key)
    for end in reversed(ends):
        name = keys[end - index]
        if len(name) < 2 and name.isascii():
            continue
        found = known.get(name)
        if found is None:
            found = known[name] = uses(name)
        if found and (fitting := [use for use in found if fits(text[tokens[index].start : tokens[end].end], use)]):
            return Span(index, end, fitting)
    return None


def _possible_ends(index: int, tokens: Sequence[Token], text: str) -> list[int]:
    """Return the indexes at which a name that begins at ``index`` may end."""
    ends = [index]
    if tokens[index].text[0].isdigit() and not tokens[index].text.isalpha():
        ends = []
    for position in range(index + 1, min(index + LONGEST, len(tokens))):
        token = tokens[position]
        gap = text[tokens[position - 1].end : token.start]
        if token.text in _POSSESSIVES:
            if position > index + 1:  # "St. John's", but "London's" is no name of its own
                ends.append(position)
            continue
        if "\n" in gap or (token.text != "-" and not token.word):
            break
        if token.text == "-":
            if gap:
                break
        elif _may_follow(token) or tokens[position - 1].text == "-":
            ends.append(position)
        elif token.text not in CONNECTORS:
            break
    return ends


def fits(written: str, use: NameUse) -> bool:
    """Tell whether a mention as written can be this use: abbreviations want their capitals or their dots."""
    if use.match != "abbreviation":
        return True
    spelling = use.name or written
    if "." in written:
        return True
    if written.isupper() and (spelling.replace(".", "").isupper()):
        return True
    return written == spelling


def is_shouted_word(written: str) -> bool:
    """Tell whether an abbreviation, in a line of capitals, is rather a common word ("US", "IN", "OR")."""
    return written.lower() in _SHOUTED
