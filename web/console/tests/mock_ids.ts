// Made-up ids, and the present instant, for the test double.

export const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const now = () => Date.now();
