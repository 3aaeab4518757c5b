/** How far the changed records of a vendor were read: everything up to this change and, within its instant, this id. */
export interface ChangeMark {
  /** UTC instant as in PrmDeal.modifiedAt. */
  modifiedAt: string;
  /** Of the record, or whatever names it to the adapter: compared with nothing else. */
  id: string;
}
