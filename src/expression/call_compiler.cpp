// Calls: functions of builtin.def, and distributions.
#include <algorithm>
#include <cassert>

#include "compiler.hpp"
#include "draw.hpp"
#include "function.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/kind/not_yet.hpp"

namespace synthgen::expression {
namespace {

/// Names from other languages for what has another name or form here.
struct Habit {
  std::string_view name;
  std::string_view hint;
};
constexpr Habit kHabits[] = {
    {"log", "write ln(x) for the natural logarithm, log10(x) for the decimal one"},
    {"ifelse", "write if(condition, a, b)"},
    {"iif", "write if(condition, a, b)"},
    {"iff", "write if(condition, a, b)"},
    {"ifnull", "write coalesce(x, y)"},
    {"nvl", "write coalesce(x, y)"},
    {"isnull", "write x is null"},
    {"is_null", "write x is null"},
    {"len", "write length(text)"},
    {"ceiling", "write ceil(x)"},
    {"power", "write x ^ y"},
    {"random", "write uniform(0, 1)"},
    {"rand", "write uniform(0, 1)"},
    {"randint", "write integer(low, high)"},
    {"gauss", "write normal(mean, sd)"},
    {"substring", "write substr(text, from, length)"},
    {"mid", "write substr(text, from, length)"},
    {"strlen", "write length(text)"},
    {"char_length", "write length(text)"},
    {"nchar", "write length(text)"},
    {"ucase", "write upper(text)"},
    {"toupper", "write upper(text)"},
    {"lcase", "write lower(text)"},
    {"tolower", "write lower(text)"},
    {"initcap", "write title(text)"},
    {"capitalize", "write title(text)"},
    {"proper", "write title(text)"},
    {"strip", "write trim(text)"},
    {"ltrim", "write trim(text), or regexp_replace(text, '^ +', '')"},
    {"rtrim", "write trim(text), or regexp_replace(text, ' +$', '')"},
    {"concatenate", "write concat(a, b), or a || b"},
    {"concat_ws", "write a || ', ' || b"},
    {"paste", "write concat(a, b), or a || b"},
    {"unaccent", "write ascii(text)"},
    {"slugify", "write slug(text)"},
    {"startswith", "write starts_with(text, other)"},
    {"endswith", "write ends_with(text, other)"},
    {"position", "write contains(text, other)"},
    {"instr", "write contains(text, other)"},
    {"strpos", "write contains(text, other)"},
    {"zfill", "write lpad(text, length, '0')"},
    {"format", "write lpad(to_text(x), length, '0'), or format_date(t, format)"},
    {"str", "write to_text(x)"},
    {"string", "write to_text(x)"},
    {"int", "write round(x), floor(x) or trunc(x)"},
    {"float", "write to_number(text)"},
    {"cast", "write to_text(x), to_number(text), or round(x)"},
    {"regexp_like", "write text matches '.*pattern.*'"},
    {"regexp_matches", "write text matches '.*pattern.*'"},
    {"regexp_substr", "write regexp_replace(text, '^.*(pattern).*$', '\\1')"},
    {"md5", "write hash(x), which is an integer"},
    {"sha256", "write hash(x), which is an integer"},
    {"fmod", "write mod(x, y), or x % y"},
    {"fabs", "write abs(x)"},
    {"log2", "write ln(x) / ln(2)"},
    {"radians", "write x * pi() / 180"},
    {"degrees", "write x * 180 / pi()"},
    {"truncate", "write trunc(x)"},
    {"num_nonnulls", "write count_filled(a, b)"},
    {"rownum", "write row_number()"},
    {"choice", "a choice is a column of its own, which may be hidden"},
    {"lag", "it is called previous here, and not supported yet"},
    {"lead", "it is called next here, and not supported yet"},
    {"switch", "write case x when a then b else c end"},
    {"not", "write not, without a call"},
    {"current_date", "write today()"},
    {"getdate", "write now()"},
    {"extract", "write year(t), month(t), hour(t) and so on"},
    {"date_part", "write year(t), month(t), hour(t) and so on"},
    {"datediff", "write days_between(a, b)"},
    {"date_diff", "write days_between(a, b)"},
    {"age", "write years_between(birth, today())"},
    {"dateadd", "write d + days(n), months(n) or years(n)"},
    {"date_add", "write d + days(n), months(n) or years(n)"},
    {"dayofweek", "write weekday(d), Monday 1 to Sunday 7"},
    {"isodow", "write weekday(d), Monday 1 to Sunday 7"},
    {"dayofmonth", "write day(d)"},
    {"strftime", "write format_date(d, '%d/%m/%Y')"},
    {"to_char", "write to_text(x), or format_date(d, '%d/%m/%Y')"},
    {"date_format", "write format_date(d, '%d/%m/%Y')"},
    {"weeks", "write days(7 * n)"},
};

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string parameter_list(const Parameterisation& parameters) {
  std::string text;
  for (const Parameter& parameter : parameters) {
    const std::string name = (text.empty() ? "" : ", ") + std::string(parameter.name);
    text += parameter.fallback.has_value() ? "[" + name + "]" : name;
  }
  return text;
}

/// "normal(mean, sd)", or all ways to give the parameters: "lognormal(median, sigma) or lognormal(mu, sigma)".
std::string draw_signature(const DistributionKind& kind) {
  std::string text;
  for (const Parameterisation& parameters : kind.parameterisations) {
    text += (text.empty() ? "" : " or ") + std::string(kind.record.name) + "(" + parameter_list(parameters) + ")";
  }
  return text;
}

std::string count_text(std::size_t count) { return count == 1 ? "1 argument" : std::to_string(count) + " arguments"; }

}  // namespace

void Compiler::unknown_function(const ExpressionNode& node) {
  for (const Habit& habit : kHabits) {
    if (node.text == habit.name) {
      error_at_mark("SG3102", "unknown function " + quoted(node.text), node, std::string(habit.hint));
      return;
    }
  }
  std::vector<std::string> names = function_names();
  for (const std::string_view name : not_yet_names(NotYet::function)) names.emplace_back(name);
  std::string hint = did_you_mean(node.text, names);
  if (hint.empty()) hint = "`synthgen list functions` tells them all";
  error_at_mark("SG3102", "unknown function " + quoted(node.text), node, std::move(hint));
}

Typed Compiler::compile_call(const ExpressionNode& node) {
  if (find_distribution(node.text) != nullptr) return compile_draw(node);
  const FunctionRecord* function = find_function(node.text);
  if (function == nullptr) {
    if (is_not_yet(NotYet::function, node.text) || is_not_yet(NotYet::distribution, node.text)) {
      error_at_mark("SG2005", "the function " + quoted(node.text) + " is not supported yet", node,
                    "compute it otherwise; the changelog tells when it arrives");
    } else {
      unknown_function(node);
    }
    return {nullptr, &node};
  }
  if (function->over != RowsOver::children && (node.has_where || !node.via.empty())) {
    error_at_mark("SG3105", quoted(node.text) + " takes no where and no via", node,
                  "they belong to aggregates over children");
    return {nullptr, &node};
  }
  if (function->over != RowsOver::none) return compile_over_rows(node, *function);
  bool good = true;
  std::vector<Typed> given = compile_children(node, good);
  const std::size_t most = function->parameters.size();
  const auto needed = static_cast<std::size_t>(std::count_if(function->parameters.begin(), function->parameters.end(),
                                                             [](const FunctionParameter& p) { return !p.optional; }));
  std::vector<Typed> arguments(std::max(most, given.size()));
  std::size_t filled = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const ArgumentName& name = node.argument_names[i];
    std::size_t at = i;
    if (!name.name.empty()) {
      at = 0;
      while (at < most && function->parameters[at].name != name.name) ++at;
      if (at == most || arguments[at].node != nullptr) {
        diagnostics_.add(make_error("SG3105",
                                    at == most ? quoted(node.text) + " has no argument " + quoted(name.name)
                                               : "the argument " + quoted(name.name) + " is given twice",
                                    expression_.origin().place(name.begin, name.length), signature(*function)));
        return {nullptr, &node};
      }
    }
    arguments[at] = given[i];
    ++filled;
  }
  bool complete = filled >= needed && (filled <= most || function->repeats);
  for (std::size_t i = 0; i < std::min(most, arguments.size()); ++i) {
    complete = complete && (arguments[i].node != nullptr || function->parameters[i].optional);
  }
  if (!complete) {
    const std::string expects = function->repeats ? "at least " + count_text(needed)
                                : needed == most  ? count_text(most)
                                                  : std::to_string(needed) + " to " + count_text(most);
    error_at_mark("SG3104",
                  quoted(node.text) + " takes " + (most == 0 ? "no arguments" : expects) + ", not " +
                      std::to_string(given.size()),
                  node, signature(*function));
    return {nullptr, &node};
  }
  if (!good) return {nullptr, &node};
  return {function->compile(*this, arguments, node), &node, false, function->unit};
}

