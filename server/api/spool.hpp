#pragma once
// Large downloads, written to an unnamed file first: the memory they take does not grow with them,
// and the disk holds each once, however many read it and however slowly.

#include "server/http/message.hpp"
#include "server/services/federation_log.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>

namespace ogniwo::api {

/// Keeps the newest file of each name. Thread-safe.
class Spool {
  public:
    using Sink = std::function<Result<void>(ByteView)>;
    explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// The file of that name as of a log of `log_size` entries; `write` makes it where it is not
    /// there yet. Blocks. Errors: those of `write`, http.file.
    Result<http::FileBody> get(const std::string& name, std::uint64_t log_size,
                               const std::function<Result<void>(const Sink&)>& write);

  private:
    struct Kept {
        std::uint64_t log_size = 0;
        http::FileBody file;
    };
    std::filesystem::path folder_;
    std::mutex mutex_;
    std::map<std::string, Kept> kept_;
};

/// The archive of an election as the signed head has it. Blocks: for the CPU pool.
/// Errors: election.unknown, storage.*, http.file.
Result<http::FileBody> spool_archive(Spool& spool, const services::FederationLog& log,
                                     const std::string& election);

/// The whole ledger at the signed head as one tar. Blocks. Errors: storage.*, http.file.
Result<http::FileBody> spool_export(Spool& spool, const services::FederationLog& log);

} // namespace ogniwo::api
