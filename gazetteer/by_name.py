"""Questions by name: exact, as far as typed, misspelt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from gazetteer import typos
from gazetteer.names import fold
from gazetteer.place import LEVELS, Candidate, Match, stored_candidate
from gazetteer.rows import (
    DETAIL,
    IMPORTANCE,
    KEY,
    MAIN_PEOPLE,
    MAIN_WEIGHT,
    MATCH,
    NO_DEMONYM,
    PLACE,
    WEIGHT,
    WEIGHT_BITS,
    Rows,
    match_of,
    spelling,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
HEAVY = 127
"""From this weight on names are indexed by their first letter: cities of about 100,000 people and more."""


_CANDIDATES = (
    f"SELECT n.use, n.name, {PLACE} FROM name n JOIN place p ON p.key = n.place {DETAIL} "  # noqa: S608 -- constants
    "WHERE n.fold = ? ORDER BY p.importance DESC, p.key"
)
# Of a place's names the bare columns are those of the row that has the minimum: the whole name, else the best match.
_SEARCH = (
    f"SELECT place, min((fold <> ?1) * 8 + {MATCH}) AS best, name, {WEIGHT} AS weight, fold "  # noqa: S608 -- constants
    f"FROM name WHERE fold >= ?1 AND fold < ?2 AND {NO_DEMONYM} "
    "GROUP BY place ORDER BY best >= 8, weight DESC, place LIMIT ?3"
)
_SEARCH_HEAVY = (
    f"SELECT place, (fold <> ?1) * 8 + {MATCH}, name, {WEIGHT}, fold FROM name "  # noqa: S608
    f"WHERE substr(fold, 1, 1) = substr(?1, 1, 1) AND use >= {HEAVY << WEIGHT_BITS} "
    f"AND fold >= ?1 AND fold < ?2 AND {NO_DEMONYM} ORDER BY use DESC LIMIT ?3"
)
_SHORT = 3
_ARTICLE = "the "
_LONGEST = 200  # characters: GeoNames' names have no more
_MAIN = f"(n.use >= {MAIN_WEIGHT << WEIGHT_BITS} OR p.population > {MAIN_PEOPLE})"
_FUZZY = (
    f"SELECT n.fold, n.use, n.name, {PLACE} FROM json_each(?) j CROSS JOIN name n ON n.fold = j.value "  # noqa: S608
    f"JOIN place p ON p.key = n.place {DETAIL} WHERE {NO_DEMONYM}"
)
_FUZZY_KEY, _FUZZY_IMPORTANCE = 3 + KEY, 3 + IMPORTANCE


class NameUse(NamedTuple):
    """One use of a spelling, without its place: what a recogniser needs, at a fraction of the cost of a Candidate.

    Attributes:
        match: how the spelling stands to the place, as in ``Candidate``.
        level: one of LEVELS.
        weight: importance of the place, 0..255.
        name: the spelling in the gazetteer, or None where it is the place's own name.
    """

    match: Match
    level: str
    weight: int
    name: str | None


def without_article(name: str, ask: Callable[[str], list[T]]) -> list[T]:
    """Return what is known of a name's fold, or else of what stands behind its article."""
    folded = fold(name)
    return ask(folded) or (ask(folded.removeprefix(_ARTICLE)) if folded.startswith(_ARTICLE) else [])


