#include "csv_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "synthgen/json/utf8.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{1} << 20;
/// A record beyond this is taken for a quote that is never closed.
constexpr std::size_t kLongestRecordBytes = std::size_t{64} << 20;

}  // namespace

std::string_view CsvField::text(std::string& scratch) const {
  if (!doubled) return raw;
  scratch.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    scratch.push_back(raw[i]);
    if (raw[i] == '"') ++i;
  }
  return scratch;
}

CsvScanner::CsvScanner(InputFile file, std::string name, char delimiter)
    : file_(std::move(file)), name_(std::move(name)), delimiter_(delimiter), window_(kWindowBytes + 1) {
  for (const char stop : {delimiter, '\n', '\r'}) stops_[static_cast<unsigned char>(stop)] = true;
  refill();
  if (end_ >= 3 && std::memcmp(window_.data(), "\xEF\xBB\xBF", 3) == 0) at_ = 3;
}

bool CsvScanner::refill() {
  if (whole_ || !diagnostics_.empty()) return false;
  if (at_ > 0) {
    std::memmove(window_.data(), window_.data() + at_, end_ - at_);
    checked_ -= std::min(checked_, at_);
    end_ -= at_;
    at_ = 0;
  }
  if (end_ + 1 == window_.size()) window_.resize(2 * end_ + 1);
  Result<std::size_t> count = file_.read(window_.data() + end_, window_.size() - 1 - end_);
  if (!count.ok()) {
    diagnostics_ = count.diagnostics();
    return false;
  }
  whole_ = *count == 0;
  end_ += *count;
  window_[end_] = '\n';
  check_utf8();
  return !whole_;
}

void CsvScanner::check_utf8() {
  if (invalid_) return;
  checked_ = json::find_invalid_utf8({window_.data(), end_}, checked_);
  // A character may be cut off by the window's end.
  invalid_ = checked_ < end_ && (whole_ || end_ - checked_ >= 4);
}

CsvScanner::Step CsvScanner::next() {
  if (at_ == end_ && !refill()) return diagnostics_.empty() ? Step::end : Step::fault;
  record_line_ = line_;
  for (;;) {
    switch (parse()) {
      case Parse::record:
        return Step::record;
      case Parse::fault:
        return Step::fault;
      case Parse::more:
        break;
    }
    if (end_ - at_ > kLongestRecordBytes) {
      fault(record_line_, "the row that begins here is longer than 64 MiB", "is a quote not closed?");
      return Step::fault;
    }
    refill();
    if (!diagnostics_.empty()) return Step::fault;
  }
}

CsvScanner::Parse CsvScanner::fault(std::uint64_t line, const std::string& what, const std::string& hint) {
  // Quotes and line ends of what is no text mean nothing.
  if (invalid_) return told_utf8();
  diagnostics_.add(make_error("SG5015", fmt::format("\"{}\", line {}: {}", name_, line, what), {}, hint));
  return Parse::fault;
}

CsvScanner::Parse CsvScanner::told_utf8() {
  const auto breaks =
      static_cast<std::uint64_t>(std::count(window_.data() + at_, window_.data() + std::max(at_, checked_), '\n'));
  diagnostics_.add(make_error("SG5015",
                              fmt::format("\"{}\", line {}: the byte {:02X} is not UTF-8", name_, line_ + breaks,
                                          static_cast<unsigned char>(window_[checked_])),
                              {}, "save the file as UTF-8, without compression"));
  return Parse::fault;
}

CsvScanner::Parse CsvScanner::parse_quoted(const char*& p, std::uint64_t& breaks) {
  const char* const end = window_.data() + end_;
  const char* const begin = ++p;
  bool doubled = false;
  for (;;) {
    const auto* quote = static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end - p)));
    if (quote == nullptr) {
      if (!whole_) return Parse::more;
      return fault(line_ + breaks, "a quote is opened here and never closed", "double quotes that belong to the text");
    }
    p = quote + 1;
    if (p == end && !whole_) return Parse::more;
    if (p == end || *p != '"') break;
    doubled = true;
    ++p;
  }
  const std::string_view raw(begin, static_cast<std::size_t>(p - 1 - begin));
  fields_.push_back({raw, true, doubled});
  if (p != end && !stops_[static_cast<unsigned char>(*p)]) {
    const auto inside = static_cast<std::uint64_t>(std::count(raw.begin(), raw.end(), '\n'));
    return fault(line_ + breaks + inside, "text follows a closing quote", "double quotes that belong to the text");
  }
  breaks += static_cast<std::uint64_t>(std::count(raw.begin(), raw.end(), '\n'));
  return Parse::record;
}

CsvScanner::Parse CsvScanner::parse() {
  fields_.clear();
  const char* const end = window_.data() + end_;
  const char* p = window_.data() + at_;
  std::uint64_t breaks = 0;
  for (;;) {
    if (p == end && !whole_) return Parse::more;
    if (p != end && *p == '"') {
      if (const Parse quoted = parse_quoted(p, breaks); quoted != Parse::record) return quoted;
    } else {
      const char* const begin = p;
      while (!stops_[static_cast<unsigned char>(*p)]) ++p;  // the sentinel stops it
      fields_.push_back({{begin, static_cast<std::size_t>(p - begin)}, false, false});
    }
    if (p == end) {
      if (!whole_) return Parse::more;
      break;
    }
    if (*p == delimiter_) {
      ++p;
      continue;
    }
    if (*p == '\r') {
      if (p + 1 == end && !whole_) return Parse::more;
      if (p + 1 == end || p[1] != '\n') {
        return fault(line_ + breaks, "a carriage return without a line feed",
                     "end lines with LF or CR LF, and put texts that hold line breaks in quotes");
      }
      ++p;
    }
    ++p;
    ++breaks;
    break;
  }
  if (invalid_ && p > window_.data() + checked_) return told_utf8();
  at_ = static_cast<std::size_t>(p - window_.data());
  line_ += breaks;
  return Parse::record;
}

}  // namespace synthgen
