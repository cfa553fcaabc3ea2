"""What readers should see of an article, reckoned without the code under test."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Version:
    """The canary of its texts, those of its corrections, and the date in it."""

    word: str
    dated: datetime | None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Expected:
    """One article: its versions by their number, and what is to happen with it when."""

    versions: list[Version] = field(default_factory=list)
    live: int | None = None
    #: Date on the page, of what is live.
    dated: datetime | None = None
    killed: bool = False
    was_public: bool = False
    embargo: datetime | None = None
    publish: tuple[datetime, int] | None = None
    expire: datetime | None = None
    submitted: int | None = None

    @property
    def latest(self) -> int:
        return len(self.versions) - 1

    def embargoed(self, now: datetime) -> bool:
        return self.embargo is not None and self.embargo > now

    def visible(self, now: datetime) -> bool:
        dated = self.dated is not None and self.dated <= now
        return self.live is not None and dated and not self.embargoed(now)

    def words(self, now: datetime) -> frozenset[str]:
        """What may be read now, and must be on its own page."""
        if self.live is None or not self.visible(now):
            return frozenset()
        shown = self.versions[self.live]
        return frozenset((shown.word, *shown.notes))

    def status(self, now: datetime) -> int:
        if self.visible(now):
            return 200
        return 410 if self.live is None and self.was_public else 404

    # -- what verbs do -----------------------------------------------------------------------------

    def go_live(self, version: int, now: datetime) -> None:
        self.live, self.was_public = version, True
        self.dated = self.versions[version].dated or now
        self.submitted = None
        if self.publish and self.publish[1] <= version:
            self.publish = None

    def put_out(self, version: int, now: datetime) -> None:
        """The button, the approval, several at once."""
        if self.embargoed(now):
            self.publish = (now, version)
        else:
            self.go_live(version, now)

    def take_off(self) -> None:
        self.live = self.publish = self.expire = None

    def kill(self) -> None:
        self.take_off()
        self.killed, self.submitted = True, None

    # -- time --------------------------------------------------------------------------------------

    def due(self) -> list[tuple[datetime, str]]:
        """What is to happen, in its order."""
        found = []
        if self.publish:
            found.append((max(self.publish[0], self.embargo or self.publish[0]), "publish"))
        if self.expire:
            found.append((self.expire, "expire"))
        return sorted(found)

    def moments(self) -> list[datetime]:
        """When something changes by itself."""
        found = [moment for moment, _kind in self.due()]
        return found + [moment for moment in (self.embargo, self.dated) if moment is not None]

    def pass_time(self, now: datetime) -> None:
        """Whatever is due happens, in its order."""
        while (coming := self.due()) and coming[0][0] <= now:
            if coming[0][1] == "publish" and self.publish:
                version, self.publish = self.publish[1], None
                self.go_live(version, now)
            else:
                if self.publish and self.expire and self.publish[0] < self.expire:
                    self.publish = None
                self.live = self.expire = None
        # Nothing waits for a killed article: its embargo stays as it was written.
        if not self.killed and self.embargo is not None and self.embargo <= now:
            self.embargo = None
