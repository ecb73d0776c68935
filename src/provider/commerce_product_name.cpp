// A product with an adjective that suits its category and agrees with it in gender and number.
#include <string>

#include "commerce_facts.hpp"
#include "joined_table.hpp"
#include "locale_lists.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_list.hpp"

namespace synthgen {
namespace {

/// The name of the column of product_adjectives for a product of that gender; the masculine singular of Spanish, and
/// what English has, is the adjective itself.
std::string_view form_of(std::string_view language, std::string_view gender) {
  if (language == "de") {
    return gender == "m" ? "masculine" : gender == "f" ? "feminine" : gender == "n" ? "neuter" : "plural";
  }
  if (language == "es") {
    return gender == "f" ? "feminine" : gender == "mp" ? "plural" : gender == "fp" ? "feminine_plural" : "adjective";
  }
  return "adjective";
}

/// In Spanish the adjective follows; elsewhere it comes first and opens the name with a capital.
std::string joined(std::string_view language, std::string_view product, std::string_view adjective) {
  if (language == "es") return std::string(product) + " " + std::string(adjective);
  std::string name = std::string(adjective) + " " + std::string(product);
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

/// All names that there are, product by product.
struct AllNames {
  std::vector<std::string> texts;
  std::vector<WeightedList> lists;  // of texts, by row of the joined products

  explicit AllNames(const RowLocales& row_locales) {
    const JoinedTable products(row_locales, "products");
    for (const JoinedTable::Part& part : products.parts()) {
      const std::string_view language = locales()[part.locale].language;
      const DataTable& adjectives = need_data(locales()[part.locale].name, "product_adjectives");
      const std::span<const double> all = adjectives.numbers("weight");
      for (std::size_t row = 0; row < part.table->rows(); ++row) {
        const std::string_view gender = part.table->has("gender") ? part.table->text(row, "gender") : "";
        const std::string_view form = form_of(language, gender);
        const std::size_t first = texts.size();
        std::vector<double> suiting;
        for (std::size_t a = 0; a < adjectives.rows(); ++a) {
          if (!list_holds(adjectives.text(a, "categories"), part.table->text(row, "category"))) continue;
          suiting.push_back(all[a]);
          texts.push_back(joined(language, part.table->text(row, "product"), adjectives.text(a, form)));
        }
        lists.emplace_back(WeightedIndex(suiting), first);
      }
    }
  }
};

class ProductName final : public Provider {
 public:
  ProductName(EntityBits bits, ColumnIndex product, AllNames names)
      : bits_(bits), product_(product), names_(std::move(names)), coded_(names_.texts) {
    names_.texts.clear();
  }

  const CodedTexts& names() const { return coded_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* bits = bits_.of(evaluate);
    const Column& products = evaluate.column(product_);
    out.reset(coded_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const auto product = static_cast<std::size_t>(products.data<std::int64_t>()[i]);
      codes[i] = coded_.codes()[names_.lists[product](bits[i])];
    }
    out.intersect_validity(products);
  }

 private:
  const EntityBits bits_;
  const ColumnIndex product_;
  AllNames names_;
  const CodedTexts coded_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> product = context.fact(product_fact());
  if (!product.ok()) return product.diagnostics();
  auto provider = std::make_unique<const ProductName>(context.entity_draw("commerce.product_name/64"), product->column,
                                                      AllNames(context.row_locales()));
  return provider->names().coded(std::move(provider));
}

}  // namespace

const ProviderKind& commerce_product_name_provider() {
  static const FactKind* const kFacts[] = {&product_fact()};
  static constexpr Name kTopics[] = {"products", "product_adjectives"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.product_name",
                 .summary = "The product with an adjective that suits it, as a shop names what it sells.",
                 .source = "data/<locale>/products.txt and product_adjectives.txt",
                 .example = R"({"provider": "commerce.product_name"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .entity_draws = true,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
