"""Pure: lines of a run in; medians, ratios and what became of the aims out."""

from collections import defaultdict


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def of_rounds(field, values):
    """The median; a longest time stays one over all rounds."""
    return max(values) if "max" in field.split("_") else median(values)


def medians(lines):
    """{(scenario, server): {field: of_rounds, "runs": n}} of lines that each name their scenario and server."""
    grouped = defaultdict(lambda: defaultdict(list))
    for line in lines:
        for field, value in line.items():
            if isinstance(value, (int, float)):
                grouped[line["scenario"], line["server"]][field].append(value)
    return {
        key: {field: of_rounds(field, values) for field, values in fields.items()} | {"runs": max(map(len, fields.values()))}
        for key, fields in grouped.items()
    }


def ratios_beside(lines, scenario, server, beside, figure):
    """Of each round in which both were measured: what they shared is the noise of that round."""
    other_scenario, _, other = beside.rpartition("/")
    theirs = {
        line["round"]: line[figure]
        for line in lines
        if line["scenario"] == (other_scenario or scenario) and line["server"] == other and line.get(figure)
    }
    return [
        line[figure] / theirs[line["round"]]
        for line in lines
        if line["scenario"] == scenario and line["server"] == server and figure in line and line["round"] in theirs
    ]


def judge(aims, lines):
    """[(aim, value or None, met or None)]: None when this run did not measure it."""
    found = medians(lines)
    verdicts = []
    for aim in aims:
        if aim.beside:
            ratios = ratios_beside(lines, aim.scenario, aim.server, aim.beside, aim.figure)
            value = median(ratios) if ratios else None
        else:
            value = found.get((aim.scenario, aim.server), {}).get(aim.figure)
        met = None if value is None else (value >= aim.limit if aim.at_least else value <= aim.limit)
        verdicts.append((aim, value, met))
    return verdicts


def table(scenarios, lines):
    found = medians(lines)
    rows = []
    for scenario in scenarios:
        measured = [server for server in scenario.servers if scenario.figure in found.get((scenario.name, server), {})]
        if not measured:
            continue
        rows.append(f"\n{scenario.title} ({scenario.unit}, median of "
                    f"{found[scenario.name, measured[0]]['runs']})")
        ours = found[scenario.name, measured[0]][scenario.figure]
        for server in measured:
            fields = found[scenario.name, server]
            value = fields[scenario.figure]
            rows.append(f"  {server:<16}{value:>12,.2f}   {ratio(ours, value):<18}{extras(fields)}".rstrip())
    return "\n".join(rows)


def ratio(ours, theirs):
    return "" if ours == theirs or not theirs else f"ours/this {ours / theirs:.2f}"


def extras(fields):
    shown = []
    if "wall_s" in fields and fields.get("count"):
        shown.append(f"{fields['count'] / fields['wall_s']:,.0f}/s wall")
    if fields.get("cpu_us"):
        shown.append(f"{fields['cpu_us']:.2f} µs CPU, {1e6 / fields['cpu_us']:,.0f}/s a core")
    if "p99_us" in fields:
        shown.append(f"p50 {fields['p50_us']:,.0f} p99 {fields['p99_us']:,.0f} longest {fields['max_us']:,.0f} µs")
    if "stores_us" in fields:
        shown.append(f"Redis {fields['stores_us']:.2f} µs CPU on the same core")
    if "batch" in fields:
        shown.append(f"{fields['batch']:.1f} a commit")
    if "turn_ms_max" in fields:
        shown.append(f"longest turn {fields['turn_ms_max']:.1f} ms, wait for a shard {fields['wait_ms_max']:.1f} ms, "
                     f"for the desk {fields['desk_wait_ms_max']:.1f} ms")
    if "sign_in_s_max" in fields:
        shown.append(f"longest sign-in {fields['sign_in_s_max']:.1f} s")
    if "busy" in fields:
        shown.append(f"machine {fields['busy']:.0%} busy")
    return "; ".join(shown)


def verdict_lines(verdicts, quick=False):
    words = {True: "met", False: "NOT MET", None: "not measured"}
    lines = []
    if quick:  # nobody shall take such a line for a figure
        words = {True: "quick: below", False: "quick: beyond", None: "not measured"}
        lines.append("A quick look: short runs and small crowds, which decide no aim.")
    for aim, value, met in verdicts:
        sign = "≥" if aim.at_least else "≤"
        unit = " ×" if aim.beside else ""
        shown = "" if value is None else f"{value:,.2f}{unit}"
        lines.append(f"{words[met]:<15}{aim.title:<46}{shown:>12}  (aim {sign} {aim.limit:,}{unit})")
    return lines
