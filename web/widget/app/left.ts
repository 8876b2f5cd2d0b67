import { LIMITS } from '#protocol';

/** How many code points may still be written: what the gateway counts. Below zero: so many too many. */
export const leftOf = (text: string) => LIMITS.textCodePointsMax - [...text].length;

const WARN_WITHIN = 200;
/** To be told; the field is described by `left` then. */
export const isShort = (left: number) => left < WARN_WITHIN;
