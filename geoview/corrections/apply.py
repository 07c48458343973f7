"""Corrections applied to resolved articles: each mention gets what the most particular correction says of it."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gazetteer.errors import UnknownPlaceError
from gazetteer.place import Candidate, Place
from geoview.types import Mention, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazetteer import Gazetteer
    from geoview.types import Correction, GeoparsedArticle

REASON = "corrected by hand"
_SCOPES = ("everywhere", "article", "mention")  # the later ones outrank the earlier
# So many words around a mention must still be what they were, or all that are given.
_LEAST_WORDS = 3
_WINDOW = 600  # characters on each side in which they are looked for
_WORD = re.compile(r"\w+")
_NOT_HERE = "the gazetteer has no such place; its name and point are those of the corrections"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a correction does not apply, or not as it was meant.

    Attributes:
        correction: the correction.
        message: what is the matter, as the end of a line.
        applied: whether it was applied all the same.
    """

    correction: Correction
    message: str
    applied: bool = False

    def __str__(self) -> str:
        one = self.correction
        where = "" if one.article is None else f" in article {one.article}"
        return f"correction of {one.words!r}{where}: {self.message}"


class Corrector:
    """Applies corrections to articles, one after the other, and keeps in mind which of them found something to correct.

    Args:
        corrections: of two that say something of the same mention the one about that mention alone outranks the one
            about its article, and that the one about everywhere; of equals the later one holds.
        gazetteer: where the places are looked up.
    """

    def __init__(self, corrections: Iterable[Correction], *, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._all = list(dict.fromkeys(corrections))
        self._by_article: defaultdict[str | None, list[Correction]] = defaultdict(list)  # but those of everywhere
        self._everywhere: defaultdict[str, list[Correction]] = defaultdict(list)
        for one in self._all:
            if one.scope == "everywhere":
                self._everywhere[_key(one.words)].append(one)
            else:
                self._by_article[one.article].append(one)
        self._rank = {one: (_SCOPES.index(one.scope), number) for number, one in enumerate(self._all)}
        self._found: set[Correction] = set()
        self._seen: set[str] = set()
        self._problems: dict[Correction, Problem] = {}
        self._referents: dict[Correction, Place | None] = {}

    def apply(self, geoparsed: GeoparsedArticle) -> GeoparsedArticle:
        """Return the article as corrected: the decided mentions with confidence 1, without those that are no places."""
        article = geoparsed.article
        self._seen.add(article.id)
        if not self._all:
            return geoparsed
        marks = _Marks(geoparsed)
        corrections = [one for key in marks.by_key for one in self._everywhere.get(key, ())]
        corrections += self._by_article.get(article.id, ())
        if not corrections:
            return geoparsed
        decided: dict[Mention, Correction] = {}
        here = []
        for correction in sorted(corrections, key=self._rank.__getitem__):
            mentions = self._mentions(correction, marks)
            if not mentions or (self._referent(correction) is None and correction.decision != "not a place"):
                continue
            decided |= dict.fromkeys(mentions, correction)
            here.append(correction)
            self._found.add(correction)
        resolutions = {resolution.mention: resolution for resolution in geoparsed.resolutions}
        for mention, correction in decided.items():
            given = resolutions.pop(mention, None) or Resolution(mention=mention, place=None, confidence=0.0)
            if (place := self._referent(correction)) is not None:
                resolutions[mention] = _decided(given, place)
        return replace(
            geoparsed,
            resolutions=tuple(sorted(resolutions.values(), key=lambda one: (one.mention.start, one.mention.end))),
            corrections=(*geoparsed.corrections, *here),
        )

    def problems(self) -> list[Problem]:
        """Return what did not apply to the articles so far, in the order of the corrections."""
        for one in self._all:
            if one not in self._found and one not in self._problems:
                self._problems[one] = Problem(correction=one, message=self._why_not(one))
        return [self._problems[one] for one in self._all if one in self._problems]

    def _why_not(self, one: Correction) -> str:
        if one.article is not None and one.article not in self._seen:
            return "this article is not among the sources"
        if one.scope == "mention":
            return "no mention of these words stands between the words that it names"
        return "no mention has these words"

    def _mentions(self, correction: Correction, marks: _Marks) -> list[Mention]:
        """Return the mentions of an article that a correction is about."""
        key = _key(correction.words)
        if correction.scope != "mention":
            return list(marks.by_key.get(key, ()))
        mentions = [*marks.by_key.get(key, ()), *marks.added.get(key, ())]
        if correction.decision != "not a place":
            mentions += marks.unmarked(key)
        fits = best_fits(marks.text, [(one.start, one.end) for one in mentions], correction)
        if len(fits) > 1:
            several = f"{len(fits)} mentions stand between such words; give more of them, or the start"
            self._problems[correction] = Problem(correction=correction, message=several)
        if len(fits) != 1:
            return []
        marks.add(mentions[fits[0]], key)
        return [mentions[fits[0]]]

    def _referent(self, correction: Correction) -> Place | None:
        """Return the place that is meant; None where there is none: a problem, unless that is what was decided."""
        if correction not in self._referents:
            self._referents[correction] = self._look_up(correction)
        return self._referents[correction]

    def _look_up(self, one: Correction) -> Place | None:
        if one.decision == "not a place":
            return None
        known = one.place if one.decision == "place" else None
        if known is not None:
            try:
                return self._gazetteer.place(known)
            except UnknownPlaceError:
                if one.latitude is None or one.longitude is None or not one.name:
                    message = f"the gazetteer has no place {known}, and the correction neither name nor point"
                    self._problems[one] = Problem(correction=one, message=message)
                    return None
                self._problems[one] = Problem(correction=one, message=f"{known}: {_NOT_HERE}", applied=True)
        assert one.latitude is not None  # noqa: S101 - the file's reader has seen to it
        assert one.longitude is not None  # noqa: S101 - the same
        latitude, longitude = round(one.latitude, 5) + 0.0, round(one.longitude, 5) + 0.0
        return Place(
            id=known or f"point:{latitude:.7g},{longitude:.8g}",
            name=one.name or one.words,
            latitude=latitude,
            longitude=longitude,
            feature_class="S",
            feature_code="PNT",
            note=f"{_NOT_HERE[0].upper()}{_NOT_HERE[1:]}." if known else None,
        )


class _Marks:
    """The mentions of one article by their words, and those that corrections add where there is none."""

    def __init__(self, geoparsed: GeoparsedArticle) -> None:
        self.text = geoparsed.article.text
        self.by_key: defaultdict[str, list[Mention]] = defaultdict(list)
        self.added: defaultdict[str, list[Mention]] = defaultdict(list)
        self._free: dict[str, list[Mention]] = {}
        self._taken = sorted((one.mention.start, one.mention.end) for one in geoparsed.resolutions)
        for one in geoparsed.resolutions:
            self.by_key[_key(one.mention.text)].append(one.mention)

    def unmarked(self, key: str) -> list[Mention]:
        """Return where words stand that no mention touches: a person may call them a place all the same."""
        if key not in self._free:
            pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, key.split())) + r"(?!\w)")
            self._free[key] = [
                Mention(start=found.start(), end=found.end(), text=found.group())
                for found in pattern.finditer(self.text)
            ]
        return [one for one in self._free[key] if not self._is_taken(one)]

    def add(self, mention: Mention, key: str) -> None:
        """Keep a mention that was not there."""
        if not self._is_taken(mention):
            insort(self._taken, (mention.start, mention.end))
            self.added[key].append(mention)

    def _is_taken(self, mention: Mention) -> bool:
        """Tell whether a mention touches one; of these none touches another."""
        after = bisect_left(self._taken, (mention.end,))
        return after > 0 and self._taken[after - 1][1] > mention.start


