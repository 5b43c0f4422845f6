#include "ballots/verify.hpp"

namespace ogniwo::ballots {

Verdict check_prefix(const ArchiveSource& older, const ArchiveSource& newer) {
    constexpr std::uint64_t piece = std::uint64_t{1} << 20;
    if (older.size() > newer.size()) {
        return Error("archive.not_a_prefix", "the old archive is longer than the new one");
    }
    Bytes a;
    Bytes b;
    for (std::uint64_t at = 0; at < older.size(); at += piece) {
        a.resize(static_cast<std::size_t>(std::min(piece, older.size() - at)));
        b.resize(a.size());
        OGNIWO_TRY(older.read_at(at, a));
        OGNIWO_TRY(newer.read_at(at, b));
        if (a != b) {
            const auto differ = std::ranges::mismatch(a, b).in1 - a.begin();
            return Error("archive.not_a_prefix",
                         "the archives differ at byte " +
                             std::to_string(at + static_cast<std::uint64_t>(differ)));
        }
    }
    return pass();
}

} // namespace ogniwo::ballots
