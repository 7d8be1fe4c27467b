"""Messages in words: which kind, and what came of it. Nothing of what a message says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from plait.coordination.messages.read_messages import Message
from plait.web.words import time_of


def kind_words(message: Message) -> str:
    """Which kind of message."""
    if message.kind == "measure-reminder":
        return gettext("Reminder %(number)s") % {"number": message.number}
    return gettext("Link to questions")


def reason_words(reason: str) -> str:
    """Why a message was not sent."""
    words = {
        "demo": gettext("this is a demo"),
        "off": gettext("the practice sends no e-mail any more"),
        "closed": gettext("it was answered or called off before"),
        "by-hand": gettext("somebody reminded them before"),
        "no-permission": gettext("we may not write there any more"),
        "no-address": gettext("no address is on record any more"),
        "other-address": gettext("the address has changed"),
        "nobody-looks": gettext("no roster says who reads the answer"),
        "address": gettext("the mail server does not take this address"),
        "refused": gettext("the mail server refused it"),
        "sign-in": gettext("the mail server did not let Plait sign in"),
        "tls": gettext("no safe connection to the mail server"),
        "no-answer": gettext("the mail server did not answer"),
    }
    return words.get(reason, gettext("it can not be asked in this way any more"))


def state_words(message: Message, zone: str) -> str:
    """What came of it so far."""
    last = message.last
    if last is None:
        return gettext("on its way")
    when = {"when": time_of(last.at, zone)}
    if last.what == "sending":
        return gettext("being sent")
    if last.what == "sent":
        return gettext("sent by e-mail on %(when)s") % when
    if last.what == "unknown":
        return gettext("interrupted while it was sent: nobody knows whether it left. Send it again, or call.")
    why = {"why": reason_words(last.reason) + (f" ({last.code})" if last.code else "")}
    if last.what == "failed":
        return gettext("could not be sent: %(why)s. It is tried again by itself.") % why
    return gettext("not sent: %(why)s") % why


def message_row(message: Message, zone: str) -> dict[str, Any]:
    """A message as it stands in a list."""
    last = message.last
    return {
        "kind": kind_words(message),
        "state": state_words(message, zone),
        "when": time_of(message.at, zone),
        "by": message.by,
        "address": message.address,
        "wrong": last is not None and last.what in {"failed", "unknown", "given-up"} and last.reason != "demo",
    }
