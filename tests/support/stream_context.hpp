// A context for providers that need nothing but streams of their own.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "synthgen/provider/provider.hpp"

namespace synthgen::test {

class StreamContext : public ProviderContext {
 public:
  /// Purposes of the streams that were asked for, in order.
  const std::vector<std::string>& purposes() const { return purposes_; }

  StreamKey stream(std::string_view purpose) const override {
    purposes_.emplace_back(purpose);
    return make_stream_key(1, "t", "c", purpose);
  }
  StreamKey entity_stream(std::string_view purpose) const override {
    purposes_.emplace_back(purpose);
    return make_stream_key(1, "t", "entity ", purpose);
  }
  EntityBits entity_draw(std::string_view purpose, std::span<const Name>) const override {
    throw std::logic_error("there is no column for " + std::string(purpose));
  }
  const RowLocales& row_locales() const override { return locales_; }
  Result<FactColumn> fact(const FactKind& kind) const override {
    throw std::logic_error("there is no fact " + std::string(kind.name));
  }
  Result<std::optional<BoundColumn>> bound(std::string_view) const override { return std::optional<BoundColumn>(); }
  bool flag(std::string_view) const override { return false; }
  std::string_view word(std::string_view) const override { return {}; }
  std::int64_t integer(std::string_view) const override { return 0; }
  bool unique() const override { return false; }
  Place unique_place() const override { return {}; }
  std::int64_t table_rows() const override { return 1'000'000; }
  std::int64_t reference_micros() const override { return 1'735'689'600'000'000; }  // 2025-01-01
  Place place() const override { return {}; }

 private:
  RowLocales locales_ = {{0}, std::nullopt};
  mutable std::vector<std::string> purposes_;
};

}  // namespace synthgen::test
