// Parts of a total: of the parent's among its children, or of a row's among columns.
#include <fmt/format.h>

#include <algorithm>

#include "context_program.hpp"
#include "share_parts.hpp"
#include "share_weights.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/expression_spec.hpp"
#include "synthgen/source/file_columns.hpp"

namespace synthgen {
namespace {

constexpr const char* kFamilyExample = R"(for example "share_of": "order_id.total")";
constexpr const char* kRowExample = R"(for example "share_of": {"total": 100, "as": "mix"})";

/// What a source of either form has.
class ShareSpec : public SourceSpec {
 public:
  ShareSpec(Expression total, ShareWeights weights) : total_(std::move(total)), weights_(std::move(weights)) {}

  std::vector<const Expression*> expressions() const final {
    std::vector<const Expression*> all = weights_.expressions();
    all.push_back(&total_);
    return all;
  }
  std::vector<PathUse> paths() const final { return weights_.paths(); }
  bool drawn() const final { return false; }
  std::string unscored() const final { return "is a part of a total"; }

  const ShareWeights& weights() const { return weights_; }

 protected:
  const Expression& total() const { return total_; }

  /// The type of the parts, of which `total` is the type of what they add up to. Errors SG2109, SG2702, SG2703, SG2705.
  Result<Type> part_type(Type total, const ColumnDeclaration& declaration) const {
    if (declaration.missing.has_value()) {
      return make_error("SG2705", "what is missing would be missing in the sum: a share takes no \"missing\"",
                        declaration.missing->json->place,
                        "give the total \"missing\": the parts of a null total are null");
    }
    if (total.kind != TypeKind::integer && total.kind != TypeKind::decimal) {
      const bool number = total.kind == TypeKind::number;
      return make_error("SG2702",
                        fmt::format("\"{}\" is of type {}, which has no exact parts", total_.text(), type_text(total)),
                        total_.place(),
                        !number                       ? "a total is an integer or a decimal"
                        : total_.as_path() != nullptr ? "give that column \"decimals\": 2, for example: its parts then "
                                                        "add up to the last digit"
                                                      : "give the parts \"decimals\": 2, for example");
    }
    const std::optional<Type> wanted = declaration.wanted();
    if (!wanted.has_value() || (wanted->kind == TypeKind::decimal && wanted->decimals < 0)) return total;
    if (wanted->kind != TypeKind::integer && wanted->kind != TypeKind::decimal) {
      return make_error("SG2109",
                        fmt::format("parts of a total are integers or decimals, not of type {}", type_text(*wanted)),
                        declaration.type_place, "leave \"type\" out: the parts have the decimals of their total");
    }
    if (wanted->decimals < total.decimals) {
      return make_error("SG2703",
                        fmt::format("with {} decimal{} the parts could not add up to \"{}\", which has {}",
                                    wanted->decimals, wanted->decimals == 1 ? "" : "s", total_.text(), total.decimals),
                        declaration.type_place,
                        fmt::format("leave \"decimals\" out, or give {} or more", total.decimals));
    }
    return *wanted;
  }

 private:
  const Expression total_;
  const ShareWeights weights_;
};

class FamilyShareSpec final : public ShareSpec {
 public:
  using ShareSpec::ShareSpec;

  Result<MadeSource> make(const SourceContext& context) const override {
    Diagnostics diagnostics;
    std::optional<ColumnIndex> weights;
    if (ShareSpec::weights().spec != nullptr) {
      const Result<ColumnIndex> made = ShareSpec::weights().make(context);
      diagnostics.add(made.diagnostics());
      if (made.ok()) weights = *made;
    }
    const Result<Scope::Entry> total = find_total(context);
    diagnostics.add(total.diagnostics());
    if (!total.ok()) return diagnostics;
    const Result<Type> type = part_type(total->type, context.declaration());
    diagnostics.add(type.diagnostics());
    if (diagnostics.has_errors()) return diagnostics;
    return make_family_shares(total->column, weights, *type, type->decimals - total->type.decimals);
  }

