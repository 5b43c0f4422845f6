// The cases of LEDGER "Head guard": what starts normally, what starts FROZEN and why.

#include "crypto/sha256.hpp"
#include "tests/unit/database/sample_log.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace ogniwo;
using namespace ogniwo::storage;
namespace fs = std::filesystem;

namespace {
struct Guarded : test::SampleLog {
    Guarded() { found(); }
    std::string frozen() {
        return database->frozen() ? std::string(database->frozen()->id()) : "no";
    }
    void overwrite(const fs::path& file, const std::string& text) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
    }
    std::string read(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    ledger::Body another() {
        return ledger::OrganisationAdmitted{ledger::Id{"more"}, ledger::Label{"O"},
                                            ledger::Label{"f"}, ledger::Label{"s"}, 1};
    }
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(head_guard, Guarded)

BOOST_AUTO_TEST_CASE(a_whole_log_opens_and_goes_on) {
    close();
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(frozen() == "no");
    start_writer();
    BOOST_TEST(append(another()).value() == 3U);
}

BOOST_AUTO_TEST_CASE(a_database_beyond_its_head_is_a_crash_before_the_signature) {
    const std::string old_head = read(places().head_file);
    BOOST_TEST(append(another()).value() == 3U);
    close();
    overwrite(places().head_file, old_head);
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(frozen() == "no");
    start_writer();
    BOOST_TEST(queue->published()->head.size == 4U); // re-hashed and signed
    BOOST_TEST(database->stored_head().head.size == 4U);
}

BOOST_AUTO_TEST_CASE(an_older_database_is_frozen_with_both_sizes) {
    stop_writer();
    const fs::path copy = folder.path() / "copy";
    database.reset();
    fs::copy(places().data_dir, copy, fs::copy_options::recursive);
    BOOST_REQUIRE(open().has_value());
    start_writer();
    BOOST_TEST(append(another()).value() == 3U);
    close();
    fs::remove_all(places().data_dir);
    fs::rename(copy, places().data_dir);
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(frozen() == "head.behind");
    BOOST_TEST(database->frozen()->detail() == "the signed head has 4 entries, the database has 3");
    BOOST_TEST(database->start_writer(key, {}, nullptr).error().id() == "storage.frozen");
    BOOST_TEST(read_entry(database->store(), 0).has_value()); // reads are served
}

BOOST_AUTO_TEST_CASE(a_missing_head_is_frozen) {
    close();
    fs::remove(places().head_file);
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(frozen() == "head.missing");
    BOOST_TEST(Database::init(places(), origin, key).error().id() == "storage.exists");
}

BOOST_AUTO_TEST_CASE(a_damaged_or_foreign_head_is_frozen) {
    const std::string good = read(places().head_file);
    close();
    for (const std::string& bad : {std::string("nonsense"), good.substr(0, good.size() / 2),
                                   std::string(good).replace(good.find('3'), 1, "2")}) {
        overwrite(places().head_file, bad);
        BOOST_REQUIRE(open().has_value());
        BOOST_TEST(frozen() == "head.damaged");
        close();
    }
}

BOOST_AUTO_TEST_CASE(another_history_is_frozen) {
    // A head that is rightly signed, of a log with other entries of the same number.
    const crypto::Checkpoint other{origin, 3, crypto::sha256(as_bytes("other"))};
    close();
    overwrite(places().head_file, crypto::sign_note(crypto::encode_checkpoint(other), origin, key));
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(frozen() == "head.inconsistent");
}

BOOST_AUTO_TEST_CASE(a_head_without_data_and_nothing_at_all) {
    close();
    fs::remove_all(places().data_dir);
    BOOST_REQUIRE(open().has_value());
    BOOST_TEST(frozen() == "head.no_data");
    BOOST_TEST(database->frozen()->detail() ==
               "there is no database; the signed head has 3 entries, the database has 0");
    BOOST_TEST(database->start_writer(key, {}, nullptr).error().id() == "storage.frozen");
    close();
    BOOST_TEST(Database::init(places(), origin, key).error().id() == "storage.exists");
    fs::remove(places().head_file);
    BOOST_TEST(open().error().id() == "storage.empty");
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_in_the_write_ahead_log_is_never_silent) {
    for (int n = 0; n < 30; ++n) {
        BOOST_REQUIRE(append(ledger::OrganisationAdmitted{ledger::Id{"o" + std::to_string(n)},
                                                          ledger::Label{"O"}, ledger::Label{"f"},
                                                          ledger::Label{"s"}, 1})
                          .has_value());
    }
    close();
    fs::path wal;
    for (const auto& entry : fs::directory_iterator(places().data_dir)) {
        if (entry.path().extension() == ".log" && entry.file_size() > 1000) {
            wal = entry.path();
        }
    }
    BOOST_REQUIRE(!wal.empty());
    const std::string whole = read(wal);
    int frozen_or_refused = 0;
    constexpr int tries = 12;
    for (int i = 1; i <= tries; ++i) {
        const fs::path copy = folder.path() / ("flip-" + std::to_string(i));
        fs::copy(places().data_dir, copy, fs::copy_options::recursive);
        std::string damaged = whole;
        damaged[damaged.size() * static_cast<std::size_t>(i) / (tries + 1)] ^= 4;
        overwrite(copy / wal.filename(), damaged);
        const auto opened = Database::open({copy, places().head_file}, {origin, key.public_key()});
        const bool full = opened && !(*opened)->frozen() &&
                          read_head((*opened)->store())->size == 33;
        frozen_or_refused += !opened || (*opened)->frozen() ? 1 : 0;
        BOOST_TEST((full || !opened || (*opened)->frozen().has_value())); // never silently less
    }
    BOOST_TEST(frozen_or_refused > 0);
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_never_silent) {
    for (int n = 0; n < 5; ++n) {
        BOOST_REQUIRE(append(ledger::OrganisationAdmitted{ledger::Id{"o" + std::to_string(n)},
                                                          ledger::Label{"O"}, ledger::Label{"f"},
                                                          ledger::Label{"s"}, 1})
                          .has_value());
    }
    close();
    fs::path wal;
    for (const auto& entry : fs::directory_iterator(places().data_dir)) {
        if (entry.path().extension() == ".log" && entry.file_size() > 1000) {
            wal = entry.path();
        }
    }
    const std::string whole = read(wal);
    for (const std::size_t cut : {1U, 7U, 64U, 500U, 1500U, 4000U}) {
        const fs::path copy = folder.path() / ("cut-" + std::to_string(cut));
        fs::copy(places().data_dir, copy, fs::copy_options::recursive);
        overwrite(copy / wal.filename(), whole.substr(0, whole.size() - std::min<std::size_t>(cut, whole.size())));
        const auto opened = Database::open({copy, places().head_file}, {origin, key.public_key()});
        const bool full = opened && !(*opened)->frozen() && read_head((*opened)->store())->size == 8;
        BOOST_TEST((full || !opened || (*opened)->frozen().has_value()));
        BOOST_TEST(!full); // every one of these cuts takes an acknowledged entry away
    }
}

BOOST_AUTO_TEST_SUITE_END()
