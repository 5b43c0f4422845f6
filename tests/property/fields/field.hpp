#pragma once
// Every field of every document of an archive, found by walking its JSON.

#include "crypto/base/json.hpp"

#include <vector>

namespace ogniwo::ballots::fields {

enum class FieldKind { element, scalar, text, number, truth, list, object };

/// One value inside a document. `position` counts members of objects and entries of lists alike.
struct Field {
    /// Where it stands, the same for all of its kind: "choices[].alpha".
    std::string place;
    std::vector<std::size_t> path;
    FieldKind kind = FieldKind::text;
    bool in_list = false; ///< an entry of a list, not a member of an object
};

/// All values below the root of a document called `document`.
std::vector<Field> fields_of(const std::string& document, const json::value& root);

/// The object or list that holds the field.
json::value& parent_of(json::value& root, const Field& field);
/// The value at a position of an object or a list.
json::value& child_of(json::value& parent, std::size_t position);

} // namespace ogniwo::ballots::fields
