"""What a date says about a phase of the campaign and about something a plan has promised. Pure."""

from datetime import date
from typing import Literal

Phase = Literal["past", "now", "to come"]
IN_TIME = ("not begun", "in hand")


def phase(starts_on: date, ends_on: date, today: date) -> Phase:
    """Both days belong to the phase."""
    if today < starts_on:
        return "to come"
    return "now" if today <= ends_on else "past"


def state(said: str, due_on: date | None, today: date) -> str:
    """What the public is told of a promise: late is never chosen, it follows from the day it was due."""
    return "late" if said in IN_TIME and due_on and due_on < today else said
