#include "account_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "joined_table.hpp"
#include "locale_lists.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/permutation.hpp"
#include "text_pieces.hpp"
#include "value_count.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kBankPurpose = "finance.bank/64";
constexpr Name kOfBank[] = {"country", "realistic"};
constexpr Name kOfAccount[] = {"country", "realistic", "unique"};

bool is_iban(AccountPart part) { return part == AccountPart::iban || part == AccountPart::iban_in_fours; }

class AccountText final : public Provider {
 public:
  using Formats = std::array<std::unique_ptr<const AccountFormat>, kMostLocales>;

  AccountText(const ProviderContext& context, AccountPart part, Formats formats, std::uint64_t places)
      : bank_draw_(context.entity_draw(kBankPurpose, kOfBank)),
        serial_draw_(context.entity_draw("finance.account/64", kOfAccount)),
        part_(part),
        locale_(context.row_locales()),
        formats_(std::move(formats)) {
    if (places > 0) places_.emplace(context.entity_stream("finance.account permutation/64"), places);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* banks = bank_draw_.of(evaluate);
    const std::uint64_t* serials = serial_draw_.of(evaluate);
    std::int64_t places[kBatchRows];
    if (places_.has_value()) places_->map(rows, places);
    const auto serial_of = [&](const AccountFormat& format, std::size_t i) {
      if (!places_.has_value()) return bounded(serials[i], format.serials());
      const std::uint64_t others = format.serials() / places_->size();
      return bounded(serials[i], others) * places_->size() + static_cast<std::uint64_t>(places[i]);
    };
    const LocaleByRow::Batch row_locales = locale_.of(evaluate);
    if (part_ == AccountPart::iban && locale_.alike()) {
      const AccountFormat& format = *formats_[row_locales[0]];
      TextRows texts(out, rows.count, AccountFormat::kRoom);
      for (std::size_t begin = 0; begin < rows.count; begin += AccountFormat::kTogether) {
        const std::size_t together = std::min(AccountFormat::kTogether, rows.count - begin);
        std::uint32_t bank_rows[AccountFormat::kTogether];
        std::uint64_t serial_rows[AccountFormat::kTogether];
        for (std::size_t i = 0; i < together; ++i) {
          bank_rows[i] = format.banks().index(banks[begin + i]);
          serial_rows[i] = serial_of(format, begin + i);
        }
        format.write(bank_rows, serial_rows, together, texts.end());
        for (std::size_t i = 0; i < together; ++i) {
          texts.advance(format.size());
          texts.end_row();
        }
      }
      texts.finish();
      return;
    }
    out.reset({TypeKind::string, 0}, rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) {
      const AccountFormat* format = formats_[row_locales[i]].get();
      if (format == nullptr || row_locales.is_null(i)) {
        out.append_null();
        continue;
      }
      write(*format, format->banks().index(banks[i]), serial_of(*format, i), out);
    }
  }

 private:
  void write(const AccountFormat& format, std::uint32_t bank, std::uint64_t serial, Column& out) const {
    if (part_ == AccountPart::iban) {
      format.write(bank, serial, out.text_room(AccountFormat::kRoom));
      out.commit_text(format.size());
      return;
    }
    char whole[AccountFormat::kRoom];
    format.write(bank, serial, whole);
    const bool branch = part_ == AccountPart::branch || part_ == AccountPart::branch_in_twos;
    const AccountFormat::Part part = branch ? format.branch() : format.account();
    const bool iban = part_ == AccountPart::iban_in_fours;
    const char* from = iban ? whole : whole + AccountFormat::kPrefix + part.begin;
    const std::size_t size = iban ? format.size() : part.end - part.begin;
    char* const room = out.text_room(AccountFormat::kRoom);
    if (part_ == AccountPart::account || part_ == AccountPart::branch) {
      std::memcpy(room, from, size);
      out.commit_text(size);
      return;
    }
    char* to = room;
    const std::size_t group = iban ? 4 : 2;
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0 && i % group == 0) *to++ = iban ? ' ' : '-';
      *to++ = from[i];
    }
    out.commit_text(static_cast<std::size_t>(to - room));
  }

  const EntityBits bank_draw_;
  const EntityBits serial_draw_;
  const AccountPart part_;
  const LocaleByRow locale_;
  const Formats formats_;
  std::optional<const Permutation> places_;
};