Typed Compiler::compile_over_rows(const ExpressionNode& node, const FunctionRecord& function) {
  const auto call = std::find_if(expression_.calls().begin(), expression_.calls().end(),
                                 [&](const RowsCall& one) { return one.node == &node; });
  assert(call != expression_.calls().end());
  const std::size_t given = call->arguments.size();
  if ((node.text == "min" || node.text == "max") && given > 1) {
    error_at_mark("SG3102", quoted(node.text) + " is an aggregate over children, not a function of several values",
                  node, "write " + std::string(node.text == "min" ? "least" : "greatest") + "(a, b)");
    return {nullptr, &node};
  }
  for (std::size_t i = 0; i < given; ++i) {
    const ArgumentName& name = node.argument_names[i];
    if (name.name.empty() || (i < function.parameters.size() && name.name == function.parameters[i].name)) continue;
    diagnostics_.add(make_error("SG3105",
                                quoted(node.text) + " has no argument " + quoted(name.name) + " in this place",
                                expression_.origin().place(name.begin, name.length), signature(function)));
    return {nullptr, &node};
  }
  if (function.over == RowsOver::children && !names_apart(*call)) return {nullptr, &node};
  const std::size_t most = function.parameters.size();
  const auto needed = static_cast<std::size_t>(std::count_if(function.parameters.begin(), function.parameters.end(),
                                                             [](const FunctionParameter& p) { return !p.optional; }));
  if (given < needed || given > most) {
    error_at_mark("SG3104",
                  quoted(node.text) + " takes " +
                      (needed == most ? count_text(most) : std::to_string(needed) + " to " + count_text(most)) +
                      ", not " + std::to_string(given),
                  node, signature(function));
    return {nullptr, &node};
  }
  const Result<Scope::Entry> entry = scope_.over_rows(*call, streams_, options_);
  if (entry.ok()) return read_column(*entry, node);
  for (Diagnostic diagnostic : entry.diagnostics()) {
    if (!diagnostic.place.has_value()) diagnostic.place = call->place;
    diagnostics_.add(std::move(diagnostic));
  }
  return {nullptr, &node};
}

