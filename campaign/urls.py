from django.urls import path

from campaign import pledge_views

urlpatterns = [
    path("our-place/pledge/", pledge_views.pledge, name="pledge"),
    path("our-place/pledge/sent/", pledge_views.sent, name="pledge_sent"),
    path("our-place/pledge/<str:token>/", pledge_views.own, name="pledge_own"),
]
