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

Result<http::FileBody> spool_archive(const App& app, const std::string& election) {
    SpoolFile spool(app.spool);
    OGNIWO_TRY(services::write_archive(app.log, election,
                                       [&](ByteView bytes) { return spool.write(bytes); }));
    return spool.open();
}

Result<http::FileBody> spool_export(const App& app) {
    SpoolFile spool(app.spool);
    OGNIWO_TRY(storage::write_export(app.log.store(), app.log.head(),
                                     [&](ByteView bytes) { return spool.write(bytes); }));
    return spool.open();
}

} // namespace ogniwo::api
