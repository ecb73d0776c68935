#!/usr/bin/env python3
"""The examples shop, company, bank and warehouse, asked by DuckDB what should not be in them: orphans, repeated keys,
sums that do not add up, time that runs backwards, balances below the overdraft, versions of another day.

Each question counts rows that break a promise. Some promises are broken on purpose in a copy of the answer, so that a
question which can find nothing is seen: every question is asked of a table in which one cell has been changed.
"""

import json

from checks import EXAMPLES, Checks, generate, need, parse, parser, writes_parquet

need("numpy", "scipy", "pyarrow", "duckdb")

from rules_runs import opened  # noqa: E402  (only now is it known to be there)

# Example -> table of its main size, arguments.
SIZES = {
    "shop": [],
    "company": [],
    "bank": ["--set", "bookings=1000000"],
    "warehouse": ["--rows", "fact_sales=300000"],
}


def orphan(child: str, key: str, parent: str, parent_key: str) -> str:
    return (
        f"select count(*) from {child} c where c.{key} is not null and not exists "
        f"(select 1 from {parent} p where p.{parent_key} = c.{key})"
    )


def repeated(table: str, *key: str) -> str:
    return f"select count(*) from (select 1 from {table} group by {', '.join(key)} having count(*) > 1)"


# Sentence -> (a question that counts what should not be there, a change that it must notice).
SHOP = {
    "orders refer to customers": (
        orphan("orders", "customer_id", "customers", "customer_id"),
        "update orders set customer_id = 0 where rowid = 7",
    ),
    "items refer to orders": (
        orphan("items", "order_id", "orders", "order_id"),
        "update items set order_id = 1 where rowid = 7",
    ),
    "items refer to products": (
        orphan("items", "product_id", "products", "product_id"),
        "update items set product_id = 1 where rowid = 7",
    ),
    "lines are numbered from 1 in each order": (
        "select count(*) from (select count(*) n, min(line) a, max(line) b, count(distinct line) d from items "
        "group by order_id) where a <> 1 or b <> n or d <> n",
        "update items set line = 9 where line = 1 and rowid < 9",
    ),
    "the goods of an order are the sum of its items": (
        "select count(*) from orders o left join (select order_id, sum(amount) s, count(*) n from items group by 1) i "
        "using (order_id) where o.goods is distinct from i.s or o.items <> coalesce(i.n, 0)",
        "update items set amount = amount + 0.01 where rowid = 7",
    ),
    "the discounts of items add up to the order's, and none is negative": (
        "select count(*) from orders o join (select order_id, sum(discount) s, min(discount) least from items group by 1) "
        "i using (order_id) where o.discount <> i.s or least < 0",
        "update items set discount = discount + 0.01 where rowid = 7",
    ),
    "no line has a discount beyond its amount and a cent": (
        "select count(*) from items where discount > amount + 0.01",
        "update items set discount = amount + 0.02 where rowid = 7",
    ),
    "the total is goods, less the discount, and shipping": (
        "select count(*) from orders where total <> goods - discount + shipping or total is null",
        "update orders set total = total + 0.01 where rowid = 7",
    ),
    "a customer's orders stand in the order of time": (
        "select count(*) from (select ordered_at < lag(ordered_at) over (partition by customer_id order by order_id) b "
        "from orders) where b",
        "update orders set ordered_at = timestamp '2031-01-01' where rowid in (select min(rowid) from orders group by "
        "customer_id having count(*) > 1 limit 1)",
    ),
    "nobody orders before signing up": (
        "select count(*) from orders o join customers c using (customer_id) where o.ordered_at < c.signed_up",
        "update orders set ordered_at = timestamp '2001-01-01' where rowid = 7",
    ),
    "what is cancelled or only paid is not shipped, and all else is": (
        "select count(*) from orders o left join (select order_id, count(*) n from shipments group by 1) s using "
        "(order_id) where (status in ('cancelled', 'paid')) = (coalesce(n, 0) > 0)",
        "update orders set status = 'cancelled' where rowid in (select min(rowid) from orders where status = 'delivered')",
    ),
    "events of a parcel go forward, from its packing on": (
        "select count(*) from (select e.at <= lag(e.at, 1, packed_at) over (partition by shipment_id order by number) b from "
        "events e join shipments using (shipment_id)) where b",
        "update events set \"at\" = timestamp '2001-01-01' where rowid = 7",
    ),
    "a parcel was last seen at its last event": (
        "select count(*) from shipments s join (select shipment_id, max(\"at\") m, count(*) n from events group by 1) e using "
        "(shipment_id) where s.last_seen <> e.m or s.events <> e.n",
        "update shipments set last_seen = timestamp '2001-01-01' where rowid = 7",
    ),
    "products know how many were sold": (
        "select count(*) from products p left join (select product_id, sum(quantity) q from items group by 1) i using "
        "(product_id) where p.sold <> coalesce(q, 0)",
        "update products set sold = sold + 1 where rowid = 7",
    ),
    "every product has a stock in every warehouse": (
        "select (select count(*) from products) * (select count(*) from warehouses) - (select count(distinct "
        "(product_id, warehouse)) from stock)",
        "delete from stock where rowid = 7",
    ),
}
COMPANY = {
    "managers work in the same department": (
        "select count(*) from employees e join employees m on e.manager_id = m.employee_id where e.department <> "
        "m.department",
        "update employees set department = 'LEG' where rowid in (select rowid from employees where manager_id is not "
        "null and department <> 'LEG' limit 1)",
    ),
    "managers were there before": (
        "select count(*) from employees e join employees m on e.manager_id = m.employee_id where m.employee_id >= "
        "e.employee_id or m.hired_on > e.hired_on",
        "update employees set hired_on = date '2001-01-01' where rowid in (select rowid from employees where manager_id "
        "is not null limit 1)",
    ),
    "only the first of a department has no manager": (
        "select count(*) from (select manager_id, row_number() over (partition by department order by employee_id) n from "
        "employees) where (manager_id is null) <> (n = 1)",
        "update employees set manager_id = null where rowid in (select max(rowid) from employees)",
    ),
    "reports are counted": (
        "select count(*) from employees e left join (select manager_id, count(*) n from employees group by 1) r on "
        "r.manager_id = e.employee_id where e.reports <> coalesce(n, 0)",
        "update employees set reports = reports + 1 where rowid = 7",
    ),
    "the payroll is that of who is there": (
        "select count(*) from departments d join (select department, count(*) n, sum(salary) filter (left_on is null) s "
        "from employees group by 1) e using (department) where d.employees <> n or d.payroll <> s",
        "update employees set salary = salary + 1 where left_on is null and rowid < 9",
    ),
    "nobody stands twice in a project": (
        repeated("assignments", "project_id", "employee_id"),
        "insert into assignments select * from assignments limit 1",
    ),
    "people of assignments exist": (
        orphan("assignments", "employee_id", "employees", "employee_id"),
        "update assignments set employee_id = 1 where rowid = 7",
    ),
    "costs add up to the budget": (
        "select count(*) from projects p join (select project_id, sum(cost) s, count(*) n, min(cost) least from "
        "assignments group by 1) a using (project_id) where p.budget <> s or p.people <> n or least < 0",
        "update assignments set cost = cost + 0.01 where rowid = 7",
    ),
}
BANK = {
    "a balance is the opening and the sum of the amounts so far": (
        "select count(*) from (select t.balance, a.opening + sum(amount) over (partition by account_id order by "
        "transaction_id) as b from transactions t join accounts a using (account_id)) where balance <> b or balance is "
        "null",
        "update transactions set amount = amount + 0.01 where rowid = 7",
    ),
    "no balance falls below the overdraft": (
        "select count(*) from transactions t join accounts a using (account_id) where t.balance < -a.overdraft",
        "update transactions set balance = -1000000 where rowid = 7",
    ),
    "before is the balance of the transaction before": (
        "select count(*) from (select before, lag(t.balance, 1, opening) over (partition by account_id order by "
        "transaction_id) b from transactions t join accounts using (account_id)) where before <> b",
        "update transactions set before = before + 1 where rowid = 7",
    ),
    "transactions of an account stand in the order of time": (
        "select count(*) from (select booked_at < lag(booked_at) over (partition by account_id order by transaction_id) "
        "b from transactions) where b",
        "update transactions set booked_at = timestamp '2031-01-01' where rowid in (select min(rowid) from transactions "
        "group by account_id having count(*) > 1 limit 1)",
    ),
    "cards are those of the account": (
        "select count(*) from transactions t left join cards c using (card_id) where t.card_id is not null and "
        "c.account_id is distinct from t.account_id",
        "update transactions set card_id = (select max(card_id) from cards) where rowid = 7",
    ),
    "card payments, and only they, have a card": (
        "select count(*) from transactions where (kind = 'card') <> (card_id is not null)",
        "update transactions set card_id = null where rowid in (select rowid from transactions where kind = 'card' limit 1)",
    ),
    "accounts end with the balance of their last transaction": (
        "select count(*) from accounts a join (select account_id, last(balance order by transaction_id) b, count(*) n "
        "from transactions group by 1) t using (account_id) where a.balance <> b or a.transactions <> n",
        "update accounts set balance = balance + 0.01 where rowid in (select min(rowid) from accounts where transactions "
        "> 0)",
    ),
    "customers are worth the sum of their accounts": (
        "select count(*) from customers c join (select customer_id, sum(balance) s, count(*) n from accounts group by 1) "
        "a using (customer_id) where c.worth <> s or c.accounts <> n",
        "update customers set worth = worth + 0.01 where rowid = 7",
    ),
    "accounts are opened after the customer came": (
        "select count(*) from accounts a join customers c using (customer_id) where opened_on < since",
        "update accounts set opened_on = date '2001-01-01' where rowid = 7",
    ),
}
WAREHOUSE = {
    "a sale's version is the one of its product and day": (
        "select count(*) from fact_sales f left join dim_product v using (version_id) where v.version_id is null or not "
        "(f.day >= v.valid_from and f.day < v.valid_to)",
        "update fact_sales set day = date '1999-01-01' where rowid = 7",
    ),
    "a sale has the price of its version": (
        "select count(*) from fact_sales f join dim_product v using (version_id) where f.unit_price <> v.price or "
        "f.amount <> v.price * f.quantity",
        "update fact_sales set unit_price = unit_price + 1 where rowid = 7",
    ),
    "intervals of a product touch, from the first day to an open end": (
        "select count(*) from (select *, lead(valid_from, 1, date '9999-12-31') over w n, lag(valid_from) over w p from "
        "dim_product window w as (partition by product_id order by version)) where valid_to <> n or valid_from >= "
        "valid_to or (p is null and valid_from <> date '2022-01-01')",
        "update dim_product set valid_to = valid_to - 1 where rowid = 7",
    ),
    "one version of each product is current": (
        "select count(*) from (select product_id from dim_product group by 1 having count(*) filter (current) <> 1)",
        "update dim_product set current = not current where rowid = 7",
    ),
    "prices go from version to version": (
        "select count(*) from (select price, lag(price) over (partition by product_id order by version) p from "
        "dim_product) where price / p not between 0.84 and 1.31",
        "update dim_product set price = price * 3 where version = 2 and product_id < 20",
    ),
    "days and stores exist": (
        orphan("fact_sales", "day", "dim_date", "day") + " or not exists (select 1 from dim_store s where s.store_id = "
        "c.store_id)",
        "update fact_sales set store_id = 0 where rowid = 7",
    ),
    "versions are counted": (
        "select count(*) from products p join (select product_id, count(*) n from dim_product group by 1) v using "
        "(product_id) where p.versions <> n",
        "update products set versions = versions + 1 where rowid = 7",
    ),
}
QUESTIONS = {"shop": SHOP, "company": COMPANY, "bank": BANK, "warehouse": WAREHOUSE}


