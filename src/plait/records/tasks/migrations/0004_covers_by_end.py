"""Covers are asked for by when they end: those of other years are not read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0003_roster"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="cover",
            index=models.Index(fields=["ends_at"], name="tasks_cover_standing"),
        ),
    ]
