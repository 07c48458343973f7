"""``--online``: a geocoding service, asked for what the gazetteer does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gazetteer.online import Online

AskOnline = Annotated[
    bool,
    typer.Option("--online", help="Ask a geocoding service for names that the gazetteer lacks: sends them, no text."),
]
Geocoder = Annotated[
    str | None,
    typer.Option(
        "--geocoder",
        metavar="NAME",
        help="Of geopy's, for --online; or set GEOVIEW_GEOCODER. [default: nominatim]",
        show_default=False,
    ),
]
UserAgent = Annotated[
    str | None,
    typer.Option(
        "--user-agent",
        metavar="TEXT",
        help="Who asks, for --online: a name of yours, how to reach you; or set GEOVIEW_USER_AGENT.",
        show_default=False,
    ),
]


def check_asked(wanted: bool, geocoder: str | None, user_agent: str | None) -> None:  # noqa: FBT001 - an option
    """Refuse the description of a service that is not to be asked."""
    for name, value in (("--geocoder", geocoder), ("--user-agent", user_agent)):
        if value is not None and not wanted:
            raise typer.BadParameter("it is for --online, and nothing is asked without it.", param_hint=f"'{name}'")


def service(wanted: bool, geocoder: str | None, user_agent: str | None) -> Online | None:  # noqa: FBT001 - an option
    """Return the service to ask, or None where none is wanted.

    Raises:
        OnlineError: there is no such service, or it lacks something.
    """
    if not wanted:
        return None
    from geoview.settings import open_online

    return open_online(geocoder, user_agent)
