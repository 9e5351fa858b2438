"""The compiled loops of linking, all in one file: Numba keeps machine code by the file a loop stands in, and no other.

`night` and `parts` are the fields of `joint.Arrays` in their order. Mentions are indices; members are in the order of
what they say. Nothing raises in here. What each level says is in `levels`, slow and plain.
Those that take long give the interpreter up meanwhile (`nogil`): a desk serves its pages while a night is linked.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange

from ashore.forecast.densities import FAR

BEFORE_TRAITS = 8
"""Levels that are no traits: where, when, phone, copies, rescue, state, told apart, found."""

CHAIN = 12
"""From here on the constants are those of `states.Chain.flat`,"""

FOUND = CHAIN + 48
"""from here on those of the level `found`,"""

BEACONS = FOUND + 8
"""and from here on, for each of `beacons.KINDS`, the log of how seldom one boat sends with two of them."""


@njit(cache=True)
def evidence_of(members, night):  # pragma: no cover
    """Return the log-odds of each of LEVELS for members in the order of what they say."""
    segments = night[12]
    out = np.zeros(BEFORE_TRAITS + segments.size - 1)
    if members.size < 2:
        return out
    kept = once(members, night)
    moving_levels(members, kept, night, out)
    for t in range(segments.size - 1):
        if night[13][kept, t].sum() < 2:
            continue
        product, by_itself = trait(kept, t, night)
        out[BEFORE_TRAITS + t] = np.log(product.sum()) - by_itself
    return out


@njit(cache=True)
def evidence_of_each(members, ends, night):  # pragma: no cover
    """Return the log-odds of LEVELS, (G, L), for each of G groups laid one after another, each up to its end."""
    out = np.zeros((ends.size, BEFORE_TRAITS + night[12].size - 1))
    begin = 0
    for g in range(ends.size):
        out[g] = evidence_of(members[begin : ends[g]], night)
        begin = ends[g]
    return out


@njit(cache=True)
def once(members, night):  # pragma: no cover
    """Return the members without those that are a copy of one before: one message is one witness."""
    copy = night[6]
    kept = np.empty(members.size, np.int64)
    m = 0
    for a in range(members.size):
        i = members[a]
        again = False
        if copy[i] >= 0:
            for b in range(a):
                if copy[members[b]] == copy[i]:
                    again = True
                    break
        if not again:
            kept[m] = i
            m += 1
    return kept[:m]


@njit(cache=True)
def moving_levels(members, kept, night, out):  # pragma: no cover
    """Set the levels that are no traits."""
    at, phone, gone, hull, beacon = night[0], night[4], night[7], night[8], night[21]
    constants = night[15]
    n, m = members.size, kept.size
    out[3] = constants[4] * (n - m)
    # Where and when.
    out[0] = track(kept, night)
    # Times.
    times = 0.0
    for a in range(1, m):
        gap = at[kept[a]] - at[kept[a - 1]]
        times += np.log(constants[9] + (1 - constants[9]) * np.exp(-gap / constants[8]))
    out[1] = times
    # Telephones.
    calls, distinct = 0, 0
    phones = 0.0
    for a in range(m):
        i = kept[a]
        if phone[i] < 0 or beacon[i] >= 0:
            continue
        earlier, since = 0, 0
        for b in range(a):
            if phone[kept[b]] == phone[i] and beacon[kept[b]] < 0:
                earlier += 1
                since = at[i] - at[kept[b]]
        if calls > 0:
            phones -= np.log(constants[2] + calls)
            if earlier:
                elsewhere = min(1.0, constants[3] + constants[10] * since)
                phones += np.log(earlier - constants[1]) - np.log(elsewhere)
            else:
                phones += np.log(constants[2] + distinct * constants[1])
        calls += 1
        if not earlier:
            distinct += 1
    out[2] = phones + beacons(kept, night)
    # Rescues.
    first, rescues = -1, 0
    for a in range(n):
        i = members[a]
        if gone[i] >= 0:
            rescues += 1
            if first < 0 or gone[i] < first:
                first = gone[i]
    out[4] = 0.0
    if rescues:
        out[4] -= constants[6] * (rescues - 1)
        for a in range(m):
            i = kept[a]
            if gone[i] < 0 and not hull[i] and at[i] > first + constants[7]:
                out[4] -= constants[5]
    out[5] = state(kept, night)
    # One report tells of them as two.
    report = night[17]
    apart = 0
    for a in range(n):
        for b in range(a):
            if report[members[a]] == report[members[b]]:
                apart += 1
    out[6] = -constants[11] * apart
    # When a unit came.
    came = when_found(kept, 0, m, night)
    for a in range(m):
        came -= when_found(kept, a, a + 1, night)
    out[7] = came


@njit(cache=True)
def beacons(kept, night):  # pragma: no cover
    """Return what the identities of beacons say, each kind by itself, as `levels.beacons`."""
    at, phone, constants, beacon = night[0], night[4], night[15], night[21]
    total = 0.0
    for a in range(kept.size):
        i = kept[a]
        if beacon[i] < 0:
            continue
        alike, earlier, since = False, False, 0
        for b in range(a):
            j = kept[b]
            if beacon[j] == beacon[i]:
                alike = True
                if phone[j] == phone[i]:
                    earlier, since = True, at[i] - at[j]
        if earlier:
            total -= np.log(min(1.0, constants[3] + constants[10] * since))
        elif alike:
            total += constants[BEACONS + beacon[i]]
    return total


@njit(cache=True)
def when_found(kept, begin, end, night):  # pragma: no cover
    """Return the log-likelihood of when these were found, or that nobody did yet, as `levels.found`."""
    at, gone, constants, asks, until = night[0], night[7], night[15], night[19], night[20][0]
    median, spread, unfound, uncalled, escorted, unsaid, wrong, hours = constants[FOUND : FOUND + 8]
    came, most, first = -1, 0, 0
    for a in range(begin, end):
        i = kept[a]
        if gone[i] >= 0 and (came < 0 or gone[i] < came):
            came = gone[i]
        if asks[i] > most:
            most, first = asks[i], at[i]
    if most == 0:
        return np.log(uncalled / hours) if came >= 0 else 0.0
    danger = wrong if most == 1 else unsaid if most == 2 else 1 - wrong
    waited = ((came if came >= 0 else max(until, first)) - first) / 3_600_000
    off = np.log(max(waited, 1e-9) / median) / spread
    if came >= 0:
        likely = 0.0
        if waited > 0:
            likely = (1 - unfound) * np.exp(-0.5 * off * off) / (waited * spread * 2.5066282746310002)
        return np.log(danger * max(likely, uncalled / hours) + (1 - danger) * escorted / hours)
    still = unfound + (1 - unfound) * 0.5 * math.erfc(off / 1.4142135623730951)
    return np.log(danger * still + (1 - danger) * (1 - escorted))


@njit(cache=True)
def track(kept, night):  # pragma: no cover
    """Return how well positions lie on one track but for strays, as `levels.where`, by who was last on it.

    `on` is the likelihood that the last on the track was each, against positions of anywhere; what it grows by is kept
    as a logarithm.
    """
    near, free, has_fix, constants = night[1], night[2], night[3], night[15]
    astray = constants[0]
    n = 0
    fixed = np.empty(kept.size, np.int64)
    for i in kept:
        if has_fix[i]:
            fixed[n] = i
            n += 1
    if n < 2:
        return 0.0
    on = np.zeros(n)
    none, total = 1.0, 0.0
    for b in range(n):
        i = fixed[b]
        reached = none
        for a in range(b):
            if on[a] > 0.0:
                reached += on[a] * np.exp(min(near[fixed[a], i] - free[i], 100.0))
        sum_ = 0.0
        for a in range(b):
            on[a] *= astray
            sum_ += on[a]
        none *= astray
        on[b] = reached * (1 - astray)
        sum_ += none + on[b]
        total += np.log(sum_)
        none /= sum_
        for a in range(b + 1):
            on[a] /= sum_
    return total


@njit(cache=True)
def state(kept, night):  # pragma: no cover
    """Return what is said of how a boat does, as `levels.state`: a chain of three states, forwards."""
    at, engine, constants, plight = night[0], night[9], night[15], night[16]
    values, vectors, inverse = CHAIN, CHAIN + 3, CHAIN + 12
    at_first, engines, plights = CHAIN + 21, CHAIN + 24, CHAIN + 33
    total, last = 0.0, -1
    now = np.empty(3)
    mode = np.empty(3)
    for i in kept:
        if engine[i] == 0 and plight[i] == 0:
            continue
        if last < 0:
            for s in range(3):
                now[s] = constants[at_first + s]
        else:
            hours = (at[i] - at[last]) / 3_600_000
            for r in range(3):
                mode[r] = 0.0
                for s in range(3):
                    mode[r] += now[s] * constants[vectors + 3 * s + r]
                mode[r] *= np.exp(constants[values + r] * hours)
            for s in range(3):
                now[s] = 0.0
                for r in range(3):
                    now[s] += mode[r] * constants[inverse + 3 * r + s]
        alone, found = 0.0, 0.0
        for s in range(3):
            said = constants[engines + 3 * engine[i] + s] * constants[plights + 3 * plight[i] + s]
            alone += constants[at_first + s] * said
            now[s] *= said
            found += now[s]
        for s in range(3):
            now[s] /= found
        total += np.log(found) - np.log(alone)
        last = i
    return total


@njit(cache=True)
def trait(kept, t, night):  # pragma: no cover
    """Return a trait's values by how likely all said makes them (with how common they are), and its log by itself.

    What one mouth says again and again counts as what it says on average.
    """
    mouth, likely, common, segments, spoke, alone = (
        night[5],
        night[10],
        night[11],
        night[12],
        night[13],
        night[14],
    )
    lo, hi = segments[t], segments[t + 1]
    product = common[lo:hi].copy()
    by_itself = 0.0
    m = kept.size
    for a in range(m):
        i = kept[a]
        if not spoke[i, t]:
            continue
        again, same = False, 1
        for b in range(m):
            if b != a and spoke[kept[b], t] and mouth[kept[b]] == mouth[i]:
                same += 1
                if b < a:
                    again = True
        by_itself += alone[i, t] / same
        if same == 1:
            for v in range(hi - lo):
                product[v] *= likely[i, lo + v]
        elif not again:
            for v in range(hi - lo):
                mean = 1.0
                for b in range(m):
                    if spoke[kept[b], t] and mouth[kept[b]] == mouth[i]:
                        mean *= likely[kept[b], lo + v]
                product[v] *= mean ** (1.0 / same)
    return product, by_itself


@njit(cache=True)
def score(members, multiply, prior, parts):  # pragma: no cover
    n = members.size
    if n < 2:
        return 0.0
    found = evidence_of(members, parts)
    total = 0.0
    for level in range(found.size):
        total += multiply[level] * found[level]
    crowd = parts[18]
    for size in range(1, n):
        total += prior[0] + prior[1] * np.log(size) - prior[2] * crowd[members[size]]
    return total


@njit(cache=True)
def members_of(label, which):  # pragma: no cover
    return np.flatnonzero(label == which)


@njit(cache=True)
def with_it(members, k):  # pragma: no cover
    out = np.empty(members.size + 1, np.int64)
    put = False
    place = 0
    for each in members:
        if not put and each > k:
            out[place] = k
            place += 1
            put = True
        out[place] = each
        place += 1
    if not put:
        out[place] = k
    return out


@njit(cache=True)
def without_it(members, k):  # pragma: no cover
    return members[members != k]


@njit(cache=True)
def total_of(label, multiply, prior, case, apart, parts):  # pragma: no cover
    total = 0.0
    for which in np.unique(label):
        total += score(members_of(label, which), multiply, prior, parts)
    return total


@njit(cache=True)
def gain_of(members, k, total, moving, product, logs, multiply, prior, apart, parts):  # pragma: no cover
    """Return by how much the score of a group grows by one more mention; the rest is what is kept of the group."""
    mouth, copy = parts[5], parts[6]
    likely, segments, spoke, alone = parts[10], parts[12], parts[13], parts[14]
    for i in members:
        if apart[i, k]:
            return -np.inf
    joined = with_it(members, k)
    if copy[k] >= 0:
        for i in members:
            if copy[i] == copy[k]:
                return score(joined, multiply, prior, parts) - total
    kept = once(joined, parts)
    now = np.empty(moving.size)
    moving_levels(joined, kept, parts, now)
    later = max(k, members[0])
    gain = prior[0] + prior[1] * np.log(members.size) - prior[2] * parts[18][later]
    for level in range(moving.size):
        gain += multiply[level] * (now[level] - moving[level])
    for t in range(segments.size - 1):
        if not spoke[k, t]:
            continue
        again = False
        for i in members:
            if mouth[i] == mouth[k] and spoke[i, t]:
                again = True
                break
        if again:
            values, by_itself = trait(kept, t, parts)
            before, by_itself_before = trait(once(members, parts), t, parts)
            grown = np.log(values.sum()) - by_itself - np.log(before.sum()) + by_itself_before
        else:
            together = 0.0
            for v in range(segments[t], segments[t + 1]):
                together += product[v] * likely[k, v]
            grown = np.log(together) - logs[t] - alone[k, t]
        gain += multiply[moving.size + t] * grown
    return gain


@njit(cache=True)
def keep(members, which, totals, moving, product, logs, multiply, prior, parts):  # pragma: no cover
    """Work out anew what is kept of a group: its score, its moving levels, its traits' values."""
    segments = parts[12]
    totals[which] = score(members, multiply, prior, parts)
    kept = once(members, parts)
    moving_levels(members, kept, parts, moving[which])
    for t in range(segments.size - 1):
        values, _ = trait(kept, t, parts)
        product[which, segments[t] : segments[t + 1]] = values
        logs[which, t] = np.log(values.sum())


