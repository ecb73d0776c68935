#include "text_list.hpp"

#include "support/catch.hpp"

using namespace synthgen;

TEST_CASE("an item is one of a list as a whole, whatever stands between two") {
  CHECK(is_item("a,bc,d", ",", "a"));
  CHECK(is_item("a,bc,d", ",", "bc"));
  CHECK(is_item("a,bc,d", ",", "d"));
  CHECK(!is_item("a,bc,d", ",", "b"));
  CHECK(!is_item("a,bc,d", ",", "a,bc"));
  CHECK(is_item("Human Resources; IT", "; ", "IT"));
  CHECK(!is_item("Human Resources; IT", ";", "IT"));
  CHECK(!is_item("", ",", ""));
  CHECK(!is_item("*", ",", "a"));
}

TEST_CASE("an asterisk alone is the list of everything") {
  CHECK(list_holds("*", "a"));
  CHECK(list_holds("b,a", "a"));
  CHECK(!list_holds("b,*", "a"));
}
