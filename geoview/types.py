"""The values that flow from text to page: frozen, slotted, keyword-only; they check themselves.

Offsets are indexes of Python strings (code points) into ``Article.text``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gazetteer.place import Candidate, Place

MentionKind = Literal["place", "demonym"]
Use = Literal["literal", "metonymic", "modifier"]
Scope = Literal["mention", "article", "everywhere"]
Decision = Literal["place", "point", "not a place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    r"""A text to be read for places.

    Attributes:
        id: unique within one run.
        text: the whole text, line ends ``\n``; a plain text's title stays in it as its first line.
        title: one line, or None.
        source: a URL or a file's name, never a local path.
        published: ISO 8601 date (``2024-12-14``), or None.
        language: BCP 47 code, or None where not known.
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A toponym that occurs: ``article.text[start:end] == text``.

    Attributes:
        start: index of its first character.
        end: index behind its last character.
        text: the characters themselves.
        kind: a place's name, or a demonym ("Syrian").
        score: 0..1, how sure the recogniser is that this is one.
        place: what it refers to, where the text itself says so (coordinates); None leaves that to resolution.
    """

    start: int
    end: int
    text: str
    kind: MentionKind = "place"
    score: float = 1.0
    place: Place | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"mention {self.text!r} does not span {self.start}:{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a mention refers to.

    Attributes:
        mention: the mention.
        place: its referent, or None where nothing was sure enough.
        confidence: 0..1, calibrated: the share of such answers that are right.
        candidates: ranked, best first, each with its confidence; the referent is the first of them.
        reason: why this place, in plain words, for people.
        use: what the mention does in its sentence: names the place itself (literal), stands for its government, people
            or team (metonymic), or qualifies another noun (modifier: "Syrian officials", "Paris Police Department").
        approximate: whether the place is only where the text puts it: the town of a street that no gazetteer holds, or
            what it lies north of.
        modifier: the words beside it that narrow it or lead away from it ("northern", "50 km north of", "coast").
    """

    mention: Mention
    place: Place | None
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    use: Use = "literal"
    approximate: bool = False
    modifier: str | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} of {self.mention.text!r} is not between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which versions made a result: each a name and a version, as in ``rules 1``."""

    geoview: str
    gazetteer: str
    recognizer: str
    resolver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """What an article is about, apart from all that it mentions.

    Attributes:
        place: the main place, of any size.
        city: the main town or city, in the main country.
        region: the main area below a country, in the main country.
        country: ISO alpha-2 code of the main country.
    """

    place: Place
    city: Place | None = None
    region: Place | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person has decided about a mention, or about all mentions of some words.

    Attributes:
        words: the mention's text.
        decision: what they are: a place of the gazetteer, a point of one's own, or no place.
        scope: one mention, all of these words in one article, or everywhere.
        article: the article's id; None where the scope is everywhere.
        start: the index of the mention's first character; of one mention only, and a help, not a must.
        before: words right before it; likewise.
        after: words right after it; likewise.
        place: the id of a place; None for a point and for what is none.
        name: of the place or the point; a place may do without.
        latitude: degrees north; likewise.
        longitude: degrees east; likewise.
    """

    words: str
    decision: Decision
    scope: Scope = "everywhere"
    article: str | None = None
    start: int | None = None
    before: str = ""
    after: str = ""
    place: str | None = None
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoparsedArticle:
    """An article with its mentions resolved, in the order of the text, and what it is about.

    Attributes:
        article: the text.
        resolutions: one a mention.
        provenance: what made them.
        warnings: what is odd about the article, a line each.
        focus: what the article is about.
        corrections: those that changed something here.
    """

    article: Article
    resolutions: tuple[Resolution, ...]
    provenance: Provenance
    warnings: tuple[str, ...] = field(default=())
    focus: Focus | None = None
    corrections: tuple[Correction, ...] = ()

    def __post_init__(self) -> None:
        text = self.article.text
        for resolution in self.resolutions:
            mention = resolution.mention
            if text[mention.start : mention.end] != mention.text:
                raise ValueError(f"mention {mention.text!r} is not what stands at {mention.start}:{mention.end}")
