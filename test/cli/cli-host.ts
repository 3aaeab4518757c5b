import { Readable, Writable } from 'node:stream';
import { run } from '../../cli/program.ts';

/** A process that runs one command line after the other for runCli(), each with standard streams of its own. */
process.on('message', async ({ args, input }: { args: string[]; input: string }) => {
  const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for (const name of ['stdout', 'stderr'] as const) {
    const hear = new Writable({
      write: (chunk: Buffer, _encoding, done) => done(void said[name].push(chunk)),
    });
    replace(name, hear);
  }
  replace('stdin', Readable.from([Buffer.from(input)]));
  const code = await run(args);
  const stdout = Buffer.concat(said.stdout).toString();
  process.send?.({ code, stdout, stderr: Buffer.concat(said.stderr).toString() });
});
process.on('disconnect', () => process.exit());

function replace(name: 'stdin' | 'stdout' | 'stderr', value: Readable | Writable): void {
  Object.defineProperty(process, name, { value, configurable: true });
}
