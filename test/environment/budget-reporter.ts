import { relative } from 'node:path';
import { budgetLines } from './budget-lines.ts';
import budgets from './budgets.json' with { type: 'json' };

/** What this reads of jest's own types, which are not among our packages. */
interface GlobalConfig {
  rootDir: string;
  nonFlagArgs: string[];
  testNamePattern?: string | undefined;
  shard?: object;
}
interface Results {
  testResults: {
    testFilePath: string;
    skipped: boolean;
    perfStats: { runtime: number };
    testResults: unknown[];
  }[];
}

/** A jest reporter: prints what each folder of tests took beside its budget, and whether tests are missing. */
export default class BudgetReporter {
  readonly config: GlobalConfig;

  constructor(config: GlobalConfig) {
    this.config = config;
  }

  onRunComplete(_: unknown, results: Results): void {
    const { rootDir, nonFlagArgs, testNamePattern, shard } = this.config;
    const files = results.testResults.map((one) => ({
      file: relative(rootDir, one.testFilePath).replaceAll('\\', '/'),
      seconds: one.perfStats.runtime / 1000,
      tests: one.testResults.length,
    }));
    const whole = nonFlagArgs.length === 0 && !testNamePattern && !shard && !process.env.QD_TEST_UNIT;
    for (const line of budgetLines(files, budgets, whole)) console.error(line);
  }
}
