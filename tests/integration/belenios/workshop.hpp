#pragma once
// Debian's belenios-tool (2.0) as the independent judge of the tests.

#include "ballots/verify.hpp"
#include "crypto/base/encoding.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>

namespace ogniwo::judge {

using namespace ogniwo::ballots;
namespace fs = std::filesystem;

// A folder of its own in which the tool works; removed at the end.
class Workshop {
  public:
    Workshop() {
        std::string pattern = (fs::temp_directory_path() / "ogniwo-belenios-XXXXXX").string();
        BOOST_REQUIRE(mkdtemp(pattern.data()) != nullptr);
        folder_ = pattern;
    }
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;
    ~Workshop() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    void write(const std::string& name, std::string_view text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    [[nodiscard]] Bytes read(const std::string& name) const {
        return sample::read_file(folder_ / name);
    }
    [[nodiscard]] std::string line(const std::string& name) const {
        std::string text(as_text(read(name)));
        while (text.ends_with('\n')) {
            text.pop_back();
        }
        return text;
    }
    /// The file with this extension.
    [[nodiscard]] std::string only(const std::string& extension) const {
        for (const auto& entry : fs::directory_iterator(folder_)) {
            if (entry.path().extension() == extension) {
                return entry.path().filename().string();
            }
        }
        BOOST_REQUIRE_MESSAGE(false, "no file " << extension);
        return {};
    }
    /// True when the command succeeds. Its output goes to the file `out`.
    bool tool(const std::string& arguments, const std::string& out = "out",
              const std::string& in = "/dev/null") const {
        const std::string command = "cd '" + folder_.string() + "' && belenios-tool " + arguments +
                                    " < " + in + " > " + out + " 2> errors";
        return std::system(command.c_str()) == 0; // NOLINT(concurrency-mt-unsafe)
    }
    void must(const std::string& arguments, const std::string& out = "out",
              const std::string& in = "/dev/null") const {
        const bool succeeded = tool(arguments, out, in);
        BOOST_REQUIRE_MESSAGE(succeeded, arguments << ": " << line("errors"));
    }
    [[nodiscard]] const fs::path& folder() const { return folder_; }

  private:
    fs::path folder_;
};

inline bool tool_is_missing() {
    static const bool missing =
        std::system("belenios-tool --version > /dev/null 2>&1") != 0; // NOLINT
    if (missing) {
        BOOST_TEST_MESSAGE("skipped: belenios-tool is not installed");
    }
    return missing;
}

inline VerifyReport verify(ByteView bytes) {
    const MemorySource source(bytes);
    return verify_election(source);
}

inline bool tool_accepts(const std::string& uuid, ByteView bytes) {
    const Workshop shop;
    shop.write(uuid + ".bel", as_text(bytes));
    return shop.tool("election verify --dir .");
}

} // namespace ogniwo::judge
