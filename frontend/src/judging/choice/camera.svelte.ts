/** What Chromium and Safari of some systems have; the standard library does not know it yet. */
type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type DetectorClass = new (options: { formats: string[] }) => Detector;

const EVERY_MS = 250;

const found = (): DetectorClass | undefined =>
  (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Reads QR codes with the device's camera, where the browser can. Nothing of the picture leaves the device. */
export class Camera {
  readonly isThere = found() !== undefined && 'mediaDevices' in navigator;
  isOn = $state(false);
  isRefused = $state(false);
  #stream: MediaStream | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  async start(video: HTMLVideoElement, read: (code: string) => unknown): Promise<void> {
    const DetectorOf = found();
    if (!DetectorOf) return;
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' } });
    } catch {
      this.isRefused = true;
      return;
    }
    this.isRefused = false;
    this.isOn = true;
    video.srcObject = this.#stream;
    await video.play();
    const detector = new DetectorOf({ formats: ['qr_code'] });
    this.#timer = setInterval(async () => {
      const codes = await detector.detect(video).catch(() => []);
      if (codes[0] && this.isOn) read(codes[0].rawValue);
    }, EVERY_MS);
  }

  stop = (): void => {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.isOn = false;
  };
}
