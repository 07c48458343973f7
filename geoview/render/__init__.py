"""GeoparsedArticles to files: the HTML page, and the result as data.

For pages of one's own there are ``geoview.render_page`` and ``geoview.to_folium``; they load folium, which nothing here
does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geoview import output
from geoview.errors import OutputError
from geoview.render.formats import FORMATS, PAGE, Format, format_of, owned, page_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geoview.types import GeoparsedArticle

__all__ = ["FORMATS", "PAGE", "Format", "check_target", "default_name", "format_of", "page_format", "save"]


def check_target(path: str | Path, *, force: bool = False) -> None:
    """Find out what would stop ``save`` from writing a file, before the work for it is done.

    Raises:
        OutputError: it would overwrite a file that geoview did not write, is a folder, or cannot be written.
    """
    output.check_target(path, owned=owned, force=force)


def save(
    articles: Iterable[GeoparsedArticle], path: str | Path, *, form: Format | None = None, force: bool = False
) -> None:
    """Write articles to a file: the page or data, whole or not at all; folders are made as needed.

    Args:
        articles: taken one at a time where the format allows.
        path: the file; its ending tells the format.
        form: the format, where the ending does not tell.
        force: overwrite a file that geoview did not write.

    Raises:
        OutputError: the file cannot be written, would overwrite another's, or has an ending that tells no format;
            or the format needs what is not installed.
    """
    form = form or format_of(path)
    if form is None:
        raise OutputError(f"{path}: no format has this ending; they are {endings()}")
    form.check()
    check_target(path, force=force)
    with output.replacing(path) as stream:
        form.write(articles, stream)


def default_name(sources: Sequence[str]) -> str:
    """Return the page's file where none is named: ``output/STEM.html``, after the one source there is."""
    if len(sources) != 1:
        return "output/map.html"
    if sources[0] == "-":
        return "output/stdin.html"
    path = Path(sources[0])
    # "." and ".." have a name only when resolved.
    name = path.name if path.name not in {"", ".."} else path.resolve().name
    return f"output/{Path(name).stem or 'map'}.html"


def endings() -> str:
    """Return the endings that tell a format, for messages."""
    return ", ".join(form.endings[0] for form in (PAGE, *FORMATS.values()))
