"""Serves the peer on 127.0.0.1: `python -m bench.peers.app_tier PORT`. It ends when standard input closes."""

import sys
from threading import Thread

import uvicorn

from local.child import end_with_parent

Thread(target=end_with_parent, daemon=True).start()
uvicorn.run(
    "bench.peers.app_tier.app:create_app",
    factory=True,
    port=int(sys.argv[1]),
    loop="uvloop",
    http="httptools",
    lifespan="on",
    log_level="warning",
    access_log=False,
)
