"""The schemas whose noise noise_changes.py undoes: many operators on the same columns, of every type."""

NASTY = [
    "Zoë O'Neill",
    'Ann "Nan" Lee',
    "Núñez, María José",
    "Jürgen Groß-Müller",
    "line one\nline two",
    "carriage\r\nreturn, too",
    " blanks at both ends ",
    "plain name",
    "ÅSA ÖBERG",
    "x",
    "-",
    '"',
    "1,5",
    "N/A",
    "",
]

# Rates are high on purpose: most rows of `name`, `label` and `amount` are hit by several operators.
PEOPLE_NOISE = [
    {"operator": "typo", "columns": ["name", "label", "note"], "rate": 0.3, "name": "typing"},
    {"operator": "case", "columns": ["name", "label"], "rate": 0.25},
    {"operator": "whitespace", "columns": ["label", "name"], "rate": 0.2},
    {"operator": "punctuation", "columns": ["name", "label", "note"], "rate": 0.2},
    {"operator": "encoding", "columns": ["name", "label"], "rate": 0.3},
    {"operator": "swap_words", "columns": ["label", "name"], "rate": 0.2},
    {"operator": "truncate", "columns": ["label"], "rate": "=if(age > 50, 0.3, 0.01)", "min": 3, "max": 9},
    {"operator": "abbreviate", "columns": ["name", "label"], "rate": 0.2, "initials": True},
    {"operator": "missing", "columns": ["name", "label", "status"], "rate": 0.1, "token": ["", "N/A", None]},
    {"operator": "digit", "columns": ["age", "amount", "height", "label"], "rate": 0.2},
    {"operator": "outlier", "columns": ["amount", "score"], "rate": 0.1, "sd": 6},
    {"operator": "unit", "columns": ["height", "amount", "age"], "rate": 0.1},
    {"operator": "jitter", "columns": ["score", "amount"], "rate": 0.2, "sd": 0.4},
    {"operator": "round_to", "columns": ["age", "amount", "score"], "rate": 0.3, "step": 5},
    {"operator": "sign", "columns": ["amount", "score", "age"], "rate": 0.1},
    {"operator": "swap_day_month", "columns": ["born", "seen_at", "local"], "rate": 0.5},
    {"operator": "shift", "columns": ["born", "seen_at", "local"], "rate": 0.2, "by": ["1 day", "-1 year"]},
    {"operator": "epoch", "columns": ["born", "joined"], "rate": 0.05, "value": ["1970-01-01", "1900-01-01"]},
    {"operator": "format_drift", "columns": ["joined"], "rate": 0.2, "formats": ["%d/%m/%Y", "%-d %b, %y"]},
    {"operator": "typo", "columns": ["opens", "born", "joined", "age"], "rate": 0.1, "name": "typing digits"},
    {"operator": "mislabel", "columns": ["status", "active", "level"], "rate": 0.2},
    {
        "operator": "synonym",
        "columns": ["status"],
        "rate": 0.5,
        "table": {"new": ["fresh, new", "neu"], "open": "offen"},
    },
    {"operator": "type_drift", "columns": ["weight", "vip"], "rate": 0.2},
    {
        "operator": "type_drift",
        "columns": ["weight"],
        "rate": 0.2,
        "kind": "unit_suffix",
        "text": ["kg", '"lb"'],
        "name": "units",
    },
    {"operator": "replace", "columns": ["label"], "rate": 0.4, "pattern": "([aeiou])", "with": "\\1\\1"},
    {"operator": "swap_columns", "columns": ["key", "other_key"], "rate": 0.1},
    {"operator": "swap_columns", "columns": ["name", "label"], "rate": 0.1, "name": "swapped names"},
    {"operator": "swap_columns", "columns": ["note", "level"], "rate": 0.1, "name": "swapped types"},
    {"operator": "block", "columns": ["born", "joined", "vip"], "rate": 0.05},
    {
        "operator": "incomplete",
        "columns": ["name", "label", "amount", "seen_at", "key"],
        "rate": 0.05,
        "set": {"status": "broken, off", "age": -1},
    },
    {"operator": "missing", "columns": ["age", "opens", "active", "local", "key"], "rate": 0.05, "name": "nulls"},
    {"operator": "missing", "columns": ["age"], "rate": 0.1, "token": [-999, 999], "name": "codes"},
    {"operator": "case", "columns": ["label"], "if": "status = 'new'", "to": "upper", "name": "shouted"},
    {"operator": "missing", "columns": ["score"], "rate": "=if(score > 3, 0.9, 0)", "name": "by its value"},
    {"operator": "typo", "columns": ["note"], "rate": 0.1, "exact": True, "name": "exactly"},
]

