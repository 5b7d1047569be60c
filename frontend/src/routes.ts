/** Every address of the product. A feature adds its own in src/<feature>/routes.ts; nothing is added here. */
import Failed from './Failed.svelte';
import Missing from './Missing.svelte';
import * as challenges from './challenges/routes';
import * as days from './days/routes';
import * as judging from './judging/routes';
import { textsReady } from './lib/i18n';
import { Router } from './lib/router/router.svelte';
import * as people from './people/routes';
import * as projects from './projects/routes';
import * as recognition from './recognition/routes';
import * as release from './release/routes';
import * as scoreboard from './scoreboard/routes';
import * as teams from './teams/routes';

const bare = { ...judging.bare, ...scoreboard.bare };
const routes = {
  ...people.routes,
  ...days.routes,
  ...challenges.routes,
  ...teams.routes,
  ...release.routes,
  ...projects.routes,
  ...judging.routes,
  ...scoreboard.routes,
  ...recognition.routes,
  ...bare,
};

export const router = new Router(routes, { missing: Missing, failed: Failed, ready: textsReady });
export const { p, navigate, setSearch } = router;

const open: readonly (string | null)[] = [null, '/sign-in', '/days/:day/board'];
/** Whether visitors may see the screen at this pattern; null is an address that leads nowhere. */
export const isPublic = (pattern: string | null): boolean => open.includes(pattern) || isBare(pattern);

/** Whether the screen at this pattern comes without the shell (big screen, score sheet). */
export const isBare = (pattern: string | null): boolean => pattern !== null && pattern in bare;
