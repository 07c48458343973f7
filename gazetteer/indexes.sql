-- Made when the tables are full.
CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL;

-- Children: of the smallest area that a place names, and of the country for what names none.
CREATE INDEX place_inside ON place (coalesce(admin2, admin1)) WHERE coalesce(admin2, admin1) IS NOT NULL;
CREATE INDEX place_top ON place (country) WHERE coalesce(admin2, admin1) IS NULL;

-- For the first letters that someone types: a hundred thousand people and more (gazetteer.by_name.HEAVY).
CREATE INDEX name_heavy ON name (substr(fold, 1, 1), weight) WHERE weight >= 127;

-- No ANALYZE: with statistics SQLite builds a Bloom filter over all places before it joins a few of them.
