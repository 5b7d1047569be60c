/** As much of the Web Speech API as we use; browsers have it under one of two names, or not at all. */
type Recognition = {
  lang: string;
  continuous: boolean;
  onresult: ((event: RecognitionEvent) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
};
type RecognitionEvent = {
  resultIndex: number;
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
};
type Recogniser = new () => Recognition;

/** The browser's own recogniser, or nothing where it offers none. */
export function recogniser(): Recogniser | undefined {
  const speech = globalThis as { SpeechRecognition?: Recogniser; webkitSpeechRecognition?: Recogniser };
  return speech.SpeechRecognition ?? speech.webkitSpeechRecognition;
}

/** Puts words at the cursor, over what is selected, apart from the word before; bound values hear of it. */
export function insert(area: HTMLTextAreaElement, words: string): void {
  const before = area.value.slice(0, area.selectionStart);
  const text = (/\S$/.test(before) ? ' ' : '') + words.trim();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

/** One ear. `trouble` says why it could not listen: the microphone was refused, or anything else. */
export class Ear {
  listening = $state(false);
  trouble = $state<'refused' | 'failed'>();
  #recognition: Recognition | undefined;

  /** Listens until `stop`; `onwords` gets each phrase once it is certain. `lang` is a tag such as "de-AT". */
  start(lang: string, onwords: (words: string) => void): void {
    const Found = recogniser();
    if (this.listening || !Found) return;
    const recognition = new Found();
    Object.assign(recognition, { lang, continuous: true });
    recognition.onresult = ({ resultIndex, results }) => {
      for (const result of Array.from(results).slice(resultIndex))
        if (result.isFinal && result[0]?.transcript.trim()) onwords(result[0].transcript);
    };
    recognition.onerror = ({ error }) => {
      if (error === 'not-allowed' || error === 'service-not-allowed') this.trouble = 'refused';
      else if (error !== 'no-speech' && error !== 'aborted') this.trouble = 'failed';
    };
    recognition.onend = () => (this.listening = false);
    this.trouble = undefined;
    this.#recognition = recognition;
    try {
      recognition.start();
      this.listening = true;
    } catch {
      this.trouble = 'failed';
    }
  }

  /** What was said so far still arrives. */
  stop(): void {
    this.#recognition?.stop();
  }

  /** For when nobody is there to hear it. */
  drop(): void {
    this.#recognition?.abort();
  }
}
