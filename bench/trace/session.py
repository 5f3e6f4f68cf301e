"""A local Spark session of two cores and 4 GB, quiet, with its files in the bench's own place."""

import os
import sys

MEMORY = "4g"


def environment():
    """What Spark must find: this Python for its workers, and a loopback address (a machine without a network has no other)."""
    return os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


def session(partitions=4, work=None):
    """The session; `work` takes what Spark spills."""
    os.environ.update(environment())
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--driver-memory {MEMORY} pyspark-shell"
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("kashf bench")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", str(partitions))
    if work:
        builder = builder.config("spark.local.dir", str(work))
    built = builder.getOrCreate()
    built.sparkContext.setLogLevel("ERROR")
    return built
