"""The evaluation: runs the pipeline over annotated articles and says how well it did.

``evaluate`` gives what happened to every gold toponym and every mention (``outcomes``); the scores, the table, the JSON
(``report``), the list of misses (``misses``) and the comparison of two runs (``compare``) are all made from that, today
or from a saved run (``saved``).
"""

from geoview.evaluate.compare import Change, Comparison, compare
from geoview.evaluate.misses import Miss, misses
from geoview.evaluate.outcomes import CorpusOutcome, Run
from geoview.evaluate.report import Request, as_json, as_table, report
from geoview.evaluate.run import evaluate
from geoview.evaluate.saved import load_run, save_run
from geoview.evaluate.summary import CorpusScores, score

__all__ = [
    "Change",
    "Comparison",
    "CorpusOutcome",
    "CorpusScores",
    "Miss",
    "Request",
    "Run",
    "as_json",
    "as_table",
    "compare",
    "evaluate",
    "load_run",
    "misses",
    "report",
    "save_run",
    "score",
]
