// The list of what is not built yet: look-ups by place, and that the list itself is in order.
#include "synthgen/kind/not_yet.hpp"

#include <algorithm>
#include <string>

#include "support/catch.hpp"

using synthgen::is_not_yet;
using synthgen::not_yet_names;
using synthgen::NotYet;

namespace {

constexpr NotYet kPlaces[] = {
    NotYet::document_key, NotYet::table_key,  NotYet::rows_key,    NotYet::column_key,
    NotYet::source,       NotYet::source_key, NotYet::type,        NotYet::distribution,
    NotYet::provider,     NotYet::function,   NotYet::operation,   NotYet::correlation_key,
    NotYet::output_key,   NotYet::csv_key,    NotYet::parquet_key, NotYet::format,
    NotYet::noise,        NotYet::noise_key,  NotYet::rule_key,
};

}  // namespace

TEST_CASE("a name is not yet built only at its own place in the language") {
  CHECK(is_not_yet(NotYet::source, "grammar"));
  CHECK_FALSE(is_not_yet(NotYet::column_key, "cases"));
  CHECK_FALSE(is_not_yet(NotYet::provider, "person.full_name"));
  CHECK_FALSE(is_not_yet(NotYet::provider, "person"));
  CHECK(is_not_yet(NotYet::noise, "overflow"));
  CHECK_FALSE(is_not_yet(NotYet::distribution, "overflow"));
  CHECK_FALSE(is_not_yet(NotYet::function, "gamma"));
}

TEST_CASE("names that the language does not have are unknown and not merely unbuilt") {
  for (const NotYet place : kPlaces) {
    CHECK_FALSE(is_not_yet(place, ""));
    CHECK_FALSE(is_not_yet(place, "sgima"));
    CHECK_FALSE(is_not_yet(place, "Cases"));
  }
}

TEST_CASE("what the first release builds is not refused as not yet built") {
  for (const char* key : {"$schema", "synthgen", "name", "description", "seed", "reference_time", "tables", "output"})
    CHECK_FALSE(is_not_yet(NotYet::document_key, key));
  for (const char* key : {"rows", "columns", "description", "primary_key", "unique"})
    CHECK_FALSE(is_not_yet(NotYet::table_key, key));
  for (const char* key : {"type", "min", "max", "decimals", "missing", "hidden", "description"})
    CHECK_FALSE(is_not_yet(NotYet::column_key, key));
  for (const char* key : {"sequence", "constant", "distribution", "choice", "expression", "references", "provider"})
    CHECK_FALSE(is_not_yet(NotYet::source, key));
  for (const char* name : {"uniform", "normal", "lognormal", "exponential", "integer", "bernoulli", "poisson"})
    CHECK_FALSE(is_not_yet(NotYet::distribution, name));
  for (const char* name : {"integer", "number", "decimal", "string", "boolean", "date", "timestamp", "uuid"})
    CHECK_FALSE(is_not_yet(NotYet::type, name));
  for (const char* name : {"if", "coalesce", "clip", "round", "floor", "ceil", "least", "greatest", "abs"})
    CHECK_FALSE(is_not_yet(NotYet::function, name));
  for (const char* name : {"csv", "parquet"}) CHECK_FALSE(is_not_yet(NotYet::format, name));
  CHECK_FALSE(is_not_yet(NotYet::provider, "id.uuid4"));
  CHECK_FALSE(is_not_yet(NotYet::source_key, "pick"));
}

TEST_CASE("the names of each place are sorted, each stands once and each is found again") {
  for (const NotYet place : kPlaces) {
    const auto names = not_yet_names(place);
    CHECK(std::is_sorted(names.begin(), names.end()));
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
    for (const std::string_view name : names) {
      CHECK(is_not_yet(place, name));
      // A name is made of what schemas write; anything else would be a slip in the .def file.
      CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string_view::npos);
    }
  }
}
