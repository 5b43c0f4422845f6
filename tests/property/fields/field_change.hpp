#pragma once
// What can be done to one field, by its kind.

#include "field.hpp"

#include <functional>
#include <span>

namespace ogniwo::ballots::fields {

struct FieldChange {
    std::string_view name;
    /// Whether it can be made on a field of this kind.
    bool (*fits)(const Field& field) = nullptr;
    /// Makes it in the parent at a position; false when nothing would change.
    bool (*make)(json::value& parent, std::size_t position) = nullptr;
    /// The published tools read such a number inside the answers of a ballot as the same number,
    /// and so does the verifier, with a warning.
    bool same_number = false;
};

/// All changes, for elections in this group: "Ed25519", "BELENIOS-2048", "RFC-3526-2048".
std::span<const FieldChange> changes_in(std::string_view group);

} // namespace ogniwo::ballots::fields
