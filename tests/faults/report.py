"""Results of seeds as words and tables. Pure."""

COLUMNS = ("seed", "valid", "faults by kind", "overlapped sends", "acknowledged", "conversations", "anomalies",
           "start to ready after a kill p50/max s", "converged s")


def median(values):
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else None


def cells_of(result):
    verdict = result["verdict"]
    recoveries = [seconds for kind, seconds, _ in result["recoveries"] if kind == "gateway-kill"]
    return (str(result["seed"]), "yes" if result["valid"] else "NO",
            ", ".join(f"{kind} {count}" for kind, count in sorted(result["faults"].items())),
            str(sum(met["sends"] for met in verdict.get("faults", {}).values())), str(result["acknowledged"]), str(result.get("conversations", "–")),
            str(sum(verdict.get("anomalies", {}).values())),
            f"{median(recoveries):.2f}/{max(recoveries):.2f}" if recoveries else "–",
            "–" if result["converged_s"] is None else f"{result['converged_s']:.1f}")


def head():
    return " | ".join(COLUMNS)


def line_of(result):
    return " | ".join(cells_of(result))


def why(result):
    verdict = result["verdict"]
    lines = [f"  found: {text}" for text in result["findings"][:20]]
    lines += [f"  {text}" for text in verdict.get("words", "no verdict").splitlines() if not text.startswith("fault ")]
    return "\n".join(lines)


# Without these, ownership and repeats were never tried.
WANTED_IN_ALL = ("transfers", "resent", "reconnects")


def untried(results):
    return [name for name in WANTED_IN_ALL
            if not sum(one["verdict"].get("figures", {}).get(name, 0) for one in results)]


def table_of(results):
    rows = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    rows += ["| " + " | ".join(cells_of(one)) + " |" for one in results]
    recoveries = [seconds for one in results for kind, seconds, _ in one["recoveries"] if kind == "gateway-kill"]
    if recoveries:
        rows.append(f"\n{len(recoveries)} SIGKILLs, start to ready: p50 {median(recoveries):.2f} s, "
                    f"max {max(recoveries):.2f} s")
    rows.append(f"acknowledged in all: {sum(one['acknowledged'] for one in results)}")
    return "\n".join(rows)