# Example -> the parent of a new table, and a table that gets a foreign key to it.
ADDED = {
    "shop": ("customers", "orders"),
    "company": ("projects", "employees"),
    "bank": ("customers", "cards"),
    "warehouse": ("products", "dim_store"),
}


def additions(checks: Checks, program, work, example: str) -> None:
    """Another table in front of all, rows per a parent, and a foreign key to it in an old table: nothing else moves."""
    text = (EXAMPLES / example / "schema.json").read_text(encoding="utf-8")
    schema = json.loads("\n".join(line for line in text.split("\n") if not line.strip().startswith("//")))
    folders = []
    for name in ("before", "after"):
        file = work / f"{example}_{name}.json"
        file.write_text(json.dumps(schema), encoding="utf-8")
        folders.append(generate(program, file, work / f"{example}_{name}"))
        parent, child = ADDED[example]
        schema["tables"] = {
            "visits": {
                "rows": {"per": parent, "distribution": "poisson", "mean": 1.5},
                "primary_key": "id",
                "columns": {"id": {"sequence": 1}, "of": {"references": parent}, "to": {"references": child}},
            },
            **schema["tables"],
        }
        schema["tables"][child]["columns"]["visit"] = {"references": "visits", "pick": "uniform", "hidden": True}
    for before in sorted(folders[0].glob("*.csv")):
        after = folders[1] / before.name
        checks.that(
            before.read_bytes() == after.read_bytes(), f"{example}: {before.name} stays as a table and a key are added"
        )


