#pragma once
// The part of the tar format (POSIX.1-1988 ustar) that a ledger export uses: plain files with fixed metadata
// (mode 0644, owner and group 0, time 0), so that the same log always gives the same bytes.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <optional>

namespace ogniwo::ledger::tar {

inline constexpr std::size_t block_bytes = 512;
/// Two empty blocks end an archive.
inline constexpr std::size_t end_bytes = 2 * block_bytes;

/// What precedes a file's bytes. Precondition: name of 1 to 100 bytes, size below 8 GiB.
ByteArray<block_bytes> header(std::string_view name, std::uint64_t size);
/// Zero bytes after a file of this size, 0..511.
std::size_t padding(std::uint64_t size);

struct Header {
    std::string name;
    std::uint64_t size = 0;
};

/// Reads a header; nothing for an empty block. Only what header() writes is accepted, to the byte.
/// Errors: export.tar.
Result<std::optional<Header>> parse_header(ByteView block);

} // namespace ogniwo::ledger::tar
