import type { Request, Response } from 'express';
import type { LmsContext } from '../context.ts';
import type { Section } from '../course/courses.ts';
import { html, type Html } from '../html.ts';
import { sendLoginInitiation } from '../platform/login-initiation.ts';
import type { Tool } from '../platform/tools.ts';
import { layout } from './layout.ts';
import { PageError } from './page-error.ts';
import { toolFrame } from './tool-frame.ts';
import type { CourseVisit } from './visit.ts';

type Needs = Pick<LmsContext, 'tools' | 'quirks'>;

/** The tool's own chooser in a frame. With several tools the instructor picks one first. */
export function addActivityPage({ tools, quirks }: Needs, visit: CourseVisit, req: Request): Html {
  const { frame, t, course, language } = visit;
  const section = sectionOf(visit, req);
  const tool = chosenTool(tools, req);
  const here = `/courses/${course.id}/add-activity`;
  const query = (clientId: string): string => `?${new URLSearchParams({ section: section.id, tool: clientId })}`;
  const title = t.addTo(section.title[language]);
  return layout(frame, {
    title,
    trail: [{ href: '/dashboard', label: t.dashboard }, { href: `/courses/${course.id}`, label: course.title[language] }],
    width: 'wide',
    scripts: ['platform-storage.js'],
    main: html`<div class="activity-head"><div><h1>${title}</h1><p>${t.addLead}</p></div></div>
${
  tool === undefined
    ? html`<h2>${t.chooseTool}</h2><div class="cards">${[...tools.values()].map((each) => html`<a class="card" href="${here}${query(each.clientId)}"><strong>${each.name}</strong></a>`)}</div>`
    : toolFrame({ src: `${here}/launch${query(tool.clientId)}`, title: t.toolFrame(tool.name), tool, quirks })
}`,
  });
}

/** Sends the deep linking request (Deep Linking 2.0 section 2.1). */
export function launchDeepLinking(context: LmsContext, visit: CourseVisit, req: Request, res: Response): void {
  const tool = chosenTool(context.tools, req);
  if (tool === undefined) throw new PageError('notFound');
  const { person, role, course, language } = visit;
  sendLoginInitiation(context, res, { kind: 'deep-linking', person, role, course, tool, language, sectionId: sectionOf(visit, req).id });
}

function sectionOf({ course }: CourseVisit, req: Request): Section {
  const section = course.sections.find(({ id }) => id === req.query['section']) ?? course.sections[0];
  if (section === undefined) throw new PageError('notFound');
  return section;
}

function chosenTool(tools: ReadonlyMap<string, Tool>, req: Request): Tool | undefined {
  if (tools.size === 1) return [...tools.values()][0];
  return tools.get(String(req.query['tool']));
}
