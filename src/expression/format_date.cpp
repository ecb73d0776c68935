// format_date(d, pattern).
#include "arithmetic.hpp"
#include "branch.hpp"
#include "function.hpp"
#include "synthgen/base/time_format.hpp"
#include "time_argument.hpp"

namespace synthgen::expression::functions {
namespace {

class FormatStep final : public Step {
 public:
  FormatStep(StepPtr x, TimeFormat format) : Step({TypeKind::string}), x_(std::move(x)), format_(std::move(format)) {}

  void fill(Run& run, Column& out) const override {
    const Operand x(*x_, run);
    out.reset(type(), run.rows);
    out.begin_texts();
    for_each_time(x, x_->type(), run.rows, [&](std::size_t i, std::int32_t days, std::int64_t micros) {
      if (x.is_null(i)) {
        out.append_null();
        return;
      }
      char* room = out.text_room(format_.most_bytes());
      out.commit_text(static_cast<std::size_t>(format_.write(days, micros, room) - room));
    });
  }

 private:
  StepPtr x_;
  TimeFormat format_;
};

StepPtr compile_format_date(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  StepPtr x = need_time(compiler, arguments[0], "format_date", TimeNeed::any);
  const std::optional<StepPtr> text = compiler.need_constant_text(arguments[1], "format_date", "format");
  if (x == nullptr || !text.has_value()) return nullptr;
  const std::optional<std::string_view> pattern = constant_text(**text);
  if (!pattern.has_value()) return make_null({TypeKind::string});
  TimeFormat::Fault fault;
  std::optional<TimeFormat> format = TimeFormat::parse(*pattern, fault);
  if (!format.has_value()) {
    compiler.error("SG3212", fault.message, *arguments[1].node, fault.hint);
    return nullptr;
  }
  const TypeKind kind = x->type().kind;
  const std::string& lacking = kind == TypeKind::date   ? format->clock_directive()
                               : kind == TypeKind::time ? format->day_directive()
                                                        : std::string();
  if (!lacking.empty()) {
    compiler.error("SG3212",
                   lacking + " in a format needs " + (kind == TypeKind::date ? "a time of day" : "a day") +
                       ", and this is a " + std::string(type_name(kind)),
                   *arguments[1].node,
                   kind == TypeKind::date ? "a date has %Y %m %d and the like" : "a time has %H %M %S %f %p");
    return nullptr;
  }
  const bool changes = varies(x);
  return fold(std::make_shared<FormatStep>(std::move(x), std::move(*format)), changes);
}

constexpr FunctionParameter kParameters[] = {
    {"d", "a date or any time"},
    {"format", "directives as those of the modifier \"format\": '%d/%m/%Y'"},
};

}  // namespace

FunctionRecord format_date_function() {
  return {
      .record = {.name = "format_date",
                 .summary = "A date or time as text in a form of your own, with English names.",
                 .source = "strftime of the C library, without a locale.",
                 .example = R"json({"expression": "format_date(date '2024-02-29', '%d/%m/%Y')"})json"},
      .parameters = kParameters,
      .compile = &compile_format_date,
  };
}

}  // namespace synthgen::expression::functions
