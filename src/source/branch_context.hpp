// A branch of a source as a column of its own: the surrounding column's streams and names, its own declaration.
#pragma once

#include "inner_context.hpp"

namespace synthgen {

/// A source within a source, such as a case.
struct Branch {
  ColumnDeclaration declaration;
  std::unique_ptr<const SourceSpec> spec;
  bool null = false;  ///< the constant null, which takes the type of its company
};

class BranchContext final : public InnerContext {
 public:
  using InnerContext::InnerContext;
  /// The value's own streams are shared by all branches, of which a row takes one; so a row keeps its draw where a
  /// branch is added or moved. Everything else is kept apart by "case ".
  StreamKey stream(std::string_view purpose) const override {
    return outer_stream(purpose.starts_with("value") ? std::string(purpose) : "case " + std::string(purpose));
  }
};

/// Reads a branch: a scalar is a constant, an object a source with its parameters, `min`, `max` and `missing`.
///
/// own_keys  keys of the branch that belong to the surrounding source, such as "if"
/// Nothing after diagnostics were added.
std::optional<Branch> read_branch(const json::Value& value, std::span<const std::string_view> own_keys,
                                  ColumnReader& outer);

struct MadeBranches {
  std::vector<MadeSource> sources;  ///< one for each branch; a null one has no source
  std::optional<Type> type;         ///< the widest of what they give; nothing where all are null
};

/// The branches as sources of one type: the declared one, or the common one of what they give (the widest number).
/// Errors SG2120 where they differ.
Result<MadeBranches> make_branches(std::span<const Branch* const> branches, const SourceContext& context);

/// Fills `out` with each row's cell from the branch that it takes.
///
/// taken  the number of a branch for each row of the batch, or −1 for a null
class BranchMerge {
 public:
  BranchMerge(std::vector<MadeSource> branches, Type type);
  void fill(Evaluate& evaluate, std::span<const std::int32_t> taken, Column& out) const;
  Type type() const { return type_; }
  const std::vector<MadeSource>& branches() const { return branches_; }
  const Dictionary* dictionary() const { return dictionary_.get(); }
  /// Of all branches, once each.
  std::vector<ColumnIndex> inputs() const;
  int precision() const;
  /// Every value of all branches, where each branch's are known; else null. Of booleans never: they are known anyway.
  std::shared_ptr<const Column> domain() const;
  std::uint64_t memory_bytes() const;
  /// Sets where "unique": "suffix" puts its number into texts of all branches, or why it cannot.
  void tell_suffix(MadeSource& made) const;

 private:
  void fill_branch(Evaluate& evaluate, std::size_t branch, Column& out) const;

  std::vector<MadeSource> branches_;  // without a source: null
  Type type_;
  std::unique_ptr<const Dictionary> dictionary_;      // where all branches are coded
  std::vector<std::vector<std::int32_t>> new_codes_;  // by branch, from its own dictionary
};

}  // namespace synthgen
