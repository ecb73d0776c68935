// Data of operators: the files data/*.txt, compiled into the program as texts.
//
// A file begins with "# SOURCE: …", the public source of its facts or "own choice"; other lines that begin with '#' are
// comments, empty lines are nothing, and the rest are entries of fields with blanks between them. A text is parsed
// where an operator that needs it is made, and not before.
//
// Threads: constant data.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace synthgen {

struct DataText {
  std::string_view name;  ///< of data/<name>.txt
  std::string_view text;
};

/// All of them, by name. Defined in the file that cmake/embed_texts.cmake makes.
std::span<const DataText> data_texts();
/// REQUIRES: there is a file of that name.
std::string_view data_text(std::string_view name);

/// Reads the entries of such a text one after the other.
class DataLines {
 public:
  explicit DataLines(std::string_view text) : rest_(text) {}
  /// Puts the fields of the next entry into `fields`; false behind the last.
  bool next(std::vector<std::string_view>& fields);

 private:
  std::string_view rest_;
};

}  // namespace synthgen
