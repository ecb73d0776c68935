#include "joined_table.hpp"

#include <map>

namespace synthgen {

JoinedTable::JoinedTable(const RowLocales& locales_of_rows, std::string_view topic) {
  for (const std::size_t number : locales_of_rows.numbers) {
    const DataTable& table = need_data(locales()[number].name, topic);
    parts_.push_back({number, &table, rows_});
    rows_ += table.rows();
  }
}

const JoinedTable::Part& JoinedTable::part_of(std::size_t row) const {
  std::size_t p = parts_.size() - 1;
  while (parts_[p].base > row) --p;
  return parts_[p];
}

std::string_view JoinedTable::text(std::size_t row, std::string_view column) const {
  const Part& part = part_of(row);
  return part.table->text(row - part.base, column);
}

CodedTexts::CodedTexts(const std::vector<std::string>& texts) {
  std::map<std::string_view, std::int32_t> seen;
  std::vector<std::string> distinct;
  codes_.reserve(texts.size());
  for (const std::string& text : texts) {
    const auto [found, added] = seen.emplace(text, static_cast<std::int32_t>(distinct.size()));
    if (added) distinct.push_back(text);
    codes_.push_back(found->second);
  }
  dictionary_ = std::make_unique<const Dictionary>(distinct);
}

namespace {

std::vector<std::string> texts_of(const JoinedTable& table, std::string_view column) {
  std::vector<std::string> texts;
  texts.reserve(table.rows());
  for (const JoinedTable::Part& part : table.parts()) {
    const std::size_t place = part.table->column(column);
    for (std::size_t row = 0; row < part.table->rows(); ++row) texts.emplace_back(part.table->text(row, place));
  }
  return texts;
}

}  // namespace

CodedTexts::CodedTexts(const JoinedTable& table, std::string_view column) : CodedTexts(texts_of(table, column)) {}

MadeProvider CodedTexts::coded(std::unique_ptr<const Provider> provider) const {
  MadeProvider made;
  made.dictionary = dictionary_.get();
  made.domain = domain();
  made.provider = std::move(provider);
  return made;
}

std::shared_ptr<const Column> domain_of_dictionary(const Dictionary& dictionary) {
  auto domain = std::make_shared<Column>();
  domain->reset({TypeKind::string, 0}, dictionary.size());
  domain->begin_texts();
  for (std::size_t code = 0; code < dictionary.size(); ++code) domain->append_text(dictionary[code]);
  return domain;
}

}  // namespace synthgen
