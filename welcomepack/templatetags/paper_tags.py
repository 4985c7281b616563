from django import template
from django.utils.translation import get_language

from home.languages import SOURCE
from welcomepack.models import TopicPage, WelcomePackPage
from welcomepack.paper import shelf

register = template.Library()


@register.inclusion_tag("welcomepack/tools/paper.html")
def paper(page: WelcomePackPage | TopicPage) -> dict:
    """A link to the page's PDF in the reader's language, with its size where the file has been made."""
    path = f"{page.relative_path}{page.paper_name}"
    code = get_language() or SOURCE
    return {"page": page, "address": f"/{code}/{path}", "size": shelf.size_of(path, code)}
