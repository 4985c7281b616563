from campaign.models.campaign import CampaignPage, InitiativePage
from campaign.models.dates import EventDate
from campaign.models.event_index import EventIndexPage
from campaign.models.events import EventPage
from campaign.models.holidays import SchoolHoliday
from campaign.models.measures import Measure
from campaign.models.members import Member
from campaign.models.networks import NetworkIndexPage, NetworkPage
from campaign.models.plans import PlanPage
from campaign.models.pledges import PeopleReached, Pledge, PledgeKind
from campaign.models.suggestions import EventSuggestion

__all__ = [
    "CampaignPage",
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventSuggestion",
    "InitiativePage",
    "Measure",
    "Member",
    "NetworkIndexPage",
    "NetworkPage",
    "PeopleReached",
    "PlanPage",
    "Pledge",
    "PledgeKind",
    "SchoolHoliday",
]
