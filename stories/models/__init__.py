from stories.models.pages import StoryIndexPage, StoryPage
from stories.models.submissions import (
    ConsentRecord,
    Submission,
    SubmissionEvent,
    SubmissionPhoto,
    SubmissionState,
)

__all__ = [
    "ConsentRecord",
    "StoryIndexPage",
    "StoryPage",
    "Submission",
    "SubmissionEvent",
    "SubmissionPhoto",
    "SubmissionState",
]
