"""--clean and --changes: the tables before noise and the log of what it changed, in trees of their own."""

import csv
import io
import json
import resource

from program import PAIR, ProgramCase, plain_signals

FAILED = 1
USAGE = 2
HEAD = b"row,source_row,column,operator,before,after\n"
NOISE = [{"operator": "missing", "columns": ["share"], "rate": 0.2},
         {"operator": "missing", "name": "lost", "columns": ["parent"], "rate": 0.1}]


def noisy(**output) -> dict:
    schema = json.loads(json.dumps(PAIR))
    schema["tables"]["children"]["noise"] = NOISE
    return schema | ({"output": output} if output else {})


class Trees(ProgramCase):
    def setUp(self) -> None:
        super().setUp()
        self.write("noisy.json", noisy())

    def test_each_table_has_a_twin_and_a_log_and_the_manifest_lists_them(self):
        self.expect(0, "generate", "noisy.json", "-o", "x", "--clean", "--changes", "--sha256")
        manifest = self.assert_complete("x")
        files = self.tree("x")
        self.assertEqual(set(files), {"manifest.json"} | {
            f"{tree}{table}.csv" for tree in ("", "clean/", "changes/") for table in ("parents", "children")})
        self.assertEqual(files["clean/parents.csv"], files["parents.csv"])
        self.assertEqual(files["changes/parents.csv"], HEAD)
        children, parents = manifest["tables"]["children"], manifest["tables"]["parents"]
        self.assertEqual(children["clean_rows"], children["rows"])
        log = list(csv.DictReader(io.StringIO(files["changes/children.csv"].decode())))
        self.assertEqual(children["changes"]["rows"], len(log))
        self.assertEqual([(noise["operator"], noise["columns"]) for noise in children["noise"]],
                         [("missing", ["share"]), ("lost", ["parent"])])
        for noise in children["noise"]:
            self.assertEqual(noise["changed"], sum(line["operator"] == noise["operator"] for line in log))
            self.assertEqual(noise["planned"], noise["changed"] + noise["skipped"])
            self.assertGreater(noise["changed"], 0)
            # What became null is null in the data, and was not in the twin.
            self.assertEqual(children["columns"][noise["columns"][0]]["nulls"], noise["changed"])
            self.assertEqual(children["clean"]["columns"][noise["columns"][0]]["nulls"], 0)
        self.assertEqual(list(parents), ["rows", "files", "columns", "clean", "changes"])
        self.assertNotIn("clean", manifest["arguments"])

    def test_the_trees_leave_the_data_alone(self):
        self.expect(0, "generate", "noisy.json", "-o", "plain")
        self.expect(0, "generate", "noisy.json", "-o", "x", "--clean", "--changes")
        plain, both = self.tree("plain"), self.tree("x")
        for table in ("parents.csv", "children.csv"):
            self.assertEqual(plain[table], both[table])
        # And the twin is the table of the schema without noise.
        self.expect(0, "generate", "pair.json", "-o", "pair")
        self.assertEqual(self.tree("pair")["children.csv"], both["clean/children.csv"])

    def test_the_schema_asks_for_them_too(self):
        self.write("asking.json", noisy(clean=True, changes=True))
        self.expect(0, "generate", "noisy.json", "-o", "x", "--clean", "--changes")
        self.expect(0, "generate", "asking.json", "-o", "y")
        x, y = self.tree("x"), self.tree("y")
        self.assertEqual({name: data for name, data in x.items() if name != "manifest.json"},
                         {name: data for name, data in y.items() if name != "manifest.json"})
        self.write("silent.json", noisy(clean=False))
        self.expect(0, "generate", "silent.json", "-o", "z")
        self.assertEqual(set(self.tree("z")), {"parents.csv", "children.csv", "manifest.json"})
        self.write("odd.json", noisy(clean="yes"))
        self.assertIn('"clean" is true or false', self.expect(3, "check", "odd.json").text)

    def test_one_file_and_a_stream_have_no_place_for_them(self):
        for target, shown in (("x.csv", '"x.csv"'), ("-", "standard output"), ("/dev/null", '"/dev/null"')):
            done = self.expect(USAGE, "generate", "people.json", "-o", target, "--clean",
                               says=("SG6023", "--clean writes a second tree of files", shown, "a folder"))
            self.assertEqual(done.out, b"")
        self.write("asking.json", noisy(changes=True))
        self.expect(USAGE, "generate", "asking.json", "--table", "children", "-o", "-",
                    says=('"changes" under "output"', "asking.json"))

    def test_a_dry_run_tells_all_files_and_counts_rows_once(self):
        done = self.expect(0, "generate", "noisy.json", "-o", "x", "--clean", "--changes", "--dry-run")
        lines = done.text.splitlines()
        self.assertEqual([line.split()[0] for line in lines[:6]],
                         ["parents", "children", "clean/parents", "clean/children", "changes/parents",
                          "changes/children"])
        self.assertRegex(lines[5], r"^changes/children +about 90 rows")
        self.assertRegex(lines[6], r"^340 rows, about .* would go to 6 files and a manifest in the folder x$")
        self.assertFalse((self.folder / "x").exists())

    def test_the_summary_counts_rows_once_and_all_files(self):
        done = self.expect(0, "generate", "noisy.json", "-o", "x", "--clean", "--changes", "-v",
                           says=("340 rows", "in 6 files"))
        self.assertRegex(done.errors, r"children: 300 rows, \d+ changes,")
        self.assertRegex(done.errors, r"parents: 40 rows, 0 changes,")

    def test_parquet_has_the_same_trees(self):
        done = self.run_program("generate", "noisy.json", "-o", "x", "--clean", "--changes", "-f", "parquet")
        if "Arrow" in done.errors:
            self.skipTest("a build without Parquet")
        self.assertEqual(done.code, 0, repr(done))
        manifest = self.assert_complete("x")
        self.assertIn("changes/parents.parquet", self.tree("x"))
        again = self.expect(0, "generate", "noisy.json", "-o", "y", "--clean", "--changes", "-f", "parquet",
                            "--threads", "7", "--block-rows", "13")
        self.assertEqual(again.code, 0)
        self.assertEqual(self.tree("x"), self.tree("y"))
        self.assertGreater(manifest["tables"]["children"]["changes"]["rows"], 0)

    def test_more_files_are_written_than_may_be_open(self):
        self.write("many.json", {"synthgen": 1, "tables": {
            f"t{number}": {"rows": 1, "columns": {"id": {"sequence": 1}}} for number in range(400)}})
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)

        def few_files() -> None:
            plain_signals()
            resource.setrlimit(resource.RLIMIT_NOFILE, (1024, limit[1]))
        self.expect(0, "generate", "many.json", "-o", "x", "--clean", "--changes", preexec_fn=few_files)
        self.assertEqual(len(self.tree("x")), 1201)

    def test_preview_shows_the_damaged_cells(self):
        self.expect(0, "generate", "noisy.json", "-o", "x")
        text = self.expect(0, "preview", "noisy.json", "--table", "children", "-n", "40").text
        nulls = (self.folder / "x/children.csv").read_text().splitlines()[1:41]
        self.assertEqual(text.count("null"), sum(field == "" for line in nulls for field in line.split(",")))
        self.assertGreater(text.count("null"), 0)


