#include "branch_context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>

#include "subset_evaluate.hpp"

namespace synthgen {
namespace {

/// The wider of two types; nothing where they do not go together.
std::optional<Type> common_type(Type a, Type b) {
  if (a == b) return a;
  if (!is_numeric(a.kind) || !is_numeric(b.kind)) return std::nullopt;
  if (a.kind == TypeKind::number || b.kind == TypeKind::number) return Type{TypeKind::number, 0};
  return Type::decimal(std::max(a.decimals, b.decimals));
}

void copy_cell(const Column& from, std::size_t row, std::size_t to, std::size_t width, Column& out) {
  std::memcpy(out.data<char>() + to * width, from.data<char>() + row * width, width);
  if (from.is_null(row)) out.set_null(to);
}

}  // namespace

std::optional<Branch> read_branch(const json::Value& value, std::span<const std::string_view> own_keys,
                                  ColumnReader& outer) {
  Branch branch;
  branch.declaration = outer.declaration();
  branch.declaration.json = &value;
  branch.declaration.missing.reset();
  branch.declaration.unique = false;
  branch.declaration.unique_suffix = false;
  branch.null =
      value.is(json::Kind::null) || (value.get("constant") != nullptr && value.get("constant")->is(json::Kind::null));
  const std::size_t errors = outer.diagnostics().error_count();
  branch.spec = outer.read_source(value, own_keys, branch.declaration);
  if (branch.spec != nullptr && branch.spec->reference() != nullptr) {
    outer.diagnostics().add(make_error("SG2120", "a reference cannot be one of several sources", value.place,
                                       "make it a hidden column of its own, and name that column in an expression"));
  }
  if (branch.spec == nullptr || outer.diagnostics().error_count() > errors) return std::nullopt;
  return branch;
}

Result<MadeBranches> make_branches(std::span<const Branch* const> branches, const SourceContext& context) {
  MadeBranches result;
  result.sources.resize(branches.size());
  std::vector<MadeSource>& made = result.sources;
  std::optional<Type>& common = result.type;
  Diagnostics diagnostics;
  std::size_t first = 0;
  for (std::size_t b = 0; b < branches.size(); ++b) {
    const Branch& branch = *branches[b];
    if (branch.null) continue;
    const BranchContext inner(context, branch.declaration);
    Result<MadeSource> one = branch.spec->make(inner);
    if (one.ok() && one->exact != nullptr) {
      one = make_error("SG2120", "exact shares are those of a whole column, not of one of several sources",
                       branch.declaration.json->place,
                       "make it a column of its own; \"exact\": {\"within\": ...} is exact for each value of another");
    }
    if (one.ok()) one = add_missing(std::move(*one), inner);
    if (!one.ok()) {
      diagnostics.add(one.diagnostics());
      continue;
    }
    made[b] = std::move(*one);
    const Type type = made[b].type;
    if (!common.has_value()) {
      common = type;
      first = b;
    } else if (const std::optional<Type> wider = common_type(*common, type); wider.has_value()) {
      common = wider;
    } else {
      diagnostics.add(make_error("SG2120",
                                 fmt::format("the sources of one column give one type; the first gives {}, this one {}",
                                             type_text(made[first].type), type_text(type)),
                                 branch.declaration.json->place, "give all of them the same type, or add \"type\""));
    }
  }
  if (diagnostics.has_errors()) return diagnostics;
  return result;
}

BranchMerge::BranchMerge(std::vector<MadeSource> branches, Type type) : branches_(std::move(branches)), type_(type) {
  if (type.kind != TypeKind::string) return;
  const bool coded = std::all_of(branches_.begin(), branches_.end(), [](const MadeSource& made) {
    return made.source == nullptr || made.dictionary != nullptr;
  });
  if (!coded) return;
  std::vector<std::string> words;
  std::map<std::string, std::int32_t, std::less<>> known;
  for (const MadeSource& made : branches_) {
    std::vector<std::int32_t>& codes = new_codes_.emplace_back();
    for (std::size_t w = 0; made.source != nullptr && w < made.dictionary->size(); ++w) {
      const auto [at, fresh] = known.try_emplace(std::string((*made.dictionary)[w]), words.size());
      if (fresh) words.emplace_back((*made.dictionary)[w]);
      codes.push_back(at->second);
    }
  }
  if (words.empty()) words.emplace_back();  // all null: a code must point somewhere
  dictionary_ = std::make_unique<Dictionary>(std::move(words));
}

std::vector<ColumnIndex> BranchMerge::inputs() const {
  std::vector<ColumnIndex> all;
  for (const MadeSource& made : branches_) {
    for (const ColumnIndex input : made.inputs) {
      if (std::find(all.begin(), all.end(), input) == all.end()) all.push_back(input);
    }
  }
  return all;
}

int BranchMerge::precision() const {
  int digits = 0;
  for (const MadeSource& made : branches_) {
    if (made.source != nullptr) digits = std::max(digits, made.type == type_ ? made.precision : 18);
  }
  return digits == 0 ? 18 : digits;
}

std::uint64_t BranchMerge::memory_bytes() const {
  std::uint64_t bytes = 0;
  for (const MadeSource& made : branches_) bytes += made.memory_bytes;
  return bytes;
}

void BranchMerge::tell_suffix(MadeSource& made) const {
  const auto by_text = [](SuffixPlace place) {
    return place != SuffixPlace::before_extension && place != SuffixPlace::first_label;
  };
  std::optional<SuffixPlace> place;
  for (const MadeSource& branch : branches_) {
    if (branch.source == nullptr) continue;
    const bool same = !place.has_value() || *place == branch.suffix_place;
    if (!branch.no_suffix.empty()) {
      made.no_suffix = "one of its cases gives identifiers: let that be a column of its own, with \"unique\": true";
    } else if (!same && !(by_text(*place) && by_text(branch.suffix_place))) {
      made.no_suffix = "its cases take a number at different places: let each be a column of its own";
    }
    place = same ? branch.suffix_place : SuffixPlace::by_text;
  }
  made.suffix_place = place.value_or(SuffixPlace::by_text);
}

std::shared_ptr<const Column> BranchMerge::domain() const {
  if (type_.kind == TypeKind::boolean) return nullptr;
  Column all;
  all.reset(type_, 0);
  for (const MadeSource& made : branches_) {
    if (made.source == nullptr) continue;
    if (made.domain == nullptr || made.domain->dictionary() != nullptr) return nullptr;
    Column converted;
    if (made.type != type_ && convert(*made.domain, type_, converted) != 0) return nullptr;
    all.append(made.type == type_ ? *made.domain : converted);
  }
  const std::size_t width = type_.kind == TypeKind::string ? 0 : value_bytes(type_.kind);
  std::vector<std::int64_t> different;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < all.rows(); ++i) {
    const std::string_view bytes = width == 0 ? all.text(i) : std::string_view(all.data<char>() + i * width, width);
    if (seen.insert(bytes).second) different.push_back(static_cast<std::int64_t>(i));
  }
  auto domain = std::make_shared<Column>();
  domain->gather(all, different);
  return domain;
}

