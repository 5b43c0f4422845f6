#include "world.hpp"

namespace ogniwo::ballots::fields {
namespace {

using Owned = std::vector<std::pair<std::uint64_t, Bytes>>;

class Events {
  public:
    explicit Events(const sample::Parts& good) : good_(good) {}

    void add(const std::string& name, const std::string& line,
             const std::function<void(sample::Parts&)>& change) {
        out.push_back({"event: " + name, line, good_});
        change(out.back().parts);
    }
    // What trustees publish: decryptions or shuffles, of which each must be there.
    void add_owned(const std::string& name, Owned sample::Parts::*list, const std::string& who,
                   const std::string& what) {
        const std::size_t count = (good_.*list).size();
        for (std::size_t i = 0; i < count; ++i) {
            if (list == &sample::Parts::decryptions) { // mixer 0 is the server
                add(name + " with owner 0", who, [=](auto& p) { (p.*list)[i].first = 0; });
            }
            add(name + " with an owner too high", who, [=](auto& p) { (p.*list)[i].first = 100; });
            add(name + " doubled", who, [=](auto& p) {
                (p.*list).insert((p.*list).begin() + static_cast<std::ptrdiff_t>(i), (p.*list)[i]);
            });
        }
        for (std::size_t i = 0; i + 1 < count; ++i) {
            add(name + " left out", what, [=](auto& p) {
                (p.*list).erase((p.*list).begin() + static_cast<std::ptrdiff_t>(i));
            });
            add(name + ", what exchanged", what,
                [=](auto& p) { std::swap((p.*list)[i].second, (p.*list)[i + 1].second); });
            add(name + " of the one before", what,
                [=](auto& p) { (p.*list)[i + 1].second = (p.*list)[i].second; });
        }
    }

    std::vector<EventMutation> out;

  private:
    const sample::Parts& good_;
};

} // namespace

std::vector<EventMutation> event_mutations(const sample::Parts& good) {
    Events events(good);
    const std::size_t ballots = good.ballots.size();
    for (std::size_t i = 0; i < ballots; ++i) {
        events.add("a ballot doubled", "ballots.distinct",
                   [=](auto& p) { p.ballots.push_back(p.ballots[i]); });
    }
    // One that another replaced can go unseen, until the archive is compared with an older one.
    events.add("the last ballot left out", "tally.encrypted",
               [](auto& p) { p.ballots.pop_back(); });
    events.add("first and last ballot exchanged", "tally.encrypted",
               [](auto& p) { std::swap(p.ballots.front(), p.ballots.back()); });
    events.add("a ballot in place of the setup's trustees", "setup.trustees",
               [](auto& p) { p.trustees = p.ballots[0]; });
    events.add("the end of voting left out", "archive.order", [](auto& p) { p.closed = false; });
    events.add("the tally left out", "archive.order", [](auto& p) { p.tally.clear(); });
    if (!good.shuffles.empty()) {
        events.add_owned("shuffle", &sample::Parts::shuffles, "shuffle.mixers", "shuffle.proofs");
        events.add("shuffle: none", "shuffle.mixers", [](auto& p) { p.shuffles.clear(); });
        events.add("shuffle: both by one mixer", "shuffle.mixers",
                   [](auto& p) { p.shuffles[1].first = p.shuffles[0].first; });
    }
    events.add_owned("decryption", &sample::Parts::decryptions, "decryption.partial",
                     "decryption.partial");
    events.add("decryption: none", "archive.order", [](auto& p) { p.decryptions.clear(); });
    return std::move(events.out);
}

} // namespace ogniwo::ballots::fields
