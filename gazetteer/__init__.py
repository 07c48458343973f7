"""gazetteer: names to places, offline."""
