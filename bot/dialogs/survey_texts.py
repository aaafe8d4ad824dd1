"""How a citizen is asked what they think: one question, nine more in plain words, three about the person.

The nine are the elements of the Indeks Kepuasan Masyarakat in the order of Permenpan RB 14/2017 ("unsur SKM"), each
with four answers from 1 to 4; the star before them is no part of that index.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogs.wording import Text

STARS = {
    1: Text("survey.star.1", "Very bad"),
    2: Text("survey.star.2", "Bad"),
    3: Text("survey.star.3", "Fair"),
    4: Text("survey.star.4", "Good"),
    5: Text("survey.star.5", "Excellent"),
}
STAR_ASK = Text("survey.star.ask", "What do you think of how report{number} was handled?")
STAR_CLOSING = Text("survey.star.closing", "Reply 1 to 5, or type: skip.")
STAR_UNCLEAR = Text(
    "survey.star.unclear", "Sorry, we did not understand. 1 is very bad, 5 is excellent. For something else, type MENU."
)
STAR_KEPT = Text("survey.star.kept", "Noted: {star} of 5. Thank you.")

AGREE_ASK = Text(
    "survey.agree.ask",
    "May we ask 9 more short questions? They take about 2 minutes. You may skip any of them.",
)
AGREE_UNCLEAR = Text("survey.agree.unclear", "Sorry, we did not understand. Shall we ask the 9 questions?")
YES_NOW = Text("survey.yes_now", "Yes, now")
LATER = Text("survey.later", "Later")
NO_THANKS = Text("survey.no_thanks", "No, thank you")

PROGRESS = Text("survey.progress", "Question {now} of {all}.")
KEPT = Text("survey.kept", "Noted: {answer}.")
UNCLEAR = Text("survey.unclear", "Sorry, we did not understand. Please choose a number. For something else, type MENU.")
ASKS = {
    "requirements": Text("survey.requirements.ask", "How reasonable was what we asked you for (story, place, photo)?"),
    "procedure": Text("survey.procedure.ask", "How easy was it to report and to follow the report?"),
    "time": Text("survey.time.ask", "How fast was your report handled?"),
    "cost": Text("survey.cost.ask", "What did it cost you, for example phone credit, travel or fees?"),
    "result": Text("survey.result.ask", "How well does the result match what the office promised?"),
    "competence": Text("survey.competence.ask", "How capable were the staff who dealt with your problem?"),
    "courtesy": Text("survey.courtesy.ask", "How polite and friendly were the staff?"),
    "complaints": Text("survey.complaints.ask", "If you objected or suggested something: how well was it dealt with?"),
    "facilities": Text("survey.facilities.ask", "How good was the channel you used (SMS, chat or website)?"),
}
ELEMENTS = tuple(ASKS)
REASONABLE = {
    1: Text("survey.reasonable.1", "Unreasonable"),
    2: Text("survey.reasonable.2", "Partly reasonable"),
    3: Text("survey.reasonable.3", "Reasonable"),
    4: Text("survey.reasonable.4", "Very reasonable"),
}
EASY = {
    1: Text("survey.easy.1", "Hard"),
    2: Text("survey.easy.2", "Rather hard"),
    3: Text("survey.easy.3", "Easy"),
    4: Text("survey.easy.4", "Very easy"),
}
FAST = {
    1: Text("survey.fast.1", "Slow"),
    2: Text("survey.fast.2", "Rather slow"),
    3: Text("survey.fast.3", "Fast"),
    4: Text("survey.fast.4", "Very fast"),
}
COSTLY = {
    1: Text("survey.costly.1", "Very expensive"),
    2: Text("survey.costly.2", "Rather expensive"),
    3: Text("survey.costly.3", "Cheap"),
    4: Text("survey.costly.4", "Nothing at all"),
}
MATCHING = {
    1: Text("survey.matching.1", "Not at all"),
    2: Text("survey.matching.2", "Partly"),
    3: Text("survey.matching.3", "Well"),
    4: Text("survey.matching.4", "Very well"),
}
CAPABLE = {
    1: Text("survey.capable.1", "Not capable"),
    2: Text("survey.capable.2", "Less capable"),
    3: Text("survey.capable.3", "Capable"),
    4: Text("survey.capable.4", "Very capable"),
}
POLITE = {
    1: Text("survey.polite.1", "Impolite"),
    2: Text("survey.polite.2", "Rather impolite"),
    3: Text("survey.polite.3", "Polite"),
    4: Text("survey.polite.4", "Very polite"),
}
HEEDED = {
    1: Text("survey.heeded.1", "Not dealt with"),
    2: Text("survey.heeded.2", "Poorly"),
    3: Text("survey.heeded.3", "Well"),
    4: Text("survey.heeded.4", "Very well"),
}
GOOD = {
    1: Text("survey.good.1", "Bad"),
    2: Text("survey.good.2", "Fair"),
    3: Text("survey.good.3", "Good"),
    4: Text("survey.good.4", "Very good"),
}
ANSWERS: Mapping[str, Mapping[int, Text]] = {
    "requirements": REASONABLE,
    "procedure": EASY,
    "time": FAST,
    "cost": COSTLY,
    "result": MATCHING,
    "competence": CAPABLE,
    "courtesy": POLITE,
    "complaints": HEEDED,
    "facilities": GOOD,
}

CONSENT_ASK = Text(
    "survey.consent.ask",
    "Last: may we ask three things about you (gender, disability, age)? They are only counted, apart from your report.",
)
CONSENT_UNCLEAR = Text("survey.consent.unclear", "Sorry, we did not understand. You are free to say no.")
YES = Text("survey.yes", "Yes")
PERSON_ASKS = {
    "gender": Text("survey.gender.ask", "What is your gender?"),
    "disability": Text("survey.disability.ask", "Do you have a disability?"),
    "age": Text("survey.age.ask", "How old are you?"),
}
RATHER_NOT = Text("survey.rather_not", "Rather not say")
GENDERS = {
    "female": Text("survey.gender.female", "Female"),
    "male": Text("survey.gender.male", "Male"),
    "other": Text("survey.gender.other", "Another"),
    "unsaid": RATHER_NOT,
}
DISABILITIES = {"yes": YES, "no": Text("survey.no", "No"), "unsaid": RATHER_NOT}
AGES = {  # young people by UU 40/2009: to 30; older people by UU 13/1998: from 60
    "to_30": Text("survey.age.to_30", "Up to 30"),
    "31_45": Text("survey.age.31_45", "31 to 45"),
    "46_59": Text("survey.age.46_59", "46 to 59"),
    "from_60": Text("survey.age.from_60", "60 or older"),
    "unsaid": RATHER_NOT,
}
PERSON: Mapping[str, Mapping[str, Text]] = {"gender": GENDERS, "disability": DISABILITIES, "age": AGES}

THANKS = Text("survey.thanks", "Thank you. Your answers help to make the service better.")
FINE = Text("survey.fine", "That is fine. Thank you for your report.")
PAUSED = Text("survey.paused", "To go on with the rating later, type SURVEY.")
NOTHING = Text("survey.nothing", "There is no closed report to rate just now.")
COMPLETE = Text("survey.complete", "You have answered everything already. Thank you.")
FIRST = Text("survey.first", "This is the first question. To leave it, type MENU.")
NEXT_DRAFT = Text("survey.next_draft", "Type RESUME to go on with your report.")
NEXT_NONE = Text("survey.next_none", "For something else, type MENU.")
