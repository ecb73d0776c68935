#include "read_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/parameter_value.hpp"

namespace synthgen {
namespace {

std::vector<std::string> names_of(const std::vector<NamedConstant>& constants) {
  std::vector<std::string> names;
  for (const NamedConstant& constant : constants) names.push_back(constant.name);
  return names;
}

std::optional<NamedConstant> read_constant(const json::Member& member, Diagnostics& diagnostics) {
  NamedConstant constant;
  constant.name = member.name;
  const json::Value& value = member.value;
  if (member.name.empty()) {
    diagnostics.add(make_error("SG2008", "a constant's name is empty", member.name_place, "give it a name"));
    return std::nullopt;
  }
  switch (value.kind) {
    case json::Kind::null:
      return constant;
    case json::Kind::boolean:
      constant.kind = NamedConstant::Kind::boolean;
      constant.boolean = value.boolean;
      return constant;
    case json::Kind::number:
      constant.kind = NamedConstant::Kind::number;
      constant.text = value.text;
      return constant;
    case json::Kind::string:
      constant.kind = NamedConstant::Kind::text;
      constant.text = value.text;
      if (value.text.starts_with("==")) {
        constant.text.erase(0, 1);
      } else if (value.text.starts_with('=')) {
        diagnostics.add(make_error("SG2115", "a constant is literal, and this text begins like an expression",
                                   value.place, "give its value; double the = to mean the text itself"));
        return std::nullopt;
      }
      return constant;
    case json::Kind::array:
    case json::Kind::object:
      break;
  }
  diagnostics.add(make_error("SG2011", fmt::format("a constant is a single value, not {}", json::kind_name(value.kind)),
                             value.place, "give a number, a text, true, false or null"));
  return std::nullopt;
}

/// The text after --set NAME=, read as a value of the declared kind; false where it is none.
bool set_constant(const std::string& text, NamedConstant& constant) {
  switch (constant.kind) {
    case NamedConstant::Kind::text:
      constant.text = text;
      return true;
    case NamedConstant::Kind::boolean:
      if (text != "true" && text != "false") return false;
      constant.boolean = text == "true";
      return true;
    case NamedConstant::Kind::number:
      if (!parse_number(text).has_value()) return false;
      constant.text = text;
      return true;
    case NamedConstant::Kind::null:
      break;
  }
  // A null has no kind to follow: the value says what it is.
  if (text == "null") return true;
  if (text == "true" || text == "false") {
    constant.kind = NamedConstant::Kind::boolean;
    constant.boolean = text == "true";
  } else {
    constant.kind = parse_number(text).has_value() ? NamedConstant::Kind::number : NamedConstant::Kind::text;
    constant.text = text;
  }
  return true;
}

}  // namespace

Result<std::optional<Scope::Entry>> ConstantScope::find(const Path&) const { return std::optional<Entry>(); }

const NamedConstant* ConstantScope::constant(std::string_view name) const { return find_constant(constants_, name); }

std::vector<std::string> ConstantScope::names_near(const Path&) const { return names_of(constants_); }

const NamedConstant* find_constant(const std::vector<NamedConstant>& constants, std::string_view name) {
  const auto found =
      std::find_if(constants.begin(), constants.end(), [&](const NamedConstant& c) { return c.name == name; });
  return found != constants.end() ? &*found : nullptr;
}

void read_constants(const json::Value* constants, const ReadOptions& options, Schema& schema,
                    Diagnostics& diagnostics) {
  if (constants != nullptr) {
    for (const json::Member& member : constants->members) {
      std::optional<NamedConstant> constant = read_constant(member, diagnostics);
      // A faulty one is known by its name all the same, so that its uses are not told as unknown columns.
      if (!constant.has_value()) constant = NamedConstant{member.name, NamedConstant::Kind::null, false, {}};
      schema.constants.push_back(std::move(*constant));
      schema.constant_places.push_back(member.name_place);
    }
  }
  const std::vector<std::string> names = names_of(schema.constants);
  for (const auto& [name, text] : options.constants) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      std::string hint = did_you_mean(name, names);
      if (hint.empty()) {
        hint = names.empty() ? "the schema has no \"constants\"" : fmt::format("there are {}", fmt::join(names, ", "));
      }
      diagnostics.add(make_error("SG6005", fmt::format("--set: there is no constant \"{}\"", name), {}, hint));
      continue;
    }
    NamedConstant& constant = schema.constants[static_cast<std::size_t>(at - names.begin())];
    if (set_constant(text, constant)) {
      schema.set.push_back(name);
      continue;
    }
    const bool number = constant.kind == NamedConstant::Kind::number;
    diagnostics.add(make_error("SG6005",
                               fmt::format("--set: the constant \"{}\" is {}, and \"{}\" is none", name,
                                           number ? "a number" : "true or false", text),
                               {}, number ? "for example --set " + name + "=0.5" : "write true or false"));
  }
}

