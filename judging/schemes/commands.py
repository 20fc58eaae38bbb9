"""``touchstone scheme check`` and ``touchstone scheme convert``: one file, no database, no web stack."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from foundation.language import gettext as _
from foundation.phrases import sentence
from foundation.problems import Problem, errors
from judging.schemes import phrases as _phrases  # noqa: F401  # registers the sentences
from judging.schemes.file_forms import read_and_check
from judging.schemes.read_scheme import ReadScheme
from judging.schemes.report import report

FINE, HAS_ERRORS, COULD_NOT_RUN = 0, 1, 2


def check(arguments: Namespace) -> int:
    """Read a scheme file and print counts, sums and every problem: 0, 1 with errors, 2 unreadable path."""
    read = _read(Path(arguments.file))
    if read is None:
        return COULD_NOT_RUN
    if arguments.json:
        _print_json(_document(read))
    else:
        print("\n".join(_lines(read)))
    return _exit_code(read)


def convert(arguments: Namespace) -> int:
    """Write the scheme of a file as a CIS workbook; with errors nothing is written."""
    from judging.schemes.export import check_export, export_scheme

    read = _read(Path(arguments.file))
    if read is None:
        return COULD_NOT_RUN
    exported = check_export(read.scheme) if read.scheme else []
    if read.scheme is not None and not errors(read.problems):
        out = Path(arguments.out)
        try:
            out.write_bytes(export_scheme(read.scheme))
        except OSError as error:
            print(_("%(path)s cannot be written: %(reason)s") % _why(out, error), file=sys.stderr)
            return COULD_NOT_RUN
        if not arguments.json:
            print(_("Written: %(path)s") % {"path": out})
    if arguments.json:
        written = None if read.scheme is None or errors(read.problems) else str(arguments.out)
        _print_json({**_document(read), "written": written, "export_problems": _listed(exported)})
    else:
        for problem in (*read.problems, *exported):
            print(_problem_line(problem))
    return _exit_code(read)


def _read(path: Path) -> ReadScheme | None:
    try:
        content = path.read_bytes()
    except OSError as error:
        print(_("%(path)s cannot be read: %(reason)s") % _why(path, error), file=sys.stderr)
        return None
    return read_and_check(content, path.name, own_file=True)


def _why(path: Path, error: OSError) -> dict[str, object]:
    return {"path": path, "reason": error.strerror or error}


def _exit_code(read: ReadScheme) -> int:
    return HAS_ERRORS if errors(read.problems) else FINE


def _document(read: ReadScheme) -> dict[str, Any]:
    return report(read, [sentence(problem) for problem in read.problems])


def _listed(problems: list[Problem]) -> list[dict[str, str]]:
    return [{"severity": problem.severity, "code": problem.code, "message": sentence(problem)} for problem in problems]


def _print_json(document: dict[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1))


def _lines(read: ReadScheme) -> list[str]:
    document = _document(read)
    lines = []
    if read.scheme is not None:
        lines += _summary(document)
    lines += [_problem_line(problem) for problem in read.problems]
    lines.append(_("Colours, pictures and comments of a workbook are never read."))
    return lines


def _summary(document: dict[str, Any]) -> list[str]:
    counts = document["counts"]
    counted = _(
        "%(criteria)s criteria, %(sub_criteria)s sub-criteria, %(aspects)s aspects (%(M)s measurement, %(J)s judgement)"
    )
    named = {name: document[name] or "–" for name in ("layout", "total", "declared_total", "variation")}
    lines = [document["title"], _("Layout: %(layout)s") % named, counted % counts]
    lines.append(_("Total %(total)s, declared %(declared_total)s") % named)
    days = ", ".join(f"{day or '–'}: {count}" for day, count in document["days"].items())
    lines.append(_("Aspects per day: %(days)s") % {"days": days})
    for criterion in document["criteria"]:
        lines.append(_declared_line(criterion["code"], criterion))
    for section in document["sections"]:
        lines.append(_declared_line(section["number"], section))
    if document["sections"]:
        lines.append(_("Total variation of the sections: %(variation)s") % named)
    return lines


def _declared_line(code: str, part: dict[str, Any]) -> str:
    values = {
        "code": code,
        "name": part["name"],
        "computed": part["computed"],
        "declared": part["declared"] or "–",
    }
    return "  " + _("%(code)s %(name)s: %(computed)s, declared %(declared)s") % values


def _problem_line(problem: Problem) -> str:
    grave = _("error") if problem.severity == "error" else _("warning")
    place = " ".join(part for part in (problem.place.sheet, problem.place.cell) if part)
    return f"{grave} {problem.code}{f' [{place}]' if place else ''}: {sentence(problem)}"
