"""Runs of capitalised words, and what an article shows of a word where it stands elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geoview.recognize.lexicons import table, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geoview.recognize.spans import Span
    from geoview.tokens import Token

SPEECH = frozenset(
    "said says told tells added noted explained wrote testified thinks recalled joked asked replied argued".split()  # noqa: SIM905
)
_LOCATIVE = frozenset(
    "in near outside around across throughout toward towards inside northern southern eastern western central downtown "  # noqa: SIM905
    "north south east west northwest northeast southwest southeast at from".split()
)
# What other occurrences of a word show; bits of a mask.
_LOCATED, _IN_PERSON, _GIVEN, _SPEAKS, _CONTAINED, _ORGANISATION, _ALONE, _AGAIN = (1 << bit for bit in range(8))


class Run(NamedTuple):
    """Capitalised words that stand together, hyphens between them included.

    Attributes:
        first: index of the first token.
        last: index of the last token.
        opener: what the first word is: ``given``, ``title``, ``type``, ``initial`` or "".
        closer: what the last word is: ``org``, ``type`` or "".
        head: with "of" or "for" before the run, what the word before that is; else "".
        before: the lower-case word before the run, or "".
        after: the lower-case word or mark behind it, or "".
    """

    first: int
    last: int
    opener: str
    closer: str
    head: str
    before: str
    after: str

    @property
    def length(self) -> int:
        """How many tokens."""
        return self.last - self.first + 1

    def place(self, index: int) -> str:
        """Tell where in the run a token stands: alone, first, middle or last."""
        if self.first == self.last:
            return "A"
        return "F" if index == self.first else "L" if index == self.last else "M"


def find_runs(text: str, tokens: Sequence[Token]) -> dict[int, Run]:
    """Return the run of each token that is in one, by the token's index."""
    runs: dict[int, Run] = {}
    count = len(tokens)
    index = 0
    while index < count:
        if not _capital(tokens[index]):
            index += 1
            continue
        last = index
        while last + 1 < count:
            step = last + 1
            if tokens[step].text == "-" and tokens[step].start == tokens[last].end:
                step += 1
            if step >= count or not _capital(tokens[step]) or "\n" in text[tokens[last].end : tokens[step].start]:
                break
            last = step
        run = _run(tokens, index, last)
        for inside in range(index, last + 1):
            runs[inside] = run
        index = last + 1
    return runs


def _capital(token: Token) -> bool:
    return token.word and token.text[0].isupper()


def _run(tokens: Sequence[Token], first: int, last: int) -> Run:
    opener, closer = tokens[first].text, tokens[last].text
    before = tokens[first - 1].text.lower() if first else ""
    head = ""
    if before in {"of", "for", "the"}:
        step = first - 2
        if before == "the" and step >= 0 and tokens[step].text in {"of", "for"}:
            step -= 1
            before = "of the"
        if before != "the":
            head = (_closes(tokens[step].text) or "x") if step >= 0 and _capital(tokens[step]) else "-"
    after = tokens[last + 1].text.lower() if last + 1 < len(tokens) else ""
    return Run(first, last, _opens(opener), _closes(closer), head, before, after)


def _opens(word: str) -> str:
    if word in words("titles"):
        return "title"
    if len(word) == 2 and word[1] == ".":
        return "initial"
    if word.lower() in words("first_names"):
        return "given"
    return "type" if table("place_words").get(word, "").startswith(("before", "both")) else ""


def _closes(word: str) -> str:
    if word in words("organisation_words"):
        return "org"
    return "type" if table("place_words").get(word, "").startswith(("after", "both")) else ""


def doc_masks(tokens: Sequence[Token], runs: Mapping[int, Run], spans: Sequence[Span]) -> dict[int, int]:
    """Return, for each token in a run, what the other occurrences of its word in the article show."""
    areas = {
        span.first
        for span in spans
        if any(use.level in {"country", "admin1"} and use.match != "demonym" for use in span.uses)
    }
    own = {index: _shows(index, run, areas) for index, run in runs.items()}
    totals: dict[str, list[int]] = {}
    for index, mask in own.items():
        counts = totals.setdefault(tokens[index].text, [0] * 8)
        for bit in range(8):
            counts[bit] += mask >> bit & 1
    masks = {}
    for index, mask in own.items():
        counts = totals[tokens[index].text]
        if counts[7] == 1:
            masks[index] = 0
        else:
            masks[index] = sum(1 << bit for bit in range(8) if counts[bit] > (mask >> bit & 1))
    return masks


def _shows(index: int, run: Run, areas: set[int]) -> int:
    mask = _AGAIN
    if index == run.first:
        if run.before in _LOCATIVE:
            mask |= _LOCATED
        if run.opener == "given" and run.last > index and not run.closer:
            mask |= _GIVEN
    elif run.opener in {"given", "title", "initial"} and not run.closer:
        mask |= _IN_PERSON
    if index == run.last:
        if run.after in SPEECH:
            mask |= _SPEAKS
        elif run.after in {",", "("} and index + 2 in areas:
            mask |= _CONTAINED
    if run.closer == "org" and index < run.last:
        mask |= _ORGANISATION
    if run.first == run.last:
        mask |= _ALONE
    return mask
