from django.urls import path

from stories import feeds, private_page, sharing

urlpatterns = [
    path("share/", sharing.start, name="stories_share"),
    path("share/adult/", sharing.too_young, name="stories_share_adult"),
    path("share/erase/", sharing.erase, name="stories_share_erase"),
    path("share/photos/<int:pk>/", sharing.photo, name="stories_share_photo"),
    path("share/<str:step>/", sharing.question, name="stories_share_step"),
    path("feed/", feeds.Rss(), name="stories_feed"),
    path("feed/atom/", feeds.Atom(), name="stories_feed_atom"),
    path("sent/<str:token>/", private_page.sent, name="stories_sent"),
    path("sent/<str:token>/words/", private_page.change_words, name="stories_change_words"),
    path("sent/<str:token>/photos/<int:pk>/", private_page.photo, name="stories_sent_photo"),
    path("sent/<str:token>/photos/<int:pk>/remove/", private_page.remove_photo, name="stories_remove_photo"),
    path("sent/<str:token>/withdraw/", private_page.withdraw, name="stories_withdraw"),
    path("link/", private_page.lost_link, name="stories_link"),
    path("link/sent/", private_page.lost_link_sent, name="stories_link_sent"),
]
