// A global is looked up at each use, which is slow in a test.
const { imul } = Math;

/** Numbers in [0, 1) from a 32-bit seed, the same on every machine: mulberry32, public domain (Tommy Ettinger 2017). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
