from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import confirming, directory, from_readers, views
from ourplace import health, machines
from welcomepack import offline

handler404 = "home.views.page_not_found"
handler500 = "home.views.server_error"

urlpatterns = [
    path("", views.root, name="root"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("offline/", offline.offline_page, name="offline"),
    path("sw.js", offline.worker, name="worker"),
    path("reviews/<str:token>/", confirming.review, name="review"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}icons/favicon.svg"), name="favicon"),
    # Wagtail's own addresses but for its last, the page view: ours is the last line below.
    path("", include(wagtail_urls.urlpatterns[:-1])),
    re_path(r"^media/(?P<path>.*)$", views.media),
    path("unpublished/<str:token>/", views.unpublished_picture, name="unpublished_picture"),
]
if settings.DEBUG:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()

urlpatterns += i18n_patterns(
    path("languages/", views.languages_page, name="languages"),
    path("search/", views.search, name="search"),
    path("services/", directory.directory, name="directory"),
    path("languages/missing/", from_readers.language_missing, name="language_missing"),
    path("translation-problem/", from_readers.translation_problem, name="translation_problem"),
    path("translation-problem/sent/", from_readers.translation_problem_sent, name="translation_problem_sent"),
    path("qr/", views.qr_code, name="qr_code"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/thanks/", views.feedback_words, name="feedback_words"),
    path("contact/", views.contact, name="contact"),
    path("contact/sent/", views.contact_sent, name="contact_sent"),
    path("stories/", include("stories.urls")),
    path("", include("campaign.urls")),
    path("", include("welcomepack.urls")),
    re_path(r"^((?:[^/]+/)*)$", views.page, name="wagtail_serve"),
)
