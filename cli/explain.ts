import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { KeyProblem } from '../adapters/keys/keys.ts';
import { VendorFault } from '../adapters/ports/call.ts';
import { lookupTable } from '../domain/lookup-table.ts';
import { WrongTemporalSettings } from '../installation/temporal-settings.ts';
import { CliFailure, EXIT, sentence } from './failure.ts';
import { refusalFailure, refusalIn } from './refusal.ts';

/** Any error as the one that is printed: what is wrong, what to do, and the exit code. */
export function explain(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  const refusal = refusalIn(error);
  if (refusal) return refusalFailure(refusal);
  if (error instanceof WorkflowNotFoundError) {
    return new CliFailure({
      exit: EXIT.notFound,
      code: 'no_running_case',
      title: 'Temporal holds no running workflow of this case.',
      fix: 'See where it stands: quarterdeck cases show CASE. If it should be running: quarterdeck doctor.',
    });
  }
  return stepFailure(error) ?? wrongSetting(error) ?? outage(error) ?? defect(error);
}

/** Reading a plan uses the same steps as the worker, which fail with the types of domain/failures.ts. */
function stepFailure(error: unknown): CliFailure | undefined {
  if (!(error instanceof ApplicationFailure)) return undefined;
  const title = sentence(error.message);
  const code = error.type ?? 'failure';
  if (error.type === 'NotFound') {
    return new CliFailure({ exit: EXIT.notFound, code, title, fix: 'List cases: quarterdeck cases list' });
  }
  if (!error.type?.startsWith('Vendor')) return undefined;
  return new CliFailure({
    exit: EXIT.down,
    code,
    title,
    fix: 'Try again later; quarterdeck doctor shows who answers.',
  });
}

/** What Postgres answers to an address that leads to the wrong place. (Source: PostgreSQL documentation, appendix A.) */
const WRONG_ADDRESS = lookupTable<string>({
  '28P01': 'Postgres does not accept the user and password of DATABASE_URL.',
  '28000': 'Postgres does not let the user of DATABASE_URL in.',
  '3D000': 'Postgres has no database of the name in DATABASE_URL.',
  '42501': 'The role in DATABASE_URL may not do this.',
  '25006': 'The database in DATABASE_URL can only be read.',
});

/** A file or variable of this machine that cannot be used. */
function wrongSetting(error: unknown): CliFailure | undefined {
  const wrong = (title: string, fix: string) =>
    new CliFailure({ exit: EXIT.usage, code: 'configuration', title: sentence(title), fix });
  if (error instanceof KeyProblem)
    return wrong(
      error.message,
      'Keys are looked for in the folder of QUARTERDECK_KEYS; see quarterdeck whoami.',
    );
  if (error instanceof WrongTemporalSettings)
    return wrong(error.message, 'Correct TEMPORAL_*, or the file that TEMPORAL_CONFIG_FILE names.');
  const address = WRONG_ADDRESS[String((error as { code?: unknown } | null)?.code)];
  if (address !== undefined)
    return wrong(
      address,
      'Correct DATABASE_URL (docs/operations.md, Environment), or leave it out where `npm start` runs.',
    );
  return undefined;
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
  // 42P01 undefined_table, 42703 undefined_column, 42883 undefined_function (PostgreSQL documentation, appendix A)
  if (error instanceof Error && /^(42P01|42703|42883)$/.test(String((error as { code?: unknown }).code))) {
    const title = `The database does not have the schema of this version (${error.message}).`;
    return down('schema', title, 'Bring it up to date: npm start does, elsewhere run the migrations.');
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
