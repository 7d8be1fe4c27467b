"""Logs without secrets: Django writes the address of a refused request, and that of a link is a secret."""

from __future__ import annotations

import logging
import re

SECRET_ADDRESS = re.compile(r"(/set-up/|/my-plan/|/answer/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of an address before a line is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line where it has to be; never drop one."""
        said = record.getMessage()
        if SECRET_ADDRESS.search(said):
            record.msg, record.args = SECRET_ADDRESS.sub(r"\1…", said), ()
        return True
