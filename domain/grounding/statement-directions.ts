/** Whether a text says more or less: rose, above, exceeds … or fell, below, short of … */
export type Direction = 'up' | 'down';

export interface DirectionWord {
  direction: Direction;
  span: string;
  index: number;
}

const UP =
  'rose|rises?|risen|rising|grew|grows?|grown|growing|growth|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|gain(?:s|ed)?|improv(?:e|es|ed|ing|ement)|jump(?:s|ed)?|doubled|tripled|' +
  'higher|above|exceed(?:s|ed|ing)?|surpass(?:es|ed)?|beyond|more than|greater|larger|at least|upwards?|outperform(?:s|ed)?';
const DOWN =
  'fell|falls?|fallen|falling|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|dropp?(?:s|ed|ing)?|shrank|shrinks?|shrunk|reduc(?:e|es|ed|tion)|lost|worsen(?:s|ed)?|halved|' +
  'lower|below|beneath|less than|fewer|smaller|at most|no more than|short of|downwards?|underperform(?:s|ed)?|lags?|lagged';
/** These say a direction only beside a number or a limit: "under review" and "over the phone" do not. */
const BESIDE =
  '(?= (?:the |its |a |our |policy )?(?:[$€£¥]|[A-Z]{3} ?\\d|[-+]?\\d|threshold|limit|minimum|maximum|floor|cap|target|plan|budget|quota|baseline))';
const MOVED = '(?= (?:by|from|to) [$€£¥A-Z]{0,3} ?\\d| [$€£¥]?\\d)';

const WORDS = new RegExp(
  `(?<!\\w)(?:(?<down>${DOWN}|under${BESIDE}|down${MOVED}|up to${'(?= [$€£¥A-Z]{0,3} ?\\d)'})|(?<up>${UP}|over${BESIDE}|up${MOVED}))(?!\\w)`,
  'gi',
);
const NEGATED =
  /(?:\bnot|n't|\bnever|\bno longer|\bneither|\bwithout|\bfail(?:s|ed)? to|\bdid not)(?: \w+){0,2} $/i;

/** A negation stands right before. */
const BEFORE = 80;

/** The direction words of a normalised text; a negation in front turns one round. */
export function directionWords(text: string): DirectionWord[] {
  return [...text.matchAll(WORDS)].map((match) => {
    const up = match.groups?.up !== undefined;
    const turned = NEGATED.test(text.slice(Math.max(0, match.index - BEFORE), match.index));
    return { direction: up !== turned ? 'up' : 'down', span: match[0], index: match.index };
  });
}
