// Log lines and metrics text.
#include "crypto/base/json.hpp"
#include "server/obs/log.hpp"
#include "server/obs/metrics.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace ogniwo;
using namespace ogniwo::obs;

BOOST_AUTO_TEST_SUITE(observation)

BOOST_AUTO_TEST_CASE(lines_are_json_whatever_the_values) {
    const auto log = Log::to_memory();
    log->event(Level::warning, "test.event",
               {{"text", "a\"b\\c\nd\x1b"},
                {"number", -5},
                {"big", std::uint64_t{1} << 40U},
                {"yes", true},
                {"bad", std::string("\xff\xfe")}});
    log->event(Level::info, "test.long", {{"text", std::string(5'000, 'x') + "ż"}});
    log->event(Level::info, "test.cut", {{"text", std::string(999, 'x') + "ż"}});
    log->event(Level::info, "test.fraction", {{"ms", 1.5}, {"nan", 0.0 / 0.0}});
    log->flush();
    const auto lines = log->lines();
    BOOST_REQUIRE(lines.size() == 4U);
    const auto first = parse_json(lines[0]);
    BOOST_REQUIRE(first.has_value());
    const json::object& object = first->as_object();
    BOOST_TEST(object.at("event").as_string() == "test.event");
    BOOST_TEST(object.at("level").as_string() == "warning");
    BOOST_TEST(object.at("text").as_string() == "a\"b\\c\nd\x1b");
    BOOST_TEST(object.at("number").as_int64() == -5);
    BOOST_TEST(object.at("big").as_int64() == std::int64_t{1} << 40);
    BOOST_TEST(object.at("bad").as_string() == "??");
    const std::string at(object.at("at").as_string());
    BOOST_TEST(at.size() == 24U);
    BOOST_TEST(at.back() == 'Z');
    for (const std::string& line : lines) {
        BOOST_TEST(line.find('\n') == std::string::npos);
    }
    BOOST_TEST(parse_json(lines[1])->as_object().at("text").as_string().size() == 1'000U);
    BOOST_TEST(parse_json(lines[2])->as_object().at("text").as_string().size() == 999U);
    BOOST_TEST(lines[3].find("\"ms\":1.5,\"nan\":null}") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(levels_and_files) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("ogniwo-log-" + std::to_string(::getpid()) + ".jsonl");
    {
        auto log = Log::to_file(path.string(), Level::warning);
        BOOST_REQUIRE(log.has_value());
        (*log)->event(Level::info, "too.quiet");
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&log, i] {
                for (int j = 0; j < 500; ++j) {
                    (*log)->event(Level::error, "loud", {{"thread", i}, {"n", j}});
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
    } // the destructor writes what waits
    std::ifstream in(path);
    std::size_t count = 0;
    for (std::string line; std::getline(in, line); ++count) {
        BOOST_REQUIRE(parse_json(line).has_value());
    }
    BOOST_TEST(count == 2'000U);
    BOOST_TEST((std::filesystem::status(path).permissions() ==
                (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)));
    std::filesystem::remove(path);
    BOOST_TEST((Log::to_file("/nowhere/at/all").error() == Error("log.file")));
}

BOOST_AUTO_TEST_CASE(metrics_text) {
    Metrics metrics;
    metrics.counter("requests_total", "Requests\nanswered", {{"route", "/a\"b\\\n"}}).add(3);
    metrics.gauge("open_connections", "Open").set(-2);
    metrics.gauge_function("age_seconds", "Age", [] { return 1.5; });
    Histogram& histogram = metrics.histogram("work_seconds", "Work", {{"route", "/x"}});
    histogram.observe(std::chrono::microseconds(500)); // exactly a bound
    histogram.observe(std::chrono::microseconds(501));
    histogram.observe(std::chrono::seconds(31));
    const std::string text = metrics.text();
    for (const char* line :
         {"# HELP requests_total Requests\\nanswered\n", "# TYPE requests_total counter\n",
          "requests_total{route=\"/a\\\"b\\\\\\n\"} 3\n", "# TYPE open_connections gauge\n",
          "open_connections -2\n", "age_seconds 1.5\n",
          "work_seconds_bucket{route=\"/x\",le=\"0.0005\"} 1\n",
          "work_seconds_bucket{route=\"/x\",le=\"0.001\"} 2\n",
          "work_seconds_bucket{route=\"/x\",le=\"30\"} 2\n",
          "work_seconds_bucket{route=\"/x\",le=\"+Inf\"} 3\n",
          "work_seconds_count{route=\"/x\"} 3\n", "work_seconds_sum{route=\"/x\"} 31.001001\n"}) {
        BOOST_TEST_CONTEXT(line) {
            BOOST_TEST(text.find(line) != std::string::npos);
        }
    }
    BOOST_TEST((&metrics.counter("requests_total", "", {{"route", "/a\"b\\\n"}}) ==
                &metrics.counter("requests_total", "", {{"route", "/a\"b\\\n"}})));
}

BOOST_AUTO_TEST_CASE(series_are_bounded) {
    Metrics metrics;
    for (int i = 0; i < 6'000; ++i) {
        metrics.counter("many_total", "Many", {{"n", std::to_string(i)}}).add();
    }
    const std::string text = metrics.text();
    BOOST_TEST(std::ranges::count(text, '\n') == 5'003); // 5,000, the common one, HELP, TYPE
    BOOST_TEST(text.find("many_total 1000\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