class BankText final : public Provider {
 public:
  BankText(const ProviderContext& context, LocaleLists lists, const std::vector<std::string>& texts)
      : draw_(context.entity_draw(kBankPurpose, kOfBank)), lists_(std::move(lists)), texts_(texts) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* bits = draw_.of(evaluate);
    const LocaleLists::Batch lists = lists_.of(evaluate);
    out.reset(texts_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) codes[i] = texts_.codes()[lists[i](bits[i])];
    lists.cover(out);
  }

 private:
  const EntityBits draw_;
  const LocaleLists lists_;
  const CodedTexts texts_;
};

std::string_view country_of(const AccountCountry& country, std::size_t locale) {
  return country.option.empty() ? locales()[locale].country : country.option;
}

}  // namespace

Result<AccountCountry> read_account_country(const ProviderContext& context) {
  AccountCountry country;
  country.option = context.word("country");
  country.codes = context.flag("realistic") ? BankCodes::real : BankCodes::reserved;
  if (country.option.empty()) return country;
  if (!has_iban(country.option) && country.option != "US") {
    const std::string near = did_you_mean(country.option, countries_with_iban());
    return make_error("SG2103", fmt::format("there are no account numbers of country \"{}\"", country.option),
                      context.place(),
                      near.empty() ? "country is an ISO 3166-1 code of two letters, such as FR" : near);
  }
  if (country.codes == BankCodes::real && !has_real_banks(country.option)) {
    return make_error("SG2775", fmt::format("real banks of country \"{}\" are not known", country.option),
                      context.place(), R"("realistic" is for US, GB, ES and DE: leave it out)");
  }
  return country;
}

Result<MadeProvider> make_account_text(const ProviderContext& context, AccountPart part, AccountCountry country) {
  AccountText::Formats formats;
  std::uint64_t serials = Permutation::kLargest;
  std::uint64_t accounts = Permutation::kLargest;
  bool any = false;
  for (const std::size_t locale : context.row_locales().numbers) {
    const std::string_view code = country_of(country, locale);
    if (is_iban(part) && !has_iban(code)) continue;
    formats[locale] = AccountFormat::of(code, country.codes);
    if (formats[locale] == nullptr) continue;
    any = true;
    serials = std::min(serials, formats[locale]->serials());
    accounts = std::min(accounts, formats[locale]->accounts());
  }
  if (!any) {
    const std::string_view code = country_of(country, context.row_locales().numbers.front());
    return make_error("SG2723", fmt::format("accounts of country {} have no IBAN", code), context.place(),
                      R"(say which country's: "country": "DE"; or take finance.account_number)");
  }
  std::uint64_t places = 0;
  // Many accounts have one branch.
  const bool whole = is_iban(part) || part == AccountPart::account;
  if (context.unique() && whole) {
    const auto rows = static_cast<std::uint64_t>(context.table_rows());
    places = rows <= accounts || !is_iban(part) ? accounts : serials;
    if (rows > places) {
      return too_few_values(context, places, "a country with longer account numbers has more");
    }
  }
  MadeProvider made;
  made.unique = context.unique() && whole;
  made.provider = std::make_unique<const AccountText>(context, part, std::move(formats), places);
  return made;
}

Result<MadeProvider> make_bank_text(const ProviderContext& context, AccountCountry country,
                                    std::string (*text_of)(const Bank& bank)) {
  std::vector<std::string> texts;
  LocaleLists lists(context.row_locales(), [&](std::size_t locale) {
    BankList list = banks_of(country_of(country, locale), country.codes);
    const std::size_t base = texts.size();
    for (const Bank& bank : list.banks) texts.push_back(text_of(bank));
    return WeightedList(std::move(list.index), base);
  });
  auto provider = std::make_unique<const BankText>(context, std::move(lists), texts);
  return provider->texts().coded(std::move(provider));
}

}  // namespace synthgen
