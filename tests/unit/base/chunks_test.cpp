#include "crypto/base/chunks.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace ogniwo;

namespace {

// How often each number was handed out.
std::vector<int> covered(std::size_t total, std::size_t size, unsigned threads) {
    std::vector<std::atomic<int>> counts(total);
    const Verdict verdict = each_chunk(total, size, threads, [&](std::size_t first, std::size_t count) {
        BOOST_REQUIRE(first % size == 0);
        BOOST_REQUIRE(count <= size);
        for (std::size_t i = first; i < first + count; ++i) {
            ++counts[i];
        }
        return pass();
    });
    BOOST_TEST(verdict.has_value());
    return {counts.begin(), counts.end()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(chunks)

BOOST_AUTO_TEST_CASE(every_number_comes_once) {
    for (const unsigned threads : {0U, 1U, 2U, 7U}) {
        for (const std::size_t total : {0U, 1U, 9U, 10U, 11U, 100U}) {
            for (const std::size_t size : {1U, 10U, 1000U}) {
                BOOST_TEST((covered(total, size, threads) == std::vector<int>(total, 1)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_first_chunk_that_fails_gives_the_error) {
    for (const unsigned threads : {1U, 4U}) {
        for (int round = 0; round < 200; ++round) {
            const Verdict verdict = each_chunk(100, 1, threads, [](std::size_t first, std::size_t) {
                return first == 17 || first >= 19 ? Verdict(Error("chunk", std::to_string(first))) : pass();
            });
            BOOST_REQUIRE(!verdict);
            BOOST_TEST(verdict.error().detail() == "17");
        }
    }
}

BOOST_AUTO_TEST_CASE(threads_share_the_work) {
    std::mutex mutex;
    std::set<std::thread::id> seen;
    std::atomic<int> arrived = 0;
    const Verdict verdict = each_chunk(2, 1, 2, [&](std::size_t, std::size_t) {
        ++arrived;
        while (arrived < 2) { // neither chunk ends before both have begun
            std::this_thread::yield();
        }
        const std::lock_guard lock(mutex);
        seen.insert(std::this_thread::get_id());
        return pass();
    });
    BOOST_TEST(verdict.has_value());
    BOOST_TEST(seen.size() == 2U);
    BOOST_TEST(seen.contains(std::this_thread::get_id()));
}

BOOST_AUTO_TEST_SUITE_END()
