import { t } from '../i18n/common';
import { OfflineError, ProblemError } from './client';

/** One sentence for people about any error that `call()` throws. */
export function explain(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  if (error instanceof OfflineError) return t('no_connection');
  return t('unexpected');
}
