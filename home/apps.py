from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from home import last_updated, search_index, signals

        signals.connect()
        last_updated.connect()
        search_index.connect()
