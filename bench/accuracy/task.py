"""What is asked: a list, queries, and which entry each query means; and the measures over answers."""

from dataclasses import dataclass, field


@dataclass
class Party:
    id: str
    names: list[str]
    schema: str = "Person"
    truth: str | None = None
    more: dict[str, list[str]] = field(default_factory=dict)
    group: str = ""

    def properties(self) -> dict[str, list[str]]:
        return {"name": self.names, **self.more}


@dataclass
class Task:
    candidates: list[Party]
    queries: list[Party]


def rank_of(ranked, truth) -> int | None:
    """Rank of the right entry, ties against the system; None when it did not come."""
    score = next((score for id_, score in ranked if id_ == truth), None)
    if score is None:
        return None
    return 1 + sum(1 for id_, other in ranked if id_ != truth and other >= score)


def measures(task, ranked, threshold) -> dict:
    """First, in first ten, accepted at the threshold, wrong entries a query; and accepted at 0.01 wrong a query."""
    count = len(task.queries)
    ranks = [rank_of(found, query.truth) for query, found in zip(task.queries, ranked)]
    own = [
        next((score for id_, score in found if id_ == query.truth), 0.0)
        for query, found in zip(task.queries, ranked)
    ]
    wrong = sorted(
        (score for query, found in zip(task.queries, ranked) for id_, score in found if id_ != query.truth),
        reverse=True,
    )
    allowed = int(count * 0.01)
    fair = wrong[allowed] if len(wrong) > allowed else 0.0
    result = {
        "queries": count,
        "candidates": len(task.candidates),
        "first": sum(rank == 1 for rank in ranks) / count,
        "ten": sum(rank is not None and rank <= 10 for rank in ranks) / count,
        "accepted_at_0.01": sum(score > fair for score in own) / count,
    }
    if threshold is not None:
        result["accepted"] = sum(score >= threshold for score in own) / count
        result["wrong_per_query"] = sum(score >= threshold for score in wrong) / count
        result["wrong"] = sum(score >= threshold for score in wrong)
    return result


def pair_measures(scores, labels, threshold) -> dict:
    """F1 at the threshold, area under the curve, recall at 5 % false."""
    positive = [s for s, label in zip(scores, labels) if label]
    negative = sorted((s for s, label in zip(scores, labels) if not label), reverse=True)
    above = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    allowed = int(len(negative) * 0.05)
    fair = negative[allowed] if len(negative) > allowed else 0.0
    result = {
        "pairs": len(scores),
        "auc": above / max(1, len(positive) * len(negative)),
        "recall_at_5": sum(p > fair for p in positive) / max(1, len(positive)),
        "best_f1": max((f1(scores, labels, t) for t in sorted(set(scores))), default=0.0),
    }
    if threshold is not None:
        result["f1"] = f1(scores, labels, threshold)
        result["precision"] = sum(s >= threshold for s in positive) / max(1, sum(s >= threshold for s in scores))
        result["recall"] = sum(s >= threshold for s in positive) / max(1, len(positive))
    return result


def f1(scores, labels, threshold) -> float:
    true = sum(s >= threshold and label for s, label in zip(scores, labels))
    false = sum(s >= threshold and not label for s, label in zip(scores, labels))
    missed = sum(s < threshold and label for s, label in zip(scores, labels))
    return 2 * true / max(1, 2 * true + false + missed)
