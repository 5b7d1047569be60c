import type { OpenShift } from '../../lib/api/client';
import { roleName, shiftTimes } from '../shift';
import { t } from './texts';

/** An open shift in few words. */
export const named = (shift: OpenShift): string => `${shiftTimes(shift)}, ${roleName(shift.role)}`;

export const forWhom = ({ giver_name }: OpenShift): string =>
  giver_name ? t('for', { name: giver_name }) : t('for_nobody');

/** What a swap gives for it, as the taker or the giver reads it. */
export const inReturn = (shift: OpenShift, key: 'return_yours' | 'return_theirs'): string | undefined =>
  shift.in_return
    ? t(key, {
        giver: shift.giver_name ?? '',
        shift: `${shiftTimes(shift.in_return)}, ${roleName(shift.in_return.role)}`,
      })
    : undefined;

export const whoTakes = ({ state, taker_name, asked_name, confirmed_by_name }: OpenShift): string => {
  if (state === 'confirmed')
    return t('taken_by_confirmed', { name: taker_name ?? '', by: confirmed_by_name ?? t('somebody') });
  if (state === 'taken') return t('taken_by', { name: taker_name ?? '' });
  if (state === 'withdrawn') return asked_name ? t('said_no', { name: asked_name }) : t('nobody_sought');
  return asked_name ? t('asked_one', { name: asked_name }) : t('asked_all');
};
