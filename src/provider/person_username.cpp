// A user name made of the person's names.
#include "person_login.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

class Username final : public Provider {
 public:
  explicit Username(PersonLogin login) : login_(std::move(login)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    PersonLogin::Rows rows(login_, evaluate);
    const std::size_t count = evaluate.rows().count;
    out.reset({TypeKind::string, 0}, count);
    out.begin_texts();
    for (std::size_t i = 0; i < count; ++i) {
      if (rows.is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, PersonLogin::kRoom);
      rows.add(i, pieces);
      pieces.commit();
    }
  }

 private:
  const PersonLogin login_;
};

}  // namespace

const ProviderKind& person_username_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "person.username",
                 .summary = "A user name of the person's first and last name in ASCII letters, such as asmith87; the "
                            "same as before the @ of the person's e-mail address.",
                 .source = "ways to put the names together: own list",
                 .example = R"({"provider": "person.username"})"},
      .localized = true,
      .topics = PersonLogin::kTopics,
      .facts = PersonLogin::facts(),
      .entity_draws = true,
      .suffix_place = SuffixPlace::end,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<PersonLogin> login = PersonLogin::of(context);
        if (!login.ok()) return login.diagnostics();
        MadeProvider made;
        made.provider = std::make_unique<const Username>(std::move(*login));
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
