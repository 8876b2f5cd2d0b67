/** Waiting for a state, with a deadline that is generous because the machine may be busy. */
export const DEADLINE_MS = 30_000;

export async function until(holds, what, deadline_ms = DEADLINE_MS) {
  const end = performance.now() + deadline_ms;
  let last;
  while (performance.now() < end) {
    last = await holds();
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`not within ${deadline_ms} ms: ${what}`);
}

/** Until `read()` gives exactly this. The message shows what it gave instead. */
export async function untilEqual(read, wanted, what, deadline_ms = DEADLINE_MS) {
  const goal = JSON.stringify(wanted);
  let got;
  try {
    await until(
      async () => {
        got = JSON.stringify(await read());
        return got === goal;
      },
      what,
      deadline_ms,
    );
  } catch {
    throw new Error(`${what}: wanted ${goal}, is ${got}`);
  }
}
