// Moves finished files from temporary to final names, the manifest last, so that every instant shows either a
// complete output or none that claims to be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synthgen/base/result.hpp"
#include "system_calls.hpp"

namespace synthgen::output {

/// Names that one destination uses in its folder besides the data files. All but the manifest start with the prefix.
struct HiddenNames {
  std::string prefix;    ///< ".synthgen" for a folder, ".synthgen_<16 hex digits>" for a single file
  std::string manifest;  ///< final name of the manifest

  std::string lock() const { return prefix + ".lock"; }
  /// The new manifest, complete, before the files that it lists are moved.
  std::string next() const { return prefix + ".next.json"; }
  /// The former manifest, while its files are being replaced.
  std::string old() const { return prefix + ".old.json"; }
  std::string temporary(unsigned number) const;
  bool is_temporary(std::string_view name) const;
};

/// What an earlier run under these names has left.
struct Listing {
  bool published = false;          ///< the manifest stands, and is one of ours
  bool merged = false;             ///< it was merged of shards'
  std::string plan;                ///< of a shard's manifest
  std::vector<std::string> files;  ///< only names that check_file_name() accepts
};

/// Files of earlier runs that are ours to replace: those that the manifest lists. Where a run was killed in the midst
/// of its publication there is no manifest, but the two journals list what it was about. Errors: SG5001 where one of
/// them is there and cannot be read; what is no manifest of ours lists nothing.
Result<Listing> listed_files(int folder, const HiddenNames& names, const std::string& shown_folder);

/// Removes both journals: they are litter where a manifest stands, and where all that they listed is gone.
void remove_journals(int folder, const HiddenNames& names);

/// Removes the temporaries in one folder. REQUIRES: the destination's lock, which tells that their makers are gone.
void sweep_temporaries(int folder, const HiddenNames& names);

/// A file that waits under a temporary name.
struct StagedFile {
  int folder = -1;  ///< descriptor of the folder that holds both names
  std::string temporary;
  std::string final_name;
  std::string shown_name;
};

/// A file of an earlier run, or one that --force gave us leave to overwrite.
struct FormerFile {
  int folder = -1;
  std::string name;
  std::string shown_name;
};

class Publication {
 public:
  /// mode              permission bits of the manifest; from the umask without
  /// temporary_number  the next number that temporary() has not been asked for
  Publication(int folder, const HiddenNames& names, std::string shown_folder, std::optional<unsigned> mode,
              unsigned& temporary_number)
      : folder_(folder),
        names_(names),
        shown_folder_(std::move(shown_folder)),
        mode_(mode),
        number_(temporary_number) {}

  /// staged    closed and synced files
  /// former    what has to go; a name that is staged too is replaced, the others are deleted
  /// replaced  whose manifests have to go with those files, besides that under the destination's own names
  /// Errors: SG5002, SG5003 (a name was taken meanwhile), SG5006. Then all moves are taken back.
  Status publish(const std::vector<StagedFile>& staged, const std::vector<FormerFile>& former,
                 const std::vector<HiddenNames>& replaced, std::string_view manifest);

  /// The manifest of files that stand already, in place of those of their shards: killed between any two steps, either
  /// these or the new one list every file. Errors: SG5001, SG5002, SG5006; then all is as it was before.
  Status join(const std::vector<HiddenNames>& shards, std::string_view manifest);

 private:
  struct Move {
    int folder;
    std::string from;
    std::string to;
    bool is_new;  // one of our files, which the way back deletes; the others go back to their names
  };
  Status run(const std::vector<StagedFile>& staged, const std::vector<FormerFile>& former,
             const std::vector<HiddenNames>& replaced, std::string_view manifest);
  Status retire(const HiddenNames& names);
  Status write_next(std::string_view manifest);
  Status show_next();
  Status set_aside(int folder, const std::string& name, const std::string& aside, const std::string& shown);
  Status sync_folder(int folder);
  std::string shown_manifest() const { return shown_folder_ + "/" + names_.manifest; }

  int folder_;
  const HiddenNames& names_;
  std::string shown_folder_;
  std::optional<unsigned> mode_;
  unsigned& number_;
  std::vector<Move> moves_;                             // in the order in which they were made
  std::vector<std::pair<int, std::string>> set_aside_;  // to delete once all is done
};

}  // namespace synthgen::output
