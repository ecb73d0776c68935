// An e-mail address made of the person's names.
#include <fmt/format.h>

#include <algorithm>

#include "domain_name.hpp"
#include "locale_lists.hpp"
#include "person_login.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

/// Bytes of the longest domain: RFC 5321 (4.5.3.1.3) allows 254 for the whole address.
constexpr std::size_t kLongestDomain = 254 - PersonLogin::kRoom - 1;

/// What is wrong with the domain of an address; empty where nothing is.
std::string fault_of_mail_domain(std::string_view domain) {
  if (domain.size() > kLongestDomain) {
    return fmt::format("it has {} bytes, and more than {} make an address too long", domain.size(), kLongestDomain);
  }
  return fault_of_domain(domain);
}

/// What stands behind the name, by the row's locale.
class Domains {
 public:
  static Domains one(const RowLocales& row_locales, std::string_view domain) {
    const std::vector<double> alike = {1.0};
    return {{"@" + std::string(domain)},
            LocaleLists(row_locales, [&](std::size_t) { return WeightedList(WeightedIndex(alike), 0); })};
  }

  static Domains of_locales(const RowLocales& row_locales, std::string_view topic) {
    const JoinedTable table(row_locales, topic);
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      texts.push_back("@" + std::string(table.text(row, "domain")));
    }
    // Not every locale weighs them.
    return {texts, LocaleLists::of_table(row_locales, table, [](const JoinedTable::Part& part) {
              return WeightedList::of_part(part, part.table->has("weight") ? "weight" : "");
            })};
  }

  bool alike() const { return texts_->size() == 1; }
  const Dictionary& texts() const { return *texts_; }
  const LocaleLists& lists() const { return lists_; }

 private:
  Domains(const std::vector<std::string>& texts, LocaleLists lists)
      : texts_(std::make_unique<const Dictionary>(texts)), lists_(std::move(lists)) {}

  std::unique_ptr<const Dictionary> texts_;
  LocaleLists lists_;
};

class Email final : public Provider {
 public:
  Email(PersonLogin login, Domains domains, StreamKey key)
      : login_(std::move(login)), domains_(std::move(domains)), key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    PersonLogin::Rows rows(login_, evaluate);
    const std::size_t count = evaluate.rows().count;
    std::uint64_t bits[kBatchRows] = {};
    if (!domains_.alike()) draw_bits64(key_, evaluate.rows(), evaluate.attempt(), 0, bits);
    const LocaleLists::Batch lists = domains_.lists().of(evaluate);
    const Dictionary& domains = domains_.texts();
    TextRows texts(out, count, PersonLogin::kRoom + domains.longest());
    for (std::size_t i = 0; i < count; ++i) {
      if (rows.is_null(i)) {
        texts.null_row();
        continue;
      }
      rows.add(i, texts);
      texts.add_wide(domains[lists[i](bits[i])]);
      texts.end_row();
    }
    texts.finish();
  }

 private:
  const PersonLogin login_;
  const Domains domains_;
  const StreamKey key_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  const std::string_view domain = context.word("domain");
  if (!domain.empty() && context.flag("realistic")) {
    return make_error("SG2762", "\"realistic\" draws the domains, and \"domain\" gives the only one", context.place(),
                      "remove one of the two");
  }
  if (!domain.empty()) {
    if (const std::string fault = fault_of_mail_domain(domain); !fault.empty()) {
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
          : Domains::one(row_locales, domain),
      context.stream("value/64"));
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
      .suffix_place = SuffixPlace::before_at,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
