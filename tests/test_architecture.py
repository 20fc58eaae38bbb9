"""The directions of imports hold, and a planted breach of each contract is found (law 4, law 1)."""

import ast
import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("foundation", "contest", "judging", "training")
# Files that read, write, speak or assemble; every other file of a subject is a rule and must be pure.
KINDS = ("tables", "queries", "actions", "access", "forms", "routes", "printing", "audit_types", "phrases", "commands")
ASSEMBLY = ("__init__", "app", "piccolo_app", "setup", "navigation", "live", "batches")


def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser


def is_io(name: str) -> bool:
    return name in ASSEMBLY or any(
        name == kind or name.startswith(f"{kind}_") or name.endswith(f"_{kind}") for kind in KINDS
    )


def rule_modules() -> set[str]:
    found = set()
    for package in ("contest", "judging", "training"):
        for path in (ROOT / package).glob("*/*.py"):
            if path.parent.name != "piccolo_migrations" and not is_io(path.stem):
                found.add(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return found


def test_every_rule_stands_in_the_purity_contract():
    listed = set(contracts()["importlinter:contract:purity"]["source_modules"].split())
    pure_foundation = {f"foundation.{name}" for name in ("numbers", "problems", "sorting", "texts")}
    assert rule_modules() | pure_foundation == listed


# Lower may not import higher; files split as ``routes_exports.py`` or ``queries_teams.py`` count as their kind.
ORDER = ("tables", "queries", "actions", "access", "forms", "printing", "routes")
LEVEL = {"access": 3, "forms": 3} | {kind: level for level, kind in enumerate(ORDER) if kind not in ("access", "forms")}


def kind_of(name: str) -> str | None:
    return next((kind for kind in ORDER if name == kind or name.startswith(f"{kind}_")), None)


def test_split_files_keep_the_order_inside_their_subject():
    """The contract knows plain names only; here the files that were split are held to the same order."""
    wrong = []
    for package in ("contest", "judging"):
        for path in (ROOT / package).glob("*/*.py"):
            own, here = kind_of(path.stem), f"{package}.{path.parent.name}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                module = node.module if isinstance(node, ast.ImportFrom) else None
                if own and module and module.startswith(f"{here}."):
                    other = kind_of(module.removeprefix(f"{here}."))
                    if other and LEVEL[other] > LEVEL[own]:
                        wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


BREACHES = {
    "packages": ("foundation/breach.py", "import contest.events"),
    "subjects-of-contest": ("contest/officials/breach.py", "import contest.entries.queries"),
    "subjects-of-judging": ("judging/schemes/breach.py", "import judging.results.tables"),
    "inside-a-subject": ("judging/marking/queries.py", "import judging.marking.actions"),
    "forms-know-no-tables": ("contest/events/forms.py", "import contest.events.tables"),
    "nothing-imports-the-top": ("contest/events/queries.py", "import main"),
    "purity": ("judging/results/scale.py", "import foundation.database"),
}


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).parent / "lint-imports"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [tool, "--contract", contract, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def copy_of_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("code")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "samples"))
    for name in (".importlinter", "main.py", "cli.py", "demo.py", "piccolo_conf.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_a_breach_is_planted_for_every_contract():
    names = {name.removeprefix("importlinter:contract:") for name in contracts().sections() if "contract" in name}
    assert names == set(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_planted_breach_is_found(contract: str, copy_of_code: Path):
    name, line = BREACHES[contract]
    path = copy_of_code / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    assert lint(copy_of_code, contract).returncode == 0
    try:
        path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
        found = lint(copy_of_code, contract)
    finally:
        path.unlink() if before is None else path.write_text(before, encoding="utf-8")
    assert found.returncode == 1
    assert "BROKEN" in found.stdout


def test_verbs_and_questions_know_no_web():
    """Actions and queries serve commands too, which start without the web stack."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("foundation", "contest", "judging")
        for path in sorted((ROOT / package).glob("*/*.py"))
        if kind_of(path.stem) in ("actions", "queries")
    ]
    code = f"import sys, importlib; [importlib.import_module(name) for name in {modules!r}]; print('litestar' in sys.modules)"
    assert len(modules) > 30
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).strip() == "False"
