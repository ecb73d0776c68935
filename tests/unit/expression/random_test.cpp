// Programs against a second, simple implementation: random trees are evaluated row by row
// by walking them, written as text, compiled, run over a batch, and compared cell by cell.
#include <cmath>
#include <memory>
#include <random>

#include "synthgen/base/elementary.hpp"
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

__extension__ using Wide = __int128;

struct Value {
  bool null = false;
  std::int64_t integer = 0;  // integer, decimal, boolean, date
  double number = 0;
  std::string text;
};

struct Tree {
  std::string op;  // "column", "literal", an operator or a function
  Type type;
  std::size_t column = 0;
  Value value;
  std::string written;
  std::vector<std::shared_ptr<Tree>> children;
};
using TreePtr = std::shared_ptr<Tree>;

constexpr std::size_t kRows = 131;  // two whole words of validity and a rest

struct Data {
  Table table;
  std::vector<std::string> names;
  std::vector<Type> types;
  std::vector<std::vector<Value>> cells;
};

std::int64_t power_of_ten(int digits) {
  std::int64_t power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

Value null_value() {
  Value value;
  value.null = true;
  return value;
}
Value whole(Wide value, Type type) {
  const Wide most =
      type.kind == TypeKind::decimal ? static_cast<Wide>(999'999'999'999'999'999) : static_cast<Wide>(INT64_MAX);
  const Wide least = type.kind == TypeKind::decimal ? -most : static_cast<Wide>(INT64_MIN);
  if (value > most || value < least) return null_value();
  Value result;
  result.integer = static_cast<std::int64_t>(value);
  return result;
}
Value real(double value) {
  if (!std::isfinite(value)) return null_value();
  Value result;
  result.number = value;
  return result;
}
Value truth(bool value) {
  Value result;
  result.integer = value ? 1 : 0;
  return result;
}
Value texted(std::string text) {
  Value result;
  result.text = std::move(text);
  return result;
}

double as_number(const Value& value, Type type) {
  return type.kind == TypeKind::number ? value.number : elementary::from_scaled(value.integer, type.decimals);
}

Value convert_value(const Value& value, Type from, Type to) {
  if (value.null || from == to || !is_numeric(from.kind)) return value;
  if (to.kind == TypeKind::number) return real(as_number(value, from));
  return whole(static_cast<Wide>(value.integer) * power_of_ten(to.decimals - from.decimals), to);
}

std::string text_of(const Value& value, Type type) {
  switch (type.kind) {
    case TypeKind::integer:
      return std::to_string(value.integer);
    case TypeKind::decimal:
      return decimal_text(value.integer, type.decimals);
    case TypeKind::number:
      return shortest_text(value.number);
    case TypeKind::boolean:
      return value.integer != 0 ? "true" : "false";
    case TypeKind::date:
      return date_text(static_cast<std::int32_t>(value.integer));
    default:
      return value.text;
  }
}

int compare_values(const Value& a, Type x, const Value& b, Type y) {
  if (x.kind == TypeKind::string) return a.text.compare(b.text);
  if (x.kind == TypeKind::number || y.kind == TypeKind::number) {
    if (x.kind == TypeKind::integer || y.kind == TypeKind::integer) {
      // As long doubles, whose 64 bits hold any integer and any double exactly.
      const long double p =
          x.kind == TypeKind::integer ? static_cast<long double>(a.integer) : static_cast<long double>(a.number);
      const long double q =
          y.kind == TypeKind::integer ? static_cast<long double>(b.integer) : static_cast<long double>(b.number);
      return (p > q) - (p < q);
    }
    const double p = as_number(a, x);
    const double q = as_number(b, y);
    return (p > q) - (p < q);
  }
  const int scale = std::max(x.decimals, y.decimals);
  const Wide p = static_cast<Wide>(a.integer) * power_of_ten(scale - x.decimals);
  const Wide q = static_cast<Wide>(b.integer) * power_of_ten(scale - y.decimals);
  return (p > q) - (p < q);
}

Value evaluate_tree(const Tree& tree, const Data& data, std::size_t row) {
  const std::string& op = tree.op;
  if (op == "column") return data.cells[tree.column][row];
  if (op == "literal") return tree.value;
  const auto child = [&](std::size_t i) { return evaluate_tree(*tree.children[i], data, row); };
  const auto type = [&](std::size_t i) { return tree.children[i]->type; };
  if (op == "if") {
    const Value condition = child(0);
    const std::size_t taken = !condition.null && condition.integer != 0 ? 1 : 2;
    return convert_value(child(taken), type(taken), tree.type);
  }
  if (op == "case") {
    for (std::size_t i = 0; i + 1 < tree.children.size(); i += 2) {
      const Value condition = child(i);
      if (!condition.null && condition.integer != 0) return convert_value(child(i + 1), type(i + 1), tree.type);
    }
    return null_value();
  }
  if (op == "coalesce") {
    for (std::size_t i = 0; i < tree.children.size(); ++i) {
      const Value value = convert_value(child(i), type(i), tree.type);
      if (!value.null) return value;
    }
    return null_value();
  }
  if (op == "and" || op == "or") {
    const Value settles = truth(op == "or");
    bool unknown = false;
    for (std::size_t i = 0; i < tree.children.size(); ++i) {
      const Value value = child(i);
      if (!value.null && value.integer == settles.integer) return settles;
      unknown = unknown || value.null;
    }
    return unknown ? null_value() : truth(op == "and");
  }
  if (op == "is null") return truth(child(0).null);
  if (op == "in") {
    const Value x = child(0);
    bool unknown = x.null;
    for (std::size_t i = 1; i < tree.children.size(); ++i) {
      const Value item = child(i);
      if (x.null || item.null) {
        unknown = true;
      } else if (compare_values(x, type(0), item, type(i)) == 0) {
        return truth(true);
      }
    }
    return unknown ? null_value() : truth(false);
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < tree.children.size(); ++i) {
    values.push_back(child(i));
    if (op == "between") continue;
    if (values.back().null) return null_value();
  }
  if (op == "between") {
    const auto side = [&](std::size_t i, bool low) -> int {  // 1, 0, or −1 for unknown
      if (values[0].null || values[i].null) return -1;
      const int order = compare_values(values[0], type(0), values[i], type(i));
      return (low ? order >= 0 : order <= 0) ? 1 : 0;
    };
    const int low = side(1, true);
    const int high = side(2, false);
    if (low == 0 || high == 0) return truth(false);
    return low < 0 || high < 0 ? null_value() : truth(true);
  }
  if (op == "not") return truth(values[0].integer == 0);
  if (op == "||") {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) text += text_of(values[i], type(i));
    return texted(text);
  }
  if (op == "least" || op == "greatest" || op == "clip") {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = convert_value(values[i], type(i), tree.type);
      if (values[i].null) return null_value();
    }
    const auto extreme = [&](const Value& a, const Value& b, bool greater) {
      const int order = compare_values(a, tree.type, b, tree.type);
      return (greater ? order < 0 : order > 0) ? b : a;
    };
    if (op == "clip") return extreme(extreme(values[0], values[1], true), values[2], false);
    Value best = values[0];
    for (std::size_t i = 1; i < values.size(); ++i) best = extreme(best, values[i], op == "greatest");
    return best;
  }
  if (op == "=" || op == "<>" || op == "<" || op == "<=" || op == ">" || op == ">=") {
    const int order = compare_values(values[0], type(0), values[1], type(1));
    if (op == "=") return truth(order == 0);
    if (op == "<>") return truth(order != 0);
    if (op == "<") return truth(order < 0);
    if (op == "<=") return truth(order <= 0);
    return truth(op == ">" ? order > 0 : order >= 0);
  }
  const Type x = type(0);
  const bool real_operand = x.kind == TypeKind::number || (values.size() > 1 && type(1).kind == TypeKind::number);
  if (op == "negate") return real_operand ? real(-values[0].number) : whole(-static_cast<Wide>(values[0].integer), x);
  if (op == "abs") {
    if (real_operand) return real(std::fabs(values[0].number));
    const Wide value = values[0].integer;
    return whole(value < 0 ? -value : value, x);
  }
  if (op == "floor" || op == "ceil") {
    if (real_operand) {
      const double value = op == "floor" ? std::floor(values[0].number) : std::ceil(values[0].number);
      return value >= -0x1p63 && value < 0x1p63 ? whole(static_cast<std::int64_t>(value), tree.type) : null_value();
    }
    const Wide power = power_of_ten(x.decimals);
    const Wide value = values[0].integer;
    Wide quotient = value / power;
    if (op == "floor" && quotient * power > value) --quotient;
    if (op == "ceil" && quotient * power < value) ++quotient;
    return whole(quotient, tree.type);
  }
  if (op == "day-") return whole(static_cast<Wide>(values[0].integer) - values[1].integer, tree.type);
  if (op == "day+") {
    const Wide day = static_cast<Wide>(values[0].integer) + values[1].integer;
    return day < kFirstDay || day > kLastDay ? null_value() : whole(day, tree.type);
  }
  const Type y = type(1);
  if (op == "/") {
    const double divisor = as_number(values[1], y);
    return divisor == 0 ? null_value() : real(as_number(values[0], x) / divisor);
  }
  if (real_operand) {
    const double p = as_number(values[0], x);
    const double q = as_number(values[1], y);
    if (op == "+") return real(p + q);
    if (op == "-") return real(p - q);
    if (op == "*") return real(p * q);
    if (q == 0) return null_value();
    if (op == "%") return real(std::fmod(p, q));
    const double quotient = std::floor(p / q);
    return quotient >= -0x1p63 && quotient < 0x1p63 ? whole(static_cast<std::int64_t>(quotient), tree.type)
                                                    : null_value();
  }
  if (op == "*") {
    if (tree.type.kind == TypeKind::number) return real(as_number(values[0], x) * as_number(values[1], y));
    return whole(static_cast<Wide>(values[0].integer) * values[1].integer, tree.type);
  }
  const int scale = std::max(x.decimals, y.decimals);
  const Wide p = static_cast<Wide>(values[0].integer) * power_of_ten(scale - x.decimals);
  const Wide q = static_cast<Wide>(values[1].integer) * power_of_ten(scale - y.decimals);
  if (op == "+") return whole(p + q, tree.type);
  if (op == "-") return whole(p - q, tree.type);
  if (q == 0) return null_value();
  if (op == "%") return whole(p % q, {TypeKind::integer});  // below both operands, so in range
  Wide quotient = p / q;
  if (quotient * q != p && ((p < 0) != (q < 0))) --quotient;
  return whole(quotient, tree.type);
}

