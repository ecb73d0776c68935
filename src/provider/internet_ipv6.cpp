// An address of IPv6, written as RFC 5952 says: no leading zeros, small letters, "::" for the longest run of zeros.
#include <array>

#include "hex_digits.hpp"
#include "serial_draw.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kGroups = 8;
constexpr std::size_t kRoom = 39;
constexpr std::uint64_t kSerials = std::uint64_t{1} << 62;

using Groups = std::array<std::uint32_t, kGroups>;

void add_address(const Groups& groups, TextPieces& pieces) {
  std::size_t run = kGroups;  // where the longest run of zeros begins, the first of equals
  std::size_t longest = 1;    // a single zero is written
  for (std::size_t g = 0; g < kGroups;) {
    std::size_t end = g;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - g > longest) {
      run = g;
      longest = end - g;
    }
    g = end + 1;
  }
  for (std::size_t g = 0; g < kGroups;) {
    if (g == run) {
      pieces.add("::");
      g += longest;
      continue;
    }
    if (g > 0 && g != run + longest) pieces.add(':');
    add_hex_group(groups[g], pieces);
    ++g;
  }
}

/// Blocks of 2000::/3 that regional registries hand out (IANA IPv6 Global Unicast Address Assignments): the first
/// group, of which the last four bits are free.
constexpr std::array<std::uint32_t, 6> kPublicBlocks = {0x2400, 0x2600, 0x2800, 0x2a00, 0x2c00, 0x2a10};

class Ipv6 final : public Provider {
 public:
  Ipv6(const ProviderContext& context, UniqueSerials serials)
      : key_(context.stream("value/128")), realistic_(context.flag("realistic")), serials_(std::move(serials)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint32_t words[4 * kBatchRows];
    if (!serials_) {
      draw_blocks(key_, rows, evaluate.attempt(), 0, words);
    } else {
      std::uint64_t places[kBatchRows];
      serials_.fill(rows, places);
      for (std::size_t i = 0; i < rows.count; ++i) {
        const std::uint64_t place = places[i];
        words[4 * i] = static_cast<std::uint32_t>(place * 0x9E3779B97F4A7C15ULL >> 32);  // adds nothing, looks alike
        words[4 * i + 1] = static_cast<std::uint32_t>(place);
        words[4 * i + 2] = static_cast<std::uint32_t>(place >> 32);
        words[4 * i + 3] = words[4 * i] >> 2;  // no short ones: they have fewer values
      }
    }
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      TextPieces pieces(out, kRoom);
      add_address(groups_of(words + 4 * i), pieces);
      pieces.commit();
    }
  }

 private:
  Groups groups_of(const std::uint32_t* words) const {
    Groups groups = {0x2001,         0x0db8,
                     words[0] >> 16, words[0] & 0xFFFFU,
                     words[1] >> 16, words[1] & 0xFFFFU,
                     words[2] >> 16, words[2] & 0xFFFFU};
    if (realistic_) {
      // The last word's lower bits, of which the choice below sees next to nothing.
      groups[0] = kPublicBlocks[((words[3] >> 12) & 0xFFFU) * kPublicBlocks.size() >> 12] | (words[3] & 0xFU);
      groups[1] = words[0] >> 16;
      groups[2] = (words[3] >> 4) & 0xFFU;
    }
    // A third are servers, which have a small number in their network; the others have the 64 bits of RFC 8981.
    if (words[3] > 0xAAAAAAAAU) groups[4] = groups[5] = groups[6] = 0;
    return groups;
  }

  const StreamKey key_;
  const bool realistic_;
  const UniqueSerials serials_;
};

}  // namespace

const ProviderKind& internet_ipv6_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic",
       .meaning = "true: of public networks, which may be somebody's; false: of the network for documentation."}};
  static const ProviderKind kKind = {
      .record = {.name = "internet.ipv6",
                 .summary = "An address of IPv6 in its shortest form, of the network that is for documentation.",
                 .source = "RFC 3849; the form: RFC 5952; public ones: IANA IPv6 Global Unicast Address Assignments",
                 .example = R"({"provider": "internet.ipv6"})"},
      .options = kOptions,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<UniqueSerials> serials = UniqueSerials::of(context, SerialOwner::column, "value", kSerials);
        if (!serials.ok()) return serials.diagnostics();
        MadeProvider made;
        made.unique = context.unique();
        made.provider = std::make_unique<const Ipv6>(context, std::move(*serials));
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
