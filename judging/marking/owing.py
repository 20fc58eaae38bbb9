"""Which sheets are counted everywhere: those of entries that still owe marks (W-23)."""

EXCUSED = ("absent", "withdrawn", "disqualified")


def owing(divisions: str) -> str:
    """A condition on ``sheet s``: its entry owes marks. ``divisions`` is a condition on ``entry n`` that holds for
    every entry of the sheets asked for; with it the last statuses are read once and not sheet by sheet.
    """
    excused = ", ".join(f"'{status}'" for status in EXCUSED)
    return (
        "s.entry NOT IN (SELECT entry FROM (SELECT DISTINCT ON (x.entry) x.entry, x.status FROM entry_status x"
        f" JOIN entry n ON n.id = x.entry WHERE {divisions} ORDER BY x.entry, x.position DESC) last"
        f" WHERE status IN ({excused}))"
    )
