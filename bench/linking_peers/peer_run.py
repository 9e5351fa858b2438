"""Runs in the peers' own Python: DBSCAN, Splink and Stone Soup, trained on labelled nights, on others.

Nothing of Ashore is imported here. A method that has no use for a mention leaves it alone in a group of its own.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from collections import Counter
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np

TUNED_ON = 6
"""How many of the training nights Stone Soup is tuned on: it takes seconds a night for each setting."""


def main() -> None:
    """Read what is asked, let every peer answer, and write it down."""
    warnings.simplefilter("ignore")
    asked = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    groups, chosen, seconds = {}, {}, {}
    for name, method in (
        ("space and time (DBSCAN)", dbscan),
        ("space and time or same phone", dbscan_or_phone),
        ("Splink", splink),
        ("Stone Soup (GNN)", stone_soup),
    ):
        begun = time.perf_counter()
        groups[name], chosen[name] = method(asked["training"], asked["nights"])
        seconds[name] = round(time.perf_counter() - begun, 2)
    answered = {"groups": groups, "chosen": chosen, "seconds": seconds}
    Path(sys.argv[2]).write_text(json.dumps(answered), "utf-8")


# Held to the truth, for training only


def f1(found, true):
    """Return the pairwise F1 of groups."""

    def pairs(counts):
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter((found[each], true[each]) for each in true))
    put, belong = pairs(Counter(found[each] for each in true)), pairs(Counter(true.values()))
    return 2 * both / max(1, put + belong)


def best(settings, group, training):
    """Return the setting with the greatest mean F1 over the training nights."""
    return max(
        settings,
        key=lambda setting: np.mean(
            [f1(group(night["rows"], setting), night["boat_of"]) for night in training]
        ),
    )


def joined(ids, pairs):
    """Return the connected parts of a graph as groups."""
    parent = {each: each for each in ids}

    def root(one):
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, two in pairs:
        parent[root(one)] = root(two)
    return {each: root(each) for each in ids}


# scikit-learn


def gated(rows, setting):
    """Return DBSCAN's groups of places, an hour counted as so many kilometres."""
    from sklearn.cluster import DBSCAN

    eps, km_an_hour, least = setting
    placed = [each for each in rows if each["x_km"] is not None]
    found = {each["id"]: each["id"] for each in rows}
    if placed:
        points = [[each["x_km"], each["y_km"], each["at_s"] / 3600 * km_an_hour] for each in placed]
        labels = DBSCAN(eps=eps, min_samples=least).fit_predict(np.array(points))
        found |= {
            each["id"]: f"group {label}" for each, label in zip(placed, labels, strict=True) if label >= 0
        }
    return found


def or_phone(rows, setting):
    """Return groups in which whoever is near, or has the same number, is one boat."""
    found = gated(rows, setting)
    pairs, by_name = [], {}
    for each in rows:
        for name in (("group", found[each["id"]]), ("phone", each["phone"])):
            if name[1]:
                pairs.append((by_name.setdefault(name, each["id"]), each["id"]))
    return joined([each["id"] for each in rows], pairs)


GATES = list(product((0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0), (0.5, 1.0, 2.0, 4.0, 8.0), (1, 2)))


def dbscan(training, nights):
    """Group by place and time alone."""
    setting = best(GATES, gated, training)
    return {name: gated(rows, setting) for name, rows in nights.items()}, dict(
        zip(("eps_km", "km_an_hour", "min_samples"), setting, strict=True)
    )


def dbscan_or_phone(training, nights):
    """Group by place and time, and by number."""
    setting = best(GATES, or_phone, training)
    return {name: or_phone(rows, setting) for name, rows in nights.items()}, dict(
        zip(("eps_km", "km_an_hour", "min_samples"), setting, strict=True)
    )


# Splink


