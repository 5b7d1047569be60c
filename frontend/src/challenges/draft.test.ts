import { expect, it } from 'vitest';
import { emptyDraft, listed, missing, needed, sent } from './draft';
import { asked, isFull, isNarrowed, some } from './filters';

const draft = emptyDraft({ name: 'Sam', email: 'sam@corp.example' });

it('sends lists and numbers as the API takes them', () => {
  expect(listed(' SQL, ,Python ,')).toEqual(['SQL', 'Python']);
  expect(sent({ ...draft, skills: 'SQL', team_places: ' 3 ' })).toMatchObject({
    skills: ['SQL'],
    sites: [],
    team_places: 3,
  });
  expect(sent(draft).team_places).toBeNull();
});

it('names what is still empty', () => {
  expect(missing(draft)).toEqual(needed.filter((name) => name !== 'sponsor_name'));
  expect(missing({ ...draft, title: '  ' })).toContain('title');
});

it('reads the filters of the address and nothing else', () => {
  const search = new URLSearchParams('q=night&state=odd&x=1&site=');
  expect(asked(search)).toEqual({ q: 'night' });
  expect(isNarrowed(search)).toBe(true);
  expect(isNarrowed(new URLSearchParams('x=1'))).toBe(false);
});

it('counts places and cuts lists', () => {
  expect(isFull({ team_places: null, team_count: 9 })).toBe(false);
  expect(isFull({ team_places: 2, team_count: 2 })).toBe(true);
  expect(some([1, 2, 3], 2)).toEqual({ shown: [1, 2], more: 1 });
});
