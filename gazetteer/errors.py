"""What can go wrong with a gazetteer.

    GazetteerError              the root: catch this
    ├── StoreError              (OSError)      the database file is missing, truncated, or no gazetteer
    │   └── SchemaError                        a gazetteer, but of another schema version
    ├── DownloadError           (OSError)      a file did not come from the network, or not whole
    ├── OnlineError             (OSError)      a geocoding service cannot be asked, or gives no answer
    ├── SourceError             (ValueError)   a source table or a user's own places cannot be read: file, line, column
    └── UnknownPlaceError       (LookupError)  no place with that id

Each message is one line that says what is wrong and what to do.
"""


class GazetteerError(Exception):
    """The root of this package's errors."""


class StoreError(GazetteerError, OSError):
    """A gazetteer file is missing, cannot be read, is truncated, or is something else."""


class SchemaError(StoreError):
    """A gazetteer file was written by another version of this package."""


class DownloadError(GazetteerError, OSError):
    """A file cannot be fetched; what came of it stays for the next try."""


class OnlineError(GazetteerError, OSError):
    """A geocoding service cannot be asked, or did not give an answer that can be read."""


class SourceError(GazetteerError, ValueError):
    """A source table cannot be read; the message names file, line and column."""


class UnknownPlaceError(GazetteerError, LookupError):
    """No place has the id that was asked for."""
