"""Where files go, when they may be overwritten, and that two runs give the same bytes."""

import json
import os
import stat

from program import PAIR, PEOPLE, TOP, ProgramCase, check_file

FAILED = 1


class Places(ProgramCase):
    def test_a_folder_is_made_with_its_parents(self):
        self.expect(0, "generate", "pair.json", "-o", "a/b/c", says="340 rows")
        self.assert_complete("a/b/c")

    def test_a_file_gets_its_manifest_beside_it(self):
        self.expect(0, "generate", "people.json", "-o", "sub/x.csv", "--sha256")
        self.assertEqual(set(self.tree("sub")), {"x.csv", "x.csv.manifest.json"})
        manifest = json.loads((self.folder / "sub/x.csv.manifest.json").read_text())
        table = manifest["tables"]["people"]
        check_file(self, self.folder / "sub", table["files"][0])

    def test_a_file_a_folder_and_a_stream_hold_the_same_bytes(self):
        self.expect(0, "generate", "people.json", "-o", "x.csv")
        self.expect(0, "generate", "people.json", "-o", "folder")
        stream = self.expect(0, "generate", "people.json", "-o", "-")
        self.assertEqual((self.folder / "x.csv").read_bytes(), stream.out)
        self.assertEqual((self.folder / "folder/people.csv").read_bytes(), stream.out)

    def test_a_stream_leaves_no_file_and_says_nothing(self):
        done = self.expect(0, "generate", "people.json", "-o", "-")
        self.assertEqual(done.errors, "")
        self.assertEqual(set(self.tree()), {"people.json", "pair.json"})
        lines = done.text.splitlines()
        self.assertEqual(lines[0], "id,age,pay")
        self.assertRegex(lines[10], r"^10,\d\d,-?\d+\.\d\d$")

    def test_a_device_takes_one_table_and_gets_no_manifest(self):
        self.expect(0, "generate", "people.json", "-o", "/dev/null")
        self.assertFalse(os.path.exists("/dev/null.manifest.json"))

    def test_tables_without_rows_have_a_header_and_stand_in_the_manifest(self):
        self.expect(0, "generate", "pair.json", "-o", "x", "--scale", "0")
        manifest = self.assert_complete("x")
        self.assertEqual((self.folder / "x/parents.csv").read_bytes(), b"id,note\n")
        self.assertEqual((self.folder / "x/children.csv").read_bytes(), b"parent,share\n")
        self.assertEqual([table["rows"] for table in manifest["tables"].values()], [0, 0])

    def test_an_extension_chooses_the_format_whatever_the_schema_says(self):
        self.write("parquet.json", PEOPLE | {"output": {"format": "parquet"}})
        self.expect(0, "generate", "parquet.json", "-o", "x.csv")
        self.assertTrue((self.folder / "x.csv").read_bytes().startswith(b"id,age,pay\n"))

    def test_parquet_works_or_says_which_option_builds_it(self):
        done = self.run_program("generate", "people.json", "-o", "x", "-f", "parquet")
        if "Arrow yes" in self.expect(0, "--version").text:
            self.assertEqual(done.code, 0, repr(done))
            data = (self.folder / "x/people.parquet").read_bytes()
            self.assertEqual((data[:4], data[-4:]), (b"PAR1", b"PAR1"))
        else:
            self.assertEqual(done.code, FAILED, repr(done))
            self.assertIn("SYNTHGEN_ARROW", done.errors)
            self.assertFalse((self.folder / "x").exists())


class Names(ProgramCase):
    def test_names_of_tables_cannot_leave_the_folder(self):
        for name in ("..", ".", "a/b", "/abs", "a\\b", "", "n" * 300, "a\nb", "a\0b", "\x1b[31m", ".synthgen", "con"):
            self.write("names.json", {"synthgen": 1, "name": "names", "tables": {
                name: {"rows": 1, "columns": {"id": {"sequence": 1}}}}})
            done = self.run_program("generate", "names.json", "-o", "x")
            self.assertIn(done.code, (1, 3), f"{name!r}: {done!r}")
            self.assertNotIn("\x1b", done.errors)
            self.assertEqual(set(self.tree()), {"names.json", "pair.json", "people.json"}, repr(name))

    def test_the_name_of_a_schema_cannot_leave_the_folder(self):
        for name in ("..", ".", "a/b", "/abs", "", "n" * 300, "a\0b", ".hidden/../.."):
            self.write("names.json", PEOPLE | {"name": name})
            done = self.expect(3, "generate", "names.json")
            self.assertEqual(set(self.tree()), {"names.json", "pair.json", "people.json"}, f"{name!r}: {done!r}")

    def test_names_with_spaces_and_letters_of_any_script_are_kept(self):
        for name in ("order lines", "Größe", "顧客", "-"):
            self.write("names.json", {"synthgen": 1, "name": "names", "tables": {
                name: {"rows": 1, "columns": {name: {"sequence": 1}}}}})
            self.expect(0, "generate", "names.json")
            self.assertEqual((self.folder / f"names/{name}.csv").read_text(), f"{name}\n1\n")


