// Providers: draws and locale data → realistic values. What several providers of a row agree on, such as the first
// name behind full name, e-mail and user name, is a fact: an internal column of the entity that they describe.
//
// Threads: immutable once made. Determinism: pure in (streams, rows, attempt, the columns that they read).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/column/evaluate.hpp"
#include "synthgen/kind/record.hpp"
#include "synthgen/provider/locale.hpp"
#include "synthgen/provider/suffix_place.hpp"

namespace synthgen {

class Provider {
 public:
  virtual ~Provider() = default;
  /// Fills `out` (reset by this call) for evaluate.rows().
  virtual void fill(Evaluate& evaluate, Column& out) const = 0;
};

struct MadeProvider {
  Type type = {TypeKind::string, 0};
  std::unique_ptr<const Provider> provider;
  const Dictionary* dictionary = nullptr;          ///< where every batch is coded in it; the provider keeps it
  std::shared_ptr<const Column> domain = nullptr;  ///< see MadeSource
  bool unique = false;                             ///< no value occurs twice
  std::uint64_t memory_bytes = 0;                  ///< its tables, held for the whole run; `dictionary` not among them
  Text no_suffix = {};                             ///< see ProviderKind, where only these values take no number
};

enum class OptionForm : unsigned char {
  flag,     ///< true or false; false where absent
  word,     ///< one of `words`; the first where absent
  integer,  ///< least … greatest; `fallback` where absent
  text,     ///< any text that is not empty; empty where absent
};

/// A parameter of a provider: a key beside "provider", always a literal.
struct ProviderOption {
  Name name;
  Text meaning;
  OptionForm form = OptionForm::flag;
  std::span<const Name> words = {};
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  std::int64_t fallback = 0;
};

/// What a key of `entities` is bound to: a column of the same table.
struct BoundColumn {
  ColumnIndex column = 0;
  Type type;
  const Dictionary* dictionary = nullptr;          ///< where every batch is coded in it
  std::shared_ptr<const Column> domain = nullptr;  ///< all values that it can have, where that is known
  Place place;                                     ///< of the binding's value
};

/// The locales that the rows of a provider or fact have.
struct RowLocales {
  std::vector<std::size_t> numbers;  ///< into locales(), ascending; at least one
  /// An internal integer column with the number of each row's locale, or null: then the value is null too. Nothing
  /// where all rows have numbers[0].
  std::optional<ColumnIndex> column = std::nullopt;
};

struct FactColumn {
  ColumnIndex column = 0;
  Type type;
  const Dictionary* dictionary = nullptr;
};

struct FactKind;

/// See ProviderContext::entity_draw().
class EntityBits {
 public:
  EntityBits() = default;
  explicit EntityBits(ColumnIndex column) : column_(column) {}
  /// One a row of evaluate.rows().
  const std::uint64_t* of(Evaluate& evaluate) const { return evaluate.column(column_).data<std::uint64_t>(); }

 private:
  ColumnIndex column_ = 0;
};

/// What a provider or a fact needs to be made. Columns that it asks for count as its inputs.
class ProviderContext {
 public:
  virtual ~ProviderContext() = default;
  /// A stream of the column's own. REQUIRES: a provider asks, not a fact.
  virtual StreamKey stream(std::string_view purpose) const = 0;
  /// A stream of the entity, for what a fact or a single provider draws: "person.title/64". Begins with the domain.
  virtual StreamKey entity_stream(std::string_view purpose) const = 0;
  /// A 64-bit draw that columns of the entity share, as an internal column: so they agree still where a rule has one of
  /// them drawn again. Columns that share it agree on their locale and on the options `agreed` ("unique" is that of the
  /// column); a fault of theirs (SG2722, SG2760) is told once the provider is made.
  virtual EntityBits entity_draw(std::string_view purpose, std::span<const Name> agreed = {}) const = 0;
  virtual const RowLocales& row_locales() const = 0;
  /// REQUIRES: the kind names it among its facts.
  virtual Result<FactColumn> fact(const FactKind& kind) const = 0;
  /// What the key of the entity is bound to; nothing where it is not. key "person.gender", "address.city",
  /// "company.name". REQUIRES: the kind names it among its keys.
  virtual Result<std::optional<BoundColumn>> bound(std::string_view key) const = 0;

