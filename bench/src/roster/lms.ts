import { z } from 'zod';
import { serve } from '../run/child.ts';
import { openServices, sendJson } from '../world/services-lms.ts';

const MEDIA_TYPE = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';

/** Names and Role Provisioning Services 2.0 section 3: pages of members, each naming the next in its Link header. */
serve(async (question) => {
  const { members, perPage } = z.object({ members: z.number(), perPage: z.number() }).parse(question);
  const pages = pagesOf(members, perPage);
  let self = '';
  const url = await openServices(({ url: address }, response) => {
    const page = Number(address.searchParams.get('page') ?? 0);
    if (page + 1 < pages.length) response.setHeader('link', `<${self}/members?page=${page + 1}>; rel="next"`);
    sendJson(response, { id: `${self}/members`, context: { id: 'course', label: 'C', title: 'Cloud' }, members: pages[page] ?? [] }, MEDIA_TYPE);
  });
  self = url;
  return { url };
});

/** A member as Moodle lists one. */
function pagesOf(members: number, perPage: number): object[][] {
  const all = Array.from({ length: members }, (_, index) => ({
    status: 'Active', user_id: `member-${index}`, name: `Member ${index}`, given_name: 'Member', family_name: String(index), email: `member-${index}@bench.test`,
    roles: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
  }));
  return Array.from({ length: Math.ceil(members / perPage) }, (_, page) => all.slice(page * perPage, (page + 1) * perPage));
}
