"""Hatchling's build hook: the wheel, and an editable install, get the gazetteer ready-made. Standard library only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Builds gazetteer/data/gazetteer.sqlite from the source tables before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- hatchling's signature
        """Build the file, unless it is up to date, and name it to hatchling, since git ignores it."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(__file__).parent.parent))
        try:
            from gazetteer.build import EMBEDDED, build_embedded  # noqa: PLC0415 -- only now importable
        finally:
            sys.path.pop(0)
        build_embedded()
        build_data["artifacts"].append(EMBEDDED.relative_to(self.root).as_posix())
