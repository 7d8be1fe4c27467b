"""Every list line names its person: itself, since nobody was merged before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0004_one_person")]
    operations = [
        migrations.RunSQL(
            "UPDATE people_patientindex SET person_id = patient_id WHERE person_id IS NULL", migrations.RunSQL.noop
        ),
    ]
