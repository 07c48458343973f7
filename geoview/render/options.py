"""What a page may be asked for; in a module of its own, since making one takes folium, and asking for it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SNIPPET_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What a page may be asked for.

    Attributes:
        title: heading of the page; by default the article's title, or the number of articles.
        theme: light, dark, or what the reader's system prefers.
        borders: draw borders of countries (Natural Earth's, de facto); without them there is land only.
        text: hold the articles' texts; without them there are the snippets, and no more of the texts.
        snippet_words: how many words at most stand around a mention.
        embed: a compact page for a frame in another page: map, popups and credits, and no text.
    """

    title: str | None = None
    theme: Literal["auto", "light", "dark"] = "auto"
    borders: bool = True
    text: bool = True
    snippet_words: int = SNIPPET_WORDS
    embed: bool = False

    def __post_init__(self) -> None:
        if self.snippet_words < 1:
            raise ValueError(f"a snippet of {self.snippet_words} words is none; give 1 or more")
