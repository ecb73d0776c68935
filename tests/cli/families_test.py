"""Tables whose rows are per parent, from the command line: what verify finds, and --rows, --scale, --table, preview."""

import json

import verify_test
from program import ProgramCase

DONE, FAILED, USAGE = 0, 1, 2

NEST = {
    "synthgen": 1, "name": "shop", "seed": 3,
    "tables": {
        "customers": {"rows": 200, "primary_key": "id", "columns": {
            "id": {"sequence": 100}, "segment": {"choice": ["vip", "plain"]}}},
        "orders": {"rows": {"per": "customers", "distribution": "poisson", "mean": 2, "min": 1, "max": 5},
                   "primary_key": "id", "columns": {
                       "id": {"sequence": 1}, "customer_id": {"references": "customers"},
                       "number": {"expression": "child_number()"}}},
        "items": {"rows": {"per": "orders", "constant": 3}, "shuffle": True, "columns": {
            "order_id": {"references": "orders"}, "segment": {"expression": "order_id.customer_id.segment"},
            "number": {"expression": "child_number()"}}},
        "marks": {"rows": {"per": "items", "distribution": "geometric", "p": 0.5, "total": 5000}, "columns": {
            "n": {"expression": "child_number()"}}}}}


class Families(ProgramCase):
    verify = verify_test.Verify.verify
    edit = verify_test.Verify.edit
    reseal = verify_test.Verify.reseal

    def setUp(self) -> None:
        super().setUp()
        self.write("shop.json", NEST)

    def make(self, *flags) -> None:
        self.expect(DONE, "generate", "shop.json", "-q", *flags)

    def edit_rows(self, name: str, change) -> None:
        """Of a file whose number of rows may change; so only what `rows` says of the schema is wrong."""
        self.edit(name, change)
        self.reseal(set_rows=True)

    def test_what_was_not_touched_is_well(self):
        self.make()
        done = self.verify(DONE, "shop", finds=("all is well", "1 to 5 rows for each of customers",
                                                "3 times the rows of orders", "exactly 3 rows for each of orders",
                                                "total of rows", "no column tells the parent"))
        self.assertIn("1 not checked", done.text)

    def test_a_row_that_was_moved_to_another_parent_is_found(self):
        self.make()
        def move(lines):
            # The first parent with five children gets a sixth.
            rows = [line.rstrip("\n").split(",") for line in lines]
            counts: dict[str, int] = {}
            for row in rows[1:]:
                counts[row[1]] = counts.get(row[1], 0) + 1
            full = next(key for key, count in counts.items() if count == 5)
            after = next(i for i, row in enumerate(rows) if i and int(row[1]) == int(full) + 1)
            rows[after][1] = full
            return [",".join(row) + "\n" for row in rows]
        self.edit("orders.csv", move)
        self.verify(FAILED, "shop", finds=("SG5035", "has 6 rows in orders, and its \"rows\" allows 1 to 5", "line "))

    def test_a_row_that_is_lost_is_found_by_the_parent_that_has_none(self):
        self.make()
        def lose(lines):
            alone = next(i for i, line in enumerate(lines) if i and line.rstrip("\n").endswith(",1")
                         and (i + 1 == len(lines) or lines[i + 1].rstrip("\n").endswith(",1")))
            return lines[:alone] + lines[alone + 1:]
        self.edit_rows("orders.csv", lose)
        self.verify(FAILED, "shop", finds=("has 0 rows in orders, and its \"rows\" allows 1 to 5",
                                           "items: its files have"))

    def test_rows_that_changed_places_between_families_are_found(self):
        self.make()
        def swap(lines):
            at = next(i for i, line in enumerate(lines) if i > 1 and line.rstrip("\n").endswith(",1"))
            first, second = lines[at - 1].split(",", 1), lines[at].split(",", 1)
            # Keys stay in order; only families mingle.
            lines[at - 1], lines[at] = f"{first[0]},{second[1]}", f"{second[0]},{first[1]}"
            return lines
        self.edit("orders.csv", swap)
        self.verify(FAILED, "shop", finds=("SG5035", "it stands behind the rows of a later row of customers"))

    def test_numbers_of_a_shuffled_table_are_counted_too(self):
        self.make()
        def repoint(lines):
            first, second = lines[1].split(",", 1), lines[2].split(",", 1)
            lines[1] = f"{second[0]},{first[1]}"
            return lines
        self.edit("items.csv", repoint)
        self.verify(FAILED, "shop", finds=("has 2 rows in items, and its \"rows\" allows exactly 3", "has 4 rows"))

    def test_a_total_that_is_missed_is_found(self):
        self.make()
        self.edit_rows("marks.csv", lambda lines: lines[:-1])
        self.verify(FAILED, "shop", finds=("SG5035", "marks: its files have 4,999 rows", "would be 5,000"))

    def test_rows_of_a_child_are_refused_and_its_parent_named(self):
        for table, parent in (("orders", "customers"), ("items", "orders"), ("marks", "items")):
            self.expect(USAGE, "generate", "shop.json", "--rows", f"{table}=7", "-o", "x",
                        says=("SG6006", f"--rows {table}: its rows follow from those of {parent}",
                              "give --rows customers=N instead"))

    def test_scale_acts_on_tables_without_parents(self):
        self.make("--scale", "0.1")
        self.make("--rows", "customers=20", "-o", "same")
        names = ("customers.csv", "orders.csv", "items.csv", "marks.csv")
        scaled, same = self.tree("shop"), self.tree("same")
        for name in names:
            self.assertEqual(scaled[name], same[name], name)
        self.assertEqual(scaled["customers.csv"].count(b"\n"), 21)
        self.assertEqual(scaled["marks.csv"].count(b"\n"), 5001, "a total is a total")
        self.verify(DONE, "shop")

    def test_one_table_of_a_nest_is_what_it_is_among_all(self):
        self.make()
        for table in NEST["tables"]:
            self.assertEqual(self.expect(DONE, "generate", "shop.json", "--table", table, "-o", "-").out,
                             (self.folder / f"shop/{table}.csv").read_bytes(), table)
            shown = self.expect(DONE, "preview", "shop.json", "--table", table, "-n", "4").text
            lines = (self.folder / f"shop/{table}.csv").read_text().splitlines()[1:5]
            for line in lines:
                self.assertRegex(shown, r"\s+".join(line.split(",")), table)
        self.make("--table", "items", "-o", "alone")
        self.verify(DONE, "alone", finds=("not checked: table \"orders\" is not in this output",))
        self.assertEqual(set(self.tree("alone")), {"items.csv", "manifest.json"})

    def test_a_dry_run_tells_rows_that_are_counted(self):
        text = self.expect(DONE, "generate", "shop.json", "--dry-run").text
        self.make()
        for table, manifest in json.loads((self.folder / "shop/manifest.json").read_text())["tables"].items():
            self.assertRegex(text, rf"(?m)^{table} +{manifest['rows']:,} rows  about ")
        self.assertRegex(self.expect(DONE, "generate", "shop.json", "--dry-run", "--shard", "2/2").text,
                         r"customers +0 rows")
