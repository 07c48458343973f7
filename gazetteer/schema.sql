-- One read-only file. `key` is GeoNames' id where the place has one, else a negative hash of its id.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE source (name TEXT, version TEXT, licence TEXT, url TEXT, credit TEXT, rows INTEGER);

CREATE TABLE place (
    key INTEGER PRIMARY KEY,
    id TEXT,                 -- NULL where it is geonames:<key>
    name TEXT NOT NULL,
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    feature_class TEXT NOT NULL,
    feature_code TEXT NOT NULL,
    country TEXT,
    admin1 INTEGER,          -- key of the first-level area that holds it
    admin2 INTEGER,          -- key of the second-level area that holds it
    population INTEGER NOT NULL,
    importance REAL NOT NULL,
    south REAL, west REAL, north REAL, east REAL,
    note TEXT
);

CREATE TABLE name (
    fold TEXT NOT NULL,
    place INTEGER NOT NULL,
    match INTEGER NOT NULL,  -- index into gazetteer.rows.MATCHES
    level INTEGER NOT NULL,  -- index into gazetteer.place.LEVELS
    weight INTEGER NOT NULL, -- importance of the place, 0..255
    name TEXT,               -- the spelling; NULL where it is the place's own name
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
