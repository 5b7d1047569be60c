/**
 * Something read from the server: the last data stays on the screen while it is asked again, and after a failure.
 *
 *     const teams = new Resource(() => call(teamsListTeams({ path: { day } })));
 *     teams.load();            // in the screen's script; again after each change: await teams.refresh()
 *     {#if teams.data} … {:else if teams.error} … {:else} … {/if}    // or <Loaded resource={teams}>
 */
export class Resource<T> {
  data = $state.raw<T>();
  error = $state.raw<unknown>();
  loading = $state(false);
  #ask: () => Promise<T>;
  #latest = 0; // plain, so that an effect may call load() without depending on what it loads

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  /** Asks the server unless it has been asked before; never throws. */
  load(): this {
    if (this.#latest === 0) void this.refresh();
    return this;
  }

  /** Asks again and keeps the old data meanwhile. Of overlapping questions only the last one counts. */
  async refresh(): Promise<void> {
    const mine = ++this.#latest;
    this.loading = true;
    try {
      const data = await this.#ask();
      if (mine !== this.#latest) return;
      this.data = data;
      this.error = undefined;
    } catch (error) {
      if (mine === this.#latest) this.error = error;
    } finally {
      if (mine === this.#latest) this.loading = false;
    }
  }

  /** Puts data in place that another answer has brought; an older question still under way is dropped. */
  set(data: T): void {
    this.#latest += 1;
    this.data = data;
    this.error = undefined;
    this.loading = false;
  }
}
