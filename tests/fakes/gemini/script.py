"""The order in which answers come, and the record of what was asked."""

from collections import deque
from collections.abc import Callable
from threading import Lock

from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Endpoint, Reply

Brain = Callable[[Received], Reply | None]
ENDPOINT_OF: dict[str, Endpoint] = {
    "generateContent": "generate",
    "streamGenerateContent": "generate",
    "embedContent": "embed",
    "batchEmbedContents": "embed",
    "countTokens": "count",
}


class Script:
    """What comes next, a queue for each kind of call: an embedding doesn't eat the coach's next answer.

    When a queue is empty, `brain` is asked; when it has nothing to say either, the server answers by itself.
    """

    def __init__(self) -> None:
        self.brain: Brain | None = None
        self.requests: list[Received] = []
        self.complaints: list[str] = []
        self._queues: dict[Endpoint, deque[Reply]] = {}
        self._lock = Lock()

    def add(self, *replies: Reply) -> None:
        """Queue answers, each behind those of its kind."""
        with self._lock:
            for reply in replies:
                self._queues.setdefault(reply.to, deque()).append(reply)

    def next_for(self, received: Received) -> Reply | None:
        """Take the answer to this request off its queue; None when nothing was scripted."""
        with self._lock:
            queue = self._queues.get(ENDPOINT_OF[received.method])
            if queue:
                reply = queue.popleft()
                if reply.times is None:
                    queue.appendleft(reply)
                elif reply.times > 1:
                    queue.appendleft(reply.model_copy(update={"times": reply.times - 1}))
                return reply
        return self.brain(received) if self.brain else None

    def left(self) -> int:
        """How many queued answers nobody has fetched; one without an end counts as none."""
        with self._lock:
            return sum(reply.times or 0 for queue in self._queues.values() for reply in queue)

    def clear(self) -> None:
        """Forget answers, requests and complaints."""
        with self._lock:
            self._queues.clear()
            self.requests.clear()
            self.complaints.clear()
            self.brain = None
