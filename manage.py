#!/usr/bin/env python
"""Django's command line, with `site/` on the path (see design: Python owns the name `site`)."""

import gc
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")
    # Looking for garbage as often as Python does by default is a sixth of the time of `migrate`.
    gc.set_threshold(50_000, 20, 50)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
