#include "ballots/verify.hpp"

using namespace ogniwo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ballots::MemorySource source(ByteView(data, size));
    ballots::VerifyOptions options;
    options.threads = 1;
    const auto report = ballots::verify_election(source, options);
    static_cast<void>(report.to_text());
    static_cast<void>(report.to_json());
    return 0;
}
