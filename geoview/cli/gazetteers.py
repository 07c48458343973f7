"""``geoview gazetteer``: look into the gazetteer, build a bigger one, choose one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geoview.cli.console import Console
from geoview.cli.options import (
    Force,
    GazetteerFile,
    OwnPlaces,
    Quiet,
    TableOrJson,
    Verbose,
    checked_class,
    checked_country,
    checked_source,
)

if TYPE_CHECKING:
    from gazetteer import Gazetteer

app = typer.Typer(help="Look into the gazetteer, build a bigger one, choose one.", no_args_is_help=True)


@app.command("info")
def gazetteer_info(
    *,
    format_: TableOrJson = "table",
    gazetteer: GazetteerFile = None,
    own: OwnPlaces = None,
    verbose: Verbose = False,
) -> None:
    """Say what it holds, and from where."""
    with Console(verbose=verbose) as console:
        from geoview.render.answers import info_json, info_table

        with open_store(gazetteer, own, console) as store:
            info = store.info()
        console.stdout.write(info_json(info) if format_ == "json" else info_table(info))
    raise typer.Exit(console.code)


@app.command("build")
def gazetteer_build(  # noqa: PLR0913 - a command's options
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="The source's files, or their https:// addresses.", show_default=False),
    ],
    *,
    source: Annotated[
        str, typer.Option("--from", metavar="SOURCE", help="Whose files they are.", callback=checked_source)
    ] = "geonames",
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="The gazetteer. [default: SOURCE.sqlite]")
    ] = None,
    countries: Annotated[
        list[str] | None,
        typer.Option(
            "--country", metavar="CC", help="Only this country (ISO 3166 code); repeatable.", show_default=False
        ),
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="A|H|L|P|...", help="Only this feature class; repeatable.", show_default=False),
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option("--language", metavar="CODE", help="Only names in this language; repeatable.", show_default=False),
    ] = None,
    min_population: Annotated[
        int, typer.Option("--min-population", min=0, help="Only populated places with as many inhabitants.")
    ] = 0,
    historic: Annotated[bool, typer.Option("--historic/--no-historic", help="Names of former times, too.")] = True,
    colloquial: Annotated[bool, typer.Option("--colloquial/--no-colloquial", help="Nicknames, too.")] = True,
    max_broken: Annotated[
        float, typer.Option("--max-broken", min=0.0, max=1.0, help="Share of broken rows above which it stops.")
    ] = 0.01,
    force: Force = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Build a bigger gazetteer from GeoNames' dumps or another source.

    The embedded gazetteer's countries, areas, seas and curated places are merged in. Sources: geonames, linked-places,
    natural-earth, whosonfirst, ourairports, own (CSV or GeoJSON).
    """
    from gazetteer.sources import Selection

    selection = Selection(
        countries=frozenset(checked for code in countries or () if (checked := checked_country(code))),
        classes=frozenset(checked_class(letter) for letter in classes or ()),
        languages=frozenset(code.lower() for code in languages or ()),
        min_population=min_population,
        historic=historic,
        colloquial=colloquial,
    )
    with Console(quiet=quiet, verbose=verbose) as console:
        from gazetteer.custom import Recipe, make

        target = Path(output or f"{source}.sqlite")
        recipe = Recipe(
            source=source, files=tuple(files), target=target, selection=selection, tolerated=max_broken, force=force
        )
        with console.progress() as bar:
            built = make(recipe, tell=console.note, progress=bar.update)
        console.note(
            f"{target}: {built.info.places:,} places, {built.info.names:,} names, {built.info.bytes / 1e6:,.0f} MB; "
            f"{built.read:,} rows read, {built.left_out:,} left out, {built.broken:,} broken"
        )
        console.note(f"to use it: --gazetteer {target}, or for good: geoview gazetteer use {target}")
    raise typer.Exit(console.code)


@app.command("use")
def gazetteer_use(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A gazetteer that was built.", show_default=False)
    ] = None,
    *,
    default: Annotated[bool, typer.Option("--default", help="Go back to the embedded one.")] = False,
    verbose: Verbose = False,
) -> None:
    """Choose the gazetteer that all commands ask, for this user.

    --gazetteer comes before the environment variable GEOVIEW_GAZETTEER, that before this setting, and this before the
    embedded gazetteer.
    """
    if (file is None) != default:
        raise typer.BadParameter("give either a FILE or --default.", param_hint="'FILE'")
    with Console(verbose=verbose) as console:
        from geoview.settings import use_default, use_gazetteer

        if file is None:
            use_default()
            console.note("the embedded gazetteer is asked from now on")
        else:
            info = use_gazetteer(file)
            console.note(f"{file} ({info.version}, {info.places:,} places) is asked from now on")
    raise typer.Exit(console.code)


def open_store(
    file: str | None, own: list[str] | None, console: Console, *, standing: bool = True, country: str | None = None
) -> Gazetteer:
    """Open the gazetteer that was chosen, and say what is odd about the user's own places.

    Args:
        file: of ``--gazetteer``.
        own: files of ``--places``.
        console: where to say it.
        standing: whether own places hold that no option names.
        country: of ``--country``: an ISO code that the gazetteer has to know.
    """
    from geoview.errors import SettingsError
    from geoview.settings import open_gazetteer, standing_places

    always = standing_places() if standing else []
    for name in always:
        console.note(f"own places: {name}")
    store = open_gazetteer(file, [*(own or ()), *always])
    for warning in store.warnings:
        console.note(f"warning: {warning}")
    if country and not store.has_country(country):
        raise SettingsError(f"--country {country}: no country has this code; give one of ISO 3166, such as SY")
    return store
