"""A model that says what a test tells it to: on loopback, in the APIs of OpenAI (responses) and Anthropic (messages).

So that a real agent can be watched without a login or a network: each command of `commands` is asked for as one call of the
agent's shell, one that begins with `*** Begin Patch` as a call of Codex' apply_patch; then the model is done.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_SHELLS = ("exec_command", "shell_command", "shell", "Bash")
Events = list[tuple[str, dict[str, Any]]]


class _Model(http.server.BaseHTTPRequestHandler):
    commands: list[str]
    asked: int

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer(b"{}", "application/json")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "count_tokens" in self.path or not self.path.split("?")[0].endswith(("/responses", "/messages")):
            self._answer(b'{"input_tokens": 1}', "application/json")
            return
        tools = [tool.get("name") for tool in body.get("tools", [])]
        shell = next((name for name in _SHELLS if name in tools), "")
        command = self.commands.pop(0) if shell and self.commands else ""
        type(self).asked += 1
        events = (_messages if "/messages" in self.path else _responses)(shell, command, self.asked)
        lines = (f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n" for name, data in events)
        self._answer("".join(lines).encode(), "text/event-stream")

    def _answer(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _responses(shell: str, command: str, number: int) -> Events:
    if command.startswith("*** Begin Patch"):
        item: dict[str, Any] = {
            "type": "custom_tool_call",
            "id": f"p{number}",
            "name": "apply_patch",
            "call_id": f"c{number}",
            "input": command,
            "status": "completed",
        }
    elif command:
        given: dict[str, Any] = {"cmd": command} if shell == "exec_command" else {"command": command}
        item = {
            "type": "function_call",
            "id": f"f{number}",
            "name": shell,
            "call_id": f"c{number}",
            "arguments": json.dumps(given),
        }
    else:
        item = {"type": "message", "id": "m", "role": "assistant", "content": [{"type": "output_text", "text": "done"}]}
    usage = {
        "input_tokens": 1,
        "input_tokens_details": None,
        "output_tokens": 1,
        "output_tokens_details": None,
        "total_tokens": 2,
    }
    return [
        ("response.created", {"response": {"id": f"r{number}"}}),
        ("response.output_item.done", {"output_index": 0, "item": item}),
        ("response.completed", {"response": {"id": f"r{number}", "usage": usage}}),
    ]


def _messages(shell: str, command: str, number: int) -> Events:
    block: dict[str, Any] = {"type": "text", "text": ""}
    delta: dict[str, Any] = {"type": "text_delta", "text": "done"}
    if command:
        block = {"type": "tool_use", "id": f"toolu_{number}", "name": shell, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps({"command": command, "description": "x"})}
    message = {"id": f"msg_{number}", "type": "message", "role": "assistant", "model": "m", "content": []}
    usage = {"input_tokens": 1, "output_tokens": 1}
    return [
        ("message_start", {"message": {**message, "stop_reason": None, "stop_sequence": None, "usage": usage}}),
        ("content_block_start", {"index": 0, "content_block": block}),
        ("content_block_delta", {"index": 0, "delta": delta}),
        ("content_block_stop", {"index": 0}),
        (
            "message_delta",
            {"delta": {"stop_reason": "tool_use" if command else "end_turn", "stop_sequence": None}, "usage": usage},
        ),
        ("message_stop", {}),
    ]


@contextmanager
def model(*commands: str) -> Iterator[str]:
    """The address of a model that has the agent run these commands, one a turn."""
    handler = type("Model", (_Model,), {"commands": list(commands), "asked": 0})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