class TreesOfShards(ProgramCase):
    ROWS = ["--rows", "children=3000"]

    def setUp(self) -> None:
        super().setUp()
        self.write("noisy.json", noisy())

    def make(self, number: int, *arguments, code=0, says=()):
        return self.expect(code, "generate", "noisy.json", *self.ROWS, "--shard", f"{number}/3", "-o", "x", *arguments,
                           says=says)

    def test_parts_joined_are_the_whole_in_each_tree(self):
        self.expect(0, "generate", "noisy.json", *self.ROWS, "-o", "whole", "--clean", "--changes")
        whole = self.tree("whole")
        for number in (2, 3, 1):
            self.make(number, "--clean", "--changes")
        parts = self.tree("x")
        for tree in ("", "clean/", "changes/"):
            for table in ("parents", "children"):
                names = [f"{tree}{table}/shard-{number:04}-of-0003.part-00001.csv" for number in (1, 2, 3)]
                self.assertEqual(b"".join(parts[name] for name in names), whole[f"{tree}{table}.csv"], tree + table)
        counts = [json.loads(parts[f"manifest.shard-{number:04}-of-0003.json"])["tables"]["children"]
                  for number in (1, 2, 3)]
        together = json.loads(whole["manifest.json"])["tables"]["children"]
        for n, noise in enumerate(together["noise"]):
            for figure in ("planned", "changed", "skipped"):
                self.assertEqual(sum(part["noise"][n][figure] for part in counts), noise[figure])
        self.assertEqual(sum(part["changes"]["rows"] for part in counts), together["changes"]["rows"])
        self.assertEqual(sum(part["clean_rows"] for part in counts), 3000)

    def test_shards_agree_on_their_trees(self):
        self.make(1, "--clean")
        before = self.tree("x")
        for trees in ([], ["--changes"], ["--clean", "--changes"]):
            self.make(2, *trees, code=FAILED, says=("another plan", "--force"))
        self.assertEqual(self.tree("x"), before)
        self.make(2, "--clean")
        self.make(1, "--changes", "--force")
        self.assertEqual(set(self.tree("x")), {"manifest.shard-0001-of-0003.json"} | {
            f"{tree}{table}/shard-0001-of-0003.part-00001.csv"
            for tree in ("", "changes/") for table in ("parents", "children")})
