from stories.models.pages import StoryIndexPage, StoryPage
from stories.models.submissions import (
    Approval,
    ConsentRecord,
    Question,
    Submission,
    SubmissionEvent,
    SubmissionPhoto,
    SubmissionState,
)
from stories.models.wall import WallPost

__all__ = [
    "Approval",
    "ConsentRecord",
    "Question",
    "StoryIndexPage",
    "StoryPage",
    "Submission",
    "SubmissionEvent",
    "SubmissionPhoto",
    "SubmissionState",
    "WallPost",
]
