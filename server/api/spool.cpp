#include "server/api/spool.hpp"

#include "server/services/archive.hpp"
#include "storage/publish.hpp"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace ogniwo::api {
namespace {

// Lives only while it is filled and sent: its name goes before anybody can know it.
class SpoolFile {
  public:
    explicit SpoolFile(const std::filesystem::path& folder) : path_((folder / "XXXXXX").string()) {
        std::error_code ec;
        std::filesystem::create_directories(folder, ec);
        const int descriptor = ::mkstemp(path_.data());
        file_ = descriptor < 0 ? nullptr : ::fdopen(descriptor, "wb");
    }
    SpoolFile(const SpoolFile&) = delete;
    SpoolFile& operator=(const SpoolFile&) = delete;
    ~SpoolFile() {
        if (file_ != nullptr) {
            std::fclose(file_);
        }
        ::unlink(path_.c_str());
    }

    Result<void> write(ByteView bytes) {
        if (file_ == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) {
            return Error("http.file", "cannot write to the spool folder");
        }
        return {};
    }
    Result<http::FileBody> open() {
        if (file_ == nullptr || std::fflush(file_) != 0) {
            return Error("http.file", "cannot write to the spool folder");
        }
        return http::open_file_body(path_);
    }

  private:
    std::string path_;
    std::FILE* file_ = nullptr;
};

} // namespace

Result<http::FileBody> Spool::get(const std::string& name, std::uint64_t log_size,
                                  const std::function<Result<void>(const Sink&)>& write) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = kept_.find(name);
        if (found != kept_.end() && found->second.log_size == log_size) {
            return found->second.file;
        }
    }
    // Not under the lock: at most one copy for each thread of the pool is made in vain.
    SpoolFile made(folder_);
    OGNIWO_TRY(write([&](ByteView bytes) { return made.write(bytes); }));
    OGNIWO_ASSIGN(http::FileBody file, made.open());
    const std::lock_guard lock(mutex_);
    Kept& kept = kept_[name];
    if (!kept.file.file || kept.log_size < log_size) {
        kept = {log_size, file};
    }
    return file;
}

Result<http::FileBody> spool_archive(Spool& spool, const services::FederationLog& log,
                                     const std::string& election) {
    return spool.get(election, log.head().head.size, [&](const Spool::Sink& sink) {
        return services::write_archive(log, election, sink);
    });
}

Result<http::FileBody> spool_export(Spool& spool, const services::FederationLog& log) {
    const storage::PublishedHead head = log.head();
    auto file = spool.get("", head.head.size, [&](const Spool::Sink& sink) {
        return storage::write_export(log.store(), head, sink);
    });
    return file ? std::move(file) : log.frozen_or(file.error());
}

} // namespace ogniwo::api
