from campaign.models.campaign import CampaignPage, InitiativePage
from campaign.models.events import EventIndexPage, EventPage
from campaign.models.measures import Measure
from campaign.models.members import Member
from campaign.models.networks import NetworkIndexPage, NetworkPage
from campaign.models.plans import PlanPage
from campaign.models.pledges import PeopleReached, Pledge, PledgeKind

__all__ = [
    "CampaignPage",
    "EventIndexPage",
    "EventPage",
    "InitiativePage",
    "Measure",
    "Member",
    "NetworkIndexPage",
    "NetworkPage",
    "PeopleReached",
    "PlanPage",
    "Pledge",
    "PledgeKind",
]
