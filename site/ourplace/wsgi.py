"""The WSGI application: the page cache in front, Django behind it."""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
for folder in (BASE_DIR, BASE_DIR / "site"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 (needs the path set above)

django_application = get_wsgi_application()

from home.page_cache import PageCache  # noqa: E402 (needs Django's apps loaded)
from ourplace.sign_ins import refuse_sample_sign_ins  # noqa: E402

refuse_sample_sign_ins()
application = PageCache(django_application)
