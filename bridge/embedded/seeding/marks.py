"""How everybody can tell that a report, an office or a text was invented for a trial and concerns nobody."""

MARK = "[CONTOH]"  # before every title and every story
SUFFIX = "(contoh)"  # behind the name of every office, street and canned text
ACTOR = "seed"  # who did it, in every timeline
NAME = "Warga Contoh"  # the citizens, with a number


def marked(words: str) -> str:
    """A title or story as one reads it."""
    return f"{MARK} {words}"