@njit(cache=True, nogil=True)
def chain(label, heats, drawn, multiply, prior, case, apart, parts):  # pragma: no cover
    """Give every mention a boat anew, given where all others are, once for each heat; return the labels after each.

    At heat 0 the likeliest, else one drawn by chance. A label of -1 is of no boat yet, and joins when its turn comes.
    What a mention gains by a group is worked out once for as long as the group stays the same.
    """
    count = label.size
    label = label.copy()
    out = np.empty((heats.size, count), np.int64)
    segments = parts[12]
    room = count + max(case.max(), label.max()) + 2
    held = np.empty((room, count), np.int64)
    sizes = np.zeros(room, np.int64)
    totals = np.zeros(room)
    moving = np.zeros((room, BEFORE_TRAITS))
    product = np.zeros((room, segments[-1]))
    logs = np.zeros((room, segments.size - 1))
    version = np.zeros(room, np.int64)
    known = np.zeros((count, room))
    known_of = np.full((count, room), -1, np.int64)
    newest = 0
    for k in range(count):
        if label[k] >= 0:
            held[label[k], sizes[label[k]]] = k
            sizes[label[k]] += 1
    last = case.max() + 1
    for which in range(room):
        if sizes[which]:
            last = max(last, which + 1)
            newest += 1
            version[which] = newest
            keep(held[which, : sizes[which]], which, totals, moving, product, logs, multiply, prior, parts)
    gain = np.empty(room)
    for turn in range(heats.size):
        heat = heats[turn]
        for k in range(count):
            if case[k] >= 0:
                continue
            own = label[k]
            free = -1
            for which in range(case.max() + 1, last + 1):
                if sizes[which] == 0 or (which == own and sizes[which] == 1):
                    free = which
                    break
            for which in range(last + 1):
                if sizes[which] == 0 or (which == own and sizes[which] == 1):
                    gain[which] = -np.inf
                elif known_of[k, which] == version[which]:
                    gain[which] = known[k, which]
                else:
                    if which == own:
                        rest = without_it(held[which, : sizes[which]], k)
                        keep(rest, room - 1, totals, moving, product, logs, multiply, prior, parts)
                        gain[which] = gain_of(
                            rest,
                            k,
                            totals[room - 1],
                            moving[room - 1],
                            product[room - 1],
                            logs[room - 1],
                            multiply,
                            prior,
                            apart,
                            parts,
                        )
                    else:
                        gain[which] = gain_of(
                            held[which, : sizes[which]],
                            k,
                            totals[which],
                            moving[which],
                            product[which],
                            logs[which],
                            multiply,
                            prior,
                            apart,
                            parts,
                        )
                    known[k, which] = gain[which]
                    known_of[k, which] = version[which]
            gain[free] = 0.0
            upto = last + 1
            high = gain[:upto].max()
            chosen = int(np.argmax(gain[:upto]))
            if heat > 0:
                weight = np.exp((gain[:upto] - high) / heat)
                mark = drawn[turn, k] * weight.sum()
                for which in range(upto):
                    mark -= weight[which]
                    if mark <= 0 and weight[which] > 0:
                        chosen = which
                        break
            if chosen == own:
                continue
            if own >= 0:
                rest = without_it(held[own, : sizes[own]], k)
                sizes[own] = rest.size
                held[own, : rest.size] = rest
                newest += 1
                version[own] = newest
                if rest.size:
                    keep(rest, own, totals, moving, product, logs, multiply, prior, parts)
            joined = with_it(held[chosen, : sizes[chosen]], k)
            sizes[chosen] = joined.size
            held[chosen, : joined.size] = joined
            newest += 1
            version[chosen] = newest
            keep(joined, chosen, totals, moving, product, logs, multiply, prior, parts)
            label[k] = chosen
            last = max(last, chosen + 1)
        out[turn] = label
    return out


