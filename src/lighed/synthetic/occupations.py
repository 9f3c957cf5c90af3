"""A small map of the labour market -> which occupations (DISCO-08) the holders of an education tend to have."""

from __future__ import annotations

import numpy as np

from lighed.synthetic.arrays import Floats, Ints

LEVELS = ("10", "20", "30", "40", "50", "60", "70", "80")
"""The main levels of DISCED-15 that the made-up people have."""

FIELDS = ("00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10")
"""Broad fields of study: general, education, arts, social science, business and law, natural science, ICT,
engineering and construction, agriculture, health and welfare, services."""

# DISCO-08 unit group : fields of study that lead to it : lowest and highest usual level : how many work in it
_OCCUPATIONS = """
1120:04,03:50:80:2 1211:04:50:70:2 1221:04:40:70:3 1311:08:30:50:1 1321:07:40:70:2 1341:09,01:50:70:2 1411:10:30:50:1
1420:04,10:30:50:3 2111:05:70:80:1 2131:05,08:60:80:2 2141:07:50:80:3 2142:07:50:70:4 2144:07:50:70:3
2161:07,02:60:70:2 2166:02:40:70:3 2211:09:70:80:2 2221:09:50:60:8 2264:09:50:60:3 2310:05,03:70:80:3
2320:07,09:50:70:2 2330:02,05:60:70:4 2341:01:50:60:6 2342:01:50:50:7 2411:04:40:70:5 2422:03,04:60:70:7
2431:04,02:40:70:5 2511:06:50:70:5 2512:06:40:70:6 2519:06:40:70:2 2611:04:70:70:3 2632:03:60:80:2 2635:09,03:50:60:6
2642:02,03:50:70:3 2651:02:40:70:2 2655:02:30:70:1 3112:07:30:50:3 3115:07:30:50:3 3119:07,05:30:50:2 3251:09:30:40:2
3256:09:30:40:2 3313:04:30:50:6 3321:04:30:50:3 3322:04:30:50:6 3323:04:30:50:3 3343:04,02:30:50:5 3412:09,01:30:50:5
3423:10:20:50:2 3434:10:30:30:2 3512:06:30:50:5 4110:04:20:40:9 4120:04:20:40:4 4222:00,04:20:40:3 4226:00,04:20:30:3
4311:04:30:40:4 4321:04,07:10:30:6 4323:04,10:20:40:3 5120:10:10:30:5 5131:10,00:10:30:5 5141:10:30:30:2
5153:07:20:30:3 5221:04,10:20:30:3 5223:04,00:10:30:13 5230:00:10:20:4 5311:01,00:10:30:7 5312:01,00:10:30:4
5321:09:20:30:11 5322:09:10:30:8 6111:08:10:30:2 6113:08:10:30:3 6121:08:10:30:2 7112:07:20:30:3 7115:07:20:30:6
7119:07,00:10:30:3 7126:07:20:30:4 7131:07:20:30:4 7212:07:10:30:3 7223:07:20:30:4 7231:07:20:30:5 7233:07:20:30:3
7411:07:20:30:5 7512:10,07:20:30:2 7522:07:20:30:2 8131:07,00:10:30:2 8160:00,10:10:30:4 8322:00,10:10:20:4
8331:00,10:10:30:2 8332:00,10:10:30:6 8341:08,00:10:30:1 8344:00:10:20:4 9112:00,10:10:20:9 9211:08,00:10:20:2
9313:00,07:10:20:5 9321:00:10:20:4 9329:00:10:20:6 9333:00:10:20:9 9412:00,10:10:20:6 9613:00:10:20:1 9621:00:10:20:2
"""

_ENTRIES = [entry.split(":") for entry in _OCCUPATIONS.split()]
CODES: tuple[str, ...] = tuple(entry[0] for entry in _ENTRIES)
CODE_NUMBERS: Ints = np.array([int(code) for code in CODES], dtype=np.int32)
N_OCCUPATIONS = len(CODES)
MAJOR_GROUP: Ints = CODE_NUMBERS // 1000
SUB_MAJOR: Ints = np.unique(CODE_NUMBERS // 100, return_inverse=True)[1].astype(np.int32)


def occupation_shares() -> Floats:
    """Find how common each occupation is for each education.

    Returns
    -------
    Array of levels x fields x occupations; each education's shares add up to one.
    """
    weight = np.array([float(entry[4]) for entry in _ENTRIES])
    low = np.array([int(entry[2]) for entry in _ENTRIES])
    high = np.array([int(entry[3]) for entry in _ENTRIES])
    leads_to = np.array([[field in entry[1].split(",") for entry in _ENTRIES] for field in FIELDS])
    level = np.array([int(code) for code in LEVELS])[:, None]
    steps_off = np.maximum(np.maximum(low - level, level - high), 0) / 10
    shares: Floats = weight * np.exp(-1.1 * steps_off)[:, None, :] * np.where(leads_to, 1.0, 0.035)[None, :, :]
    shares /= shares.sum(axis=2, keepdims=True)
    return shares


def commonness(shares: Floats) -> Floats:
    """Sum occupations' shares within their DISCO sub-major group (two digits), the level at which they are compared.

    Returns
    -------
    Array of levels x fields x occupations: the share of the occupation's whole sub-major group.
    """
    is_alike = (SUB_MAJOR[:, None] == SUB_MAJOR[None, :]).astype(np.float64)
    by_group: Floats = shares @ is_alike
    return by_group


def distance(first: Ints, second: Ints) -> Ints:
    """Count the digits of DISCO-08 by which two occupations (indices into `CODES`) differ.

    Returns
    -------
    0 the same unit group, 1 the same minor group, 2 the same sub-major group, 3 the same major group, 4 nothing alike.
    """
    a, b = CODE_NUMBERS[first], CODE_NUMBERS[second]
    steps: Ints = np.select([a == b, a // 10 == b // 10, a // 100 == b // 100, a // 1000 == b // 1000], [0, 1, 2, 3], 4)
    return steps


def draw_occupations(rng: np.random.Generator, cumulative: Floats, level: Ints, field: Ints) -> Ints:
    """Draw an occupation for each education; `cumulative` is the running sum of `occupation_shares`."""
    row = level * len(FIELDS) + field
    table = cumulative.reshape(-1, N_OCCUPATIONS) + np.arange(len(LEVELS) * len(FIELDS))[:, None]
    # One sorted line of all rows, each shifted by its number: a single search finds all draws.
    found = np.searchsorted(table.ravel(), row + rng.random(len(row)) * 0.999999)
    drawn: Ints = np.minimum(found - row * N_OCCUPATIONS, N_OCCUPATIONS - 1).astype(np.int32)
    return drawn
