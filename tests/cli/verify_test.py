"""synthgen verify: finished output against its manifest and its rules. What is damaged is damaged by this script."""

import hashlib
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from program import Done, ProgramCase, Settings, crc64, listed_files  # noqa: E402

DONE, FAILED, USAGE = 0, 1, 2

SHOP = {
    "synthgen": 1, "name": "shop", "seed": 11, "constants": {"most": 100},
    "tables": {
        "customers": {"rows": 60, "primary_key": "id", "columns": {
            "id": {"sequence": 1},
            "mail": {"provider": "id.uuid4", "unique": True},
            "cap": {"distribution": "integer", "min": 40, "max": 100}}},
        "orders": {"rows": 400, "primary_key": "id",
                   "columns": {
                       "id": {"sequence": {"start": 1000, "step": 3}},
                       "customer": {"references": "customers.id", "missing": 0.1},
                       "amount": {"distribution": "uniform", "min": 1, "max": 100, "decimals": 2},
                       "paid": {"distribution": "uniform", "min": 0, "max": 100, "decimals": 2},
                       "ordered": {"distribution": "uniform", "min": "2024-01-01", "max": "2024-12-31", "type": "date",
                                   "format": "%d/%m/%Y"},
                       "shipped": {"distribution": "uniform", "min": "2024-01-01", "max": "2025-12-31", "type": "date"},
                       "note": {"choice": ["plain", "a,b", "say \"so\"", "é"], "missing": 0.2}},
                   "rules": [
                       {"name": "paid_in_part", "check": "paid <= amount"},
                       {"name": "ship_after_order", "check": "shipped >= ordered"},
                       {"name": "below_most", "check": "amount <= most"},
                       {"name": "notes", "if": "note = 'plain'", "then": "amount > 2", "else": "paid < 99"}]}}}


def with_rules(rules: list) -> dict:
    schema = json.loads(json.dumps(SHOP))
    schema["tables"]["orders"]["rules"] = rules
    return schema


