"""Codes, outcomes and weights -> the sums that the scorecard and the groups are made of, compiled.

Sums run in one fixed order and without fast-math, so that the same cases give the same bytes on a processor family.
"""

# Loops stand where whole-array code would read the cases many times over.

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def newton_sweeps(
    codes, n_bins, is_ordered, is_absence_told, long, weights, smooth, ridge, points, score, max_sweeps, tolerance
):
    """Penalised weighted logistic regression on binned fields, one Newton step per field and sweep, in place.

    codes (n, n_fields), n_bins, is_ordered and is_absence_told (n_fields,), long, weights and score (n,), points
    (n_fields, max bins).
    A step solves the field's own quadratic model: tridiagonal where neighbouring bins are smoothed, else diagonal.
    Bin 0, missing, keeps 0 points where its absence tells nothing.
    Steps are clipped to 1 in log-odds. Returns the number of sweeps.
    """
    n, n_fields = codes.shape
    residual = np.empty(n)
    curvature = np.empty(n)
    for sweep in range(max_sweeps):
        for i in range(n):
            p = 1.0 / (1.0 + np.exp(-score[i]))
            residual[i] = weights[i] * (long[i] - p)
            curvature[i] = weights[i] * p * (1.0 - p)
        largest = 0.0
        for j in range(n_fields):
            k = n_bins[j]
            g = np.zeros(k)
            h = np.zeros(k)
            for i in range(n):
                b = codes[i, j]
                g[b] += residual[i]
                h[b] += curvature[i]
            step = _step(g, h, points[j], is_ordered[j], smooth, ridge)
            if is_absence_told[j]:
                step[0] = (g[0] - ridge * points[j, 0]) / (h[0] + ridge)
            for b in range(k):
                step[b] = min(max(step[b], -1.0), 1.0)
                points[j, b] += step[b]
                if h[b] > 1.0:
                    largest = max(largest, abs(step[b]))
            for i in range(n):
                d = step[codes[i, j]]
                score[i] += d
                residual[i] -= curvature[i] * d
        if largest < tolerance:
            return sweep + 1
    return max_sweeps


@njit(cache=True)
def _step(g, h, points, is_ordered, smooth, ridge):
    """Newton step of one field: ordered bins smoothed towards their neighbours, bin 0 (missing) not moved."""
    k = len(g)
    step = np.zeros(k)
    if not is_ordered or k <= 2:
        for b in range(1, k):
            step[b] = (g[b] - ridge * points[b]) / (h[b] + ridge)
        return step
    diagonal = np.zeros(k)
    right = np.zeros(k)
    for b in range(1, k):
        diagonal[b] = h[b] + 0.05 * ridge
        right[b] = g[b] - 0.05 * ridge * points[b]
        if b > 1:
            diagonal[b] += smooth
            right[b] -= smooth * (points[b] - points[b - 1])
        if b < k - 1:
            diagonal[b] += smooth
            right[b] -= smooth * (points[b] - points[b + 1])
    for b in range(2, k):
        ratio = -smooth / diagonal[b - 1]
        diagonal[b] += ratio * smooth
        right[b] -= ratio * right[b - 1]
    step[k - 1] = right[k - 1] / diagonal[k - 1]
    for b in range(k - 2, 0, -1):
        step[b] = (right[b] + smooth * step[b + 1]) / diagonal[b]
    return step


@njit(cache=True)
def scan_pairs(codes, n_bins, residual, curvature):
    """How much each pair of fields leaves unexplained: z = (sum r^2 / v - df) / sqrt(2 df) over its cells.

    codes (n, n_fields), residual and curvature (n,). Returns (n_fields, n_fields), upper triangle.
    """
    n, n_fields = codes.shape
    z = np.full((n_fields, n_fields), -1e9)
    for a in range(n_fields):
        for b in range(a + 1, n_fields):
            width = n_bins[b]
            r = np.zeros(n_bins[a] * width)
            v = np.zeros(n_bins[a] * width)
            for i in range(n):
                cell = codes[i, a] * width + codes[i, b]
                r[cell] += residual[i]
                v[cell] += curvature[i]
            total = 0.0
            df = 0
            for cell in range(len(r)):
                if v[cell] > 2.0:
                    total += r[cell] * r[cell] / v[cell]
                    df += 1
            z[a, b] = (total - df) / np.sqrt(2.0 * max(df, 1))
    return z


@njit(cache=True)
def best_cut(codes, rows, score, is_long, is_short, points, order, n_bins, k, least, alpha):
    """The cut of one group that tells its two sides apart most, both sides with enough people of known outcome.

    codes (n, n_fields) row-major, rows: the group's row numbers, score (n,), is_long and is_short (n,) of known cases,
    points (n_fields, max bins), order (n_fields, max bins): bins in the order in which they may be cut.
    Returns gain, field, position of the last bin of the left side in `order`; field -1 when no cut is allowed.
    """
    n_fields = codes.shape[1]
    width = points.shape[1]
    people = np.zeros((n_fields, width))
    scores = np.zeros((n_fields, width))
    longs = np.zeros((n_fields, width))
    shorts = np.zeros((n_fields, width))
    total_score = 0.0
    total_long = 0.0
    total_short = 0.0
    for i in rows:
        total_score += score[i]
        total_long += is_long[i]
        total_short += is_short[i]
        for j in range(n_fields):
            b = codes[i, j]
            people[j, b] += 1.0
            scores[j, b] += score[i]
            longs[j, b] += is_long[i]
            shorts[j, b] += is_short[i]
    n = float(len(rows))
    gain, field, position = 0.0, -1, -1
    for j in range(n_fields):
        total_points = 0.0
        for b in range(n_bins[j]):
            total_points += people[j, b] * points[j, b]
        left, left_score, left_points, left_long, left_short = 0.0, 0.0, 0.0, 0.0, 0.0
        for t in range(n_bins[j] - 1):
            b = order[j, t]
            if people[j, b] == 0.0:
                continue
            left += people[j, b]
            left_score += scores[j, b]
            left_points += people[j, b] * points[j, b]
            left_long += longs[j, b]
            left_short += shorts[j, b]
            right_long, right_short = total_long - left_long, total_short - left_short
            if left_long + left_short < k or right_long + right_short < k:
                continue
            if min(left_long, right_long) < least or min(left_short, right_short) < least:
                continue
            right = n - left
            in_points = left_points / left - (total_points - left_points) / right
            in_score = left_score / left - (total_score - left_score) / right
            found = left * right / n * (in_points * in_points + alpha * in_score * in_score)
            if found > gain * (1.0 + 1e-12):
                gain, field, position = found, j, t
    return gain, field, position
