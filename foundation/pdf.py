"""Paper: HTML to PDF by WeasyPrint, in a process of its own.

Rendering costs up to seconds of CPU and grows in memory, so it never runs in the event loop: a spawned
process renders, and is replaced after fifty documents. Only our own static files are read.
"""

import asyncio
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS_A_PROCESS = 50

_printers: ProcessPoolExecutor | None = None


async def print_pdf(html: str) -> bytes:
    """The PDF of a whole HTML page; ``touchstone:`` addresses name files under ``static/``."""
    global _printers
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_pool(), render_pdf, html)
    except BrokenProcessPool:  # the printing process was killed; a new one prints it
        _printers = None
        return await loop.run_in_executor(_pool(), render_pdf, html)


def stop_printing() -> None:
    """End the printing process when the app ends."""
    global _printers
    if _printers is not None:
        _printers.shutdown(wait=False, cancel_futures=True)
        _printers = None


def end_with_parent() -> None:
    """In a printing process: end when the app's process is gone, also when that was killed and could say nothing."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def render_pdf(html: str) -> bytes:
    """Render in this process (the console and the printing process call it)."""
    written = lay_out(html).write_pdf()
    assert isinstance(written, bytes)
    return written


def lay_out(html: str) -> Any:
    """The laid-out WeasyPrint document of a page, to be written alone or with others (``pdf_batches.py``)."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # weasyprint is untyped, and slow to import
        def fetch(self, url: str, headers: object = None) -> object:
            body, mime = _own_file(url)
            return URLFetcherResponse(url, body, {"Content-Type": mime})

    # U+2011 has no glyph in the Chinese fonts and would print as a box.
    return HTML(string=html.replace("\u2011", "-"), url_fetcher=OwnFiles(), base_url="touchstone:/").render()


def _own_file(url: str) -> tuple[bytes, str]:
    path = (ROOT / "static" / url.removeprefix("touchstone:").lstrip("/")).resolve()
    if not url.startswith("touchstone:") or not path.is_relative_to(ROOT / "static"):
        raise ValueError(f"paper may not fetch {url}")
    kinds = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
    return path.read_bytes(), kinds[path.suffix]


def _pool() -> ProcessPoolExecutor:
    global _printers
    if _printers is None:
        _printers = ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            max_tasks_per_child=DOCUMENTS_A_PROCESS,
            initializer=end_with_parent,
        )
    return _printers
