from django.apps import AppConfig


class OurPlaceConfig(AppConfig):
    name = "ourplace"

    def ready(self):
        from ourplace import checks  # noqa: F401 (registers the checks)
