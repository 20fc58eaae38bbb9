"""Many documents in one PDF, each with its own page numbers: forms of a whole trade.

A batch has a printing process of its own, which stands back behind everything else, and gives its memory back when
it ends. Batches of one app run one after the other. A laid-out form holds some 17 MB, so they are written in
portions and joined at the end.
"""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncGenerator, Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from foundation.pdf import end_with_parent, lay_out

PORTION = 10

_turn = asyncio.Lock()


async def print_batch(documents: Iterable[str], target: Path) -> AsyncGenerator[int, None]:
    """Print whole HTML pages one behind the other into ``target``; yields how many are printed.

    ``target`` appears only when it is complete. Leaving the loop early gives the batch up.
    """
    async with _turn:
        process = ProcessPoolExecutor(
            max_workers=1, mp_context=multiprocessing.get_context("spawn"), initializer=_stand_back
        )  # fmt: skip
        loop, waiting, done = asyncio.get_running_loop(), iter(documents), 0
        portions: list[Path] = []
        try:
            while portion := tuple(islice(waiting, PORTION)):
                portions.append(target.with_suffix(f".{len(portions)}"))
                await loop.run_in_executor(process, _write_portion, portion, str(portions[-1]))
                done += len(portion)
                yield done
            unfinished = target.with_suffix(".part")
            await loop.run_in_executor(process, _join, [str(each) for each in portions], str(unfinished))
            unfinished.rename(target)
        finally:
            process.shutdown(wait=False, cancel_futures=True)
            for each in portions:
                each.unlink(missing_ok=True)


def _stand_back() -> None:
    """In the process of a batch: whoever enters marks or waits for a single paper comes first."""
    end_with_parent()
    os.nice(10)


def _write_portion(documents: tuple[str, ...], target: str) -> None:
    laid_out = [lay_out(html) for html in documents]
    laid_out[0].copy([page for document in laid_out for page in document.pages]).write_pdf(target)


def _join(portions: list[str], target: str) -> None:
    from pypdf import PdfWriter

    with PdfWriter() as writer:
        for portion in portions:
            writer.append(portion)
        writer.write(target)
