#pragma once
// The group-specific part of a RunningTally. Internal to ballots/.

#include "ballots/ballot.hpp"
#include "ballots/secret_election.hpp"
#include "ballots/setup.hpp"
#include "ballots/tally.hpp"
#include "crypto/base/check.hpp"

namespace ogniwo::ballots {

// What a ballot adds to the running tally: nothing where its choices are to be shuffled.
template <Group G>
TallyCiphertexts<G> counted(const std::vector<Question>& questions, TallyCiphertexts<G> choices) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].shuffled()) {
            choices[i].clear();
        }
    }
    return choices;
}

template <Group G> class TallyModel final : public RunningTally::Model {
  public:
    TallyModel(std::shared_ptr<const Setup<G>> setup, Tally<G> tally)
        : setup_(std::move(setup)), tally_(std::move(tally)) {}

    [[nodiscard]] std::unique_ptr<Model> clone() const override {
        return std::make_unique<TallyModel>(setup_, tally_);
    }
    Verdict add(ByteView ballot, std::uint64_t weight) override {
        if (weight > ElectionLimits::max_total_weight - tally_.total_weight()) {
            return Error("tally.weight", "the sum of the weights would be above 2^53-1");
        }
        OGNIWO_ASSIGN(const TallyCiphertexts<G> choices, read(ballot));
        tally_.add(choices, weight);
        return pass();
    }
    Verdict remove(ByteView ballot, std::uint64_t weight) override {
        if (tally_.num_tallied() == 0 || weight > tally_.total_weight()) {
            return Error("tally.empty", "more would be taken out than was counted");
        }
        OGNIWO_ASSIGN(const TallyCiphertexts<G> choices, read(ballot));
        tally_.remove(choices, weight);
        return pass();
    }
    void add_all(const Model& other) override { tally_.add(same_kind(other)); }
    void remove_all(const Model& other) override { tally_.remove(same_kind(other)); }
    [[nodiscard]] std::string encrypted_tally_json() const override {
        return encode_tally<G>(setup_->definition.questions, tally_.ciphertexts());
    }
    [[nodiscard]] std::uint64_t num_tallied() const override { return tally_.num_tallied(); }
    [[nodiscard]] std::uint64_t total_weight() const override { return tally_.total_weight(); }

    Tally<G>& tally() { return tally_; }
    [[nodiscard]] const Tally<G>& tally() const { return tally_; }

  private:
    Result<TallyCiphertexts<G>> read(ByteView ballot) const {
        OGNIWO_ASSIGN(TallyCiphertexts<G> choices, accepted_choices<G>(setup_->definition, ballot));
        return counted<G>(setup_->definition.questions, std::move(choices));
    }
    static const Tally<G>& same_kind(const Model& other) {
        const auto* model = dynamic_cast<const TallyModel*>(&other);
        OGNIWO_CHECK(model != nullptr);
        return model->tally_;
    }

    std::shared_ptr<const Setup<G>> setup_;
    Tally<G> tally_;
};

} // namespace ogniwo::ballots
