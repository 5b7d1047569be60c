import { call, releaseListDraws, type PlanDraw } from '../../lib/api/client';

/** The draws of one plan, page by page. */
export class Draws {
  list = $state.raw<PlanDraw[]>([]);
  more = $state(false);
  error = $state.raw<unknown>();
  #after: number | null = null;

  constructor(
    readonly day: string,
    readonly plan: string,
  ) {}

  next = async (): Promise<void> => {
    try {
      const query = { after: this.#after ?? undefined };
      const page = await call(releaseListDraws({ path: { day: this.day, plan: this.plan }, query }));
      this.list = [...this.list, ...page.draws];
      this.#after = page.after;
      this.more = page.after !== null;
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
  };
}
