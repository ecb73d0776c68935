// Where a run's files go: a folder, a single file, a device or pipe, standard output.
//
// A destination shows nothing under a final name before publish(). Destroyed without it, it removes whatever it
// made, and an earlier complete output stays as it was.
//
// Threads: one at a time (the ordered writer).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "synthgen/base/result.hpp"
#include "synthgen/output/output_file.hpp"
#include "synthgen/output/shard.hpp"

namespace synthgen {

/// Codes of this room.
namespace output_code {
inline constexpr const char* kCannotCreate = "SG5001";   ///< a file or folder cannot be made or read
inline constexpr const char* kCannotWrite = "SG5002";    ///< the disk is full, or another fault of a write
inline constexpr const char* kNotOurs = "SG5003";        ///< would overwrite what no manifest lists
inline constexpr const char* kLocked = "SG5004";         ///< another run writes there
inline constexpr const char* kBadName = "SG5005";        ///< a name that leaves the folder or is refused
inline constexpr const char* kCannotPublish = "SG5006";  ///< fsync, rename or removal failed
inline constexpr const char* kReaderGone = "SG5007";     ///< the reader of a pipe went away: a quiet end
inline constexpr const char* kNoShards = "SG5030";       ///< there are no shards to merge
inline constexpr const char* kBadManifest = "SG5033";    ///< a shard's manifest is damaged, or of another program
}  // namespace output_code

/// A shard as a destination knows it.
struct ShardOfPlan {
  Shard shard;
  std::string plan;  ///< plan_identity()
};

struct DestinationOptions {
  bool force = false;                 ///< overwrite files that no manifest lists; never deletes a foreign file
  std::optional<unsigned> mode = {};  ///< permission bits of new files; from the umask without
  DirectIo direct_io = DirectIo::automatic;
  bool sha256 = false;
  std::optional<ShardOfPlan> shard = {};  ///< of open_folder: the output shares the folder with other shards' outputs
};

class Destination {
 public:
  virtual ~Destination() = default;

  /// A new file. `path` is relative, with '/' between folders; check_file_name() must accept it. A single file, a
  /// device and standard output take one file and ignore the path. The file belongs to the destination.
  /// Errors: SG5001, SG5003, SG5005.
  virtual Result<OutputFile*> create_file(std::string_view path) = 0;
  /// Whether publish() writes a manifest (devices, pipes and standard output have none).
  virtual bool has_manifest() const = 0;
  /// Path of a data file as the manifest of this destination must list it.
  virtual std::string manifest_path(std::string_view path) const { return std::string(path); }
  /// Closes all files, moves them to their final names, then the manifest. `manifest` is ignored without
  /// has_manifest(). After an error nothing new stands under a final name and what stood there before is back. Errors:
  /// SG5002, SG5003, SG5006, SG5007.
  virtual Status publish(std::string_view manifest) = 0;
  /// Bytes free on its file system; nothing where there is no limit to know.
  virtual std::optional<std::uint64_t> free_bytes() const { return std::nullopt; }
};

/// A folder, made with its parents where it is missing. Takes the folder's lock, removes what interrupted runs left.
/// A complete output is replaced as a whole. Shards of one plan share a folder, also at the same time, and each
/// replaces its own files only; an output of shards of another plan is replaced by force alone. Errors: SG5001, SG5003
/// where it holds files that no manifest lists or shards of another plan (not with force), SG5004.
Result<std::unique_ptr<Destination>> open_folder(const std::string& path, const DestinationOptions& options);

/// One file `path` with its manifest `path`.manifest.json beside it; an existing pipe or device is written directly.
/// Errors: as open_folder, and SG5005.
Result<std::unique_ptr<Destination>> open_single_file(const std::string& path, const DestinationOptions& options);

std::unique_ptr<Destination> open_standard_output(const DestinationOptions& options);

/// What a run would meet, for a dry run.
struct Outlook {
  bool replaces = false;                    ///< an earlier output of ours
  std::optional<std::uint64_t> free_bytes;  ///< on its file system, where there is a limit to know
};

/// As open_folder() and open_single_file(), but they only look: nothing is made, removed or locked. Errors: SG5001,
/// SG5003, SG5005; not SG5004, since another run may have ended before the one that is planned.
Result<Outlook> look_at_folder(const std::string& path, const DestinationOptions& options);
Result<Outlook> look_at_single_file(const std::string& path, const DestinationOptions& options);

}  // namespace synthgen
