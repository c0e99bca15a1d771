"""Where a development server listens: a host's addresses and a port that is free on them."""

import errno
import os
import socket
from dataclasses import dataclass

from ..problems import problem, user_error
from ..runtime import OperationError

_ANY = ("", "0.0.0.0", "::", "*")
# What a host's name may stand for and this machine need not have.
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


@dataclass(frozen=True)
class Listening:
    """Sockets that listen, and the address of a server behind them."""

    sockets: list[socket.socket]
    url: str


def listen(host: str, port: int | None, usual_port: int | None) -> Listening:
    """Listens on a port; without one on the usual port, and when that is taken or None, on one that is free."""
    if port is not None:
        return _listen(host, port)
    if usual_port is not None:
        try:
            return _listen(host, usual_port)
        except _PortTaken:
            # As the command line does.
            pass
    return _listen(host, 0)


class _PortTaken(OperationError):
    pass


def _listen(host: str, port: int) -> Listening:
    sockets: list[socket.socket] = []
    for family, address in _addresses(host):
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            if os.name == "posix":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            # All on the port that the first one has got.
            listening.bind((address, port or (sockets[0].getsockname()[1] if sockets else 0)))
            # At once: two that are bound can be there side by side, two that listen cannot.
            listening.listen(128)
        except OSError as error:
            listening.close()
            if sockets and (error.errno in _NOT_HERE or port == 0):
                continue
            for other in sockets:
                other.close()
            raise _refused(host, port, error) from error
        sockets.append(listening)
    return Listening(sockets, f"http://{_in_url(host)}:{sockets[0].getsockname()[1]}")


def _addresses(host: str) -> list[tuple[int, str]]:
    """The addresses of a host, those of IPv4 first."""
    try:
        found = socket.getaddrinfo(
            None if host == "*" else host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError as error:
        raise user_error(
            problem(
                "unknown_name",
                f"There is no host '{host}'",
                subject="host",
                value=host,
                parameter="host",
                remedy="Name an address of this machine with <host> (-Ddagster.host), or leave it out for localhost",
            )
        ) from error
    unique = dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found)
    return sorted(unique, key=lambda pair: pair[0] != socket.AF_INET)


def _refused(host: str, port: int, error: OSError) -> OperationError:
    taken = error.errno == errno.EADDRINUSE
    what = f"Port {port} of {host} is in use" if taken else f"Cannot listen on port {port} of {host}: {error.strerror}"
    parameter = "host" if error.errno in _NOT_HERE else "port"
    return (_PortTaken if taken else OperationError)(
        "user",
        [
            problem(
                "port_unusable",
                what,
                subject=parameter,
                value=str(port) if parameter == "port" else host,
                parameter=parameter,
                remedy="Give another one with <port> (-Ddagster.port), or leave it out to have a free one found"
                if parameter == "port"
                else "Name an address of this machine with <host> (-Ddagster.host)",
            )
        ],
    )


def _in_url(host: str) -> str:
    if host in _ANY:
        # Not an address that a browser could open.
        return "localhost"
    return f"[{host}]" if ":" in host else host
