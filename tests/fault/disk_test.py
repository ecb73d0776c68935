"""Disks that are full or read-only, limits of file sizes, links, and two runs into one folder."""

import os
import resource
import signal
import subprocess
import time

from program import ProgramCase, plain_signals

FAILED = 1
FULL = "No space left on device"
IS_ROOT = os.geteuid() == 0


class FullDisks(ProgramCase):
    def test_dev_full_as_output_ends_with_exit_1_and_the_words_of_the_system(self):
        for rows in (0, 10, 1_000_000):
            self.expect(FAILED, "generate", "people.json", "-o", "/dev/full", "--rows", f"people={rows}",
                        says=(FULL, '"/dev/full"'))

    def test_standard_output_on_dev_full_ends_the_same_way(self):
        with open("/dev/full", "wb") as full:
            self.expect(FAILED, "generate", "people.json", "-o", "-", stdout=full, says=(FULL, "standard output"))

    def test_a_limit_of_file_sizes_is_an_error_and_no_crash(self):
        def limit():
            plain_signals()
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        self.expect(0, "generate", "people.json", "-o", "x")
        before = self.tree("x")
        for flags in ([], ["--threads", "1"]):
            self.expect(FAILED, "generate", "people.json", "-o", "x", "--rows", "people=1000000", *flags,
                        preexec_fn=limit, says=("File too large", "x/people.csv"))
            self.assertEqual(self.tree("x"), before)
        self.expect(FAILED, "generate", "people.json", "-o", "y", "--rows", "people=1000000", preexec_fn=limit)
        self.assertFalse((self.folder / "y").exists())

    def test_a_disk_of_one_megabyte(self):
        if not IS_ROOT:
            self.skipTest("mounting a tmpfs needs root")
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True,
                                 check=False, text=True)
        if mounted.returncode != 0:
            self.skipTest("mount is refused here: " + mounted.stderr.strip())
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=False)
        self.expect(0, "generate", "people.json", "-o", "disk/x", "--rows", "people=20000")
        before = self.tree("disk/x")
        # Far too much is refused before it starts; what fits alone, but not beside the earlier output, fails later.
        done = self.expect(FAILED, "generate", "people.json", "-o", "disk/x", "--rows", "people=10000000")
        self.assertRegex(done.errors, "are free|" + FULL)
        self.assertEqual(self.tree("disk/x"), before)
        (disk / "ballast").write_bytes(bytes(650_000 - len(before["people.csv"])))
        for rows in (20_000, 25_000, 30_000, 35_000, 40_000):
            done = self.run_program("generate", "people.json", "-o", "disk/x", "--rows", f"people={rows}",
                                    "--seed", "5")
            self.assert_no_crash(done)
            if done.code != 0:
                self.assertEqual(done.code, FAILED, repr(done))
                self.assertRegex(done.errors, "are free|" + FULL)
                self.assertEqual(self.tree("disk/x"), before)
            self.assert_complete("disk/x")
            before = self.tree("disk/x")
        self.assertNotEqual(done.code, 0, "the disk was never full")


class Refusals(ProgramCase):
    def test_folders_that_may_not_be_written_are_told_by_name(self):
        self.expect(0, "generate", "people.json", "-o", "x")
        (self.folder / "people.json").chmod(0o644)
        self.assertEqual(self.run_as_nobody("check", "people.json").code, 0)
        for path in (self.folder / "x", self.folder):
            path.chmod(0o555)
        self.addCleanup(self.folder.chmod, 0o755)
        before = self.tree("x")
        for target in ("x", "new", "x/sub", "x/y.csv"):
            done = self.run_as_nobody("generate", "people.json", "-o", target)
            self.assertEqual(done.code, FAILED, f"{target}: {done!r}")
            self.assertIn("Permission denied", done.errors)
            self.assertIn(target.split("/")[0], done.errors)
            self.assertEqual(self.tree("x"), before)

    def test_a_file_where_a_folder_should_be_is_told(self):
        (self.folder / "file").write_text("mine")
        for target in ("file", "file/x", "file/x.csv"):
            self.expect(FAILED, "generate", "people.json", "-o", target, says="file")
        self.assertEqual((self.folder / "file").read_text(), "mine")

    def test_a_name_beyond_255_bytes_is_told(self):
        self.expect(FAILED, "generate", "people.json", "-o", "n" * 300, says="nnn")
        self.expect(FAILED, "generate", "people.json", "-o", "n" * 252 + ".csv", says="nnn")


