#include "storage/fsck.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "storage/ballot_box.hpp"
#include "storage/keys.hpp"
#include "storage/open_tally.hpp"

#include <map>
#include <set>

namespace ogniwo::storage {
namespace {

using Rows = std::map<Bytes, Bytes>;

// Rows that a table must hold, compared with those that it holds.
std::optional<std::string> differing(const Rows& expected, const Rows& stored) {
    for (const auto& [key, value] : expected) {
        const auto found = stored.find(key);
        if (found == stored.end()) {
            return "row " + hex_encode(key) + " is missing";
        }
        if (found->second != value) {
            return "row " + hex_encode(key) + " is not what the entries give";
        }
    }
    for (const auto& [key, value] : stored) {
        if (!expected.contains(key)) {
            return "row " + hex_encode(key) + " belongs to no entry";
        }
    }
    return std::nullopt;
}

class Fsck {
  public:
    explicit Fsck(const Database& database)
        : store_(database.store()), origin_(database.origin()), signed_(database.stored_head()) {}

    Result<FsckReport> run() {
        OGNIWO_TRY(read_log());
        OGNIWO_TRY(compare_log());
        OGNIWO_TRY(check_blobs());
        OGNIWO_TRY(check_ballots());
        OGNIWO_TRY(check_open_votes());
        return std::move(report_);
    }

  private:
    Result<Rows> all(Table table) const {
        Rows rows;
        OGNIWO_TRY(store_.scan(table, {}, {}, [&](ByteView key, ByteView value) {
            rows.emplace(to_bytes(key), to_bytes(value));
            return true;
        }));
        return rows;
    }

    void line(std::string_view id, std::string description, std::uint64_t rows,
              std::optional<std::string> problem) {
        report_.lines.push_back({id, std::move(description), std::move(problem), rows});
    }

    // Entries as stored, and from them nodes, nonces, root and what each vote did.
    Result<void> read_log() {
        OGNIWO_ASSIGN(const Rows entries, all(Table::entries));
        std::optional<std::string> problem;
        std::uint64_t index = 0;
        for (const auto& [key, bytes] : entries) {
            const auto entry = ledger::parse_entry(bytes);
            if (key != keys::number(index) || !entry) {
                problem = "entry " + std::to_string(index) + ": " +
                          (entry ? "missing" : entry.error().text());
                break;
            }
            if (const auto valid = ledger::verify_signatures(*entry); !valid) {
                problem = "entry " + std::to_string(index) + ": " + valid.error().text();
                break;
            }
            if (entry->act.origin != origin_) {
                problem = "entry " + std::to_string(index) + " is of another log";
                break;
            }
            take(*entry, bytes, index);
            ++index;
        }
        line("fsck.entries", "entries are whole, signed and in order", index, problem);
        return {};
    }

    void take(const ledger::Entry& entry, ByteView bytes, std::uint64_t index) {
        range_.append(ledger::leaf_hash(bytes),
                      [&](unsigned level, std::uint64_t node, const Digest& hash) {
                          nodes_[keys::node(level, node)] = to_bytes(hash);
                      });
        if (range_.size() == signed_.head.size) {
            root_at_signed_ = range_.root();
        }
        for (const auto& signature : entry.signatures) {
            nonces_[keys::nonce(ledger::public_key(signature.key), entry.act.nonce)] =
                keys::number(index);
        }
        for (const auto& blob : ledger::blobs_of(entry.act.body)) {
            blobs_.insert(blob.value);
        }
        if (const auto* prepared = std::get_if<ledger::ElectionPrepared>(&entry.act.body)) {
            elections_[prepared->election.value] = *prepared;
        } else if (const auto* ballot = std::get_if<ledger::BallotAccepted>(&entry.act.body)) {
            ballots_[ballot->election.value].emplace_back(index, ballot->tracker.value);
        } else if (const auto* decided = std::get_if<ledger::ElectionDecided>(&entry.act.body)) {
            decided_.insert(decided->election.value);
        } else if (const auto* open = std::get_if<ledger::OpenVoteCast>(&entry.act.body)) {
            open_[open->vote.value][open->organisation.value] = open->option;
        } else if (const auto* admitted =
                       std::get_if<ledger::OrganisationAdmitted>(&entry.act.body)) {
            weights_[admitted->organisation.value] = static_cast<std::uint64_t>(admitted->weight);
        }
    }

