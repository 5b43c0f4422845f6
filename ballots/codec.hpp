#pragma once
// JSON forms of elements, scalars, proofs and ciphertexts, for the codecs of ballots, tallies and
// decryptions. Internal to ballots/.

#include "crypto/base/json.hpp"
#include "crypto/proof.hpp"

namespace ogniwo::ballots {

using crypto::Ciphertext;
using crypto::Group;
using crypto::Proof;

/// Bounds for a document that came as one record (records have a bound of their own) and whose values
/// are at least `bytes_each` bytes apart: it cannot take much more memory than its own size.
inline JsonLimits limits_of_record(ByteView document, std::size_t bytes_each) {
    JsonLimits limits;
    limits.max_bytes = document.size();
    limits.max_values = document.size() / bytes_each + 1000;
    return limits;
}

/// Ids of the errors that a decoder reports; string literals.
struct DecodeIds {
    const char* encoding;   ///< not the JSON text it should be, or a number out of range
    const char* shape;      ///< wrong members, wrong number of elements
    const char* membership; ///< an element is not in the group
};

/// Reads elements of one JSON document and notes whether each is in canonical form. Ciphertexts are
/// decoded at once; their texts are compared in one pass at the end (settle).
template <Group G> class Decoder {
  public:
    using Point = typename G::Point;

    explicit Decoder(const DecodeIds& ids) : ids_(ids) {}
    /// Leaves the membership of the elements to members(). `reader`, fresh, must outlive the decoder.
    Decoder(const DecodeIds& ids, typename G::Reader* reader) : ids_(ids), reader_(reader) {}

    [[nodiscard]] Error shape_error(std::string detail) const {
        return {ids_.shape, std::move(detail)};
    }

    /// An object with these members and no others. Another order is not canonical, but no error. The
    /// published tools pass over further members inside `answers`: whatever stands there would be
    /// signed and published with the ballot.
    Result<const json::object*> object(const json::value& value,
                                       std::initializer_list<std::string_view> members) {
        const json::object* object = value.if_object();
        if (object == nullptr) {
            return shape_error("not an object");
        }
        for (const std::string_view member : members) {
            if (!object->contains(member)) {
                return shape_error("missing member \"" + std::string(member) + "\"");
            }
        }
        if (object->size() != members.size()) {
            return shape_error("a member that does not belong there");
        }
        const bool in_order = std::ranges::equal(*object, members, {}, [](const auto& member) {
            return std::string_view(member.key());
        });
        canonical_ = canonical_ && in_order;
        return object;
    }

    /// An array of exactly `size` elements.
    Result<const json::array*> array(const json::value& value, std::size_t size,
                                     std::string_view what) {
        const json::array* array = value.if_array();
        if (array == nullptr || array->size() != size) {
            return shape_error(std::string(what) + ": expected a list of " + std::to_string(size));
        }
        return array;
    }

    Result<typename G::Scalar> scalar(const json::value& value) {
        const json::string* text = value.if_string();
        if (text == nullptr) {
            return shape_error("a number is not written as a string");
        }
        const auto scalar = G::parse_scalar(std::string_view(*text));
        if (!scalar) {
            return Error(ids_.encoding, scalar.error().text());
        }
        // parse_scalar takes digits below q only: leading zeros are all that can be wrong.
        canonical_ = canonical_ && (text->size() == 1 || text->front() != '0');
        return *scalar;
    }

    Result<Proof<G>> proof(const json::value& value) {
        OGNIWO_ASSIGN(const json::object* members, object(value, {"challenge", "response"}));
        Proof<G> proof;
        OGNIWO_ASSIGN(proof.challenge, scalar(members->at("challenge")));
        OGNIWO_ASSIGN(proof.response, scalar(members->at("response")));
        return proof;
    }

    Result<std::vector<Proof<G>>> proofs(const json::value& value, std::size_t size,
                                         std::string_view what) {
        OGNIWO_ASSIGN(const json::array* list, array(value, size, what));
        std::vector<Proof<G>> out;
        out.reserve(size);
        for (const json::value& element : *list) {
            OGNIWO_ASSIGN(Proof<G> one, proof(element));
            out.push_back(std::move(one));
        }
        return out;
    }

    Result<Point> point(const json::value& value) {
        const json::string* text = value.if_string();
        if (text == nullptr) {
            return shape_error("an element is not written as a string");
        }
        const std::string_view given(*text);
        auto point = reader_ != nullptr ? reader_->read(given) : G::parse_point(given);
        if (!point) {
            return Error(ids_.membership, point.error().text());
        }
        points_.push_back(*point);
        given_.emplace_back(*text);
        return point;
    }

    Result<Ciphertext<G>> ciphertext(const json::value& value) {
        OGNIWO_ASSIGN(const json::object* members, object(value, {"alpha", "beta"}));
        Ciphertext<G> out;
        OGNIWO_ASSIGN(out.alpha, point(members->at("alpha")));
        OGNIWO_ASSIGN(out.beta, point(members->at("beta")));
        return out;
    }

    /// Whether all elements read so far are members of the group: to be asked before anything else
    /// is believed or reported, where there is a reader.
    Verdict members() {
        if (reader_ != nullptr && reader_->first_stranger_vartime()) {
            return Error(ids_.membership, "point.membership: not in the prime-order subgroup");
        }
        return pass();
    }

    /// An element to be encoded together with those read.
    void also(const Point& point) {
        points_.push_back(point);
        given_.emplace_back();
    }

    /// The texts of all elements, in the order in which they were read or added. Compares the
    /// former with what was given.
    std::vector<std::string> settle() {
        std::vector<std::string> texts = G::point_texts(points_);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            canonical_ = canonical_ && (given_[i].empty() || given_[i] == texts[i]);
        }
        return texts;
    }

    /// Whether everything read so far was in canonical form; complete after settle.
    [[nodiscard]] bool canonical() const { return canonical_; }
    void not_canonical() { canonical_ = false; }

  private:
    DecodeIds ids_;
    typename G::Reader* reader_ = nullptr;
    std::vector<Point> points_;
    std::vector<std::string> given_; // empty for what was added
    bool canonical_ = true;
};

template <Group G> void append_proof(std::string& out, const Proof<G>& proof) {
    out += R"({"challenge":")";
    out += G::scalar_text(proof.challenge);
    out += R"(","response":")";
    out += G::scalar_text(proof.response);
    out += R"("})";
}

/// [p,p,..]
template <Group G> void append_proofs(std::string& out, std::span<const Proof<G>> proofs) {
    char separator = '[';
    for (const Proof<G>& proof : proofs) {
        out += std::exchange(separator, ',');
        append_proof<G>(out, proof);
    }
    out += proofs.empty() ? "[]" : "]";
}

inline void append_ciphertext(std::string& out, std::string_view alpha, std::string_view beta) {
    out += R"({"alpha":")";
    out += alpha;
    out += R"(","beta":")";
    out += beta;
    out += R"("})";
}

} // namespace ogniwo::ballots
