"""The supervisor with small children: start, restart, stop; and the start as a person sees it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from serai.config.launch import HomePage, prepare
from serai.config.serving import PortTaken, check_port
from serai.config.supervisor import Child, Patience, Supervisor

QUICK = Patience(look=0.01, first_delay=0.02, longest_delay=0.08, kill_after=0.3)
SLEEPS = "import time; time.sleep(60)"
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(grandchild.pid, file=open(sys.argv[1], "w"), flush=True)
time.sleep(60)
"""


def make_child(name: str, code: str, *arguments: str) -> Child:
    return Child(name, [sys.executable, "-c", code, *arguments])


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


class Watcher:
    """Called with every look: does the next step when its condition holds."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.steps: list[tuple[Callable[[], bool], Callable[[], None]]] = []
        self.until = time.monotonic() + 20

    def then(self, condition: Callable[[], bool], action: Callable[[], None]) -> None:
        self.steps.append((condition, action))

    def __call__(self) -> None:
        assert time.monotonic() < self.until, "the steps did not come to their end"
        if self.steps and self.steps[0][0]():
            self.steps.pop(0)[1]()


def pid(child: Child) -> int:
    return child.process.pid if child.process else 0


def test_children_run_until_the_signal_and_then_end() -> None:
    children = [make_child("one", SLEEPS), make_child("two", SLEEPS)]
    said: list[str] = []
    supervisor = Supervisor(children, said.append, QUICK)
    watcher = Watcher(supervisor)
    pids: list[int] = []

    def interrupt() -> None:
        pids.extend(map(pid, children))
        os.kill(os.getpid(), signal.SIGTERM)

    watcher.then(lambda: all(map(pid, children)), interrupt)
    supervisor.run(watcher)
    assert len(pids) == 2
    assert not any(map(is_running, pids))
    assert said == []
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_killed_child_is_started_again_and_said() -> None:
    child = make_child("web", SLEEPS)
    said: list[str] = []
    supervisor = Supervisor([child], said.append, QUICK)
    watcher = Watcher(supervisor)
    pids: list[int] = []

    def kill() -> None:
        pids.append(pid(child))
        os.kill(pids[0], signal.SIGKILL)

    watcher.then(lambda: pid(child) > 0, kill)
    watcher.then(lambda: pid(child) not in (0, *pids), supervisor.stop)
    supervisor.run(watcher)
    assert said == ["web ended (SIGKILL); starting again in 0.02 s"]


def test_the_wait_doubles_up_to_its_limit() -> None:
    said: list[str] = []
    supervisor = Supervisor([make_child("worker", "raise SystemExit(3)")], said.append, QUICK)
    watcher = Watcher(supervisor)
    watcher.then(lambda: len(said) == 4, supervisor.stop)
    supervisor.run(watcher)
    waits = [line.removeprefix("worker ended (exit code 3); starting again in ") for line in said]
    assert waits[:4] == ["0.02 s", "0.04 s", "0.08 s", "0.08 s"]


def test_a_child_that_was_steady_starts_with_the_first_wait_again() -> None:
    said: list[str] = []
    patience = Patience(look=0.01, first_delay=0.02, steady_after=0.0)
    supervisor = Supervisor([make_child("worker", "pass")], said.append, patience)
    watcher = Watcher(supervisor)
    watcher.then(lambda: len(said) == 3, supervisor.stop)
    supervisor.run(watcher)
    assert {line.rpartition(" in ")[2] for line in said} == {"0.02 s"}


def test_who_does_not_listen_is_killed_with_its_whole_group(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    child = make_child("stubborn", STUBBORN, str(note))
    supervisor = Supervisor([child], lambda line: None, QUICK)
    watcher = Watcher(supervisor)
    watcher.then(lambda: note.exists() and note.read_text().endswith("\n"), supervisor.stop)
    supervisor.run(watcher)
    assert not is_running(pid(child))
    assert not is_running(int(note.read_text()))


def test_an_error_of_the_supervisor_leaves_no_child() -> None:
    child = make_child("web", SLEEPS)

    def break_down() -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        Supervisor([child], lambda line: None, QUICK).run(break_down)
    assert child.process is not None
    assert not is_running(child.process.pid)


def test_steps_are_named_before_and_told_after() -> None:
    said: list[str] = []
    done: list[str] = []

    def nothing() -> None:
        done.append("second")

    prepare([("database", lambda: "35 migrations"), ("vocabulary", nothing)], said.append)
    assert done == ["second"]
    assert [said[0], said[2]] == ["  database", "  vocabulary"]
    assert said[1].startswith("    35 migrations (")
    assert len(said) == 3


def test_a_taken_port_is_named() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} on 127.0.0.1 is taken"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_a_port_that_is_just_given_up_is_waited_for() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    threading.Timer(0.2, listener.close).start()
    check_port("127.0.0.1", port, patience=5)


class Redirects(BaseHTTPRequestHandler):
    statuses: dict[str, int]

    def do_GET(self) -> None:
        status = self.statuses[self.path]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/ru/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize(("status", "answered"), [(200, True), (500, False), (404, False)])
def test_the_home_page_counts_when_its_last_redirect_answers(status: int, answered: bool) -> None:
    handler = type("Handler", (Redirects,), {"statuses": {"/": 302, "/ru/": status}})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        home = HomePage(
            {
                "SERAI_BIND": "0.0.0.0",
                "SERAI_PORT": server.server_port,
                "SERAI_HOSTS": ["localhost"],
            }
        )
        assert home.ask() is answered
        assert home.last_word == f"status {status}"
        server.shutdown()
        thread.join()
    assert home.ask() is False


def test_each_child_has_a_group_of_its_own() -> None:
    """A child gets no Ctrl-C from the terminal: it has a process group of its own."""
    child = make_child("web", SLEEPS)
    supervisor = Supervisor([child], lambda line: None, QUICK)
    groups: list[int] = []
    watcher = Watcher(supervisor)

    def note() -> None:
        groups.append(os.getpgid(pid(child)))
        supervisor.stop()

    watcher.then(lambda: pid(child) > 0, note)
    supervisor.run(watcher)
    assert groups == [pid(child)]
    assert groups != [os.getpgid(0)]


STOPPED_ANYWHERE = """
import signal, sys
from serai.config.supervisor import Patience, Supervisor

def stop_at(step):
    supervisor = Supervisor([], print, Patience(look=0.001))
    left = [step]
    def trace(frame, event, argument):
        left[0] -= 1
        if left[0] == 0:
            signal.raise_signal(signal.SIGTERM)
        return trace
    def begin():
        if left[0] == step:
            sys._getframe(1).f_trace = trace
            sys.settrace(trace)
    supervisor.run(begin)
    sys.settrace(None)
    return left[0] <= 0

for step in range(1, 120):
    assert stop_at(step), step
print("stopped everywhere")
"""


def test_a_signal_stops_it_wherever_it_comes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_ANYWHERE],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.strip() == "stopped everywhere"
