"""Signals, pipes whose reader goes away or never comes, and little memory."""

import os
import random
import resource
import signal
import subprocess
import time

from program import TOP, ProgramCase, Settings, is_sanitized, plain_signals

ENDLESS = ["--rows", "people=200000000"]
SECONDS_TO_END = 1.0  # the promise


class Signals(ProgramCase):
    def end_by(self, process: subprocess.Popen, number: int) -> float:
        begin = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
        seconds = time.monotonic() - begin
        self.assertEqual(process.returncode, 128 + number, err)
        self.assertLess(seconds, SECONDS_TO_END)
        self.errors = err.decode()
        return seconds

    def test_a_signal_at_any_instant_removes_what_was_begun_and_leaves_the_earlier_output(self):
        self.expect(0, "generate", "people.json", "-o", "x", "--sha256")
        before = self.tree("x")
        instants = random.Random(Settings.seed)
        for turn in range(12 if not Settings.long else 100):
            number = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[turn % 3]
            process = self.start("generate", "people.json", "-o", "x", "--threads", 1 + turn % 2, *ENDLESS)
            # Handlers stand from the first instructions of main on; before them the system's own end is right.
            wait_for(lambda: (self.folder / "x/.synthgen.lock").exists(), process)
            time.sleep(instants.random() * 0.3)
            self.end_by(process, number)
            self.assertEqual(self.tree("x"), before)

    def test_a_new_folder_goes_away_with_the_interrupted_run(self):
        process = self.start("generate", "people.json", "-o", "new/deep", *ENDLESS)
        wait_for(lambda: any((self.folder / "new").rglob("*.tmp")), process)
        self.end_by(process, signal.SIGTERM)
        self.assertIn("interrupted", self.errors)
        self.assertFalse((self.folder / "new").exists())

    def test_a_single_file_goes_away_with_the_interrupted_run(self):
        process = self.start("generate", "people.json", "-o", "one.csv", *ENDLESS)
        wait_for(lambda: any(self.folder.glob(".synthgen*.tmp")), process)
        self.end_by(process, signal.SIGINT)
        self.assertEqual(set(self.tree()), {"people.json", "pair.json"})

    def test_a_second_signal_ends_at_once(self):
        fifo = self.folder / "pipe"
        os.mkfifo(fifo)
        process = self.start("generate", "people.json", "-o", "pipe", *ENDLESS)
        reader = os.open(fifo, os.O_RDONLY)  # opened, but never read: the run blocks in write()
        self.addCleanup(os.close, reader)
        time.sleep(0.3)
        begin = time.monotonic()
        process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
        self.assertEqual(process.returncode, 128 + signal.SIGINT)
        self.assertLess(time.monotonic() - begin, 0.5)

    def test_a_signal_ends_a_run_whose_pipe_has_no_reader(self):
        os.mkfifo(self.folder / "pipe")
        process = self.start("generate", "people.json", "-o", "pipe")
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        self.end_by(process, signal.SIGTERM)

    def test_a_signal_ends_a_run_whose_reader_has_stopped_reading(self):
        for threads in (1, 2):
            process = self.start("generate", "people.json", "-o", "-", "--threads", threads, *ENDLESS)
            self.assertEqual(process.stdout.read(2), b"id")
            time.sleep(0.3)
            begin = time.monotonic()
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)
            self.assertLess(time.monotonic() - begin, SECONDS_TO_END)
            self.assertEqual(process.returncode, 128 + signal.SIGINT)
            process.communicate()

    def test_a_signal_ends_a_run_that_waits_for_its_schema(self):
        process = self.start("generate", "-", stdin=subprocess.PIPE)
        time.sleep(0.3)
        begin = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        self.assertLess(time.monotonic() - begin, SECONDS_TO_END)
        self.assertEqual(process.returncode, 128 + signal.SIGTERM)
        process.communicate()

    def test_signals_that_were_ignored_at_the_start_stay_ignored(self):
        def as_nohup():
            plain_signals()
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        process = self.start("generate", "people.json", "-o", "x", *ENDLESS, preexec_fn=as_nohup)
        wait_for(lambda: (self.folder / "x/.synthgen.lock").exists(), process)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        self.assertIsNone(process.poll(), "nohup was not heard")
        self.end_by(process, signal.SIGTERM)


