#include "context_program.hpp"

namespace synthgen {

Result<std::shared_ptr<const Program>> compile_in(const SourceContext& context, const Expression& expression,
                                                  std::string role, std::optional<Type> wanted, int time_digits) {
  CompileOptions options;
  options.wanted = wanted;
  options.role = std::move(role);
  options.reference_micros = context.reference_micros();
  options.time_digits = time_digits;
  options.locale = context.locale();
  const StreamMaker streams = [&](std::string_view purpose) { return context.stream(purpose); };
  return compile(expression, context.scope(), streams, options);
}

}  // namespace synthgen
