"""The command line: arguments, messages, exit codes. What is done is done by the library; see geoview.jobs.

Nothing but typer is imported up here: ``geoview --help`` is to answer at once.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from geoview.cli.console import STOPPED, Console
from geoview.cli.gazetteers import app as gazetteer_app
from geoview.cli.gazetteers import open_store
from geoview.cli.online import AskOnline, Geocoder, UserAgent, service
from geoview.cli.options import (
    MIN_CONFIDENCE,
    Borders,
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
    TableOrJson,
    Tiles,
    Verbose,
    checked_country,
    checked_format,
    checked_latitude,
    checked_longitude,
    checked_part,
    near_point,
    print_version,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.place import Candidate
    from geoview.jobs import Progress, Tally
    from geoview.render import Format
    from geoview.types import GeoparsedArticle

app = typer.Typer(
    name="geoview",
    help="An article goes in, a map comes out. Works offline: no text leaves this machine.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(gazetteer_app, name="gazetteer")


@app.callback()
def _geoview(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=print_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command("map")
def map_command(  # noqa: PLR0913 - a command's options
    sources: Sources,
    *,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE.html", help="The page. [default: output/NAME.html]")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    gazetteer: GazetteerFile = None,
    own: OwnPlaces = None,
    country: Country = None,
    near: Near = None,
    demonyms: Demonyms = True,
    min_confidence: MinConfidence = MIN_CONFIDENCE,
    recognizer: RecognizerName = None,
    resolver: ResolverName = None,
    encoding: Encoding = None,
    online: AskOnline = False,
    geocoder: Geocoder = None,
    user_agent: UserAgent = None,
    borders: Borders = "de-facto",
    tiles: Tiles = None,
    force: Force = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Make a map of articles: one page."""
    from geoview.render import FORMATS, default_name, format_of

    if output and (form := format_of(output)) in FORMATS.values() and form is not None:
        raise typer.BadParameter(f"the page is HTML; for {form.name} use geoview places.", param_hint="'-o'")
    target = None if output == "-" else output or default_name(sources)
    with Console(quiet=quiet, verbose=verbose) as console:
        tally = _run(
            _Job(
                sources=sources,
                target=target,
                form=_page(borders, tiles, console),
                gazetteer=gazetteer,
                own=own,
                force=force,
                choices={
                    "country": country,
                    "near": near_point(near),
                    "demonyms": demonyms,
                    "recognizer": recognizer,
                    "resolver": resolver,
                    "min_confidence": min_confidence,
                    "encoding": encoding,
                    "online": service(online, geocoder, user_agent),
                },
            ),
            console,
        )
        if tally.articles and open_ and target:
            _open_page(target, console)
    raise typer.Exit(console.code)


