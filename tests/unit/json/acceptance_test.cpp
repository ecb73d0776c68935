// What is accepted and what is refused, by category, in the manner of JSONTestSuite (Nicolas Seriot, "Parsing JSON
// is a minefield"), with inputs of our own: y_ must be accepted, n_ must be refused, i_ is left to the reader of
// JSON by RFC 8259; each of those says what we do and why.
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "synthgen/json/document.hpp"

using namespace std::string_view_literals;

namespace {

struct Case {
  std::string_view name;
  std::string_view text;
  std::string_view code;  ///< empty where accepted
};

constexpr std::string_view kAccepted;

constexpr Case kMustAccept[] = {
    {"y_object_empty", "{}"sv, kAccepted},
    {"y_object_one", "{\"a\":1}"sv, kAccepted},
    {"y_object_nested", "{\"a\":{\"b\":{\"c\":{}}}}"sv, kAccepted},
    {"y_object_empty_name", "{\"\":0}"sv, kAccepted},
    {"y_object_escaped_name", "{\"\\u0061\\n\":0}"sv, kAccepted},
    {"y_object_nul_in_name", "{\"a\\u0000b\":0}"sv, kAccepted},
    {"y_object_names_differ_in_case", "{\"a\":0,\"A\":1}"sv, kAccepted},
    {"y_object_same_name_in_siblings", "[{\"a\":0},{\"a\":1}]"sv, kAccepted},
    {"y_object_long_name", "{\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\":0}"sv,
     kAccepted},
    {"y_object_with_line_breaks", "{\n\"a\"\r\n:\r1\n,\n\"b\":2}\n"sv, kAccepted},
    {"y_array_empty", "[]"sv, kAccepted},
    {"y_array_of_arrays", "[[],[[]],[[[]]]]"sv, kAccepted},
    {"y_array_of_empty_text", "[\"\"]"sv, kAccepted},
    {"y_array_of_all_kinds", "[null,true,false,0,\"x\",[],{}]"sv, kAccepted},
    {"y_array_with_space_within", "[ ]"sv, kAccepted},
    {"y_array_with_space_around", " [1 , 2 ] "sv, kAccepted},
    {"y_number_zero", "[0]"sv, kAccepted},
    {"y_number_minus_zero", "[-0]"sv, kAccepted},
    {"y_number_negative", "[-123]"sv, kAccepted},
    {"y_number_fraction", "[0.000001]"sv, kAccepted},
    {"y_number_minus_zero_fraction", "[-0.0]"sv, kAccepted},
    {"y_number_exponent", "[1e22]"sv, kAccepted},
    {"y_number_capital_exponent", "[1E22]"sv, kAccepted},
    {"y_number_plus_exponent", "[1E+2]"sv, kAccepted},
    {"y_number_minus_exponent", "[12.5e-2]"sv, kAccepted},
    {"y_number_zero_exponent", "[0e1]"sv, kAccepted},
    {"y_number_exponent_with_leading_zero", "[1e05]"sv, kAccepted},
    {"y_number_many_decimals", "[3.14159265358979323846264338327950288419716939937510]"sv, kAccepted},
    {"y_number_then_comment", "[1//\n]"sv, kAccepted},
    {"y_literal_null", "[null]"sv, kAccepted},
    {"y_literal_true", "[true]"sv, kAccepted},
    {"y_literal_false", "[false]"sv, kAccepted},
    {"y_text_two_byte", "[\"\xC3\xA9\"]"sv, kAccepted},
    {"y_text_three_byte", "[\"\xE2\x82\xAC\"]"sv, kAccepted},
    {"y_text_four_byte", "[\"\xF0\x9F\x98\x80\"]"sv, kAccepted},
    {"y_text_last_character", "[\"\xF4\x8F\xBF\xBF\"]"sv, kAccepted},
    {"y_text_line_separator", "[\"\xE2\x80\xA8\"]"sv, kAccepted},
    {"y_text_delete", "[\"\x7F\"]"sv, kAccepted},
    {"y_text_all_escapes", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"sv, kAccepted},
    {"y_text_unicode_escape", "[\"\\u20AC\"]"sv, kAccepted},
    {"y_text_surrogate_pair", "[\"\\uD834\\udd1e\"]"sv, kAccepted},
    {"y_text_escaped_nul", "[\"\\u0000\"]"sv, kAccepted},
    {"y_text_escaped_backslash_u", "[\"\\\\u12\"]"sv, kAccepted},
    {"y_text_of_comment", "[\"/* // */\"]"sv, kAccepted},
    {"y_text_of_brackets", "[\"[{]}\"]"sv, kAccepted},
    {"y_alone_text", "\"x\""sv, kAccepted},
    {"y_alone_number", "42"sv, kAccepted},
    {"y_alone_literal", "true"sv, kAccepted},
    {"y_alone_with_final_line_break", "null\n"sv, kAccepted},
};

constexpr Case kMustRefuse[] = {
    {"n_object_trailing_comma", "{\"a\":1,}"sv, "SG1001"},
    {"n_object_two_commas", "{\"a\":1,,\"b\":2}"sv, "SG1001"},
    {"n_object_leading_comma", "{,\"a\":1}"sv, "SG1001"},
    {"n_object_comma_alone", "{,}"sv, "SG1001"},
    {"n_object_missing_colon", "{\"a\" 1}"sv, "SG1001"},
    {"n_object_two_colons", "{\"a\"::1}"sv, "SG1001"},
    {"n_object_comma_for_colon", "{\"a\",1}"sv, "SG1001"},
    {"n_object_missing_value", "{\"a\":}"sv, "SG1001"},
    {"n_object_name_alone", "{\"a\"}"sv, "SG1001"},
    {"n_object_missing_name", "{:1}"sv, "SG1001"},
    {"n_object_missing_comma", "{\"a\":1 \"b\":2}"sv, "SG1001"},
    {"n_object_unquoted_name", "{a:1}"sv, "SG1001"},
    {"n_object_single_quotes", "{'a':1}"sv, "SG1001"},
    {"n_object_number_as_name", "{1:1}"sv, "SG1001"},
    {"n_object_literal_as_name", "{null:1}"sv, "SG1001"},
    {"n_object_list_as_name", "{[]:1}"sv, "SG1001"},
    {"n_object_not_closed", "{\"a\":1"sv, "SG1001"},
    {"n_object_not_closed_after_comma", "{\"a\":1,"sv, "SG1001"},
    {"n_object_not_closed_after_colon", "{\"a\":"sv, "SG1001"},
    {"n_object_not_closed_at_once", "{"sv, "SG1001"},
    {"n_object_closed_as_list", "{\"a\":1]"sv, "SG1001"},
    {"n_object_closed_twice", "{}}"sv, "SG1001"},
    {"n_object_semicolon", "{\"a\":1;\"b\":2}"sv, "SG1001"},
    {"n_object_equals_sign", "{\"a\"=1}"sv, "SG1001"},
    {"n_array_trailing_comma", "[1,]"sv, "SG1001"},
    {"n_array_two_commas", "[1,,2]"sv, "SG1001"},
    {"n_array_leading_comma", "[,1]"sv, "SG1001"},
    {"n_array_comma_alone", "[,]"sv, "SG1001"},
    {"n_array_missing_comma", "[1 2]"sv, "SG1001"},
    {"n_array_colon", "[\"a\":1]"sv, "SG1001"},
    {"n_array_not_closed", "[1"sv, "SG1001"},
    {"n_array_not_closed_at_once", "["sv, "SG1001"},
    {"n_array_closed_as_object", "[1}"sv, "SG1001"},
    {"n_array_closed_alone", "]"sv, "SG1001"},
    {"n_number_plus", "[+1]"sv, "SG1001"},
    {"n_number_minus_alone", "[-]"sv, "SG1001"},
    {"n_number_minus_then_space", "[- 1]"sv, "SG1001"},
    {"n_number_two_minus", "[--1]"sv, "SG1001"},
    {"n_number_leading_zero", "[012]"sv, "SG1001"},
    {"n_number_negative_leading_zero", "[-01]"sv, "SG1001"},
    {"n_number_no_digit_before_point", "[.5]"sv, "SG1001"},
    {"n_number_no_digit_after_point", "[1.]"sv, "SG1001"},
    {"n_number_point_then_exponent", "[1.e3]"sv, "SG1001"},
    {"n_number_two_points", "[1.2.3]"sv, "SG1001"},
    {"n_number_exponent_without_digits", "[1e]"sv, "SG1001"},
    {"n_number_exponent_with_sign_alone", "[1e+]"sv, "SG1001"},
    {"n_number_exponent_with_fraction", "[1e2.5]"sv, "SG1001"},
    {"n_number_hexadecimal", "[0x1F]"sv, "SG1001"},
    {"n_number_underscore", "[1_000]"sv, "SG1001"},
    {"n_number_space_within", "[1 000]"sv, "SG1001"},
    {"n_number_with_unit", "[12px]"sv, "SG1001"},
    {"n_number_nan", "[NaN]"sv, "SG1001"},
    {"n_number_infinity", "[Infinity]"sv, "SG1001"},
    {"n_number_minus_infinity", "[-Infinity]"sv, "SG1001"},
    {"n_number_full_width_digit", "[\xEF\xBC\x91]"sv, "SG1001"},
    {"n_literal_capital", "[True]"sv, "SG1001"},
    {"n_literal_cut_off", "[tru]"sv, "SG1001"},
    {"n_literal_too_long", "[nulls]"sv, "SG1001"},
    {"n_literal_none", "[None]"sv, "SG1001"},
    {"n_literal_two_together", "[truefalse]"sv, "SG1001"},
    {"n_text_not_closed", "[\"abc"sv, "SG1001"},
    {"n_text_ends_in_backslash", "[\"abc\\"sv, "SG1001"},
    {"n_text_closing_quote_escaped", "[\"abc\\\"]"sv, "SG1001"},
    {"n_text_line_break", "[\"a\nb\"]"sv, "SG1001"},
    {"n_text_tab", "[\"a\tb\"]"sv, "SG1001"},
    {"n_text_control_character", "[\"a\x01z\"]"sv, "SG1001"},
    {"n_text_raw_nul", "[\"a\0b\"]"sv, "SG1001"},
    {"n_text_unknown_escape", "[\"\\d\"]"sv, "SG1001"},
    {"n_text_hex_escape", "[\"\\x41\"]"sv, "SG1001"},
    {"n_text_octal_escape", "[\"\\101\"]"sv, "SG1001"},
    {"n_text_capital_u_escape", "[\"\\U0041\"]"sv, "SG1001"},
    {"n_text_short_unicode_escape", "[\"\\u41\"]"sv, "SG1001"},
    {"n_text_bad_unicode_escape", "[\"\\u00G0\"]"sv, "SG1001"},
    {"n_text_signed_unicode_escape", "[\"\\u-123\"]"sv, "SG1001"},
    {"n_text_escaped_line_break", "[\"a\\\nb\"]"sv, "SG1001"},
    {"n_text_single_quotes", "['a']"sv, "SG1001"},
    {"n_text_backquotes", "[`a`]"sv, "SG1001"},
    {"n_text_curly_quotes",
     "[\xE2\x80\x9C"
     "a\xE2\x80\x9D]"sv,
     "SG1001"},
    {"n_text_without_quotes", "[abc]"sv, "SG1001"},
    {"n_text_quote_within", "[\"a \"b\" c\"]"sv, "SG1001"},
    {"n_structure_two_values", "{} {}"sv, "SG1001"},
    {"n_structure_value_then_comma", "{},"sv, "SG1001"},
    {"n_structure_text_after", "[]x"sv, "SG1001"},
    {"n_structure_comma_alone", ","sv, "SG1001"},
    {"n_structure_no_break_space",
     "[1,\xC2\xA0"
     "2]"sv,
     "SG1001"},
    {"n_structure_form_feed", "[\x0C]"sv, "SG1001"},
    {"n_structure_vertical_tab", "[\x0B]"sv, "SG1001"},
    {"n_structure_nul_after", "{}\0"sv, "SG1001"},
    {"n_structure_nul_then_more", "{\"a\":1}\0{\"b\":2}"sv, "SG1001"},
    {"n_structure_nul_in_comment", "{}//\0x"sv, "SG1001"},
    {"n_structure_hash_comment", "# x\n{}"sv, "SG1001"},
    {"n_structure_slash_alone", "[1/2]"sv, "SG1001"},
    {"n_structure_comment_not_closed", "{} /* x"sv, "SG1001"},
    {"n_structure_comment_closed_by_its_opening", "{} /*/"sv, "SG1001"},
    {"n_structure_two_byte_order_marks", "\xEF\xBB\xBF\xEF\xBB\xBF{}"sv, "SG1001"},
    {"n_structure_byte_order_mark_within", "[\xEF\xBB\xBF]"sv, "SG1001"},
    {"n_structure_empty", ""sv, "SG1007"},
    {"n_structure_white_space_alone", " \n"sv, "SG1007"},
    {"n_structure_byte_order_mark_alone", "\xEF\xBB\xBF"sv, "SG1007"},
    {"n_utf8_lead_byte_alone", "[\"\xC3\"]"sv, "SG1003"},
    {"n_utf8_continuation_alone", "[\"\x80\"]"sv, "SG1003"},
    {"n_utf8_cut_off_at_end", "[\"\xE2\x82"sv, "SG1003"},
    {"n_utf8_outside_texts", "[\xE9]"sv, "SG1003"},
    {"n_utf8_byte_order_mark_cut_off", "\xEF\xBB{}"sv, "SG1003"},
};

constexpr Case kImplementationDefined[] = {
    // Comments are part of our language.
    {"i_comment_line", "{} // x"sv, kAccepted},
    {"i_comment_block", "/* x */ {}"sv, kAccepted},
    {"i_comment_within_comment", "/* // */ {} // /*"sv, kAccepted},
    {"i_comment_of_stars", "/***/{}/**/"sv, kAccepted},
    // A byte order mark at the head is skipped, for editors write it.
    {"i_byte_order_mark", "\xEF\xBB\xBF{}"sv, kAccepted},
    // A name given twice has no clear meaning.
    {"i_object_name_twice", "{\"a\":1,\"a\":1}"sv, "SG1002"},
    {"i_object_name_twice_by_escape", "{\"a\":1,\"\\u0061\":1}"sv, "SG1002"},
    // Whole numbers beyond 64 bits are doubles; who wants an integer is told by the schema's checks.
    {"i_number_beyond_64_bits", "[100000000000000000000]"sv, kAccepted},
    {"i_number_beyond_64_bits_negative", "[-100000000000000000000]"sv, kAccepted},
    {"i_number_beyond_53_bits", "[9007199254740993]"sv, kAccepted},
    // A number that would become infinite or vanish is refused: nothing is changed in silence.
    {"i_number_too_large", "[1e400]"sv, "SG1005"},
    {"i_number_too_large_negative", "[-1e400]"sv, "SG1005"},
    {"i_number_too_small", "[1e-400]"sv, "SG1005"},
    {"i_number_huge_exponent", "[0.4e00669999999999999999999999999999999999999999999999]"sv, "SG1005"},
    {"i_number_huge_negative_exponent", "[1e-99999999999999999999]"sv, "SG1005"},
    {"i_number_zero_with_huge_exponent", "[0e99999]"sv, kAccepted},
    {"i_number_subnormal", "[5e-324]"sv, kAccepted},
    // Half a surrogate pair is no character and could not be written again.
    {"i_text_high_surrogate_alone", "[\"\\ud800\"]"sv, "SG1001"},
    {"i_text_low_surrogate_alone", "[\"\\udc00\"]"sv, "SG1001"},
    {"i_text_surrogates_in_wrong_order", "[\"\\udc00\\ud800\"]"sv, "SG1001"},
    {"i_text_high_surrogate_then_letter", "[\"\\ud800a\"]"sv, "SG1001"},
    {"i_text_high_surrogate_then_escape", "[\"\\ud800\\n\"]"sv, "SG1001"},
    {"i_text_two_high_surrogates", "[\"\\ud800\\ud800\"]"sv, "SG1001"},
    // Characters that Unicode reserves for private use or for ever are UTF-8 all the same.
    {"i_text_noncharacter", "[\"\xEF\xBF\xBF\"]"sv, kAccepted},
    {"i_text_escaped_noncharacter", "[\"\\uffff\\ufdd0\"]"sv, kAccepted},
    {"i_text_byte_order_mark_within", "[\"\xEF\xBB\xBF\"]"sv, kAccepted},
    // Anything but UTF-8 is refused, in texts and in comments.
    {"i_utf8_overlong", "[\"\xC0\xAF\"]"sv, "SG1003"},
    {"i_utf8_overlong_three_bytes", "[\"\xE0\x80\xAF\"]"sv, "SG1003"},
    {"i_utf8_surrogate", "[\"\xED\xA0\x80\"]"sv, "SG1003"},
    {"i_utf8_beyond_unicode", "[\"\xF4\x90\x80\x80\"]"sv, "SG1003"},
    {"i_utf8_five_bytes", "[\"\xF8\x88\x80\x80\x80\"]"sv, "SG1003"},
    {"i_utf8_latin_1", "[\"\xE9\"]"sv, "SG1003"},
    {"i_utf8_invalid_in_comment", "// \xE9\n{}"sv, "SG1003"},
    {"i_utf16_little_endian_with_mark", "\xFF\xFE{\0}\0"sv, "SG1003"},
    {"i_utf16_big_endian_with_mark", "\xFE\xFF\0{\0}"sv, "SG1003"},
    {"i_utf16_little_endian", "{\0}\0"sv, "SG1001"},
    {"i_utf16_big_endian", "\0{\0}"sv, "SG1001"},
};

void check(const Case& input) {
  auto result = synthgen::json::parse_document("t.json", std::string(input.text));
  INFO(input.name);
  CHECK(result.ok() == input.code.empty());
  if (result.ok() || input.code.empty()) return;
  REQUIRE(result.diagnostics().size() >= 1);
  const synthgen::Diagnostic& found = result.diagnostics()[0];
  CHECK(found.code == input.code);
  CHECK_FALSE(found.message.empty());
  REQUIRE(found.place);
  // The place is within the text, or just behind it where something is missing there.
  CHECK(found.place->offset <= input.text.size());
  CHECK(found.place->length >= 1);
}

}  // namespace

TEST_CASE("texts that JSON allows are accepted") {
  for (const Case& input : kMustAccept) check(input);
}

TEST_CASE("texts that JSON forbids are refused, each with a code and a place") {
  for (const Case& input : kMustRefuse) check(input);
}

TEST_CASE("texts that JSON leaves to the reader are treated as written down here") {
  for (const Case& input : kImplementationDefined) check(input);
}
