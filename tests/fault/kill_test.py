"""kill -9 at random instants and at every system call: never half a file under a final name, and no litter for long."""

import json
import os
import random
import shutil
import signal
import time

from program import PAIR, ProgramCase, Settings
from tracer import TracedCase

KILLING_CALLS = ("mkdir", "openat", "flock", "write", "fsync", "ftruncate", "close", "faccessat2", "renameat2",
                 "unlinkat")


def visible(tree: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in tree.items() if not os.path.basename(name).startswith(".synthgen")}


class Instants:
    """Instants within a run. Its length was measured while other tests ran, so a run that ends before its kill shortens
    what is drawn for the next one: however fast the machine becomes, kills go on meeting runs."""

    def __init__(self, seed: int, seconds: list[float]) -> None:
        self.random = random.Random(seed)
        self.seconds = list(seconds)
        self.killed = 0

    def wait(self, run: int) -> None:
        time.sleep(self.random.random() * self.seconds[run])

    def ended(self, run: int, process) -> None:
        if process.returncode == -signal.SIGKILL:
            self.killed += 1
        else:
            self.seconds[run] *= 0.8


class KilledCase(ProgramCase):
    def assert_nothing_half(self, folder: str, outputs, message: str) -> None:
        """After a kill: a whole output under its manifest, or whole files without one."""
        found = visible(self.tree(folder)) if (self.folder / folder).exists() else {}
        if "manifest.json" in found:
            self.assertIn(found, outputs,
                          f"{message}: a manifest stands over {sorted(found)}, which is no whole output")
            return
        for name, data in found.items():
            whole = [output[name] for output in outputs if name in output]
            self.assertIn(data, whole, f"{message}: {name} has {len(data)} bytes, which is no whole file")

    def make(self, folder: str, *arguments) -> dict[str, bytes]:
        self.expect(0, "generate", *arguments, "-o", folder)
        return self.tree(folder)


class RandomKills(KilledCase):
    def test_kills_at_random_instants_leave_nothing_half(self):
        runs = (["people.json", "--rows", "people=1500000"], ["pair.json", "--rows", "children=900000"],
                ["people.json", "--rows", "people=30000", "--seed", "5"])
        outputs, seconds = [], []
        for number, arguments in enumerate(runs):
            begin = time.monotonic()
            outputs.append(self.make(f"wanted{number}", *arguments))
            seconds.append(time.monotonic() - begin)
        instants = Instants(Settings.seed, seconds)
        self.make("x", *runs[0])
        for turn in range(Settings.count):
            number = instants.random.randrange(len(runs))
            process = self.start("generate", *runs[number], "-o", "x", "--threads", 1 + turn % 2)
            instants.wait(number)
            process.send_signal(signal.SIGKILL)
            _, err = process.communicate(timeout=20)
            instants.ended(number, process)
            self.assertIn(process.returncode, (0, -signal.SIGKILL), err)
            self.assert_nothing_half("x", outputs, f"seed {Settings.seed}, kill {turn}")
            # Every fourth kill is followed by a run that ends: so kills on top of kills are met as well.
            if turn % 4 == 3:
                self.assertEqual(self.make("x", *runs[number]), outputs[number])
        self.assertEqual(self.make("x", *runs[2]), outputs[2], "the next run left litter")
        self.assertGreaterEqual(instants.killed, Settings.count // 4, "most runs ended before they were killed")

    def test_kills_leave_nothing_half_of_a_single_file(self):
        runs = (["people.json", "--rows", "people=1500000"], ["people.json", "--rows", "people=30000", "--seed", "5"])
        outputs = []
        begin = time.monotonic()
        for number, arguments in enumerate(runs):
            (self.folder / f"w{number}").mkdir()
            self.expect(0, "generate", *arguments, "-o", f"w{number}/x.csv")
            outputs.append(self.tree(f"w{number}"))
        instants = Instants(Settings.seed + 1, [time.monotonic() - begin] * 2)
        for turn in range(Settings.count):
            process = self.start("generate", *runs[turn % 2], "-o", "x/x.csv")
            instants.wait(turn % 2)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=20)
            instants.ended(turn % 2, process)
            found = visible(self.tree("x")) if (self.folder / "x").exists() else {}
            if "x.csv.manifest.json" in found:
                self.assertIn(found, outputs, f"seed {Settings.seed}, kill {turn}")
            elif found:
                self.assertIn(found["x.csv"], [output["x.csv"] for output in outputs])
        self.expect(0, "generate", *runs[1], "-o", "x/x.csv")
        self.assertEqual(self.tree("x"), outputs[1], "the next run left litter")


