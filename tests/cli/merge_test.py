"""synthgen merge: the shards in a folder become one output, or nothing changes. What is amiss is made so by this script."""

import fcntl
import hashlib
import json
import os
import shutil

from program import ProgramCase, crc64, listed_files

FAILED = 1
USAGE = 2

# Four levels, one of them shuffled; texts, nulls, times, decimals, noise, a rule that is broken on purpose, a null that
# could not be helped in few rows: whatever a manifest tells.
STORY = {
    "synthgen": 1, "name": "story", "seed": 8,
    "tables": {
        "customers": {"rows": 3000, "primary_key": "id", "columns": {
            "id": {"sequence": 1},
            "segment": {"choice": {"vip": 0.1, "plain": 0.9}, "missing": 0.05},
            "joined": {"distribution": "uniform", "type": "date", "min": "2020-01-01", "max": "2024-12-31"}}},
        "orders": {"rows": {"per": "customers", "distribution": "poisson", "mean": "=if(segment = 'vip', 6, 2)"},
                   "primary_key": "id",
                   "columns": {
                       "id": {"sequence": 1},
                       "customer_id": {"references": "customers"},
                       "number": {"expression": "child_number()"},
                       "total": {"distribution": "lognormal", "median": 40, "sigma": 1, "decimals": 2},
                       "paid": {"distribution": "uniform", "min": 0, "max": 500, "decimals": 2, "missing": 0.1},
                       "ratio": {"expression": "1 / (id - 4000)"},
                       "gift": {"distribution": "bernoulli", "p": 0.1},
                       "note": {"choice": ["plain", "a,b", "say \"so\"", "é"]}},
                   "rules": [{"name": "paid_in_part", "check": "paid <= total", "violate": 0.02}],
                   "noise": [{"operator": "missing", "columns": ["note"], "rate": 0.03},
                             {"operator": "outlier", "columns": ["total"], "rate": 0.01, "factor": 10}]},
        "items": {"rows": {"per": "orders", "distribution": "geometric", "p": 0.5}, "shuffle": True,
                  "columns": {"order_id": {"references": "orders"},
                              "segment": {"expression": "order_id.customer_id.segment"},
                              "price": {"distribution": "normal", "mean": 10, "sd": 3}}},
        "events": {"rows": {"per": "items", "constant": 2},
                   "columns": {"at": {"distribution": "uniform", "type": "timestamp", "precision": 3,
                                      "min": "2024-01-01T00:00:00Z", "max": "2024-12-31T00:00:00Z"}}}}}


