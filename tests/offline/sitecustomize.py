"""No network for Python: every connection and every name to resolve outside this machine raises NetworkUseError.

Python loads this module by its name when the folder is on PYTHONPATH: so the commands under test run under it. The
tests' own process loads it from conftest.py.
"""

from __future__ import annotations

import socket
from typing import Any

_LOOPBACK = ("127.", "::1", "localhost")


class NetworkUseError(AssertionError):
    """Something reached for the network."""


def _refuse(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "127.0.0.1")
    if not name.startswith(_LOOPBACK):
        raise NetworkUseError(f"no test and no command may reach for the network, and this one asked for {name}")


class OfflineSocket(socket.socket):
    """A socket that stays on this machine."""

    def connect(self, address: Any) -> None:
        """Connect, unless it is to another machine."""
        if isinstance(address, tuple):
            _refuse(address[0])
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        """Connect, unless it is to another machine."""
        if isinstance(address, tuple):
            _refuse(address[0])
        return super().connect_ex(address)

    def sendto(self, data: Any, *arguments: Any) -> int:
        """Send, unless it is to another machine."""
        if isinstance(arguments[-1], tuple):
            _refuse(arguments[-1][0])
        return super().sendto(data, *arguments)


def block() -> None:
    """Take the network away from this process."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        _refuse(host)
        return real(host, *arguments, **options)

    socket.socket = OfflineSocket  # type: ignore[misc]
    socket.getaddrinfo = getaddrinfo


block()
