"""Recovery codes of the second factor."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_users"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="recovery_codes",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
