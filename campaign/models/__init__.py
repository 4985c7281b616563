from campaign.models.campaign import CampaignPage, InitiativePage
from campaign.models.dates import EventDate
from campaign.models.event_index import EventIndexPage
from campaign.models.events import EventPage
from campaign.models.holidays import SchoolHoliday
from campaign.models.members import Member
from campaign.models.networks import NetworkIndexPage, NetworkPage
from campaign.models.pledges import PeopleReached, Pledge, PledgeKind
from campaign.models.suggestions import EventSuggestion

__all__ = [
    "CampaignPage",
    "EventDate",
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
    "SchoolHoliday",
]
