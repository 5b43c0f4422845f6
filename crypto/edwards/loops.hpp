#pragma once
// The kernel's loops, for any number of lanes. Internal to crypto/edwards: each path includes this once.
//
// Lanes offers: F (a field element in each lane, with the operations of field.hpp), `width`,
// load(const Fe* const[width]), load_signed(.., const size_t negate[width]), of 0 or 1, store(F, Fe* const[width]).
//
// A path may be compiled for a processor that not every machine is. Its Lanes have internal linkage, and
// so has all of this once it is made for them: the linker cannot pick such code for another path.

#include "crypto/edwards/path.hpp"

namespace ogniwo::edwards {

template <class Lanes> class Loops {
    using F = typename Lanes::F;
    static constexpr std::size_t width = Lanes::width;

  public:
    static void root_candidates(const Fe* u, const Fe* v, std::size_t count, Fe* out) {
        each_group(count, [&](const std::size_t* at) {
            store(root_candidate(load(u, at), load(v, at)), out, at);
        });
    }

    static void make_tables(const Affine* points, std::size_t count, BaseTable* const* tables,
                            Projective<Fe>* order_multiples) {
        each_group(count, [&](const std::size_t* at) {
            BaseTable* table[width];
            const Affine* point[width];
            for (std::size_t i = 0; i < width; ++i) {
                table[i] = tables[at[i]];
                point[i] = &points[at[i]];
            }
            fill(table, load(point));
            save(power_of_order(table), order_multiples, at);
        });
    }

    static void products(const Product* const* in, std::size_t count, Projective<Fe>* out) {
        each_group(count, [&](const std::size_t* at) {
            const Product* group[width];
            for (std::size_t i = 0; i < width; ++i) {
                group[i] = in[at[i]];
            }
            save(product(group), out, at);
        });
    }

  private:
    // Digits of -limit..limit, limit = 2^(bits-1), least significant first.
    template <class Table> struct Digits {
        static constexpr std::size_t count = pieces * Table::digits;
        std::int16_t digit[count];

        explicit Digits(const std::uint8_t* bytes) {
            constexpr int limit = 1 << (Table::digit_bits - 1);
            int carry = 0;
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t bit = i * Table::digit_bits;
                const int part = (bytes[bit / 8] >> (bit % 8)) & (2 * limit - 1);
                const int value = part + carry;
                carry = value > limit ? 1 : 0;
                digit[i] = static_cast<std::int16_t>(value - carry * 2 * limit);
            }
        }
    };

    // Calls f with the numbers of `width` elements at a time; the last one stands in where none is left.
    template <class Function> static void each_group(std::size_t count, Function f) {
        for (std::size_t first = 0; first < count; first += width) {
            std::size_t at[width];
            for (std::size_t i = 0; i < width; ++i) {
                at[i] = first + i < count ? first + i : count - 1;
            }
            f(at);
        }
    }

    static F same(const Fe& a) {
        const Fe* source[width];
        for (const Fe*& one : source) {
            one = &a;
        }
        return Lanes::load(source);
    }
    static F load(const Fe* all, const std::size_t* at) {
        const Fe* source[width];
        for (std::size_t i = 0; i < width; ++i) {
            source[i] = all + at[i];
        }
        return Lanes::load(source);
    }
    static Extended<F> load(const Affine* const* point) {
        const Fe* x[width];
        const Fe* y[width];
        for (std::size_t i = 0; i < width; ++i) {
            x[i] = &point[i]->x;
            y[i] = &point[i]->y;
        }
        const F fx = Lanes::load(x);
        const F fy = Lanes::load(y);
        return {fx, fy, same(fe_one), mul(fx, fy)};
    }
    static void store(const F& a, Fe* all, const std::size_t* at) {
        Fe* target[width];
        for (std::size_t i = 0; i < width; ++i) {
            target[i] = all + at[i];
        }
        Lanes::store(a, target);
    }
    static void save(const Completed<F>& p, Projective<Fe>* all, const std::size_t* at) {
        const Projective<F> q = projective(p);
        Fe* x[width];
        Fe* y[width];
        Fe* z[width];
        for (std::size_t i = 0; i < width; ++i) {
            x[i] = &all[at[i]].x;
            y[i] = &all[at[i]].y;
            z[i] = &all[at[i]].z;
        }
        Lanes::store(q.x, x);
        Lanes::store(q.y, y);
        Lanes::store(q.z, z);
    }
    static Completed<F> neutral() {
        const F one = same(fe_one);
        return {same(fe_zero), one, one, one};
    }

