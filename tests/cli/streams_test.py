"""Streams: what goes where, progress on terminals, nothing but text in pipes."""

import os
import pty
import select
import signal
import subprocess
import time

from program import ProgramCase, Settings

# Rows that take long enough for a few refreshes of the progress line (10 a second) on a fast machine.
MANY = "people=40000000"


class Pipes(ProgramCase):
    def test_no_control_byte_reaches_a_pipe(self):
        commands = (["generate", "people.json", "-o", "x", "--rows", "people=3000000"],
                    ["generate", "people.json", "-o", "-"], ["check", "people.json"], ["plan", "pair.json"], ["list"],
                    ["--help"], ["--version"], ["generate", "people.json", "--progress", "sometimes"],
                    ["generate", "nowhere.json"])
        for command in commands:
            done = self.run_program(*command)
            for stream in (done.out, done.err):
                self.assertEqual([byte for byte in stream if byte < 32 and byte != 10], [], f"{command}: {done!r}")

    def test_the_report_of_a_run_into_files_goes_to_standard_error(self):
        done = self.expect(0, "generate", "pair.json", "-o", "x")
        self.assertEqual(done.text, "")
        self.assertRegex(done.errors, r"^340 rows, .+ in 2 files under x in \d+\.\d\d s\n$")

    def test_progress_always_shows_in_a_pipe_and_clears_its_line(self):
        done = self.expect(0, "generate", "people.json", "-o", "/dev/null", "--rows", MANY, "--progress", "always",
                           "--threads", "1")
        self.assertIn("of 40,000,000 rows (", done.errors)
        self.assertIn("/s, ", done.errors)
        self.assertEqual(done.errors.rsplit("\r\x1b[K", 1)[1].count("rows ("), 0, "the line was not cleared")
        self.assertEqual(done.text, "")

    def test_progress_is_quiet_in_a_pipe_unless_asked(self):
        for flags in ([], ["--progress", "auto"], ["--progress", "never"]):
            done = self.expect(0, "generate", "people.json", "-o", "/dev/null", "--rows", "people=20000000", *flags)
            self.assertNotIn("\r", done.errors)

    def test_standard_output_that_is_closed_or_full_is_told_with_exit_1(self):
        for command in (["generate", "people.json", "-o", "-"], ["check", "people.json"], ["plan", "people.json"],
                        ["list"], ["--help"], ["--version"]):
            with open("/dev/full", "wb") as full:
                self.expect(1, *command, stdout=full, says=("standard output", "No space left on device"))
            done = self.shell('"$@" >&-', command)
            self.assertEqual(done.returncode, 1, f"{command} {done}")
            self.assertIn("Bad file descriptor", done.stderr)

    def test_closed_standard_descriptors_never_become_an_output_file(self):
        done = self.shell('"$@" <&- >&- 2>&-', ["generate", "people.json", "-o", "x", "--progress", "always", "--rows",
                                                "people=3000000"])
        self.assertEqual(done.returncode, 0)
        self.assert_complete("x")

    def test_messages_that_nobody_can_read_change_nothing(self):
        with open("/dev/full", "wb") as full:
            self.expect(0, "generate", "people.json", "-o", "x", "--progress", "always", stderr=full)
            self.expect(1, "generate", "nowhere.json", stderr=full)
            self.expect(2, "generate", "--nothing", stderr=full)
        self.assert_complete("x")

    def shell(self, line: str, command: list[str]) -> subprocess.CompletedProcess:
        return subprocess.run(["bash", "-c", line, "bash", str(Settings.program), *command], cwd=self.folder, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)


class Terminals(ProgramCase):
    def run_on_terminal(self, *arguments) -> tuple[int, str]:
        """Exit code, and what a terminal on standard error was sent."""
        master, slave = pty.openpty()
        process = self.start(*arguments, stderr=slave, stdout=subprocess.DEVNULL)
        os.close(slave)
        text = b""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if select.select([master], [], [], 0.05)[0]:
                try:
                    piece = os.read(master, 65536)
                except OSError:  # EIO: the program has closed the terminal
                    piece = b""
                if not piece:
                    break
                text += piece
        os.close(master)
        return process.wait(timeout=60), text.decode()

    def test_progress_shows_on_a_terminal_with_rows_speed_and_time_left(self):
        code, text = self.run_on_terminal("generate", "people.json", "-o", "/dev/null", "--rows", MANY,
                                          "--threads", "1")
        self.assertEqual(code, 0, text)
        self.assertRegex(text, r"\r\x1b\[K[\d,]+ of 40,000,000 rows \(\d+%\), [\d.]+ [kMG]B/s, \d+ s left")
        self.assertNotIn("rows (", text.rsplit("\r\x1b[K", 1)[1])

    def test_progress_never_keeps_a_terminal_clean(self):
        code, text = self.run_on_terminal("generate", "people.json", "-o", "/dev/null", "--rows", "people=20000000",
                                          "--progress", "never")
        self.assertEqual(code, 0, text)
        self.assertNotIn("\x1b", text)

    def test_an_interrupted_run_clears_its_progress_line(self):
        master, slave = pty.openpty()
        process = self.start("generate", "people.json", "-o", "/dev/null", "--rows", "people=4000000000", stderr=slave)
        os.close(slave)
        text = b""
        while b"left" not in text:
            text += os.read(master, 65536)
        process.send_signal(signal.SIGINT)
        try:
            while piece := os.read(master, 65536):
                text += piece
        except OSError:
            pass
        os.close(master)
        process.stdout.close()
        self.assertEqual(process.wait(timeout=10), 128 + signal.SIGINT)
        self.assertNotIn(b"left", text.rsplit(b"\r\x1b[K", 1)[1])
        self.assertIn(b"interrupted", text)
