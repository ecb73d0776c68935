// An e-mail address made of the person's names.
#include <fmt/format.h>

#include <algorithm>

#include "person_login.hpp"
#include "synthgen/base/ascii.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

/// Bytes of the longest domain: RFC 5321 (4.5.3.1.3) allows 254 for the whole address.
constexpr std::size_t kLongestDomain = 254 - PersonLogin::kRoom - 1;

/// What is wrong with a domain name as RFC 1123 (2.1) has it; empty where nothing is.
std::string fault_of_domain(std::string_view domain) {
  if (domain.size() > kLongestDomain) {
    return fmt::format("it has {} bytes, and more than {} make an address too long", domain.size(), kLongestDomain);
  }
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(domain.find('.', begin), domain.size());
    const std::string_view label = domain.substr(begin, end - begin);
    if (label.empty()) return "between two dots, and at either end, stand letters or digits";
    if (label.size() > 63)
      return fmt::format("\"{}\" has {} bytes, and at most 63 may stand between two dots", label, label.size());
    if (label.front() == '-' || label.back() == '-') return fmt::format("\"{}\" begins or ends with a hyphen", label);
    for (const char c : label) {
      const char lower = lower_case(c);
      if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-') continue;
      if (c == '@') return "it is what stands behind the @";
      return static_cast<unsigned char>(c) >= 0x80
                 ? "it consists of ASCII letters, digits, hyphens and dots: write the form that begins with xn--"
                 : "it consists of letters, digits, hyphens and dots";
    }
    if (end == domain.size()) return {};
    begin = end + 1;
  }
}

/// The domains of each locale, by weight.
class Domains {
 public:
  static Domains one(std::string_view domain) { return Domains({"@" + std::string(domain)}); }

  static Domains of_locales(const RowLocales& row_locales, std::string_view topic) {
    const JoinedTable table(row_locales, topic);
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      texts.push_back("@" + std::string(table.text(row, "domain")));
    }
    Domains domains(texts);
    for (const JoinedTable::Part& part : table.parts()) {
      const std::vector<double> alike(part.table->rows(), 1.0);
      domains.lists_[part.locale] = {
          part.table->has("weight") ? WeightedIndex(part.table->numbers("weight")) : WeightedIndex(alike),
          static_cast<std::uint32_t>(part.base)};
    }
    domains.only_ = row_locales.numbers.front();
    return domains;
  }

  bool alike() const { return texts_->size() == 1; }
  std::size_t only() const { return only_; }
  std::size_t longest() const { return texts_->longest(); }
  std::string_view first() const { return (*texts_)[0]; }
  std::string_view draw(std::size_t locale, std::uint64_t bits) const {
    const List& list = lists_[locale];
    return (*texts_)[list.base + list.index(bits)];
  }

 private:
  explicit Domains(const std::vector<std::string>& texts) : texts_(std::make_unique<const Dictionary>(texts)) {}

  struct List {
    WeightedIndex index;
    std::uint32_t base = 0;
  };
  std::unique_ptr<const Dictionary> texts_;
  std::array<List, kMostLocales> lists_;
  std::size_t only_ = 0;
};

class Email final : public Provider {
 public:
  Email(PersonLogin login, Domains domains, StreamKey key, std::optional<ColumnIndex> locale)
      : login_(std::move(login)), domains_(std::move(domains)), key_(key), locale_(locale) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    PersonLogin::Rows rows(login_, evaluate);
    const std::size_t count = evaluate.rows().count;
    std::uint64_t bits[kBatchRows];
    if (!domains_.alike()) draw_bits64(key_, evaluate.rows(), evaluate.attempt(), 0, bits);
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::string, 0}, count);
    out.begin_texts();
    for (std::size_t i = 0; i < count; ++i) {
      if (rows.is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, PersonLogin::kRoom + domains_.longest());
      rows.add(i, pieces);
      const std::size_t locale =
          numbers == nullptr ? domains_.only() : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      pieces.add_wide(domains_.alike() ? domains_.first() : domains_.draw(locale, bits[i]));
      pieces.commit();
    }
  }

 private:
  const PersonLogin login_;
  const Domains domains_;
  const StreamKey key_;
  const std::optional<ColumnIndex> locale_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  const std::string_view domain = context.word("domain");
  if (!domain.empty() && context.flag("realistic")) {
    return make_error("SG2762", "\"realistic\" draws the domains, and \"domain\" gives the only one", context.place(),
                      "remove one of the two");
  }
  if (!domain.empty()) {
    if (const std::string fault = fault_of_domain(domain); !fault.empty()) {
      return make_error("SG2763", fmt::format("\"{}\" is no domain name: {}", domain, fault), context.place(),
                        "for example \"domain\": \"example.com\"");
    }
  }
  Result<PersonLogin> login = PersonLogin::of(context);
  if (!login.ok()) return login.diagnostics();
  const RowLocales& row_locales = context.row_locales();
  MadeProvider made;
  made.provider = std::make_unique<const Email>(
      std::move(*login),
      domain.empty()
          ? Domains::of_locales(row_locales, context.flag("realistic") ? "email_domains_real" : "email_domains_safe")
          : Domains::one(domain),
      context.stream("value/64"), row_locales.column);
  return made;
}

constexpr std::array<ProviderOption, 2> kOptions = {
    ProviderOption{.name = "realistic",
                   .meaning = "Domains of real mail providers of the country, where somebody may have the address.",
                   .form = OptionForm::flag},
    ProviderOption{.name = "domain", .meaning = "The domain of all addresses.", .form = OptionForm::text},
};

}  // namespace

const ProviderKind& person_email_provider() {
  static constexpr Name kTopics[] = {"given_female", "given_male", "family", "email_domains_safe",
                                     "email_domains_real"};
  static const ProviderKind kKind = {
      .record = {.name = "person.email",
                 .summary = "An e-mail address of the person's first and last name, such as anna.smith87@example.org: "
                            "at domains that nobody can have, unless asked for others.",
                 .source = "RFC 2606 and RFC 6761 for the domains; data/<locale>/email_domains_real.txt",
                 .example = R"({"provider": "person.email"})"},
      .localized = true,
      .topics = kTopics,
      .options = kOptions,
      .facts = PersonLogin::facts(),
      .entity_draws = true,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
