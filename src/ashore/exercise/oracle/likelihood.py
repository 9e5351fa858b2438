"""How likely a group of messages is to come of one boat: the mean over an atlas of voyages, times exact tables."""

from __future__ import annotations

import math

import numpy as np

from ashore.exercise.oracle.kept import kept

CALL, SIGHT, RESCUE = 0, 1, 2
NOWHERE = 255
LAGS_S = np.array((0.0, 13.0, 19.0, 25.0, 31.0, 37.0, 43.0, 48.0)) * 60.0
AFTER_RESCUE = -15.0
TWO_RESCUES = -25.0
MANY_PHONES = -45.0
LANGUAGES = 4
NOTHING = -60.0
"""Of each message of a group that no voyage explains: about twice what one message costs by itself."""
STEP_S = 600.0
SPARSELY = 7
"""Where no fix says which, every so many voyages will do; a plan's worlds are beside each other, and eight."""

NEGLIGIBLE = 12.0
"""How much less likely than the likeliest a voyage is that is left out of a sum, as a logarithm."""


@kept()
def group(members, night):  # pragma: no cover
    """Return the log-likelihood of these messages, in order of time, as one boat's of so many."""
    return night.constants[12] + voyages(members, night) + lasting(members, night) + voices(members, night)


@kept()
def voyages(members, night):  # pragma: no cover
    """Return the log of the mean over voyages of how likely times, places, engine, danger and rescue are."""
    n = members.size
    calls, first_rescue, rescues = 0, -1.0, 0
    pivot = -1
    for k in range(n):
        u = members[k]
        if night.what[u] == CALL:
            calls += 1
        elif night.what[u] == RESCUE:
            rescues += 1
            if rescues == 1:
                first_rescue = night.at[u]
        if night.sigma[u] > 0 and (
            pivot < 0 or night.begins[u + 1] - night.begins[u] < night.begins[pivot + 1] - night.begins[pivot]
        ):
            pivot = u
    bonus = 0.0
    if rescues > 1:
        bonus += TWO_RESCUES * (rescues - 1)
    if rescues:
        for k in range(n):
            u = members[k]
            if night.what[u] != RESCUE and night.at[u] > first_rescue:
                bonus += AFTER_RESCUE
    shape = night.constants[7]
    bonus += math.lgamma(shape + calls) - math.lgamma(shape) + shape * math.log(shape)
    room = np.empty((9, 5))
    most, total = NOTHING * n, 0.0
    if pivot >= 0:
        for index in range(night.begins[pivot], night.begins[pivot + 1]):
            most, total = _one(
                members, night.near[index], calls, first_rescue, True, room, night, most, total
            )
    else:
        bonus += math.log(SPARSELY)
        for v in range(0, night.leaves.size, SPARSELY):
            most, total = _one(members, v, calls, first_rescue, False, room, night, most, total)
    if total <= 0.0:
        return NOTHING * n + bonus
    return most + math.log(total) + bonus


@kept(_nrt=False)
def _one(members, v, calls, rescue, placed, room, night, most, total):  # pragma: no cover
    """Add one voyage to a sum that is `total` times the exponential of `most`."""
    log = night.share[v]
    least = most - NEGLIGIBLE
    for k in range(members.size):
        log += night.plain[v, members[k]]
    if log < least:
        return most, total
    if placed:  # a density over square metres only ever takes away
        log = fixes(members, v, log, least, room, night)
    if log < least:
        return most, total
    log += _found(members, v, calls, rescue, night)
    if log < least:
        return most, total
    if log <= most:
        return most, total + math.exp(log - most)
    return log, total * math.exp(most - log) + 1.0