bool Compiler::names_apart(const RowsCall& call) {
  for (const Expression& argument : call.arguments) {
    for (const PathUse& child : argument.paths()) {
      if (of_this_row(child.path)) continue;
      for (const PathUse& own : expression_.paths()) {
        if (own.path.front() != child.path.front()) continue;
        const std::string& name = own.path.front();
        diagnostics_.add(make_error("SG2636", quoted(name) + " is a table in " + call.text + ", and a column beside it",
                                    own.place, "give the column another name: " + name + "_id tells the two apart"));
        return false;
      }
    }
  }
  return true;
}

Typed Compiler::compile_draw(const ExpressionNode& node) {
  const DistributionKind& kind = *find_distribution(node.text);
  const auto& ways = kind.parameterisations;
  bool good = true;
  std::vector<Typed> given = compile_children(node, good);
  if (node.has_where || !node.via.empty()) {
    error_at_mark("SG3105", quoted(node.text) + " takes no where and no via", node,
                  "they belong to aggregates over children");
    return {nullptr, &node};
  }
  if (kind.takes_lists()) {
    error_at_mark("SG3104", quoted(node.text) + " takes lists, which an expression cannot hold", node,
                  "declare a column, hidden if you like, with \"distribution\": " + quoted(node.text) +
                      ", and read it here by its name");
    return {nullptr, &node};
  }
  const bool any_positional = std::any_of(node.argument_names.begin(), node.argument_names.end(),
                                          [](const ArgumentName& name) { return name.name.empty(); });
  if (any_positional && ways.size() != 1) {
    error_at_mark("SG3104", quoted(node.text) + " has several sets of parameters, so its arguments must be named", node,
                  draw_signature(kind));
    return {nullptr, &node};
  }
  // A name that no set knows is told first: it is the likelier slip.
  for (const ArgumentName& name : node.argument_names) {
    if (name.name.empty()) continue;
    std::vector<std::string> known;
    for (const Parameterisation& way : ways) {
      for (const Parameter& parameter : way) known.emplace_back(parameter.name);
    }
    if (std::find(known.begin(), known.end(), name.name) != known.end()) continue;
    std::string hint = did_you_mean(name.name, known);
    hint += (hint.empty() ? "" : "; ") + draw_signature(kind);
    diagnostics_.add(make_error("SG3105", quoted(node.text) + " has no argument " + quoted(name.name),
                                expression_.origin().place(name.begin, name.length), std::move(hint)));
    good = false;
  }
  if (!good) return {nullptr, &node};
  for (std::size_t which = 0; which < ways.size(); ++which) {
    const Parameterisation& way = ways[which];
    std::vector<Typed> arguments(way.size());
    bool fits = given.size() <= way.size();
    for (std::size_t i = 0; fits && i < given.size(); ++i) {
      std::size_t at = i;
      if (const std::string& name = node.argument_names[i].name; !name.empty()) {
        at = 0;
        while (at < way.size() && way[at].name != name) ++at;
      }
      fits = at < way.size() && arguments[at].node == nullptr;
      if (fits) arguments[at] = given[i];
    }
    for (std::size_t p = 0; fits && p < way.size(); ++p) {
      fits = arguments[p].node != nullptr || way[p].fallback.has_value();
    }
    if (!fits) continue;

    std::vector<StepPtr> steps(way.size());
    for (std::size_t p = 0; p < way.size(); ++p) {
      if (!arguments[p]) continue;
      if (!need_numeric(arguments[p], node.text)) {
        good = false;
        continue;
      }
      steps[p] = arguments[p].step;
      if (!arguments[p].constant()) continue;
      const Parameter& parameter = way[p];
      const bool null = steps[p]->constant()->is_null(0);
      const double value = null ? 0 : constant_number(*steps[p]);
      if (null || !parameter.range.contains(value) ||
          (parameter.range.integral && value != static_cast<double>(static_cast<std::int64_t>(value)))) {
        error("SG3206",
              "the argument " + quoted(parameter.name) + " of " + quoted(node.text) + " must be " +
                  parameter.range.text() + ", not " + (null ? std::string("null") : shortest_text(value)),
              *arguments[p].node, std::string(parameter.name) + ": " + std::string(parameter.meaning));
        good = false;
      }
    }
    if (!good) return {nullptr, &node};
    if (kind.bounds_are_parameters && steps.size() == 2 && steps[0]->constant() != nullptr &&
        steps[1]->constant() != nullptr) {
      const double low = constant_number(*steps[0]);
      const double high = constant_number(*steps[1]);
      if (low > high || (low == high && kind.outcome == Outcome::continuous)) {
        error("SG3206",
              quoted(node.text) + " from " + shortest_text(low) + " to " + shortest_text(high) + " has no values", node,
              "the first bound must be below the second");
        return {nullptr, &node};
      }
    }
    if (kind.contradiction != nullptr) {
      // Where all numbers are known, whether they go together.
      std::vector<double> numbers;
      for (std::size_t p = 0; p < way.size(); ++p) {
        if (steps[p] == nullptr) {
          numbers.push_back(*way[p].fallback);
        } else if (steps[p]->constant() != nullptr) {
          numbers.push_back(constant_number(*steps[p]));
        }
      }
      const std::string why = numbers.size() == way.size() ? kind.contradiction(which, numbers) : std::string();
      if (!why.empty()) {
        error("SG3206", "the arguments of " + quoted(node.text) + " do not fit: " + why, node, draw_signature(kind));
        return {nullptr, &node};
      }
    }
    const std::string base = options_.role + "call " + std::to_string(node.draw_site);
    const DrawKeys keys{streams_(base + "/64"), streams_(base + "/32"), streams_(base + " tie/64")};
    return {make_draw(kind, which, std::move(steps), keys), &node};
  }
  error_at_mark("SG3104", "the arguments of " + quoted(node.text) + " are not one of its sets of parameters", node,
                draw_signature(kind));
  return {nullptr, &node};
}

}  // namespace synthgen::expression
