"""Runs the program in a folder of its own and looks at what it leaves behind.

Used by the tests of the command line and by those of faults: both need runs whose streams, exit codes and files are
checked from outside, by code that shares nothing with the program.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
SECONDS_AT_MOST = 120  # a run that takes longer hangs
NOBODY = 65534

# Column "pay" needs the special functions, "note" the quoting of CSV: a little of everything in few bytes.
PEOPLE = {
    "synthgen": 1, "name": "people", "seed": 3,
    "tables": {"people": {"rows": 10, "columns": {
        "id": {"sequence": 1},
        "age": {"distribution": "integer", "min": 18, "max": 79},
        "pay": {"distribution": "normal", "mean": 100, "sd": 15, "decimals": 2}}}}}
PAIR = {
    "synthgen": 1, "name": "pair", "seed": 4,
    "tables": {
        "parents": {"rows": 40, "primary_key": "id", "columns": {
            "id": {"sequence": 1}, "note": {"choice": ["plain", "a,b", "say \"so\"", "é"]}}},
        "children": {"rows": 300, "columns": {
            "parent": {"references": "parents.id"}, "share": {"distribution": "uniform", "min": 0, "max": 1}}}}}


class Settings:
    """What the command line of the test says."""
    program: pathlib.Path = TOP / "build" / "bin" / "synthgen"
    long = False
    count = 20
    seed = 1


class Done:
    """A run that ended."""

    def __init__(self, code: int, out: bytes, err: bytes, seconds: float):
        self.code, self.out, self.err, self.seconds = code, out, err, seconds

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def errors(self) -> str:
        return self.err.decode()

    def __repr__(self) -> str:
        return f"exit {self.code}\nstdout: {self.out[:2000]!r}\nstderr: {self.err.decode(errors='replace')[:2000]}"


def is_sanitized() -> bool:
    """Whether the program was built with a sanitizer, which reserves terabytes of addresses and dislikes ptrace."""
    data = Settings.program.read_bytes()
    return b"__asan_init" in data or b"__tsan_init" in data


def plain_signals() -> None:
    """In the child: signals as a shell in the foreground leaves them, whatever started the tests."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


