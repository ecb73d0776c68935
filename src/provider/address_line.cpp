#include "address_line.hpp"

#include <fmt/format.h>

#include <string>

#include "address_facts.hpp"
#include "address_parts.hpp"

namespace synthgen {
namespace {

enum class Step : std::uint8_t { fixed, street, number, secondary, postal_code };

/// The line of a locale: pieces that the place decides, and between them those that are drawn.
struct Line {
  std::vector<Step> steps;
};

/// All of a place's fixed pieces, of all places in a row.
class Lines {
 public:
  Lines(const JoinedTable& places, std::string_view line) {
    std::vector<std::string> pieces;
    first_piece_.resize(places.rows());
    for (const JoinedTable::Part& part : places.parts()) {
      const DataTable& patterns = need_data(locales()[part.locale].name, "address_lines");
      std::string_view pattern;
      for (std::size_t row = 0; row < patterns.rows(); ++row) {
        if (patterns.text(row, "line") == line) pattern = patterns.text(row, "pattern");
      }
      assert(!pattern.empty());
      for (std::size_t row = 0; row < part.table->rows(); ++row) {
        const std::size_t place = part.base + row;
        first_piece_[place] = {static_cast<std::uint32_t>(pieces.size()), static_cast<std::uint32_t>(lines_.size())};
        steps_ = {};
        read(pattern, *part.table, row, pieces);
      }
      lines_.push_back({steps_});
    }
    pieces_ = std::make_unique<const CodedTexts>(pieces);
    for (std::size_t i = 0; i < pieces.size(); ++i) texts_.push_back(pieces_->text(i));
  }

  const Line& line(std::size_t place) const { return lines_[first_piece_[place].line]; }
  /// The fixed pieces of a place, as many as its line has. 32 bytes may be read from the start of each.
  const std::string_view* pieces(std::size_t place) const { return texts_.data() + first_piece_[place].first; }
  /// Bytes of the longest fixed pieces of a line.
  std::size_t room() const {
    std::size_t most = 0;
    for (const Line& line : lines_) most = std::max(most, line.steps.size());
    return most * pieces_->dictionary().longest();
  }

 private:
  void read(std::string_view pattern, const DataTable& cities, std::size_t row, std::vector<std::string>& pieces) {
    std::string fixed;
    const auto finish = [&] {
      if (fixed.empty()) return;
      pieces.push_back(fixed);
      fixed.clear();
      steps_.push_back(Step::fixed);
    };
    for (std::size_t at = 0; at < pattern.size();) {
      if (pattern[at] != '{') {
        fixed += pattern[at++];
        continue;
      }
      const std::size_t end = pattern.find('}', at);
      const std::string_view field = pattern.substr(at + 1, end - at - 1);
      at = end + 1;
      if (field == "other_province") {
        const std::string_view province = cities.text(row, "province");
        if (province != cities.text(row, "city")) fixed += fmt::format(", {}", province);
      } else if (cities.has(field)) {
        fixed += cities.text(row, field);
      } else {
        finish();
        steps_.push_back(field == "street"      ? Step::street
                         : field == "number"    ? Step::number
                         : field == "secondary" ? Step::secondary
                                                : Step::postal_code);
      }
    }
    finish();
  }