    Result<void> compare_log() {
        OGNIWO_ASSIGN(const Head head, read_head(store_));
        std::optional<std::string> problem;
        if (head != Head{range_.size(), range_.root()}) {
            problem = "the stored head is not that of the entries";
        } else if (signed_.head.size > head.size) {
            problem = "the signed head has " + std::to_string(signed_.head.size) + " entries";
        } else if (signed_.head.size > 0 && root_at_signed_ != signed_.head.root) {
            problem = "the signed head is of another history";
        }
        line("fsck.head", "the stored and the signed head are those of the entries", head.size,
             problem);
        OGNIWO_ASSIGN(const Rows nodes, all(Table::nodes));
        line("fsck.nodes", "tree nodes", nodes.size(), differing(nodes_, nodes));
        OGNIWO_ASSIGN(const Rows nonces, all(Table::nonces));
        line("fsck.nonces", "used nonces", nonces.size(), differing(nonces_, nonces));
        return {};
    }

    Result<void> check_blobs() {
        std::optional<std::string> problem;
        std::uint64_t rows = 0;
        OGNIWO_TRY(store_.scan(Table::blobs, {}, {}, [&](ByteView key, ByteView value) {
            ++rows;
            const Digest digest = crypto::sha256(value);
            if (!equal_vartime(digest, key)) {
                problem = "blob " + hex_encode(key) + " is damaged";
            } else if (!blobs_.erase(hex_encode(key)) && !problem) {
                problem = "blob " + hex_encode(key) + " is named by no entry";
            }
            return true;
        }));
        if (!blobs_.empty() && !problem) {
            problem = "blob " + *blobs_.begin() + " is missing";
        }
        line("fsck.blobs", "blobs have the hashes that entries name", rows, problem);
        return {};
    }

    Result<std::shared_ptr<const ballots::SecretElection>>
    open_election(const ledger::ElectionSetup& setup) const {
        std::vector<Bytes> files;
        for (const auto* name : {&setup.election, &setup.trustees, &setup.credentials}) {
            OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(name->value));
            OGNIWO_ASSIGN(auto blob, read_blob(store_, digest));
            if (!blob) {
                return Error("ledger.blob", name->value);
            }
            files.push_back(std::move(*blob));
        }
        return ballots::SecretElection::open(files[0], files[1], files[2]);
    }

    // Trackers, last ballots and running tallies of all elections, counted anew.
    Result<void> check_ballots() {
        std::optional<std::string> problem;
        for (const auto& [uuid, prepared] : elections_) {
            if (const auto counted = recount(uuid, prepared); !counted) {
                problem = uuid + ": " + counted.error().text();
            }
        }
        OGNIWO_ASSIGN(const Rows trackers, all(Table::trackers));
        line("fsck.trackers", "trackers of ballots", trackers.size(),
             problem ? problem : differing(trackers_, trackers));
        OGNIWO_TRY(check_bindings());
        OGNIWO_ASSIGN(Rows tallies, all(Table::tallies));
        std::erase_if(tallies, [](const auto& row) {
            return as_text(row.first).starts_with("open:");
        });
        line("fsck.tallies", "running encrypted tallies equal a recount", tallies.size(),
             problem ? problem : differing(tallies_, tallies));
        return {};
    }

    Result<void> recount(const std::string& uuid, const ledger::ElectionPrepared& prepared) {
        OGNIWO_ASSIGN(const auto election, open_election(prepared.setup));
        ballots::RunningTally tally = election->empty_tally();
        std::map<std::string, Bytes> last;
        for (const auto& [index, tracker] : ballots_[uuid]) {
            OGNIWO_ASSIGN(const Digest digest, base64_decode_array<32>(tracker, Padding::none));
            OGNIWO_ASSIGN(const auto ballot, read_blob(store_, digest));
            if (!ballot) {
                return Error("ledger.blob", tracker);
            }
            OGNIWO_ASSIGN(const json::value value,
                          parse_json(as_text(*ballot), {.max_bytes = max_blob_bytes}));
            OGNIWO_ASSIGN(const std::string credential,
                          get_string(value.get_object(), "credential"));
            const auto weight = election->weight_of(credential);
            if (!weight) {
                return Error("ballot.credential", tracker);
            }
            const auto before = last.find(credential);
            if (before != last.end()) {
                OGNIWO_TRY(tally.remove(before->second, *weight));
            }
            OGNIWO_TRY(tally.add(*ballot, *weight));
            last[credential] = *ballot;
            const Digest hash = crypto::sha256(as_bytes(credential));
            Bytes row = keys::number(index);
            append(row, hash);
            trackers_[keys::scoped(uuid, digest)] = row;
            last_ballots_[keys::scoped(uuid, hash)] = to_bytes(digest);
        }
        if (!last.empty()) {
            tallies_[to_bytes(uuid)] = encode_tally(tally);
        }
        return {};
    }

