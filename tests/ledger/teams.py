"""Workers for tests: they answer, hang or end as the name of their input says."""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection

from onrecord.adding import Begun, Job, Run
from onrecord.errors import OnRecordError
from onrecord.ledger import Answer


def serve(pipe: Connection, run: Run) -> None:
    """The life of a worker that reads nothing."""
    try:
        pipe.send(None)
        while True:
            job: Job = pipe.recv()
            parts = job.name.split("+")
            for number, part in list(enumerate(parts))[job.skip :]:
                if len(parts) > 1:
                    pipe.send(Begun(number))
                if part == "hang":
                    time.sleep(60)
                if part == "crash":
                    os._exit(9)
                pipe.send(Answer("added", part, f"r{part}"))
            pipe.send(None)
    except EOFError:
        return


def serve_nothing(pipe: Connection, run: Run) -> None:
    """A worker whose engine does not start."""
    pipe.send(OnRecordError("The English pipeline is not installed."))
