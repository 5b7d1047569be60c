import type { CheckedLink, Project, ProjectFile } from '../lib/api/client';

export const filesUrl = (day: string, project: string): string =>
  `/api/days/${day}/projects/${project}/files`;

export const ofKind = (project: Pick<Project, 'files'>, kind: ProjectFile['kind']): ProjectFile[] =>
  project.files.filter((file) => file.kind === kind);

/** What those hear who do not see the picture. */
export const said = (file: ProjectFile): string => file.caption || file.name;

export const isBroken = ({ check }: CheckedLink): boolean => check !== null && !check.is_ok;
