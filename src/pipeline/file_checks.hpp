// Whether the files of an output are those of its manifest.
#pragma once

#include "synthgen/pipeline/verify.hpp"
#include "verified_output.hpp"

namespace synthgen {

/// Reads every listed file once: bytes, CRC-64, and SHA-256 where it is listed; and tells files that are not listed.
/// Marks those that are missing. Errors: SG5010.
Status check_files(VerifiedOutput& output, const VerifyOptions& options, VerifyReport& report);

}  // namespace synthgen
