import type { DecisionAction } from '../domain/decision.ts';
import type { GateView } from '../domain/gate/gate.ts';
import { updateName } from './decide.ts';

/** How one decision is sent with Temporal's own tools: the Update (answers) and the Signal (does not). */
export interface TemporalCommands {
  action: DecisionAction;
  update: string;
  signal: string;
  /** What the Temporal UI wants as input; `TOKEN` is made by the sign command. */
  json: string;
  /** The same decision with this command. */
  review: string;
}

/** The running instance as Temporal's command line is told of it. */
export interface TemporalTarget {
  address: string;
  namespace: string;
  /** Where encrypted payloads are read and written; the embedded default encrypts none. */
  codecEndpoint: string | undefined;
}

/** As it was typed: a clone has the command under npx only, unless it was linked. */
const COMMAND = process.env.npm_command === 'exec' ? 'npx quarterdeck' : 'quarterdeck';

/** The exact command lines for every action that the gate offers, signed while they run by `reviews sign`. `now`: UTC instant. */
export function temporalCommands(
  caseId: string,
  gate: Pick<GateView, 'actions' | 'round'>,
  by: string | null,
  target: TemporalTarget,
  now: string,
): TemporalCommands[] {
  // An example must still be good when it is typed: a close date in the past would be refused.
  const soon = new Date(Date.parse(now) + 90 * 86_400_000).toISOString().slice(0, 10);
  return gate.actions.map((action) => {
    const as = by === null ? '' : ` --as ${by}`;
    const said = `${contentOptions(action, soon)}--reason 'Checked'${as}`;
    const sign = `${COMMAND} reviews sign ${caseId} ${cliName(action)} ${said}`;
    const where = [
      `--address ${target.address} --namespace ${target.namespace}`,
      ...(target.codecEndpoint ? [`--codec-endpoint ${target.codecEndpoint}`] : []),
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
      json: exampleJson(action, gate.round, by, soon),
      review: `${COMMAND} reviews ${cliName(action)} ${caseId} ${said}`,
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
function contentOptions(action: DecisionAction, soon: string): string {
  const extra: Partial<Record<DecisionAction, string>> = {
    override: `--edit 'expected_close_date=${soon}' `,
    request_information: "--question 'Which legal entity buys?' ",
    reassign: '--to p-olga ',
  };
  return extra[action] ?? '';
}

function exampleJson(action: DecisionAction, round: number, by: string | null, soon: string): string {
  const extra: Partial<Record<DecisionAction, object>> = {
    override: { edits: { expected_close_date: soon } },
    request_information: { questions: ['Which legal entity buys?'] },
    reassign: { to: 'p-olga' },
  };
  return JSON.stringify({
    action,
    by: by ?? 'PERSON',
    reason: 'Checked',
    round,
    ...extra[action],
    token: 'TOKEN',
  });
}
