"""Resolution by a learned ranker: a small neural network scores every candidate of a name by its evidence.

A listwise softmax (Cao et al. 2007) over one hidden layer, trained by ``python -m geoview.training.resolver``; the mean
of a few networks that differ in their seed. The choice is joint, in two rounds: the second sees where the first put the
other names. A logistic model on top says how likely the best candidate is right: it is the confidence, and below
``min_confidence`` the mention stays unresolved.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gazetteer import fold
from geoview.errors import ModelError
from geoview.resolve import MIN_CONFIDENCE, namesakes
from geoview.resolve.approximate import approximated
from geoview.resolve.features import COLUMNS, VERSION, Table, softmax
from geoview.resolve.groups import gather, hinted, lacking, with_misspellings
from geoview.resolve.home import home_of
from geoview.resolve.reasons import reason
from geoview.types import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gazetteer import Candidate, Gazetteer
    from geoview.resolve.groups import Name
    from geoview.types import Article, Mention

_KEPT = 6  # candidates to show
_GUESSED = 0.6  # confidence at most where a name is taken for a misspelling


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The weights of one round, for d columns, h hidden units and k networks.

    Attributes:
        mean: (d,) subtracted from the columns.
        scale: (d,) that divides them.
        hidden: (k, d, h).
        hidden_bias: (k, h).
        output: (k, h).
    """

    mean: np.ndarray
    scale: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray

    def score(self, values: np.ndarray) -> np.ndarray:
        """Return a score for each row of (rows, d): within a name, softmax of it is a probability."""
        active = np.maximum(np.matmul(self.scaled(values), self.hidden) + self.hidden_bias[:, None, :], 0.0)
        result: np.ndarray = np.matmul(active, self.output[:, :, None])[:, :, 0].mean(axis=0)
        return result

    def scaled(self, values: np.ndarray) -> np.ndarray:
        """Return the columns (rows, d) as the network takes them."""
        result: np.ndarray = ((values - self.mean) / self.scale).astype(np.float32)
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The two rounds, and how far to trust the answer.

    Attributes:
        first: the network that sees the company as ``Table.prior`` guesses it.
        second: the network that sees the company as the first one chose it.
        trust: (d + 2,) coefficients of the confidence: the best candidate's columns, the log-odds of its share, and 1.
    """

    first: Network
    second: Network
    trust: np.ndarray

    def choose(
        self, table: Table, hint: np.ndarray | float = 0.0, pairs: Sequence[tuple[int, int]] = ()
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return each row's share of its name, each name's best row, and its confidence 0..1.

        Args:
            table: the candidates.
            hint: log-odds that the reader's hints add to each row.
            pairs: rows that share a name, the one that the text means first: see ``geoview.resolve.namesakes``.
        """
        table.add_company(table.prior())
        share = namesakes.settled(shares(self.first, table, hint), pairs)
        table.add_company(share, second=True)
        share = namesakes.settled(shares(self.second, table, hint), pairs)
        best = best_rows(share, table.starts)
        confidence = 1 / (1 + np.exp(-(evidence(self.second, table.values[best], share[best]) @ self.trust)))
        return share, best, confidence


def shares(network: Network, table: Table, hint: np.ndarray | float = 0.0) -> np.ndarray:
    """Return each row's share of its name, 0 for what lies outside a container that the text states."""
    return softmax(np.where(table.excluded(), -50.0, network.score(table.values) + hint), table.starts)


