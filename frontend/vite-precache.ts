import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

type Options = { worker: string; screens: RegExp; assets: RegExp };

/**
 * Emits sw.js with the list of files that the lazy screens matching `screens` need: the entry, their chunks,
 * everything those import, their style, and the assets (fonts) matching `assets`.
 */
export function precache(options: Options): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const wanted = new Set<string>();
      const add = (file: string): void => {
        if (wanted.has(file)) return;
        wanted.add(file);
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk') return;
        chunk.imports.forEach(add);
        chunk.viteMetadata?.importedCss.forEach((style) => wanted.add(style));
      };
      const texts = /\/(texts|common)\.\w+\.json$/;
      for (const [file, chunk] of Object.entries(bundle)) {
        const needed =
          chunk.type === 'chunk'
            ? chunk.isEntry || options.screens.test(chunk.facadeModuleId ?? '')
            : options.assets.test(file);
        if (needed) add(file);
      }
      // A judge who reads German needs the German texts of those same screens offline.
      for (const [file, chunk] of Object.entries(bundle)) {
        if (chunk.type !== 'chunk' || !texts.test(chunk.facadeModuleId ?? '')) continue;
        const asked = Object.values(bundle).some(
          (other) =>
            other.type === 'chunk' && wanted.has(other.fileName) && other.dynamicImports.includes(file),
        );
        if (asked) add(file);
      }
      const files = [...wanted].sort();
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
      const list = JSON.stringify(['/index.html', ...files.map((file) => `/${file}`)]);
      const source = readFileSync(options.worker, 'utf8')
        .replace('__VERSION__', version)
        .replace('/* precache list */ []', list);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
