"""Annotated articles: JSONL in, frozen values out, for evaluation and training alike.

One article a line::

    {"id": "…", "text": "…", "toponyms": [{"start": 0, "end": 10, "text": "Alexandria",
                                           "lat": 31.3113, "lon": -92.4451, "geonameid": 4314550, "kind": "…"}]}

``lat`` and ``lon`` (together), ``geonameid``, ``kind`` and ``role`` of a toponym may be missing or null, and so may
``title``, ``domain``, ``source``, ``date``, ``published`` and ``language`` of an article. Offsets are Python string
indexes. A file with an error in it is refused whole: a score over the lines that happened to be sound would be a score
of another corpus.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from geoview.errors import CorpusError
from geoview.types import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = Literal["all", "first70", "last30"]

PARTS: tuple[Part, ...] = get_args(Part)
"""By order in the file. Development uses the first 70 %; the last 30 % is held out of training."""

_DEMONYM_KINDS = frozenset({"demonym", "demonyms", "nationality", "norp"})
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldToponym:
    """A toponym as a person annotated it: ``article.text[start:end] == text``.

    Attributes:
        start: index of its first character.
        end: index behind its last character.
        text: the characters themselves.
        latitude: degrees north, WGS 84; None where the annotation gives no point (then longitude is None too).
        longitude: degrees east, WGS 84, or None.
        geonameid: GeoNames' id, or None.
        kind: the corpus' own class (``country``, ``poi``, ``demonym``, …), or None.
        role: ``main`` where an article is about this place, or None.
    """

    start: int
    end: int
    text: str
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None
    kind: str | None = None
    role: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"toponym {self.text!r} does not span {self.start}:{self.end}")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError(f"toponym {self.text!r} has only one of lat and lon")
        # Written so that NaN, which compares false, is refused.
        if self.point and not (-90.0 <= self.point[0] <= 90.0 and -180.0 <= self.point[1] <= 180.0):
            raise ValueError(f"toponym {self.text!r}: lat {self.latitude}, lon {self.longitude} is no point on Earth")

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None where the annotation has none."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def is_demonym(self) -> bool:
        """Whether ``kind`` says so, or else the frozen lexicon has its text."""
        return (self.kind or "").casefold() in _DEMONYM_KINDS or is_demonym(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedArticle:
    """An article and its toponyms, in the order of the text (by start, then end)."""

    article: Article
    toponyms: tuple[GoldToponym, ...]

    def __post_init__(self) -> None:
        text = self.article.text
        for toponym in self.toponyms:
            if text[toponym.start : toponym.end] != toponym.text:
                raise ValueError(
                    f"toponym {toponym.text!r}: the text has {text[toponym.start : toponym.end]!r} "
                    f"at {toponym.start}:{toponym.end}"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Annotated articles from one file, in its order.

    Attributes:
        name: the file's stem (``lgl``).
        sha256: of the file's bytes, in hexadecimal: whichever part was taken, it names the whole file.
        part: which articles of the file these are.
        articles: never empty; their ids differ.
    """

    name: str
    sha256: str
    part: Part
    articles: tuple[AnnotatedArticle, ...]

    @property
    def toponyms(self) -> int:
        """How many toponyms are annotated."""
        return sum(len(annotated.toponyms) for annotated in self.articles)


