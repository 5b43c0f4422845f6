#include "storage/publish.hpp"
#include "tests/unit/database/sample_log.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <set>

using namespace ogniwo;
using namespace ogniwo::storage;

namespace {
ledger::Body organisation(int n) {
    return ledger::OrganisationAdmitted{ledger::Id{"org-" + std::to_string(n)}, ledger::Label{"O"},
                                        ledger::Label{"f"}, ledger::Label{"s"}, 1};
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(commit_queue, test::SampleLog)

BOOST_AUTO_TEST_CASE(every_result_stands_under_a_signed_head) {
    for (std::uint64_t n = 0; n < 20; ++n) {
        BOOST_TEST(append(organisation(static_cast<int>(n))).value() == n);
        const Committed head = queue->published();
        BOOST_TEST(head->head.size == n + 1);
        const auto opened = crypto::open_checkpoint(head->note, {origin, key.public_key()});
        BOOST_TEST(opened->root == head->head.root);
        BOOST_TEST(database->stored_head().note == head->note); // on disk before it is told
        const auto receipt = read_receipt(database->store(), *head, origin, n).value();
        const crypto::NoteVerifier log{origin, key.public_key()};
        const auto checkpoint = crypto::open_checkpoint(receipt.checkpoint, log).value();
        BOOST_TEST(merkle::verify_inclusion(n, checkpoint.size, ledger::leaf_hash(receipt.entry),
                                            receipt.inclusion_proof, checkpoint.root)
                       .has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_refused_command_leaves_nothing_and_disturbs_nobody) {
    BOOST_TEST(append(organisation(0)).value() == 0U);
    const Bytes used = entry(organisation(1));
    const auto twice = commit([&](CommitContext& context) -> Result<void> {
        context.transaction().put(Table::people, as_bytes("p"), as_bytes("v"));
        OGNIWO_TRY(context.put_blob(as_bytes("blob")));
        OGNIWO_TRY(context.append(used));
        OGNIWO_TRY(context.append(used)); // the same nonce again
        return {};
    });
    BOOST_TEST(twice.error().id() == "ledger.nonce");
    BOOST_TEST(!database->store().get(Table::people, as_bytes("p")).value().has_value());
    BOOST_TEST(queue->published()->head.size == 1U);
    BOOST_TEST(append(organisation(2)).value() == 1U);
    BOOST_TEST(commit([&](CommitContext& context) -> Result<void> {
                   OGNIWO_TRY(context.append(used)); // unused until now
                   return {};
               }).has_value());
    BOOST_TEST(commit([&](CommitContext& context) -> Result<void> {
                   OGNIWO_TRY(context.append(used));
                   return {};
               }).error().id() == "ledger.nonce");
}

BOOST_AUTO_TEST_CASE(what_the_ledger_itself_refuses) {
    const auto outcome = [&](const Bytes& bytes) {
        const auto committed = commit([&](CommitContext& context) -> Result<void> {
            OGNIWO_TRY(context.append(bytes));
            return {};
        });
        return committed ? std::string("ok") : std::string(committed.error().id());
    };
    Bytes changed = entry(organisation(1));
    changed[changed.size() - 10] ^= 1;
    BOOST_TEST(outcome(changed) != "ok");
    BOOST_TEST(outcome(to_bytes("{}")) != "ok");
    const std::string act =
        ledger::encode_act(ledger::make_act("other.example/log", organisation(1), rng));
    BOOST_TEST(outcome(to_bytes(ledger::encode_entry(act, {}, {ledger::sign_act(act, key)}).value())) ==
               "ledger.origin");
    const ledger::Body text = ledger::TextPublished{ledger::Id{"t"}, ledger::Label{"T"}, 1,
                                                    ledger::DigestHex{std::string(64, '0')}};
    BOOST_TEST(outcome(entry(text)) == "ledger.blob");
    BOOST_TEST(queue->published()->head.size == 0U);
}

BOOST_AUTO_TEST_CASE(many_commands_share_a_batch_in_order) {
    constexpr int count = 200;
    std::vector<std::future<std::uint64_t>> sizes;
    std::vector<std::uint64_t> indexes(count);
    std::promise<void> gate = hold_writer();
    for (int n = 0; n < count; ++n) {
        const auto promise = std::make_shared<std::promise<std::uint64_t>>();
        sizes.push_back(promise->get_future());
        const auto submitted = queue->submit(
            [this, n, &indexes](CommitContext& context) -> Result<void> {
                OGNIWO_ASSIGN(indexes[static_cast<std::size_t>(n)],
                              context.append(entry(organisation(n))));
                return {};
            },
            [promise](const Result<Committed>& head) { promise->set_value((*head)->head.size); });
        BOOST_REQUIRE(submitted.has_value());
    }
    gate.set_value();
    std::set<std::uint64_t> heads;
    for (int n = 0; n < count; ++n) {
        const std::uint64_t size = sizes[static_cast<std::size_t>(n)].get();
        heads.insert(size);
        BOOST_TEST(indexes[static_cast<std::size_t>(n)] == static_cast<std::uint64_t>(n));
        BOOST_TEST(size > static_cast<std::uint64_t>(n));
    }
    BOOST_TEST(heads.size() == 1U); // they did share
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_full_queue_and_a_stopped_one_say_so) {
    CommitQueue::Options options;
    options.max_waiting = 2;
    options.max_batch = 1;
    test::SampleLog log(options);
    std::promise<void> gate;
    std::shared_future<void> open = gate.get_future().share();
    std::atomic<int> done{0};
    const auto command = [open](CommitContext&) -> Result<void> {
        open.wait();
        return {};
    };
    const auto count = [&done](const Result<Committed>& result) {
        done += result.has_value() ? 1 : 0;
    };
    BOOST_REQUIRE(log.queue->submit(command, count).has_value());
    while (log.queue->waiting() > 0) { // the writer has taken the first
        std::this_thread::yield();
    }
    BOOST_TEST(log.queue->submit(command, count).has_value());
    BOOST_TEST(log.queue->submit(command, count).has_value());
    BOOST_TEST(log.queue->submit(command, count).error().id() == "storage.queue_full");
    gate.set_value();
    log.queue->drain();
    BOOST_TEST(done == 3); // what was accepted is finished
    BOOST_TEST(log.queue->submit(command, count).error().id() == "storage.stopped");
}

BOOST_AUTO_TEST_CASE(a_full_disk_refuses_and_loses_nothing) {
    CommitQueue::Options options;
    options.disks = {std::filesystem::temp_directory_path()};
    options.min_free_bytes = UINT64_MAX;
    test::SampleLog log(options);
    BOOST_TEST(log.append(organisation(0)).error().id() == "storage.no_space");
    BOOST_TEST(log.queue->published()->head.size == 0U);
}
