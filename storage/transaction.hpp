#pragma once
// Changes of one batch, readable before they are written.

#include "storage/store.hpp"

#include <map>

namespace ogniwo::storage {

/// Used by one thread. Reads see the changes made so far over the base state.
class Transaction {
  public:
    /// `base` must outlive the transaction and not change meanwhile.
    explicit Transaction(const Reader& base) : base_(base) {}

    /// Errors: storage.read.
    [[nodiscard]] Result<std::optional<Bytes>> get(Table table, ByteView key) const;
    [[nodiscard]] Result<bool> has(Table table, ByteView key) const;
    void put(Table table, ByteView key, ByteView value);
    void erase(Table table, ByteView key);

    /// Visits the keys put so far that begin with `prefix`, in order.
    void each_put(Table table, ByteView prefix, const std::function<void(ByteView)>& visit) const;

    /// A point to go back to: what a rejected command wrote after it is undone.
    using Mark = std::size_t;
    [[nodiscard]] Mark mark() const { return journal_.size(); }
    void roll_back(Mark mark);

    /// The changes, each key once.
    [[nodiscard]] Batch batch() const;
    [[nodiscard]] bool empty() const { return changes_.empty(); }

  private:
    using Key = std::pair<Table, Bytes>;
    struct Undo {
        Key key;
        bool was_changed = false;
        std::optional<Bytes> value;
    };
    void change(Table table, ByteView key, std::optional<Bytes> value);

    const Reader& base_;
    std::map<Key, std::optional<Bytes>> changes_;
    std::vector<Undo> journal_;
};

} // namespace ogniwo::storage