def best_rows(share: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return the row with the largest share of each name."""
    return np.array([start + int(np.argmax(share[start:end])) for start, end in pairwise(starts)])


def evidence(network: Network, values: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return what the confidence is reckoned from, (names, d + 2): best candidates' columns, log-odds of share, 1."""
    held = np.clip(share, 1e-4, 1 - 1e-4)
    odds = np.log(held / (1 - held))[:, None]
    return np.hstack([network.scaled(values), odds, np.ones_like(odds)])


def load(path: Path) -> Model:
    """Read a model that ``python -m geoview.training.resolver`` made.

    Raises:
        ModelError: the file is missing, truncated or of another version.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            version, columns = int(arrays["version"]), [str(column) for column in arrays["columns"]]
            rounds = [
                Network(**{name: arrays[f"{number}_{name}"] for name in Network.__slots__})
                for number in ("first", "second")
            ]
            model = Model(first=rounds[0], second=rounds[1], trust=arrays["trust"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"cannot load the resolver's model {path.name} ({error}); reinstall geoview-map") from error
    if version != VERSION or columns != list(COLUMNS):
        raise ModelError(f"the resolver's model {path.name} is of another version; reinstall geoview-map")
    return model


def save(model: Model, path: Path) -> None:
    """Write a model as ``load`` reads it."""
    arrays = {
        f"{number}_{name}": getattr(network, name).astype(np.float32)
        for number, network in (("first", model.first), ("second", model.second))
        for name in Network.__slots__
    }
    with path.open("wb") as file:
        np.savez(
            file, version=np.array(VERSION), columns=np.array(COLUMNS), trust=model.trust.astype(np.float32), **arrays
        )


class RankerResolver:
    """The trained resolver, and the default one."""

    name = f"ranker {VERSION}"

    def __init__(self, gazetteer: Gazetteer, model: Path, *, min_confidence: float = MIN_CONFIDENCE) -> None:
        """Resolve to the places of a gazetteer by the model in a file.

        Raises:
            ModelError: see ``load``.
        """
        self._model = load(model)
        self._least = min_confidence
        self._look_up = with_misspellings(gazetteer)
        self._known: dict[str, list[Candidate]] = {}

    def resolve(
        self,
        article: Article,
        mentions: Sequence[Mention],
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
    ) -> list[Resolution]:
        """Return one Resolution a mention, in their order; see ``Resolver``."""
        names = gather(article, mentions, self._candidates)
        home = home_of(article.source, self._candidates)
        table = Table(article, names, [(mention.start, mention.end) for mention in mentions], home)
        resolved: list[Resolution | None] = [None] * len(mentions)
        if table.names:
            hint = np.array([hinted(place, country, near) for place in table.places])
            pairs = list(namesakes.pairs(article, mentions, table.names, table.starts))
            share, best, confidence = self._model.choose(table, hint, pairs)
            for number, name in enumerate(table.names):
                rows = slice(table.starts[number], table.starts[number + 1])
                ceiling = _GUESSED if name.candidates[0].match == "fuzzy" else 1.0
                ranked = _ranked(name, share[rows], min(ceiling, float(confidence[number])))
                why = reason(name, table, int(best[number]))
                # Two digits of a mention's score are enough, and let a name's mentions share their candidates.
                answers: dict[float, Resolution] = {}
                for index in name.mentions:
                    mention = mentions[index]
                    score = round(mention.score, 2)
                    if score not in answers:
                        answers[score] = self._resolution(mention, score, ranked, why)
                    resolved[index] = replace(answers[score], mention=mention)
        settled = [
            resolution or Resolution(mention=mention, place=None, confidence=0.0, reason="not in the gazetteer")
            for mention, resolution in zip(mentions, resolved, strict=True)
        ]
        return approximated(article, mentions, settled, lacking(names))

    def _candidates(self, name: str) -> list[Candidate]:
        key = fold(name)
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 20_000:
                self._known.clear()
            found = self._known[key] = self._look_up(name)
        return found

    def _resolution(self, mention: Mention, score: float, ranked: list[Candidate], why: str) -> Resolution:
        confidence = (ranked[0].confidence or 0.0) * score
        sure = confidence >= self._least
        return Resolution(
            mention=mention,
            place=ranked[0].place if sure else None,
            confidence=round(confidence, 4),
            candidates=tuple(replace(one, confidence=round((one.confidence or 0.0) * score, 4)) for one in ranked),
            reason=why if sure else f"too unsure: {why}",
        )


def _ranked(name: Name, share: np.ndarray, confidence: float) -> list[Candidate]:
    """Return the best candidates; the runners-up part what the best one's share leaves, in proportion."""
    order = np.argsort(-share, kind="stable")[:_KEPT]
    ranked = []
    for position, row in enumerate(order):
        held = confidence if position == 0 else min(float(share[row]), confidence)
        ranked.append(replace(name.candidates[int(row)], confidence=held))
    return ranked
