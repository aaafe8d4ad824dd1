"""The officer's inbox: what is due first stands first, in words and not by colour alone."""

from __future__ import annotations

from flask import Blueprint, render_template

from bridge.desk.doors import needs
from bridge.desk.people import Right

room = Blueprint("inbox", __name__)


@room.get("/")
@needs(Right.READ)
def inbox() -> str:
    """The reports within reach, the most urgent first."""
    return render_template("inbox.html")
