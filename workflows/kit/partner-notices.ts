import type { Progress } from './progress.ts';

/** Tells the partner something; `reminder` 0 is the question itself. */
export type TellPartner = (questions: string[], reminder: number) => Promise<void>;

export interface PartnerNotices {
  /** How this question's partner is told; undefined: nobody is. */
  tellWith(tell: TellPartner | undefined): void;
  ask(questions: string[]): void;
  remind(): void;
  /** No notice is under way. */
  told(): boolean;
}

/** Notices go out beside the desk: a mail server that is away must not keep a decision waiting. */
export function noticesTo(progress: Progress): PartnerNotices {
  let tell: TellPartner | undefined;
  let questions: string[] = [];
  let reminder = 0;
  let underWay = 0;
  async function send(): Promise<void> {
    underWay += 1;
    try {
      await tell?.(questions, reminder);
    } catch (error) {
      progress.show({}, `the partner could not be told: ${error instanceof Error ? error.message : error}`);
    } finally {
      underWay -= 1;
    }
  }
  return {
    tellWith(how) {
      tell = how;
    },
    ask(now) {
      questions = now;
      reminder = 0;
      void send();
    },
    remind() {
      reminder += 1;
      void send();
    },
    told: () => underWay === 0,
  };
}
