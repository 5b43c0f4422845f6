#pragma once
// Archives on disk: the file that somebody downloaded, and a temporary one that may be larger than memory.

#include "ballots/archive_source.hpp"

#include <memory>
#include <string>

namespace ogniwo::files {

/// Opens a regular file for reading. Errors: archive.open.
Result<std::unique_ptr<ballots::ArchiveSource>> open_archive(const std::string& path);

/// An unnamed temporary file in `folder`, which vanishes with the object; memory: 1 MiB.
/// Errors: archive.scratch.
Result<std::unique_ptr<ballots::ScratchArchive>> make_scratch_archive(const std::string& folder);

} // namespace ogniwo::files