def splink(training, nights):
    """Link by Fellegi and Sunter's model: m from the training nights' labels, u from their random pairs."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    from splink import SettingsCreator, block_on
    from splink import comparison_level_library as levels
    from splink import comparison_library as compare

    def apart(column, steps, name):
        return compare.CustomComparison(
            output_column_name=name,
            comparison_levels=[
                levels.NullLevel(column),
                *(levels.AbsoluteDifferenceLevel(column, difference_threshold=step) for step in steps),
                levels.ElseLevel(),
            ],
        )

    pairs = sum(len(night["rows"]) * (len(night["rows"]) - 1) / 2 for night in training)
    matches = sum(n * (n - 1) / 2 for night in training for n in Counter(night["boat_of"].values()).values())
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=matches / pairs,
        blocking_rules_to_generate_predictions=[block_on("night")],
        comparisons=[
            compare.ExactMatch("phone"),
            compare.DistanceInKMAtThresholds("lat", "lon", [0.5, 1, 2, 4, 8, 16]),
            apart("at_s", (600, 1800, 3600, 7200, 14400), "time"),
            compare.CustomComparison(
                output_column_name="how_many",
                comparison_levels=[
                    levels.NullLevel("people"),
                    levels.ExactMatchLevel("people"),
                    levels.PercentageDifferenceLevel("people", 0.1),
                    levels.PercentageDifferenceLevel("people", 0.25),
                    levels.ElseLevel(),
                ],
            ),
            apart("children", (0, 1), "young"),
            compare.ExactMatch("colour"),
            compare.ExactMatch("kind"),
            compare.ExactMatch("departed"),
            compare.ExactMatch("language"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    learned = _splink_learned(settings, training)
    scored = _splink_scored(learned, {str(place): night["rows"] for place, night in enumerate(training)})

    def at(threshold, found):
        return [(one, two) for one, two, p in found if p >= threshold]

    thresholds = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999]
    threshold = max(
        thresholds,
        key=lambda each: np.mean(
            [
                f1(joined(night["boat_of"], at(each, scored[str(place)])), night["boat_of"])
                for place, night in enumerate(training)
            ]
        ),
    )
    found = _splink_scored(learned, nights)
    return {
        name: joined([each["id"] for each in rows], at(threshold, found[name]))
        for name, rows in nights.items()
    }, {"threshold": threshold}


NOON_S = 43_200


def _splink_table(nights, boat_of=None):
    import pyarrow

    kept = "phone lat lon children colour kind departed language".split()
    return pyarrow.Table.from_pylist(
        [
            {
                **{column: row[column] for column in kept},
                "at_s": (row["at_s"] - NOON_S) % 86_400,  # since noon: a night is not cut in two
                "people": row["count"],
                "unique_id": f"{name}|{row['id']}",
                "night": name,
                "boat": boat_of[name][row["id"]] if boat_of else None,
            }
            for name, rows in nights.items()
            for row in rows
        ]
    )


def _splink_learned(settings, training):
    linker = _splink_linker(
        _splink_table(
            {str(place): night["rows"] for place, night in enumerate(training)},
            {
                str(place): {each: f"{place} {boat}" for each, boat in night["boat_of"].items()}
                for place, night in enumerate(training)
            },
        ),
        settings,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_m_from_label_column("boat")
    return linker.misc.save_model_to_json()


def _splink_linker(table, settings):
    from splink import Linker
    from splink.backends.duckdb import DuckDBAPI

    database = DuckDBAPI()
    return Linker(database.register(table), settings)


def _splink_scored(learned, nights):
    linker = _splink_linker(_splink_table(nights), learned)
    predictions = linker.inference.predict().as_record_list()
    found = {name: [] for name in nights}
    for each in predictions:
        name, first = each["unique_id_l"].split("|", 1)
        found[name].append((first, each["unique_id_r"].split("|", 1)[1], each["match_probability"]))
    return found


# Stone Soup


def stone_soup(training, nights):
    """Track with constant velocity and join each report to the nearest track, all reports of an instant at once.

    What does not fit: a report without a place is no detection; a detection has no telephone, count or colour; reports
    that come late are put in the order of what they say; and joint probabilistic association leaves no partition to
    score, because it joins every report to every track a little.
    """
    settings = list(product((1e-5, 1e-4, 1e-3, 1e-2), (2.0, 3.0, 4.5), (2.0, 5.0)))
    setting = best(settings, tracked, training[:TUNED_ON])
    return {name: tracked(rows, setting) for name, rows in nights.items()}, dict(
        zip(("noise", "gate", "kept_h"), setting, strict=True)
    )


def tracked(rows, setting):
    """Return the track of every report that has a place, and of every other itself."""
    from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
    from stonesoup.hypothesiser.distance import DistanceHypothesiser
    from stonesoup.measures import Mahalanobis
    from stonesoup.models.measurement.linear import LinearGaussian
    from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
    from stonesoup.predictor.kalman import KalmanPredictor
    from stonesoup.types.detection import Detection
    from stonesoup.types.state import GaussianState
    from stonesoup.types.track import Track
    from stonesoup.updater.kalman import KalmanUpdater

    noise, gate, kept_h = setting
    model = CombinedLinearGaussianTransitionModel([ConstantVelocity(noise)] * 2)
    updater = KalmanUpdater(measurement_model=None)
    hypothesiser = DistanceHypothesiser(
        KalmanPredictor(model), updater, measure=Mahalanobis(), missed_distance=gate
    )
    associator = GNNWith2DAssignment(hypothesiser)
    found = {each["id"]: each["id"] for each in rows}
    tracks = []
    placed = sorted((each for each in rows if each["x_km"] is not None), key=lambda each: each["at_s"])
    for second in sorted({each["at_s"] for each in placed}):
        at = datetime(2000, 1, 1) + timedelta(seconds=second % 1e7)  # noqa: DTZ001 - only differences matter
        tracks = [each for each in tracks if at - each.timestamp <= timedelta(hours=kept_h)]
        detections = {}
        for each in placed:
            if each["at_s"] == second:
                spread = np.diag([max(each["error_m"] or 1.0, 30.0) ** 2 / 5.99] * 2)
                measurement = LinearGaussian(ndim_state=4, mapping=(0, 2), noise_covar=spread)
                where = np.array([[each["x_km"] * 1e3], [each["y_km"] * 1e3]])
                detections[Detection(where, timestamp=at, measurement_model=measurement)] = each["id"]
        used = set()
        if tracks:
            for track, hypothesis in associator.associate(set(tracks), set(detections), at).items():
                if hypothesis:
                    track.append(updater.update(hypothesis))
                    found[detections[hypothesis.measurement]] = track.id
                    used.add(hypothesis.measurement)
        for detection, name in detections.items():
            if detection not in used:
                x, y = (float(part) for part in detection.state_vector.ravel())
                spread = detection.measurement_model.noise_covar
                begun = GaussianState(
                    [[x], [0.0], [y], [0.0]],
                    np.diag([float(spread[0, 0]), 2.0, float(spread[1, 1]), 2.0]),
                    timestamp=at,
                )
                tracks.append(Track([begun]))
                found[name] = tracks[-1].id
    return found


if __name__ == "__main__":
    main()
