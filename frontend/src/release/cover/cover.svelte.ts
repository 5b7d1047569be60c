import {
  call,
  releaseGetCoverMap,
  releaseListCoverPeople,
  type CoverMap,
  type HeatCell,
} from '../../lib/api/client';
import { Resource } from '../../lib/api/resource.svelte';

const REFRESH_MS = 15_000;

/** Every site and how it stands; the shifts of those that are open. The first answer opens the worst ones. */
export class CoverSites {
  readonly map = new Resource(() => this.#ask());
  open = $state.raw<readonly string[]>();
  readonly bySite = $derived.by(() => {
    const found: Record<string, HeatCell[]> = {};
    for (const cell of this.map.data?.cells ?? []) (found[cell.site] ??= []).push(cell);
    return found;
  });

  constructor(readonly day: string) {}

  async #ask(): Promise<CoverMap> {
    // With none open one site is asked for all the same: without a name the answer would bring the worst ones.
    const site =
      this.open && (this.open.length ? [...this.open] : this.map.data?.sites.slice(0, 1).map((s) => s.site));
    const found = await call(releaseGetCoverMap({ path: { day: this.day }, query: { site } }));
    this.open ??= [...new Set(found.cells.map((cell) => cell.site))];
    return found;
  }

  toggle = (site: string): void => {
    const open = this.open ?? [];
    this.show(open.includes(site) ? open.filter((other) => other !== site) : [...open, site]);
  };

  /** Opens these sites and closes the others; asks only for shifts that are not there yet. */
  show = (sites: readonly string[]): void => {
    this.open = sites;
    if (sites.some((site) => !this.bySite[site])) void this.map.refresh();
  };

  /** Who is away from a shift, or steps in, and the rule behind its minimum. */
  people = ({ site, role, starts_at, ends_at }: HeatCell) =>
    new Resource(() =>
      call(releaseListCoverPeople({ path: { day: this.day }, query: { site, role, starts_at, ends_at } })),
    ).load();

  /** Reads again while the page is looked at; returns the way to stop. */
  follow = (): (() => void) => {
    const timer = setInterval(() => {
      if (!document.hidden) void this.map.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  };
}
