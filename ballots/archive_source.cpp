#include "ballots/archive_source.hpp"

#include <algorithm>

namespace ogniwo::ballots {

Error ArchiveSource::truncated() {
    return {"archive.truncated", "the archive ends in the middle of a record"};
}

Verdict MemorySource::read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
    if (offset > bytes_.size() || out.size() > bytes_.size() - offset) {
        return truncated();
    }
    std::ranges::copy(bytes_.subspan(static_cast<std::size_t>(offset), out.size()), out.begin());
    return pass();
}

} // namespace ogniwo::ballots