class Verify(ProgramCase):

    def make(self, *flags, schema=SHOP) -> None:
        self.write("shop.json", schema)
        self.expect(DONE, "generate", "shop.json", "-q", *flags)

    def verify(self, code: int, *arguments, finds=(), lacks=()) -> Done:
        done = self.expect(code, "verify", *arguments)
        for text in (finds,) if isinstance(finds, str) else finds:
            self.assertIn(text, done.text, repr(done))
        for text in (lacks,) if isinstance(lacks, str) else lacks:
            self.assertNotIn(text, done.text, repr(done))
        return done

    def edit(self, name: str, change) -> None:
        """Changes a file of shop/ and sets its manifest right, so that only what the rows say is wrong."""
        path = self.folder / "shop" / name
        before = path.read_text(encoding="utf-8").splitlines(keepends=True)
        after = change(list(before))
        self.assertNotEqual(before, after)
        path.write_text("".join(after), encoding="utf-8")
        self.reseal()

    def reseal(self, set_rows: bool = False) -> None:
        top = self.folder / "shop"
        manifest = json.loads((top / "manifest.json").read_text(encoding="utf-8"))
        for table in manifest["tables"].values():
            for file in listed_files(table):
                data = (top / file["path"]).read_bytes()
                file["bytes"], file["crc64"] = len(data), f"{crc64(data):016x}"
                file.pop("sha256", None)
                if set_rows:
                    file["rows"] = table["rows"] = data.count(b"\n") - 1
        (top / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    def set_field(self, lines: list, row: int, column: str, value: str) -> list:
        """In row `row`, from 1, of a table whose fields before that column need no quotes."""
        at = lines[0].rstrip("\n").split(",").index(column)
        fields = lines[row].rstrip("\n").split(",")
        fields[at] = value
        lines[row] = ",".join(fields) + "\n"
        return lines

    def needs_parquet(self) -> None:
        if self.run_program("generate", "people.json", "-o", "probe.parquet", "-q").code != 0:
            self.skipTest("this build has no Arrow")

    # What is well.

    def test_csv_that_was_not_touched_is_well(self):
        self.make("--sha256")
        done = self.verify(DONE, "shop", finds=("all is well in 2 files with 460 rows", "rule paid_in_part",
                                                "unique mail", "customer refers to customers.id",
                                                "nothing else lies in the folder"), lacks="not checked")
        self.assertEqual(done.errors, "")
        self.assertEqual(self.verify(DONE, "shop", "-q").text, "")
        self.verify(DONE, "shop/")
        self.verify(DONE, "shop/manifest.json", finds="rule notes")

    def test_parquet_is_well_and_its_rows_are_read(self):
        self.needs_parquet()
        self.make("-f", "parquet", "--clean")
        self.verify(DONE, "shop", finds=("all is well in 4 files", "rule notes", "clean/ rule notes", "clean/ columns"),
                    lacks="not checked")

    def test_a_single_file_is_checked_by_the_manifest_beside_it(self):
        self.make("--table", "customers", "-o", "one.csv")
        self.verify(DONE, "one.csv", finds=("primary key id", "all is well in 1 file with 60 rows"))
        self.verify(DONE, "one.csv.manifest.json", finds="all is well")
        self.make("--table", "orders", "-o", "two.csv")
        self.verify(DONE, "two.csv", finds=("rule paid_in_part",
                                            "not checked: table \"customers\" is not in this output"))

    def test_shards_are_checked_together_and_without_the_others(self):
        rows = ["--rows", "orders=5000", "--rows", "customers=3000"]
        for shard in (1, 3):
            self.make(*rows, "--shard", f"{shard}/3")
        self.verify(DONE, "shop", finds=("shard 2 of 3", "customer refers to customers", "not checked: shard 2 of 3"))
        self.make(*rows, "--shard", "2/3")
        done = self.verify(DONE, "shop", finds="all is well in 6 files with 8,000 rows", lacks="not checked")
        self.assertRegex(done.text, r"primary key id +5,000  well")
        # A row of the second shard's file, which has no head, has its place there.
        path = self.folder / "shop/orders/shard-0002-of-0003.part-00001.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        lines[4] = lines[3]
        path.write_text("".join(lines), encoding="utf-8")
        self.verify(FAILED, "shop", finds=("shard-0002-of-0003.part-00001.csv\", line 5: \"id\" is", "line 4"))

    def test_what_was_set_on_the_command_line_counts(self):
        schema = with_rules([{"name": "below_most", "check": "amount <= most"}])
        self.make("--set", "most=50", schema=schema)
        self.verify(DONE, "shop")
        self.edit("orders.csv", lambda lines: self.set_field(lines, 7, "amount", "50.01"))
        self.verify(FAILED, "shop", finds=("SG5028", "\"orders.csv\", line 8 breaks the rule \"below_most\"",
                                           "amount = 50.01"))

    def test_keys_and_references_of_several_columns(self):
        schema = {
            "synthgen": 1, "name": "shop", "seed": 3,
            "tables": {
                "orders": {"rows": 50, "primary_key": "order", "columns": {"order": {"sequence": 1}}},
                "products": {"rows": 30, "primary_key": "product", "columns": {"product": {"sequence": 100}}},
                "items": {"rows": {"per": "orders", "constant": 4}, "primary_key": ["order", "line"],
                          "unique": [["order", "product"]],
                          "columns": {"order": {"references": "orders"}, "line": {"expression": "child_number()"},
                                      "product": {"references": "products", "missing": 0.1},
                                      "amount": {"distribution": "integer", "min": 1, "max": 9}}},
                "returns": {"rows": 80, "columns": {
                    "order": {"references": "items.order", "as": "item"},
                    "line": {"references": "items.line", "as": "item"},
                    "amount": {"distribution": "integer", "min": 0, "max": "=order.amount"}},
                    "rules": [{"name": "not_more", "check": "amount <= line.amount", "enforce": "verify"}]}}}
        self.make(schema=schema)
        lines = ("primary key [order, line]", "unique [order, product]", "[order, line] refers to items.[order, line]",
                 "rule not_more")
        self.verify(DONE, "shop", finds=lines, lacks="not checked")
        # Line 6 is the first item of the second order: it becomes the fourth of the first one, as line 5 is.
        self.edit("items.csv", lambda lines: self.set_field(self.set_field(lines, 5, "order", "1"), 5, "line", "4"))
        self.verify(FAILED, "shop", finds=("\"items.csv\", line 6: [order, line] is [1, 4], as in \"items.csv\", line 5",
                                           "SG5026"))
        self.make(schema=schema)
        self.edit("items.csv", lambda lines: self.set_field(lines, 3, "line", ""))
        self.verify(FAILED, "shop", finds=("line 4: the key \"line\" is null",))
        self.make(schema=schema)
        self.edit("items.csv", lambda lines: self.set_field(self.set_field(lines, 2, "product", "101"), 4, "product", "101"))
        self.verify(FAILED, "shop", finds=("line 5: [order, product] is [1, 101], as in \"items.csv\", line 3",),
                    lacks="[order, line] is")
        # Both values are there, but in no row together.
        self.make(schema=schema)
        self.edit("returns.csv", lambda lines: self.set_field(lines, 7, "line", "5"))
        self.verify(FAILED, "shop", finds=("\"returns.csv\", line 8: [order, line] is [",
                                           "and no row of items has that [order, line]"))
        # A rule that reads through them sees another row's amount, or too much.
        self.make(schema=schema)
        self.edit("returns.csv", lambda lines: self.set_field(lines, 7, "amount", "10"))
        self.verify(FAILED, "shop", finds=("\"returns.csv\", line 8 breaks the rule \"not_more\"",))

    def test_an_output_without_rows_is_well(self):
        self.make("--scale", "0")
        self.verify(DONE, "shop", finds="all is well in 2 files with 0 rows")

    # Damage to files.

    def test_any_byte_that_is_changed_is_found(self):
        self.expect(DONE, "generate", "people.json", "-q")
        path = self.folder / "people/people.csv"
        whole = path.read_bytes()
        for at in range(0, len(whole), 1 if Settings.long else 7):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            self.verify(FAILED, "people", "-q", finds="SG5022")
        path.write_bytes(whole)
        self.verify(DONE, "people", "-q")

    def test_a_file_that_is_missing_cut_or_strange_is_found(self):
        self.make()
        orders = self.folder / "shop/orders.csv"
        whole = orders.read_bytes()
        orders.write_bytes(whole[:-5])
        self.verify(FAILED, "shop", finds=("SG5022", "\"orders.csv\" has", "bytes, and the manifest says"))
        orders.unlink()
        self.verify(FAILED, "shop", finds=("SG5021", "the file \"orders.csv\" is missing", "customers"))
        orders.write_bytes(whole)
        (self.folder / "shop/extra.csv").write_text("id\n1\n")
        self.verify(FAILED, "shop", finds=("SG5023", "a file that no manifest lists: extra.csv"))

    def test_a_sha256_is_compared_where_it_is_listed(self):
        self.make("--sha256")
        path = self.folder / "shop/manifest.json"
        text = path.read_text(encoding="utf-8")
        at = text.index('"sha256"', text.index('"orders.csv"')) + len('"sha256": "')
        path.write_text(text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1:], encoding="utf-8")
        self.verify(FAILED, "shop", finds=("SG5022", "SHA-256"))

    def test_what_is_no_output_is_refused(self):
        self.expect(FAILED, "verify", "nowhere", says=("SG5020", "No such file"))
        (self.folder / "empty").mkdir()
        self.expect(FAILED, "verify", "empty", says=("SG5020", "has no manifest"))
        self.expect(FAILED, "verify", "people.json", says=("SG5020", "no manifest \"people.json.manifest.json\""))
        self.expect(USAGE, "verify", "-", says="SG6030")
        self.expect(USAGE, "verify", says="DIR")
        self.make()
        path = self.folder / "shop/manifest.json"
        text = path.read_text(encoding="utf-8")
        for broken, reason in ((text[:200], "no manifest of this program"), ("{}", "no manifest of this program"),
                               (text.replace("sequence", "sequense", 1), "not that of its checksum"),
                               (text.replace('"nulls"', '"nils"', 1), "its number of nulls")):
            self.assertNotEqual(broken, text)
            path.write_text(broken, encoding="utf-8")
            self.expect(FAILED, "verify", "shop", says=("SG5020", reason))

    # What the rows say.

    def test_rows_and_nulls_are_counted(self):
        self.make()
        self.edit("orders.csv", lambda lines: lines[:-1])
        self.verify(FAILED, "shop", finds=("SG5024", "\"orders.csv\" has 399 rows, and the manifest says 400"))
        self.make("--force")
        self.edit("orders.csv", lambda lines: self.set_field(lines, 3, "amount", ""))
        self.verify(FAILED, "shop", finds=("SG5024", "column \"amount\" has 1 null, and the manifest says 0"))

    def test_columns_and_types_are_compared(self):
        self.make()
        self.edit("orders.csv", lambda lines: [lines[0].replace("paid", "payed")] + lines[1:])
        self.verify(FAILED, "shop", finds=("SG5025", "column 4 is \"payed\", and should be \"paid\"",
                                           "not checked: a file that it needs is faulty"))
        for column, value, says in (("amount", "1.234", "\"1.234\", which is no decimal(2)"),
                                    ("ordered", "31/02/2024", "\"31/02/2024\", which is no date"),
                                    ("ordered", "2024-02-01", "\"2024-02-01\", which is no date"),
                                    ("shipped", "01/02/2024", "\"01/02/2024\", which is no date")):
            self.make("--force")
            self.edit("orders.csv", lambda lines: self.set_field(lines, 9, column, value))
            self.verify(FAILED, "shop", finds=("SG5025", f"\"orders.csv\", line 10: column \"{column}\" holds {says}"))
        self.make("--force")
        self.edit("orders.csv", lambda lines: lines[:20] + ["1,2\n"] + lines[21:])
        self.verify(FAILED, "shop", finds=("SG5025", "line 21: 2 fields, and the table has 7"))

    def test_a_parquet_file_of_other_types_is_found(self):
        self.needs_parquet()
        self.make("-f", "parquet", "--table", "orders")
        schema = json.loads(json.dumps(SHOP))
        schema["tables"]["orders"]["columns"]["amount"] = {"distribution": "integer", "min": 1, "max": 90}
        self.write("other.json", schema)
        self.expect(DONE, "generate", "other.json", "-q", "-f", "parquet", "--table", "orders", "-o", "other")
        (self.folder / "shop/orders.parquet").write_bytes((self.folder / "other/orders.parquet").read_bytes())
        self.reseal()
        self.verify(FAILED, "shop", finds=("SG5025", "column \"amount\" is of type int64, and should be decimal(2)"))

    def test_a_key_twice_or_null_is_found(self):
        self.make()
        self.edit("orders.csv", lambda lines: self.set_field(lines, 300, "id", "1003"))
        self.verify(FAILED, "shop", finds=("SG5026", "\"orders.csv\", line 301: \"id\" is 1003, as in",
                                           "in \"orders.csv\", line 3"))
        self.make("--force")
        mail = (self.folder / "shop/customers.csv").read_text().splitlines()[5].split(",")[1]
        self.edit("customers.csv", lambda lines: self.set_field(lines, 50, "mail", mail))
        self.verify(FAILED, "shop", finds=("SG5026", "line 51: \"mail\" is", "as in \"customers.csv\", line 6"))
        self.make("--force")
        self.edit("orders.csv", lambda lines: self.set_field(lines, 2, "id", ""))
        self.verify(FAILED, "shop", finds=("SG5026", "line 3: the key \"id\" is null"))

    def test_keys_that_do_not_ascend_are_compared_all_the_same(self):
        self.make("--rows", "orders=4000")

        def swap(lines):
            # Far behind the first rows: only then the order breaks.
            lines[3000], lines[3001] = lines[3001], lines[3000]
            return lines
        self.edit("orders.csv", swap)
        self.verify(DONE, "shop")
        self.edit("orders.csv", lambda lines: self.set_field(lines, 3500, "id", "1006"))
        self.verify(FAILED, "shop", finds=("line 3501: \"id\" is 1006, as in \"orders.csv\", line 4", "1 finding"))

    def test_a_reference_that_leads_nowhere_is_found(self):
        self.make()
        self.edit("orders.csv", lambda lines: self.set_field(lines, 4, "customer", "61"))
        self.verify(FAILED, "shop",
                    finds=("SG5027", "line 5: \"customer\" is 61, and no row of customers has that id", "1 finding"))
        # Also where the parent's keys do not count evenly.
        self.make("--force")
        self.edit("customers.csv", lambda lines: self.set_field(lines, 60, "id", "900"))
        done = self.verify(FAILED, "shop", finds="\"customer\" is 60, and no row of customers has that id")
        dangling = sum(line.split(",")[1] == "60"
                       for line in (self.folder / "shop/orders.csv").read_text().splitlines()[1:])
        self.assertEqual(done.text.count("SG5027"), dangling)

    def test_a_row_that_breaks_a_rule_is_shown_with_what_the_rule_reads(self):
        self.make()
        self.edit("orders.csv", lambda lines: self.set_field(lines, 12, "shipped", "2023-06-30"))
        ordered = (self.folder / "shop/orders.csv").read_text().splitlines()[12].split(",")[4]
        day, month, year = ordered.split("/")
        self.verify(FAILED, "shop",
                    finds=("SG5028", "\"orders.csv\", line 13 breaks the rule \"ship_after_order\": shipped >= ordered",
                           f"hint: shipped = 2023-06-30, ordered = {year}-{month}-{day}", "400  1 finding"))

    def test_then_and_else_are_told_apart(self):
        self.make()
        lines = (self.folder / "shop/orders.csv").read_text().splitlines()
        plain = next(i for i, line in enumerate(lines) if i > 0 and line.endswith(",plain"))
        other = next(i for i, line in enumerate(lines) if i > 0 and line.endswith(",é"))
        null = next(i for i, line in enumerate(lines) if i > 0 and line.endswith(","))
        for row in (plain, other, null):
            self.edit("orders.csv", lambda text: self.set_field(text, row, "amount", "1.50"))
            self.edit("orders.csv", lambda text: self.set_field(text, row, "paid", "1.00"))
        text = "if note = 'plain' then amount > 2 else paid < 99"
        done = self.verify(FAILED, "shop", finds=f"line {plain + 1} breaks the rule \"notes\": {text}")
        self.assertEqual(done.text.count("SG5028"), 1)

    def test_ten_rows_are_shown_and_all_are_counted(self):
        self.make()

        def change(lines):
            for row in range(1, 51):
                self.set_field(lines, row, "shipped", "2000-01-01")
            return lines
        self.edit("orders.csv", change)
        done = self.verify(FAILED, "shop", finds=("50 findings", "40 more findings are not shown"))
        self.assertEqual(done.text.count("breaks the rule"), 10)

    def test_a_rule_over_a_parent_is_joined_by_its_key(self):
        self.make(schema=with_rules([{"name": "within_cap", "check": "amount <= customer.cap"}]))
        self.verify(DONE, "shop", finds="rule within_cap", lacks="not checked")
        lines = (self.folder / "shop/orders.csv").read_text().splitlines()
        row = next(i for i, line in enumerate(lines) if i > 0 and line.split(",")[1])
        customer = lines[row].split(",")[1]
        cap = next(line.split(",")[2] for line in (self.folder / "shop/customers.csv").read_text().splitlines()
                   if line.split(",")[0] == customer)
        self.edit("orders.csv", lambda text: self.set_field(text, row, "amount", f"{cap}.01"))
        self.verify(FAILED, "shop", finds=(f"line {row + 1} breaks the rule \"within_cap\"",
                                           f"amount = {cap}.01, customer.cap = {cap}"))

    def test_a_rule_that_reads_a_hidden_column_is_not_checked_and_that_is_said(self):
        schema = with_rules([{"name": "secret", "check": "amount <= limit"}])
        schema["tables"]["orders"]["columns"]["limit"] = {"distribution": "uniform", "min": 100, "max": 200,
                                                          "hidden": True}
        self.make(schema=schema)
        self.verify(DONE, "shop", finds=("not checked: it reads the hidden column \"limit\"", "1 not checked"))

    # Noise and violations.

    NOISE = [{"operator": "missing", "columns": ["paid"], "rate": 0.3},
             {"operator": "sign", "columns": ["amount"], "rate": 0.2},
             {"operator": "format_drift", "columns": ["ordered"], "rate": 0.2, "formats": ["%Y.%m.%d"]}]

    def noisy(self) -> dict:
        schema = json.loads(json.dumps(SHOP))
        schema["tables"]["orders"]["noise"] = self.NOISE
        return schema

    def test_noise_is_taken_back_before_rules_are_checked(self):
        self.make(schema=self.noisy())
        self.verify(DONE, "shop", finds="not checked: noise changed what it reads, and neither clean/ nor changes/")
        for flags in (["--clean"], ["--changes"], ["--clean", "--changes"]):
            self.make(*flags, "--force", schema=self.noisy())
            self.verify(DONE, "shop", finds=("all is well", "rule ship_after_order"), lacks="not checked")

    def test_rules_are_broken_in_rows_that_noise_has_left_alone(self):
        self.make("--changes", schema=self.noisy())
        log = (self.folder / "shop/changes/orders.csv").read_text().splitlines()[1:]
        changed = {int(line.split(",")[0]) for line in log}
        row = next(i for i in range(400) if i not in changed)
        self.edit("orders.csv", lambda lines: self.set_field(lines, row + 1, "shipped", "2023-12-31"))
        done = self.verify(FAILED, "shop", finds=f"line {row + 2} breaks the rule \"ship_after_order\"")
        self.assertEqual(done.text.count("SG5028"), 1)

    def test_the_log_that_does_not_fit_the_rows_is_found(self):
        # Without the line that says that a sign was turned, the negative amount was drawn.
        schema = self.noisy()
        schema["tables"]["orders"]["rules"] = [{"name": "positive", "check": "amount > 0"}]
        self.make("--changes", schema=schema)
        self.verify(DONE, "shop")
        self.edit("changes/orders.csv", lambda lines: [line for i, line in enumerate(lines)
                                                       if i == 0 or ",amount," not in line or i > 60])
        self.verify(FAILED, "shop", finds=("breaks the rule \"positive\"", "SG5024", "the log of changes has"))

    VIOLATED = [{"name": "paid_in_part", "check": "paid <= amount", "violate": 0.1},
                {"name": "ship_after_order", "check": "shipped >= ordered"}]

    def plant(self, schema: dict, logged: list[int], counted: int | None) -> None:
        """Makes shop/ the output of another schema, with a log of violations and their number in the manifest."""
        path = self.folder / "shop/manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        text = json.dumps(schema)
        manifest["schema"].update(text=text, sha256=hashlib.sha256(text.encode()).hexdigest())
        orders = manifest["tables"]["orders"]
        if counted is not None:
            observed = schema["tables"]["orders"]["rules"][0].get("enforce") == "report"
            orders["rules"] = {"paid_in_part": {"broken" if observed else "violations": counted}}
        if logged:
            lines = [f"{row},{row},paid,violate:paid_in_part,0.00,100.00\n" for row in logged]
            (self.folder / "shop/changes").mkdir(exist_ok=True)
            (self.folder / "shop/changes/orders.csv").write_text(
                "row,source_row,column,operator,before,after\n" + "".join(lines))
            orders["changes"] = {"files": [{"path": "changes/orders.csv", "format": "csv", "rows": len(lines),
                                            "bytes": 0, "crc64": ""}], "rows": len(lines)}
        path.write_text(json.dumps(manifest), encoding="utf-8")
        self.reseal()

    def break_rows(self, rows: list[int]) -> None:
        def change(lines):
            for row in rows:
                self.set_field(lines, row + 1, "paid", "100.00")
            return lines
        self.edit("orders.csv", change)

    def test_rows_that_break_a_rule_on_purpose_are_those_of_the_log(self):
        broken = [3, 17, 18, 250]
        for logged, code, finds in ((broken, DONE, ("well; 4 rows break it on purpose",)),
                                    (broken[1:], FAILED, ("line 5 breaks the rule \"paid_in_part\"", "1 finding")),
                                    (broken + [300], FAILED, ("SG5029", "line 302: the log says that this row breaks",
                                                              "1 finding"))):
            self.make("--force")
            self.break_rows(broken)
            self.plant(with_rules(self.VIOLATED), logged, None)
            self.verify(code, "shop", finds=finds)

    def test_the_other_rules_hold_in_rows_that_break_one_on_purpose(self):
        self.make()
        self.break_rows([5])
        self.edit("orders.csv", lambda lines: self.set_field(lines, 6, "shipped", "2020-01-01"))
        self.plant(with_rules(self.VIOLATED), [5], None)
        done = self.verify(FAILED, "shop", finds="line 7 breaks the rule \"ship_after_order\"")
        self.assertEqual(done.text.count("error["), 1)

    def test_without_a_log_the_manifest_tells_how_many_rows_break_a_rule(self):
        for counted, code, finds in ((2, DONE, "well; 2 rows break it on purpose"),
                                     (3, FAILED, "2 rows break the rule \"paid_in_part\", and the manifest says 3"),
                                     (None, DONE, "2 rows break it on purpose, and nothing tells how many should")):
            self.make("--force")
            self.break_rows([9, 90])
            self.plant(with_rules(self.VIOLATED), [], counted)
            self.verify(code, "shop", finds=finds)

    def test_a_rule_that_is_only_reported_is_counted(self):
        rules = [{"name": "paid_in_part", "check": "paid <= amount", "enforce": "report"}]
        for counted, code, finds in ((2, DONE, "well; 2 rows break it, which is only reported"),
                                     (1, FAILED, ("SG5029", "and the manifest says 1"))):
            self.make("--force")
            self.break_rows([9, 90])
            self.plant(with_rules(rules), [], counted)
            self.verify(code, "shop", finds=finds)

    def test_what_generate_breaks_on_purpose_is_what_verify_finds(self):
        self.make("--changes", schema=with_rules(self.VIOLATED))
        done = self.verify(DONE, "shop", finds="break it on purpose", lacks="not checked")
        log = (self.folder / "shop/changes/orders.csv").read_text().splitlines()[1:]
        rows = {int(line.split(",")[0]) for line in log if "violate:paid_in_part" in line}
        # 40 expected of 400, and 10 is five standard deviations away.
        self.assertGreater(len(rows), 10)
        self.assertIn(f"well; {len(rows)} rows break it on purpose", done.text)
        self.make("--force", schema=with_rules(self.VIOLATED))
        self.verify(DONE, "shop", finds=f"well; {len(rows)} rows break it on purpose", lacks="nothing tells")
        self.make("--force", "--clean", schema=with_rules(self.VIOLATED))
        self.verify(DONE, "shop")

    def test_noise_over_violations_is_taken_back_and_the_violations_stay(self):
        schema = self.noisy()
        schema["tables"]["orders"]["rules"] = self.VIOLATED + [
            {"name": "notes", "if": "note = 'plain'", "then": "amount > 50", "violate": 0.05},
            {"name": "within_cap", "check": "amount <= customer.cap + 60"}]
        for flags in (["--changes"], ["--changes", "--clean"]):
            self.make("--force", *flags, schema=schema)
            done = self.verify(DONE, "shop", finds="all is well", lacks="not checked")
            log = (self.folder / "shop/changes/orders.csv").read_text().splitlines()[1:]
            for rule in ("paid_in_part", "notes"):
                rows = {line.split(",")[0] for line in log if f"violate:{rule}" in line}
                # Expected 40 and 20 of 400 rows: five is more than three standard deviations below.
                self.assertGreater(len(rows), 5)
                self.assertRegex(done.text, f"rule {rule} +400  well; {len(rows)} rows break it on purpose")
            # An operator that hit such a row lies on top of its violation.
            self.assertTrue({line.split(",")[0] for line in log if "violate:paid_in_part" in line}
                            & {line.split(",")[0] for line in log if ",sign," in line})

    def test_the_tables_before_noise_are_checked_as_well(self):
        self.make("--clean", "--changes", schema=self.noisy())
        self.edit("clean/orders.csv", lambda lines: self.set_field(lines, 33, "shipped", "2023-12-31"))
        done = self.verify(FAILED, "shop", finds=("\"clean/orders.csv\", line 34 breaks the rule \"ship_after_order\"",
                                                  "clean/ rule ship_after_order"))
        self.assertEqual(done.text.count("SG5028"), 1)

    # The report for programs.

    def test_json_has_the_same_checks_and_findings(self):
        self.make()
        self.edit("orders.csv", lambda lines: self.set_field(lines, 12, "shipped", "2023-06-30"))
        report = json.loads(self.verify(FAILED, "shop", "--format", "json").text)
        self.assertEqual((report["files"], report["rows"]), (2, 460))
        self.assertEqual([finding["code"] for finding in report["findings"]], ["SG5028"])
        check = next(c for c in report["checks"] if c["what"] == "rule ship_after_order")
        self.assertEqual((check["table"], check["examined"], check["found"]), ("orders", 400, 1))


if __name__ == "__main__":
    unittest.main()
