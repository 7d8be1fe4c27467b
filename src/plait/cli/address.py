"""Where the practice listens: HOST and PORT, read and judged before anything is started."""

import ipaddress
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plait.foundation.installation import SetupRefused
from plait.foundation.postgres_state import is_free

DEFAULT_PORT = 8000
_READ_SECONDS = 3.0


@dataclass(frozen=True)
class Address:
    """host: as asked for. port: 1 to 65535."""

    host: str
    port: int

    @property
    def bind(self) -> str:
        """The numeric address that the server listens on."""
        return "127.0.0.1" if self.host == "localhost" else self.host

    @property
    def is_loopback(self) -> bool:
        """True if only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """What to open: localhost where possible, since a passkey works there and not on 127.0.0.1."""
        shown = "localhost" if self.is_loopback else self.host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    def answers(self, path: str, allowed_hosts: str = "") -> Callable[[], bool]:
        """A question to ask again and again: does `path` answer 200? allowed_hosts: as in PLAIT_ALLOWED_HOSTS."""
        host = f"[{self.bind}]" if ":" in self.bind else self.bind
        host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 — asked, not bound
        # A practice answers to its own names alone.
        names = [name for name in allowed_hosts.split(",") if name and not name.startswith((".", "*"))]
        named = names[0] if names else f"localhost:{self.port}"
        request = urllib.request.Request(f"http://{host}:{self.port}{path}", headers={"Host": named})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

        def ask() -> bool:
            try:
                with opener.open(request, timeout=_READ_SECONDS) as answer:
                    return int(answer.status) == 200
            except urllib.error.HTTPError as answer:
                answer.close()
                return False
            except (OSError, ValueError):
                return False

        return ask

    def insist_on_free(self, how: str) -> None:
        """Refuse with a sentence when another program listens there; `how` is a command with another port."""
        if not is_free(self.port, self.bind):
            raise SetupRefused(f"Port {self.port} is used by another program (or not allowed). Try: {how}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_named: object) -> None:
        """An answer elsewhere is not an answer here."""


def read(environment: Mapping[str, str], host: str | None = None, port: str | None = None) -> Address:
    """HOST and PORT as given on the command line, else by the environment, else localhost:8000."""
    asked_host = (host or environment.get("HOST") or "localhost").strip().strip("[]")
    asked_port = (port or environment.get("PORT") or str(DEFAULT_PORT)).strip()
    if not (asked_port.isascii() and asked_port.isdigit()) or not 1 <= int(asked_port) <= 65535:
        raise SetupRefused(f"PORT is {asked_port!r}: it has to be a number from 1 to 65535, for example PORT=8001.")
    return Address(asked_host, int(asked_port))
