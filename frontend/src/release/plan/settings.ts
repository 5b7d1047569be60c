import { moments } from '../../days/zones';
import type { Settings, SettingsChange } from '../../lib/api/client';

export const RANGES = { site_floor: [0, 100], rest_hours: [0, 24], week_hours: [1, 168] } as const;
export const NUMBERS = Object.keys(RANGES) as (keyof typeof RANGES)[];
export const DEADLINES = ['answers_by', 'step_back_until'] as const;

export type Deadline = (typeof DEADLINES)[number];
/** What stands in the fields; an empty deadline is the default one. `choice` tells apart a time that comes twice. */
export type Values = Record<keyof typeof RANGES, number | string> &
  Record<Deadline, { told: string; choice: string }>;
export type Fault = { key: 'out_of_range' | 'no_such_time'; range?: readonly [number, number] };

/** What to send, or what is wrong by field; a deadline that was not touched stays the moment that it was. */
export function settingsChange(
  values: Values,
  before: Settings,
  shown: Record<Deadline, string>,
  zone: string,
): { change?: SettingsChange; faults: Record<string, Fault> } {
  const faults: Record<string, Fault> = {};
  const change: SettingsChange = {};
  for (const name of NUMBERS) {
    const [min, max] = RANGES[name];
    const value = Number(values[name]);
    if (
      values[name] === '' ||
      values[name] === null ||
      !Number.isInteger(value) ||
      value < min ||
      value > max
    )
      faults[name] = { key: 'out_of_range', range: RANGES[name] };
    change[name] = value;
  }
  for (const name of DEADLINES) {
    const { told, choice } = values[name];
    const all = moments(told, zone);
    if (!told) change[name] = null;
    else if (told === shown[name]) change[name] = before[name];
    else if (!all.length) faults[name] = { key: 'no_such_time' };
    else change[name] = all.find((iso) => iso === choice) ?? all[0];
  }
  return Object.keys(faults).length ? { faults } : { change, faults };
}
