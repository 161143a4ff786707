"""A server that begins to answer in the protocol of each kind of LLM, and then hangs up."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OPENAI = {
    "id": "c",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hm"}}],
}
OLLAMA = {"model": "m", "message": {"role": "assistant", "content": "Hm"}, "done": False}
ANTHROPIC = (
    {
        "type": "message_start",
        "message": {
            "id": "m",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        },
    },
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "text_delta", "text": "Hm"},
    },
)
WORDS = {
    "openai-like": f"data: {json.dumps(OPENAI)}\n\n",
    "openai": f"data: {json.dumps(OPENAI)}\n\n",
    "ollama": f"{json.dumps(OLLAMA)}\n",
    "anthropic": "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in ANTHROPIC),
}
"""How each protocol says "Hm"."""


class Brief(ThreadingHTTPServer):
    """Says `words`, sent as `kind`, and hangs up."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.words, self.kind = "", ""

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Brief

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.close_connection = True
        self.send_response(200)
        own = "application/x-ndjson" if self.path.startswith("/api") else "text/event-stream"
        self.send_header("Content-Type", self.server.kind or own)
        self.end_headers()
        self.wfile.write(self.server.words.encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def spec(kind: str, brief: Brief) -> str:
    """How an LLM of that kind at that server is named."""
    if kind == "openai-like":
        return f"openai-like/m@{brief.address}/v1"
    return f"{kind}/{'gpt-4o-mini' if kind == 'openai' else 'claude-haiku-4-5'}"
