/**
 * The test processes' clock. `QD_TEST_OFFSET_MS` moves it for a whole run (setup.ts makes it of QD_TEST_START): tests and all
 * that they load then live on another day, and elapsed time stays what it is. Temporal's time-skipping server is moved along
 * (servers.ts); Postgres, the dev server and other processes keep the machine's time.
 */
const offset = Number(process.env.QD_TEST_OFFSET_MS ?? 0);

if (offset !== 0) {
  const Machine = Date;
  class Moved extends Machine {
    constructor(...of: unknown[]) {
      if (of.length === 0) super(Machine.now() + offset);
      else super(...(of as [number]));
    }
    static override now(): number {
      return Machine.now() + offset;
    }
  }
  // webpack asks a constructor for its name.
  Object.defineProperty(Moved, 'name', { value: 'Date' });
  globalThis.Date = new Proxy(Moved, {
    apply: () => new Moved().toString(),
  }) as unknown as DateConstructor;
}