  struct Start {
    std::uint32_t first = 0;
    std::uint32_t line = 0;
  };
  std::vector<Step> steps_;
  std::vector<Line> lines_;
  std::vector<Start> first_piece_;
  std::unique_ptr<const CodedTexts> pieces_;
  std::vector<std::string_view> texts_;  // of each piece, within pieces_
};

class AddressLine final : public Provider {
 public:
  AddressLine(const ProviderContext& context, ColumnIndex place, const std::optional<BoundColumn>& postal_code,
              const JoinedTable& places, std::string_view line, bool secondary)
      : street_draw_(draw_of(context, AddressPart::street)),
        number_draw_(draw_of(context, AddressPart::number)),
        postal_draw_(context.entity_draw("address.postal_code/64")),
        place_(place),
        lines_(places, line),
        streets_(places, AddressPart::street),
        numbers_(places, AddressPart::number),
        postal_codes_(places) {
    if (secondary) secondary_draw_ = draw_of(context, AddressPart::secondary);
    if (secondary) secondaries_ = std::make_unique<const PartTexts>(places, AddressPart::secondary);
    if (postal_code.has_value()) bound_code_ = postal_code->column;
    room_ = lines_.room() + streets_.texts().dictionary().longest() + numbers_.texts().dictionary().longest() +
            (secondary ? secondaries_->texts().dictionary().longest() : 0) + PostalCodes::kRoom;
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const Column& places = evaluate.column(place_);
    const auto* at = places.data<std::int64_t>();
    std::uint32_t streets[kBatchRows];
    std::uint32_t numbers[kBatchRows];
    std::uint32_t secondaries[kBatchRows] = {};
    const auto pick = [&](EntityBits draw, const PartTexts& texts, std::uint32_t* picks) {
      const std::uint64_t* drawn = draw.of(evaluate);
      for (std::size_t i = 0; i < rows.count; ++i) picks[i] = texts.pick(static_cast<std::size_t>(at[i]), drawn[i]);
    };
    pick(street_draw_, streets_, streets);
    pick(number_draw_, numbers_, numbers);
    if (secondaries_ != nullptr) pick(secondary_draw_, *secondaries_, secondaries);
    const std::uint64_t* bits = postal_draw_.of(evaluate);
    const Column* bound = bound_code_.has_value() ? &evaluate.column(*bound_code_) : nullptr;
    if (bound != nullptr) {  // as long as somebody has made them
      out.reset({TypeKind::string, 0}, rows.count);
      for (std::size_t i = 0; i < rows.count; ++i) {
        if (places.is_null(i)) {
          out.append_null();
          continue;
        }
        const std::string_view code = bound->text(i);
        TextPieces pieces(out, room_ + code.size());
        add(static_cast<std::size_t>(at[i]), streets[i], numbers[i], secondaries[i], pieces, [&] { pieces.add(code); });
        pieces.commit();
      }
      return;
    }
    TextRows texts(out, rows.count, room_);
    const bool all_valid = places.all_valid();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (!all_valid && places.is_null(i)) {
        texts.null_row();
        continue;
      }
      const auto place = static_cast<std::size_t>(at[i]);
      add(place, streets[i], numbers[i], secondaries[i], texts, [&] { postal_codes_.write(place, bits[i], texts); });
      texts.end_row();
    }
    texts.finish();
  }

 private:
  template <class AddPostalCode>
  void add(std::size_t place, std::uint32_t street, std::uint32_t number, std::uint32_t secondary, TextCursor& to,
           const AddPostalCode& add_postal_code) const {
    const std::string_view* fixed = lines_.pieces(place);
    for (const Step step : lines_.line(place).steps) {
      switch (step) {
        case Step::fixed:
          to.add_wide(*fixed++);
          break;
        case Step::street:
          to.add_wide(streets_.text(street));
          break;
        case Step::number:
          to.add_wide(numbers_.text(number));
          break;
        case Step::secondary:
          to.add_wide(secondaries_->text(secondary));
          break;
        case Step::postal_code:
          add_postal_code();
          break;
      }
    }
  }

  const EntityBits street_draw_;
  const EntityBits number_draw_;
  EntityBits secondary_draw_;
  const EntityBits postal_draw_;
  const ColumnIndex place_;
  const Lines lines_;
  const PartTexts streets_;
  const PartTexts numbers_;
  const PostalCodes postal_codes_;
  std::unique_ptr<const PartTexts> secondaries_;
  std::optional<ColumnIndex> bound_code_;
  std::size_t room_ = 0;
};

}  // namespace

Result<MadeProvider> make_address_line(const ProviderContext& context, std::string_view line) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  Result<std::optional<BoundColumn>> postal_code = context.bound("address.postal_code");
  if (!postal_code.ok()) return postal_code.diagnostics();
  const bool secondary = context.flag("secondary");
  MadeProvider made;
  made.provider = std::make_unique<const AddressLine>(
      context, place->column, *postal_code, JoinedTable(context.row_locales(), "cities"),
      secondary ? fmt::format("{}_secondary", line) : std::string(line), secondary);
  return made;
}

std::span<const Name> address_line_topics() {
  static constexpr Name kTopics[] = {"cities", "streets", "house_numbers", "secondaries", "address_lines"};
  return kTopics;
}

std::span<const ProviderOption> address_line_options() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "secondary", .meaning = "true: with the flat, as address.secondary of the same entity gives it."}};
  return kOptions;
}

}  // namespace synthgen
