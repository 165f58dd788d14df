# Part of run.sh: `record_serve` records the shipped binary under a real broker and real messages.

readings=${READINGS:-8000}

# Lines of a river that rises over its warning mark and falls again, in bursts of ten so that there are many commits.
storm() {
    awk -v count="$readings" -v base="$(date +%s)" 'BEGIN {
        for (i = 1; i <= count; i++) {
            value = (i % 1000 < 500 ? 50 : 53) + (i % 97) / 1000
            printf "{\"t\":%.3f,\"v\":%.3f,\"u\":\"m\"}\n", base + i / 1000, value
            if (i % 10 == 0) { fflush(); system("sleep 0.004") }
        }
    }'
}

# Pressed buttons: each raises an incident, tells departments, writes the log.
presses() {
    for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
        printf '{"id":"press-%s","type":"press"}\n' "$number"
        sleep 0.5
    done
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
    (record serve "$TOCSIN" serve --city "$root/Rules" --data "$work/serve" --broker "mqtt://127.0.0.1:$port") \
        >"$work/serve.log" 2>&1 &
    server=$!
    if ! await 60 test -S "$work/serve/tocsin.sock"; then
        cat "$work/serve.log" >&2
        echo "serve did not start." >&2
        exit 2
    fi
    sleep 2
    presses | mosquitto_pub -p "$port" -V mqttv5 -q 1 -l -t city/jiangxin/security/panic-01/panic &
    buttons=$!
    storm | mosquitto_pub -p "$port" -V mqttv5 -q 1 -l -t city/yunling/river/cheng-01/stage
    wait "$buttons"
    if ! await 60 stored_all; then
        "$TOCSIN" status --json --city "$root/Rules" --data "$work/serve" >&2 || true
        tail -20 "$work/serve.log" >&2
        echo "serve did not store all readings." >&2
        exit 2
    fi
    sleep 1
    "$TOCSIN" status --json --city "$root/Rules" --data "$work/serve"
    # A power cut gives nobody a chance to tidy up.
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
    server=''
    kill "$broker"
    wait "$broker" 2>/dev/null || true
    broker=''
}
