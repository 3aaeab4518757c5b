import type { Fault } from '../../../sandbox/simulator.ts';
import { readRuntime } from '../../setup/state.ts';
import { draw, type Random } from '../random.ts';
import type { Workplace } from '../workplace.ts';

const PAGE = '<!doctype html><html><body><h1>We will be back soon</h1></body></html>';
const HTML = { 'content-type': 'text/html' };

/** The control ports of the vendors that a registration meets. */
const VENDORS = ['impartner', 'salesforce', 'slack', 'smtpControl'];

/** What a vendor does on a bad day: says odd things, says them late, or says nothing although it has done its work. */
const BAD_DAY: readonly Fault[] = [
  { status: 429, headers: { 'retry-after': '0' } },
  { status: 429, headers: { 'retry-after': '-5' } },
  { status: 429, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' } },
  { status: 429, headers: { 'retry-after': 'soon' } },
  { status: 429, headers: { 'retry-after': '2' } },
  { status: 503, headers: HTML, body: PAGE },
  { status: 200, headers: HTML, body: PAGE },
  { status: 200, body: { success: false, errors: ['no'] } },
  { status: 500, body: 'x'.repeat(100_000) },
  { loseAnswer: true },
  { loseAnswer: true, method: 'PATCH|PUT|POST' },
  { dropBefore: true },
  { delayMs: 3_000 },
];

/** Lets the next requests of one vendor meet one fault. False when the vendors are away themselves. */
export async function vendorFault({ state, environment }: Workplace, random: Random): Promise<boolean> {
  const port = readRuntime(state)?.ports[draw(random, VENDORS)];
  const fault = { times: 1 + Math.floor(random() * 3), ...draw(random, BAD_DAY) };
  const answer = await fetch(`http://127.0.0.1:${port}/__sim/faults`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${environment.QUARTERDECK_SANDBOX_KEY}`,
    },
    body: JSON.stringify(fault),
    signal: AbortSignal.timeout(2_000),
  }).catch(() => null);
  return answer?.ok ?? false;
}
