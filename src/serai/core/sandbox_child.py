"""The child's side of ``sandbox``: puts itself under limits, calls one function, answers in JSON.

Started by its path in a bare interpreter, so it imports only what it needs: an import here is paid
for at every picture and every page. Input: one line of JSON, then the payload up to the end.
"""

import importlib
import json
import os
import resource
import sys
from typing import Any, NoReturn

_PR_SET_PDEATHSIG = 1
_SIGKILL = 9
_LONGEST_MESSAGE = 500
_FORBIDDEN_EVENTS = (
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.spawn",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "subprocess.Popen",
)


def main() -> None:
    answer_to = _private_stdout()
    with open(0, "rb", closefd=False) as given:
        order = json.loads(given.readline())
        _die_with(order["parent"])
        sys.path[:] = order["path"]
        out_of_memory = b'{"reason": "memory", "message": "out of memory"}'
        try:
            if "stream" in order:
                _limit_oneself(order)
                answer = _stream(order, given, answer_to)
            else:
                payload = given.read()
                _limit_oneself(order)
                answer = _answer(order, payload)
        except MemoryError:
            answer = out_of_memory
    _write(answer_to, answer)


def _private_stdout() -> int:
    """The answer's way out; whatever libraries print goes nowhere."""
    private = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return private


def _die_with(parent: int) -> None:
    """On Linux the kernel ends this process when its parent ends, however that happens."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _limit_oneself(order: dict[str, Any]) -> None:
    for name, value in order["limits"].items():
        kind = getattr(resource, name, None)
        if kind is not None:
            _lower(kind, value, hard=value + 1 if name == "RLIMIT_CPU" else value)
    sys.addaudithook(_refuse_forbidden)


def _lower(kind: int, soft: int, *, hard: int) -> None:
    """Never raises a limit; where a system knows a limit but refuses it, it is left alone."""
    now_hard = resource.getrlimit(kind)[1]
    if now_hard != resource.RLIM_INFINITY:
        soft, hard = min(soft, now_hard), min(hard, now_hard)
    try:
        resource.setrlimit(kind, (soft, hard))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise


def _refuse_forbidden(event: str, _arguments: Any) -> None:
    if event in _FORBIDDEN_EVENTS:
        raise PermissionError(f"not in a sandbox: {event}")


def _stream(order: dict[str, Any], given: Any, answer_to: int) -> bytes:
    """Lines as they come; the last one is the answer of any other call."""
    waiting: list[bytes] = []
    size = 0

    def emit(value: Any) -> None:
        nonlocal size
        line = json.dumps(value, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        waiting.append(line)
        size += len(line)
        if size > 65_536:
            flush()

    def flush() -> None:
        nonlocal size
        _send(answer_to, b"".join(waiting))
        waiting.clear()
        size = 0

    def call(_: bytes) -> None:
        module, name = order["function"].split(":")
        getattr(importlib.import_module(module), name)(order["stream"], given, emit)

    answer = _answer_of(call, b"", order["result_bytes"])
    flush()
    return answer


def _answer(order: dict[str, Any], payload: bytes) -> bytes:
    def call(payload: bytes) -> Any:
        module, name = order["function"].split(":")
        return getattr(importlib.import_module(module), name)(payload)

    return _answer_of(call, payload, order["result_bytes"])


def _answer_of(call: Any, payload: bytes, most: int) -> bytes:
    try:
        result = call(payload)
    except MemoryError:
        raise
    except ValueError as error:
        refusal = getattr(error, "reason", None)
        # A UnicodeDecodeError has a reason too, but it is a slip and not an answer.
        if isinstance(refusal, str) and not isinstance(error, UnicodeError):
            return _failure("refused", str(error), refusal=refusal)
        return _failure("crash", _place_of(error))
    except BaseException as error:
        return _failure("crash", _place_of(error))
    return _success(result, most)


def _success(result: Any, most: int) -> bytes:
    try:
        answer = json.dumps({"result": result}, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        return _failure("bad_result", str(error))
    if len(answer) > most:
        return _failure("too_large", f"{len(answer)} bytes")
    return answer


def _failure(reason: str, message: str, **more: str) -> bytes:
    answer = {"reason": reason, "message": message[:_LONGEST_MESSAGE], **more}
    return json.dumps(answer).encode()


def _place_of(error: BaseException) -> str:
    """What went wrong and where, in one line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" ({trace.tb_frame.f_code.co_name}, line {trace.tb_lineno})"
    return f"{type(error).__name__}: {str(error)[:400]}{place}"


def _write(answer_to: int, answer: bytes) -> NoReturn:
    """Writes the answer and leaves at once: no foreign destructor or exit handler runs."""
    _send(answer_to, answer)
    os._exit(0)


def _send(answer_to: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(answer_to, rest) :]


if __name__ == "__main__":
    main()
