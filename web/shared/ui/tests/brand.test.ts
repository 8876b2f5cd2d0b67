import { describe, expect, it } from 'vitest';
import { brandOf } from '../brand.ts';

/** As WCAG 2.2 reckons it. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
      const s = Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return sum + weight * (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('the storefront’s colour', () => {
  it('carries white where white can be read, dark ink where it cannot', () => {
    expect(brandOf('#834d7e')).toMatchObject({ fill: '#834d7e', text: '#ffffff' });
    expect(brandOf('#FFCC00')).toMatchObject({ fill: '#ffcc00', text: '#1b2126' });
  });

  it('is around what has the focus where it stands out, by day or by night', () => {
    expect(brandOf('#834d7e')?.ring).toBe('light-dark(#834d7e,var(--k-text-1))');
    expect(brandOf('#ffcc00')?.ring).toBe('light-dark(var(--k-text-1),#ffcc00)');
  });

  it('is left to the tokens when it is the design’s own, which know day and night', () => {
    expect(brandOf('#076077')).toBeUndefined();
  });

  it('is ignored when it is no colour', () => {
    for (const given of ['', 'red', '#fff', '#12345', '#1234567', '#12345g', 'url(x)', 7, null])
      expect(brandOf(given), `${given}`).toBeUndefined();
    expect(brandOf(undefined)).toBeUndefined();
  });

  it('never carries text below 4.5:1, over every grey and a grid of colours', () => {
    const steps = Array.from({ length: 18 }, (_, i) => (i * 15).toString(16).padStart(2, '0'));
    let refused = 0;
    for (const r of steps)
      for (const g of steps)
        for (const b of steps) {
          const fill = `#${r}${g}${b}`;
          const brand = brandOf(fill);
          if (brand) {
            expect(contrast(brand.fill, brand.text)).toBeGreaterThanOrEqual(4.5);
            const surface = brand.text === '#ffffff' ? '#fefdfc' : '#13181b';
            expect(contrast(brand.fill, surface)).toBeGreaterThanOrEqual(3);
          } else {
            refused += 1;
            expect(contrast(fill, '#ffffff')).toBeLessThan(4.5);
            expect(contrast(fill, '#1b2126')).toBeLessThan(4.5);
          }
        }
    expect(refused).toBeGreaterThan(0);
  });

  it('reckons contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
});
