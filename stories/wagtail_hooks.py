from wagtail import hooks
from wagtail.permissions import register_permission_policy

from stories.models import Submission
from stories.permissions import SubmissionPermissionPolicy
from stories.viewsets import SubmissionViewSet, submission_viewset
from stories.wall_admin import WallPostViewSet, wall_post_viewset

register_permission_policy(Submission, SubmissionPermissionPolicy(Submission))


@hooks.register("register_admin_viewset")
def submissions() -> SubmissionViewSet:
    return submission_viewset


@hooks.register("register_admin_viewset")
def wall() -> WallPostViewSet:
    return wall_post_viewset
