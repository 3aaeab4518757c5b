import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/**
 * A copy of the product to which lifecycles are added as a contributor would add them: a folder in each layer, and lines in the
 * registers. The toys are written once; a second one is the same under another name, so that every name inside it is the same.
 */
const ROOT = join(import.meta.dirname, '../..');
const TOY = join(import.meta.dirname, 'toy');
const LEFT_OUT = ['node_modules', '.git', 'dist', 'test/data', 'test/histories', 'test/lifecycles/toy'];

/** One change of an existing file: `line` comes in where `at` stands (`$&` is what stood there). */
interface Edit {
  at: RegExp;
  line: string;
}

/** What a lifecycle called `toy` adds to existing files. Each is a line of a register, or the import that the line needs. */
export const REGISTERS: Readonly<Record<string, Edit[]>> = {
  'domain/lifecycles.ts': [
    { at: /(?=\] as const;)/, line: ", 'toy'" },
    {
      at: /(?=\} as const satisfies Record<Lifecycle, LifecycleNames>;)/,
      line: "  toy: { workflow: 'toyGrant', title: 'toy', segment: ['tier', 'region', 'kind'], period: 'quarter', batch: 'month' },\n",
    },
  ],
  'domain/notices.ts': [
    { at: /^/, line: "import { TOY_NOTICES } from './toy/notices.ts';\n" },
    { at: /(?<=NOTICES: Record<Lifecycle, LifecycleNotices> = \{\n)/, line: '  toy: TOY_NOTICES,\n' },
  ],
  'domain/rules.ts': [
    { at: /^/, line: "import { TOY_RULES } from './toy/decision.ts';\n" },
    { at: /(?<=const OWN = \{)/, line: ' toy: TOY_RULES, ' },
  ],
  'domain/deciders.ts': [
    { at: /^/, line: "import { decideToyAgain } from './toy/decision.ts';\n" },
    { at: /(?<=DECIDERS: Record<Lifecycle, DecideAgain> = \{\n)/, line: '  toy: decideToyAgain,\n' },
  ],
  'domain/agreed.ts': [
    { at: /(?<=AGREED: Record<Lifecycle, Agreed> = \{\n)/, line: '  toy: sameOutcome,\n' },
  ],
  'domain/questions.ts': [
    { at: /^/, line: "import { TOY_QUESTION } from './toy/question.ts';\n" },
    { at: /(?<=QUESTIONS: Record<Lifecycle, ReviewQuestion> = \{\n)/, line: '  toy: TOY_QUESTION,\n' },
  ],
  'workflows/index.ts': [{ at: /$/, line: "export { toyGrant } from './toy/grant.ts';\n" }],
  'activities/lifecycles.ts': [
    { at: /^/, line: "import { toyPart } from './toy/index.ts';\n" },
    { at: /(?<=Record<Lifecycle, LifecyclePart> \{\n {2}return \{\n)/, line: '    toy: toyPart(deps),\n' },
  ],
  'activities/case-facts.ts': [
    { at: /^/, line: "import { toyFacts } from './toy/index.ts';\n" },
    {
      at: /(?<=const FACTS: Record<Lifecycle, [^=]+=> Promise<CaseFacts>> = \{\n)/,
      line: '  toy: toyFacts,\n',
    },
  ],
  'installation/lifecycle-policies.ts': [
    { at: /^/, line: "import { toyPolicy } from './toy/policy.ts';\n" },
    {
      at: /(?<=const POLICIES: Record<Lifecycle, [^\n]+\n)/,
      line: '  toy: toyPolicy,\n',
    },
  ],
  'adapters/intake/lifecycles.ts': [
    { at: /^/, line: "import { toyIntake } from './toy/index.ts';\n" },
    { at: /(?<=const INTAKES: Record<Lifecycle, IntakeOf<unknown>> = \{\n)/, line: '  toy: toyIntake,\n' },
  ],
  'server/lifecycles.ts': [
    {
      at: /(?<=RESOURCES: Record<Lifecycle, Readonly<Record<string, ReadResource>>> = \{\n)/,
      line: '  toy: {},\n',
    },
  ],
  'cli/lifecycles.ts': [
    {
      at: /(?<=const PAGES: Record<Lifecycle, [^=]+=> Promise<CasePages>> = \{\n)/,
      line: "  toy: async () => (await import('./toy/index.ts')).toyPages,\n",
    },
    {
      at: /(?<=const REVIEWS: Record<Lifecycle, [^=]+=> Promise<ReviewOf>> = \{\n)/,
      line: "  toy: async () => (await import('./toy/index.ts')).toyReview,\n",
    },
    {
      at: /(?<=const FIGURES: Record<Lifecycle, [^=]+=> Promise<FiguresOf<CaseFigures>>> = \{\n)/,
      line: "  toy: async () => (await import('./toy/index.ts')).toyFigures,\n",
    },
  ],
};

/** The list of activities' names, which only grows. */
const ACTIVITY_NAMES = 'activities/names.txt';

export interface Overlay {
  folder: string;
  /** Existing files that were changed, with how many lines came in. */
  edited: Record<string, number>;
  /** Puts files back as the product has them, for as long as the work takes. */
  without<T>(files: readonly string[], work: () => Promise<T>): Promise<T>;
  remove(): void;
}

/** @param names of the lifecycles, each a word in small letters */
export function addLifecycles(names: readonly string[]): Overlay {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-lifecycles-'));
  cpSync(ROOT, folder, {
    recursive: true,
    filter: (path) => !LEFT_OUT.includes(relative(ROOT, path)),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of names) {
    for (const file of filesOf(TOY)) {
      const target = join(folder, renamed(file, name));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, renamed(readFileSync(join(TOY, file), 'utf8'), name));
    }
  }
  const edited: Overlay['edited'] = {};
  for (const [file, edits] of Object.entries(REGISTERS)) {
    const before = readFileSync(join(folder, file), 'utf8');
    let text = before;
    for (const name of names) for (const edit of edits) text = withEdit(file, text, edit, name);
    writeFileSync(join(folder, file), text);
    edited[file] = edits.length;
  }
  const list = join(folder, ACTIVITY_NAMES);
  const known = readFileSync(list, 'utf8').trim().split('\n');
  const added = names.flatMap((name) => [`${name}.close`, `${name}.look`, `${name}.open`]);
  writeFileSync(list, `${[...known, ...added].sort().join('\n')}\n`);
  return {
    folder,
    edited: { ...edited, [ACTIVITY_NAMES]: 2 },
    async without(files, work) {
      const added = files.map((file) => readFileSync(join(folder, file)));
      for (const file of files) cpSync(join(ROOT, file), join(folder, file));
      try {
        return await work();
      } finally {
        for (const [index, file] of files.entries())
          writeFileSync(join(folder, file), added[index] as Buffer);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Every file of a folder, relative to it. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function renamed(text: string, name: string): string {
  const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return text.replaceAll('toy', name).replaceAll('Toy', capital).replaceAll('TOY', name.toUpperCase());
}

function withEdit(file: string, text: string, { at, line }: Edit, name: string): string {
  if (!at.test(text)) throw new Error(`${file} has no place for a lifecycle's line any more (${at})`);
  return text.replace(at, () => renamed(line, name));
}
