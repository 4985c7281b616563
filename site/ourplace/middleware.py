from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware


class ContentSecurityPolicy(ContentSecurityPolicyMiddleware):
    """Django's policy middleware, with the admin under its own policy (see `ADMIN_CSP`)."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith("/admin/"):
            response._csp_config = settings.ADMIN_CSP
        return super().process_response(request, response)
