"""``geoview map`` and ``geoview places``: articles in, a page or data out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from geoview.cli.console import Console
from geoview.cli.gazetteers import open_store
from geoview.cli.online import AskOnline, Geocoder, UserAgent, check_asked, service
from geoview.cli.options import (
    MIN_CONFIDENCE,
    SNIPPET_WORDS,
    Borders,
    Corrections,
    Country,
    Demonyms,
    Encoding,
    Force,
    GazetteerFile,
    MinConfidence,
    Near,
    OwnPlaces,
    Quiet,
    RecognizerName,
    ResolverName,
    Sources,
    Tiles,
    Verbose,
    checked_format,
    near_point,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geoview.corrections import Problem
    from geoview.jobs import Progress, Tally
    from geoview.render import Format
    from geoview.types import Correction, GeoparsedArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOptions:
    """What every command that reads articles can be told; each field is an option of the command line."""

    gazetteer: GazetteerFile = None
    own: OwnPlaces = None
    corrections: Corrections = None
    country: Country = None
    near: Near = None
    demonyms: Demonyms = True
    min_confidence: MinConfidence = MIN_CONFIDENCE
    recognizer: RecognizerName = None
    resolver: ResolverName = None
    encoding: Encoding = None
    online: AskOnline = False
    geocoder: Geocoder = None
    user_agent: UserAgent = None
    force: Force = False
    verbose: Verbose = False
    quiet: Quiet = False

    def check(self) -> None:
        """Refuse options of which one makes the other do nothing."""
        from geoview.resolve.online import CONFIDENCE

        check_asked(self.online, self.geocoder, self.user_agent)
        if self.online and self.min_confidence > CONFIDENCE:
            raise typer.BadParameter(
                f"answers of --online have a confidence of {CONFIDENCE}; none would be kept.",
                param_hint="'--min-confidence'",
            )

    def console(self) -> Console:
        """Return the console that they ask for."""
        return Console(quiet=self.quiet, verbose=self.verbose)

    def read_corrections(self) -> tuple[Correction, ...]:
        """Return the corrections of the files that were named."""
        if not self.corrections:
            return ()
        from geoview.corrections import read_corrections

        return read_corrections(*self.corrections)

    def choices(self) -> dict[str, Any]:
        """Return what of them ``geoparse_sources`` takes as it is."""
        names = ("country", "demonyms", "min_confidence", "recognizer", "resolver", "encoding")
        online = service(self.online, self.geocoder, self.user_agent)
        return {"near": near_point(self.near), "online": online} | {name: getattr(self, name) for name in names}


def with_article_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, whose parameter ``options`` is an ``ArticleOptions``, each of its fields as an option."""
    fields = get_type_hints(ArticleOptions, include_extras=True)
    own = get_type_hints(command, include_extras=True)
    shared = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=parameter.default, annotation=fields[name])
        for name, parameter in signature(ArticleOptions).parameters.items()
    ]
    parameters = [
        parameter.replace(annotation=own[name])
        for name, parameter in signature(command).parameters.items()
        if name != "options"
    ]

    @wraps(command)
    def wrapped(**given: Any) -> None:
        options = ArticleOptions(**{name: given.pop(name) for name in fields})
        options.check()
        command(**given, options=options)

    taken = signature(command).replace(parameters=[*parameters, *shared])
    wrapped.__signature__ = taken  # type: ignore[attr-defined] # what typer reads; typeshed has it not
    wrapped.__annotations__ = {one.name: one.annotation for one in (*parameters, *shared)}
    return wrapped


@with_article_options
def map_command(  # noqa: PLR0913 - a command's options
    sources: Sources,
    *,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE.html", help="The page. [default: output/NAME.html]")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    text: Annotated[
        bool, typer.Option("--text/--no-text", help="Whether the page holds the texts, or their snippets alone.")
    ] = True,
    snippet_words: Annotated[
        int, typer.Option("--snippet-words", min=1, max=1000, help="How many words a snippet has at most.")
    ] = SNIPPET_WORDS,
    embed: Annotated[
        bool, typer.Option("--embed", help="A compact page for a frame in another page: map and snippets, no text.")
    ] = False,
    borders: Borders = "de-facto",
    tiles: Tiles = None,
    options: ArticleOptions,
) -> None:
    """Make a map of articles: one page."""
    from geoview.render import default_name

    check_page(output)
    target = None if output == "-" else output or default_name(sources)
    if open_ and target is None:
        raise typer.BadParameter("standard output is no page to open; name a file with -o.", param_hint="'--open'")
    with options.console() as console:
        look = {"text": text, "snippet_words": snippet_words, "embed": embed, "borders": borders != "none"}
        page = _page(look, tiles, console)
        tally = _run(sources, target, page, options, console)
        if tally.articles and open_ and target is not None:
            _open_page(target, console)
    raise typer.Exit(console.code)


