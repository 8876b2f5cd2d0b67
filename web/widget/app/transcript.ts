import { site } from './site.ts';
import { page, visitorToken } from './state.ts';

/** `POST /w/transcript`, saved as a file, in this clock's times. Answers whether it worked. */
export async function downloadTranscript(c: string): Promise<boolean> {
  const jwt = (await page.askToken()) ?? page.wishes.token;
  try {
    const answer = await fetch('/w/transcript', {
      method: 'POST',
      body: JSON.stringify({
        storefront: site,
        c,
        token: visitorToken() || undefined,
        jwt,
        utc_offset_min: -new Date().getTimezoneOffset(),
      }),
    });
    if (!answer.ok) return false;
    const url = URL.createObjectURL(await answer.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = `kefu-${c.slice(0, 8)}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return true;
  } catch {
    return false;
  }
}
