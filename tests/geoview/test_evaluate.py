from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from gazetteer.errors import UnknownPlaceError
from gazetteer.place import Candidate, Place
from geoview.corpora import Corpus, read_corpus
from geoview.errors import CorpusError, OutputError
from geoview.evaluate import (
    Request,
    Run,
    as_json,
    as_table,
    compare,
    evaluate,
    load_run,
    misses,
    report,
    save_run,
    score,
)
from geoview.evaluate.baseline import MostPopulous
from geoview.evaluate.summary import by_class, intervals
from geoview.types import Article, Mention, Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import gazetteer


def place(identifier: str, name: str, latitude: float, longitude: float, **more: Any) -> Place:
    defaults: dict[str, Any] = {"feature_class": "P", "feature_code": "PPL"}
    return Place(id=identifier, name=name, latitude=latitude, longitude=longitude, **defaults | more)


PARIS = place("geonames:2988507", "Paris", 48.85, 2.35, country="FR", population=2_138_551)
PARIS_TEXAS = place("geonames:4717560", "Paris", 33.66, -95.56, country="US", population=24_171)
TEXAS = place("geonames:4736286", "Texas", 31.25, -99.25, feature_class="A", feature_code="ADM1", country="US")
SYRIA = place("geonames:163843", "Syria", 35.0, 38.0, feature_class="A", feature_code="PCLI", country="SY")
RUSSIA = place("geonames:2017370", "Russia", 60.0, 100.0, feature_class="A", feature_code="PCLI", country="RU")
PLACES = {
    "Paris": [PARIS, PARIS_TEXAS],
    "Texas": [TEXAS],
    "Syria": [SYRIA],
    "Syrian": [SYRIA],
    "Russia": [RUSSIA],
}


class SmallGazetteer:
    """As much of a gazetteer as the evaluation asks for."""

    version = "small 1"

    def candidates(self, name: str) -> list[Candidate]:
        return [Candidate(place=one, matched_name=name, match="exact") for one in PLACES.get(name, [])]

    def place(self, identifier: str) -> Place:
        for places in PLACES.values():
            for one in places:
                if one.id == identifier:
                    return one
        raise UnknownPlaceError(identifier)


class Words:
    """A recogniser that knows its words."""

    name = "words 1"

    def __init__(self, *words: str) -> None:
        self.words = words

    def mentions(self, article: Article) -> list[Mention]:
        found = re.finditer("|".join(map(re.escape, self.words)) or r"(?!)", article.text)
        return [
            Mention(
                start=match.start(),
                end=match.end(),
                text=match.group(),
                kind="demonym" if match.group() == "Syrian" else "place",
            )
            for match in found
        ]


class Fixed:
    """A resolver that knows where its words are, and how sure it is."""

    name = "fixed 1"

    def __init__(self, answers: dict[str, Place | None], confidence: float = 0.9) -> None:
        self.answers = answers
        self.confidence = confidence

    def resolve(self, article: Article, mentions: Sequence[Mention], **hints: object) -> list[Resolution]:
        del article, hints
        return [
            Resolution(mention=mention, place=self.answers.get(mention.text), confidence=self.confidence)
            for mention in mentions
        ]


TEXT_A = "Paris, Texas, is not Paris. A Syrian came from Nowhere."
TEXT_B = "Russia spoke. Chelsea won."


def toponym(text: str, word: str, nth: int = 0, **more: object) -> dict[str, object]:
    start = [match.start() for match in re.finditer(re.escape(word), text)][nth]
    return {"start": start, "end": start + len(word), "text": word} | more


def located(one: Place) -> dict[str, object]:
    return {"lat": one.latitude, "lon": one.longitude, "geonameid": int(one.id.split(":")[1])}


ROWS = [
    {
        "id": "a",
        "text": TEXT_A,
        "toponyms": [
            toponym(TEXT_A, "Paris", 0, **located(PARIS_TEXAS)),
            toponym(TEXT_A, "Texas", 0, **located(TEXAS)),
            toponym(TEXT_A, "Paris", 1, **located(PARIS), kind="city"),
            toponym(TEXT_A, "Syrian", 0, **located(SYRIA)),
            toponym(TEXT_A, "Nowhere"),
        ],
    },
    # A point 3,000 km from the gazetteer's: only the id makes it right.
    {"id": "b", "text": TEXT_B, "toponyms": [toponym(TEXT_B, "Russia", lat=55.75, lon=50.0, geonameid=2017370)]},
]


