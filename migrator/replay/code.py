"""The code of a function: where it is, and how it is laid out for a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..facts import Entry
from .copying import compilers_copied, copied

TYPED = (".ts", ".tsx", ".mts", ".cts")
"""Endings of TypeScript, which is compiled first."""

SCRIPTS = (".js", ".mjs", ".cjs", *TYPED)
"""Endings of what Node.js runs."""

MAX_TEXTS = 50
"""How many modules beside the handler's are read for what they ask for."""


@dataclass(frozen=True)
class DeployedCode:
    """The code of a function as it is deployed.

    Arguments:
        entry: where the handler is.
        folder: folder of the code; None when ``files`` are all there is.
        files: relative path and content of files that lie over those of the folder.
        environment: environment variables of the function.
        script: whether it is JavaScript or TypeScript, whose modules are paths of files.
    """

    entry: Entry
    folder: Path | None = None
    files: tuple[tuple[str, str | bytes], ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    script: bool = False

    @property
    def typed(self) -> bool:
        """Whether it is TypeScript."""
        return self.script and self.entry.module.endswith(TYPED)

    @property
    def texts(self) -> tuple[str, ...]:
        """Text of the handler's module first, then of its neighbours: where the code says what it asks for."""
        module = PurePosixPath(self.entry.module if self.script else self.entry.module.replace(".", "/"))
        module, endings = module.with_suffix(""), SCRIPTS if self.script else (".py",)
        laid = {PurePosixPath(name): content for name, content in self.files}
        package = PurePosixPath() if self.folder is None else PurePosixPath(self.folder)
        home = package / module.parent
        beside = () if self.folder is None else sorted(Path(home).iterdir())
        beside = [path for path in beside if path.suffix in endings and path.is_file()][:MAX_TEXTS]
        read = {PurePosixPath(path).relative_to(package): path for path in beside}
        names = sorted({*read, *laid}, key=lambda name: (name.with_suffix("") != module, name))
        contents = (laid[name] if name in laid else read[name].read_bytes() for name in names if name.suffix in endings)
        return tuple(text if isinstance(text, str) else text.decode("utf-8", "replace") for text in contents)


def laid_out(code: DeployedCode, target: Path) -> str | None:
    """Put the code in place; why that cannot be done, if so.

    Arguments:
        target: a folder that does not exist yet.

    Raises:
        ValueError: a file of the code lies outside its folder.
    """
    if code.folder is None:
        target.mkdir()
    elif (refusal := copied(code.folder, target, whole=code.script)) is not None:
        return refusal
    if code.typed and code.folder is not None and (refusal := compilers_copied(code.folder, target)) is not None:
        return refusal
    for name, content in code.files:
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise ValueError(f"{name} is outside the code")
        path = target / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return None
