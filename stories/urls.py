from django.urls import path

from stories import private_page, sharing

urlpatterns = [
    path("share/", sharing.share, name="stories_share"),
    path("sent/<str:token>/", private_page.sent, name="stories_sent"),
    path("sent/<str:token>/withdraw/", private_page.withdraw, name="stories_withdraw"),
]