class Overwriting(ProgramCase):
    def test_a_folder_of_ours_is_replaced_without_asking(self):
        self.expect(0, "generate", "pair.json", "-o", "x")
        self.expect(0, "generate", "people.json", "-o", "x")
        self.assert_complete("x")
        self.assertEqual(set(self.tree("x")), {"people.csv", "manifest.json"})

    def test_a_folder_with_a_foreign_file_is_refused_and_nothing_is_touched(self):
        for foreign in ("notes.txt", "people.csv", "manifest.json", "sub/deep.txt", ".hidden"):
            with self.subTest(foreign):
                top = self.folder / ("f" + foreign.replace("/", "_"))
                (top / foreign).parent.mkdir(parents=True)
                (top / foreign).write_text("mine")
                self.expect(FAILED, "generate", "people.json", "-o", top.name, says=(top.name, foreign, "--force"))
                self.assertEqual(self.tree(top.name), {foreign: b"mine"})

    def test_a_foreign_file_beside_ours_is_refused_too(self):
        self.expect(0, "generate", "people.json", "-o", "x")
        (self.folder / "x/notes.txt").write_text("mine")
        before = self.tree("x")
        self.expect(FAILED, "generate", "people.json", "-o", "x", "--seed", "9", says="notes.txt")
        self.assertEqual(self.tree("x"), before)

    def test_force_writes_among_foreign_files_and_deletes_none(self):
        top = self.folder / "x"
        top.mkdir()
        (top / "notes.txt").write_text("mine")
        (top / "people.csv").write_text("to be overwritten")
        self.expect(0, "generate", "people.json", "-o", "x", "--force")
        self.assertEqual(set(self.tree("x")), {"notes.txt", "people.csv", "manifest.json"})
        self.assertEqual((top / "notes.txt").read_text(), "mine")
        self.assertTrue((top / "people.csv").read_text().startswith("id,age,pay\n"))

    def test_a_foreign_single_file_is_refused_and_ours_replaced(self):
        (self.folder / "x.csv").write_text("mine")
        self.expect(FAILED, "generate", "people.json", "-o", "x.csv", says=("x.csv", "--force"))
        self.assertEqual((self.folder / "x.csv").read_text(), "mine")
        self.expect(0, "generate", "people.json", "-o", "x.csv", "--force")
        first = (self.folder / "x.csv").read_bytes()
        self.expect(0, "generate", "people.json", "-o", "x.csv", "--seed", "9")
        self.assertNotEqual((self.folder / "x.csv").read_bytes(), first)

    def test_an_empty_folder_is_taken(self):
        (self.folder / "x").mkdir()
        self.expect(0, "generate", "people.json", "-o", "x")
        self.assert_complete("x")

    def test_a_wrong_command_line_never_touches_an_earlier_output(self):
        self.expect(0, "generate", "people.json")
        before = self.tree("people")
        self.run_program("generate", "people.json", "--rows", "people=x")
        self.run_program("generate", "people.json", "--scale", "nan")
        self.run_program("generate", "people.json", "-f", "nothing")
        self.assertEqual(self.tree("people"), before)


class Modes(ProgramCase):
    def mode(self, name: str) -> int:
        return stat.S_IMODE((self.folder / name).stat().st_mode)

    def test_files_follow_the_umask(self):
        for mask, wanted in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
            self.expect(0, "generate", "people.json", "-o", f"m{mask:o}", umask=mask)
            for name in ("people.csv", "manifest.json"):
                self.assertEqual(self.mode(f"m{mask:o}/{name}"), wanted, name)

    def test_mode_wins_over_the_umask_for_data_and_manifest(self):
        self.expect(0, "generate", "people.json", "-o", "x", "--mode", "640", umask=0o077)
        self.expect(0, "generate", "people.json", "-o", "y.csv", "--mode", "0604", umask=0o077)
        for name, wanted in (("x/people.csv", 0o640), ("x/manifest.json", 0o640), ("y.csv", 0o604),
                             ("y.csv.manifest.json", 0o604)):
            self.assertEqual(self.mode(name), wanted, name)


class Repetition(ProgramCase):
    def test_two_runs_give_identical_bytes_manifest_included(self):
        self.expect(0, "generate", "pair.json", "-o", "a", "--sha256", "--threads", "1")
        self.expect(0, "generate", "pair.json", "-o", "b", "--sha256", "--threads", "2")
        self.assertEqual(self.tree("a"), self.tree("b"))
        self.expect(0, "generate", "pair.json", "-o", "a", "--sha256")
        self.assertEqual(self.tree("a"), self.tree("b"))

    def test_the_place_the_clock_the_language_and_the_zone_leave_no_trace(self):
        self.expect(0, "generate", "pair.json", "-o", "a")
        (self.folder / "deep").mkdir()
        self.expect(0, "generate", self.folder / "pair.json", "-o", "deep/b",
                    env=os.environ | {"TZ": "Pacific/Auckland", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"})
        self.assertEqual(self.tree("a"), self.tree("deep/b"))
        manifest = (self.folder / "a/manifest.json").read_text()
        for secret in (str(self.folder), os.uname().nodename, os.environ.get("USER", "no such user")):
            self.assertNotIn(f'"{secret}', manifest)

    def test_every_example_plans_and_generates(self):
        for schema in sorted((TOP / "examples").glob("*/schema.json")):
            self.expect(0, "plan", schema)
            self.expect(0, "generate", schema, "-o", schema.parent.name, "--scale", "0.01")
            self.assert_complete(schema.parent.name)

    def test_manifest_keeps_schema_seed_and_arguments(self):
        self.expect(0, "generate", "pair.json", "-o", "x", "--seed", "77", "--rows", "children=3", "--scale", "0.5")
        manifest = self.assert_complete("x")
        self.assertEqual(json.loads(manifest["schema"]["text"]), PAIR)
        self.assertEqual(manifest["seed"], 77)
        self.assertEqual(manifest["arguments"], {"seed": 77, "rows": {"children": 3}, "scale": 0.5, "format": "csv"})
