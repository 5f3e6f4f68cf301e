"""Which movements can lie on a cycle in time: a safe superset, by PySpark. The hand-over of docs/spark.md.

    spark-submit deploy/spark/candidates.py --in MOVEMENTS --out CANDIDATES --window 86400 [--slack 0] [--graphframes]

MOVEMENTS is what `kashf trace export` writes; CANDIDATES holds the same columns and two more, one folder a slice:

    slice=K/...parquet     slice K: movements from K to K + 2 windows; Kashf looks for cycles that CLOSE in its second window
    component              candidates of one slice that can share a cycle have one number

It enumerates nothing and judges nothing: Kashf does that, per slice, with evidence. Why nothing is lost: docs/spark.md.
"""

import argparse

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

SLICE_AND_PARTY = ("slice", "party")


def sliced(movements: DataFrame, window: int) -> DataFrame:
    """Each movement in the two slices that hold its time; self payments are on no cycle."""
    number = F.floor(F.col("time") / F.lit(window)).cast("long")
    return (
        movements.where(F.col("src") != F.col("dst"))
        .withColumn("slice", F.explode(F.array(number - 1, number)))
        .withColumn("row", F.monotonically_increasing_id())
    )


def with_neighbours(edges: DataFrame, window: int, slack: int) -> DataFrame:
    """The rows whose giver received, and whose taker gave, at another time at most `window` away, in the slice.

    Two sorts and a grouping, no join: each end of an edge is an event of its party, and a running maximum (minimum) of the
    times of the other direction tells the nearest one before (after). With slack, the same second counts too.
    """
    given = edges.select("slice", F.col("src").alias("party"), "time", "row", F.lit(True).alias("gives"))
    taken = edges.select("slice", F.col("dst").alias("party"), "time", "row", F.lit(False).alias("gives"))
    events = given.unionByName(taken)
    gap = 0 if slack else 1
    # Both frames begin at the unbounded end: Spark then keeps one running value; the other way round is quadratic.
    past = Window.partitionBy(*SLICE_AND_PARTY).orderBy("time").rangeBetween(Window.unboundedPreceding, -gap)
    future = Window.partitionBy(*SLICE_AND_PARTY).orderBy("back").rangeBetween(Window.unboundedPreceding, -gap)
    of_givers, of_takers = F.when(F.col("gives"), F.col("time")), F.when(~F.col("gives"), F.col("time"))

    def nearest(of):
        before = F.col("time") - F.max(of).over(past) <= window
        after = F.min(of).over(future) - F.col("time") <= window
        return F.coalesce(before, F.lit(False)) | F.coalesce(after, F.lit(False))

    judged = events.withColumn("back", -F.col("time")).select(
        "slice",
        "row",
        # Who gives must have received, who takes must have given.
        F.when(F.col("gives"), nearest(of_takers)).otherwise(nearest(of_givers)).alias("stays"),
    )
    staying = judged.groupBy("slice", "row").agg(F.min("stays").alias("stays")).where("stays")
    return edges.join(staying.select("slice", "row"), ["slice", "row"], "left_semi")


def kept(frame: DataFrame) -> DataFrame:
    """Cuts the plan: what is computed is computed once."""
    return frame.localCheckpoint(eager=True)


def trimmed(edges: DataFrame, window: int, slack: int, most_rounds: int) -> tuple[DataFrame, list[int]]:
    """Takes edges away until nothing more goes, or the rounds are used up: any of these is a superset."""
    counts = [edges.count()]
    for _ in range(most_rounds):
        edges = kept(with_neighbours(edges, window, slack))
        counts.append(edges.count())
        # The last rounds remove a few rows each and cost as much as the first ones.
        if counts[-1] >= counts[-2] * 0.99:
            break
    return edges, counts


def components_by_joins(edges: DataFrame) -> DataFrame:
    """Connected parties of each slice: the least number among neighbours, until nothing changes."""
    pairs = edges.select("slice", F.col("src").alias("party"), F.col("dst").alias("other"))
    pairs = kept(pairs.unionByName(edges.select("slice", F.col("dst").alias("party"), F.col("src").alias("other"))).distinct())
    labels = kept(pairs.groupBy("slice", "party").agg(F.min(F.least("party", "other")).alias("label")))
    while True:
        near = pairs.join(labels.withColumnRenamed("party", "other"), ["slice", "other"])
        near = near.groupBy("slice", "party").agg(F.min("label").alias("near"))
        after = labels.join(near, ["slice", "party"]).select("slice", "party", F.least("label", "near").alias("after"))
        # And the label of the label: paths halve.
        jump = labels.select("slice", F.col("party").alias("after"), F.col("label").alias("jump"))
        after = kept(after.join(jump, ["slice", "after"], "left").select("slice", "party", F.least("after", "jump").alias("label")))
        changed = after.join(labels.withColumnRenamed("label", "was"), ["slice", "party"]).where("label != was")
        labels, done = after, changed.isEmpty()
        if done:
            return labels.withColumnRenamed("label", "component")


def components_by_graphframes(spark: SparkSession, edges: DataFrame) -> DataFrame:
    """The same by GraphFrames; its jar must be on the session's path (`--packages io.graphframes:...`)."""
    from graphframes import GraphFrame

    ends = edges.select("slice", F.col("src").alias("party")).unionByName(edges.select("slice", F.col("dst").alias("party")))
    vertices = ends.distinct().withColumn("id", F.struct("slice", "party"))
    links = edges.select(F.struct("slice", F.col("src").alias("party")).alias("src"), F.struct("slice", F.col("dst").alias("party")).alias("dst"))
    spark.sparkContext.setCheckpointDir(spark.conf.get("spark.local.dir", "/tmp"))
    found = GraphFrame(vertices.select("id"), links).connectedComponents()
    return found.select("id.slice", "id.party", F.col("component").cast("string").alias("component"))


def candidates(spark, movements, window, slack=0, most_rounds=20, graphframes=False) -> tuple[DataFrame, list[int]]:
    """The candidate movements with slice and component, and how many were left after each round."""
    edges, counts = trimmed(kept(sliced(movements, window)), window, slack, most_rounds)
    labels = components_by_graphframes(spark, edges) if graphframes else components_by_joins(edges)
    labels = labels.withColumnRenamed("party", "src")
    return edges.join(labels, ["slice", "src"]).drop("row"), counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in", dest="source", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--window", type=int, default=86_400, help="seconds from the first movement to the last")
    parser.add_argument("--slack", type=int, default=0, help="as Kashf's option")
    parser.add_argument("--most-rounds", type=int, default=20)
    parser.add_argument("--graphframes", action="store_true", help="components by GraphFrames")
    options = parser.parse_args()
    spark = SparkSession.builder.appName("kashf candidates").getOrCreate()
    movements = spark.read.parquet(options.source)
    found, counts = candidates(spark, movements, options.window, options.slack, options.most_rounds, options.graphframes)
    found.repartition("slice").write.mode("overwrite").partitionBy("slice").parquet(options.out)
    print("rows left after each round (each movement stands in two slices):", *counts)
    spark.stop()


if __name__ == "__main__":
    main()
