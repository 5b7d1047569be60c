import {
  call,
  OfflineError,
  ProblemError,
  projectsGetMine,
  projectsHandIn,
  projectsSaveDraft,
  projectsTakeBack,
  type MyProject,
  type ProjectFile,
} from '../lib/api/client';
import { explain } from '../lib/api/explain';
import { linkRow, whole, type LinkRow } from './links';

const PAUSE_MS = 700;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

export type Saving = 'saved' | 'typing' | 'saving' | 'again' | 'refused';

/** My team's project while it is written: every pause saves the whole draft over the version that it began with. */
export class ProjectEditor {
  my = $state.raw<MyProject>() as MyProject;
  title = $state('');
  summary = $state('');
  links = $state<LinkRow[]>([]);
  saving = $state<Saving>('saved');
  /** By field; `draft` for what belongs to none. */
  errors = $state.raw<Record<string, string>>({});
  /** Theirs, when a team mate was faster: nothing is saved until somebody has chosen. */
  theirs = $state.raw<MyProject>();
  /** What was typed here before theirs was taken. */
  aside = $state.raw<{ title: string; summary: string }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT_MS;
  #running: Promise<void> | undefined;
  #changes = 0;

  constructor(
    readonly day: string,
    my: MyProject,
  ) {
    this.#show(my);
  }

  get isHandedIn(): boolean {
    return this.my.project?.state === 'handed_in';
  }

  change = (): void => {
    this.#changes += 1;
    if (this.theirs) return;
    this.saving = 'typing';
    this.#later(PAUSE_MS);
  };

  /** Saves now what is not saved yet; resolves when that is done or has failed. */
  flush = (): Promise<void> => {
    clearTimeout(this.#timer);
    if (this.saving === 'saved' || this.theirs) return Promise.resolve();
    this.#running ??= this.#save().finally(() => (this.#running = undefined));
    return this.#running;
  };

  /** Takes up what a team mate has changed, unless something typed here waits. */
  async look(): Promise<void> {
    if (this.saving !== 'saved' || this.theirs) return;
    const changes = this.#changes;
    const my = await call(projectsGetMine({ path: { day: this.day } })).catch(() => undefined);
    if (!my || changes !== this.#changes) return;
    const version = my.project?.version ?? 0;
    if (version > this.#version) this.#show(my);
    else if (version === this.#version) this.my = my; // the fields stay as they are, with the cursor in them
  }

  /** The project's id; files belong to one, so that what is typed is saved first. */
  begin = async (): Promise<string> => {
    if (!this.my.project) {
      this.saving = 'typing';
      await this.flush();
    }
    if (!this.my.project) throw new OfflineError('not saved');
    return this.my.project.id;
  };

  showFiles(files: ProjectFile[]): void {
    if (this.my.project) this.my = { ...this.my, project: { ...this.my.project, files } };
  }

  takeTheirs(): void {
    if (!this.theirs) return;
    this.aside = { title: this.title, summary: this.summary };
    this.#show(this.theirs);
    this.theirs = undefined;
    this.saving = 'saved';
  }

  keepMine(): Promise<void> {
    if (this.theirs) this.my = this.theirs;
    this.theirs = undefined;
    this.saving = 'typing';
    return this.flush();
  }

  handIn = async (): Promise<void> => {
    await this.flush();
    this.my = await call(projectsHandIn({ path: { day: this.day } }));
  };

  takeBack = async (): Promise<void> => {
    this.my = await call(projectsTakeBack({ path: { day: this.day } }));
    if (this.saving === 'refused') await this.#retry();
  };

  get #version(): number {
    return this.my.project?.version ?? 0;
  }

  #show(my: MyProject): void {
    this.my = my;
    this.title = my.project?.title ?? '';
    this.summary = my.project?.summary ?? '';
    const begun = this.links.filter((row) => !whole([row]).length && (row.label || row.url));
    this.links = [...(my.project?.links ?? []).map((link) => linkRow(link)), ...begun];
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  #retry(): Promise<void> {
    this.saving = 'typing';
    return this.flush();
  }

  async #save(): Promise<void> {
    const { title, summary } = this;
    const changes = this.#changes;
    const body = { version: this.#version, title, summary, links: whole(this.links) };
    this.saving = 'saving';
    try {
      this.my = await call(projectsSaveDraft({ path: { day: this.day }, body }));
      this.#wait = FIRST_WAIT_MS;
      this.errors = {};
      this.saving = 'saved';
      if (changes !== this.#changes) await this.#again();
    } catch (error) {
      await this.#failed(error);
    }
  }

  #again(): Promise<void> {
    this.saving = 'typing';
    return this.#save();
  }

  async #failed(error: unknown): Promise<void> {
    const isPassing = error instanceof OfflineError || (error instanceof ProblemError && error.status >= 500);
    if (isPassing) {
      this.saving = 'again';
      this.#later(this.#wait);
      this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    } else if (error instanceof ProblemError && error.code === 'changed_meanwhile') {
      await this.#meanwhile();
    } else {
      this.saving = 'refused';
      const fields = error instanceof ProblemError ? error.fields : {};
      this.errors = Object.keys(fields).length ? fields : { draft: explain(error) };
    }
  }

  /** A lost answer looks like a faster team mate: when theirs is what we sent, it was ours. */
  async #meanwhile(): Promise<void> {
    try {
      const theirs = await call(projectsGetMine({ path: { day: this.day } }));
      const { title, summary, links } = theirs.project ?? { title: '', summary: '', links: [] };
      const isOurs =
        title === this.title &&
        summary === this.summary &&
        same(
          links.map(({ label, url }) => ({ label, url })),
          whole(this.links),
        );
      if (isOurs) this.my = theirs;
      else this.theirs = theirs;
      this.saving = isOurs ? 'saved' : 'refused';
    } catch (error) {
      await this.#failed(error);
    }
  }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
