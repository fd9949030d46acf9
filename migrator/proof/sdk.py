"""Import the translator without the AWS SDK: that is a third of its start, and no lookup in an account is ever made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Final

# Module of the SDK -> the classes that the translator's modules name while they are imported, most in annotations.
NAMED: Final = {
    "boto3": ("Session",),
    "botocore.client": ("BaseClient",),
    "botocore.config": ("Config",),
}


@contextmanager
def on_demand() -> Iterator[None]:
    """Stand in for the SDK while modules are imported that name it; what they call of it is the real one.

    Nothing is left behind: the SDK can be imported as ever afterwards, and one that is loaded already is used.
    """
    standing_in = {name: _stand_in(name, classes) for name, classes in NAMED.items() if name not in sys.modules}
    sys.modules.update(standing_in)
    try:
        yield
    finally:
        for name, module in standing_in.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _stand_in(name: str, classes: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name, f"The names of {name} that are needed before it is.")
    module.__dict__.update({each: _late(name, each) for each in classes})
    module.__dict__["__getattr__"] = lambda attribute: _real(name, attribute)
    return module


def _real(module: str, attribute: str) -> Any:
    if attribute.startswith("__"):  # the import system asks for these while the stand-in is in place
        raise AttributeError(attribute)
    return getattr(import_module(module), attribute)


def _late(module: str, name: str) -> type:
    """A class that makes an object of the real one."""

    def made(_class: type, *arguments: Any, **named: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **named)

    return type(name, (), {"__new__": made, "__module__": module})