@app.command()
def places(  # noqa: PLR0913 - a command's options
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
            help="table, json, jsonl, csv or geojson. "
            "[default: from the file's ending; else a table on a terminal, jsonl into a pipe]",
            callback=checked_format,
        ),
    ] = None,
    gazetteer: GazetteerFile = None,
    own: OwnPlaces = None,
    country: Country = None,
    near: Near = None,
    demonyms: Demonyms = True,
    min_confidence: MinConfidence = MIN_CONFIDENCE,
    recognizer: RecognizerName = None,
    resolver: ResolverName = None,
    encoding: Encoding = None,
    online: AskOnline = False,
    geocoder: Geocoder = None,
    user_agent: UserAgent = None,
    force: Force = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Give the places of articles as data."""
    target = None if output == "-" else output
    form = _format_for(target, format_)
    with Console(quiet=quiet, verbose=verbose) as console:
        _run(
            _Job(
                sources=sources,
                target=target,
                form=form,
                gazetteer=gazetteer,
                own=own,
                force=force,
                choices={
                    "country": country,
                    "near": near_point(near),
                    "demonyms": demonyms,
                    "recognizer": recognizer,
                    "resolver": resolver,
                    "min_confidence": min_confidence,
                    "encoding": encoding,
                    "online": service(online, geocoder, user_agent),
                },
            ),
            console,
        )
    raise typer.Exit(console.code)


@app.command()
def lookup(  # noqa: PLR0913 - a command's options
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name, or how it begins.", show_default=False)],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many places at most.")] = 10,
    country: Annotated[
        str | None,
        typer.Option(
            "--country", metavar="CC", help="Only places in this country (ISO 3166 code).", callback=checked_country
        ),
    ] = None,
    fuzzy: Annotated[bool, typer.Option("--fuzzy", help="Also names that are a misspelling away.")] = False,
    online: AskOnline = False,
    geocoder: Geocoder = None,
    user_agent: UserAgent = None,
    format_: TableOrJson = "table",
    map_: Annotated[bool, typer.Option("--map", help="Also make a page with the places.")] = False,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE.html", help="The page. [default: output/NAME.html]")
    ] = None,
    gazetteer: GazetteerFile = None,
    own: OwnPlaces = None,
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Ask which places a name may mean: "Latakia", "Paris, TX"."""
    if output is not None and not map_:
        raise typer.BadParameter("a file is written with --map only.", param_hint="'-o'")
    with Console(verbose=verbose) as console:
        from geoview.jobs import lookup as look_up
        from geoview.render.answers import candidates_json, candidates_table

        asked = service(online, geocoder, user_agent)
        with open_store(gazetteer, own, console) as store:
            answer = look_up(name, gazetteer=store, limit=limit, country=country, fuzzy=fuzzy, online=asked)
            version = store.version
        if format_ == "json":
            console.stdout.write(candidates_json(name, answer.candidates, prefix=answer.prefix))
        elif answer.candidates:
            if answer.prefix:
                console.note(f"no place is named {name!r}; these names begin with it")
            console.stdout.write(candidates_table(answer.candidates, console.stdout, prefix=answer.prefix))
        if map_ and answer.candidates:
            _map_candidates(name, answer.candidates, version, output, force=force, console=console)
        if not answer.candidates:
            where = f" in {country}" if country else ""
            beginning = "is named like" if fuzzy else "is named"
            ending = "" if fuzzy else " or has a name that begins with it; --fuzzy finds misspellings"
            console.error(f"no place{where} {beginning} {name!r}{ending}")
    raise typer.Exit(console.code)


def _map_candidates(
    name: str, candidates: tuple[Candidate, ...], version: str, output: str | None, *, force: bool, console: Console
) -> None:
    from geoview.render import PAGE, save
    from geoview.render.candidates import candidates_article, file_stem

    target = output or f"output/{file_stem(name)}.html"
    save([candidates_article(name, candidates, gazetteer=version)], target, form=PAGE, force=force)
    console.note(f"{target}: {len(candidates):,} place{'s' * (len(candidates) != 1)}")


# Without the setting a negative number would be an unknown option.
@app.command(context_settings={"ignore_unknown_options": True})
def reverse(  # noqa: PLR0913 - a command's options
    latitude: Annotated[
        float, typer.Argument(metavar="LAT", help="Degrees north.", show_default=False, callback=checked_latitude)
    ],
    longitude: Annotated[
        float, typer.Argument(metavar="LON", help="Degrees east.", show_default=False, callback=checked_longitude)
    ],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many places at most.")] = 5,
    format_: TableOrJson = "table",
    gazetteer: GazetteerFile = None,
    own: OwnPlaces = None,
    verbose: Verbose = False,
) -> None:
    """Ask what lies around a point: cities, and areas."""
    with Console(verbose=verbose) as console:
        from geoview.render.answers import surroundings_json, surroundings_table

        with open_store(gazetteer, own, console) as store:
            around = store.near(latitude, longitude, limit)
        if format_ == "json":
            console.stdout.write(surroundings_json(around))
        else:
            console.stdout.write(surroundings_table(around, console.stdout))
    raise typer.Exit(console.code)


