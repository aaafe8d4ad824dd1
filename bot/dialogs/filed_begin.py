"""How a citizen comes back to a filed report: ADD, ANSWER, SOLVED, WITHDRAW, OMBUDSMAN, with or without its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogs import filed, filed_rights, filed_solved, news
from bot.dialogs.engine import Dialog, Move, Option, Question, Scene
from bot.dialogs.follow import TITLE_IN_LIST
from bot.dialogs.grammar import mentions, plain
from bot.dialogs.hearing import mentioned
from bot.dialogs.recap import shortened
from bot.dialogs.session import Pending
from bot.message import Say
from bot.progress import Doing
from bot.report import Reference, Stage, Status

Begin = Callable[[Scene, Reference], Move]


def add(scene: Scene, reference: Reference) -> Move:
    """Ask what is to be added, unless it was said before it was clear to which report."""
    held, session = scene.session.held, replace(scene.session, held="", about=reference)
    if not held:
        return _ask(scene, reference, "add")
    return filed.passed_on(replace(scene, session=session), held)


def done(scene: Scene, reference: Reference) -> Move:
    """Ask whether it is solved: a closed report is not closed by half a word."""
    return _ask(scene, reference, "done")


def withdraw(scene: Scene, reference: Reference) -> Move:
    """Ask whether it is to be withdrawn, where that is still possible."""
    status, move = _status(scene, reference)
    if move:
        return move
    if status and Doing.WITHDRAW not in status.may:
        return _say(scene, scene.words(filed_rights.TOO_LATE, number=reference.grouped))
    return _ask(scene, reference, "withdraw")


def appeal(scene: Scene, reference: Reference) -> Move:
    """Ask whether the Ombudsman shall have it, where a legal time has passed."""
    number = reference.grouped
    if reference in scene.session.appealed:
        return _say(scene, scene.words(filed_rights.ALREADY, number=number))
    status, move = _status(scene, reference)
    if move:
        return move
    if reference in scene.session.late or (status and status.deadline and status.deadline < scene.today):
        return _ask(scene, reference, "appeal")
    return _say(scene, scene.words(filed_rights.NOT_LATE, number=number))


_ADDING = ("filed.add", "filed.complete", "filed.more")  # "tambah", said there, is no addition yet
BEGINNINGS: dict[str, Begin] = {"add": add, "done": done, "withdraw": withdraw, "appeal": appeal}


def begin(name: str) -> Callable[[Scene, str], Move]:
    """The command of this name: for the report named, the only open one, or a question which one."""

    def act(scene: Scene, argument: str) -> Move:
        if name == "add" and scene.session.at in _ADDING and not argument:
            return Move(scene.session, go=scene.session.at)
        scene = replace(scene, session=replace(scene.session.aside(), held=""))
        named = _named(scene, argument)
        if named:
            return BEGINNINGS[name](scene, named)
        cases = filed.open_cases(scene) or (filed.closed_cases(scene)[:1] if name == "done" else [])
        if not cases:
            return _say(scene, scene.words(filed.NONE_OPEN))
        if len(cases) == 1:
            return BEGINNINGS[name](scene, cases[0].reference)
        return Move(scene.session, go=f"filed.which_{name}")

    return act


def answer(scene: Scene, argument: str) -> Move:
    """ANSWER: the first question that waits; without one, words can still be added to an open report."""
    if scene.session.at.startswith(("filed.", "survey.")):
        return Move(scene.session, go=scene.session.at)
    if not scene.session.pending:
        return (
            begin("add")(scene, argument) if filed.open_cases(scene) else _say(scene, scene.words(filed.NOTHING_ASKED))
        )
    first, *rest = scene.session.pending
    session = replace(scene.session.aside(), pending=tuple(rest))
    asked = news.question(session, first.what, first.reference, _stage(scene, first))
    note = scene.words(news.YOURS, number=first.reference.grouped, title="")
    return news.put(replace(scene, session=session), asked or "filed.add", first.reference, note)


def addition(scene: Scene) -> Move | None:
    """ "TAMBAH 2611 0042 70 lampunya tiga": words for a filed report, while none is being written; None for others."""
    first, _, rest = scene.text.partition(" ")
    if not scene.draft.empty or not mentions(plain(first), "add") or len(rest.split()) < 2:
        return None
    cases, named = filed.open_cases(scene), _named(scene, rest[:40])
    rest = _without_number(rest) if named else rest
    if not (named or cases) or sum(ch.isalpha() for ch in rest) < 2:
        return None
    ordered = bool(named) or _ordered(first, rest)
    session = replace(scene.session.aside(), held=rest)
    if len(cases) > 1 and not named:
        return Move(session, go="filed.which_add") if ordered else None
    about = named or cases[0].reference
    if not ordered and scene.understood.categories:  # "tambah parah jalan di ..." is a story
        return Move(replace(session, about=about, held=scene.text), go="filed.meant")
    return add(replace(scene, session=session), about)


def _ordered(first: str, rest: str) -> bool:
    """Whether the word stands as a command: "TAMBAH lampunya tiga", "tambahan: lampunya tiga"."""
    return first.endswith(":") or (first.isupper() and not rest.isupper())


def _without_number(text: str) -> str:
    return text.lstrip("0123456789 .-#")


def _ask(scene: Scene, reference: Reference, name: str) -> Move:
    return Move(replace(scene.session, about=reference, tries=0, page=0), go=f"filed.{name}")


def _say(scene: Scene, body: str) -> Move:
    session = scene.session
    session = replace(session, at=session.under or "start.menu", under="")
    return Move(session, say=Say(body, closing=filed.closing(scene)))


def _status(scene: Scene, reference: Reference) -> tuple[Status | None, Move | None]:
    """How the report stands; a move that asks for it where nobody did yet."""
    if reference in scene.facts.statuses:
        return scene.facts.statuses[reference], None
    case = scene.facts.cases.get(reference)
    if case and case.stage is Stage.WAITING:  # the core does not have it yet; what is done to it waits behind it
        return None, None
    return None, Move(scene.session, asks=(reference,))


def _named(scene: Scene, text: str) -> Reference | None:
    """The report of one's own, or opened by its PIN, whose number stands in the text."""
    found = mentioned(text)
    mine = found and found.reference and found.reference in scene.facts.opened
    return found.reference if found and mine else None


