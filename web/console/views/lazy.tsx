import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../text.ts';

// A page that is a chunk of its own, loaded when it is first opened.
export interface Lazy<P> {
  load(): Promise<ComponentType<P>>;
  ready: ComponentType<P> | undefined;
}

export function lazy<P>(load: () => Promise<ComponentType<P>>): Lazy<P> {
  const out: Lazy<P> = {
    ready: undefined,
    load: async () => {
      out.ready ??= await load();
      return out.ready;
    },
  };
  return out;
}

export function Suspense<P extends object>(props: { of: Lazy<P>; props: P }) {
  const [failed, setFailed] = useState(false);
  const [, redraw] = useState(0);
  const { of } = props;
  useEffect(() => {
    if (of.ready) return;
    of.load().then(
      () => redraw((n) => n + 1),
      () => setFailed(true),
    );
  }, [of]);
  const Page = of.ready;
  if (Page) return <Page {...props.props} />;
  if (!failed) return null;
  return (
    <div class="empty" role="alert">
      <b>{t('page.failed')}</b>
      <button type="button" class="btn" onClick={() => location.reload()}>
        {t('page.reload')}
      </button>
    </div>
  );
}
