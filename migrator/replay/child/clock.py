"""A time that only moves when the code sleeps, and a chance that always falls alike."""

from __future__ import annotations

import datetime
import os
import random
import time
import uuid
from typing import Any


class Clock:
    """A time that only moves when the code sleeps, and a chance that always falls alike."""

    def __init__(self, start: float) -> None:
        self.start, self.dice = start, random.Random()  # noqa: S311 - to be foreseeable is the point
        self.reset()

    def reset(self) -> None:
        self.now = self.start
        self.dice.seed(0)
        random.seed(0)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def install(self) -> None:
        real = {name: getattr(time, name) for name in ("gmtime", "localtime", "strftime")}
        chance = self.dice.randbytes
        patches: dict[tuple[Any, str], Any] = {
            (time, "time"): lambda: self.now,
            (time, "time_ns"): lambda: int(self.now * 1e9),
            (time, "sleep"): self.sleep,
            (time, "gmtime"): lambda seconds=None: real["gmtime"](self.now if seconds is None else seconds),
            (time, "localtime"): lambda seconds=None: real["localtime"](self.now if seconds is None else seconds),
            (time, "strftime"): lambda form, at=None: real["strftime"](form, at or real["localtime"](self.now)),
            (os, "urandom"): chance,
            (random, "_urandom"): chance,
            (uuid, "uuid1"): lambda *_, **__: uuid.UUID(bytes=chance(16), version=1),
            (datetime, "date"): _date(self, datetime.date),
            (datetime, "datetime"): _datetime(self, datetime.datetime),
        }
        for (module, name), value in patches.items():
            setattr(module, name, value)


def _kind(real: type) -> type:
    """A metaclass for which values of the real class are values of the one that replaces it."""
    checks = {
        "__instancecheck__": lambda _, value: isinstance(value, real),
        "__subclasscheck__": lambda _, other: issubclass(other, real),
    }
    return type("type", (type,), checks)


def _date(clock: Clock, real: Any) -> Any:
    members = {"today": classmethod(lambda cls: cls.fromtimestamp(clock.now)), "__module__": "datetime"}
    return _kind(real)("date", (real,), members)


def _datetime(clock: Clock, real: Any) -> Any:
    members = {
        "now": classmethod(lambda cls, tz=None: cls.fromtimestamp(clock.now, tz)),
        "utcnow": classmethod(lambda cls: cls.fromtimestamp(clock.now, datetime.timezone.utc).replace(tzinfo=None)),
        "today": classmethod(lambda cls: cls.fromtimestamp(clock.now)),
        "__module__": "datetime",
    }
    return _kind(real)("datetime", (real,), members)
