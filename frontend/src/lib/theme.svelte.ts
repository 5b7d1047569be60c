export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const isTheme = (name: string | null): name is Theme => themes.includes(name as Theme);
const stored = localStorage.getItem('theme');
const initial: Theme = isTheme(stored) ? stored : 'auto';
let current = $state<Theme>(initial);
apply(initial);

function apply(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export const theme = (): Theme => current;

export function setTheme(name: Theme): void {
  current = name;
  localStorage.setItem('theme', name);
  apply(name);
}
