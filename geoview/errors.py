"""What can go wrong between an article and its map.

    GeoviewError                the root: catch this, and gazetteer.errors.GazetteerError
    ├── ArticleError            (ValueError)   a source is no article: empty, binary, undecodable, malformed
    ├── OutputError             (OSError)      a page or file cannot be written, or would overwrite another's
    ├── CorpusError             (ValueError)   annotated articles cannot be read: file, line, reason
    ├── CorrectionsError        (ValueError)   a file of corrections cannot be read: file, line or row, field
    ├── ModelError              (ValueError)   a model file is missing, truncated or of another version
    └── SettingsError           (ValueError)   the user's settings cannot be read

Each message is one line that says what is wrong and what to do.
"""


class GeoviewError(Exception):
    """The root of this package's errors."""


class ArticleError(GeoviewError, ValueError):
    """A source cannot be read as an article."""


class OutputError(GeoviewError, OSError):
    """A page or a file cannot be written."""


class CorpusError(GeoviewError, ValueError):
    """Annotated articles, or a saved run over them, cannot be read or compared; the message names file and line."""


class CorrectionsError(GeoviewError, ValueError):
    """A file of corrections cannot be read; the message names file, line or row, and field."""


class ModelError(GeoviewError, ValueError):
    """A model cannot be loaded."""


class SettingsError(GeoviewError, ValueError):
    """The user's settings cannot be read."""


def printable(text: str) -> str:
    """Return a message as one line that a terminal may show: what does not print is escaped as Python would."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
