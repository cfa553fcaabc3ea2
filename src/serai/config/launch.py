"""The start of the house as a person sees it: steps, addresses, login, and a quiet stop."""

import http.client
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

from serai.config.supervisor import Child, Supervisor
from serai.core.clock import mono

Step = tuple[str, Callable[[], str | None]]
Say = Callable[[str], None]
SERAI: Final = (sys.executable, "-m", "serai.config.cli")
COMPLAIN_AFTER: Final = 20.0


def prepare(steps: Sequence[Step], say: Say) -> None:
    """Run the steps one after the other: its name before, what it did after."""
    for name, step in steps:
        started = mono()
        say(f"  {name}")
        if did := step():
            say(f"    {did} ({mono() - started:.1f} s)")


class Launch:
    """Web and worker, from the first start to the last stop."""

    def __init__(
        self, options: Mapping[str, Any], address: str, login: Mapping[str, str], say: Say
    ) -> None:
        self._options = options
        self._address = address
        self._login = login
        self._say = say
        self._home = HomePage(options)
        self._told = False
        self._started = mono()
        self._supervisor = Supervisor(
            [Child("web", [*SERAI, "serve"]), Child("worker", [*SERAI, "work"])], say
        )

    def run(self) -> None:
        """Returns when a signal has stopped everything."""
        self._say("  starting web and worker")
        self._home.watch()
        self._supervisor.run(self._meanwhile)
        self._say("stopped")

    def _meanwhile(self) -> None:
        if self._told:
            return
        if self._home.answered.is_set():
            self._told = True
            self._welcome()
        elif mono() - self._started > COMPLAIN_AFTER:
            self._started = mono()
            self._say(f"  the home page does not answer yet: {self._home.last_word}")

    def _welcome(self) -> None:
        self._say("")
        self._say(f"  portal    {self._address}/")
        self._say(f"  newsroom  {self._address}/newsroom/")
        if self._login:
            self._say(f"  login     {self._login['name']}  {self._login['password']}")
            self._say("            (shown this once; serai changepassword makes another)")
        else:
            self._say("  login     as before; serai changepassword admin makes a new password")
        self._say("")
        self._say("  Ctrl-C stops everything")


class HomePage:
    """Asks for the home page in a thread of its own until it answers."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._bind = options["SERAI_BIND"]
        self._port = options["SERAI_PORT"]
        self._host = options["SERAI_HOSTS"][0]
        self.answered = threading.Event()
        self.last_word = "no connection"

    def watch(self) -> None:
        threading.Thread(target=self._ask_until_answered, name="home", daemon=True).start()

    def _ask_until_answered(self) -> None:
        while not self.ask():
            threading.Event().wait(0.1)
        self.answered.set()

    def ask(self) -> bool:
        """True where the page came; a redirect to the default edition is followed."""
        path = "/"
        try:
            for _ in range(3):
                status, path = self._get(path)
                self.last_word = f"status {status}"
                if status < 300 or not path.startswith("/"):
                    break
        except (OSError, http.client.HTTPException) as error:
            self.last_word = str(error) or type(error).__name__
            return False
        return status < 400

    def _get(self, path: str) -> tuple[int, str]:
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
        at = everywhere.get(self._bind, self._bind)
        with closing(http.client.HTTPConnection(at, self._port, timeout=30)) as connection:
            connection.request("GET", path, headers={"Host": f"{self._host}:{self._port}"})
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location") or ""