 private:
  /// The cell of the parent. Errors SG2700, SG2701, and those of names.
  Result<Scope::Entry> find_total(const SourceContext& context) const {
    if (context.scope().families() == nullptr) {
      return make_error("SG2701",
                        "a parent's total is shared among its family, and this table's rows are not per parent",
                        total().place(),
                        R"(give the table such rows: "rows": {"per": "orders", ...}; or share a total among columns: )"
                        R"("share_of": {"total": 100, "as": "mix"})");
    }
    const Path& path = *total().as_path();
    // Names that are wrong are told as those of any expression.
    const Result<std::shared_ptr<const Program>> program = compile_in(context, total(), "total ");
    if (!program.ok()) return program.diagnostics();
    const Result<std::optional<Scope::Entry>> cell = context.scope().find(path);
    const Result<std::optional<Scope::Entry>> key = context.scope().find({path.front()});
    if (!cell.ok() || !cell->has_value() || !key.ok() || !key->has_value()) {
      return make_error(kFollowUp, "the total could not be found");
    }
    const std::optional<ColumnIndex> pick = context.column((*key)->column).pick;
    if (!pick.has_value() || !context.column(*pick).to_owner) {
      return make_error("SG2700", fmt::format("\"{}\" is not the key to the row whose child this one is", path.front()),
                        total().place(),
                        "the parts of a family add up to its own parent's value: name the first key to the table that "
                        "the rows are per, or give this one \"pick\": \"owner\"");
    }
    return **cell;
  }
};

class RowShareSpec final : public ShareSpec {
 public:
  RowShareSpec(Expression total, ShareWeights weights, const json::Value& as)
      : ShareSpec(std::move(total), std::move(weights)), as_(as) {}

  const std::string& share_group() const override { return as_.text; }

  Result<MadeSource> make(const SourceContext& context) const override {
    SharedRow& shared = context.shared_row("share_of " + as_.text);
    const std::vector<ShareMember> members = context.share_members(as_.text);
    if (shared.first_column.empty()) {
      shared.first_column = context.declaration().name;
      shared.facts = facts(context);
      Result<ColumnIndex> hub = make_hub(members, context);
      if (!hub.ok()) return hub.diagnostics();
      shared.pick = *hub;
    } else if (std::optional<Diagnostic> fault = differs(shared, context); fault.has_value()) {
      return *fault;
    }
    if (!shared.pick.has_value()) return make_error(kFollowUp, "the total that it shares could not be made");
    // The hub's columns: the total, the exponent, the running weights of each member.
    const ColumnIndex total = *shared.pick;
    const Type total_type = context.column(total).type;
    const Result<Type> type = part_type(total_type, context.declaration());
    if (!type.ok()) return type.diagnostics();
    const auto self =
        std::find_if(members.begin(), members.end(), [&](const ShareMember& m) { return m.spec == this; });
    assert(self != members.end());
    const auto place = static_cast<ColumnIndex>(self - members.begin());
    const ColumnIndex first = total + 2;
    return make_row_share(total, place > 0 ? std::optional(first + place - 1) : std::nullopt, first + place,
                          first + static_cast<ColumnIndex>(members.size()) - 1, *type,
                          type->decimals - total_type.decimals);
  }

 private:
  /// What columns that share a total agree on, and where this one says it.
  std::vector<SharedRow::Fact> facts(const SourceContext& context) const {
    std::string total_text = total().text();
    for (const NamedConstant& constant : context.declaration().constants) {
      const std::vector<PathUse>& uses = total().paths();
      const bool read = std::any_of(uses.begin(), uses.end(), [&](const PathUse& use) {
        return use.path.size() == 1 && use.path[0] == constant.name;
      });
      if (read) total_text += fmt::format(" with {} = {}", constant.name, constant.text);
    }
    const std::optional<Type> wanted = context.declaration().wanted();
    return {SharedRow::Fact{"total", std::move(total_text), total().place()},
            SharedRow::Fact{"type", wanted.has_value() ? type_text(*wanted) : std::string(),
                            context.declaration().type_place}};
  }

  std::optional<Diagnostic> differs(const SharedRow& shared, const SourceContext& context) const {
    const std::vector<SharedRow::Fact> mine = facts(context);
    for (std::size_t i = 0; i < mine.size(); ++i) {
      const std::string& theirs = shared.facts[i].value;
      if (mine[i].value == theirs) continue;
      const auto shown = [](const std::string& value) { return value.empty() ? "not given" : value; };
      return make_error(
          "SG2706",
          fmt::format("\"as\": \"{}\" is one total, and its {} is {} here and {} in column \"{}\"", as_.text,
                      mine[i].key, shown(mine[i].value), shown(theirs), shared.first_column),
          mine[i].place,
          "columns with the same \"as\" have the same total and decimals; other totals need another name");
    }
    return std::nullopt;
  }

