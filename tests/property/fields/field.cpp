#include "field.hpp"

#include "crypto/base/check.hpp"

#include <algorithm>

namespace ogniwo::ballots::fields {
namespace {

bool is_any(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

class Walk {
  public:
    explicit Walk(const std::string& document) : document_(document) {}

    void visit(const json::value& value, const Field& here, const std::string& key) {
        if (const json::object* object = value.if_object()) {
            std::size_t position = 0;
            for (const auto& [name, member] : *object) {
                const std::string place = here.place + (here.place.empty() ? "" : ".");
                add(member, here, place + std::string(name), position++, std::string(name), false);
            }
        } else if (const json::array* list = value.if_array()) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                add((*list)[i], here, here.place + entry(here.place, i), i, key, true);
            }
        }
    }

    std::vector<Field> found;

  private:
    // A shuffle proof is a list of four parts of different meaning.
    [[nodiscard]] std::string entry(const std::string& place, std::size_t position) const {
        constexpr const char* parts[] = {".t", ".s", ".c", ".c_hat"};
        const bool proof = document_ == "shuffle" && place == "proofs[]";
        return proof && position < std::size(parts) ? parts[position] : "[]";
    }
    void add(const json::value& value, const Field& parent, const std::string& place,
             std::size_t position, const std::string& key, bool in_list) {
        Field field{place, parent.path, kind_of(value, place, key), in_list};
        field.path.push_back(position);
        found.push_back(field);
        visit(value, field, key);
    }
    [[nodiscard]] FieldKind kind_of(const json::value& value, const std::string& place,
                                    const std::string& key) const {
        if (value.is_object()) {
            return FieldKind::object;
        }
        if (value.is_array()) {
            return FieldKind::list;
        }
        if (value.is_bool()) {
            return FieldKind::truth;
        }
        if (!value.is_string()) {
            return FieldKind::number;
        }
        const bool shuffle_proof = document_ == "shuffle" && place.starts_with("proofs");
        if (is_any(key, {"challenge", "response"}) ||
            (shuffle_proof && place.starts_with("proofs[].s"))) {
            return FieldKind::scalar;
        }
        const bool element =
            shuffle_proof || is_any(key, {"alpha", "beta", "public_key", "credential", "commitment",
                                          "decryption_factors"});
        return element ? FieldKind::element : FieldKind::text;
    }

    const std::string& document_;
};

} // namespace

std::vector<Field> fields_of(const std::string& document, const json::value& root) {
    Walk walk(document);
    walk.visit(root, {}, "");
    return std::move(walk.found);
}

json::value& child_of(json::value& parent, std::size_t position) {
    if (json::object* object = parent.if_object()) {
        return (object->begin() + static_cast<std::ptrdiff_t>(position))->value();
    }
    return parent.as_array()[position];
}

json::value& parent_of(json::value& root, const Field& field) {
    json::value* parent = &root;
    for (std::size_t i = 0; i + 1 < field.path.size(); ++i) {
        parent = &child_of(*parent, field.path[i]);
    }
    return *parent;
}

} // namespace ogniwo::ballots::fields
