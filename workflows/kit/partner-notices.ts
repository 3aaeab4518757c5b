import type { Gate } from '../../domain/gate/gate.ts';
import type { Progress } from './progress.ts';

/** Tells the partner something; `reminder` 0 is the question itself. @param answerBy UTC instant at which their time is over */
export type TellPartner = (questions: string[], reminder: number, answerBy: string) => Promise<void>;

export interface PartnerNotices {
  /** How this question's partner is told; undefined: nobody is. */
  tellWith(tell: TellPartner | undefined): void;
  ask(asked: NonNullable<Gate['partner']>): void;
  remind(): void;
  /** Sends something else, after what is under way. */
  beside(send: () => Promise<void>): void;
  /** No notice is under way. */
  told(): boolean;
  /** How often the partner was reminded. */
  reminders(): number;
  /** Goes on after so many reminders; nobody is told anything now. */
  resume(now: NonNullable<Gate['partner']>, reminders: number): void;
}

/** Notices go out beside the desk, one after the other: a mail server that is away must not keep a decision waiting. */
export function noticesTo(progress: Progress): PartnerNotices {
  let tell: TellPartner | undefined;
  let asked: NonNullable<Gate['partner']> | null = null;
  let reminder = 0;
  let underWay = 0;
  let last = Promise.resolve();
  async function guarded(send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      progress.show({}, `the partner could not be told: ${error instanceof Error ? error.message : error}`);
    } finally {
      underWay -= 1;
    }
  }
  function beside(send: () => Promise<void>): void {
    underWay += 1;
    last = underWay === 1 ? guarded(send) : last.then(() => guarded(send));
  }
  function tellAgain(): void {
    const [how, about, which] = [tell, asked, reminder];
    if (how && about) beside(() => how(about.questions, which, about.clock.dueAt));
  }
  return {
    beside,
    tellWith(how) {
      tell = how;
    },
    ask(now) {
      asked = now;
      reminder = 0;
      tellAgain();
    },
    remind() {
      reminder += 1;
      tellAgain();
    },
    told: () => underWay === 0,
    reminders: () => reminder,
    resume(now, reminders) {
      asked = now;
      reminder = reminders;
    },
  };
}
