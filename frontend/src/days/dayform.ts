export type DayValues = {
  slug: string;
  name: string;
  starts_on: string;
  ends_on: string;
  time_zone: string;
  about: string;
  sites: string[];
};
type Fault = 'name_missing' | 'slug_wrong' | 'date_missing' | 'dates_turned';

/** What is wrong, by field; the server checks again. */
export function dayFaults(values: DayValues, isNew: boolean): Partial<Record<keyof DayValues, Fault>> {
  const faults: Partial<Record<keyof DayValues, Fault>> = {};
  if (!values.name.trim()) faults.name = 'name_missing';
  if (isNew && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(values.slug)) faults.slug = 'slug_wrong';
  if (!values.starts_on) faults.starts_on = 'date_missing';
  if (!values.ends_on) faults.ends_on = 'date_missing';
  else if (values.ends_on < values.starts_on) faults.ends_on = 'dates_turned';
  return faults;
}
