"""describe, list, init, preview and schema: what they print, and that it is true."""

import csv
import io
import json
import re
import time

from program import PAIR, PEOPLE, ProgramCase

TOPICS = ("sources", "distributions", "types", "functions", "noise", "providers", "locales", "writers")


def names_of(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.startswith("  ")]


class Describe(ProgramCase):
    def test_every_name_of_every_topic_has_a_page(self):
        for topic in TOPICS:
            for name in names_of(self.expect(0, "list", topic).text):
                for arguments in ([name], [topic, name], [topic.removesuffix("s"), name]):
                    done = self.expect(0, "describe", *arguments)
                    self.assertIn(f"{name} (", done.text, arguments)
                    self.assertEqual(done.errors, "")
                    self.assertLessEqual(max(len(line) for line in done.text.splitlines()
                                             if "{" not in line), 100, arguments)

    def test_list_tells_a_summary_of_each_name(self):
        for topic in TOPICS:
            if topic in ("noise", "providers"):
                continue  # in groups: see noise_test.py
            for line in self.expect(0, "list", topic).text.splitlines():
                self.assertRegex(line, r"^  \S+  +\S.*\.$")

    def test_a_page_tells_parameters_ranges_example_and_method(self):
        text = self.expect(0, "describe", "lognormal").text
        for words in ("lognormal (distribution)", "parameters", "  or\n", "median", "sigma", "mu", "greater than 0",
                      "example", "method", '{"distribution": "lognormal"'):
            self.assertIn(words, text)

    def test_a_source_tells_the_keys_in_its_value_and_beside_it(self):
        text = self.expect(0, "describe", "source", "sequence").text
        self.assertIn('  "sequence": {...}\n    start  ', text)
        self.assertIn("  keys beside it\n    exact  ", self.expect(0, "describe", "choice").text)
        self.assertIn("\n    missing      Probability", text)

    def test_examples_are_json_and_pass_check(self):
        for topic in ("sources", "distributions", "types", "providers"):
            for name in names_of(self.expect(0, "list", topic).text):
                page = self.expect(0, "describe", topic, name).text
                match = re.search(r"^  example\n    (\{.*\})$", page, re.MULTILINE)
                self.assertIsNotNone(match, page)
                column = json.loads(match.group(1))
                if not {"references", "template", "cases", "sample"} & column.keys():  # they read other columns or files
                    self.write("example.json", {"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {"x": column}}}})
                    self.expect(0, "check", "example.json")

    def test_an_ambiguous_name_shows_every_page_and_a_topic_one(self):
        both = self.expect(0, "describe", "integer").text
        self.assertIn("integer (distribution)", both)
        self.assertIn("integer (type)", both)
        one = self.expect(0, "describe", "type", "integer").text
        self.assertNotIn("(distribution)", one)
        self.assertIn(one, both)

    def test_a_distribution_is_found_as_a_function_too(self):
        self.assertIn("normal(mean: …, sd: …)", self.expect(0, "describe", "function", "normal").text)

    def test_keys_of_document_table_column_and_output_have_pages(self):
        for key in ("rows", "seed", "missing", "decimals", "primary_key", "format", "min"):
            self.assertIn("(key of ", self.expect(0, "describe", key).text)

    def test_unknown_names_are_told_with_near_ones_and_exit_2(self):
        done = self.expect(2, "describe", "lognormall", says=("error[SG6020]", 'did you mean "lognormal"?'))
        self.assertEqual(done.text, "")
        self.expect(2, "describe", "distribution", "csv", says='there is no distribution "csv"')
        self.expect(2, "describe", "distribucion", "normal", says='did you mean "distribution"?')
        self.expect(2, "describe", "grammar", says='"grammar" is not supported yet')
        self.expect(2, "describe", says="NAME")
        self.expect(2, "describe", "a", "b", "c")


class Init(ProgramCase):
    def stories(self) -> list[str]:
        return names_of(self.expect(0, "init", "--list").text)

    def test_each_story_passes_check_without_a_word_and_generates(self):
        self.assertGreaterEqual(len(self.stories()), 4)
        for story in self.stories():
            text = self.expect(0, "init", story).text
            self.write(f"{story}.json", text)
            report = self.expect(0, "check", f"{story}.json").text
            self.assertRegex(report, r"^\S+: no faults in \d+ tables? with \d+ columns\n$")
            self.expect(0, "generate", f"{story}.json", "-o", story)
            self.assert_complete(story)

    def test_stories_are_small_and_say_what_they_are(self):
        for line in self.expect(0, "init", "--list").text.splitlines():
            self.assertRegex(line, r"^  \S+  +[A-Z].*\.$")
        for story in self.stories():
            text = self.expect(0, "init", story).text
            self.assertTrue(text.startswith("// ") and text.endswith("}\n"))
            self.assertLessEqual(max(len(line) for line in text.splitlines()), 140)

    def test_without_a_name_it_is_the_first(self):
        self.assertEqual(self.expect(0, "init").text, self.expect(0, "init", self.stories()[0]).text)

    def test_an_unknown_story_is_told_with_near_ones(self):
        self.expect(2, "init", "shopp", says=("error[SG6021]", 'did you mean "shop"?'))
        self.expect(2, "init", "zzzzzzzz", says=("there are", "shop"))

    def test_it_goes_into_the_other_commands_by_a_pipe(self):
        text = self.expect(0, "init", "shop").out
        self.assertIn("customers: 3 of 500 rows", self.expect(0, "preview", "-", "-n", "3", given=text).text)


class Preview(ProgramCase):
    """What is shown is what generate writes: cells are cut out of the lines by the widths of the rule."""

    def shown(self, *arguments) -> dict[str, list[list[str]]]:
        """Cells by table, from the aligned text. The names of columns are the first row."""
        tables = {}
        for block in self.expect(0, "preview", *arguments).text.split("\n\n"):
            title, names, rule, *lines = block.rstrip("\n").split("\n")
            spans = [match.span() for match in re.finditer("-+", rule)]
            tables[title.split(":")[0]] = [[line[a:b].strip() for a, b in spans] for line in [names, *lines]]
        return tables

    def written(self, schema, table, *arguments) -> list[list[str]]:
        text = self.expect(0, "generate", schema, "--table", table, "-o", "-", *arguments).text
        return list(csv.reader(io.StringIO(text)))

    def test_cells_are_the_first_that_generate_writes(self):
        for flags in ([], ["--seed", "9"], ["--rows", "parents=7"], ["--scale", "2"]):
            shown = self.shown("pair.json", "-n", "25", *flags)
            for table in ("parents", "children"):
                self.assertEqual(shown[table], self.written("pair.json", table, *flags)[:26])

    def test_batches_are_joined_without_a_gap(self):
        self.assertEqual(self.shown("people.json", "-n", "2500", "--rows", "people=3000")["people"],
                         self.written("people.json", "people", "--rows", "people=3000")[:2501])

    def test_shuffled_tables_show_the_rows_that_are_written_first(self):
        schema = json.loads(json.dumps(PEOPLE))
        schema["tables"]["people"] |= {"rows": 500, "shuffle": True}
        self.write("shuffled.json", schema)
        self.assertEqual(self.shown("shuffled.json")["people"], self.written("shuffled.json", "people")[:11])

    def test_a_billion_rows_are_as_fast_as_ten(self):
        begin = time.monotonic()
        text = self.expect(0, "preview", "people.json", "--rows", "people=1000000000").text
        self.assertLess(time.monotonic() - begin, 5)  # some 10 ms; a whole run would take a minute
        self.assertTrue(text.startswith("people: 10 of 1,000,000,000 rows\n"), text)

    def test_table_shows_that_one_alone(self):
        self.assertEqual(list(self.shown("pair.json", "--table", "children")), ["children"])

    def test_nulls_empty_texts_and_texts_like_null_differ(self):
        self.write("nulls.json", {"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {
            "a": {"constant": None, "type": "string"}, "b": {"constant": ""}, "c": {"constant": "null"},
            "d": {"constant": " x"}, "e": {"constant": "a\nb\x1b"}, "f": {"constant": 'say "so", 1'},
            "g": {"constant": None, "type": "integer"}}}}})
        lines = self.expect(0, "preview", "nulls.json").text.split("\n")
        self.assertEqual(lines[0], "t: 1 row")
        self.assertEqual(re.split(r"  +", lines[3].strip()),
                         ["null", '""', '"null"', '" x"', "a\\nb\\u001b", 'say "so", 1', "null"])

    def test_numbers_stand_to_the_right_and_wide_characters_keep_columns_straight(self):
        self.write("wide.json", {"synthgen": 1, "tables": {"t": {"rows": 12, "columns": {
            "n": {"sequence": 1}, "w": {"choice": ["顧客", "é", "abc"]}, "end": {"constant": "|"}}}}})
        _, names, rule, *lines = self.expect(0, "preview", "wide.json", "-n", "12").text.rstrip("\n").split("\n")
        self.assertEqual(lines[0][:2], " 1")
        self.assertEqual(lines[9][:2], "10")
        for line in lines:
            wide = len(re.findall("[顧客]", line))
            self.assertEqual(line.index("|") + wide, names.index("end"))
        self.assertEqual(rule.rindex("  ") + 2, names.index("end"))

    def test_an_empty_table_shows_its_columns(self):
        self.assertEqual(self.expect(0, "preview", "people.json", "--rows", "people=0").text,
                         "people: 0 rows\nid  age  pay\n--  ---  ---\n")

    def test_faults_are_told_with_exit_3(self):
        self.write("bad.json", {"synthgen": 1, "tables": {"a": {"rows": 1, "columns": {"x": {"sequense": 1}}}}})
        self.assertEqual(self.expect(3, "preview", "bad.json", says='did you mean "sequence"?').text, "")

    def test_numbers_of_rows_that_are_none_are_mistakes(self):
        for value in ("0", "-1", "x", "1.5", ""):
            self.expect(2, "preview", "people.json", "-n", value, says="-n")

    def test_nothing_is_written(self):
        before = self.tree()
        self.expect(0, "preview", "pair.json")
        self.assertEqual(self.tree(), before)


