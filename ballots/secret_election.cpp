#include "ballots/secret_election.hpp"

#include "ballots/archive_event.hpp"
#include "ballots/ballot_check.hpp"
#include "ballots/ballot_make.hpp"
#include "ballots/decryption_set.hpp"
#include "ballots/groups.hpp"
#include "ballots/result.hpp"
#include "ballots/shuffle.hpp"
#include "ballots/tally_model.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/credential.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {
namespace {

template <Group G> class TypedElection final : public SecretElection {
  public:
    explicit TypedElection(Setup<G> setup)
        : setup_(std::make_shared<const Setup<G>>(std::move(setup))) {}

    [[nodiscard]] const Election& definition() const override { return setup_->definition; }
    [[nodiscard]] const std::string& phi() const override { return setup_->phi; }
    [[nodiscard]] std::size_t trustees() const override { return setup_->trustees.keys.size(); }
    [[nodiscard]] const std::vector<TrusteeItem>& trustee_items() const override {
        return setup_->trustees.items;
    }
    [[nodiscard]] std::string trustee_public_key(std::uint64_t owner) const override {
        return trustee(owner).text;
    }
    [[nodiscard]] std::optional<std::string> trustee_name(std::uint64_t owner) const override {
        return trustee(owner).name;
    }
    [[nodiscard]] std::size_t voters() const override { return setup_->roll.size(); }
    [[nodiscard]] std::uint64_t total_weight() const override {
        return setup_->roll.total_weight();
    }
    [[nodiscard]] std::optional<std::uint64_t>
    weight_of(std::string_view credential) const override {
        const auto entry = setup_->roll.find(credential);
        return entry ? std::optional(setup_->roll.weight(*entry)) : std::nullopt;
    }
    [[nodiscard]] std::size_t max_ballot_bytes(Strictness strictness) const override {
        return ballot_size_limit<G>(setup_->definition, strictness);
    }

    [[nodiscard]] Result<CheckedBallot> check_ballot(ByteView raw,
                                                     Strictness strictness) const override {
        OGNIWO_ASSIGN(const AcceptedBallot<G> accepted,
                      ballots::check_ballot<G>(*setup_, raw, strictness));
        return describe(raw, accepted);
    }
    Result<CheckedBallot> check_and_count(ByteView raw, Strictness strictness,
                                          RunningTally& tally) const override {
        OGNIWO_ASSIGN(const AcceptedBallot<G> accepted,
                      ballots::check_ballot<G>(*setup_, raw, strictness));
        auto* model = dynamic_cast<TallyModel<G>*>(&tally.model());
        OGNIWO_CHECK(model != nullptr);
        CheckedBallot out = describe(raw, accepted);
        TallyCiphertexts<G> choices;
        for (const Answer<G>& answer : accepted.ballot.answers) {
            choices.push_back(encrypted<G>(answer).choices);
        }
        model->tally().add(counted<G>(setup_->definition.questions, std::move(choices)), out.weight);
        return out;
    }

    [[nodiscard]] Result<Bytes> make_ballot(std::string_view credential,
                                            const std::vector<std::vector<std::uint32_t>>& choices,
                                            Rng& rng) const override {
        OGNIWO_ASSIGN(const auto secret, derive(credential));
        return ballots::make_ballot<G>(*setup_, secret, choices, rng);
    }
    [[nodiscard]] Result<std::string>
    public_credential(std::string_view credential) const override {
        OGNIWO_ASSIGN(const auto secret, derive(credential));
        return G::point_text(G::exp_generator(secret));
    }

    [[nodiscard]] RunningTally empty_tally() const override {
        return wrap(Tally<G>(setup_->definition.questions));
    }
    [[nodiscard]] Result<RunningTally> tally_from_json(ByteView encrypted_tally,
                                                       std::uint64_t num_tallied,
                                                       std::uint64_t total_weight) const override {
        if (total_weight > ElectionLimits::max_total_weight) {
            return Error("tally.weight", "the sum of the weights is above 2^53-1");
        }
        OGNIWO_ASSIGN(Tally<G> tally, Tally<G>::parse(setup_->definition.questions, encrypted_tally,
                                                      num_tallied, total_weight));
        return wrap(std::move(tally));
    }

    [[nodiscard]] Result<ClosedTally> close_tally(const RunningTally& running,
                                                  const LastBallots& last) const override {
        const auto* model = dynamic_cast<const TallyModel<G>*>(&running.model());
        OGNIWO_CHECK(model != nullptr);
        TallyCiphertexts<G> rows = model->tally().ciphertexts();
        if (needs_shuffles(setup_->definition.questions)) {
            OGNIWO_TRY(collect(rows, running.num_tallied(), last));
        }
        ClosedTally out;
        out.encrypted_tally = to_bytes(encode_tally<G>(setup_->definition.questions, rows));
        out.sized_tally = to_bytes(encode_sized_tally(
            {running.num_tallied(), running.total_weight(), crypto::sha256(out.encrypted_tally)}));
        return out;
    }
    [[nodiscard]] Result<Bytes> make_shuffle(ByteView tally, Rng& rng) const override {
        OGNIWO_ASSIGN(const TallyCiphertexts<G> rows, read_shuffled_tally(tally));
        return to_bytes(ballots::make_shuffle<G>(*setup_, rows, rng));
    }
    [[nodiscard]] Result<Bytes> apply_shuffle(ByteView tally, ByteView shuffle) const override {
        OGNIWO_ASSIGN(TallyCiphertexts<G> rows, read_shuffled_tally(tally));
        OGNIWO_ASSIGN(rows, ballots::apply_shuffle<G>(*setup_, std::move(rows), shuffle));
        return to_bytes(encode_tally<G>(setup_->definition.questions, rows));
    }
    [[nodiscard]] Result<Bytes> replace_by_shuffle(ByteView tally, ByteView shuffle) const override {
        OGNIWO_ASSIGN(TallyCiphertexts<G> rows, read_shuffled_tally(tally));
        OGNIWO_ASSIGN(rows, ballots::replace_by_shuffle<G>(*setup_, std::move(rows), shuffle));
        return to_bytes(encode_tally<G>(setup_->definition.questions, rows));
    }

    [[nodiscard]] Result<Bytes> make_partial_decryption(std::uint64_t owner,
                                                        std::string_view private_key,
                                                        ByteView encrypted_tally,
                                                        Rng& rng) const override {
        OGNIWO_ASSIGN(const auto key, G::parse_secret(private_key));
        OGNIWO_ASSIGN(const TallyCiphertexts<G> tally, read_tally(encrypted_tally));
        OGNIWO_ASSIGN(const std::string text,
                      ballots::make_partial_decryption<G>(*setup_, owner, key, tally, rng));
        return to_bytes(text);
    }
    [[nodiscard]] Verdict check_partial_decryption(std::uint64_t owner, ByteView encrypted_tally,
                                                   ByteView partial_decryption) const override {
        OGNIWO_ASSIGN(const TallyCiphertexts<G> tally, read_tally(encrypted_tally));
        OGNIWO_TRY(ballots::check_partial_decryption<G>(*setup_, owner, tally, partial_decryption));
        return pass();
    }
    [[nodiscard]] Result<ElectionResult>
    compute_result(ByteView encrypted_tally, std::uint64_t total_weight,
                   const std::vector<PartialDecryptionView>& decryptions) const override {
        OGNIWO_ASSIGN(const TallyCiphertexts<G> tally, read_tally(encrypted_tally));
        ElectionResult result;
        const std::vector<Question>& questions = setup_->definition.questions;
        OGNIWO_ASSIGN(const auto present,
                      gather_decryptions<G>(*setup_, tally, decryptions, &result.failures));
        const auto elements = decrypt_tally<G>(*setup_, tally, present);
        if (!elements) {
            return explain_missing(elements.error(), result.failures);
        }
        OGNIWO_ASSIGN(result.counts, find_counts<G>(questions, *elements, total_weight));
        result.json = encode_result(questions, result.counts);
        return result;
    }
    [[nodiscard]] Result<Counts> check_result(ByteView encrypted_tally, std::uint64_t total_weight,
                                              const std::vector<PartialDecryptionView>& decryptions,
                                              ByteView result) const override {
        OGNIWO_ASSIGN(const TallyCiphertexts<G> tally, read_tally(encrypted_tally));
        const std::vector<Question>& questions = setup_->definition.questions;
        OGNIWO_ASSIGN(const auto present,
                      gather_decryptions<G>(*setup_, tally, decryptions, nullptr));
        OGNIWO_ASSIGN(const auto elements, decrypt_tally<G>(*setup_, tally, present));
        std::vector<std::size_t> rows;
        for (const auto& row : elements) {
            rows.push_back(row.size());
        }
        OGNIWO_ASSIGN(Counts counts, parse_result(questions, rows, result));
        OGNIWO_TRY(check_counts<G>(questions, elements, counts, total_weight));
        return counts;
    }

  private:
    [[nodiscard]] const TrusteeKey<G>& trustee(std::uint64_t owner) const {
        OGNIWO_CHECK(owner >= 1 && owner <= trustees());
        return setup_->trustees.keys[static_cast<std::size_t>(owner - 1)];
    }
    [[nodiscard]] RunningTally wrap(Tally<G> tally) const {
        return RunningTally(std::make_unique<TallyModel<G>>(setup_, std::move(tally)));
    }
    [[nodiscard]] Result<typename G::SecretScalar> derive(std::string_view credential) const {
        return crypto::derive_credential<G>(credential, setup_->definition.uuid);
    }
    [[nodiscard]] Result<TallyCiphertexts<G>> read_tally(ByteView json) const {
        return parse_tally<G>(setup_->definition.questions, json, setup_->threads);
    }
    [[nodiscard]] Result<TallyCiphertexts<G>> read_shuffled_tally(ByteView json) const {
        if (!needs_shuffles(setup_->definition.questions)) {
            return Error("shuffle.unexpected", "no question needs a shuffle");
        }
        return read_tally(json);
    }
    // Adds the ciphertexts of shuffled questions, in the order in which they are published.
    [[nodiscard]] Verdict collect(TallyCiphertexts<G>& rows, std::uint64_t expected,
                                  const LastBallots& last) const {
        std::uint64_t count = 0;
        for (;; ++count) {
            OGNIWO_ASSIGN(const std::optional<Bytes> ballot, last());
            if (!ballot) {
                break;
            }
            OGNIWO_ASSIGN(const auto more, accepted_choices<G>(setup_->definition, *ballot));
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (setup_->definition.questions[i].shuffled()) {
                    rows[i].insert(rows[i].end(), more[i].begin(), more[i].end());
                }
            }
        }
        if (count != expected) {
            return Error("tally.ballots", "expected " + std::to_string(expected) +
                                              " last ballots, got " + std::to_string(count));
        }
        sort_shuffled<G>(setup_->definition.questions, rows);
        return pass();
    }
    [[nodiscard]] CheckedBallot describe(ByteView raw, const AcceptedBallot<G>& accepted) const {
        CheckedBallot out;
        out.hash = crypto::sha256(raw);
        out.tracker = base64_encode(out.hash, Padding::none);
        out.credential = accepted.ballot.credential;
        out.weight = setup_->roll.weight(accepted.roll_entry);
        out.roll_entry = accepted.roll_entry;
        for (const Answer<G>& answer : accepted.ballot.answers) {
            const std::vector<std::string>& texts = encrypted<G>(answer).texts;
            for (std::size_t i = 0; i < texts.size(); i += 2) {
                const Digest hash = crypto::sha256(as_bytes(texts[i]));
                out.randomness.push_back(read_be<std::uint64_t>(hash));
            }
        }
        if (!accepted.ballot.canonical) {
            out.warnings.emplace_back("ballot.not_canonical");
        }
        return out;
    }

