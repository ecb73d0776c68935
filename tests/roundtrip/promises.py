"""What the schemas of examples/ promise: tables with their rows, keys and types, and relations in SQL."""

import pathlib

# Table -> rows, primary key, and the type of each column, in the order of the file.
TABLES = {
    "fixture": {
        "members": (
            10,
            "member_id",
            {
                "member_id": "integer",
                "card": "uuid",
                "name": "string",
                "email": "string",
                "born": "date",
                "junior": "boolean",
                "joined_at": "timestamp",
                "remind_at": "time",
                "deposit": "decimal(2)",
            },
        ),
        "books": (
            10,
            "shelf_mark",
            {"shelf_mark": "string", "title": "string", "published": "integer", "weight_kg": "number"},
        ),
        "loans": (
            10,
            "loan_id",
            {
                "loan_id": "integer",
                "member_id": "integer",
                "shelf_mark": "string",
                "lent_at": "datetime",
                "due_on": "date",
                "returned_on": "date",
                "fine": "decimal(2)",
            },
        ),
    },
    "body": {
        "people": (
            10000,
            "person_id",
            {
                "person_id": "integer",
                "gender": "string",
                "age": "integer",
                "height_cm": "decimal(1)",
                "weight_kg": "decimal(1)",
                "systolic_mmhg": "integer",
            },
        ),
    },
    "portfolio": {
        "returns": (
            2610,
            "day",
            {"day": "integer", "date": "date"}
            | {
                name: "decimal(3)"
                for name in (
                    "us_equity europe_equity japan_equity emerging_equity real_estate treasuries corporate_bonds "
                    "high_yield gold oil dollar bitcoin"
                ).split()
            },
        ),
    },
    "rare": {
        "payments": (
            100000,
            "payment_id",
            {
                "payment_id": "integer",
                "is_fraud": "boolean",
                "paid_at": "timestamp",
                "amount": "decimal(2)",
                "category": "string",
                "online": "boolean",
                "distance_km": "decimal(1)",
                "minutes_since_last": "integer",
                "card_age_days": "integer",
            },
        ),
    },
    "user_forms": {
        "forms": (
            100000,
            "form_id",
            {
                "form_id": "integer",
                "channel": "string",
                "first_name": "string",
                "last_name": "string",
                "email": "string",
                "phone": "string",
                "birth_date": "string",  # dates, before some of them are written in other formats
                "street": "string",
                "city": "string",
                "postal_code": "string",
                "occupation": "string",
                "monthly_income": "string",  # decimal(2), before thousands are set off
                "monthly_rent": "decimal(2)",
                "reason": "string",
                "status": "string",
                "opened_at": "datetime",
                "submitted_at": "datetime",
            },
        ),
    },
    "stratified": {
        "samples": (
            10000,
            "sample_id",
            {
                "sample_id": "integer",
                "label": "integer",
                "split": "string",
                "informative1": "decimal(4)",
                "informative2": "decimal(4)",
                "informative3": "decimal(4)",
                "informative4": "decimal(4)",
                "redundant1": "decimal(4)",
                "redundant2": "decimal(4)",
                "redundant3": "decimal(4)",
                "noise1": "decimal(4)",
                "noise2": "decimal(4)",
                "noise3": "decimal(4)",
                "noise4": "decimal(4)",
                "noise5": "decimal(4)",
                "noise6": "decimal(4)",
                "noise7": "decimal(4)",
                "noise8": "decimal(4)",
            },
        ),
    },
    "insurance": {
        "rates": (
            8,
            "rate_class",
            {
                "rate_class": "string",
                "age_from": "integer",
                "age_to": "integer",
                "liability": "integer",
                "full": "integer",
            },
        ),
        "agencies": (120, "agency_id", {"agency_id": "integer", "code": "integer", "opened_on": "date"}),
        "policies": (
            100000,
            "policy_id",
            {
                "policy_id": "integer",
                "agency_id": "integer",
                "state": "string",
                "rate_class": "string",
                "age": "integer",
                "years_licensed": "integer",
                "good_student": "boolean",
                "model_year": "integer",
                "car_value": "integer",
                "financing": "string",
                "cover": "string",
                "limits": "string",
                "deductible": "integer",
                "paid_in_full": "boolean",
                "automatic_debit": "boolean",
                "filed_rate": "decimal(2)",
                "annual_premium": "decimal(2)",
                "applied_on": "date",
                "starts_on": "date",
                "term_months": "integer",
                "cancelled": "boolean",
                "ends_on": "date",
                "claim_on": "date",
                "reported_on": "date",
                "claim_type": "string",
                "claim_amount": "decimal(2)",
            },
        ),
    },
    "taxes": {
        "places": (31, "zip", {"zip": "integer", "city": "string", "state": "string"}),
        "brackets": (
            38,
            "bracket",
            {
                "bracket": "string",
                "state": "string",
                "over": "integer",
                "up_to": "integer",
                "base": "decimal(3)",
                "rate": "decimal(4)",
            },
        ),
        "returns": (
            100000,
            "return_id",
            {
                "return_id": "integer",
                "state": "string",
                "zip": "integer",
                "city": "string",
                "age": "integer",
                "salary": "integer",
                "bracket": "string",
                "tax": "decimal(2)",
                "deferrals": "integer",
                "student_interest": "integer",
                "withheld": "decimal(2)",
                "extension": "boolean",
                "filed_on": "date",
                "refund": "decimal(2)",
                "refunded_on": "date",
            },
        ),
    },
    "credit": {
        "applications": (
            1000,
            "application_id",
            {
                "application_id": "integer",
                "age": "integer",
                "income": "decimal(2)",
                "credit_score": "integer",
                "loan_amount": "decimal(2)",
            },
        )
    },
    "clinic": {
        "patients": (
            5000,
            "patient_id",
            {
                "patient_id": "integer",
                "sex": "string",
                "first_name": "string",
                "last_name": "string",
                "phone": "string",
                "address": "string",
                "registered_on": "date",
                "birth_date": "date",
                "blood_type": "string",
                "height_cm": "integer",
                "diabetes": "boolean",
                "hypothyroid": "boolean",
                "insurance": "string",
            },
        ),
        "lab_results": (
            5000,
            "result_id",
            {
                "result_id": "integer",
                "patient_id": "integer",
                "test_code": "string",
                "test_name": "string",
                "value": "decimal(2)",
                "unit": "string",
                "reference_low": "decimal(2)",
                "reference_high": "decimal(2)",
                "flag": "string",
                "result_date": "date",
            },
        ),
        "treatments": (
            5000,
            "treatment_id",
            {
                "treatment_id": "integer",
                "patient_id": "integer",
                "diagnosis_code": "string",
                "drug": "string",
                "dose": "string",
                "doses_per_day": "integer",
                "started_on": "date",
                "days_prescribed": "integer",
                "ended_on": "date",
                "outcome": "string",
            },
        ),
    },
    "crm": {
        "companies": (
            2000,
            "company_id",
            {
                "company_id": "string",
                "locale": "string",
                "name": "string",
                "legal_form": "string",
                "industry": "string",
                "vat_id": "string",
                "domain": "string",
                "email": "string",
                "street": "string",
                "postal_code": "string",
                "city": "string",
                "state": "string",
                "country": "string",
                "iban": "string",
                "employees": "integer",
                "customer_since": "date",
            },
        ),
        "contacts": (
            4589,
            "contact_id",
            {
                "contact_id": "integer",
                "company_id": "string",
                "gender": "string",
                "title": "string",
                "first_name": "string",
                "last_name": "string",
                "email": "string",
                "phone": "string",
                "job_title": "string",
                "department": "string",
                "newsletter": "boolean",
            },
        ),
        "deals": (
            5198,
            "deal_id",
            {
                "deal_id": "string",
                "company_id": "string",
                "contact_id": "integer",
                "opened": "date",
                "amount": "decimal(2)",
                "currency": "string",
                "stage": "string",
                "closed": "date",
            },
        ),
        "activities": (
            11438,
            "activity_id",
            {
                "activity_id": "uuid",
                "deal_id": "string",
                "kind": "string",
                "day": "date",
                "minutes": "integer",
                "note": "string",
            },
        ),
    },
    "shop": {
        "customers": (
            40000,
            "customer_id",
            {
                "customer_id": "integer",
                "uuid": "uuid",
                "name": "string",
                "email": "string",
                "phone": "string",
                "street": "string",
                "postal_code": "string",
                "city": "string",
                "country": "string",
                "segment": "string",
                "signed_up": "date",
                "newsletter": "boolean",
                "birth_year": "integer",
            },
        ),
        "products": (
            1000,
            "product_id",
            {
                "product_id": "integer",
                "name": "string",
                "category": "string",
                "price": "decimal(2)",
                "active": "boolean",
                "sold": "integer",
            },
        ),
        "warehouses": (
            3,
            "warehouse",
            {
                "warehouse": "string",
                "city": "string",
                "share": "number",
            },
        ),
        "stock": (
            3000,
            "(product_id, warehouse)",
            {
                "product_id": "integer",
                "warehouse": "string",
                "on_hand": "integer",
                "reorder_at": "integer",
            },
        ),
        "orders": (
            141830,
            "order_id",
            {
                "order_id": "integer",
                "customer_id": "integer",
                "ordered_at": "timestamp",
                "status": "string",
                "payment": "string",
                "items": "integer",
                "goods": "decimal(2)",
                "discount_percent": "integer",
                "discount": "decimal(2)",
                "shipping": "decimal(2)",
                "total": "decimal(2)",
            },
        ),
        "items": (
            315096,
            "(order_id, line)",
            {
                "order_id": "integer",
                "line": "integer",
                "product_id": "integer",
                "quantity": "integer",
                "unit_price": "decimal(2)",
                "amount": "decimal(2)",
                "discount": "decimal(2)",
                "net": "decimal(2)",
            },
        ),
        "shipments": (
            147824,
            "shipment_id",
            {
                "shipment_id": "integer",
                "order_id": "integer",
                "parcel": "integer",
                "warehouse": "string",
                "carrier": "string",
                "packed_at": "timestamp",
                "events": "integer",
                "last_seen": "timestamp",
            },
        ),
        "events": (
            600808,
            "(shipment_id, number)",
            {
                "shipment_id": "integer",
                "number": "integer",
                "event": "string",
                "at": "timestamp",
            },
        ),
    },
}

