"""--shard: parts of every table by several runs, in one folder, in files of their own and as streams."""

import json

from program import ProgramCase

FAILED = 1
USAGE = 2
ROWS = ["--rows", "children=3000", "--rows", "parents=40"]


class Shards(ProgramCase):
    def whole(self, table: str, *arguments) -> bytes:
        return self.expect(0, "generate", "pair.json", *ROWS, "--table", table, "-o", "-", *arguments).out

    def make(self, shard: str, *arguments):
        return self.expect(0, "generate", "pair.json", *ROWS, "--shard", shard, *arguments)

    def joined(self, folder: str, table: str) -> bytes:
        return b"".join(path.read_bytes() for path in sorted((self.folder / folder / table).glob("shard-*")))

    def test_a_shard_that_is_none_is_a_usage_error_with_an_example(self):
        for value in ("0/3", "4/3", "3", "a/b", "1/10000", "1/0", "-1/3", "1/3/3", "", "/", "1 /3", "1.0/3"):
            done = self.expect(USAGE, "generate", "people.json", "--shard", value,
                               says=("--shard", f'"{value}"', "1/3"))
            self.assertEqual(done.out, b"")
        self.assertEqual(set(self.tree()), {"people.json", "pair.json"})

    def test_parts_joined_are_the_whole_also_where_some_shards_have_no_rows(self):
        for count in (1, 2, 5):
            for number in range(1, count + 1):
                self.make(f"{number}/{count}", "-o", f"x{count}")
            for table in ("parents", "children"):
                self.assertEqual(self.joined(f"x{count}", table), self.whole(table), f"{count} shards")
        self.assertEqual((self.folder / "x5/children/shard-0005-of-0005.part-00001.csv").read_bytes(), b"")
        manifest = json.loads((self.folder / "x5/manifest.shard-0005-of-0005.json").read_text())
        self.assertEqual(manifest["tables"]["children"]["rows"], 0)
        self.assertEqual(manifest["tables"]["children"]["files"][0]["first_row"], 3000)
        self.assertEqual(manifest["arguments"]["shard"], "5/5")

    def test_a_part_goes_into_a_file_or_a_stream_with_the_names_in_the_first_only(self):
        table = ["--table", "children"]
        whole = self.whole("children")
        streams = [self.make(f"{number}/2", *table, "-o", "-").out for number in (1, 2)]
        self.assertEqual(b"".join(streams), whole)
        for number in (1, 2):
            self.make(f"{number}/2", *table, "-o", f"part{number}.csv")
        self.assertEqual((self.folder / "part1.csv").read_bytes(), streams[0])
        self.assertEqual((self.folder / "part2.csv").read_bytes(), streams[1])
        manifest = json.loads((self.folder / "part2.csv.manifest.json").read_text())
        self.assertEqual(manifest["tables"]["children"]["files"][0]["path"], "part2.csv")
        self.assertEqual(manifest["tables"]["children"]["files"][0]["first_row"], 2048)

    def test_threads_and_blocks_leave_every_byte_of_a_shard_alone(self):
        self.make("2/3", "-o", "a", "--threads", "1")
        self.make("2/3", "-o", "b", "--threads", "2", "--block-rows", "333")
        self.assertEqual(self.tree("a"), self.tree("b"))

    def test_only_the_table_that_is_asked_for_is_written(self):
        self.make("1/2", "--table", "children", "-o", "x")
        self.assertEqual(set(self.tree("x")),
                         {"manifest.shard-0001-of-0002.json", "children/shard-0001-of-0002.part-00001.csv"})
        # Another choice of tables is another plan.
        self.expect(FAILED, "generate", "pair.json", *ROWS, "--shard", "2/2", "-o", "x", says="another plan")

    def test_the_summary_counts_the_shard_alone(self):
        done = self.make("1/3", "-o", "x")
        self.assertIn("1,064 rows", done.errors)
        done = self.make("2/3", "-o", "x", "--dry-run")
        self.assertIn("1,024 rows", done.text)
        self.assertNotIn("in place of", done.text)
        self.assertIn("in place of", self.make("1/3", "-o", "x", "--dry-run").text)

    def test_a_shard_of_another_plan_is_refused_and_nothing_is_touched(self):
        self.make("1/3", "-o", "x")
        before = self.tree("x")
        for changed in (["--seed", "9"], ["--scale", "2"], ["--rows", "parents=41"], ["-f", "parquet"]):
            done = self.run_program("generate", "pair.json", *ROWS, "--shard", "2/3", "-o", "x", *changed)
            if "Arrow" in done.errors:
                continue  # a build without Parquet
            self.assertEqual(done.code, FAILED, f"{changed}: {done!r}")
            for word in ("shard 1/3", "another plan", "--force"):
                self.assertIn(word, done.errors)
        self.expect(FAILED, "generate", "pair.json", *ROWS, "--shard", "2/4", "-o", "x", says="another plan")
        self.write("pair.json", (self.folder / "pair.json").read_text() + "\n")
        self.expect(FAILED, "generate", "pair.json", *ROWS, "--shard", "2/3", "-o", "x", says="another plan")
        self.assertEqual(self.tree("x"), before)
        self.make("2/3", "-o", "x", "--force")
        self.assertEqual(set(self.tree("x")), {"manifest.shard-0002-of-0003.json",
                                               "children/shard-0002-of-0003.part-00001.csv",
                                               "parents/shard-0002-of-0003.part-00001.csv"})

    def test_a_foreign_file_among_shards_is_refused(self):
        self.make("1/3", "-o", "x")
        (self.folder / "x/children/notes.txt").write_text("mine")
        self.expect(FAILED, "generate", "pair.json", *ROWS, "--shard", "2/3", "-o", "x", says="children/notes.txt")
        self.expect(FAILED, "generate", "pair.json", "-o", "x", says="children/notes.txt")

    def test_a_whole_run_replaces_all_shards_and_shards_a_whole_run(self):
        self.make("1/2", "-o", "x")
        self.make("2/2", "-o", "x")
        self.expect(0, "generate", "pair.json", "-o", "x")
        self.assert_complete("x")
        self.make("1/2", "-o", "x")
        self.make("2/2", "-o", "x")
        self.assertEqual(self.joined("x", "children"), self.whole("children"))
        self.assertNotIn("manifest.json", self.tree("x"))

    def test_three_shards_started_together_many_times(self):
        wanted = self.whole("children")
        for turn in range(10):
            runs = [self.start("generate", "pair.json", *ROWS, "--shard", f"{number}/3", "-o", "x")
                    for number in (1, 2, 3)]
            for run in runs:
                _, errors = run.communicate(timeout=60)
                self.assertEqual(run.returncode, 0, f"turn {turn}: {errors!r}")
            self.assertEqual(self.joined("x", "children"), wanted)
            self.assertEqual(len(self.tree("x")), 9)
            if turn % 3 == 2:  # so that the next three replace a whole output
                self.expect(0, "generate", "pair.json", "-o", "x")