  /// Internal columns that all members read: one after the other, behind the weights. Returns the first, the total.
  Result<ColumnIndex> make_hub(const std::vector<ShareMember>& members, const SourceContext& context) const {
    Diagnostics diagnostics;
    std::vector<ColumnIndex> weights;
    std::optional<ColumnIndex> equal;
    for (const ShareMember& member : members) {
      const ShareWeights& own = static_cast<const ShareSpec*>(member.spec)->weights();
      if (own.spec == nullptr) {
        if (!equal.has_value()) equal = context.add_column("weight 1 of " + as_.text, "relative sizes", one());
        weights.push_back(*equal);
        continue;
      }
      const Result<ColumnIndex> made = own.make(*member.context);
      diagnostics.add(made.diagnostics());
      if (made.ok()) weights.push_back(*made);
    }
    Result<std::shared_ptr<const Program>> program = compile_in(context, total(), "total ");
    const std::optional<Type> wanted = context.declaration().wanted();
    if (program.ok() && (*program)->type().kind == TypeKind::number && wanted.has_value() && wanted->decimals >= 0 &&
        (wanted->kind == TypeKind::decimal || wanted->kind == TypeKind::integer)) {
      program = compile_in(context, total(), "total ", wanted);
    }
    diagnostics.add(program.diagnostics());
    if (diagnostics.has_errors()) return diagnostics;
    MadeSource sum;
    sum.type = (*program)->type();
    if ((*program)->constant() == nullptr) sum.inputs = (*program)->inputs();
    sum.source = make_computed(*program);
    const ColumnIndex hub = context.add_column("total of " + as_.text, "total to share", std::move(sum));
    const ColumnIndex exponent =
        context.add_column("scale of " + as_.text, "scale of relative sizes", make_share_exponent(weights));
    std::optional<ColumnIndex> before;
    for (std::size_t m = 0; m < members.size(); ++m) {
      before = context.add_column(fmt::format("running weight {} of {}", m + 1, as_.text), "sum of relative sizes",
                                  make_running_weight(exponent, weights[m], before, static_cast<std::int64_t>(m) + 1));
    }
    return hub;
  }

  static MadeSource one() {
    Column column;
    column.reset({TypeKind::integer, 0}, 1);
    column.data<std::int64_t>()[0] = 1;
    MadeSource made;
    made.type = column.type();
    made.source = std::make_unique<EqualWeight>(Operand(std::move(column)));
    return made;
  }

  class EqualWeight final : public Source {
   public:
    explicit EqualWeight(Operand weight) : weight_(std::move(weight)) {}
    void fill(Evaluate& evaluate, Column& out) const override {
      const ColumnPool::Lease scratch = evaluate.pool().take();
      const Column& values = weight_.values(evaluate, *scratch);
      convert(values, values.type(), out);
      out.shorten(evaluate.rows().count);
    }

   private:
    const Operand weight_;
  };

