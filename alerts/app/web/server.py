"""Serves the web application on an address, until it is interrupted."""

import gc
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Event

import uvicorn

from alerts.app.bootstrap import App
from alerts.app.web.app import create_app
from crawler.errors import ConfigurationError

# Objects between two searches for garbage: Python's own number. A short command has more, and a server leaves garbage.
_OBJECTS = 700


def serve(app: App, host: str, port: int, on_listening: Callable[[str], None], *, scheduled: bool = False) -> None:
    """Serve, and run the schedules if so wanted.

    `on_listening` is told the address, which holds the port that was taken where `port` is 0. Raises ConfigurationError
    for an address that cannot be listened at.
    """
    with listen(host, port) as listener, suppress(KeyboardInterrupt):
        serving = server(app, scheduled=scheduled)
        gc.freeze()  # all that was loaded stays: nobody waits while it is searched for garbage
        gc.set_threshold(_OBJECTS)
        name, taken, *_ = listener.getsockname()
        on_listening(f"http://{f'[{name}]' if ':' in name else name}:{taken}")
        serving.run(sockets=[listener])


def server(app: App, *, scheduled: bool = False) -> uvicorn.Server:
    """Return the server of a program's web application; with `scheduled` it runs the schedules, too."""
    proxies = [str(it) for it in app.settings.trusted_proxies]
    web = create_app(app, scheduled=scheduled)
    config = uvicorn.Config(
        web,
        log_config=None,  # its own would set up loggers of its own
        access_log=False,  # addresses hold tokens
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=1,  # what runs besides needs the rest of the ten seconds that there are
    )
    return _Server(config, web.state.site.leaving)


class _Server(uvicorn.Server):
    """A server that tells those who listen to it for long when it ends, instead of waiting for them."""

    def __init__(self, config: uvicorn.Config, leaving: Event) -> None:
        super().__init__(config)
        self._leaving = leaving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let everybody go, and end."""
        self._leaving.set()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """Take an address to listen at. Raises ConfigurationError where that cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ConfigurationError(f"{host!r} is no address to listen at: {error}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise ConfigurationError(f"port {port} of {host} cannot be listened at: {error.strerror}") from error
    return listener
