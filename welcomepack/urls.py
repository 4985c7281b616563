from django.urls import re_path

from welcomepack import views

urlpatterns = [re_path(r"^(?P<path>(?:[^/]+/)+(?:pack|topic)\.pdf)$", views.paper, name="paper")]
