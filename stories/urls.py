from django.urls import path

from stories import feeds, private_page, sharing

urlpatterns = [
    path("feed/", feeds.Rss(), name="stories_feed"),
    path("feed/atom/", feeds.Atom(), name="stories_feed_atom"),
    path("share/", sharing.share, name="stories_share"),
    path("sent/<str:token>/", private_page.sent, name="stories_sent"),
    path("sent/<str:token>/withdraw/", private_page.withdraw, name="stories_withdraw"),
]
