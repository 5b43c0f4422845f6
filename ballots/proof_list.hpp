#pragma once
// The proofs of one ballot, each with the name of the check that it belongs to. Internal to
// ballots/.

#include "crypto/proof.hpp"

#include <string>

namespace ogniwo::ballots {

template <crypto::Group G> class ProofList {
  public:
    /// `y`, the election key, and `reader`, which has read the ballot, must outlive the list.
    ProofList(const typename G::PublicBase& y, const typename G::Reader& reader)
        : batch_(&y, &reader) {}

    /// What follows belongs to this question, counted from 1.
    void begin_question(std::size_t number) { question_ = number; }

    /// Where the caller adds exactly one proof, whose failure is this error.
    crypto::ProofBatch<G>& next(const char* id) {
        names_.push_back({id, question_});
        return batch_;
    }

    /// Errors: that of the first proof that fails, in the order of adding.
    Verdict verify() {
        const auto failed = batch_.first_failure_vartime();
        if (!failed) {
            return pass();
        }
        const Name& name = names_[*failed];
        return Error(name.id, name.question == 0 ? std::string()
                                                 : "question " + std::to_string(name.question));
    }

  private:
    struct Name {
        const char* id;
        std::size_t question; // 0 for the whole ballot
    };
    crypto::ProofBatch<G> batch_;
    std::vector<Name> names_;
    std::size_t question_ = 0;
};

} // namespace ogniwo::ballots
