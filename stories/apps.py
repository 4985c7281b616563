from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_migrate

        from stories import evidence, signals

        signals.connect()
        post_migrate.connect(evidence.install, sender=self)
