import type { CaseKind } from '../../domain/case.ts';
import type { DecisionAction } from '../../domain/decision.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import { exampleInput, exampleOf } from '../../domain/questions.ts';
import { updateName } from './send-decision.ts';

/** How one decision is taken on the command line. */
export interface ReviewCommand {
  action: DecisionAction;
  review: string;
}

/** The same decision with Temporal's own tools: the Update (answers) and the Signal (does not). */
export interface TemporalCommands extends ReviewCommand {
  update: string;
  signal: string;
  /** What the Temporal UI wants as input; `TOKEN` is made by the sign command. */
  json: string;
}

/** The running instance as Temporal's command line is told of it. */
export interface TemporalTarget {
  address: string;
  namespace: string;
  /** Where encrypted payloads are read and written; the embedded default encrypts none. */
  codecEndpoint: string | undefined;
  /** The file that holds the key for it; undefined when the shell's `TEMPORAL_CODEC_AUTH` holds it, or when no key is needed. */
  codecKeyFile: string | undefined;
}

/** As it was typed: a clone has the command under npx only, unless it was linked. */
const COMMAND = process.env.npm_command === 'exec' ? 'npx quarterdeck' : 'quarterdeck';

type Asked = [
  of: { case: string; lifecycle: CaseKind },
  gate: Pick<GateView, 'actions' | 'round'>,
  /** Whom the commands name. */
  by: string | null,
  /** UTC instant. */
  now: string,
];

/** The command line for every action that the gate offers. */
export function reviewCommands(...[{ case: caseId, lifecycle }, gate, by, now]: Asked): ReviewCommand[] {
  return gate.actions.map((action) => ({
    action,
    review: `${COMMAND} reviews ${cliName(action)} ${caseId} ${saidWith(lifecycle, action, by, soon(now))}`,
  }));
}

/** An example must still be good when it is typed: a close date in the past would be refused. */
function soon(now: string): string {
  return new Date(Date.parse(now) + 90 * 86_400_000).toISOString().slice(0, 10);
}

function saidWith(lifecycle: CaseKind, action: DecisionAction, by: string | null, date: string): string {
  const as = by === null ? '' : ` --as ${by}`;
  return `${contentOptions(lifecycle, action, date)}--reason 'Checked'${as}`;
}

/** The exact command lines for every action that the gate offers, signed while they run by `reviews sign`. */
export function temporalCommands(target: TemporalTarget, ...asked: Asked): TemporalCommands[] {
  const [{ case: caseId, lifecycle }, gate, by, now] = asked;
  return reviewCommands(...asked).map(({ action, review }) => {
    const said = saidWith(lifecycle, action, by, soon(now));
    const sign = `${COMMAND} reviews sign ${caseId} ${cliName(action)} ${said}`;
    const where = [
      `--address ${target.address} --namespace ${target.namespace}`,
      ...(target.codecEndpoint ? [`--codec-endpoint ${target.codecEndpoint}`] : []),
      // Read while the command runs, so that the key stands in no screen and no shell history.
      ...(target.codecKeyFile ? [`--codec-auth "Bearer $(cat '${target.codecKeyFile}')"`] : []),
    ].join(' ');
    const command = (kind: string, name: string, form: string) =>
      [
        `temporal workflow ${kind} ${where}`,
        `--workflow-id '${caseId}' --name ${name}`,
        `--input "$(${sign} --${form})"`,
      ].join(' \\\n  ');
    return {
      action,
      update: command('update execute', updateName(action), 'update'),
      signal: command('signal', signalName(action), 'signal'),
      json: exampleInput(lifecycle, action, { round: gate.round, by, soon: soon(now) }),
      review,
    };
  });
}

/** How an action is called on the command line: `request-information`. */
export function cliName(action: DecisionAction): string {
  return action.replace('_', '-');
}

/** How the Signal of an action is called: `requestInformation`. */
export function signalName(action: DecisionAction): string {
  return action.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** What an action needs besides a reason, as an example. */
function contentOptions(lifecycle: CaseKind, action: DecisionAction, soon: string): string {
  const { edits = {}, questions = [], to } = exampleOf(lifecycle, action, soon);
  return [
    ...Object.entries(edits).map(([field, value]) => `--edit '${field}=${value}' `),
    ...questions.map((question) => `--question '${question}' `),
    ...(to === undefined ? [] : [`--to ${to} `]),
  ].join('');
}
