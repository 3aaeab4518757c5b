import { Runtime } from '@temporalio/worker';
import pino from 'pino';
import { openStore } from '../../adapters/store/pool.ts';
import { rolloutPolicySchema } from '../../contracts/policy-rollout.ts';
import { policyFile } from '../../installation/policy-file.ts';
import { installRuntime } from '../../installation/telemetry.ts';
import { agreementGauges } from '../../workers/agreement-gauges.ts';

/** Shows the agreement of a database as a worker does, until it is ended. A process has one runtime, so the test has none of its own. */
const { databaseUrl, address, root } = JSON.parse(process.argv[2] as string);
installRuntime(pino({ level: 'silent' }), address);
const store = openStore({ url: databaseUrl });
const { rules } = policyFile('policy', 'rollout.yaml', rolloutPolicySchema);
await agreementGauges(Runtime.instance().metricMeter)({
  store,
  now: () => new Date(),
  rules: () => rules,
  installationKey: root,
});
console.log('shown');
setInterval(() => undefined, 60_000);
