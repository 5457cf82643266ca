import { checkValidator, leavesOf, orderSteps, referencesOf, type Position, type Reference } from '@cloudclass/event-patterns';
import { validatorFileSchema, type Validator, type ValidatorFile } from '@cloudclass/plugin-contract';
import { parseYaml, type SourceDocument } from './document.ts';
import type { Faults } from './faults.ts';
import type { LoadedManifest } from './manifest.ts';
import type { PackFiles } from './pack-files.ts';
import { parseWith } from './schema.ts';

/** A validator with the document it came from. */
interface LoadedValidator {
  readonly content: ValidatorFile;
  readonly source: SourceDocument;
}

/** The validators of a pack, and the sources of its code validators by path. */
export interface LoadedValidators {
  readonly validators: readonly LoadedValidator[];
  readonly code: Readonly<Record<string, string>>;
}

/**
 * @param loaded the manifest, undefined when it could not be read: then the validators are checked by themselves.
 * @param outputs of the template; undefined when the template could not be read, so that nothing can be said about outputs.
 */
export async function loadValidators(
  files: PackFiles,
  loaded: LoadedManifest | undefined,
  outputs: ReadonlySet<string> | undefined,
  faults: Faults,
): Promise<LoadedValidators> {
  const paths = files.paths.filter((path) => path.startsWith('validators/') && path.endsWith('.yaml'));
  const read = await Promise.all(paths.map((path) => readValidator(path, files, faults)));
  const validators = read.filter((each) => each !== undefined);
  const complete = paths.length === validators.length;
  if (loaded) checkSteps(validators, loaded, complete, faults);
  checkCycles(validators, faults);
  const known: Known = { captures: new Map(validators.map(({ content }) => [content.step, capturesOf(content.validator)])), complete, outputs };
  for (const validator of validators) {
    checkReferences(validator, known, faults);
    if (loaded) checkProbes(validator, loaded, faults);
  }
  return { validators, code: await readCode(validators, files, faults) };
}

async function readValidator(path: string, files: PackFiles, faults: Faults): Promise<LoadedValidator | undefined> {
  const source = parseYaml(path, (await files.read(path)) ?? '', faults);
  const content = source && parseWith(validatorFileSchema, source, faults);
  if (source === undefined || content === undefined) return undefined;
  for (const { at, message } of checkValidator(content.validator, ['validator'])) {
    faults.add('PACK_VALIDATOR_PATTERN', path, source.lineOf(at), `${at.slice(1).join('.')}: ${message}`);
  }
  return { content, source };
}

/** @param complete whether every validator could be read; if not, a step without one may only look so. */
function checkSteps(validators: readonly LoadedValidator[], { manifest, source }: LoadedManifest, complete: boolean, faults: Faults): void {
  const steps = new Set<string>(manifest.steps.map(({ id }) => id));
  const validated = new Set<string>();
  for (const { content, source: own } of validators) {
    const line = own.lineOf(['step']);
    if (!steps.has(content.step)) faults.add('PACK_VALIDATOR_UNKNOWN_STEP', own.file, line, `pack.yaml has no step ${content.step}`);
    if (validated.has(content.step)) faults.add('PACK_VALIDATOR_DUPLICATE', own.file, line, `step ${content.step} has another validator file`);
    validated.add(content.step);
  }
  manifest.steps.forEach(({ id }, index) => {
    if (validated.has(id) || !complete) return;
    faults.add('PACK_STEP_UNVALIDATED', source.file, source.lineOf(['steps', index]), `step ${id} has no validator`);
  });
}

function checkCycles(validators: readonly LoadedValidator[], faults: Faults): void {
  const { circular } = orderSteps(validators.map(({ content }) => content));
  for (const { content, source } of validators) {
    if (!circular.includes(content)) continue;
    const others = circular.filter((other) => other !== content).map(({ step }) => step);
    const message = `step ${content.step} can never be decided: it is in a circle with ${others.join(', ')}, or waits for one`;
    faults.add('PACK_VALIDATOR_CYCLE', source.file, source.lineOf(['step']), message);
  }
}

