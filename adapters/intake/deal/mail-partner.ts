import { PARTNER_UNCONFIRMED, type TextOwner } from '../mail/owner.ts';
import type { FreeText } from './free-text.ts';

/** The text with what its reviewer has to be told of its sender. */
export function withOwner(free: FreeText, { unconfirmed }: TextOwner): FreeText {
  return unconfirmed ? { ...free, problems: [...free.problems, PARTNER_UNCONFIRMED] } : free;
}
