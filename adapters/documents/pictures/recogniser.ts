import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { Word } from '../../../domain/invoice/word.ts';
import type { PageImage } from '../page-image.ts';

/** Languages that pictures are read in, by their names in ISO 639-2/T, as Tesseract has them. */
export const OCR_LANGUAGES = ['eng', 'deu', 'fra', 'spa', 'por', 'jpn'] as const;
export type OcrLanguage = (typeof OCR_LANGUAGES)[number];

/** What of the engine's own interface is used (tesseract.js-core, javascript/tesseract.idl). */
interface Engine {
  FS: { writeFile(path: string, data: Uint8Array): void };
  TessBaseAPI: new () => EngineApi;
}
interface EngineApi {
  Init(dataPath: null, language: string): number;
  SetVariable(name: string, value: string): boolean;
  /** Takes the file `/input`. @returns zero where it is taken */
  SetImageFile(): number;
  SetSourceResolution(dots: number): void;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
  Clear(): void;
  End(): void;
}

const require = createRequire(import.meta.url);

/** Reads the words of pictures. Nothing is downloaded: engine and languages are packages. One serves a thread; it keeps the last language. */
export interface Recogniser {
  /** Words from above, with boxes in points. @param page 1 for the first */
  words(image: PageImage, language: OcrLanguage, page: number): Word[];
}

export async function createRecogniser(): Promise<Recogniser> {
  const engine: Engine = await require('tesseract.js-core/tesseract-core-simd-lstm.js')({
    // What it prints is nobody's.
    print() {},
    printErr() {},
  });
  const loaded = new Set<OcrLanguage>();
  let current: { language: OcrLanguage; api: EngineApi } | null = null;

  function apiFor(language: OcrLanguage): EngineApi {
    if (current?.language === language) return current.api;
    current?.api.End();
    if (!loaded.has(language)) {
      const packed = require.resolve(
        `@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`,
      );
      engine.FS.writeFile(`${language}.traineddata`, gunzipSync(readFileSync(packed)));
      loaded.add(language);
    }
    const api = new engine.TessBaseAPI();
    if (api.Init(null, language) !== 0) throw new Error(`the language ${language} cannot be loaded`);
    current = { language, api };
    return api;
  }

  return {
    words({ width, height, scale, shades }, language, page) {
      const api = apiFor(language);
      engine.FS.writeFile('/input', Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), shades]));
      if (api.SetImageFile() !== 0) throw new Error('the picture cannot be handed to the engine');
      api.SetSourceResolution(Math.round(scale * 72));
      api.Recognize(null);
      const words = wordsIn(api.GetTSVText(0), scale, page);
      api.Clear();
      return words;
    },
  };
}

/** Of a row of its table: level 5 is a word. */
const WORD = '5';

/** level, page, block, paragraph, line, word, left, top, width, height, confidence (0 to 100), text */
function wordsIn(table: string, scale: number, page: number): Word[] {
  return table.split('\n').flatMap((row): Word[] => {
    const [level, , , , , , left, top, width, height, confidence, text = ''] = row.split('\t');
    if (level !== WORD || text.trim() === '') return [];
    const box = {
      ...{ left: Number(left) / scale, top: Number(top) / scale },
      ...{ width: Number(width) / scale, height: Number(height) / scale },
    };
    const sure = Math.min(1, Math.max(0, Number(confidence) / 100));
    return [{ text: text.trim(), page, box, confidence: sure, recognised: true }];
  });
}
