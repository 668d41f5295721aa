"""`python -m tests.fakes.gemini --port 9009`: the local Gemini by itself, scripted over HTTP."""

import argparse
import signal
from threading import Event

from tests.fakes.gemini.server import KEY, SHORTEST_DEADLINE_SECONDS, local_gemini


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="tests.fakes.gemini", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--key", default=KEY, help="the API key that is valid")
    parser.add_argument(
        "--shortest-deadline", type=float, default=SHORTEST_DEADLINE_SECONDS, metavar="SECONDS"
    )
    given = parser.parse_args()
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with local_gemini(given.port, given.key, given.shortest_deadline) as gemini:
        print(f"GEMINI_BASE_URL={gemini.url}", f"GEMINI_API_KEY={gemini.key}", sep="\n", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
