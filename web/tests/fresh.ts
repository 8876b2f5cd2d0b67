// Runs before each file of tests. Files share workers, for loading the DOM anew costs more than the tests do;
// modules are evaluated anew for each, and what one changed outside of them is put back.
import { afterAll, vi } from 'vitest';

vi.resetModules();

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
