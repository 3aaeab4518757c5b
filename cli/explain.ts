import { isGrpcServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { VendorFault } from '../adapters/ports.ts';
import type { Refusal, RefusalCode } from '../domain/decision.ts';
import { CliFailure, EXIT, type Exit, sentence } from './failure.ts';

/** Any error as the one that is printed: what is wrong, what to do, and the exit code. */
export function explain(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  const refusal = refusalIn(error);
  if (refusal) return refused(refusal);
  if (error instanceof WorkflowNotFoundError) {
    return new CliFailure({
      exit: EXIT.notFound,
      code: 'no_running_case',
      title: 'Temporal holds no running workflow of this case.',
      fix: 'See where it stands: quarterdeck deals show CASE. If it should be running: quarterdeck doctor.',
    });
  }
  return stepFailure(error) ?? outage(error) ?? defect(error);
}

const STALE: readonly RefusalCode[] = ['stale_round', 'already_decided', 'no_open_gate'];

/** Exit 5 when the case has moved on, 3 when policy, role or signature said no. */
export function refused(
  refusal: Refusal,
  extra: { case?: string; title?: string; fix?: string } = {},
): CliFailure {
  const exit: Exit = STALE.includes(refusal.code) ? EXIT.stale : EXIT.refused;
  return new CliFailure({
    exit,
    code: refusal.code,
    title: extra.title ?? sentence(refusal.message),
    ...extra,
  });
}

/** The Refusal that a failed Update carries, wherever it is in the chain of causes. */
export function refusalIn(error: unknown): Refusal | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof ApplicationFailure && at.type === 'DecisionRefused') {
      return (at.details?.[0] as Refusal | undefined) ?? { code: 'role', message: at.message };
    }
    if (!(at instanceof WorkflowUpdateFailedError) && !(at.cause instanceof Error)) return undefined;
  }
  return undefined;
}

/** Reading a plan uses the same steps as the worker, which fail with the types of domain/failures.ts. */
function stepFailure(error: unknown): CliFailure | undefined {
  if (!(error instanceof ApplicationFailure)) return undefined;
  const title = sentence(error.message);
  const code = error.type ?? 'failure';
  if (error.type === 'NotFound') {
    return new CliFailure({ exit: EXIT.notFound, code, title, fix: 'List cases: quarterdeck deals list' });
  }
  if (!error.type?.startsWith('Vendor')) return undefined;
  return new CliFailure({
    exit: EXIT.down,
    code,
    title,
    fix: 'Try again later; quarterdeck doctor shows who answers.',
  });
}

function outage(error: unknown): CliFailure | undefined {
  const down = (code: string, title: string, fix: string) =>
    new CliFailure({ exit: EXIT.down, code, title, fix });
  if (error instanceof VendorFault) {
    const fix =
      error.vendor === 'postgres'
        ? 'Is it running? `npm start` starts it; otherwise check DATABASE_URL. Then: quarterdeck doctor.'
        : 'Try again later; quarterdeck doctor shows which vendors answer.';
    return down(`${error.vendor}_${error.kind}`, sentence(error.message), fix);
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const away = /No Temporal server answers|Failed to connect before the deadline/.test(String(error));
  if (away || isGrpcServiceError(error) || isGrpcServiceError(cause)) {
    return down(
      'temporal_unavailable',
      'Temporal does not answer.',
      'Is it running? `npm start` starts it; otherwise check TEMPORAL_ADDRESS. Then: quarterdeck doctor.',
    );
  }
  return undefined;
}

function defect(error: unknown): CliFailure {
  const failure = new CliFailure({
    exit: EXIT.bug,
    code: 'bug',
    title: `This is a defect of Quarterdeck: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'Please report it with the lines below.',
  });
  failure.cause = error;
  return failure;
}
