-- Made when the tables are full.
-- Children: of the smallest area that a place names, and of the country for what names none.
CREATE INDEX place_chain ON place (chain);
CREATE INDEX chain_area ON chain (coalesce(admin2, admin1));

-- For the first letters that someone types: a hundred thousand people and more (gazetteer.by_name.HEAVY).
CREATE INDEX name_heavy ON name (substr(fold, 1, 1), use) WHERE use >= 4064;

-- No ANALYZE: with statistics SQLite builds a Bloom filter over all places before it joins a few of them.