@app.command()
def evaluate(  # noqa: PLR0913 - a command's options
    corpora: Annotated[
        list[str],
        typer.Argument(metavar="CORPUS...", help="JSONL files of annotated articles.", show_default=False),
    ],
    *,
    part: Annotated[
        str, typer.Option("--part", metavar="all|first70|last30", help="Which articles.", callback=checked_part)
    ] = "all",
    recognizer: RecognizerName = None,
    resolver: ResolverName = None,
    demonyms: Demonyms = True,
    baseline: Annotated[bool, typer.Option("--baseline", help="Score the most populous candidates, too.")] = False,
    details: Annotated[bool, typer.Option("--details", help="Also classes, intervals, versions.")] = False,
    save: Annotated[str | None, typer.Option("--save", metavar="FILE", help="Keep the run for a comparison.")] = None,
    compare: Annotated[str | None, typer.Option("--compare", metavar="FILE", help="Compare with a run kept.")] = None,
    save_errors: Annotated[str | None, typer.Option("--save-errors", metavar="FILE", help="Write every miss.")] = None,
    format_: TableOrJson = "table",
    gazetteer: GazetteerFile = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Score recognition and resolution on annotated articles."""
    with Console(quiet=quiet, verbose=verbose) as console:
        from geoview import recognize, resolve
        from geoview.evaluate import Request, report

        request = Request(
            corpora=tuple(Path(corpus) for corpus in corpora),
            part=part,  # type: ignore[arg-type]  # the callback has seen to it
            demonyms=demonyms,
            baseline=baseline,
            details=details,
            format=format_,  # type: ignore[arg-type]  # the same
            save=_path(save),
            compare=_path(compare),
            save_errors=_path(save_errors),
        )
        with open_store(gazetteer, None, console, standing=False) as store, console.progress() as bar:
            told = report(
                request,
                gazetteer=store,
                recognizer=recognize.load(recognizer, store) if recognizer else None,
                resolver=resolve.load(resolver, store) if resolver else None,
                progress=lambda done, total: bar.update(done / total, f"{done:,} of {total:,} articles"),
            )
        console.stdout.write(told.rstrip("\n") + "\n")
    raise typer.Exit(console.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What ``map`` and ``places`` were told; ``target`` None is standard output."""

    sources: list[str]
    target: str | None
    form: Format
    gazetteer: str | None
    own: list[str] | None
    force: bool
    choices: dict[str, Any]  # of geoparse_sources


def _run(job: _Job, console: Console) -> Tally:
    """Read, geoparse and write, with a progress bar; nothing is written where no article could be read."""
    from geoview.jobs import Tally, geoparse_sources
    from geoview.render import check_target, save

    if job.target is not None:
        check_target(job.target, force=job.force)
    tally = Tally()
    with open_store(job.gazetteer, job.own, console) as store, console.progress() as bar:
        console.detail(f"gazetteer {store.version}")

        def show(progress: Progress) -> None:
            done = progress.done / progress.total if progress.total and progress.done else None
            bar.update(done, f"{progress.articles:,} articles" if progress.articles else "reading")

        found = _told(
            tally.count(
                geoparse_sources(
                    job.sources,
                    gazetteer=store,
                    **job.choices,
                    on_error=console.error,
                    on_progress=show,
                )
            ),
            console,
        )
        if (first := next(found, None)) is not None:
            if job.target is None:
                job.form.write(chain((first,), found), console.stdout)
            else:
                save(chain((first,), found), job.target, form=job.form, force=job.force)
    if tally.articles:
        console.note(f"{job.target}: {tally}" if job.target is not None else str(tally))
    return tally


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


def _page(borders: str, tiles: str | None, console: Console) -> Format:
    from geoview.render import page_format

    if tiles is None:
        return page_format(borders=borders != "none")
    from geoview.render.tiles import tile_layer

    layer = tile_layer(tiles)
    if layer.warning:
        console.note(layer.warning)
    return page_format(borders=borders != "none", tiles=layer)


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


def _path(name: str | None) -> Path | None:
    return None if name is None else Path(name)


def _open_page(target: str, console: Console) -> None:
    import webbrowser

    if not webbrowser.open(Path(target).resolve().as_uri()):
        console.error(f"no browser could be started; open {target} yourself")


def _end_on_signal(number: int, _frame: object) -> NoReturn:
    # As an exception, so that temporary files are removed on the way out.
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command line."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end_on_signal)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            # Data are UTF-8 whatever the machine's habits; "?" for what is no text (lone surrogates).
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdout else "backslashreplace")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(STOPPED)
