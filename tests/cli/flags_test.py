"""Flags, commands and their exit codes."""

import json

from program import PAIR, PEOPLE, ProgramCase

MISTAKES = 2
BAD = {"synthgen": 1, "tables": {"a": {"rows": 1, "columns": {"x": {"sequense": 1}}}}}


def rows_of(text: str) -> list[str]:
    return text.splitlines()[1:]


class Help(ProgramCase):
    def test_help_of_the_program_and_of_each_command_goes_to_standard_output(self):
        for command in ([], ["generate"], ["check"], ["plan"], ["preview"], ["list"], ["describe"], ["init"],
                        ["schema"]):
            for flag in ("--help", "-h"):
                done = self.expect(0, *command, flag)
                self.assertEqual(done.errors, "")
                self.assertIn("Usage: synthgen", done.text)
                self.assertNotIn("\x1b", done.text)
                self.assertTrue(done.text.endswith("\n"))

    def test_help_shows_examples_exit_codes_and_every_command(self):
        text = self.expect(0, "--help").text
        for word in ("Examples:", "generate", "check", "plan", "preview", "list", "describe", "init", "schema",
                     "--version", "Exit codes: 0 done", "143"):
            self.assertIn(word, text)

    def test_help_of_generate_names_each_flag_of_the_manual(self):
        text = self.expect(0, "generate", "--help").text
        for flag in ("-o", "-f", "--table", "--rows", "--scale", "--seed", "--threads", "--force", "--mode", "--sha256",
                     "--stats", "--progress", "--set", "--dry-run", "-q", "-v"):
            self.assertIn(flag, text)

    def test_help_of_the_commands_shows_examples_and_fits_a_terminal(self):
        for command in ("generate", "check", "plan", "preview", "list", "describe", "init", "schema"):
            text = self.expect(0, command, "--help").text
            self.assertIn("Examples:\n  synthgen " + command, text)
            self.assertLessEqual(max(map(len, text.splitlines())), 128, command)

    def test_version_tells_streams_compiler_and_arrow(self):
        done = self.expect(0, "--version")
        self.assertRegex(done.text,
                         r"^synthgen \d+\.\d+\.\d+ \(stream version \d+, (g\+\+|clang) .+, Arrow (yes|no)\)\n$")
        self.assertEqual(done.errors, "")


