"""Reads vendors' responses on a Spark cluster: `faultbook classify` or `faultbook learn` on every partition of the lines."""

import argparse
import os
import shlex

from pyspark.sql import SparkSession


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", help="JSON Lines: a file, a folder or a glob, plain or compressed")
    parser.add_argument("answers", help="the output folder; must not exist")
    parser.add_argument("--partitions", type=int, default=1, help="minimum number of partitions, if the files can be split")
    parser.add_argument("--learn", action="store_true", help="learn from each partition, for `faultbook learn --merge`")
    parser.add_argument("options", nargs="*", help="options of the command, after `--`: `-- --vendor gameye`")
    return parser.parse_args()


def command(args):
    # A task has one core. Exit code 1 says that there were bad lines, which have answers that say so; any other means
    # that there are no answers, and has to stop the job.
    subcommand = ["learn", "--partial"] if args.learn else ["classify"]
    faultbook = shlex.join(["faultbook", *subcommand, "--threads", "1", *args.options])
    return shlex.join(["sh", "-c", f"{faultbook}; test $? -le 1"])


def main():
    args = arguments()
    spark = SparkSession.builder.appName("faultbook").getOrCreate()
    lines = spark.sparkContext.textFile(args.lines, args.partitions)
    # Spark gives the command no environment of its own.
    answers = lines.pipe(command(args), env={"PATH": os.environ["PATH"]}, checkCode=True)
    answers.saveAsTextFile(args.answers)
    spark.stop()


if __name__ == "__main__":
    main()
