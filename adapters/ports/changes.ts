/** How far the changed records of a vendor were read: everything up to this change and, within its instant, this id. */
export interface ChangeMark {
  /** UTC instant as in PrmDeal.modifiedAt. */
  modifiedAt: string;
  /** Of the record, or whatever names it to the adapter: compared with nothing else. */
  id: string;
}

/** A record that changed and cannot be read as what it should be. It is passed by and said, and stops no other. */
export interface OddRecord {
  id: string;
  /** Which field does not fit, and where to look. */
  message: string;
}
