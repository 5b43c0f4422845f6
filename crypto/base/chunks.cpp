#include "crypto/base/chunks.hpp"

#include "crypto/base/check.hpp"

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace ogniwo {

Verdict each_chunk(std::size_t total, std::size_t size, unsigned threads,
                   const std::function<Verdict(std::size_t first, std::size_t count)>& work) {
    OGNIWO_CHECK(size > 0);
    const std::size_t chunks = (total + size - 1) / size;
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::size_t failed_chunk = chunks;
    Error error;
    const auto run = [&] {
        for (std::size_t i = next++; i < chunks; i = next++) {
            const std::size_t first = i * size;
            if (const Verdict verdict = work(first, std::min(size, total - first)); !verdict) {
                const std::lock_guard lock(mutex);
                if (i < failed_chunk) {
                    failed_chunk = i;
                    error = verdict.error();
                }
                next = chunks; // those before this one were taken already
            }
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < threads && i < chunks; ++i) {
            others.emplace_back(run);
        }
        run();
    }
    return failed_chunk == chunks ? pass() : Verdict(error);
}

} // namespace ogniwo
