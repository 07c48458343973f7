"""Article to Mentions: which words name a place here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from geoview.types import Article, Mention


class Recognizer(Protocol):
    """Finds the mentions of an article.

    Attributes:
        name: what made the mentions, with its version, for the provenance ("rules 1").
    """

    @property
    def name(self) -> str: ...  # noqa: D102 -- see the class

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article, in the order of the text, none overlapping another."""
        ...
