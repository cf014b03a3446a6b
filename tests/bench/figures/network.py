"""What TLS costs."""

from figures.targets import figure
from harness import candord, load, numbers
from harness.numbers import span


def append_tls(context):
    with candord.network_daemon(context, "network") as (running, network, authority):
        result = load.run(context, "network", address=running.address, network=network, authority=authority,
                          pid=running.pid, rounds=numbers.ROUNDS, seconds=context.sizes.seconds)
    tls, clear = result["tls"], result["clear"]
    notes = [f"{numbers.ROUNDS} rounds, 64 members with a certificate and a connection each × 8 streams; against it "
             "the operator who acts for the same members at the socket, the same requests on as many connections",
             f"appends/s over TLS until all are assessed: {span(tls['per_s'])}; at the socket: {span(clear['per_s'])}",
             f"processor time of daemon and worker: {span(tls['cpu_us'], 1)} µs and {span(clear['cpu_us'], 1)} µs "
             "per append"]
    return figure("append_tls", numbers.ratio(tls["per_s"], clear["per_s"])), notes