class Mistakes(ProgramCase):
    def expect_mistake(self, *arguments, says=()):
        done = self.expect(MISTAKES, *arguments, says=says)
        self.assertEqual(done.text, "", f"{arguments}: a mistake is told on standard error only")
        self.assertEqual(set(self.tree()), {"people.json", "pair.json"}, f"{arguments}: something was written")

    def test_no_command_is_a_mistake_that_names_the_commands(self):
        self.expect_mistake(says=("generate", "check", "plan", "preview", "list", "describe", "init", "schema"))

    def test_an_unknown_command_is_told_with_the_nearest_one(self):
        self.expect_mistake("generat", "people.json", says='did you mean "generate"?')
        self.expect_mistake("chekc", "people.json", says='did you mean "check"?')

    def test_an_unknown_flag_is_told_by_its_name(self):
        self.expect_mistake("generate", "people.json", "--treads", "3", says="--treads")
        self.expect_mistake("check", "people.json", "--threads", "3", says="--threads")
        self.expect_mistake("--nothing-like-it", says="--nothing-like-it")

    def test_an_unknown_flag_is_told_with_the_nearest_one(self):
        self.expect_mistake("generate", "people.json", "--sed", "3", says='did you mean "--seed" or "--set"?')
        self.expect_mistake("generate", "people.json", "--treads=3", says='did you mean "--threads"?')

    def test_flags_of_later_versions_say_so(self):
        for flags in (["--max-bytes=1G"], ["--log-format", "json"]):
            self.expect_mistake("generate", "people.json", *flags,
                                says=flags[0].split("=")[0] + " is not supported yet")

    def test_commands_of_later_versions_say_so(self):
        self.expect_mistake("completions", says="completions is not supported yet")

    def test_a_missing_schema_argument_and_one_too_many_are_mistakes(self):
        for command in ("generate", "check", "plan", "preview"):
            self.expect_mistake(command, says="SCHEMA")
            self.expect_mistake(command, "people.json", "pair.json", says="pair.json")

    def test_wrong_forms_of_rows_are_told_with_an_example(self):
        for value in ("people", "people=", "people=x", "people=-1", "people=1.5", "people= 3", "=3", "",
                      "people=99999999999999999999"):
            self.expect_mistake("generate", "people.json", "--rows", value, says=("--rows", "orders=1000"))

    def test_an_unknown_table_is_told_with_the_nearest_one(self):
        for flags in (["--rows", "peopel=3"], ["--table", "peopel"]):
            self.expect_mistake("generate", "people.json", *flags,
                                says=(f'{flags[0]}: there is no table "peopel"', 'did you mean "people"?'))

    def test_scale_must_be_a_number_that_is_not_negative(self):
        for value in ("-1", "nan", "inf", "-inf", "abc", "", "1e13"):
            self.expect_mistake("generate", "people.json", "--scale", value, says="--scale")

    def test_seeds_beyond_64_bits_and_words_are_refused(self):
        for value in ("18446744073709551616", "-1", "1.5", "x", "", "0x10"):
            self.expect_mistake("generate", "people.json", "--seed", value, says="--seed")

    def test_zero_threads_and_absurd_numbers_of_them_are_refused(self):
        for value in ("0", "-1", "1025", "x", "1.5"):
            self.expect_mistake("generate", "people.json", "--threads", value, says="--threads")

    def test_modes_that_are_no_permission_bits_are_refused(self):
        for value in ("999", "1777", "rw", "-1", ""):
            self.expect_mistake("generate", "people.json", "--mode", value, says=("--mode", "640"))

    def test_words_outside_a_list_are_refused_with_the_list(self):
        self.expect_mistake("generate", "people.json", "--progress", "sometimes", says=("auto", "always", "never"))
        self.expect_mistake("generate", "people.json", "--stats", "all", says=('"all"', "basic or full"))
        self.expect_mistake("check", "people.json", "--format", "xml", says=("text", "json"))
        self.expect_mistake("list", "colours", says=("distributions", "providers"))

    def test_a_format_that_contradicts_the_extension_is_refused(self):
        self.expect_mistake("generate", "people.json", "-o", "x.csv", "-f", "parquet", says=("parquet", "x.csv"))
        self.expect_mistake("generate", "people.json", "-o", "x.parquet", "-f", "csv", says=("csv", "x.parquet"))

    def test_unknown_formats_are_told_with_the_nearest_and_later_ones_as_such(self):
        self.expect_mistake("generate", "people.json", "-f", "cvs", says='did you mean "csv"?')
        self.expect_mistake("generate", "people.json", "-f", "jsonl", says="not supported yet")

    def test_full_statistics_without_a_manifest_are_refused(self):
        for target in ("-", "/dev/null"):
            self.expect_mistake("generate", "people.json", "--stats", "full", "-o", target,
                                says=("SG6022", "has none", "leave --stats out"))
        self.expect_mistake("generate", "people.json", "--stats", "full", "-o", "-", "--dry-run", says="SG6022")
        self.expect(0, "generate", "people.json", "--stats", "basic", "-o", "-")

    def test_several_tables_do_not_go_to_one_stream_or_file(self):
        for target in ("-", "x.csv", "/dev/null"):
            self.expect_mistake("generate", "pair.json", "-o", target,
                                says=("takes one table, and there are 2", "parents, children"))

    def test_a_flag_given_twice_is_a_mistake(self):
        self.expect_mistake("generate", "people.json", "--seed", "1", "--seed", "2", says="--seed")
        self.expect_mistake("generate", "people.json", "-o", "a", "-o", "b", says="--output")

    def test_an_empty_output_name_is_a_mistake(self):
        self.expect_mistake("generate", "people.json", "-o", "", says="--output")