class ProgramCase(unittest.TestCase):
    maxDiff = 4000

    def setUp(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="synthgen-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.write("people.json", PEOPLE)
        self.write("pair.json", PAIR)

    def write(self, name: str, schema) -> pathlib.Path:
        path = self.folder / name
        path.write_text(schema if isinstance(schema, str) else json.dumps(schema), encoding="utf-8")
        return path

    def start(self, *arguments, **options) -> subprocess.Popen:
        settings = dict(cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                        preexec_fn=plain_signals, restore_signals=False)
        settings.update(options)
        return subprocess.Popen([str(Settings.program), *map(str, arguments)], **settings)

    def run_program(self, *arguments, given: bytes | None = None, **options) -> Done:
        if given is not None:
            options["stdin"] = subprocess.PIPE
        begin = time.monotonic()
        process = self.start(*arguments, **options)
        try:
            out, err = process.communicate(given, timeout=SECONDS_AT_MOST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail(f"{arguments}: did not end within {SECONDS_AT_MOST} seconds")
        return Done(process.returncode, out or b"", err or b"", time.monotonic() - begin)

    def expect(self, code: int, *arguments, says=(), **options) -> Done:
        """Runs, and fails where the exit code is another or standard error lacks one of the texts of `says`."""
        done = self.run_program(*arguments, **options)
        self.assertEqual(done.code, code, f"{arguments}: {done!r}")
        for text in (says,) if isinstance(says, str) else says:
            self.assertIn(text, done.errors, f"{arguments}: {done!r}")
        self.assert_no_crash(done)
        return done

    def run_as_nobody(self, *arguments, preexec_fn=plain_signals) -> Done:
        """Runs as a user without rights: root may write anywhere, and knows no limit of processes. From a copy of the
        program that this user can reach."""
        if os.geteuid() != 0:
            return self.run_program(*arguments, preexec_fn=preexec_fn)
        if shutil.which("setpriv") is None:
            self.skipTest("setpriv is not installed, and root may do anything")
        copy = self.folder / "synthgen"
        if not copy.exists():
            self.folder.chmod(0o755)
            shutil.copy(Settings.program, copy)
            copy.chmod(0o755)
        done = subprocess.run(["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", str(copy),
                               *map(str, arguments)], cwd=self.folder, capture_output=True, timeout=SECONDS_AT_MOST,
                              check=False, stdin=subprocess.DEVNULL, preexec_fn=preexec_fn)
        return Done(done.returncode, done.stdout, done.stderr, 0)

    def assert_no_crash(self, done: Done) -> None:
        for words in (b"internal error", b"terminate called", b"Assertion", b"AddressSanitizer", b"runtime error:"):
            self.assertNotIn(words, done.err, repr(done))

    def tree(self, folder=".") -> dict[str, bytes]:
        """Every file below a folder (hidden ones too), with its bytes."""
        top = self.folder / folder
        return {str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}

    def assert_complete(self, folder, message: str = "") -> dict:
        """A folder with a manifest: each listed file is there with its bytes, and nothing else is."""
        top = self.folder / folder
        manifest = json.loads((top / "manifest.json").read_text(encoding="utf-8"))
        names = {"manifest.json"}
        for table in manifest["tables"].values():
            for file in listed_files(table):
                names.add(file["path"])
                check_file(self, top, file, message)
        self.assertEqual(set(self.tree(folder)), names, message)
        return manifest


def listed_files(table: dict) -> list[dict]:
    """All that the manifest lists of a table: the data, the clean twin, the log."""
    return [file for tree in (table, table.get("clean", {}), table.get("changes", {})) for file in tree.get("files", [])]


def check_file(case: unittest.TestCase, top: pathlib.Path, file: dict, message: str = "") -> None:
    """One file against its entry in the manifest."""
    data = (top / file["path"]).read_bytes()
    case.assertEqual(len(data), file["bytes"], message)
    if "sha256" in file:
        case.assertEqual(hashlib.sha256(data).hexdigest(), file["sha256"], message)
    case.assertEqual(crc64(data), int(file["crc64"], 16), message)
    if file["format"] == "csv" and b'"' not in data:
        case.assertEqual(data.count(b"\n"), file["rows"] + 1, message)


def make_crc_table() -> list[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0xC96C5795D7870F42 if byte & 1 else 0)
        table.append(byte)
    return table


CRC_TABLE = make_crc_table()


def crc64(data: bytes) -> int:
    """CRC-64/XZ, by its definition."""
    crc = 0xFFFFFFFFFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFFFFFFFFFF


def main(description: str, folder: pathlib.Path) -> int:
    """Command line of run_cli.py and run_fault.py: finds the *_test.py files of a folder and runs them."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", type=pathlib.Path, default=Settings.program)
    parser.add_argument("--long", action="store_true", help="everything: every system call, big outputs")
    parser.add_argument("--count", type=int, default=20, help="runs that are killed (20)")
    parser.add_argument("--seed", type=int, default=None, help="of the random instants; printed")
    parser.add_argument("-k", action="append", metavar="PATTERN", help="only tests whose name holds this")
    given = parser.parse_args()
    Settings.program = given.program.resolve()
    Settings.long, Settings.count = given.long, given.count
    Settings.seed = given.seed if given.seed is not None else int.from_bytes(os.urandom(4), "little")
    print(f"seed {Settings.seed}", file=sys.stderr)
    loader = unittest.TestLoader()
    if given.k:
        loader.testNamePatterns = [f"*{pattern}*" for pattern in given.k]
    suite = loader.discover(str(folder), pattern="*_test.py", top_level_dir=str(folder))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    if result.testsRun == 0 and result.skipped and result.wasSuccessful():
        return 77  # ctest's word for skipped, here: where the machine or the build allows none of these tests
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1
