from django.apps import AppConfig


class WelcomePackConfig(AppConfig):
    name = "welcomepack"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from welcomepack import signals

        signals.connect()
