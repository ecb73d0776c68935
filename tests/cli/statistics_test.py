"""--stats: what the manifest tells with it, and that nothing else changes."""

import json

from program import ProgramCase

MIXED = {
    "synthgen": 1, "name": "mixed", "seed": 8,
    "tables": {"t": {"rows": 5000, "columns": {
        "id": {"sequence": 1},
        "a": {"distribution": "normal", "mean": 0, "sd": 1},
        "b": {"distribution": "exponential", "mean": 3, "missing": 0.1},
        "grade": {"choice": ["low", "middle", "high", "never"], "missing": 0.2},
        "yes": {"distribution": "bernoulli", "p": 0.3},
        "nothing": {"expression": "nullif(id, id)"},
        "text": {"expression": "'n' || (id % 40)"},
        "day": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-03-31"}},
        "correlations": [{"name": "pair", "measure": "pearson", "pairs": [["a", "b", 0.5]]}]}}}
ADDED_TO_GROUPS = {"realised", "sample_rows"}


class Statistics(ProgramCase):
    def setUp(self) -> None:
        super().setUp()
        self.write("mixed.json", MIXED)

    def manifest(self, folder: str, *arguments, name: str = "manifest.json") -> dict:
        self.expect(0, "generate", "mixed.json", "-o", folder, *arguments)
        return json.loads((self.folder / folder / name).read_text(encoding="utf-8"))

    def test_full_adds_two_things_to_the_manifest_and_changes_nothing(self):
        plain = self.manifest("plain")
        self.assertEqual(self.manifest("basic", "--stats", "basic"), plain)
        full = self.manifest("full", "--stats=full")
        self.assertEqual((self.folder / "full/t.csv").read_bytes(), (self.folder / "plain/t.csv").read_bytes())
        for column in full["tables"]["t"]["columns"].values():
            self.assertIsInstance(column.pop("distinct_estimate"), int)
        [group] = full["tables"]["t"]["correlations"]
        self.assertEqual({key: group.pop(key) is not None for key in ADDED_TO_GROUPS}, dict.fromkeys(ADDED_TO_GROUPS, True))
        self.assertEqual(full, plain)

    def test_groups_stand_in_the_manifest_with_what_was_declared_and_what_is_expected(self):
        [group] = self.manifest("plain")["tables"]["t"]["correlations"]
        self.assertEqual(list(group), ["name", "columns", "measure", "copula", "declared", "latent", "expected"])
        self.assertEqual((group["name"], group["columns"], group["measure"], group["copula"]),
                         ("pair", ["a", "b"], "pearson", "gaussian"))
        self.assertEqual(group["declared"], [[1, 0.5], [0.5, 1]])
        self.assertAlmostEqual(group["expected"][0][1], 0.5, delta=1e-6)
        self.assertGreater(group["latent"][0][1], 0.5)  # an exponential column bends the line
        self.assertNotIn("correlations", self.manifest_of_people()["tables"]["people"])

    def manifest_of_people(self) -> dict:
        self.expect(0, "generate", "people.json", "-o", "people")
        return json.loads((self.folder / "people/manifest.json").read_text(encoding="utf-8"))

    def test_numbers_of_different_values(self):
        columns = self.manifest("full", "--stats", "full")["tables"]["t"]["columns"]
        found = {name: column["distinct_estimate"] for name, column in columns.items()}
        exact = {"id": 5000, "grade": 4, "yes": 2, "nothing": 0, "text": 40, "day": 91}
        self.assertEqual({name: found[name] for name in exact}, exact)
        self.assertAlmostEqual(found["a"] / 5000, 1, delta=0.03)
        self.assertAlmostEqual(found["b"] / (5000 - columns["b"]["nulls"]), 1, delta=0.03)

    def test_the_realised_correlation_is_that_of_the_file(self):
        [group] = self.manifest("full", "--stats", "full")["tables"]["t"]["correlations"]
        self.assertEqual(group["sample_rows"], 5000)
        rows = [line.split(",") for line in (self.folder / "full/t.csv").read_text().splitlines()[1:]]
        pairs = [(float(row[1]), float(row[2])) for row in rows if row[2] != ""]
        mean = [sum(values) / len(pairs) for values in zip(*pairs)]
        xx, yy, xy = (sum((pair[i] - mean[i]) * (pair[j] - mean[j]) for pair in pairs)
                      for i, j in ((0, 0), (1, 1), (0, 1)))
        self.assertAlmostEqual(group["realised"][0][1], xy / (xx * yy) ** 0.5, delta=1e-12)

    def test_shards_of_one_plan_may_differ_in_their_statistics(self):
        first = self.manifest("x", "--shard", "1/2", name="manifest.shard-0001-of-0002.json")
        second = self.manifest("x", "--shard", "2/2", "--stats", "full", name="manifest.shard-0002-of-0002.json")
        self.assertEqual(first["plan"], second["plan"])
        self.assertNotIn("stats", second["arguments"])
        columns = second["tables"]["t"]["columns"]
        self.assertEqual(len(columns["a"]["parts"]["distinct"]), 16384)
        for counted in ("id", "grade", "yes"):
            self.assertNotIn("distinct", columns[counted]["parts"])
        # Of the whole table, whatever the shard.
        self.assertEqual(second["tables"]["t"]["correlations"][0]["sample_rows"], 5000)

    def test_a_table_without_rows_has_no_correlation(self):
        full = self.manifest("empty", "--stats", "full", "--rows", "t=0")
        [group] = full["tables"]["t"]["correlations"]
        self.assertEqual((group["realised"], group["sample_rows"]), ([[1, None], [None, 1]], 0))
        self.assertEqual({column["distinct_estimate"] for column in full["tables"]["t"]["columns"].values()}, {0})
