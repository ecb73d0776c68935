"""Runs the program under strace, which makes a chosen system call fail or kills the program at it."""

import dataclasses
import re
import shutil
import subprocess
import unittest

from program import SECONDS_AT_MOST, Done, ProgramCase, Settings, is_sanitized, plain_signals

# Calls that touch the output, and mkdir, which is the first of them in every run into a folder.
CALLS = ("mkdir", "openat", "write", "fsync", "ftruncate", "fcntl", "flock", "fchmod", "close", "renameat2", "unlinkat",
         "faccessat2", "getdents64", "linkat")


@dataclasses.dataclass
class Traced:
    done: Done
    log: list[str]

    @property
    def injected(self) -> str | None:
        """The line of the first call that strace made fail."""
        return next((line for line in self.log if "(INJECTED)" in line), None)


def why_not() -> str | None:
    """Why strace cannot be used here; nothing where it can."""
    if is_sanitized():
        return "a program with a sanitizer does not run under strace"
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "-e", "inject=getppid:error=EIO:when=1", "true"],
                           capture_output=True, text=True, check=False)
    return None if tried.returncode == 0 else "strace is refused here: " + tried.stderr.strip()


class TracedCase(ProgramCase):
    @classmethod
    def setUpClass(cls) -> None:
        reason = why_not()
        if reason is not None:
            raise unittest.SkipTest(reason)

    def trace(self, calls, inject, *arguments, may_be_killed=False) -> Traced:
        """One run with one thread (strace counts the calls of each thread by itself)."""
        log = self.folder / "strace.log"
        command = ["strace", "-o", str(log), "-e", "trace=" + ",".join(calls)]
        for expression in inject:
            command += ["-e", "inject=" + expression]
        threads = ["--threads", "1"] if arguments[0] == "generate" else []
        process = subprocess.run([*command, str(Settings.program), *map(str, arguments), *threads],
                                 cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                 timeout=SECONDS_AT_MOST, preexec_fn=plain_signals)
        lines = log.read_text(errors="replace").splitlines()
        log.unlink()
        done = Done(process.returncode, process.stdout, process.stderr, 0)
        if not may_be_killed:
            self.assert_no_crash(done)
            self.assertGreaterEqual(done.code, 0, repr(done))
        return Traced(done, lines)

    def calls_of_output(self, *arguments, first="mkdir") -> dict[str, range]:
        """For each call, which of its occurrences (from 1) come after the output was begun to be made, by the call
        `first`."""
        lines = self.trace(CALLS, (), *arguments).log
        names = [match[1] for line in lines if (match := re.match(r"(\w+)\(", line))]
        begin = names.index(first)
        return {call: range(names[:begin].count(call) + 1, names.count(call) + 1) for call in CALLS}
