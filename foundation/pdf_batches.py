"""Many documents in one PDF, each with its own page numbers: forms of a whole trade.

A batch has a printing process of its own, so that it neither waits for nor delays single papers, and gives its
memory back when it ends. Documents are laid out one after the other; the caller hears of each.
"""

import asyncio
import multiprocessing
from collections.abc import AsyncGenerator, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from foundation.pdf import end_with_parent, lay_out

_laid_out: list[Any] = []


async def print_batch(documents: Iterable[str], target: Path) -> AsyncGenerator[int, None]:
    """Print whole HTML pages one behind the other into ``target``; yields how many are laid out.

    ``target`` appears only when it is complete. Leaving the loop early gives the batch up.
    """
    process = ProcessPoolExecutor(
        max_workers=1, mp_context=multiprocessing.get_context("spawn"), initializer=end_with_parent
    )  # fmt: skip
    loop = asyncio.get_running_loop()
    try:
        for number, document in enumerate(documents, start=1):
            await loop.run_in_executor(process, _lay_out, document)
            yield number
        unfinished = target.with_suffix(".part")
        await loop.run_in_executor(process, _write, str(unfinished))
        unfinished.rename(target)
    finally:
        process.shutdown(wait=False, cancel_futures=True)


def _lay_out(html: str) -> None:
    _laid_out.append(lay_out(html))


def _write(target: str) -> None:
    pages = [page for document in _laid_out for page in document.pages]
    _laid_out[0].copy(pages).write_pdf(target)
