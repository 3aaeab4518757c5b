import { activityInfo } from '@temporalio/activity';
import { type Call, VendorFault } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import type { Write } from '../../adapters/ports/write.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import { getCase } from '../../adapters/store/cases.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import {
  endStaffNotice,
  lastChannel,
  type StandingNotice,
  standingNotices,
} from '../../adapters/store/staff-notices.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import {
  channelOrder,
  endedNotice,
  type NoticeAbout,
  type NoticeEnd,
  type Occasion,
  staffNotice,
} from '../../domain/gate/staff-notice.ts';
import type { JsonObject } from '../../domain/json.ts';
import { failure, vendorFailure } from '../kit/vendor-failures.ts';
import { clearProblems, raiseProblem } from './gate-row.ts';
import { tellOver } from './tell-over.ts';

/** What a person is told of an open question. */
export interface StaffNotice extends Pick<GateView, 'round' | 'reasons' | 'dueAt'> {
  case: string;
  occasion: Occasion;
  /** UTC instant of the occasion: with it the same occasion of one question is one message. */
  at: string;
  /** Person id. */
  to: string;
}

/** How a question ended that people were told of; `by` is a person id. */
export interface EndedQuestion extends NoticeEnd {
  case: string;
  /** Of the question; what was told of a later one goes on. */
  round: number;
  /** Whose messages go on: the person to whom it was handed. */
  but: string | null;
}

export interface StaffDeps {
  store: Store;
  ports: Pick<Ports, 'staff'>;
  now: () => Date;
}

const CALL: Call = { timeoutMs: 20_000, mayWait: true };

export type StaffActivities = ReturnType<typeof staffActivities>;

/** What our own people hear about the questions that they have to answer. A message is told at most once over each channel. */
export function staffActivities(deps: StaffDeps) {
  return {
    /**
     * Tells a person over the first of their channels that takes it; answers which. It begins after the channel over which they
     * were told last, since they have not answered there.
     * @throws failure StaffUnreached when no channel takes it now; VendorUnavailable while one that is away is tried again
     */
    async tellStaff(notice: StaffNotice): Promise<{ over: string }> {
      const { case: id, round, occasion, at, to } = notice;
      const { people, about } = await read(deps, id);
      const person = people[to];
      const channels = new Map(
        deps.ports.staff.flatMap((channel) => {
          const address = channel.addressOf(person?.reach ?? {});
          return address === null ? [] : [[channel.vendor, { channel, address }] as const];
        }),
      );
      const keys = `${id}/staff/${round}/${occasion}@${at}/${to}/`;
      const last = await lastChannel(statement(deps.store), { case: id, to, but: keys });
      let why = `${to} has no address in any channel; add one in policy/people.yaml, under reach`;
      for (const name of channelOrder([...channels.keys()], last)) {
        const { channel, address } = channels.get(name) as { channel: Channel; address: string };
        const message = staffNotice(about, notice, occasion, person?.zone ?? 'UTC');
        const row = {
          key: keys + name,
          case: id,
          round,
          occasion,
          to,
          channel: name,
          askedAt: deps.now().toISOString(),
        };
        const told = await tellOver(deps.store, channel, row, { to: address, message });
        if (told.outcome === 'told') {
          await transact(deps.store, (tx) => clearProblems(tx, id, ['staff_unreached']));
          return { over: name };
        }
        if (told.outcome === 'again')
          throw failure('VendorUnavailable', told.why, { retryAfterMs: told.afterMs });
        why = told.why;
        await noteFailure(deps, { case: id, to, channel: name, occasion, code: told.code });
      }
      await transact(deps.store, (tx) => raiseProblem(tx, id, 'staff_unreached', round));
      throw failure('StaffUnreached', why);
    },

    /**
     * Lets the messages about a question say how it ended, where a message can be changed.
     * @throws a vendor's failure when a channel did not take it; what was taken is not said again
     */
    async endStaffNotices(ended: EndedQuestion): Promise<void> {
      const { people, about } = await read(deps, ended.case);
      const end = { ...ended, by: ended.by === null ? null : (people[ended.by]?.name ?? ended.by) };
      let problem: VendorFault | null = null;
      for (const notice of await standingNotices(statement(deps.store), ended)) {
        try {
          await sayEnd(deps, notice, people[notice.to], about, end);
        } catch (error) {
          if (!(error instanceof VendorFault)) throw error;
          problem ??= error;
        }
      }
      if (problem) throw vendorFailure(problem);
    },
  };
}

type Channel = Ports['staff'][number];

/** The case as a message tells of it, and everybody who may be named in one. @throws failure NotFound */
async function read({ store }: StaffDeps, id: string): Promise<{ about: NoticeAbout; people: People }> {
  const tx = statement(store);
  const row = await getCase(tx, id);
  if (!row) throw failure('NotFound', `there is no case ${id}`);
  const { title, partnerId, amountUsd } = row;
  const { people } = await loadAuthority(tx);
  return { about: { case: id, title, partnerId, amountUsd }, people };
}

type People = Record<string, PersonRecord>;

/** @throws VendorFault when it may be tried again */
async function sayEnd(
  deps: StaffDeps,
  { key, to: id, channel: name, told }: StandingNotice,
  person: PersonRecord | undefined,
  about: NoticeAbout,
  end: NoticeEnd,
): Promise<void> {
  const channel = deps.ports.staff.find(({ vendor }) => vendor === name);
  const to = channel?.addressOf(person?.reach ?? {});
  if (channel?.writes.update && to != null) {
    const payload = { to, message: { ...endedNotice(about, end, person?.zone ?? 'UTC') } };
    try {
      // One whose answer was lost may stand there all the same.
      const found = told === null ? await channel.writes.tell.lookup(payload, key, CALL) : { id: told };
      if (typeof found === 'object')
        await replace(channel.writes.update, { ...payload, told: found.id }, `${key}/ended/${end.outcome}`);
    } catch (error) {
      if (!(error instanceof VendorFault) || !GONE.includes(error.kind)) throw error;
      await noteFailure(deps, {
        case: about.case,
        to: id,
        channel: name,
        occasion: 'ended',
        code: error.kind,
      });
    }
  }
  await endStaffNotice(statement(deps.store), key, deps.now().toISOString());
}

/** An attempt before this one may have replaced it, and only its answer was lost. */
async function replace(update: Write, payload: JsonObject, key: string): Promise<void> {
  const before = activityInfo().attempt > 1 ? await update.lookup(payload, key, CALL) : 'absent';
  if (typeof before !== 'object') await update.send(payload, key, CALL);
}

/** The message was deleted there, or cannot be changed any more. */
const GONE: readonly string[] = ['rejected', 'not_found'];

async function noteFailure(
  { store, now }: StaffDeps,
  { case: id, ...what }: { case: string; to: string; channel: string; occasion: string; code: string },
): Promise<void> {
  const entry = { at: now().toISOString(), actor: 'system', action: 'gate.notice_failed', ...what };
  await transact(store, (tx) => appendAudit(tx, id, entry));
}