class ByName(Rows):
    """Answers with candidates."""

    def candidates(self, name: str) -> list[Candidate]:
        """Return every place that a name may mean, most important first; [] where it is unknown.

        An article before it ("the Alps") is passed over, unless a name has it ("The Hague").
        """
        return without_article(name, self._named)

    def _named(self, folded: str) -> list[Candidate]:
        """Return every place of a folded name, as it stands."""
        return [
            stored_candidate(place, spelling(row[1], folded, place.name), match_of(row[0]))
            for row in self._rows(_CANDIDATES, (folded,))
            if (place := self._place(row[2:]))
        ]

    def uses(self, folded: str) -> list[NameUse]:
        """Return the uses of a folded name (see ``gazetteer.names.fold``), most important first."""
        rows = self._rows(f"SELECT use, name FROM name WHERE fold = ? ORDER BY {WEIGHT} DESC", (folded,))  # noqa: S608
        return [
            NameUse(
                match_of(use),
                LEVELS[use >> 2 & 7],
                use >> WEIGHT_BITS,
                None if name is None else spelling(name, folded, ""),
            )
            for use, name in rows
        ]

    def search(self, text: str, limit: int = 10) -> list[Candidate]:
        """Return the places whose names begin with what someone has typed: whole names first, then by importance."""
        prefix = fold(text)
        if not prefix:
            return []
        values = (prefix, prefix + "\U0010ffff", limit)
        rows = self._search_heavy(*values) if len(prefix) <= _SHORT else []
        if len(rows) < limit:
            rows = self._rows(_SEARCH, values)
        return [
            stored_candidate(place, spelling(name, folded, place.name), match_of(best))
            for key, best, name, _, folded in rows
            if (place := self._by_key(key))
        ]

    def _search_heavy(self, prefix: str, end: str, limit: int) -> list[tuple[Any, ...]]:
        """Return the rows of _SEARCH where important names and whole ones are enough, else what there is of them.

        Tens of thousands of names begin with a letter: sorting them all takes 100 ms.
        """
        most = 32 * limit
        rows = self._rows(_SEARCH_HEAVY, (prefix, end, most))
        # Of those as light as the last there may be more.
        lightest = rows[-1][3] if len(rows) == most else 0
        rows = [row for row in rows if row[3] > lightest] + self._rows(_SEARCH, (prefix, prefix + "\0", limit))
        best: dict[int, tuple[Any, ...]] = {}
        for row in sorted(rows, key=lambda row: (row[1] >= 8, -row[3], row[0], row[1], row[4])):
            best.setdefault(row[0], row)
        return list(best.values())[:limit]

    def fuzzy(self, name: str, limit: int = 10, *, edits: int = 1, small: bool = False) -> list[Candidate]:
        """Return the places whose names are a misspelling away, the fewest edits first.

        Among equals a place's own name comes before its other names, a name with the same first letter before others,
        and then the most important: of 2,000 made-up typos that has the right name among the first three for 98.8 %,
        importance alone for 95.9 %.

        An edit is a letter too many, too few or changed, or two neighbours swapped (see ``gazetteer.typos``); a place
        that has the very name comes first, with its own kind of match, all others with "fuzzy". Demonyms are left out.

        Args:
            name: in any spelling.
            limit: how many places at most.
            edits: how many at most, 1 or 2.
            small: whether to look among all names, and not only those of cities above 15,000 people and of what is as
                important. Two edits are looked for only among the latter.

        Raises:
            ValueError: ``edits`` is neither 1 nor 2.
        """
        if edits not in {1, 2}:
            raise ValueError(f"edits is {edits}; 1 and 2 can be looked for")
        folded = fold(name)
        if not folded:
            return []
        near = typos.neighbours(folded, edits, self._meta["alphabet"], self._buckets)
        rows = self._rows(f"{_FUZZY} AND {_MAIN}", (json.dumps(list(near)),))
        if small and len(folded) <= _LONGEST:
            rows += self._rows(_FUZZY, (json.dumps(list(typos.variants(folded))),))
        far = {name: typos.distance(folded, name, edits) for name in {row[0] for row in rows}}
        best: dict[int, tuple[Any, ...]] = {}

        def rank(row: tuple[Any, ...]) -> tuple[float, ...]:
            match = row[1] & 3
            return far[row[0]], match > 0, row[0][0] != folded[0], -row[_FUZZY_IMPORTANCE], row[_FUZZY_KEY], match

        for row in sorted(rows, key=rank):
            if far[row[0]] > edits or len(best) == limit:
                break
            best.setdefault(row[_FUZZY_KEY], row)
        found = ((row, self._place(row[3:])) for row in best.values())
        return [
            stored_candidate(place, spelling(row[2], row[0], place.name), "fuzzy" if far[row[0]] else match_of(row[1]))
            for row, place in found
        ]

    def _buckets(self, wanted: Iterable[int]) -> dict[int, bytes]:
        sql = "SELECT bucket, entries FROM typo WHERE bucket IN (SELECT value FROM json_each(?))"
        return dict(self._rows(sql, (json.dumps(list(wanted)),)))