# Questions to DuckDB, each counting the rows that break a promise of the schema. CSV and Parquet are asked alike.
# In "a total is …", whole numbers of cents round half away from zero, exactly.
def given_names(gender: str) -> str:
    """A list of SQL: the first names of the United States' women or men, as the data file has them."""
    file = pathlib.Path(__file__).resolve().parents[2] / f"src/provider/data/en_US/given_{gender}.txt"
    names = [line.split("\t")[0] for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return "[" + ", ".join("'" + name.replace("'", "''") + "'" for name in names) + "]"


RELATIONS = {
    "fixture": {
        "each loan has its member and its book": (
            "select count(*) from loans l where not exists (select 1 from members m where m.member_id = l.member_id) "
            "or not exists (select 1 from books b where b.shelf_mark = l.shelf_mark)"
        ),
        "no book is lent twice": ("select count(*) - count(distinct shelf_mark) from loans"),
        "loans are three weeks long, within opening hours": (
            "select count(*) from loans where due_on <> cast(lent_at as date) + 21 or hour(lent_at) not between 9 and 17"
        ),
        "a fine is 20 cents a day late, and there is none before the return": (
            "select count(*) from loans where fine is distinct from case when returned_on is not null then "
            "cast(greatest(returned_on - due_on, 0) * 0.20 as decimal(18,2)) end"
        ),
        "juniors are below 18 and pay no deposit": (
            "select count(*) from members where junior <> (born + interval 18 year > date '2024-06-30') or "
            "(deposit = 0) <> junior"
        ),
        "addresses differ": ("select count(*) - count(distinct email) from members"),
    },
    "body": {
        "height and weight correlate by 0.3162, and men are taller": (
            # Four standard errors of a correlation of 10,000 rows are 0.036.
            "select count(*) from (select corr(height_cm, weight_kg) as r, avg(height_cm) filter (gender = 'male') - "
            "avg(height_cm) filter (gender = 'female') as d from people) where abs(r - 0.3162) > 0.036 or d < 5"
        ),
        "pressure lies within its bounds": (
            "select count(*) from people where systolic_mmhg not between 80 and 220 or weight_kg < 30"
        ),
    },
    "portfolio": {
        "days are working days": ("select count(*) from returns where isodow(date) > 5"),
        "shares fall together more often than a Gaussian copula would have it": (
            # Both among their worst 26 of 2,610 days: 10 expected of Student's copula, 3.7 of the Gaussian one.
            "select count(*) from (select count(*) as both_worst from (select rank() over (order by us_equity) as a, "
            "rank() over (order by emerging_equity) as b from returns) where a <= 26 and b <= 26) where both_worst < 7"
        ),
    },
    "rare": {
        "two in a thousand are fraud": (
            # Four standard errors of 200 are 57.
            "select count(*) from (select count(*) filter (is_fraud) as n from payments) where abs(n - 200) > 57"
        ),
        "distances are missing online, and there only": (
            "select count(*) from payments where (distance_km is null) <> online"
        ),
        "fraud comes in other amounts": (
            "select count(*) from (select median(amount) filter (is_fraud) / median(amount) filter (not is_fraud) as m "
            "from payments) where m < 5 or m > 11"
        ),
        "honest amounts go with distances as declared": (
            # The ranks of 70,000 payments; four standard errors are 0.015.
            "select count(*) from (select corr(a, d) as r from (select rank() over (order by amount) as a, rank() over "
            "(order by distance_km) as d from payments where not is_fraud and distance_km is not null)) where "
            "abs(r - 0.25) > 0.015"
        ),
    },
    "user_forms": {
        "a form that was broken off was not submitted, and has no reason": (
            "select count(*) from forms where (status = 'abandoned') <> (submitted_at is null) "
            "or (status = 'abandoned' and reason is not null)"
        ),
        "what is left of a form ends with the field where it was broken off": (
            "select count(*) from forms where status = 'abandoned' and occupation is null and monthly_rent is not null"
        ),
        "one form in fourteen is broken off, on phones twice as often as on the web": (
            # 0.46 · 0.07 + 0.3 · 0.14 = 0.0742: four standard errors of 100,000 are 331; of the ratio about 0.2.
            "select count(*) from (select count(*) filter (status = 'abandoned') as n, "
            "avg((status = 'abandoned')::int) filter (channel = 'mobile') / "
            "avg((status = 'abandoned')::int) filter (channel = 'web') as r from forms) "
            "where abs(n - 7420) > 331 or abs(r - 2) > 0.2"
        ),
        "forms by phone and on paper are never broken off": (
            "select count(*) from forms where status = 'abandoned' and channel in ('phone', 'paper')"
        ),
        "birth dates have four formats": (
            "select count(*) from forms where birth_date is not null and not regexp_full_match(birth_date, "
            "'\\d{4}-\\d{2}-\\d{2}|\\d{2}/\\d{2}/\\d{4}|\\d{2}[.]\\d{2}[.]\\d{4}|\\d{1,2}/\\d{1,2}/\\d{2}')"
        ),
        "incomes are numbers, with or without a comma": (
            "select count(*) from forms where monthly_income is not null and "
            "not regexp_full_match(monthly_income, '\\d+[.]\\d{2}|\\d{1,3}(,\\d{3})+[.]\\d{2}')"
        ),
        "a name and an e-mail that agree are the rule and not a law": (
            "select count(*) from (select avg(starts_with(email, lower(first_name) || '.')::int) as share from forms "
            "where regexp_full_match(first_name, '[A-Za-z]+')) where share < 0.8 or share > 0.95"
        ),
    },
    "stratified": {
        "a tenth of the samples is of the rare class": (
            "select abs(count(*) filter (label = 1) * 10 - count(*)) from samples"
        ),
        "each class is split 70, 15, 15": (
            "select count(*) from (select label, count(*) as n, count(*) filter (split = 'train') as a, "
            "count(*) filter (split = 'validation') as b, count(*) filter (split = 'test') as c from samples group by "
            "label) where a * 100 <> n * 70 or b * 100 <> n * 15 or c * 100 <> n * 15"
        ),
        "the classes differ in what is informative, and not in the noise": (
            # Five standard errors of the difference of two means, of 9,000 and 1,000 samples, are 0.167.
            "select count(*) from (select avg(informative1) filter (label = 1) - avg(informative1) filter (label = 0) "
            "as d, avg(noise1) filter (label = 1) - avg(noise1) filter (label = 0) as e from samples) where "
            "abs(d - 1.2) > 0.167 or abs(e) > 0.167"
        ),
    },
    "insurance": {
        "application, start and end come in order, and a claim lies between start and end": (
            "select count(*) from policies where not (applied_on <= starts_on and starts_on < ends_on) or "
            "claim_on < starts_on or claim_on >= ends_on or reported_on < claim_on"
        ),
        "a policy ends with its term, or before where it was cancelled": (
            "select count(*) from policies where not cancelled and ends_on <> starts_on + to_months(term_months) or "
            "cancelled and ends_on >= starts_on + to_months(term_months)"
        ),
        "ages are those of the rate class": (
            "select count(*) from policies join rates using (rate_class) where age not between age_from and age_to"
        ),
        "filed rates follow the rate table": (
            # The least and the greatest factors: 0.94 · 0.90 · 0.94 and 1.17.
            "select count(*) from policies join rates using (rate_class) where filed_rate / if(cover = 'full', "
            '"full", liability) not between 0.795 and 1.1701'
        ),
        "four premiums in a thousand leave the corridor around the filed rate": (
            # Four standard errors of 400 are 80.
            "select count(*) from (select count(*) filter (annual_premium not between 0.7 * filed_rate and 1.5 * filed_rate) "
            "as n from policies) where abs(n - 400) > 80"
        ),
        "nobody pays in full and by debit": ("select count(*) from policies where paid_in_full and automatic_debit"),
        "banks and lessors have their cars covered": (
            "select count(*) from policies where financing <> 'owned' and cover <> 'full'"
        ),
        "a deductible goes with full cover, and there only": (
            "select count(*) from policies where (deductible is not null) <> (cover = 'full')"
        ),
        "a claim is told as a whole or not at all": (
            "select count(*) from policies where (claim_on is null) <> (claim_amount is null) or "
            "(claim_on is null) <> (reported_on is null) or (claim_on is null) <> (claim_type is null)"
        ),
        "codes of agencies are multiples of 11": ("select count(*) from agencies where code % 11 <> 0"),
        "one policy in sixteen has a claim, whatever must hold of it": (
            # Four standard errors of 6,000 are 300.
            "select count(*) from (select count(claim_on) as n from policies) where abs(n - 6000) > 300"
        ),
    },
    "taxes": {
        "zip decides the city, and both the state": (
            "select count(*) from (select zip from returns group by zip having count(distinct city) > 1 or "
            "count(distinct state) > 1 union all select zip from returns join places using (zip) where "
            "places.city <> returns.city or places.state <> returns.state)"
        ),
        "who earns more pays no less in the same state": (
            "select count(*) from (select tax < lag(tax) over (partition by state order by salary, tax) as less from "
            "returns) where less"
        ),
        "a bracket is of the state and holds the salary": (
            "select count(*) from returns r join brackets b using (bracket) where b.state <> r.state or "
            "salary < over or salary >= up_to"
        ),
        "states keep their shares": (
            # Four standard errors of 31,000 are 585, of 4,000 248.
            "select count(*) from (select count(*) filter (state = 'CA') as ca, count(*) filter (state = 'OK') as ok from "
            "returns) where abs(ca - 31000) > 585 or abs(ok - 4000) > 248"
        ),
        "what is withheld too much is refunded, five working days later or more": (
            "select count(*) from returns where refund <> greatest(withheld - tax, 0) or "
            "(refund > 0) <> (refunded_on is not null) or refunded_on < filed_on + 5"
        ),
        "extensions are used, and nobody else is late": (
            "select count(*) from returns where extension <> (filed_on > if(state = 'VA', date '2025-05-01', date '2025-04-15'))"
        ),
        "Texans have no return": (
            "select count(*) from returns where state = 'TX' and (tax <> 0 or withheld is not null or filed_on is not null)"
        ),
    },
    "credit": {
        "ages are 18 to 79": ("select count(*) from applications where age not between 18 and 79 or age is null"),
        "incomes are not negative": ("select count(*) from applications where income < 0 or income is null"),
        "scores are 300 to 850": ("select count(*) from applications where credit_score not between 300 and 850"),
        "a loan is at most income times score / 600": (
            "select count(*) from applications where not (loan_amount * 600 <= income * credit_score)"
        ),
    },
    "clinic": {
        "each result has its patient": (
            "select count(*) from lab_results r anti join patients p on r.patient_id = p.patient_id"
        ),
        "each treatment has its patient": (
            "select count(*) from treatments t anti join patients p on t.patient_id = p.patient_id"
        ),
        "results come after the registration": (
            "select count(*) from lab_results join patients using (patient_id) where not (result_date > "
            "registered_on) or result_date > date '2024-12-31'"
        ),
        "treatments begin after the registration": (
            "select count(*) from treatments join patients using (patient_id) where not (started_on > "
            "registered_on) or started_on > date '2024-12-31'"
        ),
        "flags follow from the value": (
            "select count(*) from lab_results where flag is distinct from case when value < reference_low then "
            "'L' when value > reference_high then 'H' else 'N' end"
        ),
        "each test has one name and one unit": (
            "select count(*) from (select test_code from lab_results group by test_code having count(distinct "
            "test_name) <> 1 or count(distinct unit) <> 1)"
        ),
        "creatinine has a range for each sex": (
            "select count(*) from lab_results join patients using (patient_id) where test_code = 'CREA' and "
            "reference_high <> case sex when 'F' then 1.04 else 1.30 end"
        ),
        "values are what a laboratory would believe": (
            "select count(*) from lab_results where not (case test_code when 'GLU' then value between 45 and 480 "
            "when 'HBA1C' then value between 4.2 and 14 when 'CREA' then value between 0.35 and 4 when 'HGB' then "
            "value between 7 and 18.5 when 'LDL' then value between 30 and 260 when 'TSH' then value between 0.05 "
            "and 60 when 'K' then value between 2.8 and 6.2 else false end)"
        ),
        "whole milligrams of glucose, one digit of potassium": (
            "select count(*) from lab_results where value * 10 <> floor(value * 10) and test_code not in ('CREA', "
            "'TSH') or value <> floor(value) and test_code in ('GLU', 'LDL')"
        ),
        "first names go with the sex": (
            f"select count(*) from patients where list_contains({given_names('female')}, first_name) and not "
            f"list_contains({given_names('male')}, first_name) and sex <> 'F' or list_contains("
            f"{given_names('male')}, first_name) and not list_contains({given_names('female')}, first_name) and sex <> 'M'"
        ),
        "patients were 18 to 94 when they registered": (
            "select count(*) from patients where not (birth_date + interval 18 year <= registered_on and "
            "birth_date + interval 95 year > registered_on)"
        ),
        "metformin is for diabetes, levothyroxine for the thyroid": (
            "select count(*) from treatments join patients using (patient_id) where drug = 'metformin' and not "
            "diabetes or drug = 'levothyroxine' and not hypothyroid"
        ),
        "completed treatments last as long as prescribed": (
            "select count(*) from treatments where outcome = 'completed' and ended_on - started_on + 1 <> "
            "days_prescribed"
        ),
        "treatments stopped early last less": (
            "select count(*) from treatments where outcome = 'stopped early' and not (ended_on - started_on + 1 < "
            "days_prescribed and ended_on >= started_on)"
        ),
        "open treatments are ongoing, and no others": (
            "select count(*) from treatments where (ended_on is null) <> (outcome = 'ongoing')"
        ),
        "no treatment ends after 2024": ("select count(*) from treatments where ended_on > date '2024-12-31'"),
        "heights are within their bounds": ("select count(*) from patients where height_cm not between 140 and 205"),
    },
    "crm": {
        "mail is at the company's domain": (
            "select count(*) from contacts join companies using (company_id) where split_part(contacts.email, '@', 2) "
            "<> companies.domain"
        ),
        "tax numbers and addresses are of the company's country": (
            "select count(*) from companies where vat_id[:2] <> country or (locale = 'es_ES') <> (country = 'ES') or "
            "iban[:2] <> country"
        ),
        "deals are with people of the company": (
            "select count(*) from deals join contacts using (contact_id) where deals.company_id <> contacts.company_id"
        ),
    },
    "shop": {
        "each order has its customer": (
            "select count(*) from orders o anti join customers c on o.customer_id = c.customer_id"
        ),
        "each item has its order": "select count(*) from items i anti join orders o on o.order_id = i.order_id",
        "each item has its product": (
            "select count(*) from items i anti join products p on i.product_id = p.product_id"
        ),
        "each order has an item": "select count(*) from orders o anti join items i on o.order_id = i.order_id",
        "a total is the goods, less the discount, and shipping, to the cent": (
            "select count(*) from orders where cast(total * 100 as bigint) is distinct from cast(goods * 100 as bigint) "
            "- (cast(goods * 100 as bigint) * discount_percent + 50) // 100 + cast(shipping * 100 as bigint)"
        ),
        "an item's discounts add up to the order's, to the cent": (
            "select count(*) from orders join (select order_id, sum(cast(discount * 100 as bigint)) parts from items "
            "group by all) using (order_id) where parts <> cast(discount * 100 as bigint)"
        ),
        "no payment exactly where the order is cancelled": (
            "select count(*) from orders where (payment is null) <> (status = 'cancelled')"
        ),
        "orders come after the sign-up": (
            "select count(*) from orders join customers using (customer_id) where ordered_at < signed_up or "
            "ordered_at >= timestamptz '2025-01-01 00:00:00+00'"
        ),
        "birth years are within their bounds": (
            "select count(*) from customers where birth_year not between 1935 and 2001"
        ),
        "prices end as prices do": (
            "select count(*) from products where price <= 0 or price - floor(price) not in (0.99, 0.95, 0.5, 0)"
        ),
        "quantities are 1 to 20": (
            "select count(*) from items where quantity not between 1 and 20 or quantity is null"
        ),
        "old orders are not under way": (
            "select count(*) from orders where status in ('shipped', 'paid') and ordered_at < timestamptz "
            "'2024-12-20 00:00:00+00'"
        ),
    },
}
