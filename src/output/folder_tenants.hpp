// Who has left something in an output folder: the whole run, or any number of shards, each under names of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "folder_lock.hpp"
#include "publication.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/output/shard.hpp"

namespace synthgen::output {

/// The names of the whole run, or of a shard.
HiddenNames names_of(const std::optional<Shard>& shard);

struct Tenant {
  std::optional<Shard> shard;  ///< nothing: the whole run
  HiddenNames names;
  Listing listing;
  std::optional<LockOwner> writer;  ///< a run that is under way, of shards only
};

/// Which shards' manifests are read.
enum class Reading : std::uint8_t {
  all,
  own,            ///< only that of the shard given, and nobody's lock
  without_locks,  ///< all, but no lock is tried
};

/// The whole run first, then `own` where it is given, then the shards that the folder knows. Reading::all removes the
/// locks of shards whose runs are gone. REQUIRES: the folder's lock, without which no run begins here or publishes; to
/// look without locks, none.
/// shown  the folder's path. Errors: SG5001.
Result<std::vector<Tenant>> find_tenants(int folder, const std::string& shown, const std::optional<Shard>& own,
                                         Reading reading);

/// Whether another shard, whose run or manifest tells that plan, belongs to the output of which ours is a part.
bool is_fellow(const Tenant& tenant, const std::string& plan, const DestinationOptions& options);

/// Whether what others write here, or have written, lets a run with these options be. Errors: SG5003, SG5004.
Status judge_tenants(const std::vector<Tenant>& tenants, const std::string& shown, const DestinationOptions& options);

/// What all of them list, sorted.
std::vector<std::string> files_of(const std::vector<Tenant>& tenants);

/// The prefix of the run that has made a temporary file of that name; empty where it is none.
std::string temporary_prefix(std::string_view name);
/// A lock file of the whole run or of a shard, also in a folder that is not ours.
bool is_lock_name(std::string_view name);

/// A file of a run that is gone.
struct Temporary {
  std::string folder;  ///< relative; "" for the top
  std::string name;
  std::string prefix;
};

/// What lies in the folder and is in no manifest.
struct Contents {
  std::vector<std::string> strangers;  ///< a few of them, as paths
  std::vector<Temporary> temporaries;  ///< of living runs too
};

/// Foreign files that a diagnostic names.
inline constexpr std::size_t kNamedStrangers = 3;

/// listed  all files of all tenants, sorted
/// force   the folder may be anything, a home directory too: only where earlier runs wrote is looked at
/// Errors: SG5001.
Result<Contents> scan_folder(int folder, const std::string& shown, const std::vector<Tenant>& tenants,
                             const std::vector<std::string>& listed, bool force);

}  // namespace synthgen::output
