#include "ballots/archive_reader.hpp"
#include "ballots/archive_record.hpp"
#include "ballots/archive_writer.hpp"
#include "ballots/verify.hpp"
#include "crypto/base/encoding.hpp"
#include "sample_election.hpp"
#include "server/files/archive_file.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

Bytes small_archive() {
    ArchiveWriter writer(1'795'493'882);
    Bytes out = writer.begin();
    append(out, writer.add_setup(as_bytes("{\"a\":1}"), as_bytes("[]"), as_bytes("[\"c\"]")));
    append(out, writer.add_ballot(as_bytes("{\"b\":1}")));
    append(out, writer.add_ballot(as_bytes("{\"b\":2}")));
    append(out, writer.end_ballots());
    return out;
}

// The id of the first error, or "" when the whole archive can be read.
std::string read_all(ByteView bytes, std::size_t* events = nullptr) {
    const MemorySource source(bytes);
    ArchiveReader reader(source);
    if (const auto header = reader.read_header(); !header) {
        return std::string(header.error().id());
    }
    for (;;) {
        const auto event = reader.next();
        if (!event) {
            return std::string(event.error().id());
        }
        if (!*event) {
            return {};
        }
        if (events != nullptr) {
            ++*events;
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(archive)

// Bytes of the first record of a fixture, written out by hand.
BOOST_AUTO_TEST_CASE(first_record) {
    ArchiveWriter writer(1'795'493'882);
    const Bytes out = writer.begin();
    BOOST_REQUIRE(out.size() == 1024U);
    const std::string_view text = as_text(out);
    BOOST_TEST(text.substr(0, 9) == std::string_view("BELENIOS\0", 9));
    BOOST_TEST(text.substr(100, 8) == std::string_view("0000644\0", 8));
    BOOST_TEST(text.substr(124, 12) == std::string_view("00000000046\0", 12));
    BOOST_TEST(text.substr(136, 12) == std::string_view("15301207772\0", 12));
    BOOST_TEST(text.substr(154, 3) == std::string_view("\0 0", 3));
    BOOST_TEST(text.substr(512, 38) == R"({"version":1,"timestamp":"1795493882"})");
}

// Other writers give the timestamp as a number; nothing else is another form of it.
BOOST_AUTO_TEST_CASE(timestamp_of_the_first_record) {
    for (const std::string_view body : {R"({"version":1,"timestamp":"1790000000"})",
                                        R"({"version":1,"timestamp":1790000000})"}) {
        BOOST_TEST(parse_first_record(as_bytes(body)).value() == 1'790'000'000U);
    }
    for (const std::string_view body :
         {R"({"version":1,"timestamp":1790000000.0})", R"({"version":1,"timestamp":1.79e9})",
          R"({"version":1,"timestamp":-1})", R"({"version":1,"timestamp":"01"})", R"({"version":1,"timestamp":true})",
          R"({"version":1,"timestamp":8589934592})", R"({"version":2,"timestamp":1790000000})",
          R"({"timestamp":1790000000,"version":1})", R"({"version":1, "timestamp":1790000000})", R"({"version":1})"}) {
        const auto read = parse_first_record(as_bytes(body));
        BOOST_TEST(!read.has_value(), body);
        BOOST_TEST((!read && read.error().id() == "archive.header"));
    }
}

BOOST_AUTO_TEST_CASE(reads_what_it_writes) {
    std::size_t events = 0;
    BOOST_TEST(read_all(small_archive(), &events) == "");
    BOOST_TEST(events == 4U);
}

BOOST_AUTO_TEST_CASE(fixtures_are_written_byte_for_byte) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    for (const char* name : {"ed25519-3.3.0-revotes", "ed25519-3.3.0-weighted", "ff-3.3.0-weighted",
                             "v20-revotes", "v20-weighted", "ed25519-3.3.0-homomorphic-threshold",
                             "ff-3.3.0-homomorphic-threshold"}) {
        const auto path = sample::archive_in(*folder / "belenios" / name);
        const Bytes bytes = sample::read_file(path);
        BOOST_TEST_CONTEXT(name) {
            const auto file = files::open_archive(path.string());
            BOOST_REQUIRE(file);
            BOOST_TEST((sample::write_archive(sample::read_archive(**file)) == bytes));
        }
    }
}

// Every byte matters: no flip anywhere is let through. (The chain, not the cryptography, finds
// them.)
BOOST_AUTO_TEST_CASE(every_flipped_bit_is_found) {
    const Bytes good = small_archive();
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const unsigned bit : {0U, 5U, 7U}) {
            Bytes bad = good;
            bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1U << bit));
            BOOST_REQUIRE_MESSAGE(read_all(bad) != "", "byte " << i << " bit " << bit);
        }
    }
}

BOOST_AUTO_TEST_CASE(cut_only_between_events) {
    const Bytes good = small_archive();
    const MemorySource source(good);
    ArchiveReader reader(source);
    BOOST_REQUIRE(reader.read_header());
    std::vector<std::uint64_t> ends = {1024};
    while (const auto event = *reader.next()) {
        ends.push_back(event->end);
    }
    for (std::size_t size = 0; size < good.size(); size += 128) {
        const bool boundary = std::ranges::find(ends, size) != ends.end();
        BOOST_TEST_CONTEXT(size) {
            BOOST_TEST((read_all(ByteView(good).first(size)) == "") == boundary);
        }
    }
}

BOOST_AUTO_TEST_CASE(zero_blocks_at_the_end_are_refused) {
    Bytes bytes = small_archive();
    bytes.resize(bytes.size() + 1024);
    BOOST_TEST(read_all(bytes) == "archive.record");
}

BOOST_AUTO_TEST_CASE(a_header_that_promises_too_much_allocates_nothing) {
    Bytes bytes;
    append(bytes, record_header("BELENIOS", max_record_body, 5));
    BOOST_TEST(read_all(bytes) == "archive.truncated");
}

BOOST_AUTO_TEST_CASE(order_of_events) {
    const auto error_after = [](auto build) {
        ArchiveWriter writer(7);
        Bytes out = writer.begin();
        build(writer, out);
        return read_all(out);
    };
    const auto setup = [](ArchiveWriter& w, Bytes& out) {
        append(out, w.add_setup(as_bytes("1"), as_bytes("2"), as_bytes("3")));
    };
    BOOST_TEST(error_after([&](ArchiveWriter& w, Bytes& out) {
                   append(out, w.add_ballot(as_bytes("b")));
               }) == "archive.order");
    BOOST_TEST(error_after([&](ArchiveWriter& w, Bytes& out) {
                   setup(w, out);
                   setup(w, out);
               }) == "archive.order");
    BOOST_TEST(error_after([&](ArchiveWriter& w, Bytes& out) {
                   setup(w, out);
                   append(out, w.end_ballots());
                   append(out, w.add_ballot(as_bytes("b")));
               }) == "archive.order");
    BOOST_TEST(error_after([&](ArchiveWriter& w, Bytes& out) {
                   setup(w, out);
                   append(out, w.end_ballots());
                   append(out, w.add_partial_decryption(1, as_bytes("p")));
               }) == "archive.order");
    BOOST_TEST(error_after([&](ArchiveWriter& w, Bytes& out) {
                   setup(w, out);
                   append(out, w.end_ballots());
                   append(out, w.end_ballots());
               }) == "archive.order");
}

BOOST_AUTO_TEST_CASE(records_that_belong_to_nothing) {
    const std::uint64_t time = 7;
    ArchiveWriter writer(time);
    Bytes out = writer.begin();
    append(out, writer.add_setup(as_bytes("1"), as_bytes("2"), as_bytes("3")));
    const auto stray = [](Bytes& to) {
        const std::string_view body = "stray";
        append_record(to,
                      data_record_name(*hex_decode_array<32>(
                          "70a04fcfce4ca0c4ca2b4bfbe4c5a4eaf17c3c0a2cf9bcd2a1ec4bd2a5dc0d31")),
                      as_bytes(body), time);
    };
    Bytes wrong_name = out;
    stray(wrong_name);
    BOOST_TEST(read_all(wrong_name) == "archive.hash");

    // A ballot's record twice before its event.
    ArchiveWriter again = writer;
    const Bytes ballot = again.add_ballot(as_bytes("b"));
    Bytes twice = out;
    append(twice, ByteView(ballot).first(1024));
    append(twice, ballot);
    BOOST_TEST(read_all(twice) == "archive.payload");
    Bytes loose = out;
    append(loose, ByteView(ballot).first(1024));
    BOOST_TEST(read_all(loose) == "archive.unreferenced");
    Bytes missing = out;
    append(missing, ByteView(ballot).subspan(1024));
    BOOST_TEST(read_all(missing) == "archive.payload");
}

BOOST_AUTO_TEST_CASE(event_bodies_have_one_form) {
    const auto id = [](std::string_view text) {
        const auto event = parse_event(as_bytes(text));
        return event ? std::string() : std::string(event.error().id());
    };
    BOOST_TEST(id(R"({"height":0,"type":"EndBallots"})") == "");
    for (const char* bad :
         {R"({"type":"EndBallots","height":0})", R"({"height":00,"type":"EndBallots"})",
          R"({"height":0,"type":"Endballots"})", R"({"height":-1,"type":"EndBallots"})",
          R"({"height":0,"type":"EndBallots"} )", R"({"height":0})", "[]", "",
          R"({"height":0,"type":"EndBallots","x":1})",
          R"({"height":0,"type":"EndBallots","payload":"AA"})"}) {
        BOOST_TEST(id(bad) == "archive.event", bad);
    }
}

BOOST_AUTO_TEST_CASE(weights_change_form_at_the_same_bound_as_the_tools) {
    const Digest hash{};
    const std::string zeros(64, '0');
    BOOST_TEST(encode_sized_tally({2, 1'073'741'823, hash}) ==
               R"({"num_tallied":2,"total_weight":1073741823,"encrypted_tally":")" + zeros + "\"}");
    BOOST_TEST(encode_sized_tally({2, 1'073'741'824, hash}) ==
               R"({"num_tallied":2,"total_weight":"1073741824","encrypted_tally":")" + zeros +
                   "\"}");
    const std::string other_form =
        R"({"num_tallied":2,"total_weight":"5","encrypted_tally":")" + zeros + "\"}";
    BOOST_TEST((parse_sized_tally(as_bytes(other_form)).error().id() == "archive.sized_tally"));
}

BOOST_AUTO_TEST_CASE(prefixes) {
    const Bytes bytes = small_archive();
    const MemorySource whole(bytes);
    const MemorySource part(ByteView(bytes).first(2048));
    BOOST_TEST(check_prefix(part, whole).has_value());
    BOOST_TEST(check_prefix(whole, whole).has_value());
    BOOST_TEST((check_prefix(whole, part).error().id() == "archive.not_a_prefix"));
    Bytes changed = bytes;
    changed[2047] ^= 1;
    const MemorySource other(changed);
    BOOST_TEST((check_prefix(part, other).error().id() == "archive.not_a_prefix"));
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read) {
    BOOST_TEST((files::open_archive("/nowhere/at/all.bel").error().id() == "archive.open"));
    BOOST_TEST((files::open_archive("tests").error().id() == "archive.open"));
}

BOOST_AUTO_TEST_SUITE_END()