class Generator {
 public:
  Generator(const Data& data, std::uint64_t seed) : data_(data), random_(seed) {}

  TreePtr boolean(int depth) {
    if (depth <= 0) return leaf(kBoolean);
    switch (pick(8)) {
      case 0:
        return make("and", kBoolean, {boolean(depth - 1), boolean(depth - 1), boolean(depth - 2)});
      case 1:
        return make("or", kBoolean, {boolean(depth - 1), boolean(depth - 1)});
      case 2:
        return make("not", kBoolean, {boolean(depth - 1)});
      case 3:
        return make("is null", kBoolean, {pick(2) != 0 ? numeric(depth - 1) : text(depth - 1)});
      case 4:
        return make("in", kBoolean, {numeric(depth - 1), numeric(0), numeric(0)});
      case 5:
        return make("between", kBoolean, {numeric(depth - 1), numeric(0), numeric(depth - 2)});
      default: {
        constexpr const char* kOperators[] = {"=", "<>", "<", "<=", ">", ">="};
        const char* op = kOperators[pick(6)];
        switch (pick(4)) {
          case 0:
            return make(op, kBoolean, {text(depth - 1), text(depth - 1)});
          case 1:
            return make(op, kBoolean, {date(depth - 1), date(depth - 1)});
          default:
            return make(op, kBoolean, {numeric(depth - 1), numeric(depth - 1)});
        }
      }
    }
  }

