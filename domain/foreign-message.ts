/**
 * Messages to a workflow come from whoever can reach Temporal. What is here looks at them before anything else does. Workflows import
 * this file.
 */

/** Key under which the payload codec says why it could not read a payload (installation/data-converter.ts). */
export const UNREADABLE = 'quarterdeck/unreadable';

/** Longest message in characters: four times the longest decision that has the right form. */
const MOST_CHARACTERS = 200_000;
/** An override's edits, the deepest thing that anybody may say, have three levels. */
const DEEPEST = 16;

/** What is wrong with a message's arguments before anybody asks what they mean; null when they may be looked at. */
export function messageProblem(args: readonly unknown[]): string | null {
  if (args.length > 1) return `a message has one argument, and not ${args.length}`;
  const [said] = args;
  return unreadable(said) ?? boundsProblem(said);
}

/** Why the codec could not read it; null when it could. */
function unreadable(said: unknown): string | null {
  if (typeof said !== 'object' || said === null || !Object.hasOwn(said, UNREADABLE)) return null;
  const why = (said as Record<string, unknown>)[UNREADABLE];
  // Anybody can write the key themselves.
  return `the message could not be read: ${typeof why === 'string' ? why.slice(0, 100) : 'it does not say why'}`;
}

/** Level by level and not by recursion, which a deep enough message would end with a stack overflow. */
function boundsProblem(said: unknown): string | null {
  let left = MOST_CHARACTERS;
  let level: unknown[] = [said];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return `a message has at most ${DEEPEST} levels`;
    const next: unknown[] = [];
    for (const one of level) {
      left -= typeof one === 'string' ? one.length + 1 : 1;
      if (ArrayBuffer.isView(one)) return 'a message is JSON, and no bytes';
      if (left < 0) return `a message has at most ${MOST_CHARACTERS} characters`;
      if (typeof one !== 'object' || one === null) continue;
      for (const [key, inner] of Object.entries(one)) {
        left -= Array.isArray(one) ? 0 : key.length;
        next.push(inner);
      }
    }
    level = next;
  }
  return null;
}
