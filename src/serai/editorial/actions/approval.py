"""How a text gets from reporter to editor: one step of approval, there from the first start."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from serai.accounts.models import Role
from serai.editorial.models import Article


def make_approval() -> bool:
    """An editor approves articles, unless the newsroom has a workflow of its own; whether made.

    Approving publishes through the article's own door. A workflow that an administrator changed
    or switched off stays as it is. Wagtail's own, for pages, is nobody's and is not counted.
    """
    kind = ContentType.objects.get_for_model(Article)
    ours = GroupApprovalTask.objects.filter(groups__name=Role.EDITOR)
    if ours.exists() or WorkflowContentType.objects.filter(content_type=kind).exists():
        return False
    with transaction.atomic():
        task = GroupApprovalTask.objects.create(name=_("Approval by an editor"))
        task.groups.set([Group.objects.get_or_create(name=Role.EDITOR)[0]])
        workflow = Workflow.objects.create(name=_("From reporter to editor"))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowContentType.objects.create(workflow=workflow, content_type=kind)
    return True
