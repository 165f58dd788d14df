#!/bin/sh
# Power cuts: records what the programs below write, sync and acknowledge, rebuilds what a cut would leave at many
# places, and opens it. Use: run.sh [CUTS] [SEED]; figures go to the standard output, the exit code is 0 when
#   - the small writer and the shipped `tocsin serve` lose nothing that they acknowledged and leave no broken database, and
#   - the same test sees that a writer which does not sync fails it.
set -eu

cuts=${1:-1500}
seed=${2:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
: "${SWIFT:=swift}"

: "${POWERCUT:=}" "${TOCSIN:=}"
if [ -z "$POWERCUT" ] || [ -z "$TOCSIN" ]; then
    (cd "$root" && $SWIFT build --product powercut && $SWIFT build --product tocsin) >&2
    bin=$(cd "$root" && $SWIFT build --show-bin-path)
    POWERCUT=$bin/powercut
    TOCSIN=$bin/tocsin
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/tocsin-powercut-XXXXXX")
fast=$work/cut
if [ -w /dev/shm ]; then fast=$(mktemp -d /dev/shm/tocsin-powercut-XXXXXX); fi
broker=''
server=''
clean_up() {
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
    [ -z "$broker" ] || kill "$broker" 2>/dev/null || true
    rm -rf "$work" "$fast"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

if [ -z "${CC:-}" ]; then
    for CC in cc clang gcc none; do ! command -v $CC >/dev/null || break; done
fi
"$CC" -shared -fPIC -O2 -Wall -o "$work/recorder.so" "$here/recorder.c" -ldl -lpthread

# NAME COMMAND…: becomes the command, under the recorder, its data folder being $work/NAME. In a subshell, so that the
# subshell's process is the command's, to be killed by its number; the variables must not reach another program before.
record() {
    name=$1
    shift
    mkdir -p "$work/$name"
    export POWERCUT_FOLDER="$work/$name" POWERCUT_TRACE="$work/$name.trace" LD_PRELOAD="$work/recorder.so"
    exec "$@"
}

failed=0
must_fail() { # NAME [ignore-syncs]: 1 says that something was lost or broken; anything else is a fault of the test
    status=0
    "$POWERCUT" check "$work/$1.trace" 100 "$seed" "$fast/work" ${2:+"$2"} || status=$?
    if [ "$status" -ne 1 ]; then
        echo "The test did not notice that nothing was synced." >&2
        failed=1
    fi
}
check() { # NAME
    echo "== $1"
    "$POWERCUT" check "$work/$1.trace" "$cuts" "$seed" "$fast/work" || failed=1
}

# The small writer kills itself when it has written, as a power cut would.
(record writer "$POWERCUT" write "$work/writer" full 150 "$seed") || true
check writer

(record planted "$POWERCUT" write "$work/planted" off 150 "$seed") || true
echo "== planted: a writer that does not sync must fail"
must_fail planted

# The shipped binary, a real broker, 2,000 confirmed messages.
. "$here/serve.sh"
record_serve
check serve
echo "== serve, its syncs left out: must fail"
must_fail serve ignore-syncs
exit $failed
