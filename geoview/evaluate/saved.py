"""Runs on disk: one JSON file, with every outcome, so that any score can be taken again and runs can be compared."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geoview.errors import CorpusError, OutputError
from geoview.evaluate.outcomes import Answer, ArticleOutcome, CorpusOutcome, GoldOutcome, MentionOutcome, Run
from geoview.types import Provenance

FORMAT = "geoview evaluation 1"


def save_run(run: Run, path: Path | str) -> None:
    """Write a run to a file, whole or not at all.

    Raises:
        OutputError: the file cannot be written.
    """
    write_whole(Path(path), json.dumps({"format": FORMAT} | asdict(run), ensure_ascii=False) + "\n")


def load_run(path: Path | str) -> Run:
    """Read a run that was saved.

    Raises:
        CorpusError: the file cannot be read, or is no saved run of this version.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(
            f"{path}: cannot be read ({error.strerror or error}); give a file made with --save"
        ) from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: is no saved run ({error}); give a file made with --save") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise CorpusError(f"{path}: is no saved run of this version ({FORMAT!r}); save the run again")
    try:
        return Run(
            provenance=Provenance(**data["provenance"]),
            demonyms=data["demonyms"],
            baseline=data["baseline"],
            corpora=tuple(_corpus(corpus) for corpus in data["corpora"]),
        )
    except (KeyError, TypeError) as error:
        raise CorpusError(f"{path}: is a damaged saved run ({error}); save the run again") from error


def _corpus(data: dict[str, Any]) -> CorpusOutcome:
    return CorpusOutcome(**data | {"articles": tuple(_article(article) for article in data["articles"])})


def _article(data: dict[str, Any]) -> ArticleOutcome:
    gold = tuple(_gold(toponym) for toponym in data["gold"])
    mentions = tuple(MentionOutcome(**mention) for mention in data["mentions"])
    return ArticleOutcome(**data | {"gold": gold, "mentions": mentions})


def _gold(data: dict[str, Any]) -> GoldOutcome:
    baseline = None if data["baseline"] is None else Answer(**data["baseline"])
    return GoldOutcome(**data | {"answer": Answer(**data["answer"]), "baseline": baseline})


def write_whole(path: Path, text: str) -> None:
    """Write a text file by way of a temporary one, so that nothing half-written is ever left.

    Raises:
        OutputError: the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # Lone surrogates are allowed in JSON, and in no encoding.
            temporary.write_text(text, encoding="utf-8", errors="replace")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
