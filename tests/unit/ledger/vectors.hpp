#pragma once
// The vectors that make_vectors.py, a second implementation, wrote.

#include "ballots/ledger/entry.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/note.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ogniwo::test {

inline std::string read_vector_file(const std::string& name) {
    std::ifstream in("tests/unit/ledger/vectors/" + name, std::ios::binary);
    if (!in) {
        throw std::runtime_error("run from the root of the repository: no " + name);
    }
    return {std::istreambuf_iterator<char>(in), {}};
}

struct EntryVector {
    std::string kind;
    std::string act;
    std::string entry;
    std::string leaf;
};

struct Vectors {
    std::string origin;
    crypto::NoteVerifier log;
    crypto::SigningKey server;
    std::string checkpoint;
    std::uint64_t size = 0;
    std::vector<EntryVector> entries;
    json::object receipts;

    [[nodiscard]] std::string receipt(std::string_view name) const {
        return write_canonical_json(receipts.at(name));
    }
};

inline Vectors load_vectors() {
    const json::object file = parse_json(read_vector_file("entries.json")).value().as_object();
    Vectors out{get_string(file, "origin").value(),
                crypto::parse_note_verifier(get_string(file, "vkey").value()).value(),
                crypto::SigningKey::from_seed(
                    hex_decode_array<32>(get_string(file, "server_seed").value()).value()),
                get_string(file, "checkpoint").value(),
                static_cast<std::uint64_t>(get_int(file, "size").value()),
                {},
                file.at("receipts").as_object()};
    for (const json::value& value : file.at("entries").as_array()) {
        const json::object& entry = value.as_object();
        out.entries.push_back({get_string(entry, "kind").value(), get_string(entry, "act").value(),
                               get_string(entry, "entry").value(),
                               get_string(entry, "leaf").value()});
    }
    return out;
}

inline std::string id_of(const auto& result) {
    return result ? "" : std::string(result.error().id());
}

} // namespace ogniwo::test
