import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Reads the options of a script. `--help` prints how the script is used and ends the process with 0; what it does not understand is
 * told in one sentence, and ends the process with 2.
 * @param usage the command, its options and what they do, without a line break at the end
 */
export function readOptions<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const [problem = ''] = (error as Error).message.split(/\. |\.?\n/);
    return wrongUsage(`${problem}.`, usage);
  }
}

/** Ends the process with 2, for options that cannot be used. @param problem one sentence that names the option */
export function wrongUsage(problem: string, usage: string): never {
  console.error(`${problem}\n${usage}`);
  process.exit(2);
}
