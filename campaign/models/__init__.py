from campaign.models.campaign import CampaignPage, InitiativePage
from campaign.models.events import EventIndexPage, EventPage
from campaign.models.members import Member
from campaign.models.networks import NetworkIndexPage, NetworkPage
from campaign.models.pledges import PeopleReached, Pledge, PledgeKind
from campaign.models.suggestions import EventSuggestion

__all__ = [
    "CampaignPage",
    "EventIndexPage",
    "EventPage",
    "EventSuggestion",
    "InitiativePage",
    "Member",
    "NetworkIndexPage",
    "NetworkPage",
    "PeopleReached",
    "Pledge",
    "PledgeKind",
]
