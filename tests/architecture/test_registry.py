"""What imports cannot see: where foreign keys point, which tables Django admin knows, how every model is guarded."""

from __future__ import annotations

import django
import pytest

django.setup()

from django.apps import apps  # noqa: E402 - the registry stands only after setup
from django.conf import settings  # noqa: E402

ORDER = (
    ("careplan",),
    ("process_notes", "monitoring", "safety", "intake"),
    ("medication", "therapy", "assessment"),
    ("documents",),
    ("visits",),
    ("problems",),
    ("tasks", "outbox", "inbox"),
    ("consent", "audit"),
    ("people",),
    ("accounts",),
    ("foundation",),
)
THIRD_PARTY = {"mfa.Authenticator", "account.EmailAddress", "account.EmailConfirmation", "account.SocialAccount"}
LEVEL = {label: level for level, labels in enumerate(ORDER) for label in labels}


def foreign_keys():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model is not None:
                yield model._meta, field


def test_no_foreign_key_points_up_or_sideways():
    wrong = [
        f"{meta.label}.{field.name} -> {field.related_model._meta.label}"
        for meta, field in foreign_keys()
        if meta.app_label in LEVEL
        and (
            field.related_model._meta.app_label not in LEVEL
            or (
                field.related_model._meta.app_label != meta.app_label
                and LEVEL[field.related_model._meta.app_label] <= LEVEL[meta.app_label]
            )
        )
    ]
    assert wrong == []


def test_only_listed_third_party_tables_point_at_ours():
    pointing = {
        meta.label
        for meta, field in foreign_keys()
        if meta.app_label not in LEVEL and field.related_model._meta.app_label in LEVEL
    }
    assert pointing <= THIRD_PARTY


def test_the_check_sees_a_wrong_direction():
    upward = [(m, f) for m, f in foreign_keys() if m.app_label == "medication" and f.name == "patient"]
    assert upward, "medication points down at people: the walk sees foreign keys"
    assert LEVEL["people"] > LEVEL["medication"]


def test_no_admin():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


@pytest.mark.parametrize("kind", ["fact", "work", "projection"])
def test_every_kind_is_in_use(kind):
    assert any(getattr(m, "record_kind", "") == kind for m in apps.get_models())