@njit(cache=True, nogil=True)
def merged(label, multiply, prior, case, apart, parts):  # pragma: no cover
    """Put together whole groups as long as that gains; of two cases that people opened, never."""
    label = label.copy()
    kinds = np.unique(label)
    total = np.array([score(members_of(label, which), multiply, prior, parts) for which in kinds])
    gains = np.full((kinds.size, kinds.size), np.nan)
    while True:
        best, one, two = 1e-9, -1, -1
        for a in range(kinds.size):
            for b in range(a + 1, kinds.size):
                if np.isnan(gains[a, b]):
                    gains[a, b] = both_scores(label, kinds[a], kinds[b], case, apart, multiply, prior, parts)
                    gains[a, b] -= total[a] + total[b]
                if gains[a, b] > best:
                    best, one, two = gains[a, b], a, b
        if one < 0:
            return label
        for k in range(label.size):
            if label[k] == kinds[two]:
                label[k] = kinds[one]
        total[one] += total[two] + best
        gains[one, :] = np.nan
        gains[:, one] = np.nan
        gains[two, :] = -np.inf
        gains[:, two] = -np.inf


@njit(cache=True, nogil=True)
def both_scores(label, one, two, case, apart, multiply, prior, parts):  # pragma: no cover
    first, then = members_of(label, one), members_of(label, two)
    if (case[first] >= 0).any() and (case[then] >= 0).any():
        return -np.inf
    for i in first:
        for j in then:
            if apart[i, j]:
                return -np.inf
    return score(np.sort(np.concatenate((first, then))), multiply, prior, parts)


