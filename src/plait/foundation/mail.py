"""E-mail going out, the one port. Off unless the practice names its mail server; in the demo nothing leaves.

Three settings that belong together, read strictly once at start: ``PLAIT_MAIL_URL`` (the server), ``PLAIT_MAIL_FROM``
(whose address stands as the sender) and ``PLAIT_ADDRESS`` (where the practice is reached, for the links). What is wrong
is one sentence that never repeats the password. Underneath is Django's own SMTP backend, with certificates checked and
a time limit on every step.

``send`` answers in three ways, because "not sent" and "nobody knows" must not be confused: it returns (the server took
it), raises ``NotSent`` (certainly not taken) or ``NobodyKnows`` (the conversation broke while it was handed over).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formataddr
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SECONDS = 20  # for each step of the conversation: a server that does not answer holds nobody up longer
PORTS = {"smtp": 587, "smtps": 465}
EXAMPLE = "PLAIT_MAIL_URL=smtp://user:password@mail.example.org:587?tls=start"
Tls = Literal["start", "whole", "none"]  # STARTTLS, TLS from the first byte, none (to this machine alone)
State = Literal["off", "demo", "on"]


@dataclass(frozen=True, slots=True)
class Mail:
    """The practice's mail server, the sender, and the address at which links are opened."""

    host: str
    port: int
    tls: Tls
    sender: str
    address: str
    user: str = ""
    password: str = field(default="", repr=False)


class NotSent(Exception):
    """The server certainly did not take it. ``reason`` is a word for screens; ``again``: a later try may work."""

    def __init__(self, reason: str, code: str = "", *, again: bool = True) -> None:
        super().__init__(reason)
        self.reason, self.code, self.again = reason, code, again


class NobodyKnows(Exception):
    """The conversation broke while the message was handed over: it may have been taken or not."""


def setting(environment: Mapping[str, str]) -> tuple[Mail | None, str]:
    """What the environment says of mail, or the sentence that says what is wrong. (None, "") where it says nothing."""
    url, sender = environment.get("PLAIT_MAIL_URL", ""), environment.get("PLAIT_MAIL_FROM", "")
    if not url:
        return None, "PLAIT_MAIL_FROM is set, and PLAIT_MAIL_URL is not: name the mail server too." if sender else ""
    wrong = _wrong_server(url) or _wrong_sender(sender) or _wrong_address(environment.get("PLAIT_ADDRESS", ""))
    if wrong:
        return None, wrong
    parts = urlsplit(url)
    return Mail(
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        tls=_tls(parts),
        sender=sender,
        address=environment["PLAIT_ADDRESS"].rstrip("/"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    ), ""


def state() -> State:
    """Whether mail goes out: in the demo nothing leaves the machine, whatever is set."""
    if settings.DEMO:
        return "demo"
    return "on" if settings.MAIL else "off"


def link(path: str) -> str:
    """The whole address of a page, for a message."""
    return f"{settings.MAIL.address}{path}"


def send(to: str, subject: str, body: str, *, name: str) -> None:
    """Hand one message over. ``name`` marks it: the same message has the same Message-ID however often it is tried.

    Raises ``NotSent`` or ``NobodyKnows``.
    """
    if state() != "on":
        raise NotSent(state(), again=False)
    mail: Mail = settings.MAIL
    headers = {"Message-ID": f"<{name}@{urlsplit(mail.address).hostname}>", "Auto-Submitted": "auto-generated"}
    sender = formataddr((settings.PRACTICE_NAME, mail.sender))
    connection = get_connection(
        settings.EMAIL_BACKEND,
        host=mail.host,
        port=mail.port,
        username=mail.user,
        password=mail.password,
        use_tls=mail.tls == "start",
        use_ssl=mail.tls == "whole",
        timeout=SECONDS,
    )
    message = EmailMessage(subject, body, sender, [to], headers=headers, connection=connection)
    _open(connection)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        (code, _words), *_rest = error.recipients.values()
        raise NotSent("address", str(code), again=code < 500) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent("refused", str(error.smtp_code), again=error.smtp_code < 500) from None
    except (OSError, smtplib.SMTPException):
        raise NobodyKnows from None
    except ValueError:  # what no message may carry (a line break in an address): found before anything is said
        raise NotSent("address", again=False) from None
    finally:
        _close(connection)


def _open(connection: object) -> None:
    """Reach the server, under TLS, and sign in: whatever fails here, nothing was handed over."""
    try:
        connection.open()  # type: ignore[attr-defined]
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent("sign-in", str(error.smtp_code)) from None
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        raise NotSent("tls") from None
    except (OSError, smtplib.SMTPException):
        raise NotSent("no-answer") from None


def _close(connection: object) -> None:
    """What is said on leaving changes nothing about the message."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return


def _wrong_server(url: str) -> str:
    """Why the server's address cannot be used; "" where it can. Repeats nothing of it."""
    try:
        parts = urlsplit(url)
        port, told = parts.port, dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        return f"PLAIT_MAIL_URL cannot be read. It looks like {EXAMPLE}."
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.fragment or port == 0:
        return f"PLAIT_MAIL_URL is not the address of a mail server. It looks like {EXAMPLE}."
    if bool(parts.username) != bool(parts.password):
        return "PLAIT_MAIL_URL names a user or a password alone: both, or neither."
    allowed = ({}, {"tls": "start"}, {"tls": "none"}) if parts.scheme == "smtp" else ({},)
    if told not in allowed:
        return "PLAIT_MAIL_URL: what may stand after ? is tls=start or tls=none; smtps:// is TLS from the first byte."
    if told.get("tls") == "none" and parts.hostname not in LOOPBACK:
        return "PLAIT_MAIL_URL: without TLS mail goes to a server on this machine only. Use tls=start, or smtps://."
    return ""


def _wrong_sender(sender: str) -> str:
    try:
        validate_email(sender)
    except ValidationError:
        return "PLAIT_MAIL_FROM is not an e-mail address: name the one that stands as the sender of messages."
    return ""


def _wrong_address(address: str) -> str:
    """Why links cannot lead there."""
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if parts.hostname and safe and bare:
        return ""
    return "PLAIT_ADDRESS has to say where the practice is reached, for the links: https://plait.example.org."


def _tls(parts: SplitResult) -> Tls:
    if parts.scheme == "smtps":
        return "whole"
    return "none" if dict(parse_qsl(parts.query)).get("tls") == "none" else "start"