    static void put(BaseTable::Piece* const* table, std::size_t multiple, const Cached<F>& c) {
        Fe* target[4][width];
        for (std::size_t i = 0; i < width; ++i) {
            Cached<Fe>& entry = (*table[i])[multiple - 1];
            target[0][i] = &entry.yx[0];
            target[1][i] = &entry.yx[1];
            target[2][i] = &entry.z2;
            target[3][i] = &entry.t2d;
        }
        Lanes::store(c.yx[0], target[0]);
        Lanes::store(c.yx[1], target[1]);
        Lanes::store(c.z2, target[2]);
        Lanes::store(c.t2d, target[3]);
    }

    // 1..8 times p; gives the last.
    static Extended<F> fill(BaseTable::Piece* const* table, const Extended<F>& p) {
        const F two_d = same(fe_2d);
        const auto keep = [&](std::size_t multiple, const Extended<F>& q) {
            put(table, multiple, cached(q, two_d));
            return q;
        };
        const Cached<F> one = cached(p, two_d);
        put(table, 1, one);
        const Extended<F> p2 = keep(2, extended(twice(p)));
        const Extended<F> p3 = keep(3, extended(sum(p2, one)));
        const Extended<F> p4 = keep(4, extended(twice(p2)));
        keep(5, extended(sum(p4, one)));
        const Extended<F> p6 = keep(6, extended(twice(p3)));
        keep(7, extended(sum(p6, one)));
        return keep(8, extended(twice(p4)));
    }

    static void fill(BaseTable* const* table, Extended<F> p) {
        for (std::size_t piece = 0; piece < pieces; ++piece) {
            BaseTable::Piece* part[width];
            for (std::size_t i = 0; i < width; ++i) {
                part[i] = &table[i]->entry[piece];
            }
            Completed<F> next = twice(fill(part, p));
            if (piece + 1 < pieces) {
                for (std::size_t i = 4; i < BaseTable::digits * BaseTable::digit_bits; ++i) {
                    next = twice(projective(next));
                }
                p = extended(next);
            }
        }
    }

    static Completed<F> sixteen_times(Completed<F> p) {
        for (int i = 0; i < 4; ++i) {
            p = twice(projective(p));
        }
        return p;
    }

    // What a digit of each lane picks from its table. Signs are as good as random: no branch on them.
    template <class Entry> struct Picked {
        const Entry* entry[width];
        std::size_t negative[width];
        bool any = false;

        template <class Piece> Picked(const Piece* const* table, const std::int16_t* digit) {
            static constexpr Entry nothing = nothing_of(static_cast<const Entry*>(nullptr));
            for (std::size_t i = 0; i < width; ++i) {
                const int d = digit[i];
                const int sign = d >> 15; // 0 or -1
                negative[i] = static_cast<std::size_t>(-sign);
                any = any || d != 0;
                entry[i] = d == 0 ? &nothing : &(*table[i])[((d ^ sign) - sign) - 1];
            }
        }
        void prefetch() const {
            for (const Entry* one : entry) {
                for (std::size_t i = 0; i < sizeof(Entry); i += 64) {
                    __builtin_prefetch(reinterpret_cast<const char*>(one) + i);
                }
            }
        }
        void add_to(Completed<F>& p) const {
            if (any) {
                p = sum(extended(p), gather(entry, negative));
            }
        }
    };
    static constexpr Cached<Fe> nothing_of(const Cached<Fe>*) {
        return {{fe_one, fe_one}, {{2, 0, 0, 0, 0}}, fe_zero};
    }
    static constexpr Niels<Fe> nothing_of(const Niels<Fe>*) { return {{fe_one, fe_one}, fe_zero}; }

    template <class Entry, class Member>
    static F gather(const Entry* const* entry, Member member_of) {
        const Fe* source[width];
        for (std::size_t i = 0; i < width; ++i) {
            source[i] = &member_of(*entry[i], i);
        }
        return Lanes::load(source);
    }
    template <class Entry>
    static F gather_signed(const Entry* const* entry, const std::size_t* negative) {
        const Fe* source[width];
        for (std::size_t i = 0; i < width; ++i) {
            source[i] = &entry[i]->t2d;
        }
        return Lanes::load_signed(source, negative);
    }
    template <class Entry>
    static F gather_yx(const Entry* const* entry, const std::size_t* negative, std::size_t which) {
        return gather(entry, [&](const Entry& one, std::size_t i) -> const Fe& {
            return one.yx[which ^ negative[i]];
        });
    }
    static Cached<F> gather(const Cached<Fe>* const* entry, const std::size_t* negative) {
        return {{gather_yx(entry, negative, 0), gather_yx(entry, negative, 1)},
                gather(entry, [](const Cached<Fe>& one, std::size_t) -> const Fe& { return one.z2; }),
                gather_signed(entry, negative)};
    }
    static Niels<F> gather(const Niels<Fe>* const* entry, const std::size_t* negative) {
        return {{gather_yx(entry, negative, 0), gather_yx(entry, negative, 1)},
                gather_signed(entry, negative)};
    }

