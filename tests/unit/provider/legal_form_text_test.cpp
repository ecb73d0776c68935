#include "legal_form_text.hpp"

#include "support/catch.hpp"

namespace synthgen {
namespace {

TEST_CASE("a legal form is found however it is written") {
  for (const char* form : {"S.L.", "SL", "sl", "s.l.", "S. L.", "S.L"}) {
    CAPTURE(form);
    CHECK(legal_form_bytes(std::string("Talleres Mora ") + form, "S.L.") == std::string_view(form).size());
  }
  CHECK(legal_form_bytes("Weber e.K.", "e.K.") == 4);
  CHECK(legal_form_bytes("Weber eK", "e.K.") == 2);
  CHECK(legal_form_bytes("Weber EK", "e.K.") == 2);
  CHECK(legal_form_bytes("Huber GMBH & CO KG", "GmbH & Co. KG") == 12);
  CHECK(legal_form_bytes("Acme, Inc", "Inc.") == 3);
  CHECK(legal_form_bytes("Acme PLC", "PLC") == 3);
  CHECK(legal_form_bytes("Acme Plc", "PLC") == 3);
  CHECK(legal_form_bytes("Tajo S Coop", "S. Coop.") == 6);
}

TEST_CASE("what only looks like a legal form is none") {
  CHECK(legal_form_bytes("Hotel", "S.L.") == 0);
  CHECK(legal_form_bytes("S.L.", "S.L.") == 0);
  CHECK(legal_form_bytes("Costas L", "S.L.") == 0);
  CHECK(legal_form_bytes("Nestec", "SE") == 0);
  CHECK(legal_form_bytes("Flor de Sal", "S.A.L.") == 0);
  CHECK(legal_form_bytes("Flor de SAL", "S.A.L.") == 3);
  CHECK(legal_form_bytes("", "S.L.") == 0);
}

}  // namespace
}  // namespace synthgen
