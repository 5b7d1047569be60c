import type { CoverRule, CoverRuleDraft } from '../../lib/api/client';
import { formatDate, formatPercent } from '../../lib/i18n/format';
import { roleName } from '../shift';
import { t } from './texts';

export const empty = () => ({
  site: '',
  role: '',
  starts_on: '',
  ends_on: '',
  amount: '' as string | number,
  unit: 'percent' as 'percent' | 'people',
});
type Form = ReturnType<typeof empty>;

export const toForm = (rule: CoverRule): Form => ({
  site: rule.site ?? '',
  role: rule.role ?? '',
  starts_on: rule.starts_on ?? '',
  ends_on: rule.ends_on ?? '',
  amount: rule.people ?? rule.percent ?? '',
  unit: rule.people === null ? 'percent' : 'people',
});

/** An empty field stands for any. */
export function toDraft({ site, role, starts_on, ends_on, amount, unit }: Form): CoverRuleDraft {
  const count = amount === '' || amount === null ? null : Number(amount);
  return {
    site: site.trim() || null,
    role: role.trim() || null,
    starts_on: starts_on || null,
    ends_on: ends_on || null,
    people: unit === 'people' ? count : null,
    percent: unit === 'percent' ? count : null,
  };
}

/** What a rule covers, in words. */
export function layers(rule: CoverRule): string {
  const dates =
    rule.starts_on && rule.ends_on
      ? `${formatDate(rule.starts_on)} – ${formatDate(rule.ends_on)}`
      : rule.starts_on
        ? t('since', { date: formatDate(rule.starts_on) })
        : rule.ends_on
          ? t('until', { date: formatDate(rule.ends_on) })
          : '';
  const parts = [rule.site ?? t('every_site'), rule.role ? roleName(rule.role) : t('every_role'), dates];
  return parts.filter(Boolean).join(', ');
}

export const amount = (rule: CoverRule): string =>
  rule.people === null
    ? t('percent_scheduled', { share: formatPercent((rule.percent ?? 0) / 100) })
    : t('people_count', { n: rule.people });
