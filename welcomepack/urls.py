from django.urls import path, re_path

from welcomepack import offline, views

urlpatterns = [
    path("welcome/pack.json", offline.pack_list, name="pack_list"),
    re_path(r"^(?P<path>(?:[^/]+/)+(?:pack|topic)\.pdf)$", views.paper, name="paper"),
]
