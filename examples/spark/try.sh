#!/usr/bin/env bash
# Runs the example in Spark's local mode and compares its answers with those of the command alone.
# Needs Java, and a Python with pyspark: $PYTHON, or python3.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cargo build --quiet --package faultbook-cli
PATH="$(realpath "${CARGO_TARGET_DIR:-target}")/debug:$PATH"

for _ in $(seq 200); do
    cat cli/tests/command/documents.jsonl
    echo "no JSON"
done > "$folder/lines.jsonl"
faultbook classify --builtin "$folder/lines.jsonl" > "$folder/alone.jsonl" || test $? -eq 1

export SPARK_LOCAL_IP=127.0.0.1
"${PYTHON:-python3}" examples/spark/classify.py --partitions 5 "$folder/lines.jsonl" "$folder/answers" -- --builtin
test "$(find "$folder/answers" -name 'part-*' -size +0 | wc -l)" -ge 5

# The answer to a bad line has its line number, which counts within the partition.
unnumbered() { sed -E 's/^\{"line":[0-9]+,/{/' "$@"; }
cmp <(unnumbered "$folder/alone.jsonl") <(unnumbered "$folder"/answers/part-*)
echo "$(wc -l < "$folder/alone.jsonl") answers, the same from Spark as from the command alone"

faultbook learn --builtin --vendor playwave < "$folder/lines.jsonl" > "$folder/learned.yaml" || test $? -eq 1
"${PYTHON:-python3}" examples/spark/classify.py --learn --partitions 5 "$folder/lines.jsonl" "$folder/parts" -- --builtin --vendor playwave
cat "$folder"/parts/part-* | faultbook learn --merge --builtin --vendor playwave > "$folder/merged.yaml" || test $? -eq 1
cmp "$folder/learned.yaml" "$folder/merged.yaml"
grep -c "Learned from" "$folder/merged.yaml"
echo "learned the same from Spark as from the command alone"
