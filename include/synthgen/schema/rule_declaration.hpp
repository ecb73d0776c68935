// A rule of a table's `rules` as the schema gives it.
//
// Threads: immutable once read. It points into the document.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// Rules of one table.
inline constexpr std::size_t kMostRules = 1'000;

/// What is done about rows that break a rule.
enum class Enforcement : std::uint8_t {
  condition,  ///< rows are drawn given the rule
  verify,     ///< such a row stops the run
  report,     ///< they are counted
};

/// "check": C, or "if": A, "then": B, "else": C. A row passes where it is true or null; one whose `if` is null passes.
struct RuleDeclaration {
  std::string name;  ///< as given; else "rule 3", by its place in the list from 1
  bool named = false;
  Place place;  ///< of the rule's name, else of `check` or `if`
  std::string description;
  Enforcement enforcement = Enforcement::condition;
  std::optional<Expression> condition;  ///< `if`
  Place condition_place;
  std::optional<Expression> check;  ///< `check`, or `then`; always there
  Place check_place;
  std::optional<Expression> otherwise;  ///< `else`
  Place otherwise_place;

  // Rows that break it on purpose.
  std::optional<ParameterValue> violate;  ///< their share
  Place violate_place;
  bool exact = false;  ///< exactly round(share × rows) of them
  Place exact_place;
  /// How far a computed column goes beyond the rule's other side: a source of shares of it.
  std::unique_ptr<SourceSpec> by;
  ColumnDeclaration by_declaration;
};

}  // namespace synthgen
