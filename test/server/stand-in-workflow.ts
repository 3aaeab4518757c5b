import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { CaseInput } from '../../workflows/case-input.ts';
import { submitted } from '../../workflows/messages.ts';

export { intake } from '../../workflows/intake.ts';

/** Only what intake sees of the real one: it takes submissions and stays open until told to end. */
export async function dealRegistration(input: CaseInput): Promise<void> {
  const seen: number[] = [];
  let ended = false;
  setHandler(submitted, ({ revision }) => {
    seen.push(revision);
  });
  setHandler(defineQuery<CaseInput>('input'), () => input);
  setHandler(defineQuery<number[]>('seen'), () => seen);
  setHandler(defineSignal('end'), () => {
    ended = true;
  });
  await condition(() => ended);
}

/** A claim's is the same to intake. */
export const incentiveClaim = dealRegistration;
