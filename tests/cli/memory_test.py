"""--max-memory: what would need more is refused before the first row, and no byte depends on it."""

import pathlib
import re
import time

from program import ProgramCase, is_sanitized

FAILED = 1
FEW = {
    "synthgen": 1, "name": "few", "seed": 4,
    "tables": {
        "parents": {"rows": 50000, "primary_key": "id", "columns": {
            "id": {"sequence": 1}, "x": {"distribution": "uniform", "min": 0, "max": 1},
            "y": {"expression": "x * 2"}, "z": {"expression": "y + x"}}},
        "children": {"rows": {"per": "parents", "distribution": "poisson", "mean": 3}, "columns": {
            "parent": {"references": "parents"}, "z": {"expression": "parent.z"},
            "v": {"distribution": "uniform", "min": 0, "max": 1}, "before": {"expression": "previous(v)"}}}}}
# One parent has nearly all rows: a family is computed as a whole.
LARGE = {
    "synthgen": 1, "name": "large",
    "tables": {
        "parents": {"rows": 2, "primary_key": "id", "columns": {"id": {"sequence": 1}}},
        "children": {"rows": {"per": "parents", "choice": [3000000]}, "columns": {
            "v": {"distribution": "uniform", "min": 0, "max": 1}, "before": {"expression": "previous(v)"}}}}}


class Memory(ProgramCase):

    def setUp(self) -> None:
        super().setUp()
        self.write("few.json", FEW)
        self.write("large.json", LARGE)

    def test_sizes_are_read_in_all_their_forms(self):
        for size in ("1GB", "1gb", "1GiB", "1.5G", "500MB", "500m", "1000000k", "800000KiB", "1TB", "300000000",
                     "300000000B"):
            self.expect(0, "generate", "people.json", "-o", "x", "--max-memory", size, "--dry-run")
        for size in ("", "x", "1X", "-1GB", "0", "1 GB", "1GBs", "MB", "1e9GB", "1iB", "99999999TB", "nan"):
            self.expect(2, "generate", "people.json", "-o", "x", "--max-memory", size,
                        says=("--max-memory", f'"{size}"', "256MB, 1GiB or 500k"))

    def test_beyond_it_nothing_is_written_and_both_numbers_are_told_with_the_largest_parts(self):
        for more in (["-o", "x"], ["-o", "x", "--dry-run"], ["-o", "x", "--shard", "1/2"],
                     ["-o", "-", "--table", "children"]):
            done = self.expect(FAILED, "generate", "few.json", "--threads", "2", "--max-memory", "5MB", *more,
                               says=("error[SG5040]", "with 2 threads, and --max-memory allows 5.0 MB",
                                     "the largest parts: ", "the program itself 10.0 MB", "blocks on their way to files ",
                                     "buffers of files ", "take fewer --threads"))
            self.assertEqual(done.out, b"")
        self.assertFalse((self.folder / "x").exists())

    def test_a_family_that_is_larger_than_there_is_memory_for_is_refused_with_its_size(self):
        self.expect(FAILED, "generate", "large.json", "-o", "x", "--threads", "1", "--max-memory", "40MB",
                    says=("SG5040", "whole families of children (the largest has 3,000,000 rows) 144 MB",
                          "--max-memory allows 40.0 MB"))
        self.assertFalse((self.folder / "x").exists())

    def test_no_byte_depends_on_what_is_kept(self):
        # Columns of the parents are kept where there is room, and computed again where there is none.
        self.expect(0, "generate", "few.json", "-o", "all", "--threads", "2")
        wanted = self.tree("all")
        estimate = self.expect(0, "plan", "few.json").text
        self.assertIn("kept    parents.id, parents.z, since other rows read them", estimate)
        told = set()
        for size in (20_000, 24_000, 25_000, 25_500, 26_000, 30_000):
            done = self.run_program("generate", "few.json", "-o", "x", "--threads", "1", "--max-memory", f"{size}k")
            told.add(done.code)
            if done.code == 0:
                self.assertEqual(self.tree("x"), wanted, size)
        self.assertEqual(told, {0, FAILED})

    def test_a_run_stays_below_what_was_estimated(self):
        if is_sanitized():
            self.skipTest("a sanitizer has memory of its own")
        for threads in (1, 2):
            done = self.run_program("generate", "large.json", "-o", "x", "--threads", threads, "--max-memory", "1MB")
            estimate = float(re.search(r"about (\d+) MB of memory", done.errors).group(1)) * 1e6
            process = self.start("generate", "large.json", "-o", "x", "--threads", threads)
            peak = 0
            while process.poll() is None:
                try:
                    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                except OSError:
                    break
                peak = max(peak, *(1024 * int(kb) for kb in re.findall(r"VmHWM:\s+(\d+) kB", status)), 0)
                time.sleep(0.002)
            process.communicate()
            self.assertLess(peak, estimate)
            self.assertGreater(peak, estimate / 4, "the estimate says nothing")

    def test_plan_tells_parts_and_families(self):
        text = self.expect(0, "plan", "few.json").text
        self.assertRegex(text, r"table children: 150,541 rows, 0 to 13 for each of 50,000 parents \(2,475 without\), ")
        self.assertIn("rows of children  distribution poisson  counted for all 50,000 rows before the first row", text)
        self.assertRegex(text, r"memory  about \d+ MB with \d+ threads?: .*the program itself 10.0 MB")
        text = self.expect(0, "plan", "large.json").text
        self.assertIn("6,000,000 rows, 3,000,000 for each of 2 parents, about", text)
        self.assertIn("whole families of children (the largest has 3,000,000 rows)", text)
