"""What `./dev bench` measures: the plays, the servers that play them, and the aims that are held against the figures."""

from collections import namedtuple

# `figure` is the field of the load's line that is compared; `arguments` those of bench_load.
Scenario = namedtuple("Scenario", "name title figure unit servers arguments")
# `limit` of `figure` (the median of the rounds, of a longest time the longest), or of its ratio to `beside` (a server in the same scenario, or SCENARIO/SERVER).
Aim = namedtuple("Aim", "title scenario server figure limit beside at_least", defaults=(None, False))

TRANSPORTS = ("kefu-transport", "floor", "bun", "ws", "socket.io")
FEW = ("--connections", "100")


def scenarios(quick):
    # On a busy machine Node needs more than half a second to compile what it will run.
    span = ("--seconds", "0.6" if quick else "1.5", "--warm", "0.4" if quick else "1.5")
    crowd = "2000" if quick else "19000"
    storm = "1000" if quick else "5000"
    talk = ("--seconds", "2" if quick else "6", "--warm", "1", "--connections", "200")

    def echo(name, title, window):
        return Scenario(name, title, "cpu_us", "µs CPU", ("kefu-serve", *TRANSPORTS),
                        ("echo", *FEW, "--window", window, *span))

    def relay(name, title, window):
        return Scenario(name, title, "cpu_us", "µs CPU", TRANSPORTS,
                        ("relay", "--connections", "200", "--window", window, *span))

    return (
        echo("echo-w1", "echo, 100 connections, 1 under way", "1"),
        echo("echo-w16", "echo, 100 connections, 16 under way", "16"),
        relay("relay-w1", "relay, 100 pairs, 1 under way", "1"),
        relay("relay-w16", "relay, 100 pairs, 16 under way", "16"),
        Scenario("fan-out", "fan-out, one to 1 000, a delivery", "cpu_us", "µs CPU", TRANSPORTS,
                 ("fan-out", "--connections", "1001", "--window", "2", *span)),
        Scenario("upgrade", "connection and upgrade", "cpu_us", "µs CPU", ("kefu-serve", *TRANSPORTS),
                 ("storm", "--connections", storm)),
        Scenario("idle", f"{crowd} idle connections, each", "bytes_each", "bytes", TRANSPORTS,
                 ("idle", "--connections", crowd)),
        Scenario("latency", "echo, 5 000 a second by the clock", "p50_us", "µs p50", ("kefu-serve", *TRANSPORTS),
                 ("latency", *FEW, "--rate", "5000", *span)),
        Scenario("sessions", f"{crowd} signed-in customers, each", "bytes_each", "bytes", ("gateway",),
                 ("sessions", "--connections", crowd)),
        Scenario("arrivals", "connection, upgrade, token and welcome of a customer", "cpu_us", "µs CPU", ("gateway",),
                 ("sessions", "--connections", storm)),
        Scenario("durable", "durable messages, closed loop, each", "cpu_us", "µs CPU", ("gateway",),
                 ("talk", *talk, "--window", "2")),
        Scenario("durable-calm", "durable messages, 1 000 a second", "p50_us", "µs p50", ("gateway",),
                 ("talk", *talk, "--rate", "1000")),
        Scenario("sign-ins", "the same, ten sign-ins at once", "turn_ms_max", "ms turn", ("gateway",),
                 ("talk", *talk, "--rate", "1000")),
        Scenario("store", "the bare store, a durable append", "cpu_us", "µs CPU", ("records",),
                 ("1" if quick else "2",)),
        Scenario("store-batch", "the bare store at the gateway's batch, an append", "cpu_us", "µs CPU", ("records",),
                 ("1" if quick else "2",)),
    )


def stalls(scenario, when):
    """A turn counts from its first handler; what waited for one counts from its post, so the wait for a processor too."""
    return (Aim(f"longest loop turn{when}, ms", scenario, "gateway", "turn_ms_max", 50),
            Aim(f"longest wait for a shard{when}, ms", scenario, "gateway", "wait_ms_max", 50),
            Aim(f"longest wait for the desk{when}, ms", scenario, "gateway", "desk_wait_ms_max", 50))


AIMS = (
    Aim("transport, user memory per idle connection", "idle", "kefu-transport", "bytes_each", 700),
    Aim("signed-in session, user memory when idle", "sessions", "gateway", "bytes_each", 1500),
    Aim("echo w1, CPU beside Bun's", "echo-w1", "kefu-transport", "cpu_us", 1.1, "bun"),
    Aim("echo w16, CPU beside Bun's", "echo-w16", "kefu-transport", "cpu_us", 1.1, "bun"),
    Aim("relay w1, CPU beside Bun's", "relay-w1", "kefu-transport", "cpu_us", 1.1, "bun"),
    Aim("relay w16, CPU beside Bun's", "relay-w16", "kefu-transport", "cpu_us", 1.1, "bun"),
    Aim("fan-out, CPU beside Bun's", "fan-out", "kefu-transport", "cpu_us", 1.1, "bun"),
    Aim("upgrade, CPU beside Bun's", "upgrade", "kefu-transport", "cpu_us", 1.3, "bun"),
    Aim("durable messages a second, by the clock", "durable", "gateway", "per_s", 10_000, None, True),
    Aim("durable CPU, bare store at the same batch", "durable", "gateway", "cpu_us", 1.5, "store-batch/records"),
    Aim("durable CPU, bare store with 400 under way", "durable", "gateway", "cpu_us", 1.5, "store/records"),
    Aim("acknowledged, p50 at 1 000 a second, µs", "durable-calm", "gateway", "p50_us", 1000),
    *stalls("durable", ""),
    *stalls("sign-ins", " with ten sign-ins"),
)
