"""Annotated articles made anew: other names, capitals, a gazetteer that knows less; contexts are learned, not names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer import fold
from geoview.corpora import AnnotatedArticle, GoldToponym

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from gazetteer import Gazetteer
    from gazetteer.by_name import NameUse

_SHORTEST = 4  # characters of a name that may be replaced; shorter ones are mostly abbreviations
_SHOUTED = 0.25  # of the lines behind the first


def renamed(
    annotated: AnnotatedArticle, places: Gazetteer, pool: Mapping[str, Sequence[str]], share: float, random: Random
) -> AnnotatedArticle:
    """Return an article with part of its places under other names of their level, each everywhere under the same.

    Args:
        annotated: the article.
        places: tells the level of a name.
        pool: names of each of the gazetteer's levels; those of other levels stay.
        share: 0..1, of the names.
        random: decides.
    """
    others: dict[str, str] = {}
    parts: list[str] = []
    toponyms: list[GoldToponym] = []
    text, at, length = annotated.article.text, 0, 0
    for toponym in annotated.toponyms:
        if toponym.start < at:  # nested in the one before
            continue
        name = toponym.text
        if not toponym.is_demonym and len(name) >= _SHORTEST and name[0].isupper() and not name.isupper():
            if name not in others:
                others[name] = _other(name, places, pool, random) if random.random() < share else name
            name = others[name]
        parts += (text[at : toponym.start], name)
        length += toponym.start - at + len(name)
        toponyms.append(GoldToponym(start=length - len(name), end=length, text=name, kind=toponym.kind))
        at = toponym.end
    article = replace(annotated.article, text="".join([*parts, text[at:]]))
    return AnnotatedArticle(article=article, toponyms=tuple(toponyms))


def _other(name: str, places: Gazetteer, pool: Mapping[str, Sequence[str]], random: Random) -> str:
    uses = [use for use in places.uses(fold(name)) if use.match != "demonym"]
    names = pool.get(uses[0].level) if uses else None
    return random.choice(names) if names and "." not in name else name


def shouted(annotated: AnnotatedArticle, random: Random) -> AnnotatedArticle:
    """Return an article with its first line, and some of the others, in capitals."""
    lines = annotated.article.text.split("\n")
    for number, line in enumerate(lines):
        # "ß" becomes two letters: such lines stay, so that offsets do
        if len(line.upper()) == len(line) and (number == 0 or random.random() < _SHOUTED):
            lines[number] = line.upper()
    text = "\n".join(lines)
    toponyms = [replace(toponym, text=text[toponym.start : toponym.end]) for toponym in annotated.toponyms]
    return AnnotatedArticle(article=replace(annotated.article, text=text), toponyms=tuple(toponyms))


class Forgetful:
    """A gazetteer that does not know part of its names."""

    def __init__(self, places: Gazetteer, share: float, random: Random) -> None:
        """Forget a share, 0..1, of the names that are asked for."""
        self._places, self._share, self._random = places, share, random
        self._forgotten: dict[str, bool] = {}

    def uses(self, name: str) -> list[NameUse]:
        """Return what ``Gazetteer.uses`` does, or nothing where the name is forgotten."""
        if name not in self._forgotten:
            self._forgotten[name] = self._random.random() < self._share
        return [] if self._forgotten[name] else self._places.uses(name)