VISITS_NOISE = [
    {"operator": "typo", "columns": ["comment"], "rate": 0.2, "kind": "keyboard", "layout": "de"},
    {"operator": "missing", "columns": ["comment"], "rate": 0.1, "token": ""},
    {"operator": "case", "columns": ["comment"], "rate": 0.2, "to": "title"},
    {"operator": "whitespace", "columns": ["comment"], "rate": 0.2},
    {"operator": "truncate", "columns": ["comment"], "rate": 0.1, "length": 4},
    {"operator": "digit", "columns": ["person_id", "cost"], "rate": 0.05},
    {"operator": "shift", "columns": ["day"], "rate": 0.1, "by": "1 month"},
]

PEOPLE = {
    "rows": 20_500,
    "primary_key": "person_id",
    "columns": {
        "person_id": {"sequence": 1000},
        "key": {"provider": "id.uuid4"},
        "other_key": {"provider": "id.uuid4", "missing": 0.2},
        "name": {"choice": NASTY, "missing": 0.1},
        "note": {"choice": ["a note", "ein größerer Vermerk", "", "two\nlines"], "missing": 0.2},
        "label": {"expression": "name || ' / ' || note || ' ' || age || ','"},
        "age": {"distribution": "integer", "min": 0, "max": 99, "missing": 0.05},
        "level": {"choice": [1, 2, 3], "missing": 0.1},
        "score": {"distribution": "normal", "mean": 0, "sd": 2, "missing": 0.1},
        "amount": {"distribution": "lognormal", "median": 40, "sigma": 1.5, "decimals": 2, "missing": 0.05},
        "height": {"distribution": "normal", "mean": 1.7, "sd": 0.1, "decimals": 3},
        "weight": {"distribution": "normal", "mean": 70, "sd": 12, "decimals": 1, "missing": 0.1},
        "born": {
            "distribution": "uniform",
            "type": "date",
            "min": "1930-01-01",
            "max": "2010-12-31",
            "format": "%d/%m/%Y",
            "missing": 0.1,
        },
        "joined": {"distribution": "uniform", "type": "date", "min": "2015-01-01", "max": "2024-12-31"},
        "seen_at": {
            "distribution": "uniform",
            "type": "timestamp",
            "min": "2023-01-01",
            "max": "2025-01-01",
            "precision": 3,
            "missing": 0.1,
        },
        "local": {
            "distribution": "uniform",
            "type": "datetime",
            "min": "2023-01-01",
            "max": "2025-01-01",
            "format": "%d.%m.%Y, %H:%M:%S",
        },
        "opens": {"distribution": "uniform", "type": "time", "min": "06:00", "max": "22:00", "missing": 0.1},
        "active": {"distribution": "bernoulli", "p": 0.7, "missing": 0.1},
        "vip": {"distribution": "bernoulli", "p": 0.1},
        "status": {"choice": {"new": 3, "open": 2, "closed": 1}, "missing": 0.1},
        "untouched": {"expression": "name"},
    },
    "noise": PEOPLE_NOISE,
}