class LanguageSchema(ProgramCase):
    def test_it_is_json_of_draft_2020_12_that_names_all_distributions_and_sources(self):
        schema = json.loads(self.expect(0, "schema").text)
        self.assertEqual(schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
        for topic, prefix in (("sources", "source_"), ("distributions", "distribution_")):
            built = {name.removeprefix(prefix) for name in schema["$defs"] if name.startswith(prefix)}
            self.assertEqual(built, set(names_of(self.expect(0, "list", topic).text)))


class DryRun(ProgramCase):
    def test_it_tells_tables_rows_bytes_and_destination_and_touches_nothing(self):
        before = self.tree()
        done = self.expect(0, "generate", "pair.json", "--dry-run", "--scale", "10")
        self.assertEqual(done.errors, "")
        self.assertRegex(done.text, r"parents +400 rows  about [\d.]+ kB\nchildren +3,000 rows  about [\d.]+ kB\n")
        self.assertIn("of csv, would go to 2 files and a manifest in the folder pair\n", done.text)
        self.assertTrue(done.text.endswith("nothing was written\n"))
        self.assertEqual(self.tree(), before)
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"people.json", "pair.json"})

    def test_estimates_are_near_what_is_written(self):
        self.expect(0, "generate", "people.json", "--rows", "people=100000")
        size = (self.folder / "people" / "people.csv").stat().st_size
        text = self.expect(0, "generate", "people.json", "--rows", "people=100000", "--dry-run").text
        number, unit = re.search(r"about ([\d.]+) (kB|MB)", text).groups()
        about = float(number) * {"kB": 1e3, "MB": 1e6}[unit]
        self.assertLess(max(about / size, size / about), 2)  # a guess before the first row

    def test_files_and_streams_are_named(self):
        self.assertIn("would go to the file x.csv", self.expect(0, "generate", "people.json", "-o", "x.csv",
                                                                "--dry-run").text)
        self.assertIn("would go to standard output", self.expect(0, "generate", "people.json", "-o", "-",
                                                                 "--dry-run").text)
        self.assertFalse((self.folder / "x.csv").exists())

    def test_an_earlier_output_is_replaced_and_left_alone(self):
        self.expect(0, "generate", "pair.json")
        before = self.tree()
        done = self.expect(0, "generate", "pair.json", "--dry-run", "--seed", "99")
        self.assertIn("in place of an earlier run's", done.text)
        self.assertEqual(self.tree(), before)

    def test_what_generate_refuses_is_refused(self):
        (self.folder / "mine").mkdir()
        (self.folder / "mine" / "letter.txt").write_text("dear")
        (self.folder / "x.csv").write_text("mine")
        for flags, code, says in ((["-o", "mine"], 1, "SG5003"), (["-o", "x.csv"], 1, "SG5003"),
                                  (["-o", "people.json/a"], 1, "SG5001"), (["-f", "cvs"], 2, "SG6003"),
                                  (["-o", "y.csv", "-f", "parquet"], 2, "SG6002"),
                                  (["--rows", "people=1000000000000000"], 1, "SG5012")):
            before = self.tree()
            planned = self.expect(code, "generate", "people.json", "--dry-run", *flags, says=says)
            self.assertEqual(planned.text, "")
            self.expect(code, "generate", "people.json", *flags, says=says)
            self.assertEqual(self.tree(), before)

    def test_a_folder_that_may_not_be_written_is_told(self):
        (self.folder / "closed").mkdir(mode=0o555)
        done = self.run_as_nobody("generate", str(self.folder / "people.json"), "--dry-run", "-o",
                                  str(self.folder / "closed" / "out"))
        self.assertEqual(done.code, 1, repr(done))
        self.assertIn("Permission denied", done.errors)


