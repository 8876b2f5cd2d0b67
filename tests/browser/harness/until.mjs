/** Waiting for a state, with a deadline that is generous because the machine may be busy. */
export const DEADLINE_MS = 30_000;

export async function until(holds, what, deadline_ms = DEADLINE_MS) {
  const end = performance.now() + deadline_ms;
  let last;
  // Each look costs the page and the test some CPU, which whatever is waited for may need.
  let pause_ms = 25;
  while (performance.now() < end) {
    last = await holds();
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
    pause_ms = Math.min(pause_ms * 1.5, 200);
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
