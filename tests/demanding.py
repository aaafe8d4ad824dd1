"""What a core with questions of its own asks in tests: one of each datatype, some in the citizen's languages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.asked import Attribute, Spoken

_SIDES = (("L", "Left side"), ("R", "Right side"), ("M", "Middle of the road"))
_COLOURS = ("white", "yellow", "orange", "green", "blue", "red", "violet")


def _spoken(description: str, *names: str) -> Spoken:
    return Spoken(description, dict(zip((key for key, _ in _SIDES), names, strict=False)))


SIDE = Attribute(
    "side",
    "singlevaluelist",
    required=True,
    description="On which side is the pole?",
    order=1,
    values=_SIDES,
    spoken={
        "id": _spoken("Tiangnya di sebelah mana?", "Sebelah kiri", "Seberang kanan", "Tengah jalan"),
        "jv": _spoken("Cagakipun ing sisih pundi?", "Sisih kiwa", "Tengen margi", "Tengah margi"),
        "su": _spoken("Tihangna di palih mana?", "Palih kenca", "Katuhu jalan", "Tengah jalan"),
    },
)
POLE = Attribute("pole", "string", True, "Number on the pole", "three letters, four figures", 2)
LAMPS = Attribute("lamps", "number", True, "How many lamps are out?", order=3)
SINCE = Attribute("since", "datetime", True, "Since when is it out?", order=4)
RISKS = Attribute(
    "risks",
    "multivaluelist",
    True,
    "What is dangerous there?",
    order=5,
    values=(("dark", "It is dark"), ("cable", "A loose cable"), ("lean", "The pole leans"), ("none", "Nothing")),
)
COLOUR = Attribute(
    "colour",
    "singlevaluelist",
    True,
    "Colour of the lamp",
    order=6,
    values=tuple((each[:3], each) for each in _COLOURS),
)
REMARKS = Attribute("remarks", "text", True, "Anything the repair team must know?", order=7)
QUESTIONS: Mapping[str, Attribute] = {each.code: each for each in (SIDE, POLE, LAMPS, SINCE, RISKS, COLOUR, REMARKS)}
