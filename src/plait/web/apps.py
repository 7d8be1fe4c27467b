"""The web edge as a Django app: templates, static files, template tags."""

import logging

from django.apps import AppConfig

log = logging.getLogger(__name__)


class WebConfig(AppConfig):
    """HTML screens."""

    name = "plait.web"
    label = "web"

    def ready(self) -> None:
        """Read what the help page shows once, at start: it must not need a file when somebody needs the page."""
        from plait.web.site.help_now import known

        for problem in known().problems:
            log.warning("The help page: %s", problem)
