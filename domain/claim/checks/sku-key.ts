/** A SKU as it is compared: case, width, blanks and punctuation do not count. `ep pro` → `EPPRO` */
export function skuKey(sku: string): string {
  return sku
    .slice(0, 100)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