/** What a variable can refer to. */
interface Known {
  /** Names each step captures; a step whose validator could not be read is not in it. */
  readonly captures: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether every validator could be read, so that a step not in `captures` is truly not there. */
  readonly complete: boolean;
  readonly outputs: ReadonlySet<string> | undefined;
}

function checkReferences({ content, source }: LoadedValidator, known: Known, faults: Faults): void {
  for (const reference of referencesOf(content.validator, ['validator'])) {
    const problem = problemWith(reference, content, known);
    if (problem !== undefined) faults.add('PACK_VARIABLE_UNKNOWN', source.file, source.lineOf(reference.at), problem);
  }
}

function problemWith({ target, at }: Reference, { step }: ValidatorFile, known: Known): string | undefined {
  switch (target.kind) {
    case 'lab':
      return undefined;
    case 'unknown':
      return `\${${target.expression}} is none of lab.region, lab.accountId, lab.outputs.NAME and steps.STEP.captured.NAME`;
    case 'output':
      return known.outputs?.has(target.output) === false ? `the template has no output ${target.output}` : undefined;
    case 'after':
      return target.step === step ? `step ${step} cannot wait for itself` : missingStep(target.step, known);
    case 'captured':
      if (target.step === step && !isInUndoneBy(at)) return `step ${step} can use its own captures in undoneBy only`;
      return missingStep(target.step, known) ?? missingCapture(target.step, target.name, known);
  }
}

/** A step that is not there is a problem only when every validator could be read: it may be in one that could not. */
function missingStep(step: string, { captures, complete }: Known): string | undefined {
  return captures.has(step) || !complete ? undefined : `no validator is for a step ${step}`;
}

function missingCapture(step: string, name: string, { captures }: Known): string | undefined {
  return captures.get(step)?.has(name) === false ? `step ${step} captures no ${name}` : undefined;
}

function isInUndoneBy(at: Position): boolean {
  return at.some((step, index) => step === 'undoneBy' && at[index - 1] === 'event');
}

/** Only events capture: code and probes answer yes or no. */
function capturesOf(validator: Validator): ReadonlySet<string> {
  return new Set(leavesOf(validator).flatMap(({ leaf }) => ('event' in leaf ? Object.keys(leaf.event.capture) : [])));
}

function checkProbes({ content, source }: LoadedValidator, { manifest }: LoadedManifest, faults: Faults): void {
  const regions = new Set<string>(manifest.regions);
  for (const { leaf, at } of leavesOf(content.validator, ['validator'])) {
    if (!('probe' in leaf)) continue;
    const { service, region } = leaf.probe;
    if (!manifest.services.includes(service)) {
      faults.add('PACK_SERVICE_OUTSIDE', source.file, source.lineOf([...at, 'probe', 'service']), `pack.yaml does not list the service ${service}`);
    }
    if (region !== undefined && !regions.has(region)) {
      faults.add('PACK_REGION_OUTSIDE', source.file, source.lineOf([...at, 'probe', 'region']), `pack.yaml does not list the Region ${region}`);
    }
  }
}

async function readCode(validators: readonly LoadedValidator[], files: PackFiles, faults: Faults): Promise<Readonly<Record<string, string>>> {
  const code: [string, string][] = [];
  for (const { content, source } of validators) {
    for (const { leaf, at } of leavesOf(content.validator, ['validator'])) {
      if (!('code' in leaf)) continue;
      const text = await files.read(leaf.code.file);
      if (text === undefined) faults.add('PACK_CODE_MISSING', source.file, source.lineOf([...at, 'code', 'file']), `there is no file ${leaf.code.file}`);
      else code.push([leaf.code.file, text]);
    }
  }
  return Object.fromEntries(code);
}