class SetConstants(ProgramCase):
    def setUp(self):
        super().setUp()
        schema = json.loads(json.dumps(PEOPLE))
        schema["constants"] = {"n": 3, "word": "a", "share": 0.5}
        schema["tables"]["people"]["columns"]["c"] = {"expression": "word || n"}
        self.write("set.json", schema)

    def last_cells(self, *flags) -> set[str]:
        text = self.expect(0, "generate", "set.json", "-o", "-", *flags).text
        return {line.rsplit(",", 1)[1] for line in text.splitlines()[1:]}

    def test_set_changes_a_constant_for_one_run(self):
        self.assertEqual(self.last_cells(), {"a3"})
        self.assertEqual(self.last_cells("--set", "n=7"), {"a7"})
        self.assertEqual(self.last_cells("--set", "n=7", "--set", "word=x=y"), {"x=y7"})

    def test_check_plan_and_preview_take_it_too(self):
        self.expect(0, "check", "set.json", "--set", "n=7")
        self.expect(0, "plan", "set.json", "--set", "n=7")
        self.assertIn("a7", self.expect(0, "preview", "set.json", "--set", "n=7").text)

    def test_wrong_forms_and_names_are_mistakes(self):
        for value in ("n", "=3", ""):
            self.expect(2, "generate", "set.json", "--set", value, says=("--set", "NAME=VALUE"))
        self.expect(2, "generate", "set.json", "--set", "n=1", "--set", "n=2", says='"n" is given twice')
        self.expect(2, "generate", "set.json", "--set", "m=1", says="--set")
        self.expect(2, "generate", "set.json", "--set", "n=many", says="--set")