    // L P: neutral exactly for members of the prime-order subgroup.
    static Completed<F> power_of_order(BaseTable* const* table) {
        static const Digits<BaseTable> order(group_order);
        Completed<F> p = neutral();
        for (std::size_t position = BaseTable::digits; position-- > 0;) {
            p = sixteen_times(p);
            for (std::size_t piece = 0; piece < pieces; ++piece) {
                const BaseTable::Piece* part[width];
                std::int16_t digit[width];
                for (std::size_t i = 0; i < width; ++i) {
                    part[i] = &table[i]->entry[piece];
                    digit[i] = order.digit[piece * BaseTable::digits + position];
                }
                Picked<Cached<Fe>>(part, digit).add_to(p);
            }
        }
        return p;
    }

    // The digits of one power in each lane; `used` when there is one in any.
    template <class Table> struct Column {
        std::int16_t digit[Digits<Table>::count][width];
        bool used = false;

        template <class PowerOf> void read(PowerOf power_of) {
            for (std::size_t i = 0; i < width; ++i) {
                used = used || power_of(i).base != nullptr;
            }
            static constexpr std::uint8_t zero[32] = {};
            for (std::size_t i = 0; used && i < width; ++i) {
                const bool own = power_of(i).base != nullptr;
                const Digits<Table> digits(own ? power_of(i).exponent.data() : zero);
                for (std::size_t k = 0; k < Digits<Table>::count; ++k) {
                    digit[k][i] = digits.digit[k];
                }
            }
        }
    };

    // With a table for each piece: all pieces share their doublings.
    template <class Table> struct Tabulated : Column<Table> {
        const typename Table::Piece* part[pieces][width] = {};

        template <class PowerOf> void read(PowerOf power_of) {
            Column<Table>::read(power_of);
            for (std::size_t i = 0; this->used && i < width; ++i) {
                const Table* table = power_of(i).base;
                for (std::size_t piece = 0; table != nullptr && piece < pieces; ++piece) {
                    part[piece][i] = &table->entry[piece];
                }
            }
        }
        void add_to(Completed<F>& p, std::size_t position) const {
            if (!this->used) {
                return;
            }
            using Entry = std::remove_extent_t<typename Table::Piece>;
            const auto pick = [&](std::size_t piece) {
                return Picked<Entry>(part[piece], this->digit[piece * Table::digits + position]);
            };
            Picked<Entry> next = pick(0);
            for (std::size_t piece = 0; piece < pieces; ++piece) {
                const Picked<Entry> now = next;
                if (piece + 1 < pieces) {
                    next = pick(piece + 1);
                    next.prefetch();
                }
                now.add_to(p);
            }
        }
    };

    // With the multiples of the base alone, made here.
    struct Once : Column<BaseTable> {
        BaseTable::Piece multiples[width];
        const BaseTable::Piece* part[width];

        template <class PowerOf> void read(PowerOf power_of) {
            Column<BaseTable>::read(power_of);
            if (!this->used) {
                return;
            }
            static constexpr Affine nothing{};
            const Affine* point[width];
            BaseTable::Piece* target[width];
            for (std::size_t i = 0; i < width; ++i) {
                point[i] = power_of(i).base != nullptr ? power_of(i).base : &nothing;
                target[i] = &multiples[i];
                part[i] = &multiples[i];
            }
            fill(target, load(point));
        }
        void add_to(Completed<F>& p, std::size_t position) const {
            if (this->used) {
                Picked<Cached<Fe>>(part, this->digit[position]).add_to(p);
            }
        }
    };

    static Completed<F> product(const Product* const* in) {
        Tabulated<BaseTable> tabulated;
        Once once[std::extent_v<decltype(Product::once)>];
        Tabulated<FixedTable> fixed[std::extent_v<decltype(Product::fixed)>];
        tabulated.read([&](std::size_t i) -> const auto& { return in[i]->tabulated; });
        bool long_way = false;
        for (std::size_t k = 0; k < std::size(once); ++k) {
            once[k].read([&](std::size_t i) -> const auto& { return in[i]->once[k]; });
            long_way = long_way || once[k].used;
        }
        for (std::size_t k = 0; k < std::size(fixed); ++k) {
            fixed[k].read([&](std::size_t i) -> const auto& { return in[i]->fixed[k]; });
        }
        Completed<F> p = neutral();
        for (std::size_t position = (long_way ? pieces : 1) * BaseTable::digits; position-- > 0;) {
            p = sixteen_times(p);
            for (const Once& one : once) {
                one.add_to(p, position);
            }
            if (position >= BaseTable::digits) {
                continue;
            }
            tabulated.add_to(p, position);
            for (std::size_t k = 0; position % 2 == 0 && k < std::size(fixed); ++k) {
                fixed[k].add_to(p, position / 2);
            }
        }
        return p;
    }
};

} // namespace ogniwo::edwards
