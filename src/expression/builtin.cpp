// The table of functions, from builtin.def.
#include <vector>

#include "function.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen::expression {

namespace functions {
// The suffix keeps words of C++ such as `if` apart.
#define KIND(name) FunctionRecord name##_function();
#include "builtin.def"
#undef KIND
}  // namespace functions

std::span<const FunctionRecord> function_records() {
  static const std::vector<FunctionRecord> records = {
#define KIND(name) functions::name##_function(),
#include "builtin.def"
#undef KIND
  };
  return records;
}

const FunctionRecord* find_function(std::string_view name) {
  for (const FunctionRecord& function : function_records()) {
    if (function.record.name == name) return &function;
  }
  return nullptr;
}

std::string signature(const FunctionRecord& function) {
  std::string text = std::string(function.record.name) + "(";
  std::string closing;
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const FunctionParameter& parameter = function.parameters[i];
    if (parameter.optional) {
      text += "[";
      closing += "]";
    }
    if (i > 0) text += ", ";
    text += parameter.name;
  }
  if (function.repeats) text += ", …";
  return text + closing + ")";
}

}  // namespace synthgen::expression

namespace synthgen {

std::vector<FunctionPage> function_pages() {
  std::vector<FunctionPage> pages;
  for (const auto& function : expression::function_records()) {
    pages.push_back({function.record, signature(function), function.parameters, function.repeats});
  }
  return pages;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& function : expression::function_records()) names.emplace_back(function.record.name);
  for (const DistributionKind* kind : distribution_kinds()) {
    if (!kind->takes_lists()) names.emplace_back(kind->record.name);
  }
  return names;
}

}  // namespace synthgen