@njit(cache=True, nogil=True)
def together_of(drawn):  # pragma: no cover
    samples, count = drawn.shape
    out = np.zeros((count, count))
    for s in range(samples):
        for i in range(count):
            for j in range(i):
                if drawn[s, i] == drawn[s, j]:
                    out[i, j] += 1
    for i in range(count):
        for j in range(i):
            out[i, j] /= samples
            out[j, i] = out[i, j]
    return out


@njit(cache=True, nogil=True)
def climbed(label, together, expected, case, apart):  # pragma: no cover
    """Move mentions one at a time as long as the expected F1 grows; return the labels and it."""
    n = label.size
    label = label.copy()
    room = max(label.max(), case.max()) + n + 2
    size = np.zeros(room, np.int64)
    right, made = 0.0, 0
    for i in range(n):
        size[label[i]] += 1
        for j in range(i):
            if label[i] == label[j]:
                right += together[i, j]
                made += 1
    last = label.max() + 1
    moved = True
    while moved:
        moved = False
        for i in range(n):
            if case[i] >= 0:
                continue
            sums = np.zeros(last + 1)
            barred = np.zeros(last + 1, np.bool_)
            for j in range(n):
                if j != i:
                    sums[label[j]] += together[i, j]
                    if apart[i, j]:
                        barred[label[j]] = True
            own = label[i]
            size[own] -= 1
            right -= sums[own]
            made -= size[own]
            best = 2 * (right + sums[own]) / max(made + size[own] + expected, 1e-12)
            chosen, alone = own, -1
            for which in range(last + 1):
                if size[which] == 0 and (which <= case.max() or alone >= 0):
                    continue
                if size[which] == 0:
                    alone = which
                value = 2 * (right + sums[which]) / max(made + size[which] + expected, 1e-12)
                if not barred[which] and value > best + 1e-12:
                    best, chosen = value, which
            label[i] = chosen
            right += sums[chosen]
            made += size[chosen]
            size[chosen] += 1
            last = max(last, chosen + 1)
            moved = moved or chosen != own
    return label, 2 * right / max(made + expected, 1e-12)


