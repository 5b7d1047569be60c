import { expect, it } from 'vitest';
import { linkRow, whole, withScheme } from './links';

it('saves whole links alone, with a scheme', () => {
  const rows = [
    linkRow({ label: ' Demo ', url: 'demo.example/x' }),
    linkRow({ label: '', url: 'https://a.example' }),
    linkRow({ label: 'Code', url: '' }),
    linkRow({ label: 'Bad', url: 'javascript:alert(1)' }),
  ];
  expect(whole(rows)).toEqual([{ label: 'Demo', url: 'https://demo.example/x' }]);
});

it('leaves a scheme as it is', () => {
  expect(withScheme('http://a.example')).toBe('http://a.example');
  expect(withScheme('  ')).toBe('');
});