class Verbosity(ProgramCase):
    WARNS = {"synthgen": 1, "tables": {"t": {"rows": 5, "columns": {
        "c": {"choice": {"0": 1, "1": 1}}, "d": {"expression": "1 / (row_number() - 1)"}}}}}

    def setUp(self):
        super().setUp()
        self.write("warns.json", self.WARNS)

    def test_quiet_tells_errors_only(self):
        self.assertIn("SG2113", self.expect(0, "generate", "warns.json").errors)
        for flag in ("-q", "--quiet"):
            done = self.expect(0, "generate", "warns.json", flag)
            self.assertEqual((done.text, done.errors), ("", ""))
            done = self.expect(0, "check", "warns.json", flag)
            self.assertEqual((done.text, done.errors), ("", ""))
        self.write("bad.json", {"synthgen": 1, "tables": {"a": {"rows": 1, "columns": {"x": {"sequense": 1}}}}})
        self.assertIn("SG2101", self.expect(3, "check", "bad.json", "-q").text)
        self.expect(3, "generate", "bad.json", "-q", says="SG2101")

    def test_verbose_tells_tables_blocks_and_threads_on_standard_error(self):
        done = self.expect(0, "generate", "pair.json", "-v", "--threads", "2")
        self.assertRegex(done.errors, r"(?m)^parents: 40 rows, [\d.]+ \w+, 1 block of up to [\d,]+ rows, \d+\.\d\d s$")
        self.assertRegex(done.errors, r"(?m)^\d threads?$")
        self.assertEqual(done.text, "")
        stream = self.expect(0, "generate", "people.json", "-o", "-", "-v")
        self.assertEqual(stream.out, self.expect(0, "generate", "people.json", "-o", "-").out)
        self.assertIn("people: 10 rows", stream.errors)

    def test_verbose_check_tells_columns_and_types(self):
        text = self.expect(0, "check", "pair.json", "-v").text
        self.assertIn("table parents: 40 rows\n  id: integer, sequence\n", text)

    def test_both_at_once_are_a_mistake(self):
        for flags in (["-q", "-v"], ["-v", "-q"], ["--quiet", "--verbose"]):
            self.expect(2, "generate", "people.json", *flags, says="contradict")
