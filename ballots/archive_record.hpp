#pragma once
// One record of a `.bel` archive: the subset of tar that PROTOCOL section 4 fixes byte by byte.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <string>

namespace ogniwo::ballots {

inline constexpr std::size_t tar_block = 512;
/// A body larger than this is refused (archive.record): the credentials of a million voters fit.
inline constexpr std::uint64_t max_record_body = std::uint64_t{128} << 20;
/// Timestamps below this fit the eleven octal digits of the header.
inline constexpr std::uint64_t max_timestamp = (std::uint64_t{1} << 33) - 1;

/// The 512 bytes before a body. Preconditions: name of 1..100 bytes, size <= max_record_body,
/// mtime <= max_timestamp.
ByteArray<tar_block> record_header(std::string_view name, std::uint64_t size, std::uint64_t mtime);

/// Appends header, body and padding. Preconditions: those of record_header.
void append_record(Bytes& out, std::string_view name, ByteView body, std::uint64_t mtime);

/// Bytes that a body of this size takes with its padding.
std::uint64_t padded_size(std::uint64_t size);

struct RecordHeader {
    std::string name;
    std::uint64_t size = 0;
    std::uint64_t mtime = 0;
};

/// Reads a header and checks that record_header gives the same 512 bytes. Errors: archive.record.
Result<RecordHeader> parse_record_header(ByteView block);

/// Names of the three kinds of records.
inline constexpr std::string_view first_record_name = "BELENIOS";
std::string data_record_name(const Digest& hash);
std::string event_record_name(const Digest& hash);

/// {"version":1,"timestamp":"<seconds>"}: the body of the first record.
std::string first_record_body(std::uint64_t timestamp);
/// Reads it strictly: the same bytes that first_record_body gives, or those with the timestamp as a
/// number, which other writers give. Errors: archive.header.
Result<std::uint64_t> parse_first_record(ByteView body);

} // namespace ogniwo::ballots
