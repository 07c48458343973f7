"""The command line: arguments, messages, exit codes. What is done is done by the library; see geoview.jobs.

Nothing but typer is imported up here: ``geoview --help`` is to answer at once.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from geoview.cli.articles import check_page, map_command, places
from geoview.cli.console import STOPPED, Console
from geoview.cli.gazetteers import app as gazetteer_app
from geoview.cli.gazetteers import open_store
from geoview.cli.online import AskOnline, Geocoder, UserAgent, check_asked, service
from geoview.cli.options import (
    Demonyms,
    Force,
    GazetteerFile,
    OwnPlaces,
    Quiet,
    RecognizerName,
    ResolverName,
    TableOrJson,
    Verbose,
    checked_country,
    checked_latitude,
    checked_levels,
    checked_longitude,
    checked_part,
    degrees,
    print_version,
)

if TYPE_CHECKING:
    from gazetteer.place import Candidate

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


app.command("map")(map_command)
app.command()(places)


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
    if output == "-":
        raise typer.BadParameter("standard output is for the answer; name a file.", param_hint="'-o'")
    check_page(output)
    check_asked(online, geocoder, user_agent)
    with Console(verbose=verbose) as console:
        from geoview.jobs import lookup as look_up
        from geoview.render.answers import candidates_json, candidates_table

        asked = service(online, geocoder, user_agent)
        with open_store(gazetteer, own, console, country=country) as store:
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
        float,
        typer.Argument(
            metavar="LAT", help="Degrees north.", show_default=False, parser=degrees, callback=checked_latitude
        ),
    ],
    longitude: Annotated[
        float,
        typer.Argument(
            metavar="LON", help="Degrees east.", show_default=False, parser=degrees, callback=checked_longitude
        ),
    ],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many places at most.")] = 5,
    level: Annotated[
        list[str],
        typer.Option(
            "--level",
            metavar="KIND",
            help="Kind of places: city, site, water, terrain, region, admin1, admin2 or country; repeatable.",
            callback=checked_levels,
        ),
    ] = ["city"],  # noqa: B006 - typer copies it
    format_: TableOrJson = "table",
    gazetteer: GazetteerFile = None,
    own: OwnPlaces = None,
    verbose: Verbose = False,
) -> None:
    """Ask what lies around a point: cities, or other kinds of places, and areas."""
    with Console(verbose=verbose) as console:
        from geoview.render.answers import surroundings_json, surroundings_table

        with open_store(gazetteer, own, console) as store:
            around = store.near(latitude, longitude, limit, levels=level)
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


def _path(name: str | None) -> Path | None:
    return None if name is None else Path(name)


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
