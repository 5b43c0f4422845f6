#include "storage/rocksdb_store.hpp"

#include "crypto/base/check.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <mutex>

namespace ogniwo::storage {
namespace {

rocksdb::Slice slice(ByteView bytes) { return {as_text(bytes).data(), bytes.size()}; }
ByteView view(const rocksdb::Slice& s) { return as_bytes({s.data(), s.size()}); }

// RocksDB's own info log aborts the process when the disk is full (a Debian build with asserts). This one
// keeps nothing: what matters is in the status of each call.
class QuietLogger final : public rocksdb::Logger {
  public:
    QuietLogger() : rocksdb::Logger(rocksdb::InfoLogLevel::ERROR_LEVEL) {}
    using rocksdb::Logger::Logv;
    void Logv(const char*, va_list) override {}
};

rocksdb::Options database_options(OpenMode mode) {
    rocksdb::Options options;
    options.create_if_missing = mode == OpenMode::create;
    options.create_missing_column_families = mode == OpenMode::create;
    options.paranoid_checks = true;
    options.track_and_verify_wals_in_manifest = mode != OpenMode::salvage;
    options.wal_recovery_mode = mode == OpenMode::salvage
                                    ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                                    : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.max_bgerror_resume_count = 0;
    options.info_log = std::make_shared<QuietLogger>();
    options.bytes_per_sync = 1 << 20;
    options.wal_bytes_per_sync = 1 << 20;
    options.max_total_wal_size = 64 << 20;
    options.max_open_files = 256;
    options.max_background_jobs = 2;
    return options;
}

rocksdb::ColumnFamilyOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
    rocksdb::BlockBasedTableOptions blocks;
    blocks.block_cache = cache;
    blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    blocks.cache_index_and_filter_blocks = true;
    rocksdb::ColumnFamilyOptions options;
    options.write_buffer_size = 16 << 20;
    options.force_consistency_checks = true;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
    return options;
}

// The database with its handles, closed in the right order by the last user.
class Handle {
  public:
    rocksdb::DB* db = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> tables;

    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        for (auto* table : tables) {
            db->DestroyColumnFamilyHandle(table);
        }
        if (db != nullptr) {
            db->Close().PermitUncheckedError();
            delete db;
        }
    }
    [[nodiscard]] rocksdb::ColumnFamilyHandle* of(Table table) const {
        return tables[static_cast<std::size_t>(table)];
    }
};

Error read_error(const rocksdb::Status& status) { return {"storage.read", status.ToString()}; }

// RocksDB has no status of its own for this.
bool is_locked(const std::string& reason) {
    return reason.find("While lock file") != std::string::npos ||
           reason.find("lock hold by current process") != std::string::npos;
}

Result<std::optional<Bytes>> get(const Handle& handle, const rocksdb::Snapshot* snapshot,
                                 Table table, ByteView key) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    rocksdb::PinnableSlice value;
    const rocksdb::Status status = handle.db->Get(options, handle.of(table), slice(key), &value);
    if (status.IsNotFound()) {
        return std::optional<Bytes>();
    }
    if (!status.ok()) {
        return read_error(status);
    }
    return std::optional(to_bytes(view(value)));
}

Result<void> scan(const Handle& handle, const rocksdb::Snapshot* snapshot, Table table,
                  ByteView from, ByteView to, const Visitor& visit) {
    const rocksdb::Slice bound = slice(to);
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    options.total_order_seek = true;
    options.iterate_upper_bound = to.empty() ? nullptr : &bound;
    const std::unique_ptr<rocksdb::Iterator> it(handle.db->NewIterator(options, handle.of(table)));
    for (it->Seek(slice(from)); it->Valid(); it->Next()) {
        if (!visit(view(it->key()), view(it->value()))) {
            break;
        }
    }
    if (!it->status().ok()) {
        return read_error(it->status());
    }
    return {};
}

class RocksSnapshot final : public Reader {
  public:
    explicit RocksSnapshot(std::shared_ptr<Handle> handle)
        : handle_(std::move(handle)), snapshot_(handle_->db->GetSnapshot()) {}
    RocksSnapshot(const RocksSnapshot&) = delete;
    RocksSnapshot& operator=(const RocksSnapshot&) = delete;
    ~RocksSnapshot() override { handle_->db->ReleaseSnapshot(snapshot_); }

