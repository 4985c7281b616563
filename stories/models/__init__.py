from stories.models.pages import StoryIndexPage, StoryPage
from stories.models.pre_election import PreElectionPeriod
from stories.models.retention import RetentionRun
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
    "PreElectionPeriod",
    "Question",
    "RetentionRun",
    "StoryIndexPage",
    "StoryPage",
    "Submission",
    "SubmissionEvent",
    "SubmissionPhoto",
    "SubmissionState",
    "WallPost",
]
