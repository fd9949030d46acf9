"""Finding the code of a function: what a template says, followed to a file and a name inside the repository."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent, indent

import pytest

from migrator.sam.template import Template
from migrator.text.parsing import parse
from migrator.text.source import Source
from transforms.handlers.find import find, functions
from transforms.handlers.javascript.language import JAVASCRIPT
from transforms.handlers.language import Code, Missing, Written
from transforms.handlers.package import Files, Folder
from transforms.handlers.python.language import PYTHON
from transforms.handlers.python.outlines import outline
from transforms.handlers.python.package import reach

HANDLER = "def handler(event, context):\n    return 1\n"


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def template_of(folder: Path, function: str, before: str = "") -> Template:
    """A template with one function, from its properties as YAML."""
    text = dedent(before) + "Resources:\n  F:\n    Type: AWS::Serverless::Function\n"
    text += indent(dedent(function).strip("\n"), "    ") + "\n"
    path = folder / "template.yaml"
    path.write_text(text)
    source = Source(str(path), text)
    tree = parse(source)
    assert tree.root is not None
    return Template(source, tree, tree.root)


def code_of(folder: Path, function: str, before: str = "") -> Code:
    template = template_of(folder, function, before)
    return find(Files(template), functions(template)["F"])


def where(folder: Path, code: Code) -> tuple[str, str, str]:
    assert isinstance(code, Written), code
    assert code.language is PYTHON
    return os.path.relpath(code.source.path, folder).replace(os.sep, "/"), code.entry.module, code.entry.function


PROPERTIES = "Properties: {Runtime: python3.12, CodeUri: src/, Handler: %s}"

FOUND = {
    "a file": ("app.handler", {"src/app.py": HANDLER}, ("src/app.py", "app", "handler")),
    "dots": ("a.b.handler", {"src/a/b.py": HANDLER}, ("src/a/b.py", "a.b", "handler")),
    "slashes": ("a/b.handler", {"src/a/b.py": HANDLER}, ("src/a/b.py", "a.b", "handler")),
    "no identifier": (
        "get-item/my-app.handler",
        {"src/get-item/my-app.py": HANDLER},
        ("src/get-item/my-app.py", "get-item.my-app", "handler"),
    ),
    "a package": ("a.handler", {"src/a/__init__.py": HANDLER}, ("src/a/__init__.py", "a", "handler")),
    "an assignment": ("app.handler", {"src/app.py": "handler = Mangum(app)\n"}, ("src/app.py", "app", "handler")),
    "an annotated one": ("app.handler", {"src/app.py": "handler: F = g()\n"}, ("src/app.py", "app", "handler")),
    "one of several": ("app.handler", {"src/app.py": "a = handler = g()\n"}, ("src/app.py", "app", "handler")),
    "a condition": (
        "app.handler",
        {"src/app.py": "try:\n    import x\nexcept ImportError:\n    def handler(e, c): ...\n"},
        ("src/app.py", "app", "handler"),
    ),
    "a re-export": (
        "app.handler",
        {"src/app.py": "from core.web import main as handler\n", "src/core/web.py": "def main(e, c): ...\n"},
        ("src/core/web.py", "core.web", "main"),
    ),
    "a relative one": (
        "a.app.handler",
        {"src/a/app.py": "from .web import handler\n", "src/a/web.py": HANDLER},
        ("src/a/web.py", "a.web", "handler"),
    ),
    "one of a package": (
        "a.handler",
        {"src/a/__init__.py": "from .web import handler\n", "src/a/web.py": HANDLER},
        ("src/a/web.py", "a.web", "handler"),
    ),
    "the last one wins": (
        "app.handler",
        {"src/app.py": f"from web import handler\n{HANDLER}", "src/web.py": HANDLER},
        ("src/app.py", "app", "handler"),
    ),
}


@pytest.mark.parametrize(("handler", "files", "place"), FOUND.values(), ids=FOUND.keys())
def test_a_handler_is_found(tmp_path: Path, handler: str, files: dict[str, str], place: tuple[str, str, str]) -> None:
    put(tmp_path, files)
    assert where(tmp_path, code_of(tmp_path, PROPERTIES % handler)) == place


MISSING = {
    "no file": (PROPERTIES % "app.handler", "has no file with its handler"),
    "no name": (PROPERTIES % "web.other", "nothing is called `other`"),
    "no dot": (PROPERTIES % "handler", "names no handler"),
    "an intrinsic": (PROPERTIES % "!Ref Handler", "names no handler"),
    "no Python": (PROPERTIES % "broken.handler", "no Python that can be read"),
    "a loop": (PROPERTIES % "one.handler", "more than 4 modules"),
    "another's": (PROPERTIES % "flask.handler", "`flask_lambda`, which is not in its package"),
    "an image": ("Properties: {PackageType: Image, ImageUri: x}", "is a container image"),
    "a bucket": (
        "Properties: {Runtime: python3.12, Handler: a.b, CodeUri: {Bucket: b, Key: k}}",
        "has its code in a bucket",
    ),
    "an address": ("Properties: {Runtime: python3.12, Handler: a.b, CodeUri: s3://b/k.zip}", "at s3://b/k.zip"),
    "an archive": ("Properties: {Runtime: python3.12, Handler: a.b, CodeUri: build/app.ZIP}", "in the archive"),
    "a parameter": ("Properties: {Runtime: python3.12, Handler: a.b, CodeUri: !Ref Code}", "an intrinsic function"),
    "another runtime": ("Properties: {Runtime: java21, Handler: a.B::c, CodeUri: src}", "runs on java21"),
    "outside": (
        "Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: ../outside}",
        "has no file with its handler",
    ),
    "absolute": (
        "Properties: {Runtime: python3.12, Handler: passwd.handler, CodeUri: /etc}",
        "has no file with its handler",
    ),
    "inline intrinsic": (
        "Properties: {Runtime: python3.12, Handler: index.handler, InlineCode: !Sub 'x'}",
        "an intrinsic function makes",
    ),
    "inline module": ("Properties: {Runtime: python3.12, Handler: app.handler, InlineCode: x}", "calls `index`"),
}


@pytest.mark.parametrize(("function", "reason"), MISSING.values(), ids=MISSING.keys())
def test_what_is_not_found_has_a_reason(tmp_path: Path, function: str, reason: str) -> None:
    put(tmp_path, {"outside/app.py": HANDLER})
    folder = tmp_path / "project"
    put(
        folder,
        {
            "src/web.py": HANDLER,
            "src/broken.py": "def handler(\n",
            "src/one.py": "from two import handler\n",
            "src/two.py": "from one import handler\n",
            "src/flask.py": "from flask_lambda import handler\n",
        },
    )
    code = code_of(folder, function)
    assert isinstance(code, Missing)
    assert reason in code.reason


def test_a_file_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    put(tmp_path, {"src/keep": ""})
    (tmp_path / "src/app.py").write_bytes(f"# caf\xe9\n{HANDLER}".encode("latin-1"))
    code = code_of(tmp_path, PROPERTIES % "app.handler")
    assert isinstance(code, Missing)
    assert "src/app.py, which is no UTF-8 text" in code.reason


def test_a_link_does_not_lead_out_of_the_repository(tmp_path: Path) -> None:
    put(tmp_path, {"outside/app.py": HANDLER, "project/src/keep": ""})
    (tmp_path / "project/src/app.py").symlink_to(tmp_path / "outside/app.py")
    assert isinstance(code_of(tmp_path / "project", PROPERTIES % "app.handler"), Missing)


def test_a_repository_reaches_above_the_template(tmp_path: Path) -> None:
    put(tmp_path, {".git/HEAD": "", "shared/app.py": HANDLER, "infra/keep": ""})
    code = code_of(tmp_path / "infra", "Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: ../shared}")
    assert where(tmp_path, code) == ("shared/app.py", "app", "handler")


def test_globals_say_what_the_function_does_not(tmp_path: Path) -> None:
    put(tmp_path, {"code/app.py": HANDLER})
    before = "Globals: {Function: {Runtime: python3.12, CodeUri: code, Handler: app.handler}}\n"
    assert where(tmp_path, code_of(tmp_path, "Properties: {Timeout: 3}", before))[0] == "code/app.py"


def test_without_a_code_uri_the_template_s_folder_is_the_package(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": HANDLER})
    assert where(tmp_path, code_of(tmp_path, "Properties: {Handler: app.handler}"))[0] == "app.py"


@pytest.mark.parametrize("metadata", ["BuildMethod: makefile", "BuildProperties: {ProjectUri: x}"])
def test_a_build_of_its_own_may_take_the_file_from_below(tmp_path: Path, metadata: str) -> None:
    put(tmp_path, {"src/deep/down/app.py": "from util import x\n" + HANDLER, "src/deep/down/util.py": "x = 1\n"})
    function = f"Metadata: {{{metadata}}}\n{PROPERTIES % 'app.handler'}"
    code = code_of(tmp_path, function)
    assert where(tmp_path, code) == ("src/deep/down/app.py", "app", "handler")
    assert isinstance(code, Written)
    assert code.package.module("util") is not None
    put(tmp_path, {"src/other/app.py": HANDLER})
    assert isinstance(code_of(tmp_path, function), Missing)


def test_what_a_build_left_is_no_source(tmp_path: Path) -> None:
    put(tmp_path, {".aws-sam/build/F/app.py": HANDLER})
    function = "Metadata: {BuildMethod: makefile}\nProperties: {Runtime: python3.12, Handler: app.handler, CodeUri: .}"
    assert isinstance(code_of(tmp_path, function), Missing)


def test_code_in_the_template_is_the_module_index(tmp_path: Path) -> None:
    code = code_of(
        tmp_path, "Properties:\n  Handler: index.handler\n  Runtime: python3.12\n  InlineCode: |\n    x = 1\n"
    )
    assert isinstance(code, Written)
    assert (code.entry.module, code.source.text, code.key) == ("index", "x = 1\n", "F")
    assert code.package.module("other") is None


def test_a_layer_of_the_template_is_part_of_the_package(tmp_path: Path) -> None:
    put(tmp_path, {"src/app.py": HANDLER, "layer/python/shared.py": "x = 1\n", "built/own.py": "y = 1\n"})
    layers = """\
        Resources:
          L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer}}
          M: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: built}}
    """
    template = template_of(tmp_path, "Properties: {Handler: app.handler, CodeUri: src, Layers: [!Ref L, !Ref M]}")
    text = dedent(layers) + template.source.text.removeprefix("Resources:\n")
    source = Source(template.source.path, text)
    tree = parse(source)
    assert tree.root is not None
    template = Template(source, tree, tree.root)
    code = find(Files(template), functions(template)["F"])
    assert isinstance(code, Written)
    assert isinstance(code.package, Folder)
    assert code.package.module("shared") is not None
    assert code.package.module("own") is not None
    assert code.package.is_own("app")
    assert not code.package.is_own("shared")


SCRIPTS = {
    "JavaScript": ("Properties: {Runtime: nodejs22.x, CodeUri: src, Handler: app.handler}", "src/app.js"),
    "a module": ("Properties: {Runtime: nodejs22.x, CodeUri: src, Handler: mod.handler}", "src/mod.mjs"),
    "TypeScript first": ("Properties: {Runtime: nodejs22.x, CodeUri: src, Handler: both.handler}", "src/both.ts"),
    "a folder": ("Properties: {Runtime: nodejs22.x, CodeUri: src, Handler: a/deep.handler}", "src/a/deep.js"),
    "an entry point": (
        "Metadata: {BuildMethod: esbuild, BuildProperties: {EntryPoints: [a/entry.ts]}}\n"
        "Properties: {Runtime: nodejs22.x, CodeUri: src, Handler: entry.handler}",
        "src/a/entry.ts",
    ),
    "one of several entry points": (
        "Metadata: {BuildMethod: esbuild, BuildProperties: {EntryPoints: [a/other.ts, a/entry.ts]}}\n"
        "Properties: {Runtime: nodejs22.x, CodeUri: src, Handler: entry.handler}",
        "src/a/entry.ts",
    ),
    "no runtime": ("Properties: {CodeUri: src, Handler: app.handler}", "src/app.js"),
}


@pytest.mark.parametrize(("function", "path"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_is_found(tmp_path: Path, function: str, path: str) -> None:
    names = ("app.js", "mod.mjs", "both.ts", "both.js", "a/deep.js", "a/entry.ts", "a/other.ts")
    put(tmp_path, {f"src/{name}": "x" for name in names})
    code = code_of(tmp_path, function)
    assert isinstance(code, Written)
    assert code.language is JAVASCRIPT
    assert os.path.relpath(code.source.path, tmp_path).replace(os.sep, "/") == path


IMPORTS = {
    "import a.b": {"a", "a.b"},
    "from a import b": {"a", "a.b"},
    "from . import b": {"pkg.b"},
    "from .a import b": {"pkg.a", "pkg.a.b"},
    "def f():\n    import a": {"a"},
    "print(": set(),
}


@pytest.mark.parametrize(("text", "names"), IMPORTS.items(), ids=IMPORTS.keys())
def test_imports(text: str, names: set[str]) -> None:
    assert {name for name in outline(text, "pkg.mod", package=False).imports if name != "pkg"} == names


def test_a_function_reaches_what_its_modules_import(tmp_path: Path) -> None:
    put(tmp_path, {"src/app.py": "import util\n" + HANDLER, "src/util.py": "from deep import x\n", "src/deep.py": ""})
    put(tmp_path, {"src/apart.py": ""})
    code = code_of(tmp_path, PROPERTIES % "app.handler")
    assert isinstance(code, Written)
    assert isinstance(code.package, Folder)
    reached = reach(code.package, "app")
    keys = {name: str((tmp_path / f"src/{name}.py").resolve()) for name in ("app", "util", "deep", "apart")}
    assert [name for name, key in keys.items() if key in reached] == ["app", "util", "deep"]
    put(tmp_path, {"src/util.py": "import importlib\n"})
    again = code_of(tmp_path, PROPERTIES % "app.handler")
    assert isinstance(again, Written)
    assert isinstance(again.package, Folder)
    assert keys["apart"] in reach(again.package, "app")


def test_paths_are_reported_like_the_template_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"a/src/app.py": HANDLER})
    template = template_of(tmp_path / "a", PROPERTIES % "app.handler")
    monkeypatch.chdir(tmp_path)
    source = Source("a/template.yaml", template.source.text)
    code = find(Files(Template(source, template.tree, template.root)), functions(template)["F"])
    assert isinstance(code, Written)
    assert code.source.path == os.path.join("a", "src", "app.py")  # noqa: PTH118


def test_a_search_below_a_folder_stays_inside_and_passes_over_what_tools_make(tmp_path: Path) -> None:
    from migrator.sam.repository import Repository

    put(tmp_path, {"outside/x.json": "1", "project/a/x.json": "1", "project/a/b/y.json": "1", "project/a/z.txt": "1"})
    put(tmp_path / "project", {"a/node_modules/m.json": "1", "a/.venv/v.json": "1", "template.yaml": "x"})
    (tmp_path / "project/a/linked").symlink_to(tmp_path / "outside")
    repository = Repository.around(str(tmp_path / "project/template.yaml"))
    assert repository is not None
    assert list(repository.below("a", ".json")) == ["a/x.json", "a/b/y.json"]
    assert list(repository.below("../outside", ".json")) == []
    assert list(repository.below("missing", ".json")) == []


def test_a_module_knows_how_many_functions_can_import_it(tmp_path: Path) -> None:
    from transforms.handlers.sharing import FunctionFiles

    put(tmp_path, {"src/a.py": "import util\n" + HANDLER, "src/b.py": "import util\n" + HANDLER, "src/util.py": ""})
    put(tmp_path, {"src/c.py": HANDLER})
    text = "Resources:\n"
    for name in "abc":
        text += f"  {name.upper()}: {{Type: AWS::Serverless::Function, {PROPERTIES % f'{name}.handler'}}}\n"
    (tmp_path / "template.yaml").write_text(text)
    source = Source(str(tmp_path / "template.yaml"), text)
    tree = parse(source)
    assert tree.root is not None
    template = Template(source, tree, tree.root)
    files = Files(template)
    known = FunctionFiles(files, {name: find(files, each) for name, each in functions(template).items()})
    assert known.users(str((tmp_path / "src/util.py").resolve())) == ["A", "B"]
    assert known.users(str((tmp_path / "src/c.py").resolve())) == ["C"]
