"""Finding, reading and replacing files: nothing is missed, nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator.command import write
from migrator.command.files import Target, find, read
from migrator.command.git import GitError, OverwriteGuard
from migrator.command.write import WriteError, Writer
from migrator.migration import FileChange
from migrator.text.source import MAX_BYTES, Source, SourceError

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

SAM = "Transform: AWS::Serverless-2016-10-31\n"
OLD, NEW = b"old AWS::Serverless\n", b"new AWS::Serverless\n"

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
needs_locks = pytest.mark.skipif(fcntl is None, reason="needs locks")
needs_links = pytest.mark.skipif(os.name == "nt", reason="needs links")


def replace_all(changes: list[FileChange], *, allow_dirty: bool) -> None:
    Writer(None if allow_dirty else OverwriteGuard()).replace_all(changes)


def has_uncommitted_changes(path: Path) -> bool:
    return OverwriteGuard().is_dirty(path, path.read_bytes())


def replace(path: str, before: bytes, after: bytes, *, allow_dirty: bool) -> None:
    replace_all([FileChange(Source(path, before.decode()), after.decode())], allow_dirty=allow_dirty)


def several(template: Path, other: Path) -> list[FileChange]:
    old = [FileChange(Source(str(path), OLD.decode()), NEW.decode()) for path in (template, other)]
    return [*old, FileChange(Source(str(template.parent / "new.py"), ""), "pass\n", new=True)]


def put(path: Path, text: str | bytes = SAM) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def names(root: Path, *given: str) -> list[str]:
    return [Path(target.path).relative_to(root).as_posix() for target in find(given or (str(root),))]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return put(tmp_path / "t.yaml", OLD)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def bits_say(path: Path, mode: int) -> bool:
    """What os.access() says to anybody but root."""
    return mode != os.W_OK or bool(path.stat().st_mode & 0o200)


class TestFind:
    @pytest.mark.parametrize(
        "name",
        [
            "t.txt",
            "t.yaml.bak",
            "Makefile",
            ".aws-sam/build/t.yaml",
            ".git/t.yaml",
            "node_modules/a/t.yaml",
            ".venv/lib/t.yaml",
            "env/t.yaml",
        ],
    )
    def test_what_is_no_template_of_the_project_is_passed_over(self, tmp_path: Path, name: str) -> None:
        put(tmp_path / "env" / "pyvenv.cfg")
        put(tmp_path / name)
        assert names(tmp_path) == []

    @pytest.mark.parametrize("name", ["t.yaml", "t.yml", "t.json", "t.template", "T.YAML", ".infra/a/t.yaml"])
    def test_what_is_one_is_found(self, tmp_path: Path, name: str) -> None:
        put(tmp_path / name)
        assert names(tmp_path) == [name]

    def test_a_file_that_never_mentions_sam_is_passed_over(self, tmp_path: Path) -> None:
        put(tmp_path / "a.yaml", "AWS::Lambda::Function")
        put(tmp_path / "b.yaml", "")
        assert names(tmp_path) == []

    def test_the_mention_may_stand_anywhere_in_a_long_file(self, tmp_path: Path) -> None:
        put(tmp_path / "a.json", b" " * ((1 << 20) - 5) + SAM.encode())
        put(tmp_path / "b.json", SAM.encode("utf-16"))
        assert names(tmp_path) == ["a.json", "b.json"]

    def test_the_order_is_stable(self, tmp_path: Path) -> None:
        for name in ("z.yaml", "b/t.yaml", "a/t.yaml", "a.yaml", "a/b/t.yaml"):
            put(tmp_path / name)
        assert names(tmp_path) == ["a.yaml", "z.yaml", "a/t.yaml", "a/b/t.yaml", "b/t.yaml"]

    def test_a_file_given_twice_is_handled_once(self, tmp_path: Path) -> None:
        one = put(tmp_path / "a" / "t.yaml")
        given = (str(one), str(tmp_path), str(tmp_path / "a" / ".." / "a"), str(one))
        assert len(find(given)) == 1

    @needs_links
    def test_linked_folders_are_not_followed_and_links_do_not_lead_outside(self, tmp_path: Path) -> None:
        put(tmp_path / "outside" / "t.yaml")
        put(tmp_path / "root" / "real.yaml")
        (tmp_path / "root" / "folder").symlink_to(tmp_path / "outside")
        (tmp_path / "root" / "loop").symlink_to(tmp_path / "root")
        (tmp_path / "root" / "out.yaml").symlink_to(tmp_path / "outside" / "t.yaml")
        (tmp_path / "root" / "in.yaml").symlink_to("real.yaml")
        (tmp_path / "root" / "dead.yaml").symlink_to("nowhere")
        (tmp_path / "root" / "circle.yaml").symlink_to("circle.yaml")
        assert names(tmp_path / "root") == ["circle.yaml", "in.yaml"]

    def test_a_path_that_is_not_there_is_an_error_of_its_own(self, tmp_path: Path) -> None:
        put(tmp_path / "t.yaml")
        missing, there, meant = find((str(tmp_path / "no.yaml"), str(tmp_path), str(tmp_path / "t.yml")))
        assert missing.error == "no such file or folder"
        assert meant.error == "no such file or folder; did you mean t.yaml?"
        assert there.error is None

    def test_a_name_with_a_nul_is_an_error(self) -> None:
        (target,) = find(("a\0b",))
        assert target.error

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_what_may_not_be_read_is_an_error(self, tmp_path: Path) -> None:
        put(tmp_path / "t.yaml").chmod(0)
        (tmp_path / "locked").mkdir(mode=0)
        assert [bool(target.error) for target in find((str(tmp_path),))] == [True, True]
        (tmp_path / "locked").chmod(0o700)


class TestRead:
    def test_a_template(self, tmp_path: Path) -> None:
        source = read(Target(str(put(tmp_path / "t.yaml"))))
        assert source is not None
        assert source.text == SAM

    def test_a_file_without_sam_is_none(self, tmp_path: Path) -> None:
        assert read(Target(str(put(tmp_path / "t.yaml", "a: 1")))) is None

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "empty"),
            (b" \n\n", "empty"),
            (b"AWS::Serverless\n\xff", "line 2: not UTF-8 text"),
            (SAM.encode("utf-16"), "UTF-16"),
            (b"AWS::Serverless\n\n\0", "line 3: a NUL byte"),
            (b"\x7fELF\x80", "line 1: not UTF-8"),
            (b"a" * (MAX_BYTES + 1), "over the limit"),
        ],
        ids=["empty", "blank", "invalid UTF-8", "UTF-16", "NUL", "binary", "too large"],
    )
    def test_what_is_no_text_is_refused(self, tmp_path: Path, data: bytes, message: str) -> None:
        with pytest.raises(SourceError, match=message):
            read(Target(str(put(tmp_path / "t.yaml", data))))

    @needs_links
    def test_a_pipe_is_refused_without_waiting_for_it(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "t.yaml")
        with pytest.raises(SourceError, match="regular"):
            read(Target(str(tmp_path / "t.yaml"), named=True))

    def test_a_file_that_went_away(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="no such file or folder"):
            read(Target(str(tmp_path / "t.yaml")))


class TestReplace:
    @pytest.fixture(autouse=True, params=["with files that have no name", "without"])
    def system(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        if request.param == "without":
            monkeypatch.setattr("migrator.command.replacing._NAMELESS", 0)

    def test_the_bytes_are_replaced_and_the_mode_is_kept(self, template: Path) -> None:
        template.chmod(0o640)
        replace(str(template), OLD, NEW, allow_dirty=False)
        assert template.read_bytes() == NEW
        assert stat.S_IMODE(template.stat().st_mode) == 0o640
        assert leftovers(template.parent) == []

    @needs_links
    def test_a_link_stays_and_its_target_is_written(self, template: Path, tmp_path: Path) -> None:
        link = tmp_path / "link.yaml"
        link.symlink_to("t.yaml")
        replace(str(link), OLD, NEW, allow_dirty=False)
        assert link.is_symlink()
        assert template.read_bytes() == NEW

    @needs_links
    def test_a_hard_link_is_refused(self, template: Path, tmp_path: Path) -> None:
        os.link(template, tmp_path / "other.yaml")
        with pytest.raises(WriteError, match="2 hard links"):
            replace(str(template), OLD, NEW, allow_dirty=True)
        assert template.read_bytes() == OLD

    def test_a_read_only_file_is_refused(self, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        template.chmod(0o444)
        monkeypatch.setattr("migrator.command.write.os.access", bits_say)  # root may write everything
        with pytest.raises(WriteError, match="read-only"):
            replace(str(template), OLD, NEW, allow_dirty=True)
        assert template.read_bytes() == OLD

    def test_a_file_that_changed_since_it_was_read_is_refused(self, template: Path) -> None:
        with pytest.raises(WriteError, match="changed while"):
            replace(str(template), b"something else", NEW, allow_dirty=False)
        assert template.read_bytes() == OLD
        assert leftovers(template.parent) == []

    def test_a_file_that_went_away_is_not_made_anew(self, template: Path) -> None:
        template.unlink()
        with pytest.raises(WriteError, match="cannot write it"):
            replace(str(template), OLD, NEW, allow_dirty=False)
        assert not template.exists()

    @pytest.mark.parametrize("call", ["write", "fsync", "fchmod", "replace"])
    @pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
    def test_whatever_fails_the_old_bytes_are_there(
        self, template: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: BaseException
    ) -> None:
        def fail(*_: object) -> None:
            raise fault

        monkeypatch.setattr(write.os, call, fail)
        with pytest.raises((WriteError, KeyboardInterrupt)) as caught:
            replace(str(template), OLD, NEW, allow_dirty=True)
        monkeypatch.undo()
        if isinstance(fault, OSError):
            assert "No space left on device; the file is as it was" in str(caught.value)
        assert template.read_bytes() == OLD
        assert leftovers(template.parent) == []

    def test_several_files_are_written_together(self, template: Path) -> None:
        other = put(template.parent / "api.yaml", OLD)
        replace_all(several(template, other), allow_dirty=True)
        assert [f.read_bytes() for f in (template, other, template.parent / "new.py")] == [NEW, NEW, b"pass\n"]
        replace_all(several(template, other), allow_dirty=True)  # again: all of it is there already

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_when_one_of_several_cannot_be_replaced_all_go_back(
        self, template: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        other, real, calls = put(template.parent / "api.yaml", OLD), os.replace, iter(range(9))

        def fail(source: Path, target: Path) -> None:
            if next(calls) == number:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(source, target)

        monkeypatch.setattr(write.os, "replace", fail)
        with pytest.raises(WriteError, match="No space left"):
            replace_all(several(template, other), allow_dirty=True)
        assert [template.read_bytes(), other.read_bytes()] == [OLD, OLD]
        assert sorted(path.name for path in template.parent.iterdir()) == ["api.yaml", "t.yaml"]

    @pytest.mark.parametrize("number", [0, 1])
    def test_the_way_back_needs_no_room(self, template: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
        other, real, renames, writes = put(template.parent / "api.yaml", OLD), os.replace, iter(range(9)), []

        def fail(source: Path, target: Path) -> None:
            if next(renames) == number:
                monkeypatch.setattr(write.os, "write", lambda *_: writes.append(1))
                raise OSError(errno.EIO, "Input/output error")
            real(source, target)

        monkeypatch.setattr(write.os, "replace", fail)
        with pytest.raises(WriteError, match="Input/output error; none of its files is changed"):
            replace_all(several(template, other)[:2], allow_dirty=True)
        assert [template.read_bytes(), other.read_bytes(), writes] == [OLD, OLD, []]
        assert sorted(path.name for path in template.parent.iterdir()) == ["api.yaml", "t.yaml"]

    def test_what_could_not_be_put_back_is_named_and_its_old_bytes_are_kept(
        self, template: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other, real, renames = put(template.parent / "api.yaml", OLD), os.replace, iter(range(9))

        def fail(source: Path, target: Path) -> None:
            if next(renames) > 0:
                raise OSError(errno.EIO, "Input/output error")
            real(source, target)

        monkeypatch.setattr(write.os, "replace", fail)
        with pytest.raises(WriteError) as caught:
            replace_all(several(template, other)[:2], allow_dirty=True)
        assert [template.read_bytes(), other.read_bytes()] == [OLD, NEW]
        (kept,) = leftovers(template.parent)
        assert (template.parent / kept).read_bytes() == OLD
        assert str(caught.value) == (
            "cannot write it: Input/output error; changed all the same, since it could not be put back: "
            f"{other} (its old bytes are in {template.parent / kept})"
        )

    def test_where_files_have_but_one_name_the_old_ones_are_copied(
        self, template: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_links(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        other, real, renames = put(template.parent / "api.yaml", OLD), os.replace, iter(range(9))
        monkeypatch.setattr(write.os, "link", no_links)
        replace_all(several(template, other)[:2], allow_dirty=True)
        assert [template.read_bytes(), other.read_bytes(), leftovers(template.parent)] == [NEW, NEW, []]

        def fail(source: Path, target: Path) -> None:
            if next(renames) == 1:
                raise OSError(errno.EIO, "Input/output error")
            real(source, target)

        put(template, OLD), put(other, OLD)
        monkeypatch.setattr(write.os, "replace", fail)
        with pytest.raises(WriteError, match="none of its files is changed"):
            replace_all(several(template, other)[:2], allow_dirty=True)
        assert [template.read_bytes(), other.read_bytes(), leftovers(template.parent)] == [OLD, OLD, []]

    @pytest.mark.parametrize("changed", ["t.yaml", "api.yaml"])
    def test_an_error_names_the_file_that_it_is_about(self, template: Path, changed: str) -> None:
        other = put(template.parent / "api.yaml", OLD)
        put(template.parent / changed, b"by an editor")
        with pytest.raises(WriteError) as caught:
            replace_all(several(template, other), allow_dirty=True)
        about = f" ({other})" if changed == "api.yaml" else ""
        assert str(caught.value) == f"not written: the file changed while it was migrated; run again{about}"

    def test_one_of_several_that_changed_keeps_all_from_being_written(self, template: Path) -> None:
        other = put(template.parent / "api.yaml", b"something else")
        with pytest.raises(WriteError, match="changed while"):
            replace_all(several(template, other), allow_dirty=True)
        assert [template.read_bytes(), other.read_bytes()] == [OLD, b"something else"]
        assert not (template.parent / "new.py").exists()

    def test_a_new_file_does_not_overwrite_one(self, template: Path) -> None:
        put(template.parent / "new.py", b"mine")
        with pytest.raises(WriteError, match=r"a file of this name is there already .*new\.py"):
            replace_all(several(template, put(template.parent / "api.yaml", OLD)), allow_dirty=True)
        assert template.read_bytes() == OLD

    def test_a_disk_that_takes_little_at_a_time(self, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real: Callable[[int, memoryview], int] = os.write
        monkeypatch.setattr(write.os, "write", lambda descriptor, data: real(descriptor, data[:3]))
        replace(str(template), OLD, NEW, allow_dirty=True)
        assert template.read_bytes() == NEW

    @needs_locks
    def test_a_hidden_name_that_another_run_uses_is_not_overwritten(
        self, template: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(write.os, "urandom", bytes)
        taken = put(template.parent / f".t.yaml.{bytes(6).hex()}.tmp", b"mine")
        with taken.open() as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            with pytest.raises(WriteError, match="exists"):
                replace(str(template), OLD, NEW, allow_dirty=True)
        assert taken.read_bytes() == b"mine"

    @needs_locks
    def test_what_a_killed_run_has_left_of_a_file_goes_when_it_is_written(self, template: Path) -> None:
        mine = put(template.parent / f".t.yaml.{bytes(6).hex()}.tmp", b"half")
        kept = template.parent / f".t.yaml.{b'6chars'.hex()}.tmp"
        os.link(template, kept)  # the old file's second name, which would make it one with two hard links
        others = [put(template.parent / name) for name in (".u.yaml.000000000000.tmp", ".t.yaml.0.tmp", ".t.yaml.tmp")]
        replace(str(template), OLD, NEW, allow_dirty=True)
        assert template.read_bytes() == NEW
        assert [mine.exists(), kept.exists()] == [False, False]
        assert [other.exists() for other in others] == [True, True, True]


class TestAttributes:
    """What a file has beside its bytes is kept, or the file is left alone."""

    @pytest.fixture
    def marked(self, template: Path) -> Path:
        try:
            os.setxattr(template, "user.mark", b"value")
        except (AttributeError, OSError):
            pytest.skip("needs extended attributes")
        return template

    def test_extended_attributes_are_kept(self, marked: Path) -> None:
        replace(str(marked), OLD, NEW, allow_dirty=True)
        assert os.getxattr(marked, "user.mark") == b"value"

    def test_a_control_list_is_kept(self, template: Path) -> None:
        template.chmod(0o640)
        try:
            os.setxattr(template, "system.posix_acl_access", ACL)
        except (AttributeError, OSError):
            pytest.skip("needs control lists")
        before = template.stat().st_mode
        replace(str(template), OLD, NEW, allow_dirty=True)
        assert os.getxattr(template, "system.posix_acl_access") == ACL
        assert template.stat().st_mode == before

    def test_a_control_list_of_the_folder_is_not_taken_on(self, template: Path) -> None:
        template.chmod(0o600)
        try:
            os.setxattr(template.parent, "system.posix_acl_default", ACL)
        except (AttributeError, OSError):
            pytest.skip("needs control lists")
        replace(str(template), OLD, NEW, allow_dirty=True)
        assert os.listxattr(template) == []
        assert stat.S_IMODE(template.stat().st_mode) == 0o600

    def test_an_attribute_that_cannot_be_kept_is_a_reason_not_to_write(
        self, marked: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(write.os, "setxattr", refuse)
        reason = r"its extended attribute user\.mark cannot be kept \(Operation not permitted\)"
        with pytest.raises(WriteError, match=f"not written: {reason}$"):
            replace(str(marked), OLD, NEW, allow_dirty=True)
        assert marked.read_bytes() == OLD
        assert leftovers(marked.parent) == []

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
    def test_the_owner_is_kept(self, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        os.chown(template, 1234, 1235)
        replace(str(template), OLD, NEW, allow_dirty=True)
        assert (template.stat().st_uid, template.stat().st_gid) == (1234, 1235)

        def refuse(*_: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(write.os, "fchown", refuse)
        with pytest.raises(WriteError, match="it belongs to user 1234, and would belong to user 0 afterwards"):
            replace(str(template), NEW, OLD, allow_dirty=True)
        assert template.read_bytes() == NEW


def _acl(*entries: tuple[int, int, int]) -> bytes:
    """A control list as the kernel keeps it: version 2, then tag, permissions and id of each entry."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