class Readers(ProgramCase):
    def test_a_reader_that_goes_away_ends_the_run_quietly(self):
        for ignored in (False, True):
            def set_up(ignored=ignored):
                plain_signals()
                if ignored:
                    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
            for threads in (1, 2):
                process = self.start("generate", "people.json", "-o", "-", "--threads", threads, *ENDLESS,
                                     preexec_fn=set_up)
                self.assertEqual(process.stdout.readline(), b"id,age,pay\n")
                process.stdout.close()
                begin = time.monotonic()
                err = process.stderr.read()
                process.stderr.close()
                self.assertEqual((process.wait(timeout=20), err), (0, b""), f"SIGPIPE ignored: {ignored}")
                self.assertLess(time.monotonic() - begin, SECONDS_TO_END)

    def test_head_in_a_shell_sees_its_line(self):
        done = subprocess.run(["bash", "-c", '"$1" generate people.json -o - --rows people=200000000 | head -1; '
                               'echo "${PIPESTATUS[0]}"', "bash", str(Settings.program)], cwd=self.folder, text=True,
                              capture_output=True, timeout=60, check=False, preexec_fn=plain_signals)
        self.assertEqual((done.stdout, done.stderr), ("id,age,pay\n0\n", ""))

    def test_reports_into_a_closed_pipe_are_quiet_too(self):
        for command in (["list"], ["plan", "pair.json"], ["check", "pair.json"], ["--help"]):
            read, write = os.pipe()
            os.close(read)
            done = self.run_program(*command, stdout=write)
            os.close(write)
            self.assertEqual((done.code, done.errors), (0, ""), command)

    def test_messages_into_a_closed_pipe_do_not_change_the_exit_code(self):
        read, write = os.pipe()
        os.close(read)
        self.addCleanup(os.close, write)
        self.assertEqual(self.run_program("generate", "people.json", "-o", "x", "--progress", "always",
                                          stderr=write).code, 0)
        self.assertEqual(self.run_program("generate", "nowhere.json", stderr=write).code, 1)

    def test_a_named_pipe_carries_the_same_bytes(self):
        wanted = self.expect(0, "generate", "people.json", "-o", "-").out
        os.mkfifo(self.folder / "pipe")
        process = self.start("generate", "people.json", "-o", "pipe")
        with open(self.folder / "pipe", "rb") as pipe:
            self.assertEqual(pipe.read(), wanted)
        process.communicate(timeout=20)
        self.assertEqual(process.returncode, 0)


class Memory(ProgramCase):
    def setUp(self) -> None:
        if is_sanitized():
            self.skipTest("sanitizers keep memory of their own")
        super().setUp()

    def peak(self, rows: int, threads: int) -> float:
        """Largest resident set of a run into /dev/null, in MB (10^6 bytes). By the kernel's high-water mark of the
        process's memory: the figure of wait4() begins with that of this script, which is larger."""
        process = self.start("generate", TOP / "tests/bench/mixed.json", "-o", "/dev/null", "--rows", f"mixed={rows}",
                             "--threads", threads, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        kilobytes = 0
        while process.poll() is None:
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                marks = [int(line.split()[1]) for line in status if line.startswith("VmHWM:")]
            kilobytes = max([kilobytes, *marks])
            time.sleep(0.002)
        self.assertEqual(process.returncode, 0)
        self.assertGreater(kilobytes, 0, "the run was over before it could be looked at")
        return kilobytes * 1024 / 1e6

    def test_peak_memory_is_below_64_MB_and_flat_in_the_number_of_rows(self):
        sizes = (1_000_000, 3_000_000) if not Settings.long else (1_000_000, 10_000_000)
        for threads in (1, 2):
            peaks = [self.peak(rows, threads) for rows in sizes]
            print(f"\n  peak memory, {threads} threads: " +
                  ", ".join(f"{rows:,} rows {peak:.1f} MB" for rows, peak in zip(sizes, peaks)), end=" ")
            self.assertLess(max(peaks), 64)
            self.assertLess(abs(peaks[1] - peaks[0]), 2)

    def test_little_address_space_is_told_in_words(self):
        self.expect(0, "generate", "pair.json", "-o", "x")
        before = self.tree("x")
        told = 0
        for megabytes in range(8, 40, 4) if not Settings.long else range(6, 100):
            def limit(megabytes=megabytes):
                plain_signals()
                resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            # Where the loader, or the libraries' own objects, have no room, the program does not begin.
            if self.run_program("--version", preexec_fn=limit).code != 0:
                continue
            for threads in (1, 4):
                done = self.run_program("generate", "pair.json", "-o", "x", "--threads", threads, "--rows",
                                        "children=100000", preexec_fn=limit)
                self.assertIn(done.code, (0, 1), f"{megabytes} MB, {threads} threads: {done!r}")
                self.assert_no_crash(done)
                if done.code == 1:
                    told += 1
                    self.assertRegex(done.errors, "(?i)memory|temporarily unavailable")
                    self.assertEqual(self.tree("x"), before)
                else:
                    before = self.tree("x")
                self.assert_complete("x")
        self.assertGreater(told, 0, "memory never ran out: the limits are too high to show anything")

    def test_a_run_whose_threads_cannot_start_goes_on_with_one(self):
        def limit():
            plain_signals()
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        done = self.run_as_nobody("generate", "people.json", "-o", "-", "--threads", 4, "--rows", "people=200000",
                                  preexec_fn=limit)
        self.assertEqual(done.code, 0, repr(done))
        self.assertEqual(done.out, self.expect(0, "generate", "people.json", "-o", "-", "--rows", "people=200000").out)


class FirstByte(ProgramCase):
    def test_time_to_the_first_byte_is_printed(self):
        """A measure, no verdict: shared machines may be busy. The bar is 15 ms."""
        times = []
        for _ in range(20):
            begin = time.monotonic()
            process = self.start("generate", "people.json", "-o", "-", preexec_fn=None)
            first = process.stdout.read(1)
            times.append((time.monotonic() - begin) * 1000)
            process.communicate()
            self.assertEqual(first, b"i")
        times.sort()
        print(f"\n  first byte: median {times[10]:.1f} ms, best {times[0]:.1f} ms (with the start of the process)",
              end=" ")


def wait_for(condition, process: subprocess.Popen, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None:
            raise AssertionError(f"the run ended early: {process.communicate()}")
        if time.monotonic() > end:
            process.kill()
            raise AssertionError("waited too long")
        time.sleep(0.005)
