"""What the ranker sees of each candidate. Training and running share this module, so that they cannot drift apart.

Evidence that a person can read, one column each (``COLUMNS``). The columns of the name itself come first; those of its
company need to know where the other names are, for which ``prior`` gives a first guess: joint choice in two rounds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geoview.resolve.containers import inside, is_country
from geoview.resolve.lists import level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Place
    from geoview.resolve.groups import Name
    from geoview.resolve.home import Home
    from geoview.types import Article

VERSION = 2
_MATCHES = ("alternate", "abbreviation", "demonym", "fuzzy")
_LEVELS = ("country", "ADM1", "ADM2", "P", "L", "H", "T", "S")
_OTHERS, _PER_NAME = 48, 5  # bounds of the company that is looked at: the cost stays linear in the number of names
_EARTH = 6371.0  # kilometres

COLUMNS = (
    # How the place stands among those of its name (population prior: Leidner 2007; rank among candidates).
    "importance", "population", "top", "behind top", "rank", "ambiguity",
    # How the name matched (exact is the base).
    *(f"match {match}" for match in _MATCHES),
    # What kind of thing it is.
    *(f"level {level}" for level in _LEVELS), "capital", "seat",
    # Aleppo in Aleppo, New York in New York: an area and the town in it that share the name.
    "holds namesake", "inside namesake",
    # Djibouti in Djibouti.
    "inside namesake country",
    # What the text states: "Homs, Syria"; "Syria's Homs"; "Washington state".
    "stated inside", "stated outside", "owner inside", "owner outside", "states others", "type agrees", "type differs",
    # "Delaware, Maryland, Virginia and Michigan".
    "list agrees", "list differs",
    # "the Sahel" is hardly a town; "Kevin Paris", "Paris Nasser" and "Paris Agreement" hardly the city.
    "the", "the and town", "capital before", "capital after",
    # The source's country-code domain, its home as its address or name tells it; where and how often the name stands.
    "domain", "home", "title", "early", "mentions", "own spelling", "words",
    # Its company (containment and minimal spread: Lieberman, Samet and Sankaranarayanan 2010; Rauch et al. 2003).
    "country mass", "country named", "country by demonym", "admin1 mass", "admin1 named", "admin2 mass", "holds mass",
    "near 50", "near 200", "near 1000", "near countries", "spread", "neighbour", "company",
    "country mass beside top", "near 200 beside top",
    # What the first round thought of it; 0 in the first round itself.
    "first round",
)  # fmt: skip
_INDEX = {column: index for index, column in enumerate(COLUMNS)}


class Table:
    """The candidates of an article's names: ``values`` is (rows, COLUMNS), ``starts`` bounds each name's rows."""

    def __init__(self, article: Article, names: Sequence[Name], spans: Sequence[tuple[int, int]], home: Home) -> None:
        """Fill the columns of the names themselves.

        Args:
            article: the article.
            names: its names, as ``gather`` gives them.
            spans: start and end of each mention.
            home: the source's, as ``home_of`` tells it.
        """
        self.names = [name for name in names if name.candidates]
        sizes = [len(name.candidates) for name in self.names]
        self.starts = np.cumsum([0, *sizes])
        self.places = [candidate.place for name in self.names for candidate in name.candidates]
        self.values = np.zeros((len(self.places), len(COLUMNS)))
        # Of a headline alone, all names stand in it, which tells nothing of any.
        title = article.title if article.title and article.title.strip() != article.text.strip() else ""
        title_end = len(title) if article.text.startswith(title) else 0
        for name, start in zip(self.names, self.starts, strict=False):
            first = spans[name.mentions[0]][0]
            shared = {
                "ambiguity": math.log(len(name.candidates)),
                "title": float(first < title_end or name.written in title),
                "early": float(first < 300),
                "mentions": math.log(len(name.mentions)),
                "words": float(name.written.count(" ")),
            }
            for row, values in enumerate(_own_rows(name, home), start):
                for column, value in (shared | values).items():
                    self.values[row, _INDEX[column]] = value
        self._weights = np.array([1 + math.log(len(name.mentions)) for name in self.names])
        self.owner = np.repeat(np.arange(len(self.names)), sizes)
        self._prepare()

    def _prepare(self) -> None:
        latitude = np.radians([place.latitude for place in self.places])
        longitude = np.radians([place.longitude for place in self.places])
        self._points = np.stack(
            [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1
        ) if self.places else np.zeros((0, 3))  # fmt: skip
        self._country = _numbered([place.country for place in self.places])
        self._admin1 = _numbered([place.admin1 and (place.country, place.admin1) for place in self.places])
        self._admin2 = _numbered(
            [place.admin2 and (place.country, place.admin1, place.admin2) for place in self.places]
        )
        self._is_country = np.array([is_country(place) for place in self.places], dtype=bool)
        # An area and what it holds share one number, so that "holds mass" is a look-up.
        self._as_admin1 = _matched(
            [(place.country, place.name) if place.feature_code == "ADM1" else None for place in self.places],
            [place.admin1 and (place.country, place.admin1) for place in self.places],
        )
        self._as_admin2 = _matched(
            [(p.country, p.admin1, p.name) if p.feature_code == "ADM2" else None for p in self.places],
            [p.admin2 and (p.country, p.admin1, p.admin2) for p in self.places],
        )
        self._rows = [np.arange(start, end) for start, end in zip(self.starts, self.starts[1:], strict=False)]

    def excluded(self) -> np.ndarray:
        """Return which rows lie outside a container that the text states, though others of the name lie inside."""
        result: np.ndarray = self.values[:, _INDEX["stated outside"]] > 0
        return result

    def prior(self) -> np.ndarray:
        """Return the probability of each row before the company is looked at: importance and what the text states."""
        values = self.values
        logits = (
            12 * values[:, _INDEX["importance"]]
            + 8 * values[:, _INDEX["stated inside"]]
            + 3 * values[:, _INDEX["owner inside"]]
            + 4 * values[:, _INDEX["states others"]]
            + 3 * values[:, _INDEX["type agrees"]]
            + 6 * values[:, _INDEX["list agrees"]]
            - 2 * values[:, _INDEX["match alternate"]]
        )
        return softmax(logits, self.starts)

    def add_company(self, probability: np.ndarray, *, second: bool = False) -> None:
        """Fill the columns that depend on where the other names are.

        Args:
            probability: (rows,) of each candidate for its name.
            second: whether they come from the first round, rather than from ``prior``.
        """
        if not self.names:
            return
        if second:
            self.values[:, _INDEX["first round"]] = np.log(probability + 1e-4)
        weight = self._weights[self.owner] * probability
        total = max(1e-9, self._weights.sum())
        column = self._column
        others = np.maximum(1e-9, total - self._weights[self.owner])
        demonym = np.array([name.kind == "demonym" or name.adjective for name in self.names])[self.owner]
        area = self._is_country
        column("country mass")[:] = self._mass(self._country, weight * ~area) / others
        column("country named")[:] = np.minimum(1.0, self._mass(self._country, probability * (area & ~demonym)))
        column("country by demonym")[:] = np.minimum(1.0, self._mass(self._country, probability * (area & demonym)))
        column("admin1 mass")[:] = self._mass(self._admin1, weight) / others
        column("admin2 mass")[:] = self._mass(self._admin2, weight) / others
        column("admin1 named")[:] = np.minimum(1.0, self._named(self._as_admin1, probability))
        holds = self._held(self._as_admin1, weight) + self._held(self._as_admin2, weight)
        holds += np.where(area, self._mass(self._country, weight * ~area), 0.0)
        column("holds mass")[:] = holds / others
        self._add_distances(probability, others)
        self._add_countries(probability, others)
        column("company")[:] = math.log(len(self.names))
        for source, target in (("country mass", "country mass beside top"), ("near 200", "near 200 beside top")):
            best = np.maximum.reduceat(column(source), self.starts[:-1])[self.owner]
            column(target)[:] = column(source) - best

    def _column(self, name: str) -> np.ndarray:
        view: np.ndarray = self.values[:, _INDEX[name]]
        return view

    def _mass(self, number: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Return, for each row, the weight of other names' rows with the same number (none: 0)."""
        size = int(number.max(initial=-1)) + 2
        whole = np.bincount(number + 1, weight, size)
        pairs = self.owner * size + number + 1
        own = np.bincount(pairs, weight, size * len(self.names)) if size * len(self.names) < 4_000_000 else None
        mine = own[pairs] if own is not None else weight
        return np.where(number < 0, 0.0, np.maximum(0.0, whole[number + 1] - mine))

    def _named(self, numbers: tuple[np.ndarray, np.ndarray], weight: np.ndarray) -> np.ndarray:
        """Return, for each row, the weight of other names' areas that hold it."""
        as_area, within = numbers
        size = int(max(as_area.max(initial=-1), within.max(initial=-1))) + 2
        whole = np.bincount(as_area + 1, np.where(as_area < 0, 0, weight), size)
        return np.where(within < 0, 0.0, whole[within + 1])

    def _held(self, numbers: tuple[np.ndarray, np.ndarray], weight: np.ndarray) -> np.ndarray:
        """Return, for each row that is an area, the weight of other names' rows inside it."""
        as_area, within = numbers
        size = int(max(as_area.max(initial=-1), within.max(initial=-1))) + 2
        whole = np.bincount(within + 1, np.where(within < 0, 0, weight), size)
        return np.where(as_area < 0, 0.0, whole[as_area + 1])

    def _add_distances(self, probability: np.ndarray, others: np.ndarray) -> None:
        """Fill the columns of distance to the other names' likely places; to a country there is none."""
        heavy = np.argsort(-self._weights, kind="stable")[:_OTHERS]
        anchors = []
        for name in heavy:
            rows = self._rows[name]
            rows = rows[~self._is_country[rows]]
            anchors.append(rows[np.argsort(-probability[rows], kind="stable")[:_PER_NAME]])
        anchor = np.concatenate(anchors) if anchors else np.zeros(0, dtype=int)
        if not len(anchor):
            return
        gap = self._gaps(anchor)
        other = self.owner[:, None] != self.owner[anchor][None, :]
        near = (self._weights[self.owner[anchor]] * probability[anchor])[None, :] * other
        for scale in (50, 200, 1000):
            self.values[:, _INDEX[f"near {scale}"]] = (near * np.exp(-gap / scale)).sum(axis=1) / others
        bounds = np.flatnonzero(np.diff(self.owner[anchor], prepend=-1))
        closest = np.minimum.reduceat(np.where(other, gap, 1e6), bounds, axis=1)
        self.values[:, _INDEX["spread"]] = (closest < 100).sum(axis=1) / max(1, len(self.names) - 1)
        self._add_neighbours(probability)

    def _gaps(self, anchor: np.ndarray) -> np.ndarray:
        """Return kilometres between all rows and some, (rows, len(anchor)).

        The chord of the unit sphere, which is near enough to the arc below 1,000 km.
        """
        result: np.ndarray = _EARTH * np.sqrt(np.maximum(0.0, 2 - 2 * self._points @ self._points[anchor].T))
        return result

    def _add_countries(self, probability: np.ndarray, others: np.ndarray) -> None:
        """Fill how near the other names' countries are: Georgia among Armenia and Russia is no state of the south."""
        heavy = np.argsort(-self._weights, kind="stable")[:_OTHERS]
        rows = [self._rows[name][self._is_country[self._rows[name]]] for name in heavy]
        anchor = np.array([found[np.argmax(probability[found])] for found in rows if len(found)], dtype=int)
        if len(anchor):
            other = self.owner[:, None] != self.owner[anchor][None, :]
            near = (self._weights[self.owner[anchor]] * probability[anchor])[None, :] * other
            self._column("near countries")[:] = (near * np.exp(-self._gaps(anchor) / 1500)).sum(axis=1) / others

    def _add_neighbours(self, probability: np.ndarray) -> None:
        """Fill how near the names before and behind in the text are: lists and itineraries keep together."""
        for name, rows in enumerate(self._rows):
            beside = [i for i in (name - 2, name - 1, name + 1, name + 2) if 0 <= i < len(self.names)]
            chosen = [self._rows[i][np.argmax(probability[self._rows[i]])] for i in beside]
            chosen = [row for row in chosen if not self._is_country[row]]
            if chosen:
                gap = _EARTH * np.sqrt(np.maximum(0.0, 2 - 2 * self._points[rows] @ self._points[chosen].T))
                self.values[rows, _INDEX["neighbour"]] = np.exp(-gap / 200).max(axis=1)


