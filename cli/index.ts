import { EXIT } from './failure.ts';
import { run } from './program.ts';

process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  // `quarterdeck audit export | head` closes the pipe; that is no defect.
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  const { outputProblem } = await import('./output-file.ts');
  process.stderr.write(`Standard output cannot be written: ${outputProblem(error) ?? error.message}.\n`);
  process.exit(EXIT.usage);
});
// Nobody hears it any more; the exit code still says how it went.
process.stderr.on('error', () => undefined);
process.exitCode = await run(process.argv.slice(2));
