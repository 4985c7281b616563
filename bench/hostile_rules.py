"""How long an editor waits to hear that a rule or its dates cannot be: the slowest of those the tests call hostile."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(Path(__file__).parent)]
os.environ["DJANGO_SETTINGS_MODULE"] = "_settings"
LIMIT_MS = 100
ROUNDS = 5


def milliseconds(refused: Callable[[], object]) -> float:
    """The best of a few goes, in milliseconds of this process's own time."""
    taken = []
    for _go in range(ROUNDS):
        before = time.process_time()
        refused()
        taken.append((time.process_time() - before) * 1000)
    return min(taken)


def main() -> None:
    import django

    django.setup()
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("hostile", ROOT / "tests/campaign/test_recurrence.py")
    hostile = module_from_spec(spec)
    spec.loader.exec_module(hostile)
    cases = {rule: hostile.weekly(rule) for rule in hostile.HOSTILE}
    cases |= {f"{reason} ({number})": dates for number, (reason, dates) in enumerate(hostile.TROUBLE)}
    slowest = {name: milliseconds(lambda case=case: hostile.refused(case)) for name, case in cases.items()}
    name, worst = max(slowest.items(), key=lambda item: item[1])
    print(f"{len(cases)} refused; the slowest: {name[:60]}")
    print(f"hostile_rules: {worst:.1f} ms, {worst / LIMIT_MS:.2f} × the {LIMIT_MS} ms a refusal may take")


if __name__ == "__main__":
    main()
