import type { AuditProblem } from './audit.ts';

/** A checkpoint as it was noted outside the database. */
export interface Anchor {
  number: number;
  /** SHA-256, lower-case hex. */
  hash: string;
}

/** `12:9f86d0…`: how an anchor is spelled wherever a person or a machine may have to copy it. */
export function anchorText({ number, hash }: Anchor): string {
  return `${number}:${hash}`;
}

/** Every anchor in a text, whatever stands around it: a witness file, an export of a SIEM, a saved mail. */
export function anchorsIn(text: string): Anchor[] {
  return [...text.matchAll(/(?<![0-9A-Za-z])(\d{1,9}):([0-9a-f]{64})(?![0-9A-Za-z])/g)].map((match) => ({
    number: Number(match[1]),
    hash: match[2] as string,
  }));
}

/** Compares checkpoints with the anchors noted elsewhere: one that differs was rewritten, one that is not there was cut off. */
export function anchorsByNumber(anchors: readonly Anchor[]) {
  const noted = Map.groupBy(anchors, ({ number }) => number);
  const seen = new Set<number>();
  return {
    compare({ number, hash }: Anchor): AuditProblem[] {
      seen.add(number);
      const others = (noted.get(number) ?? []).filter((one) => one.hash !== hash);
      return others.length === 0
        ? []
        : [
            problem(
              'checkpoint_contradicted',
              `checkpoint ${number} was noted elsewhere with another hash: the history was rewritten`,
            ),
          ];
    },
    missing(): AuditProblem[] {
      const gone = [...noted.keys()].filter((number) => !seen.has(number)).sort((a, b) => a - b);
      const [first, last] = [gone.at(0), gone.at(-1)];
      if (first === undefined) return [];
      const which =
        first === last ? `checkpoint ${first} is` : `${gone.length} checkpoints of ${first} to ${last} are`;
      return [
        problem('checkpoint_missing', `${which} noted elsewhere and not here: the history was cut off`),
      ];
    },
  };
}

function problem(kind: AuditProblem['kind'], message: string): AuditProblem {
  return { case: null, kind, message };
}
