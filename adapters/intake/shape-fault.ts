import type { z } from 'zod';
import type { Fault } from '../../contracts/problem.ts';

/** How a record of a lifecycle is called in what is said of its shape. */
export interface ShapeWords {
  /** `The claim has a field that is not known.` */
  unknownField: string;
  /** What to do with such a field. */
  unknownFix: string;
  /** A field of another type than it must have. */
  wrongType: string;
  /** How its fields are sent. */
  typesFix: string;
}

/** Where in the record an issue lies, as a path with dots; null: the record itself. */
export function fieldOf(issue: z.core.$ZodIssue): string | null {
  return issue.path.length > 0 ? issue.path.map(String).join('.') : null;
}

/** What is wrong with the shape of a record that came in, in words for its sender. */
export function shapeFault(issue: z.core.$ZodIssue, words: ShapeWords): Fault {
  const field = fieldOf(issue);
  if (issue.code === 'unrecognized_keys')
    return {
      code: 'unknown_field',
      title: words.unknownField,
      field: [...issue.path, issue.keys[0] ?? ''].map(String).join('.'),
      fix: words.unknownFix,
    };
  if (issue.code === 'too_big')
    return {
      code: 'too_long',
      title: 'The field is too long.',
      field,
      fix: `Send at most ${issue.maximum}.`,
    };
  return { code: 'wrong_type', title: words.wrongType, field, fix: words.typesFix };
}