_NOBODY = 0xFFFFFFFF
ACL = _acl((0x01, 6, _NOBODY), (0x02, 6, 4321), (0x04, 4, _NOBODY), (0x10, 6, _NOBODY), (0x20, 0, _NOBODY))
"""The owner and user 4321 may read and write, the group may read, the mask lets both pass."""


@needs_git
class TestGit:
    @pytest.fixture
    def tracked(self, template: Path) -> Path:
        git(template.parent, "init", "-q")
        git(template.parent, "add", "t.yaml")
        git(template.parent, "commit", "-qm", "first")
        return template

    def test_outside_a_repository_nothing_is_uncommitted(self, template: Path) -> None:
        assert not has_uncommitted_changes(template)

    def test_a_committed_file_is_clean_whatever_the_others_are(self, tracked: Path) -> None:
        put(tracked.parent / "other.yaml")
        git(tracked.parent, "add", "other.yaml")
        assert not has_uncommitted_changes(tracked)

    def test_an_untracked_file_is_nothing_to_git(self, tracked: Path) -> None:
        assert not has_uncommitted_changes(put(tracked.parent / "new.yaml"))

    @pytest.mark.parametrize("staged", [True, False])
    def test_a_changed_file_is_refused_until_it_is_allowed(self, tracked: Path, staged: bool) -> None:
        tracked.write_bytes(b"changed")
        if staged:
            git(tracked.parent, "add", "t.yaml")
        with pytest.raises(WriteError, match="uncommitted changes"):
            replace(str(tracked), b"changed", NEW, allow_dirty=False)
        replace(str(tracked), b"changed", NEW, allow_dirty=True)
        assert tracked.read_bytes() == NEW

    def test_the_link_of_a_dirty_file_is_dirty(self, tracked: Path, tmp_path: Path) -> None:
        tracked.write_bytes(b"changed")
        link = tmp_path / "link.yaml"
        link.symlink_to(tracked)
        with pytest.raises(WriteError, match="uncommitted changes"):
            replace(str(link), b"changed", NEW, allow_dirty=False)

    @pytest.mark.parametrize("name", ["[a].yaml", ":(top)x.yaml", "-n.yaml", "ü \n.yaml"])
    def test_a_name_is_never_a_pattern_or_an_option(self, tracked: Path, name: str) -> None:
        odd = put(tracked.parent / name, OLD)
        git(tracked.parent, "add", "--", f"./{name}")
        assert has_uncommitted_changes(odd)

    def test_a_program_named_by_the_repository_is_not_run(self, tracked: Path) -> None:
        git(tracked.parent, "config", "core.fsmonitor", f"touch {tracked.parent}/ran; false")
        has_uncommitted_changes(tracked)
        assert not (tracked.parent / "ran").exists()

    @pytest.mark.parametrize("name", ["evil", "\udcff"])
    def test_a_filter_of_the_repository_is_not_run(self, tracked: Path, name: str) -> None:
        config = tracked.parent / ".git" / "config"
        section = f'[filter "{name}"]\n\tclean = touch {tracked.parent}/ran; cat\n\trequired\n'
        config.write_bytes(config.read_bytes() + os.fsencode(section))
        put(tracked.parent / ".git" / "info" / "attributes", os.fsencode(f"*.yaml filter={name}\n"))
        os.utime(tracked, (1, 1))  # git would have to look at the bytes again
        assert not has_uncommitted_changes(tracked)
        tracked.write_bytes(b"changed")
        assert has_uncommitted_changes(tracked)
        assert not (tracked.parent / "ran").exists()

    @pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
    def test_a_file_that_git_is_told_to_look_away_from(self, tracked: Path, mark: str) -> None:
        git(tracked.parent, "update-index", mark, "t.yaml")
        assert not has_uncommitted_changes(tracked)
        tracked.write_bytes(b"changed")
        assert has_uncommitted_changes(tracked)

    @pytest.mark.parametrize("setting", ["core.autocrlf=true", "core.eol=crlf"])
    def test_line_breaks_that_git_converts_are_no_change(self, tracked: Path, setting: str) -> None:
        git(tracked.parent, "config", *setting.split("="))
        put(tracked.parent / ".gitattributes", "*.yaml text=auto\n")
        tracked.write_bytes(OLD.replace(b"\n", b"\r\n"))
        assert not has_uncommitted_changes(tracked)

    def test_a_file_of_another_kind_of_line_breaks_is_changed(self, tracked: Path) -> None:
        tracked.write_bytes(OLD.replace(b"\n", b"\r\n"))
        assert has_uncommitted_changes(tracked)

    def test_nothing_is_committed_yet(self, template: Path) -> None:
        git(template.parent, "init", "-q")
        git(template.parent, "add", "t.yaml")
        assert has_uncommitted_changes(template)

    def test_a_merge_that_is_not_resolved(self, tracked: Path) -> None:
        git(tracked.parent, "branch", "other")
        for branch, data in (("HEAD", b"one\n"), ("other", b"two\n")):
            git(tracked.parent, "checkout", "-q", branch)
            tracked.write_bytes(data)
            git(tracked.parent, "commit", "-qam", branch)
        with pytest.raises(subprocess.CalledProcessError):
            git(tracked.parent, "merge", "-")
        git(tracked.parent, "checkout", "--ours", "t.yaml")
        assert has_uncommitted_changes(tracked)

    def test_what_is_committed_meanwhile_is_clean(self, tracked: Path) -> None:
        guard = OverwriteGuard([tracked])
        tracked.write_bytes(NEW)
        assert guard.is_dirty(tracked, NEW)
        git(tracked.parent, "commit", "-qam", "second")
        assert not guard.is_dirty(tracked, NEW)

    def test_a_repository_of_sha256(self, template: Path) -> None:
        git(template.parent, "init", "-q", "--object-format=sha256")
        git(template.parent, "add", "t.yaml")
        git(template.parent, "commit", "-qm", "first")
        assert not has_uncommitted_changes(template)

    def test_git_is_asked_once_for_all_files_of_a_run(self, tracked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        files = [put(tracked.parent / "sub" / f"{number}.yaml", OLD) for number in range(40)]
        git(tracked.parent, "add", "sub")
        git(tracked.parent, "commit", "-qm", "more")
        calls: list[object] = []
        real = subprocess.run
        monkeypatch.setattr(subprocess, "run", lambda *given, **more: calls.append(given) or real(*given, **more))
        for limit in (100_000, 0):  # the names on a command line, or the whole index
            monkeypatch.setattr("migrator.command.git._LONGEST", limit)
            calls.clear()
            guard = OverwriteGuard([tracked, *files])
            files[7].write_bytes(OLD)
            assert not any(guard.is_dirty(path, OLD) for path in (tracked, *files))
            assert len(calls) == 3

    def test_the_repository_that_the_environment_names(
        self, tracked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As hooks find it, or a home folder whose repository lies elsewhere."""
        elsewhere = tmp_path / "elsewhere.git"
        (tracked.parent / ".git").rename(elsewhere)
        other = put(tmp_path / "other" / "t.yaml", OLD)
        git(other.parent, "init", "-q")
        monkeypatch.chdir(tracked.parent)
        monkeypatch.setenv("GIT_DIR", "elsewhere.git")
        monkeypatch.setenv("GIT_WORK_TREE", str(tracked.parent))
        assert not has_uncommitted_changes(tracked)
        assert not has_uncommitted_changes(other)
        tracked.write_bytes(b"changed")
        assert has_uncommitted_changes(tracked)

    def test_a_broken_repository_is_no_permission(self, template: Path) -> None:
        put(template.parent / ".git", "gitdir: nowhere\n")
        with pytest.raises(GitError):
            has_uncommitted_changes(template)
        with pytest.raises(WriteError, match="--allow-dirty"):
            replace(str(template), OLD, NEW, allow_dirty=False)
        assert template.read_bytes() == OLD

    def test_without_git_nothing_is_uncommitted(self, tracked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        tracked.write_bytes(b"changed")
        monkeypatch.setenv("PATH", "")
        assert not has_uncommitted_changes(tracked)
