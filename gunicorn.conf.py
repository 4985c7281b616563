"""How the site is served. BIND or PORT says where, WEB_CONCURRENCY by how many workers."""

import os
import sys
from pathlib import Path

# Not `pythonpath`: gunicorn reads that setting only after it has looked for the application.
sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

wsgi_app = "ourplace.wsgi:application"
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# Browsers open connections ahead of need, and phones send slowly: a worker without threads waits for each.
worker_class = "gthread"
threads = 8
# Five photos of 60 megapixels may come in one request; each is given at most 35 seconds (stories.uploads).
timeout = 180
# Loaded once and shared by the workers: they start at once and use less memory. ourplace.wsgi closes its
# database connections and pool before the fork, so no worker inherits one.
preload_app = True
loglevel = "warning"
control_socket_disable = True


def when_ready(server):
    if greeting := os.environ.get("GREETING"):
        print(greeting, flush=True)