def softmax(logits: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the probabilities of rows within each name: ``starts`` bounds the names' rows."""
    if not len(logits):
        return logits
    sizes = np.diff(starts)
    top = np.repeat(np.maximum.reduceat(logits, starts[:-1]), sizes)
    odds = np.exp(logits - top)
    result: np.ndarray = odds / np.repeat(np.add.reduceat(odds, starts[:-1]), sizes)
    return result


def _own_rows(name: Name, home: Home) -> list[dict[str, float]]:
    firm = [place for place, is_firm in name.containers if is_firm]
    loose = [place for place, is_firm in name.containers if not is_firm]
    best = name.candidates[0].place.importance
    areas = [c.place for c in name.candidates if c.place.feature_code in {"ADM1", "ADM2"}]
    countries = [c.place for c in name.candidates if is_country(c.place) and c.match != "demonym"]
    towns = [c.place for c in name.candidates if c.place.feature_class == "P"] if areas else []
    rows = []
    for rank, candidate in enumerate(name.candidates):
        place = candidate.place
        within = any(inside(place, area) for area in firm)
        owned = any(inside(place, area) for area in loose)
        agrees = name.word is not None and name.word in {place.feature_class, place.feature_code}
        row = {
            "importance": place.importance,
            "population": math.log1p(place.population) / 16,
            "top": float(rank == 0),
            "behind top": place.importance - best,
            "rank": 1 / (1 + rank),
            "stated inside": float(within),
            "stated outside": float(bool(firm) and not within),
            "owner inside": float(owned),
            "owner outside": float(bool(loose) and not owned),
            "states others": float(_states_others(name, place)),
            "type agrees": float(agrees),
            "type differs": float(name.word is not None and not agrees),
            "list agrees": float(level(place) in name.levels),
            "list differs": float(bool(name.levels) and level(place) not in name.levels),
            "the": float(name.article),
            "the and town": float(name.article and place.feature_class == "P"),
            "capital before": float(name.capital_before),
            "capital after": float(name.capital_after),
            "domain": float(home.country is not None and place.country == home.country),
            "home": home.nearness(place),
            "holds namesake": float(any(inside(town, place) for town in towns)) if place in areas else 0.0,
            "inside namesake": float(any(inside(place, area) for area in areas)) if place in towns else 0.0,
            "inside namesake country": float(any(inside(place, country) for country in countries)),
            "capital": float(place.feature_code == "PPLC"),
            "seat": float(place.feature_code == "PPLA"),
            "own spelling": float(place.name == name.written),
            f"level {_level(place)}": 1.0,
        }
        if candidate.match != "exact":
            row[f"match {candidate.match}"] = 1.0
        rows.append(row)
    return rows


def _states_others(name: Name, place: Place) -> bool:
    return any(inside(candidate.place, place) for other in name.contained for candidate in other.candidates)


def _level(place: Place) -> str:
    if is_country(place):
        return "country"
    if place.feature_code in {"ADM1", "ADM2"}:
        return place.feature_code
    return place.feature_class if place.feature_class in _LEVELS else "L" if place.feature_class == "A" else "T"


def _numbered(keys: Sequence[object]) -> np.ndarray:
    numbers: dict[object, int] = {}
    return np.array([-1 if not key else numbers.setdefault(key, len(numbers)) for key in keys], dtype=int)


def _matched(areas: Sequence[object], within: Sequence[object]) -> tuple[np.ndarray, np.ndarray]:
    both = _numbered([*areas, *within])
    return both[: len(areas)], both[len(areas) :]
