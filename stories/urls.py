from django.urls import path

from stories import private_page, sharing

urlpatterns = [
    path("share/", sharing.start, name="stories_share"),
    path("share/adult/", sharing.too_young, name="stories_share_adult"),
    path("share/erase/", sharing.erase, name="stories_share_erase"),
    path("share/photos/<int:pk>/", sharing.photo, name="stories_share_photo"),
    path("share/<str:step>/", sharing.question, name="stories_share_step"),
    path("sent/<str:token>/", private_page.sent, name="stories_sent"),
    path("sent/<str:token>/withdraw/", private_page.withdraw, name="stories_withdraw"),
]
