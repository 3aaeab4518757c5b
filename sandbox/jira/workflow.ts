/** The statuses of the simulated project and the ways between them. */

export interface Status {
  id: string;
  name: string;
  category: 'new' | 'indeterminate' | 'done';
}

const TODO: Status = { id: '10000', name: 'To Do', category: 'new' };
const DOING: Status = { id: '10001', name: 'In Progress', category: 'indeterminate' };
const DONE: Status = { id: '10002', name: 'Erledigt', category: 'done' };
const DROPPED: Status = { id: '10003', name: "Won't Do", category: 'done' };
export const STATUSES = [TODO, DOING, DONE, DROPPED] as const;

/** `screen`: finishing asks for a resolution. `form`: it asks for a field of the company's own. `closed`: our account may not finish. */
export type Workflow = 'free' | 'screen' | 'form' | 'closed';

export interface Transition {
  id: string;
  name: string;
  to: Status;
  fields: Record<string, { required: boolean; name: string; allowedValues?: { id: string; name: string }[] }>;
}

export const RESOLUTIONS = [
  { id: '10000', name: 'Done' },
  { id: '10001', name: "Won't Do" },
];

/** What may be done from a status. The name of a transition never says where it leads. */
export function transitionsFrom(from: string, workflow: Workflow): Transition[] {
  const screen: Transition['fields'] =
    workflow === 'screen'
      ? { resolution: { required: true, name: 'Resolution', allowedValues: RESOLUTIONS } }
      : workflow === 'form'
        ? { customfield_10042: { required: true, name: 'Root cause' } }
        : {};
  const all: Transition[] = [
    { id: '11', name: 'Zurück', to: TODO, fields: {} },
    { id: '21', name: 'Los', to: DOING, fields: {} },
    { id: '31', name: 'Fertig', to: DONE, fields: screen },
    { id: '41', name: 'Weg damit', to: DROPPED, fields: screen },
  ];
  return all
    .filter(({ to }) => to.id !== from)
    .filter(({ to }) => workflow !== 'closed' || to.category !== 'done');
}
