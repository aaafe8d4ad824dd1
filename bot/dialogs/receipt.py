"""The citizen confirms: the report as it will be filed, and the receipt with its number and PIN."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import recap
from bot.dialogs.engine import Move, Scene
from bot.dialogs.session import Draft, File
from bot.dialogs.wording import Text
from bot.dialogs.zones import zone_of
from bot.message import Say
from bot.report import Place, Reference, Report

OTHER = "other"
RECEIPT = Text(
    "lodge.receipt",
    "Thank you. Your report is saved, not yet sent. We are sending it now and will tell you when it has "
    "arrived. To ask at any time, type STATUS. Your PIN is {pin}. Tell it to nobody. It opens this report from another "
    "phone. Report number:",
)


def send(scene: Scene) -> Move:
    """End the draft with a number, a PIN and the effect that files it; what is filed is what the recap said (I5)."""
    reference, pin = Reference.of(scene.facts.draw), f"{scene.facts.pin:06d}"
    report, danger = _report(scene, reference), scene.understanding.alarms.urgent.heard(scene.draft.story)
    filed = File(report, scene.draft.attachments, pin, zone_of(report.place), urgent=danger)
    session = replace(
        scene.session,
        at="start.menu",
        under="",
        draft=Draft(),
        trail=(),
        cases=(*scene.session.cases, reference)[-20:],
        reminded=False,
    )
    told = scene.words(RECEIPT, pin=f"{pin[:3]} {pin[3:]}")
    return Move(session, say=Say(f"{told}\n{reference.grouped}"), do=(filed,))


def _report(scene: Scene, reference: Reference) -> Report:
    draft = scene.draft
    return Report(
        reference=reference,
        kind=draft.kind,
        category=draft.category or OTHER,
        category_name=recap.category_name(scene, draft.category or OTHER, "id"),
        title=draft.title,
        story=draft.story,
        place=draft.place or Place(),
        anonymous=draft.anonymous,
        secret=draft.secret,
        received_at=scene.facts.now,
        channel=scene.said.sender.channel,
        language=scene.session.language,
        name="" if draft.anonymous else draft.name,
        happened_on=draft.happened_on,
        answers=recap.answers(draft),
    )
