const SIDE_MOST = 1600;
const QUALITY = 0.85;

/**
 * A picture no larger than screens need, and without the place and the camera that phones write into it. What is no
 * picture, moves, or cannot be read here goes as it is: the server tells what it is by its bytes.
 */
export async function smaller(file: File): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE_MOST / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const paper = canvas.getContext('2d')!;
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = (await coded(canvas, 'image/webp')) ?? (await onWhite(canvas, paper));
    if (!drawn) return file;
    return new File(
      [drawn],
      file.name.replace(/\.\w+$/, '') + (drawn.type === 'image/webp' ? '.webp' : '.jpg'),
    );
  } catch {
    return file;
  }
}

/** Undefined where the browser cannot write this type; it then writes another. */
async function coded(canvas: HTMLCanvasElement, type: string): Promise<Blob | undefined> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, QUALITY));
  return blob?.type === type ? blob : undefined;
}

/** JPEG knows nothing of what shines through. */
function onWhite(canvas: HTMLCanvasElement, paper: CanvasRenderingContext2D): Promise<Blob | undefined> {
  paper.globalCompositeOperation = 'destination-over';
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  return coded(canvas, 'image/jpeg');
}
