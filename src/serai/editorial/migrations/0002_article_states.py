"""Indexes of the few articles that are not simply published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_stories")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["id"], condition=models.Q(killed_at__isnull=False), name="article_killed"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["embargo_until"],
                condition=models.Q(embargo_until__isnull=False),
                name="article_embargoed",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["latest_revision"], condition=models.Q(live=False), name="article_not_live"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["latest_revision"],
                condition=models.Q(has_unpublished_changes=True),
                name="article_changed",
            ),
        ),
    ]