def _stage(scene: Scene, waiting: Pending) -> Stage:
    case = scene.facts.cases.get(waiting.reference)
    return case.stage if case else Stage.FOLLOWED_UP


def _which(name: str) -> Question:
    def options(scene: Scene) -> Sequence[Option]:
        cases = filed.open_cases(scene)
        titles = [shortened("" if each.secret else each.title, TITLE_IN_LIST) for each in cases]
        return [Option(c.reference, f"{c.reference.grouped} {t}".strip()) for c, t in zip(cases, titles, strict=True)]

    def hear(scene: Scene) -> str | None:
        return _named(scene, scene.text)

    def act(scene: Scene, key: str) -> Move:
        return BEGINNINGS[name](scene, Reference(key))

    return Question(
        f"which_{name}",
        ask="Which report?",
        unclear="Sorry, that one is not in the list. Choose from the list, or write the number.",
        options=options,
        hear=hear,
        act=act,
        counted=False,
        aside=True,
    )


FILED = Dialog(
    "filed",
    (
        filed_solved.DONE,
        filed_solved.WHY,
        filed_solved.MEANT,
        filed.COMPLETE,
        filed.ADD,
        filed.MORE,
        filed_rights.WITHDRAW_IT,
        filed_rights.APPEAL,
        filed_rights.HERE_QUESTION,
        filed_rights.HERE_ASKED,
        *(_which(name) for name in BEGINNINGS),
    ),
)
COMMANDS = {**{name: begin(name) for name in BEGINNINGS}, "answer": answer}
