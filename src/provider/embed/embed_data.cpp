// Writes tables of texts as C++: run at build time, so that a program of synthgen finds its locale data in its own
// bytes, split into cells, and parses nothing when it starts.
//
// embed_data OUTPUT FOLDER FILE…   each FILE is FOLDER/<locale>/<topic>.txt
//
// A file opens with a line "# SOURCE: …", has a line "# name<TAB>name…" with the names of its columns behind further
// comments, and then a record a line. A file that is otherwise ends the build.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

[[noreturn]] void fail(const std::string& file, std::size_t line, const std::string& what) {
  std::cerr << file << ":" << line << ": " << what << "\n";
  std::exit(1);
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = line.find('\t', begin);
    cells.push_back(line.substr(begin, end == std::string::npos ? end : end - begin));
    if (end == std::string::npos) return cells;
    begin = end + 1;
  }
}

struct Table {
  std::string locale;
  std::string topic;
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

Table read_table(const std::string& folder, const std::string& file) {
  Table table;
  const std::string inner = file.substr(folder.size() + 1);
  const std::size_t slash = inner.find('/');
  const std::size_t dot = inner.rfind(".txt");
  if (slash == std::string::npos || dot == std::string::npos) fail(file, 0, "not <locale>/<topic>.txt");
  table.locale = inner.substr(0, slash);
  table.topic = inner.substr(slash + 1, dot - slash - 1);
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::string header;
  std::size_t number = 0;
  while (std::getline(in, line)) {
    ++number;
    if (number == 1 && (!line.starts_with("# SOURCE: ") || line.size() < 20)) {
      fail(file, number, "a data file opens with \"# SOURCE: \" and where its facts come from");
    }
    if (line.starts_with("#") && table.rows.empty()) {
      header = line;
      continue;
    }
    if (table.rows.empty()) {
      if (!header.starts_with("# ") || header.starts_with("# SOURCE")) fail(file, number, "no line of column names");
      table.names = split(header.substr(2));
    }
    if (line.find_first_of("\r\\\"") != std::string::npos) fail(file, number, "a character that is not for data");
    std::vector<std::string> cells = split(line);
    if (cells.size() != table.names.size()) {
      fail(file, number, "has " + std::to_string(cells.size()) + " cells, not " + std::to_string(table.names.size()));
    }
    table.rows.push_back(std::move(cells));
  }
  if (table.rows.empty()) fail(file, number, "holds no records");
  return table;
}

bool is_numeric(std::string_view name) {
  return name == "weight" || name == "population" || name == "latitude" || name == "longitude";
}

double number_of(const Table& table, const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    fail(table.locale + "/" + table.topic, 0, "\"" + text + "\" is no number");
  }
  return value;
}

void write_table(const Table& table, const std::string& id, std::ostream& out) {
  std::vector<std::uint32_t> offsets = {0};
  std::string bytes;
  out << "constexpr char k" << id << "Bytes[] =\n";
  for (std::size_t c = 0; c < table.names.size(); ++c) {
    for (const auto& row : table.rows) {
      bytes += row[c];
      offsets.push_back(static_cast<std::uint32_t>(bytes.size()));
      out << "\"" << row[c] << "\"\n";
    }
  }
  out << ";\nconstexpr std::uint32_t k" << id << "Offsets[] = {";
  for (std::size_t i = 0; i < offsets.size(); ++i) out << offsets[i] << (i % 16 == 15 ? ",\n" : ",");
  out << "};\nconstexpr const char* k" << id << "Names[] = {";
  for (const std::string& name : table.names) out << "\"" << name << "\",";
  out << "};\n";
  for (std::size_t c = 0; c < table.names.size(); ++c) {
    if (!is_numeric(table.names[c])) continue;
    out << "constexpr double k" << id << "Numbers" << c << "[] = {";
    char buffer[64];
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number_of(table, table.rows[r][c]));
      out << std::string_view(buffer, static_cast<std::size_t>(end - buffer)) << (r % 12 == 11 ? ",\n" : ",");
    }
    out << "};\n";
  }
  out << "constexpr const double* k" << id << "Numbers[] = {";
  for (std::size_t c = 0; c < table.names.size(); ++c) {
    if (is_numeric(table.names[c])) {
      out << "k" << id << "Numbers" << c << ",";
    } else {
      out << "nullptr,";
    }
  }
  out << "};\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string folder = argv[2];
  std::vector<Table> tables;
  for (int i = 3; i < argc; ++i) tables.push_back(read_table(folder, argv[i]));
  std::ofstream out(argv[1], std::ios::binary);
  out << "// Made by src/provider/embed/embed_data.cpp; not to be edited.\n"
         "#include <array>\n#include <cstdint>\n\n#include \"locale_data.hpp\"\n\n"
         "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\nnamespace synthgen {\nnamespace {\n\n";
  for (std::size_t t = 0; t < tables.size(); ++t) write_table(tables[t], "T" + std::to_string(t), out);
  out << "\n}  // namespace\n\nstd::span<const DataTable> data_tables() {\n"
         "  static constexpr std::array kTables = {\n";
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const std::string id = "kT" + std::to_string(t);
    out << "      DataTable(\"" << tables[t].locale << "\", \"" << tables[t].topic << "\", " << id << "Names, "
        << tables[t].rows.size() << ", " << id << "Bytes, " << id << "Offsets, " << id << "Numbers),\n";
  }
  out << "  };\n  return kTables;\n}\n\n}  // namespace synthgen\n";
  out.close();
  return out.fail() ? 1 : 0;
}
