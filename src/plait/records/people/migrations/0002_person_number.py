"""Where a person's number comes from."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE people_person_number START 100000", "DROP SEQUENCE people_person_number"
        ),
    ]
