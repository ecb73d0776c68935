"""On a terminal: colours and widths. A pseudoterminal plays it."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

from program import ProgramCase, SECONDS_AT_MOST, Settings, plain_signals

ESCAPE = "\x1b"
BAD = {"synthgen": 1, "tables": {"a": {"rows": 1, "columns": {"x": {"sequense": 1}}}}}


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


class Terminal(ProgramCase):
    def setUp(self):
        super().setUp()
        self.write("bad.json", BAD)

    def on_terminal(self, *arguments, columns=80, variables=None, stream="stdout") -> str:
        """What arrives at a terminal of that width that is one of the program's streams; the other is a pipe."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
        environment |= {"TERM": "xterm"} | (variables or {})
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: theirs}
        process = subprocess.Popen([str(Settings.program), *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   env=environment, preexec_fn=plain_signals, restore_signals=False, **streams)
        os.close(theirs)
        text = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the program has closed its end
                break
            if not piece:
                break
            text += piece
        process.communicate(timeout=SECONDS_AT_MOST)
        os.close(ours)
        return text.decode().replace("\r\n", "\n")

    def test_diagnostics_are_coloured_on_a_terminal_and_say_the_same(self):
        for arguments, stream in ((["check", "bad.json"], "stdout"), (["generate", "bad.json"], "stderr"),
                                  (["describe", "nothing"], "stderr")):
            text = self.on_terminal(*arguments, stream=stream)
            self.assertIn(ESCAPE + "[1;31merror[", text)
            plain = self.run_program(*arguments)
            self.assertEqual(without_colours(text), plain.text if stream == "stdout" else plain.errors)

    def test_no_colour_in_pipes_with_no_color_or_on_dumb_terminals(self):
        for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotIn(ESCAPE, self.on_terminal("check", "bad.json", variables=variables))
        self.assertIn(ESCAPE, self.on_terminal("check", "bad.json", variables={"NO_COLOR": ""}))
        done = self.run_program("check", "bad.json")
        self.assertNotIn(ESCAPE, done.text + done.errors)

    def test_a_terminal_as_the_other_stream_changes_nothing(self):
        # Data and reports go to standard output; a terminal on standard error must not colour them, nor the reverse.
        self.assertEqual(self.on_terminal("check", "bad.json", stream="stderr"), "")
        self.assertEqual(self.on_terminal("generate", "bad.json", stream="stdout"), "")

    def test_preview_fits_the_terminal_and_names_what_it_leaves_out(self):
        self.write("many.json", {"synthgen": 1, "tables": {"t": {"rows": 3, "columns": {
            **{f"column_{i}": {"constant": "some words"} for i in range(12)}, "long": {"constant": "x" * 100}}}}})
        text = self.on_terminal("preview", "many.json", columns=60)
        table = text.split("…")[0]
        self.assertLessEqual(max(map(len, table.splitlines())), 60)
        self.assertIn("and 8 more columns, for which the terminal is too narrow: column_5, ", text)
        self.assertIn("long", text)
        self.assertEqual(len(self.run_program("preview", "many.json").text.splitlines()[3]), 12 * 12 + 100)

    def test_preview_cuts_long_cells_on_a_terminal_only(self):
        self.write("long.json", {"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {"x": {"constant": "é" * 99}}}}})
        self.assertIn("é" * 39 + "…\n", self.on_terminal("preview", "long.json", columns=200))
        self.assertIn("é" * 99 + "\n", self.run_program("preview", "long.json").text)

    def test_nulls_are_dim_on_a_terminal(self):
        self.write("null.json", {"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {
            "x": {"constant": None, "type": "string"}}}}})
        self.assertIn(ESCAPE + "[2mnull" + ESCAPE + "[0m", self.on_terminal("preview", "null.json"))

    def test_progress_is_silent_with_q(self):
        self.assertEqual(self.on_terminal("generate", "people.json", "-q", "--rows", "people=2000000", stream="stderr"),
                         "")
