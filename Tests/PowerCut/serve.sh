# Part of run.sh: `record_serve` records the shipped binary under a real broker and real messages.

readings=${READINGS:-2000}

# Lines of a slow river that rises over its warning mark and falls again, one reading a millisecond.
storm() { # FROM TO
    awk -v from="$1" -v to="$2" -v base="$(date +%s)" 'BEGIN {
        for (i = from; i <= to; i++)
            printf "{\"t\":%.3f,\"v\":%.3f,\"u\":\"m\"}\n", base + i / 1000, (i % 1000 < 500 ? 50 : 53) + (i % 97) / 1000
    }'
}

free_port() {
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 30000))
    while ss -Hltn "sport = :$port" 2>/dev/null | grep -q .; do port=$((port + 1)); done
}

await() { # SECONDS COMMAND…
    tries=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}

stored_all() {
    "$TOCSIN" status --json --city "$root/Rules" --data "$work/serve" | grep -q "\"readings_committed\":$readings[,}]"
}

record_serve() {
    free_port
    printf 'listener %s 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 0\nmax_queued_messages 0\n' \
        "$port" >"$work/mosquitto.conf"
    PATH=$PATH:/usr/sbin mosquitto -c "$work/mosquitto.conf" >"$work/mosquitto.log" 2>&1 &
    broker=$!
    await 10 mosquitto_pub -p "$port" -t started -m 1 || { echo "The broker did not start." >&2; exit 2; }
    export TOCSIN_BROKER_PASSWORD=not-checked-here
    record serve "$TOCSIN" serve --city "$root/Rules" --data "$work/serve" --broker "mqtt://127.0.0.1:$port" \
        >"$work/serve.log" 2>&1 &
    server=$!
    if ! await 60 test -S "$work/serve/tocsin.sock"; then
        cat "$work/serve.log" >&2
        echo "serve did not start." >&2
        exit 2
    fi
    sleep 2
    half=$((readings / 2))
    { storm 1 "$half"; sleep 1; storm $((half + 1)) "$readings"; } |
        mosquitto_pub -p "$port" -V mqttv5 -q 1 -l -t city/yunling/river/cheng-01/stage
    if ! await 60 stored_all; then
        "$TOCSIN" status --json --city "$root/Rules" --data "$work/serve" >&2 || true
        tail -20 "$work/serve.log" >&2
        echo "serve did not store all readings." >&2
        exit 2
    fi
    sleep 1
    # The process is the recorder's subshell's child; a power cut gives neither a chance to tidy up.
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
    server=''
    kill "$broker"
    wait "$broker" 2>/dev/null || true
    broker=''
}