    [[nodiscard]] Result<std::optional<Bytes>> get(Table table, ByteView key) const override {
        return storage::get(*handle_, snapshot_, table, key);
    }
    [[nodiscard]] Result<void> scan(Table table, ByteView from, ByteView to,
                                    const Visitor& visit) const override {
        return storage::scan(*handle_, snapshot_, table, from, to, visit);
    }

  private:
    std::shared_ptr<Handle> handle_;
    const rocksdb::Snapshot* snapshot_;
};

class RocksStore final : public Store {
  public:
    RocksStore(std::shared_ptr<Handle> handle, bool read_only)
        : handle_(std::move(handle)), failed_(read_only) {}

    [[nodiscard]] Result<std::optional<Bytes>> get(Table table, ByteView key) const override {
        return storage::get(*handle_, nullptr, table, key);
    }
    [[nodiscard]] Result<void> scan(Table table, ByteView from, ByteView to,
                                    const Visitor& visit) const override {
        return storage::scan(*handle_, nullptr, table, from, to, visit);
    }
    [[nodiscard]] std::unique_ptr<const Reader> snapshot() const override {
        return std::make_unique<RocksSnapshot>(handle_);
    }
    [[nodiscard]] Result<void> write(const Batch& batch) override {
        const std::lock_guard lock(mutex_);
        if (failed_) {
            return Error("storage.write", "the database takes no more writes");
        }
        rocksdb::WriteBatch writes;
        for (const Change& change : batch) {
            const rocksdb::Status status =
                change.value
                    ? writes.Put(handle_->of(change.table), slice(change.key), slice(*change.value))
                    : writes.Delete(handle_->of(change.table), slice(change.key));
            OGNIWO_CHECK(status.ok());
        }
        rocksdb::WriteOptions options;
        options.sync = true;
        const rocksdb::Status status = handle_->db->Write(options, &writes);
        if (!status.ok()) {
            failed_ = true; // never retried: an error does not mean "not written"
            return Error("storage.write", status.ToString());
        }
        return {};
    }
    // All tables are flushed: a write-ahead log goes only when no table needs it.
    [[nodiscard]] Result<void> purge(Table table) override {
        rocksdb::CompactRangeOptions options;
        options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
        rocksdb::Status status = handle_->db->Flush(rocksdb::FlushOptions(), handle_->tables);
        if (status.ok()) {
            status = handle_->db->CompactRange(options, handle_->of(table), nullptr, nullptr);
        }
        return status.ok() ? Result<void>() : Error("storage.write", status.ToString());
    }

  private:
    std::shared_ptr<Handle> handle_;
    std::mutex mutex_;
    bool failed_;
};

// RocksDB wants "default"; meta lives there.
std::string family_name(Table table) {
    return table == Table::meta ? rocksdb::kDefaultColumnFamilyName
                                : std::string(table_name(table));
}

Result<void> check_tables(const std::filesystem::path& folder, const rocksdb::Options& options) {
    std::vector<std::string> present;
    if (!rocksdb::DB::ListColumnFamilies(options, folder.string(), &present).ok()) {
        return {}; // a new database, or one whose opening will say what is wrong
    }
    for (const std::string& name : present) {
        bool known = false;
        for (std::size_t i = 0; i < table_count; ++i) {
            known = known || name == family_name(static_cast<Table>(i));
        }
        if (!known) {
            return Error("storage.format", "unknown table \"" + name + "\": a newer version?");
        }
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Store>> open_rocksdb(const std::filesystem::path& folder, OpenMode mode) {
    rocksdb::Options options = database_options(mode);
    OGNIWO_TRY(check_tables(folder, options));
    const auto cache = rocksdb::NewLRUCache(32 << 20);
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (std::size_t i = 0; i < table_count; ++i) {
        families.emplace_back(family_name(static_cast<Table>(i)), table_options(cache));
    }
    auto handle = std::make_shared<Handle>();
    const rocksdb::Status status =
        mode == OpenMode::salvage
            ? rocksdb::DB::OpenForReadOnly(options, folder.string(), families, &handle->tables,
                                           &handle->db)
            : rocksdb::DB::Open(options, folder.string(), families, &handle->tables, &handle->db);
    if (!status.ok()) {
        const std::string reason = status.ToString();
        return is_locked(reason) ? Error("storage.locked", "another process has the data folder "
                                                           "open; stop it first")
                                 : Error("storage.open", reason);
    }
    return std::unique_ptr<Store>(
        std::make_unique<RocksStore>(std::move(handle), mode == OpenMode::salvage));
}

} // namespace ogniwo::storage