@njit(cache=True, nogil=True)
def odds_of(drawn, label):  # pragma: no cover
    """Return how often each mention was with each boat of the partition: with the one most of its company is of."""
    samples, count = drawn.shape
    kinds = label.max() + 1
    out = np.zeros((count, kinds + 1))
    room = drawn.max() + 1
    for s in range(samples):
        votes = np.zeros((room, kinds))
        for i in range(count):
            votes[drawn[s, i], label[i]] += 1
        for i in range(count):
            own = votes[drawn[s, i]].copy()
            own[label[i]] -= 1
            if own.max() <= 0:
                out[i, kinds] += 1
            else:
                out[i, int(np.argmax(own))] += 1
    return out / samples


@njit(cache=True)
def sizes(label):  # pragma: no cover
    """Return how many others each boat has, for each mention; which boats there are for it; the true one's place."""
    count, boats = label.size, label.max() + 1
    size = np.zeros((count, boats + 1), np.int64)
    there = np.zeros((count, boats + 1), np.bool_)
    right = np.full(count, boats)
    for k in range(count):
        for i in range(count):
            if i != k:
                size[k, label[i]] += 1
        there[k, boats] = True
        for boat in range(boats):
            there[k, boat] = size[k, boat] > 0
        if there[k, label[k]]:
            right[k] = label[k]
    return size, there, right