@pytest.fixture
def corpus_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture
def corpus(corpus_file: Path) -> Corpus:
    return read_corpus(corpus_file)


@pytest.fixture
def places() -> gazetteer.Gazetteer:
    return SmallGazetteer()  # type: ignore[return-value]


def run(corpora: Sequence[Corpus], places: gazetteer.Gazetteer, *words: str, **options: Any) -> Run:
    answers = options.pop(
        "answers", {"Paris": PARIS, "Texas": TEXAS, "Syrian": SYRIA, "Russia": RUSSIA, "Chelsea": TEXAS}
    )
    confidence = options.pop("confidence", 0.9)
    return evaluate(corpora, gazetteer=places, recognizer=Words(*words), resolver=Fixed(answers, confidence), **options)


def test_every_score_by_hand(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    # Found: "Paris," (too long), "Texas", "Paris" (the second), "Syrian", "Russia", and "Chelsea", which is no place.
    scores = score(run([corpus], places, "Paris,", "Texas", "Paris", "Syrian", "Russia", "Chelsea").corpora[0])
    assert (scores.articles, scores.toponyms) == (2, 6)
    assert (scores.exact.right_gold, scores.exact.predicted, scores.exact.gold) == (4, 6, 6)
    assert (scores.overlap.right_gold, scores.overlap.predicted, scores.overlap.gold) == (5, 6, 6)
    # Gold spans: the first Paris is placed in France; "Nowhere" has no coordinates, so n is 5.
    assert scores.resolution.n == 5
    assert scores.resolution.accuracy_id_or_161km == 4 / 5
    assert scores.resolution.accuracy_161km == 3 / 5  # Russia only by its id
    assert scores.resolution.median_error_km == 0.0
    # End to end: "Paris," is not resolved, so it is not in the precision; "Chelsea" is, and wrong.
    assert (scores.end_to_end.right_predicted, scores.end_to_end.predicted) == (4, 5)
    assert (scores.end_to_end.right_gold, scores.end_to_end.gold) == (4, 5)
    # Five answers at 0.9, four of them right.
    assert scores.ece == pytest.approx(0.1)
    assert scores.words == 14
    assert scores.seconds > 0


def test_a_perfect_run_scores_one(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    class Oracle(Fixed):
        def resolve(self, article: Article, mentions: Sequence[Mention], **hints: object) -> list[Resolution]:
            del hints
            first = article.text.find("Paris")
            return [
                Resolution(
                    mention=mention,
                    place=PARIS_TEXAS if mention.start == first else self.answers.get(mention.text),
                    confidence=1.0,
                )
                for mention in mentions
            ]

    answers = {"Paris": PARIS, "Texas": TEXAS, "Syrian": SYRIA, "Russia": RUSSIA}
    recognizer = Words("Paris", "Texas", "Syrian", "Nowhere", "Russia")
    done = evaluate([corpus], gazetteer=places, recognizer=recognizer, resolver=Oracle(answers))
    scores = score(done.corpora[0])
    assert scores.exact.f1 == scores.overlap.f1 == scores.end_to_end.f1 == 1.0
    assert scores.resolution.accuracy_id_or_161km == 1.0
    assert scores.ece == 0.0


def test_the_order_of_articles_is_of_no_matter(tmp_path: Path, corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    turned = tmp_path / "turned.jsonl"
    turned.write_text("".join(json.dumps(row) + "\n" for row in reversed(ROWS)), encoding="utf-8")
    words = ("Paris", "Texas", "Russia", "Chelsea")
    one, other = (score(run([each], places, *words).corpora[0]) for each in (corpus, read_corpus(turned)))
    assert (one.exact, one.overlap, one.resolution, one.end_to_end) == (
        other.exact,
        other.overlap,
        other.resolution,
        other.end_to_end,
    )


def test_demonyms_are_left_out_of_both_sides(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    counted = score(run([corpus], places, "Texas", "Syrian").corpora[0])
    left_out = score(run([corpus], places, "Texas", "Syrian", demonyms=False).corpora[0])
    assert (counted.exact.predicted, counted.exact.gold, counted.resolution.n) == (2, 6, 5)
    assert (left_out.exact.predicted, left_out.exact.gold, left_out.resolution.n) == (1, 5, 4)
    assert left_out.toponyms == 5


def test_a_recogniser_that_calls_a_demonym_a_place_gains_nothing(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    class Careless(Words):
        def mentions(self, article: Article) -> list[Mention]:
            return [
                Mention(start=mention.start, end=mention.end, text=mention.text)
                for mention in super().mentions(article)
            ]

    done = evaluate(
        [corpus], gazetteer=places, recognizer=Careless("Syrian"), resolver=Fixed({"Syrian": SYRIA}), demonyms=False
    )
    assert score(done.corpora[0]).exact.predicted == 0


def test_the_unresolved_are_wrong_and_say_nothing_of_confidence(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    scores = score(run([corpus], places, "Paris", "Russia", answers={}).corpora[0])
    assert scores.resolution.accuracy_id_or_161km == 0.0
    assert scores.resolution.mean_error_km == 20_039.0
    assert scores.resolution.auc == pytest.approx(1.0)
    assert scores.end_to_end.predicted == 0
    assert scores.end_to_end.recall == 0.0
    assert scores.ece is None


def test_a_mention_of_what_has_no_point_is_not_judged(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    scores = score(run([corpus], places, "Nowhere", answers={"Nowhere": SYRIA}).corpora[0])
    assert scores.exact.right_gold == 1
    assert scores.end_to_end.predicted == 0


def test_a_mention_over_two_toponyms_is_right_for_each_but_counts_once(
    corpus: Corpus, places: gazetteer.Gazetteer
) -> None:
    # The design's words: a gold toponym is right if an overlapping mention was placed right.
    wide = place("geonames:4736286", "Texas", 33.0, -96.5)  # by id for Texas, by distance for Paris
    scores = score(run([corpus], places, "Paris, Texas", answers={"Paris, Texas": wide}).corpora[0])
    assert (scores.overlap.right_gold, scores.overlap.predicted) == (1, 1)
    assert (scores.end_to_end.right_predicted, scores.end_to_end.predicted) == (1, 1)
    assert scores.end_to_end.right_gold == 2


def test_classes_come_from_kind_lexicon_and_gazetteer(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    done = run([corpus], places, "Texas", "Russia")
    classes = {gold.text: gold.toponym_class for article in done.corpora[0].articles for gold in article.gold}
    assert classes == {"Paris": "city", "Texas": "admin", "Syrian": "demonym", "Nowhere": "other", "Russia": "country"}
    rows = {row.toponym_class: row for row in by_class(done.corpora[0])}
    assert list(rows) == ["country", "admin", "city", "demonym", "other"]
    assert (rows["city"].toponyms, rows["city"].recall_exact, rows["city"].accuracy_id_or_161km) == (2, 0.0, 0.5)
    assert (rows["admin"].recall_exact, rows["admin"].recall_161km) == (1.0, 1.0)
    assert rows["other"].accuracy_id_or_161km is None


def test_the_baseline_takes_the_most_inhabitants(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    wrong = {"Paris": PARIS_TEXAS, "Texas": SYRIA}
    done = run([corpus], places, "Paris", "Texas", answers=wrong, baseline=True)
    scores = score(done.corpora[0], baseline=True)
    assert scores.resolution.accuracy_id_or_161km == 1 / 5  # the first Paris
    assert scores.baseline_resolution is not None
    assert scores.baseline_resolution.accuracy_id_or_161km == 4 / 5  # all but the first Paris
    assert scores.baseline_end_to_end is not None
    assert (scores.baseline_end_to_end.right_gold, scores.baseline_end_to_end.predicted) == (2, 3)


def test_the_baseline_leaves_unknown_names_alone(places: gazetteer.Gazetteer) -> None:
    mention = Mention(start=0, end=4, text="Xyzz")
    resolution = MostPopulous(places).resolve(Article(id="a", text="Xyzz"), [mention])[0]
    assert resolution.place is None


# JSON and table: the contract

CONTRACT = {
    "corpora": [
        {
            "name": str,
            "articles": int,
            "toponyms": int,
            "recognition": {
                "exact": {"precision": float, "recall": float, "f1": float},
                "overlap": {"precision": float, "recall": float, "f1": float},
            },
            "resolution": {
                "n": int,
                "accuracy_161km": float,
                "accuracy_id_or_161km": float,
                "mean_error_km": float,
                "median_error_km": float,
                "auc": float,
            },
            "end_to_end": {"precision_161km": float, "recall_161km": float, "f1_161km": float},
            "calibration": {"ece": float},
            "seconds": float,
            "articles_per_second": float,
        }
    ]
}


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return type(value)


def test_json_has_exactly_the_keys_of_the_design(corpus_file: Path, places: gazetteer.Gazetteer) -> None:
    text = report(
        Request(corpora=(corpus_file,), format="json"),
        gazetteer=places,
        recognizer=Words("Texas", "Russia"),
        resolver=Fixed({"Texas": TEXAS, "Russia": RUSSIA}),
    )
    assert shape(json.loads(text)) == CONTRACT


def test_json_holds_no_number_that_is_none(tmp_path: Path, places: gazetteer.Gazetteer) -> None:
    path = tmp_path / "bare.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "Nothing.", "toponyms": []}), encoding="utf-8")
    data = as_json(run([read_corpus(path)], places))
    text = json.dumps(data, allow_nan=False)
    assert json.loads(text)["corpora"][0]["resolution"] == {
        "n": 0,
        "accuracy_161km": None,
        "accuracy_id_or_161km": None,
        "mean_error_km": None,
        "median_error_km": None,
        "auc": None,
    }
    assert "no toponym with coordinates" in as_table(run([read_corpus(path)], places), details=True)


def test_what_else_is_asked_for_comes_under_further_keys(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    done = run([corpus], places, "Texas", baseline=True)
    data = as_json(done, details=True, comparison=compare(done, done))
    assert set(data) == {"corpora", "provenance", "demonyms", "comparison"}
    further = set(data["corpora"][0]) - set(CONTRACT["corpora"][0])
    assert further == {"baseline", "part", "sha256", "words_per_second", "classes", "intervals"}
    assert data["corpora"][0]["sha256"] == corpus.sha256
    json.dumps(data, allow_nan=False)


def test_the_table_names_versions_and_scores(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    text = as_table(run([corpus], places, "Paris", "Texas", "Syrian", "Russia", baseline=True), details=True)
    assert "recogniser words 1, resolver fixed 1" in text
    assert "small: 2 articles, 6 toponyms" in text
    assert "id or 161 km 80.0 [" in text
    assert text.count("most populous") == 2
    assert "demonym" in text
    assert "nan" not in text.lower()


def test_intervals_hold_their_scores(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    done = run([corpus], places, "Texas", "Russia").corpora[0]
    scores, ranges = score(done), intervals(done, samples=200)
    for name, value in (
        ("exact_f1", scores.exact.f1),
        ("overlap_f1", scores.overlap.f1),
        ("accuracy_id_or_161km", scores.resolution.accuracy_id_or_161km),
        ("f1_161km", scores.end_to_end.f1),
        ("recall_161km", scores.end_to_end.recall),
    ):
        low, high = ranges[name]
        assert value is not None
        assert low <= value <= high


# Misses


def test_every_miss_is_written_with_its_context(tmp_path: Path, corpus_file: Path, places: gazetteer.Gazetteer) -> None:
    target = tmp_path / "new" / "misses.jsonl"
    recognizer = Words("Paris,", "Paris", "Syrian", "Russia", "Chelsea")
    resolver = Fixed({"Paris": PARIS, "Texas": None, "Syrian": SYRIA, "Russia": RUSSIA, "Chelsea": TEXAS})
    request = Request(corpora=(corpus_file,), save_errors=target)
    report(request, gazetteer=places, recognizer=recognizer, resolver=resolver)
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(miss["kind"], miss["text"]) for miss in found] == [
        ("other bounds", "Paris"),
        ("wrong place", "Paris"),
        ("not found", "Texas"),
        ("unresolved", "Texas"),
        ("not found", "Nowhere"),
        ("not in the gold", "Chelsea"),
    ]
    assert found[0]["context"].startswith("⟦Paris⟧, Texas, is not Paris.")
    assert found[0]["answer"] == "Paris,"
    assert re.fullmatch(r"Paris \(geonames:2988507\), 7,\d\d\d km off", found[1]["answer"])
    assert found[5]["answer"] == "Texas (geonames:4736286)"

    plain = tmp_path / "misses.txt"
    request = Request(corpora=(corpus_file,), save_errors=plain)
    report(request, gazetteer=places, recognizer=recognizer, resolver=resolver)
    assert "not found: Nowhere (other)\n    small a 47:54: " in plain.read_text(encoding="utf-8")


def test_a_perfect_run_has_no_miss(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    done = run([corpus], places, "Paris", "Texas", "Syrian", "Nowhere", "Russia")
    assert [miss.kind for miss in misses(done.corpora[0], corpus)] == ["wrong place"]  # the first Paris


# Saved runs, and two of them compared


def test_a_run_comes_back_as_it_was_saved(tmp_path: Path, corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    done = run([corpus], places, "Paris", "Texas", baseline=True)
    save_run(done, tmp_path / "deep" / "run.json")
    assert load_run(tmp_path / "deep" / "run.json") == done
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["run.json"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is no saved run"),
        ("[]", "is no saved run of this version"),
        ('{"format": "geoview evaluation 0"}', "is no saved run of this version"),
        ('{"format": "geoview evaluation 1"}', "is a damaged saved run"),
        ('{"format": "geoview evaluation 1", "provenance": {"x": 1}}', "is a damaged saved run"),
    ],
)
def test_a_bad_saved_run_is_named(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=reason) as caught:
        load_run(path)
    assert str(path) in str(caught.value)


def test_a_saved_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"gone\.json: cannot be read"):
        load_run(tmp_path / "gone.json")


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path, corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        save_run(run([corpus], places), tmp_path)


def test_comparison_says_what_was_won_and_lost(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    before = run([corpus], places, "Texas", "Russia", "Chelsea")
    answers = {"Paris": PARIS_TEXAS, "Texas": SYRIA, "Syrian": RUSSIA, "Russia": RUSSIA}
    after = run([corpus], places, "Paris", "Texas", answers=answers)
    comparison = compare(before, after)
    said = {(change.text, change.start, change.stage): change.verdict for change in comparison.changes}
    assert said == {
        ("Paris", 0, "recognition"): "won",
        ("Paris", 0, "resolution"): "won",
        ("Paris", 0, "end to end"): "won",
        ("Texas", 7, "resolution"): "lost",
        ("Texas", 7, "end to end"): "lost",
        ("Paris", 21, "recognition"): "won",
        ("Paris", 21, "resolution"): "lost",
        ("Syrian", 30, "resolution"): "lost",
        ("Russia", 0, "recognition"): "lost",
        ("Russia", 0, "end to end"): "lost",
        ("Chelsea", 14, "recognition"): "won",
    }
    assert comparison.count("recognition", "won") == 3
    moved = {difference.score: difference for difference in comparison.differences}
    assert moved["exact_f1"].before == pytest.approx(2 * 2 / (3 + 6))
    assert moved["exact_f1"].after == pytest.approx(2 * 3 / (3 + 6))
    for difference in comparison.differences:
        assert difference.interval[0] <= difference.after - difference.before <= difference.interval[1]
    text = as_table(after, comparison=comparison)
    assert "recognition 3 won, 1 lost, 0 changed" in text


def test_a_run_compared_with_itself_has_not_changed(corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    done = run([corpus], places, "Texas")
    comparison = compare(done, done)
    assert comparison.changes == ()
    assert all(difference.interval == (0.0, 0.0) for difference in comparison.differences)


def test_runs_over_other_corpora_are_not_compared(tmp_path: Path, corpus: Corpus, places: gazetteer.Gazetteer) -> None:
    other = tmp_path / "small.jsonl"
    other.write_text(json.dumps(ROWS[0]) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="is not in the saved run, or its file has changed"):
        compare(run([read_corpus(other)], places), run([corpus], places))
    with pytest.raises(CorpusError, match="counts demonyms and the other does not"):
        compare(run([corpus], places), run([corpus], places, demonyms=False))


def test_a_saved_run_is_compared_by_the_one_call(
    tmp_path: Path, corpus_file: Path, places: gazetteer.Gazetteer
) -> None:
    saved = tmp_path / "run.json"
    parts: dict[str, Any] = {"gazetteer": places, "resolver": Fixed({"Texas": TEXAS})}
    report(Request(corpora=(corpus_file,), save=saved), recognizer=Words(), **parts)
    seen: list[tuple[int, int]] = []
    text = report(
        Request(corpora=(corpus_file,), compare=saved),
        recognizer=Words("Texas"),
        progress=lambda done, total: seen.append((done, total)),
        **parts,
    )
    assert "won     recognition Texas: not found -> found  (small a 7:12)" in text
    assert seen == [(1, 2), (2, 2)]


def test_bad_files_are_found_before_the_work_begins(corpus_file: Path, places: gazetteer.Gazetteer) -> None:
    seen: list[tuple[int, int]] = []
    request = Request(corpora=(corpus_file, corpus_file.with_name("gone.jsonl")))
    with pytest.raises(CorpusError, match=r"gone\.jsonl"):
        report(request, gazetteer=places, progress=lambda *done: seen.append(done))
    assert seen == []


def test_no_corpus_is_an_error(places: gazetteer.Gazetteer) -> None:
    with pytest.raises(ValueError, match="no corpus"):
        run([], places)
