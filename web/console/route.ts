import { signal } from '@preact/signals';

// Where this window is, in the address after `#`, so that a second window and the back button work.
export type Route =
  | { readonly page: 'desk'; readonly c?: string } // the open conversation
  | { readonly page: 'wall' }
  | { readonly page: 'records'; readonly id?: string }
  | { readonly page: 'admin'; readonly part: 'staff' | 'skills' | 'storefronts' };

export function routeOf(hash: string): Route | undefined {
  const [page, rest] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'desk') return rest ? { page, c: rest } : { page };
  if (page === 'wall') return { page };
  if (page === 'records') return rest ? { page, id: rest } : { page };
  if (page === 'admin' && (rest === 'staff' || rest === 'skills' || rest === 'storefronts')) {
    return { page, part: rest };
  }
  return undefined;
}

export function hashOf(route: Route): string {
  if (route.page === 'records' && route.id) return `#/records/${route.id}`;
  if (route.page === 'desk' && route.c) return `#/desk/${route.c}`;
  return route.page === 'admin' ? `#/admin/${route.part}` : `#/${route.page}`;
}

export const route = signal<Route>({ page: 'desk' });

export function go(to: Route): void {
  location.hash = hashOf(to);
  route.value = to;
}

// Follows the address; `home` is where an empty one leads.
export function followAddress(home: Route): () => void {
  const read = () => {
    route.value = routeOf(location.hash) ?? home;
  };
  read();
  window.addEventListener('hashchange', read);
  return () => window.removeEventListener('hashchange', read);
}
