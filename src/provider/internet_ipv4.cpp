// An address of IPv4.
#include <array>
#include <vector>

#include "serial_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

/// Networks of 256 addresses: the first three numbers of the first and the last as one.
struct Networks {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

constexpr std::uint32_t net(std::uint32_t a, std::uint32_t b, std::uint32_t c) { return (a << 16) | (b << 8) | c; }

// RFC 5737: for documentation.
constexpr std::array<Networks, 3> kReserved = {
    {{net(192, 0, 2), net(192, 0, 2)}, {net(198, 51, 100), net(198, 51, 100)}, {net(203, 0, 113), net(203, 0, 113)}}};

// What the IANA IPv4 Special-Purpose Address Registry (RFC 6890) and multicast (RFC 5771) leave.
constexpr std::array<Networks, 15> kPublic = {{
    {net(1, 0, 0), net(9, 255, 255)},
    {net(11, 0, 0), net(100, 63, 255)},
    {net(100, 128, 0), net(126, 255, 255)},
    {net(128, 0, 0), net(169, 253, 255)},
    {net(169, 255, 0), net(172, 15, 255)},
    {net(172, 32, 0), net(191, 255, 255)},
    {net(192, 0, 1), net(192, 0, 1)},
    {net(192, 0, 3), net(192, 31, 195)},
    {net(192, 31, 197), net(192, 52, 192)},
    {net(192, 52, 194), net(192, 88, 98)},
    {net(192, 88, 100), net(192, 167, 255)},
    {net(192, 169, 0), net(192, 175, 47)},
    {net(192, 175, 49), net(198, 17, 255)},
    {net(198, 20, 0), net(198, 51, 99)},
    {net(198, 51, 101), net(203, 0, 112)},
}};
constexpr Networks kPublicRest = {net(203, 0, 114), net(223, 255, 255)};

constexpr std::uint32_t kHosts = 254;  // neither the network itself nor its broadcast

/// The decimal text of every byte, by its value: at most three digits.
struct Bytes {
  std::array<std::array<char, 4>, 264> text{};  // and the size; the last ones fill up what a wide copy reads
};
constexpr Bytes kBytes = [] {
  Bytes bytes;
  for (unsigned value = 0; value < 256; ++value) {
    const unsigned size = value < 10 ? 1 : value < 100 ? 2 : 3;
    unsigned rest = value;
    for (unsigned d = size; d-- > 0; rest /= 10) bytes.text[value][d] = static_cast<char>('0' + rest % 10);
    bytes.text[value][3] = static_cast<char>(size);
  }
  return bytes;
}();

void add_byte(std::uint32_t value, TextPieces& pieces) {
  const auto& text = kBytes.text[value & 0xFFU];
  pieces.add_wide({text.data(), static_cast<std::size_t>(text[3])});
}

Result<MadeProvider> make(const ProviderContext& context) {
  std::vector<Networks> networks;
  if (context.flag("realistic")) {
    networks.assign(kPublic.begin(), kPublic.end());
    networks.push_back(kPublicRest);
  } else {
    networks.assign(kReserved.begin(), kReserved.end());
  }
  std::vector<std::uint64_t> ends;  // of each, among all addresses
  std::uint64_t count = 0;
  for (const Networks& each : networks) {
    count += std::uint64_t{each.last - each.first + 1} * kHosts;
    ends.push_back(count);
  }
  return make_serial_text(
      context, count, 15,
      [networks, ends](std::uint64_t serial, TextPieces& pieces) {
        std::size_t n = 0;
        while (serial >= ends[n]) ++n;
        const std::uint64_t inside = n == 0 ? serial : serial - ends[n - 1];
        const auto network = networks[n].first + static_cast<std::uint32_t>(inside / kHosts);
        add_byte(network >> 16, pieces);
        pieces.add('.');
        add_byte(network >> 8, pieces);
        pieces.add('.');
        add_byte(network, pieces);
        pieces.add('.');
        add_byte(static_cast<std::uint32_t>(inside % kHosts) + 1, pieces);
      },
      context.flag("realistic") ? "ask for fewer rows" : "\"realistic\": true has all public addresses");
}

}  // namespace

const ProviderKind& internet_ipv4_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic",
       .meaning = "true: any public address, which may be somebody's; false: of the networks for documentation."}};
  static const ProviderKind kKind = {
      .record = {.name = "internet.ipv4",
                 .summary = "An address of IPv4, of the networks that are for documentation, so nobody's.",
                 .source = "RFC 5737; public ones: IANA IPv4 Special-Purpose Address Registry",
                 .example = R"({"provider": "internet.ipv4"})"},
      .options = kOptions,
      .no_suffix = kUniqueStaysValid,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
