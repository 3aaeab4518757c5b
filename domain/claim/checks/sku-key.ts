import { codeOf } from '../same-text.ts';

/** A SKU as it is compared: case, width, blanks and punctuation do not count. `ep pro` → `EPPRO` */
export function skuKey(sku: string): string {
  return codeOf(sku.slice(0, 100));
}
