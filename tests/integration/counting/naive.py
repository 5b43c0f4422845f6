"""Counting methods written down once more, slowly and from their rules, with fractions and one paper at a time.

A ballot is (count, [rank per candidate]), 1 the best, 0 for no mark. Candidates count from 0. `lot(c)` is the place
of a candidate in the drawn order. Every function returns who is elected, in no particular order, or a dictionary."""
import hashlib
import math
from fractions import Fraction


def lot_order(seed_hex, candidates):
    draws = {c: hashlib.sha256(bytes.fromhex(seed_hex) + (c + 1).to_bytes(4, "big")).digest() for c in range(candidates)}
    order = sorted(range(candidates), key=lambda c: draws[c])
    return {c: order.index(c) for c in range(candidates)}


def ranking(ranks):
    """Candidates of a strict ballot, best first."""
    return sorted((c for c, r in enumerate(ranks) if r), key=lambda c: ranks[c])


def papers_of(ballots):
    """[ranking, weight] a ballot row; weights stay whole."""
    return [(ranking(ranks), count) for count, ranks in ballots if any(ranks)]


def by_history(history, tied, want, backward):
    """Narrows `tied` by the earlier rounds."""
    for votes in (reversed(history) if backward else history):
        best = want(votes[c] for c in tied)
        tied = [c for c in tied if votes[c] == best]
        if len(tied) == 1:
            break
    return tied


def pick(history, tied, most, lot, backward=True):
    tied = by_history(history, tied, max if most else min, backward)
    return (min if most else max)(tied, key=lambda c: lot[c])


