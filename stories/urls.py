from django.urls import path

from stories import views

urlpatterns = [
    path("share/", views.share, name="stories_share"),
    path("sent/<str:token>/", views.sent, name="stories_sent"),
    path("sent/<str:token>/withdraw/", views.withdraw, name="stories_withdraw"),
]