class Links(ProgramCase):
    def test_a_link_to_a_folder_is_followed_and_stays(self):
        (self.folder / "real").mkdir()
        (self.folder / "link").symlink_to("real")
        for _ in range(2):
            self.expect(0, "generate", "people.json", "-o", "link")
            self.assertTrue((self.folder / "link").is_symlink())
            self.assert_complete("real")

    def test_a_link_to_a_file_keeps_pointing_to_it(self):
        (self.folder / "real.csv").write_text("mine")
        (self.folder / "link.csv").symlink_to("real.csv")
        self.expect(FAILED, "generate", "people.json", "-o", "link.csv", says="--force")
        self.assertEqual((self.folder / "real.csv").read_text(), "mine")
        self.expect(0, "generate", "people.json", "-o", "link.csv", "--force")
        self.assertTrue((self.folder / "link.csv").is_symlink())
        self.assertTrue((self.folder / "real.csv").read_text().startswith("id,age,pay\n"))

    def test_a_planted_link_inside_the_folder_is_never_written_through(self):
        (self.folder / "victim").write_text("mine")
        self.expect(0, "generate", "people.json", "-o", "x")
        top = self.folder / "x"
        for name in ("people.csv", "manifest.json", ".synthgen.lock", ".synthgen.next.json", ".synthgen.old.json"):
            with self.subTest(name):
                if (top / name).exists():
                    (top / name).unlink()
                (top / name).symlink_to(self.folder / "victim")
                done = self.run_program("generate", "people.json", "-o", "x", "--force")
                self.assert_no_crash(done)
                self.assertEqual((self.folder / "victim").read_text(), "mine")
                for path in list(top.iterdir()):
                    if path.is_symlink():
                        path.unlink()
                self.expect(0, "generate", "people.json", "-o", "x", "--force")

    def test_a_dangling_link_as_output_is_told_or_replaced_and_nothing_appears_elsewhere(self):
        (self.folder / "dangling.csv").symlink_to("nowhere/there.csv")
        done = self.run_program("generate", "people.json", "-o", "dangling.csv")
        self.assertEqual(done.code, FAILED, repr(done))
        self.assert_no_crash(done)
        self.assertFalse((self.folder / "nowhere").exists())


class TwoRuns(ProgramCase):
    def test_the_second_run_into_a_folder_is_told_who_holds_it(self):
        self.expect(0, "generate", "people.json", "-o", "x")
        first = self.start("generate", "people.json", "-o", "x", "--rows", "people=200000000")
        try:
            lock = self.folder / "x/.synthgen.lock"
            while not (lock.exists() and lock.read_text()):
                self.assertIsNone(first.poll(), "the first run ended early")
                time.sleep(0.01)
            for flags in ([], ["--force"]):
                self.expect(FAILED, "generate", "people.json", "-o", "x", *flags,
                            says=("another run", f"process {first.pid}"))
            self.assertIsNone(first.poll(), "the first run was disturbed")
        finally:
            first.send_signal(signal.SIGTERM)
            first.communicate(timeout=10)
        self.assertEqual(first.returncode, 143)
        self.assert_complete("x")

    def test_many_runs_at_once_end_in_one_complete_output(self):
        runs = [self.start("generate", "pair.json", "-o", "x", "--seed", seed) for seed in range(12)]
        codes = []
        for run in runs:
            out, err = run.communicate(timeout=60)
            codes.append(run.returncode)
            if run.returncode != 0:
                self.assertEqual(run.returncode, FAILED, err)
                self.assertIn(b"another run", err)
        self.assertIn(0, codes)
        self.assert_complete("x")

    def test_two_files_in_one_folder_do_not_disturb_each_other(self):
        runs = [self.start("generate", "people.json", "-o", f"x/{n}.csv", "--rows", "people=200000") for n in range(6)]
        for run in runs:
            _, err = run.communicate(timeout=60)
            self.assertEqual(run.returncode, 0, err)
        self.assertEqual({path.name for path in (self.folder / "x").iterdir()},
                         {f"{n}.csv{end}" for n in range(6) for end in ("", ".manifest.json")})
