"""Every system call of a run fails in turn: exit 1 with the words of the system, and what stood there before stays."""

import shutil

from program import Settings
from tracer import TracedCase

WORDS = {"ENOSPC": "No space left on device", "EIO": "Input/output error", "EACCES": "Permission denied",
         "EMFILE": "Too many open files", "EDQUOT": "Disk quota exceeded", "EROFS": "Read-only file system",
         "EPERM": "Operation not permitted"}


class FailingCalls(TracedCase):
    def setUp(self) -> None:
        super().setUp()
        # More than two pieces of direct I/O (4 MiB each), a rest, and so a call of ftruncate.
        self.rows = ["--rows", "people=600000"]

    def fail_each(self, schema: str, call: str, error: str, *flags, tolerated=lambda line: False, step: int = 1) -> int:
        """Lets each occurrence of a call fail, into a new folder and into one with an earlier output. Returns how often
        the run told it. `tolerated` says by its line in the log which call may fail without ending the run."""
        self.expect(0, "generate", "people.json", "-o", "old", "--seed", "1")
        old = self.tree("old")
        self.expect(0, "generate", schema, "-o", "wanted", *flags)
        wanted = self.tree("wanted")
        told = 0
        for folder in ("x", "new"):
            shutil.rmtree(self.folder / "x", ignore_errors=True)
            shutil.copytree(self.folder / "old", self.folder / "x")
            self.calls = self.calls_of_output("generate", schema, "-o", folder, *flags)
            shutil.rmtree(self.folder / folder)
            if folder == "x":
                shutil.copytree(self.folder / "old", self.folder / "x")
            for number in self.calls[call][::step]:
                traced = self.trace([call], [f"{call}:error={error}:when={number}"], "generate", schema, "-o", folder,
                                    *flags)
                where = f"{call} number {number} into {folder}: {traced.injected}\n{traced.done!r}"
                self.assertIsNotNone(traced.injected, where)
                if traced.done.code == 0:
                    self.assertTrue(tolerated(traced.injected), where)
                    self.assertEqual(self.tree(folder), wanted, where)
                    shutil.rmtree(self.folder / folder)
                    if folder == "x":
                        shutil.copytree(self.folder / "old", self.folder / "x")
                    continue
                self.assertEqual(traced.done.code, 1, where)
                told += 1
                self.assertIn(WORDS[error], traced.done.errors, where)
                self.assertIn(folder, traced.done.errors, where)
                if folder == "x":
                    self.assertEqual(self.tree("x"), old, where)
                else:
                    self.assertFalse((self.folder / "new").exists(), where)
        return told

    def test_write_fails_with_a_full_disk(self):
        # The lock's line, two tables and the manifest, twice; the report on standard error is nobody's data.
        told = self.fail_each("pair.json", "write", "ENOSPC", tolerated=lambda line: line.startswith("write(2,"))
        self.assertGreaterEqual(told, 8)

    def test_write_of_large_files_fails_with_a_full_disk(self):
        told = self.fail_each("people.json", "write", "ENOSPC", *self.rows,
                              tolerated=lambda line: line.startswith("write(2,"))
        self.assertGreaterEqual(told, 8)

    def test_ftruncate_fails(self):
        told = self.fail_each("people.json", "ftruncate", "EIO", *self.rows)
        self.assertGreaterEqual(told, 2)

    def test_openat_fails(self):
        for error in ("EACCES", "EMFILE") if Settings.long else ("EMFILE",):
            # /proc and /sys are a matter of the C library, which does without.
            told = self.fail_each("pair.json", "openat", error,
                                  tolerated=lambda line: "/proc/" in line or "/sys/" in line)
            self.assertGreaterEqual(told, 10)

    def test_fsync_fails(self):
        told = self.fail_each("pair.json", "fsync", "EIO")
        self.assertGreaterEqual(told, 10)

    def test_renameat2_fails(self):
        told = self.fail_each("pair.json", "renameat2", "EIO")
        self.assertGreaterEqual(told, 8)

    def test_close_fails(self):
        # Descriptors that were only read from, or whose bytes are known to be on the disk, have nothing to lose.
        told = self.fail_each("pair.json", "close", "EIO", tolerated=lambda line: True)
        self.assertGreaterEqual(told, 6)

    def test_mkdir_fails(self):
        told = self.fail_each("pair.json", "mkdir", "EACCES", tolerated=lambda line: "\"x\"" in line)
        self.assertGreaterEqual(told, 1)

    def test_fchmod_fails(self):
        told = self.fail_each("pair.json", "fchmod", "EPERM", "--mode", "600")
        self.assertGreaterEqual(told, 6)