    // credentials and participants: each voter has one credential, each credential one voter; after the
    // time for appeals nobody knows which.
    Result<void> check_bindings() {
        OGNIWO_ASSIGN(const Rows credentials, all(Table::credentials));
        OGNIWO_ASSIGN(const Rows participants, all(Table::participants));
        Rows last;
        Rows voters;
        std::optional<std::string> problem;
        for (const auto& [key, row] : credentials) {
            if (key.size() < 33 || row.size() < 32) {
                problem = "row " + hex_encode(key) + " is too short";
                continue;
            }
            last[key] = Bytes(row.begin(), row.begin() + 32);
            if (row.size() == 32) {
                const std::string uuid(as_text(ByteView(key).first(key.size() - 33)));
                if (!decided_.contains(uuid)) {
                    problem = "row " + hex_encode(key) + " lost its voter before the result";
                }
                continue;
            }
            Bytes voter_key(key.begin(), key.end() - 32);
            append(voter_key, ByteView(row).subspan(32));
            const Bytes credential(key.end() - 32, key.end());
            if (!voters.emplace(voter_key, credential).second) {
                problem = "one voter has two credentials";
            }
        }
        line("fsck.credentials", "last ballot of each credential", credentials.size(),
             problem ? problem : differing(last_ballots_, last));
        line("fsck.participants", "voters and credentials belong together one to one",
             participants.size(), differing(voters, participants));
        return {};
    }

    Result<void> check_open_votes() {
        Rows rows;
        Rows sums;
        for (const auto& [vote, cast] : open_) {
            ballots::OpenTally tally;
            for (const auto& [organisation, option] : cast) {
                const std::uint64_t weight = weights_[organisation];
                Bytes row{static_cast<std::uint8_t>(option)};
                append_be(row, weight);
                rows[keys::scoped(vote, as_bytes(organisation))] = row;
                (option == ballots::Option::yes  ? tally.yes
                 : option == ballots::Option::no ? tally.no
                                                 : tally.abstain) += weight;
            }
            Bytes sum;
            append_be(sum, tally.yes);
            append_be(sum, tally.no);
            append_be(sum, tally.abstain);
            sums[to_bytes("open:" + vote)] = sum;
        }
        OGNIWO_ASSIGN(const Rows stored, all(Table::open_votes));
        OGNIWO_ASSIGN(Rows tallies, all(Table::tallies));
        std::erase_if(tallies, [](const auto& row) {
            return !as_text(row.first).starts_with("open:");
        });
        auto problem = differing(rows, stored);
        line("fsck.open_votes", "open votes and their sums equal a recount", stored.size(),
             problem ? problem : differing(sums, tallies));
        return {};
    }

    const Store& store_;
    std::string origin_;
    PublishedHead signed_;
    FsckReport report_;
    merkle::CompactRange range_;
    Digest root_at_signed_{};
    Rows nodes_;
    Rows nonces_;
    Rows trackers_;
    Rows last_ballots_;
    Rows tallies_;
    std::set<std::string> blobs_;
    std::set<std::string> decided_; // elections
    std::map<std::string, ledger::ElectionPrepared> elections_;
    std::map<std::string, std::vector<std::pair<std::uint64_t, std::string>>> ballots_;
    std::map<std::string, std::map<std::string, ballots::Option>> open_;
    std::map<std::string, std::uint64_t> weights_;
};

} // namespace

bool FsckReport::ok() const {
    return std::ranges::none_of(lines, [](const FsckLine& l) { return l.problem.has_value(); });
}

std::string FsckReport::to_text() const {
    std::string text;
    for (const FsckLine& l : lines) {
        text += (l.problem ? "[FAIL] " : "[ok]   ") + std::string(l.id) + "  " + l.description + ": " +
                std::to_string(l.rows) + " rows";
        text += l.problem ? "; " + *l.problem + "\n" : "\n";
    }
    return text;
}

Result<FsckReport> fsck(const Database& database) { return Fsck(database).run(); }

} // namespace ogniwo::storage