def fraud(checks: Checks, session) -> None:
    """Two in a thousand, with other amounts and hours than the rest."""
    share, night, usual_night = session.execute(
        "select avg(fraud::int), avg((hour(booked_at) between 1 and 4)::int) filter (fraud), "
        "avg((hour(booked_at) between 1 and 4)::int) filter (not fraud and kind = 'card') from transactions"
    ).fetchone()
    checks.that(0.001 < share < 0.003, "bank: about two transactions in a thousand are fraud", share)
    checks.that(night > 0.3 and usual_night < 0.06, "bank: fraud happens at night", (night, usual_night))
    large, usual = session.execute(
        "select median(-amount) filter (fraud), median(-amount) filter (not fraud and kind = 'card') from transactions"
    ).fetchone()
    checks.that(large > 5 * usual, "bank: fraud takes larger amounts", (large, usual))


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work, checks = arguments.program, arguments.work, Checks()
    endings = ["csv", "parquet"] if writes_parquet(program, work) else ["csv"]
    for example, questions in QUESTIONS.items():
        for ending in endings:
            out = work / f"{example}_{ending}"
            generate(program, EXAMPLES / example / "schema.json", out, "-f", ending, *SIZES[example])
            session = opened(out, ending)
            for (view,) in session.execute("select view_name from duckdb_views() where not internal").fetchall():
                session.execute(f"create table held as from {view}; drop view {view}; alter table held rename to {view}")
            for sentence, (question, change) in questions.items():
                found = session.execute(question).fetchone()[0]
                checks.equal(found, 0, f"{example}, {ending}: {sentence}")
                if ending != "csv":
                    continue
                session.execute("begin")
                session.execute(change)
                noticed = session.execute(question).fetchone()[0]
                session.execute("rollback")
                checks.that(noticed > 0, f"{example}: a change against '{sentence}' is found")
            if example == "bank":
                fraud(checks, session)
        additions(checks, program, work, example)
    checks.end()


if __name__ == "__main__":
    main()
