import type { Json } from './json.ts';

/** One place where two JSON values differ; `undefined` where only the other has something there. */
export interface Difference {
  /** `fields.confidence_score`, `reasons[2].rule` */
  path: string;
  was: Json | undefined;
  now: Json | undefined;
}

/** Where two JSON values differ, in the order of their keys; empty when both are equal. */
export function differences(was: Json | undefined, now: Json | undefined, path = ''): Difference[] {
  if (Array.isArray(was) && Array.isArray(now)) {
    const length = Math.max(was.length, now.length);
    return Array.from({ length }, (_, index) =>
      differences(was[index], now[index], `${path}[${index}]`),
    ).flat();
  }
  if (isObject(was) && isObject(now)) {
    const keys = new Set([...Object.keys(was), ...Object.keys(now)]);
    return [...keys].flatMap((key) => differences(was[key], now[key], path === '' ? key : `${path}.${key}`));
  }
  return Object.is(was, now) ? [] : [{ path, was, now }];
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
