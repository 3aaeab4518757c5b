/** How much of the calls of one vendor account is used, in the units of the vendor's tariff. */
export interface CallUse {
  used: number;
  of: number;
  /** Absent: of a day. */
  per?: 'hour';
}

/** From this share on, what nobody waits for (mirrors, polls) is left for later: the rest is for decisions and writes. */
export const BACKGROUND_SHARE = 0.8;

/** Whether another call may be made. @param background nobody waits for it */
export function mayCall({ used, of }: CallUse, background: boolean): boolean {
  return used < (background ? Math.floor(of * BACKGROUND_SHARE) : of);
}

/** Of several figures about one account the one that leaves least; null: there is none. */
export function tightest(uses: readonly (CallUse | null)[]): CallUse | null {
  return uses.reduce(
    (least, use) => (use && (!least || use.used * least.of > least.used * use.of) ? use : least),
    null,
  );
}
