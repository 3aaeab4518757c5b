import type { DocumentProblem } from './document.ts';

/** Why nobody should open a file lightly, or why its text could not be read. */
export type AttachmentProblem =
  | 'active_content'
  | 'empty'
  | 'executable'
  | 'nested_archive'
  | 'old_office_format'
  | 'packed_archive'
  | 'pdf_active'
  | 'pdf_broken'
  | 'pdf_encrypted'
  | 'zip_bomb'
  | 'zip_broken'
  | 'zip_encrypted'
  | `unreadable_${DocumentProblem | 'document'}`;

/** A file that came with an e-mail. It is described, never run or unpacked; of PDF and text the text is read. */
export interface Attachment {
  name: string;
  /** As declared by the sender. */
  type: string;
  /** Bytes. */
  size: number;
  sha256: string;
  problem?: AttachmentProblem;
}
