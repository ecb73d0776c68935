// What a system keeps of a password. The characters are random: no password is known that leads to them.
#include <array>

#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

constexpr Name kAlgorithms[] = {"bcrypt", "argon2id"};

/// How bytes are written with 64 characters: the last one of each part has fewer bits than six.
struct Form {
  std::string_view begin;
  std::string_view alphabet;
  std::size_t salt = 0;        // characters
  std::uint32_t salt_end = 0;  // mask of the bits of the last one
  std::string_view between;
  std::size_t hash = 0;
  std::uint32_t hash_end = 0;
};

// bcrypt: 16 bytes of salt and 23 of hash, in an alphabet of its own (Provos and Mazières, "A future-adaptable password
// scheme", USENIX 1999; version 2b of OpenBSD), cost 12.
constexpr Form kBcrypt = {
    "$2b$12$", "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 22, 0x30, "", 31, 0x3C};
// argon2id: 16 bytes of salt and 32 of hash in Base64 without filling (PHC string format), with the second parameters
// that RFC 9106, section 4, recommends: 64 MiB, three passes, four lanes.
constexpr Form kArgon2id = {"$argon2id$v=19$m=65536,t=3,p=4$",
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                            22,
                            0x30,
                            "$",
                            43,
                            0x3C};
constexpr std::size_t kRoom = 98;

class PasswordHash final : public Provider {
 public:
  PasswordHash(StreamKey key, const Form& form) : key_(key), form_(form) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    constexpr std::uint32_t kBlocks = 4;  // of five characters a word: 65 characters are 13 words
    const RowSet rows = evaluate.rows();
    std::array<std::uint32_t, 4 * kBatchRows> drawn[kBlocks];
    for (std::uint32_t block = 0; block < kBlocks; ++block) {
      draw_blocks(key_, rows, evaluate.attempt(), block, drawn[block].data());
    }
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      TextPieces pieces(out, kRoom);
      pieces.add(form_.begin);
      std::uint32_t word = 0;
      std::size_t taken = 0;
      const auto add = [&](std::size_t characters, std::uint32_t end_mask) {
        for (std::size_t c = 1; c <= characters; ++c, ++taken) {
          const std::size_t w = taken / 5;
          word = taken % 5 == 0 ? drawn[w / 4][4 * i + w % 4] : word >> 6;
          pieces.add(form_.alphabet[word & (c == characters ? end_mask : 0x3FU)]);
        }
      };
      add(form_.salt, form_.salt_end);
      pieces.add(form_.between);
      add(form_.hash, form_.hash_end);
      pieces.commit();
    }
  }

 private:
  const StreamKey key_;
  const Form& form_;
};

}  // namespace

const ProviderKind& internet_password_hash_provider() {
  static constexpr ProviderOption kOptions[] = {{.name = "algorithm",
                                                 .meaning = "bcrypt with cost 12, or argon2id of 64 MiB.",
                                                 .form = OptionForm::word,
                                                 .words = kAlgorithms}};
  static const ProviderKind kKind = {
      .record = {.name = "internet.password_hash",
                 .summary = "What a system keeps of a password, in form only: it is random, so no password is known "
                            "that opens it.",
                 .source = "bcrypt: Provos and Mazières, USENIX 1999; argon2id: RFC 9106 and the PHC string format",
                 .example = R"({"provider": "internet.password_hash"})"},
      .unique = true,
      .options = kOptions,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        MadeProvider made;
        made.unique = true;  // 128 bits of salt
        made.provider = std::make_unique<const PasswordHash>(
            context.stream("value/128"), context.word("algorithm") == "bcrypt" ? kBcrypt : kArgon2id);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
