import { join } from 'node:path';
import { type BrowserContext, chromium, type Frame, type Page } from 'playwright-core';
import { chromium as chromiumPath } from '../environment/servers.ts';

/** A manager in front of the Temporal UI, with Debian's own Chromium. */
export interface TemporalUi {
  /** Opens a link that keeps a view, in a page of its own, as a link from somewhere else would. */
  keepView(link: string): Promise<void>;
  /** The cases in the list of a saved view, chosen by its name. */
  inView(name: string): Promise<string[]>;
  /** Opens a case from the list that is on the screen. */
  openFromList(caseId: string): Promise<void>;
  /** What the case's page tells whoever opens it. */
  currentDetails(caseId: string): Promise<string>;
  /** More Actions → Send a Signal or Send an Update, with the JSON pasted into the form; returns when it is answered. */
  send(caseId: string, kind: 'Signal' | 'Update', name: string, json: string): Promise<void>;
  /** A picture of what is on the screen, into the profile's folder; answers its path. */
  picture(name: string): Promise<string>;
  close(): Promise<void>;
}

/** @param folder for the browser's profile and the pictures */
export async function openTemporalUi(address: string, folder: string): Promise<TemporalUi> {
  const context: BrowserContext = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: chromiumPath(),
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
    ],
    viewport: { width: 1_300, height: 1_000 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const show = (caseId: string) =>
    page.goto(`${address}/namespaces/default/workflows/${encodeURIComponent(caseId)}`);
  const list = `${address}/namespaces/default/workflows`;
  return {
    async keepView(address) {
      await page.goto(address);
      // The page takes the name out of its address once it has kept the view.
      await page.waitForURL((url) => !url.searchParams.has('savedQuery'));
    },
    async inView(name) {
      await page.goto(list);
      const listed = page.waitForResponse(
        // The list of everything, which is there first, has an empty query.
        (answer) =>
          /\/workflows\?/.test(answer.url()) && Boolean(new URL(answer.url()).searchParams.get('query')),
      );
      await page.getByTestId(name.toLowerCase().replace(/\s+/g, '-')).click();
      const { executions = [] } = (await (await listed).json()) as {
        executions?: { execution: { workflowId: string } }[];
      };
      return executions.map(({ execution }) => execution.workflowId);
    },
    async openFromList(caseId) {
      await page.getByRole('link', { name: caseId }).first().click();
      await page.waitForURL((url) =>
        decodeURIComponent(decodeURIComponent(url.pathname)).includes(`/${caseId}/`),
      );
    },
    async currentDetails(caseId) {
      await show(caseId);
      await page.getByRole('tab', { name: 'User Metadata' }).click();
      const heading = page.getByText('Current Details', { exact: true });
      await heading.waitFor();
      return rendered(page);
    },
    async send(caseId, kind, name, json) {
      await show(caseId);
      await page.getByRole('button', { name: 'More Actions' }).click();
      await page.getByRole('menuitem', { name: `Send a${kind === 'Update' ? 'n' : ''} ${kind}` }).click();
      const form = page.getByRole('dialog', { name: kind });
      await form.getByTestId(`${kind.toLowerCase()}-select-button`).click();
      await form.getByRole('option', { name, exact: true }).click();
      await form.locator('[contenteditable=true]').click();
      await page.keyboard.insertText(json);
      const sent = page.waitForResponse((answer) => answer.url().includes(`/${kind.toLowerCase()}/${name}`));
      // By keyboard: the form moves under the mouse when the editor loses the focus.
      await form.getByTestId('confirm-modal-button').press('Enter');
      if (!(await sent).ok()) throw new Error(`the UI was answered ${(await sent).status()}`);
    },
    async picture(name) {
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path });
      return path;
    },
    close: () => context.close(),
  };
}

/** The details are Markdown, which the UI shows in a frame of its own. */
async function rendered(page: Page): Promise<string> {
  // The UI makes the frame anew when it has fresh details.
  const bodyOf = (frame: Frame) =>
    frame
      .locator('body')
      .innerText()
      .catch(() => '');
  const text = async () => (await Promise.all(page.frames().map(bodyOf))).join('\n');
  for (const end = Date.now() + 20_000; ; ) {
    const now = await text();
    if (/What happened:|Question \d/.test(now)) return now;
    if (Date.now() > end) throw new Error(`the page shows no current details:\n${now}`);
    await page.waitForTimeout(200);
  }
}