def _decided(given: Resolution, place: Place) -> Resolution:
    """Return a resolution to the place that was decided on, the others after it without a confidence."""
    others = (replace(one, confidence=None) for one in given.candidates if one.place.id != place.id)
    chosen = Candidate(place=place, matched_name=given.mention.text, match="exact", confidence=1.0)
    return replace(given, place=place, confidence=1.0, candidates=(chosen, *others), reason=REASON, approximate=False)


def best_fits(text: str, spans: Sequence[tuple[int, int]], correction: Correction) -> list[int]:
    """Return which of some spans of a text stand where a correction says: one, none, or several that fit equally.

    The words around count, from the span outwards; between equals the distance to where it stood. Where no words are
    given the start must be the same. (``assets/js/corrections.js`` does the same in the page.)
    """
    before, after = list(_words_before(correction.before)), list(_words(correction.after))
    needed = min(_LEAST_WORDS, len(before) + len(after))
    scores = []
    for start, end in spans:
        agreeing = _agreeing(before, _words_before(text[max(0, start - _WINDOW) : start]))
        agreeing += _agreeing(after, _words(text[end : end + _WINDOW]))
        fits = agreeing >= needed if needed else start == correction.start
        away = abs(start - correction.start) if correction.start is not None else 0
        scores.append((agreeing, -away) if fits else None)
    best = max((score for score in scores if score is not None), default=None)
    return [] if best is None else [index for index, score in enumerate(scores) if score == best]


def _agreeing(wanted: list[str], found: Iterator[str]) -> int:
    count = 0
    for one, other in zip(wanted, found, strict=False):
        if one != other:
            break
        count += 1
    return count


def _words(text: str) -> Iterator[str]:
    return (found[0].lower() for found in _WORD.finditer(text))


def _words_before(text: str) -> Iterator[str]:
    """Yield the words of a text from its end on: mostly the first one tells, and no more are looked for."""
    return (found[0][::-1].lower() for found in _WORD.finditer(text[::-1]))


def _key(words: str) -> str:
    return " ".join(words.split())