  TreePtr numeric(int depth) {
    if (depth <= 0) return leaf(any_numeric());
    switch (pick(16)) {
      case 0:
        return make("negate", {}, {numeric(depth - 1)});
      case 1:
        return make("abs", {}, {numeric(depth - 1)});
      case 2:
        return make(pick(2) != 0 ? "floor" : "ceil", kInteger, {numeric(depth - 1)});
      case 3:
        return make(pick(2) != 0 ? "least" : "greatest", {}, {numeric(depth - 1), numeric(depth - 1), numeric(0)});
      case 4:
        return make("clip", {}, {numeric(depth - 1), numeric(0), numeric(0)});
      case 5:
        return make("if", {}, {boolean(depth - 1), numeric(depth - 1), numeric(depth - 1)});
      case 6:
        return make("case", {}, {boolean(depth - 1), numeric(depth - 1), boolean(depth - 2), numeric(depth - 2)});
      case 7:
        return make("coalesce", {}, {numeric(depth - 1), numeric(depth - 1)});
      case 8:
        return make("day-", kInteger, {date(depth - 1), date(depth - 1)});
      default: {
        constexpr const char* kOperators[] = {"+", "-", "*", "/", "//", "%", "+", "*"};
        return make(kOperators[pick(8)], {}, {numeric(depth - 1), numeric(depth - 1)});
      }
    }
  }

  TreePtr text(int depth) {
    if (depth <= 0) return leaf(kString);
    switch (pick(5)) {
      case 0:
        return make("if", kString, {boolean(depth - 1), text(depth - 1), text(depth - 1)});
      case 1:
        return make("coalesce", kString, {text(depth - 1), text(depth - 1)});
      case 2:
        return make("case", kString, {boolean(depth - 1), leaf(kString), boolean(depth - 1), leaf(kString)});
      case 3:
        return make("greatest", kString, {text(depth - 1), text(depth - 1)});
      default:
        return make("||", kString, {text(depth - 1), pick(2) != 0 ? numeric(depth - 2) : date(0), text(0)});
    }
  }

