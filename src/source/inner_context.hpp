// The surroundings of a source within a source: those of the column, but a declaration and streams of its own.
#pragma once

#include "synthgen/source/source.hpp"

namespace synthgen {

class InnerContext : public SourceContext {
 public:
  InnerContext(const SourceContext& outer, const ColumnDeclaration& declaration)
      : outer_(outer), declaration_(declaration) {}

  const ColumnDeclaration& declaration() const final { return declaration_; }
  const Scope& scope() const final { return outer_.scope(); }
  std::optional<ColumnIndex> score() const final { return outer_.score(); }
  StreamKey shared_stream(std::string_view owner, std::string_view purpose) const final {
    return outer_.shared_stream(owner, purpose);
  }
  SharedRow& shared_row(const std::string& name) const final { return outer_.shared_row(name); }
  std::vector<ShareMember> share_members(const std::string& group) const final { return outer_.share_members(group); }
  std::int64_t table_rows() const final { return outer_.table_rows(); }
  std::int64_t reference_micros() const final { return outer_.reference_micros(); }
  const std::string& locale() const final { return outer_.locale(); }
  const MadeSource& column(ColumnIndex index) const final { return outer_.column(index); }
  ColumnIndex add_column(std::string name, std::string what, MadeSource made) const final {
    return outer_.add_column(std::move(name), std::move(what), std::move(made));
  }
  Result<ReferenceTarget> reference() const final { return outer_.reference(); }
  void warn(Diagnostic diagnostic) const final { outer_.warn(std::move(diagnostic)); }

 protected:
  StreamKey outer_stream(std::string_view purpose) const { return outer_.stream(purpose); }

 private:
  const SourceContext& outer_;
  const ColumnDeclaration& declaration_;
};

}  // namespace synthgen
