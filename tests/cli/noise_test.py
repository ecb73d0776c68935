"""The manual's pages of noise operators, and that their examples do what the pages say."""

import csv
import io
import json
import re

from program import ProgramCase

# What examples of operators may name; include/synthgen/noise/noise.hpp sends here.
COLUMNS = {
    "id": {"sequence": 1},
    "name": {"choice": ["Carmen Ortega", "Michael Baker", "Sarah Whitfield", "Jonathan Street"]},
    "first_name": {"choice": ["Carmen", "Michael", "Sarah", "Jonathan"]},
    "last_name": {"choice": ["Ortega", "Baker", "Whitfield", "Street"]},
    "email": {"template": "{first_name|lower}.{last_name|lower}@example.com"},
    "phone": {"template": "+34 9{id|pad(8,0)}"},
    "city": {"choice": {"Málaga": 5, "Vigo": 2, "Lugo": 1}},
    "street": {"template": "{id} Old Café Market Street"},
    "comment": {"choice": ["The parcel came late, and wet.", "Very good service, thank you!"]},
    "status": {"choice": ["new", "open", "closed"]},
    "age": {"distribution": "integer", "min": 18, "max": 90},
    "visits": {"distribution": "integer", "min": 100, "max": 5000},
    "amount": {"distribution": "lognormal", "median": 200, "sigma": 0.6, "decimals": 2},
    "weight": {"distribution": "normal", "mean": 70, "sd": 12, "min": 40},
    "birth_date": {"distribution": "uniform", "type": "date", "min": "1940-01-01", "max": "2006-12-31"},
    "joined": {"distribution": "uniform", "type": "date", "min": "2015-01-01", "max": "2024-12-31"},
    "signed_at": {"distribution": "uniform", "type": "timestamp", "min": "2024-01-01", "max": "2025-01-01"},
    "starts": {"distribution": "uniform", "type": "time", "min": "08:00:00", "max": "18:00:00"},
    "active": {"distribution": "bernoulli", "p": 0.7},
}
ROWS = 5000


def names_of(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines() if line.startswith("  ")]


class NoisePages(ProgramCase):
    def names(self) -> list[str]:
        return names_of(self.expect(0, "list", "noise").text)

    def example_of(self, name: str) -> dict:
        page = self.expect(0, "describe", "noise", name).text
        match = re.search(r"^  example, one of a table's \"noise\"\n    (\{.*\})$", page, re.MULTILINE)
        self.assertIsNotNone(match, page)
        return json.loads(match.group(1))

    def cells(self, noise: list) -> dict[str, list[str]]:
        """The columns of a table with that noise."""
        self.write("table.json", {"synthgen": 1, "seed": 6, "tables": {
            "t": {"rows": ROWS, "columns": COLUMNS, "noise": noise}}})
        done = self.expect(0, "generate", "table.json", "-o", "-")
        self.assertEqual(done.errors, "", noise)
        header, *rows = csv.reader(io.StringIO(done.text))
        return {column: [row[place] for row in rows] for place, column in enumerate(header)}

    def test_list_groups_operators_by_family_with_a_summary_of_each(self):
        lines = self.expect(0, "list", "noise").text.splitlines()
        families = [line.removeprefix("noise: ") for line in lines if not line.startswith(" ")]
        self.assertEqual(families, ["text", "missing", "number", "date", "category", "cross-column", "type"])
        for line in lines:
            self.assertRegex(line, r"^(noise: \S+|  \S+  +\S.*\.)$")
            self.assertLessEqual(len(line), 120)
        self.assertEqual(len(self.names()), len(set(self.names())))
        self.assertIn("\n".join(lines), self.expect(0, "list").text)

    def test_a_page_tells_columns_rate_keys_and_example(self):
        text = self.expect(0, "describe", "typo").text
        for words in ("typo (noise operator)", "what is damaged", "of any type but", "share of the cells", "its own keys",
                      "keys of every operator", "example, one of a table's \"noise\"", "method"):
            self.assertIn(words, text)
        self.assertIn("one or more, of type string\n", self.expect(0, "describe", "truncate").text)
        self.assertIn("of type integer, number or decimal\n", self.expect(0, "describe", "outlier").text)
        self.assertIn("share of the rows", self.expect(0, "describe", "swap_columns").text)
        self.assertIn("columns  two,", self.expect(0, "describe", "swap_columns").text)

    def test_every_example_damages_its_columns_and_no_other(self):
        clean = self.cells([])
        self.assertGreaterEqual(len(self.names()), 20)
        for name in self.names():
            with self.subTest(name):
                operator = self.example_of(name)
                self.assertEqual(operator["operator"], name)
                dirty = self.cells([operator])
                changed = {column for column in clean if clean[column] != dirty[column]}
                self.assertEqual(changed, set(operator["columns"]) | set(operator.get("set", {})))

    def test_a_hit_of_every_example_changes_the_cell(self):
        """At rate 1 most cells differ; what is passed over is null or of a form that the operator leaves alone."""
        clean = self.cells([])
        for name in self.names():
            with self.subTest(name):
                operator = {key: value for key, value in self.example_of(name).items() if key not in ("if", "exact")}
                dirty = self.cells([{**operator, "rate": 1}])
                column = operator["columns"][-1]
                differ = sum(a != b for a, b in zip(clean[column], dirty[column]))
                self.assertGreater(differ, ROWS // 10)

    def test_names_that_others_have_too_show_every_page_and_the_topic_one(self):
        for name, other in (("missing", "(key of a column)"), ("replace", "(function)"), ("sign", "(function)")):
            both = self.expect(0, "describe", name).text
            self.assertIn(f"{name} (noise operator)", both)
            self.assertIn(f"{name} {other}", both)
            one = self.expect(0, "describe", "noise", name).text
            self.assertNotIn(other, one)
            self.assertIn(one, both)

    def test_keys_are_found_by_name(self):
        self.assertIn("rate (key of a noise operator)", self.expect(0, "describe", "rate").text)
        self.assertIn("also a parameter of exponential", self.expect(0, "describe", "rate").text)
        self.assertIn("noise (key of a table)", self.expect(0, "describe", "noise").text)
        self.expect(2, "describe", "token", says="it is a key of missing: synthgen describe noise missing")

    def test_what_is_not_there_is_told(self):
        self.expect(2, "describe", "noise", "overflow", says='noise operator "overflow" is not supported yet')
        self.expect(2, "describe", "overflow", says='"overflow" is not supported yet')
        self.expect(2, "describe", "noise", "csv", says='there is no noise operator "csv"')
        self.expect(2, "describe", "noise", "typoo", says='did you mean "typo"?')
