#include "pattern_program.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace synthgen {

using Kind = PatternNode::Kind;

std::uint64_t PatternWords::draw(std::size_t row, std::uint32_t number) {
  if (number >= kTogether) {
    std::uint64_t word = 0;
    draw_bits64(key_, rows_.part(row, 1), attempt_, number, &word);
    return word;
  }
  for (; drawn_ <= number; ++drawn_) draw_bits64(key_, rows_, attempt_, drawn_, words_[drawn_].data());
  return words_[number][row];
}

PatternProgram::PatternProgram(const PatternNode& pattern) : longest_(pattern.longest) {
  add(pattern);
  steps_.push_back({});
  lay_out();
  texts_.append(kSlack, ' ');
}

void PatternProgram::add(const PatternNode& node) {
  // Whatever is drawn here, it makes the empty text.
  if (node.longest == 0) return;
  switch (node.kind) {
    case Kind::characters:
      if (node.characters.size() == 1) {
        add_text(CharacterTable(node.characters));
      } else {
        steps_.push_back({Code::one, add_table(node.characters)});
      }
      return;
    case Kind::sequence:
      for (const PatternNode& part : node.parts) add(part);
      return;
    case Kind::alternatives: {
      const auto count = static_cast<std::uint32_t>(node.parts.size());
      const std::size_t first = targets_.size();
      targets_.resize(first + count);
      steps_.push_back({Code::branch, static_cast<std::uint32_t>(first), count});
      std::vector<std::uint32_t> jumps;
      for (std::size_t i = 0; i < count; ++i) {
        targets_[first + i] = step();
        joined_from_ = step();
        add(node.parts[i]);
        if (i + 1 == count) break;
        jumps.push_back(step());
        steps_.push_back({Code::jump});
      }
      for (const std::uint32_t jump : jumps) steps_[jump].a = step();
      joined_from_ = step();
      return;
    }
    case Kind::repeat:
      add_repeat(node);
      return;
  }
}

void PatternProgram::add_repeat(const PatternNode& node) {
  const PatternNode& body = node.parts.front();
  if (node.least == 1 && node.most == 1) {
    add(body);
    return;
  }
  if (body.kind == Kind::characters) {
    steps_.push_back({Code::some, add_table(body.characters), node.least, node.most});
    return;
  }
  const std::uint32_t head = step();
  steps_.push_back({Code::loop, node.least, node.most});
  joined_from_ = step();
  add(body);
  steps_.push_back({Code::again, head + 1});
  steps_[head].c = step();
  joined_from_ = step();
}

void PatternProgram::add_text(const CharacterTable& one) {
  char bytes[4] = {};
  const auto length = static_cast<std::size_t>(one.write(0, bytes) - bytes);
  if (steps_.size() > joined_from_ && steps_.back().code == Code::text) {
    steps_.back().b += static_cast<std::uint32_t>(length);
  } else {
    steps_.push_back({Code::text, static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(length)});
  }
  texts_.append(bytes, length);
}

std::uint32_t PatternProgram::add_table(const CharacterSet& set) {
  tables_.emplace_back(set);
  return static_cast<std::uint32_t>(tables_.size() - 1);
}

void PatternProgram::lay_out() {
  constexpr std::size_t kLongestFixed = 256;
  if (longest_ == 0 || longest_ > kLongestFixed) return;
  const auto one_byte = [&](const Step& step) {
    const CharacterTable& table = tables_[step.a];
    char bytes[4] = {};
    return table.write(table.size() - 1, bytes) == bytes + 1;
  };
  for (const Step& step : steps_) {
    const bool fits = step.code == Code::text || step.code == Code::end || (step.code == Code::one && one_byte(step)) ||
                      (step.code == Code::some && step.b == step.c && one_byte(step));
    if (!fits) return;
  }
  // As PatternDigits takes them.
  std::uint64_t used = std::uint64_t{1} << 32;
  std::uint32_t words = 0;
  const auto add_slot = [&](const CharacterTable& table, std::uint32_t from) {
    used *= table.size();
    const bool fresh = used > std::uint64_t{1} << 32;
    if (fresh) {
      used = table.size();
      ++words;
    }
    slots_.push_back({static_cast<std::uint32_t>(template_.size()), from, table.size(), words - 1, fresh});
    template_ += ' ';
  };
  for (const Step& step : steps_) {
    if (step.code == Code::text) template_.append(texts_, step.a, step.b);
    if (step.code != Code::one && step.code != Code::some) continue;
    const CharacterTable& table = tables_[step.a];
    const auto from = static_cast<std::uint32_t>(bytes_.size());
    char bytes[4] = {};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
      table.write(i, bytes);
      bytes_ += bytes[0];
    }
    const std::uint32_t times = step.code == Code::one ? 1 : step.b;
    for (std::uint32_t i = 0; i < times; ++i) {
      if (table.size() == 1) {
        template_ += bytes[0];
      } else {
        add_slot(table, from);
      }
    }
  }
  assert(template_.size() == longest_);
}

void PatternProgram::write_fixed(PatternWords& words, std::size_t rows, char* at) const {
  const std::size_t length = template_.size();
  const char* bytes = bytes_.data();
  for (std::size_t row = 0; row < rows; ++row, at += length) {
    std::memcpy(at, template_.data(), length);
    std::uint64_t fraction = 0;
    for (const Slot& slot : slots_) {
      if (slot.fresh) fraction = words.word(row, slot.word);
      const auto product = static_cast<unsigned __int128>(fraction) * slot.size;
      fraction = static_cast<std::uint64_t>(product);
      at[slot.at] = bytes[slot.table + static_cast<std::uint32_t>(product >> 64)];
    }
  }
}

char* PatternProgram::write(PatternWords& words, std::size_t row, char* at) const {
  PatternDigits digits(words, row);
  std::uint32_t left[kDeepestPattern + 1];  // rounds of the loops that are being run
  std::size_t loops = 0;
  for (const Step* step = steps_.data();;) {
    switch (step->code) {
      case Code::text:
        // Most are short, and a copy of known size is one instruction.
        if (step->b <= kSlack) {
          std::memcpy(at, texts_.data() + step->a, kSlack);
        } else {
          std::memcpy(at, texts_.data() + step->a, step->b);
        }
        at += step->b;
        ++step;
        break;
      case Code::one: {
        const CharacterTable& table = tables_[step->a];
        at = table.write(digits.take(table.size()), at);
        ++step;
        break;
      }
      case Code::some: {
        const CharacterTable& table = tables_[step->a];
        std::uint32_t count = step->b;
        if (step->c > step->b) count += digits.take(step->c - step->b + 1);
        const std::uint32_t size = table.size();
        for (; count > 0; --count) at = table.write(size == 1 ? 0 : digits.take(size), at);
        ++step;
        break;
      }
      case Code::branch:
        step = steps_.data() + targets_[step->a + digits.take(step->b)];
        break;
      case Code::jump:
        step = steps_.data() + step->a;
        break;
      case Code::loop: {
        std::uint32_t count = step->a;
        if (step->b > step->a) count += digits.take(step->b - step->a + 1);
        if (count == 0) {
          step = steps_.data() + step->c;
        } else {
          left[loops++] = count;
          ++step;
        }
        break;
      }
      case Code::again:
        if (--left[loops - 1] == 0) {
          --loops;
          ++step;
        } else {
          step = steps_.data() + step->a;
        }
        break;
      case Code::end:
        return at;
    }
  }
}

}  // namespace synthgen
