/** Whom a shop's token names, to be compared and never believed; without a name, the token itself. */
export function subjectOf(token: string | undefined): unknown {
  try {
    const claims = token?.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
    return (JSON.parse(atob(claims)) as { sub?: unknown }).sub ?? token;
  } catch {
    return token;
  }
}
