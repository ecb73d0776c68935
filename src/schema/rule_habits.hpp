// What other tools, and people, call the keys of a rule and what is done about rows that break it.
//
// Threads: constant data.
#pragma once

#include <string_view>

namespace synthgen {

/// What a key of a rule is called here; empty where the word is no habit that we know.
std::string_view rule_key_habit(std::string_view key);
/// Whether a key of a table is what others call `rules`.
bool means_rules(std::string_view key);
/// The same as of a key, of a word of `enforce`.
std::string_view enforcement_habit(std::string_view word);

}  // namespace synthgen