class Numbers(ProgramCase):
    def count(self, *flags) -> int:
        return len(rows_of(self.expect(0, "generate", "people.json", "-o", "-", *flags).text))

    def test_rows_are_exactly_those_asked_for(self):
        self.assertEqual(self.count(), 10)
        for rows in (0, 1, 1023, 1024, 1025, 70_000):
            self.assertEqual(self.count("--rows", f"people={rows}"), rows)

    def test_scale_rounds_halves_up(self):
        for scale, rows in (("0", 0), ("0.04", 0), ("0.05", 1), ("0.14", 1), ("0.25", 3), ("0.5", 5), ("1.5", 15),
                            ("2", 20), ("1e2", 1000)):
            self.assertEqual(self.count("--scale", scale), rows, scale)

    def test_rows_win_over_scale(self):
        self.assertEqual(self.count("--scale", "3", "--rows", "people=4"), 4)

    def test_the_largest_seed_works_and_equals_the_schema_s(self):
        by_flag = self.expect(0, "generate", "people.json", "-o", "-", "--seed", "18446744073709551615")
        self.write("largest.json", json.dumps(PEOPLE).replace('"seed": 3', '"seed": 18446744073709551615'))
        self.assertEqual(self.expect(0, "generate", "largest.json", "-o", "-").out, by_flag.out)
        self.assertNotEqual(self.expect(0, "generate", "people.json", "-o", "-").out, by_flag.out)

    def test_seed_of_the_flag_overrides_that_of_the_schema(self):
        self.assertEqual(self.expect(0, "generate", "people.json", "-o", "-", "--seed", "3").out,
                         self.expect(0, "generate", "people.json", "-o", "-").out)

    def test_threads_leave_every_byte_alone(self):
        outputs = {self.expect(0, "generate", "people.json", "-o", "-", "--rows", "people=200000", "--threads", n).out
                   for n in ("1", "2", "7")}
        self.assertEqual(len(outputs), 1)

    def test_table_given_twice_takes_both_and_once_only_that_one(self):
        self.expect(0, "generate", "pair.json", "-o", "both", "--table", "children", "--table", "parents")
        self.expect(0, "generate", "pair.json", "-o", "all")
        self.assertEqual({n: d for n, d in self.tree("both").items() if n != "manifest.json"},
                         {n: d for n, d in self.tree("all").items() if n != "manifest.json"})
        self.expect(0, "generate", "pair.json", "-o", "one", "--table", "children")
        self.assertEqual(set(self.tree("one")), {"children.csv", "manifest.json"})
        self.assertEqual(self.tree("one")["children.csv"], self.tree("all")["children.csv"])

    def test_a_reference_to_an_empty_table_is_told_or_null_but_never_a_crash(self):
        done = self.run_program("generate", "pair.json", "-o", "x", "--rows", "parents=0")
        self.assert_no_crash(done)
        self.assertIn(done.code, (0, 3, 4), repr(done))
        if done.code == 0:
            children = rows_of((self.folder / "x/children.csv").read_text())
            self.assertEqual({line.split(",")[0] for line in children}, {""})


class Reports(ProgramCase):
    def test_check_tells_a_good_schema_on_standard_output(self):
        done = self.expect(0, "check", "pair.json")
        self.assertEqual(done.text, "pair.json: no faults in 2 tables with 4 columns\n")
        self.assertEqual(done.errors, "")

    def test_check_tells_faults_on_standard_output_with_exit_3(self):
        self.write("bad.json", BAD)
        done = self.expect(3, "check", "bad.json")
        self.assertIn('did you mean "sequence"?', done.text)
        self.assertIn("bad.json:1:", done.text)
        self.assertTrue(done.text.endswith("1 error\n"))
        self.assertEqual(done.errors, "")

    def test_check_in_json_is_json_with_places(self):
        self.assertEqual(json.loads(self.expect(0, "check", "people.json", "--format", "json").text), [])
        self.write("bad.json", BAD)
        (fault,) = json.loads(self.expect(3, "check", "bad.json", "--format", "json").text)
        self.assertEqual(fault["severity"], "error")
        self.assertRegex(fault["code"], r"^SG2\d{3}$")
        self.assertEqual((fault["file"], fault["line"]), ("bad.json", 1))
        self.assertIn(fault["pointer"], ("/tables/a/columns/x", "/tables/a/columns/x/sequense"))
        (missing,) = json.loads(self.expect(1, "check", "nowhere.json", "--format", "json").text)
        self.assertIn("No such file or directory", missing["message"])

    def test_check_in_json_survives_bytes_that_are_no_text(self):
        (self.folder / "raw.json").write_bytes(b'{"synthgen": 1, "caf\xe9\x01": "\xff"}')
        done = self.expect(3, "check", "raw.json", "--format", "json")
        self.assertGreater(len(json.loads(done.text)), 0)

    def test_faults_of_generate_go_to_standard_error_with_exit_3(self):
        self.write("bad.json", BAD)
        for command in ("generate", "plan"):
            done = self.expect(3, command, "bad.json", says='did you mean "sequence"?')
            self.assertEqual(done.text, "")
        self.assertFalse((self.folder / "bad").exists())

    def test_a_missing_schema_is_exit_1_with_the_words_of_the_system(self):
        for command in ("generate", "plan"):
            self.expect(1, command, "nowhere.json", says=("nowhere.json", "No such file or directory"))
            self.expect(1, command, ".", says="Is a directory")

    def test_plan_tells_tables_columns_and_rows_in_order(self):
        done = self.expect(0, "plan", "pair.json", "--rows", "children=12345", "--seed", "9")
        self.assertEqual(done.errors, "")
        self.assertTrue(done.text.endswith("\n"), "the last line is not ended")
        for words in ("seed 9", "table parents: 40 rows", "table children: 12,345 rows", "references parents.id"):
            self.assertIn(words, done.text)
        self.assertLess(done.text.index("table parents"), done.text.index("table children"))

    def test_list_tells_each_topic_alone_and_all_together(self):
        whole = self.expect(0, "list").text
        for topic, member in (("sources", "sequence"), ("distributions", "lognormal"), ("providers", "id.uuid4"),
                              ("functions", "coalesce"), ("writers", "csv")):
            text = self.expect(0, "list", topic).text
            self.assertIn(member, text)
            self.assertIn(text, whole)
            self.assertRegex(whole, rf"(?m)^{topic}(: \w+)?$")


