"""Why a record is given out, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {
    "person-asked": _("The person asked for their record"),
    "other-clinician": _("Another clinician goes on with the care"),
    "moving-away": _("The person changes to another practice"),
    "legal": _("A law or a court asks for it"),
    "other": _("Another reason"),
    "machine": _("By a command on the machine"),
}