  // Options. REQUIRES: the kind has one of that name and form.
  virtual bool flag(std::string_view option) const = 0;
  virtual std::string_view word(std::string_view option) const = 0;  ///< also of texts
  virtual std::int64_t integer(std::string_view option) const = 0;
  /// The schema has it, even if with the value that it has where it is absent.
  virtual bool given(std::string_view /*option*/) const { return false; }

  /// Every value is to differ, by construction: what is made is then MadeProvider::unique, or a fault SG2144 follows.
  virtual bool unique() const = 0;
  virtual Place unique_place() const = 0;
  virtual std::int64_t table_rows() const = 0;
  virtual std::int64_t reference_micros() const = 0;  ///< now()
  virtual Place place() const = 0;                    ///< of the provider's name in the schema
};

/// A fact about an entity: made once a table and entity, read by every provider that agrees on it.
struct FactKind {
  Name name;              ///< "person.first_name": the domain decides the locale
  Text what;              ///< what the internal column holds, for `plan`: "first name of a person"
  bool localized = true;  ///< it depends on the locale, so that all columns of the entity must agree on that
  /// Keys of `entities` that it reads itself: "person.gender".
  std::span<const Name> keys = {};
  /// Facts that it reads.
  std::span<const FactKind* const> facts = {};
  /// Integers among the options of every provider that reads it itself: all columns of the entity must say the same.
  std::span<const Name> options = {};
  Result<MadeProvider> (*make)(const ProviderContext& context) = nullptr;
};

/// For ProviderKind::no_suffix: codes, amounts and the like, which a number put to them would make something else.
inline constexpr char kFormOfItsOwn[] =
    R"(its values have a form of their own: let another column be unique, such as "id": {"sequence": 1})";

/// For ProviderKind::no_suffix: identifiers, which `unique` keeps apart by construction.
inline constexpr char kUniqueStaysValid[] = R"("unique": true makes them differ, and they stay valid)";

struct ProviderKind {
  Record record;  ///< name: "person.first_name"
  Type type = {TypeKind::string, 0};
  bool unique = false;  ///< every row's value differs without being asked to, so that it may be a key
  /// Its values depend on the locale: it takes the key `locale`, and exists where `topics` or `only` say so.
  bool localized = false;
  std::span<const Name> topics = {};  ///< tables of locale data that it needs; a locale without one lacks it
  std::span<const Name> only = {};    ///< the locales that have it, where the data do not decide
  Name everywhere_with = {};          ///< an option with which it exists in every locale
  Name localized_with = {};           ///< a flag without which no locale changes its values
  std::span<const ProviderOption> options = {};
  std::span<const Name> keys = {};  ///< see FactKind
  std::span<const FactKind* const> facts = {};
  /// It agrees with others of its entity, if only on the locale, so that it takes the key `entity`.
  bool of_entity() const { return entity_draws || localized || !facts.empty() || !keys.empty(); }
  bool entity_draws = false;  ///< it draws from entity streams
  /// What to do in place of "unique": "suffix", where a number put to a value would make it something else.
  Text no_suffix = {};
  SuffixPlace suffix_place = SuffixPlace::by_text;
  Result<MadeProvider> (*make)(const ProviderContext& context) = nullptr;
};

/// The texts of a dictionary, each once, as the domain of a column that is coded in it.
std::shared_ptr<const Column> domain_of_dictionary(const Dictionary& dictionary);

/// All of them, in the order of builtin.def.
std::span<const ProviderKind* const> provider_kinds();
const ProviderKind* find_provider(std::string_view name);

/// The domain of a provider, fact or key: "person" of "person.gender".
std::string_view domain_of(std::string_view name);
/// Numbers of the locales that have the provider, ascending. REQUIRES: it is localized.
std::vector<std::size_t> locales_of(const ProviderKind& kind);
/// Every key of `entities` that it reads, by itself or through facts, each once; those that decide its locale not
/// among them.
std::vector<Name> keys_of(const ProviderKind& kind);
/// Every domain that it or a fact of its belongs to: each has a locale of its own.
std::vector<Name> domains_of(const ProviderKind& kind);

/// The keys that an object of `entities` may have: those of "person", "address" or "company", and for an entity of
/// another name all of them.
std::span<const Name> entity_keys(std::string_view domain);

}  // namespace synthgen
