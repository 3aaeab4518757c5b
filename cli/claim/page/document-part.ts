import type { PagePicture } from '../../../adapters/documents/page-pictures.ts';
import { Html, html } from '../../html.ts';
import type { PageDocument } from './claim-page.ts';
import type { Mark } from './marks.ts';

const HOW = {
  xml: 'from embedded XML',
  text_layer: 'printed',
  cell: 'cell',
  ocr: 'recognised in a picture',
  model: 'read by a model',
} as const;

/** One document: its pages with what was read marked on them, and the list of it beside them. */
export function documentPart(
  { title, kind, hash, pages, marks, findings, unread }: PageDocument,
  at: number,
): Html {
  const id = `d${at}`;
  return html`<section class="box" aria-labelledby="${id}-h"><header><h3 id="${id}-h"><bdi>${title}</bdi></h3><p class="soft">${kind ?? 'Of no known kind'} · <code>${hash.slice(0, 16)}</code></p></header>
${unread && html`<p class="note stop">It could not be read: ${unread.replaceAll('_', ' ')}. A person opens the original.</p>`}
<div class="doc${pages.length === 0 ? ' alone' : ''}">${pages.length > 0 && html`<div class="pages">${pages.map((page) => pagePart(id, page, marks))}</div>`}
<div class="read">${marks.length > 0 && readPart(id, marks)}${findings.map(
    (text) => html`<p class="note warn">${text}</p>`,
  )}${marks.length === 0 && !unread && html`<p class="soft pad">Nothing was read in it.</p>`}</div></div></section>`;
}

function pagePart(id: string, { page, width, height, png }: PagePicture, marks: readonly Mark[]): Html {
  const here = marks.filter((mark) => mark.page === page);
  const size = `0 0 ${px(width)} ${px(height)}`;
  return html`<figure><svg viewBox="${size}" role="img" aria-label="Page ${page} with ${here.length} marked fields"><image href="data:image/png;base64,${png}" width="${px(width)}" height="${px(height)}"/>${here.map(
    (mark) => markPart(id, mark),
  )}</svg><figcaption class="soft">Page ${page}</figcaption></figure>`;
}

const PAD = 2;
const SIZE = 11;

function markPart(id: string, { number, box, claimed, name }: Mark): Html {
  if (box === null || number === null) return new Html('');
  const doubt = claimed && !claimed.agrees ? ' doubt' : '';
  const [left, top] = [box.left - PAD, box.top - PAD];
  const label = Math.max(0, left - SIZE);
  return html`<a href="#${id}-${number}"><title>${number}: ${name}</title><rect class="mark${doubt}" x="${px(left)}" y="${px(top)}" width="${px(box.width + 2 * PAD)}" height="${px(box.height + 2 * PAD)}" rx="2"/><rect class="mark-n${doubt}" x="${px(label)}" y="${px(top)}" width="${SIZE}" height="${SIZE}" rx="2"/><text class="mark-t" x="${px(label + SIZE / 2)}" y="${px(top + 8)}">${number}</text></a>`;
}

const px = (points: number) => points.toFixed(1);

function readPart(id: string, marks: readonly Mark[]): Html {
  return html`<table><thead><tr><th class="n"><span class="vh">Mark</span></th><th>Read</th><th>Claimed</th></tr></thead><tbody>${marks.map(
    ({ number, name, value, how, confidence, place, claimed }) =>
      html`<tr${number === null ? null : html` id="${id}-${number}"`}><td class="n">${number === null ? '·' : html`<b class="tag${claimed && !claimed.agrees ? ' doubt' : ''}">${number}</b>`}</td><td><span class="soft small">${name}</span><br><bdi>${value}</bdi><br><span class="quiet small">${HOW[how]}, ${Math.round(confidence * 100)} %${number === null ? html`, ${place}` : null}</span></td><td>${
        claimed === null
          ? html`<span class="quiet">–</span>`
          : claimed.agrees
            ? html`<span class="go">✓ agrees</span>`
            : html`<span class="stop">✗ <bdi>${claimed.stated ?? 'nothing'}</bdi></span>`
      }</td></tr>`,
  )}</tbody></table>`;
}
