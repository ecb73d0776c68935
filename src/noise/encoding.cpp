// The operator `encoding`: a text whose bytes were read in another encoding than they were written in.
#include <fmt/format.h>

#include "damaged_texts.hpp"
#include "single_byte_encoding.hpp"
#include "synthgen/base/characters.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kNames[] = {"utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "ibm850", "mac-roman"};

/// Null for UTF-8.
const SingleByteEncoding* encoding_of(std::size_t index) {
  const SingleByteEncoding* const encodings[] = {nullptr,        &windows_1252(), &iso_8859_1(),
                                                 &iso_8859_15(), &ibm850(),       &mac_roman()};
  return encodings[index];
}

constexpr std::uint32_t kReplacementCharacter = 0xFFFD;

void append_code(std::uint32_t code, std::string& out) {
  char bytes[4];
  out.append(bytes, put_character(code, bytes));
}

/// Reads bytes as UTF-8, one after the other, and appends what they say: each longest part that could have begun a
/// character but does not becomes one U+FFFD.
/// Source: the UTF-8 decoder of the WHATWG's Encoding Standard, Unicode's "maximal subparts".
class LenientUtf8 {
 public:
  explicit LenientUtf8(std::string& out) : out_(out) {}

  void add(std::uint8_t byte) {
    if (needed_ != 0) {
      if (byte >= low_ && byte <= high_) {
        low_ = 0x80;
        high_ = 0xBF;
        code_ = code_ << 6 | (byte & 0x3FU);
        if (--needed_ == 0) append_code(code_, out_);
        return;
      }
      end();
    }
    low_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    high_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
    if (byte < 0x80) {
      out_ += static_cast<char>(byte);
    } else if (byte >= 0xC2 && byte <= 0xDF) {
      begin(1, byte & 0x1FU);
    } else if (byte >= 0xE0 && byte <= 0xEF) {
      begin(2, byte & 0x0FU);
    } else if (byte >= 0xF0 && byte <= 0xF4) {
      begin(3, byte & 0x07U);
    } else {
      append_code(kReplacementCharacter, out_);
    }
  }
  /// What was begun is finished no more.
  void end() {
    if (needed_ == 0) return;
    needed_ = 0;
    append_code(kReplacementCharacter, out_);
  }

 private:
  void begin(int needed, std::uint32_t code) {
    needed_ = needed;
    code_ = code;
  }

  std::string& out_;
  std::uint32_t code_ = 0;
  int needed_ = 0;
  std::uint8_t low_ = 0x80;
  std::uint8_t high_ = 0xBF;
};

class EncodingOperator final : public NoiseOperator {
 public:
  EncodingOperator(const SingleByteEncoding* from, const SingleByteEncoding* to) : from_(from), to_(to) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [this](std::size_t, std::string_view text, NoiseDraws&, std::string& out) {
      if (from_ == nullptr) {
        for (const char byte : text) append_code(to_->code_of(static_cast<std::uint8_t>(byte)), out);
      } else {
        reread(text, out);
      }
      // Nothing is drawn, so another attempt would not help.
      return out != text;
    });
  }

 private:
  void reread(std::string_view text, std::string& out) const {
    LenientUtf8 utf8(out);
    while (!text.empty()) {
      const Character character = first_character(text);
      text.remove_prefix(character.bytes);
      const std::uint8_t byte = from_->byte_of(character.code);
      if (to_ != nullptr) {
        append_code(to_->code_of(byte), out);
      } else {
        utf8.add(byte);
      }
    }
    utf8.end();
  }

  const SingleByteEncoding* const from_;
  const SingleByteEncoding* const to_;
};

class EncodingSpec final : public NoiseSpec {
 public:
  EncodingSpec(std::size_t from, std::size_t to) : from_(from), to_(to) {}
  Result<MadeNoise> make(NoiseContext&) const override {
    return MadeNoise{std::make_unique<EncodingOperator>(encoding_of(from_), encoding_of(to_))};
  }

 private:
  const std::size_t from_;
  const std::size_t to_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const auto from = reader.one_of("from", kNames, 0);
  const auto to = reader.one_of("to", kNames, 1);
  if (!from.has_value() || !to.has_value()) return nullptr;
  if (*from == *to) {
    const json::Value* at =
        reader.object().get("to") != nullptr ? reader.object().get("to") : reader.object().get("from");
    reader.fault("SG2415", fmt::format("\"from\" and \"to\" are both {}, so nothing would change", kNames[*from]),
                 at->place, R"(mojibake comes of two: "from": "utf-8", "to": "windows-1252" makes "Ã©" of "é")");
    return nullptr;
  }
  return std::make_unique<EncodingSpec>(*from, *to);
}

constexpr KeyRecord kKeys[] = {
    {"from",
     "The encoding that the text was written in: utf-8 (the default), windows-1252, iso-8859-1, iso-8859-15, "
     "ibm850 or mac-roman. A character that it lacks was written as a question mark.",
     R"j({"enum": ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "ibm850", "mac-roman"]})j"},
    {"to",
     "The encoding that it was read in, one of the same; windows-1252 without it. What is no UTF-8 becomes U+FFFD.",
     R"j({"enum": ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "ibm850", "mac-roman"]})j"},
};

}  // namespace

const NoiseKind& encoding_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "encoding",
                 .summary = "Mojibake: the bytes of the text were read in another encoding.",
                 .source = "The Encoding Standard of the WHATWG for windows-1252 and for what is no UTF-8; the "
                           "default, UTF-8 read as windows-1252, is our own choice.",
                 .example = R"j({"operator": "encoding", "columns": ["city", "street"], "rate": 0.01})j"},
      .family = "text",
      .types = TypeSet::texts(),
      .types_hint = "only texts have letters beyond ASCII: name a column of type string",
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