  const json::Value& as_;
};

/// What a row's columns share: a number, an expression, or the name of a column.
std::optional<Expression> read_total(const json::Value& value, Diagnostics& diagnostics) {
  Result<Expression> parsed = make_error(kFollowUp, "");
  if (value.is(json::Kind::number)) {
    std::vector<std::size_t> offsets(value.text.size() + 1);
    for (std::size_t i = 0; i < offsets.size(); ++i) offsets[i] = value.place.offset + i;
    parsed = Expression::parse(value.text, TextOrigin(value.place.pointer, std::move(offsets)));
    if (!parsed.ok()) {
      diagnostics.add(placed(parsed.diagnostics(), value.place));
      return std::nullopt;
    }
    return std::move(*parsed);
  }
  if (!value.is(json::Kind::string)) {
    diagnostics.add(make_error(
        "SG2003", fmt::format("\"total\" of a share is a number or a text, not {}", json::kind_name(value.kind)),
        value.place, "a number, the name of a column, or an expression such as \"=price * qty\""));
    return std::nullopt;
  }
  const bool expression = value.text.starts_with('=');
  parsed = Expression::parse(std::string_view(value.text).substr(expression ? 1 : 0),
                             expression ? value.origin().without_prefix(1) : value.origin());
  if (!parsed.ok()) {
    diagnostics.add(parsed.diagnostics());
    return std::nullopt;
  }
  if (!expression && parsed->as_path() == nullptr) {
    diagnostics.add(
        make_error("SG2700", "\"total\" is the name of a column, or an expression behind \"=\"", value.place,
                   parse_number(value.text).has_value() ? fmt::format("a number stands without quotes: {}", value.text)
                                                        : fmt::format("write \"={}\"", value.text)));
    return std::nullopt;
  }
  return std::move(*parsed);
}

std::unique_ptr<SourceSpec> parse_row_form(const json::Value& value, ShareWeights weights, bool good,
                                           Diagnostics& diagnostics) {
  static const std::vector<std::string> kNames = {"total", "as"};
  for (const json::Member& member : value.members) {
    if (std::find(kNames.begin(), kNames.end(), member.name) != kNames.end()) continue;
    const std::string near = did_you_mean(member.name, kNames);
    std::string hint = near.empty() ? "accepted: total, as" : near;
    if (member.name == "weights") hint = "it stands beside \"share_of\": each column has its own";
    diagnostics.add(make_error("SG2104", fmt::format("unknown key \"{}\" of a share", member.name), member.name_place,
                               std::move(hint)));
    good = false;
  }
  const json::Value* total = value.get("total");
  const json::Value* as = value.get("as");
  if (total == nullptr || as == nullptr) {
    diagnostics.add(make_error("SG2105", fmt::format("a share lacks \"{}\"", total == nullptr ? "total" : "as"),
                               value.place,
                               total == nullptr ? std::string(kRowExample)
                                                : "a name of yours that the columns of one total have in common; "
                                                  "a total of the parent is written \"share_of\": \"order_id.total\""));
    return nullptr;
  }
  if (!as->is(json::Kind::string) || as->text.empty()) {
    diagnostics.add(make_error("SG2003",
                               as->is(json::Kind::string)
                                   ? std::string("\"as\" of a share is empty")
                                   : fmt::format("\"as\" of a share is a text, not {}", json::kind_name(as->kind)),
                               as->place, kRowExample));
    good = false;
  }
  std::optional<Expression> parsed = read_total(*total, diagnostics);
  if (!good || !parsed.has_value()) return nullptr;
  return std::make_unique<RowShareSpec>(std::move(*parsed), std::move(weights), *as);
}

std::unique_ptr<SourceSpec> parse_share_of(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a share", "weights");
  Diagnostics& diagnostics = reader.diagnostics();
  ShareWeights weights;
  const bool good = read_weights(reader, weights);
  if (value.is(json::Kind::object)) return parse_row_form(value, std::move(weights), good, diagnostics);
  if (!value.is(json::Kind::string)) {
    diagnostics.add(make_error(
        "SG2003",
        fmt::format("a share is of a path to the parent's total, or an object, not {}", json::kind_name(value.kind)),
        value.place,
        value.is(json::Kind::number) ? fmt::format(R"(write {{"total": {}, "as": "mix"}})", value.text)
                                     : std::string(kFamilyExample)));
    return nullptr;
  }
  std::optional<Expression> total = parse_expression_text(value, diagnostics);
  if (!total.has_value()) return nullptr;
  if (total->as_path() == nullptr || total->as_path()->size() < 2) {
    diagnostics.add(make_error("SG2700", "a share is of a value of the parent, named by the key to it", value.place,
                               total->as_path() != nullptr
                                   ? fmt::format("write the key before it: \"order_id.{0}\"; to share a value of this "
                                                 "row among columns: {{\"total\": \"{0}\", \"as\": \"mix\"}}",
                                                 value.text)
                                   : "compute it in a column of the parent, and name that: \"order_id.total\""));
    return nullptr;
  }
  if (!good) return nullptr;
  return std::make_unique<FamilyShareSpec>(std::move(*total), std::move(weights));
}

constexpr KeyRecord kKeys[] = {
    {"weights",
     "Relative sizes of the parts: a number, an expression, or a source that draws them; all the same without it.",
     R"j({"anyOf": [{"type": "number", "minimum": 0}, {"$ref": "#/$defs/parameter_expression"},
                    {"$ref": "#/$defs/nested_source", "type": "object"}]})j"},
};

}  // namespace

const SourceKind& share_of_source() {
  static const SourceKind kKind = {
      .record =
          {.name = "share_of",
           .summary = "A part of a total: the children's parts add up to the parent's value exactly, or those of "
                      "columns of a row to a number.",
           .source = "rounding of running sums in 128-bit integers",
           .example =
               R"j({"share_of": {"total": 100, "as": "mix"}, "weights": {"distribution": "gamma", "shape": 2, "scale": 1}})j"},
      .bounds_hint = "parts that were bounded could not add up to their total: \"weights\" decide their sizes",
      .keys = kKeys,
      .value_schema = R"j({"anyOf": [{"$ref": "#/$defs/name"},
          {"type": "object", "required": ["total", "as"], "additionalProperties": false, "properties": {
             "total": {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/parameter_expression"}, {"$ref": "#/$defs/name"}]},
             "as": {"$ref": "#/$defs/name"}}}]})j",
      .parse = &parse_share_of,
  };
  return kKind;
}

}  // namespace synthgen
