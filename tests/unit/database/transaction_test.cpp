#include "storage/rocksdb_store.hpp"
#include "storage/transaction.hpp"
#include "tests/unit/database/sample_log.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::storage;

namespace {
Bytes b(std::string_view text) { return to_bytes(text); }
std::string text_of(const Result<std::optional<Bytes>>& value) {
    return *value ? std::string(as_text(**value)) : "(none)";
}
} // namespace

BOOST_AUTO_TEST_SUITE(transaction)

BOOST_AUTO_TEST_CASE(reads_its_own_writes_and_takes_them_back) {
    const test::TemporaryFolder folder;
    const auto store = open_rocksdb(folder.path() / "db", OpenMode::create).value();
    BOOST_TEST(store->write({{Table::meta, b("a"), b("1")}, {Table::meta, b("b"), b("2")}}).has_value());
    Transaction t(*store);
    t.put(Table::meta, b("a"), b("x"));
    t.erase(Table::meta, b("b"));
    const auto mark = t.mark();
    t.put(Table::meta, b("a"), b("y"));
    t.put(Table::meta, b("a"), b("z"));
    t.put(Table::meta, b("b"), b("back"));
    t.put(Table::meta, b("c"), b("new"));
    BOOST_TEST(text_of(t.get(Table::meta, b("a"))) == "z");
    t.roll_back(mark);
    BOOST_TEST(text_of(t.get(Table::meta, b("a"))) == "x");
    BOOST_TEST(text_of(t.get(Table::meta, b("b"))) == "(none)");
    BOOST_TEST(text_of(t.get(Table::meta, b("c"))) == "(none)");
    BOOST_TEST(text_of(store->get(Table::meta, b("a"))) == "1"); // the store has seen nothing
    BOOST_TEST(store->write(t.batch()).has_value());
    BOOST_TEST(text_of(store->get(Table::meta, b("a"))) == "x");
    BOOST_TEST(text_of(store->get(Table::meta, b("b"))) == "(none)");
}

BOOST_AUTO_TEST_CASE(tables_scans_and_snapshots) {
    const test::TemporaryFolder folder;
    const auto store = open_rocksdb(folder.path() / "db", OpenMode::create).value();
    Batch batch;
    for (const char* key : {"a", "ab", "b", "ba", "c"}) {
        batch.push_back({Table::blobs, b(key), b("v")});
    }
    batch.push_back({Table::nodes, b("aa"), b("other table")});
    BOOST_TEST(store->write(batch).has_value());
    const auto snapshot = store->snapshot();
    BOOST_TEST(store->write({{Table::blobs, b("bb"), b("v")}}).has_value());
    const auto keys = [](const Reader& reader, std::string_view from, std::string_view to) {
        std::string seen;
        BOOST_TEST(reader.scan(Table::blobs, b(from), b(to), [&](ByteView key, ByteView) {
            seen += std::string(as_text(key)) + " ";
            return true;
        }).has_value());
        return seen;
    };
    BOOST_TEST(keys(*store, "", "") == "a ab b ba bb c ");
    BOOST_TEST(keys(*store, "ab", "c") == "ab b ba bb ");
    BOOST_TEST(keys(*snapshot, "", "") == "a ab b ba c ");
    BOOST_TEST(keys(*store, "b", as_text(prefix_end(b("b")))) == "b ba bb ");
    BOOST_TEST(prefix_end(Bytes{0xff, 0xff}).empty());
    BOOST_TEST(prefix_end(Bytes{0x01, 0xff}) == (Bytes{0x02}));
}

BOOST_AUTO_TEST_CASE(one_process_at_a_time) {
    const test::TemporaryFolder folder;
    const auto store = open_rocksdb(folder.path() / "db", OpenMode::create).value();
    const auto second = open_rocksdb(folder.path() / "db", OpenMode::normal);
    BOOST_TEST(second.error().id() == "storage.locked");
    BOOST_TEST(open_rocksdb(folder.path() / "none", OpenMode::normal).error().id() == "storage.open");
}

BOOST_AUTO_TEST_SUITE_END()
