/** So many parts has a hash of 256 bits, of 16 bits each. */
const PARTS = 16;
const BITS = 16;

/**
 * The parts of a picture's hash, each as a number that also says which it is. Neighbouring bits are of different parts: fields beside one
 * another are often alike, and a part of such bits would be that of very many pages.
 * @param hash 64 hexadecimal figures
 */
export function imageParts(hash: string): number[] {
  const bits = [...hash].map((figure) => Number.parseInt(figure, 16).toString(2).padStart(4, '0')).join('');
  return Array.from({ length: PARTS }, (_, part) => {
    const own = Array.from({ length: BITS }, (_, at) => bits[at * PARTS + part]).join('');
    return part * 2 ** BITS + Number.parseInt(own, 2);
  });
}

/** Every part with at most two other bits: a hash that differs in at most 47 has one of them. */
export function nearParts(hash: string): number[] {
  return imageParts(hash).flatMap((part) => {
    const near = [part];
    for (let one = 0; one < BITS; one += 1) {
      near.push(part ^ (1 << one));
      for (let other = one + 1; other < BITS; other += 1) near.push(part ^ (1 << one) ^ (1 << other));
    }
    return near;
  });
}