VISITS = {
    "rows": 20_001,
    "columns": {
        "visit_id": {"sequence": 1},
        "person_id": {"references": "people.person_id"},
        "name_then": {"expression": "person_id.name"},
        "comment": {"choice": ["all well", "schöne Grüße, bis bald", 'he said "no"', "", "a\nb"], "missing": 0.1},
        "day": {"expression": "person_id.joined + 30"},
        "cost": {"distribution": "exponential", "mean": 90, "decimals": 2},
    },
    "noise": VISITS_NOISE,
}

SCHEMA = {"synthgen": 1, "name": "noisy", "seed": 6, "tables": {"people": PEOPLE, "visits": VISITS}}

# Values at the ends of their types, texts of several characters in one, columns that are constant, null or from a file.
EDGE_COLUMNS = {
    "id": {"sequence": 1},
    "whole": {
        "distribution": "integer",
        "min": -9223372036854775807,
        "max": 9223372036854775807,
        "missing": 0.05,
    },
    "edge": {
        "choice": [9223372036854775807, -9223372036854775807, 0, 1, -1, 10, 999999999999999999],
        "missing": 0.05,
    },
    "cents": {
        "choice": [999999999999999.99, -999999999999999.99, 0.01, -0.01, 0],
        "type": "decimal",
        "decimals": 2,
    },
    "real": {
        "choice": [1.7976931348623157e308, -1.7976931348623157e308, 5e-324, 0.0, 1e21, -1e-7, 123456789.125],
        "type": "number",
    },
    "day": {
        "choice": ["9999-12-31", "0001-01-01", "2024-02-29", "2024-12-12", "1970-01-01", "9999-01-12"],
        "type": "date",
        "missing": 0.05,
    },
    "moment": {
        "choice": ["9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.000001Z"],
        "type": "timestamp",
        "precision": 6,
    },
    "wall": {"choice": ["9999-12-31T23:59:59", "0001-01-01T00:00:00", "2024-03-04T05:06:07"], "type": "datetime"},
    "clock": {"choice": ["23:59:59.999999", "00:00:00", "12:34:56.789000"], "type": "time", "precision": 6},
    "fixed": {"constant": "always the same"},
    "flag": {"constant": True},
    "nothing": {"constant": None, "type": "string"},
    "city": {"sample": {"file": "cities.csv", "column": "city"}},
    "key": {"provider": "id.uuid4", "missing": 0.1},
    "marks": {
        "choice": ["e\u0301a\u0308", "👨‍👩‍👧 family", "ﬁﬂ", "\u0001x", "\u2028line", "İıß", "\ufeffbom", " ", "\t"],
    },
}
CITIES = 'city\n"Köln, am Rhein"\n""\nÓbidos\n\n"a\nb"\n'
NUMBERS, DATES, TEXTS = (
    ["whole", "edge", "cents", "real"],
    ["day", "moment", "wall"],
    ["fixed", "city", "marks", "nothing"],
)
EDGE_NOISE = [
    {"operator": "typo", "columns": TEXTS, "rate": 0.3, "per_cell": 3},
    {"operator": "typo", "columns": [*NUMBERS, *DATES, "clock"], "rate": 0.3, "name": "typed digits"},
    {"operator": "digit", "columns": [*NUMBERS, *TEXTS], "rate": 0.3},
    {"operator": "digit", "columns": NUMBERS, "rate": 0.2, "kind": "double", "name": "digits twice"},
    {"operator": "outlier", "columns": NUMBERS, "rate": 0.3},
    {"operator": "outlier", "columns": NUMBERS, "rate": 0.2, "sd": 3, "name": "outlier by sd"},
    {"operator": "unit", "columns": NUMBERS, "rate": 0.3, "factors": [1000, 0.001, 2.2]},
    {"operator": "jitter", "columns": NUMBERS, "rate": 0.3, "sd": 1e18},
    {"operator": "jitter", "columns": NUMBERS, "rate": 0.3, "relative_sd": 2, "name": "relative"},
    {"operator": "round_to", "columns": NUMBERS, "rate": 0.3, "step": 7e17},
    {"operator": "round_to", "columns": NUMBERS, "rate": 0.3, "step": 0.3, "name": "small steps"},
    {"operator": "sign", "columns": NUMBERS, "rate": 0.3},
    {"operator": "swap_day_month", "columns": DATES, "rate": 0.4},
    {"operator": "shift", "columns": DATES, "rate": 0.4, "by": ["1 year", "-1 month", "9000 years"]},
    {
        "operator": "shift",
        "columns": ["moment", "wall"],
        "rate": 0.4,
        "by": {"distribution": "normal", "mean": 0, "sd": 1e7, "unit": "hours"},
        "name": "hours",
    },
    {"operator": "epoch", "columns": DATES, "rate": 0.2, "value": ["0001-01-01", "9999-12-31"]},
    {"operator": "mislabel", "columns": ["edge", "cents", "real", "day", "clock"], "rate": 0.2},
    {"operator": "case", "columns": TEXTS, "rate": 0.3},
    {"operator": "case", "columns": TEXTS, "rate": 0.3, "to": "title", "name": "title"},
    {"operator": "whitespace", "columns": TEXTS, "rate": 0.3},
    {"operator": "truncate", "columns": TEXTS, "rate": 0.1, "min": 1, "max": 2},
    {"operator": "encoding", "columns": TEXTS, "rate": 0.3},
    {"operator": "encoding", "columns": TEXTS, "rate": 0.3, "from": "mac-roman", "to": "utf-8", "name": "not UTF-8"},
    {"operator": "swap_words", "columns": TEXTS, "rate": 0.3},
    {"operator": "punctuation", "columns": TEXTS, "rate": 0.3},
    {"operator": "replace", "columns": TEXTS, "rate": 0.2, "pattern": ".", "with": "\\0\\0"},
    {"operator": "abbreviate", "columns": TEXTS, "rate": 0.2, "initials": True},
    {"operator": "swap_columns", "columns": ["day", "clock"], "rate": 0.1},
    {"operator": "swap_columns", "columns": ["marks", "nothing"], "rate": 0.3, "name": "swapped with null"},
    {"operator": "swap_columns", "columns": ["key", "fixed"], "rate": 0.3, "name": "swapped with a key"},
    {
        "operator": "missing",
        "columns": ["flag", "real"],
        "rate": 0.2,
        "token": ["true", "0.0", "-0.0", "NaN"],
        "name": "tokens like values",
    },
    {"operator": "type_drift", "columns": ["whole"], "rate": 0.3},
    {"operator": "format_drift", "columns": ["wall"], "rate": 0.3, "formats": ["%d/%m/%Y %I:%M %p"]},
    {"operator": "format_drift", "columns": ["cents"], "rate": 0.3, "formats": ["1 234,5"], "name": "style"},
    {
        "operator": "incomplete",
        "columns": ["whole", "edge", "city"],
        "rate": 0.3,
        "set": {"key": None, "id": "=id", "flag": False, "nothing": "now"},
    },
    {"operator": "block", "columns": ["nothing", "id"], "rate": 0.3},
]
EDGES = {
    "synthgen": 1,
    "name": "edges",
    "seed": 8,
    "tables": {
        "edges": {"rows": 5001, "columns": EDGE_COLUMNS, "noise": EDGE_NOISE},
        "mixed": {"rows": 3073, "shuffle": True, "columns": EDGE_COLUMNS, "noise": EDGE_NOISE},
    },
}

# Columns that noise makes texts, by table.
EDGES_AS_TEXT = {"day", "clock", "key", "flag", "real", "whole", "wall", "cents"}
WRITTEN_AS_TEXT = {
    "people": {"joined", "level", "weight", "vip"},
    "visits": set(),
    "edges": EDGES_AS_TEXT,
    "mixed": EDGES_AS_TEXT,
}
