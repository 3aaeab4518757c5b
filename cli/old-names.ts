/** Commands that were under `deals` up to 0.2.0. The old words go on working; help does not show them. */
const MOVED = ['submit', 'board', 'list', 'show', 'why', 'retry'];
/** Those of them that list cases, and listed deal registrations only. */
const LISTS = ['board', 'list'];

/** A command line with today's names. */
export function withTodaysNames(argv: readonly string[]): readonly string[] {
  const named = argv.flatMap((word, at) => (isName(word, argv[at - 1]) ? [at] : []));
  const [group, command] = named.filter((at) => argv[at] !== 'help');
  const name = command === undefined ? undefined : argv[command];
  if (group === undefined || argv[group] !== 'deals' || name === undefined || !MOVED.includes(name))
    return argv;
  const asksHelp = named.some((at) => argv[at] === 'help');
  return argv.flatMap((word, at) => {
    if (at === group) return ['cases'];
    return at === command && LISTS.includes(word) && !asksHelp ? [word, '--lifecycle', 'deal'] : [word];
  });
}

function isName(word: string, before: string | undefined): boolean {
  return !word.startsWith('-') && before !== '--as';
}
