import { formatNumber } from '../../lib/i18n';

/** "+1.2" or "−0.4": what a judge gives above or below the others. */
export const signed = (value: number): string =>
  formatNumber(value, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 });
