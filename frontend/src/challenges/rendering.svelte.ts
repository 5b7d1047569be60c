import { call, challengesPreviewBody } from '../lib/api/client';

const PAUSE_MS = 350; // long enough for a word, short enough to feel live

/** The brief as its page will show it, kept up with the typing. Made by the server: one renderer, one idea of safe. */
export class LivePreview {
  html = $state.raw('');
  /** The server could not be asked; what stands there is older than the text. */
  stale = $state(false);
  #asked = '';

  /** Call from an effect with the present text; returns the way to stop. */
  follow(body: string): () => void {
    const timer = setTimeout(() => void this.#render(body), PAUSE_MS);
    return () => clearTimeout(timer);
  }

  async #render(body: string): Promise<void> {
    this.#asked = body;
    if (!body.trim()) {
      [this.html, this.stale] = ['', false];
      return;
    }
    try {
      const { html } = await call(challengesPreviewBody({ body: { body } }));
      if (this.#asked === body) [this.html, this.stale] = [html, false];
    } catch {
      this.stale = true;
    }
  }
}
