/** A test file that ran. */
export interface FileTime {
  /** From the clone's root, with forward slashes. */
  file: string;
  seconds: number;
  tests: number;
}

/** What test/environment/budgets.json holds. */
export interface Budgets {
  /** The fewest tests that a whole run may have. */
  tests: number;
  /** Seconds per folder: its files' times together, on 2 quiet cores. */
  seconds: Record<string, number>;
}

const FILE = 'test/environment/budgets.json';

/**
 * What a run took, by folder beside its budget, and whether tests are missing.
 * @param whole no part of the suite was chosen, so the number of tests can be held to its minimum
 */
export function budgetLines(files: FileTime[], budgets: Budgets, whole: boolean): string[] {
  if (files.length === 0) return [];
  const folders = [...new Set(files.map(folderOf))].sort();
  const rows = folders.map((folder) => {
    const seconds = files
      .filter((one) => folderOf(one) === folder)
      .reduce((sum, one) => sum + one.seconds, 0);
    return { folder, seconds, budget: budgets.seconds[folder] };
  });
  const width = Math.max(...folders.map((folder) => folder.length));
  const table = rows.map(
    ({ folder, seconds, budget }) =>
      `  ${folder.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s${budget === undefined ? '' : ` of ${String(budget).padStart(4)} s`}${over(seconds, budget) ? '  over' : ''}`,
  );
  const long = rows
    .filter(({ seconds, budget }) => over(seconds, budget))
    .map(
      ({ folder, seconds, budget = 0 }) =>
        `Over budget: ${folder} took ${(seconds - budget).toFixed(1)} s more than its ${budget} s. Make it faster, or change ${FILE} and say why.`,
    );
  const unknown = rows
    .filter(({ budget }) => budget === undefined)
    .map(({ folder }) => `${folder} has no budget: add it to ${FILE}.`);
  const tests = files.reduce((sum, one) => sum + one.tests, 0);
  const missing =
    whole && tests < budgets.tests
      ? [
          `${budgets.tests - tests} tests are missing: there must be ${budgets.tests}. Bring them back, or change ${FILE} and say why.`,
        ]
      : [];
  return [
    'Test time by folder, its files one after the other:',
    ...table,
    `${tests} tests in ${files.length} files.`,
    ...long,
    ...unknown,
    ...missing,
  ];
}

const folderOf = ({ file }: FileTime) => file.split('/').slice(0, -1).slice(0, 2).join('/');
const over = (seconds: number, budget: number | undefined) => budget !== undefined && seconds > budget;
