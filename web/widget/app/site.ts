/** What the frame's address says. */
export const query = new URLSearchParams(location.search);
export const site = query.get('key') ?? '';
