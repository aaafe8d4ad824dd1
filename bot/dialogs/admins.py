"""Once a year the admins say how the service works, whether they stand by it, and what they need to do it well.

The same engine as for citizens: a row of questions, each answered by number or in words, skipped, or taken back. It is
no dialog of the conversation; `kentongan satisfaction admins` runs it in a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.dialogs import survey_heard
from bot.dialogs.engine import Dialog, Option, Question, Scene
from bot.dialogs.identity import SKIP
from bot.dialogs.survey_texts import PROGRESS
from bot.dialogs.wording import Text

WELCOME = Text(
    "admins.welcome",
    "Yearly questionnaire for admins of SP4N-LAPOR!: {count} statements, about 3 minutes. Nobody can see from the "
    "answers who gave them. You may stop at any time and go on later.",
)
KEYS = Text("admins.keys", "Words that work: back, skip, finish.")
THANKS = Text("admins.thanks", "Thank you. Your answers for {year} are kept.")
PAUSED = Text("admins.paused", "Your answers so far are kept. Start the same command again to go on.")
ALREADY = Text("admins.already", "You have already answered in {year}. Thank you.")
UNCLEAR_HERE = Text("admins.unclear", "Sorry, we did not understand. Please choose a number.")
PERFORMANCE = {
    "right_office": Text("admins.right_office", "Reports reach the office in charge at the first try."),
    "in_time": Text("admins.in_time", "Offices answer reports in time."),
    "kept_informed": Text("admins.kept_informed", "Citizens learn clearly what happens to their reports."),
}
LOYALTY = {
    "recommend": Text("admins.recommend", "I would advise my own family to use SP4N-LAPOR!."),
    "stay": Text("admins.stay", "I would like to go on as an admin next year."),
}
CAPACITY = {
    "training": Text("admins.training", "My training is enough for this work."),
    "tools": Text("admins.tools", "The tools and applications that I use work well."),
    "workload": Text("admins.workload", "I have enough time for the number of reports I get."),
    "coordination": Text("admins.coordination", "Working with offices and liaison officers goes well."),
}
TOPICS: Mapping[str, Mapping[str, Text]] = {"performance": PERFORMANCE, "loyalty": LOYALTY, "capacity": CAPACITY}
STATEMENTS = {**PERFORMANCE, **LOYALTY, **CAPACITY}
AGREEMENT = {
    "1": Text("admins.agree.1", "Not true"),
    "2": Text("admins.agree.2", "Partly true"),
    "3": Text("admins.agree.3", "True"),
    "4": Text("admins.agree.4", "Completely true"),
    survey_heard.SKIP: SKIP,
}


def _asking(name: str) -> Callable[[Scene], str]:
    at = list(STATEMENTS).index(name) + 1

    def ask(scene: Scene) -> str:
        return f"{scene.words(PROGRESS, now=at, all=len(STATEMENTS))} {scene.words(STATEMENTS[name])}"

    return ask


def _options(scene: Scene) -> list[Option]:
    return [Option(key, scene.words(text)) for key, text in AGREEMENT.items()]


def _hear(scene: Scene) -> str | None:
    labels = {int(key): scene.words(text) for key, text in AGREEMENT.items() if key.isdecimal()}
    given = survey_heard.alike(scene.text, labels)
    return str(given) if given else survey_heard.beside(scene)


def _statement(name: str) -> Question:
    return Question(
        name,
        ask=_asking(name),
        unclear=lambda scene: scene.words(UNCLEAR_HERE),
        options=_options,
        hear=_hear,
        counted=False,
    )


ADMINS = Dialog("admins", tuple(_statement(name) for name in STATEMENTS))
