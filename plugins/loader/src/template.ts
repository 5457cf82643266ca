import type { PackManifest, PackResource } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { parseYaml, type DocumentPath, type SourceDocument } from './document.ts';
import type { Faults } from './faults.ts';
import type { LoadedManifest } from './manifest.ts';
import type { PackFiles } from './pack-files.ts';
import { parseWith } from './schema.ts';
import { servicePrefixOf } from './service-prefix.ts';
import { cloudFormationTags } from './template-tags.ts';
import { referencesIn } from './template-references.ts';

/** The template as far as a pack needs to know it; CloudFormation itself checks the rest. */
const templateSchema = z.looseObject({
  Parameters: z.record(z.string(), z.unknown()).default({}),
  Resources: z
    .record(z.string(), z.looseObject({ Type: z.string().regex(/^[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9:]+$/, 'must be a resource type such as AWS::S3::Bucket') }))
    .refine((resources) => Object.keys(resources).length > 0, 'a template has at least one resource'),
  Outputs: z.record(z.string(), z.unknown()).default({}),
});
type Template = z.infer<typeof templateSchema>;

/** What the rest of a pack needs of its template. */
export interface LoadedTemplate {
  readonly body: string;
  readonly resources: readonly PackResource[];
  readonly outputs: ReadonlySet<string>;
}

const file = 'template.yaml';

/** @param loaded the manifest; when it could not be read, the template is checked by itself. */
export async function loadTemplate(files: PackFiles, loaded: LoadedManifest | undefined, faults: Faults): Promise<LoadedTemplate | undefined> {
  const body = await files.read(file);
  if (body === undefined) {
    faults.add('PACK_FILE_MISSING', file, 1, 'there is no template.yaml');
    return undefined;
  }
  const source = parseYaml(file, body, faults, cloudFormationTags);
  const template = source && parseWith(templateSchema, source, faults, 'PACK_TEMPLATE_INVALID');
  if (source === undefined || template === undefined) return undefined;
  checkReferences(template, source, faults);
  if (loaded) {
    checkPurposes(template, loaded, source, faults);
    checkServices(template, loaded.manifest, source, faults);
    checkRegions(template, loaded.manifest, source, faults);
  }
  return { body, resources: resourcesOf(template, loaded?.manifest), outputs: new Set(Object.keys(template.Outputs)) };
}

function resourcesOf({ Resources }: Template, manifest: PackManifest | undefined): readonly PackResource[] {
  return Object.entries(Resources).flatMap(([logicalId, resource]) => {
    const purpose = manifest?.resources[logicalId];
    const dependsOn = [...new Set(referencesIn(resource).map(({ name }) => name))].filter((name) => name !== logicalId && Object.hasOwn(Resources, name));
    return purpose === undefined ? [] : [{ logicalId, type: resource.Type, purpose, dependsOn }];
  });
}

function checkReferences(template: Template, source: SourceDocument, faults: Faults): void {
  const defined = new Set([...Object.keys(template.Parameters), ...Object.keys(template.Resources)]);
  for (const section of ['Resources', 'Outputs'] as const) {
    for (const { name, at } of referencesIn(template[section], [section])) {
      if (defined.has(name) || name.startsWith('AWS::')) continue;
      faults.add('PACK_TEMPLATE_REFERENCE', file, source.lineOf(at), `${name} is neither a resource nor a parameter of the template`);
    }
  }
}

function checkPurposes({ Resources }: Template, { manifest, source: manifestSource }: LoadedManifest, source: SourceDocument, faults: Faults): void {
  for (const logicalId of Object.keys(Resources)) {
    if (Object.hasOwn(manifest.resources, logicalId)) continue;
    faults.add('PACK_RESOURCE_PURPOSE', file, source.lineOf(['Resources', logicalId]), `pack.yaml does not say what ${logicalId} is for`);
  }
  for (const logicalId of Object.keys(manifest.resources)) {
    if (Object.hasOwn(Resources, logicalId)) continue;
    const line = manifestSource.lineOf(['resources', logicalId]);
    faults.add('PACK_RESOURCE_PURPOSE', manifestSource.file, line, `the template has no resource ${logicalId}`);
  }
}

function checkServices({ Resources }: Template, { services }: PackManifest, source: SourceDocument, faults: Faults): void {
  for (const [logicalId, { Type }] of Object.entries(Resources)) {
    const service = servicePrefixOf(Type);
    if (services.includes(service)) continue;
    faults.add('PACK_SERVICE_OUTSIDE', file, source.lineOf(['Resources', logicalId, 'Type']), `${Type} needs the service ${service}, which pack.yaml does not list`);
  }
}

const regionName = /^(af|ap|ca|cn|eu|il|me|mx|sa|us)(-[a-z]+)+-\d$/;

/** A Region written out in the template would create things where the lab's guardrails forbid it. */
function checkRegions({ Resources }: Template, { regions }: PackManifest, source: SourceDocument, faults: Faults): void {
  const allowed = new Set<string>(regions);
  for (const { text, at } of textsIn(Resources, ['Resources'])) {
    if (!regionName.test(text) || allowed.has(text)) continue;
    faults.add('PACK_REGION_OUTSIDE', file, source.lineOf(at), `${text} is not among the Regions of pack.yaml`);
  }
}

function textsIn(node: unknown, at: DocumentPath): readonly { readonly text: string; readonly at: DocumentPath }[] {
  if (typeof node === 'string') return [{ text: node, at }];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => textsIn(value, [...at, key]));
}
