import type { MyRelease, OpenShifts, RosteredShift } from '../../lib/api/client';
import { t } from '../texts';

/** One shift with a word on it; `isOff`: I do not work it. */
export type ShiftNoted = RosteredShift & { note: string; isOff: boolean };

const overlap = (a: RosteredShift, b: RosteredShift): boolean =>
  Date.parse(a.starts_at) < Date.parse(b.ends_at) && Date.parse(b.starts_at) < Date.parse(a.ends_at);

/** My rota of the day, with whom each shift went to, and the shifts taken over from others, by time. */
export function myShifts(
  { shifts, state }: Pick<MyRelease, 'shifts' | 'state'>,
  open: Pick<OpenShifts, 'taken' | 'given'> | undefined,
  me: string | undefined,
): ShiftNoted[] {
  const given = open?.given.filter(({ giver, state }) => giver === me && state !== 'withdrawn') ?? [];
  const taken = open?.taken ?? [];
  const own = shifts.map((shift): ShiftNoted => {
    if (state === 'released') return { ...shift, note: t('shift_off'), isOff: true };
    const gone = given.find((one) => overlap(one, shift));
    if (gone?.state === 'confirmed')
      return { ...shift, note: t('given_to', { name: gone.taker_name ?? '' }), isOff: true };
    if (gone?.state === 'taken')
      return { ...shift, note: t('given_to_wait', { name: gone.taker_name ?? '' }), isOff: false };
    if (gone) return { ...shift, note: t('shift_sought'), isOff: false };
    const swapped = taken.find(
      ({ state, in_return }) => state === 'confirmed' && in_return && overlap(in_return, shift),
    );
    return swapped
      ? { ...shift, note: t('given_to', { name: swapped.giver_name ?? '' }), isOff: true }
      : { ...shift, note: t('shift_on'), isOff: false };
  });
  const extra = taken.map((shift): ShiftNoted => {
    const note = shift.state === 'confirmed' ? 'taken_from' : 'taken_from_wait';
    return { ...shift, note: t(note, { name: shift.giver_name ?? t('free_place') }), isOff: false };
  });
  const returned = given.flatMap(({ state, in_return, taker_name }): ShiftNoted[] =>
    state === 'confirmed' && in_return
      ? [{ ...in_return, note: t('taken_from', { name: taker_name ?? '' }), isOff: false }]
      : [],
  );
  return [...own, ...extra, ...returned].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
}
