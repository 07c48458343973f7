-- One read-only file. `key` is GeoNames' id where the place has one, else a negative hash of its id.
-- Degrees and importance are millionths, and what many places have in common stands once: thirteen million places take
-- 1.9 GB, against 2.6 GB with everything in one wide table.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE source (name TEXT, version TEXT, licence TEXT, url TEXT, credit TEXT, rows INTEGER);

CREATE TABLE place (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    latitude INTEGER NOT NULL,
    longitude INTEGER NOT NULL,
    feature INTEGER NOT NULL,
    chain INTEGER NOT NULL,
    population INTEGER NOT NULL,
    importance INTEGER NOT NULL
);

-- What only some places have.
CREATE TABLE detail (
    place INTEGER PRIMARY KEY,
    id TEXT,                 -- NULL where it is geonames:<key>
    south REAL, west REAL, north REAL, east REAL,
    note TEXT
);

-- GeoNames' feature class and code.
CREATE TABLE feature (id INTEGER PRIMARY KEY, class TEXT NOT NULL, code TEXT NOT NULL);

-- The areas that hold a place: country code, and the keys of its first- and second-level area.
CREATE TABLE chain (id INTEGER PRIMARY KEY, country TEXT, admin1 INTEGER, admin2 INTEGER);

CREATE TABLE name (
    fold TEXT NOT NULL,
    place INTEGER NOT NULL,
    use INTEGER NOT NULL,    -- kind of match, level and weight: see gazetteer.rows.use
    name,                    -- the spelling: see gazetteer.rows.stored_spelling
    PRIMARY KEY (fold, place)
) WITHOUT ROWID;

-- ISO 3166 codes, with the keys of the country and of its continent.
CREATE TABLE country (code TEXT PRIMARY KEY, place INTEGER NOT NULL, continent INTEGER) WITHOUT ROWID;

-- Where places are: see gazetteer.cells.
CREATE TABLE spot (cell INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (cell, place)) WITHOUT ROWID;

-- Bounds of areas that are no country, first- or second-level area; id is 2 * key, and 2 * key + 1 beyond 180°.
CREATE VIRTUAL TABLE area USING rtree (id, south, north, west, east);

-- Misspellings of the names of the more important places: see gazetteer.typos.
CREATE TABLE typo (bucket INTEGER PRIMARY KEY, entries BLOB NOT NULL);