class SchemaFiles(ProgramCase):
    def test_a_hyphen_reads_the_schema_from_standard_input(self):
        schema = json.dumps(PEOPLE).encode()
        by_file = self.expect(0, "generate", "people.json", "-o", "-")
        self.assertEqual(self.expect(0, "generate", "-", "-o", "-", given=schema).out, by_file.out)
        self.assertIn("no faults", self.expect(0, "check", "-", given=schema).text)
        self.expect(3, "check", "-", given=b"")

    def test_names_with_spaces_and_letters_of_any_script_work(self):
        name = "mañana – 顧客 1.json"
        self.write(name, {key: value for key, value in PAIR.items() if key != "name"})
        self.expect(0, "generate", name)
        self.assert_complete("mañana – 顧客 1")

    def test_without_a_name_the_folder_is_called_after_the_file(self):
        self.write("stem.schema.json", {key: value for key, value in PEOPLE.items() if key != "name"})
        self.expect(0, "generate", "stem.schema.json")
        made = [path.name for path in self.folder.iterdir() if path.is_dir()]
        self.assertEqual(made, ["stem.schema"])

    def test_with_a_name_the_folder_is_called_by_it_in_the_working_folder(self):
        (self.folder / "sub").mkdir()
        (self.folder / "people.json").rename(self.folder / "sub" / "other.json")
        self.expect(0, "generate", "sub/other.json")
        self.assert_complete("people")

    def test_the_schema_s_output_settings_count_and_flags_override_them(self):
        self.write("set.json", PEOPLE | {"output": {"file": "there.csv"}})
        self.expect(0, "generate", "set.json")
        self.assertTrue((self.folder / "there.csv").is_file())
        self.expect(0, "generate", "set.json", "-o", "elsewhere")
        self.assert_complete("elsewhere")
        self.write("csv.json", PEOPLE | {"output": {"format": "csv"}})
        self.expect(0, "generate", "csv.json", "-o", "x")
        self.assertIn("people.csv", self.tree("x"))
        self.write("later.json", PEOPLE | {"output": {"format": "arrow"}})
        self.assertIn("not supported yet", self.expect(3, "check", "later.json").text)

    def test_output_file_of_a_schema_cannot_leave_the_folder(self):
        for name in ("../x.csv", "/tmp/synthgen-escape.csv", "a/../../x.csv"):
            self.write("escape.json", PEOPLE | {"output": {"file": name}})
            done = self.run_program("generate", "escape.json")
            self.assertIn(done.code, (1, 3), f"{name}: {done!r}")
            self.assertEqual(set(self.tree()), {"people.json", "pair.json", "escape.json"})