@njit(cache=True)
def offered(label, level, parts):  # pragma: no cover
    """Return what one level says of each mention with each boat of the night; the last place is for none of them."""
    count, boats = label.size, label.max() + 1
    found = np.zeros((count, boats + 1))
    for boat in range(boats):
        members = np.flatnonzero(label == boat)
        whole = one_level(members, level, parts)
        for k in range(count):
            if label[k] != boat:
                found[k, boat] = one_level(np.sort(np.append(members, k)), level, parts) - whole
            elif members.size > 1:
                found[k, boat] = whole - one_level(members[members != k], level, parts)
    return found


@njit(cache=True)
def one_level(members, level, parts):  # pragma: no cover
    """Return one level's log-odds for some mentions."""
    if members.size < 2:
        return 0.0
    kept = once(members, parts)
    if level < BEFORE_TRAITS:
        out = np.zeros(BEFORE_TRAITS)
        moving_levels(members, kept, parts, out)
        return out[level]
    t = level - BEFORE_TRAITS
    if parts[13][kept, t].sum() < 2:
        return 0.0
    product, by_itself = trait(kept, t, parts)
    return np.log(product.sum()) - by_itself


@njit(parallel=True, cache=True)
def about(north, east, around_m, around, sea_m2):  # pragma: no cover
    """Return the log-density of each place, metres, for a boat that is about the others, or anywhere."""
    n = north.size
    out = np.empty(n)
    for i in prange(n):
        near = 0.0
        for j in range(n):
            if j != i:
                off = ((north[i] - north[j]) ** 2 + (east[i] - east[j]) ** 2) / around_m**2
                if off < FAR:
                    near += np.exp(-0.5 * off)
        close = near / max(1, n - 1) / (2 * np.pi * around_m**2)
        out[i] = np.log(around * close + (1 - around) / sea_m2)
    return out
