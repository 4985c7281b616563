from django.urls import path

from welcomepack import offline

urlpatterns = [
    path("pack.json", offline.pack_list, name="pack_list"),
]
