"""Mentions and Candidates to Resolutions: which place each means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoview.types import Article, Mention, Resolution


class Resolver(Protocol):
    """Chooses the referents of an article's mentions.

    Attributes:
        name: what made the choices, with its version, for the provenance ("rules 1").
    """

    @property
    def name(self) -> str: ...  # noqa: D102 -- see the class

    def resolve(
        self, article: Article, mentions: Sequence[Mention], *, country: str | None = None
    ) -> list[Resolution]:
        """Return one Resolution a mention, in their order.

        Args:
            article: the text that holds them.
            mentions: the mentions.
            country: ISO alpha-2 of the country that the reader expects, a hint and no filter.
        """
        ...
