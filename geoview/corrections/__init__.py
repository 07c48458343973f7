"""What a person has decided about mentions: read from files, and applied to resolved articles.

A correction names the words it is about, where (one mention, one article, everywhere) and what they are: a place of the
gazetteer, a point of one's own, or no place at all. The page makes them (``assets/js/corrections.js``), and so can a
text editor or a spreadsheet.
"""

from __future__ import annotations

from geoview.corrections.apply import Corrector, Problem
from geoview.corrections.files import read_corrections, write_corrections

__all__ = ["Corrector", "Problem", "read_corrections", "write_corrections"]
