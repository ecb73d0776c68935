// The names of measures and copulas, as schemas, plans and manifests write them.
#include "synthgen/schema/correlation_group.hpp"

namespace synthgen {

std::string_view name_of(CorrelationMeasure measure) {
  switch (measure) {
    case CorrelationMeasure::pearson:
      return "pearson";
    case CorrelationMeasure::spearman:
      return "spearman";
    case CorrelationMeasure::kendall:
      return "kendall";
    case CorrelationMeasure::latent:
      return "latent";
  }
  return {};
}

std::string_view name_of(CopulaFamily family) {
  switch (family) {
    case CopulaFamily::gaussian:
      return "gaussian";
    case CopulaFamily::student_t:
      return "student_t";
  }
  return {};
}

}  // namespace synthgen
