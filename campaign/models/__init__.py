from campaign.models.campaign import CampaignPage, InitiativePage
from campaign.models.events import EventIndexPage, EventPage
from campaign.models.networks import NetworkIndexPage, NetworkPage
from campaign.models.pledges import PeopleReached, Pledge, PledgeKind

__all__ = [
    "CampaignPage",
    "EventIndexPage",
    "EventPage",
    "InitiativePage",
    "NetworkIndexPage",
    "NetworkPage",
    "PeopleReached",
    "Pledge",
    "PledgeKind",
]
