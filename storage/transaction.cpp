#include "storage/transaction.hpp"

#include "crypto/base/check.hpp"

namespace ogniwo::storage {

Result<std::optional<Bytes>> Transaction::get(Table table, ByteView key) const {
    const auto changed = changes_.find({table, to_bytes(key)});
    if (changed != changes_.end()) {
        return changed->second;
    }
    return base_.get(table, key);
}

Result<bool> Transaction::has(Table table, ByteView key) const {
    OGNIWO_ASSIGN(const auto value, get(table, key));
    return value.has_value();
}

void Transaction::change(Table table, ByteView key, std::optional<Bytes> value) {
    Key full{table, to_bytes(key)};
    const auto before = changes_.find(full);
    Undo undo{full, before != changes_.end(), {}};
    if (undo.was_changed) {
        undo.value = std::move(before->second);
    }
    journal_.push_back(std::move(undo));
    changes_.insert_or_assign(std::move(full), std::move(value));
}

void Transaction::put(Table table, ByteView key, ByteView value) {
    change(table, key, to_bytes(value));
}

void Transaction::erase(Table table, ByteView key) { change(table, key, std::nullopt); }

void Transaction::each_put(Table table, ByteView prefix,
                           const std::function<void(ByteView)>& visit) const {
    for (auto it = changes_.lower_bound({table, to_bytes(prefix)}); it != changes_.end(); ++it) {
        const auto& [changed_table, key] = it->first;
        if (changed_table != table || key.size() < prefix.size() ||
            !std::equal(prefix.begin(), prefix.end(), key.begin())) {
            break;
        }
        if (it->second) {
            visit(key);
        }
    }
}

void Transaction::roll_back(Mark mark) {
    OGNIWO_CHECK(mark <= journal_.size());
    while (journal_.size() > mark) {
        Undo undo = std::move(journal_.back());
        journal_.pop_back();
        if (undo.was_changed) {
            changes_.insert_or_assign(std::move(undo.key), std::move(undo.value));
        } else {
            changes_.erase(undo.key);
        }
    }
}

Batch Transaction::batch() const {
    Batch out;
    out.reserve(changes_.size());
    for (const auto& [key, value] : changes_) {
        out.push_back({key.first, key.second, value});
    }
    return out;
}

} // namespace ogniwo::storage
