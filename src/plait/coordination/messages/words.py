"""What a message says: the practice, a link, until when, how to reach us, where help is. Nothing clinical and no name.

A mailbox is read by others, and an address may belong to several people. So no message says who is meant, what is asked
or why. The first sentence is the one that staff copy when they pass a link on themselves: one source for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from plait.coordination.people.timeline_words import day_words

ANSWER_PATH = "/answer/{token}/"


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and body, made as it is sent and kept nowhere."""

    subject: str
    body: str


def invitation(link: str) -> str:
    """The sentence that goes with a link, in the language of whoever reads it."""
    words: str = gettext("%(practice_name)s has some questions for you. They take a few minutes: %(link)s")
    return words % {"practice_name": settings.PRACTICE_NAME, "link": link}


def letter(link: str, until: date, *, reminder: bool, language: str) -> Letter:
    """The whole message in a language. ``until``: the last day of the link, where the practice is."""
    with translation.override(language):
        paragraphs = [
            gettext("This is a reminder. If you have answered meanwhile, there is nothing to do.") if reminder else "",
            invitation(link),
            gettext("The link works until %(day)s, and until the answers are sent.") % {"day": day_words(until)},
            _reach(),
            gettext("Need to talk to somebody now? In the US call or text 988, at any hour. In danger? Call 911."),
        ]
        subject = gettext("A message from %(practice_name)s") % {"practice_name": settings.PRACTICE_NAME}
        return Letter(subject, "\n\n".join(one for one in paragraphs if one) + "\n")


def _reach() -> str:
    unread: str = gettext("Nobody reads answers to this message.")
    if not settings.PRACTICE_PHONE:
        return unread
    return f"{unread} {gettext('Call us: %(phone)s') % {'phone': settings.PRACTICE_PHONE}}"
