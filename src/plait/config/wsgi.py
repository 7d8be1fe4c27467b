"""The web process: what granian loads in each of its workers."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from plait.foundation.children import die_with_parent
from plait.foundation.garbage import leave_what_stays
from plait.knowledge.formulary import formulary

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.config.settings")
die_with_parent()
application = get_wsgi_application()
formulary().search("ab")  # read knowledge and build its index now, not while somebody waits inside a transaction
get_resolver().url_patterns  # noqa: B018 - nor import every screen at the first click
leave_what_stays()