@with_article_options
def places(
    sources: Sources,
    *,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="A file instead of standard output.")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="table, json, jsonl, csv, geojson, kml or parquet. "
            "[default: from the file's ending; else a table on a terminal, jsonl into a pipe]",
            callback=checked_format,
        ),
    ] = None,
    options: ArticleOptions,
) -> None:
    """Give the places of articles as data."""
    target = None if output == "-" else output
    form = _format_for(target, format_)
    if form.binary and target is None:
        raise typer.BadParameter(f"{form.name} is binary; name a file with -o.", param_hint="'--format'")
    with options.console() as console:
        _run(sources, target, form, options, console)
    raise typer.Exit(console.code)


def _run(sources: list[str], target: str | None, form: Format, options: ArticleOptions, console: Console) -> Tally:
    """Read, geoparse and write, with a progress bar; nothing is written where no article could be read.

    ``target`` None is standard output.
    """
    from geoview.jobs import Tally, geoparse_sources
    from geoview.render import check_target, save

    form.check()
    if target is not None:
        check_target(target, force=options.force)
    corrections = options.read_corrections()
    problems: list[Problem] = []
    tally = Tally()
    with (
        open_store(options.gazetteer, options.own, console, country=options.country) as store,
        console.progress() as bar,
    ):
        console.detail(f"gazetteer {store.version}")

        def show(progress: Progress) -> None:
            done = progress.done / progress.total if progress.total and progress.done else None
            bar.update(done, f"{progress.articles:,} articles" if progress.articles else "reading")

        geoparsed = geoparse_sources(
            sources,
            gazetteer=store,
            **options.choices(),
            corrections=corrections,
            on_error=console.error,
            on_problem=problems.append,
            on_progress=show,
        )
        found = _told(tally.count(geoparsed), console)
        if (first := next(found, None)) is not None:
            if target is None:
                form.write(chain((first,), found), console.stdout)
            else:
                save(chain((first,), found), target, form=form, force=options.force)
    if tally.articles:
        console.note(f"{target}: {tally}" if target is not None else str(tally))
        _tell_corrections(len(corrections), problems, console)
    return tally


def _tell_corrections(count: int, problems: list[Problem], console: Console) -> None:
    """Say how many corrections applied, and what is the matter with the others."""
    for problem in problems:
        console.note(f"warning: {problem}")
    lost = sum(not problem.applied for problem in problems)
    if count:
        console.note(f"{count - lost:,} of {count:,} corrections applied")


def _told(articles: Iterable[GeoparsedArticle], console: Console) -> Iterator[GeoparsedArticle]:
    """Yield the articles, and say what they warn of: each warning once, with the first article that it is about."""
    told: set[str] = set()
    for geoparsed in articles:
        for warning in geoparsed.warnings:
            if warning not in told:
                told.add(warning)
                console.note(f"{geoparsed.article.id}: {warning}")
        console.detail(f"{geoparsed.article.id}: {len(geoparsed.resolutions):,} mentions")
        yield geoparsed


def check_page(output: str | None) -> None:
    """Refuse a page in a file whose name says that it holds something else."""
    from geoview.render import PAGE, format_of

    form = format_of(output) if output else None
    if form is not None and form is not PAGE:
        raise typer.BadParameter(f"the page is HTML; for {form.name} use geoview places.", param_hint="'-o'")


def _page(look: dict[str, Any], tiles: str | None, console: Console) -> Format:
    from geoview.render import page_format

    if tiles is None:
        return page_format(**look)
    from geoview.render.tiles import tile_layer

    layer = tile_layer(tiles)
    if layer.warning:
        console.note(layer.warning)
    return page_format(**look, tiles=layer)


def _format_for(target: str | None, name: str | None) -> Format:
    from geoview.render import FORMATS, PAGE, format_of

    if name is not None:
        return FORMATS[name]
    if target is None:
        return FORMATS["table" if sys.stdout is not None and sys.stdout.isatty() else "jsonl"]
    form = format_of(target)
    if form is PAGE:
        raise typer.BadParameter("for a page use geoview map.", param_hint="'-o'")
    if form is None:
        known = ", ".join(form.endings[0] for form in FORMATS.values())
        raise typer.BadParameter(f"{target}: the ending is none of {known}; name a --format.", param_hint="'-o'")
    return form


def _open_page(target: str, console: Console) -> None:
    import webbrowser

    if not webbrowser.open(Path(target).resolve().as_uri()):
        console.error(f"no browser could be started; open {target} yourself")
