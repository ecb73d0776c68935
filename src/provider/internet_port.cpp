// A port of TCP or UDP.
#include "any_locale_list.hpp"
#include "synthgen/base/permutation.hpp"

namespace synthgen {
namespace {

constexpr Name kRanges[] = {"service", "registered", "dynamic", "any"};

class UniformPort final : public Provider {
 public:
  UniformPort(StreamKey key, std::int64_t least, std::int64_t greatest) : key_(key), least_(least) {
    count_ = static_cast<std::uint64_t>(greatest - least + 1);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* ports = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i)
      ports[i] = least_ + static_cast<std::int64_t>(bounded(bits[i], count_));
  }

 private:
  const StreamKey key_;
  const std::int64_t least_;
  std::uint64_t count_ = 0;
};

Result<MadeProvider> make(const ProviderContext& context) {
  const std::string_view range = context.word("range");
  if (range == "service") return make_any_locale_integer(context, "ports", "port", "weight");
  const std::int64_t least = range == "dynamic" ? 49152 : range == "registered" ? 1024 : 1;
  const std::int64_t greatest = range == "registered" ? 49151 : 65535;
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const UniformPort>(context.stream("value/64"), least, greatest);
  return made;
}

}  // namespace

const ProviderKind& internet_port_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "range",
       .meaning = "service: those of well-known services, most of all 443; registered: 1024 to 49151; dynamic: 49152 "
                  "to 65535; any: 1 to 65535.",
       .form = OptionForm::word,
       .words = kRanges}};
  static const ProviderKind kKind = {
      .record = {.name = "internet.port",
                 .summary = "A port of TCP or UDP: by default that of a well-known service.",
                 .source = "RFC 6335; data/any_locale/ports.txt: IANA service name and port number registry",
                 .example = R"({"provider": "internet.port"})"},
      .type = {TypeKind::integer, 0},
      .options = kOptions,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
