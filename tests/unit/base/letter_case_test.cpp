#include "synthgen/base/letter_case.hpp"

#include "support/catch.hpp"

using namespace synthgen;

TEST_CASE("letter case: simple mappings of any script, and characters without case stay", "[letter]") {
  CHECK(upper_of('a') == 'A');
  CHECK(upper_of(0xF1) == 0xD1);    // ñ
  CHECK(upper_of(0xDF) == 0xDF);    // ß has no simple capital
  CHECK(lower_of(0x130) == 'i');    // İ
  CHECK(lower_of(0x3A9) == 0x3C9);  // Ω
  CHECK(upper_of('1') == '1');
  CHECK(title_of(0x1C6) == 0x1C5);  // ǆ is two letters
}

TEST_CASE("letter case: words are of letters and digits, blanks are Unicode's", "[letter]") {
  CHECK(is_word_character('7'));
  CHECK(is_word_character(0xE9));
  CHECK_FALSE(is_word_character('\''));
  CHECK_FALSE(is_word_character(0x2019));
  CHECK(is_blank('\t'));
  CHECK(is_blank(0xA0));
  CHECK_FALSE(is_blank('x'));
  CHECK(without_blanks("\xC2\xA0 a b \t") == "a b");
  CHECK(without_blanks(" \xE3\x80\x80").empty());
}
