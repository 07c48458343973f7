"""Oracle recall: how often the gazetteer has the right place among a name's candidates, whoever were to choose.

    python tests/support/oracle.py [--missing]

Over the annotated corpora beside the checkout (see their README), for each toponym with a point or a GeoNames id: a
candidate of the very name within 161 km of the point, or of the same id. In brackets the same by the distance from a
candidate's bounds, where it has some: the point of the Pacific is anywhere. By the corpus' kind, and what is missing by
its class: names that the gazetteer does not have, and names of which it only has other places. ``--missing`` lists the names that LGL and
TR-News miss in their first 70 %, and no others: what is measured on is not to be looked at.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gazetteer
from gazetteer.geodesy import distance_km
from geoview.corpora import AnnotatedArticle, GoldToponym, read_corpus

SHARED = Path(os.environ.get("GEOVIEW_SHARED") or Path(__file__).parents[3] / "shared")
CORPORA = ("lgl", "trnews", "tudloc")
NEAR_KM = 161.0


@dataclass(frozen=True)
class Asked:
    """A gold toponym, and what the gazetteer has for it."""

    gold: GoldToponym
    kind: str
    candidates: int
    right: bool
    within: bool


def asked(
    store: gazetteer.Gazetteer, articles: Iterator[AnnotatedArticle] | tuple[AnnotatedArticle, ...]
) -> list[Asked]:
    """Ask for every gold toponym that says where it is."""
    found = []
    for article in articles:
        for gold in article.toponyms:
            if gold.point is None and gold.geonameid is None:
                continue
            candidates = store.candidates(gold.text)
            right = any(_right(gold, each.place) for each in candidates)
            within = right or any(
                gold.point is not None and each.place.distance_km(*gold.point) <= NEAR_KM for each in candidates
            )
            found.append(Asked(gold, _kind(store, gold), len(candidates), right, within))
    return found


def recall(answers: list[Asked]) -> float:
    """Return the share, 0..1."""
    return sum(each.right for each in answers) / max(1, len(answers))


def share_within(answers: list[Asked]) -> float:
    """Return the same by the distance from bounds."""
    return sum(each.within for each in answers) / max(1, len(answers))


def _right(gold: GoldToponym, place: gazetteer.Place) -> bool:
    if gold.geonameid is not None and place.id == f"geonames:{gold.geonameid}":
        return True
    return gold.point is not None and distance_km(*gold.point, place.latitude, place.longitude) <= NEAR_KM


def _kind(store: gazetteer.Gazetteer, gold: GoldToponym) -> str:
    """Return what the corpus calls it, else the feature class of its GeoNames id."""
    if gold.is_demonym:
        return "demonym"
    if gold.kind:
        return gold.kind
    try:
        return f"class {store.place(f'geonames:{gold.geonameid}').feature_class}"
    except gazetteer.UnknownPlaceError:
        return "not in it by id"


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missing", action="store_true", help="list what LGL and TR-News miss in their first 70 %%")
    listed = parser.parse_args().missing
    with gazetteer.open() as store:
        for name in CORPORA:
            path = SHARED / "corpora" / f"{name}.jsonl"
            if not path.exists():
                print(f"{name}: not beside this checkout; skipped")
                continue
            answers = asked(store, read_corpus(path).articles)
            print(f"{name}: {recall(answers):.1%} ({share_within(answers):.1%}) of {len(answers):,}")
            for kind, count in Counter(each.kind for each in answers).most_common():
                of_kind = [each for each in answers if each.kind == kind]
                unknown = sum(not each.candidates for each in of_kind)
                others = sum(not each.right for each in of_kind) - unknown
                print(
                    f"  {kind:<18}{recall(of_kind):>7.1%} of {count:>5,}; name unknown {unknown:>4,}, only other places {others:>4,}"
                )
            if listed and name != "tudloc":
                _list(asked(store, read_corpus(path, "first70").articles))


def _list(answers: list[Asked]) -> None:
    for label, group in (
        ("unknown", [each for each in answers if not each.candidates]),
        ("other places", [each for each in answers if each.candidates and not each.right]),
    ):
        names = Counter((each.gold.text, each.gold.geonameid) for each in group)
        print(
            f"  {label}: "
            + ", ".join(
                f"{text} [{key}]" + (f" x{count}" if count > 1 else "") for (text, key), count in names.most_common()
            )
        )


if __name__ == "__main__":
    main()
