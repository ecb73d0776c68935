// A CSV text as the columns that the room makes of it.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/file_folder.hpp"
#include "synthgen/reader/table_files.hpp"

namespace synthgen::test {

using Texts = std::vector<std::optional<std::string>>;

inline Texts texts_of(const Column& column) {
  Texts texts;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    if (column.is_null(row)) {
      texts.emplace_back();
    } else {
      texts.emplace_back(std::string(column.text(row)));
    }
  }
  return texts;
}

/// Codes and messages of all findings, one a line.
inline std::string said(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    text += (text.empty() ? "" : "\n") + diagnostic.code + ": " + diagnostic.message;
  }
  return text;
}

/// One file, read from its folder.
class CsvText {
 public:
  explicit CsvText(const std::string& text, std::optional<char> delimiter = {}) : files_(folder_.path()) {
    folder_.write("t.csv", text);
    Result<std::shared_ptr<FileTable>> opened = files_.open("t.csv", delimiter);
    if (opened.ok()) {
      table_ = *opened;
    } else {
      fault_ = said(opened.diagnostics());
    }
  }

  FileTable& table() { return *table_; }
  /// What is wrong with the header, or with the rows; empty where nothing is.
  std::string fault() {
    if (table_ == nullptr) return fault_;
    const auto read = table_->read(0);
    return read.ok() ? "" : said(read.diagnostics());
  }
  Texts column(const std::string& name) {
    const auto read = table_->read(table_->find(name).value());
    if (!read.ok()) throw std::runtime_error(said(read.diagnostics()));
    return texts_of((*read)->cells);
  }

 private:
  FileFolder folder_;
  TableFiles files_;
  std::shared_ptr<FileTable> table_;
  std::string fault_;
};

}  // namespace synthgen::test
