import type { Refusal, RefusalCode } from '../domain/decision.ts';
import { CliFailure, EXIT, type Exit, sentence } from './failure.ts';

const STALE: readonly RefusalCode[] = ['stale_round', 'already_decided', 'no_open_gate'];
const WRONG_USAGE: readonly RefusalCode[] = ['malformed', 'invalid_edits'];

/** Exit 5 when the case has moved on, 2 when it was no decision at all, 3 when policy, role or signature said no. */
export function refusalFailure(
  refusal: Refusal,
  extra: { case?: string; title?: string; fix?: string } = {},
): CliFailure {
  const exit = exitOf(refusal.code);
  return new CliFailure({
    exit,
    code: refusal.code,
    title: sentence(refusal.message),
    fix: null,
    ...extra,
  });
}

function exitOf(code: RefusalCode): Exit {
  if (STALE.includes(code)) return EXIT.stale;
  return WRONG_USAGE.includes(code) ? EXIT.usage : EXIT.refused;
}

/**
 * The Refusal that a failed Update carries, wherever it is in the chain of causes. Its failure is known by its type and not
 * by its class: that would load Temporal's client for every command.
 */
export function refusalIn(error: unknown): Refusal | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { type, details } = at as { type?: unknown; details?: unknown };
    if (type !== 'DecisionRefused') continue;
    const [refusal] = Array.isArray(details) ? (details as Refusal[]) : [];
    return refusal ?? { code: 'role', message: at.message };
  }
  return undefined;
}
