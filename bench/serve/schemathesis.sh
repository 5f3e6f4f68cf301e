#!/bin/sh
# Holds a running `kashf serve` against its own OpenAPI document with schemathesis (PyPI): no server error, and every answer
# of the status, the type and the shape that the document names.
#
#   bench/serve/schemathesis.sh [EXAMPLES]        # examples an operation, default 100
#
# KASHF names the binary (default: target/release/kashf), VENV where schemathesis is installed (made when absent).
# The result goes to bench/runs/DATE-MACHINE/serve-schemathesis.txt; the lists are invented; only 127.0.0.1 is asked.
set -eu
cd "$(dirname "$0")/../.."
VERSION=4.32.5
EXAMPLES=${1:-100}
SEED=20261122
KASHF=${KASHF:-target/release/kashf}
VENV=${VENV:-bench/serve/.venv-schemathesis}
PORT=${PORT:-18931}

[ -x "$KASHF" ] || { echo "no $KASHF: cargo build --release -p kashf-cli" >&2; exit 2; }
if ! "$VENV/bin/st" --version 2>/dev/null | grep -q "$VERSION"; then
  python3 -m venv "$VENV"
  "$VENV/bin/pip" install -q "schemathesis==$VERSION"
fi

scratch=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$scratch"
}
trap stop EXIT INT TERM

"$KASHF" --data "$scratch/data" load bench/serve/example_list.ftm.json >"$scratch/load.txt" 2>&1 ||
  { cat "$scratch/load.txt" >&2; exit 2; }
"$KASHF" --data "$scratch/data" serve --listen "127.0.0.1:$PORT" --quiet >"$scratch/serve.txt" 2>&1 &
server=$!
tries=0
until curl -sf "http://127.0.0.1:$PORT/readyz" >"$scratch/ready.txt"; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { cat "$scratch/serve.txt" >&2; exit 2; }
  sleep 0.1
done

machine=$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)-$(nproc)cpu
out=bench/runs/$(date -u +%Y-%m-%d)-$machine
mkdir -p "$out"
report=$out/serve-schemathesis.txt
status=0
# Checks that are left out, and why: `positive_data_acceptance` and `negative_data_rejection` ask for a 2xx of whatever
# the shapes allow and a 4xx of the rest; a record may hold any field (unknown ones are named in its answer), and ids
# and lists that nobody has are 404, which no shape can say.
# `unsupported_method` and `missing_required_header` stay in.
hooks=$PWD/bench/serve
case $VENV in /*) ;; *) VENV=$PWD/$VENV ;; esac
(cd "$scratch" && SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH=$hooks PYTHONDONTWRITEBYTECODE=1 \
  "$VENV/bin/st" run "http://127.0.0.1:$PORT/openapi.json" \
  --checks all --exclude-checks positive_data_acceptance,negative_data_rejection \
  --phases examples,coverage,fuzzing \
  --max-examples "$EXAMPLES" --seed "$SEED" --generation-database none --no-color \
  >"$scratch/report.txt" 2>&1) || status=$?
{
  echo "# bench/serve/schemathesis.sh $EXAMPLES, schemathesis $VERSION, seed $SEED"
  echo "# $(date -u +%Y-%m-%dT%H:%M:%SZ), $("$KASHF" --version), $machine; exit status $status"
  sed "s#$scratch#SCRATCH#g" "$scratch/report.txt"
} >"$report"
kill -0 "$server" || { echo "the server has gone" >&2; exit 1; }
tail -25 "$report"
exit "$status"