    std::shared_ptr<const Setup<G>> setup_;
};

using OpenResult = Result<std::shared_ptr<const SecretElection>>;

template <Group G>
OpenResult open_typed(Election definition, ByteView election_json, ByteView trustees_json,
                      ByteView credentials_json, unsigned threads) {
    OGNIWO_ASSIGN(Setup<G> setup, check_setup<G>(std::move(definition), election_json,
                                                 trustees_json, credentials_json, threads));
    return std::shared_ptr<const SecretElection>(
        std::make_shared<TypedElection<G>>(std::move(setup)));
}

} // namespace

OpenResult SecretElection::open(ByteView election_json, ByteView trustees_json,
                                ByteView credentials_json, unsigned threads) {
    OGNIWO_ASSIGN(Election definition, parse_election(election_json));
#define OGNIWO_OPEN(G)                                                                             \
    if (definition.group == G::name) {                                                             \
        return open_typed<G>(std::move(definition), election_json, trustees_json,                  \
                             credentials_json, threads);                                           \
    }
    OGNIWO_FOR_EACH_GROUP(OGNIWO_OPEN)
#undef OGNIWO_OPEN
    return Error("election.group_unsupported", definition.group);
}

std::string RunningTally::sized_tally_json() const {
    return encode_sized_tally(
        {num_tallied(), total_weight(), crypto::sha256(as_bytes(encrypted_tally_json()))});
}

std::string ballot_tracker(ByteView raw) {
    return base64_encode(crypto::sha256(raw), Padding::none);
}

std::string owned_json(std::uint64_t owner, const Digest& payload) {
    return encode_owned({owner, payload});
}

} // namespace ogniwo::ballots