@kept(_nrt=False)
def _found(members, v, calls, rescue, night):  # pragma: no cover
    """Return the log-likelihood of how often they called, and of being found when they were, or not at all."""
    shape, middle, spread, escorted = (
        night.constants[7],
        night.constants[8],
        night.constants[9],
        night.constants[10],
    )
    ended = night.dead_by[v]
    if rescue >= 0.0 and rescue < ended:
        ended = rescue
    step = (ended - night.times[0]) / STEP_S
    index = min(max(int(step), 0), night.times.size - 2)
    part = min(max(step - index, 0.0), 1.0)
    share = night.called[v, index] * (1.0 - part) + night.called[v, index + 1] * part
    log = -(shape + calls) * math.log(shape + night.mean_calls[v] * share)
    asked = -1.0
    ends = min(night.again[v], night.until[v])
    for k in range(members.size):
        u = members[k]
        if night.what[u] == CALL and night.at[u] >= night.stops[v] and night.at[u] < ends:
            asked = night.at[u]
            break
    if asked >= 0.0:
        if rescue >= 0.0:
            waited = math.log(max(rescue - asked, 60.0))
            log += -0.5 * ((waited - middle) / spread) ** 2 - math.log(spread * 2.5066282746310002) - waited
        else:
            left = math.log(max(night.dead_by[v] - asked, 60.0))
            log += math.log(max(0.5 * math.erfc((left - middle) / (spread * 1.4142135623730951)), 1e-6))
    elif rescue >= 0.0:
        went = night.until[v] - night.leaves[v]
        at = (rescue - night.leaves[v]) / went
        log += math.log(escorted / (0.45 * went)) if 0.5 <= at <= 0.95 else -25.0
    else:
        log += math.log(1.0 - escorted)
    return log


@kept(_nrt=False)
def fixes(members, v, log, least, room, night):  # pragma: no cover
    """Return `log` with the log-density of the fixes for a voyage and all near it, or something less than `least`.

    A Kalman filter over what sets those voyages apart: an offset of place, of speed under way, of drift, of where the
    engine stopped, and of speed since it was got going again, with the same prior variances for east and north.
    A fix is as old as suits the voyage best. `room` (9, 5) is for the filter's own use.
    """
    c = night.constants
    p, east, north, h, ph = room[:5], room[5], room[6], room[7], room[8]
    room[:7] = 0.0
    p[0, 0], p[1, 1], p[2, 2], p[3, 3], p[4, 4] = c[0], c[1], c[2], c[3], c[14]
    stops, again, leaves = night.stops[v], night.again[v], night.leaves[v]
    for k in range(members.size):
        u = members[k]
        if night.sigma[u] <= 0.0:
            continue
        lag = night.lag[v, u]
        density = -1e9
        if lag != NOWHERE:
            at = max(night.at[u] - LAGS_S[lag], leaves)
            h[0] = 1.0
            h[4] = max(at - again, 0.0) / 3600.0
            h[1] = max(min(at, stops) - leaves, 0.0) / 3600.0 + h[4]
            h[2] = max(min(at, again) - stops, 0.0) / 3600.0
            h[3] = 1.0 if at >= stops else 0.0
            wide = night.sigma[u] ** 2
            off_east, off_north = float(night.east[v, u]), float(night.north[v, u])
            for i in range(5):
                ph[i] = 0.0
                for j in range(5):
                    ph[i] += p[i, j] * h[j]
                wide += h[i] * ph[i]
                off_east -= h[i] * east[i]
                off_north -= h[i] * north[i]
            density = -0.5 * (off_east**2 + off_north**2) / wide - math.log(6.283185307179586 * wide)
            if night.what[u] == CALL:
                density += c[5] if lag == 0 else c[6]
        if density < c[4]:
            log += c[4]
        else:
            log += density
            for i in range(5):
                gain = ph[i] / wide
                east[i] += gain * off_east
                north[i] += gain * off_north
                for j in range(5):
                    p[i, j] -= gain * ph[j]
        if log < least:
            return log
    return log


@kept()
def lasting(members, night):  # pragma: no cover
    """Return the log-likelihood of what is said of people, children, look and length, summed over all values."""
    log = 0.0
    look, length = night.looks.copy(), night.lengths.copy()
    aboard, children = np.ones(night.people.shape[0]), np.ones(night.people.shape[1])
    counted = False
    for k in range(members.size):
        u = members[k]
        if night.spoke[u, 0]:
            aboard *= night.aboard[u]
            counted = True
        if night.spoke[u, 1]:
            children *= night.children[u]
            counted = True
        if night.spoke[u, 2]:
            look *= night.look[u]
        if night.spoke[u, 3]:
            length *= night.length[u]
    log += math.log(max(look.sum(), 1e-120)) + math.log(max(length.sum(), 1e-120))
    if counted:
        total = 0.0
        for a in range(aboard.size):
            if aboard[a] > 0.0:
                row = 0.0
                for b in range(children.size):
                    row += night.people[a, b] * children[b]
                total += aboard[a] * row
        log += math.log(max(total, 1e-120))
    return log