class Merge(ProgramCase):

    def setUp(self) -> None:
        super().setUp()
        self.write("story.json", STORY)

    def make(self, count: int, *flags, folder="x", numbers=None, schema="story.json") -> None:
        for number in numbers or range(1, count + 1):
            self.expect(0, "generate", schema, "--shard", f"{number}/{count}", "-o", folder, "-q", *flags)

    def merge(self, code: int = 0, *arguments, says=(), folder="x"):
        return self.expect(code, "merge", folder, *arguments, says=says)

    def refused(self, code: int, says, folder="x"):
        """Nothing changes."""
        before = self.tree(folder)
        done = self.merge(code, says=says, folder=folder)
        self.assertEqual(self.tree(folder), before)
        self.assertEqual(done.out, b"")
        return done

    def whole(self, *flags) -> dict:
        self.expect(0, "generate", "story.json", "-o", "whole", "-q", *flags)
        return json.loads((self.folder / "whole/manifest.json").read_text())

    def assert_like_whole(self, merged: dict, whole: dict) -> None:
        self.assertEqual(merged.pop("shards"), self.count)
        for manifest in (merged, whole):
            for table in manifest["tables"].values():
                for tree in (table, table.get("clean", {}), table.get("changes", {})):
                    tree.pop("files", None)
        self.assertEqual(json.dumps(merged, indent=1), json.dumps(whole, indent=1))

    def edit(self, shard: str, change, folder="x") -> None:
        path = self.folder / folder / f"manifest.shard-{shard}.json"
        manifest = json.loads(path.read_text())
        change(manifest)
        path.write_text(json.dumps(manifest))

    def test_the_manifest_of_all_is_that_of_a_run_without_shards(self):
        for self.count, flags in ((1, []), (3, ["--stats", "full", "--clean", "--changes"]), (40, ["--stats", "full"])):
            with self.subTest(count=self.count):
                whole = self.whole(*flags)
                self.assertTrue(any(warning["code"] == "SG3901" for warning in whole["warnings"]))
                self.make(self.count, *flags)
                files = self.tree("x")
                done = self.merge()
                self.assertIn(f"{self.count} shard", done.errors)
                self.assertIn("merged", done.errors)
                self.assertEqual(done.out, b"")
                left = self.tree("x")
                merged = json.loads(left.pop("manifest.json"))
                self.assertEqual(left, {name: data for name, data in files.items() if not name.startswith("manifest.")})
                listed = [file for table in merged["tables"].values() for file in listed_files(table)]
                self.assertEqual({file["path"] for file in listed}, set(left))
                self.assert_like_whole(merged, whole)
                self.expect(0, "verify", "x")
                shutil.rmtree(self.folder / "x")

    def test_parquet_too(self):
        self.count = 3
        done = self.run_program("generate", "story.json", "-f", "parquet", "-o", "whole", "-q")
        if "Arrow" in done.errors:
            self.skipTest("this build has no Arrow")
        self.make(3, "-f", "parquet")
        self.merge()
        self.assert_like_whole(json.loads((self.folder / "x/manifest.json").read_text()),
                               json.loads((self.folder / "whole/manifest.json").read_text()))
        self.expect(0, "verify", "x")

    def test_a_merged_folder_is_ours(self):
        self.make(2)
        self.merge()
        before = self.tree("x")
        done = self.merge(says="merged before")
        self.assertEqual(self.tree("x"), before)
        self.assertEqual(self.merge(0, "-q").err, b"")
        self.expect(0, "generate", "people.json", "-o", "x")
        self.assertEqual(set(self.tree("x")), {"manifest.json", "people.csv"})
        self.assertEqual(done.out, b"")

    def test_a_merge_that_was_killed_at_its_end_is_ended_by_the_next(self):
        self.make(3)
        left = {name: data for name, data in self.tree("x").items() if "manifest.shard-0002" in name}
        self.merge()
        merged = self.tree("x")
        for name, data in left.items():
            (self.folder / "x" / name).write_bytes(data)
        self.expect(0, "verify", "x")  # the whole speaks for all
        self.merge(says="merged before")
        self.assertEqual(self.tree("x"), merged)

    def test_shards_that_are_missing_are_named(self):
        self.make(8, numbers=(1, 3, 4, 6, 7, 8))
        done = self.refused(FAILED, ("SG5031", "shards 2 and 5 of 8 are missing", "--shard I/8"))
        self.assertNotIn("SG5032", done.errors)
        self.make(8, numbers=(2,))
        self.refused(FAILED, "shard 5 of 8 is missing")
        self.make(40, folder="y", numbers=(40,))
        self.refused(FAILED, "shards 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 29 more of 40 are missing", folder="y")

    def test_shards_of_another_plan_are_named_with_what_differs(self):
        for flags, why in ((["--seed", "9"], "its seed is 9, and that of shard 1/3 is 8"),
                           (["--scale", "2"], "it had --scale 2"),
                           (["--clean"], "other trees of files")):
            self.make(3, numbers=(1, 3))
            self.make(3, *flags, folder="y", numbers=(2,))
            shutil.copytree(self.folder / "y", self.folder / "x", dirs_exist_ok=True)
            self.refused(FAILED, ("SG5032", "shard 2/3 is of another plan", why))
            shutil.rmtree(self.folder / "x")
            shutil.rmtree(self.folder / "y")
        self.make(3, numbers=(1, 3))
        changed = json.loads(json.dumps(STORY))
        changed["tables"]["customers"]["rows"] = 3001
        self.write("other.json", changed)
        self.make(3, folder="y", numbers=(2,), schema="other.json")
        shutil.copytree(self.folder / "y", self.folder / "x", dirs_exist_ok=True)
        self.refused(FAILED, ("SG5032", "its schema is another than that of shard 1/3"))
        self.make(4, folder="z", numbers=(4,))
        shutil.copytree(self.folder / "z", self.folder / "x", dirs_exist_ok=True)
        self.refused(FAILED, ("SG5032", "shards of several plans: 1/3 and 4/4"))

    def test_files_that_are_not_as_they_were_written_are_told_each(self):
        self.make(3)
        (self.folder / "x/orders/shard-0002-of-0003.part-00001.csv").unlink()
        part = self.folder / "x/items/shard-0003-of-0003.part-00001.csv"
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(data)
        (self.folder / "x/notes.txt").write_text("mine")
        self.refused(FAILED, ("SG5021", "orders/shard-0002", "SG5022", "items/shard-0003", "SG5023", "notes.txt"))

    def test_a_manifest_that_was_tampered_with_is_refused(self):
        def set_column(key, value):
            return lambda manifest: manifest["tables"]["orders"]["columns"]["total"].update({key: value})

        for change, why in (
                (lambda manifest: manifest.update(seed=9), "of another plan"),
                (lambda manifest: manifest.update(colour="red"), 'unknown key "colour"'),
                (lambda manifest: manifest.update(plan="0" * 64), "number of shards"),
                (lambda manifest: manifest["tables"].pop("items"), "items/shard-0002"),
                (lambda manifest: manifest["tables"]["orders"].update(rows=5), "rows contradict"),
                (lambda manifest: manifest["schema"].update(text="{}"), "not that of its checksum"),
                (set_column("min", "x"), "figures of column"),
                (set_column("nulls", -1), "nulls"),
                (set_column("source", "choice"), "another than that of the first"),
                (lambda manifest: manifest["tables"]["orders"]["columns"]["total"]["parts"].update(sum="1e3"), "figures"),
                (lambda manifest: manifest["tables"]["orders"]["columns"]["total"]["parts"]["groups"].pop(0), "figures"),
                (lambda manifest: manifest["tables"]["orders"]["columns"]["total"].pop("parts"), "figures"),
                (lambda manifest: manifest["tables"]["orders"]["files"][0].update(first_row=7), "do not follow"),
                (lambda manifest: manifest["arguments"].update(shard="3/3"), "of another shard")):
            self.make(3)
            self.edit("0002-of-0003", change)
            self.refused(FAILED, why)
            shutil.rmtree(self.folder / "x")
        self.make(2)
        (self.folder / "x/manifest.shard-0002-of-0002.json").write_text("{")
        self.refused(FAILED, "shard 2 of 2 is missing")  # it is no manifest any more

    def test_rows_moved_from_one_shard_to_another_are_refused(self):
        # Everything adds up, but tables are cut elsewhere.
        self.make(2, "--table", "customers")
        parts = [self.folder / f"x/customers/shard-000{n}-of-0002.part-00001.csv" for n in (1, 2)]
        lines = parts[0].read_text().splitlines(keepends=True)
        parts[0].write_text("".join(lines[:-1]))
        parts[1].write_text(lines[-1] + parts[1].read_text())
        for number, shift in ((1, -1), (2, 1)):
            def change(manifest, number=number, shift=shift):
                table = manifest["tables"]["customers"]
                data = parts[number - 1].read_bytes()
                table["rows"] += shift
                table["files"][0].update(rows=table["rows"], bytes=len(data), crc64=f"{crc64(data):016x}")
                if number == 2:
                    table["files"][0]["first_row"] -= 1
            self.edit(f"000{number}-of-0002", change)
        self.refused(FAILED, ("SG5033", "of 3000 rows 2048 are its own"))

    def test_what_only_some_shards_tell_is_left_out_and_said(self):
        correlated = json.loads(json.dumps(STORY))
        correlated["tables"]["customers"]["columns"].update(
            {"a": {"distribution": "normal", "mean": 0, "sd": 1}, "b": {"distribution": "normal", "mean": 0, "sd": 1}})
        correlated["tables"]["customers"]["correlations"] = [{"measure": "pearson", "pairs": [["a", "b", 0.5]]}]
        self.write("story.json", correlated)
        self.count = 3
        self.make(3, "--stats", "full", numbers=(1, 3))
        self.make(3, numbers=(2,))
        done = self.merge(says=("warning[SG5034]", '"distinct_estimate" of customers.id', " more", '"realised"',
                                "--stats full"))
        self.assertEqual(done.code, 0)
        self.assert_like_whole(json.loads((self.folder / "x/manifest.json").read_text()), self.whole())

    def test_other_folders_are_left_alone(self):
        (self.folder / "empty").mkdir()
        self.refused(FAILED, ("SG5030", "holds no shard's manifest"), folder="empty")
        self.expect(0, "generate", "people.json", "-o", "whole")
        self.refused(FAILED, ("SG5030", "run without --shard"), folder="whole")
        self.expect(FAILED, "merge", "nowhere", says=("SG5001", "nowhere"))
        self.assertFalse((self.folder / "nowhere").exists())
        self.expect(USAGE, "merge", "people.json", says=("SG6040", "is a file"))
        for name in ("-", ""):
            self.expect(USAGE, "merge", name, says="SG6040")
        self.expect(USAGE, "merge", says="DIR")

    def test_a_shard_that_is_being_written_is_waited_for_by_nobody(self):
        self.make(2)
        lock = self.folder / "x/.synthgen.lock"
        with open(lock, "w") as held:
            held.write(f"{os.getpid()} {os.uname().nodename}")
            held.flush()
            fcntl.flock(held, fcntl.LOCK_EX)
            self.expect(FAILED, "merge", "x", says="SG5004")
        self.merge()

    def test_rights_follow_those_of_the_shards(self):
        self.make(2, "--mode", "600")
        self.merge()
        self.assertEqual((self.folder / "x/manifest.json").stat().st_mode & 0o777, 0o600)

    def test_checksums_of_files_stay(self):
        self.make(2, "--sha256")
        self.merge()
        manifest = json.loads((self.folder / "x/manifest.json").read_text())
        for table in manifest["tables"].values():
            for file in listed_files(table):
                data = (self.folder / "x" / file["path"]).read_bytes()
                self.assertEqual(file["sha256"], hashlib.sha256(data).hexdigest())
                self.assertEqual(len(data), file["bytes"])


