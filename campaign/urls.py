from django.urls import path

from campaign import calendar_views, membership_views, pledge_views, suggestion_views

urlpatterns = [
    path("events/calendar.ics", calendar_views.calendar, name="events_calendar"),
    path("events/<str:slug>/event.ics", calendar_views.event, name="event_calendar"),
    path("our-place/pledge/", pledge_views.pledge, name="pledge"),
    path("our-place/pledge/sent/", pledge_views.sent, name="pledge_sent"),
    path("our-place/pledge/<str:token>/", pledge_views.own, name="pledge_own"),
    path("events/suggest/", suggestion_views.suggest, name="event_suggest"),
    path("events/suggestions/<str:token>/", suggestion_views.own, name="event_suggestion"),
    path("networks/joined/", membership_views.joined, name="network_joined"),
    path("networks/left/", membership_views.left, name="network_left"),
    path("networks/membership/<str:token>/", membership_views.own, name="network_own"),
    path("networks/<slug:slug>/join/", membership_views.join, name="network_join"),
]