def stv_scottish(ballots, n, seats, lot):
    unit = 10 ** 5
    stack = [[prefs, weight, unit, prefs[0]] for prefs, weight in papers_of(ballots)]  # holder last
    quota = (sum(w for _, w, _, _ in stack) // (seats + 1) + 1) * unit
    state, history, pending = ["in"] * n, [], []

    def tally():
        votes = [0] * n
        for _, weight, value, holder in stack:
            if holder is not None:
                votes[holder] += weight * value
        for c in range(n):
            if state[c] == "done":
                votes[c] = quota
        return votes

    def move(paper):
        prefs, holder = paper[0], paper[3]
        paper[3] = next((c for c in prefs[prefs.index(holder) + 1:] if state[c] == "in"), None)

    while True:
        votes = tally()
        for c in range(n):
            if state[c] == "in" and votes[c] >= quota:
                state[c] = "won"
                pending.append(c)
        history.append(votes)
        pending = [c for c in pending if votes[c] > quota]
        won = [c for c in range(n) if state[c] in ("won", "done")]
        left = [c for c in range(n) if state[c] == "in"]
        if len(won) >= seats:
            return won
        if len(left) == seats - len(won):
            return won + left
        if pending:
            top = max(votes[c] for c in pending)
            c = pick(history, [p for p in pending if votes[p] == top], True, lot)
            pending.remove(c)
            for paper in stack:
                if paper[3] == c:
                    paper[2] = (votes[c] - quota) * paper[2] // votes[c]
                    move(paper)
            state[c] = "done"
        else:
            low = min(votes[c] for c in left)
            c = pick(history, [p for p in left if votes[p] == low], False, lot)
            state[c] = "out"
            for paper in stack:
                if paper[3] == c:
                    move(paper)


def irv(ballots, n, lot):
    papers, left, history = papers_of(ballots), set(range(n)), []
    while True:
        votes = [0] * n
        for prefs, weight in papers:
            first = next((c for c in prefs if c in left), None)
            if first is not None:
                votes[first] += weight
        history.append(votes)
        for c in left:
            if 2 * votes[c] > sum(votes):
                return [c]
        if len(left) == 1:
            return list(left)
        low = min(votes[c] for c in left)
        left.remove(pick(history, [c for c in left if votes[c] == low], False, lot))


def up(value):
    return math.ceil(value * 10 ** 9)


def stv_meek(ballots, n, seats, lot):
    """The reference rule with fractions, rounded where it says so."""
    one = 10 ** 9
    papers = papers_of(ballots)
    keep, won, left, history = [one] * n, [], list(range(n)), []
    while len(won) < seats and len(left) > seats - len(won):
        last = None
        while True:
            votes = [0] * n
            for prefs, count in papers:
                weight = one
                for c in prefs:
                    kept = up(Fraction(weight, one) * Fraction(keep[c], one))
                    votes[c] += kept * count
                    weight -= kept
            quota = sum(votes) // (seats + 1) + 1
            new = [c for c in left if votes[c] >= quota]
            if new:
                break
            surplus = max(0, sum(votes[c] - quota for c in won))
            if surplus < 1000 or (last is not None and surplus >= last):
                break
            last = surplus
            for c in won:
                share = up(Fraction(keep[c], one) * Fraction(quota, one))
                keep[c] = up(Fraction(share, votes[c]))
        if new:
            won += new
            left = [c for c in left if c not in new]
        else:
            low = min(votes[c] for c in left)
            tied = [c for c in left if votes[c] <= low + surplus]
            c = tied[0] if len(tied) == 1 else pick(history, tied, False, lot)
            left.remove(c)
            keep[c] = 0
        history.append(votes)
    return won if len(won) == seats else won + left


def stv_ers97(ballots, n, seats, lot):
    """In hundredths. A parcel is [value, papers], a paper (ranking, weight)."""
    start = papers_of(ballots)
    valid = 100 * sum(w for _, w in start)
    hands = [[] for _ in range(n)]
    for c in range(n):
        mine = [(p, w) for p, w in start if p[0] == c]
        if mine:
            hands[c].append([100, mine])
    votes = [sum(v * sum(w for _, w in ps) for v, ps in hands[c]) for c in range(n)]
    state, history, gone, quota = ["in"] * n, [], [0], [-(-valid // (seats + 1))]

    def count(what):
        return [c for c in range(n) if state[c] == what]

    def elect():
        history.append(list(votes))
        while len(count("won")) < seats and count("in"):
            places = seats - len(count("won"))
            active = valid - gone[0] - sum(min(votes[c], quota[0]) for c in count("won"))
            top = max(votes[c] for c in count("in"))
            if top == 0 or (top < quota[0] and Fraction(active, places + 1) > top):
                return
            level = [c for c in count("in") if votes[c] == top]
            if len(level) > places:
                level = by_history(history, level, max, False)
                if len(level) > places:
                    return
            state[level[0]] = "won"

    def give(papers, value, holder):
        """Papers of the holder to their next; those without one stay behind."""
        got = {}
        for prefs, weight in papers:
            to = next((c for c in prefs[prefs.index(holder) + 1:] if state[c] == "in"), None)
            if to is not None:
                got.setdefault(to, []).append((prefs, weight))
                votes[to] += weight * value
        for c, mine in got.items():
            hands[c].append([value, mine])

    elect()
    while len(count("won")) < seats:
        low = sorted(count("in"), key=lambda c: votes[c])
        places = seats - len(count("won"))
        if len(low) == places:
            return count("won") + low
        surplus = sum(max(0, votes[c] - quota[0]) for c in count("won"))
        together = max([k for k in range(1, len(low) - places + 1)
                        if sum(votes[c] for c in low[:k]) + surplus <= votes[low[k]]], default=0)
        if surplus and not together:
            most = max(votes[c] for c in count("won"))
            c = pick(history, [p for p in count("won") if votes[p] == most], True, lot, False)
            value, papers = hands[c].pop()
            extra = votes[c] - quota[0]
            able = sum(w for p, w in papers if any(state[d] == "in" for d in p[p.index(c) + 1:]))
            new = extra // able if able * value > extra else value
            give(papers, new, c)
            gone[0] += extra - able * new
            votes[c] = quota[0]
            elect()
            continue
        out = []
        while len(out) < max(together, 1):
            rest = [c for c in low if c not in out]
            level = [c for c in rest if votes[c] == votes[rest[0]]]
            out += level if len(level) <= max(together, 1) - len(out) else [pick(history, level, False, lot, False)]
        for c in out:
            state[c] = "out"
        if len(count("in")) == places:
            return count("won") + count("in")
        parcels = [(value, c, papers) for c in out for value, papers in hands[c]]
        for worth in sorted({value for value, _, _ in parcels}, reverse=True) or [0]:
            batch = {}
            for value, c, papers in parcels:
                if value == worth:
                    votes[c] -= value * sum(w for _, w in papers)
                    for prefs, weight in papers:
                        to = next((d for d in prefs[prefs.index(c) + 1:] if state[d] == "in"), None)
                        if to is None:
                            gone[0] += weight * value
                        else:
                            batch.setdefault(to, []).append((prefs, weight))
            for to, mine in batch.items():
                hands[to].append([worth, mine])
                votes[to] += worth * sum(w for _, w in mine)
            if gone[0] and not count("won"):
                quota[0] = -(-(valid - gone[0]) // (seats + 1))
            elect()
            if len(count("won")) == seats:
                break
    return count("won")


def duels(ballots, n):
    d = [[0] * n for _ in range(n)]
    for count, ranks in ballots:
        place = [r or 10 ** 6 for r in ranks]
        for a in range(n):
            for b in range(n):
                if place[a] < place[b]:
                    d[a][b] += count
    return d


def from_the_top(n, seats, above, lot):
    """Fills seats with those nobody left is above; when too many, by lot."""
    chosen, left = [], set(range(n))
    while len(chosen) < seats:
        best = [c for c in left if not any(above(o, c) for o in left if o != c)]
        chosen += sorted(best, key=lambda c: lot[c])[:seats - len(chosen)]
        left -= set(best)
    return chosen


def schulze(ballots, n, seats, lot):
    d = duels(ballots, n)

    def reach(a, strength):
        """Candidates on a path from a whose every victory has at least this strength."""
        seen, todo = set(), [a]
        while todo:
            x = todo.pop()
            for y in range(n):
                if y not in seen and d[x][y] > d[y][x] and d[x][y] >= strength:
                    seen.add(y)
                    todo.append(y)
        return seen

    strengths = sorted({v for row in d for v in row if v})
    p = [[max((s for s in strengths if b in reach(a, s)), default=0) for b in range(n)] for a in range(n)]
    return from_the_top(n, seats, lambda a, b: p[a][b] > p[b][a], lot)


def ranked_pairs(ballots, n, seats, lot):
    d = duels(ballots, n)
    wins = [(a, b) for a in range(n) for b in range(n) if d[a][b] > d[b][a]]
    wins.sort(key=lambda w: (-d[w[0]][w[1]], d[w[1]][w[0]], lot[w[0]], -lot[w[1]]))
    locked = set()

    def path(a, b, seen=()):
        return (a, b) in locked or any(
            x == a and y not in seen and path(y, b, (*seen, y)) for x, y in locked)

    for a, b in wins:
        if not path(b, a):
            locked.add((a, b))
    return from_the_top(n, seats, path, lot)


def copeland(ballots, n, seats, lot):
    d = duels(ballots, n)
    score = [sum(Fraction((d[a][b] > d[b][a]) - (d[a][b] < d[b][a]) + 1, 2) for b in range(n) if b != a)
             for a in range(n)]
    return sorted(range(n), key=lambda c: (-score[c], lot[c]))[:seats]


def borda(ballots, n, seats, lot):
    """Each candidate gets one point for every one below and half a point for every one beside."""
    score = [Fraction(0)] * n
    for count, ranks in ballots:
        if not any(ranks):
            continue
        place = [r or 10 ** 6 for r in ranks]
        for a in range(n):
            for b in range(n):
                if a != b:
                    score[a] += count * Fraction((place[a] < place[b]) - (place[a] > place[b]) + 1, 2)
    return sorted(range(n), key=lambda c: (-score[c], lot[c]))[:seats]


def majority_judgment(ballots, n, seats, lot):
    """Takes away one median after the other."""
    worst = 10 ** 6

    def medians(c):
        grades = sorted((ranks[c] or worst for count, ranks in ballots if any(ranks) for _ in range(count)))
        out = []
        while grades:
            out.append(grades.pop(len(grades) // 2))  # from the best: of two in the middle the worse
        return out

    return sorted(range(n), key=lambda c: (medians(c), lot[c]))[:seats]


def highest_averages(votes, seats, divisor, lot, room=None):
    """All quotients at once, the greatest first. `room`: how many seats each list has people for."""
    room = room or [seats] * len(votes)
    quotients = [(-Fraction(v, divisor(i)), -v, lot[c], c)
                 for c, v in enumerate(votes) if v for i in range(min(seats, room[c]))]
    won = [0] * len(votes)
    for _, _, _, c in sorted(quotients)[:seats]:
        won[c] += 1
    return won


def largest_remainder(votes, seats, lot, room=None):
    room = room or [seats] * len(votes)
    quota = Fraction(sum(votes), seats)
    won = [min(int(v // quota), room[c]) for c, v in enumerate(votes)]
    order = sorted((c for c, v in enumerate(votes) if v),
                   key=lambda c: (-(votes[c] / quota - votes[c] // quota), -votes[c], lot[c]))
    while sum(won) < seats and any(won[c] < room[c] for c in order):
        for c in [c for c in order if won[c] < room[c]][:seats - sum(won)]:
            won[c] += 1
    return won


def seated(people, first, seats, lot):
    """Who of a list has its seats, by number from 0; the list's first person has the number `first`."""
    order = sorted(range(len(people)), key=lambda i: (-people[i], lot[first + i]))
    return sorted(first + i for i in order[:seats])


def equal_shares(ballots, n, costs, budget, lot):
    voters = [[c for c, r in enumerate(ranks) if r] for count, ranks in ballots if any(ranks) for _ in range(count)]
    money = [Fraction(budget, len(voters)) for _ in voters]
    fans = [[v for v, items in enumerate(voters) if c in items] for c in range(n)]
    bought = []

    def price(c):
        """The least most that anybody pays, by trying who pays everything."""
        paying = sorted(fans[c], key=lambda v: money[v])
        if sum(money[v] for v in paying) < costs[c] or not paying:
            return None
        for broke in range(len(paying)):
            rest = Fraction(costs[c] - sum(money[v] for v in paying[:broke]), len(paying) - broke)
            if rest <= money[paying[broke]]:
                return rest
        return None

    while True:
        offers = [(price(c) / costs[c], costs[c], -len(fans[c]), lot[c], c)
                  for c in range(n) if c not in bought and price(c) is not None]
        if not offers:
            break
        c = min(offers)[-1]
        most = price(c)
        for v in fans[c]:
            money[v] -= min(money[v], most)
        bought.append(c)
    while True:
        left = budget - sum(costs[c] for c in bought)
        offers = [(-len(fans[c]), costs[c], lot[c], c) for c in range(n)
                  if c not in bought and fans[c] and costs[c] <= left]
        if not offers:
            return bought
        bought.append(min(offers)[-1])
