import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the generator knows of an incentive program: its file in policy/incentives, read anew without the product's code. */
export interface Program {
  program: string;
  title: string;
  type: 'spiff' | 'mdf' | 'rebate' | 'bonus' | 'pass_through';
  currency: string;
  zone: string;
  window: { from: string; to: string };
  period?: 'month' | 'quarter' | 'year' | 'window';
  submit: { withinDays: number };
  eligibility: {
    tiers?: string[];
    regions?: string[];
    skus?: string[];
    certifications?: string[];
    deal?: boolean;
  };
  rules?: Rule[];
  bonuses?: { regions?: string[]; to?: string; percent: number }[];
  bundles?: { skus: string[]; perBundle: string }[];
  accelerators?: { by: 'units'; from: number; factor: number }[];
  splits?: { to: 'partner' | 'distributor'; percent: number }[];
  caps?: { per: 'line' | 'request' | 'claim' | 'period' | 'partner' | 'program'; amount?: string }[];
  budget?: string;
  payee?: 'partner' | 'person';
  notPayable?: { publicSector?: boolean; countries?: string[] };
  proof: { documents: string[]; vendors?: string[]; logo?: boolean };
  alongside?: string[];
  automaticUpToUsd: number;
}

export interface Rule {
  rule: string;
  skus?: string[];
  percent?: number;
  perUnit?: string;
  tiered?: {
    by: 'units' | 'volume';
    retroactive?: boolean;
    steps: { from: number; below?: number; perUnit?: string; percent?: number }[];
  };
}

const FOLDER = join(import.meta.dirname, '../../../../policy/incentives');

/** The programs of the sample, by name. @param folder of their files */
export function readPrograms(folder = FOLDER): Map<string, Program> {
  const programs = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')) as Program);
  return new Map(programs.map((program) => [program.program, program]));
}

/** Whether one of these names a product: `EP-*` stands for all that begin so, no list for every one. */
export function names(skus: readonly string[] | undefined, sku: string): boolean {
  if (skus === undefined) return true;
  return skus.some((each) => (each.endsWith('*') ? sku.startsWith(each.slice(0, -1)) : sku === each));
}