@kept()
def voices(members, night):  # pragma: no cover
    """Return the log-likelihood of who called: from one to three telephones, each with one language, one used most.

    A number is as good as another; what counts is which calls have the same. Calls that show none are summed over, and
    so are those of the one relative ashore.
    """
    phones = np.empty(members.size, np.int64)
    spoken = np.empty(members.size, np.int64)
    times = np.zeros(members.size, np.int64)
    heard = np.empty(members.size, np.int64)
    hidden = np.zeros(members.size, np.int64)
    distinct, langs, calls, relative = 0, 0, 0, -1
    for k in range(members.size):
        u = members[k]
        if night.language[u] < 0:
            continue
        calls += 1
        place = -1
        for q in range(langs):
            if heard[q] == night.language[u]:
                place = q
        if place < 0:
            place = langs
            heard[langs] = night.language[u]
            langs += 1
        if night.ashore[u] and night.phone[u] >= 0:
            if relative >= 0 and relative != night.phone[u]:
                return MANY_PHONES
            relative = night.phone[u]
        if night.ashore[u] or night.phone[u] < 0:
            hidden[place] += 1
            continue
        which = -1
        for d in range(distinct):
            if phones[d] == night.phone[u]:
                which = d
        if which < 0:
            which = distinct
            phones[which] = night.phone[u]
            spoken[which] = place
            distinct += 1
        elif spoken[which] != place:
            return MANY_PHONES
        times[which] += 1
    if calls == 0:
        return 0.0
    if distinct > 3 or langs > 3:
        return MANY_PHONES * (max(distinct, langs) - 2)
    shares = np.zeros(langs + 1)
    shares[langs] = 1.0
    for q in range(langs):
        shares[q] = night.languages[heard[q]]
        shares[langs] -= shares[q]
    shares[langs] = max(shares[langs], 0.0)
    total = 0.0
    for count in range(max(distinct, 1), 4):
        total += night.phones[count - 1] * _with_phones(
            count, distinct, spoken, times, hidden, shares, night.constants[11]
        )
    return math.log(max(total, 1e-120))


@kept()
def _with_phones(count, distinct, spoken, times, hidden, shares, main):  # pragma: no cover
    """Return how likely the calls are if a boat has so many telephones: over their languages, and which is which."""
    langs = shares.size
    tongue, slot = np.zeros(3, np.int64), np.zeros(3, np.int64)
    weight = np.empty(3)
    for s in range(count):
        weight[s] = 1.0 if count == 1 else main if s == 0 else (1.0 - main) / (count - 1)
    total = 0.0
    for code in range(langs**count):
        rest = code
        for s in range(count):
            tongue[s] = rest % langs
            rest //= langs
        prior = 0.0
        for own in range(langs):
            product = shares[own]
            for s in range(count):
                product *= 0.2 * shares[tongue[s]] + (0.8 if tongue[s] == own else 0.0)
            prior += product
        if prior <= 0.0:
            continue
        silent = 1.0
        for q in range(langs - 1):
            if hidden[q]:
                there = 0.0
                for s in range(count):
                    if tongue[s] == q:
                        there += weight[s]
                silent *= there ** hidden[q]
        if silent <= 0.0:
            continue
        ways = 0.0
        for choice in range(count**distinct):
            rest = choice
            way = 1.0
            for d in range(distinct):
                slot[d] = rest % count
                rest //= count
                for e in range(d):
                    if slot[e] == slot[d]:
                        way = 0.0
                if tongue[slot[d]] != spoken[d]:
                    way = 0.0
                if way == 0.0:
                    break
                way *= weight[slot[d]] ** times[d]
            ways += way
        total += prior * silent * ways
    return total