std::optional<double> real_from_constants(std::string_view what, const json::Value& value, const Schema& schema,
                                          Diagnostics& diagnostics) {
  const std::optional<ParameterValue> parameter = parse_parameter(value, diagnostics);
  if (!parameter.has_value()) return std::nullopt;
  if (parameter->expression == std::nullopt) {
    diagnostics.add(make_error("SG2013", fmt::format("{} is a number, and \"==\" begins a text", what), value.place,
                               "an expression begins with one ="));
    return std::nullopt;
  }
  const ConstantScope scope(schema.constants);
  // A draw would need a stream, and there is no row to draw for; the key below never reaches a value.
  bool draws = false;
  const StreamMaker streams = [&](std::string_view) {
    draws = true;
    return StreamKey{};
  };
  CompileOptions options;
  options.reference_micros = schema.reference_micros;
  const auto wrong = [&](std::string message, std::string hint) {
    diagnostics.add(make_error("SG2013", std::move(message), value.place, std::move(hint)));
    return std::nullopt;
  };
  const Result<std::shared_ptr<const Program>> program = compile(*parameter->expression, scope, streams, options);
  if (!program.ok()) {
    for (Diagnostic diagnostic : program.diagnostics()) {
      if (diagnostic.code == "SG3101") {
        const std::vector<std::string> names = names_of(schema.constants);
        diagnostic.message = fmt::format("{} is computed from constants, and there is none of this name", what);
        if (diagnostic.hint.find("did you mean") == std::string::npos) {
          diagnostic.hint = names.empty() ? "add \"constants\": {\"size\": 1000} to the document"
                                          : fmt::format("there are {}", fmt::join(names, ", "));
        }
      }
      diagnostics.add(std::move(diagnostic));
    }
    return std::nullopt;
  }
  if (draws || (*program)->constant() == nullptr) {
    return wrong(fmt::format("{} is one number, and this expression {}", what, draws ? "draws" : "differs by row"),
                 "compute it from constants");
  }
  if (!is_numeric((*program)->type().kind)) {
    return wrong(fmt::format("{} is a number, and this expression gives {}", what, type_text((*program)->type())),
                 "compute it from constants that are numbers");
  }
  Column number;
  convert(*(*program)->constant(), {TypeKind::number, 0}, number);
  if (number.is_null(0)) {
    return wrong(fmt::format("{} is a number, and this expression gives null", what),
                 "look for a division by zero or a null constant");
  }
  return number.data<double>()[0];
}

std::optional<double> number_from_constants(std::string_view what, const json::Value& value, const Schema& schema,
                                            Diagnostics& diagnostics) {
  const std::optional<double> number = real_from_constants(what, value, schema, diagnostics);
  return number.has_value() ? std::optional(std::floor(*number + 0.5)) : std::nullopt;
}

void check_constant_names(const Schema& schema, Diagnostics& diagnostics) {
  for (const auto& table : schema.tables) {
    for (const auto& column : table->columns) {
      const std::string& name = column->declaration.name;
      if (find_constant(schema.constants, name) == nullptr) continue;
      diagnostics.add(make_error("SG2012", fmt::format("the column \"{}\" bears the name of a constant", name),
                                 column->declaration.name_place,
                                 "rename one of them: an expression could mean either"));
    }
  }
}

}  // namespace synthgen
