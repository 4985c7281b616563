from django.apps import AppConfig


class OurPlaceConfig(AppConfig):
    name = "ourplace"

    def ready(self):
        from django.db.models.signals import post_save

        from campaign.models import NetworkPage
        from home.models import HomePage
        from ourplace import checks, roles  # noqa: F401 (registers the checks)

        post_save.connect(roles.home_page_was_saved, sender=HomePage)
        post_save.connect(roles.network_was_saved, sender=NetworkPage)
