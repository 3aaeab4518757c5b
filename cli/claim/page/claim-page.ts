import { createHash } from 'node:crypto';
import type { PagePicture } from '../../../adapters/documents/page-pictures.ts';
import { Html, html } from '../../html.ts';
import { documentPart } from './document-part.ts';
import type { Mark } from './marks.ts';
import { STYLE } from './style.ts';

/** What the page of a claim shows; every text is for people. */
export interface ClaimPage {
  case: string;
  title: string;
  /** `Requires Review`; null: it is decided blind, and nobody is told. */
  validation: string | null;
  status: string;
  facts: readonly (readonly [name: string, value: string])[];
  reasons: readonly { rule: string; text: string; source: string; value: string | null }[];
  lines: readonly PageLine[];
  booked: readonly { amount: string; about: string; words: readonly string[] }[];
  documents: readonly PageDocument[];
  /** UTC instant. */
  writtenAt: string;
  grounds: string;
}

export interface PageLine {
  line: string;
  sku: string;
  quantity: string;
  amount: string | null;
  soldOn: string | null;
  shownBy: string;
  verdict: 'payable' | 'review' | 'rejected' | null;
  earns: string | null;
  /** How that is calculated, a sentence each. */
  words: readonly string[];
}

export interface PageDocument {
  title: string;
  kind: string | null;
  hash: string;
  pages: readonly PagePicture[];
  marks: readonly Mark[];
  findings: readonly string[];
  /** Why it could not be read. */
  unread: string | null;
}

const VERDICTS = {
  payable: ['go', '✓ payable'],
  review: ['warn', '? to be looked at'],
  rejected: ['stop', '✗ not payable'],
} as const;

/**
 * The page of one claim: self-contained, without script, and with a policy that lets it load nothing. Everything from outside is text.
 */
export function claimPage(page: ClaimPage): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const body = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>Claim ${page.case}</title><style>${new Html(STYLE)}</style></head><body>
<header class="head"><p class="soft small"><code>${page.case}</code></p><h1><bdi>${page.title}</bdi></h1><p class="state">${page.validation === null ? html`<span class="pill">Decided blind: the machine's answer is kept back</span>` : html`<span class="pill ${toneOf(page.validation)}">${page.validation}</span>`} <span class="pill">${page.status}</span></p>
<dl>${page.facts.map(([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl></header>
<main>${page.validation !== null && reasonsPart(page)}${linesPart(page)}${page.booked.length > 0 && bookedPart(page)}
<section aria-labelledby="docs-h"><h2 id="docs-h">Documents</h2>${page.documents.map(documentPart)}${page.documents.length === 0 && html`<p class="box pad soft">None came with it.</p>`}</section></main>
<footer class="soft small"><p>Written ${page.writtenAt} by Quarterdeck. ${page.grounds} It holds personal data and invoices: keep it where you may keep those.</p></footer></body></html>
`;
  return body.text;
}

function toneOf(validation: string): string {
  return validation === 'Auto-Approved' ? 'go' : validation === 'Rejected' ? 'stop' : 'warn';
}

function reasonsPart({ reasons }: ClaimPage): Html {
  return html`<section class="box" aria-labelledby="why-h"><h2 id="why-h">What speaks against it</h2>${
    reasons.length === 0
      ? html`<p class="pad go">✓ Nothing.</p>`
      : html`<ul class="reasons">${reasons.map(
          ({ rule, text, source, value }) =>
            html`<li><p><bdi>${text}</bdi>${value !== null && html` <span class="soft">(<bdi>${value}</bdi>)</span>`}</p><p class="quiet small">${rule} · <code>${source}</code></p></li>`,
        )}</ul>`
  }</section>`;
}

function linesPart({ lines }: ClaimPage): Html {
  return html`<section class="box" aria-labelledby="lines-h"><h2 id="lines-h">Lines</h2>${
    lines.length === 0
      ? html`<p class="pad soft">It names nothing that was sold.</p>`
      : html`<div class="scroll"><table class="lines"><thead><tr><th>Line</th><th>Product</th><th class="r">Quantity</th><th class="r">Amount</th><th>Sold</th><th>Shown by</th><th>Verdict</th><th class="r">Earns</th></tr></thead><tbody>${lines.map(linePart)}</tbody></table></div>${calculations(lines)}`
  }</section>`;
}

function linePart({ line, sku, quantity, amount, soldOn, shownBy, verdict, earns }: PageLine): Html {
  const [tone, word] = verdict === null ? ['quiet', '–'] : VERDICTS[verdict];
  return html`<tr><td><bdi>${line}</bdi></td><td class="wide"><bdi>${sku}</bdi></td><td class="r">${quantity}</td><td class="r">${amount ?? '–'}</td><td class="nowrap">${soldOn ?? '–'}</td><td><code>${shownBy}</code></td><td class="nowrap ${tone}">${word}</td><td class="r">${earns ?? '–'}</td></tr>`;
}

function calculations(lines: readonly PageLine[]): Html {
  const told = lines.filter(({ words }) => words.length > 0);
  return html`${told.length > 0 && html`<details class="pad"${told.length <= 3 ? html` open` : null}><summary>How it is calculated</summary>${told.map(({ line, earns, words }) => html`<h4>Line <bdi>${line}</bdi>: ${earns}</h4><ol>${words.map((one) => html`<li><bdi>${one}</bdi></li>`)}</ol>`)}</details>`}`;
}

function bookedPart({ booked }: ClaimPage): Html {
  return html`<section class="box" aria-labelledby="money-h"><h2 id="money-h">Booked</h2><div class="pad">${booked.map(
    ({ amount, about, words }) =>
      html`<h4><b>${amount}</b> <span class="soft">${about}</span></h4><ol>${words.map((one) => html`<li><bdi>${one}</bdi></li>`)}</ol>`,
  )}</div></section>`;
}