def read_corpus(path: Path | str, part: Part = "all") -> Corpus:
    """Read annotated articles.

    Args:
        path: a JSONL file in UTF-8 (a byte order mark is allowed).
        part: ``first70`` takes the first ``n * 7 // 10`` of n articles, ``last30`` the others.

    Raises:
        CorpusError: the file cannot be read, or a line of it is no annotated article, or nothing is left.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error}); give a JSONL file") from error
    articles = tuple(_articles(path, data))
    if not articles:
        raise CorpusError(f"{path}: holds no article; give JSONL, one annotated article a line")
    cut = len(articles) * 7 // 10
    taken = {"all": articles, "first70": articles[:cut], "last30": articles[cut:]}[part]
    if not taken:
        raise CorpusError(f"{path}: its part {part} is empty, it has {len(articles)} article; take part all")
    return Corpus(name=path.stem, sha256=hashlib.sha256(data).hexdigest(), part=part, articles=taken)


@lru_cache(maxsize=1)
def demonym_lexicon() -> frozenset[str]:
    """Return the frozen lexicon of demonyms, folded; see the head of ``gold_demonyms.txt`` for where it is from.

    It is apart from the gazetteer's own demonyms, which grow: a score must not move because its yardstick did.
    """
    lines = resources.files("geoview").joinpath("gold_demonyms.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_fold(line) for line in lines if line.strip() and not line.startswith("#"))


def is_demonym(text: str) -> bool:
    """Tell whether the frozen lexicon has a text: capitals, apostrophes' shape and a final ``'s`` aside."""
    return _fold(text) in demonym_lexicon()


def _fold(text: str) -> str:
    folded = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("-", " ").casefold().split())
    return folded.removesuffix("'s").removesuffix("'")


def _articles(path: Path, data: bytes) -> Iterator[AnnotatedArticle]:
    """Yield the articles of a file, naming the line that is wrong."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CorpusError(f"{path}:1: is UTF-16, not UTF-8; save it as UTF-8")
    seen: dict[str, int] = {}
    # Bytes are split, not text: U+2028 and U+0085 may stand in a JSON string.
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            annotated = _article(json.loads(raw.decode("utf-8")))
        except UnicodeDecodeError as error:
            raise CorpusError(
                f"{path}:{number}: byte {error.start + 1} is not UTF-8; save the file as UTF-8"
            ) from error
        except RecursionError as error:
            raise CorpusError(f"{path}:{number}: JSON is nested too deep for an annotated article") from error
        except json.JSONDecodeError as error:
            raise CorpusError(f"{path}:{number}: not JSON ({error.msg}, column {error.colno})") from error
        except ValueError as error:
            raise CorpusError(f"{path}:{number}: {error}") from error
        identifier = annotated.article.id
        if (first := seen.setdefault(identifier, number)) != number:
            raise CorpusError(f"{path}:{number}: id {identifier!r} is also that of line {first}; ids must differ")
        yield annotated


def _article(row: object) -> AnnotatedArticle:
    if not isinstance(row, dict):
        raise ValueError(f"is {_kind(row)}, not an object with id, text and toponyms")  # noqa: TRY004 - one kind of error
    identifier = _required(row, "id", (str, int))
    text = _required(row, "text", (str,))
    toponyms = _required(row, "toponyms", (list,))
    published = str(row.get("published") or row.get("date") or "")[:10]
    article = Article(
        id=str(identifier),
        text=text,
        title=_optional(row, "title", (str,)) or None,
        source=_optional(row, "source", (str,)) or _optional(row, "domain", (str,)) or None,
        published=published if _ISO_DATE.fullmatch(published) else None,
        language=_optional(row, "language", (str,)) or None,
    )
    gold = [_toponym(toponym, number) for number, toponym in enumerate(toponyms, start=1)]
    gold.sort(key=lambda toponym: (toponym.start, toponym.end))
    return AnnotatedArticle(article=article, toponyms=tuple(gold))


def _toponym(row: object, number: int) -> GoldToponym:
    where = f"toponym {number}"
    if not isinstance(row, dict):
        raise ValueError(f"{where} is {_kind(row)}, not an object")  # noqa: TRY004 - one kind of error
    latitude = _optional(row, "lat", (int, float), where)
    longitude = _optional(row, "lon", (int, float), where)
    return GoldToponym(
        start=_required(row, "start", (int,), where),
        end=_required(row, "end", (int,), where),
        text=_required(row, "text", (str,), where),
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
        geonameid=_optional(row, "geonameid", (int,), where),
        kind=_optional(row, "kind", (str,), where),
        role=_optional(row, "role", (str,), where),
    )


def _required(row: dict[str, object], key: str, kinds: tuple[type, ...], where: str = "article") -> Any:
    if row.get(key) is None:
        raise ValueError(f"{where} has no {key!r}")
    return _optional(row, key, kinds, where)


def _optional(row: dict[str, object], key: str, kinds: tuple[type, ...], where: str = "article") -> Any:
    value = row.get(key)
    # True is an int to Python, but no offset to anybody.
    if value is not None and (not isinstance(value, kinds) or isinstance(value, bool)):
        raise ValueError(f"{where}: {key!r} is {_kind(value)}, not {' or '.join(_JSON_NAMES[kind] for kind in kinds)}")
    return value


def _kind(value: object) -> str:
    return _JSON_NAMES.get(type(value), type(value).__name__)


_JSON_NAMES: dict[type, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
