"""Live pages: what an action announces in its transaction reaches every open page of every process.

``announce`` sends ``pg_notify`` with ids only. One listener task a process reconnects with back-off, tells
every listener that something may have been missed after a gap, and hands on to the streams of this process.
A stream lives no longer than the session it was opened by.
"""

import asyncio
import contextlib
import contextvars
import logging
from collections.abc import AsyncIterator

import asyncpg

from foundation.accounts.queries import SignedIn, session_lives, sessions_topic
from foundation.database import connection_arguments, engine, fetch

CHANNEL = "touchstone"
BEAT_SECONDS = 2
SESSION_SECONDS = 25
PAUSE_SECONDS = 0.5
RETRY_MILLISECONDS = 3000
GAP = "gap"

log = logging.getLogger(__name__)
_listeners: dict[str, set[asyncio.Queue[str]]] = {}
_stopping = asyncio.Event()


async def announce(*topics: str) -> None:
    """Say, inside the transaction, that something under these topics changed; nothing is sent before commit."""
    if engine().current_transaction.get() is None:
        raise RuntimeError("announce needs the transaction of the change")
    await fetch("SELECT pg_notify($1, topic) FROM unnest($2::text[]) AS topic", CHANNEL, list(topics))


async def stream(*topics: str, me: SignedIn) -> AsyncIterator[str]:
    """Server-sent events for a page: ``changed`` with the topic, and ``beat`` whenever nothing was said for a while,
    so that a page may take silence for a lost connection.

    The first event is ``changed`` with ``gap``: what happened between the making of the page, or a lost connection,
    and this moment was heard by nobody.
    """
    queue: asyncio.Queue[str] = asyncio.Queue(maxsize=256)
    own = sessions_topic(me.account_id)
    clock = asyncio.get_running_loop().time
    look_again = clock() + SESSION_SECONDS
    for topic in (own, *topics):
        _listeners.setdefault(topic, set()).add(queue)
    try:
        yield f"retry: {RETRY_MILLISECONDS}\nevent: changed\ndata: {GAP}\n\n"
        while not _stopping.is_set():
            try:
                topic = await asyncio.wait_for(queue.get(), BEAT_SECONDS)
            except TimeoutError:
                if clock() >= look_again:
                    look_again = clock() + SESSION_SECONDS
                    if await _has_ended(me):
                        return
                yield "event: beat\ndata: .\n\n"
                continue
            if topic == own:
                if await _has_ended(me):
                    return
                continue
            yield f"event: changed\ndata: {topic}\n\n"
            # At most one event a pause, and the last one always: a page that throttles by itself loses it.
            await asyncio.sleep(PAUSE_SECONDS)
            left_out = [queue.get_nowait() for _ in range(queue.qsize() - 1)]
            if own in left_out and await _has_ended(me):
                return
    finally:
        for topic in (own, *topics):
            _listeners.get(topic, set()).discard(queue)
            if not _listeners.get(topic):
                _listeners.pop(topic, None)


async def _has_ended(me: SignedIn) -> bool:
    try:
        return not await session_lives(me.session_id)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False  # a database that is away has signed nobody out; the next look asks again


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[None]:
    """Listen to the database while the app runs."""
    _stopping.clear()
    # A fresh context: a task started inside a transaction would inherit it and fail when it ends.
    task = asyncio.get_running_loop().create_task(_listen(), context=contextvars.Context())
    try:
        yield
    finally:
        end_streams()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def end_streams() -> None:
    """Let every open stream of this process end, or shutting down would wait for it."""
    _stopping.set()
    _hand_on(GAP)


def _hand_on(topic: str) -> None:
    queues = set().union(*_listeners.values()) if topic == GAP else _listeners.get(topic, set())
    for queue in set(queues):
        try:
            queue.put_nowait(topic)
        except asyncio.QueueFull:
            log.warning("a live page is too slow", extra={"topic": topic})


async def _listen() -> None:
    wait = 0.5
    while True:
        try:
            connection = await asyncpg.connect(**connection_arguments())
        except (OSError, asyncpg.PostgresError) as error:
            log.warning("live listener cannot connect", extra={"error": str(error)})
            await asyncio.sleep(wait)
            wait = min(wait * 2, 10)
            continue
        wait = 0.5
        lost = asyncio.Event()
        connection.add_termination_listener(lambda *_, lost=lost: lost.set())
        await connection.add_listener(CHANNEL, lambda *message: _hand_on(message[3]))
        _hand_on(GAP)
        try:
            await lost.wait()
        finally:
            await connection.close(timeout=2)