void BranchMerge::fill_branch(Evaluate& evaluate, std::size_t branch, Column& out) const {
  const MadeSource& made = branches_[branch];
  if (made.type == type_) {
    made.source->fill(evaluate, out);
    return;
  }
  const ColumnPool::Lease raw = evaluate.pool().take();
  made.source->fill(evaluate, *raw);
  const std::size_t lost = convert(*raw, type_, out);
  if (lost != 0) evaluate.warn(CellWarning::overflow, lost);
}

void BranchMerge::fill(Evaluate& evaluate, std::span<const std::int32_t> taken, Column& out) const {
  const std::size_t n = taken.size();
  const bool plain_text = type_.kind == TypeKind::string && dictionary_ == nullptr;
  const std::size_t width = plain_text ? 0 : value_bytes(type_.kind);
  // Where each row's cell stands in its branch's column.
  std::array<std::uint16_t, kBatchRows> at{};
  std::vector<std::vector<std::int64_t>> places(branches_.size());
  std::vector<std::unique_ptr<ColumnPool::Lease>> columns(branches_.size());
  for (std::size_t i = 0; i < n; ++i) {
    if (taken[i] < 0) continue;
    std::vector<std::int64_t>& rows = places[static_cast<std::size_t>(taken[i])];
    at[i] = static_cast<std::uint16_t>(rows.size());
    rows.push_back(static_cast<std::int64_t>(i));
  }
  if (!plain_text) {
    if (dictionary_ != nullptr) {
      out.reset(*dictionary_, n);
    } else {
      out.reset(type_, n);
    }
    std::memset(out.data<char>(), 0, n * width);
  }
  for (std::size_t b = 0; b < branches_.size(); ++b) {
    if (places[b].empty() || branches_[b].source == nullptr) continue;
    columns[b] = std::make_unique<ColumnPool::Lease>(evaluate.pool().take());
    Column& column = **columns[b];
    if (places[b].size() == n) {
      fill_branch(evaluate, b, column);
    } else {
      SubsetEvaluate subset(evaluate, places[b]);
      fill_branch(subset, b, column);
    }
    if (plain_text) continue;
    for (std::size_t k = 0; k < places[b].size(); ++k) {
      copy_cell(column, k, static_cast<std::size_t>(places[b][k]), width, out);
    }
    if (dictionary_ == nullptr) continue;
    for (const std::int64_t place : places[b]) {
      std::int32_t& code = out.data<std::int32_t>()[place];
      code = new_codes_[b][static_cast<std::size_t>(code)];
    }
  }
  const auto has_cell = [&](std::size_t i) {
    return taken[i] >= 0 && branches_[static_cast<std::size_t>(taken[i])].source != nullptr;
  };
  if (!plain_text) {
    for (std::size_t i = 0; i < n; ++i) {
      if (!has_cell(i)) out.set_null(i);
    }
    return;
  }
  out.reset(type_, n);
  out.begin_texts();
  for (std::size_t i = 0; i < n; ++i) {
    const Column* column = has_cell(i) ? &**columns[static_cast<std::size_t>(taken[i])] : nullptr;
    if (column == nullptr || column->is_null(at[i])) {
      out.append_null();
    } else {
      out.append_text(column->text(at[i]));
    }
  }
}

}  // namespace synthgen