class KillsOfTrees(KilledCase):
    """The data, the clean twin and the log stand under one manifest: all of them or none."""

    BOTH, PLAIN = ["noisy.json", "--clean", "--changes"], ["noisy.json", "--seed", "5"]

    def setUp(self) -> None:
        super().setUp()
        noisy = json.loads(json.dumps(PAIR))
        noisy["tables"]["children"]["noise"] = [{"operator": "missing", "columns": ["share"], "rate": 0.2}]
        self.write("noisy.json", noisy)

    def test_kills_at_random_instants_leave_nothing_half(self):
        rows = ["--rows", "children=500000"]
        runs = ([*self.BOTH, *rows], [*self.PLAIN, *rows])
        outputs, seconds = [], []
        for number, arguments in enumerate(runs):
            begin = time.monotonic()
            outputs.append(self.make(f"wanted{number}", *arguments))
            seconds.append(time.monotonic() - begin)
        self.assertEqual(len(outputs[0]), 7)
        instants = Instants(Settings.seed + 3, seconds)
        for turn in range(Settings.count):
            number = turn % 2
            process = self.start("generate", *runs[number], "-o", "x", "--threads", 1 + turn // 2 % 2)
            instants.wait(number)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=20)
            instants.ended(number, process)
            self.assert_nothing_half("x", outputs, f"seed {Settings.seed}, kill {turn}")
            if turn % 4 == 3:
                self.assertEqual(self.make("x", *runs[1 - number]), outputs[1 - number])
        self.assertEqual(self.make("x", *runs[1]), outputs[1], "the next run left litter")
        self.assertGreaterEqual(instants.killed, Settings.count // 4, "most runs ended before they were killed")


class TreeKillsAtCalls(TracedCase, KillsOfTrees):
    test_kills_at_random_instants_leave_nothing_half = None  # needs no strace, and runs in the class above

    def test_a_kill_at_each_call_leaves_nothing_half_and_the_next_run_cleans_up(self):
        outputs = [self.make(f"wanted{n}", *run) for n, run in enumerate((self.BOTH, self.PLAIN))]
        # The trees come, and the trees go.
        for former, killed in ((1, 0), (0, 1)):
            run, following = (self.BOTH, self.PLAIN)[killed], (self.BOTH, self.PLAIN)[former]
            shutil.rmtree(self.folder / "x", ignore_errors=True)
            shutil.copytree(self.folder / f"wanted{former}", self.folder / "x")
            places = self.calls_of_output("generate", *run, "-o", "x")
            for call in KILLING_CALLS:
                step = 1 if Settings.long or call in ("renameat2", "unlinkat") else 4
                for number in places[call][::step]:
                    message = f"killed at {call} {number}, over output {former}"
                    shutil.rmtree(self.folder / "x")
                    shutil.copytree(self.folder / f"wanted{former}", self.folder / "x")
                    traced = self.trace([call], [f"{call}:signal=KILL:when={number}"], "generate", *run, "-o", "x",
                                        may_be_killed=True)
                    self.assertEqual(traced.done.code, -signal.SIGKILL, f"{message}: {traced.done!r}")
                    self.assert_nothing_half("x", outputs, message)
                    done = self.run_program("generate", *following, "-o", "x")
                    self.assertEqual(done.code, 0, f"{message}: {done!r}")
                    self.assertEqual(self.tree("x"), outputs[former], f"{message}: litter")


class ShardKills(KilledCase):
    ROWS = ["pair.json", "--rows", "children=600000"]

    def run_shard(self, number: int):
        return self.start("generate", *self.ROWS, "--shard", f"{number}/3", "-o", "x", "--threads", "1")

    def test_a_killed_shard_leaves_the_others_alone_and_runs_again(self):
        begin = time.monotonic()
        for number in (1, 2, 3):
            self.expect(0, "generate", *self.ROWS, "--shard", f"{number}/3", "-o", "x")
        seconds = (time.monotonic() - begin) / 2
        wanted = self.tree("x")
        instants = Instants(Settings.seed + 2, [seconds])
        turns, killed_enough, turn = max(4, Settings.count // 3), 2, 0
        # The turns are few, so chance alone may let each end first: then a few more are made.
        while turn < turns or (instants.killed < killed_enough and turn < 10 * turns):
            message = f"seed {Settings.seed}, kill {turn}"
            if turn % 2 == 0:
                shutil.rmtree(self.folder / "x")
            runs = {number: self.run_shard(number) for number in (1, 2, 3)}
            instants.wait(0)
            runs[2].send_signal(signal.SIGKILL)
            for number, run in runs.items():
                _, errors = run.communicate(timeout=60)
                self.assertIn(run.returncode, (0, -signal.SIGKILL) if number == 2 else (0,), f"{message}: {errors!r}")
            instants.ended(0, runs[2])
            found = visible(self.tree("x"))
            for name, data in wanted.items():
                if "shard-0002" not in name:
                    self.assertEqual(found[name], data, f"{message}: {name}")
                elif "manifest.shard-0002-of-0003.json" in found or name in found:
                    self.assertEqual(found.get(name), data, f"{message}: {name}")
            self.expect(0, "generate", *self.ROWS, "--shard", "2/3", "-o", "x")
            self.assertEqual(self.tree("x"), wanted, f"{message}: the next run of the shard")
            turn += 1
        self.assertGreaterEqual(instants.killed, killed_enough, "the shard ended before it was killed")


class MergeKills(KilledCase):
    """A merge that is killed leaves the shards, or the merged output: never neither, never half."""

    SHARDS = 24
    ROWS = ["pair.json", "--rows", "children=60000"]

    def setUp(self) -> None:
        super().setUp()
        for number in range(1, self.SHARDS + 1):
            self.expect(0, "generate", *self.ROWS, "--shard", f"{number}/{self.SHARDS}", "-o", "shards")
        self.shards = self.tree("shards")
        shutil.copytree(self.folder / "shards", self.folder / "wanted")
        begin = time.monotonic()
        self.expect(0, "merge", "wanted")
        self.seconds = time.monotonic() - begin
        self.merged = self.tree("wanted")
        self.manifests = {name for name in self.shards if name.startswith("manifest.")}

    def restore(self) -> None:
        shutil.rmtree(self.folder / "x", ignore_errors=True)
        shutil.copytree(self.folder / "shards", self.folder / "x")

    def assert_shards_or_merged(self, message: str) -> None:
        found = visible(self.tree("x"))
        if "manifest.json" in found:
            # Some of the shards' manifests may be left, which verify passes over and the next merge removes.
            left = {name: data for name, data in found.items() if name not in self.manifests}
            self.assertEqual(left, self.merged, message)
        else:
            self.assertEqual(found, self.shards, message)
        self.expect(0, "verify", "x")
        self.expect(0, "merge", "x")
        self.assertEqual(self.tree("x"), self.merged, f"{message}: the next merge left litter")

    def test_kills_at_random_instants(self):
        instants = Instants(Settings.seed + 4, [self.seconds])
        for turn in range(Settings.count):
            self.restore()
            process = self.start("merge", "x")
            instants.wait(0)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=20)
            instants.ended(0, process)
            self.assert_shards_or_merged(f"seed {Settings.seed}, kill {turn}")
        self.assertGreaterEqual(instants.killed, Settings.count // 4, "most merges ended before they were killed")


class MergeKillsAtCalls(TracedCase, MergeKills):
    SHARDS = 3
    test_kills_at_random_instants = None  # needs no strace, and runs in the class above

    def test_a_kill_at_each_call(self):
        self.restore()
        places = self.calls_of_output("merge", "x", first="flock")
        for call in KILLING_CALLS:
            step = 1 if Settings.long or call in ("renameat2", "unlinkat", "fsync", "write") else 5
            for number in places[call][::step]:
                message = f"killed at {call} {number}"
                self.restore()
                traced = self.trace([call], [f"{call}:signal=KILL:when={number}"], "merge", "x", may_be_killed=True)
                self.assertEqual(traced.done.code, -signal.SIGKILL, f"{message}: {traced.done!r}")
                self.assert_shards_or_merged(message)

    def test_a_failing_call_leaves_the_shards(self):
        self.restore()
        places = self.calls_of_output("merge", "x", first="flock")
        for call, error in (("write", "ENOSPC"), ("fsync", "EIO"), ("renameat2", "EIO")):
            for number in places[call]:
                message = f"{call} {number} fails with {error}"
                self.restore()
                traced = self.trace([call], [f"{call}:error={error}:when={number}"], "merge", "x")
                if traced.done.code == 0:  # behind the moment from which on the merged output is complete
                    self.assertEqual(visible(self.tree("x")), self.merged, message)
                    continue
                self.assertEqual(traced.done.code, 1, f"{message}: {traced.done!r}")
                self.assertEqual(visible(self.tree("x")), self.shards, message)
                self.assert_shards_or_merged(message)


class KillsAtCalls(TracedCase, KilledCase):
    """One kill at each system call that touches the output, so that no instant between two steps is left to chance."""

    FORMER, KILLED, NEXT = ["people.json"], ["pair.json"], ["people.json", "--seed", "9"]

    def setUp(self) -> None:
        super().setUp()
        self.outputs = [self.make(f"wanted{n}", *run) for n, run in enumerate((self.FORMER, self.KILLED, self.NEXT))]

    def restore(self, former: bool) -> None:
        shutil.rmtree(self.folder / "x", ignore_errors=True)
        if former:
            shutil.copytree(self.folder / "wanted0", self.folder / "x")

    def kill_at(self, run, call: str, number: int) -> None:
        traced = self.trace([call], [f"{call}:signal=KILL:when={number}"], "generate", *run, "-o", "x",
                            may_be_killed=True)
        self.assertEqual(traced.done.code, -signal.SIGKILL, f"{call} {number}: {traced.done!r}")

    def calls(self, run, former: bool) -> dict[str, range]:
        self.restore(former)
        return self.calls_of_output("generate", *run, "-o", "x")

    def test_a_kill_at_each_call_leaves_nothing_half_and_the_next_run_cleans_up(self):
        for former in (True, False):
            places = self.calls(self.KILLED, former)
            for call in KILLING_CALLS:
                numbers = places[call]
                for number in numbers if Settings.long or call in ("renameat2", "unlinkat", "fsync") else numbers[::3]:
                    message = f"killed at {call} {number}, {'over an earlier output' if former else 'in a new folder'}"
                    self.restore(former)
                    self.kill_at(self.KILLED, call, number)
                    self.assert_nothing_half("x", self.outputs, message)
                    done = self.run_program("generate", *self.NEXT, "-o", "x")
                    self.assertEqual(done.code, 0, f"{message}: {done!r}")
                    self.assertEqual(self.tree("x"), self.outputs[2], f"{message}: litter")

    def test_a_second_kill_while_the_first_is_being_cleaned_up(self):
        places = self.calls(self.KILLED, True)
        first_kills = places["renameat2"] if Settings.long else places["renameat2"][2:4]
        for first in first_kills:
            self.restore(True)
            self.kill_at(self.KILLED, "renameat2", first)
            shutil.rmtree(self.folder / "half", ignore_errors=True)
            os.rename(self.folder / "x", self.folder / "half")
            shutil.copytree(self.folder / "half", self.folder / "x")
            places_then = self.calls_of_output("generate", *self.NEXT, "-o", "x")
            for call in ("openat", "write", "fsync", "renameat2", "unlinkat"):
                for number in places_then[call]:
                    message = f"killed at renameat2 {first}, then at {call} {number}"
                    shutil.rmtree(self.folder / "x")
                    shutil.copytree(self.folder / "half", self.folder / "x")
                    self.kill_at(self.NEXT, call, number)
                    self.assert_nothing_half("x", self.outputs, message)
                    done = self.run_program("generate", *self.KILLED, "-o", "x")
                    self.assertEqual(done.code, 0, f"{message}: {done!r}")
                    self.assertEqual(self.tree("x"), self.outputs[1], f"{message}: litter")


class EndsAtCalls(TracedCase, KilledCase):
    def test_a_termination_at_each_call_gives_the_former_output_or_the_new_one_and_no_litter(self):
        former, wanted = self.make("former", "people.json"), self.make("wanted", "pair.json")
        for folder in ("x", "new"):
            # The output of another run stands in x; new is not there.
            places = self.calls_of_output("generate", "pair.json", "-o", "probe")
            shutil.rmtree(self.folder / "probe")
            if folder == "x":
                shutil.copytree(self.folder / "former", self.folder / "x")
                places = self.calls_of_output("generate", "pair.json", "-o", "x")
            ends = set()
            for call in KILLING_CALLS:
                for number in places[call] if Settings.long else places[call][::2]:
                    shutil.rmtree(self.folder / folder, ignore_errors=True)
                    if folder == "x":
                        shutil.copytree(self.folder / "former", self.folder / "x")
                    traced = self.trace([call], [f"{call}:signal=TERM:when={number}"], "generate", "pair.json", "-o",
                                        folder)
                    message = f"terminated at {call} {number} into {folder}: {traced.done!r}"
                    ends.add(traced.done.code)
                    if traced.done.code == 0:
                        self.assertEqual(self.tree(folder), wanted, message)
                        continue
                    self.assertEqual(traced.done.code, 128 + signal.SIGTERM, message)
                    if folder == "x":
                        self.assertEqual(self.tree("x"), former, message)
                    else:
                        self.assertFalse((self.folder / "new").exists(), message)
            self.assertEqual(ends, {0, 128 + signal.SIGTERM}, "one of the two ends was never met")