  TreePtr date(int depth) {
    if (depth <= 0) return leaf(kDate);
    switch (pick(3)) {
      case 0:
        return make("day+", kDate, {date(depth - 1), leaf(kInteger)});
      case 1:
        return make("if", kDate, {boolean(depth - 1), date(depth - 1), date(0)});
      default:
        return make("coalesce", kDate, {date(depth - 1), date(0)});
    }
  }

  std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

 private:
  Type any_numeric() {
    const Type kinds[] = {kInteger, Type::decimal(2), Type::decimal(4), kNumber};
    return kinds[pick(4)];
  }

  TreePtr leaf(Type type) {
    auto tree = std::make_shared<Tree>();
    tree->type = type;
    if (pick(3) != 0) {
      tree->op = "column";
      std::vector<std::size_t> fitting;
      for (std::size_t c = 0; c < data_.names.size(); ++c) {
        if (data_.types[c] == type) fitting.push_back(c);
      }
      tree->column = fitting[pick(fitting.size())];
      tree->written = data_.names[tree->column];
      return tree;
    }
    tree->op = "literal";
    Value& value = tree->value;
    switch (type.kind) {
      case TypeKind::integer:
        value.integer = static_cast<std::int64_t>(pick(10));
        tree->written = std::to_string(value.integer);
        break;
      case TypeKind::decimal:
        value.integer = static_cast<std::int64_t>(pick(100'000));
        tree->written = decimal_text(value.integer, type.decimals);
        break;
      case TypeKind::number:
        value.number = static_cast<double>(pick(1'000)) / 8;
        tree->written = shortest_text(value.number) + "e0";
        break;
      case TypeKind::boolean:
        value.integer = static_cast<std::int64_t>(pick(2));
        tree->written = value.integer != 0 ? "true" : "false";
        break;
      case TypeKind::date:
        value.integer = static_cast<std::int64_t>(pick(20'000));
        tree->written = "date '" + date_text(static_cast<std::int32_t>(value.integer)) + "'";
        break;
      default:
        value.text = std::string(pick(20), static_cast<char>('a' + pick(3))) + (pick(4) == 0 ? "'" : "");
        tree->written = "'";
        for (const char c : value.text) tree->written += c == '\'' ? "''" : std::string(1, c);
        tree->written += "'";
    }
    return tree;
  }

  static Type wider(Type a, Type b) {
    if (a.kind == TypeKind::number || b.kind == TypeKind::number) return kNumber;
    if (a.kind == TypeKind::decimal || b.kind == TypeKind::decimal)
      return Type::decimal(std::max(a.decimals, b.decimals));
    return a;
  }

  TreePtr make(const std::string& op, Type type, std::vector<TreePtr> children) {
    auto tree = std::make_shared<Tree>();
    tree->op = op;
    std::vector<std::string> parts;
    for (const TreePtr& child : children) parts.push_back(child->written);
    const auto list = [&](std::size_t first) {
      std::string text;
      for (std::size_t i = first; i < parts.size(); ++i) text += (i > first ? ", " : "") + parts[i];
      return text;
    };
    const bool numeric_result = type == Type{} && op != "day-" && op != "floor" && op != "ceil";
    if (numeric_result) {
      type = op == "if" || op == "case" ? children[1]->type : children[0]->type;
      const std::size_t step = op == "case" ? 2 : 1;
      for (std::size_t i = op == "if" || op == "case" ? 1 : 0; i < children.size(); i += step)
        type = wider(type, children[i]->type);
      const int scales = children.size() > 1 ? children[0]->type.decimals + children[1]->type.decimals : 0;
      if (op == "*" && type.kind == TypeKind::decimal) type = scales <= 18 ? Type::decimal(scales) : kNumber;
      if (op == "/") type = kNumber;
      if (op == "//") type = kInteger;
    }
    tree->type = type;
    if (op == "negate") {
      tree->written = "(-" + parts[0] + ")";
    } else if (op == "not") {
      tree->written = "(not " + parts[0] + ")";
    } else if (op == "is null") {
      tree->written = "(" + parts[0] + " is null)";
    } else if (op == "in") {
      tree->written = "(" + parts[0] + " in (" + list(1) + "))";
    } else if (op == "between") {
      tree->written = "(" + parts[0] + " between " + parts[1] + " and " + parts[2] + ")";
    } else if (op == "case") {
      tree->written =
          "case when " + parts[0] + " then " + parts[1] + " when " + parts[2] + " then " + parts[3] + " end";
    } else if (op == "abs" || op == "floor" || op == "ceil" || op == "least" || op == "greatest" || op == "clip" ||
               op == "if" || op == "coalesce") {
      tree->written = op + "(" + list(0) + ")";
    } else {
      const std::string symbol = op == "day-" ? "-" : op == "day+" ? "+" : op;
      for (std::size_t i = 0; i < parts.size(); ++i) tree->written += (i > 0 ? " " + symbol + " " : "(") + parts[i];
      tree->written += ")";
    }
    tree->children = std::move(children);
    return tree;
  }

  const Data& data_;
  std::mt19937_64 random_;
};

Data make_data(const Dictionary& words) {
  Data data;
  std::mt19937_64 random(11);
  const auto add = [&](const std::string& name, Type type, bool nulls, auto draw,
                       const Dictionary* dictionary = nullptr) {
    std::vector<Value> values;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < kRows; ++i) {
      Value value = draw();
      if (nulls && random() % 4 == 0) value = null_value();
      texts.push_back(value.null ? "null" : text_of(value, type));
      values.push_back(std::move(value));
    }
    data.table.add(name, type, texts, dictionary);
    data.names.push_back(name);
    data.types.push_back(type);
    data.cells.push_back(std::move(values));
  };
  const auto small = [&](std::int64_t span) {
    return static_cast<std::int64_t>(random() % (2 * static_cast<std::uint64_t>(span) + 1)) - span;
  };
  const auto integer = [&](std::int64_t span) { return whole(small(span), kInteger); };
  add("i", kInteger, false, [&] { return integer(5); });
  add("j", kInteger, true, [&] { return random() % 9 == 0 ? integer(4'000'000'000'000'000'000) : integer(1'000); });
  add("d", Type::decimal(2), true, [&] { return integer(9'999); });
  add("e", Type::decimal(4), false,
      [&] { return random() % 9 == 0 ? integer(900'000'000'000'000'000) : integer(99'999); });
  add("x", kNumber, false, [&] { return real(static_cast<double>(small(1'000)) / 16); });
  add("y", kNumber, true,
      [&] { return real(static_cast<double>(small(1'000'000)) * (random() % 9 == 0 ? 1e300 : 1e-3)); });
  add("p", kBoolean, false, [&] { return truth(random() % 2 == 0); });
  add("q", kBoolean, true, [&] { return truth(random() % 2 == 0); });
  add("s", kString, true, [&] { return texted(std::string(random() % 40, static_cast<char>('a' + random() % 3))); });
  add(
      "w", kString, true, [&] { return texted(std::string(words[random() % words.size()])); }, &words);
  add("t", kDate, true, [&] { return whole(static_cast<std::int64_t>(random() % 20'000), kDate); });
  add("u", kDate, false, [&] { return whole(static_cast<std::int64_t>(random() % 20'000), kDate); });
  return data;
}

}  // namespace

TEST_CASE("three thousand random expressions equal a row-by-row evaluation") {
  const Dictionary words({"", "a", "aa", "bcb", "a word of more than sixteen bytes"});
  const Data data = make_data(words);
  Generator generator(data, 5);
  std::size_t nulls = 0;
  std::size_t values = 0;
  for (int i = 0; i < 3'000; ++i) {
    const int depth = 1 + i % 4;
    const TreePtr tree = i % 4 == 0   ? generator.boolean(depth)
                         : i % 4 == 1 ? generator.text(depth)
                         : i % 8 == 2 ? generator.date(depth)
                                      : generator.numeric(depth);
    const auto program = try_compile(tree->written, data.table);
    if (!program.ok()) FAIL(tree->written + "\n" + render_text(program.diagnostics(), nullptr));
    if ((*program)->type() != tree->type) FAIL(tree->written + " has type " + type_text((*program)->type()));
    TableEvaluate evaluate(data.table, RowSet::range(0, kRows));
    Column out;
    (*program)->run(evaluate, out);
    for (std::size_t row = 0; row < kRows; ++row) {
      const Value expected = evaluate_tree(*tree, data, row);
      const std::string wanted = expected.null ? "null" : text_of(expected, tree->type);
      const std::string got = cell_text(out, row);
      (expected.null ? nulls : values) += 1;
      if (wanted != got) FAIL(tree->written + "\nrow " + std::to_string(row) + ": expected " + wanted + ", got " + got);
    }
  }
  // Neither side of the comparison may be starved.
  CHECK(nulls > 20'000);
  CHECK(values > 150'000);
}