class Fallbacks(TracedCase):
    """File systems that lack something, and signals that interrupt a call: the bytes are the same."""

    def expect_same(self, inject, calls, schema="pair.json", *flags) -> None:
        self.expect(0, "generate", schema, "-o", "wanted", *flags)
        for folder in ("new", "x"):
            if folder == "x":
                self.expect(0, "generate", "people.json", "-o", "x", "--seed", "1")
            traced = self.trace(calls, inject, "generate", schema, "-o", folder, *flags)
            self.assertEqual(traced.done.code, 0, repr(traced.done))
            self.assertIsNotNone(traced.injected, "nothing failed")
            self.assertEqual(self.tree(folder), self.tree("wanted"))

    def test_without_renameat2(self):
        for error in ("ENOSYS", "EINVAL"):
            self.expect_same([f"renameat2:error={error}"], ["renameat2"])

    def test_without_renameat2_and_hard_links(self):
        self.expect_same(["renameat2:error=EINVAL", "linkat:error=EPERM"], ["renameat2", "linkat"])

    def test_without_locks(self):
        for error in ("ENOLCK", "EOPNOTSUPP"):
            self.expect_same([f"flock:error={error}"], ["flock"])

    def test_without_fsync(self):
        self.expect_same(["fsync:error=EINVAL"], ["fsync"])

    def test_without_direct_input_and_output(self):
        arguments = ("people.json", "--rows", "people=600000")
        log = self.trace(["mkdir", "fcntl"], (), "generate", *arguments, "-o", "new").log
        calls = [line for line in log if line.startswith("fcntl(")]
        numbers = [n for n, line in enumerate(calls, 1) if "F_SETFL" in line and "O_DIRECT" in line]
        self.assertGreater(len(numbers), 0, "no direct output was tried for a file of 9 MB")
        shutil.rmtree(self.folder / "new")
        self.expect_same([f"fcntl:error=EINVAL:when={numbers[0]}"], ["fcntl"], *arguments)

    def test_where_the_flag_is_taken_but_the_direct_write_is_not(self):
        calls = self.calls_of_output("generate", "people.json", "-o", "probe", "--rows", "people=600000")
        self.expect(0, "generate", "people.json", "-o", "probe", "--rows", "people=600000")
        # The second write of the output (the first signs the lock) is a piece of 4 MiB.
        number = calls["write"][1]
        traced = self.trace(["write"], [f"write:error=EINVAL:when={number}"], "generate", "people.json", "-o", "y",
                            "--rows", "people=600000")
        if "O_DIRECT" not in "".join(self.trace(["fcntl"], (), "generate", "people.json", "-o", "z", "--rows",
                                                "people=600000").log):
            self.skipTest("the file system of the test knows no direct I/O")
        self.assertEqual(traced.done.code, 0, f"{traced.injected} {traced.done!r}")
        self.assertEqual(self.tree("y"), self.tree("probe"))

    def test_calls_that_signals_interrupt_are_made_again(self):
        # Every third call: always the same ones would be a fault, not an interruption.
        for call in ("write", "fsync", "renameat2", "flock"):
            first = "1" if call == "flock" else "2"
            self.expect_same([f"{call}:error=EINTR:when={first}+3"], [call])
